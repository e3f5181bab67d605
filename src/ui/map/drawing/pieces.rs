//! Where in a tile its lines and triangles lie, piece by piece, so that only what is in sight is drawn.
//!
//! Tiles reach over the canvas, and what stands in for a finer tile shows a small part of itself: without this, half of
//! all corners would be worked at for nothing.

use std::ops::Range;

use super::fill::FillVertex;
use super::stroke::{EDGE, StrokeVertex, unpacked};

/// Edges of a piece of lines.
const EDGES: usize = 128;
/// Indices of a piece of triangles.
const INDICES: usize = 3 * 64;

/// Consecutive lines or triangles and the box around them, in steps from the tile's centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Which runs or indices.
    pub range: Range<u32>,
    /// West and south.
    pub least: [f32; 2],
    /// East and north.
    pub most: [f32; 2],
    /// Length of the lines in steps, or area of the triangles in square steps: what it takes to draw them.
    pub size: f32,
}

impl Piece {
    fn new(range: Range<usize>, corners: impl Iterator<Item = [f32; 2]>, size: f32) -> Piece {
        let mut piece = Piece {
            range: range.start as u32..range.end as u32,
            size,
            least: [f32::INFINITY; 2],
            most: [f32::NEG_INFINITY; 2],
        };
        for corner in corners {
            for (axis, value) in corner.into_iter().enumerate() {
                piece.least[axis] = piece.least[axis].min(value);
                piece.most[axis] = piece.most[axis].max(value);
            }
        }
        piece
    }

    fn meets(&self, window: &Window) -> bool {
        (0..2).all(|axis| self.least[axis] <= window.most[axis] && self.most[axis] >= window.least[axis])
    }

    /// The share of its box that lies in a window which it meets.
    fn share_in(&self, window: &Window) -> f64 {
        let along = |axis: usize| {
            let side = f64::from(self.most[axis]) - f64::from(self.least[axis]);
            let least = f64::from(self.least[axis].max(window.least[axis]));
            let most = f64::from(self.most[axis].min(window.most[axis]));
            if side > 0.0 { (most - least) / side } else { 1.0 }
        };
        along(0) * along(1)
    }
}

/// A part of a tile, in steps from its centre.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// West and south.
    pub least: [f32; 2],
    /// East and north.
    pub most: [f32; 2],
}

/// The pieces of a tile's lines: runs of four vertices, of which the two in the middle are the edge.
pub fn pieces_of_strokes(vertices: &[StrokeVertex]) -> Vec<Piece> {
    let run_count = vertices.len().saturating_sub(3);
    let starts = (0..run_count).step_by(EDGES);
    let piece = |start: usize| {
        let range = start..(start + EDGES).min(run_count);
        let runs = vertices.get(range.start..range.end + 3).unwrap_or_default();
        let edges = runs.windows(4).filter(|run| run[1][2] & EDGE != 0);
        let ends = edges.map(|run| [unpacked(run[1][0]), unpacked(run[2][0])]);
        let length = ends.clone().map(|[a, b]| (b[0] - a[0]).hypot(b[1] - a[1])).sum();
        Piece::new(range, ends.flatten(), length)
    };
    starts.map(piece).collect()
}

/// The pieces of a tile's triangles.
pub fn pieces_of_fill(corners: &[FillVertex], indices: &[u32]) -> Vec<Piece> {
    let starts = (0..indices.len()).step_by(INDICES);
    let piece = |start: usize| {
        let range = start..(start + INDICES).min(indices.len());
        let own = indices.get(range.clone()).unwrap_or_default();
        let place = |&index: &u32| corners.get(index as usize).map(|corner| unpacked(corner[0]));
        let area = own.chunks_exact(3).filter_map(|triangle| {
            let [a, b, c] = [place(&triangle[0])?, place(&triangle[1])?, place(&triangle[2])?];
            Some(0.5 * ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs())
        });
        let area = area.sum();
        Piece::new(range, own.iter().filter_map(place), area)
    };
    starts.map(piece).collect()
}

/// What is to be drawn of the pieces, in their order; neighbours are drawn at once.
pub fn in_sight(pieces: &[Piece], window: &Window) -> Vec<Range<u32>> {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.meets(window)) {
        match ranges.last_mut().filter(|last| last.end == piece.range.start) {
            Some(last) => last.end = piece.range.end,
            None => ranges.push(piece.range.clone()),
        }
    }
    ranges
}

/// How many edges or indices are worked at, and how large what is in sight of them is together, were they spread evenly over
/// their pieces.
pub fn amount_in_sight(pieces: &[Piece], window: &Window) -> (f64, f64) {
    let seen = pieces.iter().filter(|piece| piece.meets(window));
    seen.fold((0.0, 0.0), |(count, size), piece| {
        let own = piece.range.end - piece.range.start;
        let seen = f64::from(piece.size) * piece.share_in(window);
        (count + f64::from(own), size + seen)
    })
}

#[cfg(test)]
mod tests {
    use super::super::fill::Filler;
    use super::super::stroke::Strokes;
    use super::*;

    /// Squares of 100 steps, 200 apart, from west to east.
    fn square(k: usize) -> Vec<[f64; 2]> {
        let x = 200.0 * k as f64 - 20_000.0;
        [[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0], [0.0, 0.0]]
            .map(|[dx, y]| [x + dx, y])
            .to_vec()
    }

    fn window(least: [f32; 2], most: [f32; 2]) -> Window {
        Window { least, most }
    }

    #[test]
    fn pieces_hold_everything_in_order() {
        let (mut strokes, mut filler) = (Strokes::default(), Filler::default());
        for k in 0..200 {
            strokes.push(&square(k), 0.0, 0);
            filler.add(&[square(k)], 0);
        }
        let all = window([-1e9; 2], [1e9; 2]);
        let lines = pieces_of_strokes(&strokes.vertices);
        let whole = |count: usize| {
            vec![Range {
                start: 0,
                end: count as u32,
            }]
        };
        assert_eq!(in_sight(&lines, &all), whole(strokes.vertices.len() - 3));
        let fill = pieces_of_fill(&filler.vertices, &filler.indices);
        assert_eq!(in_sight(&fill, &all), whole(filler.indices.len()));
        let (edges, length) = amount_in_sight(&lines, &all);
        assert_eq!(
            (edges, length),
            (strokes.vertices.len() as f64 - 3.0, 200.0 * 400.0)
        );
        let (indices, area) = amount_in_sight(&fill, &all);
        assert_eq!((indices, area), (filler.indices.len() as f64, 200.0 * 10_000.0));
        assert!(in_sight(&lines, &window([0.0, 200.0], [9.0, 300.0])).is_empty());
    }

    #[test]
    fn of_a_piece_that_is_in_sight_in_part_a_part_is_seen() {
        let (mut strokes, mut filler) = (Strokes::default(), Filler::default());
        strokes.push(&[[0.0, 0.0], [1000.0, 0.0]], 0.0, 0);
        filler.add(&[square(100)], 0);
        let (lines, fill) = (
            pieces_of_strokes(&strokes.vertices),
            pieces_of_fill(&filler.vertices, &filler.indices),
        );
        let part = window([-50.0, -50.0], [25.0, 20.0]);
        assert_eq!(amount_in_sight(&lines, &part).1, 25.0);
        assert_eq!(amount_in_sight(&fill, &part), (6.0, 500.0));
        let beside = window([-50.0, -50.0], [-25.0, 20.0]);
        assert_eq!(amount_in_sight(&fill, &beside), (0.0, 0.0));
    }

    /// Whatever meets a window is among what is drawn of it, and most of the rest is not.
    #[test]
    fn what_meets_the_window_is_drawn() {
        let mut strokes = Strokes::default();
        (0..200).for_each(|k| strokes.push(&square(k), 0.0, 0));
        let pieces = pieces_of_strokes(&strokes.vertices);
        let view = window([-1_000.0, -10.0], [1_000.0, 10.0]);
        let ranges = in_sight(&pieces, &view);
        for (number, run) in strokes.vertices.windows(4).enumerate() {
            let ends = [unpacked(run[1][0]), unpacked(run[2][0])];
            let seen =
                run[1][2] & EDGE != 0 && ends.iter().all(|[x, y]| x.abs() <= 1_000.0 && y.abs() <= 10.0);
            let drawn = ranges.iter().any(|range| range.contains(&(number as u32)));
            assert!(drawn || !seen, "{number}");
        }
        let drawn: u32 = ranges.iter().map(|range| range.end - range.start).sum();
        assert!(drawn < 3 * EDGES as u32, "{drawn}");
    }

    #[test]
    fn nothing_has_no_pieces() {
        assert!(pieces_of_strokes(&[]).is_empty());
        assert!(pieces_of_strokes(&[[0; 3]; 3]).is_empty());
        assert!(pieces_of_fill(&[], &[]).is_empty());
        assert!(pieces_of_fill(&[], &[7, 8, 9]).len() == 1);
    }
}
