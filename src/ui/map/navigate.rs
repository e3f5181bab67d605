//! Hands on the map: drag, wheel, pinch, two fingers that turn, keys, zoom box. Works in every tool.

use eframe::egui::{
    Event, EventFilter, Key, MouseWheelUnit, PointerButton, Popup, Pos2, Rect, Response, Stroke, StrokeKind,
    Ui, Vec2, vec2,
};

use super::super::context_menu::is_open_over;
use super::map_view::{MapView, Pane};
use super::scene::Scene;
use super::turning::Turning;

/// Factor of one notch of the wheel.
const NOTCH: f64 = 2.0;
/// Factor of one notch with Ctrl.
const FINE_NOTCH: f64 = 1.1;
/// Pixels that a touch pad reports for what a wheel calls a notch.
const POINTS_PER_NOTCH: f64 = 100.0;
/// Share of the canvas that an arrow key moves.
const ARROW_SHARE: f32 = 0.15;
/// A zoom box smaller than this was a slip of the hand.
const LEAST_BOX_PX: f32 = 6.0;

/// The view after what the user did to the canvas in this frame.
pub fn navigated(
    ui: &Ui,
    response: &Response,
    pane: Pane,
    (zoom_box, turning): (&mut Option<Pos2>, &mut Turning),
) -> MapView {
    let mut view = pane.view;
    if let Some(boxed) = boxed(ui, response, &pane, zoom_box) {
        return boxed;
    }
    if zoom_box.is_none() {
        view = view.panned(pan_px(ui, response));
    }
    if let Some(pointer) = about(ui, response) {
        let factor = wheel_factor(ui);
        if factor != 1.0 {
            view = view.on(pane.rect).zoomed_about(pointer, factor);
        }
        let by = turning.twisted(ui);
        if !by.is_none() {
            view = view.on(pane.rect).turned_about(pointer, view.turn().and(by));
        }
    }
    if listens(ui, response) {
        view = with_keys(ui, response, view.on(pane.rect));
    }
    view
}

/// What wheel, pinch and twist are about: the middle of two fingers on the map, else the pointer over it.
fn about(ui: &Ui, response: &Response) -> Option<Pos2> {
    let fingers = ui
        .input(|input| input.multi_touch())
        .map(|touch| touch.center_pos);
    let is_here =
        |at: &Pos2| response.rect.contains(*at) && ui.ctx().layer_id_at(*at) == Some(response.layer_id);
    let pointer = || {
        let latest = ui.input(|input| input.pointer.latest_pos());
        latest.filter(|_| response.contains_pointer())
    };
    fingers.filter(is_here).or_else(pointer)
}

/// True where key strokes are meant for the map: it has the focus, or nobody has and the pointer is over it.
pub fn listens(ui: &Ui, response: &Response) -> bool {
    if response.has_focus() {
        return !is_open_over(ui.ctx(), response.id);
    }
    // The key that closes a menu, or chooses from one, is not meant for the map under it.
    let nobody = ui.memory(|memory| memory.focused().is_none()) && !Popup::is_any_open(ui.ctx());
    nobody && response.contains_pointer()
}

/// Keeps arrows and Escape for the map while it has the focus; Tab still leads on.
pub fn hold_keys(ui: &Ui, response: &Response) {
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if response.has_focus() {
        // Over an open menu arrows lead into it.
        let arrows = !is_open_over(ui.ctx(), response.id);
        let filter = EventFilter {
            horizontal_arrows: arrows,
            vertical_arrows: arrows,
            escape: true,
            tab: false,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
}

/// The box that is being drawn.
pub fn paint_zoom_box(scene: &Scene<'_>, from: Pos2, to: Pos2) {
    let rect = Rect::from_two_pos(from, to);
    let color = scene.style.zoom_box;
    scene.painter.rect_filled(rect, 0.0, color.gamma_multiply(0.12));
    scene
        .painter
        .rect_stroke(rect, 0.0, Stroke::new(1.5, color), StrokeKind::Middle);
}

fn pan_px(ui: &Ui, response: &Response) -> Vec2 {
    if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
        // The first moves went into telling a drag from a click; they count too.
        if response.drag_started() {
            return response.total_drag_delta().unwrap_or_default();
        }
        return response.drag_delta();
    }
    let over = response.contains_pointer() && listens(ui, response);
    ui.input(|input| {
        if let Some(touch) = input.multi_touch() {
            touch.translation_delta
        } else if over && input.key_down(Key::Space) {
            input.pointer.delta()
        } else {
            Vec2::ZERO
        }
    })
}

/// How much nearer wheel and pinch bring the map, from the raw events: egui's smoothed ones would spread a notch over
/// frames in which the pointer moves on.
fn wheel_factor(ui: &Ui) -> f64 {
    ui.input(|input| {
        let of_event = |event: &Event| match event {
            Event::MouseWheel {
                unit,
                delta,
                modifiers,
                ..
            } => {
                let notches = match unit {
                    MouseWheelUnit::Point => f64::from(delta.y) / POINTS_PER_NOTCH,
                    MouseWheelUnit::Line | MouseWheelUnit::Page => f64::from(delta.y),
                };
                let notch = if modifiers.command || modifiers.ctrl {
                    FINE_NOTCH
                } else {
                    NOTCH
                };
                notch.powf(notches)
            }
            Event::Zoom(factor) => f64::from(*factor),
            _ => 1.0,
        };
        let touch = input
            .multi_touch()
            .map_or(1.0, |touch| f64::from(touch.zoom_delta));
        input.events.iter().map(of_event).product::<f64>() * touch
    })
}

fn with_keys(ui: &Ui, response: &Response, pane: Pane) -> MapView {
    let step = ARROW_SHARE * response.rect.width().min(response.rect.height());
    let moves = [
        (Key::ArrowLeft, vec2(step, 0.0)),
        (Key::ArrowRight, vec2(-step, 0.0)),
        (Key::ArrowUp, vec2(0.0, step)),
        (Key::ArrowDown, vec2(0.0, -step)),
    ];
    ui.input(|input| {
        let mut view = pane.view;
        for (key, drag_px) in moves {
            view = view.panned(drag_px * input.num_presses(key) as f32);
        }
        let presses = |keys: &[Key]| -> i32 { keys.iter().map(|key| input.num_presses(*key) as i32).sum() };
        let nearer = presses(&[Key::PageUp, Key::Plus, Key::Equals]);
        let notches = nearer - presses(&[Key::PageDown, Key::Minus]);
        if notches == 0 {
            return view;
        }
        view.with_resolution(view.resolution_m_per_px() / NOTCH.powi(notches))
    })
}

/// Shift and drag: follows the box; gives the view of it when it is let go.
fn boxed(ui: &Ui, response: &Response, pane: &Pane, zoom_box: &mut Option<Pos2>) -> Option<MapView> {
    let shift = ui.input(|input| input.modifiers.shift);
    if response.drag_started_by(PointerButton::Primary) && shift {
        *zoom_box = ui.input(|input| input.pointer.press_origin());
    }
    if !response.drag_stopped() {
        return None;
    }
    let from = zoom_box.take()?;
    let to = response.interact_pointer_pos()?;
    let rect = Rect::from_two_pos(from, to).intersect(pane.rect);
    if rect.width() < LEAST_BOX_PX || rect.height() < LEAST_BOX_PX {
        return None;
    }
    let factor = f64::from((pane.rect.width() / rect.width()).min(pane.rect.height() / rect.height()));
    let nearer = pane
        .view
        .with_resolution(pane.view.resolution_m_per_px() / factor);
    Some(nearer.with_center(pane.map_from_screen(rect.center())))
}
