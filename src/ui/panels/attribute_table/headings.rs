//! What stands over the columns.

use crate::attributes::sheet::{Column, Field, Sheet};
use crate::say;
use crate::words::Lang;

use super::super::super::areas::Areas;
use super::choice::TableChoice;

/// What stands over a column.
pub fn heading(field: &Field, (areas, lang): (Areas, Lang)) -> String {
    match field {
        Field::Number => say!(lang, "attributes.field.number"),
        Field::Id => say!(lang, "attributes.field.id"),
        Field::AreaHa => areas.heading(lang),
        Field::LengthM => say!(lang, "attributes.field.length"),
        Field::Property(name) => name.to_string(),
    }
}

/// The columns that are shown, with their headings.
pub fn headed(choice: &TableChoice, sheet: &Sheet, words: (Areas, Lang)) -> Vec<(Column, String)> {
    let columns = choice.layout.shown(sheet).into_iter();
    columns
        .map(|column| {
            let heading = heading(&column.field, words);
            (column, heading)
        })
        .collect()
}
