//! Drawing the region that selects: a box that is dragged, or a polygon that is clicked.

use std::sync::Arc;

use eframe::egui::{
    CursorIcon, Key, Modifiers, PointerButton, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui,
};
use geo::{Coord, LineString, Polygon};

use crate::geom::gate::admit_plane;
use crate::session::selection::SelectHow;

use super::crosshair::clicked_at;
use super::input::MapWish;
use super::map_view::Pane;
use super::navigate::listens;
use super::region::{Dragged, RegionDraft};
use super::scene::Scene;
use super::state::{MapState, Tool};

/// A box smaller than this was a slip of the hand.
const LEAST_BOX_PX: f32 = 4.0;
const CORNER_PX: f32 = 3.0;

/// Follows a box that is dragged with Alt, or with the tool for boxes. True while the drag is meant for that, and the map
/// must stay where it is.
pub fn follow_box(
    ui: &Ui,
    response: &Response,
    pane: &Pane,
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) -> bool {
    let modifiers = ui.input(|input| input.modifiers);
    let boxes = modifiers.alt || state.tool() == Tool::SelectBox;
    if response.drag_started_by(PointerButton::Primary) && boxes {
        let from = ui.input(|input| input.pointer.press_origin());
        state.region.dragged = from.map_or(Dragged::No, |from| Dragged::From(from, modifiers));
    }
    if state.region.dragged == Dragged::No {
        return false;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        state.region.dragged = Dragged::GivenUp;
    }
    if !response.dragged() {
        let dragged = std::mem::take(&mut state.region.dragged);
        if let (Dragged::From(from, keys), Some(to)) = (dragged, response.interact_pointer_pos()) {
            let rect = Rect::from_two_pos(from, to).intersect(pane.rect);
            let corners = [
                rect.left_bottom(),
                rect.right_bottom(),
                rect.right_top(),
                rect.left_top(),
            ];
            if rect.width() >= LEAST_BOX_PX && rect.height() >= LEAST_BOX_PX {
                let places = corners.map(|corner| pane.map_from_screen(corner));
                wishes.extend(wish(&places, keys | modifiers));
            }
        }
    }
    true
}

/// The polygon tool: clicks add corners, a double click or Enter ends, Backspace takes the last corner back, Escape gives
/// up.
pub fn polygon_tool(
    ui: &Ui,
    (response, pane): (&Response, &Pane),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    let modifiers = ui.input(|input| input.modifiers);
    let mut done = response.double_clicked();
    let clicked = clicked_at(ui, response, pane).is_some();
    if let (true, false, Some(place)) = (clicked, done, state.pointer) {
        state.region.corners.push(place);
    }
    if listens(ui, response) {
        let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
        done |= pressed(Key::Enter);
        if pressed(Key::Backspace) {
            state.region.corners.pop();
        }
        if pressed(Key::Escape) {
            if state.region.corners.is_empty() {
                state.set_tool(Tool::Select);
            }
            state.region.corners.clear();
        }
    }
    if done {
        let corners = std::mem::take(&mut state.region.corners);
        wishes.extend(wish(&corners, modifiers));
    }
}

/// What is being drawn, up to the pointer.
pub fn paint_region(scene: &Scene<'_>, draft: &RegionDraft, pointer: Option<Pos2>) {
    let color = scene.style.zoom_box;
    let line = Stroke::new(1.5, color);
    if let (Dragged::From(from, _), Some(to)) = (draft.dragged, pointer) {
        let rect = Rect::from_two_pos(from, to);
        scene
            .painter
            .rect_filled(rect, 0.0, scene.style.selection.gamma_multiply(0.18));
        scene.painter.rect_stroke(rect, 0.0, line, StrokeKind::Middle);
    }
    let corners = draft
        .corners
        .iter()
        .map(|&corner| scene.pane.screen_from_map(corner));
    let mut path: Vec<Pos2> = corners.collect();
    for &corner in &path {
        scene.painter.circle_filled(corner, CORNER_PX, color);
    }
    if path.is_empty() {
        return;
    }
    path.extend(pointer);
    scene.painter.add(Shape::closed_line(
        path.clone(),
        Stroke::new(4.0, scene.style.halo.gamma_multiply(0.7)),
    ));
    scene.painter.add(Shape::closed_line(path, line));
}

/// `None` where the corners enclose nothing.
fn wish(corners: &[Coord<f64>], modifiers: Modifiers) -> Option<MapWish> {
    let ring = LineString::new(corners.to_vec());
    let region = admit_plane(Polygon::new(ring, Vec::new())).ok()?;
    region.is_areal().then(|| MapWish::SelectRegion {
        region: Arc::new(region),
        how: SelectHow::of(modifiers),
    })
}
