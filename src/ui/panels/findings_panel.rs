//! The findings table: filter, sort, choose.

use eframe::egui::{
    ComboBox, Label, RichText, ScrollArea, TextEdit, TextStyle, TextWrapMode, Ui, WidgetText, vec2,
};
use egui_material_icons::icons as icon;

use crate::model::finding::Verdict;
use crate::model::rule::Severity;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::commands::Action;
use super::super::dock::pane::Pane;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::ViewState;
use super::super::widgets::{empty_ui, icon_button_if_ui};
use super::findings_copy::copy_shown;
use super::findings_groups::{Decided, Group};
use super::findings_keys::{clicked, describe, keys_ui, sideways_px};
use super::findings_menu::findings_menu_ui;
use super::findings_table::table_ui;

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
    let touched = across.show(ui, |ui| {
        ui.scroll_with_delta(vec2(sideways_px(ui), 0.0));
        table_ui(ui, session, view)
    });
    let touched = touched.inner;
    if touched.clicked.is_some() || touched.menu.is_some() {
        ui.memory_mut(|memory| memory.request_focus(Pane::Findings.focus_id()));
    }
    if let Some(finding) = touched.clicked {
        clicked(ui, session, view, finding, wishes);
    }
    findings_menu_ui(ui, session, view, &touched, wishes);
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
        count_ui(ui, session, view);
    });
}

/// How many are listed of how many: in words where the line has room for them, else by the figures alone.
fn count_ui(ui: &mut Ui, session: &Session, view: &ViewState) {
    let total = session
        .screening()
        .map_or(0, |screening| screening.findings.len());
    let shown = view.findings.len();
    let words = say!(view.lang, "ui.findings.count", shown = shown, total = total);
    let faint = |text: &str| RichText::new(text).color(Palette::here(ui).faint);
    let whole = WidgetText::from(faint(&words));
    let whole = whole.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    if whole.size().x <= ui.available_size_before_wrap().x {
        ui.label(whole);
    } else {
        let short = faint(&format!("{shown} / {total}"));
        ui.add(Label::new(short).extend()).on_hover_text(words);
    }
}

/// What is listed, for a spreadsheet.
fn copy_ui(ui: &mut Ui, view: &mut ViewState) {
    let name = say!(view.lang, "areas.findings_copy");
    let has_some = !view.findings.is_empty();
    if icon_button_if_ui(ui, has_some, icon::ICON_CONTENT_COPY, &name, false).clicked() {
        copy_shown(ui.ctx(), view);
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
