//! Exact least distance of two shapes.

use geo::Coord;

use super::edge_tree::EdgeTree;
use super::extent::Extent;
use super::segment::{Nearest, Segment};
use super::shape::Shape;
use super::side::{Side, side_of_shape};

/// So many leaves of a tree are compared one by one; where more come near, the tree is searched for each edge.
const LEAVES_AT_ONCE: usize = 256;
/// Room for so many edges at once: mostly fewer come near.
const FEW_EDGES: usize = 16;
/// So many metres are added to a limit that comes from other distances: more than rounding takes from any.
const SPARE_M: f64 = 1e-6;

/// The nearest points of two shapes; distance 0 where they share a point, also where one lies inside the other.
///
/// Plane metres, exact to rounding: no buffers, no sampling. `None` where a shape is empty. Pairs farther apart than
/// `at_most` may also give `None`.
///
/// ```
/// # use redshank::geom::{distance::nearest, gate::admit_plane};
/// let square = admit_plane(geo::wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) })?;
/// let turbine = admit_plane(geo::wkt! { POINT(7. 8.) })?;
/// assert_eq!(nearest(&turbine, &square, f64::INFINITY).map(|n| n.distance), Some(5.0));
/// # Ok::<(), redshank::geom::gate::Fault>(())
/// ```
pub fn nearest(first: &Shape, second: &Shape, at_most: f64) -> Option<Nearest> {
    if let Some(point) = shared_interior_point(first, second).or_else(|| shared_interior_point(second, first))
    {
        return Some(Nearest {
            distance: 0.0,
            from: point,
            to: point,
        });
    }
    let nearest = nearest_edges(first, second, at_most);
    nearest.distance.is_finite().then_some(nearest)
}

/// The nearest points of the borders (rings, lines, points), whether or not one shape lies inside the other.
pub fn nearest_border(first: &Shape, second: &Shape) -> Option<Nearest> {
    nearest_border_within(first, second, f64::INFINITY)
}

/// As [`nearest_border`]; pairs farther apart than `at_most` may give `None`.
pub fn nearest_border_within(first: &Shape, second: &Shape, at_most: f64) -> Option<Nearest> {
    let nearest = nearest_edges(first, second, at_most);
    nearest.distance.is_finite().then_some(nearest)
}

fn nearest_edges(first: &Shape, second: &Shape, at_most: f64) -> Nearest {
    // Walk the shape with fewer vertices, ask the tree of the other.
    if second.vertex_count() < first.vertex_count() {
        return nearest_edges_from(second, first, at_most).reversed();
    }
    nearest_edges_from(first, second, at_most)
}

fn nearest_edges_from(walked: &Shape, asked: &Shape, at_most: f64) -> Nearest {
    // Just above the limit, so that a pair exactly at it is found, at a limit of 0 too (1e-150 survives squaring).
    let mut best = Nearest {
        distance: at_most * (1.0 + 1e-12) + 1e-150,
        ..Nearest::NONE
    };
    match asked.kept_edge_tree() {
        Some(tree) => nearest_by_tree(walked, (asked, tree), at_most, &mut best),
        None => nearest_of_small(walked, asked, &mut best),
    }
    // All of these answer from the side of the shape that is asked.
    if best.from.x.is_nan() {
        Nearest::NONE
    } else {
        best.reversed()
    }
}

fn nearest_by_tree(walked: &Shape, (asked, tree): (&Shape, &EdgeTree), at_most: f64, best: &mut Nearest) {
    let limit = (best.distance, LEAVES_AT_ONCE);
    let near = at_most
        .is_finite()
        .then(|| tree.edges_near(asked, &walked.extent(), limit));
    let near = near.flatten();
    let target = asked.extent();
    walked.each_segment(|segment| {
        let query = segment.extent();
        // At distance 0 nothing is nearer.
        if query.distance_squared(&target) >= best.distance * best.distance {
            return;
        }
        match &near {
            Some(near) => nearest_of(near, &segment, &query, best),
            None => tree.nearest_to(asked, &segment, best),
        }
    });
}

/// Of either shape only the edges are measured that come as near to the other as some place of it surely is.
fn nearest_of_small(walked: &Shape, asked: &Shape, best: &mut Nearest) {
    best.distance = best.distance.min(surely_within(walked, asked));
    let target = asked.extent();
    let is_near =
        |own: &Extent, other: &Extent, at_most: f64| own.distance_squared(other) <= at_most * at_most;
    let mut stretch = Extent::EMPTY;
    walked.each_segment(|segment| {
        let query = segment.extent();
        if is_near(&query, &target, best.distance) {
            stretch.merge(&query);
        }
    });
    let mut near = Vec::with_capacity(FEW_EDGES);
    asked.each_segment(|edge| {
        let extent = edge.extent();
        if is_near(&extent, &stretch, best.distance) {
            near.push((edge, extent));
        }
    });
    walked.each_segment(|segment| {
        let query = segment.extent();
        if is_near(&query, &target, best.distance) {
            nearest_of(&near, &segment, &query, best);
        }
    });
}

/// A distance that the shapes are surely not apart: that of one vertex from the other's edges, and a little more.
fn surely_within(walked: &Shape, asked: &Shape) -> f64 {
    let vertex = nearest_vertex(asked, walked.extent().center());
    let mut least = f64::INFINITY;
    walked.each_segment(|edge| {
        let squared = squared(edge.nearest_to(vertex) - vertex);
        least = least.min(squared);
    });
    least.sqrt() * (1.0 + 1e-9) + SPARE_M
}

/// The vertex of a shape that is nearest to a place; the place where the shape has none.
fn nearest_vertex(shape: &Shape, place: Coord<f64>) -> Coord<f64> {
    let (mut nearest, mut least) = (place, f64::INFINITY);
    shape.each_path(|vertices| {
        for &vertex in vertices {
            let squared = squared(vertex - place);
            if squared < least {
                (nearest, least) = (vertex, squared);
            }
        }
    });
    nearest
}

fn squared(away: Coord<f64>) -> f64 {
    away.x * away.x + away.y * away.y
}

/// Replaces `best` by the nearest pair between some edges (`from`) and `segment` (`to`), if one is nearer.
fn nearest_of(edges: &[(Segment, Extent)], segment: &Segment, query: &Extent, best: &mut Nearest) {
    for (own, extent) in edges {
        if extent.distance_squared(query) < best.distance * best.distance
            && let Some(nearer) = own.nearest_below(segment, best.distance)
        {
            *best = nearer;
        }
    }
}

/// A vertex of one part of `inner` that lies in the polygons of `outer`.
fn shared_interior_point(inner: &Shape, outer: &Shape) -> Option<Coord<f64>> {
    if outer.areas().0.is_empty() || !inner.extent().meets(&outer.extent()) {
        return None;
    }
    let rings = inner
        .areas()
        .iter()
        .filter_map(|p| p.exterior().0.first().copied());
    let lines = inner.lines().iter().filter_map(|l| l.0.first().copied());
    let points = inner.points().iter().map(|p| p.0);
    rings
        .chain(lines)
        .chain(points)
        .find(|&vertex| side_of_shape(outer, vertex) != Side::Outside)
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::{Geometry, wkt};
    use proptest::prelude::*;

    #[track_caller]
    fn check(first: Geometry<f64>, second: Geometry<f64>, expected: f64) {
        let (first, second) = (admit_plane(first).unwrap(), admit_plane(second).unwrap());
        for (one, two) in [(&first, &second), (&second, &first)] {
            let nearest = nearest(one, two, f64::INFINITY).unwrap();
            assert!(
                (nearest.distance - expected).abs() < 1e-12,
                "{nearest:?} instead of {expected}"
            );
        }
    }

    #[test]
    fn apart_touching_inside_and_in_a_hole() {
        let square = || wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) }.into();
        let holed = || {
            wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (2. 2., 7. 2., 7. 7., 2. 7., 2. 2.)) }.into()
        };
        check(square(), wkt! { POINT(7. 8.) }.into(), 5.0);
        check(square(), wkt! { POINT(4. 2.) }.into(), 0.0);
        check(square(), wkt! { POINT(2. 2.) }.into(), 0.0);
        check(holed(), wkt! { POINT(4. 4.) }.into(), 2.0);
        check(
            holed(),
            wkt! { POLYGON((4. 4., 5. 4., 5. 5., 4. 5., 4. 4.)) }.into(),
            2.0,
        );
        check(square(), wkt! { LINESTRING(-3. 1., -1. 1.) }.into(), 1.0);
        check(square(), wkt! { LINESTRING(-3. 1., 9. 1.) }.into(), 0.0);
    }

    #[test]
    fn limit_leaves_out_what_is_farther_and_keeps_what_is_exactly_at_it() {
        let point = admit_plane(wkt! { POINT(0. 0.) }).unwrap();
        let other = admit_plane(wkt! { POINT(3. 4.) }).unwrap();
        assert!(nearest(&point, &other, 5.0).is_some());
        assert!(nearest(&point, &other, 4.9).is_none());
        assert!(nearest(&point, &point.clone(), 0.0).is_some());
    }

    #[test]
    fn border_of_what_lies_around() {
        let square = admit_plane(wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)) }).unwrap();
        let point = admit_plane(wkt! { POINT(4. 7.) }).unwrap();
        assert_eq!(
            nearest_border(&point, &square).map(|found| found.distance),
            Some(2.0)
        );
    }

    fn star() -> impl Strategy<Value = Geometry<f64>> {
        let radii = prop::collection::vec(1.0..10.0f64, 3..80);
        (-30.0..30.0f64, -30.0..30.0f64, radii).prop_map(|(x, y, radii)| {
            let n = radii.len() as f64;
            let ring = radii.iter().enumerate().map(|(k, r)| {
                let angle = std::f64::consts::TAU * k as f64 / n;
                Coord {
                    x: x + r * angle.cos(),
                    y: y + r * angle.sin(),
                }
            });
            geo::Polygon::new(ring.collect(), vec![]).into()
        })
    }

    proptest! {
        /// The library's own distance, without any tree, is the witness.
        #[test]
        fn tree_agrees_with_brute_force(first in star(), second in star()) {
            use geo::{Distance as _, Euclidean};
            let expected = Euclidean.distance(&first, &second);
            let (one, two) = (admit_plane(first).unwrap(), admit_plane(second).unwrap());
            let found = nearest(&one, &two, f64::INFINITY).unwrap();
            prop_assert!((found.distance - expected).abs() < 1e-9, "{} {}", found.distance, expected);
            let apart = (found.from.x - found.to.x).hypot(found.from.y - found.to.y);
            prop_assert!((apart - found.distance).abs() < 1e-9);
        }
    }
}
