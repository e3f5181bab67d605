//! The squares that the plane is cut into, and the levels of detail.

use geo::Coord;

use crate::geom::extent::Extent;

/// Cells along the side of a tile.
pub const TILE_CELLS: u32 = 512;
/// Steps of coordinates in a cell.
pub const UNITS_PER_CELL: f64 = 64.0;
/// How far a tile reaches beyond its square, in cells: lines are wide, and what is cut to the square on the screen must
/// go on beyond it.
pub const MARGIN_CELLS: u32 = 16;
/// Least and greatest level: cells of 1 mm and of 262 km.
const LEVELS: (i8, i8) = (-10, 18);
/// No view needs more; what asks for more gets the first ones.
const MOST_TILES: usize = 4096;

/// One square of one level. Columns grow eastward and rows northward, from the origin of the plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileKey {
    /// Binary logarithm of the side of a cell in metres.
    pub level: i8,
    /// Which column.
    pub column: i64,
    /// Which row.
    pub row: i64,
}

/// The level for a resolution in metres per pixel: its cells are at most one pixel and more than half of one.
pub fn level_of(resolution_m_per_px: f64) -> i8 {
    let level = resolution_m_per_px.log2().floor();
    if level.is_finite() {
        level.clamp(f64::from(LEVELS.0), f64::from(LEVELS.1)) as i8
    } else {
        0
    }
}

/// The tiles of a level that meet an extent, row by row from the least corner.
pub fn tiles_over(extent: &Extent, level: i8) -> Vec<TileKey> {
    if extent.is_empty() {
        return Vec::new();
    }
    let side_m = side_m(level);
    let number = |metres: f64| (metres / side_m).floor() as i64;
    let columns = number(extent.min.x)..=number(extent.max.x);
    let rows = number(extent.min.y)..=number(extent.max.y);
    let keys = rows.flat_map(|row| columns.clone().map(move |column| TileKey { level, column, row }));
    keys.take(MOST_TILES).collect()
}

fn side_m(level: i8) -> f64 {
    f64::from(TILE_CELLS) * f64::from(level).exp2()
}

impl TileKey {
    /// Side of a cell in metres.
    pub fn cell_m(self) -> f64 {
        f64::from(self.level).exp2()
    }

    /// Side of the tile in metres.
    pub fn side_m(self) -> f64 {
        side_m(self.level)
    }

    /// Least corner in the plane.
    pub fn origin(self) -> Coord<f64> {
        Coord {
            x: self.column as f64 * self.side_m(),
            y: self.row as f64 * self.side_m(),
        }
    }

    /// Middle of the tile, which its coordinates are relative to.
    pub fn center(self) -> Coord<f64> {
        let (origin, half) = (self.origin(), 0.5 * self.side_m());
        Coord {
            x: origin.x + half,
            y: origin.y + half,
        }
    }

    /// The square itself.
    pub fn extent(self) -> Extent {
        let origin = self.origin();
        let far = Coord {
            x: origin.x + self.side_m(),
            y: origin.y + self.side_m(),
        };
        Extent::from_corners(origin, far)
    }

    /// The square and its margin: all that the tile knows.
    pub fn reach(self) -> Extent {
        self.extent().inflated(f64::from(MARGIN_CELLS) * self.cell_m())
    }

    /// True for places of the square; of two neighbours only one has the border.
    pub fn holds(self, place: Coord<f64>) -> bool {
        let number = |metres: f64| (metres / self.side_m()).floor() as i64;
        number(place.x) == self.column && number(place.y) == self.row
    }

    /// The tile of the next coarser level that it lies in.
    pub fn parent(self) -> Option<TileKey> {
        (self.level < LEVELS.1).then(|| TileKey {
            level: self.level + 1,
            column: self.column.div_euclid(2),
            row: self.row.div_euclid(2),
        })
    }

    /// The four tiles of the next finer level that lie in it; none at the finest.
    pub fn children(self) -> impl Iterator<Item = TileKey> {
        let finer = (self.level > LEVELS.0).then_some(self.level.saturating_sub(1));
        finer.into_iter().flat_map(move |level| {
            [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| TileKey {
                level,
                column: 2 * self.column + dx,
                row: 2 * self.row + dy,
            })
        })
    }

    /// A place in steps east and north of the tile's centre.
    pub fn units(self, place: Coord<f64>) -> [f64; 2] {
        let (center, per_m) = (self.center(), UNITS_PER_CELL / self.cell_m());
        [(place.x - center.x) * per_m, (place.y - center.y) * per_m]
    }

    /// A place in cells east and north of the tile's least corner.
    pub fn cells(self, place: Coord<f64>) -> [f64; 2] {
        let (origin, per_m) = (self.origin(), 1.0 / self.cell_m());
        [(place.x - origin.x) * per_m, (place.y - origin.y) * per_m]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_is_at_most_a_pixel_and_more_than_half_of_one() {
        for (resolution, level) in [
            (1.0, 0),
            (1.99, 0),
            (2.0, 1),
            (0.5, -1),
            (0.49, -2),
            (35.0, 5),
            (1e9, 18),
            (0.0, 0),
        ] {
            assert_eq!(level_of(resolution), level, "{resolution}");
        }
    }

    proptest! {
        #[test]
        fn every_place_lies_in_one_tile_and_its_parent(x in -1e6..41e6f64, y in 0.0..6e6f64, level in -10..18i8) {
            let place = Coord { x, y };
            let tiles = tiles_over(&Extent::from_corners(place, place), level);
            prop_assert_eq!(tiles.len(), 1);
            let tile = tiles[0];
            prop_assert!(tile.holds(place));
            prop_assert!(tile.reach().contains(place));
            if let Some(parent) = tile.parent() {
                prop_assert!(parent.holds(place));
                prop_assert!(parent.children().any(|child| child == tile));
            }
            let units = tile.units(place);
            prop_assert!(units.iter().all(|u| u.abs() <= 0.5 * UNITS_PER_CELL * f64::from(TILE_CELLS) + 1e-3));
        }
    }
}
