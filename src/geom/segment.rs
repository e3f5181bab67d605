//! Segments of the plane: how two of them meet, and how far apart they are.

use geo::Coord;

use super::extent::Extent;
use super::wide::Wide;
use geo::kernels::{Kernel as _, Orientation, RobustKernel};

/// How far a foot on a segment may lie beside it: eastings have eight digits, doubles sixteen.
const ROUNDED_M: f64 = 1e-7;

/// A straight piece between two vertices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// First end.
    pub a: Coord<f64>,
    /// Second end.
    pub b: Coord<f64>,
}

/// Two points, one on each of two shapes, and the plane distance between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Plane distance in the unit of the coordinates.
    pub distance: f64,
    /// The point on the first shape.
    pub from: Coord<f64>,
    /// The point on the second shape.
    pub to: Coord<f64>,
}

impl Nearest {
    /// Farther than anything: the seed of a search.
    pub const NONE: Nearest = Nearest {
        distance: f64::INFINITY,
        from: Coord {
            x: f64::NAN,
            y: f64::NAN,
        },
        to: Coord {
            x: f64::NAN,
            y: f64::NAN,
        },
    };

    /// The same pair seen from the other shape.
    #[must_use]
    pub fn reversed(self) -> Nearest {
        Nearest {
            distance: self.distance,
            from: self.to,
            to: self.from,
        }
    }
}

impl Segment {
    /// The box around it.
    pub fn extent(&self) -> Extent {
        Extent::from_corners(self.a, self.b)
    }

    /// The point of the segment that is nearest to `point`.
    pub fn nearest_to(&self, point: Coord<f64>) -> Coord<f64> {
        let (dx, dy) = (self.b.x - self.a.x, self.b.y - self.a.y);
        let length_squared = dx * dx + dy * dy;
        if length_squared == 0.0 {
            return self.a;
        }
        let along = ((point.x - self.a.x) * dx + (point.y - self.a.y) * dy) / length_squared;
        if along <= 0.0 {
            self.a
        } else if along >= 1.0 {
            self.b
        } else {
            Coord {
                x: self.a.x + along * dx,
                y: self.a.y + along * dy,
            }
        }
    }

    /// Least distance of two segments with the points that show it; 0 where they cross or touch.
    pub fn nearest(&self, other: &Segment) -> Nearest {
        self.nearest_below(other, f64::INFINITY).unwrap_or(Nearest::NONE)
    }

    /// As [`Segment::nearest`]; `None` where the distance is not below `limit`.
    pub fn nearest_below(&self, other: &Segment, limit: f64) -> Option<Nearest> {
        if self.touches(other) {
            let at = self.crossing(other);
            let meeting = Nearest {
                distance: 0.0,
                from: at,
                to: at,
            };
            return Some(meeting).filter(|_| limit > 0.0);
        }
        if self.is_point() || other.is_point() {
            return self
                .nearest_of_point(other)
                .filter(|nearest| nearest.distance < limit);
        }
        let roughly = |(from, to): &(Coord<f64>, Coord<f64>)| {
            ((to.x - from.x).powi(2) + (to.y - from.y).powi(2)).sqrt()
        };
        let pairs = [
            (self.a, other.nearest_to(self.a)),
            (self.b, other.nearest_to(self.b)),
            (self.nearest_to(other.a), other.a),
            (self.nearest_to(other.b), other.b),
        ];
        let rough = pairs.map(|pair| roughly(&pair));
        // Feet are rounded: what is within the rounding of the least is measured to the line before one is chosen.
        let least = rough.iter().fold(limit, |least, own| least.min(*own));
        let near = pairs
            .iter()
            .zip(rough)
            .filter(|(_, own)| *own <= least + ROUNDED_M);
        let measured = near.map(|(pair, _)| Nearest {
            distance: self.distance_of(other, pair),
            from: pair.0,
            to: pair.1,
        });
        measured
            .min_by(|p, q| p.distance.total_cmp(&q.distance))
            .filter(|nearest| nearest.distance < limit)
    }

    /// As [`Segment::nearest`] where one of the two has no length: there is but one way to go.
    fn nearest_of_point(&self, other: &Segment) -> Option<Nearest> {
        let pair = if self.is_point() {
            (self.a, other.nearest_to(self.a))
        } else {
            (self.nearest_to(other.a), other.a)
        };
        Some(Nearest {
            distance: self.distance_of(other, &pair),
            from: pair.0,
            to: pair.1,
        })
    }

    fn is_point(&self) -> bool {
        self.a == self.b
    }

    /// The distance of two nearest points, of which one is an end. Where the other is a foot of a perpendicular it is not
    /// measured to that point, which is rounded, but to the line.
    fn distance_of(&self, other: &Segment, (from, to): &(Coord<f64>, Coord<f64>)) -> f64 {
        let (line, end) = if *from == self.a || *from == self.b {
            (other, *from)
        } else {
            (self, *to)
        };
        let foot = if line == other { *to } else { *from };
        let apart = |p: Coord<f64>, q: Coord<f64>| ((q.x - p.x).powi(2) + (q.y - p.y).powi(2)).sqrt();
        if foot == line.a || foot == line.b {
            return apart(end, foot);
        }
        let along = Coord {
            x: line.b.x - line.a.x,
            y: line.b.y - line.a.y,
        };
        let to_end = Coord {
            x: end.x - line.a.x,
            y: end.y - line.a.y,
        };
        cross(along, to_end).abs() / (along.x.powi(2) + along.y.powi(2)).sqrt()
    }

    /// True where the segments share at least one point, ends included. Exact for any doubles.
    pub fn touches(&self, other: &Segment) -> bool {
        if !self.box_meets(other) {
            return false;
        }
        let side = |s: &Segment, p: Coord<f64>| RobustKernel::orient2d(s.a, s.b, p);
        let (s1, s2) = (side(self, other.a), side(self, other.b));
        let (o1, o2) = (side(other, self.a), side(other, self.b));
        // On one line all four are collinear: they meet where their boxes do.
        (s1 != s2 || s1 == Orientation::Collinear) && (o1 != o2 || o1 == Orientation::Collinear)
    }

    /// True where `point` lies on the segment. Exact for any doubles.
    pub fn carries(&self, point: Coord<f64>) -> bool {
        self.touches(&Segment { a: point, b: point })
    }

    fn box_meets(&self, other: &Segment) -> bool {
        self.a.x.min(self.b.x) <= other.a.x.max(other.b.x)
            && other.a.x.min(other.b.x) <= self.a.x.max(self.b.x)
            && self.a.y.min(self.b.y) <= other.a.y.max(other.b.y)
            && other.a.y.min(other.b.y) <= self.a.y.max(self.b.y)
    }

    /// A point of two segments that are known to share one: the crossing, or a shared end.
    fn crossing(&self, other: &Segment) -> Coord<f64> {
        let (d1x, d1y) = (self.b.x - self.a.x, self.b.y - self.a.y);
        let (d2x, d2y) = (other.b.x - other.a.x, other.b.y - other.a.y);
        let cross = d1x * d2y - d1y * d2x;
        if cross != 0.0 {
            let along = ((other.a.x - self.a.x) * d2y - (other.a.y - self.a.y) * d2x) / cross;
            let along = along.clamp(0.0, 1.0);
            return Coord {
                x: self.a.x + along * d1x,
                y: self.a.y + along * d1y,
            };
        }
        [other.a, other.b]
            .into_iter()
            .find(|&p| self.carries(p))
            .unwrap_or(self.a)
    }
}

/// The cross product of two vectors, to the last digit also where its terms cancel.
fn cross(p: Coord<f64>, q: Coord<f64>) -> f64 {
    (Wide::product(p.x, q.y) - Wide::product(p.y, q.x)).value()
}

/// The part of the segment `from`–`to` within the box `least`–`most`, borders included, as shares of its length from 0
/// to 1 (Liang and Barsky, ACM TOG 3, 1984); `None` where it passes the box by.
pub fn clipped([from, to]: [[f64; 2]; 2], least: [f64; 2], most: [f64; 2]) -> Option<(f64, f64)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let step = to[axis] - from[axis];
        for (towards, room) in [(-step, from[axis] - least[axis]), (step, most[axis] - from[axis])] {
            if towards == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                enter = enter.max(room / towards);
            } else {
                leave = leave.min(room / towards);
            }
        }
    }
    (enter <= leave).then_some((enter, leave))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_clipped_to_a_box() {
        let check = |ends: [[f64; 2]; 2], expected: Option<(f64, f64)>| {
            assert_eq!(clipped(ends, [0.0, 0.0], [4.0, 2.0]), expected, "{ends:?}");
        };
        check([[-4.0, 1.0], [12.0, 1.0]], Some((0.25, 0.5)));
        check([[1.0, 1.0], [2.0, 1.5]], Some((0.0, 1.0)));
        check([[0.0, 5.0], [0.0, 3.0]], None);
        check([[0.0, -2.0], [0.0, 6.0]], Some((0.25, 0.5)));
        check([[-3.0, 1.0], [1.0, 5.0]], None);
        check([[1.0, 1.0], [1.0, 1.0]], Some((0.0, 1.0)));
        check([[5.0, 1.0], [5.0, 1.0]], None);
        // Along a side, or just beside it.
        check([[-4.0, 2.0], [4.0, 2.0]], Some((0.5, 1.0)));
        check([[0.0, 2.0], [0.0, 0.0]], Some((0.0, 1.0)));
        check([[4.0, -2.0], [4.0, 6.0]], Some((0.25, 0.5)));
        check([[1.0, -0.125], [2.0, -0.125]], None);
    }

    fn segment(ax: f64, ay: f64, bx: f64, by: f64) -> Segment {
        Segment {
            a: Coord { x: ax, y: ay },
            b: Coord { x: bx, y: by },
        }
    }

    #[track_caller]
    fn check(first: Segment, second: Segment, distance: f64) {
        for (one, two) in [(first, second), (second, first)] {
            let nearest = one.nearest(&two);
            assert_eq!(nearest.distance, distance, "{one:?} {two:?}");
            assert_eq!(one.touches(&two), distance == 0.0);
            assert!(one.nearest_to(nearest.from) == nearest.from || distance == 0.0);
        }
    }

    #[test]
    fn only_what_is_below_the_limit_is_told() {
        let check = |first: Segment, second: Segment, distance: f64| {
            for (limit, is_told) in [
                (distance, false),
                (distance + 1e-6, true),
                (0.5 * distance, false),
            ] {
                let found = first.nearest_below(&second, limit);
                assert_eq!(
                    found.map(|near| near.distance),
                    is_told.then_some(distance),
                    "{limit}"
                );
            }
        };
        check(segment(0., 0., 4., 0.), segment(0., 3., 4., 3.), 3.0);
        check(segment(0., 0., 4., 0.), segment(7., 4., 9., 4.), 5.0);
        check(segment(0., 0., 4., 0.), segment(2., 3., 2., 3.), 3.0);
        // They touch, or cross.
        check(segment(0., 0., 4., 0.), segment(4., 0., 5., 1.), 0.0);
        check(segment(0., 0., 4., 0.), segment(2., 1., 2., -1.), 0.0);
    }

    #[test]
    fn boxes_that_meet_do_not_make_segments_touch() {
        let check = |first: Segment, second: Segment, expected: bool| {
            for (one, two) in [(first, second), (second, first)] {
                assert_eq!(one.touches(&two), expected, "{one:?} {two:?}");
            }
        };
        let diagonal = segment(0., 0., 4., 4.);
        // One end, or both, on the line of the diagonal but beyond it.
        check(diagonal, segment(3., 0., 6., 6.), false);
        check(diagonal, segment(6., 6., 3., 0.), false);
        check(diagonal, segment(5., 5., 7., 7.), false);
        check(diagonal, segment(3., 0., 4., 4.), true);
        check(diagonal, segment(3., 0., 2., 2.), true);
        check(diagonal, segment(3., 3., 7., 7.), true);
        check(diagonal, segment(4., 4., 7., 7.), true);
        check(diagonal, segment(1., 1., 2., 2.), true);
        // A point beside it, before it and on it.
        check(diagonal, segment(3., 1., 3., 1.), false);
        check(diagonal, segment(5., 5., 5., 5.), false);
        check(diagonal, segment(1., 1., 1., 1.), true);
        check(segment(0., 0., 4., 1.), segment(0., 1., 4., 2.), false);
    }

    /// A line of 25 m by sevens and twenty-fours: the foot is rounded to some nanometres, the distance is not.
    #[test]
    fn a_distance_to_a_line_has_all_its_digits() {
        let (x, y) = (40_000_000.0, 3_000_000.0);
        let line = segment(x, y, x + 7.0, y + 24.0);
        let near = (x + 10.0, y + 3.0);
        for other in [
            segment(near.0, near.1, x + 40.0, y - 3.0),
            segment(x + 40.0, y - 3.0, near.0, near.1),
            segment(near.0, near.1, near.0, near.1),
        ] {
            let distances = (line.nearest(&other).distance, other.nearest(&line).distance);
            assert_eq!(distances, (8.76, 8.76), "{other:?}");
        }
    }

    #[test]
    fn what_crosses_meets_at_the_crossing() {
        let check = |first: Segment, second: Segment, (x, y): (f64, f64)| {
            for (one, two) in [(first, second), (second, first)] {
                let found = one.nearest(&two);
                let at = Coord { x, y };
                assert_eq!(
                    (found.from, found.to, found.distance),
                    (at, at, 0.0),
                    "{one:?} {two:?}"
                );
            }
        };
        // A quarter of the way along the first, half the way along the second.
        check(segment(1., 2., 9., 6.), segment(1., 5., 5., 1.), (3.0, 3.0));
        check(segment(1., 2., 9., 6.), segment(5., 1., 1., 5.), (3.0, 3.0));
        check(segment(-1., 7., -1., 3.), segment(-3., 4., 1., 4.), (-1.0, 4.0));
        // An end of one on the other, and a common end of two on one line.
        check(segment(1., 2., 9., 6.), segment(5., 4., 5., 9.), (5.0, 4.0));
        check(segment(0., 0., 4., 2.), segment(4., 2., 8., 4.), (4.0, 2.0));
    }

    #[test]
    fn pairs() {
        check(segment(0., 0., 4., 4.), segment(0., 4., 4., 0.), 0.0);
        check(segment(0., 0., 4., 0.), segment(4., 0., 8., 0.), 0.0);
        check(segment(0., 0., 4., 0.), segment(2., 0., 8., 0.), 0.0);
        check(segment(0., 0., 4., 0.), segment(5., 0., 8., 0.), 1.0);
        check(segment(0., 0., 4., 0.), segment(0., 3., 4., 3.), 3.0);
        check(segment(0., 0., 4., 0.), segment(7., 4., 9., 4.), 5.0);
        check(segment(2., 2., 2., 2.), segment(0., 0., 4., 4.), 0.0);
        check(segment(2., 3., 2., 3.), segment(0., 0., 4., 0.), 3.0);
        check(segment(1., 1., 1., 1.), segment(1., 1., 1., 1.), 0.0);
        check(segment(1., 1., 1., 1.), segment(1., 2., 1., 2.), 1.0);
    }
}
