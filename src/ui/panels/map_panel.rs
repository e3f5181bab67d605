//! The map in the middle of the window.

use std::sync::Arc;

use eframe::egui::Ui;

use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::identify::IdentifyQuery;

use super::super::map::canvas::map_ui;
use super::super::map::compare::bar::compare_bar_ui;
use super::super::map::compare::sides::pane_rect;
use super::super::map::finding_index::FindingIndex;
use super::super::map::input::{MapInput, MapWish};
use super::super::map::region_search::RegionQuery;
use super::super::view_state::{Tab, ViewState};
use super::super::widgets::empty_ui;
use super::legend_chip::legend_chip_ui;
use super::pick::pick_problem;

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
    let layers: Vec<Arc<Layer>> = input.visible_layers().cloned().collect();
    for wish in map_wishes {
        take_wish(ui, wish, &layers, (session, view), wishes);
    }
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
        MapWish::Identify(at, under) => {
            if let Some(workspace) = session.workspace() {
                view.identify.ask(IdentifyQuery {
                    workspace: Arc::clone(workspace),
                    at,
                    under,
                    as_of: session.as_of(),
                });
                view.closed.inspector = false;
            }
            ui.ctx().request_repaint();
        }
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

/// The index, if it is of the findings that are shown.
fn finding_index<'a>(session: &Session, index: Option<&'a FindingIndex>) -> Option<&'a FindingIndex> {
    let screening = session.screening()?;
    index.filter(|index| index.is_of(screening))
}
