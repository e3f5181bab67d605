//! Writes down what has changed: in the background, the newest last, and no more often than needed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use eframe::egui::Context;

use crate::report::files::{self, WriteError};
use crate::session::jobs::{Jobs, Outcome, Runner};
use crate::session::lost_steps::copied;

use super::log;

/// Changes are looked for so often, in seconds; with the writing they are on the disk within one.
const LOOK_S: f64 = 0.4;

/// Keeps files in the user's folder as they are to be.
#[derive(Debug)]
pub struct Keeper {
    folder: Option<PathBuf>,
    jobs: Jobs<&'static str, Result<(), WriteError>>,
    /// What each file holds, or will hold when its job is done.
    kept: BTreeMap<&'static str, Kept>,
    looked_s: f64,
    /// Lines for the log that wait for the ones before them.
    unlogged: Vec<String>,
    /// Writing has failed, and that was told.
    failed: bool,
}

#[derive(Debug, Default)]
struct Kept {
    text: String,
    /// Counts what was handed over.
    number: u64,
    written: Arc<Mutex<Written>>,
}

#[derive(Debug, Default)]
struct Written {
    /// The number that was written last, which a slower job of an older one must not write over.
    number: u64,
    /// What stands there is copied before.
    is_set_aside: bool,
}

impl Written {
    fn write(&mut self, number: u64, path: &Path, text: &str) -> Result<(), WriteError> {
        if self.number > number {
            return Ok(());
        }
        self.number = number;
        if std::mem::take(&mut self.is_set_aside) {
            // Where it cannot be copied there is nothing to be kept.
            let _copy = copied(path);
        }
        files::write(path, text.as_bytes())
    }
}

impl Default for Keeper {
    fn default() -> Keeper {
        Keeper::new(Runner::Inline, None)
    }
}

impl Keeper {
    /// In that folder; nothing is kept where there is none.
    pub fn new(runner: Runner, folder: Option<PathBuf>) -> Keeper {
        Keeper {
            folder,
            jobs: Jobs::new(runner),
            kept: BTreeMap::new(),
            looked_s: f64::NEG_INFINITY,
            unlogged: Vec::new(),
            failed: false,
        }
    }

    /// Where files are kept.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// True when it is time to look for changes. Has the window draw again for the next look where it is too early.
    pub fn is_due(&mut self, ctx: &Context) -> bool {
        if self.folder.is_none() {
            return false;
        }
        let now_s = ctx.input(|input| input.time);
        let wait_s = self.looked_s + LOOK_S - now_s;
        if wait_s > 0.0 && wait_s <= LOOK_S {
            ctx.request_repaint_after(Duration::from_secs_f64(wait_s));
            return false;
        }
        self.looked_s = now_s;
        true
    }

    /// What a file holds already, as it was read.
    pub fn knows(&mut self, name: &'static str, text: String) {
        self.kept.entry(name).or_default().text = text;
    }

    /// Writes a file, if it is to hold something else than it does.
    pub fn keep(&mut self, name: &'static str, text: String) {
        let Some(work) = self.work(name, text) else {
            return;
        };
        self.jobs.start(name, move |_| work());
    }

    /// As [`Keeper::keep`], and does not come back before it is written: for the end of the program.
    pub fn keep_now(&mut self, name: &'static str, text: String) {
        if let Some(work) = self.work(name, text) {
            // There is nobody left to tell.
            let _told_to_nobody = work();
        }
    }

    /// Writes a file whose text is worked out in the background; as it is where there is none.
    pub fn keep_made(
        &mut self,
        name: &'static str,
        make: impl FnOnce(&Path) -> Option<String> + Send + 'static,
    ) {
        if let Some(work) = self.work_made(name, make) {
            self.jobs.start(name, move |_| work());
        }
    }

    /// As [`Keeper::keep_made`], and does not come back before it is written: for the end of the program.
    pub fn keep_made_now(
        &mut self,
        name: &'static str,
        make: impl FnOnce(&Path) -> Option<String> + Send + 'static,
    ) {
        if let Some(work) = self.work_made(name, make) {
            // There is nobody left to tell.
            let _told_to_nobody = work();
        }
    }

    fn work_made(
        &mut self,
        name: &'static str,
        make: impl FnOnce(&Path) -> Option<String> + Send + 'static,
    ) -> Option<impl FnOnce() -> Result<(), WriteError> + Send + 'static> {
        let path = self.folder.as_ref()?.join(name);
        let kept = self.kept.entry(name).or_default();
        kept.number += 1;
        let (number, written) = (kept.number, Arc::clone(&kept.written));
        Some(move || {
            let Some(text) = make(&path) else {
                return Ok(());
            };
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            written.write(number, &path, &text)
        })
    }

    /// What stands in a file is copied beside it before something else is written there.
    pub fn set_aside(&mut self, name: &'static str) {
        let kept = self.kept.entry(name).or_default();
        let mut written = kept.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.is_set_aside = true;
    }

    /// True while nothing is being written, and nothing that was has failed.
    pub fn is_done(&self) -> bool {
        self.jobs.running().next().is_none() && !self.failed
    }

    /// Adds lines to the log, and those that had to wait for the ones before.
    pub fn log(&mut self, lines: Vec<String>) {
        let Some(folder) = self.folder.clone() else {
            return;
        };
        self.unlogged.extend(lines);
        if self.unlogged.is_empty() || self.jobs.runs(&log::FILE_NAME) {
            return;
        }
        let lines = std::mem::take(&mut self.unlogged);
        self.jobs.start(log::FILE_NAME, move |_| {
            log::append(&folder, &lines).map_err(|reason| WriteError {
                path: folder.join(log::FILE_NAME),
                reason,
            })
        });
    }

    fn work(
        &mut self,
        name: &'static str,
        text: String,
    ) -> Option<impl FnOnce() -> Result<(), WriteError> + Send + 'static> {
        let path = self.folder.as_ref()?.join(name);
        let kept = self.kept.entry(name).or_default();
        if kept.text == text {
            return None;
        }
        kept.text.clone_from(&text);
        kept.number += 1;
        let (number, written) = (kept.number, Arc::clone(&kept.written));
        Some(move || {
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            written.write(number, &path, &text)
        })
    }

    /// The first failure to write, once; later ones are hardly news.
    pub fn failure(&mut self) -> Option<WriteError> {
        let mut failure = None;
        for (name, outcome) in self.jobs.poll() {
            if let Outcome::Done(Err(error)) = outcome {
                // So that it is tried again with the next change.
                self.kept.entry(name).or_default().text.clear();
                failure = failure.or(Some(error));
            }
        }
        let news = failure.filter(|_| !self.failed);
        self.failed |= news.is_some();
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_changed_is_written_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/desk.json");
        let mut keeper = Keeper::new(Runner::Inline, path.parent().map(Path::to_owned));
        keeper.keep("desk.json", "one".into());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        std::fs::remove_file(&path).unwrap();
        keeper.keep("desk.json", "one".into());
        assert!(!path.exists(), "nothing has changed");
        keeper.keep_now("desk.json", "two".into());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        assert!(keeper.failure().is_none());
    }

    /// Whoever writes first, be it a job that was begun later.
    #[test]
    fn what_is_set_aside_is_there_after_something_else_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("history.json"), "old").unwrap();
        let mut keeper = Keeper::new(Runner::Inline, Some(folder.path().to_owned()));
        keeper.set_aside("history.json");
        keeper.set_aside("recovery.toml");
        let slow = keeper.work_made("history.json", |_| Some("new".into())).unwrap();
        let fast = keeper
            .work_made("history.json", |_| Some("newer".into()))
            .unwrap();
        fast().unwrap();
        slow().unwrap();
        keeper.keep_made("recovery.toml", |_| Some("first".into()));
        let text = |name: &str| std::fs::read_to_string(path(name)).ok();
        assert_eq!(text("history.json").as_deref(), Some("newer"));
        assert_eq!(text("history-lost.json").as_deref(), Some("old"));
        assert_eq!(text("recovery.toml").as_deref(), Some("first"));
        assert_eq!(text("recovery-lost.toml"), None);
        assert!(keeper.failure().is_none() && keeper.is_done());
    }

    #[test]
    fn a_slow_job_does_not_write_over_a_newer_text() {
        let folder = tempfile::tempdir().unwrap();
        let mut keeper = Keeper::new(Runner::Inline, Some(folder.path().to_owned()));
        let slow = keeper.work("a", "old".into()).unwrap();
        let fast = keeper.work("a", "new".into()).unwrap();
        fast().unwrap();
        slow().unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("a")).unwrap(), "new");
    }

    #[test]
    fn a_failure_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        let mut keeper = Keeper::new(Runner::Inline, Some(file));
        keeper.keep("a", "one".into());
        assert!(keeper.failure().is_some());
        keeper.keep("a", "two".into());
        assert!(keeper.failure().is_none());
        let mut nowhere = Keeper::new(Runner::Inline, None);
        nowhere.keep("a", "one".into());
        assert!(nowhere.failure().is_none());
    }
}
