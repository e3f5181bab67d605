//! Borders and lines as one list of vertices that a graphics card widens by itself.
//!
//! An edge is drawn from its two ends and the vertices before and after them, so that corners are mitred without
//! overlapping. Each path is therefore stored with one vertex more at each end: the neighbours around a closed ring, the
//! ends once more for an open line. Four vertices in a row that do not belong to an edge are marked not to be drawn.

use super::grid::UNITS_PER_CELL;

/// A vertex for the graphics card: steps east and north of the tile's centre (two 16-bit numbers), cells along the path
/// (`f32` bits), and the style's number with [`EDGE`].
pub type StrokeVertex = [u32; 3];

/// Set where an edge is to be drawn from this vertex to the next.
pub const EDGE: u32 = 1 << 8;

/// Two signed steps in one word, held to what 16 bits can say.
pub fn packed(at: [f64; 2]) -> u32 {
    let [x, y] = at.map(|step| step.round().clamp(-32768.0, 32767.0) as i16 as u16);
    u32::from(x) | u32::from(y) << 16
}

/// The steps that [`packed`] holds.
pub fn unpacked(word: u32) -> [f32; 2] {
    [
        f32::from(word as u16 as i16),
        f32::from((word >> 16) as u16 as i16),
    ]
}

/// All paths of a tile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strokes {
    /// Padded paths, one after another.
    pub vertices: Vec<StrokeVertex>,
}

impl Strokes {
    /// Appends a path in steps from the tile's centre; `from_cells` is how far along the whole line it begins.
    ///
    /// A closed path has its first vertex again as its last.
    pub fn push(&mut self, path: &[[f64; 2]], from_cells: f64, style: u8) {
        let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
            return;
        };
        if path.len() < 2 {
            return;
        }
        let closed = path.len() > 3 && first == last;
        let (before, after) = match (closed, path) {
            (true, [_, second, .., one_before, _]) => (*one_before, *second),
            _ => (first, last),
        };
        let style = u32::from(style);
        let mut along = from_cells;
        self.vertices.reserve(path.len() + 2);
        self.vertices.push([packed(before), 0, style]);
        for (number, &vertex) in path.iter().enumerate() {
            let next = path.get(number + 1);
            let flag = if next.is_some() { EDGE } else { 0 };
            self.vertices
                .push([packed(vertex), (along as f32).to_bits(), style | flag]);
            if let Some(next) = next {
                along += (next[0] - vertex[0]).hypot(next[1] - vertex[1]) / UNITS_PER_CELL;
            }
        }
        self.vertices
            .push([packed(after), (along as f32).to_bits(), style]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(strokes: &Strokes) -> Vec<([f32; 2], [f32; 2])> {
        let drawn = strokes.vertices.windows(4).filter(|run| run[1][2] & EDGE != 0);
        drawn
            .map(|run| (unpacked(run[1][0]), unpacked(run[2][0])))
            .collect()
    }

    #[test]
    fn paths_in_a_row_draw_their_own_edges_only() {
        let mut strokes = Strokes::default();
        strokes.push(&[[0.0, 0.0], [64.0, 0.0], [64.0, 64.0], [0.0, 0.0]], 0.0, 3);
        strokes.push(&[[100.0, 0.0], [200.0, 0.0]], 5.0, 4);
        strokes.push(&[[7.0, 7.0]], 0.0, 4);
        let found = edges(&strokes);
        assert_eq!(found.len(), 4);
        assert_eq!(found[3], ([100.0, 0.0], [200.0, 0.0]));
        // Around the ring: what comes before the first edge is the last corner.
        assert_eq!(unpacked(strokes.vertices[0][0]), [64.0, 64.0]);
        let along = |number: usize| f32::from_bits(strokes.vertices[number][1]);
        assert_eq!((along(1), along(2), along(3)), (0.0, 1.0, 2.0));
        assert_eq!(along(7), 5.0);
    }

    #[test]
    fn steps_survive_packing_and_never_wrap() {
        for (at, expected) in [
            ([0.0, 0.0], [0.0, 0.0]),
            ([-1.0, 1.0], [-1.0, 1.0]),
            ([-40_000.0, 40_000.0], [-32768.0, 32767.0]),
            ([f64::NAN, 0.4], [0.0, 0.0]),
        ] {
            assert_eq!(unpacked(packed(at)), expected, "{at:?}");
        }
    }
}
