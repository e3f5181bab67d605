//! Shows where the keyboard is: a ring around what has the focus, as long as hands are on the keyboard.

use eframe::egui::{Context, Event, Id, Stroke, StrokeKind, Ui};

use super::passing::is_handle;
use super::theme::Palette;

/// Thickness of the ring, in pixels.
const RING_PX: f32 = 2.0;
/// What is larger has the ring within, in pixels: beyond it there may be no room.
const LARGE_PX: f32 = 200.0;

/// Where hands were in the last frame, and what had the focus at its end.
#[derive(Clone, Copy, Debug, Default)]
struct Hands {
    keyboard: bool,
    focused: Option<Id>,
}

fn id() -> Id {
    Id::unique("hands on the keyboard")
}

/// Notes whether hands are on the keyboard or on the pointer. To be called at the begin of each frame.
pub fn follow_hands(ctx: &Context) {
    let keyboard = ctx.input(|input| {
        let of_event = |event: &Event| match event {
            Event::Key { pressed: true, .. } => Some(true),
            Event::PointerMoved(_) | Event::PointerButton { .. } | Event::Touch { .. } => Some(false),
            _ => None,
        };
        input.events.iter().filter_map(of_event).next_back()
    });
    if let Some(keyboard) = keyboard {
        ctx.data_mut(|data| data.get_temp_mut_or_default::<Hands>(id()).keyboard = keyboard);
    }
}

/// True while hands are on the keyboard.
pub fn keyboard_leads(ctx: &Context) -> bool {
    hands(ctx).keyboard
}

fn hands(ctx: &Context) -> Hands {
    ctx.data(|data| data.get_temp(id())).unwrap_or_default()
}

/// Brings what has just got the focus by a key into sight; to be called at the end of what scrolls.
pub fn keep_in_sight(ui: &Ui) {
    let hands = hands(ui.ctx());
    let focused = ui.memory(|memory| memory.focused());
    let Some(now) = focused.filter(|_| hands.keyboard && focused != hands.focused) else {
        return;
    };
    let Some(response) = ui.ctx().read_response(now) else {
        return;
    };
    let is_here = response.layer_id == ui.layer_id() && ui.min_rect().contains(response.rect.center());
    // A pane as a whole has the focus, too, and is where it is.
    if is_here && !response.rect.contains_rect(ui.clip_rect()) {
        ui.scroll_to_rect(response.rect.expand(6.0), None);
    }
}

/// Draws the ring. To be called at the end of each frame.
pub fn focus_ring_ui(ctx: &Context) {
    let focused = ctx.memory(|memory| memory.focused());
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Hands>(id()).focused = focused);
    let Some(response) = focused
        .filter(|_| keyboard_leads(ctx))
        .and_then(|focused| ctx.read_response(focused))
    else {
        return;
    };
    let seen = response.interact_rect;
    // One frame only: Tab passes over them.
    if !seen.is_positive() || is_handle(&response) {
        return;
    }
    let is_large = seen.width() > LARGE_PX && seen.height() > LARGE_PX;
    let (rect, kind) = match is_large {
        true => (seen, StrokeKind::Inside),
        false => (seen.expand(1.0), StrokeKind::Outside),
    };
    let palette = Palette::of(ctx.global_style().visuals.dark_mode);
    let ring = Stroke::new(RING_PX, palette.accent);
    ctx.layer_painter(response.layer_id)
        .rect_stroke(rect, 3.0, ring, kind);
}
