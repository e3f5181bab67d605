//! The files of a screening, into one folder.

use std::cell::OnceCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::finding::Screening;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::words::Lang;

use super::document::Document;
use super::docx::docx;
use super::files::{WriteError, write_until};
use super::layers::order::{Content, CrsWish, LayerError, LayerFormat, LayerOrder};
use super::layers::write::{Scene, write_layers};
use super::output::Output;
use super::paper::{Ground, paper_until};
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
    /// `occupied.gpkg`: the occupied parts.
    Gpkg,
    /// `occupied.txt`: the occupied parts as 地块坐标.
    Txt,
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
        FileKind::Gpkg,
        FileKind::Txt,
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
            FileKind::Gpkg => "gpkg",
            FileKind::Txt => "txt",
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
            FileKind::Gpkg => "occupied.gpkg",
            FileKind::Txt => "occupied.txt",
        }
    }

    /// True for files in which wetland totals, footprints and quotas stand.
    pub fn has_annex(self) -> bool {
        !matches!(
            self,
            FileKind::Csv | FileKind::GeoJson | FileKind::Gpkg | FileKind::Txt
        )
    }

    /// The format of layers that the file is in, where it holds the occupied parts.
    fn of_parts(self) -> Option<LayerFormat> {
        match self {
            FileKind::Gpkg => Some(LayerFormat::GeoPackage),
            FileKind::Txt => Some(LayerFormat::Parcels),
            _ => None,
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

/// The files of one screening: reports of all kinds are made from one document, and its maps are drawn once.
pub struct Papers<'a> {
    ground: Ground<'a>,
    wording: Wording<'a>,
    document: OnceCell<Arc<Document>>,
    progress: Progress,
}

impl<'a> Papers<'a> {
    /// Of a screening, in some words. Nothing is made before it is asked for.
    pub fn new(ground: Ground<'a>, wording: Wording<'a>) -> Papers<'a> {
        Papers {
            ground,
            wording,
            document: OnceCell::new(),
            progress: Progress::default(),
        }
    }

    /// Stops once somebody asks for it there: a file that is not whole by then is not written.
    #[must_use]
    pub fn stopped_by(mut self, progress: &Progress) -> Papers<'a> {
        self.progress = progress.clone();
        self
    }

    /// Writes one file into a folder, which is made if it is missing, and gives its place.
    ///
    /// # Errors
    /// [`WriteError`]; then whatever stood there before still does.
    pub fn write(&self, folder: &Path, kind: FileKind) -> Result<PathBuf, WriteError> {
        let path = folder.join(kind.file_name());
        match kind.of_parts() {
            Some(format) => {
                let words = (self.wording.lang, &self.progress);
                write_parts(&path, format, &self.ground, words)?;
            }
            None => write_until(&path, &self.progress, |out| self.fill(kind, out))?,
        }
        Ok(path)
    }

    fn document(&self) -> io::Result<&Arc<Document>> {
        if let Some(made) = self.document.get() {
            return Ok(made);
        }
        let made = paper_until(&self.ground, self.wording.lang, &self.progress);
        let mut document = made.map_err(io::Error::other)?;
        document.warnings.splice(0..0, self.wording.first.iter().cloned());
        Ok(self.document.get_or_init(|| Arc::new(document)))
    }

    /// Writes the file's content; nothing for occupied parts, which are written as layers are. Only reports depend on the
    /// language.
    fn fill(&self, kind: FileKind, out: &mut dyn Output) -> io::Result<()> {
        let ground @ (workspace, screening) = (self.ground.workspace, self.ground.screening);
        let progress = &self.progress;
        match kind {
            FileKind::Json => json::write_findings(workspace, screening, out),
            FileKind::Csv => csv::write_findings(workspace, screening, out, progress),
            FileKind::GeoJson => geojson::write_findings(workspace, screening, out, progress),
            FileKind::Html => html::write_page(self.document()?, out),
            FileKind::Docx => out.give(docx(self.document()?, progress)?),
            FileKind::Xlsx => out.give(xlsx(self.document()?, ground, progress)?),
            #[cfg(feature = "pdf")]
            FileKind::Pdf => out.give(super::pdf::pdf(self.document()?, progress)?),
            FileKind::Gpkg | FileKind::Txt => Ok(()),
        }
    }
}

/// Writes the occupied parts; what could not be, with its reason.
fn write_parts(
    path: &Path,
    format: LayerFormat,
    ground: &Ground<'_>,
    (lang, progress): (Lang, &Progress),
) -> Result<(), WriteError> {
    let scene = Scene {
        workspace: ground.workspace,
        screening: Some(ground.screening),
        opened: &[],
        lang,
    };
    let order = LayerOrder {
        contents: vec![Content::Occupied],
        target: path.to_owned(),
        format,
        crs: CrsWish::Usual,
        coding: None,
    };
    let done = write_layers(&scene, &order, progress);
    match done.failed.into_iter().next() {
        None => Ok(()),
        Some(LayerError::Write(error)) => Err(error),
        Some(other) => Err(WriteError {
            path: path.to_owned(),
            reason: io::Error::new(io::ErrorKind::InvalidInput, other.text(lang)),
        }),
    }
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
    export_papers(
        folder,
        kinds,
        &Papers::new(Ground::new(workspace, screening), wording),
    )
}

/// The same with words and a record of their own, until somebody asks to stop; what is written then is whole.
pub fn export_papers(folder: &Path, kinds: &[FileKind], papers: &Papers<'_>) -> Exported {
    let mut exported = Exported::default();
    let progress = &papers.progress;
    progress.start(kinds.len() as u64);
    for kind in kinds {
        let written = papers.write(folder, *kind);
        // What somebody has stopped has not failed.
        if progress.is_cancelled() && written.is_err() {
            break;
        }
        match written {
            Ok(path) => exported.written.push(path),
            Err(error) => exported.failed.push(error),
        }
        progress.advance(1);
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

    /// Whoever stops an export finds no file that is not whole, and is told of no failure; what was there before still is.
    #[test]
    fn what_is_stopped_is_not_written_and_has_not_failed() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("findings.csv"), "as before").unwrap();
        let scene = scene::overlap();
        let ground = Ground::new(&scene.workspace, &scene.screening);
        let wording = Wording {
            lang: Lang::En,
            first: &[],
        };
        let progress = Progress::default();
        progress.cancel();
        for kind in FileKind::ALL {
            let papers = Papers::new(ground, wording).stopped_by(&progress);
            let exported = export_papers(home.path(), &[*kind], &papers);
            assert!(
                exported.written.is_empty() && exported.failed.is_empty(),
                "{kind:?}"
            );
        }
        let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(std::fs::read_to_string(left[0].path()).unwrap(), "as before");
    }
}
