//! What people say about one file of an import: name, role, CRS, encoding, memory, profiles.

use eframe::egui::{ComboBox, Grid, Id, Label, RichText, TextEdit, Ui, vec2};

use crate::formats::raw::EncodingEvidence;
use crate::model::role::Role;
use crate::say;
use crate::session::command::Command;
use crate::session::import::ImportStep;
use crate::words::Lang;

use super::super::crs_picker::{CrsOffer, RecentCrs, crs_picker_ui};
use super::super::import_draft::{ItemDraft, Origin};
use super::super::role_lists::{kind_list_ui, role_list_ui};
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
use super::super::widgets::mark_ui;
use super::super::window_focus::path_first;

/// Encodings that tables come in, by the WHATWG's names.
pub const ENCODINGS: [&str; 6] = ["UTF-8", "GBK", "Big5", "windows-1252", "Shift_JIS", "EUC-KR"];
/// Width of lists and fields, in pixels.
const CHOICE_PX: f32 = 250.0;

/// Name and role of the layer, CRS and encoding of the file; true where Enter confirms the name.
pub fn choices_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) -> bool {
    let (lang, at) = (view.lang, view.import.current);
    let Some(item) = view.import.item_mut() else {
        return false;
    };
    let (mut step, mut entered) = (None, false);
    Grid::new("import choices")
        .num_columns(4)
        .spacing(vec2(12.0, 7.0))
        .show(ui, |ui| {
            let label = name_ui(ui, "name", lang);
            // In a grid a field is as wide as its column was before, unless it says so itself.
            let field = TextEdit::singleline(&mut item.name);
            let field = ui.add_sized(vec2(CHOICE_PX, 24.0), field).labelled_by(label);
            entered = path_first(&field, &item.name);
            step = crs_ui(ui, (item, at), &mut view.recent_crs, lang);
            ui.end_row();
            role_ui(ui, item, lang);
            let other = encoding_ui(ui, item, at, lang);
            step = step.take().or(other);
            ui.end_row();
        });
    ui.add_space(6.0);
    wishes.extend(step.map(Command::Import));
    entered
}

fn name_ui(ui: &mut Ui, key: &str, lang: Lang) -> Id {
    let text = RichText::new(say!(lang, &format!("import.{key}")));
    ui.label(text.color(Palette::here(ui).faint)).id
}

fn role_ui(ui: &mut Ui, item: &mut ItemDraft, lang: Lang) {
    let label = name_ui(ui, "role", lang);
    ui.horizontal(|ui| {
        let before = (item.role, item.kind);
        role_list_ui(ui, "import", &mut item.role, lang).labelled_by(label);
        if item.role == Some(Role::Project) {
            kind_list_ui(ui, "import", &mut item.kind, lang);
        }
        if before != (item.role, item.kind) {
            item.role_origin = None;
        }
        origin_ui(ui, item.role_origin, lang);
    });
}

fn crs_ui(
    ui: &mut Ui,
    (item, at): (&mut ItemDraft, usize),
    recent: &mut RecentCrs,
    lang: Lang,
) -> Option<ImportStep> {
    let label = name_ui(ui, "crs", lang);
    let mut wish = None;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut item.crs_text)
            .hint_text(say!(lang, "import.crs_hint"))
            .desired_width(120.0);
        let field = ui.add(field).labelled_by(label);
        let typed = item.crs_text.trim().to_owned();
        if field.lost_focus() && typed != item.file.crs.clone().unwrap_or_default() {
            wish = Some(typed);
        }
        let proposals = item.file.info().map(|info| info.doubt.proposals.as_slice());
        let plain = proposals.unwrap_or_default().iter();
        let plain = plain.filter(|reading| !reading.swapped && reading.shift.is_none());
        let proposed: Vec<(String, String)> = plain
            .filter_map(|reading| Some((reading.system.crs_code()?, reading.name(lang))))
            .collect();
        let offer = CrsOffer {
            salt: "import crs",
            shown: say!(lang, "import.crs_choose"),
            none: Some(say!(lang, "import.crs_of_file")),
            fitting: proposed,
        };
        let (choice, chosen) = crs_picker_ui(ui, &offer, recent, lang);
        choice.on_hover_text(say!(lang, "import.crs_choose"));
        wish = wish.take().or(chosen);
    });
    wish.map(|code| item.set_crs(&code, at))
}

fn encoding_ui(ui: &mut Ui, item: &mut ItemDraft, at: usize, lang: Lang) -> Option<ImportStep> {
    let found = item.file.info().and_then(|info| info.encoding);
    let shown = item.shown_encoding()?.to_owned();
    let label = name_ui(ui, "encoding", lang);
    let mut wish = None;
    ui.horizontal(|ui| {
        let choice = ComboBox::from_id_salt("import encoding")
            .selected_text(&shown)
            .width(120.0)
            .show_ui(ui, |ui| {
                for name in ENCODINGS {
                    if ui.selectable_label(shown == name, name).clicked() {
                        wish = Some(name);
                    }
                }
            });
        choice.response.labelled_by(label);
        let by = match (&item.encoding, found) {
            (Some(_), _) => Some(EncodingEvidence::Setting),
            (None, found) => found.map(|encoding| encoding.by),
        };
        if let Some(by) = by {
            let reason = say!(lang, &format!("cli.info.encoding_by.{}", by.code()));
            let palette = Palette::here(ui);
            let color = match by {
                EncodingEvidence::Guess => palette.near,
                _ => palette.faint,
            };
            ui.label(RichText::new(reason).color(color));
        }
    });
    item.set_encoding(wish?, at)
}

/// Says that a file is imported as last time, with a button to forget that.
pub fn memory_ui(ui: &mut Ui, view: &ViewState, wishes: &mut Vec<Command>) {
    let (lang, at) = (view.lang, view.import.current);
    let settled = view.import.item().and_then(|item| item.file.settled.as_ref());
    let Some(settled) = settled else { return };
    ui.horizontal(|ui| {
        let key = if settled.by_profile {
            "import.by_profile"
        } else {
            "import.as_last_time"
        };
        ui.label(RichText::new(say!(lang, key)).color(Palette::here(ui).clear));
        if !settled.by_profile && ui.button(say!(lang, "import.forget")).clicked() {
            wishes.push(Command::Import(ImportStep::Forget(at)));
        }
    });
    ui.add_space(4.0);
}

/// Buttons for profiles; each leads to a window that asks for the file, and comes back here.
pub fn profile_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.horizontal(|ui| {
        if ui.button(say!(lang, "import.use_profile")).clicked() {
            view.window = Some(Window::PathOf(Ask::ProfileToUse));
        }
        if ui.button(say!(lang, "import.save_profile")).clicked() {
            view.window = Some(Window::PathOf(Ask::ProfileToSave));
        }
        let how = RichText::new(say!(lang, "import.profile_how")).small();
        ui.add(Label::new(how.color(Palette::here(ui).faint)).truncate());
    });
}

/// A mark beside something that nobody has chosen yet.
pub fn origin_ui(ui: &mut Ui, origin: Option<Origin>, lang: Lang) {
    let palette = Palette::here(ui);
    match origin {
        None => {}
        Some(Origin::Memory) => {
            mark_ui(ui, &say!(lang, "import.remembered"), palette.clear);
        }
        Some(Origin::Guess(by)) => {
            let tip = by.text(lang);
            mark_ui(ui, &say!(lang, "import.guessed"), palette.advice).on_hover_text(tip);
        }
    }
}
