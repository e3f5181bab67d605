//! The system's dialogs for files. They wait in threads of their own, and where none comes up, that is found out: on Linux they
//! are a matter of other programs, which may be missing or hang.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::view_state::Ask;

/// A dialog that has not taken the keyboard from the window by then has not come up, or lies behind it.
const PATIENCE: Duration = Duration::from_secs(5);
/// Nobody closes a dialog so soon: it could not be shown.
const BLINK: Duration = Duration::from_millis(400);

/// Asks the system for files, beginning in a folder; `None` where nothing was chosen.
pub type AskSystem = fn(Ask, Option<PathBuf>) -> Option<Vec<PathBuf>>;

/// Dialogs that were asked for.
#[derive(Debug)]
pub struct Dialogs {
    ask: AskSystem,
    jobs: Jobs<Ask, Option<Vec<PathBuf>>>,
    /// Since when the last one has not been seen yet.
    awaited: Option<Instant>,
}

/// What has become of a dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Files were chosen.
    Chosen(Ask, Vec<PathBuf>),
    /// It has not come up.
    Missing,
}

impl Dialogs {
    /// None yet; that is how the system is asked.
    pub fn new(runner: Runner, ask: AskSystem) -> Dialogs {
        Dialogs {
            ask,
            jobs: Jobs::new(runner),
            awaited: None,
        }
    }

    /// Has the system asked in another way.
    pub fn set_ask(&mut self, ask: AskSystem) {
        self.ask = ask;
    }

    /// True while it is not known yet whether the dialog has come up.
    pub fn busy(&self) -> bool {
        self.awaited.is_some()
    }

    /// Asks. A dialog that never answers leaves its thread behind; asking again drops it.
    pub fn begin(&mut self, ask: Ask, folder: Option<PathBuf>, now: Instant) {
        let system = self.ask;
        self.awaited = Some(now);
        self.jobs.start(ask, move |_| system(ask, folder));
    }

    /// What has come since the last call. The window loses the keyboard to a dialog.
    pub fn step(&mut self, has_keyboard: bool, now: Instant) -> Option<Answer> {
        let waited = self.awaited.map(|since| now.duration_since(since));
        let mut answer = None;
        for (ask, outcome) in self.jobs.poll() {
            self.awaited = None;
            let own = match outcome {
                Outcome::Done(Some(paths)) => Some(Answer::Chosen(ask, paths)),
                Outcome::Done(None) => {
                    let is_blink = waited.is_some_and(|waited| waited < BLINK);
                    is_blink.then_some(Answer::Missing)
                }
                Outcome::Failed(_) => Some(Answer::Missing),
            };
            answer = own.or(answer);
        }
        if !has_keyboard {
            self.awaited = None;
        } else if self.awaited.is_some() && waited.is_some_and(|waited| waited >= PATIENCE) {
            self.awaited = None;
            answer = answer.or(Some(Answer::Missing));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const S: Duration = Duration::from_secs(1);

    /// A dialog that nobody sees, and that gives up after a while.
    fn hanging() -> (Dialogs, Instant) {
        let ask: AskSystem = |_, _| {
            std::thread::sleep(2 * BLINK);
            None
        };
        let mut dialogs = Dialogs::new(Runner::Threads(Arc::new(|| {})), ask);
        let begun = Instant::now();
        dialogs.begin(Ask::Files, None, begun);
        (dialogs, begun)
    }

    #[test]
    fn a_dialog_that_does_not_come_is_told_once() {
        let (mut dialogs, begun) = hanging();
        assert!(dialogs.busy());
        assert_eq!(dialogs.step(true, begun + 4 * S), None);
        assert_eq!(dialogs.step(true, begun + 5 * S), Some(Answer::Missing));
        assert_eq!(dialogs.step(true, begun + 6 * S), None);
        assert!(!dialogs.busy());
    }

    #[test]
    fn a_dialog_that_takes_the_keyboard_is_there() {
        let (mut dialogs, begun) = hanging();
        assert_eq!(dialogs.step(false, begun + S), None);
        assert_eq!(dialogs.step(true, begun + 9 * S), None);
        assert!(!dialogs.busy());
    }

    #[test]
    fn what_ends_at_once_was_never_there_and_what_is_chosen_is_taken() {
        let begun = Instant::now();
        let answer = |ask: AskSystem, after: Duration| {
            let mut dialogs = Dialogs::new(Runner::Inline, ask);
            dialogs.begin(Ask::Folder, None, begun);
            dialogs.step(true, begun + after)
        };
        assert_eq!(answer(|_, _| None, Duration::ZERO), Some(Answer::Missing));
        // Somebody has closed it.
        assert_eq!(answer(|_, _| None, 2 * BLINK), None);
        let chosen = Some(Answer::Chosen(Ask::Folder, vec!["maps".into()]));
        assert_eq!(answer(|_, _| Some(vec!["maps".into()]), Duration::ZERO), chosen);
    }
}
