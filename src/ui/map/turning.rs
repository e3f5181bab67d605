//! Turning the map by hand: a drag with Ctrl and Shift about the middle, two fingers about the place between them.

use eframe::egui::{CursorIcon, PointerButton, Response, Ui, Vec2};

use crate::geom::turn::Turn;

use super::map_view::{MapView, Pane};

/// Nearer to north than this a drag comes to rest there.
const REST_DEG: f64 = 2.0;
/// So far two fingers turn before the map follows: a pinch is never quite straight.
const LEAST_TWIST_RAD: f32 = 0.14;

/// The hand that turns the map.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Turning {
    grip: Option<Grip>,
    twist: Twist,
}

/// A drag that turns the map.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grip {
    /// How the map was turned when it began.
    map: Turn,
    /// Where it began, in degrees clockwise about the middle.
    hand_deg: f64,
}

/// Two fingers on a touch screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Twist {
    so_far_rad: f32,
    turns: bool,
}

impl Turning {
    /// Follows a drag with Ctrl (on macOS Command) and Shift; the view of it, while there is one.
    pub fn follow_drag(&mut self, ui: &Ui, response: &Response, pane: &Pane) -> Option<MapView> {
        let middle = pane.rect.center();
        let (keys, origin) = ui.input(|input| (input.modifiers, input.pointer.press_origin()));
        if response.drag_started_by(PointerButton::Primary) && keys.command && keys.shift {
            self.grip = origin.map(|from| Grip {
                map: pane.view.turn(),
                hand_deg: bearing_deg(from - middle),
            });
        }
        let grip = self.grip?;
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        if !response.dragged() {
            self.grip = None;
        }
        let Some(point) = response.interact_pointer_pos() else {
            return Some(pane.view);
        };
        let by = Turn::of_degrees(bearing_deg(point - middle) - grip.hand_deg);
        let turn = grip.map.and(by);
        let rests = turn.degrees().abs() < REST_DEG;
        Some(pane.view.with_turn(if rests { Turn::NONE } else { turn }))
    }

    /// How far two fingers have turned the map in this frame, on a touch screen or a touch pad.
    pub fn twisted(&mut self, ui: &Ui) -> Turn {
        let (touch, delta_rad) = ui.input(|input| (input.multi_touch(), input.rotation_delta()));
        if touch.is_none() {
            // Touch pads tell a turn from a pinch themselves.
            self.twist = Twist::default();
            return Turn::of_degrees(f64::from(delta_rad).to_degrees());
        }
        if !self.twist.turns {
            self.twist.so_far_rad += delta_rad;
            self.twist.turns = self.twist.so_far_rad.abs() > LEAST_TWIST_RAD;
            return Turn::NONE;
        }
        Turn::of_degrees(f64::from(delta_rad).to_degrees())
    }
}

/// The direction of a vector, in degrees clockwise from the right.
fn bearing_deg(vector: Vec2) -> f64 {
    f64::from(vector.y).atan2(f64::from(vector.x)).to_degrees()
}
