//! A profile as TOML, version 1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::formats::workspace::settings::Settings;
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::FieldTypes;
use crate::model::layer::Fields;
use crate::model::problem::Problem;
use crate::model::role::{ProjectKind, Role};

use super::key::TableKey;
use super::record::{Choices, Record};

const VERSION: u32 = 1;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default, rename = "table")]
    tables: Vec<WrittenTable>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenTable {
    /// The name of the file, with `#` for each number.
    name: String,
    /// Hash of the names of the fields.
    fields: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crs: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    /// What the values of fields are declared to be.
    #[serde(default, skip_serializing_if = "FieldTypes::is_empty")]
    types: FieldTypes,
    /// Which field means what.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    meaning: BTreeMap<String, String>,
}

/// The text of a profile with these records.
pub fn write(records: &[Record]) -> String {
    let written = Written {
        version: VERSION,
        tables: records.iter().map(table).collect(),
    };
    // Only texts and a number stand in the types above; those always have a form in TOML.
    toml::to_string(&written).expect("texts have a form in TOML")
}

fn table(record: &Record) -> WrittenTable {
    let choices = &record.choices;
    let mut meaning = BTreeMap::new();
    for one in FieldMeaning::ALL {
        if let Some(field) = one.field(&choices.fields) {
            meaning.insert(one.code().to_owned(), field.to_owned());
        }
    }
    WrittenTable {
        name: record.key.name.clone(),
        fields: record.key.fields.clone(),
        role: choices.role.map(|role| role.code().to_owned()),
        kind: choices.kind.map(|kind| kind.code().to_owned()),
        crs: choices.crs.clone(),
        encoding: choices.encoding.clone(),
        types: choices.types.clone(),
        meaning,
    }
}

/// Reads the records of a profile.
///
/// # Errors
/// What means nothing, with file, line and key.
pub fn read(settings: &Settings<'_>) -> Result<Vec<Record>, Box<Problem>> {
    let written: Written = settings.parse()?;
    if written.version != VERSION {
        let what = format!("version {} of profiles is not known, only 1", written.version);
        return Err(settings.bad(Some("version"), settings.text.find("version"), &what));
    }
    let records = written.tables.into_iter().map(|table| record(settings, table));
    records.collect()
}

fn record(settings: &Settings<'_>, table: WrittenTable) -> Result<Record, Box<Problem>> {
    let bad = |key: &str, found: &str| {
        let what = format!("{found:?} is not known");
        settings.bad(Some(key), settings.text.find(found), &what)
    };
    let mut fields = Fields::default();
    for (meaning, field) in table.meaning {
        let known = FieldMeaning::from_code(&meaning).ok_or_else(|| bad("meaning", &meaning))?;
        *known.field_mut(&mut fields) = Some(field);
    }
    let role = |code: String| Role::from_code(&code).ok_or_else(|| bad("role", &code));
    let kind = |code: String| ProjectKind::from_code(&code).ok_or_else(|| bad("kind", &code));
    Ok(Record {
        key: TableKey {
            name: table.name,
            fields: table.fields,
        },
        choices: Choices {
            role: table.role.map(role).transpose()?,
            kind: table.kind.map(kind).transpose()?,
            crs: table.crs,
            encoding: table.encoding,
            types: table.types,
            fields,
        },
    })
}
