//! The hand of the keyboard on the map: a cross in its middle, which the space bar clicks at.

use eframe::egui::{Key, Painter, PointerButton, Pos2, Response, Stroke, Ui, vec2};

use super::super::context_menu::is_open_over;
use super::super::dock::pane::Pane as Place;
use super::super::focus_ring::keyboard_leads;
use super::map_view::Pane;
use super::style::CanvasStyle;

/// From the middle to the ends of the cross, and the part of that which is left free, in pixels.
const ARM_PX: f32 = 13.0;
const FREE_PX: f32 = 3.0;

/// Where the keyboard points, while the map has it.
pub fn crosshair(ui: &Ui, pane: &Pane) -> Option<Pos2> {
    let map = Place::Map.focus_id();
    let has_focus = ui.memory(|memory| memory.has_focus(map)) && !is_open_over(ui.ctx(), map);
    (has_focus && keyboard_leads(ui.ctx())).then(|| pane.rect.center())
}

/// Where somebody clicked: with the pointer, or with the space bar at the cross.
pub fn clicked_at(ui: &Ui, response: &Response, pane: &Pane) -> Option<Pos2> {
    // Not `clicked()`: egui lets Enter and Space click what has the focus, wherever the pointer may be.
    if response.clicked_by(PointerButton::Primary) {
        return response.interact_pointer_pos();
    }
    // When it is let go: whoever holds it and moves the pointer, moves the map.
    crosshair(ui, pane).filter(|_| ui.input(|frame| frame.key_released(Key::Space)))
}

/// Where Enter asks what is there.
pub fn asked_at(ui: &Ui, pane: &Pane) -> Option<Pos2> {
    crosshair(ui, pane).filter(|_| ui.input(|frame| frame.key_pressed(Key::Enter)))
}

/// Draws the cross.
pub fn paint_crosshair(painter: &Painter, at: Pos2, style: &CanvasStyle) {
    let arms = [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)];
    let strokes = [
        Stroke::new(4.0, style.halo.gamma_multiply(0.8)),
        Stroke::new(1.5, style.zoom_box),
    ];
    for stroke in strokes {
        for arm in arms {
            painter.line_segment([at + FREE_PX * arm, at + ARM_PX * arm], stroke);
        }
    }
}
