//! What a file holds before anything is known about its role: features in the coordinates of their source.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{Coord, Geometry};
use serde_json::Value;

use crate::geom::gate::Fault;
use crate::model::feature::Properties;
use crate::model::kept_texts::KeptTexts;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Cancelled;

/// All that was read from one file.
#[derive(Clone, Debug, Default)]
pub struct RawLayer {
    /// What could be read, in the order of the file.
    pub features: Vec<RawFeature>,
    /// The name of the format.
    pub format: &'static str,
    /// What the file says of its CRS: a code, the text of a definition (WKT) or whatever it says.
    pub declared_crs: Option<String>,
    /// The CRS that the format's standard demands where a file says nothing; `None` where there is no such standard.
    pub standard_crs: Option<&'static str>,
    /// How its bytes became text; `None` where the format leaves no choice.
    pub encoding: Option<TextEncoding>,
    /// What texts were before they were decoded, where another encoding can be tried without the file.
    pub kept: Option<KeptTexts>,
    /// The tables (layers, sheets) of the file, where it may have several; the features are those of one.
    pub tables: Vec<String>,
    /// Members of the collection beside its features.
    pub foreign: BTreeMap<String, Value>,
    /// What could not be taken as it was.
    pub problems: Vec<RawProblem>,
    /// Features that could not be read.
    pub refused: usize,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
}

/// How bytes became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    /// By the WHATWG's name: `UTF-8`, `GBK`, `windows-1252`…
    pub name: &'static str,
    /// What says so.
    pub by: EncodingEvidence,
}

/// What says which encoding it is, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingEvidence {
    /// The workspace file, or the user.
    Setting,
    /// A byte-order mark.
    Mark,
    /// A file beside it (`.cpg`), or a declaration within.
    Declared,
    /// A byte of the header (`.dbf`).
    Header,
    /// The bytes themselves, by statistics.
    Guess,
}

impl EncodingEvidence {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            EncodingEvidence::Setting => "setting",
            EncodingEvidence::Mark => "mark",
            EncodingEvidence::Declared => "declared",
            EncodingEvidence::Header => "header",
            EncodingEvidence::Guess => "guess",
        }
    }
}

/// One feature as it stands in the file.
#[derive(Clone, Debug, Default)]
pub struct RawFeature {
    /// Position in the file, from 1.
    pub number: usize,
    /// The feature's own id.
    pub id: Option<Arc<str>>,
    /// Finite or not, in the coordinates of the source; `None` for null and for no coordinates.
    pub geometry: Option<Geometry<f64>>,
    /// In the order of the file.
    pub properties: Properties,
    /// Members that GeoJSON does not know.
    pub foreign: Properties,
    /// Rings that had to be closed.
    pub unclosed: Vec<Fault>,
    /// A vertex had more than two ordinates.
    pub extra_ordinates: bool,
}

/// A problem whose place is still in the coordinates of the source.
#[derive(Clone, Debug, PartialEq)]
pub struct RawProblem {
    /// Without layer and place.
    pub problem: Problem,
    /// Where, or the nearest place that is known.
    pub near: Option<Coord<f64>>,
}

/// Why nothing of a file could be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unread {
    /// Say this.
    #[error("{0:?}")]
    Problem(Box<Problem>),
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl Unread {
    /// A file that as a whole cannot be used.
    pub fn file(label: &str, kind: ProblemKind) -> Unread {
        Unread::Problem(Box::new(Problem::of_file(label, kind, Done::Refused)))
    }
}

impl RawLayer {
    /// Features found in the file: those read and those refused.
    pub fn found(&self) -> usize {
        self.features.len() + self.refused
    }
}
