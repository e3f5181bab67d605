//! The tool that changes a project: a corner is dragged, one is pulled out of the middle of an edge, Delete takes one away,
//! the inside moves the whole. Each gesture is a step of its own that can be taken back.

use std::sync::Arc;

use eframe::egui::{CursorIcon, Key, PointerButton, Pos2, Response, Ui};
use geo::Coord;

use crate::geom::side::{Side, side_of_shape};
use crate::geom::sketch::{Corner, Sketch};
use crate::model::role::Role;

use super::super::input::{MapInput, MapWish};
use super::super::map_view::Pane;
use super::super::navigate::listens;
use super::super::state::{MapState, Tool};
use super::snapping::snapped;
use super::state::Held;

/// A handle is hit within so many pixels.
pub const HANDLE_PX: f32 = 8.0;
/// Middles of shorter edges have no handle: it would hide the corners.
pub const LEAST_EDGE_PX: f32 = 36.0;

/// A handle under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Handle {
    /// A corner that is there.
    Corner(Corner),
    /// One that would be new, in the middle of an edge.
    Middle(Corner, Coord<f64>),
}

/// Follows a drag that is meant for the project, so that the map must stay where it is; true for such a drag.
pub fn follow_drag(
    ui: &Ui,
    response: &Response,
    (input, pane): (&MapInput, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) -> bool {
    if state.tool() != Tool::Reshape {
        return false;
    }
    take_up_selected(input, state);
    if response.drag_started_by(PointerButton::Primary)
        && let Some(from) = ui.input(|frame| frame.pointer.press_origin())
    {
        grasp(state, pane, from);
    }
    let Some(held) = state.sketching.draft.as_ref().and_then(|draft| draft.held) else {
        return false;
    };
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    if ui.input(|frame| frame.key_pressed(Key::Escape)) {
        spring_back(state);
        return true;
    }
    let free = ui.input(|frame| frame.modifiers.alt);
    if let Some(point) = response.interact_pointer_pos() {
        let place = pane.map_from_screen(point);
        drag(state, (input, pane), (held, place), free);
    }
    if !response.dragged() {
        release(state, wishes);
    }
    true
}

/// Delete takes the corner under the pointer away, or the whole project where none is there and nothing is held.
pub fn delete_key(
    ui: &Ui,
    response: &Response,
    pane: &Pane,
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    if !listens(ui, response) {
        return;
    }
    if ui.input(|frame| frame.key_pressed(Key::Escape)) {
        return state.set_tool(Tool::Select);
    }
    if !ui.input(|frame| frame.key_pressed(Key::Delete) || frame.key_pressed(Key::Backspace)) {
        return;
    }
    let over = response.hover_pos();
    let handle = over.and_then(|point| handle_at(state, pane, point));
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    match handle {
        Some(Handle::Corner(corner)) => {
            if draft.sketch.remove(corner) {
                release(state, wishes);
            }
        }
        Some(Handle::Middle(..)) => {}
        None => wishes.extend(draft.of.as_ref().map(|own| MapWish::Remove(own.feature.clone()))),
    }
}

/// The handle under a point of the screen, corners before middles.
pub fn handle_at(state: &MapState, pane: &Pane, point: Pos2) -> Option<Handle> {
    let draft = state.sketching.draft.as_ref()?;
    let near = |place: Coord<f64>| pane.screen_from_map(place).distance(point) <= HANDLE_PX;
    let mut corners = draft.sketch.corners().filter(|(_, place)| near(*place));
    if let Some((corner, _)) = corners.next() {
        return Some(Handle::Corner(corner));
    }
    let mut middles = draft.sketch.middles().filter(|(_, place)| near(*place));
    middles
        .next()
        .map(|(corner, place)| Handle::Middle(corner, place))
}

/// The one project that is selected is what the tool changes; undo may have given it another shape.
fn take_up_selected(input: &MapInput, state: &mut MapState) {
    let one = match &input.selected[..] {
        [one] => input
            .workspace
            .feature(one)
            .map(|(layer, feature)| (one, layer, feature)),
        _ => None,
    };
    let Some((name, _, feature)) = one.filter(|(_, layer, _)| layer.about.role == Role::Project) else {
        return state.sketching.give_up();
    };
    let own = state.sketching.draft.as_ref().and_then(|draft| draft.of.as_ref());
    let is_same = own.is_some_and(|own| own.feature == *name && Arc::ptr_eq(&own.now, &feature.shape));
    if !is_same {
        state.sketching.change(name, &feature.shape);
    }
}

fn grasp(state: &mut MapState, pane: &Pane, from: Pos2) {
    let handle = handle_at(state, pane, from);
    let place = pane.map_from_screen(from);
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    draft.picked = None;
    draft.held = match handle {
        Some(Handle::Corner(corner)) => Some(Held::Corner(corner)),
        Some(Handle::Middle(corner, place)) => {
            draft.sketch.insert(corner, place);
            Some(Held::Corner(corner))
        }
        None => draft
            .of
            .as_ref()
            .filter(|own| side_of_shape(&own.now, place) != Side::Outside)
            .map(|_| Held::All(place)),
    };
}

fn drag(
    state: &mut MapState,
    (input, pane): (&MapInput, &Pane),
    (held, place): (Held, Coord<f64>),
    free: bool,
) {
    let sketching = &mut state.sketching;
    let Some(draft) = &mut sketching.draft else {
        return;
    };
    let beside = draft.of.as_ref().map(|own| &own.feature);
    let before = draft.sketch.clone();
    match held {
        Held::Corner(corner) => {
            let resolution = pane.view.resolution_m_per_px();
            let caught = (!free)
                .then(|| snapped(input, (place, resolution), beside))
                .flatten();
            draft
                .sketch
                .put(corner, caught.map_or(place, |caught| caught.place));
            sketching.caught = caught;
        }
        Held::All(from) => {
            draft.sketch.shift(place - from);
            draft.held = Some(Held::All(place));
        }
    }
    if draft.sketch != before {
        sketching.shape_changed(None);
    }
}

/// The hand lets go: a good shape becomes a wish, any other springs back.
pub(super) fn release(state: &mut MapState, wishes: &mut Vec<MapWish>) {
    state.sketching.shape_changed(None);
    state.sketching.caught = None;
    let shape = state.sketching.shape().map(|(_, shape)| shape.clone());
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    draft.held = None;
    match (shape, &mut draft.of) {
        (Some(shape), Some(own)) => {
            let feature = own.feature.clone();
            // What comes back from the workspace is this shape: nothing has to be taken up anew.
            own.now = shape.clone();
            wishes.push(MapWish::Reshape { feature, shape });
        }
        _ => spring_back(state),
    }
}

/// The shape is again as the workspace has it.
pub(super) fn spring_back(state: &mut MapState) {
    state.sketching.caught = None;
    if let Some(draft) = &mut state.sketching.draft
        && let Some(own) = &draft.of
        && let Some(sketch) = Sketch::of(&own.now)
    {
        (draft.sketch, draft.held) = (sketch, None);
        state.sketching.shape_changed(None);
    }
}
