//! The sphere of the web maps (EPSG:3857) from and to longitude and latitude, without a database.

use geo::Coord;

const RADIUS_M: f64 = 6_378_137.0;

/// Longitudes and latitudes in degrees from metres of the web maps, in place.
///
/// ```
/// let mut one = [geo::coord! { x: 13_413_998.643_6, y: 3_543_095.370_4 }];
/// redshank::geom::web_mercator::lon_lat_from_mercator(&mut one);
/// assert!((one[0].x - 120.5).abs() < 1e-4 && (one[0].y - 30.3).abs() < 0.01);
/// ```
pub fn lon_lat_from_mercator(coords: &mut [Coord<f64>]) {
    for coord in coords {
        *coord = Coord {
            x: (coord.x / RADIUS_M).to_degrees(),
            y: (coord.y / RADIUS_M).sinh().atan().to_degrees(),
        };
    }
}

/// Metres of the web maps from longitudes and latitudes in degrees, in place. The poles have no image: NaN or infinite.
pub fn mercator_from_lon_lat(coords: &mut [Coord<f64>]) {
    for coord in coords {
        *coord = Coord {
            x: RADIUS_M * coord.x.to_radians(),
            y: RADIUS_M * coord.y.to_radians().tan().asinh(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::{Crs, Transform};

    #[test]
    fn as_the_database_has_it() {
        let web = Crs::from_code("EPSG:3857").unwrap();
        for at in [(120.5, 30.3), (-80.0, -70.0), (0.0, 0.0)].map(Coord::from) {
            let mut one = [Transform::geodetic_from(&web).inverse().of(at)];
            lon_lat_from_mercator(&mut one);
            let apart = (one[0].x - at.x).abs().max((one[0].y - at.y).abs());
            assert!(apart < 1e-11, "{:?}", one[0]);
            let mut back = [at];
            mercator_from_lon_lat(&mut back);
            let expected = Transform::geodetic_from(&web).inverse().of(at);
            let apart = (back[0].x - expected.x).hypot(back[0].y - expected.y);
            assert!(apart < 1e-6, "{:?} {expected:?}", back[0]);
        }
    }
}
