//! The bar over the attribute table: which layer, which rows, what to do with them.

use std::sync::Arc;

use eframe::egui::{Checkbox, ComboBox, Label, RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons as icon;

use crate::report::units::thousands;
use crate::say;
use crate::session::Session;
use crate::words::Lang;

use super::super::super::theme::Palette;
use super::super::super::view_state::ViewState;
use super::super::super::widgets::icon_button_ui;
use super::by_expression::{follow_field, pick_once_there};
use super::deeds::copy_rows;
use super::headings::heading;
use super::work::PickWhat;

/// How long the field of the filter is, in pixels: as long as the rest of the bar leaves it, within these.
const FILTER_PX: [f32; 2] = [206.0, 250.0];
/// What stands behind it takes about so much.
const BEHIND_FILTER_PX: f32 = 640.0;

/// Layer, conditions, buttons.
pub fn bar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    ui.horizontal_wrapped(|ui| {
        layer_ui(ui, session, view);
        filter_ui(ui, view);
        pick_once_there(&mut view.attributes, &session.selection().features);
        buttons_ui(ui, session, view);
        count_ui(ui, view);
    });
    if let Some(fault) = view.attributes.fault() {
        let near = Palette::here(ui).near;
        ui.label(RichText::new(fault.text(view.lang)).color(near));
    }
}

fn layer_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let Some(workspace) = session.workspace() else {
        return;
    };
    let lang = view.lang;
    let now = view.attributes.layer_in(workspace).map(Arc::clone);
    let shown = now
        .as_ref()
        .map_or("–", |layer| layer.about.name.get(lang))
        .to_owned();
    let choice = ComboBox::from_id_salt("attribute layer")
        .width(170.0)
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for layer in workspace.layers.iter().rev() {
                let chosen = now.as_ref().is_some_and(|now| Arc::ptr_eq(now, layer));
                let count = thousands(layer.features().len() as f64, 0);
                let text = format!("{}  {count}", layer.about.name.get(lang));
                if ui.selectable_label(chosen, text).clicked() {
                    view.attributes.layer = Some(Arc::clone(&layer.about.id));
                }
            }
        });
    choice.response.on_hover_text(say!(lang, "attributes.layer"));
}

fn filter_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let near = Palette::here(ui).near;
    let filter_px = (ui.available_width() - BEHIND_FILTER_PX).clamp(FILTER_PX[0], FILTER_PX[1]);
    let faulty = view.attributes.fault().is_some();
    let Some(choice) = view.attributes.choice_mut() else {
        return;
    };
    let mut field = TextEdit::singleline(&mut choice.expression)
        .hint_text(say!(lang, "attributes.filter"))
        .desired_width(filter_px);
    if faulty {
        field = field.text_color(near);
    }
    let field = ui.add(field);
    ui.add(Checkbox::new(
        &mut choice.only_selected,
        say!(lang, "attributes.only_selected"),
    ));
    ui.add(Checkbox::new(
        &mut choice.only_in_view,
        say!(lang, "attributes.only_in_view"),
    ));
    let open = choice.is_open();
    follow_field(ui, &field, &mut view.attributes);
    field.on_hover_text(say!(lang, "attributes.filter_tip"));
    let clear = say!(lang, "attributes.clear");
    ui.add_enabled_ui(!open, |ui| {
        if icon_button_ui(ui, icon::ICON_FILTER_ALT_OFF, &clear, false).clicked()
            && let Some(choice) = view.attributes.choice_mut()
        {
            choice.open();
        }
    });
}

fn buttons_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let lang = view.lang;
    let before = &session.selection().features;
    let row_count = view.attributes.rows().map_or(0, |rows| rows.len());
    ui.add_enabled_ui(row_count > 0, |ui| {
        let all = say!(lang, "attributes.select_shown");
        if icon_button_ui(ui, icon::ICON_SELECT_ALL, &all, false).clicked() {
            view.attributes.pick(PickWhat::Places(0..row_count), before);
        }
    });
    let inverse = say!(lang, "attributes.inverse");
    if icon_button_ui(ui, icon::ICON_FLIP, &inverse, false).clicked() {
        view.attributes.pick(PickWhat::Inverse, before);
    }
    let copy = say!(lang, "attributes.copy");
    ui.add_enabled_ui(row_count > 0, |ui| {
        if icon_button_ui(ui, icon::ICON_CONTENT_COPY, &copy, false).clicked() {
            copy_rows(view);
        }
    });
    columns_ui(ui, view);
    if view.attributes.is_working() {
        ui.spinner();
        if ui.small_button(say!(lang, "ui.cancel")).clicked() {
            view.attributes.stop();
        }
    }
}

fn columns_ui(ui: &mut Ui, view: &mut ViewState) {
    let (areas, lang) = (view.areas, view.lang);
    let Some(sheet) = view.attributes.sheet().cloned() else {
        return;
    };
    let Some(choice) = view.attributes.choice_mut() else {
        return;
    };
    ui.menu_button(say!(lang, "attributes.columns"), |ui| {
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for column in choice.layout.all(&sheet) {
                let mut shown = !choice.layout.is_hidden(&column.field);
                if ui
                    .checkbox(&mut shown, heading(&column.field, (areas, lang)))
                    .changed()
                {
                    choice.layout.set_hidden(&sheet, &column.field, !shown);
                }
            }
        });
    });
}

fn count_ui(ui: &mut Ui, view: &ViewState) {
    let lang: Lang = view.lang;
    let attributes = &view.attributes;
    let (Some(sheet), Some(rows)) = (attributes.sheet(), attributes.rows()) else {
        return;
    };
    let number = |count: usize| thousands(count as f64, 0);
    let selected = attributes.selected_rows().map_or(0, |rows| rows.len());
    let text = say!(
        lang,
        "attributes.count",
        shown = number(rows.len()),
        total = number(sheet.row_count()),
        selected = number(selected)
    );
    // Where there is no room, all of it goes to the next line.
    ui.add(Label::new(RichText::new(text).color(Palette::here(ui).faint)).extend());
}
