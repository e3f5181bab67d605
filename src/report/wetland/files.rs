//! The files of totals, into one folder.

use std::path::Path;

use crate::model::annex::Annex;
use crate::model::workspace::Workspace;
use crate::report::export::Exported;
use crate::report::files::write;
use crate::words::Lang;

use super::{csv, html, json};

/// A kind of file that totals can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalsKind {
    /// `totals.json`
    Json,
    /// `totals.csv`
    Csv,
    /// `totals.html`
    Html,
}

impl TotalsKind {
    /// All kinds: what is written where nobody says what.
    pub const ALL: [TotalsKind; 3] = [TotalsKind::Json, TotalsKind::Csv, TotalsKind::Html];

    /// The name in lists.
    pub fn code(self) -> &'static str {
        match self {
            TotalsKind::Json => "json",
            TotalsKind::Csv => "csv",
            TotalsKind::Html => "html",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<TotalsKind> {
        TotalsKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The file's name within the folder.
    pub fn file_name(self) -> &'static str {
        match self {
            TotalsKind::Json => "totals.json",
            TotalsKind::Csv => "totals.csv",
            TotalsKind::Html => "totals.html",
        }
    }

    /// The file's content. Only the page depends on the language.
    pub fn content(self, workspace: &Workspace, annex: &Annex, lang: Lang) -> Vec<u8> {
        match self {
            TotalsKind::Json => json::totals_json(workspace, annex),
            TotalsKind::Csv => csv::totals_csv(annex),
            TotalsKind::Html => html::totals_page(workspace, annex, lang).into_bytes(),
        }
    }
}

/// Writes the files into a folder, which is made if it is missing. One that fails does not hinder the others.
pub fn export_totals(
    folder: &Path,
    kinds: &[TotalsKind],
    workspace: &Workspace,
    annex: &Annex,
    lang: Lang,
) -> Exported {
    let mut exported = Exported::default();
    for kind in kinds {
        let path = folder.join(kind.file_name());
        match write(&path, &kind.content(workspace, annex, lang)) {
            Ok(()) => exported.written.push(path),
            Err(error) => exported.failed.push(error),
        }
    }
    exported
}
