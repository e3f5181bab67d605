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
    (mixed >> 32).is_multiple_of(SAMPLE_ONE_IN)
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
