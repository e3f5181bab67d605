//! A quick and strict test of validity, so that most polygons need no repair.

use geo::{Coord, LineString, MultiPolygon};

use crate::progress::{Cancelled, Progress};

use super::crossing::sure_turn;
use super::extent::{greater, lesser};
use super::nesting::{are_nested, is_nested};
use super::ring_runs::{Edge, RingRuns, Rings, rings_of};
use super::side::{Side, side_of_ring};
use super::wide_lanes::widely;

/// True where the polygons are valid beyond doubt: no two edges of any rings meet save for neighbours at their common
/// vertex, each hole lies in its shell and in no other hole, and no polygon covers a part of another.
///
/// Stricter than the OGC rule (which lets rings touch in single points, see [`super::validity`]): `false` only means that
/// repair must look.
///
/// # Errors
/// [`Cancelled`].
pub fn is_strictly_simple(polygons: &MultiPolygon<f64>, progress: &Progress) -> Result<bool, Cancelled> {
    let rings = rings_of(polygons);
    if !are_rings(&rings) {
        return Ok(false);
    }
    if let [ring] = rings.as_slice()
        && goes_round_its_middle(ring)
    {
        return Ok(true);
    }
    // No edges meet, so one vertex speaks for its whole ring.
    if rings.iter().map(|ring| ring.0.len() - 1).sum::<usize>() <= FEW_EDGES {
        return Ok(!few_edges_meet(&rings) && is_nested(polygons, |ring| around(&rings, ring)));
    }
    let runs = RingRuns::new(&rings);
    let meet = |one: Edge, two: Edge| meet_beyond_their_vertex(one, two, &rings);
    Ok(!runs.any_pair(progress, meet)? && are_nested(polygons, progress, |ring| runs.around_ring(ring))?)
}

/// True where all rings are closed and have at least three edges.
pub fn are_rings(rings: &Rings<'_>) -> bool {
    rings.iter().all(|ring| ring.0.len() > 3 && ring.is_closed())
}

/// True where a ring surely runs once round the middle of its vertices, always in one way: seen from there each edge has an
/// angle of its own, so no two of them meet save for neighbours at their vertex. Most parcels are such, and are told by one
/// look at each edge.
fn goes_round_its_middle(ring: &LineString<f64>) -> bool {
    let count = ring.0.len() as f64;
    let sum = ring.0.iter().fold(Coord::zero(), |sum, vertex| sum + *vertex);
    let middle = sum / count;
    let way = |[from, to]: &[Coord<f64>; 2]| sure_turn(*from, *to, middle).map(|turn| turn > 0.0);
    let mut edges = ring.0.array_windows();
    let Some(own_way) = edges.next().and_then(way) else {
        return false;
    };
    if !edges.all(|edge| way(edge) == Some(own_way)) {
        return false;
    }
    // As often as it goes round it comes up, or comes down, past the middle.
    let comes_up = |[from, to]: &&[Coord<f64>; 2]| from.y < middle.y && middle.y <= to.y;
    ring.0.array_windows().filter(comes_up).count() == 1
}

/// The rings around a ring, each looked at.
fn around(rings: &Rings<'_>, ring: u32) -> Vec<u32> {
    let vertex = rings[ring as usize].0[0];
    let holds = |&other: &u32| other != ring && side_of_ring(rings[other as usize], vertex) == Side::Inside;
    (0..rings.len() as u32).filter(holds).collect()
}

/// Polygons with at most this many edges, which most are, are tested without allocating, each edge against each other.
const FEW_EDGES: usize = 64;

/// The sides of the boxes of a few edges, side by side, so that one is compared with several others at once.
struct Boxes {
    west: [f64; FEW_EDGES],
    east: [f64; FEW_EDGES],
    south: [f64; FEW_EDGES],
    north: [f64; FEW_EDGES],
    /// From the first end of each edge to the second.
    steps: [(f64, f64); FEW_EDGES],
}

impl Boxes {
    fn set(&mut self, at: usize, [a, b]: &[Coord<f64>; 2]) {
        self.steps[at] = (b.x - a.x, b.y - a.y);
        self.west[at] = lesser(a.x, b.x);
        self.east[at] = greater(a.x, b.x);
        self.south[at] = lesser(a.y, b.y);
        self.north[at] = greater(a.y, b.y);
    }

    fn meet(&self, one: usize, two: usize) -> bool {
        self.west[two] <= self.east[one]
            && self.west[one] <= self.east[two]
            && self.south[two] <= self.north[one]
            && self.south[one] <= self.north[two]
    }

    /// True where an edge goes on from the one before eastwards, westwards, northwards or southwards as that one went: their
    /// boxes have nothing in common beyond the line through their vertex, and neither end lies on it.
    fn goes_on(&self, before: usize, next: usize) -> bool {
        let ((dx, dy), (ex, ey)) = (self.steps[before], self.steps[next]);
        // A difference of doubles has the right sign, and a product that is too small for one is none.
        dx * ex > 0.0 || dy * ey > 0.0
    }

    /// How many of the boxes in a range meet one box.
    #[inline(always)]
    fn count_meeting(&self, one: usize, range: std::ops::Range<usize>) -> u64 {
        let (west, east) = (self.west[one], self.east[one]);
        let (south, north) = (self.south[one], self.north[one]);
        let across = self.west[range.clone()].iter().zip(&self.east[range.clone()]);
        let along = self.south[range.clone()].iter().zip(&self.north[range]);
        let meets = |((w, e), (s, n)): ((&f64, &f64), (&f64, &f64))| {
            // Without branches: four comparisons of several boxes at a time.
            u64::from((*w <= east) & (west <= *e) & (*s <= north) & (south <= *n))
        };
        across.zip(along).map(meets).sum()
    }
}

fn few_edges_meet(rings: &[&LineString<f64>]) -> bool {
    let mut few = [Edge::default(); FEW_EDGES];
    let mut boxes = Boxes {
        west: [0.0; FEW_EDGES],
        east: [0.0; FEW_EDGES],
        south: [0.0; FEW_EDGES],
        north: [0.0; FEW_EDGES],
        steps: [(0.0, 0.0); FEW_EDGES],
    };
    let mut count = 0;
    for (ring, line) in rings.iter().enumerate() {
        for (number, ends) in line.0.array_windows().enumerate() {
            few[count] = Edge {
                ring: ring as u32,
                number: number as u32,
            };
            boxes.set(count, ends);
            count += 1;
        }
    }
    let meet =
        |one: usize, two: usize| boxes.meet(one, two) && meet_beyond_their_vertex(few[one], few[two], rings);
    let follows = |one: usize, next: usize| few[one].ring == few[next].ring && boxes.goes_on(one, next);
    // The box of the next edge nearly always meets; those of the others hardly ever.
    widely(
        #[inline(always)]
        || {
            (1..count).any(|next| {
                let (one, later) = (next - 1, next + 1..count);
                !follows(one, next) && meet(one, next)
                    || boxes.count_meeting(one, later.clone()) > 0
                        && later.into_iter().any(|two| meet(one, two))
            })
        },
    )
}

/// True where two edges have more in common than the vertex that neighbours share.
pub fn meet_beyond_their_vertex(first: Edge, second: Edge, rings: &Rings<'_>) -> bool {
    let (one, two) = (first.segment(rings), second.segment(rings));
    let (before, after) = if first.is_before(second, rings) {
        (one, two)
    } else if second.is_before(first, rings) {
        (two, one)
    } else {
        return one.touches(&two);
    };
    // A spike or a doubled vertex shares more.
    after.carries(before.a) || before.carries(after.b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Polygon, wkt};
    use proptest::prelude::*;

    #[track_caller]
    fn check(polygons: MultiPolygon<f64>, expected: bool) {
        assert_eq!(is_strictly_simple(&polygons, &Progress::default()), Ok(expected));
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

    #[test]
    fn rings_without_an_area() {
        for count in 0..4 {
            let vertices: geo::LineString = (0..count).map(|k| (f64::from(k), 0.0)).collect();
            check(MultiPolygon(vec![Polygon::new(vertices, Vec::new())]), false);
        }
    }

    /// Begun in the middle: its two spikes are where one edge goes on to the next, and nothing else meets.
    #[test]
    fn there_and_back_again_is_no_triangle() {
        for back in [
            wkt! { MULTIPOLYGON(((2. 3., 4. 6., 1. 1.5, 2. 3.))) },
            wkt! { MULTIPOLYGON(((-2. 3., -4. 6., -1. 1.5, -2. 3.))) },
            wkt! { MULTIPOLYGON(((2. 3., 4. 3., 1. 3., 2. 3.))) },
            wkt! { MULTIPOLYGON(((2. 3., 2. 6., 2. 1., 2. 3.))) },
        ] {
            check(back, false);
        }
    }

    #[test]
    fn each_part_is_looked_at() {
        let square = |x: f64, side: f64| {
            let ring = [(x, x), (x + side, x), (x + side, x + side), (x, x + side)];
            Polygon::new(ring.into_iter().collect(), Vec::new())
        };
        let (small, large, apart) = (square(3.0, 2.0), square(0.0, 9.0), square(20.0, 5.0));
        check(
            MultiPolygon(vec![small.clone(), apart.clone(), large.clone()]),
            false,
        );
        check(MultiPolygon(vec![apart.clone(), large.clone(), small]), false);
        check(MultiPolygon(vec![apart, large, square(30.0, 1.0)]), true);
    }

    /// A comb whose teeth stand side by side, with so many edges; the last tooth leans over by so much.
    fn comb(edge_count: usize, leaning: f64) -> MultiPolygon<f64> {
        let teeth = edge_count / 2 - 1;
        let mut ring = vec![(0.0, -1.0)];
        for tooth in 0..teeth {
            let x = tooth as f64;
            let lean = if tooth + 1 == teeth { leaning } else { 0.0 };
            ring.extend([(x - lean, 5.0), (x + 0.5, 0.0)]);
        }
        ring.push((teeth as f64, -1.0));
        ring.push(ring[0]);
        assert_eq!(ring.len() - 1, edge_count);
        MultiPolygon(vec![Polygon::new(ring.into(), Vec::new())])
    }

    /// Few edges and many are compared in two ways.
    #[test]
    fn however_many_edges() {
        for edge_count in [6, 32, FEW_EDGES - 2, FEW_EDGES, FEW_EDGES + 2, 4 * FEW_EDGES] {
            check(comb(edge_count, 0.0), true);
            check(comb(edge_count, 1.5), false);
        }
    }

    /// A shell with a hole and an island in that, with so many edges each, rings beginning at any vertex.
    #[test]
    fn wherever_the_rings_begin() {
        for edge_count in [7, 40] {
            for first in 0..edge_count {
                let ring = |radius: f64| {
                    let corner = |k: usize| {
                        let angle =
                            std::f64::consts::TAU * ((first + k) % edge_count) as f64 / edge_count as f64;
                        (radius * angle.cos(), radius * angle.sin())
                    };
                    LineString::from((0..=edge_count).map(corner).collect::<Vec<_>>())
                };
                let island = Polygon::new(ring(3.0), Vec::new());
                let around = |hole: f64| Polygon::new(ring(9.0), vec![ring(hole)]);
                check(MultiPolygon(vec![around(6.0), island.clone()]), true);
                check(MultiPolygon(vec![island.clone(), around(6.0)]), true);
                check(MultiPolygon(vec![around(2.0), island.clone()]), false);
                check(MultiPolygon(vec![around(10.0), island]), false);
            }
        }
    }

    proptest! {
        /// What is told by one look at each edge is what all pairs tell.
        #[test]
        fn rings_that_go_round_their_middle_are_simple(
            places in prop::collection::vec((-6..6_i32, -6..6_i32), 3..12),
            (sorted, turns, far) in (any::<bool>(), 1..3_usize, any::<bool>()),
        ) {
            let mut places: Vec<Coord<f64>> =
                places.into_iter().map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect();
            if sorted {
                places.sort_by(|a, b| a.y.atan2(a.x).total_cmp(&b.y.atan2(b.x)));
            }
            let mut vertices = places.repeat(turns);
            vertices.push(vertices[0]);
            if far {
                vertices.iter_mut().for_each(|at| *at = *at * 0.1 + Coord { x: 500_000.0, y: 3_350_000.0 });
            }
            let ring = LineString(vertices);
            if goes_round_its_middle(&ring) {
                prop_assert!(!few_edges_meet(&[&ring]), "{:?}", ring);
            }
        }
    }

    #[test]
    fn one_look_at_each_edge_tells_of_usual_parcels() {
        let check = |ring: LineString<f64>, expected: bool| {
            assert_eq!(goes_round_its_middle(&ring), expected, "{ring:?}")
        };
        check(wkt! { LINESTRING(0. 0., 4. 0., 4. 4., 0. 4., 0. 0.) }, true);
        check(wkt! { LINESTRING(0. 0., 0. 4., 4. 4., 4. 0., 0. 0.) }, true);
        check(
            wkt! { LINESTRING(0. 0., 9. 0., 9. 1., 1. 1., 1. 9., 0. 9., 0. 0.) },
            false,
        );
        check(wkt! { LINESTRING(0. 0., 4. 4., 4. 0., 0. 4., 0. 0.) }, false);
        // Twice round.
        check(
            wkt! { LINESTRING(0. 0., 4. 0., 4. 4., 0. 4., 0. 0., 5. -1., 5. 5., -1. 5., 0. 0.) },
            false,
        );
        check(
            wkt! { LINESTRING(0. 0., 4. 0., 4. 4., 0. 4., 0. 0., 4. 0., 4. 4., 0. 4., 0. 0.) },
            false,
        );
        for twice in [
            wkt! { LINESTRING(0. 0., 0. 0., 4. 0., 4. 4., 0. 4., 0. 0.) },
            wkt! { LINESTRING(0. 0., 0. 4., 4. 4., 4. 0., 0. 0., 0. 0.) },
        ] {
            check(twice, false);
        }
        // Stars go round twice, and come up past the middle as often: with a level edge above it, or below.
        check(
            wkt! { LINESTRING(0. 10., 6. -8., -10. 3., 10. 3., -6. -8., 0. 10.) },
            false,
        );
        check(
            wkt! { LINESTRING(0. -10., 6. 8., -10. -3., 10. -3., -6. 8., 0. -10.) },
            false,
        );
        // Several edges above the middle and below, far from the origin.
        check(
            wkt! { LINESTRING(5003. 3000., 5006. 3000., 5009. 3003., 5009. 3006., 5006. 3009., 5000. 3006., 5003. 3000.) },
            true,
        );
    }
}
