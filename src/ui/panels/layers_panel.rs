//! The layers, top of the map first: what is shown, what it looks like, how good it is.

use std::sync::Arc;

use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, Sense, Ui};
use egui_material_icons::icons as icon;

use crate::geom::shape::Dimension;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::symbology::{of_kind, of_role};
use crate::report::units::thousands;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::map::legend::{LegendEntry, swatch_ui};
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{empty_ui, icon_button_ui, mark_ui, right_ui};
use super::base_map_panel::base_map_panel_ui;
use super::layer_compare::{has_own_side_b, other_layers_ui, side_b_eye_ui, side_letters_ui};
use super::layer_details::{entry_of, layer_details_ui};

/// All layers of the workspace.
pub fn layers_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    if workspace.layers.is_empty() {
        return empty_ui(ui, &say!(lang, "ui.layers.none"));
    }
    if has_own_side_b(view) {
        side_letters_ui(ui);
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        for layer in workspace.layers.iter().rev() {
            layer_ui(ui, session, view, layer, wishes);
        }
        other_layers_ui(ui, view);
        base_map_panel_ui(ui, view);
    });
}

fn layer_ui(
    ui: &mut Ui,
    session: &Session,
    view: &mut ViewState,
    layer: &Arc<Layer>,
    wishes: &mut Vec<Command>,
) {
    let id = &layer.about.id;
    ui.push_id(id, |ui| {
        row_ui(ui, view, layer);
        if view.open_layer.as_ref() == Some(id) {
            layer_details_ui(ui, session, view, layer, wishes);
        }
    });
}

fn row_ui(ui: &mut Ui, view: &mut ViewState, layer: &Arc<Layer>) {
    let lang = view.lang;
    let (id, name) = (&layer.about.id, layer.about.name.get(lang));
    let hidden = view.hidden.contains(id);
    let palette = Palette::here(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let eye = if hidden {
            icon::ICON_VISIBILITY_OFF
        } else {
            icon::ICON_VISIBILITY
        };
        let key = if hidden {
            "ui.layers.show"
        } else {
            "ui.layers.hide"
        };
        if icon_button_ui(ui, eye, &say!(lang, key, layer = name), false).clicked() && !view.hidden.remove(id)
        {
            view.hidden.insert(Arc::clone(id));
        }
        if has_own_side_b(view) {
            side_b_eye_ui(ui, view, layer);
        }
        swatch_ui(ui, &swatch(view, layer), ui.visuals().dark_mode);
        right_ui(ui, |ui| {
            let count = thousands(layer.features().len() as f64, 0);
            ui.label(RichText::new(count).small().color(palette.faint));
            let problems = view.problems.count_of(id);
            if problems > 0 {
                let tip = say!(lang, "ui.layers.problems", count = problems);
                mark_ui(ui, &format!("! {problems}"), palette.near).on_hover_text(tip);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let mut text = RichText::new(name);
                if view.open_layer.as_ref() == Some(id) {
                    text = text.strong().color(palette.accent);
                } else if hidden {
                    text = text.color(palette.faint);
                }
                let label = Label::new(text)
                    .truncate()
                    .selectable(false)
                    .sense(Sense::click());
                if ui.add(label).on_hover_text(layer.about.role.name(lang)).clicked() {
                    let open = view.open_layer.as_ref() == Some(id);
                    view.open_layer = (!open).then(|| Arc::clone(id));
                }
            });
        });
    });
}

/// What the layer looks like as a whole: its most frequent look, else that of its role.
fn swatch(view: &ViewState, layer: &Arc<Layer>) -> LegendEntry {
    let looks = view.map.looks_of(layer);
    let look = looks.and_then(|looks| looks.looks.iter().max_by_key(|look| look.count));
    match look {
        Some(look) => entry_of(look, view.lang),
        None => LegendEntry {
            symbol: match layer.about.role {
                Role::Project => of_kind(layer.about.kind),
                role => of_role(role),
            },
            dimension: Dimension::Area,
            label: layer.about.role.name(view.lang),
            layer: None,
            count: layer.features().len(),
        },
    }
}
