//! Which edges of two shapes cross, and on which side of an edge a vertex lies, without special cases.
//!
//! The second shape is taken to be moved by (ε, ε²) for an infinitely small positive ε. Then no vertex of one shape lies
//! on an edge of the other, edges meet only in proper crossings, and each ring enters the other shape as often as it
//! leaves it, whatever borders the two have in common. Areas are continuous in ε, so they are those of the shapes
//! themselves. Signs are exact for any doubles: an error bound settles almost all, adaptive arithmetic the rest.
//!
//! Source: H. Edelsbrunner, E. P. Mücke, "Simulation of Simplicity", ACM Transactions on Graphics 9 (1990); for the exact
//! signs J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic" (1997).

use geo::Coord;
use geo::kernels::{Kernel as _, Orientation, RobustKernel};

use super::segment::Segment;
use super::wide::{Wide, WideCoord};

/// Where an edge of the first shape crosses one of the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// The common point relative to an origin, to rounding: near it the digits reach farther than those of the plane.
    pub at: Coord<f64>,
    /// True where the first edge comes from the right of the second and goes to its left, where the interior lies.
    pub enters: bool,
}

/// Above this multiple of its terms a determinant of doubles has the right sign.
const ERROR_BOUND: f64 = 3.330_669_073_875_472e-16;

/// Twice the signed area of the triangle a, b, c, where its sign is sure as the numbers are; else `None`.
#[inline]
pub fn sure_turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Option<f64> {
    let (rounded, error) = rounded_turn(a, b, c);
    (rounded.abs() > error).then_some(rounded)
}

/// Twice the signed area of the triangle a, b, c, rounded, and how far off it may be.
#[inline(always)]
fn rounded_turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> (f64, f64) {
    let left = (a.x - c.x) * (b.y - c.y);
    let right = (a.y - c.y) * (b.x - c.x);
    (left - right, ERROR_BOUND * (left.abs() + right.abs()))
}

/// Twice the signed area of the triangle a, b, c: its sign is exact, its value is rounded. 0 only on one line.
pub fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let (rounded, error) = rounded_turn(a, b, c);
    if rounded.abs() > error {
        return rounded;
    }
    // A vertex that both shapes have: borders in common are made of them.
    if a == c || b == c {
        return 0.0;
    }
    match RobustKernel::orient2d(a, b, c) {
        Orientation::Collinear => 0.0,
        Orientation::CounterClockwise => rounded.abs().max(f64::MIN_POSITIVE),
        Orientation::Clockwise => -rounded.abs().max(f64::MIN_POSITIVE),
    }
}

/// True where a vertex of the second shape lies to the left of an edge of the first. The edge must have a length.
pub fn second_is_left_of_first(edge: &Segment, vertex: Coord<f64>) -> bool {
    let turn = turn(edge.a, edge.b, vertex);
    if turn != 0.0 {
        return turn > 0.0;
    }
    if edge.a.y == edge.b.y {
        edge.b.x > edge.a.x
    } else {
        edge.b.y < edge.a.y
    }
}

/// True where a vertex of the first shape lies to the left of an edge of the second. The edge must have a length.
pub fn first_is_left_of_second(edge: &Segment, vertex: Coord<f64>) -> bool {
    let turn = turn(edge.a, edge.b, vertex);
    if turn != 0.0 {
        return turn > 0.0;
    }
    if edge.a.y == edge.b.y {
        edge.b.x < edge.a.x
    } else {
        edge.b.y > edge.a.y
    }
}

/// True where a vertex of the first shape lies inside closed rings of the second, by the even-odd rule.
pub fn first_is_inside<'a>(vertex: Coord<f64>, rings: impl Iterator<Item = &'a [Coord<f64>]>) -> bool {
    let above = |c: Coord<f64>| c.y >= vertex.y;
    inside(vertex, rings, above, first_is_left_of_second)
}

/// True where a vertex of the second shape lies inside closed rings of the first, by the even-odd rule.
pub fn second_is_inside<'a>(vertex: Coord<f64>, rings: impl Iterator<Item = &'a [Coord<f64>]>) -> bool {
    let above = |c: Coord<f64>| c.y > vertex.y;
    inside(vertex, rings, above, second_is_left_of_first)
}

/// Counts the edges that a ray to the east crosses.
fn inside<'a>(
    vertex: Coord<f64>,
    rings: impl Iterator<Item = &'a [Coord<f64>]>,
    above: impl Fn(Coord<f64>) -> bool,
    is_left: impl Fn(&Segment, Coord<f64>) -> bool,
) -> bool {
    let mut inside = false;
    for ring in rings {
        let Some(&first) = ring.first() else { continue };
        let mut from = first;
        let mut from_above = above(first);
        for &to in ring.get(1..).unwrap_or_default() {
            let to_above = above(to);
            if from_above != to_above && from.x.max(to.x) >= vertex.x {
                let upward = if to_above {
                    Segment { a: from, b: to }
                } else {
                    Segment { a: to, b: from }
                };
                inside ^= is_left(&upward, vertex);
            }
            (from, from_above) = (to, to_above);
        }
    }
    inside
}

/// Where an edge of the first shape crosses an edge of the second, relative to `origin`; both must have a length.
pub fn crossing(first: &Segment, second: &Segment, origin: Coord<f64>) -> Option<Crossing> {
    let a_left = first_is_left_of_second(second, first.a);
    if a_left == first_is_left_of_second(second, first.b) {
        return None;
    }
    if second_is_left_of_first(first, second.a) == second_is_left_of_first(first, second.b) {
        return None;
    }
    Some(Crossing {
        at: common_point(first, second, origin),
        enters: !a_left,
    })
}

/// The point that two crossing edges have in common, on the shorter of them: there a rounded share of its length is the
/// smaller error.
fn common_point(first: &Segment, second: &Segment, origin: Coord<f64>) -> Coord<f64> {
    let squared = |s: &Segment| (s.b.x - s.a.x).powi(2) + (s.b.y - s.a.y).powi(2);
    let (short, long) = if squared(first) <= squared(second) {
        (first, second)
    } else {
        (second, first)
    };
    let (from, to) = (turn(long.a, long.b, short.a), turn(long.a, long.b, short.b));
    let whole = from - to;
    // Both ends on one line with the other edge: any common point will do.
    let share = if whole == 0.0 {
        0.5
    } else {
        (from / whole).clamp(0.0, 1.0)
    };
    Coord {
        x: (short.a.x - origin.x) + share * (short.b.x - short.a.x),
        y: (short.a.y - origin.y) + share * (short.b.y - short.a.y),
    }
}

/// As the place of a [`Crossing`], to some 30 digits, relative to `origin`; the edges must cross.
pub fn wide_common_point(first: &Segment, second: &Segment, origin: Coord<f64>) -> WideCoord {
    let turn = |vertex| WideCoord::between(vertex, second.a).cross(WideCoord::between(vertex, second.b));
    let from = turn(first.a);
    let whole = from - turn(first.b);
    // Both ends on one line with the other edge: any common point will do.
    let share = if whole.value() == 0.0 {
        Wide::from(0.5)
    } else {
        from / whole
    };
    WideCoord::between(origin, first.a) + WideCoord::between(first.a, first.b).times(share)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;

    fn segment(ax: f64, ay: f64, bx: f64, by: f64) -> Segment {
        Segment {
            a: Coord { x: ax, y: ay },
            b: Coord { x: bx, y: by },
        }
    }

    #[track_caller]
    fn check(first: Segment, second: Segment, expected: Option<(f64, f64, bool)>) {
        let found = crossing(&first, &second, Coord::default()).map(|c| (c.at.x, c.at.y, c.enters));
        assert_eq!(found, expected);
    }

    #[test]
    fn proper_crossings() {
        check(
            segment(0., 0., 4., 0.),
            segment(2., 1., 2., -1.),
            Some((2.0, 0.0, true)),
        );
        check(
            segment(0., 0., 4., 0.),
            segment(2., -1., 2., 1.),
            Some((2.0, 0.0, false)),
        );
        check(segment(0., 0., 4., 0.), segment(2., 1., 2., 2.), None);
    }

    #[test]
    fn what_only_touches_crosses_as_often_in_as_out() {
        // A square on the border of another: seen from the moved one, the common border is crossed an even number of times.
        let first = [(0., 0.), (4., 0.), (4., 4.), (0., 4.), (0., 0.)].map(Coord::from);
        for at in [
            (4., 0.),
            (0., 4.),
            (-4., 0.),
            (0., -4.),
            (4., 4.),
            (2., 4.),
            (-4., -4.),
            (4., 1.),
        ] {
            let second = first.map(|c| Coord {
                x: c.x + at.0,
                y: c.y + at.1,
            });
            let edges = |ring: &[Coord<f64>; 5]| {
                ring.windows(2)
                    .map(|e| Segment { a: e[0], b: e[1] })
                    .collect::<Vec<_>>()
            };
            let mut balance = 0;
            for one in edges(&first) {
                for two in edges(&second) {
                    balance +=
                        crossing(&one, &two, Coord::default()).map_or(0, |c| if c.enters { 1 } else { -1 });
                }
            }
            assert_eq!(balance, 0, "{at:?}");
        }
    }

    #[test]
    fn a_vertex_on_a_border_is_on_one_side_of_it() {
        let square = [(0., 0.), (4., 0.), (4., 4.), (0., 4.), (0., 0.)].map(Coord::from);
        let rings = || std::iter::once(&square[..]);
        let at = |x: f64, y: f64| Coord { x, y };
        assert!(first_is_inside(at(2., 2.), rings()) && second_is_inside(at(2., 2.), rings()));
        assert!(!first_is_inside(at(5., 2.), rings()) && !second_is_inside(at(5., 2.), rings()));
        // The second shape lies infinitely little to the north-east.
        assert!(second_is_inside(at(0., 0.), rings()) && !second_is_inside(at(4., 4.), rings()));
        assert!(!first_is_inside(at(0., 0.), rings()) && first_is_inside(at(4., 4.), rings()));
    }

    /// A vertex a few last digits beside the diagonal on which the other two lie: the sign is that of whole numbers.
    #[test]
    fn signs_are_exact_next_to_a_line() {
        // As large as an estate, and smaller than anything.
        let sizes = [1.0, 2.0f64.powi(-30)];
        for (size, i, j) in sizes
            .into_iter()
            .flat_map(|s| (0..64).flat_map(move |i| (0..64).map(move |j| (s, i, j))))
        {
            let digit = size * 2.0f64.powi(-53);
            let [b, c] = [12.0, 24.0].map(|m| Coord {
                x: size * m,
                y: size * m,
            });
            let a = Coord {
                x: 0.5 * size + f64::from(i) * digit,
                y: 0.5 * size + f64::from(j) * digit,
            };
            // 0.5 has digits of 2⁻⁵³ only below it, of twice that above.
            let expected = (a.y - a.x).partial_cmp(&0.0);
            for (corners, is_same) in [([a, b, c], true), ([b, c, a], true), ([b, a, c], false)] {
                let found = turn(corners[0], corners[1], corners[2]).partial_cmp(&0.0);
                let expected = if is_same {
                    expected
                } else {
                    expected.map(Ordering::reverse)
                };
                assert_eq!(found, expected, "{size} {i} {j}");
            }
        }
        assert_eq!(
            turn(
                Coord { x: 1.0, y: 0.0 },
                Coord { x: 0.0, y: 2.0 },
                Coord { x: 0.0, y: 0.0 }
            ),
            2.0
        );
    }

    /// To digits that doubles do not have: a third of the way, and of edges on one line the middle of the first.
    #[test]
    fn the_wide_common_point_keeps_twice_the_digits() {
        let origin = Coord { x: -2.0, y: 5.0 };
        let check = |second: Segment, expected: (f64, f64)| {
            let at = wide_common_point(&segment(0., 0., 1., 1.), &second, origin);
            let off = |found: Wide, by_three: f64| (found * 3.0.into() - by_three.into()).value().abs();
            assert!(off(at.x, 3.0 * expected.0) < 1e-28, "{second:?} {at:?}");
            assert!(off(at.y, 3.0 * expected.1) < 1e-28, "{second:?} {at:?}");
        };
        let by_three = |x: f64, y: f64| (x / 3.0, y / 3.0);
        check(segment(0., 1., 1., -1.), by_three(7.0, -14.0));
        check(segment(1., -1., 0., 1.), by_three(7.0, -14.0));
        check(segment(0., 2., 1., 0.), by_three(8.0, -13.0));
        check(segment(0.25, 0.25, 7., 7.), (2.5, -4.5));
    }

    /// On the shorter edge, which runs level or upright, one ordinate is that edge's own.
    #[test]
    fn the_common_point_lies_on_the_shorter_edge() {
        let check = |long: Segment, short: Segment, expected: (f64, f64)| {
            for (first, second) in [(&long, &short), (&short, &long)] {
                let at = crossing(first, second, Coord::default()).unwrap().at;
                assert!(
                    (at.x - expected.0).abs() < 1e-9 && (at.y - expected.1).abs() < 1e-9,
                    "{at:?}"
                );
                let is_own = if short.a.x == short.b.x {
                    at.x == short.a.x
                } else {
                    at.y == short.a.y
                };
                assert!(is_own, "{at:?}");
            }
        };
        check(
            segment(-1e6, 0.3, 1e6, 0.3),
            segment(0.1, 0., 0.1, 1.),
            (0.1, 0.3),
        );
        check(
            segment(0.3, -1e6, 0.3, 1e6),
            segment(0., 0.1, 1., 0.1),
            (0.3, 0.1),
        );
        check(
            segment(-1e6, -1e6, 1e6, 1e6),
            segment(0.1, 0., 0.1, 1.),
            (0.1, 0.1),
        );
        check(
            segment(1e6, 1e6, -1e6, -1e6),
            segment(-3., 0.7, 2., 0.7),
            (0.7, 0.7),
        );
    }

    /// Near the origin that it is told by, a crossing keeps its digits, however long one of the edges is.
    #[test]
    fn the_common_point_keeps_its_digits() {
        let origin = Coord {
            x: 500_000.0,
            y: 3_000_000.0,
        };
        for reach in [10.0, 1e3, 1e6] {
            let long = segment(
                500_000.0 - reach,
                3_000_000.25 - reach,
                500_000.0 + reach,
                3_000_000.25 + reach,
            );
            let short = segment(500_000.5, 3_000_000.0, 500_000.5, 3_000_001.0);
            for (first, second) in [(&long, &short), (&short, &long)] {
                let at = crossing(first, second, origin).unwrap().at;
                assert!(
                    (at.x - 0.5).abs() < 1e-9 && (at.y - 0.75).abs() < 1e-9,
                    "{reach} {at:?}"
                );
            }
        }
    }
}
