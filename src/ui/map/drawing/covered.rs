//! Where a tile has something drawn already.

use crate::geom::extent::Extent;

use super::grid::{MARGIN_CELLS, TILE_CELLS, TileKey};

/// Side of the squares that are told apart, in cells.
const SQUARE_CELLS: u32 = 8;
/// Squares along the side of a tile and its margin.
const SQUARES: usize = ((TILE_CELLS + 2 * MARGIN_CELLS) / SQUARE_CELLS) as usize;
const _: () = assert!(SQUARES <= u128::BITS as usize);

/// The squares that boxes have touched; rather too many than too few.
pub struct Covered {
    key: TileKey,
    rows: [u128; SQUARES],
}

impl Covered {
    /// Nothing yet.
    pub fn new(key: TileKey) -> Covered {
        Covered {
            key,
            rows: [0; SQUARES],
        }
    }

    /// Notes a box.
    pub fn note(&mut self, extent: &Extent) {
        let (rows, mask) = self.squares(extent);
        if let Some(rows) = self.rows.get_mut(rows) {
            rows.iter_mut().for_each(|row| *row |= mask);
        }
    }

    /// True where a box may meet one that was noted.
    pub fn meets(&self, extent: &Extent) -> bool {
        let (rows, mask) = self.squares(extent);
        self.rows
            .get(rows)
            .is_some_and(|rows| rows.iter().any(|row| row & mask != 0))
    }

    /// The rows that a box touches, and its columns as bits.
    fn squares(&self, extent: &Extent) -> (std::ops::Range<usize>, u128) {
        let number = |cells: f64| {
            let square = (cells + f64::from(MARGIN_CELLS)) / f64::from(SQUARE_CELLS);
            // What lies beyond the margin counts for its border.
            square.floor().clamp(0.0, (SQUARES - 1) as f64) as usize
        };
        let (least, most) = (self.key.cells(extent.min), self.key.cells(extent.max));
        let (first, last) = (number(least[0]), number(most[0]));
        let mask = (u128::MAX >> (127 - (last - first).min(127))) << first;
        (number(least[1])..number(most[1]) + 1, mask)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;

    #[test]
    fn boxes_are_met_where_they_were_noted() {
        let key = TileKey {
            level: 3,
            column: 79_000,
            row: 800,
        };
        let extent = |least: [f64; 2], most: [f64; 2]| {
            let place = |[x, y]: [f64; 2]| Coord {
                x: key.origin().x + x * key.cell_m(),
                y: key.origin().y + y * key.cell_m(),
            };
            Extent::from_corners(place(least), place(most))
        };
        let mut covered = Covered::new(key);
        let check = |covered: &Covered, least, most, expected| {
            assert_eq!(
                covered.meets(&extent(least, most)),
                expected,
                "{least:?} {most:?}"
            );
        };
        check(&covered, [-900.0; 2], [900.0; 2], false);
        covered.note(&extent([100.0, 200.0], [140.0, 210.0]));
        check(&covered, [139.0, 209.0], [150.0, 220.0], true);
        check(&covered, [160.0, 200.0], [170.0, 210.0], false);
        check(&covered, [100.0, 220.0], [140.0, 230.0], false);
        check(&covered, [-900.0; 2], [900.0; 2], true);
        covered.note(&extent([-900.0; 2], [900.0; 2]));
        check(&covered, [511.0, 0.0], [520.0, 1.0], true);
    }
}
