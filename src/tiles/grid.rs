//! Where tiles lie: the two grids that web maps are cut in.
//!
//! Each level has twice the columns and rows of the one above; rows count from the north. Sources: the tile names of
//! OpenStreetMap ("Slippy map tilenames"), OGC 17-083r4 (WebMercatorQuad), the matrix sets `w` and `c` of Tianditu.

use std::f64::consts::PI;

use geo::Coord;

use crate::geom::extent::Extent;

/// The finest level that is taken: a pixel of about a centimetre.
pub const MOST_ZOOM: u8 = 23;
/// Pixels of a tile's side that levels are reckoned with.
pub const TILE_PX: f64 = 256.0;
/// Half the side of the square world, metres.
const HALF_WORLD_M: f64 = PI * 6_378_137.0;

/// One tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileId {
    /// Level; 0 is the whole world.
    pub zoom: u8,
    /// From the west, 0 first.
    pub column: u32,
    /// From the north, 0 first.
    pub row: u32,
}

impl TileId {
    /// The tile one level up that holds this one; `None` at the top.
    pub fn parent(self) -> Option<TileId> {
        Some(TileId {
            zoom: self.zoom.checked_sub(1)?,
            column: self.column / 2,
            row: self.row / 2,
        })
    }

    /// The tile on a coarser level that holds this one; itself on a finer one.
    pub fn up_to(self, zoom: u8) -> TileId {
        let levels = u32::from(self.zoom.saturating_sub(zoom));
        TileId {
            zoom: self.zoom.min(zoom),
            column: self.column.checked_shr(levels).unwrap_or(0),
            row: self.row.checked_shr(levels).unwrap_or(0),
        }
    }

    /// The row counted from the south, as the tile map service (TMS) and MBTiles do, in a grid of that many rows.
    pub fn row_from_south(self, row_count: u32) -> u32 {
        row_count.saturating_sub(1).saturating_sub(self.row)
    }

    /// Which part of an ancestor's picture this tile is: left, top and side, each 0 to 1; `None` for no ancestor.
    pub fn part_of(self, ancestor: TileId) -> Option<[f64; 3]> {
        let levels = self.zoom.checked_sub(ancestor.zoom)?;
        let fits = |own: u32, above: u32| own.checked_shr(levels.into()).unwrap_or(0) == above;
        if !(fits(self.column, ancestor.column) && fits(self.row, ancestor.row)) {
            return None;
        }
        let side = 0.5f64.powi(levels.into());
        let within = |own: u32, above: u32| f64::from(own) * side - f64::from(above);
        Some([
            within(self.column, ancestor.column),
            within(self.row, ancestor.row),
            side,
        ])
    }
}

/// A way of cutting the world into tiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grid {
    /// Squares of Web Mercator (EPSG:3857), metres: XYZ, WebMercatorQuad, Tianditu's `_w`.
    #[default]
    WebMercator,
    /// Squares of longitude and latitude (EPSG:4490), degrees, numbered as Tianditu's `_c`: two columns and one row on
    /// level 1. Level 0 would be a square of 360° whose lower half is no part of the world.
    Geographic,
}

impl Grid {
    /// Code of the system whose longitudes and latitudes the grid is made from.
    pub fn geodetic_code(self) -> &'static str {
        match self {
            Grid::WebMercator => "EPSG:4326",
            Grid::Geographic => "EPSG:4490",
        }
    }

    /// What all tiles cover together, in the grid's own coordinates.
    pub fn extent(self) -> Extent {
        let (x, y) = match self {
            Grid::WebMercator => (HALF_WORLD_M, HALF_WORLD_M),
            Grid::Geographic => (180.0, 90.0),
        };
        Extent::from_corners(Coord { x: -x, y: -y }, Coord { x, y })
    }

    /// Tiles from west to east on a level.
    pub fn column_count(self, zoom: u8) -> u32 {
        1 << zoom.min(MOST_ZOOM)
    }

    /// Tiles from north to south on a level.
    pub fn row_count(self, zoom: u8) -> u32 {
        match self {
            Grid::WebMercator => self.column_count(zoom),
            Grid::Geographic => (self.column_count(zoom) / 2).max(1),
        }
    }

    /// Side of a tile in the grid's coordinates.
    pub fn side(self, zoom: u8) -> f64 {
        self.extent().width() / f64::from(self.column_count(zoom))
    }

    /// True where the grid has that tile.
    pub fn has(self, tile: TileId) -> bool {
        tile.zoom <= MOST_ZOOM
            && tile.column < self.column_count(tile.zoom)
            && tile.row < self.row_count(tile.zoom)
    }

    /// The tile at a place in the grid's coordinates; the nearest one for a place outside, or for no place at all the
    /// first one.
    pub fn tile_at(self, zoom: u8, at: Coord<f64>) -> TileId {
        let zoom = zoom.min(MOST_ZOOM);
        let (extent, side) = (self.extent(), self.side(zoom));
        // A cast from a float stops at the ends of the integer, and makes 0 of NaN.
        let column = ((at.x - extent.min.x) / side).floor() as u32;
        let row = ((extent.max.y - at.y) / side).floor() as u32;
        TileId {
            zoom,
            column: column.min(self.column_count(zoom) - 1),
            row: row.min(self.row_count(zoom) - 1),
        }
    }

    /// The box of a tile in the grid's coordinates.
    pub fn bounds(self, tile: TileId) -> Extent {
        let (extent, side) = (self.extent(), self.side(tile.zoom));
        let corner = |column: f64, row: f64| Coord {
            x: extent.min.x + side * column,
            y: extent.max.y - side * row,
        };
        let (column, row) = (f64::from(tile.column), f64::from(tile.row));
        Extent::from_corners(corner(column, row), corner(column + 1.0, row + 1.0))
    }

    /// The level whose pixels are nearest in size to `units_per_px` of the grid's coordinates.
    pub fn zoom_for(self, units_per_px: f64) -> u8 {
        let coarsest = self.side(0) / TILE_PX;
        let zoom = (coarsest / units_per_px).log2().round();
        // Neither a zero nor a NaN can give more than the finest level.
        zoom.clamp(0.0, f64::from(MOST_ZOOM)) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::web_mercator::mercator_from_lon_lat;
    use proptest::prelude::*;

    fn tile(zoom: u8, column: u32, row: u32) -> TileId {
        TileId { zoom, column, row }
    }

    #[track_caller]
    fn check(grid: Grid, zoom: u8, (lon_deg, lat_deg): (f64, f64), expected: (u32, u32)) {
        let mut at = [Coord {
            x: lon_deg,
            y: lat_deg,
        }];
        if grid == Grid::WebMercator {
            mercator_from_lon_lat(&mut at);
        }
        assert_eq!(grid.tile_at(zoom, at[0]), tile(zoom, expected.0, expected.1));
    }

    #[test]
    fn published_tile_numbers() {
        // The worked example of the OpenStreetMap wiki: the Shibuya crossing.
        check(
            Grid::WebMercator,
            18,
            (139.700_604_1, 35.659_068_8),
            (232_798, 103_246),
        );
        // The example of Google's "Map and tile coordinates": Chicago on level 3.
        check(Grid::WebMercator, 3, (-87.65, 41.85), (2, 2));
        // By the definition of the set `c`: two tiles on level 1, Beijing in the eastern one.
        check(Grid::Geographic, 1, (116.4, 39.9), (1, 0));
        check(Grid::Geographic, 4, (116.4, 39.9), (13, 2));
    }

    #[test]
    fn rows_from_the_south() {
        // MBTiles 1.3 gives this pair: 11/327/791 in XYZ is row 1256 in TMS.
        assert_eq!(tile(11, 327, 791).row_from_south(2048), 1256);
        assert_eq!(tile(0, 0, 0).row_from_south(1), 0);
    }

    #[test]
    fn the_corners_of_the_world() {
        let whole = Grid::WebMercator.bounds(tile(0, 0, 0));
        assert!((whole.max.x - 20_037_508.342_789_244).abs() < 1e-6);
        assert_eq!(whole, Grid::WebMercator.extent());
        for grid in [Grid::WebMercator, Grid::Geographic] {
            let far = Coord { x: 1e300, y: -1e300 };
            assert!(grid.has(grid.tile_at(5, far)));
            assert!(grid.has(grid.tile_at(
                255,
                Coord {
                    x: f64::NAN,
                    y: f64::NAN
                }
            )));
            assert_eq!(grid.zoom_for(0.0), MOST_ZOOM);
            assert_eq!(grid.zoom_for(f64::INFINITY), 0);
        }
    }

    #[test]
    fn parts_of_ancestors() {
        assert_eq!(tile(3, 5, 2).part_of(tile(1, 1, 0)), Some([0.25, 0.5, 0.25]));
        assert_eq!(tile(3, 5, 2).part_of(tile(3, 5, 2)), Some([0.0, 0.0, 1.0]));
        assert_eq!(
            [1, 3, 9].map(|zoom| tile(3, 5, 2).up_to(zoom)),
            [tile(1, 1, 0), tile(3, 5, 2), tile(3, 5, 2)]
        );
        assert_eq!(tile(3, 5, 2).part_of(tile(1, 0, 0)), None);
        assert_eq!(tile(1, 0, 0).part_of(tile(3, 0, 0)), None);
    }

    proptest! {
        #[test]
        fn a_tile_holds_its_places_and_lies_in_its_parent(zoom in 1u8..20, x in 0.0..1.0f64, y in 0.0..1.0f64) {
            for grid in [Grid::WebMercator, Grid::Geographic] {
                let extent = grid.extent();
                let at = Coord { x: extent.min.x + x * extent.width(), y: extent.min.y + y * extent.height() };
                let tile = grid.tile_at(zoom, at);
                let slack = 1e-9 * extent.width();
                prop_assert!(grid.bounds(tile).inflated(slack).contains(at));
                let parent = tile.parent().unwrap();
                prop_assert_eq!(parent, grid.tile_at(zoom - 1, grid.bounds(tile).center()));
                prop_assert!(tile.part_of(parent).is_some());
            }
        }
    }
}
