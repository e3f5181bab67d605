//! Hands on the side of another workspace: what it shows can be looked at, and nothing else.

use eframe::egui::{Key, PointerButton, Response, Ui};

use super::super::input::{MapInput, MapWish};
use super::super::map_view::Pane;
use super::super::menu::menu_asked;
use super::super::navigate::listens;
use super::super::pick::{Picked, pick};
use super::super::state::{MapState, Tool};
use super::comparison::{Compare, Mode};

/// Lets the sides alternate, and shows side B while its key is held; asks for a frame when the next one is due.
pub fn held_ui(ui: &Ui, response: &Response, now_s: f64, compare: &mut Compare) {
    if compare.mode() != Some(Mode::Flicker) {
        return;
    }
    let flicker = &mut compare.flicker;
    flicker.begin(now_s);
    flicker.key_held = listens(ui, response) && ui.input(|input| input.key_down(Key::B));
    if let Some(next_s) = flicker.next_s(now_s) {
        ui.ctx().request_repaint_after_secs(next_s as f32);
    }
}

/// Hover, click and right click on another workspace. The rest of the program learns only that its own feature is no
/// longer under the pointer.
pub fn foreign_hands(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let selects = state.tool() == Tool::Select;
    let at = |point| {
        let place = pane.map_from_screen(point);
        pick(input, place, pane.view.resolution_m_per_px())
    };
    state.menu_asked = menu_asked(ui, response, pane);
    if let Some(asked) = state.menu_asked {
        // Coordinates hold for both sides; features of the other workspace cannot be selected.
        state.menu = Some((pane.map_from_screen(asked.at), Picked::default()));
    }
    let clicked = selects && response.clicked_by(PointerButton::Primary);
    if let (true, Some(point)) = (clicked, response.interact_pointer_pos()) {
        state.compare.picked = at(point).all().into();
    }
    let still = response.hovered() && !response.dragged() && selects;
    let point = response.hover_pos().filter(|_| still);
    state.compare.hover = point.and_then(|point| at(point).features.into_iter().next());
    if state.hover.take().is_some() {
        wishes.push(MapWish::Hover(None));
    }
}
