//! What could not be taken as it was: where it is, what was found, what was done, what to do.

use eframe::egui::{RichText, Ui};
use egui_extras::{Column, TableRow};

use crate::geom::extent::Extent;
use crate::model::feature::FeatureRef;
use crate::model::problem::{Done, Problem};
use crate::model::workspace::Workspace;
use crate::report::units;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::ViewState;
use super::super::widgets::{cell_ui, empty_ui, table_of};

const COLUMNS: [&str; 7] = ["done", "feature", "field", "found", "advice", "place", "file"];

/// The problems of the workspace; a click shows the place.
pub fn problems_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let problems = session.workspace().map(|workspace| workspace.problems.as_slice());
    let problems = problems.unwrap_or_default();
    if problems.is_empty() {
        return empty_ui(ui, &say!(lang, "ui.problems.none"));
    }
    let mut clicked = None;
    let table = table_of(ui, "problems")
        .column(Column::initial(84.0).at_least(50.0).clip(true))
        .column(Column::initial(120.0).at_least(60.0).clip(true))
        .column(Column::initial(80.0).at_least(40.0).clip(true))
        .column(Column::initial(340.0).at_least(120.0).clip(true))
        .column(Column::initial(330.0).at_least(120.0).clip(true))
        .column(Column::initial(160.0).at_least(60.0).clip(true))
        .column(Column::remainder().at_least(90.0).clip(true))
        .header(ROW_PX, |mut row| {
            for key in COLUMNS {
                row.col(|ui| {
                    let text = RichText::new(say!(lang, &format!("ui.column.{key}"))).strong();
                    cell_ui(ui, text.color(Palette::here(ui).faint));
                });
            }
        });
    table.body(|body| {
        body.rows(ROW_PX, problems.len(), |mut row| {
            let Some(problem) = problems.get(row.index()) else {
                return;
            };
            row_ui(&mut row, problem, lang);
            if row.response().clicked() {
                clicked = Some(problem);
            }
        });
    });
    if let (Some(problem), Some(workspace)) = (clicked, session.workspace()) {
        show(workspace, problem, view, wishes);
    }
}

fn row_ui(row: &mut TableRow<'_, '_>, problem: &Problem, lang: Lang) {
    row.col(|ui| {
        let palette = Palette::here(ui);
        let color = match problem.done {
            Done::Noted => palette.not_checked,
            Done::Repaired => palette.near,
            Done::Refused => palette.conflict,
        };
        cell_ui(ui, RichText::new(problem.done.name(lang)).color(color));
    });
    let feature = match (problem.feature, &problem.id) {
        (Some(number), Some(id)) => say!(lang, "problem.feature_with_id", number = number, id = id),
        (Some(number), None) => say!(lang, "problem.feature", number = number),
        _ => String::new(),
    };
    let place = problem.place.map(units::decimal_degrees).unwrap_or_default();
    let cells = [
        feature,
        problem.field.clone().unwrap_or_default(),
        problem.text(lang),
        problem.advice(lang),
        place,
        problem.file.clone(),
    ];
    for cell in cells {
        row.col(|ui| {
            cell_ui(ui, cell);
        });
    }
}

/// Shows the feature if it is in the workspace, else the place.
fn show(workspace: &Workspace, problem: &Problem, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if let Some((name, extent)) = feature_of(workspace, problem) {
        view.zoom_to(extent);
        wishes.push(Command::Select {
            features: vec![name],
            finding: None,
        });
    } else if let Some(extent) = place_of(workspace, problem) {
        view.zoom_to(extent);
    }
}

fn feature_of(workspace: &Workspace, problem: &Problem) -> Option<(FeatureRef, Extent)> {
    let layer = workspace.layer(problem.layer.as_deref()?)?;
    let number = problem.feature?;
    let feature = layer.features().iter().find(|feature| feature.number == number)?;
    Some((layer.name_of(feature), feature.shape.extent()))
}

fn place_of(workspace: &Workspace, problem: &Problem) -> Option<Extent> {
    let coord = workspace.ruler().plane(problem.place?)?;
    Some(Extent::of_coords([coord]))
}
