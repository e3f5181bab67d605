//! Sheets as PDF: shapes stay shapes, letters stay letters of the embedded font, cut to those that are used.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt as _, SvgSettings};

use crate::words::Lang;

use super::page::Page;
use super::tree::{PictureError, tree};

/// Points in a millimetre.
const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// Turns an SVG of [`super::svg`] into one page of its size. The file names no day, so that the same sheet gives the same
/// bytes.
///
/// # Errors
/// [`PictureError::Drawing`]
pub fn pdf(svg: &str, page: &Page, (title, lang): (&str, Lang)) -> Result<Vec<u8>, PictureError> {
    let tree = tree(svg)?;
    let size = points(page).ok_or_else(|| PictureError::Size(page.size_px().0, page.size_px().1))?;
    let mut document = Document::new();
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    document.set_metadata(
        Metadata::new()
            .title(title.to_owned())
            .language(code.to_owned())
            .creator(format!("redshank {}", env!("CARGO_PKG_VERSION"))),
    );
    let mut sheet = document.start_page_with(PageSettings::new(size));
    let mut surface = sheet.surface();
    let drawn = surface.draw_svg(&tree, size, SvgSettings::default());
    surface.finish();
    sheet.finish();
    drawn.ok_or_else(|| PictureError::drawing("svg"))?;
    document
        .finish()
        .map_err(|error| PictureError::drawing(format!("{error:?}")))
}

fn points(page: &Page) -> Option<Size> {
    let (width_mm, height_mm) = page.size_mm();
    Size::from_wh(
        (width_mm * POINTS_PER_MM) as f32,
        (height_mm * POINTS_PER_MM) as f32,
    )
}
