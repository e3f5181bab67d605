//! What stands over the columns.

use crate::attributes::sheet::{Column, Field, Sheet};
use crate::say;
use crate::words::Lang;

use super::choice::TableChoice;

/// What stands over a column.
pub fn heading(field: &Field, lang: Lang) -> String {
    match field {
        Field::Number => say!(lang, "attributes.field.number"),
        Field::Id => say!(lang, "attributes.field.id"),
        Field::AreaHa => say!(lang, "attributes.field.area"),
        Field::LengthM => say!(lang, "attributes.field.length"),
        Field::Property(name) => name.to_string(),
    }
}

/// The columns that are shown, with their headings.
pub fn headed(choice: &TableChoice, sheet: &Sheet, lang: Lang) -> Vec<(Column, String)> {
    let columns = choice.layout.shown(sheet).into_iter();
    columns
        .map(|column| {
            let heading = heading(&column.field, lang);
            (column, heading)
        })
        .collect()
}
