//! The attribute table's work in the background.

use crate::progress::Cancelled;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::panels::attribute_table::state::AttributesView;
use super::super::panels::attribute_table::work::{Answer, Task};

/// Works out what the attribute table asks for.
#[derive(Debug)]
pub struct AttributesErrand {
    jobs: Jobs<Task, Result<Answer, Cancelled>>,
}

impl AttributesErrand {
    /// Nothing yet.
    pub fn new(runner: Runner) -> AttributesErrand {
        AttributesErrand {
            jobs: Jobs::new(runner),
        }
    }

    /// True while something is worked out.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Stops and begins what is asked for, and takes in what has come.
    pub fn run(&mut self, view: &mut AttributesView) {
        for task in view.take_stops() {
            self.jobs.cancel(&task);
        }
        for query in view.take_queries() {
            self.jobs
                .start(query.task(), move |progress| query.answer(progress));
        }
        for (task, outcome) in self.jobs.poll() {
            match outcome {
                Outcome::Done(Ok(answer)) => view.put(answer),
                // A cancelled job is not polled any more; a failed one must not be waited for.
                Outcome::Done(Err(Cancelled)) | Outcome::Failed(_) => view.give_up(task),
            }
        }
    }
}
