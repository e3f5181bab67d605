//! Going on with the history of an earlier session.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::open::is_named_so;
use crate::formats::workspace::file::FILE_NAME;
use crate::progress::Progress;

use super::command::JobKind;
use super::history::History;
use super::journal::{Journal, ResumeWish, Resumed};
use super::known_file::{KnownFile, ReadPaths};
use super::lost_steps::LostSteps;
use super::notice::NoticeKind;
use super::replay::{Replayed, replayed};
use super::review::log_mark::LogMark;
use super::review::state::ReviewDone;
use super::state::State;
use super::written_step::{Chosen, WrittenStep, chosen_in};
use super::{Done, Session, work};

impl Session {
    /// The content of a file with the history, to be worked out in the background. `None` where there is no step to go to.
    pub fn journal(&self) -> Option<impl FnOnce(&Path) -> Option<String> + Send + 'static> {
        let history = self.history.as_ref()?;
        let mut states: Vec<State> = history.whole().cloned().collect();
        let mut ground = history.ground_count();
        let mut place = ground + history.place();
        let mut dossier = None;
        if let Some(open) = self.dossier() {
            // What came before stands in it. What is not behind it cannot be told from there.
            let stored = |state: &State| Arc::ptr_eq(&state.workspace, &open.frozen);
            let first = states.iter().position(stored).filter(|first| *first <= place);
            let before = first.unwrap_or_default();
            states.drain(..before);
            place -= before;
            ground = ground.saturating_sub(before);
            let path = std::path::absolute(&open.path).unwrap_or_else(|_| open.path.clone());
            let log = LogMark::of(&open.review, &open.head, self.author());
            dossier = Some(((path, open.run.run), log, first.is_some()));
        }
        if states.len() < 2 {
            return None;
        }
        // Below the first one that is offered stands none that is only looked at otherwise.
        let looks = states
            .get(ground)
            .map(|first| Arc::clone(&first.looks))
            .unwrap_or_default();
        let origin = self.workspace_file();
        let hand_files = self.hand_files.clone();
        let saved_as = origin
            .clone()
            .filter(|_| self.is_saved())
            .map(|path| file_of(&path));
        Some(move |target: &Path| {
            if let Some((dossier, log, is_behind)) = dossier {
                let later = states.get(1..).filter(|_| is_behind);
                let steps = later.and_then(|later| steps_of(later, None, target));
                // Or an older history would be taken for this one; what is empty is told of at the next start.
                let journal = steps.map(|steps| Journal::of_dossier(dossier, log, (steps, place)));
                let text = journal.map(|journal| journal.with_looks(&looks).with_ground(ground).text());
                return Some(text.unwrap_or_default());
            }
            let Some((base, steps)) = written(&states, origin.as_deref(), target) else {
                // Or an older history would be taken for this one.
                return Some(String::new());
            };
            // What was gone on with has the first state as its source, which is no file of the user's.
            let saved_as = saved_as.filter(|path| *path != file_of(&target.with_extension("toml")));
            let journal = Journal::new(base, (steps, place), saved_as);
            let journal = journal.with_written(hand_files).with_looks(&looks);
            Some(journal.with_ground(ground).text())
        })
    }

    pub(super) fn resume(&mut self, wish: ResumeWish) {
        self.jobs.start(JobKind::Reading, move |progress| {
            if let [path] = wish.otherwise.as_slice()
                && is_named_so(path)
            {
                let since = match Journal::read(&wish.journal) {
                    Some(journal) => Ok(Box::new((journal, wish.journal))),
                    // There was something, and it cannot be read.
                    None => Err(LostSteps::of(Vec::new(), &wish.journal)),
                };
                return Done::Review(ReviewDone::Resumed(path.clone(), since));
            }
            if let Some(resumed) = resumed(&wish, progress) {
                return Done::Resumed(resumed);
            }
            let paths = ReadPaths::before(wish.otherwise);
            match work::read(&paths.paths, progress) {
                // The steps cannot be taken again, and with them what was drawn.
                Ok(opened) if wish.unsaved || Journal::read(&wish.journal).is_none() => {
                    Done::Resumed(Resumed {
                        history: History::new(State::of(opened)),
                        sources: paths.paths,
                        known: paths.known,
                        written: Vec::new(),
                        lost: Some(LostSteps::of(Vec::new(), &wish.journal)),
                    })
                }
                read => Done::Opened(paths, read),
            }
        });
    }

    pub(super) fn take_resumed(&mut self, resumed: Resumed) {
        self.sources = resumed.sources;
        self.planned.clear();
        self.begin_with(resumed.history);
        self.known = resumed.known;
        self.hand_files = resumed.written;
        if let Some(lost) = resumed.lost {
            self.notices.tell(NoticeKind::HistoryLost(lost));
        }
    }
}

/// The workspace file of the first state, and the steps from there; `None` where one of them cannot be written.
fn written(
    states: &[State],
    origin: Option<&Path>,
    target: &Path,
) -> Option<((String, Chosen), Vec<WrittenStep>)> {
    let (first, later) = states.split_first()?;
    let base = work::workspace_text(first, origin, target).ok()?;
    Some(((base, chosen_in(&first.plans)), steps_of(later, origin, target)?))
}

/// What made these states; `None` where one of the steps cannot be written.
fn steps_of(states: &[State], origin: Option<&Path>, target: &Path) -> Option<Vec<WrittenStep>> {
    let steps = states.iter().map(|state| {
        let then = || work::workspace_text(state, origin, target).ok();
        WrittenStep::of(state, target, then)
    });
    steps.collect()
}

/// `None` where the history cannot be gone on with, or leads elsewhere than to what was open.
fn resumed(wish: &ResumeWish, progress: &Progress) -> Option<Resumed> {
    // What was not saved is not to be found in any file of the user's, whatever was saved before.
    let is_to_be_had = |journal: &Journal| wish.unsaved || journal.is_current();
    let journal = Journal::read(&wish.journal).filter(is_to_be_had)?;
    if journal.begins_with_dossier() {
        return None;
    }
    let base = wish.journal.with_extension("toml");
    let source = match (journal.saved_as(), wish.otherwise.as_slice()) {
        _ if wish.unsaved => base.clone(),
        (Some(saved), [open]) if file_of(open) == saved => open.clone(),
        _ => return None,
    };
    let written = journal.written.clone();
    // What was not saved stands in a file of the program's.
    let known = KnownFile::at(std::slice::from_ref(&source)).filter(|_| source != base);
    let Replayed { history, lost } = replayed(journal, &base, progress)?;
    Some(Resumed {
        history,
        sources: vec![source],
        known,
        written,
        lost: lost.map(|files| LostSteps::of(files, &wish.journal)),
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
