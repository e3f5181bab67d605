//! Which layers side B of a comparison shows: a second eye in each row, or rows of their own for another workspace.

use std::sync::Arc;

use eframe::egui::{Label, RichText, Ui, vec2};
use egui_material_icons::icons as icon;

use crate::model::layer::Layer;
use crate::say;

use super::super::map::compare::which::Which;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, section_ui};

/// Width of an eye, in points.
const EYE_PX: f32 = 28.0;

/// True where both sides show layers of the open workspace.
pub fn has_own_side_b(view: &ViewState) -> bool {
    view.map.compare.mode().is_some() && view.map.compare.foreign().is_none()
}

/// The letters A and B over the two columns of eyes.
pub fn side_letters_ui(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for which in [Which::A, Which::B] {
            let letter = RichText::new(which.letter()).small().strong();
            ui.add_sized(vec2(EYE_PX, 14.0), Label::new(letter));
        }
    });
}

/// Shows a layer on side B, or hides it there.
pub fn side_b_eye_ui(ui: &mut Ui, view: &mut ViewState, layer: &Arc<Layer>) {
    let (id, name) = (&layer.about.id, layer.about.name.get(view.lang));
    let (eye, key) = if view.map.compare.hides(id) {
        (icon::ICON_VISIBILITY_OFF, "ui.layers.show_b")
    } else {
        (icon::ICON_VISIBILITY, "ui.layers.hide_b")
    };
    if icon_button_ui(ui, eye, &say!(view.lang, key, layer = name), false).clicked() {
        view.map.compare.toggle(id);
    }
}

/// The layers of the workspace that is compared with, top of the map first; nothing where there is none.
pub fn other_layers_ui(ui: &mut Ui, view: &mut ViewState) {
    let Some(workspace) = view.map.compare.foreign().cloned() else {
        return;
    };
    let lang = view.lang;
    section_ui(
        ui,
        &say!(lang, "ui.layers.side_b", name = workspace.name.get(lang)),
    );
    let faint = Palette::here(ui).faint;
    for layer in workspace.layers.iter().rev() {
        ui.push_id(("side b", &layer.about.id), |ui| {
            ui.horizontal(|ui| {
                side_b_eye_ui(ui, view, layer);
                let mut text = RichText::new(layer.about.name.get(lang));
                if view.map.compare.hides(&layer.about.id) {
                    text = text.color(faint);
                }
                ui.add(Label::new(text).truncate());
            });
        });
    }
}
