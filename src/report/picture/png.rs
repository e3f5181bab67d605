//! SVG sheets as pixels, with the program's own font and nothing else.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::report::font;

/// Why a sheet could not be turned into pixels.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// Zero wide or high, or too large for the memory.
    #[error("a picture of {0} × {1} pixels cannot be made")]
    Size(u32, u32),
    /// The SVG is not well-formed, or it has features that the renderer refuses.
    #[error("the picture cannot be drawn: {0}")]
    Drawing(String),
}

/// The most pixels that a side of a picture may have.
pub const MOST_SIDE_PX: u32 = 16_384;

/// Draws an SVG of [`super::svg`] pixel by pixel and encodes it as PNG.
///
/// # Errors
/// [`PngError`]
pub fn png_from_svg(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = Options {
        font_family: font::FAMILY.to_owned(),
        fontdb: fonts(),
        ..Options::default()
    };
    let drawing = |error: &dyn std::fmt::Display| PngError::Drawing(error.to_string());
    let tree = Tree::from_str(svg, &options).map_err(|error| drawing(&error))?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    if width > MOST_SIDE_PX || height > MOST_SIDE_PX {
        return Err(PngError::Size(width, height));
    }
    let mut pixmap = Pixmap::new(width, height).ok_or(PngError::Size(width, height))?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| drawing(&error))
}

/// Loaded once: parsing the font takes longer than drawing most sheets.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(font::BYTES.to_vec());
        fonts.set_sans_serif_family(font::FAMILY);
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}
