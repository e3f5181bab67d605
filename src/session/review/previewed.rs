//! What is known of a report that is not written yet.

use std::sync::Arc;

use crate::report::page_image::PageImage;
use crate::report::pages::Pages;

use super::outline::Outline;

/// What is shown of a report that is not written yet.
#[derive(Debug, Default)]
pub struct Preview {
    pub(super) outline: Option<Arc<Outline>>,
    pub(super) pages: Option<Arc<Pages>>,
    pub(super) fault: Option<String>,
    pub(super) asked: Option<(usize, u32)>,
    pub(super) image: Option<Arc<PageImage>>,
}

impl Preview {
    /// What it would hold, in short.
    pub fn outline(&self) -> Option<&Arc<Outline>> {
        self.outline.as_ref()
    }

    /// How many pages it has on paper; `None` until that is known.
    pub fn page_count(&self) -> Option<usize> {
        self.pages.as_ref().map(|pages| pages.count())
    }

    /// Why there are no pages, in the language of the report.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// The page that was drawn last.
    pub fn image(&self) -> Option<&Arc<PageImage>> {
        self.image.as_ref()
    }

    /// Which page was asked for last, from 0, and how wide, in pixels.
    pub fn asked(&self) -> Option<(usize, u32)> {
        self.asked
    }
}
