//! A document typeset, to be looked at before it is written.
//!
//! Pages become pixels by `typst-render`, the typesetter's own renderer of the same version: what is seen is the very
//! document that the PDF is made of. It brings one small crate that was not there, `pixglyph`; reading the finished PDF
//! again, or drawing pages as SVG first, would take more code and more time for the same picture.

use std::io;

use typst::utils::Scalar;
use typst_layout::PagedDocument;
use typst_render::{RenderOptions, render};

use crate::progress::Progress;
use crate::report::document::Document;
use crate::report::page_image::PageImage;

use super::{not_longer, world_of};

/// Rows of all tables beyond which the pages are only written: 270 pages with 2,200 rows take 400 MB while they are typeset.
const MOST_ROWS: usize = 5_000;
/// A page is drawn no narrower and no wider than this, in pixels.
const WIDTHS_PX: (u32, u32) = (16, 4_096);

/// A document typeset.
#[derive(Debug)]
pub struct Pages(PagedDocument);

impl Pages {
    /// Whether this program makes any.
    pub const ARE_MADE: bool = true;

    /// The pages that [`super::pdf`] writes of the same document.
    ///
    /// # Errors
    /// `InvalidInput`, in words, for more rows than anybody leafs through; what the typesetter says; that somebody has asked
    /// to stop.
    pub fn of(document: &Document, progress: &Progress) -> io::Result<Pages> {
        not_longer(document, MOST_ROWS, "pages.too_many_rows")?;
        let pages = world_of(document, progress)?.typeset().map_err(io::Error::other);
        super::world::forget();
        Ok(Pages(pages?))
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.pages().len()
    }

    /// A page, from 0, so wide in pixels, but never out of all measure; `None` if there is no such page.
    pub fn image(&self, page: usize, width_px: u32) -> Option<PageImage> {
        let own = self.0.pages().get(page)?;
        let (least, most) = WIDTHS_PX;
        let width_pt = own.frame.width().to_pt();
        let per_pt = f64::from(width_px.clamp(least, most)) / width_pt.max(1.0);
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(per_pt),
            ..RenderOptions::default()
        };
        let pixels = render(own, &options);
        Some(PageImage {
            page,
            size_px: [pixels.width() as usize, pixels.height() as usize],
            rgba: pixels.take(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::review;
    use crate::report::scene;
    use crate::words::Lang;

    #[test]
    fn a_page_is_as_wide_as_asked_for_and_says_something() {
        let scene = scene::synthetic();
        let document = review(&scene.workspace, &scene.screening, Lang::Zh);
        let pages = Pages::of(&document, &Progress::default()).unwrap();
        let check = |width_px: u32, expected: usize| {
            let image = pages.image(0, width_px).unwrap();
            let [width, height] = image.size_px;
            assert_eq!((image.page, width), (0, expected));
            // A4 lying.
            assert!(
                (height as f64 / width as f64 - 210.0 / 297.0).abs() < 0.03,
                "{height}"
            );
            assert_eq!(image.rgba.len(), width * height * 4);
            assert!(image.rgba.chunks(4).all(|pixel| pixel[3] == 255), "opaque");
        };
        check(400, 400);
        check(0, 16);
        check(u32::MAX, 4_096);
        let inked = |page: usize| {
            let image = pages.image(page, 400).unwrap();
            image.rgba.chunks(4).filter(|pixel| pixel[0] < 230).count()
        };
        let inked: Vec<usize> = (0..pages.count()).map(inked).collect();
        assert!(
            inked.len() > 1 && inked.iter().all(|count| *count > 50),
            "{inked:?}"
        );
        assert_eq!(pages.image(pages.count(), 400), None);
    }
}
