//! The encoding of a layer's texts, and the choice of another: the file need not be there for it.

use std::sync::Arc;

use eframe::egui::{ComboBox, Ui};

use crate::model::layer::Layer;
use crate::say;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::windows::import_choices::ENCODINGS;

/// The encoding, where the layer's format left it open.
pub fn encoding_choice_ui(ui: &mut Ui, layer: &Layer, lang: Lang, wishes: &mut Vec<Command>) {
    let Some(kept) = &layer.provenance.kept else {
        return;
    };
    ui.horizontal(|ui| {
        let title = ui.label(say!(lang, "import.encoding"));
        let choice = ComboBox::from_id_salt(("encoding", &layer.about.id))
            .selected_text(&kept.encoding)
            .width(120.0)
            .show_ui(ui, |ui| {
                for name in ENCODINGS {
                    let own = kept.encoding == name;
                    if ui.selectable_label(own, name).clicked() && !own {
                        wishes.push(Command::Recode {
                            layer: Arc::clone(&layer.about.id),
                            encoding: name.to_owned(),
                        });
                    }
                }
            });
        choice
            .response
            .labelled_by(title.id)
            .on_hover_text(say!(lang, "import.recode_tip"));
    });
}
