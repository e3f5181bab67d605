//! Whether polygons are valid by the OGC rule, where rings may touch in single points.
//!
//! Source: OGC 06-103r4, "Simple feature access, part 1", 6.1.11 and 6.1.14, save that the interior of a polygon may fall
//! apart where holes touch: its area is the same.

use geo::{Coord, MultiPolygon};

use crate::progress::{Cancelled, Progress};

use super::area::ring_area;
use super::crossing::turn;
use super::nesting::are_nested;
use super::ring_runs::{Edge, RingRuns, Rings, rings_of};
use super::segment::Segment;
use super::simple::{are_rings, meet_beyond_their_vertex};

/// True where no ring meets itself, two rings meet in single points only and do not cross there, each hole lies in its
/// shell and in no other hole, and no polygon covers a part of another.
///
/// Exact for any finite doubles, whatever way the rings are wound; no vertex may stand twice in a row. What it takes follows
/// the number of edges and of those that come together.
///
/// # Errors
/// [`Cancelled`].
pub fn is_valid(polygons: &MultiPolygon<f64>, progress: &Progress) -> Result<bool, Cancelled> {
    let rings = rings_of(polygons);
    if !are_rings(&rings) {
        return Ok(false);
    }
    let runs = RingRuns::new(&rings);
    let Some(contacts) = contacts(&rings, &runs, progress)? else {
        return Ok(false);
    };
    let around = |ring: u32| {
        let from = contacts.partition_point(|contact| contact.ring < ring);
        let own = &contacts[from..];
        let own = &own[..own.partition_point(|contact| contact.ring == ring)];
        let mut around = runs.around_ring(ring);
        // Where they touch, that says more than one vertex, which may be the one that touches.
        around.retain(|&other| own.iter().all(|contact| contact.other != other));
        around.extend(
            own.iter()
                .filter(|contact| contact.is_inside)
                .map(|contact| contact.other),
        );
        around.sort_unstable();
        around.dedup();
        around
    };
    are_nested(polygons, progress, around)
}

/// A ring touches another in a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Contact {
    ring: u32,
    other: u32,
    /// True where the ring lies within the other.
    is_inside: bool,
}

/// All contacts of rings with others, in order, both ways round; `None` where two rings cross or have a line in common, or
/// one meets itself.
fn contacts(
    rings: &Rings<'_>,
    runs: &RingRuns<'_>,
    progress: &Progress,
) -> Result<Option<Vec<Contact>>, Cancelled> {
    let is_left_inside: Vec<bool> = rings.iter().map(|ring| ring_area(ring) > 0.0).collect();
    let mut found = Vec::new();
    let is_wrong = |one: Edge, two: Edge| {
        if one.ring == two.ring {
            return meet_beyond_their_vertex(one, two, rings);
        }
        let (first, second) = (one.segment(rings), two.segment(rings));
        let at = match meeting(&first, &second) {
            Meeting::None => return false,
            Meeting::Point(at) => at,
            Meeting::More => return true,
        };
        // Each corner belongs to the edge that begins there, so that each contact is looked at once.
        if at == first.b || at == second.b {
            return false;
        }
        let ways = [(one, two), (two, one)].map(|(ring, other)| {
            let is_left = is_left_of(past(ring, at, rings), past(other, at, rings), at)?;
            Some(Contact {
                ring: ring.ring,
                other: other.ring,
                is_inside: is_left == is_left_inside[other.ring as usize],
            })
        });
        let [Some(own), Some(others)] = ways else {
            return true;
        };
        found.extend([own, others]);
        false
    };
    if runs.any_pair(progress, is_wrong)? {
        return Ok(None);
    }
    found.sort_unstable();
    found.dedup();
    Ok(Some(found))
}

/// What two edges of different rings have in common.
enum Meeting {
    None,
    /// One point, at an end of at least one of them.
    Point(Coord<f64>),
    /// A crossing within both, or a stretch.
    More,
}

fn meeting(first: &Segment, second: &Segment) -> Meeting {
    if !first.touches(second) {
        return Meeting::None;
    }
    let ends = [first.a, first.b, second.a, second.b];
    let mut common = ends
        .into_iter()
        .filter(|&end| first.carries(end) && second.carries(end));
    match common.next() {
        Some(at) if common.all(|other| other == at) => Meeting::Point(at),
        _ => Meeting::More,
    }
}

/// The corners between which a ring passes a point that lies on an edge of it, at its beginning or within.
fn past(edge: Edge, at: Coord<f64>, rings: &Rings<'_>) -> (Coord<f64>, Coord<f64>) {
    let segment = edge.segment(rings);
    if segment.a == at {
        (edge.before(rings).segment(rings).a, segment.b)
    } else {
        (segment.a, segment.b)
    }
}

/// True where a ring that passes a point lies left of another one that passes it, false where right, `None` where it
/// crosses that one. Rings that run along each other there are found by their edges.
fn is_left_of(
    (from, to): (Coord<f64>, Coord<f64>),
    (before, after): (Coord<f64>, Coord<f64>),
    at: Coord<f64>,
) -> Option<bool> {
    let bend = turn(before, at, after);
    let is_left = |place: Coord<f64>| {
        let (of_before, of_after) = (turn(before, at, place), turn(at, after, place));
        if bend > 0.0 {
            of_before > 0.0 && of_after > 0.0
        } else {
            of_before > 0.0 || of_after > 0.0
        }
    };
    let (from, to) = (is_left(from), is_left(to));
    (from == to).then_some(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, Polygon, Validation as _, wkt};
    use proptest::prelude::*;

    fn is_valid(polygons: &MultiPolygon<f64>) -> bool {
        super::is_valid(polygons, &Progress::default()).unwrap()
    }

    /// As it is, and with all rings the other way round.
    #[track_caller]
    fn check(polygons: MultiPolygon<f64>, expected: bool) {
        assert_eq!(is_valid(&polygons), expected);
        let mut turned = polygons;
        for polygon in &mut turned {
            polygon.exterior_mut(|ring| ring.0.reverse());
            assert_eq!(is_valid(&MultiPolygon(vec![polygon.clone()])), {
                let mut back = polygon.clone();
                back.exterior_mut(|ring| ring.0.reverse());
                is_valid(&MultiPolygon(vec![back]))
            });
            polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| ring.0.reverse()));
        }
        assert_eq!(is_valid(&turned), expected);
    }

    #[test]
    fn rings_may_touch_in_points() {
        // A corner on an edge, a corner on a corner, and holes that touch each other and close off a part.
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 4., 3. 3., 3. 6., 0. 4.))) },
            true,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 0., 3. 1., 1. 3., 0. 0.))) },
            true,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.),
            (0. 0., 4. 1., 4. 4., 1. 4., 0. 0.), (4. 4., 8. 5., 9. 9., 5. 8., 4. 4.))) },
            true,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)), ((4. 4., 8. 4., 8. 8., 4. 8., 4. 4.))) },
            true,
        );
        // An island in a hole, held by two corners; all corners of a hole on the shell.
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (2. 2., 7. 2., 7. 7., 2. 7., 2. 2.)),
            ((2. 2., 5. 3., 7. 7., 3. 5., 2. 2.))) },
            true,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 8. 0., 8. 8., 0. 8., 0. 0.), (4. 0., 8. 4., 4. 8., 0. 4., 4. 0.))) },
            true,
        );
    }

    #[test]
    fn more_than_points_is_not_valid() {
        // Along a line, across at a corner, a hole outside that touches, a part within another.
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 3., 3. 3., 3. 6., 0. 6., 0. 3.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 3., 3. 3., -3. 6., 0. 3.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 4., -3. 3., -3. 6., 0. 4.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)), ((0. 4., 3. 3., 3. 6., 0. 4.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)), ((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (1. 4., 4. 3., 4. 6., 1. 4.), (1. 4., 3. 4., 3. 5., 1. 4.))) },
            false,
        );
        // A ring that meets itself, a spike, a vertex twice, too few.
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 8. 4., 8. 8., 4. 8., 4. 4., 0. 4., 0. 0.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 4. -3., 0. 0.))) },
            false,
        );
        check(
            wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 0., 4. 4., 0. 0.))) },
            false,
        );
        check(wkt! { MULTIPOLYGON(((0. 0., 4. 0., 0. 0.))) }, false);
    }

    /// Beyond what is compared edge by edge, many rings that touch: valid until one hole is moved by a digit.
    #[test]
    fn many_rings_that_touch() {
        let square = |x: f64, y: f64| -> LineString<f64> {
            vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0), (x, y)].into()
        };
        let cells = (0..30).flat_map(|x| (0..30).map(move |y| (x, y)));
        let black = cells.filter(|(x, y)| (x + y) % 2 == 0);
        let squares: Vec<LineString<f64>> = black.map(|(x, y)| square(f64::from(x), f64::from(y))).collect();
        let parts = squares.iter().map(|ring| Polygon::new(ring.clone(), vec![]));
        let mut parts = MultiPolygon(parts.collect());
        let shell: LineString<f64> = vec![(-1.0, -1.0), (31.0, -1.0), (31.0, 31.0), (-1.0, 31.0)].into();
        let mut holed = MultiPolygon(vec![Polygon::new(shell, squares)]);
        assert!(is_valid(&parts) && is_valid(&holed));
        let digit = |ring: &mut LineString<f64>| {
            let corner = ring.0[2];
            ring.0[2] = Coord {
                x: corner.x.next_up(),
                y: corner.y.next_up(),
            };
        };
        parts.0[200].exterior_mut(digit);
        holed.0[0].interiors_mut(|rings| digit(&mut rings[200]));
        assert!(!is_valid(&parts) && !is_valid(&holed));
    }

    /// Corners on a small lattice, so that nearly all rings meet in some way; with an area.
    fn ring() -> impl Strategy<Value = LineString<f64>> {
        let corners = prop::collection::vec((0..7i32, 0..7i32), 3..6);
        corners.prop_filter_map("without an area", |corners| {
            let corners = corners.into_iter().map(|(x, y)| (f64::from(x), f64::from(y)));
            let mut ring: LineString<f64> = corners.collect();
            ring.close();
            ring.0.dedup();
            (ring.0.len() > 3 && ring_area(&ring) != 0.0).then_some(ring)
        })
    }

    fn polygon() -> impl Strategy<Value = Polygon<f64>> {
        let large: LineString<f64> = vec![(0.0, 0.0), (6.0, 0.0), (6.0, 6.0), (0.0, 6.0), (0.0, 0.0)].into();
        let shell = prop_oneof![Just(large), ring()];
        (shell, prop::collection::vec(ring(), 0..3)).prop_map(|(shell, holes)| Polygon::new(shell, holes))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Another library finds the same, which compares each edge with each.
        #[test]
        fn another_library_finds_the_same(parts in prop::collection::vec(polygon(), 1..3)) {
            let polygons = MultiPolygon(parts);
            prop_assert_eq!(is_valid(&polygons), polygons.is_valid(), "{:?}", polygons);
        }
    }
}
