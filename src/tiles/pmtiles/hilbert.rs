//! The number of a tile in PMTiles: all coarser levels first, then its place along the Hilbert curve of its level.

use crate::tiles::grid::TileId;

/// The number of a tile; levels up to 31 have one.
///
/// Source: PMTiles specification 3, section 4.1; the curve as in Hamilton's and Wikipedia's `xy2d`.
pub fn number_of(tile: TileId) -> u64 {
    let coarser: u64 = (0..tile.zoom.min(31)).map(|zoom| 1u64 << (2 * zoom)).sum();
    let (mut x, mut y) = (u64::from(tile.column), u64::from(tile.row));
    let mut along = 0;
    let mut side = (1u64 << tile.zoom.min(31)) / 2;
    while side > 0 {
        let (right, low) = (u64::from(x & side > 0), u64::from(y & side > 0));
        along += side * side * ((3 * right) ^ low);
        (x, y) = (x & (side - 1), y & (side - 1));
        if low == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        side /= 2;
    }
    coarser + along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers() {
        let check =
            |zoom, column, row, expected| assert_eq!(number_of(TileId { zoom, column, row }), expected);
        // The table of the specification.
        check(0, 0, 0, 0);
        check(1, 0, 0, 1);
        check(1, 0, 1, 2);
        check(1, 1, 1, 3);
        check(1, 1, 0, 4);
        check(2, 0, 0, 5);
        check(12, 3423, 1763, 19_078_479);
    }

    #[test]
    fn every_tile_of_a_level_has_its_own_number_next_to_a_neighbour() {
        let mut tiles: Vec<TileId> = (0..32)
            .flat_map(|column| (0..32).map(move |row| TileId { zoom: 5, column, row }))
            .collect();
        tiles.sort_by_key(|tile| number_of(*tile));
        let first = number_of(tiles[0]);
        assert_eq!(first, (4u64.pow(5) - 1) / 3);
        for (step, pair) in tiles.windows(2).enumerate() {
            assert_eq!(number_of(pair[1]), first + step as u64 + 1);
            let apart = pair[0].column.abs_diff(pair[1].column) + pair[0].row.abs_diff(pair[1].row);
            assert_eq!(apart, 1, "{pair:?}");
        }
    }
}
