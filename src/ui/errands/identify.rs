//! What there is to know about a place, worked out in the background.

use std::sync::Arc;

use crate::model::workspace::Workspace;
use crate::progress::Cancelled;
use crate::session::identify::Card;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::panels::identify_view::IdentifyView;

/// Works cards out.
#[derive(Debug)]
pub struct IdentifyErrand {
    jobs: Jobs<(), (Arc<Workspace>, Result<Card, Cancelled>)>,
}

impl IdentifyErrand {
    /// None yet.
    pub fn new(runner: Runner) -> IdentifyErrand {
        IdentifyErrand {
            jobs: Jobs::new(runner),
        }
    }

    /// True while a card is worked out.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Begins what is asked for, and takes in what has come.
    pub fn run(&mut self, view: &mut IdentifyView) {
        if let Some(query) = view.take_query() {
            self.jobs.start((), move |progress| {
                (Arc::clone(&query.workspace), query.answer(progress))
            });
        }
        for (_, outcome) in self.jobs.poll() {
            if let Outcome::Done((workspace, Ok(card))) = outcome {
                view.put(workspace, card);
            }
        }
    }
}
