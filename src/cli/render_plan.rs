//! What `redshank render` is to do, from its arguments as typed.

use std::path::PathBuf;
use std::str::FromStr;

use crate::formats::open::{OpenOptions, Source};
use crate::report::picture::{MOST_SIDE_PX, Page, Paper, PictureFormat};

use super::args::RenderArgs;
use super::mistake::Mistake;

/// A picture to be drawn.
#[derive(Clone, Debug)]
pub struct RenderPlan {
    /// What to open.
    pub source: Source,
    /// How to open it.
    pub options: OpenOptions,
    /// Where to.
    pub out: PathBuf,
    /// As what.
    pub format: PictureFormat,
    /// How large.
    pub page: Page,
    /// Which part.
    pub part: MapPart,
    /// The title, if not the name of the workspace.
    pub title: Option<String>,
    /// The sheet goes to the public.
    pub public: bool,
}

/// Which part of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MapPart {
    /// Everything.
    Whole,
    /// West, south, east, north in degrees.
    Degrees([f64; 4]),
    /// The middle, at 1 : this.
    Scale(f64),
}

/// What is to be drawn.
///
/// # Errors
/// The first [`Mistake`].
pub fn render(args: RenderArgs) -> Result<RenderPlan, Mistake> {
    let part = match (&args.extent, &args.scale) {
        (Some(text), _) => MapPart::Degrees(degrees(text)?),
        (None, Some(text)) => MapPart::Scale(scale(text)?),
        (None, None) => MapPart::Whole,
    };
    let format = PictureFormat::of_path(&args.out)
        .ok_or_else(|| Mistake::new("picture", &args.out.display().to_string()))?;
    Ok(RenderPlan {
        source: Source::of_paths(vec![args.path.clone()]),
        options: OpenOptions::default(),
        format,
        page: page(&args, format)?,
        part,
        title: args.title,
        public: args.public,
        out: args.out,
    })
}

fn page(args: &RenderArgs, format: PictureFormat) -> Result<Page, Mistake> {
    if let Some(dpi) = args.dpi.filter(|dpi| !Page::DPI.contains(dpi)) {
        return Err(Mistake::new("dpi", &dpi.to_string()));
    }
    let paper = args.paper.as_deref().map(str::to_ascii_lowercase);
    let Some(paper) = paper.as_deref().and_then(Paper::from_code) else {
        let (width, height) = args.size.as_deref().map_or(Ok((1920, 1080)), size)?;
        return Ok(Page::of_pixels(
            width,
            height,
            args.dpi.unwrap_or(Page::SCREEN_DPI),
        ));
    };
    let page = Page::of_paper(paper, args.portrait, args.dpi.unwrap_or(Page::PRINT_DPI));
    if format == PictureFormat::Png && !page.fits() {
        let (width, height) = page.size_px();
        return Err(Mistake {
            expected: MOST_SIDE_PX.to_string(),
            ..Mistake::new("too_large", &format!("{width} × {height}"))
        });
    }
    Ok(page)
}

/// `1920x1080`: large enough for a legend, not larger than can be drawn.
fn size(text: &str) -> Result<(u32, u32), Mistake> {
    const LEAST_SIDE_PX: u32 = 200;
    let side = |text: &str| {
        text.trim()
            .parse()
            .ok()
            .filter(|px| (LEAST_SIDE_PX..=MOST_SIDE_PX).contains(px))
    };
    text.split_once(['x', 'X', '×', '*'])
        .and_then(|(width, height)| Some((side(width)?, side(height)?)))
        .ok_or_else(|| Mistake::new("size", text))
}

fn degrees(text: &str) -> Result<[f64; 4], Mistake> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    let in_range = |[west, south, east, north]: &[f64; 4]| {
        -180.0 <= *west && west < east && *east <= 180.0 && -90.0 <= *south && south < north && *north <= 90.0
    };
    numbers
        .and_then(|numbers| <[f64; 4]>::try_from(numbers).ok())
        .filter(in_range)
        .ok_or_else(|| Mistake::new("extent", text))
}

/// `1:50000`, `1:50,000` or `50000`.
fn scale(text: &str) -> Result<f64, Mistake> {
    let number = text.strip_prefix("1:").unwrap_or(text).replace([',', ' '], "");
    positive(&number)
        .filter(|denominator| (10.0..=1e9).contains(denominator))
        .ok_or_else(|| Mistake::new("scale", text))
}

pub fn positive(text: &str) -> Option<f64> {
    f64::from_str(text.trim())
        .ok()
        .filter(|value| value.is_finite() && *value > 0.0)
}
