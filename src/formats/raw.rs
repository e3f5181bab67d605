//! What a file holds before anything is known about its role: features in the coordinates of their source.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{Coord, Geometry};
use serde_json::Value;

use crate::geom::gate::Fault;
use crate::model::feature::Properties;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Cancelled;

/// All that was read from one file.
#[derive(Clone, Debug, Default)]
pub struct RawLayer {
    /// What could be read, in the order of the file.
    pub features: Vec<RawFeature>,
    /// The `crs` member, as a code or whatever it says.
    pub declared_crs: Option<String>,
    /// Members of the collection beside its features.
    pub foreign: BTreeMap<String, Value>,
    /// What could not be taken as it was.
    pub problems: Vec<RawProblem>,
    /// Features that could not be read.
    pub refused: usize,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
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
