//! Which layers to write, where to and as what.

use eframe::egui::{ComboBox, Grid, Label, RichText, TextEdit, Ui, vec2};

use crate::report::layers::coding::Coding;
use crate::report::layers::order::LayerFormat;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::crs_picker::{CrsOffer, RecentCrs, crs_picker_ui};
use super::super::layer_draft::{CrsChoice, LayerDraft, What};
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::path_first;

/// Width of the lists to choose from, in pixels.
const CHOICE_PX: f32 = 300.0;

/// A draft of the export, and the button that orders it.
pub fn layer_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        view.window = None;
        return;
    };
    ui.set_width(560.0);
    title_ui(ui, &say!(lang, "ui.command.export_layer.label"));
    ui.add_space(6.0);
    let plane = workspace.crs.code();
    let mut entered = false;
    Grid::new("layer export")
        .num_columns(2)
        .spacing(vec2(14.0, 9.0))
        .show(ui, |ui| {
            what_ui(ui, session, &mut view.layer_draft, lang);
            format_ui(ui, &mut view.layer_draft, lang);
            if view.layer_draft.format.has_crs() {
                let named = (plane, &mut view.recent_crs);
                crs_ui(ui, &mut view.layer_draft, named, lang);
            }
            if view.layer_draft.format.has_coding() {
                coding_ui(ui, &mut view.layer_draft, lang);
            }
            entered = path_ui(ui, view);
        });
    notes_ui(ui, &view.layer_draft, lang);
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let is_ready = view.layer_draft.is_ready();
        ui.add_enabled_ui(is_ready, |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "ui.export_window.do")).clicked();
            if is_asked || (entered && is_ready) {
                let order = Box::new(view.layer_draft.order(workspace));
                wishes.push(Command::ExportLayers { order, lang });
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

fn name_ui(ui: &mut Ui, key: &str, lang: Lang) -> eframe::egui::Id {
    let text = RichText::new(say!(lang, &format!("export.window.{key}")));
    ui.label(text.color(Palette::here(ui).faint)).id
}

fn what_ui(ui: &mut Ui, session: &Session, draft: &mut LayerDraft, lang: Lang) {
    let label = name_ui(ui, "what", lang);
    let layers = session.workspace().map(|workspace| workspace.layers.as_slice());
    let layers = layers.unwrap_or_default().iter().rev();
    let mut choices = vec![(What::All, say!(lang, "export.window.all"))];
    if session.screening().is_some() {
        choices.push((What::Findings, say!(lang, "export.findings")));
    }
    choices.extend(layers.map(|layer| {
        let name = layer.about.name.get(lang).to_owned();
        (What::Layer(layer.about.id.clone()), name)
    }));
    let shown = choices.iter().find(|(what, _)| *what == draft.what);
    let shown = shown.map_or_else(String::new, |(_, name)| name.clone());
    let choice = ComboBox::from_id_salt("layer export what")
        .selected_text(shown)
        .width(CHOICE_PX)
        .show_ui(ui, |ui| {
            for (what, name) in choices {
                if ui.selectable_label(draft.what == what, name).clicked() {
                    draft.set_what(what);
                }
            }
        });
    choice.response.labelled_by(label);
    ui.end_row();
}

fn format_ui(ui: &mut Ui, draft: &mut LayerDraft, lang: Lang) {
    let label = name_ui(ui, "format", lang);
    let choice = ComboBox::from_id_salt("layer export format")
        .selected_text(draft.format.name(lang))
        .width(CHOICE_PX)
        .show_ui(ui, |ui| {
            for format in LayerFormat::ALL {
                if ui
                    .selectable_label(draft.format == format, format.name(lang))
                    .clicked()
                {
                    draft.set_format(format);
                }
            }
        });
    choice.response.labelled_by(label);
    ui.end_row();
}

fn crs_ui(ui: &mut Ui, draft: &mut LayerDraft, (plane, recent): (&str, &mut RecentCrs), lang: Lang) {
    let label = name_ui(ui, "crs", lang);
    let usual = match draft.format {
        LayerFormat::GeoJson => say!(lang, "export.window.degrees"),
        _ => plane.to_owned(),
    };
    let name = |choice: CrsChoice| match choice {
        CrsChoice::Usual => say!(lang, "export.window.crs_usual", code = usual),
        CrsChoice::Source => say!(lang, "export.window.crs_source"),
        CrsChoice::Workspace => say!(lang, "export.window.crs_workspace", code = plane),
        CrsChoice::Code => say!(lang, "export.window.crs_code"),
    };
    ui.horizontal(|ui| {
        let choice = ComboBox::from_id_salt("layer export crs")
            .selected_text(name(draft.crs))
            .width(CHOICE_PX)
            .show_ui(ui, |ui| {
                for choice in CrsChoice::ALL {
                    ui.selectable_value(&mut draft.crs, choice, name(choice));
                }
            });
        choice.response.labelled_by(label);
        if draft.crs == CrsChoice::Code {
            let field = TextEdit::singleline(&mut draft.code)
                .hint_text(say!(lang, "export.window.crs_hint"))
                .desired_width(110.0);
            ui.add(field).labelled_by(label);
            let offer = CrsOffer {
                salt: "layer export code",
                shown: say!(lang, "import.crs_choose"),
                none: None,
                fitting: Vec::new(),
            };
            if let (_, Some(code)) = crs_picker_ui(ui, &offer, recent, lang) {
                draft.code = code;
            }
        }
    });
    ui.end_row();
}

fn coding_ui(ui: &mut Ui, draft: &mut LayerDraft, lang: Lang) {
    name_ui(ui, "coding", lang);
    let own = draft.coding.unwrap_or_else(|| draft.format.usual_coding());
    ui.horizontal(|ui| {
        for coding in Coding::ALL {
            let name = coding.code().to_ascii_uppercase();
            if ui.radio(own == coding, name).clicked() {
                draft.coding = Some(coding);
            }
        }
    });
    ui.end_row();
}

/// File or folder; true where Enter confirms it.
fn path_ui(ui: &mut Ui, view: &mut ViewState) -> bool {
    let lang = view.lang;
    let mut entered = false;
    let label = name_ui(ui, "path", lang);
    ui.vertical(|ui| {
        let mut path = view.layer_draft.path.clone();
        let field = TextEdit::singleline(&mut path).desired_width(CHOICE_PX);
        let field = ui.add(field).labelled_by(label);
        entered = path_first(&field, &path);
        if field.changed() {
            view.layer_draft.set_path(path);
        }
        ui.horizontal(|ui| {
            if ui.button(say!(lang, "export.window.file")).clicked() {
                view.asked = Some(Ask::LayerFile);
            }
            if ui.button(say!(lang, "export.window.folder")).clicked() {
                view.asked = Some(Ask::LayerFolder);
            }
        });
    });
    ui.end_row();
    entered
}

/// What should be known before the button is pressed.
fn notes_ui(ui: &mut Ui, draft: &LayerDraft, lang: Lang) {
    let mut keys = Vec::new();
    keys.extend((draft.what == What::All).then_some("folder_note"));
    keys.extend(match draft.format {
        LayerFormat::Kml => Some("kml_note"),
        LayerFormat::Xlsx => Some("xlsx_note"),
        LayerFormat::Parcels => Some("txt_note"),
        LayerFormat::Shapefile => Some("shp_note"),
        LayerFormat::Dxf => Some("dxf_note"),
        _ => None,
    });
    for key in keys {
        let note = RichText::new(say!(lang, &format!("export.window.{key}")));
        ui.add_space(4.0);
        ui.add(Label::new(note.color(Palette::here(ui).faint)).wrap());
    }
}
