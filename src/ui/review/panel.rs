//! The review at a glance: its projects, the steps of one of them, what has changed, what was remarked.

use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};
use egui_extras::{Column as Width, TableRow};

use crate::model::feature::FeatureRef;
use crate::model::review::board::{Board, ProjectBoard};
use crate::model::review::event::Deed;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::state::OpenDossier;
use crate::session::review::step::ReviewStep;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::pane_keys::{Rows, has_keys};
use super::super::passing::pass_on;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::{ViewState, Window};
use super::super::widgets::{cell_ui, cursor_row_ui, empty_ui, section_ui, table_of};
use super::said::comment_ui;
use super::steps_part::steps_ui;
use super::today_part::today_ui;

/// Room of the list of projects, in shares of the whole.
const PROJECTS_SHARE: f32 = 0.34;

/// So many projects are a page of their list.
const PAGE: usize = 10;

/// The page of the review.
pub fn review_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(open) = session.dossier() else {
        empty_ui(ui, &say!(lang, "reviewing.card.no_dossier"));
        ui.vertical_centered(|ui| {
            let can_save = session.screening().is_some();
            ui.add_enabled_ui(can_save, |ui| {
                if ui.button(say!(lang, "ui.command.save_dossier.label")).clicked() {
                    view.window = Some(Window::SaveDossier);
                }
            });
        });
        return;
    };
    let Some(board) = open.board().cloned() else {
        return empty_ui(ui, &say!(lang, "ui.findings.none_yet"));
    };
    let width = ui.available_width();
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        let size = vec2(PROJECTS_SHARE * width, height);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.push_id("projects", |ui| projects_ui(ui, session, &board, view, wishes));
        });
        ui.separator();
        let rest = 0.5 * (ui.available_width() - 20.0);
        column_ui(ui, "steps", (rest, height), |ui| {
            let project = view.review.project.clone();
            let own = project.as_ref().and_then(|name| board.project(name));
            match own.or(board.projects.first()) {
                Some(own) => steps_ui(ui, session, own, view, wishes),
                None => empty_ui(ui, &say!(lang, "ui.findings.no_projects")),
            }
        });
        ui.separator();
        column_ui(ui, "rest", (ui.available_width(), height), |ui| {
            report_ui(ui, session, open, view, wishes);
            today_ui(ui, session, view, wishes);
            comments_ui(ui, session, open, view, wishes);
        });
    });
}

fn column_ui(ui: &mut Ui, id: &str, (width, height): (f32, f32), add: impl FnOnce(&mut Ui)) {
    let size = vec2(width.max(60.0), height);
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ScrollArea::vertical()
            .id_salt(id)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                add(ui);
                keep_in_sight(ui);
            });
    });
}

/// Each project with what is done and what comes next; a click shows its steps.
fn projects_ui(
    ui: &mut Ui,
    session: &Session,
    board: &Board,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    let first = board.projects.first().map(|own| &own.project);
    let shown = view.review.project.clone().or(first.cloned());
    let has_focus = has_keys(ui, Pane::Review, false);
    let walked = walked(ui, board, shown.as_ref()).filter(|_| has_focus);
    let mut clicked: Option<FeatureRef> = walked
        .and_then(|place| board.projects.get(place))
        .map(|own| own.project.clone());
    let mut table = table_of(ui, "review projects");
    if let Some(place) = walked {
        table = table.scroll_to_row(place, None);
    }
    let table = table
        .column(Width::initial(150.0).at_least(60.0).clip(true))
        .column(Width::initial(90.0).at_least(50.0).clip(true))
        .column(Width::remainder().at_least(80.0).clip(true));
    let table = table.header(ROW_PX, |mut row| {
        for key in ["project", "progress", "next"] {
            row.col(|ui| {
                let text = say!(lang, &format!("reviewing.column.{key}"));
                cell_ui(ui, RichText::new(text).strong().color(Palette::here(ui).faint));
            });
        }
    });
    table.body(|body| {
        body.rows(ROW_PX, board.projects.len(), |mut row| {
            let Some(own) = board.projects.get(row.index()) else {
                return;
            };
            let is_shown = shown.as_ref() == Some(&own.project);
            row.set_selected(is_shown);
            project_row_ui(&mut row, own, lang);
            let response = row.response();
            if has_focus && is_shown {
                cursor_row_ui(&response);
            }
            if response.clicked() {
                clicked = Some(own.project.clone());
            }
        });
    });
    pass_on(ui);
    if let Some(project) = clicked {
        if let Some(workspace) = session.workspace() {
            view.map.fit_features(workspace, [&project]);
        }
        wishes.push(Command::Select {
            features: vec![project.clone()],
            finding: None,
        });
        view.review.project = Some(project);
    }
}

/// The project that a key leads to.
fn walked(ui: &Ui, board: &Board, shown: Option<&FeatureRef>) -> Option<usize> {
    let projects = &board.projects;
    let rows = Rows {
        count: projects.len(),
        at: projects.iter().position(|own| Some(&own.project) == shown),
        in_sight: PAGE,
    };
    rows.walked(ui)
}

fn project_row_ui(row: &mut TableRow<'_, '_>, own: &ProjectBoard, lang: Lang) {
    row.col(|ui| {
        cell_ui(ui, RichText::new(&own.name).strong());
    });
    row.col(|ui| {
        let text = say!(
            lang,
            "reviewing.of",
            done = own.closed_count,
            total = own.finding_count
        );
        cell_ui(ui, text);
    });
    row.col(|ui| {
        let palette = Palette::here(ui);
        let text = match own.next() {
            Some(step) => RichText::new(step.name(lang)),
            None => RichText::new(say!(lang, "reviewing.step.all_done")).color(palette.clear),
        };
        cell_ui(ui, text);
    });
}

/// Whether a report may be made, and what speaks against it; features that could not be read can be answered for.
fn report_ui(
    ui: &mut Ui,
    session: &Session,
    open: &OpenDossier,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let (lang, palette) = (view.lang, Palette::here(ui));
    section_ui(ui, &say!(lang, "reviewing.report.title"));
    if let Some(reportable) = open.reportable() {
        let text = match (reportable.obstacles.is_empty(), reportable.is_allowed()) {
            (true, _) => RichText::new(say!(lang, "reviewing.report.allowed")).color(palette.clear),
            (_, true) => RichText::new(say!(lang, "reviewing.report.forced")).color(palette.near),
            _ => RichText::new(say!(lang, "reviewing.report.refused")).color(palette.conflict),
        };
        ui.add(Label::new(text).wrap());
        for obstacle in &reportable.obstacles {
            ui.add(Label::new(format!("– {}", obstacle.text(lang))).wrap());
            if let crate::model::review::reportable::Obstacle::FeaturesRefused { layer, .. } = obstacle
                && open.can_write()
                && ui
                    .button(say!(lang, "reviewing.report.accept", layer = layer))
                    .clicked()
            {
                let deed = Deed::RefusedAccepted(layer.clone());
                wishes.push(Command::Review(ReviewStep::Do(deed)));
            }
        }
    }
    if ui.button(say!(lang, "ui.command.report.label")).clicked() {
        view.window = Some(Window::Report);
        let asked = view.review.report.lang.unwrap_or(lang);
        wishes.push(Command::Review(ReviewStep::Preview(asked)));
    }
    if !session.is_as_stored() {
        let text = RichText::new(say!(lang, "reviewing.told.not_as_stored")).color(palette.near);
        ui.add(Label::new(text).wrap());
    }
}

/// What was remarked about the review as a whole and about places; what concerns a finding stands on its card, too.
fn comments_ui(
    ui: &mut Ui,
    session: &Session,
    open: &OpenDossier,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    section_ui(ui, &say!(lang, "reviewing.comment.all"));
    for event in open.review.counting().rev() {
        let Deed::Commented(comment) = &event.deed else {
            continue;
        };
        comment_ui(ui, session, (open, event, comment), lang, wishes);
        if let Some(place) = comment.place
            && ui.small_button(say!(lang, "reviewing.comment.show")).clicked()
        {
            view.map.center_on(place);
            view.review.open_pin = Some(event.seq);
        }
        ui.add_space(6.0);
    }
    ui.add_enabled_ui(open.can_write(), |ui| {
        if ui.button(say!(lang, "reviewing.card.comment")).clicked() {
            view.review.comment = Default::default();
            view.window = Some(Window::Comment);
        }
    });
}
