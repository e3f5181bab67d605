//! The arrow on a map that is turned, which turns north up again.

use eframe::egui::{CursorIcon, Id, Rect, Role as AccessRole, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::geom::turn::Turn;
use crate::say;
use crate::words::Lang;

use super::furniture::north_rect;
use super::state::MapState;
use super::style::CanvasStyle;

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
