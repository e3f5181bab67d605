//! What the session writes: findings, map sheets, layers.

use std::path::PathBuf;
use std::sync::Arc;

use crate::report::export::FileKind;
use crate::report::layers::order::{Content, LayerOrder};
use crate::report::problems::ProblemFormat;
use crate::words::Lang;

use super::command::{JobKind, MapOrder};
use super::notice::NoticeKind;
use super::review::step::{ReportOrder, ReviewStep};
use super::{Done, Session, work};

impl Session {
    pub(super) fn export(&mut self, folder: PathBuf, kinds: Vec<FileKind>, lang: Lang) {
        let (Some(workspace), Some(screening)) = (self.workspace(), self.screening()) else {
            return self.notices.tell(NoticeKind::NothingToExport);
        };
        if self.outdated() {
            return self.notices.tell(NoticeKind::StillScreening);
        }
        let (workspace, screening) = (Arc::clone(workspace), Arc::clone(screening));
        if self.dossier().is_some() {
            return self.review_step(ReviewStep::Report(Box::new(ReportOrder { folder, kinds, lang })));
        }
        let annex = self.annex().map(Arc::clone);
        self.jobs.start(JobKind::Exporting, move |progress| {
            let screening = work::with_annex(&workspace, &screening, annex, progress);
            let ground = (&*workspace, &screening);
            Done::Exported(lang, work::export(ground, &folder, (&kinds, lang), progress))
        });
    }

    /// The sheet shows verdicts, so it waits for those of the newest state; without a screening it shows none.
    pub(super) fn draw(&mut self, order: MapOrder) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        if self.outdated() || self.runs(JobKind::Screening) {
            return self.notices.tell(NoticeKind::StillScreening);
        }
        let screening = self.screening().map(Arc::clone);
        self.jobs.start(JobKind::Drawing, move |progress| {
            Done::Drawn(work::draw(&workspace, screening.as_deref(), &order, progress))
        });
    }

    pub(super) fn export_layers(&mut self, order: LayerOrder, lang: Lang) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        if order.contents.iter().any(Content::needs_screening) && self.outdated() {
            return self.notices.tell(NoticeKind::StillScreening);
        }
        let (screening, opened) = (self.screening().map(Arc::clone), self.sources.clone());
        self.jobs.start(JobKind::Writing, move |progress| {
            let what = (&*workspace, screening.as_deref());
            Done::LayersWritten(lang, work::export_layers(what, &opened, (&order, lang), progress))
        });
    }

    pub(super) fn export_problems(
        &mut self,
        path: PathBuf,
        (format, problems): (ProblemFormat, Arc<[u32]>),
        lang: Lang,
    ) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        self.jobs.start(JobKind::Exporting, move |progress| {
            let written = work::export_problems(&workspace, &problems, (&path, format), progress);
            Done::Exported(lang, written)
        });
    }
}
