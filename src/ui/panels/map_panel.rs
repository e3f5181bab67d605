//! The map in the middle of the window.

use std::sync::Arc;

use eframe::egui::Ui;

use crate::model::feature::FeatureRef;
use crate::say;
use crate::session::Session;
use crate::session::by_hand::{HandEdit, next_name};
use crate::session::command::Command;
use crate::session::edit::Edit;

use super::super::map::canvas::map_ui;
use super::super::map::compare::bar::compare_bar_ui;
use super::super::map::compare::sides::pane_rect;
use super::super::map::finding_index::FindingIndex;
use super::super::map::input::{MapInput, MapWish};
use super::super::map::region_search::RegionQuery;
use super::super::review::pins::pins_ui;
use super::super::view_state::{Tab, ViewState};
use super::super::widgets::empty_ui;
use super::legend_chip::legend_chip_ui;
use super::pick::pick_problem;
use super::sketch_card::sketch_card_ui;

/// The map of the open workspace.
pub fn map_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(view.lang, "ui.nothing_open"));
    };
    let selection = session.selection();
    let input = MapInput {
        workspace,
        screening: session.screening(),
        finding_index: finding_index(session, view.finding_index.as_ref()),
        outdated: session.outdated(),
        hidden: &view.hidden,
        opacity: &view.opacity,
        labels: &view.labels,
        graticule: view.graticule,
        selected: &selection.features,
        selected_index: view
            .selected_index
            .as_ref()
            .filter(|index| index.is_of(&selection.features)),
        selected_finding: selection.finding,
        problems: view.problems.dots(workspace).filter(|_| !view.hide_problems),
        lang: view.lang,
        dark: ui.visuals().dark_mode,
    };
    wishes.extend(found(view.region_found.take()));
    compare_bar_ui(ui, &input, &mut view.map.compare);
    let mut map_wishes = Vec::new();
    if input.problems.is_none() {
        view.map.forget_problems();
    }
    let response = map_ui(ui, &input, &mut view.map, &mut map_wishes);
    view.map_rect = Some(pane_rect(&view.map.compare, response.rect));
    if view.legend {
        legend_chip_ui(ui, &input, &view.map, response.rect);
    }
    let rect = response.rect;
    sketch_card_ui(ui, &input, &mut view.map, rect, &mut map_wishes);
    let wholly = view.wholly_inside;
    let (asked, picked) = take_wishes(ui, (&input, wholly), map_wishes, wishes);
    if let Some(number) = picked {
        pick_on_map(session, view, number, wishes);
    }
    if asked.is_some() {
        view.region_asked = asked;
        ui.ctx().request_repaint();
    }
    pins_ui(ui, session, view, rect, wishes);
}

/// Passes on what the hands on the map wish; gives the region that is to be searched, and the problem that was clicked.
fn take_wishes(
    ui: &Ui,
    (input, wholly): (&MapInput, bool),
    map_wishes: Vec<MapWish>,
    wishes: &mut Vec<Command>,
) -> (Option<RegionQuery>, Option<usize>) {
    let (mut asked, mut picked) = (None, None);
    for wish in map_wishes {
        match wish {
            MapWish::PickProblem(number) => picked = Some(number),
            MapWish::SelectRegion { region, how } => {
                asked = Some(RegionQuery {
                    region,
                    wholly,
                    layers: input.visible_layers().cloned().collect(),
                    before: Arc::clone(input.selected),
                    how,
                });
            }
            MapWish::Draw { shape, kind } => {
                // Once it is there, it is what is selected.
                let features = vec![next_name(input.workspace)];
                wishes.push(by_hand(HandEdit::Draw { shape, kind }));
                wishes.push(Command::Select {
                    features,
                    finding: None,
                });
            }
            other => carry_on(ui, other, input.selected, wishes),
        }
    }
    (asked, picked)
}

fn by_hand(edit: HandEdit) -> Command {
    Command::Edit(Edit::ByHand(edit))
}

/// What a region holds is selected.
fn found(features: Option<Vec<FeatureRef>>) -> Option<Command> {
    let finding = None;
    features.map(|features| Command::Select { features, finding })
}

/// A problem whose dot was clicked shows in the table.
fn pick_on_map(session: &Session, view: &mut ViewState, number: usize, wishes: &mut Vec<Command>) {
    pick_problem(session, view, number, wishes);
    (view.tab, view.closed.tables) = (Tab::Problems, false);
}

/// Passes a wish of the map on to the session.
fn carry_on(ui: &Ui, wish: MapWish, before: &Arc<[FeatureRef]>, wishes: &mut Vec<Command>) {
    match wish {
        MapWish::Select {
            features,
            finding,
            how,
        } => wishes.push(Command::Select {
            features: how.applied(before, features),
            finding,
        }),
        MapWish::Hover(feature) => wishes.push(Command::Hover(feature)),
        MapWish::Reshape { feature, shape } => {
            wishes.push(by_hand(HandEdit::Reshape { feature, shape }));
        }
        MapWish::Remove(feature) => wishes.push(by_hand(HandEdit::Remove(feature))),
        MapWish::Copy(text) => ui.ctx().copy_text(text),
        // Searched in the background by who has the layers.
        MapWish::SelectRegion { .. } | MapWish::PickProblem(_) | MapWish::Draw { .. } => {}
    }
}

/// The index, if it is of the findings that are shown.
fn finding_index<'a>(session: &Session, index: Option<&'a FindingIndex>) -> Option<&'a FindingIndex> {
    let screening = session.screening()?;
    index.filter(|index| index.is_of(screening))
}
