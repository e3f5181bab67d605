//! Files in: the types that the command line is written against.

use std::path::PathBuf;

use crate::model::date::Date;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::{ProjectKind, Role};
use crate::model::workspace::Workspace;
use crate::progress::Progress;

/// What to open.
#[derive(Clone, Debug)]
pub enum Source {
    /// A workspace or a data file.
    Path(PathBuf),
    /// Files by role.
    Quick {
        /// Zones.
        zones: Vec<(Role, PathBuf)>,
        /// Projects.
        projects: Vec<(ProjectKind, PathBuf)>,
        /// Setbacks in metres.
        setbacks: Vec<(ProjectKind, f64)>,
    },
}

/// How to open it.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// CRS instead of the workspace's.
    pub crs: Option<String>,
    /// Rule book instead of the workspace's.
    pub rules: Option<PathBuf>,
    /// Day.
    pub as_of: Option<Date>,
}

/// Nothing could be opened.
#[derive(Clone, Debug)]
pub struct OpenFailure {
    /// Why.
    pub problems: Vec<Problem>,
}

/// Opens.
///
/// # Errors
/// [`OpenFailure`]
pub fn open(source: &Source, _options: &OpenOptions, _progress: &Progress) -> Result<Workspace, OpenFailure> {
    let file = match source {
        Source::Path(path) => path.display().to_string(),
        Source::Quick { .. } => String::new(),
    };
    Err(OpenFailure {
        problems: vec![Problem::of_file(&file, ProblemKind::FileMissing, Done::Refused)],
    })
}
