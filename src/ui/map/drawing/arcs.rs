//! Borders that polygons have in common, each simplified once and drawn once.
//!
//! Rings are split where borders part (a vertex whose neighbours are not the same in every ring that has it). What lies
//! between two such places is an arc; neighbours share it to the last bit, so however coarse the level, a coverage has
//! neither gaps nor double lines. The idea is that of the topology formats; here it lives as long as one tile is made.

use std::collections::HashMap;

use geo::Coord;

/// The number of an arc, and whether the ring runs against it.
pub type Step = (usize, bool);

/// All arcs of the rings that were added.
#[derive(Debug, Default)]
pub struct Arcs {
    vertices: HashMap<[u64; 2], Vertex>,
    /// By their first edge, in the direction in which they are kept.
    known: HashMap<[[u64; 2]; 2], usize>,
    /// Vertices of each arc.
    pub arcs: Vec<Vec<Coord<f64>>>,
}

#[derive(Clone, Copy, Debug)]
struct Vertex {
    neighbours: [[u64; 2]; 2],
    parts: bool,
}

fn name(at: Coord<f64>) -> [u64; 2] {
    // Both zeros are one place.
    [(at.x + 0.0).to_bits(), (at.y + 0.0).to_bits()]
}

/// A closed ring without its repeated last vertex; `None` where too little is left.
fn open(ring: &[Coord<f64>]) -> Option<&[Coord<f64>]> {
    let (_, open) = ring.split_last()?;
    (open.len() >= 3).then_some(open)
}

impl Arcs {
    /// Notes the neighbours of a ring's vertices. All rings must be noted before the first is split.
    pub fn note(&mut self, ring: &[Coord<f64>]) {
        let Some(ring) = open(ring) else { return };
        let count = ring.len();
        for (number, &at) in ring.iter().enumerate() {
            let before = ring.get((number + count - 1) % count).copied().unwrap_or(at);
            let after = ring.get((number + 1) % count).copied().unwrap_or(at);
            let mut neighbours = [name(before), name(after)];
            neighbours.sort_unstable();
            let fresh = Vertex {
                neighbours,
                parts: false,
            };
            let vertex = self.vertices.entry(name(at)).or_insert(fresh);
            vertex.parts |= vertex.neighbours != neighbours;
        }
    }

    /// The arcs that a ring consists of, in its order. A ring without parting places is an arc of its own, closed.
    pub fn split(&mut self, ring: &[Coord<f64>]) -> Vec<Step> {
        let Some(corners) = open(ring) else {
            return Vec::new();
        };
        let parts = |at: &Coord<f64>| self.vertices.get(&name(*at)).is_some_and(|vertex| vertex.parts);
        let places: Vec<usize> = corners
            .iter()
            .enumerate()
            .filter(|(_, at)| parts(at))
            .map(|(number, _)| number)
            .collect();
        let Some((&first, rest)) = places.split_first() else {
            return vec![self.keep(ring.to_vec())];
        };
        let count = corners.len();
        let ends = rest.iter().copied().chain([first + count]);
        let mut begin = first;
        let mut steps = Vec::with_capacity(places.len());
        for end in ends {
            let arc = (begin..=end)
                .filter_map(|number| corners.get(number % count).copied())
                .collect();
            steps.push(self.keep(arc));
            begin = end;
        }
        steps
    }

    fn keep(&mut self, mut arc: Vec<Coord<f64>>) -> Step {
        let edge = |arc: &[Coord<f64>]| match arc {
            [a, b, ..] => [name(*a), name(*b)],
            _ => [[0; 2]; 2],
        };
        let forward = edge(&arc);
        let backward = match arc.as_slice() {
            [.., b, a] => [name(*a), name(*b)],
            _ => forward,
        };
        let against = backward < forward;
        if against {
            arc.reverse();
        }
        let next = self.arcs.len();
        let number = *self
            .known
            .entry(if against { backward } else { forward })
            .or_insert(next);
        if number == next {
            self.arcs.push(arc);
        }
        (number, against)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<Coord<f64>> {
        let mut ring: Vec<Coord<f64>> = corners.iter().map(|&c| c.into()).collect();
        ring.push(ring[0]);
        ring
    }

    fn joined(arcs: &Arcs, steps: &[Step]) -> Vec<Coord<f64>> {
        let mut ring: Vec<Coord<f64>> = Vec::new();
        for &(number, against) in steps {
            let mut arc = arcs.arcs[number].clone();
            if against {
                arc.reverse();
            }
            assert!(ring.is_empty() || ring.last() == arc.first());
            ring.extend(arc.into_iter().skip(usize::from(!ring.is_empty())));
        }
        ring
    }

    fn check(rings: &[Vec<Coord<f64>>], arc_count: usize) {
        let mut arcs = Arcs::default();
        rings.iter().for_each(|ring| arcs.note(ring));
        for ring in rings {
            let steps = arcs.split(ring);
            let mut found = joined(&arcs, &steps);
            assert_eq!(found.first(), found.last());
            found.pop();
            let open = &ring[..ring.len() - 1];
            let turn = found.iter().position(|at| *at == open[0]).unwrap();
            found.rotate_left(turn);
            if found.get(1) != open.get(1) {
                found[1..].reverse();
            }
            assert_eq!(found, open);
        }
        assert_eq!(arcs.arcs.len(), arc_count);
    }

    #[test]
    fn two_neighbours_share_one_arc() {
        let left = ring(&[(0.0, 0.0), (5.0, 0.0), (5.5, 2.0), (5.0, 5.0), (0.0, 5.0)]);
        let right = ring(&[(5.0, 0.0), (9.0, 0.0), (9.0, 5.0), (5.0, 5.0), (5.5, 2.0)]);
        check(&[left.clone(), right], 3);
        check(std::slice::from_ref(&left), 1);
        check(&[left.clone(), left], 1);
    }

    #[test]
    fn four_corners_meet_in_a_point() {
        let at = |x: f64, y: f64| ring(&[(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)]);
        check(&[at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0), at(1.0, 1.0)], 8);
    }

    #[test]
    fn what_is_too_short_is_no_ring() {
        let mut arcs = Arcs::default();
        arcs.note(&[]);
        arcs.note(&[Coord { x: 0.0, y: 0.0 }]);
        assert!(arcs.split(&[]).is_empty());
    }

    proptest! {
        /// Squares of a grid, some missing: each border between two of them is kept once.
        #[test]
        fn a_grid_has_each_border_once(present in prop::collection::vec(any::<bool>(), 25)) {
            let cells: Vec<usize> = (0..25).filter(|&k| present[k]).collect();
            let rings: Vec<Vec<Coord<f64>>> = cells.iter().map(|&k| {
                let (x, y) = ((k % 5) as f64, (k / 5) as f64);
                ring(&[(x, y), (x + 0.5, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)])
            }).collect();
            let mut arcs = Arcs::default();
            rings.iter().for_each(|ring| arcs.note(ring));
            let mut used = std::collections::HashSet::new();
            for ring in &rings {
                let steps = arcs.split(ring);
                let found = joined(&arcs, &steps);
                prop_assert_eq!(found.len(), ring.len());
                used.extend(steps.into_iter().map(|(number, _)| number));
            }
            prop_assert_eq!(used.len(), arcs.arcs.len());
            // An edge lies in one arc only.
            let mut edges: Vec<[[u64; 2]; 2]> = arcs.arcs.iter().flat_map(|arc| arc.windows(2)).map(|e| {
                let mut edge = [name(e[0]), name(e[1])];
                edge.sort_unstable();
                edge
            }).collect();
            let count = edges.len();
            edges.sort_unstable();
            edges.dedup();
            // Where the middle of one side is a corner of its neighbour below only, both ways are kept.
            prop_assert!(count - edges.len() <= 25);
        }
    }
}
