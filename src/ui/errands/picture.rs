//! The small picture of a finding, worked out in the background.

use crate::progress::Cancelled;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::map::small_map::SmallMap;
use super::super::panels::picture_view::{PictureQuery, PictureView};

/// A picture that was asked for.
type Drawn = (PictureQuery, Result<Option<SmallMap>, Cancelled>);

/// Works pictures out.
#[derive(Debug)]
pub struct PictureErrand {
    jobs: Jobs<(), Drawn>,
}

impl PictureErrand {
    /// None yet.
    pub fn new(runner: Runner) -> PictureErrand {
        PictureErrand {
            jobs: Jobs::new(runner),
        }
    }

    /// True while a picture is worked out.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Begins what is asked for, and takes in what has come.
    pub fn run(&mut self, view: &mut PictureView) {
        if let Some(query) = view.take_query() {
            self.jobs.start((), move |progress| {
                let picture = query.answer(progress);
                (query, picture)
            });
        }
        for (_, outcome) in self.jobs.poll() {
            if let Outcome::Done((query, Ok(picture))) = outcome {
                view.put(query, picture);
            }
        }
    }
}
