//! Help: one page per thing that can be in front, and all keys with a filter.

use eframe::egui::{Grid, Label, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::lookup::fuzzy::score;
use crate::say;
use crate::words::Lang;

use super::super::commands::TABLE;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;
use super::help_view::{Topic, Tour};

/// Topics on the left, the page on the right.
pub fn help_window_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.set_width(720.0);
    ui.heading(say!(lang, "help.title"));
    ui.add_space(6.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(150.0);
            for topic in Topic::ALL {
                let name = say!(lang, &format!("help.{}.title", topic.code()));
                ui.selectable_value(&mut view.help.topic, topic, name);
            }
        });
        ui.separator();
        ui.vertical(|ui| {
            ui.set_height(420.0);
            page_ui(ui, view);
        });
    });
    ui.horizontal(|ui| {
        if ui.button(say!(lang, "help.tour.begin")).clicked() {
            view.help.tour = Some(Tour::default());
            view.window = None;
        }
        right_ui(ui, |ui| {
            if ui.button(say!(lang, "ui.close")).clicked() {
                view.window = None;
            }
        });
    });
}

fn page_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    if view.help.topic == Topic::Keys {
        return keys_ui(ui, &mut view.help.filter, lang);
    }
    let text = say!(lang, &format!("help.{}.text", view.help.topic.code()));
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
            ui.add(Label::new(RichText::new(paragraph.trim()).color(Palette::here(ui).text)).wrap());
            ui.add_space(5.0);
        }
    });
}

/// Each command with its keys; a filter finds them in either language.
fn keys_ui(ui: &mut Ui, filter: &mut String, lang: Lang) {
    let hint = say!(lang, "help.keys.filter");
    let field = TextEdit::singleline(filter)
        .hint_text(hint.clone())
        .desired_width(260.0);
    ui.add(field).on_hover_text(hint);
    ui.add_space(4.0);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        Grid::new("keys")
            .num_columns(3)
            .spacing(vec2(16.0, 5.0))
            .striped(true)
            .show(ui, |ui| {
                for entry in &TABLE {
                    let keys = entry.keys(ui.ctx());
                    if keys.is_empty() {
                        continue;
                    }
                    let keys: Vec<String> = keys
                        .iter()
                        .map(|shortcut| ui.ctx().format_shortcut(shortcut))
                        .collect();
                    let keys = keys.join(" / ");
                    let texts = Lang::ALL.map(|lang| format!("{} {keys}", entry.label(lang)));
                    if !texts.iter().any(|text| score(text, filter).is_some()) {
                        continue;
                    }
                    ui.monospace(&keys);
                    ui.label(entry.label(lang));
                    ui.label(RichText::new(entry.tip(lang)).color(Palette::here(ui).faint));
                    ui.end_row();
                }
            });
        ui.add_space(6.0);
        for key in ["ui.shortcuts.mouse", "help.keys.table", "areas.keys.how"] {
            ui.label(RichText::new(say!(lang, key)).color(Palette::here(ui).faint));
        }
    });
}
