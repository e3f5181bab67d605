//! A report as pages that can be looked at before they are written.

#[cfg(feature = "pdf")]
pub use super::pdf::pages::Pages;

#[cfg(not(feature = "pdf"))]
use super::page_image::PageImage;

/// No pages: this program was built without the typesetter.
#[cfg(not(feature = "pdf"))]
#[derive(Debug)]
pub enum Pages {}

#[cfg(not(feature = "pdf"))]
impl Pages {
    /// Whether this program makes any.
    pub const ARE_MADE: bool = false;

    /// None.
    ///
    /// # Errors
    /// Always.
    pub fn of(_: &super::document::Document, _: &crate::progress::Progress) -> std::io::Result<Pages> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    /// How many.
    pub fn count(&self) -> usize {
        match *self {}
    }

    /// One of them.
    pub fn image(&self, _: usize, _: u32) -> Option<PageImage> {
        match *self {}
    }
}
