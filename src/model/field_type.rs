//! What the values of a source field are declared to be, where its reader would take them for something else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::say;
use crate::words::Lang;

/// A type of values, by somebody's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Text, also where it looks like a number: codes.
    Text,
    /// A number, also where it stands as text.
    Number,
    /// A day, in whichever of the usual ways it is written; kept as `2026-11-30`.
    Date,
}

/// Declared types by the names of fields.
pub type FieldTypes = BTreeMap<String, FieldType>;

impl FieldType {
    /// All, in the order of lists.
    pub const ALL: [FieldType; 3] = [FieldType::Text, FieldType::Number, FieldType::Date];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::Number => "number",
            FieldType::Date => "date",
        }
    }

    /// The type of that name in files.
    pub fn from_code(code: &str) -> Option<FieldType> {
        FieldType::ALL.into_iter().find(|own| own.code() == code)
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("import.declared.{}", self.code()))
    }
}
