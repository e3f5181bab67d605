//! The table of findings: headings, groups, rows.

use eframe::egui::{Align, Label, Layout, Pos2, Response, RichText, Ui};
use egui_extras::TableRow;

use crate::model::review::standing::Standing;
use crate::model::symbology::of_severity;
use crate::say;
use crate::session::Session;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::map::style::color;
use super::super::passing::pass_on;
use super::super::review::said::state_color;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::ViewState;
use super::super::widgets::{cell_ui, cursor_row_ui, dot_ui};
use super::findings_columns::{columns_of, heading_ui, shown_columns};
use super::findings_copy::numbers;
use super::findings_groups::standing_words;
use super::findings_lines::{Heading, Line};
use super::findings_words::FindingRow;

/// What was done to the rows.
#[derive(Debug, Default)]
pub struct Touched {
    /// The finding that was clicked.
    pub clicked: Option<usize>,
    /// The finding whose menu was asked for by the right button, and where.
    pub menu: Option<(usize, Pos2)>,
    /// Below the row where the keyboard is, where it is in sight.
    pub below_cursor: Option<Pos2>,
}

/// The table; gives what was done to it.
pub fn table_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) -> Touched {
    let cursor = view.findings.chosen.cursor();
    let line = cursor.and_then(|finding| view.findings.line_of(finding));
    let has_focus = ui.memory(|memory| memory.has_focus(Pane::Findings.focus_id()));
    let board = session
        .screening()
        .and_then(|screening| session.dossier()?.board_of(screening));
    let mut table = columns_of(ui, board.is_some());
    if view.findings.scrolled_to != cursor {
        view.findings.scrolled_to = cursor;
        if let Some(line) = line {
            table = table.scroll_to_row(line, None);
        }
    }
    let mut touched = Touched::default();
    let lang = view.lang;
    let table = table.header(ROW_PX, |mut row| {
        for column in shown_columns(board.is_some()) {
            row.col(|ui| heading_ui(ui, view, column));
        }
    });
    let findings = session.screening().map(|screening| screening.findings.as_slice());
    table.body(|body| {
        body.rows(ROW_PX, view.findings.line_count(), |mut table_row| {
            let finding = match view.findings.line(table_row.index()) {
                Some(Line::Finding(finding)) => finding,
                Some(Line::Heading(heading)) => return heading_line_ui(&mut table_row, heading, lang),
                None => return,
            };
            let Some(row) = view.findings.row(finding) else {
                return;
            };
            table_row.set_selected(view.findings.chosen.has(finding));
            let evidence = findings
                .and_then(|all| all.get(row.row.finding))
                .map(|finding| &finding.evidence);
            let numbers = numbers(&row, evidence, (view.areas, lang));
            let stands = board.map(|board| board.findings.get(finding));
            row_ui(&mut table_row, (&row, stands), numbers, lang);
            let response = table_row.response();
            if has_focus && cursor == Some(finding) {
                cursor_row_ui(&response);
                touched.below_cursor = Some(response.rect.left_bottom());
            }
            touch(&mut touched, &response, finding);
        });
    });
    pass_on(ui);
    touched
}

/// Notes what the pointer did to the row of a finding.
fn touch(touched: &mut Touched, row: &Response, finding: usize) {
    if row.clicked() {
        touched.clicked = Some(finding);
    }
    let at = row.interact_pointer_pos().filter(|_| row.secondary_clicked());
    if let Some(at) = at {
        touched.menu = Some((finding, at));
    }
}

/// A heading of a group: in the column of projects, where there is room.
fn heading_line_ui(table_row: &mut TableRow<'_, '_>, heading: &Heading, lang: Lang) {
    let Heading {
        text, count, closed, ..
    } = heading;
    table_row.set_overline(true);
    let progress = match closed {
        Some(closed) => say!(lang, "reviewing.of", done = closed, total = count),
        None => count.to_string(),
    };
    table_row.col(|ui| {
        cell_ui(
            ui,
            RichText::new(progress).strong().color(Palette::here(ui).accent),
        );
    });
    table_row.col(|ui| {
        // The name may be longer than the column: there is nothing else in the line.
        let label = Label::new(RichText::new(text).strong())
            .extend()
            .selectable(false);
        ui.set_clip_rect(ui.clip_rect().with_max_x(f32::INFINITY));
        ui.add(label);
    });
}

fn row_ui(
    table_row: &mut TableRow<'_, '_>,
    (row, stands): (&FindingRow, Option<Option<&Standing>>),
    numbers: [String; 2],
    lang: Lang,
) {
    let words = &row.row;
    table_row.col(|ui| {
        dot_ui(ui, color(of_severity(words.severity).with_opacity(255), 1.0));
        cell_ui(ui, words.severity.name(lang));
    });
    table_row.col(|ui| {
        cell_ui(ui, RichText::new(&words.project_name).strong());
    });
    table_row.col(|ui| {
        let color = Palette::here(ui).verdict(words.verdict);
        cell_ui(ui, RichText::new(words.verdict.name(lang)).color(color));
    });
    if let Some(stands) = stands {
        table_row.col(|ui| {
            if let Some(own) = stands {
                let color = state_color(Palette::here(ui), own.state);
                cell_ui(ui, RichText::new(standing_words(own, lang)).color(color));
            }
        });
    }
    table_row.col(|ui| {
        cell_ui(ui, &words.rule).on_hover_text(&words.citation);
    });
    table_row.col(|ui| {
        cell_ui(ui, format!("{} · {}", words.role, words.zone_name));
    });
    table_row.col(|ui| {
        cell_ui(ui, &words.relation);
    });
    for number in numbers {
        table_row.col(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| cell_ui(ui, number));
        });
    }
    table_row.col(|ui| {
        ui.add_space(6.0);
        cell_ui(ui, &row.consultee);
    });
}
