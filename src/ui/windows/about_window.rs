//! Version, sources and licences.

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::say;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;

const FONT_LICENCE: &str = include_str!("../../../assets/fonts/OFL.txt");

/// What the program is, what it does not promise, and on whose work it stands.
pub fn about_window_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.set_width(520.0);
    ui.heading(say!(lang, "ui.about.title", version = env!("CARGO_PKG_VERSION")));
    for key in ["what", "promise"] {
        ui.add(Label::new(say!(lang, &format!("ui.about.{key}"))).wrap());
    }
    ui.add_space(6.0);
    for key in ["licence", "libraries", "fonts"] {
        let text = RichText::new(say!(lang, &format!("ui.about.{key}"))).color(Palette::here(ui).faint);
        ui.add(Label::new(text).wrap());
    }
    ui.collapsing(say!(lang, "ui.about.font_licence"), |ui| {
        ScrollArea::vertical().max_height(180.0).show(ui, |ui| {
            ui.add(Label::new(RichText::new(FONT_LICENCE).small()).wrap());
        });
    });
    right_ui(ui, |ui| {
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}
