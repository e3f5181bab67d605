//! How far a shape reaches to the north-east and the north-west: with its box, the eight sides of an octagon around it.
//!
//! Parcels of a coverage meet at corners, where their boxes overlap and nothing else does; a diagonal line parts most of
//! those. Source: J. T. Klosowski and others, "Efficient Collision Detection Using Bounding Volume Hierarchies of k-DOPs",
//! IEEE Transactions on Visualization and Computer Graphics 4 (1998).

use geo::Coord;

use super::extent::{greater, lesser};
use super::shape::Shape;

/// The reach of a shape along both diagonals, in metres times √2 from an origin.
#[derive(Clone, Copy, Debug)]
pub struct Diagonals {
    north_east: (f64, f64),
    north_west: (f64, f64),
}

impl Diagonals {
    /// Of the polygons of a shape. Shapes that are compared must have the same origin, in the middle of them all: sums of far
    /// coordinates would round away what they differ in.
    pub fn of(shape: &Shape, origin: Coord<f64>) -> Diagonals {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut north_east, mut north_west) = (none, none);
        for polygon in shape.areas() {
            for place in &polygon.exterior().0 {
                let (x, y) = (place.x - origin.x, place.y - origin.y);
                grow(&mut north_east, x + y);
                grow(&mut north_west, y - x);
            }
        }
        Diagonals {
            north_east,
            north_west,
        }
    }

    /// True where a diagonal line parts the polygons; they may touch it from both sides.
    pub fn part(&self, other: &Diagonals) -> bool {
        let apart = |p: (f64, f64), q: (f64, f64)| p.1 <= q.0 || q.1 <= p.0;
        apart(self.north_east, other.north_east) || apart(self.north_west, other.north_west)
    }
}

fn grow(range: &mut (f64, f64), value: f64) {
    *range = (lesser(range.0, value), greater(range.1, value));
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::super::relate::Relater;
    use super::super::scale::Scale;
    use super::*;
    use geo::wkt;
    use proptest::prelude::*;

    #[test]
    fn corners_that_meet_are_parted() {
        let shape = |x: f64, y: f64| {
            let ring = [
                (x, y),
                (x + 10.0, y + 1.0),
                (x + 11.0, y + 11.0),
                (x + 1.0, y + 10.0),
            ];
            admit_plane(geo::Polygon::new(ring.into_iter().collect(), vec![])).unwrap()
        };
        let check = |x: f64, y: f64, expected: bool| {
            let origin = Coord { x: 3.0, y: -2.0 };
            let [one, two] = [shape(0.0, 0.0), shape(x, y)].map(|own| Diagonals::of(&own, origin));
            assert_eq!((one.part(&two), two.part(&one)), (expected, expected), "{x} {y}");
        };
        // Touching at the corner in the north-east, apart, and overlapping in its box and without it.
        check(11.0, 11.0, true);
        check(-11.0, -11.0, true);
        check(10.5, 10.5, false);
        check(-9.0, 9.0, true);
        check(3.0, 1.0, false);
        let line = admit_plane(wkt! { LINESTRING(0. 0., 5. 5.) }).unwrap();
        let nothing = Diagonals::of(&line, Coord::default());
        assert!(nothing.part(&Diagonals::of(&shape(0.0, 0.0), Coord::default())));
    }

    #[test]
    fn reach_is_told_from_the_origin() {
        let square = admit_plane(wkt! { POLYGON((10. 20., 12. 20., 12. 22., 10. 22., 10. 20.)) }).unwrap();
        let found = Diagonals::of(&square, Coord { x: 9.0, y: 16.0 });
        assert_eq!((found.north_east, found.north_west), ((5.0, 9.0), (1.0, 5.0)));
    }

    proptest! {
        #[test]
        fn what_is_parted_has_no_area_in_common(
            corners in prop::collection::vec((-9i32..9, -9i32..9), 3..6),
            others in prop::collection::vec((-9i32..9, -9i32..9), 3..6),
        ) {
            let polygon = |corners: &[(i32, i32)]| {
                let ring = corners.iter().map(|&(x, y)| (f64::from(x), f64::from(y)));
                admit_plane(geo::Polygon::new(ring.collect(), vec![]))
            };
            let (Ok(one), Ok(two)) = (polygon(&corners), polygon(&others)) else { return Ok(()) };
            let [p, q] = [&one, &two].map(|shape| Diagonals::of(shape, Coord { x: 0.3, y: 0.1 }));
            if p.part(&q) {
                let overlap = Relater::default().overlap(&one, &two, Scale::Plane).unwrap();
                prop_assert!(overlap.plane_m2 < 1e-9);
            }
        }
    }
}
