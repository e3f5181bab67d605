//! The line between the sides: dragged, moved with arrows, and told to assistive technology as a slider.

use eframe::egui::accesskit::{Action, ActionData};
use eframe::egui::{
    Align2, CursorIcon, EventFilter, FontId, Id, Key, Painter, Rect, Response, Sense, Shape, Stroke, Ui,
    Vec2, WidgetInfo, pos2, vec2,
};

use crate::say;
use crate::words::Lang;

use super::super::style::CanvasStyle;
use super::comparison::{Compare, Mode};
use super::sides::{Side, border, divider_x};
use super::which::Which;

/// How near to the line the pointer takes hold of it, in points.
const GRAB_PX: f32 = 8.0;
const HANDLE_PX: f32 = 13.0;
/// Share of the canvas that an arrow key moves the divider.
const STEP: f32 = 0.05;
/// Distance of the letters from the line and from the lower edge, in points; the scale bar lies below.
const LETTER_PX: Vec2 = vec2(12.0, 58.0);

/// Lets the user move the divider; `None` where there is none.
pub fn divider_ui(ui: &Ui, rect: Rect, lang: Lang, compare: &mut Compare) -> Option<Response> {
    if compare.mode() != Some(Mode::Swipe) {
        return None;
    }
    let x = divider_x(compare, rect);
    let grab = Rect::from_x_y_ranges(x - GRAB_PX..=x + GRAB_PX, rect.y_range());
    let response = ui.interact(grab, Id::unique("compare divider"), Sense::click_and_drag());
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
        compare.set_share((pointer.x - rect.left()) / rect.width());
    }
    with_keys(ui, &response, compare);
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let percent = f64::from(100.0 * compare.share()).round();
    response.widget_info(|| WidgetInfo::slider(true, percent, say!(lang, "map.compare.divider")));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(100.0);
        node.set_numeric_value_step(f64::from(100.0 * STEP));
        for action in [Action::SetValue, Action::Increment, Action::Decrement] {
            node.add_action(action);
        }
    });
    Some(response)
}

fn with_keys(ui: &Ui, response: &Response, compare: &mut Compare) {
    let id = response.id;
    let mut steps = ui.input(|input| {
        input.num_accesskit_action_requests(id, Action::Increment) as f32
            - input.num_accesskit_action_requests(id, Action::Decrement) as f32
    });
    let set = ui.input(|input| {
        let asked = input.accesskit_action_requests(id, Action::SetValue).last()?;
        match asked.data {
            Some(ActionData::NumericValue(percent)) => Some(percent as f32 / 100.0),
            _ => None,
        }
    });
    compare.set_share(set.unwrap_or(compare.share()));
    if response.has_focus() {
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        ui.input(|input| {
            steps += input.num_presses(Key::ArrowRight) as f32 - input.num_presses(Key::ArrowLeft) as f32;
            if input.key_pressed(Key::Home) {
                compare.set_share(0.0);
            }
            if input.key_pressed(Key::End) {
                compare.set_share(1.0);
            }
        });
    }
    compare.set_share(compare.share() + STEP * steps);
}

/// Draws the line, its handle, and the letter and name of each side. `held` is the divider's response.
pub fn paint_divider(
    painter: &Painter,
    (rect, sides): (Rect, &[Side]),
    compare: &Compare,
    style: &CanvasStyle,
    (held, names): (Option<&Response>, [&str; 2]),
) {
    if compare.mode().is_none() {
        return;
    }
    if let Some(line) = border(compare, rect) {
        painter.line_segment(line, Stroke::new(4.0, style.halo));
        painter.line_segment(line, Stroke::new(2.0, style.ink));
    }
    if let Some(held) = held {
        let center = pos2(divider_x(compare, rect), rect.center().y);
        let lit = held.hovered() || held.dragged() || held.has_focus();
        let line = Stroke::new(2.0, if lit { style.hover } else { style.ink });
        painter.circle(center, HANDLE_PX, style.halo, line);
        for way in [-1.0, 1.0] {
            let tip = center + vec2(7.5 * way, 0.0);
            let back = [vec2(-4.5 * way, -4.5), vec2(-4.5 * way, 4.5)].map(|shift| tip + shift);
            painter.add(Shape::convex_polygon(
                vec![tip, back[0], back[1]],
                line.color,
                Stroke::NONE,
            ));
        }
    }
    for side in sides {
        let clip = side.clip;
        let (at, anchor) = match (compare.mode(), side.which) {
            (Some(Mode::Flicker), _) => (clip.center_bottom(), Align2::CENTER_BOTTOM),
            (_, Which::A) => (clip.right_bottom() - vec2(LETTER_PX.x, 0.0), Align2::RIGHT_BOTTOM),
            (_, Which::B) => (clip.left_bottom() + vec2(LETTER_PX.x, 0.0), Align2::LEFT_BOTTOM),
        };
        let name = match side.which {
            Which::A => names[0],
            Which::B => names[1],
        };
        let separator = if name.is_empty() { "" } else { " · " };
        let words = format!("{}{separator}{name}", side.which.letter());
        let painter = painter.with_clip_rect(clip);
        let galley = painter.layout(
            words,
            FontId::proportional(13.0),
            style.ink,
            (0.5 * rect.width()).max(80.0),
        );
        let words = anchor.anchor_size(at - vec2(0.0, LETTER_PX.y), galley.size());
        painter.rect_filled(words.expand2(vec2(7.0, 3.0)), 4.0, style.chip);
        painter.galley(words.min, galley, style.ink);
    }
}
