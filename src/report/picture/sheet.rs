//! The sheet: where map, title, legend and notes stand, and which place of the plane falls on which pixel.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::workspace::Workspace;

use super::options::{PictureOptions, View};

/// Inches to a metre of paper, and pixels to an inch.
const M_PER_PX_OF_PAPER: f64 = 0.0254 / 96.0;
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
    pub width: f64,
    pub map: Panel,
    pub side: Panel,
    /// Base line of the title.
    pub title_y: f64,
    /// Base line of the notes at the foot.
    pub foot_y: f64,
}

impl Sheet {
    pub fn new(options: &PictureOptions) -> Sheet {
        let (width, height) = (f64::from(options.width_px), f64::from(options.height_px));
        let unit = ((width * height).sqrt() / 1200.0).clamp(0.5, 10.0);
        let margin = 22.0 * unit;
        let (head, foot, border) = (56.0 * unit, 26.0 * unit, RIM * unit);
        let side_width = (0.19 * width).max(215.0 * unit).min(0.4 * width);
        let map = Panel {
            left: margin + border,
            top: margin + head + border,
            width: (width - 2.0 * (margin + border) - side_width - 14.0 * unit).max(1.0),
            height: (height - 2.0 * (margin + border) - head - foot).max(1.0),
        };
        let side = Panel {
            left: map.right() + RIM * unit + 14.0 * unit,
            top: map.top - RIM * unit,
            width: side_width,
            height: map.height + 2.0 * RIM * unit,
        };
        Sheet {
            unit,
            width,
            map,
            side,
            title_y: margin + 30.0 * unit,
            foot_y: height - margin + unit,
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
}

impl Frame {
    pub fn new(panel: Panel, workspace: &Workspace, view: View) -> Frame {
        let all = padded(workspace.extent());
        let (centre, px_per_m) = match view {
            View::Whole => (all.center(), fit(&all, &panel) / 1.08),
            View::Extent(extent) => {
                let extent = padded(extent);
                (extent.center(), fit(&extent, &panel))
            }
            View::Scale(denominator) => {
                let true_m_per_px = denominator.max(1.0) * M_PER_PX_OF_PAPER;
                (
                    all.center(),
                    true_m_of_plane_m(workspace, all.center()) / true_m_per_px,
                )
            }
        };
        let (half_width, half_height) = (0.5 * panel.width / px_per_m, 0.5 * panel.height / px_per_m);
        let corner = |x: f64, y: f64| Coord {
            x: centre.x + x * half_width,
            y: centre.y + y * half_height,
        };
        Frame {
            panel,
            extent: Extent::from_corners(corner(-1.0, -1.0), corner(1.0, 1.0)),
            px_per_m,
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

    /// The number behind 1 : at the middle of the map, on paper of 96 pixels an inch.
    pub fn scale_denominator(&self, workspace: &Workspace) -> f64 {
        self.true_m_per_px(workspace) / M_PER_PX_OF_PAPER
    }
}

fn fit(extent: &Extent, panel: &Panel) -> f64 {
    (panel.width / extent.width()).min(panel.height / extent.height())
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
    use crate::report::scene;
    use crate::words::Lang;

    #[test]
    fn the_whole_workspace_lies_within_the_map() {
        let workspace = scene::overlap().workspace;
        let sheet = Sheet::new(&PictureOptions::new(Lang::Zh));
        let frame = Frame::new(sheet.map, &workspace, View::Whole);
        let extent = workspace.extent();
        for corner in [extent.min, extent.max] {
            let px = frame.px(corner);
            assert!(px.x > sheet.map.left && px.x < sheet.map.right(), "{px:?}");
            assert!(px.y > sheet.map.top && px.y < sheet.map.bottom(), "{px:?}");
        }
    }

    #[test]
    fn the_scale_asked_for_is_the_scale_shown() {
        let workspace = scene::overlap().workspace;
        let sheet = Sheet::new(&PictureOptions::new(Lang::Zh));
        let frame = Frame::new(sheet.map, &workspace, View::Scale(50_000.0));
        assert!((frame.scale_denominator(&workspace) - 50_000.0).abs() < 1.0);
    }

    #[test]
    fn an_empty_workspace_has_a_map_too() {
        let workspace = Workspace::empty(scene::overlap().workspace.crs);
        let sheet = Sheet::new(&PictureOptions::new(Lang::Zh));
        let frame = Frame::new(sheet.map, &workspace, View::Whole);
        assert!(frame.px_per_m.is_finite() && frame.px_per_m > 0.0);
    }
}
