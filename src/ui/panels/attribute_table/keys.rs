//! The keyboard in the attribute table.

use eframe::egui::{Event, EventFilter, Id, Key, Modifiers, Ui};

use crate::session::Session;

use super::super::super::view_state::ViewState;
use super::deeds::{copy_rows, zoom_to};
use super::work::PickWhat;

/// Arrows move and Shift extends, Home and End lead to the ends, Space marks, Enter zooms, Ctrl+A selects what is shown,
/// Ctrl+C copies.
pub fn keys_ui(ui: &Ui, (id, in_sight): (Id, usize), session: &Session, view: &mut ViewState) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: false,
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
    let Some(cursor) = view.attributes.cursor else {
        return;
    };
    let (pressed, shift) = ui.input(|input| {
        let pressed = |key: Key| input.key_pressed(key);
        let moved = [
            (Key::ArrowDown, cursor.saturating_add(1)),
            (Key::ArrowUp, cursor.saturating_sub(1)),
            (Key::PageDown, cursor.saturating_add(in_sight)),
            (Key::PageUp, cursor.saturating_sub(in_sight)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        let moved = moved.into_iter().find(|(key, _)| pressed(*key));
        (moved.map(|(_, place)| place.min(last)), input.modifiers.shift)
    });
    if let Some(place) = pressed {
        let what = if shift {
            PickWhat::Places(view.attributes.range_to(place))
        } else {
            view.attributes.anchor = Some(place);
            PickWhat::Places(place..place + 1)
        };
        view.attributes.cursor = Some(place);
        view.attributes.scroll_to = Some(place);
        view.attributes.pick(what, before);
        ui.ctx().request_repaint();
    }
    if ui.input(|input| input.key_pressed(Key::Space)) {
        view.attributes.pick(PickWhat::Toggle(cursor), before);
        ui.ctx().request_repaint();
    }
    if ui.input(|input| input.key_pressed(Key::Enter)) {
        zoom_to(view, cursor);
    }
}
