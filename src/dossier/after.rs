//! What a review comes to once more has happened in it, before that is written.

use crate::model::review::event::Event;
use crate::model::review::state::Review;
use crate::progress::Progress;

use super::fault::DossierFault;

/// A review after events that can happen in it.
pub enum After {
    /// Several.
    Whole(Review),
    /// A single one, which is only looked at: a review can be long.
    One(Event),
}

impl After {
    /// After these.
    ///
    /// # Errors
    /// One of them cannot happen; somebody has asked to stop.
    pub fn of(before: &Review, events: Vec<Event>, progress: &Progress) -> Result<After, DossierFault> {
        match <[Event; 1]>::try_from(events) {
            Ok([only]) => {
                before.check(&only)?;
                Ok(After::One(only))
            }
            Err(events) => {
                let mut after = before.clone();
                for event in events {
                    progress.check()?;
                    after.apply(event)?;
                }
                Ok(After::Whole(after))
            }
        }
    }

    /// Those that came after that review.
    pub fn new_events(&self, before: &Review) -> &[Event] {
        match self {
            After::Whole(after) => after.events().get(before.events().len()..).unwrap_or_default(),
            After::One(event) => std::slice::from_ref(event),
        }
    }
}
