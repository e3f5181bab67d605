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

/// One edge with its box.
#[derive(Clone, Copy, Default)]
struct Edge {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
    ring: u32,
    number: u32,
}

/// Polygons with at most this many edges, which most are, are tested without allocating.
const FEW_EDGES: usize = 64;

fn edges_meet(rings: &[&LineString<f64>]) -> bool {
    let count = rings.iter().map(|ring| ring.0.len() - 1).sum();
    let mut few = [Edge::default(); FEW_EDGES];
    let mut many = Vec::new();
    let edges = match few.get_mut(..count) {
        Some(edges) => edges,
        None => {
            many.resize(count, Edge::default());
            many.as_mut_slice()
        }
    };
    let mut next = edges.iter_mut();
    for (ring, line) in rings.iter().enumerate() {
        for (number, (pair, edge)) in line.0.windows(2).zip(next.by_ref()).enumerate() {
            *edge = Edge {
                west: pair[0].x.min(pair[1].x),
                east: pair[0].x.max(pair[1].x),
                south: pair[0].y.min(pair[1].y),
                north: pair[0].y.max(pair[1].y),
                ring: ring as u32,
                number: number as u32,
            };
        }
    }
    edges.sort_unstable_by(|p, q| p.west.total_cmp(&q.west));
    edges.iter().enumerate().any(|(k, edge)| {
        let further = edges.get(k + 1..).unwrap_or_default().iter();
        further
            .take_while(|other| other.west <= edge.east)
            .filter(|other| other.south <= edge.north && other.north >= edge.south)
            .any(|other| meet_beyond_their_vertex(edge, other, rings))
    })
}

fn segment_of(edge: &Edge, rings: &[&LineString<f64>]) -> Segment {
    let (ring, number) = (&rings[edge.ring as usize].0, edge.number as usize);
    Segment {
        a: ring[number],
        b: ring[number + 1],
    }
}

/// For two edges whose boxes meet.
fn meet_beyond_their_vertex(first: &Edge, second: &Edge, rings: &[&LineString<f64>]) -> bool {
    let (one, two) = (segment_of(first, rings), segment_of(second, rings));
    if first.ring != second.ring {
        return one.touches(&two);
    }
    let count = rings[first.ring as usize].0.len() - 1;
    let follows = |a: &Edge, b: &Edge| (a.number as usize + 1) % count == b.number as usize;
    let (before, after) = if follows(first, second) {
        (one, two)
    } else if follows(second, first) {
        (two, one)
    } else {
        return one.touches(&two);
    };
    // Neighbours share one vertex; a spike or a doubled vertex shares more.
    before.a == before.b || after.carries(before.a) || before.carries(after.b)
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
