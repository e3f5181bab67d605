//! Between a grid of tiles and the plane of the workspace.

use geo::Coord;

use crate::geom::crs::{Crs, CrsError, Transform};
use crate::geom::web_mercator::{lon_lat_from_mercator, mercator_from_lon_lat};

use super::grid::Grid;

/// Takes places of a grid to the plane of a workspace and back.
///
/// By longitude and latitude in between, so that the usual planes go by formula and no database is asked in a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Placing {
    grid: Grid,
    plane_from_geodetic: Transform,
    geodetic_from_plane: Transform,
}

impl Placing {
    /// Between that grid and that plane.
    ///
    /// # Errors
    /// [`CrsError::NoDatumShift`] where the plane stands on a datum that nobody publishes the shift of.
    pub fn new(grid: Grid, plane: &Crs) -> Result<Placing, CrsError> {
        let geodetic = Crs::from_code(grid.geodetic_code())?;
        Ok(Placing {
            grid,
            plane_from_geodetic: Transform::between(&geodetic, plane)?,
            geodetic_from_plane: Transform::between(plane, &geodetic)?,
        })
    }

    /// The grid.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// Plane metres from the grid's coordinates, in place; NaN where there is no image.
    pub fn plane_from_grid(&self, coords: &mut [Coord<f64>]) {
        if self.grid == Grid::WebMercator {
            lon_lat_from_mercator(coords);
        }
        self.plane_from_geodetic.apply(coords);
    }

    /// The grid's coordinates from plane metres, in place; NaN where there is no image.
    pub fn grid_from_plane(&self, coords: &mut [Coord<f64>]) {
        self.geodetic_from_plane.apply(coords);
        if self.grid == Grid::WebMercator {
            mercator_from_lon_lat(coords);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_proj_has_it() {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let web = Crs::from_code("EPSG:3857").unwrap();
        let placing = Placing::new(Grid::WebMercator, &plane).unwrap();
        let exact = Transform::between(&web, &plane).unwrap();
        let at = Coord {
            x: 13_413_998.64,
            y: 3_543_095.37,
        };
        let mut there = [at];
        placing.plane_from_grid(&mut there);
        let expected = exact.of(at);
        let apart = (there[0].x - expected.x).hypot(there[0].y - expected.y);
        assert!(apart < 1e-4, "{there:?} {expected:?}");
        placing.grid_from_plane(&mut there);
        assert!((there[0].x - at.x).hypot(there[0].y - at.y) < 1e-4);
    }

    #[test]
    fn a_plane_without_known_shift_is_refused() {
        let beijing_54 = Crs::from_code("EPSG:2437").unwrap();
        let refused = Placing::new(Grid::WebMercator, &beijing_54);
        assert!(
            matches!(refused, Err(CrsError::NoDatumShift { .. })),
            "{refused:?}"
        );
    }
}
