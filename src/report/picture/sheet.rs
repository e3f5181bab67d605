//! The sheet: where map, title, legend and notes stand, and which place of the plane falls on which pixel.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::workspace::Workspace;
use crate::progress::Progress;

use super::options::View;
use super::page::{LAYOUT_DPI, Page};

/// Metres of paper in a pixel of the layout.
const M_PER_PX_OF_PAPER: f64 = 0.0254 / LAYOUT_DPI;
/// On paper `unit` is at least this, so that the smallest letters are 6.5 points high.
const LEAST_PAPER_UNIT: f64 = 0.87;
/// Sheets that are this much higher than wide have the legend below the map.
const STANDS: f64 = 1.15;
/// What stands before the zeros of a round scale.
const ROUND: [f64; 11] = [1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 10.0];
/// Width of the border around the map, in which the degrees stand, in units.
pub const RIM: f64 = 15.0;
/// A map of less than this many metres shows nothing to go by.
const LEAST_M: f64 = 400.0;

/// A rectangle on the sheet in pixels, y downward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Panel {
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// The divided sheet. `unit` is what a pixel is on a sheet of 1440 × 1000: all sizes of texts and lines are multiples.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    pub unit: f64,
    /// One dot of the finished picture.
    pub dot: f64,
    pub is_paper: bool,
    pub width: f64,
    pub map: Panel,
    /// Legend and notes: beside the map, or below it on a standing sheet.
    pub side: Panel,
    /// Base line of the title.
    pub title_y: f64,
    /// Base line of the notes at the foot.
    pub foot_y: f64,
}

/// What things of the map are drawn through: how large, and until somebody asks to stop.
#[derive(Clone, Copy)]
pub struct Lens<'a> {
    pub frame: &'a Frame,
    /// As of the sheet.
    pub unit: f64,
    pub progress: &'a Progress,
}

impl Sheet {
    pub fn new(page: &Page) -> Sheet {
        let (width, height) = page.layout();
        let dot = page.dot();
        let least = if page.is_paper() {
            LEAST_PAPER_UNIT
        } else {
            0.5 * dot
        };
        let unit = ((width * height).sqrt() / 1200.0).clamp(least, 10.0_f64.max(least));
        let is_piece = page.is_piece();
        let margin = if is_piece { 2.0 } else { 22.0 } * unit;
        let head = if is_piece { 0.0 } else { 56.0 } * unit;
        let (foot, border) = (26.0 * unit, RIM * unit);
        let gap = 14.0 * unit;
        let stands = height > STANDS * width;
        let side_width = (0.19 * width).max(215.0 * unit).min(0.4 * width) + gap;
        let side_height = (0.25 * height).max(270.0 * unit).min(0.4 * height) + gap;
        let (taken_right, taken_below) = if stands {
            (0.0, side_height)
        } else {
            (side_width, 0.0)
        };
        let map = Panel {
            left: margin + border,
            top: margin + head + border,
            width: (width - 2.0 * (margin + border) - taken_right).max(1.0),
            height: (height - 2.0 * (margin + border) - head - foot - taken_below).max(1.0),
        };
        let rim = Panel {
            left: map.left - border,
            top: map.top - border,
            width: map.width + 2.0 * border,
            height: map.height + 2.0 * border,
        };
        let side = if stands {
            Panel {
                top: rim.bottom() + gap,
                height: side_height - gap,
                ..rim
            }
        } else {
            Panel {
                left: rim.right() + gap,
                width: side_width - gap,
                ..rim
            }
        };
        Sheet {
            unit,
            dot,
            is_paper: page.is_paper(),
            width,
            map,
            side,
            title_y: margin + 30.0 * unit,
            foot_y: height - margin - if is_piece { 6.0 } else { -1.0 } * unit,
        }
    }
}

/// The part of the plane that the map shows, and how it falls on the sheet.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub panel: Panel,
    /// Plane metres.
    pub extent: Extent,
    pub px_per_m: f64,
    /// The number behind 1 : that was asked for or chosen; `None` where the map is as large as it happens to be.
    pub stated: Option<f64>,
}

impl Frame {
    pub fn new(sheet: &Sheet, workspace: &Workspace, view: View) -> Frame {
        let (panel, all) = (sheet.map, padded(workspace.extent()));
        let (centre, px_per_m) = match view {
            View::Whole => (all.center(), fit(&all, &panel) / 1.08),
            View::Extent(extent) => {
                let extent = padded(extent);
                (extent.center(), fit(&extent, &panel))
            }
            View::Scale { middle, .. } => {
                let known = middle.filter(|c| c.x.is_finite() && c.y.is_finite());
                (known.unwrap_or_else(|| all.center()), 1.0)
            }
        };
        let true_m = true_m_of_plane_m(workspace, centre);
        let stated = match view {
            View::Scale { denominator, .. } => Some(denominator.max(1.0)),
            _ if sheet.is_paper => Some(round_up(true_m / px_per_m / M_PER_PX_OF_PAPER)),
            _ => None,
        };
        let px_per_m = stated.map_or(px_per_m, |n| true_m / (n * M_PER_PX_OF_PAPER));
        let (half_width, half_height) = (0.5 * panel.width / px_per_m, 0.5 * panel.height / px_per_m);
        let corner = |x: f64, y: f64| Coord {
            x: centre.x + x * half_width,
            y: centre.y + y * half_height,
        };
        Frame {
            panel,
            extent: Extent::from_corners(corner(-1.0, -1.0), corner(1.0, 1.0)),
            px_per_m,
            stated,
        }
    }

    /// Where a place of the plane falls on the sheet.
    pub fn px(&self, place: Coord<f64>) -> Coord<f64> {
        Coord {
            x: self.panel.left + (place.x - self.extent.min.x) * self.px_per_m,
            y: self.panel.top + (self.extent.max.y - place.y) * self.px_per_m,
        }
    }

    /// True metres in a pixel at the middle of the map.
    pub fn true_m_per_px(&self, workspace: &Workspace) -> f64 {
        true_m_of_plane_m(workspace, self.extent.center()) / self.px_per_m
    }

    /// The number behind 1 : at the middle of the map, on the sheet as large as it says it is.
    pub fn scale_denominator(&self, workspace: &Workspace) -> f64 {
        self.true_m_per_px(workspace) / M_PER_PX_OF_PAPER
    }
}

fn fit(extent: &Extent, panel: &Panel) -> f64 {
    (panel.width / extent.width()).min(panel.height / extent.height())
}

/// The next round number behind 1 :, so that what was to be seen still fits.
fn round_up(denominator: f64) -> f64 {
    let power = 10f64.powf(denominator.max(1.0).log10().floor());
    let round = ROUND.into_iter().map(|step| step * power);
    let mut fits = round.filter(|n| *n >= denominator * (1.0 - 1e-9));
    fits.next().unwrap_or(denominator)
}

/// Nothing at all and single points get some ground around them.
fn padded(extent: Extent) -> Extent {
    if extent.is_empty() {
        let half = Coord {
            x: 0.5 * LEAST_M,
            y: 0.5 * LEAST_M,
        };
        return Extent::from_corners(
            half,
            Coord {
                x: -half.x,
                y: -half.y,
            },
        );
    }
    let short_m = (LEAST_M - extent.width().max(extent.height())).max(0.0);
    extent.inflated(0.5 * short_m)
}

/// Geodesic length of a plane metre at a place: the mean of both directions.
fn true_m_of_plane_m(workspace: &Workspace, place: Coord<f64>) -> f64 {
    const STEP_M: f64 = 100.0;
    let ruler = workspace.ruler();
    let beside = |dx: f64, dy: f64| Coord {
        x: place.x + dx,
        y: place.y + dy,
    };
    let east = ruler.distance_m(beside(-STEP_M, 0.0), beside(STEP_M, 0.0));
    let north = ruler.distance_m(beside(0.0, -STEP_M), beside(0.0, STEP_M));
    let ratio = 0.25 * (east + north) / STEP_M;
    if ratio.is_finite() && ratio > 0.0 {
        ratio
    } else {
        1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::page::Paper;
    use crate::report::scene;

    fn whole(page: &Page) -> (Sheet, Frame) {
        let sheet = Sheet::new(page);
        (
            sheet,
            Frame::new(&sheet, &scene::overlap().workspace, View::Whole),
        )
    }

    fn pages() -> [Page; 4] {
        [
            Page::of_pixels(1600, 1000, 96),
            Page::of_pixels(1600, 1000, 300),
            Page::of_paper(Paper::A3, false, 300),
            Page::of_paper(Paper::A4, true, 300),
        ]
    }

    #[test]
    fn the_whole_workspace_lies_within_the_map() {
        let extent = scene::overlap().workspace.extent();
        for (sheet, frame) in pages().iter().map(whole) {
            for corner in [extent.min, extent.max] {
                let px = frame.px(corner);
                assert!(px.x > sheet.map.left && px.x < sheet.map.right(), "{px:?}");
                assert!(px.y > sheet.map.top && px.y < sheet.map.bottom(), "{px:?}");
            }
        }
    }

    #[test]
    fn a_kilometre_is_as_long_on_paper_as_the_scale_says() {
        let workspace = scene::overlap().workspace;
        for page in pages() {
            let sheet = Sheet::new(&page);
            for denominator in [25_000.0, 12_345.0] {
                let view = View::Scale {
                    denominator,
                    middle: None,
                };
                let frame = Frame::new(&sheet, &workspace, view);
                let middle = frame.extent.center();
                let ends = [-500.0, 500.0].map(|dx| Coord {
                    x: middle.x + dx,
                    ..middle
                });
                let true_mm = 1000.0 * workspace.ruler().distance_m(ends[0], ends[1]);
                let [from, to] = ends.map(|end| frame.px(end));
                let paper_mm = (to.x - from.x) * page.size_mm().0 / page.layout().0;
                assert!((paper_mm * denominator / true_mm - 1.0).abs() < 1e-6, "{page:?}");
                assert_eq!(frame.stated, Some(denominator));
            }
        }
    }

    #[test]
    fn paper_has_a_round_scale() {
        for (_, frame) in pages().iter().skip(2).map(whole) {
            let stated = frame.stated.unwrap();
            let workspace = scene::overlap().workspace;
            assert!((frame.scale_denominator(&workspace) / stated - 1.0).abs() < 1e-9);
        }
        for (denominator, expected) in [(99_999.0, 100_000.0), (50_001.0, 60_000.0), (50_000.0, 50_000.0)] {
            assert_eq!(round_up(denominator), expected);
        }
    }

    #[test]
    fn an_empty_workspace_has_a_map_too() {
        let workspace = Workspace::empty(scene::overlap().workspace.crs);
        for page in pages() {
            let frame = Frame::new(&Sheet::new(&page), &workspace, View::Whole);
            assert!(frame.px_per_m.is_finite() && frame.px_per_m > 0.0);
        }
    }
}
