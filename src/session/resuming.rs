//! Going on with the history of an earlier session.

use std::path::{Path, PathBuf};

use crate::formats::workspace::file::FILE_NAME;
use crate::progress::Progress;

use super::command::JobKind;
use super::journal::{Journal, ResumeWish, Resumed};
use super::notice::NoticeKind;
use super::replay::{Replayed, replayed};
use super::state::State;
use super::written_step::{Chosen, WrittenStep, chosen_in};
use super::{Done, Session, work};

impl Session {
    /// The content of a file with the history, to be worked out in the background. `None` where there is no step to go to.
    pub fn journal(&self) -> Option<impl FnOnce(&Path) -> Option<String> + Send + 'static> {
        let history = self.history.as_ref()?;
        let states: Vec<State> = history.all().cloned().collect();
        let place = history.place();
        if states.len() < 2 {
            return None;
        }
        let origin = self.workspace_file();
        let hand_files = self.hand_files.clone();
        let saved_as = origin
            .clone()
            .filter(|_| self.is_saved())
            .map(|path| file_of(&path));
        Some(move |target: &Path| {
            let Some((base, steps)) = written(&states, origin.as_deref(), target) else {
                // Or an older history would be taken for this one.
                return Some(String::new());
            };
            // What was gone on with has the first state as its source, which is no file of the user's.
            let saved_as = saved_as.filter(|path| *path != file_of(&target.with_extension("toml")));
            let journal = Journal::new(base, (steps, place), saved_as);
            Some(journal.with_written(hand_files).text())
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
        self.hand_files = resumed.written;
        if !resumed.lost.is_empty() {
            self.notices.tell(NoticeKind::HistoryLost(resumed.lost));
        }
    }
}

/// The workspace file of the first state, and the steps from there; `None` where one of them cannot be written.
fn written(
    states: &[State],
    origin: Option<&Path>,
    target: &Path,
) -> Option<((String, Chosen), Vec<WrittenStep>)> {
    let text_of = |state: &State| {
        let state = state.clone();
        move || work::workspace_text(&state, origin, target).ok()
    };
    let (first, later) = states.split_first()?;
    let base = text_of(first)()?;
    let steps = later
        .iter()
        .map(|state| WrittenStep::of(state, target, text_of(state)));
    Some(((base, chosen_in(&first.plans)), steps.collect::<Option<_>>()?))
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
    let written = journal.written.clone();
    let Replayed { history, lost } = replayed(journal, &base, progress)?;
    Some(Resumed {
        history,
        sources: vec![source],
        written,
        lost,
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
