//! The choice of what a layer's features are called on the map.

use std::sync::Arc;

use eframe::egui::{ComboBox, TextEdit, Ui};

use crate::geom::shape::Dimension;
use crate::model::label::{LabelSpec, LabelText, field_names};
use crate::model::layer::Layer;
use crate::say;
use crate::session::command::Command;
use crate::session::looks::LookEdit;
use crate::words::Lang;

use super::super::view_state::ViewState;
use super::layer_tree::OfLayer;

/// What a template begins with.
const FIRST_TEMPLATE: &str = "{name}";

/// Off, name, a field or a template, and whether small areas are labelled too. What is typed is one step of the history.
pub fn label_choice_ui(
    ui: &mut Ui,
    (session, layer): OfLayer<'_>,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    let before = view.looks(session).labels.get(&layer.about.id).cloned();
    let before = before.unwrap_or_else(|| LabelSpec::default_of(layer));
    let mut spec = before.clone();
    let label = ui
        .horizontal(|ui| {
            let title = ui.label(say!(lang, "ui.layers.labels.title"));
            let shown = shown(&spec.text, lang);
            let choice = ComboBox::from_id_salt(("labels", &layer.about.id))
                .selected_text(shown)
                .width(150.0)
                .show_ui(ui, |ui| texts_ui(ui, &mut spec, layer, lang));
            choice.response.labelled_by(title.id);
            title.id
        })
        .inner;
    let mut field = None;
    if let LabelText::Template(template) = &mut spec.text {
        let text = TextEdit::singleline(template)
            .hint_text(say!(lang, "ui.layers.labels.template_hint"))
            .desired_width(f32::INFINITY);
        let text = ui
            .add(text)
            .on_hover_text(say!(lang, "ui.layers.labels.template_tip"))
            .labelled_by(label);
        field = text.has_focus().then_some(text.id);
    }
    let areas = layer.features().first().map(|feature| feature.shape.dimension()) == Some(Dimension::Area);
    if spec.text != LabelText::Off && areas {
        ui.checkbox(&mut spec.small_too, say!(lang, "ui.layers.labels.small_too"));
    }
    if spec != before {
        let edit = LookEdit::SetLabels(Arc::clone(&layer.about.id), spec);
        view.draft_look(edit, field, wishes);
    }
}

fn texts_ui(ui: &mut Ui, spec: &mut LabelSpec, layer: &Layer, lang: Lang) {
    let template = match &spec.text {
        LabelText::Template(template) => template.clone(),
        _ => FIRST_TEMPLATE.to_owned(),
    };
    let fields = field_names(layer).into_iter().map(LabelText::Field);
    let own = [LabelText::Off, LabelText::Name, LabelText::Template(template)];
    for text in own.into_iter().chain(fields) {
        let words = shown(&text, lang);
        ui.selectable_value(&mut spec.text, text, words);
    }
}

fn shown(text: &LabelText, lang: Lang) -> String {
    match text {
        LabelText::Off => say!(lang, "ui.layers.labels.off"),
        LabelText::Name => say!(lang, "ui.layers.labels.name"),
        LabelText::Template(_) => say!(lang, "ui.layers.labels.template"),
        LabelText::Field(field) => field.clone(),
    }
}
