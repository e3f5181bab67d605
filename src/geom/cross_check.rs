//! Second opinions on a pair of shapes: a contradiction makes it *undecided*.

use super::area::plane_area;
use super::overlay::{common_areas, difference, intersection};
use super::segment::Segment;
use super::shape::Shape;
use super::side::{Side, side_of_shape};

/// One pair in so many is measured a second time by the overlay engine.
const SAMPLE_ONE_IN: u64 = 256;
/// Areas in m² that differ by less agree: both engines round coordinates.
const SLACK_M2: f64 = 1e-4;

/// A pair that is measured twice: chosen by its coordinates, so that every run chooses the same.
pub fn is_sampled(first: &Shape, second: &Shape) -> bool {
    let bits = first.extent().min.x.to_bits() ^ second.extent().min.y.to_bits().rotate_left(23);
    let mixed = bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The upper bits of a product depend on all of its factor's, which of whole metres has nothing but zeros below.
    mixed < u64::MAX / SAMPLE_ONE_IN
}

/// True where the overlay engine finds the same common area, and where common part and rest make up the whole. Of large
/// shapes only the common area is compared.
pub fn engine_agrees(first: &Shape, second: &Shape, common_m2: f64) -> bool {
    let agrees = |a: f64, b: f64| (a - b).abs() <= SLACK_M2.max(1e-8 * a.max(b));
    if first.kept_edge_tree().is_some() || second.kept_edge_tree().is_some() {
        return agrees(plane_area(&common_areas(first, second)), common_m2);
    }
    let rest = plane_area(&difference(first.areas(), second.areas()));
    agrees(
        plane_area(&intersection(first.areas(), second.areas())),
        common_m2,
    ) && agrees(rest + common_m2, first.plane_area())
}

/// True where the first vertex of a part of `inner` lies well inside `outer`. Asked where the two share no area: the
/// predicate then contradicts the overlap.
pub fn deep_inside(inner: &Shape, outer: &Shape) -> bool {
    const DEEP_M: f64 = 1e-3;
    let mut starts = inner
        .areas()
        .iter()
        .filter_map(|p| p.exterior().0.first().copied());
    starts.any(|vertex| {
        side_of_shape(outer, vertex) == Side::Inside && {
            let at = Segment { a: vertex, b: vertex };
            let nearest = outer.segments().map(|edge| edge.nearest(&at).distance);
            nearest.fold(f64::INFINITY, f64::min) > DEEP_M
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::{Coord, wkt};

    /// A regular polygon of radius 10 m about (`x`, 0).
    fn disc(x: f64, vertices: u32) -> Shape {
        let angles = (0..vertices).map(|k| std::f64::consts::TAU * f64::from(k) / f64::from(vertices));
        let ring = angles.map(|angle| Coord {
            x: x + 10.0 * angle.cos(),
            y: 10.0 * angle.sin(),
        });
        admit_plane(geo::Polygon::new(ring.collect(), Vec::new())).unwrap()
    }

    /// Discs without and with a tree: a square metre too much or too little is noticed.
    #[test]
    fn a_wrong_area_finds_no_agreement() {
        for vertices in [4, 12, 400] {
            let (one, two) = (disc(0.0, vertices), disc(7.0, vertices));
            let common_m2 = plane_area(&intersection(one.areas(), two.areas()));
            assert!(engine_agrees(&one, &two, common_m2));
            for off_m2 in [-1.0, -0.001, 0.001, 1.0] {
                assert!(
                    !engine_agrees(&one, &two, common_m2 + off_m2),
                    "{vertices} {off_m2}"
                );
            }
        }
        assert!(engine_agrees(&disc(0.0, 8), &disc(30.0, 8), 0.0));
    }

    /// Of 200 square kilometres neither engine knows the last square metre.
    #[test]
    fn large_areas_agree_to_eight_figures() {
        let square = |x: f64| {
            let corners = [(x, 0.0), (x + 2e4, 0.0), (x + 2e4, 2e4), (x, 2e4)];
            admit_plane(geo::Polygon::new(corners.into_iter().collect(), vec![])).unwrap()
        };
        let (one, two) = (square(0.0), square(1e4));
        let check = |off_m2: f64, expected: bool| {
            assert_eq!(engine_agrees(&one, &two, 2e8 + off_m2), expected, "{off_m2}");
        };
        check(0.0, true);
        check(1.0, true);
        check(-1.0, true);
        check(3.0, false);
        check(-3.0, false);
    }

    #[test]
    fn deep_is_more_than_a_millimetre_from_every_border() {
        let outer = admit_plane(wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)) }).unwrap();
        let check = |x: f64, y: f64, expected: bool| {
            let ring = [(x, y), (x + 20.0, y + 1.0), (x + 20.0, y + 2.0)];
            let inner = admit_plane(geo::Polygon::new(ring.into_iter().collect(), vec![])).unwrap();
            assert_eq!(deep_inside(&inner, &outer), expected, "{x} {y}");
        };
        check(4.0, 4.0, true);
        check(0.002, 4.0, true);
        check(0.0005, 4.0, false);
        check(4.0, 8.9995, false);
        check(0.0, 4.0, false);
        check(-1.0, 4.0, false);
    }

    /// The sample is neither all nor nothing, and the same each time.
    #[test]
    fn about_one_pair_in_256_is_sampled() {
        let zone = disc(0.0, 4);
        let sampled = (0..20_000)
            .filter(|&k| is_sampled(&disc(0.1 * f64::from(k), 4), &zone))
            .count();
        assert!((40..=140).contains(&sampled), "{sampled}");
    }
}
