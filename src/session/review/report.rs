//! Reports of a review: refused while something speaks against them, unless somebody puts his name to it.

use std::sync::Arc;

use crate::dossier::minutes::Minutes;
use crate::model::finding::Screening;
use crate::report::export::FileKind;
use crate::report::paper::Ground;
use crate::words::Lang;

use super::super::command::JobKind;
use super::super::notice::NoticeKind;
use super::super::work;
use super::super::{Done, Session};
use super::step::ReportOrder;
use super::told::Told;

impl Session {
    /// True where nothing keeps a report of these kinds from being written. Without a dossier there is no review, and nothing
    /// does; files for other programs are no report.
    pub(in crate::session) fn may_report(&mut self, kinds: &[FileKind]) -> bool {
        let is_report = kinds.iter().any(|kind| FileKind::REPORTS.contains(kind));
        let Some(open) = self.dossier().filter(|_| is_report) else {
            return true;
        };
        let told = match open.reportable() {
            _ if !self.is_as_stored() => Told::NotAsStored,
            Some(reportable) if reportable.is_allowed() => return true,
            Some(reportable) => Told::ReportRefused(reportable.obstacles.clone()),
            None => {
                self.notices.tell(NoticeKind::StillScreening);
                return false;
            }
        };
        self.tell(told);
        false
    }

    /// Begins to write a report.
    pub(super) fn report(&mut self, order: ReportOrder) {
        let (Some(workspace), Some(screening)) = (self.workspace(), self.screening()) else {
            return self.notices.tell(NoticeKind::NothingToExport);
        };
        if self.outdated() || self.runs(JobKind::Screening) {
            return self.notices.tell(NoticeKind::StillScreening);
        }
        let (workspace, screening) = (Arc::clone(workspace), Arc::clone(screening));
        if !self.may_report(&order.kinds) {
            return;
        }
        let annex = self.annex().map(Arc::clone);
        let first = self.forced_lines(order.lang);
        let minutes = self.minutes();
        self.jobs.start(JobKind::Exporting, move |progress| {
            let screening = work::with_annex(&workspace, &screening, annex, progress);
            let minutes = minutes(&screening);
            let ground = Ground {
                record: minutes.as_ref().map(Minutes::record),
                ..Ground::new(&workspace, &screening)
            };
            let done = work::report(ground, &order, &first, progress);
            Done::Exported(order.lang, done)
        });
    }

    /// What people said by now, about a screening that a job has; it gives nothing without a dossier.
    pub(super) fn minutes(&self) -> impl FnOnce(&Screening) -> Option<Minutes> + Send + use<> {
        let said = self
            .dossier()
            .map(|open| (Arc::clone(&open.review), open.head.clone()));
        move |screening| said.map(|(review, head)| Minutes::of(review, head, screening))
    }

    /// What the first page of a report begins with that was forced.
    pub(super) fn forced_lines(&self, lang: Lang) -> Vec<String> {
        let open = self.dossier();
        let pair = open.and_then(|open| Some((open, open.reportable()?)));
        pair.map_or_else(Vec::new, |(open, reportable)| {
            reportable.first_lines(&open.review, lang)
        })
    }
}
