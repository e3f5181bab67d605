//! The session's part in judging: screens and adds up as jobs.

use std::sync::Arc;

use super::command::JobKind;
use super::work;
use super::{Done, Session};

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
