//! The keyboard in the attribute table.

use std::sync::Arc;

use eframe::egui::{Event, Key, Modifiers, Ui};

use crate::model::feature::FeatureRef;
use crate::session::Session;

use super::super::super::dock::pane::Pane;
use super::super::super::pane_keys::{Rows, has_keys};
use super::super::super::view_state::ViewState;
use super::deeds::{copy_rows, zoom_to};
use super::work::PickWhat;

/// Arrows move, Shift extends and Ctrl moves only, Home and End lead to the ends, Space marks, Enter zooms, Ctrl+A selects
/// what is shown, Escape nothing, Ctrl+C copies.
pub fn keys_ui(ui: &Ui, in_sight: usize, session: &Session, view: &mut ViewState) {
    if !has_keys(ui, Pane::Attributes, true) {
        return;
    }
    let count = view.attributes.rows().map_or(0, |rows| rows.len());
    let before = &session.selection().features;
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        view.attributes.pick(PickWhat::Places(0..count), before);
    }
    if ui.input(|input| input.events.contains(&Event::Copy)) {
        copy_rows(view);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        match before.is_empty() {
            true => ui.memory_mut(|memory| memory.surrender_focus(Pane::Attributes.focus_id())),
            false => view.attributes.pick(PickWhat::Places(0..0), before),
        }
    }
    let rows = Rows {
        count,
        at: view.attributes.cursor,
        in_sight,
    };
    if let Some(place) = rows.walked(ui) {
        move_to(view, place, ui.input(|input| input.modifiers), before);
        ui.ctx().request_repaint();
    }
    let Some(cursor) = view.attributes.cursor else {
        return;
    };
    if ui.input(|input| input.key_pressed(Key::Space)) {
        view.attributes.pick(PickWhat::Toggle(cursor), before);
        ui.ctx().request_repaint();
    }
    if ui.input(|input| input.key_pressed(Key::Enter)) {
        zoom_to(view, cursor);
    }
}

/// Shift extends what is selected, Ctrl moves without selecting.
fn move_to(view: &mut ViewState, place: usize, modifiers: Modifiers, before: &Arc<[FeatureRef]>) {
    view.attributes.cursor = Some(place);
    view.attributes.scroll_to = Some(place);
    if modifiers.shift {
        let range = view.attributes.range_to(place);
        view.attributes.pick(PickWhat::Places(range), before);
    } else if !modifiers.command {
        view.attributes.anchor = Some(place);
        view.attributes.pick(PickWhat::Places(place..place + 1), before);
    }
}
