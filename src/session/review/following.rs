//! What is worked out beside a review: how everything stands, how it compares with today.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dossier::today::{Stored, Today, against_today, flip_counts};
use crate::model::date::Date;
use crate::model::review::board::Board;
use crate::model::review::reportable::{self, is_reportable};

use super::super::command::JobKind;
use super::super::jobs::Outcome;
use super::super::notice::NoticeKind;
use super::super::{Done, Session};
use super::state::{Grounds, ReviewDone, Standing};
use super::told::Told;

impl Session {
    /// Takes in what was worked out, and begins what is next; true if anything came in.
    pub(in crate::session) fn follow_review(&mut self) -> bool {
        // A job that came to its end has perhaps let go of a dossier. Not before all were taken that have ended: one that is begun
        // between two of them would write into what the other one puts in its place.
        self.write_waiting();
        if self.review.open.is_none() {
            return false;
        }
        let went_on = self.go_on();
        self.look_at_standing();
        if self.dossier().is_some_and(|open| !open.compared) {
            self.hold_against(None);
        }
        let ended = self.review.boards.poll();
        let any = went_on || !ended.is_empty();
        for (_, outcome) in ended {
            if let (Outcome::Done(standing), Some(grounds), Some(open)) =
                (outcome, self.review.asked.clone(), &mut self.review.open)
            {
                open.standing = Some((grounds, standing));
            }
        }
        any
    }

    /// Begins to look how everything stands, where that is not known.
    fn look_at_standing(&mut self) {
        let (Some(open), Some(workspace), Some(screening)) =
            (self.dossier(), self.workspace(), self.screening())
        else {
            return;
        };
        let grounds = Grounds {
            workspace: Arc::clone(workspace),
            screening: Arc::clone(screening),
            review: Arc::clone(&open.review),
            evidence: Arc::clone(&open.evidence),
            today: open.today.clone(),
        };
        if self
            .review
            .asked
            .as_ref()
            .is_some_and(|asked| asked.same(&grounds))
        {
            return;
        }
        self.review.asked = Some(grounds.clone());
        self.review.boards.start((), move |_| standing(&grounds));
    }

    /// Begins to hold what is stored against a day, once it has been screened; `None` for today.
    pub(super) fn hold_against(&mut self, day: Option<Date>) {
        let Some(screening) = self.screening().filter(|_| !self.outdated()).map(Arc::clone) else {
            return;
        };
        let (is_as_stored, today) = (self.is_as_stored(), self.today);
        let Some(open) = self.review.open.as_mut().filter(|_| is_as_stored) else {
            return;
        };
        open.compared = true;
        let (frozen, folder, serial) = (Arc::clone(&open.frozen), open.folder.clone(), open.serial);
        self.jobs.start(JobKind::Comparing, move |progress| {
            let stored = Stored {
                workspace: &frozen,
                screening: &screening,
                folder: &folder,
            };
            let found = against_today(&stored, day.unwrap_or(today), progress);
            Done::Review(ReviewDone::Compared(serial, found))
        });
    }

    /// Looks for the sources of the dossier there.
    pub(super) fn sources_in(&mut self, folder: PathBuf) {
        if let Some(open) = &mut self.review.open {
            open.folder = folder;
        }
        self.hold_against(None);
    }

    pub(super) fn take_today(&mut self, serial: u64, today: Today) {
        // Whoever holds it against a day of his own sees the answer where he asked.
        let is_today = today.day == self.today;
        let Some(open) = self.review.open.as_mut().filter(|open| open.serial == serial) else {
            return;
        };
        let sources = today.changed_sources().len();
        let (projects, verdicts) = flip_counts(&today.flips);
        open.today = Some(Arc::new(today));
        let is_old = |about: &NoticeKind| matches!(about, NoticeKind::Review(Told::Flips { .. }));
        self.notices.retract(is_old);
        if is_today && projects + verdicts + sources > 0 {
            self.tell(Told::Flips {
                projects,
                verdicts,
                sources,
            });
        }
    }
}

fn standing(grounds: &Grounds) -> Standing {
    let changed = grounds.today.as_ref().map(|today| today.changed_sources());
    let reportable = is_reportable(&reportable::Grounds {
        workspace: &grounds.workspace,
        screening: Some(&grounds.screening),
        review: &grounds.review,
        changed_sources: &changed.unwrap_or_default(),
    });
    Standing {
        board: Arc::new(Board::of(&grounds.screening, &grounds.evidence, &grounds.review)),
        reportable: Arc::new(reportable),
    }
}
