//! Which tiles show a part of the plane.

use geo::Coord;

use crate::geom::extent::Extent;

use super::grid::TileId;
use super::place::Placing;

/// Most tiles of one view for the usual 256 pixels.
pub const MOST_TILES: usize = 256;
/// Stretches of a side that an extent of the plane is taken to the grid by; its sides are bent there.
const STRETCHES: u32 = 8;
/// What a side may bulge between two such places, as a share of the whole.
const BULGE: f64 = 0.01;

/// What tiles are to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// The part of the plane, metres.
    pub extent: Extent,
    /// Metres of the plane in a pixel of the screen.
    pub resolution_m_per_px: f64,
    /// Most tiles; a coarser level is taken where there would be more.
    pub most_tiles: usize,
}

/// What there is of a set of tiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The coarsest level.
    pub min_zoom: u8,
    /// The finest level.
    pub max_zoom: u8,
    /// Where there may be tiles, in the grid's coordinates.
    pub extent: Extent,
}

/// The tiles of the level whose pixels are nearest to those of the screen, those in the middle first; none where the
/// view lies elsewhere, or where even the coarsest level would take more of them than may be.
pub fn tiles_over(wanted: &Wanted, placing: &Placing, reach: &Reach) -> Vec<TileId> {
    let grid = placing.grid();
    let seen = seen_of_grid(&wanted.extent, placing);
    let extent = seen.common_with(&reach.extent).common_with(&grid.extent());
    let Some(units_per_px) = units_per_px(wanted, placing).filter(|_| !extent.is_empty()) else {
        return Vec::new();
    };
    let finest = grid.zoom_for(units_per_px).clamp(reach.min_zoom, reach.max_zoom);
    for zoom in (reach.min_zoom..=finest).rev() {
        let first = grid.tile_at(
            zoom,
            Coord {
                x: extent.min.x,
                y: extent.max.y,
            },
        );
        let last = grid.tile_at(
            zoom,
            Coord {
                x: extent.max.x,
                y: extent.min.y,
            },
        );
        let columns = (last.column - first.column + 1) as usize;
        let rows = (last.row - first.row + 1) as usize;
        if columns.saturating_mul(rows) <= wanted.most_tiles {
            return from_the_middle(first, last, seen.center(), placing);
        }
    }
    Vec::new()
}

/// The box around an extent of the plane in the grid's coordinates; empty where it has no image at all.
fn seen_of_grid(extent: &Extent, placing: &Placing) -> Extent {
    if extent.is_empty() {
        return Extent::EMPTY;
    }
    let along = |k: u32| f64::from(k) / f64::from(STRETCHES);
    let mut places: Vec<Coord<f64>> = (0..=STRETCHES)
        .flat_map(|i| (0..=STRETCHES).map(move |j| (i, j)))
        .map(|(i, j)| Coord {
            x: extent.min.x + along(i) * extent.width(),
            y: extent.min.y + along(j) * extent.height(),
        })
        .collect();
    placing.grid_from_plane(&mut places);
    places.retain(|place| place.x.is_finite() && place.y.is_finite());
    let seen = Extent::of_coords(places);
    seen.inflated(BULGE * seen.width().max(seen.height()))
}

fn from_the_middle(first: TileId, last: TileId, middle: Coord<f64>, placing: &Placing) -> Vec<TileId> {
    let mut tiles = Vec::new();
    for row in first.row..=last.row {
        tiles.extend((first.column..=last.column).map(|column| TileId {
            zoom: first.zoom,
            column,
            row,
        }));
    }
    let away = |tile: &TileId| {
        let center = placing.grid().bounds(*tile).center();
        (center.x - middle.x).hypot(center.y - middle.y)
    };
    tiles.sort_by(|a, b| away(a).total_cmp(&away(b)));
    tiles
}

/// The size of a screen pixel in the grid's coordinates, at the middle of the view; `None` where that has no image.
fn units_per_px(wanted: &Wanted, placing: &Placing) -> Option<f64> {
    let center = wanted.extent.center();
    let step = wanted.resolution_m_per_px;
    let mut places = [
        center,
        Coord {
            x: center.x + step,
            y: center.y,
        },
        Coord {
            x: center.x,
            y: center.y + step,
        },
    ];
    placing.grid_from_plane(&mut places);
    let [here, east, north] = places;
    let cross = (east.x - here.x) * (north.y - here.y) - (east.y - here.y) * (north.x - here.x);
    let size = cross.abs().sqrt();
    (size.is_finite() && size > 0.0).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::*;
    use crate::geom::crs::Crs;
    use proptest::prelude::*;

    fn placing(grid: Grid) -> Placing {
        Placing::new(grid, &Crs::from_code("EPSG:4549").unwrap()).unwrap()
    }

    fn everywhere(grid: Grid) -> Reach {
        Reach {
            min_zoom: 1,
            max_zoom: 18,
            extent: grid.extent(),
        }
    }

    fn view(x: f64, y: f64, resolution_m_per_px: f64) -> Wanted {
        let half = Coord {
            x: 640.0 * resolution_m_per_px,
            y: 400.0 * resolution_m_per_px,
        };
        let (min, max) = (
            Coord {
                x: x - half.x,
                y: y - half.y,
            },
            Coord {
                x: x + half.x,
                y: y + half.y,
            },
        );
        Wanted {
            extent: Extent::from_corners(min, max),
            resolution_m_per_px,
            most_tiles: MOST_TILES,
        }
    }

    #[test]
    fn the_level_fits_the_screen() {
        // Hangzhou, 30.3° N: a pixel of level 14 is 9.55 m on the equator and 8.25 m here.
        let check = |grid, resolution, zoom| {
            let tiles = tiles_over(
                &view(548_000.0, 3_353_000.0, resolution),
                &placing(grid),
                &everywhere(grid),
            );
            assert!(tiles.iter().all(|tile| tile.zoom == zoom), "{:?}", tiles.first());
            assert!((15..=60).contains(&tiles.len()), "{} tiles", tiles.len());
        };
        check(Grid::WebMercator, 8.25, 14);
        check(Grid::WebMercator, 6.0, 14);
        check(Grid::WebMercator, 5.5, 15);
        check(Grid::Geographic, 9.0, 14);
    }

    #[test]
    fn limits_hold() {
        let grid = Grid::WebMercator;
        let place = placing(grid);
        let reach = Reach {
            min_zoom: 12,
            ..everywhere(grid)
        };
        // Twelve levels too fine for this view: better nothing than thousands of tiles.
        assert!(tiles_over(&view(548_000.0, 3_353_000.0, 2_000.0), &place, &reach).is_empty());
        let reach = Reach {
            max_zoom: 10,
            ..everywhere(grid)
        };
        let tiles = tiles_over(&view(548_000.0, 3_353_000.0, 0.5), &place, &reach);
        assert!(!tiles.is_empty() && tiles.iter().all(|tile| tile.zoom == 10));
        let elsewhere = Extent::from_corners(Coord { x: 0.0, y: 0.0 }, Coord { x: 1.0, y: 1.0 });
        let reach = Reach {
            extent: elsewhere,
            ..everywhere(grid)
        };
        assert!(tiles_over(&view(548_000.0, 3_353_000.0, 8.0), &place, &reach).is_empty());
        let few = Wanted {
            most_tiles: 4,
            ..view(548_000.0, 3_353_000.0, 8.25)
        };
        let tiles = tiles_over(&few, &place, &everywhere(grid));
        assert!((1..=4).contains(&tiles.len()) && tiles[0].zoom < 14, "{tiles:?}");
        let nowhere = Wanted {
            extent: Extent::EMPTY,
            resolution_m_per_px: f64::NAN,
            most_tiles: MOST_TILES,
        };
        assert!(tiles_over(&nowhere, &place, &everywhere(grid)).is_empty());
    }

    proptest! {
        #[test]
        fn every_place_of_the_view_is_covered(
            x in 4e5..6e5f64, y in 2.5e6..4.5e6f64, log in -1.0..3.0f64, across in 0.0..1.0f64, up in 0.0..1.0f64
        ) {
            for grid in [Grid::WebMercator, Grid::Geographic] {
                let (place, wanted) = (placing(grid), view(x, y, 10f64.powf(log)));
                let tiles = tiles_over(&wanted, &place, &everywhere(grid));
                prop_assert!(tiles.len() <= MOST_TILES);
                let mut at = [Coord {
                    x: wanted.extent.min.x + across * wanted.extent.width(),
                    y: wanted.extent.min.y + up * wanted.extent.height(),
                }];
                place.grid_from_plane(&mut at);
                let tile = grid.tile_at(tiles[0].zoom, at[0]);
                prop_assert!(tiles.contains(&tile), "{:?}", tile);
            }
        }
    }
}
