//! Whether a file that is to be written is there already, asked in the background: a drive that is gone answers late. What
//! is there is not written over without a question.

use std::path::PathBuf;

use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::view_state::{Ask, FileCheck, ViewState, Window};
use super::super::windows::path_window::answer;

/// Looks for files that are to be written.
#[derive(Debug)]
pub struct Taken {
    jobs: Jobs<(), (Ask, PathBuf, bool)>,
}

impl Taken {
    /// None yet.
    pub fn new(runner: Runner) -> Taken {
        Taken {
            jobs: Jobs::new(runner),
        }
    }

    /// Begins to look for the file that was named last, and takes in what was found. Whoever has closed the window meanwhile
    /// writes nothing.
    pub fn run(&mut self, view: &mut ViewState) {
        if let FileCheck::Wanted(ask, path) = &view.file_check {
            let (ask, path) = (*ask, path.clone());
            view.file_check = FileCheck::None;
            self.jobs.start((), move |_| {
                let is_there = path.exists();
                (ask, path, is_there)
            });
        }
        for (_, outcome) in self.jobs.poll() {
            let Outcome::Done((ask, path, is_there)) = outcome else {
                continue;
            };
            if view.window != Some(Window::PathOf(ask)) {
                continue;
            }
            match is_there {
                true => view.file_check = FileCheck::Taken(ask, path),
                false => answer(view, ask, path),
            }
        }
    }
}
