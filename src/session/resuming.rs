//! Going on with the history of an earlier session.

use std::path::{Path, PathBuf};

use crate::formats::workspace::file::FILE_NAME;
use crate::progress::Progress;
use crate::report::files;

use super::command::JobKind;
use super::journal::{Journal, ResumeWish, Resumed};
use super::state::State;
use super::{Done, Session, work};

impl Session {
    /// The content of a file with the history, to be worked out in the background: the steps since data was read last.
    /// `None` where there is no step to go to.
    pub fn journal(&self) -> Option<impl FnOnce(&Path) -> Option<String> + Send + 'static> {
        let history = self.history.as_ref()?;
        let states: Vec<State> = history.all().cloned().collect();
        let place = history.place();
        let is_said = |state: &State| state.edit.is_some();
        let before = states.iter().take(place + 1);
        let first = before.enumerate().rev().find(|(_, state)| !is_said(state))?.0;
        let later = states.iter().skip(first + 1).take_while(|state| is_said(state));
        let later: Vec<State> = later.cloned().collect();
        let base = states.get(first)?.clone();
        if later.is_empty() {
            return None;
        }
        let drawn: Vec<_> = states.into_iter().take(first + 1).collect();
        let drawn: Vec<_> = drawn.into_iter().filter_map(|state| state.by.drawn).collect();
        let origin = self.workspace_file();
        let saved_as = origin
            .clone()
            .filter(|_| self.is_saved())
            .map(|path| file_of(&path));
        Some(move |target: &Path| {
            let Ok(base) = work::workspace_text(&base, (origin.as_deref(), &drawn), target) else {
                // Or an older history would be taken for this one.
                return Some(String::new());
            };
            // What was gone on with has the first state as its source, which is no file of the user's.
            let saved_as = saved_as.filter(|path| *path != file_of(&target.with_extension("toml")));
            Some(Journal::new(base, (&later, place - first), saved_as).text())
        })
    }

    pub(super) fn resume(&mut self, wish: ResumeWish) {
        self.jobs.start(JobKind::Reading, move |progress| {
            if let Some(resumed) = resumed(&wish, progress) {
                return Done::Resumed(resumed);
            }
            let read = work::read(&wish.otherwise, progress);
            Done::Opened(wish.otherwise, read)
        });
    }

    pub(super) fn take_resumed(&mut self, resumed: Resumed) {
        self.sources = resumed.sources;
        self.planned.clear();
        self.begin_with(resumed.history);
    }
}

/// `None` where the history cannot be gone on with, or leads elsewhere than to what was open.
fn resumed(wish: &ResumeWish, progress: &Progress) -> Option<Resumed> {
    let journal = Journal::read(&wish.journal).filter(Journal::is_current)?;
    let base = wish.journal.with_extension("toml");
    let source = match (journal.saved_as(), wish.otherwise.as_slice()) {
        (None, _) if wish.unsaved => base.clone(),
        (Some(saved), [open]) if !wish.unsaved && file_of(open) == saved => open.clone(),
        _ => return None,
    };
    files::write(&base, journal.base.as_bytes()).ok()?;
    let opened = work::read(std::slice::from_ref(&base), progress).ok()?;
    Some(Resumed {
        history: journal.replayed(opened)?,
        sources: vec![source],
    })
}

fn file_of(path: &Path) -> PathBuf {
    let file = if path.is_dir() {
        path.join(FILE_NAME)
    } else {
        path.to_owned()
    };
    std::path::absolute(&file).unwrap_or(file)
}
