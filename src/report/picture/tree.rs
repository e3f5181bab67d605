//! A sheet read back as a tree of shapes, with the program's own font and nothing else.

use std::sync::{Arc, OnceLock};

use resvg::usvg::{Options, Tree, fontdb};

use crate::progress::Cancelled;
use crate::report::font;
use crate::say;
use crate::words::Lang;

/// Why a sheet could not be turned into a file.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Zero wide or high, or too large; so many dots.
    #[error("{0} × {1}")]
    Size(u32, u32),
    /// The SVG is not well-formed, or it has features that the renderer refuses.
    #[error("{0}")]
    Drawing(String),
    /// Somebody asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl PictureError {
    /// Why there is no sheet, for people.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            PictureError::Size(width, height) => {
                say!(lang, "report.picture.size", width = width, height = height)
            }
            PictureError::Drawing(reason) => say!(lang, "report.picture.drawing", reason = reason),
            PictureError::Cancelled(_) => say!(lang, "report.picture.cancelled"),
        }
    }

    /// Something that went wrong in a library.
    pub(super) fn drawing(error: impl std::fmt::Display) -> PictureError {
        PictureError::Drawing(error.to_string())
    }
}

/// Reads an SVG of [`super::svg`].
///
/// # Errors
/// [`PictureError::Drawing`]
pub fn tree(svg: &str) -> Result<Tree, PictureError> {
    let options = Options {
        font_family: font::FAMILY.to_owned(),
        fontdb: fonts(),
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(PictureError::drawing)
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
