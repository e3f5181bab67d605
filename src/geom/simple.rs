//! A quick and strict test of validity, so that most polygons need no repair.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::segment::Segment;
use super::side::{Side, side_of_ring};

/// True where the polygons are valid beyond doubt: no two edges of any rings meet save for neighbours at their common
/// vertex, each hole lies in its shell and in no other hole, and no polygon covers a part of another.
///
/// Stricter than the OGC rule (which lets rings touch in single points): `false` only means that repair must look.
pub fn is_strictly_simple(polygons: &MultiPolygon<f64>) -> bool {
    let rings: Vec<&LineString<f64>> = polygons
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .collect();
    rings.iter().all(|ring| ring.0.len() > 3 && ring.is_closed())
        && !edges_meet(&rings)
        && polygons.iter().all(holes_are_inside)
        && parts_are_apart(polygons)
}

struct Edge {
    segment: Segment,
    ring: usize,
    number: usize,
}

fn edges_meet(rings: &[&LineString<f64>]) -> bool {
    let mut edges: Vec<Edge> = Vec::with_capacity(rings.iter().map(|r| r.0.len()).sum());
    for (ring, line) in rings.iter().enumerate() {
        for (number, pair) in line.0.windows(2).enumerate() {
            edges.push(Edge {
                segment: Segment {
                    a: pair[0],
                    b: pair[1],
                },
                ring,
                number,
            });
        }
    }
    let west = |edge: &Edge| edge.segment.a.x.min(edge.segment.b.x);
    edges.sort_unstable_by(|p, q| west(p).total_cmp(&west(q)));
    edges.iter().enumerate().any(|(k, edge)| {
        let east = edge.segment.a.x.max(edge.segment.b.x);
        edges[k + 1..]
            .iter()
            .take_while(|other| west(other) <= east)
            .any(|other| meet_beyond_their_vertex(edge, other, rings))
    })
}

fn meet_beyond_their_vertex(first: &Edge, second: &Edge, rings: &[&LineString<f64>]) -> bool {
    if !first.segment.touches(&second.segment) {
        return false;
    }
    if first.ring != second.ring {
        return true;
    }
    let count = rings[first.ring].0.len() - 1;
    let (before, after) = if (first.number + 1) % count == second.number {
        (first, second)
    } else if (second.number + 1) % count == first.number {
        (second, first)
    } else {
        return true;
    };
    // Neighbours share one vertex; a spike or a doubled vertex shares more.
    before.segment.a == before.segment.b
        || after.segment.carries(before.segment.a)
        || before.segment.carries(after.segment.b)
}

fn holes_are_inside(polygon: &Polygon<f64>) -> bool {
    // No edges meet, so one vertex speaks for its whole ring.
    polygon.interiors().iter().enumerate().all(|(k, hole)| {
        let vertex = hole.0[0];
        side_of_ring(polygon.exterior(), vertex) == Side::Inside
            && polygon
                .interiors()
                .iter()
                .enumerate()
                .all(|(other, ring)| other == k || side_of_ring(ring, vertex) == Side::Outside)
    })
}

fn parts_are_apart(polygons: &MultiPolygon<f64>) -> bool {
    polygons.0.len() < 2
        || polygons.iter().enumerate().all(|(k, part)| {
            let vertex = part.exterior().0[0];
            polygons
                .iter()
                .enumerate()
                .all(|(other, polygon)| other == k || !covers(polygon, vertex))
        })
}

fn covers(polygon: &Polygon<f64>, vertex: Coord<f64>) -> bool {
    side_of_ring(polygon.exterior(), vertex) != Side::Outside
        && polygon
            .interiors()
            .iter()
            .all(|hole| side_of_ring(hole, vertex) != Side::Inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[track_caller]
    fn check(polygons: MultiPolygon<f64>, expected: bool) {
        assert_eq!(is_strictly_simple(&polygons), expected);
    }

    #[test]
    fn simple_ones() {
        check(wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.))) }, true);
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 6. 3., 6. 6., 3. 6., 3. 3.))) },
            true,
        );
        let island = wkt! { MULTIPOLYGON(
            ((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 6. 3., 6. 6., 3. 6., 3. 3.)),
            ((4. 4., 5. 4., 5. 5., 4. 5., 4. 4.))
        ) };
        check(island, true);
    }

    #[test]
    fn doubtful_ones() {
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 8. 8., 4. 4., 0. 4., 0. 0.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (10. 10., 11. 10., 11. 11., 10. 10.))) },
            false,
        );
        let double = wkt! { MULTIPOLYGON(
            ((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)), ((3. 3., 6. 3., 6. 6., 3. 6., 3. 3.))
        ) };
        check(double, false);
        let touching = wkt! { MULTIPOLYGON(
            ((0. 0., 1. 0., 1. 1., 0. 1., 0. 0.)), ((1. 0., 2. 0., 2. 1., 1. 1., 1. 0.))
        ) };
        check(touching, false);
    }
}
