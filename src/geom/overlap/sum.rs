//! The sum over pieces of borders in doubles, which is right for all but long slivers.

use geo::Coord;

use crate::geom::equal_area::Chart;
use crate::geom::extent::Extent;

use super::walk::{Hit, Pieces};

/// Overlaps smaller than this are within the noise anyway.
const DOUBT_FROM_M2: f64 = 1e-5;
/// An overlap smaller than this share of what it is the difference of has lost digits that matter.
const DOUBTFUL_SHARE: f64 = 1e-6;

/// What two shapes have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Area in the plane, in m².
    pub plane_m2: f64,
    /// Area on the map of the chart, in m².
    pub true_m2: f64,
    /// Length of the border of the common part, in plane metres.
    pub border_m: f64,
    /// The box around it; empty where there is nothing.
    pub extent: Extent,
}

impl Overlap {
    /// Nothing in common.
    pub const NONE: Overlap = Overlap {
        plane_m2: 0.0,
        true_m2: 0.0,
        border_m: 0.0,
        extent: Extent::EMPTY,
    };
}

/// The sum over pieces, relative to a place near all of them.
pub struct Sum<'a> {
    chart: &'a Chart<'a>,
    origin: Coord<f64>,
    true_origin: Coord<f64>,
    /// The end of the last piece and where it lies on the chart: mostly the start of the next.
    last: (Coord<f64>, Coord<f64>),
    twice_plane_m2: f64,
    /// The products without their signs.
    products_m2: f64,
    twice_true_m2: f64,
    border_m: f64,
    extent: Extent,
}

impl<'a> Sum<'a> {
    /// Nothing yet.
    pub fn new(origin: Coord<f64>, chart: &'a Chart<'a>) -> Sum<'a> {
        Sum {
            chart,
            origin,
            true_origin: chart.of(origin),
            last: (Coord { x: 0.0, y: 0.0 }, Coord { x: 0.0, y: 0.0 }),
            twice_plane_m2: 0.0,
            products_m2: 0.0,
            twice_true_m2: 0.0,
            border_m: 0.0,
            extent: Extent::EMPTY,
        }
    }

    /// A small area left over from large products, or within a long border whose corners are only known to rounding, as of
    /// a sliver of kilometres: worth a more careful sum.
    pub fn is_doubtful(&self) -> bool {
        let area_m2 = 0.5 * self.twice_plane_m2.abs();
        let whole_m2 = self.products_m2.max(self.border_m.powi(2));
        area_m2 > DOUBT_FROM_M2 && area_m2 < DOUBTFUL_SHARE * whole_m2
    }

    /// All that was gathered.
    pub fn overlap(&self) -> Overlap {
        let plane_m2 = 0.5 * self.twice_plane_m2;
        let true_m2 = match self.chart {
            Chart::Plane => plane_m2,
            _ => 0.5 * self.twice_true_m2,
        };
        Overlap {
            plane_m2,
            true_m2,
            border_m: self.border_m,
            extent: self.extent.moved(self.origin),
        }
    }
}

impl Pieces for Sum<'_> {
    type Place = Coord<f64>;

    fn vertex(&self, vertex: Coord<f64>) -> Coord<f64> {
        vertex - self.origin
    }

    fn hit(&self, hit: &Hit) -> Coord<f64> {
        hit.at
    }

    fn add(&mut self, p: Coord<f64>, q: Coord<f64>, times: i32) {
        if times == 0 || p == q {
            return;
        }
        let times = f64::from(times);
        let (left, right) = (p.x * q.y, q.x * p.y);
        self.twice_plane_m2 += times * (left - right);
        self.products_m2 += left.abs() + right.abs();
        self.border_m += times * ((q.x - p.x).powi(2) + (q.y - p.y).powi(2)).sqrt();
        self.extent.grow(p);
        self.extent.grow(q);
        if matches!(self.chart, Chart::Plane) {
            return;
        }
        let map = |offset| self.chart.near(self.origin, offset) - self.true_origin;
        let from = if p == self.last.0 { self.last.1 } else { map(p) };
        let to = map(q);
        self.twice_true_m2 += times * (from.x * to.y - to.x * from.y);
        self.last = (q, to);
    }
}
