//! The lower panel: findings, what was not checked, rules, problems.

use eframe::egui::{Button, RichText, Ui};
use egui_material_icons::icons as icon;

use crate::model::finding::Verdict;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::review::panel::review_panel_ui;
use super::super::theme::Palette;
use super::super::view_state::{Tab, ViewState};
use super::super::widgets::{icon_button_ui, right_ui};
use super::findings_panel::findings_panel_ui;
use super::problems_panel::problems_panel_ui;
use super::rules_panel::rules_panel_ui;
use super::unchecked_panel::unchecked_panel_ui;

/// The page that is open, under the tabs of all.
pub fn tables_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    tabs_ui(ui, session, view);
    ui.add_space(2.0);
    match view.tab {
        Tab::Findings => findings_panel_ui(ui, session, view, wishes),
        Tab::Unchecked => unchecked_panel_ui(ui, session, view, wishes),
        Tab::Rules => rules_panel_ui(ui, session, view),
        Tab::Problems => problems_panel_ui(ui, session, view, wishes),
        Tab::Review => review_panel_ui(ui, session, view, wishes),
    }
    // A panel is as large as what is in it, and must not jump from page to page.
    ui.take_available_space();
}

fn tabs_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let lang = view.lang;
    let screening = session.screening();
    let unchecked = screening.map_or(0, |screening| {
        let rows = screening.verdicts.iter();
        rows.filter(|row| matches!(row.verdict, Verdict::NotChecked(_)))
            .count()
    });
    let workspace = session.workspace();
    let board = session.dossier().and_then(|open| open.board());
    let waiting = board.map_or(0, |board| board.finding_count() - board.closed_count());
    let tabs = [
        (
            Tab::Findings,
            "findings",
            screening.map_or(0, |screening| screening.findings.len()),
        ),
        (Tab::Unchecked, "unchecked", unchecked),
        (
            Tab::Rules,
            "rules",
            workspace.map_or(0, |workspace| workspace.rules.rules.len()),
        ),
        (
            Tab::Problems,
            "problems",
            workspace.map_or(0, |workspace| workspace.problems.len()),
        ),
        (Tab::Review, "review", waiting),
    ];
    ui.horizontal(|ui| {
        for (tab, key, count) in tabs {
            let chosen = view.tab == tab;
            let palette = Palette::here(ui);
            let mut text = RichText::new(format!("{}  {count}", say!(lang, &format!("ui.tab.{key}"))));
            text = if chosen {
                text.strong().color(palette.accent)
            } else {
                text.color(palette.faint)
            };
            if ui.add(Button::selectable(chosen, text)).clicked() {
                view.tab = tab;
            }
        }
        right_ui(ui, |ui| {
            if icon_button_ui(ui, icon::ICON_CLOSE, &say!(lang, "ui.close_panel"), false).clicked() {
                view.closed.tables = true;
            }
        });
    });
}
