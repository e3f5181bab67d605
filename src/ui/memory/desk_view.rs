//! What the window shows of what is remembered.

use std::path::{Path, PathBuf};

use crate::model::review::key::FindingKey;
use crate::session::command::Command;

use super::session_file::{Last, OldBookmark, remember};
use super::slots::Left;

/// A place in the list is being called otherwise.
#[derive(Clone, Debug, Default)]
pub struct Renaming {
    /// Which one of the list.
    pub place: usize,
    /// What is typed.
    pub name: String,
    /// The field has the keyboard; before, it is given to it, with the name selected.
    pub begun: bool,
}

/// What the window shows of what is remembered.
#[derive(Debug, Default)]
pub struct DeskView {
    /// Files opened lately, the newest first, and whether each is still there; it counts as there until that is known.
    pub recent: Vec<(PathBuf, bool)>,
    /// Those of them that are to be looked for.
    unlooked: Vec<PathBuf>,
    /// Places with names that older programs kept for all workspaces; the next one that is restored in their plane gets them.
    pub bookmarks: Vec<OldBookmark>,
    /// The name of the next place, as it is being typed.
    pub bookmark_draft: String,
    /// The place that is being called otherwise.
    pub bookmark_renaming: Option<Renaming>,
    /// A session that the program did not come to the end of; somebody is asked about it.
    pub crashed: Option<Last>,
    /// What other windows have left that were not closed: asked about in turn, the last one first.
    pub waiting: Vec<Left>,
    /// The folders of what was left and nobody goes on with.
    pub answered: Vec<PathBuf>,
    /// What a crash has left, for whoever wants to tell of it.
    pub report: Option<String>,
    /// How what is being opened is to be looked at.
    pub restoring: Option<Last>,
    /// The finding that the last session had picked in what is open, until a screening has it; with the workspace it is of.
    pub picked: Option<(u64, FindingKey)>,
    /// What is open is what the last session had not saved.
    pub recovered: bool,
    /// The window closes whatever is not saved.
    pub leaves: bool,
    /// The window closes, or what was held back goes on, once what is not saved is.
    pub leaves_once_saved: bool,
    /// What somebody has asked for and what drops something that is not saved: it waits for his answer.
    pub held_back: Option<Command>,
    /// What was held back goes on, whatever is not saved.
    pub goes_on: bool,
    /// What was named at the start, to be opened where the last session is not gone on with.
    pub named: Vec<PathBuf>,
    /// Where what is not saved stands: what somebody is asked about, else what this window keeps.
    pub recovery: Option<PathBuf>,
}

impl DeskView {
    /// Files opened lately, as they are remembered.
    pub fn recent_paths(&self) -> Vec<PathBuf> {
        self.recent.iter().map(|(path, _)| path.clone()).collect()
    }

    /// A file was opened. Those that are gone are looked for anew.
    pub fn opened(&mut self, path: PathBuf) {
        // It has just been read.
        self.looked(&path, true);
        let mut paths = self.recent_paths();
        remember(&mut paths, path);
        self.set_recent(paths);
    }

    /// Files opened lately. Each is as it was known until it has been looked for.
    pub fn set_recent(&mut self, paths: Vec<PathBuf>) {
        let before = std::mem::take(&mut self.recent);
        let known = |path: &PathBuf| {
            let own = before.iter().find(|(other, _)| other == path);
            own.is_none_or(|(_, there)| *there)
        };
        self.unlooked.clone_from(&paths);
        self.recent = paths
            .into_iter()
            .map(|path| {
                let there = known(&path);
                (path, there)
            })
            .collect();
    }

    /// The files that are to be looked for, once.
    pub fn take_unlooked(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.unlooked)
    }

    /// A file was looked for.
    pub fn looked(&mut self, path: &Path, there: bool) {
        let own = self.recent.iter_mut().filter(|(other, _)| other == path);
        own.for_each(|(_, known)| *known = there);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_count_as_there_until_they_were_looked_for() {
        let [a, b] = ["a", "b"].map(PathBuf::from);
        let mut desk = DeskView::default();
        desk.set_recent(vec![a.clone(), b.clone()]);
        assert_eq!(desk.recent, [(a.clone(), true), (b.clone(), true)]);
        assert_eq!(desk.take_unlooked(), [a.clone(), b.clone()]);
        assert!(desk.take_unlooked().is_empty(), "asked once");
        desk.looked(&b, false);
        assert_eq!(desk.recent, [(a.clone(), true), (b.clone(), false)]);
        // Another is opened: what is known stays until it is known anew.
        desk.opened("c".into());
        assert_eq!(desk.recent[2], (b.clone(), false));
        assert_eq!(desk.take_unlooked().len(), 3);
        desk.opened(b.clone());
        assert_eq!(desk.recent[0], (b, true));
    }
}
