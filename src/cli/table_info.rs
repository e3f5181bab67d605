//! What `redshank info` says about the table of a file: its first rows, and what its fields may mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::formats::guess::Guess;
use crate::formats::info::FileInfo;
use crate::formats::profile::Choices;
use crate::formats::sample_rows::{BadValue, Sample, SampleRow};
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::FieldTypes;
use crate::say;
use crate::words::Lang;

/// Letters of a value in a row for people.
const CELL_LETTERS: usize = 20;
/// Columns of a row for people; programs get all.
const SHOWN_COLUMNS: usize = 12;

/// Some rows, for programs.
#[derive(Serialize)]
pub struct SampleRecord {
    columns: Vec<String>,
    rows: Vec<RowRecord>,
    /// Values with bytes that are no text.
    undecodable: Vec<BadRecord>,
    /// True where another encoding can be tried without reading the file again.
    recodable: bool,
}

#[derive(Serialize)]
struct RowRecord {
    number: usize,
    /// One for each column; null where the row has none.
    values: Vec<Value>,
}

#[derive(Serialize)]
struct BadRecord {
    number: usize,
    field: String,
    text: String,
    bytes: Option<String>,
}

/// What fields and table may be, for programs.
#[derive(Serialize)]
pub struct GuessRecord<'a> {
    role: Option<&'static str>,
    kind: Option<&'static str>,
    by: Option<&'static str>,
    fields: Vec<MeaningRecord<'a>>,
}

#[derive(Serialize)]
struct MeaningRecord<'a> {
    meaning: &'static str,
    field: &'a str,
    by: &'static str,
}

/// What a profile says, for programs.
#[derive(Serialize)]
pub struct ProfileRecord<'a> {
    role: Option<&'static str>,
    kind: Option<&'static str>,
    crs: Option<&'a str>,
    encoding: Option<&'a str>,
    #[serde(skip_serializing_if = "FieldTypes::is_empty")]
    types: &'a FieldTypes,
    fields: BTreeMap<&'static str, &'a str>,
}

impl SampleRecord {
    /// Of the rows of a file.
    pub fn of(sample: &Sample) -> SampleRecord {
        let columns = sample.names();
        let value = |row: &SampleRow, column: &str| {
            let value = row.properties.get(column);
            value.map_or(Value::Null, |value| value.to_json())
        };
        let row = |row: &SampleRow| RowRecord {
            number: row.number,
            values: columns.iter().map(|column| value(row, column)).collect(),
        };
        let bad = |bad: BadValue| BadRecord {
            number: bad.number,
            field: bad.field,
            text: bad.text,
            bytes: bad.bytes,
        };
        SampleRecord {
            rows: sample.rows.iter().map(row).collect(),
            undecodable: sample.bad_values().into_iter().map(bad).collect(),
            recodable: sample.can_recode(),
            columns: columns.iter().map(|name| name.to_string()).collect(),
        }
    }
}

impl<'a> GuessRecord<'a> {
    /// Of what is guessed about a file.
    pub fn of(guess: &'a Guess) -> GuessRecord<'a> {
        GuessRecord {
            role: guess.role.map(|role| role.role.code()),
            kind: guess.role.and_then(|role| role.kind).map(|kind| kind.code()),
            by: guess.role.map(|role| role.by.code()),
            fields: guess
                .fields
                .iter()
                .map(|one| MeaningRecord {
                    meaning: one.meaning.code(),
                    field: &one.field,
                    by: one.by.code(),
                })
                .collect(),
        }
    }
}

impl<'a> ProfileRecord<'a> {
    /// Of what is settled.
    pub fn of(choices: &'a Choices) -> ProfileRecord<'a> {
        let fields = FieldMeaning::ALL
            .into_iter()
            .filter_map(|meaning| Some((meaning.code(), meaning.field(&choices.fields)?)));
        ProfileRecord {
            role: choices.role.map(|role| role.code()),
            kind: choices.kind.map(|kind| kind.code()),
            crs: choices.crs.as_deref(),
            encoding: choices.encoding.as_deref(),
            types: &choices.types,
            fields: fields.collect(),
        }
    }
}

/// The same for people, line by line.
pub fn table_words(info: &FileInfo, choices: Option<&Choices>, lang: Lang) -> String {
    let mut lines = Vec::new();
    match choices {
        Some(choices) => lines.extend(choice_words(choices, lang)),
        None => lines.extend(guess_words(&info.guess, lang)),
    }
    let columns = info.sample.names();
    let shown = columns
        .get(..SHOWN_COLUMNS.min(columns.len()))
        .unwrap_or_default();
    if !shown.is_empty() {
        lines.push(say!(lang, "cli.info.rows", count = info.sample.rows.len()));
        let names: Vec<String> = shown.iter().map(|name| cut(name)).collect();
        lines.push(format!("    #\t{}", names.join("\t")));
    }
    for row in info.sample.rows.iter().filter(|_| !shown.is_empty()) {
        let value = |column: &Arc<str>| row.properties.text(column).unwrap_or_default();
        let values: Vec<String> = shown.iter().map(|column| cut(&value(column))).collect();
        lines.push(format!("    {}\t{}", row.number, values.join("\t")));
    }
    for bad in info.sample.bad_values() {
        let bytes = bad.bytes.unwrap_or_default();
        let (number, field, text) = (bad.number, bad.field, bad.text);
        let line = say!(
            lang,
            "import.bad_value",
            number = number,
            field = field,
            text = text,
            bytes = bytes
        );
        lines.push(format!("    {line}"));
    }
    lines.join("\n")
}

fn guess_words(guess: &Guess, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(own) = guess.role {
        let kind = own.kind.map(|kind| format!(" / {}", kind.name(lang)));
        let role = format!("{}{}", own.role.name(lang), kind.unwrap_or_default());
        lines.push(say!(
            lang,
            "cli.info.may_be_role",
            role = role,
            by = own.by.text(lang)
        ));
    }
    lines.extend(guess.fields.iter().map(|one| {
        let meaning = one.meaning.name(lang);
        say!(
            lang,
            "cli.info.may_be_field",
            field = one.field,
            meaning = meaning,
            by = one.by.text(lang)
        )
    }));
    lines
}

fn choice_words(choices: &Choices, lang: Lang) -> Vec<String> {
    let role = choices.role.map(|role| role.name(lang));
    let fields = FieldMeaning::ALL
        .into_iter()
        .filter_map(|meaning| Some((meaning, meaning.field(&choices.fields)?)));
    let mut lines = vec![say!(lang, "cli.info.by_profile", role = role.unwrap_or_default())];
    lines.extend(fields.map(|(meaning, field)| format!("    {field} → {}", meaning.name(lang))));
    let types = choices.types.iter();
    lines.extend(types.map(|(field, own)| format!("    {field}: {}", own.name(lang))));
    lines
}

/// The beginning of a text, on one line.
fn cut(text: &str) -> String {
    let line: String = text.chars().take(CELL_LETTERS).collect();
    line.replace(|c: char| c.is_control(), " ")
}
