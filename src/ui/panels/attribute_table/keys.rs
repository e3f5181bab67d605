//! The keyboard in the attribute table.

use std::sync::Arc;

use eframe::egui::{Event, EventFilter, Id, Key, Modifiers, Ui};

use crate::model::feature::FeatureRef;
use crate::session::Session;

use super::super::super::view_state::ViewState;
use super::deeds::{copy_rows, zoom_to};
use super::work::PickWhat;

/// Arrows move, Shift extends and Ctrl moves only, Home and End lead to the ends, Space marks, Enter zooms, Ctrl+A selects
/// what is shown, Escape nothing, Ctrl+C copies.
pub fn keys_ui(ui: &Ui, (id, in_sight): (Id, usize), session: &Session, view: &mut ViewState) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
        tab: false,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let count = view.attributes.rows().map_or(0, |rows| rows.len());
    let Some(last) = count.checked_sub(1) else { return };
    let before = &session.selection().features;
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        view.attributes.pick(PickWhat::Places(0..count), before);
    }
    if ui.input(|input| input.events.contains(&Event::Copy)) {
        copy_rows(view);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        match before.is_empty() {
            true => ui.memory_mut(|memory| memory.surrender_focus(id)),
            false => view.attributes.pick(PickWhat::Places(0..0), before),
        }
    }
    if let Some((place, modifiers)) = moved(ui, view.attributes.cursor, (last, in_sight)) {
        move_to(view, place, modifiers, before);
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

/// Where a key has moved the keyboard to; from nowhere, to the first or last row.
fn moved(ui: &Ui, from: Option<usize>, (last, in_sight): (usize, usize)) -> Option<(usize, Modifiers)> {
    let moves = [
        (Key::ArrowDown, from.map_or(0, |from| from.saturating_add(1))),
        (Key::ArrowUp, from.map_or(last, |from| from.saturating_sub(1))),
        (Key::PageDown, from.unwrap_or(0).saturating_add(in_sight)),
        (Key::PageUp, from.unwrap_or(0).saturating_sub(in_sight)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    ui.input(|input| {
        let moved = moves.into_iter().find(|(key, _)| input.key_pressed(*key));
        moved.map(|(_, place)| (place.min(last), input.modifiers))
    })
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
