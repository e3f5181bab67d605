//! The reference clipper: areas in exact integer arithmetic, by a formula that knows no cases.
//!
//! A point (x, y) lies in a polygon where, of the edges over its x, one more upper than lower edge lies above it. So the
//! indicator of A is the sum over its edges e of s·[y < e(x)], with s = +1 for upper and −1 for lower edges, and
//!
//! |A ∩ B| = Σ over edges e of A and f of B of s(e)·s(f)·∫ min(e(x), f(x)) dx over the x that both span.
//!
//! No sorting, no nodes, no tolerance; shared borders, holes and several parts need no thought. Every comparison is
//! exact; each quotient is cut to 2^-96 of a grid cell, and a cell is never larger than the last digit of a coordinate.

use geo::MultiPolygon;
use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

use super::grid::{Grid, Vertex, coords, turn};

/// Bits that a quotient keeps behind the point.
const FRACTION: usize = 96;

/// An edge from west to east.
#[derive(Clone, Copy)]
struct Edge {
    west: Vertex,
    east: Vertex,
    /// +1 where the polygon lies below, −1 where it lies above.
    sign: i8,
}

/// Polygons as edges on a grid. They must be valid: then the sum of signed edges over any point is 0 or 1.
pub struct Edges {
    edges: Vec<Edge>,
    /// Twice the area in grid cells.
    double_area: i128,
    bottom: i64,
}

/// Exact areas of a pair in square metres, each rounded once.
#[derive(Clone, Copy, Debug)]
pub struct Areas {
    pub first_m2: f64,
    pub second_m2: f64,
    pub common_m2: f64,
    /// The first without the second.
    pub first_rest_m2: f64,
    /// The second without the first.
    pub second_rest_m2: f64,
    pub union_m2: f64,
}

impl Edges {
    /// Shells and holes may be wound either way.
    pub fn new(polygons: &MultiPolygon<f64>, grid: &Grid) -> Edges {
        let mut made = Edges {
            edges: Vec::new(),
            double_area: 0,
            bottom: i64::MAX,
        };
        for polygon in polygons {
            made.take(&grid.ring(polygon.exterior()), true);
            for hole in polygon.interiors() {
                made.take(&grid.ring(hole), false);
            }
        }
        made
    }

    fn take(&mut self, ring: &[Vertex], is_shell: bool) {
        let double: i128 = ring.windows(2).map(|w| turn(ring[0], w[0], w[1])).sum();
        let keeps_left = (double > 0) == is_shell;
        self.double_area += if is_shell { double.abs() } else { -double.abs() };
        for pair in ring.windows(2) {
            self.bottom = self.bottom.min(pair[0].y);
            let eastward = pair[0].x < pair[1].x;
            let (west, east) = if eastward {
                (pair[0], pair[1])
            } else {
                (pair[1], pair[0])
            };
            if west.x < east.x {
                let sign = if eastward == keeps_left { -1 } else { 1 };
                self.edges.push(Edge { west, east, sign });
            }
        }
    }
}

/// A height difference as a quotient: numerator and positive denominator.
type Height = (i128, i128);

impl Edge {
    fn width(&self) -> i128 {
        i128::from(self.east.x) - i128::from(self.west.x)
    }

    /// How far `vertex` lies above this edge.
    fn below(&self, vertex: Vertex) -> Height {
        (turn(self.west, self.east, vertex), self.width())
    }

    /// How far this edge lies above the other at `x`, where one of them has an end.
    fn above(&self, other: &Edge, x: i64) -> Height {
        for end in [self.west, self.east] {
            if end.x == x {
                return other.below(end);
            }
        }
        let end = if other.west.x == x { other.west } else { other.east };
        let (height, width) = self.below(end);
        (-height, width)
    }

    /// Twice the integral from `left` to `right`, times [`Edge::width`].
    fn integral(&self, left: i64, right: i64) -> BigInt {
        let (x1, y1) = (i128::from(self.west.x), i128::from(self.west.y));
        let rise = i128::from(self.east.y) - y1;
        let (left, right) = (i128::from(left), i128::from(right));
        let heights = 2 * y1 * self.width() + rise * ((left - x1) + (right - x1));
        BigInt::from(heights) * BigInt::from(right - left)
    }
}

/// Sums with a fixed point.
#[derive(Default)]
struct Sum(BigInt);

impl Sum {
    fn add(&mut self, numerator: BigInt, denominator: &BigInt) {
        self.0 += (numerator << FRACTION) / denominator;
    }
}

/// Twice the common area in grid cells, with [`FRACTION`] bits behind the point.
fn double_common(first: &Edges, second: &Edges) -> BigInt {
    let mut sum = Sum::default();
    // The part of each edge's own denominator is gathered before it is divided.
    let mut of_second: Vec<BigInt> = vec![BigInt::default(); second.edges.len()];
    for e in &first.edges {
        let mut of_first = BigInt::default();
        for (f, of_f) in second.edges.iter().zip(&mut of_second) {
            let (left, right) = (e.west.x.max(f.west.x), e.east.x.min(f.east.x));
            // Below everything of the first, an edge counts once up and once down.
            if left >= right || f.west.y.max(f.east.y) <= first.bottom {
                continue;
            }
            let sign = e.sign * f.sign;
            let (at_left, at_right) = (e.above(f, left), e.above(f, right));
            if at_left.0 >= 0 && at_right.0 >= 0 {
                *of_f += f.integral(left, right) * sign;
                continue;
            }
            of_first += e.integral(left, right) * sign;
            if at_left.0 > 0 || at_right.0 > 0 {
                // They cross: what e rises above f is taken off again, a triangle.
                let (up, down) = if at_left.0 > 0 {
                    (at_left, at_right)
                } else {
                    (at_right, at_left)
                };
                let (up_n, up_d) = (BigInt::from(up.0), BigInt::from(up.1));
                let (down_n, down_d) = (BigInt::from(-down.0), BigInt::from(down.1));
                let width = i128::from(right) - i128::from(left);
                let numerator = &up_n * &up_n * &down_d * width * -sign;
                let denominator = &up_d * (&up_n * &down_d + down_n * &up_d);
                sum.add(numerator, &denominator);
            }
        }
        sum.add(of_first, &BigInt::from(e.width()));
    }
    for (f, of_f) in second.edges.iter().zip(of_second) {
        sum.add(of_f, &BigInt::from(f.width()));
    }
    sum.0
}

/// The exact areas of two valid polygons. `None` where the coordinates span more than the arithmetic holds.
pub fn areas(first: &MultiPolygon<f64>, second: &MultiPolygon<f64>) -> Option<Areas> {
    let grid = Grid::of(coords(first).chain(coords(second)))?;
    let (a, b) = (Edges::new(first, &grid), Edges::new(second, &grid));
    let common = double_common(&a, &b);
    let whole = |edges: &Edges| BigInt::from(edges.double_area) << FRACTION;
    let cell = 2f64.powi(2 * grid.exponent - FRACTION as i32 - 1);
    let m2 = |double: BigInt| double.to_f64().unwrap_or(f64::NAN) * cell;
    Some(Areas {
        first_m2: m2(whole(&a)),
        second_m2: m2(whole(&b)),
        first_rest_m2: m2(whole(&a) - &common),
        second_rest_m2: m2(whole(&b) - &common),
        union_m2: m2(whole(&a) + whole(&b) - &common),
        common_m2: m2(common),
    })
}
