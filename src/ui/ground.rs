//! The grounds of bars and panels.

use eframe::egui::{Color32, Frame, Margin, Rect, Shape, Ui};

/// Something on a ground of one colour that reaches over the whole width that there is, with a margin around it.
pub fn grounded_ui(ui: &mut Ui, color: Color32, margin: Margin, content: impl FnOnce(&mut Ui)) {
    let below = ui.painter().add(Shape::Noop);
    let width = ui.max_rect().x_range();
    let inside = Frame::new().inner_margin(margin).show(ui, content);
    let rect = Rect::from_x_y_ranges(width, inside.response.rect.y_range());
    ui.painter().set(below, Shape::rect_filled(rect, 0.0, color));
}
