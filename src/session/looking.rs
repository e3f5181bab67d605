//! What was opened or dropped, looked at in the background: folders are listed here, and what is found is looked into.

use std::path::{Path, PathBuf};

use crate::dossier::open::is_named_so;
use crate::formats::folder::opened;
use crate::formats::input::FileToRead;
use crate::formats::open::Source;
use crate::formats::stray;
use crate::model::problem::Problem;
use crate::progress::{Cancelled, Progress};

use super::import::{ImportFile, Purpose, Surroundings};

/// Data files that were looked at.
#[derive(Clone, Debug, Default)]
pub struct Looked {
    /// What they show.
    pub files: Vec<ImportFile>,
    /// Text files among them that nobody has named and that are no data.
    pub strays: Vec<Problem>,
}

/// What becomes of paths that were dropped: data joins what is open.
pub fn purpose_of_dropped(paths: &[PathBuf], is_open: bool) -> Purpose {
    let is_data = |path: &Path| {
        path.is_file() && !is_named_so(path) && path.extension().is_some_and(|end| end != "toml")
    };
    let paths = opened(paths);
    let all_data = paths.iter().all(|(path, _)| is_data(path));
    match is_open && all_data {
        true => Purpose::Add,
        false => Purpose::Open,
    }
}

/// The workspace, or the dossier, that paths name; `None` for data.
pub fn workspace_in(paths: &[PathBuf]) -> Option<PathBuf> {
    if let [path] = paths
        && is_named_so(path)
    {
        return Some(path.clone());
    }
    match Source::of_paths(paths.to_vec()) {
        Source::Workspace(path) => Some(path),
        Source::Files(_) | Source::Planned(_) | Source::Quick(_) => None,
    }
}

/// Looks at data files, those of folders and archives each.
///
/// # Errors
/// [`Cancelled`].
pub fn look(
    paths: &[PathBuf],
    surroundings: &Surroundings,
    progress: &Progress,
) -> Result<Looked, Cancelled> {
    let mut looked = Looked::default();
    for (path, unnamed) in opened(paths) {
        for file in surroundings.look(&FileToRead::at(&path), None, progress)? {
            let in_archive = file.file.table.is_some();
            match stray_note(&file).filter(|_| unnamed || in_archive) {
                Some(note) => looked.strays.push(note),
                None => looked.files.push(file),
            }
        }
    }
    Ok(looked)
}

fn stray_note(file: &ImportFile) -> Option<Problem> {
    match &file.seen {
        Err(problem) => stray::note(&file.file, &problem.kind),
        Ok(preview) => stray::note_of(&file.file, &preview.info),
    }
}
