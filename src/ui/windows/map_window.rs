//! Which map sheet to write: format, size, part, words.

use eframe::egui::{ComboBox, DragValue, Grid, Id, Label, RichText, TextEdit, Ui, vec2};

use crate::report::picture::{MOST_SIDE_PX, Page, Paper, PictureError, PictureFormat};
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::map_draft::{MapDraft, MapPart};
use super::super::map_template::MapTemplate;
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::path_first;

/// Least side of a sheet in pixels: room for a legend.
const LEAST_SIDE_PX: u32 = 200;

/// A draft of the sheet, and the button that orders it.
pub fn map_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    ui.set_width(560.0);
    title_ui(ui, &say!(lang, "ui.command.export_map.label"));
    ui.add_space(6.0);
    let mut entered = false;
    Grid::new("map sheet")
        .num_columns(2)
        .spacing(vec2(14.0, 9.0))
        .show(ui, |ui| {
            template_ui(ui, &mut view.map_draft, lang);
            format_ui(ui, &mut view.map_draft, lang);
            size_ui(ui, &mut view.map_draft, lang);
            part_ui(ui, &mut view.map_draft, lang);
            words_ui(ui, session, &mut view.map_draft, lang);
            imprint_ui(ui, session, &mut view.map_draft, lang);
            entered = path_ui(ui, view);
        });
    notes_ui(ui, session, view);
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let is_ready = view.map_draft.is_ready();
        ui.add_enabled_ui(is_ready, |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "ui.export_window.do")).clicked();
            if is_asked || (entered && is_ready) {
                let order = view.map_draft.order(&view.seen(&session.looks()));
                wishes.push(Command::ExportMap(Box::new(order)));
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

/// What a field is for; what it is called by where it is read aloud.
fn name_ui(ui: &mut Ui, key: &str, lang: Lang) -> Id {
    let text = say!(lang, &format!("ui.map_window.{key}"));
    ui.label(RichText::new(text).color(Palette::here(ui).faint)).id
}

fn template_ui(ui: &mut Ui, draft: &mut MapDraft, lang: Lang) {
    let word = |code: &str| say!(lang, &format!("ui.map_window.template.{code}"));
    let label = ui.label(RichText::new(word("name")).color(Palette::here(ui).faint));
    let own = MapTemplate::of(draft);
    let shown = word(own.map_or("own", MapTemplate::code));
    let list = ComboBox::from_id_salt("template")
        .width(300.0)
        .selected_text(shown);
    let list = list.show_ui(ui, |ui| {
        for template in MapTemplate::ALL {
            if ui
                .selectable_label(own == Some(template), word(template.code()))
                .clicked()
            {
                template.apply(draft);
            }
        }
    });
    list.response.labelled_by(label.id);
    ui.end_row();
}

fn format_ui(ui: &mut Ui, draft: &mut MapDraft, lang: Lang) {
    name_ui(ui, "format", lang);
    ui.horizontal(|ui| {
        for format in PictureFormat::ALL {
            let label = say!(lang, &format!("ui.map_window.{}", format.code()));
            if ui.radio(draft.format == format, label).clicked() {
                draft.set_format(format);
            }
        }
    });
    ui.end_row();
}

fn size_ui(ui: &mut Ui, draft: &mut MapDraft, lang: Lang) {
    name_ui(ui, "size", lang);
    ui.horizontal(|ui| {
        for paper in Paper::ALL {
            let label = paper.code().to_ascii_uppercase();
            if ui.radio(draft.paper == Some(paper), label).clicked() {
                draft.set_paper(Some(paper));
            }
        }
        let pixels = say!(lang, "ui.map_window.pixels");
        if ui.radio(draft.paper.is_none(), pixels).clicked() {
            draft.set_paper(None);
        }
        if draft.paper.is_some() {
            ui.checkbox(&mut draft.standing, say!(lang, "ui.map_window.standing"));
        } else {
            let side = |value| DragValue::new(value).range(LEAST_SIDE_PX..=MOST_SIDE_PX);
            let label = name_ui(ui, "width", lang);
            ui.add(side(&mut draft.width_px)).labelled_by(label);
            let label = name_ui(ui, "height", lang);
            ui.add(side(&mut draft.height_px)).labelled_by(label);
        }
    });
    ui.end_row();
    let label = name_ui(ui, "dpi", lang);
    ui.horizontal(|ui| {
        ui.add(DragValue::new(&mut draft.dpi).range(Page::DPI))
            .labelled_by(label);
        let page = draft.page();
        let ((width_px, height_px), (width_mm, height_mm)) = (page.size_px(), page.size_mm());
        let size = match draft.format {
            PictureFormat::Png => format!("{width_px} × {height_px} px, "),
            PictureFormat::Svg | PictureFormat::Pdf => String::new(),
        };
        let size = format!("{size}{width_mm:.0} × {height_mm:.0} mm");
        ui.label(RichText::new(size).color(Palette::here(ui).faint));
    });
    ui.end_row();
}

fn part_ui(ui: &mut Ui, draft: &mut MapDraft, lang: Lang) {
    name_ui(ui, "part", lang);
    ui.horizontal(|ui| {
        let [_, _, at_a_scale] = [
            (MapPart::Whole, "whole"),
            (MapPart::Shown, "shown"),
            (MapPart::Scale, "scale"),
        ]
        .map(|(part, key)| {
            let text = say!(lang, &format!("ui.map_window.{key}"));
            ui.radio_value(&mut draft.part, part, text).id
        });
        let speed = 0.01 * draft.denominator;
        let field = DragValue::new(&mut draft.denominator)
            .range(10.0..=50_000_000.0)
            .speed(speed)
            .max_decimals(0)
            .prefix("1:")
            .custom_parser(|text| text.rsplit(':').next()?.replace([',', ' '], "").parse().ok());
        ui.add_enabled(draft.part == MapPart::Scale, field)
            .labelled_by(at_a_scale);
    });
    ui.end_row();
}

fn words_ui(ui: &mut Ui, session: &Session, draft: &mut MapDraft, lang: Lang) {
    name_ui(ui, "lang", lang);
    let own = draft.lang.unwrap_or(lang);
    ui.horizontal(|ui| {
        for (other, name) in [(Lang::Zh, "中文"), (Lang::En, "English")] {
            if ui.radio(own == other, name).clicked() {
                draft.lang = Some(other);
            }
        }
    });
    ui.end_row();
    let label = name_ui(ui, "title", lang);
    let name = session.workspace().map(|workspace| workspace.name.get(own));
    let field = TextEdit::singleline(&mut draft.title)
        .desired_width(380.0)
        .hint_text(name.unwrap_or_default());
    ui.add(field).labelled_by(label);
    ui.end_row();
    ui.label("");
    ui.checkbox(&mut draft.public, say!(lang, "ui.map_window.public"));
    ui.end_row();
}

/// Who made it, when, and what they add.
fn imprint_ui(ui: &mut Ui, session: &Session, draft: &mut MapDraft, lang: Lang) {
    let label = name_ui(ui, "maker", lang);
    let field = TextEdit::singleline(&mut draft.imprint.maker).desired_width(380.0);
    ui.add(field).labelled_by(label);
    ui.end_row();
    let label = name_ui(ui, "made_on", lang);
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut draft.imprint.day).desired_width(160.0);
        ui.add(field).labelled_by(label);
        let today = session.as_of().to_string();
        if ui
            .button(say!(lang, "ui.map_window.as_of", day = today))
            .clicked()
        {
            draft.imprint.day = today;
        }
    });
    ui.end_row();
    let label = name_ui(ui, "remark", lang);
    let field = TextEdit::multiline(&mut draft.imprint.remark).desired_width(380.0);
    ui.add(field.desired_rows(2)).labelled_by(label);
    ui.end_row();
}

/// The file; true where Enter confirms it.
fn path_ui(ui: &mut Ui, view: &mut ViewState) -> bool {
    let lang = view.lang;
    let mut entered = false;
    let faint = Palette::here(ui).faint;
    let label = ui.label(RichText::new(say!(lang, "ui.map_window.path")).color(faint));
    ui.horizontal(|ui| {
        let mut path = view.map_draft.path.clone();
        let field = TextEdit::singleline(&mut path).desired_width(300.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, &path);
        if field.changed() {
            view.map_draft.set_path(path);
        }
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(Ask::MapFile);
        }
    });
    ui.end_row();
    entered
}

/// What should be known before the button is pressed.
fn notes_ui(ui: &mut Ui, session: &Session, view: &ViewState) {
    let (lang, draft, palette) = (view.lang, &view.map_draft, Palette::here(ui));
    let approval = session.workspace().map(|workspace| &workspace.map_approval);
    let mut notes = Vec::new();
    if draft.format == PictureFormat::Png && !draft.page().fits() {
        let (width, height) = draft.page().size_px();
        notes.push((PictureError::Size(width, height).text(lang), palette.conflict));
    }
    if draft.public {
        let note = match approval {
            Some(Some(number)) => say!(lang, "ui.map_window.approved", number = number),
            _ => say!(lang, "ui.map_window.not_approved"),
        };
        notes.push((note, palette.near));
    }
    let count = session.looks().hidden.len();
    if count > 0 {
        notes.push((say!(lang, "ui.map_window.hidden", count = count), palette.faint));
    }
    for (note, color) in notes {
        ui.add_space(4.0);
        ui.add(Label::new(RichText::new(note).color(color)).wrap());
    }
}
