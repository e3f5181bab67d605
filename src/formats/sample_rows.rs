//! Some rows of the table of a file, for a first look; in another encoding at once where that needs no file.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::feature::{Properties, PropertyValue};
use crate::model::kept_texts::KeptTexts;

use super::encoding::by_name;
use super::raw::{RawFeature, RawLayer};
use super::recode::Recoder;

/// Rows from the beginning of the file.
pub const FIRST_ROWS: usize = 20;
/// Rows further on that have bytes that are no text.
const BAD_ROWS: usize = 10;

/// Rows of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The first ones, then some of those with bytes that are no text.
    pub rows: Vec<SampleRow>,
    kept: Option<KeptTexts>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleRow {
    /// Number of the feature in the file, from 1.
    pub number: usize,
    /// Its values.
    pub properties: Properties,
}

/// A value that has bytes that are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadValue {
    /// Number of the feature in the file, from 1.
    pub number: usize,
    /// The name of the field.
    pub field: String,
    /// The value with U+FFFD for what is no text.
    pub text: String,
    /// All its bytes, `D5 E3`; `None` where the format does not keep them.
    pub bytes: Option<String>,
}

impl Sample {
    /// Of what was read of a file.
    pub fn of(raw: &RawLayer) -> Sample {
        let bad = |feature: &&RawFeature| is_bad(&feature.properties);
        let first = raw.features.iter().take(FIRST_ROWS);
        let further = raw.features.iter().skip(FIRST_ROWS).filter(bad).take(BAD_ROWS);
        let rows: Vec<SampleRow> = first
            .chain(further)
            .map(|feature| SampleRow {
                number: feature.number,
                properties: feature.properties.clone(),
            })
            .collect();
        let numbers: HashSet<usize> = rows.iter().map(|row| row.number).collect();
        let kept = raw.kept.as_ref().map(|kept| {
            let values = kept
                .values
                .iter()
                .filter(|((number, _), _)| numbers.contains(number));
            KeptTexts {
                values: values.map(|(at, bytes)| (*at, bytes.clone())).collect(),
                encoding: kept.encoding.clone(),
                said_by: kept.said_by,
                is_trimmed: kept.is_trimmed,
                names: kept.names.clone(),
            }
        });
        Sample { rows, kept }
    }

    /// The names of the fields as bytes of the file, where they are kept: they are the same in every encoding.
    pub fn name_bytes(&self) -> Option<&[Box<[u8]>]> {
        self.kept.as_ref().map(|kept| &*kept.names)
    }

    /// The names of the fields, in the order in which they come first.
    pub fn names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(|row| row.properties.iter()) {
            if !names.contains(name) {
                names.push(Arc::clone(name));
            }
        }
        names
    }

    /// True where another encoding can be looked at without the file.
    pub fn can_recode(&self) -> bool {
        self.kept.is_some()
    }

    /// The same rows in an encoding; `None` where that needs the file, or there is no such encoding.
    pub fn in_encoding(&self, name: &str) -> Option<Sample> {
        let mut recoder = Recoder::new(self.kept.as_ref()?, by_name(name)?);
        let rows = self.rows.iter().map(|row| SampleRow {
            number: row.number,
            properties: recoder.properties(row.number, &row.properties),
        });
        let rows = rows.collect();
        Some(Sample {
            rows,
            kept: Some(recoder.after),
        })
    }

    /// The values with bytes that are no text, in the order of the rows.
    pub fn bad_values(&self) -> Vec<BadValue> {
        let mut bad = Vec::new();
        for row in &self.rows {
            for (position, (name, value)) in row.properties.iter().enumerate() {
                if is_bad_value(value) {
                    bad.push(BadValue {
                        number: row.number,
                        field: name.to_string(),
                        text: value.to_string(),
                        bytes: self.bytes_of(row.number, position),
                    });
                }
            }
        }
        bad
    }

    /// The bytes of a value that does not lead back to them, `D5 E3`.
    pub fn bytes_of(&self, number: usize, position: usize) -> Option<String> {
        let bytes = self.kept.as_ref()?.values.get(&(number, position))?;
        Some(KeptTexts::hexadecimal(bytes))
    }
}

/// True for a text with U+FFFD in it.
pub fn is_bad_value(value: &PropertyValue) -> bool {
    matches!(value, PropertyValue::Text(text) if text.contains(char::REPLACEMENT_CHARACTER))
}

fn is_bad(properties: &Properties) -> bool {
    properties.iter().any(|(_, value)| is_bad_value(value))
}
