//! Sheets as dots, drawn and packed strip by strip: a large picture needs no more memory than a small one.

use std::io::Write as _;

use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};
use resvg::tiny_skia::{Color, Pixmap, Transform};

use crate::progress::Progress;

use super::page::Page;
use super::tree::{PictureError, tree};

/// The most dots that a side of a picture may have.
pub const MOST_SIDE_PX: u32 = 16_384;
/// Dots drawn at once: 96 MB. The renderer takes up to five times as much beside it, for what lies within the map.
const STRIP_PX: u32 = 24_000_000;
const INCH_M: f64 = 0.0254;

/// Draws an SVG of [`super::svg`] dot by dot and packs it as PNG, with its size in the hand (`pHYs`).
///
/// # Errors
/// [`PictureError`]
pub fn png(svg: &str, page: &Page, progress: &Progress) -> Result<Vec<u8>, PictureError> {
    in_strips(svg, page, STRIP_PX, progress)
}

fn in_strips(svg: &str, page: &Page, strip_px: u32, progress: &Progress) -> Result<Vec<u8>, PictureError> {
    let (width, height) = page.size_px();
    if !page.fits() {
        return Err(PictureError::Size(width, height));
    }
    let tree = tree(svg)?;
    let across = width as f32 / tree.size().width();
    let down = height as f32 / tree.size().height();
    let most_rows = (strip_px / width).clamp(1, height);
    progress.start(u64::from(height));
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let dots_per_m = (f64::from(page.dpi()) / INCH_M).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: dots_per_m,
        yppu: dots_per_m,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(PictureError::drawing)?;
    let mut dots = writer.stream_writer().map_err(PictureError::drawing)?;
    let mut top = 0;
    while top < height {
        progress.check()?;
        let rows = most_rows.min(height - top);
        let mut strip = Pixmap::new(width, rows).ok_or(PictureError::Size(width, height))?;
        strip.fill(Color::WHITE);
        let place = Transform::from_scale(across, down).post_translate(0.0, -(top as f32));
        resvg::render(&tree, place, &mut strip.as_mut());
        for row in strip.data().chunks_exact(4 * width as usize) {
            // Nothing shines through the white of the paper, so the opacity is left out.
            let packed: Vec<u8> = row
                .chunks_exact(4)
                .flat_map(|dot| dot.iter().take(3))
                .copied()
                .collect();
            dots.write_all(&packed).map_err(PictureError::drawing)?;
        }
        top += rows;
        progress.advance(u64::from(rows));
    }
    dots.finish().map_err(PictureError::drawing)?;
    writer.finish().map_err(PictureError::drawing)?;
    Ok(file)
}

impl Page {
    /// True if so many dots can be drawn: at least one and at most [`MOST_SIDE_PX`] on each side.
    pub fn fits(&self) -> bool {
        let (width, height) = self.size_px();
        [width, height].iter().all(|px| (1..=MOST_SIDE_PX).contains(px))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::{PictureOptions, page::Paper, svg};
    use crate::report::scene;
    use crate::words::Lang;

    fn decoded(png: &[u8]) -> (png::Info<'static>, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut dots).unwrap();
        (reader.info().clone(), dots)
    }

    fn sheet(page: Page) -> String {
        let scene = scene::overlap();
        let options = PictureOptions {
            page,
            ..PictureOptions::new(Lang::Zh)
        };
        svg(&scene.workspace, Some(&scene.screening), &options)
    }

    #[test]
    fn paper_at_300_dots_an_inch() {
        let page = Page::of_paper(Paper::A4, true, 300);
        let (info, _) = decoded(&png(&sheet(page), &page, &Progress::default()).unwrap());
        assert_eq!((info.width, info.height), (2480, 3508));
        let dims = info.pixel_dims.unwrap();
        assert_eq!((dims.xppu, dims.yppu, dims.unit), (11_811, 11_811, Unit::Meter));
    }

    #[test]
    fn strips_leave_no_seam() {
        let page = Page::of_pixels(600, 400, 96);
        let sheet = sheet(page);
        let drawn = |strip_px| decoded(&in_strips(&sheet, &page, strip_px, &Progress::default()).unwrap()).1;
        let (whole, parts) = (drawn(1_000_000), drawn(600 * 37));
        let differ = whole
            .iter()
            .zip(&parts)
            .filter(|(a, b)| a.abs_diff(**b) > 3)
            .count();
        // Where the renderer rounds an edge by another hair; a seam would be 3 × 600 a strip.
        assert!(differ < 200, "{differ}");
    }

    #[test]
    fn what_is_too_large_is_refused_before_it_is_drawn() {
        let page = Page::of_pixels(MOST_SIDE_PX + 1, 10, 96);
        let refused = png("<svg", &page, &Progress::default());
        assert!(matches!(refused, Err(PictureError::Size(16_385, 10))));
    }

    #[test]
    fn a_cancelled_picture_is_none() {
        let progress = Progress::default();
        progress.cancel();
        let page = Page::of_pixels(300, 200, 96);
        let refused = png(&sheet(page), &page, &progress);
        assert!(matches!(refused, Err(PictureError::Cancelled(_))));
    }
}
