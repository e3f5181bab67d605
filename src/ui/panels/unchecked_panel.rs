//! What was not checked, and why: as prominent as what was found.

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::model::finding::Verdict;
use crate::report::unchecked::unchecked;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::pane_keys::scroll_by_keys;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{empty_ui, mark_ui};

/// The rules that could not be answered, with the reason and the projects.
pub fn unchecked_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (Some(workspace), Some(screening)) = (session.workspace(), session.screening()) else {
        return empty_ui(ui, &say!(view.lang, "ui.findings.none_yet"));
    };
    let groups = unchecked(workspace, screening, view.lang);
    if groups.is_empty() {
        return empty_ui(ui, &say!(view.lang, "ui.unchecked.none"));
    }
    let palette = Palette::here(ui);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        scroll_by_keys(ui, Pane::Unchecked);
        ui.label(RichText::new(say!(view.lang, "ui.unchecked.meaning")).color(palette.faint));
        ui.add_space(4.0);
        for group in &groups {
            ui.horizontal(|ui| {
                mark_ui(
                    ui,
                    &group.reason.name(view.lang),
                    palette.verdict(Verdict::NotChecked(group.reason)),
                );
                let count = say!(view.lang, "ui.unchecked.projects", count = group.projects.len());
                if ui
                    .link(count)
                    .on_hover_text(say!(view.lang, "ui.unchecked.pick"))
                    .clicked()
                {
                    view.map.fit_features(workspace, &group.projects);
                    wishes.push(Command::Select {
                        features: group.projects.clone(),
                        finding: None,
                    });
                }
            });
            ui.add(Label::new(&group.sentence).wrap());
            ui.add_space(6.0);
        }
        keep_in_sight(ui);
    });
}
