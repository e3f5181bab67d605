//! The first rows of a file, with what each field means; and the values with bytes that are no text.

use std::sync::Arc;

use eframe::egui::{CollapsingHeader, ComboBox, Label, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableRow};

use crate::formats::info::FieldInfo;
use crate::formats::sample_rows::{SampleRow, is_bad_value};
use crate::model::feature::PropertyValue;
use crate::model::field_meaning::FieldMeaning;
use crate::say;
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
const HEAD_PX: f32 = 68.0;
const COLUMN_PX: f32 = 150.0;

/// The rows.
pub fn table_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let room_px = (ui.ctx().content_rect().height() - 480.0).clamp(150.0, 330.0);
    let Some(item) = view.import.item_mut() else {
        return;
    };
    let columns: Vec<Arc<str>> = item.columns.iter().take(MOST_COLUMNS).map(Arc::clone).collect();
    if columns.is_empty() {
        ui.label(RichText::new(say!(lang, "import.no_fields")).color(Palette::here(ui).faint));
        return;
    }
    let mut chosen = None;
    ScrollArea::horizontal().id_salt("import sample").show(ui, |ui| {
        let table = table_of(ui, "import rows")
            .auto_shrink([true, true])
            .max_scroll_height(room_px)
            .column(Column::initial(46.0).at_least(30.0).clip(true))
            .columns(
                Column::initial(COLUMN_PX).at_least(90.0).clip(true),
                columns.len(),
            )
            .header(HEAD_PX, |mut row| {
                row.col(|ui| {
                    cell_ui(ui, RichText::new("#").color(Palette::here(ui).faint));
                });
                for (position, name) in columns.iter().enumerate() {
                    row.col(|ui| {
                        if let Some(meaning) = head_ui(ui, item, (position, name), lang) {
                            chosen = Some((Arc::clone(name), meaning));
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
    if let Some((field, meaning)) = chosen {
        item.set_meaning(&field, meaning);
    }
}

/// Name, type and meaning of a field; the meaning that was chosen just now.
fn head_ui(
    ui: &mut Ui,
    item: &ItemDraft,
    (position, name): (usize, &Arc<str>),
    lang: Lang,
) -> Option<Option<FieldMeaning>> {
    let fields = item.file.info().map(|info| info.fields.as_slice());
    let types = fields
        .and_then(|fields| fields.get(position))
        .map(|field| types_of(field, lang));
    let meaning = item.meaning_of(name);
    let mut chosen = None;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let label = ui.add(Label::new(RichText::new(&**name).strong()).truncate());
        ui.horizontal(|ui| {
            let types = RichText::new(types.unwrap_or_default()).small();
            ui.add(Label::new(types.color(Palette::here(ui).faint)).truncate());
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
                        chosen = Some(meaning);
                    }
                }
            });
        choice.response.labelled_by(label.id);
    });
    chosen
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
