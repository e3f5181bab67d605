//! The grounds of bars and panels, filled in whichever way is cheapest.

use eframe::egui::{Color32, Frame, Margin, Rect, Shape, Ui};

use super::map::gpu::callback::flat_callback;
use super::map::painting::Painting;

/// Something on a ground of one colour that reaches over the whole width that there is, with a margin around it.
pub fn grounded_ui(
    ui: &mut Ui,
    (painting, color): (Painting, Color32),
    margin: Margin,
    content: impl FnOnce(&mut Ui),
) {
    let below = ui.painter().add(Shape::Noop);
    let width = ui.max_rect().x_range();
    let inside = Frame::new().inner_margin(margin).show(ui, content);
    let rect = Rect::from_x_y_ranges(width, inside.response.rect.y_range());
    ui.painter().set(below, filled(painting, rect, color));
}

/// A rectangle of one opaque colour.
pub fn filled(painting: Painting, rect: Rect, color: Color32) -> Shape {
    match painting {
        Painting::Processor => Shape::Callback(flat_callback(rect, color)),
        Painting::Card | Painting::Triangles => Shape::rect_filled(rect, 0.0, color),
    }
}
