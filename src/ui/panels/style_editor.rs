//! How a layer is drawn: whose colours, and the symbol of each category.

use std::sync::Arc;

use eframe::egui::{Button, ComboBox, RichText, Slider, Ui};
use egui_material_icons::icons as icon;

use crate::formats::workspace::written_style::workspace_lines;
use crate::model::layer::Layer;
use crate::model::symbology::{Colour, Hatch, Marker, Symbol};
use crate::model::symbology_choice::{SymbolPalette, SymbologyChoice, WIDTHS_PX};
use crate::report::units::thousands;
use crate::say;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::words::Lang;

use super::super::map::drawing::looks::Look;
use super::super::map::legend::{LegendEntry, swatch_ui};
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
use super::super::widgets::icon_button_ui;
use super::layer_tree::OfLayer;

/// The legend of a layer, in which every symbol can be changed. A change is one step of the history once the pointer is let
/// go.
pub fn style_editor_ui(
    ui: &mut Ui,
    (session, layer): OfLayer<'_>,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let Some(workspace) = session.workspace() else {
        return;
    };
    let id = &layer.about.id;
    let now = workspace.symbology.of(id).cloned().unwrap_or_default();
    let draft = view.tree.draft.take().filter(|(own, _)| own == id);
    let mut choice = draft.map_or_else(|| now.clone(), |(_, choice)| choice);
    tools_ui(ui, view, layer, &mut choice);
    let looks = view.map.looks_of(layer).map(|looks| looks.looks.clone());
    for look in looks.iter().flatten() {
        look_ui(ui, view, look, &mut choice);
    }
    if choice == now {
        return;
    }
    if ui.input(|input| input.pointer.any_down()) {
        view.tree.draft = Some((Arc::clone(id), choice));
    } else {
        let (layer, choice) = (Arc::clone(id), Box::new(choice));
        wishes.push(Command::Edit(Edit::SetSymbology { layer, choice }));
    }
}

/// Palette, and the ways to and from files.
fn tools_ui(ui: &mut Ui, view: &mut ViewState, layer: &Layer, choice: &mut SymbologyChoice) {
    let lang = view.lang;
    let word = |key: &str| say!(lang, &format!("desk.style.{key}"));
    ui.horizontal(|ui| {
        let label = ui.label(RichText::new(word("palette")).color(Palette::here(ui).faint));
        ComboBox::from_id_salt("palette")
            .width(104.0)
            .selected_text(word(choice.palette.code()))
            .show_ui(ui, |ui| {
                for palette in SymbolPalette::ALL {
                    ui.selectable_value(&mut choice.palette, palette, word(palette.code()));
                }
            })
            .response
            .labelled_by(label.id);
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (ask, icon, key) in [
            (Ask::StyleToSave, icon::ICON_SAVE, "save"),
            (Ask::StyleToRead, icon::ICON_FILE_OPEN, "read"),
        ] {
            if icon_button_ui(ui, icon, &word(key), false).clicked() {
                view.tree.style_of = Some(Arc::clone(&layer.about.id));
                view.window = Some(Window::PathOf(ask));
            }
        }
        if icon_button_ui(ui, icon::ICON_CONTENT_COPY, &word("copy"), false).clicked() {
            ui.ctx().copy_text(workspace_lines(choice));
        }
        ui.add_enabled_ui(!choice.is_default(), |ui| {
            if icon_button_ui(ui, icon::ICON_RESTART_ALT, &word("reset"), false).clicked() {
                *choice = SymbologyChoice::default();
            }
        });
    });
}

fn look_ui(ui: &mut Ui, view: &mut ViewState, look: &Look, choice: &mut SymbologyChoice) {
    let lang = view.lang;
    let category = look.meaning.category();
    let symbol = look.meaning.symbol(Some(choice));
    let entry = LegendEntry {
        symbol,
        dimension: look.dimension,
        label: look.meaning.name(lang),
        layer: None,
        count: look.count,
    };
    let is_open = view.tree.open_category.as_ref() == Some(&category);
    ui.horizontal(|ui| {
        swatch_ui(ui, &entry, ui.visuals().dark_mode);
        let text = Button::selectable(is_open, entry.label.as_str()).truncate();
        let tip = say!(lang, "desk.style.edit");
        if ui.add(text).on_hover_text(tip).clicked() {
            view.tree.open_category = (!is_open).then(|| category.clone());
        }
        let count = thousands(look.count as f64, 0);
        ui.label(RichText::new(count).small().color(Palette::here(ui).faint));
    });
    if is_open {
        ui.indent("symbol", |ui| symbol_ui(ui, lang, (look, symbol), choice));
    }
}

/// Colours, width, pattern and marker of one category.
fn symbol_ui(ui: &mut Ui, lang: Lang, (look, symbol): (&Look, Symbol), choice: &mut SymbologyChoice) {
    let category = look.meaning.category();
    let word = |key: &str| say!(lang, &format!("desk.style.{key}"));
    let before = choice.changes.get(&category).copied().unwrap_or_default();
    let mut change = before;
    ui.horizontal(|ui| {
        if let Some(colour) = colour_ui(ui, &word("fill"), symbol.fill) {
            change.fill = Some(colour);
        }
        if let Some(colour) = colour_ui(ui, &word("outline"), symbol.stroke) {
            change.stroke = Some(colour);
        }
    });
    let mut px = symbol.stroke_px;
    ui.spacing_mut().slider_width = 80.0;
    let slider = Slider::new(&mut px, WIDTHS_PX)
        .step_by(0.1)
        .max_decimals(1)
        .suffix(" px");
    if ui.add(slider.text(word("width"))).changed() {
        change.stroke_px = Some(px);
    }
    ui.horizontal(|ui| {
        let hatch = named_ui(ui, lang, "hatch", (&Hatch::NAMED, symbol.hatch));
        change.hatch = hatch.or(change.hatch);
        let marker = named_ui(ui, lang, "marker", (&Marker::NAMED, symbol.marker));
        change.marker = marker.or(change.marker);
    });
    if change != before {
        choice.changes.insert(category, change);
    } else if choice.changes.contains_key(&category) && ui.link(word("reset_one")).clicked() {
        choice.changes.remove(&category);
    }
}

/// A button with a colour; gives another one when it was chosen.
fn colour_ui(ui: &mut Ui, name: &str, colour: Colour) -> Option<Colour> {
    let label = ui.label(name);
    let mut parts = [colour.r, colour.g, colour.b, colour.a];
    let button = ui.color_edit_button_srgba_unmultiplied(&mut parts);
    let [r, g, b, a] = parts;
    let changed = button.labelled_by(label.id).changed();
    changed.then_some(Colour { r, g, b, a })
}

/// A choice among a few; gives another one when it was chosen.
fn named_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    lang: Lang,
    key: &str,
    (all, now): (&[(T, &str)], T),
) -> Option<T> {
    let word = |code: &str| say!(lang, &format!("desk.{key}.{code}"));
    let mut chosen = now;
    let code = all
        .iter()
        .find(|(own, _)| *own == now)
        .map_or("", |(_, code)| code);
    let label = ui.label(say!(lang, &format!("desk.style.{key}")));
    ComboBox::from_id_salt(key)
        .width(64.0)
        .selected_text(word(code))
        .show_ui(ui, |ui| {
            for (own, code) in all {
                ui.selectable_value(&mut chosen, *own, word(code));
            }
        })
        .response
        .labelled_by(label.id);
    (chosen != now).then_some(chosen)
}
