//! The hand that measures: corners by clicks, the end by a double click, Enter, Escape or the right button, whose menu copies
//! the figures.

use eframe::egui::{CursorIcon, Event, Key, Response, Ui};

use crate::geom::area::Ruler;
use crate::say;
use crate::words::Lang;

use super::super::areas::Areas;
use super::crosshair::clicked_at;
use super::input::{MapInput, MapWish};
use super::map_view::Pane;
use super::measure::MeasureDraft;
use super::navigate::listens;
use super::state::{MapState, Tool};

/// Adds corners, ends the measurement, copies its main figure. What is ended stays on the map until the next one begins or
/// Escape takes it away; a last Escape puts the tool away.
pub fn measure_tool(
    ui: &Ui,
    (response, pane): (&Response, &Pane),
    (ruler, lang): (&Ruler, Lang),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let pointer = state.pointer;
    let clicked = clicked_at(ui, response, pane).is_some();
    let Some(draft) = state.draft.as_mut() else {
        return;
    };
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    // The second click of a double click is the end, not another corner.
    if response.double_clicked() {
        draft.finish();
    } else if let (true, Some(place)) = (clicked, pointer) {
        draft.add(place);
    }
    if response.secondary_clicked() {
        draft.end();
    }
    if !listens(ui, response) {
        return;
    }
    let pressed = |key: Key| ui.input(|frame| frame.key_pressed(key));
    if pressed(Key::Enter) {
        draft.end();
    }
    if pressed(Key::Backspace) {
        draft.remove_last();
    }
    if draft.is_measured() && ui.input(|frame| frame.events.contains(&Event::Copy)) {
        let words = (Areas::here(ui.ctx()), lang);
        wishes.push(MapWish::Copy(draft.measured(ruler, pointer).plain(words)));
    }
    if pressed(Key::Escape) {
        if draft.vertices().is_empty() {
            state.set_tool(Tool::Select);
        } else if draft.is_open() {
            draft.end();
        } else {
            draft.clear();
        }
    }
}

/// What the menu of the map offers for a measurement that stands on it.
pub fn measured_ui(ui: &mut Ui, input: &MapInput, draft: Option<&MeasureDraft>, wishes: &mut Vec<MapWish>) {
    let Some(draft) = draft.filter(|draft| draft.is_measured()) else {
        return;
    };
    let lang = input.lang;
    let measured = draft.measured(&input.workspace.ruler(), None);
    let words = (Areas::here(ui.ctx()), lang);
    let length = measured.length_plain();
    let choices = match measured.area_m2 {
        None => vec![("map.menu.copy_length", length)],
        Some(_) => vec![
            ("map.menu.copy_area", measured.plain(words)),
            ("map.menu.copy_perimeter", length),
        ],
    };
    for (key, text) in choices {
        if ui.button(say!(lang, key, text = text)).clicked() {
            wishes.push(MapWish::Copy(text));
            ui.close();
        }
    }
    ui.separator();
}
