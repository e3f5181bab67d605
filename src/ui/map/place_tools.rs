//! The tools that ask about places and mark them.

use eframe::egui::{CursorIcon, Key, Response, Ui};

use crate::model::feature::FeatureRef;
use crate::words::Bilingual;

use super::crosshair::{asked_at, clicked_at};
use super::input::{MapInput, MapWish};
use super::map_view::Pane;
use super::navigate::listens;
use super::pick::pick;
use super::pins::Pin;
use super::state::{MapState, Tool};

/// A click asks what there is to know about the place, as Enter does for the crosshair; Escape puts the tool away.
pub fn identify_tool(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Help);
    }
    let at = clicked_at(ui, response, pane).or(asked_at(ui, pane));
    if let Some(point) = at {
        let place = pane.map_from_screen(point);
        let under = in_layer_order(input, pick(input, place, pane.view.resolution_m_per_px()).all());
        wishes.push(MapWish::Identify(place, under));
    }
    put_away(ui, response, state, Tool::Identify);
}

/// A click drops a pin, or takes the one away that is under the pointer; Escape puts the tool away.
pub fn pin_tool(ui: &Ui, response: &Response, pane: &Pane, state: &mut MapState) {
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    if let Some(point) = clicked_at(ui, response, pane) {
        match state.pins.at(pane, point) {
            Some(number) => state.pins.remove(number),
            None => state.pins.drop_at(Pin {
                at: pane.map_from_screen(point),
                text: Bilingual::default(),
            }),
        }
    }
    put_away(ui, response, state, Tool::Pin);
}

fn put_away(ui: &Ui, response: &Response, state: &mut MapState, tool: Tool) {
    let escaped = listens(ui, response) && ui.input(|frame| frame.key_pressed(Key::Escape));
    if escaped && state.tool() == tool {
        state.set_tool(Tool::Select);
    }
}

/// Layers from the top of the map; within a layer as they were hit.
fn in_layer_order(input: &MapInput, mut features: Vec<FeatureRef>) -> Vec<FeatureRef> {
    let layers = &input.workspace.layers;
    let place = |name: &FeatureRef| layers.iter().position(|layer| layer.about.id == name.layer);
    features.sort_by_key(|name| std::cmp::Reverse(place(name)));
    features
}
