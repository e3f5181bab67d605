//! Turning the map by hand: a drag with Ctrl and Shift about the middle, two fingers about the place between them, and the
//! arrow on the map that turns north up again.

use eframe::egui::{
    CursorIcon, Id, PointerButton, Rect, Response, Role as AccessRole, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};

use crate::geom::turn::Turn;
use crate::say;
use crate::words::Lang;

use super::furniture::north_rect;
use super::map_view::{MapView, Pane};
use super::state::MapState;
use super::style::CanvasStyle;

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

/// Makes the arrow of each of these maps a button that turns north up, while it is not.
pub fn north_up_ui(ui: &Ui, maps: &[Rect], (lang, style): (Lang, &CanvasStyle), state: &mut MapState) {
    let Some(turn) = state
        .view()
        .map(|view| view.turn())
        .filter(|turn| !turn.is_none())
    else {
        return;
    };
    let angle = format!("{:.1}", turn.degrees());
    let words = say!(lang, "map.north_up", angle = angle);
    for (number, map) in maps.iter().enumerate() {
        let id = Id::unique("north up").with(number);
        let rect = north_rect(*map);
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &words));
        if response.has_focus() {
            let line = Stroke::new(1.5, style.ink);
            ui.painter().rect_stroke(rect, 4.0, line, StrokeKind::Inside);
        }
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if response.on_hover_text(&words).clicked() {
            state.set_turn(Turn::NONE);
        }
    }
}

/// The direction of a vector, in degrees clockwise from the right.
fn bearing_deg(vector: Vec2) -> f64 {
    f64::from(vector.y).atan2(f64::from(vector.x)).to_degrees()
}
