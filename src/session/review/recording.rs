//! Entries on their way into dossiers: one job at a time, which nothing but a wish to stop recording stops. A dossier that is
//! closed meanwhile is written to the end.

use std::path::PathBuf;

use crate::dossier::fault::DossierFault;
use crate::dossier::freeze::Stamp;
use crate::model::review::decision::Author;
use crate::model::review::event::Deed;
use crate::progress::Progress;
use crate::words::{Bilingual, Lang};

use super::super::clock::now;
use super::super::command::JobKind;
use super::super::{Done, Session};
use super::shelf::{Entry, Recorded};
use super::state::ReviewDone;
use super::told::Told;

impl Session {
    /// Puts what is done at once to what waits to be written.
    pub(super) fn record(&mut self, author: Author, deeds: Vec<Deed>, attach: Vec<PathBuf>) {
        let Some(open) = self.dossier() else {
            return self.tell(Told::NoDossier);
        };
        if let Some(why) = &open.why_read_only {
            let reason = |lang| {
                why.text(lang)
                    .unwrap_or_else(|| DossierFault::ReadOnly.text(lang))
            };
            let reason = Bilingual {
                zh: reason(Lang::Zh),
                en: reason(Lang::En),
            };
            return self.tell(Told::ReadOnly(reason));
        }
        let stamp = Stamp { at: now(), author };
        open.shelf.push(Entry { stamp, deeds, attach });
        self.write_waiting();
    }

    /// True while entries are on their way into a log, or would have to wait for a dossier that is being stored anew.
    pub fn is_log_busy(&self) -> bool {
        self.is_stored_anew() || self.runs(JobKind::Recording)
    }

    /// True while entries wait for a dossier that is being stored anew: until that has come to its end they stand in no file.
    pub fn entries_wait(&self) -> bool {
        let mut shelves = self.review.shelves();
        self.is_stored_anew() && shelves.any(|(_, shelf)| shelf.has_waiting())
    }

    fn is_stored_anew(&self) -> bool {
        self.review.is_stored_anew && self.runs(JobKind::Freezing)
    }

    /// Begins to write what waits, that of closed dossiers first, unless something is being written: that job takes what
    /// comes meanwhile too, and a second one would stop it.
    pub(in crate::session) fn write_waiting(&mut self) {
        if self.is_log_busy() {
            return;
        }
        let Some((serial, shelf)) = self.review.next_to_write() else {
            return;
        };
        self.jobs.start(JobKind::Recording, move |progress| {
            Done::Review(ReviewDone::Recorded(serial, shelf.write(progress)))
        });
    }

    pub(super) fn take_recorded(&mut self, serial: u64, recorded: Recorded) {
        let has_failed = !recorded.faults.is_empty();
        self.tell_not_recorded(recorded.faults);
        let is_open = self.dossier().is_some_and(|open| open.serial == serial);
        if !is_open {
            return;
        }
        if let Some((review, head)) = recorded.review {
            self.review.wrote(review, head);
            recorded.written.iter().for_each(|own| self.take_entries(own));
        }
        // It has come in, or it was not written.
        self.review.going = None;
        if has_failed {
            self.review.stay();
        }
    }

    pub(super) fn tell_not_recorded(&mut self, faults: Vec<Bilingual>) {
        for fault in faults {
            self.tell(Told::NotRecorded(fault));
        }
    }

    /// Closes the dossier; what waits is still written.
    pub(in crate::session) fn close_dossier(&mut self) {
        self.review.leave();
        self.review.forget();
        self.forget_entries();
        self.jobs.cancel(&JobKind::Comparing);
        self.write_waiting();
    }

    /// Writes what waits and waits for it: the program ends. A dossier that is still being stored anew is as it was.
    pub fn finish(&mut self) {
        self.cancel(JobKind::Freezing);
        for (_, shelf) in self.review.shelves() {
            shelf.write(&Progress::default());
        }
    }
}

/// What waits to be written is written before the session ends.
impl Drop for Session {
    fn drop(&mut self) {
        self.finish();
        self.jobs.end();
    }
}

/// What is to be told once the entries that waited were written before something else: why some were not.
pub(super) fn after(faults: Vec<Bilingual>, done: ReviewDone) -> Done {
    Done::Review(match faults.is_empty() {
        true => done,
        false => ReviewDone::After(faults, Box::new(done)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::jobs::Runner;

    #[test]
    fn what_could_not_be_written_before_is_told_with_what_comes_after() {
        for faults in [vec![], vec![Bilingual::same("full")]] {
            let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
            let failed = ReviewDone::Opened(Err(Bilingual::same("gone")));
            let expected = faults.len() + 1;
            session.take(after(faults, failed));
            assert_eq!(session.notices().len(), expected);
        }
    }
}
