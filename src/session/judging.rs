//! The session's part in judging: screens and adds up as jobs.

use std::sync::Arc;

use crate::dossier::diff::{VerdictDiff, verdicts_between};
use crate::dossier::today::is_of_weight;
use crate::model::finding::Screening;

use super::command::JobKind;
use super::review::state::ReviewDone;
use super::review::told::DayMoved;
use super::work;
use super::{Done, Screened, Session};

impl Session {
    pub(super) fn screen(&mut self) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        self.look_at_sources();
        let (revision, as_of) = (self.revision, self.as_of());
        self.jobs.start(JobKind::Screening, move |progress| {
            Done::Screened(revision, work::screen(&workspace, as_of, progress))
        });
        self.add_up();
    }

    /// Takes a screening of what is open now.
    pub(super) fn take_screening(&mut self, revision: u64, screening: Screening) {
        let screening = Arc::new(screening);
        let old = self.screening.take();
        let before = old.as_ref().map(|screened| &*screened.screening);
        self.selection.carry_over(before, &screening);
        if let Some(old) = old {
            self.compare_days(old, revision, &screening);
        }
        self.screening = Some(Screened { revision, screening });
    }

    /// Where the day alone was moved, begins to look which verdicts that has changed.
    fn compare_days(&mut self, old: Screened, revision: u64, now: &Arc<Screening>) {
        let before = old.screening;
        if before.as_of == now.as_of || old.revision + 1 != revision {
            return;
        }
        let now = Arc::clone(now);
        let workspace = self.workspace().map(Arc::clone);
        self.jobs.start(JobKind::ComparingDays, move |_| {
            let flips = verdicts_between(&before, &now).into_iter();
            let (from, to) = (before.as_of, now.as_of);
            let flips = flips.filter(is_of_weight);
            let title = |own: &VerdictDiff| {
                let project = workspace.as_deref().and_then(|now| now.feature(&own.project));
                project.map_or_else(
                    || own.project.to_string(),
                    |(layer, feature)| layer.title_of(feature),
                )
            };
            let moved = DayMoved::of((from, to), flips, title);
            Done::Review(ReviewDone::DayMoved(moved))
        });
    }

    /// Begins to add up; a job of its own, so that findings do not wait for it.
    fn add_up(&mut self) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        let revision = self.revision;
        self.jobs.start(JobKind::Totals, move |progress| {
            Done::Annexed(revision, work::annex(&workspace, progress).map(Arc::new))
        });
    }
}
