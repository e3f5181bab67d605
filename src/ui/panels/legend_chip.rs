//! The legend over the map: what is drawn, and nothing else.

use eframe::egui::{Align2, Area, Frame, Id, Label, Order, RichText, ScrollArea, Ui, vec2};

use crate::say;

use super::super::map::input::MapInput;
use super::super::map::legend::{legend_entries, swatch_ui};
use super::super::map::state::MapState;
use super::super::theme::Palette;

/// From the border of the map, above the sources.
const INSET_PX: [f32; 2] = [-14.0, -40.0];
const WIDTH_PX: f32 = 190.0;
/// Share of the map's height that it may take.
const MOST_HEIGHT: f32 = 0.6;

/// Shows the legend in the lower right corner of the map in `map`.
pub fn legend_chip_ui(ui: &Ui, input: &MapInput, state: &MapState, map: eframe::egui::Rect) {
    let entries = legend_entries(input, state);
    if entries.is_empty() {
        return;
    }
    let palette = Palette::here(ui);
    let frame = Frame::popup(ui.style()).fill(palette.panel.gamma_multiply(0.94));
    let corner = map.right_bottom() + vec2(INSET_PX[0], INSET_PX[1]);
    let area = Area::new(Id::unique("map legend"))
        .order(Order::Middle)
        .pivot(Align2::RIGHT_BOTTOM)
        .fixed_pos(corner)
        .constrain_to(map);
    area.show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(WIDTH_PX);
            ui.strong(say!(input.lang, "ui.legend"));
            let height_px = MOST_HEIGHT * map.height();
            ScrollArea::vertical().max_height(height_px).show(ui, |ui| {
                for entry in &entries {
                    ui.horizontal(|ui| {
                        swatch_ui(ui, entry, input.dark);
                        let label = Label::new(RichText::new(&entry.label).small()).truncate();
                        let tip = entry.layer.as_ref().unwrap_or(&entry.label);
                        ui.add(label).on_hover_text(tip);
                    });
                }
            });
        });
    });
}
