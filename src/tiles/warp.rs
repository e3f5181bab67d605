//! A tile on the plane of the workspace: a net of small quads, bent as the plane asks for.

use geo::Coord;

use crate::geom::extent::Extent;

use super::grid::{TILE_PX, TileId};
use super::place::Placing;

/// How far a place of the picture may be from where it belongs, in pixels of the tile.
const MOST_ERROR_PX: f64 = 0.25;
/// Most quads along a side.
const MOST_QUADS: usize = 32;
/// How far a corner may be from itself after the way there and back, in sides of the tile: beyond, the plane's formula
/// no longer means anything there.
const MOST_DRIFT: f64 = 1e-3;

/// The net of one tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Warp {
    /// Quads along a side; `quad_count + 1` corners.
    pub quad_count: usize,
    /// Corners in plane metres, row by row from the north, from the west; NaN where the plane does not reach.
    pub corners: Vec<Coord<f64>>,
}

impl Warp {
    /// The coarsest net that puts every place within a quarter of a pixel of where it belongs; within what 32 quads give
    /// for tiles of half a continent.
    pub fn of(tile: TileId, placing: &Placing) -> Warp {
        let bounds = placing.grid().bounds(tile);
        let mut warp = Warp::with_quads(&bounds, placing, 1);
        while warp.quad_count < MOST_QUADS {
            // The corners of the finer net are the exact places of the middles of this one.
            let finer = Warp::with_quads(&bounds, placing, 2 * warp.quad_count);
            if warp.error_against(&finer) <= MOST_ERROR_PX * finer.pixel_m() {
                break;
            }
            warp = finer;
        }
        warp.drop_strays(&bounds, placing);
        warp
    }

    /// The corner in that row and column of the net.
    pub fn corner(&self, row: usize, column: usize) -> Option<Coord<f64>> {
        let corner = *self.corners.get(row * (self.quad_count + 1) + column)?;
        (corner.x.is_finite() && corner.y.is_finite()).then_some(corner)
    }

    /// The box around the net, plane metres; empty where the plane does not reach it.
    pub fn extent(&self) -> Extent {
        let finite = self.corners.iter().filter(|c| c.x.is_finite() && c.y.is_finite());
        Extent::of_coords(finite.copied())
    }

    fn with_quads(bounds: &Extent, placing: &Placing, quad_count: usize) -> Warp {
        let mut corners = net(bounds, quad_count);
        placing.plane_from_grid(&mut corners);
        Warp { quad_count, corners }
    }

    /// Metres of the plane in a pixel of the tile, by its longer diagonal.
    fn pixel_m(&self) -> f64 {
        let n = self.quad_count;
        let across = |a: Option<Coord<f64>>, b: Option<Coord<f64>>| match (a, b) {
            (Some(a), Some(b)) => (a.x - b.x).hypot(a.y - b.y),
            _ => 0.0,
        };
        let diagonal =
            across(self.corner(0, 0), self.corner(n, n)).max(across(self.corner(0, n), self.corner(n, 0)));
        diagonal / (TILE_PX * std::f64::consts::SQRT_2)
    }

    /// The farthest that the middles of sides and quads are from the corners of a net twice as fine, metres.
    fn error_against(&self, finer: &Warp) -> f64 {
        let mut worst = 0.0f64;
        for row in 0..=finer.quad_count {
            for column in 0..=finer.quad_count {
                if let (Some(exact), Some(drawn)) = (finer.corner(row, column), self.between(row, column)) {
                    worst = worst.max((exact.x - drawn.x).hypot(exact.y - drawn.y));
                }
            }
        }
        worst
    }

    /// Where this net puts a corner of one twice as fine: on the middle of a side or of the falling diagonal.
    fn between(&self, row: usize, column: usize) -> Option<Coord<f64>> {
        let a = self.corner(row / 2, column / 2)?;
        let b = self.corner(row.div_ceil(2), column.div_ceil(2))?;
        Some(Coord {
            x: 0.5 * (a.x + b.x),
            y: 0.5 * (a.y + b.y),
        })
    }

    /// Far from its meridian a transverse plane folds; what does not come back to where it was is not drawn.
    fn drop_strays(&mut self, bounds: &Extent, placing: &Placing) {
        let mut back = self.corners.clone();
        placing.grid_from_plane(&mut back);
        let most = MOST_DRIFT * bounds.width();
        let home = net(bounds, self.quad_count);
        for ((corner, back), home) in self.corners.iter_mut().zip(back).zip(home) {
            let drift = (back.x - home.x).hypot(back.y - home.y);
            // A NaN is astray too.
            if drift.is_nan() || drift > most {
                *corner = Coord {
                    x: f64::NAN,
                    y: f64::NAN,
                };
            }
        }
    }
}

fn net(bounds: &Extent, quad_count: usize) -> Vec<Coord<f64>> {
    let step = 1.0 / quad_count as f64;
    let line = move |row: usize| {
        let y = bounds.max.y - bounds.height() * step * row as f64;
        (0..=quad_count).map(move |column| Coord {
            x: bounds.min.x + bounds.width() * step * column as f64,
            y,
        })
    };
    (0..=quad_count).flat_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::grid::Grid;
    use super::*;
    use crate::geom::crs::{Crs, Transform};
    use proptest::prelude::*;

    fn placing(grid: Grid, code: &str) -> Placing {
        Placing::new(grid, &Crs::from_code(code).unwrap()).unwrap()
    }

    /// Where the net draws a place of the tile: `u` from the west and `v` from the north, each 0 to 1.
    fn drawn(warp: &Warp, u: f64, v: f64) -> Coord<f64> {
        let n = warp.quad_count as f64;
        let cell = |t: f64| ((t * n).floor().min(n - 1.0), t * n - (t * n).floor().min(n - 1.0));
        let ((column, s), (row, t)) = (cell(u), cell(v));
        let corner = |dy: usize, dx: usize| warp.corner(row as usize + dy, column as usize + dx).unwrap();
        let (a, d) = (corner(0, 0), corner(1, 1));
        // Two triangles along the falling diagonal, as they are drawn.
        let (b, along, across) = if s >= t {
            (corner(0, 1), s - t, t)
        } else {
            (corner(1, 0), t - s, s)
        };
        Coord {
            x: a.x + along * (b.x - a.x) + across * (d.x - a.x),
            y: a.y + along * (b.y - a.y) + across * (d.y - a.y),
        }
    }

    proptest! {
        #[test]
        fn places_lie_within_half_a_pixel_of_the_exact_transform(
            zoom in 5u8..19, lon in 118.0..122.0f64, lat in 20.0..45.0f64, u in 0.0..1.0f64, v in 0.0..1.0f64
        ) {
            let grid = Grid::WebMercator;
            let place = placing(grid, "EPSG:4549");
            let (web, plane) = (Crs::from_code("EPSG:3857").unwrap(), Crs::from_code("EPSG:4549").unwrap());
            let exact = Transform::between(&web, &plane).unwrap();
            let mut at = [Coord { x: lon, y: lat }];
            crate::geom::web_mercator::mercator_from_lon_lat(&mut at);
            let tile = grid.tile_at(zoom, at[0]);
            let bounds = grid.bounds(tile);
            let warp = Warp::of(tile, &place);
            let truth = exact.of(Coord { x: bounds.min.x + u * bounds.width(), y: bounds.max.y - v * bounds.height() });
            let drawn = drawn(&warp, u, v);
            let error_px = (drawn.x - truth.x).hypot(drawn.y - truth.y) / warp.pixel_m();
            prop_assert!(error_px < 0.5, "{} px with {} quads", error_px, warp.quad_count);
        }
    }

    #[test]
    fn nets_are_as_coarse_as_they_may_be() {
        let check = |grid: Grid, zoom, most| {
            let place = placing(grid, "EPSG:4549");
            let mut at = [Coord {
                x: 548_000.0,
                y: 3_353_000.0,
            }];
            place.grid_from_plane(&mut at);
            let warp = Warp::of(grid.tile_at(zoom, at[0]), &place);
            assert!(warp.quad_count <= most, "{zoom}: {}", warp.quad_count);
            assert!(!warp.extent().is_empty());
        };
        check(Grid::WebMercator, 16, 1);
        check(Grid::WebMercator, 10, 4);
        check(Grid::WebMercator, 0, 32);
        check(Grid::Geographic, 16, 1);
    }

    #[test]
    fn what_the_plane_cannot_reach_is_left_out() {
        // The whole world in a plane of three degrees: no corner may be drawn where it does not belong.
        let grid = Grid::WebMercator;
        let place = placing(grid, "EPSG:4549");
        for tile in (0..4).flat_map(|column| (0..4).map(move |row| TileId { zoom: 2, column, row })) {
            let warp = Warp::of(tile, &place);
            let corners = warp.corners.iter().filter(|c| c.x.is_finite());
            assert!(
                corners.clone().all(|c| c.x.abs() < 3e7 && c.y.abs() < 3e7),
                "{tile:?}"
            );
        }
    }
}
