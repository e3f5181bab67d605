//! All commands with their keys, which a click changes.

use eframe::egui::{Button, Grid, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};
use egui_material_icons::icons::ICON_RESTART_ALT;

use crate::lookup::fuzzy::score;
use crate::say;
use crate::words::Lang;

use super::super::commands::{Entry, TABLE};
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};
use super::help_view::Choosing;

/// The page of the help; a filter finds commands in either language and by their keys.
pub fn keys_page_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.horizontal(|ui| {
        let hint = say!(lang, "help.keys.filter");
        let field = TextEdit::singleline(&mut view.help.filter)
            .hint_text(hint.clone())
            .desired_width(260.0);
        ui.add(field).on_hover_text(hint);
        right_ui(ui, |ui| {
            let all_usual = Button::new(say!(lang, "help.keys.all_usual"));
            if ui.add_enabled(!view.own_keys.is_empty(), all_usual).clicked() {
                view.own_keys.clear();
                view.help.choosing = None;
            }
        });
    });
    told_ui(ui, view);
    ui.add_space(4.0);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let grid = Grid::new("keys").num_columns(4).spacing(vec2(12.0, 5.0));
        grid.striped(true).show(ui, |ui| {
            for entry in &TABLE {
                row_ui(ui, entry, view);
            }
        });
        ui.add_space(6.0);
        for key in ["ui.shortcuts.mouse", "help.keys.table"] {
            ui.label(RichText::new(say!(lang, key)).color(Palette::here(ui).faint));
        }
    });
}

/// What to do, or why the last keys were refused.
fn told_ui(ui: &mut Ui, view: &ViewState) {
    let lang = view.lang;
    let palette = Palette::here(ui);
    let (text, color) = match &view.help.choosing {
        None => (say!(lang, "areas.keys.how"), palette.faint),
        Some(Choosing {
            command,
            refused: None,
        }) => {
            let entry = TABLE.iter().find(|entry| entry.key == *command);
            let command = entry.map_or_else(String::new, |entry| entry.label(lang));
            (say!(lang, "help.keys.press", command = command), palette.text)
        }
        Some(Choosing {
            refused: Some(refused),
            ..
        }) => (refused.get(lang).to_owned(), palette.conflict),
    };
    ui.label(RichText::new(text).color(color));
}

fn row_ui(ui: &mut Ui, entry: &'static Entry, view: &mut ViewState) {
    let lang = view.lang;
    let keys = entry.keys(ui.ctx());
    let keys: Vec<String> = keys.iter().map(|key| ui.ctx().format_shortcut(key)).collect();
    let keys = keys.join(" / ");
    let texts = Lang::ALL.map(|lang| format!("{} {keys}", entry.label(lang)));
    if !texts.iter().any(|text| score(text, &view.help.filter).is_some()) {
        return;
    }
    let waits = view
        .help
        .choosing
        .as_ref()
        .is_some_and(|choosing| choosing.command == entry.key);
    let shown = match (waits, keys.is_empty()) {
        (true, _) => say!(lang, "help.keys.waits"),
        (false, true) => "—".to_owned(),
        (false, false) => keys.clone(),
    };
    let label = say!(lang, "help.keys.of", command = entry.label(lang), keys = shown);
    let button = Button::new(RichText::new(shown).monospace()).selected(waits);
    let response = ui.add(button.min_size(vec2(110.0, 0.0)));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, waits, &label));
    if response.clicked() {
        // Set and not turned over: a frame whose layout changes is run twice with the same click.
        view.help.choosing = Some(Choosing::of(entry.key));
    }
    if view.own_keys.contains_key(entry.key) {
        let usual = say!(lang, "help.keys.usual", command = entry.label(lang));
        if icon_button_ui(ui, ICON_RESTART_ALT, &usual, false).clicked() {
            view.own_keys.remove(entry.key);
        }
    } else {
        ui.label("");
    }
    ui.label(entry.label(lang));
    ui.label(RichText::new(entry.tip(lang)).color(Palette::here(ui).faint));
    ui.end_row();
}
