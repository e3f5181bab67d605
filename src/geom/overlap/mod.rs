//! The area that two shapes have in common, without building it.
//!
//! The border of the common part consists of the pieces of either border that lie inside the other shape. A walk along
//! the rings knows at each crossing whether it enters or leaves, and by Green's theorem the area is a sum over the
//! pieces. Crossings are exact decisions ([`super::crossing`]); only their coordinates and the sum are rounded. A walk
//! that does not come back to the side where it began contradicts itself, and is refused.

mod careful;
mod chains;
mod stripes;
mod sum;
mod walk;

use geo::Coord;

use super::crossing::{crossing, first_is_inside, second_is_inside};
use super::equal_area::Chart;
use super::extent::Extent;
use super::index::SpatialIndex;
use super::segment::Segment;
use super::window::Window;

use careful::CarefulSum;
use chains::{Chains, rings_left};
use stripes::Sides;
use sum::Sum;
use walk::{Hit, Pieces, walk};

pub use sum::Overlap;
pub use walk::Broken;

/// Above this many pairs of edges they are sorted before they are compared.
const SORT_FROM_PAIRS: usize = 4096;
/// Above this many they are compared by runs with an index over them, which no long edge among many short ones spoils.
const RUNS_FROM_PAIRS: usize = 1 << 22;
/// The most edges of a run.
const RUN: usize = 8;

/// Room for the work on one pair, kept for the next one.
#[derive(Debug, Default)]
pub struct Overlapper {
    first: Vec<Edge>,
    second: Vec<Edge>,
    hits: Vec<Hit>,
}

/// An edge that comes into the common box, by the number of its first vertex.
#[derive(Clone, Copy, Debug)]
struct Edge {
    vertex: usize,
    segment: Segment,
    extent: Extent,
}

impl Overlapper {
    /// What `first` and `second` have in common within `common`, which holds all of it.
    ///
    /// # Errors
    /// [`Broken`]; cannot happen for windows of valid shapes.
    pub fn overlap(
        &mut self,
        first: &Window,
        second: &Window,
        common: &Extent,
        chart: &Chart<'_>,
    ) -> Result<Overlap, Broken> {
        edges_in(first, common, &mut self.first);
        edges_in(second, common, &mut self.second);
        let origin = common.center();
        self.find_hits(origin);
        let windows = (first, second);
        let mut sum = Sum::new(origin, chart);
        self.walk_first(windows, common, &mut sum)?;
        self.walk_second(windows, common, &mut sum)?;
        let mut overlap = sum.overlap();
        if sum.is_doubtful() {
            let mut careful = CarefulSum::new(origin, windows);
            self.walk_first(windows, common, &mut careful)?;
            self.walk_second(windows, common, &mut careful)?;
            overlap.plane_m2 = careful.plane_m2();
        }
        Ok(overlap)
    }

    /// The rings, closed, of what `second` leaves of `first`, all of which lies within `whole`: shells counter-clockwise,
    /// holes clockwise, and where borders are common, rings that cover next to nothing.
    ///
    /// # Errors
    /// [`Broken`]; cannot happen for windows of valid shapes.
    pub fn left_of_first(
        &mut self,
        first: &Window,
        second: &Window,
        whole: &Extent,
    ) -> Result<Vec<Vec<Coord<f64>>>, Broken> {
        edges_in(first, whole, &mut self.first);
        edges_in(second, whole, &mut self.second);
        let origin = whole.center();
        self.find_hits(origin);
        let (mut outside, mut inside) = (Chains::new(origin, 0), Chains::new(origin, 1));
        self.walk_first((first, second), whole, &mut outside)?;
        self.walk_second((first, second), whole, &mut inside)?;
        rings_left(outside, inside)
    }

    fn walk_first<S: Pieces>(
        &mut self,
        (first, second): (&Window, &Window),
        common: &Extent,
        sum: &mut S,
    ) -> Result<(), Broken> {
        self.hits
            .sort_unstable_by(|p, q| by_place(p, q, |hit| hit.first, (first, common.center())));
        let sides = Sides::new(second, first);
        let starts_inside =
            |vertex: Coord<f64>| common.contains(vertex) && first_is_inside(vertex, sides.paths_at(vertex.y));
        walk(first, &mut self.hits, (|hit| hit.first, true), starts_inside, sum)
    }

    fn walk_second<S: Pieces>(
        &mut self,
        (first, second): (&Window, &Window),
        common: &Extent,
        sum: &mut S,
    ) -> Result<(), Broken> {
        self.hits
            .sort_unstable_by(|p, q| by_place(p, q, |hit| hit.second, (second, common.center())));
        let sides = Sides::new(first, second);
        let starts_inside = |vertex: Coord<f64>| {
            common.contains(vertex) && second_is_inside(vertex, sides.paths_at(vertex.y))
        };
        walk(
            second,
            &mut self.hits,
            (|hit| hit.second, false),
            starts_inside,
            sum,
        )
    }

    fn find_hits(&mut self, origin: Coord<f64>) {
        self.hits.clear();
        let hits = &mut self.hits;
        let mut compare = |one: &Edge, two: &Edge| {
            if !one.extent.meets(&two.extent) {
                return;
            }
            if let Some(found) = crossing(&one.segment, &two.segment, origin) {
                hits.push(Hit {
                    first: one.vertex,
                    second: two.vertex,
                    at: found.at,
                    enters: found.enters,
                });
            }
        };
        let pairs = self.first.len() * self.second.len();
        if pairs < SORT_FROM_PAIRS {
            for one in &self.first {
                self.second.iter().for_each(|two| compare(one, two));
            }
            return;
        }
        if pairs > RUNS_FROM_PAIRS {
            compare_by_runs(&self.first, &self.second, compare);
            return;
        }
        // Sorted by their western end, the edges that can meet another lie in one stretch, no longer than the widest. Its
        // width is rounded up, lest an edge be passed over that reaches just to the other.
        let second = &mut self.second;
        second.sort_unstable_by(|p, q| {
            p.extent
                .min
                .x
                .total_cmp(&q.extent.min.x)
                .then(p.vertex.cmp(&q.vertex))
        });
        let widest = second
            .iter()
            .map(|edge| edge.extent.width())
            .fold(0.0, f64::max)
            .next_up();
        for one in &self.first {
            let from = second.partition_point(|two| two.extent.min.x < one.extent.min.x - widest);
            let near = second.get(from..).unwrap_or_default().iter();
            near.take_while(|two| two.extent.min.x <= one.extent.max.x)
                .for_each(|two| compare(one, two));
        }
    }
}

/// Compares the edges whose runs come together.
fn compare_by_runs(first: &[Edge], second: &[Edge], mut compare: impl FnMut(&Edge, &Edge)) {
    let runs_of_second: Vec<(&[Edge], Extent)> = runs(second).collect();
    let index = SpatialIndex::over(runs_of_second.iter().map(|(_, extent)| *extent));
    for (run, extent) in runs(first) {
        for near in index.meeting(&extent) {
            let (others, extent) = &runs_of_second[near];
            for one in run.iter().filter(|one| one.extent.meets(extent)) {
                others.iter().for_each(|two| compare(one, two));
            }
        }
    }
}

/// Some edges that follow each other, with the box around them.
fn runs(edges: &[Edge]) -> impl Iterator<Item = (&[Edge], Extent)> {
    let stretches = edges.chunk_by(|one, next| one.vertex + 1 == next.vertex);
    stretches.flat_map(|edges| edges.chunks(RUN)).map(|run| {
        let mut extent = Extent::EMPTY;
        run.iter().for_each(|edge| extent.merge(&edge.extent));
        (run, extent)
    })
}

fn edges_in(window: &Window, common: &Extent, edges: &mut Vec<Edge>) {
    edges.clear();
    for ring in window.ring_ranges() {
        for vertex in ring.start..ring.end - 1 {
            let segment = window.edge(vertex);
            let extent = Extent {
                min: Coord {
                    x: segment.a.x.min(segment.b.x),
                    y: segment.a.y.min(segment.b.y),
                },
                max: Coord {
                    x: segment.a.x.max(segment.b.x),
                    y: segment.a.y.max(segment.b.y),
                },
            };
            if extent.meets(common) && segment.a != segment.b {
                edges.push(Edge {
                    vertex,
                    segment,
                    extent,
                });
            }
        }
    }
}

/// By edge, and along each edge from its first end.
fn by_place(
    p: &Hit,
    q: &Hit,
    edge: impl Fn(&Hit) -> usize,
    (window, origin): (&Window, Coord<f64>),
) -> std::cmp::Ordering {
    let from_start = |hit: &Hit| {
        let start = window.edge(edge(hit)).a - origin;
        (hit.at.x - start.x).powi(2) + (hit.at.y - start.y).powi(2)
    };
    // Hits at one place count the same in any order; a fixed one keeps the last digit of the sum.
    edge(p)
        .cmp(&edge(q))
        .then_with(|| from_start(p).total_cmp(&from_start(q)))
        .then_with(|| (p.first, p.second).cmp(&(q.first, q.second)))
}

#[cfg(test)]
mod tests {
    use super::super::area::plane_area;
    use super::super::gate::admit_plane;
    use super::super::overlay::intersection;
    use super::super::shape::Shape;
    use super::*;
    use geo::{Geometry, MapCoords as _, wkt};
    use proptest::prelude::*;

    fn overlap(first: &Shape, second: &Shape) -> Overlap {
        let common = first.extent().common_with(&second.extent());
        let (mut one, mut two) = (Window::default(), Window::default());
        one.look_at(first, &common);
        two.look_at(second, &common);
        Overlapper::default()
            .overlap(&one, &two, &common, &Chart::Plane)
            .unwrap()
    }

    #[track_caller]
    fn check(first: impl Into<Geometry<f64>>, second: impl Into<Geometry<f64>>, area: f64, border: f64) {
        let (first, second) = (admit_plane(first).unwrap(), admit_plane(second).unwrap());
        for (one, two) in [(&first, &second), (&second, &first)] {
            let found = overlap(one, two);
            assert!(
                (found.plane_m2 - area).abs() < 1e-12,
                "{found:?} instead of {area}"
            );
            assert!(
                border.is_nan() || (found.border_m - border).abs() < 1e-9,
                "{found:?} instead of {border}"
            );
        }
    }

    /// A bar across three teeth that come in no order along it, lying and upright: each crossing counts at its place.
    #[test]
    fn crossings_count_in_the_order_of_the_edge() {
        let rectangle = |x: [f64; 2], y: [f64; 2]| {
            let corners = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])];
            geo::Polygon::new(corners.into_iter().collect(), Vec::new())
        };
        let teeth = [[6.0, 7.0], [2.0, 3.0], [12.0, 14.0]];
        let (long, across, through) = ([0.0, 20.0], [0.0, 1.0], [-1.0, 2.0]);
        let lying = geo::MultiPolygon(teeth.map(|tooth| rectangle(tooth, through)).to_vec());
        check(rectangle(long, across), lying, 4.0, 14.0);
        let upright = geo::MultiPolygon(teeth.map(|tooth| rectangle(through, tooth)).to_vec());
        check(rectangle(across, long), upright, 4.0, 14.0);
    }

    /// So many parts in rows, and one that is as long as all of them: enough that edges are looked for by runs and sides by
    /// stripes.
    fn many_parts(shift: f64) -> Shape {
        let part = |k: u32| {
            let (x, y) = (f64::from(k % 20) * 10.0 + shift, f64::from(k / 20) * 10.0 + shift);
            let corner = |n: u32| {
                let angle = std::f64::consts::TAU * f64::from(n) / 9.0;
                let radius = 3.0 + f64::from(n * 7 % 3);
                (x + radius * angle.cos(), y + radius * angle.sin())
            };
            geo::Polygon::new((0..9).map(corner).collect(), Vec::new())
        };
        let long =
            wkt! { POLYGON((-9. -20., 300. -20., 300. 250., 299. 250., 299. -19., -9. -19., -9. -20.)) };
        let parts = (0..300).map(part).chain([long]);
        admit_plane(geo::MultiPolygon(parts.collect())).unwrap()
    }

    #[test]
    fn many_edges_have_the_same_in_common() {
        let first = many_parts(0.0);
        assert!(first.vertex_count().pow(2) > RUNS_FROM_PAIRS);
        // Within each other, and with corners on borders; the parts themselves; beside each other.
        for shift in [0.7, 5.0, 0.0, 10.0, 3000.0] {
            let second = many_parts(shift);
            let expected = plane_area(&intersection(first.areas(), second.areas()));
            for (one, two) in [(&first, &second), (&second, &first)] {
                let found = overlap(one, two).plane_m2;
                assert!(
                    (found - expected).abs() < 1e-9,
                    "{shift}: {found} instead of {expected}"
                );
            }
        }
    }

    #[test]
    fn squares_with_and_without_holes() {
        let square = || wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) };
        let holed =
            || wkt! { POLYGON((2. 0., 6. 0., 6. 4., 2. 4., 2. 0.), (3. 1., 3. 3., 5. 3., 5. 1., 3. 1.)) };
        check(square(), holed(), 6.0, f64::NAN);
        check(square(), square(), 16.0, 16.0);
        check(holed(), holed(), 12.0, f64::NAN);
        check(
            square(),
            wkt! { POLYGON((1. 1., 2. 1., 2. 2., 1. 2., 1. 1.)) },
            1.0,
            4.0,
        );
        check(
            square(),
            wkt! { POLYGON((4. 0., 8. 0., 8. 4., 4. 4., 4. 0.)) },
            0.0,
            f64::NAN,
        );
        check(
            square(),
            wkt! { POLYGON((4. 4., 8. 4., 8. 8., 4. 8., 4. 4.)) },
            0.0,
            f64::NAN,
        );
        check(
            square(),
            wkt! { POLYGON((0. 0., 2. 0., 2. 2., 0. 2., 0. 0.)) },
            4.0,
            8.0,
        );
        check(
            holed(),
            wkt! { POLYGON((3. 1., 5. 1., 5. 3., 3. 3., 3. 1.)) },
            0.0,
            f64::NAN,
        );
        check(
            holed(),
            wkt! { POLYGON((3. 1., 7. 1., 7. 3., 3. 3., 3. 1.)) },
            2.0,
            f64::NAN,
        );
    }

    /// Each long side of the bar is crossed four times, upright and lying.
    #[test]
    fn an_edge_is_crossed_again_and_again() {
        let upright = wkt! { POLYGON((0. 0., 1. 0., 1. 9., 0. 9., 0. 0.)) };
        let fork = wkt! { POLYGON((-2. 1., 3. 1., 3. 2., -1. 2., -1. 4., 3. 4., 3. 5., -2. 5., -2. 1.)) };
        check(upright.clone(), fork.clone(), 2.0, f64::NAN);
        let lying = |polygon: geo::Polygon<f64>| polygon.map_coords(|at| Coord { x: -at.y, y: at.x });
        check(lying(upright), lying(fork), 2.0, f64::NAN);
    }

    /// Tip to tip, the part in the west with the longest edges of all; around them many small parts that nothing meets.
    #[test]
    fn an_edge_that_just_reaches_is_not_passed_over() {
        let triangle = |corners: [(f64, f64); 3]| geo::Polygon::new(corners.into_iter().collect(), vec![]);
        let row = |y: f64| {
            (0..40)
                .map(f64::from)
                .map(move |x| triangle([(x, y), (x + 0.5, y), (x, y + 0.5)]))
        };
        for k in (0..50).map(f64::from) {
            // No doubles have these values, so that most widths are rounded.
            let (west, tip) = (k / 7.0, 30.0 + k / 11.0);
            let long = triangle([(west, 5.0), (tip, 5.3), (west, 5.6)]);
            let short = triangle([(tip, 5.3), (tip + 1.0, 4.9), (tip + 1.0, 5.6)]);
            let first = geo::MultiPolygon::from_iter(row(0.0).chain(row(11.0)).chain([long]));
            let second = geo::MultiPolygon::from_iter(row(-1.0).chain(row(10.0)).chain([short]));
            check(first, second, 0.0, f64::NAN);
        }
    }

    fn star(x: f64, y: f64, radii: &[f64]) -> geo::Polygon<f64> {
        let n = radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(k, r)| {
            let angle = std::f64::consts::TAU * k as f64 / n;
            // On a coarse grid, so that vertices fall on edges and edges on edges.
            Coord {
                x: (x + r * angle.cos()).round(),
                y: (y + r * angle.sin()).round(),
            }
        });
        geo::Polygon::new(ring.collect(), vec![])
    }

    proptest! {
        /// The overlay engine, which builds the common part, is the witness.
        #[test]
        fn area_is_that_of_the_common_part(
            (x, y) in (-30.0..30.0f64, -30.0..30.0f64), radii in prop::collection::vec(3.0..30.0f64, 3..200),
            others in prop::collection::vec(3.0..30.0f64, 3..200),
        ) {
            let admitted = (admit_plane(star(0.0, 0.0, &radii)), admit_plane(star(x, y, &others)));
            let (Ok(first), Ok(second)) = admitted else { return Ok(()) };
            let expected = plane_area(&intersection(first.areas(), second.areas()));
            let found = overlap(&first, &second).plane_m2;
            prop_assert!((found - expected).abs() < 1e-9 * expected.max(1.0), "{found} {expected}");
            let mirrored = overlap(&second, &first).plane_m2;
            prop_assert!((found - mirrored).abs() < 1e-9 * expected.max(1.0), "{found} {mirrored}");
        }
    }
}
