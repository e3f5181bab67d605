//! The files of a screening, into one folder.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::model::finding::Screening;
use crate::model::workspace::Workspace;
use crate::words::Lang;

use super::docx::docx;
use super::files::{WriteError, write_with};
use super::paper::review;
use super::xlsx::xlsx;
use super::{csv, geojson, html, json};

/// A kind of file that a screening can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `findings.json`
    Json,
    /// `findings.csv`
    Csv,
    /// `findings.geojson`
    GeoJson,
    /// `report.html`
    Html,
    /// `report.docx`
    Docx,
    /// `report.xlsx`
    Xlsx,
    /// `report.pdf`
    #[cfg(feature = "pdf")]
    Pdf,
}

impl FileKind {
    /// All kinds.
    pub const ALL: &[FileKind] = &[
        FileKind::Json,
        FileKind::Csv,
        FileKind::GeoJson,
        FileKind::Html,
        FileKind::Docx,
        FileKind::Xlsx,
        #[cfg(feature = "pdf")]
        FileKind::Pdf,
    ];
    /// Reports for people.
    pub const REPORTS: &[FileKind] = &[
        FileKind::Html,
        FileKind::Docx,
        FileKind::Xlsx,
        #[cfg(feature = "pdf")]
        FileKind::Pdf,
    ];
    /// What is written where nobody says what.
    pub const DEFAULT: [FileKind; 3] = [FileKind::Json, FileKind::Csv, FileKind::GeoJson];

    /// The name in lists: `json`.
    pub fn code(self) -> &'static str {
        match self {
            FileKind::Json => "json",
            FileKind::Csv => "csv",
            FileKind::GeoJson => "geojson",
            FileKind::Html => "html",
            FileKind::Docx => "docx",
            FileKind::Xlsx => "xlsx",
            #[cfg(feature = "pdf")]
            FileKind::Pdf => "pdf",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<FileKind> {
        FileKind::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// The file's name within the folder.
    pub fn file_name(self) -> &'static str {
        match self {
            FileKind::Json => "findings.json",
            FileKind::Csv => "findings.csv",
            FileKind::GeoJson => "findings.geojson",
            FileKind::Html => "report.html",
            FileKind::Docx => "report.docx",
            FileKind::Xlsx => "report.xlsx",
            #[cfg(feature = "pdf")]
            FileKind::Pdf => "report.pdf",
        }
    }

    /// True for files in which wetland totals, footprints and quotas stand.
    pub fn has_annex(self) -> bool {
        !matches!(self, FileKind::Csv | FileKind::GeoJson)
    }

    /// Writes the file's content. Only reports depend on the language.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(
        self,
        workspace: &Workspace,
        screening: &Screening,
        lang: Lang,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let wording = Wording { lang, first: &[] };
        self.write_worded((workspace, screening), wording, out)
    }

    /// As [`FileKind::write`], with lines that the first page of a report begins with.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_worded(
        self,
        (workspace, screening): (&Workspace, &Screening),
        wording: Wording<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let paper = || {
            let mut document = review(workspace, screening, wording.lang);
            document.warnings.splice(0..0, wording.first.iter().cloned());
            document
        };
        match self {
            FileKind::Json => json::write_findings(workspace, screening, out),
            FileKind::Csv => csv::write_findings(workspace, screening, out),
            FileKind::GeoJson => geojson::write_findings(workspace, screening, out),
            FileKind::Html => out.write_all(html::page(&paper()).as_bytes()),
            FileKind::Docx => out.write_all(&docx(&paper())?),
            FileKind::Xlsx => out.write_all(&xlsx(&paper(), workspace, screening)?),
            #[cfg(feature = "pdf")]
            FileKind::Pdf => out.write_all(&super::pdf::pdf(&paper())?),
        }
    }
}

/// In which words reports are written.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// The language.
    pub lang: Lang,
    /// Lines that the first page begins with, before all other warnings.
    pub first: &'a [String],
}

/// What became of the files of an export.
#[derive(Debug, Default)]
pub struct Exported {
    /// Written whole, in the order asked for.
    pub written: Vec<PathBuf>,
    /// Not written; whatever stood there before still does.
    pub failed: Vec<WriteError>,
}

/// Writes the files into a folder, which is made if it is missing. One that fails does not hinder the others.
pub fn export(
    folder: &Path,
    kinds: &[FileKind],
    workspace: &Workspace,
    screening: &Screening,
    lang: Lang,
) -> Exported {
    let wording = Wording { lang, first: &[] };
    export_worded(folder, kinds, (workspace, screening), wording)
}

/// As [`export`], with lines that the first page of each report begins with.
pub fn export_worded(
    folder: &Path,
    kinds: &[FileKind],
    (workspace, screening): (&Workspace, &Screening),
    wording: Wording<'_>,
) -> Exported {
    let mut exported = Exported::default();
    for kind in kinds {
        let path = folder.join(kind.file_name());
        match write_with(&path, |out| {
            kind.write_worded((workspace, screening), wording, out)
        }) {
            Ok(()) => exported.written.push(path),
            Err(error) => exported.failed.push(error),
        }
    }
    exported
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;

    #[test]
    fn one_failure_does_not_hinder_the_others() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("findings.csv")).unwrap();
        let scene = scene::overlap();
        let exported = export(
            home.path(),
            FileKind::ALL,
            &scene.workspace,
            &scene.screening,
            Lang::Zh,
        );
        let names: Vec<_> = exported
            .written
            .iter()
            .map(|path| path.file_name().unwrap())
            .collect();
        let all = FileKind::ALL.iter().map(|kind| kind.file_name());
        let expected: Vec<&str> = all.filter(|name| *name != "findings.csv").collect();
        assert_eq!(names, expected);
        assert_eq!(exported.failed.len(), 1);
        assert!(exported.failed[0].path.ends_with("findings.csv"));
    }
}
