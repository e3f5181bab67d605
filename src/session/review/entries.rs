//! Entries of the log as steps of the history: each is one from the moment that it is on the disk. Taking it back is an entry,
//! too, and so is making it count again. A way over several of them is one deed: all of it is written, or nothing.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::review::decision::Author;
use crate::model::review::event::{Deed, Event};
use crate::model::review::state::Review;

use super::super::Session;
use super::super::history::{StepKind, Way};
use super::super::state::State;
use super::batches::batches;
use super::state::Going;
use super::told::Told;

impl Session {
    /// Begins to go to a step of the history, over entries.
    pub(super) fn go_over_entries(&mut self, author: Author, place: usize) {
        if self.is_log_busy() {
            self.review.later.push_back(Way::To(place));
            return;
        }
        let (Some(history), Some(open)) = (&self.history, self.dossier()) else {
            return;
        };
        let crossed = history.crossed(place);
        let entries = crossed.into_iter().map(State::entries);
        let undone = match place < history.place() {
            true => Ok(entries.flatten().copied().collect()),
            false => undoings_of(entries.flatten(), &open.review),
        };
        match undone.and_then(|undone| all_own(undone, &open.review, &author)) {
            Ok(undone) if undone.is_empty() => self.go_at_once(place),
            Ok(undone) => {
                let undoings = undone.iter().copied().map(Deed::Undone).collect();
                self.review.going = open.can_write().then_some(Going { place, undone });
                self.record(author, undoings, Vec::new());
            }
            Err(told) => self.tell(told),
        }
    }

    /// True where these entries, and no others, are what the next step back is about. What is on its way into the log will be
    /// the last step, and nobody goes back behind the first one.
    pub(super) fn are_last_step(&self, numbers: &[u64]) -> bool {
        let state = self.history.as_ref().filter(|history| history.can_undo());
        let are_they = state.is_some_and(|history| history.current().entries() == numbers);
        are_they && !numbers.is_empty() && !self.is_log_busy()
    }

    /// True while just these entries are on their way to count no more.
    pub(super) fn are_going(&self, numbers: &[u64]) -> bool {
        let going = self.review.going.as_ref();
        going.is_some_and(|going| going.undone == numbers)
    }

    /// Takes entries that were made at once: a step of the history, unless they are what leads to another one.
    pub(super) fn take_entries(&mut self, numbers: &[u64]) {
        let (Some(history), Some(open)) = (&self.history, &self.review.open) else {
            return;
        };
        if numbers.is_empty() {
            return;
        }
        let entered = history.current().entered(numbers, &open.review);
        let undone = undone_by(&open.review, numbers);
        match self
            .review
            .going
            .take_if(|own| undone.as_ref() == Some(&own.undone))
        {
            Some(going) => self.go_at_once(going.place),
            None => self.push(Some(entered)),
        }
    }

    /// Goes the ways that have waited for what was on its way; true where there was one.
    pub(super) fn go_on(&mut self) -> bool {
        if self.is_log_busy() {
            return false;
        }
        let Some(way) = self.review.later.pop_front() else {
            return false;
        };
        self.go(way);
        true
    }

    /// The log of the dossier was stored anew: where it goes on from what it was, its entries stay steps of the history, with
    /// those that came before the new run.
    pub(super) fn carry_entries(&mut self, before: Option<Arc<Review>>) {
        let Some(now) = self.dossier().map(|open| Arc::clone(&open.review)) else {
            return;
        };
        let since = before.and_then(|before| now.events().strip_prefix(before.events()));
        match since {
            Some(since) => batches(since).for_each(|batch| self.take_entries(&batch)),
            None => self.forget_entries(),
        }
    }

    /// Of the entries of a log that is closed no step is left.
    pub(super) fn forget_entries(&mut self) {
        if let Some(history) = &mut self.history {
            history.retain(|state| state.kind() != StepKind::Entry);
        }
    }
}

/// What undoings took back; `None` where one of these entries is none.
fn undone_by(review: &Review, undoings: &[u64]) -> Option<Vec<u64>> {
    let target = |seq: &u64| match review.event(*seq)?.deed {
        Deed::Undone(target) => Some(target),
        _ => None,
    };
    undoings.iter().map(target).collect()
}

/// The undoings that keep these entries from counting.
fn undoings_of<'a>(entries: impl Iterator<Item = &'a u64>, review: &Review) -> Result<Vec<u64>, Told> {
    let undoing = |event: &Event| match event.deed {
        Deed::Undone(target) => Some((target, event.seq)),
        _ => None,
    };
    let undoings: HashMap<u64, u64> = review.counting().filter_map(undoing).collect();
    let undoing_of = |entry: &u64| undoings.get(entry).copied().ok_or(Told::NotAsStepped);
    entries.map(undoing_of).collect()
}

/// Nobody takes back what somebody else has put his name to.
fn all_own(entries: Vec<u64>, review: &Review, author: &Author) -> Result<Vec<u64>, Told> {
    let mut events = entries.iter().filter_map(|entry| review.event(*entry));
    match events.find(|event| event.author.plain_name() != author.plain_name()) {
        Some(event) => Err(Told::EnteredBy(event.author.clone())),
        None => Ok(entries),
    }
}
