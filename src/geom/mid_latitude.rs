//! Short geodesics: the distance of places that are near each other, some twenty times as fast as the general solution.
//!
//! Gauss's formulas for the middle latitude, with the terms of third order. Up to two kilometres they differ from Karney's
//! solution by less than the rounding of degrees, which is some two nanometres.
//!
//! Source: R. H. Rapp, *Geometric Geodesy, Part I* (Ohio State University, 1991), section 6.5.

use geo::Coord;

use super::ellipsoid::Ellipsoid;

/// Distances up to this, in metres, are told by the formulas.
const MOST_M: f64 = 2_000.0;
/// Beyond this latitude, in degrees, the meridians draw together too fast.
const MOST_LAT_DEG: f64 = 80.0;

/// The formulas on one ellipsoid.
#[derive(Clone, Copy, Debug)]
pub struct MidLatitude {
    semi_major_m: f64,
    /// First eccentricity squared.
    first: f64,
    /// Second eccentricity squared.
    second: f64,
}

impl MidLatitude {
    /// On this ellipsoid.
    pub fn new(ellipsoid: Ellipsoid) -> MidLatitude {
        let flattening = ellipsoid.flattening();
        let first = flattening * (2.0 - flattening);
        MidLatitude {
            semi_major_m: ellipsoid.semi_major_m,
            first,
            second: first / (1.0 - first),
        }
    }

    /// Geodesic distance in m of two places, longitude and latitude in degrees; `None` where they are too far apart, or too
    /// near a pole, for the formulas.
    pub fn distance_m(&self, from: Coord<f64>, to: Coord<f64>) -> Option<f64> {
        let middle_deg = 0.5 * (from.y + to.y);
        if middle_deg.is_nan() || middle_deg.abs() > MOST_LAT_DEG {
            return None;
        }
        let (east, north) = ((to.x - from.x).to_radians(), (to.y - from.y).to_radians());
        let (sine, cosine) = middle_deg.to_radians().sin_cos();
        let tangent_squared = (sine / cosine).powi(2);
        let eta_squared = self.second * cosine * cosine;
        let v_squared = 1.0 + eta_squared;
        let normal_m = self.semi_major_m / (1.0 - self.first * sine * sine).sqrt();
        let v4 = v_squared * v_squared;
        let x_m = normal_m
            * cosine
            * east
            * (1.0 - (sine * east).powi(2) / 24.0
                + (1.0 + eta_squared - 9.0 * eta_squared * tangent_squared) * north * north / (24.0 * v4));
        // The cosine of half so small an angle is its series.
        let y_m = normal_m / v_squared
            * north
            * (1.0 - east * east / 8.0)
            * (1.0
                + (1.0 - 2.0 * eta_squared) * (cosine * east).powi(2) / 24.0
                + eta_squared * (1.0 - tangent_squared) * north * north / (8.0 * v4));
        let distance_m = (x_m * x_m + y_m * y_m).sqrt();
        (distance_m <= MOST_M).then_some(distance_m)
    }
}

#[cfg(test)]
mod tests {
    use super::super::crs::Crs;
    use super::*;
    use geographiclib_rs::{DirectGeodesic as _, Geodesic, InverseGeodesic as _};
    use proptest::prelude::*;

    fn formulas() -> (MidLatitude, Geodesic) {
        let ellipsoid = Crs::from_code("EPSG:4549").unwrap().ellipsoid();
        let general = Geodesic::new(ellipsoid.semi_major_m, ellipsoid.flattening());
        (MidLatitude::new(ellipsoid), general)
    }

    #[test]
    fn far_apart_and_near_a_pole_they_do_not_answer() {
        let check = |from: (f64, f64), to: (f64, f64), is_told: bool| {
            let told = formulas().0.distance_m(from.into(), to.into());
            assert_eq!(told.is_some(), is_told, "{from:?} {to:?} {told:?}");
        };
        check((120.0, 30.0), (120.0, 30.0), true);
        check((120.0, 30.0), (120.02, 30.0), true);
        check((120.0, 30.0), (120.03, 30.0), false);
        check((120.0, 30.0), (-120.0, 30.0), false);
        check((120.0, 79.999), (120.0, 80.0), true);
        check((120.0, 80.0), (120.0, 80.0), true);
        check((120.0, 80.001), (120.0, 80.001), false);
        check((f64::NAN, 30.0), (120.0, 30.0), false);
        check((120.0, f64::NAN), (120.0, 30.0), false);
    }

    proptest! {
        /// Karney's solution is the witness.
        #[test]
        fn as_far_as_the_general_solution_says(
            lat in -79.9..79.9f64, lon in -179.0..179.0f64, azimuth in 0.0..360.0f64, metres in 0.0..1999.0f64,
        ) {
            let (short, general) = formulas();
            let (lat_to, lon_to): (f64, f64) = general.direct(lat, lon, azimuth, metres);
            let expected: f64 = general.inverse(lat, lon, lat_to, lon_to);
            let found = short.distance_m((lon, lat).into(), (lon_to, lat_to).into()).unwrap();
            prop_assert!((found - expected).abs() < 1e-8, "{found} {expected}");
        }
    }
}
