//! What the jobs of an import give.

use std::path::PathBuf;

use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::progress::Cancelled;
use crate::report::files::WriteError;

use super::import::{ImportFile, Purpose};
use super::looking::Looked;

/// A layer in another encoding, and what is to be said of it now.
pub type Recoded = (Layer, Vec<Problem>);

/// What a job of an import gives.
pub enum Imported {
    /// Files were looked at.
    Looked {
        /// What becomes of their layers.
        purpose: Purpose,
        /// Somebody wants to see them also where nothing is in doubt.
        always: bool,
        /// What they show.
        files: Result<Looked, Cancelled>,
    },
    /// It is no data but a workspace, or a dossier, and is to be opened.
    Workspace(PathBuf),
    /// It was dropped and is not to join what is open; whether somebody wants to see it also where nothing is in doubt.
    Dropped(Vec<PathBuf>, bool),
    /// Some files of an import, by its serial, were looked at again; by their positions.
    Again(u64, Result<Vec<(usize, ImportFile)>, Cancelled>),
    /// A profile could not be read.
    NoProfile(Box<Problem>),
    /// A layer of the workspace of a generation in another encoding, and what is to be said of it now.
    Recoded(u64, Result<Option<Box<Recoded>>, Cancelled>),
    /// Files of memory were written; why not.
    Written(Vec<PathBuf>, Vec<WriteError>),
}
