//! What was changed, step by step; a click goes there.

use eframe::egui::{Button, RichText, ScrollArea, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::pane_keys::scroll_by_keys;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::empty_ui;

/// All steps, the newest first; those that were taken back are pale.
pub fn history_panel_ui(ui: &mut Ui, session: &Session, view: &ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let (steps, now) = session.steps();
    if steps.is_empty() {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        scroll_by_keys(ui, Pane::History);
        for (place, step) in steps.iter().enumerate().rev() {
            let words = step.text(lang);
            let mut text = RichText::new(format!("{place}  {words}"));
            if place > now {
                text = text.color(Palette::here(ui).faint);
            }
            let button = Button::selectable(place == now, text).truncate();
            // A panel may be narrower than the words.
            let tip = format!("{words}\n{}", say!(lang, "desk.history.tip"));
            if ui.add(button).on_hover_text(tip).clicked() {
                wishes.push(Command::GoTo(place));
            }
        }
        keep_in_sight(ui);
    });
}
