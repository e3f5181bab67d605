//! The findings table: filter, sort, choose.

use eframe::egui::{Align, ComboBox, Label, Layout, RichText, ScrollArea, Sense, TextEdit, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};
use egui_material_icons::icons as icon;

use crate::model::finding::Verdict;
use crate::model::review::standing::Standing;
use crate::model::rule::Severity;
use crate::model::symbology::of_severity;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::commands::Action;
use super::super::dock::pane::Pane;
use super::super::map::style::color;
use super::super::review::said::state_color;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::ViewState;
use super::super::widgets::{cell_ui, cursor_row_ui, dot_ui, empty_ui, icon_button_if_ui, table_of};
use super::findings_copy::{copy_shown, numbers};
use super::findings_groups::{Decided, FindingRow, Group, Line, standing_words};
use super::findings_keys::{clicked, describe, keys_ui, sideways_px};
use super::findings_rows::Column;

/// The findings of the last screening.
pub fn findings_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (Some(workspace), Some(screening)) = (session.workspace(), session.screening()) else {
        return empty_ui(ui, &say!(view.lang, "ui.findings.none_yet"));
    };
    filters_ui(ui, session, view, wishes);
    let board = session.dossier().and_then(|open| open.board_of(screening));
    view.findings.refresh((workspace, screening), board, view.lang);
    if screening.findings.is_empty() {
        let key = if screening.projects.is_empty() {
            "ui.findings.no_projects"
        } else {
            "ui.findings.none"
        };
        return empty_ui(ui, &say!(view.lang, key));
    }
    if view.findings.is_empty() {
        let key = if view.findings.is_waiting() {
            "waiting"
        } else {
            "none_shown"
        };
        return empty_ui(ui, &say!(view.lang, &format!("ui.findings.{key}")));
    }
    view.findings
        .chosen
        .follow(screening, session.selection().finding);
    describe(ui, view);
    let in_sight = (ui.available_height() / ROW_PX) as usize;
    // Where the columns do not fit, the rest of them is a scroll away.
    let across = ScrollArea::horizontal().auto_shrink([false, false]);
    let row = across.show(ui, |ui| {
        ui.scroll_with_delta(vec2(sideways_px(ui), 0.0));
        table_ui(ui, session, view)
    });
    if let Some(finding) = row.inner {
        ui.memory_mut(|memory| memory.request_focus(Pane::Findings.focus_id()));
        clicked(ui, session, view, finding, wishes);
    }
    keys_ui(ui, in_sight.saturating_sub(2), session, view, wishes);
}

fn filters_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    ui.horizontal_wrapped(|ui| {
        let hint = say!(lang, "ui.findings.filter");
        let field = TextEdit::singleline(&mut view.findings.choice.text)
            .hint_text(hint.clone())
            .desired_width(230.0);
        ui.add(field).on_hover_text(hint);
        let choice = &mut view.findings.choice;
        let all = say!(lang, "ui.findings.all_verdicts");
        let shown = choice.verdict.map_or(all.clone(), |verdict| verdict.name(lang));
        let verdicts = ComboBox::from_id_salt("verdict")
            .selected_text(shown)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut choice.verdict, None, all);
                for verdict in [Verdict::Conflict, Verdict::Near] {
                    ui.selectable_value(&mut choice.verdict, Some(verdict), verdict.name(lang));
                }
            });
        verdicts.response.on_hover_text(say!(lang, "ui.column.verdict"));
        let all = say!(lang, "ui.findings.all_severities");
        let shown = choice
            .severity
            .map_or(all.clone(), |severity| severity.name(lang));
        let severities = ComboBox::from_id_salt("severity")
            .width(150.0)
            .selected_text(shown)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut choice.severity, None, all);
                for severity in Severity::ALL {
                    ui.selectable_value(&mut choice.severity, Some(severity), severity.name(lang));
                }
            });
        severities
            .response
            .on_hover_text(say!(lang, "ui.column.severity"));
        if session.dossier().is_some() {
            decided_ui(ui, view);
        }
        group_ui(ui, view);
        steps_ui(ui, session, view, wishes);
        copy_ui(ui, view);
        let total = session
            .screening()
            .map_or(0, |screening| screening.findings.len());
        let count = say!(
            lang,
            "ui.findings.count",
            shown = view.findings.len(),
            total = total
        );
        ui.label(RichText::new(count).color(Palette::here(ui).faint));
    });
}

/// What is listed, for a spreadsheet.
fn copy_ui(ui: &mut Ui, view: &mut ViewState) {
    let name = say!(view.lang, "areas.findings_copy");
    let has_some = !view.findings.is_empty();
    if icon_button_if_ui(ui, has_some, icon::ICON_CONTENT_COPY, &name, false).clicked() {
        copy_shown(ui, view);
    }
}

/// From finding to finding.
fn steps_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    for action in [
        Action::PreviousFinding,
        Action::NextFinding,
        Action::NextUndecided,
    ] {
        let entry = action.entry();
        let enabled = action.enabled(session, view);
        if icon_button_if_ui(ui, enabled, entry.icon, &entry.label(view.lang), false).clicked() {
            action.perform(&ui.ctx().clone(), session, view, wishes);
        }
    }
}

/// Only findings that stand in some way.
fn decided_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let choice = &mut view.findings.choice;
    let all = say!(lang, "reviewing.filter.all");
    let shown = choice.decided.map_or(all.clone(), |decided| decided.name(lang));
    let list = ComboBox::from_id_salt("decided")
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut choice.decided, None, all);
            for decided in Decided::ALL {
                ui.selectable_value(&mut choice.decided, Some(decided), decided.name(lang));
            }
        });
    list.response.on_hover_text(say!(lang, "ui.column.decision"));
}

/// Under headings.
fn group_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let choice = &mut view.findings.choice;
    let name = |group: Option<Group>| {
        let code = group.map_or("not", Group::code);
        say!(lang, &format!("reviewing.group.{code}"))
    };
    let list = ComboBox::from_id_salt("group")
        .selected_text(name(choice.group))
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut choice.group, None, name(None));
            for group in Group::ALL {
                ui.selectable_value(&mut choice.group, Some(group), name(Some(group)));
            }
        });
    list.response.on_hover_text(say!(lang, "reviewing.group.title"));
}

/// The table; gives the finding that was clicked.
fn table_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) -> Option<usize> {
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
    let mut clicked = None;
    let lang = view.lang;
    let table = table.header(ROW_PX, |mut row| {
        let all = Column::ALL.into_iter();
        for column in all.filter(|column| board.is_some() || *column != Column::Decision) {
            row.col(|ui| heading_ui(ui, view, column));
        }
    });
    let findings = session.screening().map(|screening| screening.findings.as_slice());
    table.body(|body| {
        body.rows(ROW_PX, view.findings.lines().len(), |mut table_row| {
            let finding = match view.findings.lines().get(table_row.index()) {
                Some(Line::Finding(finding)) => *finding,
                Some(heading) => return heading_line_ui(&mut table_row, heading, lang),
                None => return,
            };
            let Some(row) = view.findings.row(finding) else {
                return;
            };
            table_row.set_selected(view.findings.chosen.has(finding));
            let evidence = findings
                .and_then(|all| all.get(row.row.finding))
                .map(|finding| &finding.evidence);
            let numbers = numbers(row, evidence, (view.areas, lang));
            let stands = board.map(|board| board.findings.get(finding));
            row_ui(&mut table_row, (row, stands), numbers, lang);
            let response = table_row.response();
            if has_focus && cursor == Some(finding) {
                cursor_row_ui(&response);
            }
            if response.clicked() {
                clicked = Some(finding);
            }
        });
    });
    clicked
}

/// The table with its columns; one more where a dossier is open.
fn columns_of(ui: &mut Ui, has_board: bool) -> TableBuilder<'_> {
    let column = |width: f32, least: f32| Width::initial(width).at_least(least).clip(true);
    let mut table = table_of(ui, "findings")
        .column(column(168.0, 60.0))
        .column(column(170.0, 60.0))
        .column(column(64.0, 40.0));
    if has_board {
        table = table.column(column(150.0, 60.0));
    }
    table
        .column(column(222.0, 80.0))
        .column(column(180.0, 80.0))
        .column(column(70.0, 40.0))
        .column(column(96.0, 50.0))
        .column(column(84.0, 50.0))
        .column(Width::remainder().at_least(110.0).clip(true))
}

fn heading_ui(ui: &mut Ui, view: &mut ViewState, column: Column) {
    let name = say!(view.lang, &format!("ui.column.{}", column.code()));
    let arrow = match view.findings.choice.sort {
        Some((own, descending)) if own == column => {
            if descending {
                " ▼"
            } else {
                " ▲"
            }
        }
        _ => "",
    };
    let text = RichText::new(format!("{name}{arrow}"))
        .strong()
        .color(Palette::here(ui).faint);
    let label = Label::new(text)
        .truncate()
        .selectable(false)
        .sense(Sense::click());
    let layout = if matches!(column, Column::Overlap | Column::Distance) {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    if column == Column::Consultee {
        ui.add_space(6.0);
    }
    let heading = ui.with_layout(layout, |ui| ui.add(label)).inner;
    if heading
        .on_hover_text(say!(view.lang, "ui.findings.sort"))
        .clicked()
    {
        view.findings.sort_by(column);
    }
}

/// A heading of a group: in the column of projects, where there is room.
fn heading_line_ui(table_row: &mut TableRow<'_, '_>, line: &Line, lang: Lang) {
    let Line::Heading { text, count, closed } = line else {
        return;
    };
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
