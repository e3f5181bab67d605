//! What is doubtful about a file before it is imported.

use crate::say;
use crate::words::Lang;

/// What somebody has to look at before a file is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It cannot be read.
    Unread,
    /// Nobody says which CRS it is in.
    NoCrs,
    /// The place is suspicious.
    Place,
    /// The encoding is a guess.
    Encoding,
    /// Some bytes are no text.
    Undecodable,
    /// Nothing says what it is for.
    NoRole,
    /// Nothing says what the planned projects are, so every rule would be applied to them.
    NoKind,
}

impl Doubt {
    /// The key of its text.
    pub fn code(self) -> &'static str {
        match self {
            Doubt::Unread => "unread",
            Doubt::NoCrs => "no_crs",
            Doubt::Place => "place",
            Doubt::Encoding => "encoding",
            Doubt::Undecodable => "undecodable",
            Doubt::NoRole => "no_role",
            Doubt::NoKind => "no_kind",
        }
    }

    /// In words.
    pub fn text(self, lang: Lang) -> String {
        say!(lang, &format!("import.doubt.{}", self.code()))
    }
}
