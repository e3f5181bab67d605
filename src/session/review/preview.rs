//! A report before it is written: its outline as soon as it is known, its pages as soon as they are typeset, one of them drawn.

use std::sync::Arc;

use crate::dossier::minutes::Minutes;
use crate::report::document::Document;
use crate::report::page_image::PageImage;
use crate::report::pages::Pages;
use crate::report::paper::{Ground, paper_until};
use crate::words::Lang;

use super::super::command::JobKind;
use super::super::work;
use super::super::{Done, Session};
use super::outline::{Outline, outline};
use super::previewed::Preview;
use super::state::ReviewDone;

impl Session {
    /// What is shown of a report that is not written yet.
    pub fn preview(&self) -> &Preview {
        &self.review.preview
    }

    /// Begins to list what a report would hold, and then to typeset it.
    pub(super) fn begin_preview(&mut self, lang: Lang) {
        let (Some(workspace), Some(screening)) = (self.workspace(), self.screening()) else {
            return;
        };
        let (workspace, screening) = (Arc::clone(workspace), Arc::clone(screening));
        self.end_preview();
        let annex = self.annex().map(Arc::clone);
        let (forced, minutes) = (self.forced_lines(lang), self.minutes());
        self.jobs.start(JobKind::Previewing, move |progress| {
            let screening = work::with_annex(&workspace, &screening, annex, progress);
            let minutes = minutes(&screening);
            let ground = Ground {
                record: minutes.as_ref().map(Minutes::record),
                ..Ground::new(&workspace, &screening)
            };
            let made = paper_until(&ground, lang, progress).map(|mut document| {
                document.warnings.splice(0..0, forced);
                Box::new((outline(&document), document))
            });
            Done::Review(ReviewDone::Outlined(made))
        });
    }

    /// Lets go of it: typeset pages need much memory.
    pub(super) fn end_preview(&mut self) {
        self.jobs.cancel(&JobKind::Previewing);
        self.jobs.cancel(&JobKind::Typesetting);
        self.review.preview = Preview::default();
    }

    pub(super) fn take_outline(&mut self, outline: Outline, document: Document) {
        self.review.preview.outline = Some(Arc::new(outline));
        if Pages::ARE_MADE {
            self.jobs.start(JobKind::Typesetting, move |progress| {
                let pages = Pages::of(&document, progress).map_err(|fault| fault.to_string());
                Done::Review(ReviewDone::Typeset(pages))
            });
        }
    }

    pub(super) fn take_pages(&mut self, pages: Result<Pages, String>) {
        let preview = &mut self.review.preview;
        match pages {
            Ok(pages) => preview.pages = Some(Arc::new(pages)),
            Err(fault) => preview.fault = Some(fault),
        }
    }

    /// Begins to draw a page, from 0, so wide in pixels.
    pub(super) fn draw_page(&mut self, page: usize, width_px: u32) {
        let preview = &mut self.review.preview;
        if let Some(pages) = preview.pages.clone() {
            preview.asked = Some((page, width_px));
            self.jobs.start(JobKind::Typesetting, move |_| {
                Done::Review(ReviewDone::PageDrawn(pages.image(page, width_px)))
            });
        }
    }

    pub(super) fn take_page(&mut self, image: Option<PageImage>) {
        self.review.preview.image = image.map(Arc::new);
    }
}
