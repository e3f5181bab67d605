//! What the window shows of what is remembered.

use std::path::PathBuf;

use super::session_file::{Last, OldBookmark, remember};

/// What the window shows of what is remembered.
#[derive(Debug, Default)]
pub struct DeskView {
    /// Files opened lately, the newest first, and whether each is still there.
    pub recent: Vec<(PathBuf, bool)>,
    /// Places with names that older programs kept for all workspaces; the next one that is restored in their plane gets them.
    pub bookmarks: Vec<OldBookmark>,
    /// The name of the next place, as it is being typed.
    pub bookmark_draft: String,
    /// A session that the program did not come to the end of; somebody is asked about it.
    pub crashed: Option<Last>,
    /// What a crash has left, for whoever wants to tell of it.
    pub report: Option<String>,
    /// How what is being opened is to be looked at.
    pub restoring: Option<Last>,
    /// What is open is what the last session had not saved.
    pub recovered: bool,
    /// The window closes whatever is not saved.
    pub leaves: bool,
    /// The window closes once what is not saved is.
    pub leaves_once_saved: bool,
    /// Where what was not saved stands.
    pub recovery: Option<PathBuf>,
}

impl DeskView {
    /// Files opened lately, as they are remembered.
    pub fn recent_paths(&self) -> Vec<PathBuf> {
        self.recent.iter().map(|(path, _)| path.clone()).collect()
    }

    /// A file was opened. Those that are gone are looked for anew.
    pub fn opened(&mut self, path: PathBuf) {
        let mut paths = self.recent_paths();
        remember(&mut paths, path);
        self.set_recent(paths);
    }

    /// Files opened lately.
    pub fn set_recent(&mut self, paths: Vec<PathBuf>) {
        let looked = paths.into_iter().map(|path| {
            let there = path.exists();
            (path, there)
        });
        self.recent = looked.collect();
    }
}
