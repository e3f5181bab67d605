//! Paths cut to what a tile reaches.

use crate::geom::segment::clipped;

use super::grid::{MARGIN_CELLS, TILE_CELLS, UNITS_PER_CELL};

/// Half the side of a tile and its margin, in steps.
pub const HALF: f64 = (0.5 * TILE_CELLS as f64 + MARGIN_CELLS as f64) * UNITS_PER_CELL;

/// A part of a path within the tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Steps from the tile's centre.
    pub path: Vec<[f64; 2]>,
    /// How far along the whole path it begins, in cells.
    pub from_cells: f64,
}

/// The parts of a path in steps that lie in the tile.
pub fn runs(path: &[[f64; 2]]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    let mut walked = 0.0;
    for edge in path.windows(2) {
        let &[from, to] = edge else { continue };
        let length = (to[0] - from[0]).hypot(to[1] - from[1]) / UNITS_PER_CELL;
        if let Some((enter, leave)) = clipped([from, to], [-HALF; 2], [HALF; 2]) {
            let at = |t: f64| [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
            match runs.last_mut().filter(|_| open && enter == 0.0) {
                Some(run) => run.path.push(at(leave)),
                None => runs.push(Run {
                    path: vec![at(enter), at(leave)],
                    from_cells: walked + enter * length,
                }),
            }
            open = leave == 1.0;
        } else {
            open = false;
        }
        walked += length;
    }
    runs
}

/// A ring in steps, cut to the tile side by side (Sutherland and Hodgman 1974). Parts that were connected outside stay
/// connected along the tile's border, where edges run to and fro and enclose nothing.
pub fn ring(ring: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut ring = ring.to_vec();
    for axis in 0..2 {
        for sign in [1.0, -1.0] {
            ring = beside(&ring, axis, sign);
        }
    }
    ring
}

/// What of a ring has `sign * coordinate <= HALF`.
fn beside(ring: &[[f64; 2]], axis: usize, sign: f64) -> Vec<[f64; 2]> {
    let Some(&last) = ring.last() else {
        return Vec::new();
    };
    let room = |corner: [f64; 2]| HALF - sign * corner[axis];
    let mut kept = Vec::with_capacity(ring.len() + 4);
    let mut from = last;
    for &to in ring {
        let (a, b) = (room(from), room(to));
        if (a < 0.0) != (b < 0.0) {
            let t = a / (a - b);
            let mut at = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
            at[axis] = sign * HALF;
            kept.push(at);
        }
        if b >= 0.0 {
            kept.push(to);
        }
        from = to;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_the_tile_leaves_its_middle_part() {
        let found = runs(&[[-3.0 * HALF, 0.0], [3.0 * HALF, 0.0], [3.0 * HALF, 5.0 * HALF]]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, [[-HALF, 0.0], [HALF, 0.0]]);
        assert_eq!(found[0].from_cells, 2.0 * HALF / UNITS_PER_CELL);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_runs() {
        let found = runs(&[
            [0.0, 0.0],
            [2.0 * HALF, 0.0],
            [2.0 * HALF, 10.0],
            [0.0, 10.0],
            [0.0, 20.0],
        ]);
        let paths: Vec<_> = found.iter().map(|run| run.path.clone()).collect();
        assert_eq!(
            paths,
            [
                vec![[0.0, 0.0], [HALF, 0.0]],
                vec![[HALF, 10.0], [0.0, 10.0], [0.0, 20.0]]
            ]
        );
    }

    #[test]
    fn a_ring_around_the_tile_becomes_the_tile_and_one_beside_it_nothing() {
        let around = [[-9.0, -9.0], [9.0, -9.0], [9.0, 9.0], [-9.0, 9.0]].map(|[x, y]| [x * HALF, y * HALF]);
        let mut found = ring(&around);
        found.dedup();
        let doubled: f64 = (0..found.len())
            .map(|k| {
                let (a, b) = (found[k], found[(k + 1) % found.len()]);
                a[0] * b[1] - b[0] * a[1]
            })
            .sum();
        assert_eq!(0.5 * doubled, 4.0 * HALF * HALF);
        assert!(ring(&around.map(|[x, y]| [x + 20.0 * HALF, y])).is_empty());
    }
}
