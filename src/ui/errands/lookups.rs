//! What is typed into the command box, looked up in the background.

use crate::progress::Cancelled;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::command_box::state::{CommandBox, Look, LookAnswer};

/// Looks up places and names.
#[derive(Debug)]
pub struct Lookups {
    jobs: Jobs<Look, Result<LookAnswer, Cancelled>>,
}

impl Lookups {
    /// None yet.
    pub fn new(runner: Runner) -> Lookups {
        Lookups {
            jobs: Jobs::new(runner),
        }
    }

    /// True while something is looked up.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Begins what is asked for, and takes in what was found.
    pub fn run(&mut self, view: &mut CommandBox) {
        for query in view.take_queries() {
            self.jobs
                .start(query.look, move |progress| query.answer(progress));
        }
        for (_, outcome) in self.jobs.poll() {
            if let Outcome::Done(Ok(answer)) = outcome {
                view.put(answer);
            }
        }
    }
}
