//! Writes down what has changed: in the background, the newest last, and no more often than needed.

use std::collections::BTreeMap;
use std::io;
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
    /// A failure that is to be told.
    unsaid: Option<WriteError>,
    /// Something was not written that is to be tried again.
    missed: bool,
}

/// A file to be written.
pub type Work = Box<dyn FnOnce() -> Result<(), WriteError> + Send>;

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
            unsaid: None,
            missed: false,
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
        if let Some(work) = self.work(name, text) {
            self.jobs.start(name, move |_| work());
        }
    }

    /// As [`Keeper::keep`], and does not come back before it is written: for the end of the program.
    pub fn keep_now(&mut self, name: &'static str, text: String) {
        if let Some(work) = self.work(name, text) {
            // There is nobody left to tell.
            let _told_to_nobody = work();
        }
    }

    /// Writes one file after the other, so that whatever is there when the program is killed fits: the next is not begun before
    /// the one before is on the disk. Not to be called while any is being written.
    pub fn keep_in_order(&mut self, name: &'static str, works: Vec<Work>) {
        if !works.is_empty() {
            self.jobs.start(name, move |_| in_order(works));
        }
    }

    /// Does not come back before all that is being written has ended: for the end of the program.
    pub fn wait(&mut self) {
        let ended = self.jobs.wait();
        self.take(ended);
    }

    /// As [`Keeper::keep_in_order`], and does not come back before all of it is written: for the end of the program, after
    /// [`Keeper::wait`].
    pub fn keep_in_order_now(&mut self, works: Vec<Work>) {
        // There is nobody left to tell.
        let _told_to_nobody = in_order(works);
    }

    /// A file whose text is worked out in the background, to be written; as it is where there is none.
    pub fn work_made(
        &mut self,
        name: &'static str,
        make: impl FnOnce(&Path) -> Option<String> + Send + 'static,
    ) -> Option<Work> {
        let path = self.folder.as_ref()?.join(name);
        let kept = self.kept.entry(name).or_default();
        kept.number += 1;
        let (number, written) = (kept.number, Arc::clone(&kept.written));
        Some(Box::new(move || {
            let Some(text) = make(&path) else {
                return Ok(());
            };
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            written.write(number, &path, &text)
        }))
    }

    /// A file to be written; `None` where it holds that already, or will.
    pub fn work(&mut self, name: &'static str, text: String) -> Option<Work> {
        let path = self.folder.as_ref()?.join(name);
        let kept = self.kept.entry(name).or_default();
        if kept.text == text {
            return None;
        }
        kept.text.clone_from(&text);
        kept.number += 1;
        let (number, written) = (kept.number, Arc::clone(&kept.written));
        Some(Box::new(move || {
            let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
            written.write(number, &path, &text)
        }))
    }

    /// What stands in a file is copied beside it before something else is written there.
    pub fn set_aside(&mut self, name: &'static str) {
        let kept = self.kept.entry(name).or_default();
        let mut written = kept.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.is_set_aside = true;
    }

    /// True while something is being written.
    pub fn is_writing(&mut self) -> bool {
        self.take_ended();
        self.jobs.running().next().is_some()
    }

    /// True while nothing is being written, and nothing that was has failed.
    pub fn is_done(&self) -> bool {
        self.jobs.running().next().is_none() && !self.failed && self.unsaid.is_none()
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

    /// The first failure to write, once; later ones are hardly news.
    pub fn failure(&mut self) -> Option<WriteError> {
        self.take_ended();
        let news = self.unsaid.take().filter(|_| !self.failed);
        self.failed |= news.is_some();
        news
    }

    /// True once after something was not written that is to be tried again.
    pub fn take_missed(&mut self) -> bool {
        self.take_ended();
        std::mem::take(&mut self.missed)
    }

    fn take_ended(&mut self) {
        let ended = self.jobs.poll();
        self.take(ended);
    }

    fn take(&mut self, ended: Vec<(&'static str, Outcome<Result<(), WriteError>>)>) {
        for (name, outcome) in ended {
            let error = match outcome {
                Outcome::Done(Ok(())) => continue,
                Outcome::Done(Err(error)) => error,
                // A fault of the program has ended it: nothing after that was written either.
                Outcome::Failed(fault) => WriteError {
                    path: self.folder.as_deref().unwrap_or(Path::new("")).join(name),
                    reason: io::Error::other(fault),
                },
            };
            // So that it is tried again with the next change.
            self.kept.entry(name).or_default().text.clear();
            self.unsaid.get_or_insert(error);
            self.missed = true;
        }
    }
}

fn in_order(works: Vec<Work>) -> Result<(), WriteError> {
    works.into_iter().try_for_each(|work| work())
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
        let first = keeper.work_made("recovery.toml", |_| Some("first".into()));
        keeper.keep_in_order("recovery.toml", first.into_iter().collect());
        let text = |name: &str| std::fs::read_to_string(path(name)).ok();
        assert_eq!(text("history.json").as_deref(), Some("newer"));
        assert_eq!(text("history-lost.json").as_deref(), Some("old"));
        assert_eq!(text("recovery.toml").as_deref(), Some("first"));
        assert_eq!(text("recovery-lost.toml"), None);
        assert!(keeper.failure().is_none() && keeper.is_done());
    }

    /// Whoever is killed between two of them leaves those before; what stands in the way of one stands in the way of the others.
    #[test]
    fn what_is_kept_in_order_ends_with_what_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir(path("b")).unwrap();
        let mut keeper = Keeper::new(Runner::Inline, Some(folder.path().to_owned()));
        let works = ["a", "b", "c"].map(|name| keeper.work(name, "text".into()).unwrap());
        keeper.keep_in_order("c", works.into());
        assert!(path("a").is_file() && !path("c").exists());
        assert!(!keeper.is_done());
        assert!(!keeper.is_writing() && keeper.failure().is_some());
        assert!(keeper.take_missed() && !keeper.take_missed());
        std::fs::remove_dir(path("b")).unwrap();
        let again = keeper.work("c", "text".into()).unwrap();
        keeper.keep_in_order_now(vec![again]);
        assert!(path("c").is_file());
    }

    /// A file that could not be made is no more there than one that could not be written, and nothing that names it.
    #[test]
    fn a_fault_of_the_program_is_told_and_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut keeper = Keeper::new(Runner::Inline, Some(folder.path().to_owned()));
        let faulty = keeper.work_made("a", |_| panic!("no text")).unwrap();
        let names = keeper.work("b", "names a".into()).unwrap();
        keeper.keep_in_order("b", vec![faulty, names]);
        assert!(!keeper.is_writing() && !keeper.is_done() && !path("b").exists());
        assert!(keeper.take_missed());
        let told = keeper.failure().unwrap();
        assert_eq!(
            (told.path, told.reason.to_string()),
            (path("b"), "no text".into())
        );
        assert!(!keeper.is_done());
        let again = ["a", "b"].map(|name| keeper.work(name, "names a".into()).unwrap());
        keeper.keep_in_order("b", again.into());
        assert!(path("a").is_file() && path("b").is_file());
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
