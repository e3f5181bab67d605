//! The first rows of a file, with the type of each field and what it means; and the values with bytes that are no text.

use std::sync::Arc;

use eframe::egui::{CollapsingHeader, ComboBox, Label, RichText, Role, ScrollArea, Ui, WidgetInfo};
use egui_extras::{Column, TableRow};

use crate::formats::info::FieldInfo;
use crate::formats::sample_rows::{SampleRow, is_bad_value};
use crate::model::feature::PropertyValue;
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::FieldType;
use crate::say;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::import_draft::ItemDraft;
use super::super::passing::pass_on;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::ViewState;
use super::super::widgets::{cell_ui, table_of};
use super::import_choices::origin_ui;

/// Fields beyond this are not shown; nobody maps so many.
const MOST_COLUMNS: usize = 60;
/// Height of the names, types and meanings above the rows, in pixels.
const HEAD_PX: f32 = 74.0;
/// Width of a column in pixels at least; few columns share the room that there is, up to the other.
const COLUMN_PX: f32 = 150.0;
const WIDE_COLUMN_PX: f32 = 320.0;
/// Width of the column of row numbers in pixels.
const NUMBER_PX: f32 = 46.0;
/// Room beside the type for the mark of a guess, in pixels.
const MARK_PX: f32 = 62.0;

/// What was chosen just now above a column.
enum Chosen {
    /// What the field means.
    Meaning(Option<FieldMeaning>),
    /// What its values are; as in the file where it is nothing.
    Type(Option<FieldType>),
}

/// The rows, in a window of some width in pixels.
pub fn table_ui(ui: &mut Ui, view: &mut ViewState, width_px: f32, wishes: &mut Vec<Command>) {
    let (lang, at) = (view.lang, view.import.current);
    let height_px = (ui.ctx().content_rect().height() - 480.0).clamp(150.0, 330.0);
    let Some(item) = view.import.item_mut() else {
        return;
    };
    let columns: Vec<Arc<str>> = item.columns.iter().take(MOST_COLUMNS).map(Arc::clone).collect();
    if columns.is_empty() {
        ui.label(RichText::new(say!(lang, "import.no_fields")).color(Palette::here(ui).faint));
        return;
    }
    let mut chosen = None;
    let column_px = column_px(ui, columns.len(), width_px);
    ScrollArea::horizontal().id_salt("import sample").show(ui, |ui| {
        // What the window is measured by has columns as narrow as they can be, which are not to stay so.
        let salt = ["import rows", "import rows, measured"][usize::from(ui.is_sizing_pass())];
        let table = table_of(ui, salt)
            .auto_shrink([true, true])
            .max_scroll_height(height_px)
            .column(Column::initial(NUMBER_PX).at_least(30.0).clip(true))
            .columns(
                Column::initial(column_px).at_least(90.0).clip(true),
                columns.len(),
            )
            .header(HEAD_PX, |mut row| {
                row.col(|ui| {
                    cell_ui(ui, RichText::new("#").color(Palette::here(ui).faint));
                });
                for (position, name) in columns.iter().enumerate() {
                    row.col(|ui| {
                        if let Some(own) = head_ui(ui, item, (position, name), lang) {
                            chosen = Some((Arc::clone(name), own));
                        }
                    });
                }
            });
        table.body(|body| {
            body.rows(ROW_PX, item.sample.rows.len(), |mut row| {
                if let Some(own) = item.sample.rows.get(row.index()) {
                    row_ui(&mut row, item, own, &columns);
                }
            });
        });
        pass_on(ui);
    });
    match chosen {
        Some((field, Chosen::Meaning(meaning))) => item.set_meaning(&field, meaning),
        Some((field, Chosen::Type(declared))) => {
            wishes.push(Command::Import(item.set_type(&field, declared, at)));
        }
        None => {}
    }
}

/// How wide each of so many columns is to begin with, where all have so much.
fn column_px(ui: &Ui, count: usize, width_px: f32) -> f32 {
    let gap_px = ui.spacing().item_spacing.x;
    let room_px = width_px - NUMBER_PX - ui.spacing().scroll.allocated_width();
    (room_px / count as f32 - gap_px).clamp(COLUMN_PX, WIDE_COLUMN_PX)
}

/// Name, type and meaning of a field; what was chosen of them just now.
fn head_ui(
    ui: &mut Ui,
    item: &ItemDraft,
    (position, name): (usize, &Arc<str>),
    lang: Lang,
) -> Option<Chosen> {
    let meaning = item.meaning_of(name);
    let mut chosen = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let label = ui.add(Label::new(RichText::new(&**name).strong()).truncate());
        ui.horizontal(|ui| {
            let declared = type_ui(ui, item, (position, name), lang);
            chosen = declared.map(Chosen::Type);
            origin_ui(ui, meaning.and_then(|(_, origin)| origin), lang);
        });
        let shown = |meaning: Option<FieldMeaning>| match meaning {
            Some(meaning) => meaning.name(lang),
            None => say!(lang, "import.no_meaning"),
        };
        let own = meaning.map(|(meaning, _)| meaning);
        let choice = ComboBox::from_id_salt(("import meaning", position))
            .selected_text(shown(own))
            .width(ui.available_width().min(COLUMN_PX) - 8.0)
            .show_ui(ui, |ui| {
                for meaning in std::iter::once(None).chain(FieldMeaning::ALL.map(Some)) {
                    if ui.selectable_label(own == meaning, shown(meaning)).clicked() {
                        chosen = Some(Chosen::Meaning(meaning));
                    }
                }
            });
        choice.response.labelled_by(label.id);
    });
    chosen
}

/// What the values of a field are, and what they could be declared to be; the choice that was made just now.
fn type_ui(
    ui: &mut Ui,
    item: &ItemDraft,
    (position, name): (usize, &Arc<str>),
    lang: Lang,
) -> Option<Option<FieldType>> {
    let own = item.types.get(&**name).copied();
    let fields = item.file.info().map(|info| info.fields.as_slice());
    let found = fields.and_then(|fields| fields.get(position));
    let shown = match own {
        Some(own) => own.name(lang),
        None => found.map(|field| types_of(field, lang)).unwrap_or_default(),
    };
    let mut chosen = None;
    let choice = ComboBox::from_id_salt(("import type", position))
        .selected_text(RichText::new(shown).small())
        .width((ui.available_width().min(COLUMN_PX) - MARK_PX).max(MARK_PX))
        .truncate()
        .show_ui(ui, |ui| {
            let of_file = say!(lang, "import.type_of_file");
            if ui.selectable_label(own.is_none(), of_file).clicked() {
                chosen = Some(None);
            }
            for one in FieldType::ALL {
                if ui.selectable_label(own == Some(one), one.name(lang)).clicked() {
                    chosen = Some(Some(one));
                }
            }
        });
    let label = say!(lang, "import.type_of", field = name);
    let choice = choice.response.on_hover_text(say!(lang, "import.type_tip"));
    choice.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    chosen.filter(|chosen| *chosen != own)
}

/// What stands in a field: numbers, texts, or several.
fn types_of(field: &FieldInfo, lang: Lang) -> String {
    let types = field.types.keys().filter(|name| **name != "null");
    let words: Vec<String> = types
        .map(|name| say!(lang, &format!("import.type.{name}")))
        .collect();
    words.join(" / ")
}

fn row_ui(row: &mut TableRow<'_, '_>, item: &ItemDraft, own: &SampleRow, columns: &[Arc<str>]) {
    row.col(|ui| {
        let number = RichText::new(own.number.to_string());
        cell_ui(ui, number.color(Palette::here(ui).faint));
    });
    for name in columns {
        row.col(|ui| {
            let mut values = own.properties.iter().enumerate();
            let Some((position, (_, value))) = values.find(|(_, (own, _))| *own == name) else {
                return;
            };
            match value {
                PropertyValue::Null => {}
                value if is_bad_value(value) => {
                    let text = RichText::new(value.to_string()).color(Palette::here(ui).conflict);
                    let bytes = item.sample.bytes_of(own.number, position);
                    cell_ui(ui, text).on_hover_text(bytes.unwrap_or_default());
                }
                value => {
                    cell_ui(ui, value.to_string());
                }
            }
        });
    }
}

/// The values that have bytes that are no text.
pub fn bad_values_ui(ui: &mut Ui, view: &ViewState) {
    let lang = view.lang;
    let Some(item) = view.import.item() else { return };
    let bad = item.sample.bad_values();
    if bad.is_empty() {
        return;
    }
    let title = say!(lang, "import.bad_values", count = bad.len());
    let title = RichText::new(title).color(Palette::here(ui).conflict);
    CollapsingHeader::new(title).id_salt("bad values").show(ui, |ui| {
        for value in bad {
            let bytes = value.bytes.unwrap_or_default();
            let (number, field, text) = (value.number, value.field, value.text);
            ui.label(say!(
                lang,
                "import.bad_value",
                number = number,
                field = field,
                text = text,
                bytes = bytes
            ));
        }
    });
}
