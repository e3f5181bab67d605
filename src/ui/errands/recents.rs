//! Whether files that were opened lately are still there, asked in the background: a network drive that is gone answers
//! after minutes, if at all.

use std::path::PathBuf;

use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::memory::desk_view::DeskView;

/// Looks for files that were opened lately.
#[derive(Debug)]
pub struct Recents {
    jobs: Jobs<PathBuf, bool>,
}

impl Recents {
    /// None yet.
    pub fn new(runner: Runner) -> Recents {
        Recents {
            jobs: Jobs::new(runner),
        }
    }

    /// Begins to look for each file by itself, so that none waits for another, and takes in what was found.
    pub fn run(&mut self, desk: &mut DeskView) {
        for path in desk.take_unlooked() {
            // One that has not been answered yet is not asked again.
            if !self.jobs.runs(&path) {
                self.jobs.start(path.clone(), move |_| path.exists());
            }
        }
        for (path, outcome) in self.jobs.poll() {
            if let Outcome::Done(there) = outcome {
                desk.looked(&path, there);
            }
        }
    }
}
