//! The tools that draw a new project: clicks add corners, a double click or Enter ends, Backspace takes the last corner
//! back, Escape gives up.

use eframe::egui::{CursorIcon, Key, Response, Ui};

use crate::geom::sketch::SketchKind;

use super::super::crosshair::{clicked_at, crosshair};
use super::super::input::{MapInput, MapWish};
use super::super::map_view::Pane;
use super::super::navigate::listens;
use super::super::state::{MapState, Tool};
use super::snapping::snapped;

/// Follows the hand; a finished project becomes a wish. With Alt nothing on the map catches the corner.
pub fn draw_tool(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    let Tool::Draw(kind) = state.tool() else {
        return;
    };
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    if state.sketching.draft.is_none() {
        state.sketching.begin(kind);
    }
    let free = ui.input(|frame| frame.modifiers.alt);
    let cross = crosshair(ui, pane).is_some();
    let pointer = state.pointer.filter(|_| cross || response.hovered());
    let resolution = pane.view.resolution_m_per_px();
    state.sketching.caught =
        pointer.and_then(|place| (!free).then(|| snapped(input, (place, resolution), None))?);
    let place = state.sketching.caught.map(|caught| caught.place).or(pointer);
    let mut is_done = false;
    let clicked = clicked_at(ui, response, pane).is_some();
    if let Some(draft) = &mut state.sketching.draft {
        // The second click of a double click is the end, not another corner.
        if response.double_clicked() {
            is_done = true;
        } else if let (true, Some(place)) = (clicked, place) {
            draft.sketch.push(place);
            is_done = kind == SketchKind::Points;
        }
    }
    match keys(ui, response, state) {
        Keys::GaveUp => return state.set_tool(Tool::Select),
        Keys::Ended => is_done = true,
        Keys::Went => {}
    }
    if is_done {
        return finish(state, wishes);
    }
    let draft = state.sketching.draft.as_ref();
    let begun = draft.is_some_and(|draft| kind == SketchKind::Points || !draft.sketch.is_empty());
    state.sketching.follow(place.filter(|_| begun));
}

/// What keys did.
enum Keys {
    /// Nothing, or a corner less.
    Went,
    /// The project is finished.
    Ended,
    /// So is drawing.
    GaveUp,
}

fn keys(ui: &Ui, response: &Response, state: &mut MapState) -> Keys {
    let Tool::Draw(kind) = state.tool() else {
        return Keys::Went;
    };
    if !listens(ui, response) {
        return Keys::Went;
    }
    let pressed = |key: Key| ui.input(|frame| frame.key_pressed(key));
    let draft = state.sketching.draft.as_mut();
    if pressed(Key::Enter) {
        return Keys::Ended;
    }
    if pressed(Key::Escape) {
        let was_empty = draft.is_none_or(|draft| draft.sketch.is_empty());
        state.sketching.begin(kind);
        return if was_empty { Keys::GaveUp } else { Keys::Went };
    }
    if let (true, Some(draft)) = (pressed(Key::Backspace), draft) {
        draft.sketch.pop();
    }
    Keys::Went
}

/// The corners as they are become a project, if they are a shape.
pub fn finish(state: &mut MapState, wishes: &mut Vec<MapWish>) {
    state.sketching.shape_changed(None);
    let Some((_, shape)) = state.sketching.shape() else {
        return;
    };
    wishes.push(MapWish::Draw {
        shape: shape.clone(),
        kind: state.sketching.kind,
    });
    if let Tool::Draw(kind) = state.tool() {
        state.sketching.begin(kind);
    }
}
