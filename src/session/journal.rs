//! `history.json`: the workspace as it was at first, and every change since, so that steps can be taken back and again after
//! a restart. Version 1.
//!
//! The first state is a workspace file in the file; what came after are [`WrittenStep`]s.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::sha256::sha256_of;

use super::hand_files::HandFile;
use super::history::History;
use super::known_file::KnownFile;
use super::looks::LayerLooks;
use super::lost_steps::LostSteps;
use super::review::log_mark::LogMark;
use super::state::State;
use super::written_looks::WrittenLooks;
use super::written_step::{Chosen, WrittenStep};

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
    /// The user's workspace file that says the same.
    pub known: Option<KnownFile>,
    /// What was written beside workspace files for layers of hands.
    pub written: Vec<HandFile>,
    /// Steps that are not there any more.
    pub lost: Option<LostSteps>,
}

/// A history as it stands in a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Journal {
    version: u32,
    /// The workspace file of the first state; paths in it start from the folder of the journal.
    pub base: String,
    /// Of the layers of the first state.
    #[serde(default, skip_serializing_if = "Chosen::is_empty")]
    pub chosen: Chosen,
    /// How the layers of the first state are looked at. Not in the files of older programs.
    #[serde(default, skip_serializing_if = "WrittenLooks::is_empty")]
    pub looks: WrittenLooks,
    /// What was done since.
    #[serde(rename = "edits")]
    pub steps: Vec<WrittenStep>,
    /// After how many of the steps the workspace was.
    pub place: usize,
    /// So many of the first steps nobody goes back to.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ground: usize,
    /// The workspace file that said the same as the workspace, and its SHA-256 then.
    saved_as: Option<(PathBuf, String)>,
    /// What was written beside workspace files for layers of hands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub written: Vec<HandFile>,
    /// The dossier and its run whose workspace is the first state, instead of a workspace file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dossier: Option<(PathBuf, u64)>,
    /// How far the log of that dossier went. Not in the files of older programs, which have no steps that are entries of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogMark>,
}

/// Asked with what a file leaves out.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "asked so by the derive")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Journal {
    /// Of steps after a first state, which a workspace file says with the readings that somebody has chosen, in the place
    /// after so many of them. `saved_as` is the file that says the same as the workspace there.
    pub fn new(
        (base, chosen): (String, Chosen),
        (steps, place): (Vec<WrittenStep>, usize),
        saved_as: Option<PathBuf>,
    ) -> Journal {
        let saved_as = saved_as.and_then(|path| {
            let hash = hash_of(&path)?;
            Some((path, hash))
        });
        Journal {
            version: VERSION,
            base,
            chosen,
            looks: WrittenLooks::default(),
            steps,
            place,
            ground: 0,
            saved_as,
            written: Vec::new(),
            dossier: None,
            log: None,
        }
    }

    /// Of steps after the workspace that a run of a dossier has stored, whose log went so far.
    pub fn of_dossier(
        dossier: (PathBuf, u64),
        log: LogMark,
        (steps, place): (Vec<WrittenStep>, usize),
    ) -> Journal {
        let first = (String::new(), Chosen::new());
        Journal {
            dossier: Some(dossier),
            log: Some(log),
            ..Journal::new(first, (steps, place), None)
        }
    }

    /// True where the first state is what that run of a dossier has stored.
    pub fn is_of_dossier(&self, path: &Path, run: u64) -> bool {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.dossier.as_ref() == Some(&(absolute, run))
    }

    /// True where the first state is in a dossier, and not here.
    pub fn begins_with_dossier(&self) -> bool {
        self.dossier.is_some()
    }

    /// With what was written beside workspace files for layers of hands.
    #[must_use]
    pub fn with_written(self, written: Vec<HandFile>) -> Journal {
        Journal { written, ..self }
    }

    /// With how the layers of the first state are looked at.
    #[must_use]
    pub fn with_looks(self, looks: &LayerLooks) -> Journal {
        let looks = WrittenLooks::of(looks);
        Journal { looks, ..self }
    }

    /// To so many of the first steps nobody goes back.
    #[must_use]
    pub fn with_ground(self, ground: usize) -> Journal {
        Journal { ground, ..self }
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
}

/// The SHA-256 of a workspace file, or of that in a folder.
fn hash_of(path: &Path) -> Option<String> {
    let bytes = std::fs::read(path).ok()?;
    Some(sha256_of(&[&bytes]))
}
