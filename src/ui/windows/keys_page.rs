//! All commands with their keys, which a click changes.

use eframe::egui::{Button, Label, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use egui_material_icons::icons::ICON_RESTART_ALT;

use crate::lookup::fuzzy::score;
use crate::say;
use crate::words::Lang;

use super::super::commands::keys::shown;
use super::super::commands::{Entry, entries};
use super::super::focus_ring::keep_in_sight;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};
use super::super::window_focus::focus_first;
use super::help_view::Choosing;

/// Size of a button with keys, in pixels.
const KEYS_PX: [f32; 2] = [130.0, 22.0];
/// Size of the name of a command.
const NAME_PX: [f32; 2] = [160.0, 22.0];
/// Width of the button that gives back the usual keys.
const USUAL_PX: f32 = 28.0;

/// The page of the help; a filter finds commands in either language and by their keys.
pub fn keys_page_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.horizontal(|ui| {
        let hint = say!(lang, "help.keys.filter");
        let field = TextEdit::singleline(&mut view.help.filter)
            .hint_text(hint.clone())
            .desired_width(260.0);
        focus_first(&ui.add(field).on_hover_text(hint));
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
        for entry in entries() {
            row_ui(ui, entry, view);
        }
        ui.add_space(6.0);
        for key in [
            "ui.shortcuts.mouse",
            "help.keys.panes",
            "help.keys.cross",
            "help.keys.table",
            "help.keys.menu",
            "help.keys.corner",
        ] {
            ui.label(RichText::new(say!(lang, key)).color(Palette::here(ui).faint));
        }
        keep_in_sight(ui);
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
            let entry = entries().find(|entry| entry.key == *command);
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
    let keys: Vec<String> = keys.iter().map(|key| shown(ui.ctx(), key)).collect();
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
    ui.horizontal(|ui| {
        let button = Button::new(RichText::new(shown).monospace())
            .selected(waits)
            .truncate();
        let response = ui.add_sized(KEYS_PX, button);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, waits, &label));
        if response.clicked() {
            // Set and not turned over: a frame whose layout changes is run twice with the same click.
            view.help.choosing = Some(Choosing::of(entry.key));
        }
        usual_ui(ui, entry, view);
        ui.allocate_ui(NAME_PX.into(), |ui| {
            ui.set_min_width(NAME_PX[0]);
            ui.add(Label::new(entry.label(lang)).wrap());
        });
        let tip = RichText::new(entry.tip(lang)).color(Palette::here(ui).faint);
        ui.add(Label::new(tip).wrap());
    });
}

/// Gives a command that has other keys the usual ones back.
fn usual_ui(ui: &mut Ui, entry: &Entry, view: &mut ViewState) {
    if !view.own_keys.contains_key(entry.key) {
        ui.add_space(USUAL_PX + ui.spacing().item_spacing.x);
        return;
    }
    let usual = say!(view.lang, "help.keys.usual", command = entry.label(view.lang));
    if icon_button_ui(ui, ICON_RESTART_ALT, &usual, false).clicked() {
        view.own_keys.remove(entry.key);
    }
}
