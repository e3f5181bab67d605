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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::area::Ruler;
    use crate::geom::crs::Crs;
    use crate::geom::equal_area::EqualArea;

    /// A rectangle with its lower left corner at a place relative to the origin of the sum.
    fn rectangle(at: (f64, f64), (width, height): (f64, f64)) -> [Coord<f64>; 4] {
        [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)].map(|(x, y)| Coord {
            x: at.0 + x,
            y: at.1 + y,
        })
    }

    fn summed(sum: &mut Sum<'_>, corners: [Coord<f64>; 4], times: i32) {
        for k in 0..4 {
            sum.add(corners[k], corners[(k + 1) % 4], times);
        }
    }

    #[test]
    fn what_is_left_of_large_products_is_doubtful() {
        let check = |at: (f64, f64), size: (f64, f64), expected: bool| {
            for times in [1, -1] {
                let mut sum = Sum::new(Coord::default(), &Chart::Plane);
                summed(&mut sum, rectangle(at, size), times);
                assert_eq!(sum.is_doubtful(), expected, "{at:?} {size:?} {times}");
            }
        };
        // Four edges of two products each, of some 1000 m times 1000 m: eight square kilometres for one square metre.
        check((1000.0, 1000.0), (1.0, 1.0), true);
        check((-1000.0, 1000.0), (1.0, 1.0), true);
        check((200.0, 200.0), (1.0, 1.0), false);
        check((0.0, 0.0), (1.0, 1.0), false);
        // Within the noise anyway.
        check((1000.0, 1000.0), (0.001, 0.001), false);
        // A border of 20 km has a square of 400 km².
        check((0.0, 0.0), (10_000.0, 0.01), true);
        check((0.0, 0.0), (10_000.0, 0.1), false);
    }

    /// Half a square metre, kilometres from the middle of its tile: told relative to its own place it keeps its digits.
    #[test]
    fn true_areas_of_little_keep_their_digits() {
        let origin = Coord {
            x: 503_900.25,
            y: 3_303_900.75,
        };
        let window = Extent::from_corners(origin, origin);
        let measure = EqualArea::over(&window, Ruler::new(&Crs::from_code("EPSG:4549").unwrap()));
        let chart = measure.chart(&window);
        let corners = rectangle((-0.25, -0.5), (0.5, 1.0));
        let mut sum = Sum::new(origin, &chart);
        summed(&mut sum, corners, 1);
        let ring = corners.map(|corner| corner + origin);
        let polygon = geo::Polygon::new(ring.into_iter().collect(), Vec::new());
        let expected = measure.area_m2(&geo::MultiPolygon(vec![polygon]));
        let found = sum.overlap();
        assert!((found.true_m2 - expected).abs() < 1e-10, "{found:?} {expected}");
        assert!((found.true_m2 - 0.5).abs() < 1e-3 && found.plane_m2 == 0.5);
    }

    #[test]
    fn what_counts_no_times_leaves_no_trace() {
        let mut sum = Sum::new(Coord { x: 7.0, y: 7.0 }, &Chart::Plane);
        summed(&mut sum, rectangle((3.0, 4.0), (5.0, 6.0)), 0);
        sum.add(Coord { x: 9.0, y: 9.0 }, Coord { x: 9.0, y: 9.0 }, 1);
        assert_eq!(sum.overlap(), Overlap::NONE);
        summed(&mut sum, rectangle((3.0, 4.0), (5.0, 6.0)), 1);
        let found = sum.overlap();
        assert_eq!(
            (found.plane_m2, found.true_m2, found.border_m),
            (30.0, 30.0, 22.0)
        );
        let expected = Extent::from_corners(Coord { x: 10.0, y: 11.0 }, Coord { x: 15.0, y: 17.0 });
        assert_eq!(found.extent, expected);
    }
}
