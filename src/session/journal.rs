//! `history.json`: the workspace as it was at first, and every change since, so that steps can be taken back and again after
//! a restart. Version 1.
//!
//! The first state is a workspace file in the file; changes are [`WrittenEdit`]s. A change that holds data read from a file
//! is not among them: what the history remembers begins behind the last one.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::formats::input::sha256_of;
use crate::formats::open::Opened;

use super::history::History;
use super::state::State;
use super::written_edit::WrittenEdit;

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// A wish to go on with the history of an earlier session.
#[derive(Clone, Debug, PartialEq)]
pub struct ResumeWish {
    /// The file of the history.
    pub journal: PathBuf,
    /// What to open where it cannot be gone on with.
    pub otherwise: Vec<PathBuf>,
    /// The history leads to what was not saved.
    pub unsaved: bool,
}

/// The history that is gone on with, and what is taken for its source.
#[derive(Debug)]
pub struct Resumed {
    /// The steps, at the one that was left.
    pub history: History<State>,
    /// The workspace file that says the same, else that of the first state.
    pub sources: Vec<PathBuf>,
}

/// A history as it stands in a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    version: u32,
    /// The workspace file of the first state; paths in it start from the folder of the journal.
    pub base: String,
    edits: Vec<WrittenEdit>,
    /// After how many of the changes the workspace was.
    place: usize,
    /// The workspace file that said the same as the workspace, and its SHA-256 then.
    saved_as: Option<(PathBuf, String)>,
}

impl Journal {
    /// Of states after a first one, which a workspace file says, in the place of one of them. `saved_as` is the file that
    /// says the same as that one.
    pub fn new(base: String, (later, place): (&[State], usize), saved_as: Option<PathBuf>) -> Journal {
        let edits = later.iter().filter_map(|state| state.edit.as_deref());
        let saved_as = saved_as.and_then(|path| {
            let hash = hash_of(&path)?;
            Some((path, hash))
        });
        Journal {
            version: VERSION,
            base,
            edits: edits.filter_map(WrittenEdit::of).collect(),
            place,
            saved_as,
        }
    }

    /// As the content of the file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// From a file; `None` where there is none, or of another form.
    pub fn read(path: &Path) -> Option<Journal> {
        let text = std::fs::read_to_string(path).ok()?;
        let journal: Journal = serde_json::from_str(&text).ok()?;
        (journal.version == VERSION).then_some(journal)
    }

    /// The workspace file that the history leads to; `None` where it leads to what was not saved.
    pub fn saved_as(&self) -> Option<&Path> {
        self.saved_as.as_ref().map(|(path, _)| path.as_path())
    }

    /// False where the file that the history leads to says something else by now: the file is worth more.
    pub fn is_current(&self) -> bool {
        let saved_as = self.saved_as.as_ref();
        saved_as.is_none_or(|(path, hash)| hash_of(path).as_ref() == Some(hash))
    }

    /// Does every change again on the first state as it is read now; `None` where one of them means nothing any more.
    pub fn replayed(self, base: Opened) -> Option<History<State>> {
        let mut history = History::new(State::of(base));
        for written in self.edits {
            let next = history.current().edited(&written.edit()?)?;
            history.push(next);
        }
        history.go_to(self.place);
        Some(history)
    }
}

/// The SHA-256 of a workspace file, or of that in a folder.
fn hash_of(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    Some(sha256_of(&[&bytes]))
}
