//! Rings in short runs of edges with an index over them: which edges of any rings come together, and in which rings a
//! point lies, at a cost that follows what is near and not how much there is.

use geo::{Coord, LineString, MultiPolygon};

use crate::progress::{Cancelled, Progress};

use super::crossing::turn;
use super::extent::Extent;
use super::index::SpatialIndex;
use super::segment::Segment;

/// Edges of a run: neighbours along a ring are neighbours in the plane, so that one box serves for all of them.
const LONGEST: usize = 8;
/// So many runs are passed from one look whether to stop to the next: a millisecond or two.
const RUNS_A_LOOK: usize = 1024;

/// An edge by its ring, and by its first vertex in that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// Position of the ring.
    pub ring: u32,
    /// Position of the vertex.
    pub number: u32,
}

/// Closed rings of at least one edge each, by their positions.
pub type Rings<'a> = [&'a LineString<f64>];

/// The rings of polygons: of each its shell, then its holes.
pub fn rings_of(polygons: &MultiPolygon<f64>) -> Vec<&LineString<f64>> {
    polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .collect()
}

impl Edge {
    /// Its two ends.
    pub fn segment(self, rings: &Rings<'_>) -> Segment {
        let (ring, number) = (&rings[self.ring as usize].0, self.number as usize);
        Segment {
            a: ring[number],
            b: ring[number + 1],
        }
    }

    /// The edge of the same ring that ends where this one begins.
    pub fn before(self, rings: &Rings<'_>) -> Edge {
        let count = edge_count(rings[self.ring as usize]);
        Edge {
            ring: self.ring,
            number: self.number.checked_sub(1).unwrap_or(count - 1),
        }
    }

    /// True where the other edge begins at the end of this one, on the same ring.
    pub fn is_before(self, other: Edge, rings: &Rings<'_>) -> bool {
        self.ring == other.ring && other.before(rings) == self
    }
}

fn edge_count(ring: &LineString<f64>) -> u32 {
    (ring.0.len() - 1) as u32
}

/// See the module.
pub struct RingRuns<'a> {
    rings: &'a Rings<'a>,
    /// The first edge of each run, ring by ring.
    starts: Vec<Edge>,
    extents: Vec<Extent>,
    index: SpatialIndex,
    /// Boxes of whole rings, and an index over them.
    whole: Vec<Extent>,
    index_of_whole: SpatialIndex,
}

impl<'a> RingRuns<'a> {
    /// Over all edges of the rings.
    pub fn new(rings: &'a Rings<'a>) -> RingRuns<'a> {
        let mut starts = Vec::new();
        let mut extents = Vec::new();
        for (number, ring) in rings.iter().enumerate() {
            for start in (0..edge_count(ring)).step_by(LONGEST) {
                let run = Edge {
                    ring: number as u32,
                    number: start,
                };
                extents.push(Extent::of_coords(corners(run, ring)));
                starts.push(run);
            }
        }
        let whole = rings.iter().map(|ring| Extent::of_coords(ring.0.iter().copied()));
        let whole: Vec<Extent> = whole.collect();
        RingRuns {
            rings,
            index: SpatialIndex::new(&extents),
            index_of_whole: SpatialIndex::new(&whole),
            starts,
            extents,
            whole,
        }
    }

    /// Gives each pair of edges whose boxes meet once, until one is found that is looked for; true where one is.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn any_pair(
        &self,
        progress: &Progress,
        mut is_it: impl FnMut(Edge, Edge) -> bool,
    ) -> Result<bool, Cancelled> {
        for run in 0..self.starts.len() {
            if run % RUNS_A_LOOK == 0 {
                progress.check()?;
            }
            if self.any_pair_of(run, &mut is_it) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn any_pair_of(&self, run: usize, is_it: &mut impl FnMut(Edge, Edge) -> bool) -> bool {
        let own: Vec<(Edge, Extent)> = self.edges(run).collect();
        for (k, &(one, extent)) in own.iter().enumerate() {
            for &(two, other) in own.get(k + 1..).unwrap_or_default() {
                if extent.meets(&other) && is_it(one, two) {
                    return true;
                }
            }
        }
        let extent = self.extents[run];
        for further in self.index.meeting_behind(&extent, run) {
            for (two, other) in self.edges(further).filter(|(_, other)| other.meets(&extent)) {
                if own.iter().any(|&(one, own)| own.meets(&other) && is_it(one, two)) {
                    return true;
                }
            }
        }
        false
    }

    /// The edges of a run with their boxes.
    fn edges(&self, run: usize) -> impl Iterator<Item = (Edge, Extent)> + '_ {
        let start = self.starts[run];
        let vertices = corners(start, self.rings[start.ring as usize]);
        let ends = vertices.clone().skip(1);
        vertices
            .zip(ends)
            .zip(start.number..)
            .map(move |((a, b), number)| {
                let edge = Edge {
                    ring: start.ring,
                    number,
                };
                (edge, Extent::from_corners(a, b))
            })
    }

    /// The other rings that the first vertex of a ring lies in; see [`RingRuns::around`].
    pub fn around_ring(&self, ring: u32) -> Vec<u32> {
        let mut around = self.around(self.rings[ring as usize].0[0]);
        around.retain(|&other| other != ring);
        around
    }

    /// The rings that a point lies in, by position and in ascending order: by how often the ray to the east crosses them.
    /// A ring on whose border it lies may be among them or not.
    pub fn around(&self, point: Coord<f64>) -> Vec<u32> {
        let candidates = self.index_of_whole.meeting(&Extent::from_corners(point, point));
        let east = candidates.iter().map(|&ring| self.whole[ring].max.x);
        let east = east.fold(point.x, f64::max);
        let ray = Extent::from_corners(point, Coord { x: east, y: point.y });
        let mut crossed = Vec::new();
        for run in self.index.meeting(&ray) {
            let ring = self.starts[run].ring;
            if candidates.binary_search(&(ring as usize)).is_err() {
                continue;
            }
            let edges = self.edges(run).map(|(edge, _)| edge.segment(self.rings));
            crossed.extend(edges.filter(|edge| is_crossed(edge, point)).map(|_| ring));
        }
        crossed.sort_unstable();
        let odd = crossed.chunk_by(|one, other| one == other);
        odd.filter(|times| times.len() % 2 == 1)
            .map(|times| times[0])
            .collect()
    }
}

/// The corners of the run that begins with an edge.
fn corners(run: Edge, ring: &LineString<f64>) -> impl Iterator<Item = Coord<f64>> + Clone + '_ {
    let start = run.number as usize;
    ring.0[start..ring.0.len().min(start + LONGEST + 1)]
        .iter()
        .copied()
}

/// True where the ray from a point to the east crosses an edge; an end counts for the edge above it. Exact.
fn is_crossed(edge: &Segment, point: Coord<f64>) -> bool {
    let (low, high) = if edge.a.y < edge.b.y {
        (edge.a, edge.b)
    } else {
        (edge.b, edge.a)
    };
    low.y <= point.y && point.y < high.y && turn(low, high, point) > 0.0
}

#[cfg(test)]
mod tests {
    use super::super::side::{Side, side_of_ring};
    use super::*;

    /// Rings of any size over each other: wavy ones, and one that stands upright on a straight line.
    fn rings() -> Vec<LineString<f64>> {
        let wavy = |k: u32| {
            let (x, y) = (f64::from(k * 37 % 50), f64::from(k * 53 % 60));
            let count = 3 + k * 7 % 40;
            let corner = move |at: u32| {
                let angle = std::f64::consts::TAU * f64::from(at % count) / f64::from(count);
                let radius = f64::from(1 + k) + f64::from(at % 3);
                (x + radius * angle.cos(), y + radius * angle.sin())
            };
            (0..=count).map(corner).collect()
        };
        let upright = (0..40).map(|k| (25.0, f64::from(k)));
        let closed = upright.chain([(60.0, 20.0), (25.0, 0.0)]).collect();
        (0..20).map(wavy).chain([closed]).collect()
    }

    #[test]
    fn all_pairs_are_given_once_and_it_can_be_broken_off() {
        let owned = rings();
        let rings: Vec<&LineString<f64>> = owned.iter().collect();
        let mut found = Vec::new();
        let key = |edge: Edge| (edge.ring, edge.number);
        let runs = RingRuns::new(&rings);
        let all = runs.any_pair(&Progress::default(), |one, two| {
            found.push((key(one).min(key(two)), key(one).max(key(two))));
            false
        });
        assert_eq!(all, Ok(false));
        found.sort_unstable();
        let edges = rings.iter().enumerate().flat_map(|(ring, line)| {
            (0..line.0.len() as u32 - 1).map(move |number| Edge {
                ring: ring as u32,
                number,
            })
        });
        let edges: Vec<Edge> = edges.collect();
        let extent = |edge: &Edge| {
            let segment = edge.segment(&rings);
            segment.extent()
        };
        let mut expected = Vec::new();
        for (k, one) in edges.iter().enumerate() {
            for two in edges[k + 1..]
                .iter()
                .filter(|two| extent(two).meets(&extent(one)))
            {
                expected.push((key(*one), key(*two)));
            }
        }
        expected.sort_unstable();
        assert_eq!(found, expected);
        let mut count = 0;
        let seventh = runs.any_pair(&Progress::default(), |_, _| {
            count += 1;
            count == 7
        });
        assert_eq!(seventh, Ok(true));
        assert_eq!(count, 7);
    }

    #[test]
    fn whoever_asks_to_stop_waits_for_so_many_runs() {
        let check = |runs: usize, looks: u64| {
            let line: LineString<f64> = (0..=runs * LONGEST).map(|k| (k as f64, 0.0)).collect();
            let rings = [&line];
            let all = RingRuns::new(&rings);
            let counting = Progress::with_looks(10);
            assert_eq!(all.any_pair(&counting, |_, _| false), Ok(false));
            assert_eq!(counting.looks_left(), Some(10 - looks), "{runs} runs");
            let stopped = all.any_pair(&Progress::with_looks(looks - 1), |_, _| false);
            assert_eq!(stopped, Err(Cancelled), "{runs} runs");
        };
        check(1, 1);
        check(RUNS_A_LOOK, 1);
        check(RUNS_A_LOOK + 1, 2);
        check(3 * RUNS_A_LOOK, 3);
    }

    #[test]
    fn the_rings_around_a_point_are_those_that_hold_it() {
        let owned = rings();
        let rings: Vec<&LineString<f64>> = owned.iter().collect();
        let runs = RingRuns::new(&rings);
        let mut held = 0;
        for k in 0..2000 {
            let point = Coord {
                x: f64::from(k * 37 % 1001) / 11.0 - 15.0,
                y: f64::from(k * 53 % 997) / 11.0 - 15.0,
            };
            let sides = rings.iter().map(|ring| side_of_ring(ring, point));
            let sides: Vec<Side> = sides.collect();
            if sides.contains(&Side::Border) {
                continue;
            }
            let inside = (0u32..).zip(&sides).filter(|(_, side)| **side == Side::Inside);
            let expected: Vec<u32> = inside.map(|(ring, _)| ring).collect();
            held += expected.len();
            assert_eq!(runs.around(point), expected, "{point:?}");
        }
        assert!(held > 2000, "{held}");
    }

    #[test]
    fn edges_of_a_ring_follow_each_other() {
        let ring: LineString<f64> = vec![(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)].into();
        let rings = [&ring, &ring];
        let edge = |ring: u32, number: u32| Edge { ring, number };
        assert_eq!(edge(1, 0).before(&rings), edge(1, 2));
        assert_eq!(edge(1, 2).before(&rings), edge(1, 1));
        assert!(edge(0, 2).is_before(edge(0, 0), &rings));
        assert!(!edge(0, 2).is_before(edge(1, 0), &rings));
        assert!(!edge(0, 0).is_before(edge(0, 2), &rings));
    }
}
