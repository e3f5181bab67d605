//! One guess and its reason.

use crate::model::field_meaning::FieldMeaning;
use crate::model::role::{ProjectKind, Role};
use crate::say;
use crate::words::Lang;

/// A field and what it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuessedField {
    /// What it may mean.
    pub meaning: FieldMeaning,
    /// Its name.
    pub field: String,
    /// Why.
    pub by: By,
}

/// What a table may be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuessedRole {
    /// Role of the layer.
    pub role: Role,
    /// Kind of its projects.
    pub kind: Option<ProjectKind>,
    /// Why.
    pub by: By,
}

/// Why something is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The name of the field is a well-known one.
    Name,
    /// The values can hardly be anything else.
    Values,
    /// The name of the file or table.
    File,
    /// The fields that the table has.
    Fields,
}

impl By {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            By::Name => "name",
            By::Values => "values",
            By::File => "file",
            By::Fields => "fields",
        }
    }

    /// In words.
    pub fn text(self, lang: Lang) -> String {
        say!(lang, &format!("import.by.{}", self.code()))
    }
}
