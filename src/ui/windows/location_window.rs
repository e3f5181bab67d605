//! Which features to select by how they lie to others.

use eframe::egui::{Checkbox, ComboBox, DragValue, Grid, Id, Label, RichText, ScrollArea, Ui, vec2};

use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::location::Lies;
use crate::session::selection::SelectHow;
use crate::words::Lang;

use super::super::focus_ring::keep_in_sight;
use super::super::location_draft::LocationDraft;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::focus_first;

/// Width of the lists to choose from, in pixels.
const CHOICE_PX: f32 = 300.0;
/// Height of the list of layers, in pixels.
const LAYERS_PX: f32 = 150.0;
/// Farther than any district is wide, in metres.
const FARTHEST_M: f64 = 1_000_000.0;

/// A draft of the query, and the button that asks it.
pub fn location_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        view.window = None;
        return;
    };
    let draft = &mut view.location;
    draft.settle(workspace);
    let selected = session.selection().features.iter();
    let selected = selected.filter(|name| draft.to.as_ref() == Some(&name.layer));
    let selected = selected.count();
    ui.set_width(520.0);
    title_ui(ui, &say!(lang, "ui.command.select_location.label"));
    ui.add_space(6.0);
    layers_ui(ui, workspace, draft, lang);
    ui.add_space(6.0);
    Grid::new("select by location")
        .num_columns(2)
        .spacing(vec2(14.0, 9.0))
        .show(ui, |ui| {
            lies_ui(ui, draft, lang);
            to_ui(ui, workspace, draft, lang);
            name_ui(ui, "", lang);
            let text = say!(lang, "location.selected_only", count = selected);
            let can_choose = selected > 0 || draft.selected_only;
            ui.add_enabled(can_choose, Checkbox::new(&mut draft.selected_only, text));
            ui.end_row();
            how_ui(ui, draft, lang);
        });
    ui.add_space(4.0);
    let note = RichText::new(say!(lang, "location.note"));
    ui.add(Label::new(note.color(Palette::here(ui).faint)).wrap());
    ui.add_space(10.0);
    let query = draft.query(workspace, selected);
    right_ui(ui, |ui| {
        ui.add_enabled_ui(query.is_some(), |ui| {
            if main_button_ui(ui, &say!(lang, "location.do")).clicked() {
                wishes.extend(query.map(|query| Command::SelectByLocation(Box::new(query))));
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

fn name_ui(ui: &mut Ui, key: &str, lang: Lang) -> Id {
    let text = match key {
        "" => String::new(),
        key => say!(lang, &format!("location.{key}")),
    };
    ui.label(RichText::new(text).color(Palette::here(ui).faint)).id
}

/// In the order of the map, top first.
fn layers_ui(ui: &mut Ui, workspace: &Workspace, draft: &mut LocationDraft, lang: Lang) {
    ui.horizontal(|ui| {
        name_ui(ui, "layers", lang);
        if ui.small_button(say!(lang, "location.all")).clicked() {
            let layers = workspace.layers.iter();
            draft.layers = layers.map(|layer| layer.about.id.clone()).collect();
        }
        if ui.small_button(say!(lang, "location.none_of_them")).clicked() {
            draft.layers.clear();
        }
    });
    ScrollArea::vertical()
        .max_height(LAYERS_PX)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (place, layer) in workspace.layers.iter().rev().enumerate() {
                let (id, is_first) = (&layer.about.id, place == 0);
                let mut is_in = draft.layers.contains(id);
                ui.push_id(id, |ui| {
                    let choice = ui.checkbox(&mut is_in, layer.about.name.get(lang));
                    if is_first {
                        focus_first(&choice);
                    }
                    if choice.changed() {
                        match is_in {
                            true => draft.layers.insert(id.clone()),
                            false => draft.layers.remove(id),
                        };
                    }
                });
            }
            keep_in_sight(ui);
        });
}

fn lies_ui(ui: &mut Ui, draft: &mut LocationDraft, lang: Lang) {
    let name = |lies: Lies| say!(lang, &format!("location.lies.{}", lies.code()));
    let label = name_ui(ui, "that", lang);
    let choice = ComboBox::from_id_salt("location lies")
        .selected_text(name(draft.lies))
        .width(CHOICE_PX)
        .show_ui(ui, |ui| {
            for lies in Lies::ALL {
                ui.selectable_value(&mut draft.lies, lies, name(lies));
            }
        });
    choice.response.labelled_by(label);
    ui.end_row();
    if draft.lies == Lies::Near {
        let label = name_ui(ui, "within_m", lang);
        let field = DragValue::new(&mut draft.within_m)
            .range(0.0..=FARTHEST_M)
            .max_decimals(3);
        ui.add(field).labelled_by(label);
        ui.end_row();
    }
}

fn to_ui(ui: &mut Ui, workspace: &Workspace, draft: &mut LocationDraft, lang: Lang) {
    let name = |layer: &Layer| layer.about.name.get(lang).to_owned();
    let label = name_ui(ui, "to", lang);
    let chosen = draft.to.as_deref().and_then(|id| workspace.layer(id));
    let shown = chosen.map_or_else(|| say!(lang, "location.choose"), |layer| name(layer));
    let choice = ComboBox::from_id_salt("location to")
        .selected_text(shown)
        .width(CHOICE_PX)
        .show_ui(ui, |ui| {
            for layer in workspace.layers.iter().rev() {
                let id = Some(layer.about.id.clone());
                ui.selectable_value(&mut draft.to, id, name(layer));
            }
        });
    choice.response.labelled_by(label);
    ui.end_row();
}

fn how_ui(ui: &mut Ui, draft: &mut LocationDraft, lang: Lang) {
    let name = |how: SelectHow| say!(lang, &format!("location.result.{}", how.code()));
    let label = name_ui(ui, "how", lang);
    let choice = ComboBox::from_id_salt("location how")
        .selected_text(name(draft.how))
        .width(CHOICE_PX)
        .show_ui(ui, |ui| {
            for how in SelectHow::ALL {
                ui.selectable_value(&mut draft.how, how, name(how));
            }
        });
    choice.response.labelled_by(label);
    ui.end_row();
}
