//! The size of a sheet: of paper, or of any number of pixels.

/// Pixels to an inch in which sheets are laid out; what SVG and CSS call a pixel.
pub const LAYOUT_DPI: f64 = 96.0;
/// Millimetres in an inch.
const MM_PER_INCH: f64 = 25.4;

/// Paper by ISO 216.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 297 mm × 210 mm.
    #[default]
    A4,
    /// 420 mm × 297 mm.
    A3,
}

impl Paper {
    /// All papers.
    pub const ALL: [Paper; 2] = [Paper::A4, Paper::A3];

    /// The name on the command line: `a4`.
    pub fn code(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::A3 => "a3",
        }
    }

    /// The paper of that name.
    pub fn from_code(code: &str) -> Option<Paper> {
        Paper::ALL.into_iter().find(|paper| paper.code() == code)
    }

    /// Long and short side in millimetres.
    fn sides_mm(self) -> (f64, f64) {
        match self {
            Paper::A4 => (297.0, 210.0),
            Paper::A3 => (420.0, 297.0),
        }
    }
}

/// How large a sheet is, and in how many dots an inch of it is drawn where it is drawn in dots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    width_mm: f64,
    height_mm: f64,
    dpi: u32,
    is_paper: bool,
    is_piece: bool,
}

impl Page {
    /// The least and most dots to an inch that make sense.
    pub const DPI: std::ops::RangeInclusive<u32> = 30..=1200;
    /// Dots to an inch of paper, where nobody says how many: what prints sharply.
    pub const PRINT_DPI: u32 = 300;
    /// Dots to an inch of a screen, where nobody says how many.
    pub const SCREEN_DPI: u32 = 96;

    /// So many dots wide and high; how large that is in the hand is a matter of `dpi`.
    pub fn of_pixels(width_px: u32, height_px: u32, dpi: u32) -> Page {
        let mm = |px: u32| f64::from(px) * MM_PER_INCH / f64::from(dpi.max(1));
        Page {
            width_mm: mm(width_px),
            height_mm: mm(height_px),
            dpi: dpi.max(1),
            is_paper: false,
            is_piece: false,
        }
    }

    /// A sheet of paper, lying or standing.
    pub fn of_paper(paper: Paper, standing: bool, dpi: u32) -> Page {
        let (long, short) = paper.sides_mm();
        let (width_mm, height_mm) = if standing { (short, long) } else { (long, short) };
        Page {
            width_mm,
            height_mm,
            dpi: dpi.max(1),
            is_paper: true,
            is_piece: false,
        }
    }

    /// A piece of a printed page, so many millimetres wide and high.
    pub fn of_millimetres(width_mm: f64, height_mm: f64) -> Page {
        Page {
            width_mm,
            height_mm,
            dpi: Page::PRINT_DPI,
            is_paper: true,
            is_piece: true,
        }
    }

    /// True for paper, on which a map has a round scale and letters that can be read in the hand.
    pub fn is_paper(&self) -> bool {
        self.is_paper
    }

    /// True for a piece of a printed page, which has title, sources and verdicts beside the map already.
    pub fn is_piece(&self) -> bool {
        self.is_piece
    }

    /// Dots to an inch.
    pub fn dpi(&self) -> u32 {
        self.dpi
    }

    /// Width and height in millimetres.
    pub fn size_mm(&self) -> (f64, f64) {
        (self.width_mm, self.height_mm)
    }

    /// Width and height in dots.
    pub fn size_px(&self) -> (u32, u32) {
        let px = |mm: f64| (mm / MM_PER_INCH * f64::from(self.dpi)).round() as u32;
        (px(self.width_mm), px(self.height_mm))
    }

    /// Width and height in pixels of 1/96 inch, in which sheets are laid out.
    pub(super) fn layout(&self) -> (f64, f64) {
        let px = |mm: f64| mm / MM_PER_INCH * LAYOUT_DPI;
        (px(self.width_mm), px(self.height_mm))
    }

    /// One dot in pixels of the layout.
    pub(super) fn dot(&self) -> f64 {
        LAYOUT_DPI / f64::from(self.dpi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_in_dots() {
        let check = |paper, standing, dpi, expected| {
            assert_eq!(Page::of_paper(paper, standing, dpi).size_px(), expected);
        };
        check(Paper::A4, false, 300, (3508, 2480));
        check(Paper::A4, true, 300, (2480, 3508));
        check(Paper::A3, false, 300, (4961, 3508));
        check(Paper::A4, false, 96, (1123, 794));
    }

    #[test]
    fn dots_stay_what_they_are() {
        for dpi in [30, 96, 300, 1200] {
            for (width, height) in [(200, 16_384), (1921, 1079), (333, 777)] {
                assert_eq!(Page::of_pixels(width, height, dpi).size_px(), (width, height));
            }
        }
        assert_eq!(Page::of_pixels(1600, 1000, 96).layout().0.round(), 1600.0);
    }
}
