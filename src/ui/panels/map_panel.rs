//! The map in the middle of the window.

use std::sync::Arc;

use eframe::egui::Ui;
use geo::Coord;

use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::by_hand::{HandEdit, next_name};
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::session::identify::IdentifyQuery;

use super::super::dock::pane::Pane;
use super::super::map::canvas::map_ui;
use super::super::map::compare::bar::compare_bar_ui;
use super::super::map::compare::sides::pane_rect;
use super::super::map::finding_index::FindingIndex;
use super::super::map::input::{MapInput, MapWish};
use super::super::map::region_search::RegionQuery;
use super::super::review::pins::pins_ui;
use super::super::view_state::ViewState;
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
    let looks = view.looks(session);
    let input = MapInput {
        workspace,
        screening: session.screening(),
        finding_index: finding_index(session, view.finding_index.as_ref()),
        outdated: session.outdated(),
        hidden: &looks.hidden,
        opacity: &looks.opacity,
        labels: &looks.labels,
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
    let layers: Vec<Arc<Layer>> = input.visible_layers().cloned().collect();
    for wish in map_wishes {
        take_wish(ui, wish, &layers, (session, view), wishes);
    }
    pins_ui(ui, session, view, rect, wishes);
}

/// Passes a wish of the map on to who can do it.
fn take_wish(
    ui: &Ui,
    wish: MapWish,
    layers: &[Arc<Layer>],
    (session, view): (&Session, &mut ViewState),
    wishes: &mut Vec<Command>,
) {
    let before = &session.selection().features;
    match wish {
        MapWish::PickProblem(number) => pick_on_map(session, view, number, wishes),
        MapWish::Identify(at, under) => identify(ui, session, view, (at, under)),
        MapWish::SelectRegion { region, how } => {
            view.region_asked = Some(RegionQuery {
                region,
                wholly: view.wholly_inside,
                layers: layers.to_vec(),
                before: Arc::clone(before),
                how,
            });
            ui.ctx().request_repaint();
        }
        MapWish::Draw { shape, kind } => {
            // Once it is there, it is what is selected.
            let features = session.workspace().map(|workspace| vec![next_name(workspace)]);
            wishes.push(by_hand(HandEdit::Draw { shape, kind }));
            wishes.push(Command::Select {
                features: features.unwrap_or_default(),
                finding: None,
            });
        }
        MapWish::Reshape { feature, shape } => wishes.push(by_hand(HandEdit::Reshape { feature, shape })),
        MapWish::Remove(feature) => wishes.push(by_hand(HandEdit::Remove(feature))),
        MapWish::Select {
            features,
            finding,
            how,
        } => wishes.push(Command::Select {
            features: how.applied(before, features),
            finding,
        }),
        MapWish::Hover(feature) => wishes.push(Command::Hover(feature)),
        MapWish::Copy(text) => ui.ctx().copy_text(text),
    }
}

/// Has the card of a place worked out.
fn identify(ui: &Ui, session: &Session, view: &mut ViewState, (at, under): (Coord<f64>, Vec<FeatureRef>)) {
    if let Some(workspace) = session.workspace() {
        view.identify.ask(IdentifyQuery {
            workspace: Arc::clone(workspace),
            at,
            under,
            as_of: session.as_of(),
        });
        view.dock.show(Pane::Inspector);
    }
    ui.ctx().request_repaint();
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
    view.dock.show(Pane::Problems);
}

/// The index, if it is of the findings that are shown.
fn finding_index<'a>(session: &Session, index: Option<&'a FindingIndex>) -> Option<&'a FindingIndex> {
    let screening = session.screening()?;
    index.filter(|index| index.is_of(screening))
}
