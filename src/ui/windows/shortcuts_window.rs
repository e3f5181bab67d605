//! All keys, from the table of commands.

use eframe::egui::{Grid, RichText, ScrollArea, Ui, vec2};

use crate::say;

use super::super::commands::TABLE;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;

/// Each command that has a key, with what it does.
pub fn shortcuts_window_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.set_width(560.0);
    ui.heading(say!(lang, "ui.command.shortcuts.label"));
    ui.add_space(4.0);
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        Grid::new("shortcuts")
            .num_columns(3)
            .spacing(vec2(16.0, 5.0))
            .striped(true)
            .show(ui, |ui| {
                for entry in TABLE.iter().filter(|entry| !entry.shortcuts.is_empty()) {
                    let keys: Vec<String> = entry
                        .shortcuts
                        .iter()
                        .map(|shortcut| ui.ctx().format_shortcut(shortcut))
                        .collect();
                    ui.monospace(keys.join(" / "));
                    ui.label(entry.label(lang));
                    ui.label(RichText::new(entry.tip(lang)).color(Palette::here(ui).faint));
                    ui.end_row();
                }
            });
        ui.add_space(6.0);
        ui.label(RichText::new(say!(lang, "ui.shortcuts.mouse")).color(Palette::here(ui).faint));
    });
    right_ui(ui, |ui| {
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}
