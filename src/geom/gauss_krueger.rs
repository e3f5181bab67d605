//! The transverse Mercator projection (Gauss-Krüger) by Krüger's series: the formula of the home plane.
//!
//! Stands beside PROJ for three reasons: PROJ takes half a microsecond for each point, which is most of the time of
//! reading; its objects are bound to their thread; and this formula needs no database. Near the central meridian,
//! where all work is done, nothing but additions, multiplications, divisions and one root are needed, so that the
//! compiler can treat several points at a time; further out the library's functions take over.
//!
//! Krüger, *Konforme Abbildung des Erdellipsoids in der Ebene* (1912); the series in the third flattening up to its
//! sixth power, as in Karney, *Transverse Mercator with an accuracy of a few nanometers*, J. Geodesy 85 (2011), and in
//! PROJ (Poder/Engsager): terms left out are below 1e-9 m within 30° of the central meridian.

use geo::Coord;
use serde_json::Value;

use super::ellipsoid::Ellipsoid;
use super::krueger_series::{
    CONFORMAL_FROM_GEODETIC, GEODETIC_FROM_CONFORMAL, PLANE_FROM_SPHERE, SPHERE_FROM_PLANE, Series,
    complex_series, in_powers, series,
};
use super::small_angles::{
    sin_and_versine, sin_cos, small_atan, small_atan_wide, small_atanh, small_sin_cos, small_sinh_cosh,
};
use super::wide_lanes::each_lane;

/// Points that are treated together.
const LANES: usize = 8;
/// Longitude from the central meridian in radians (about 14°) up to which the short forms hold to the last digit.
const NEAR_RAD: f64 = 0.25;
/// Easting over the rectifying radius up to which the short forms of the inverse hold.
const NEAR_ETA: f64 = 0.2;
/// tan of the longitude from the central meridian up to which the short form of the inverse holds.
const NEAR_TANGENT: f64 = 0.2;
/// Easting over the rectifying radius beyond which the series has lost its meaning; the limit of PROJ.
const LAST_ETA: f64 = 2.623_395_162_778;

/// A transverse Mercator plane: east and north in metres of longitude and latitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaussKrueger {
    central_meridian_deg: f64,
    /// Rectifying radius times the scale on the central meridian, in metres.
    radius_m: f64,
    false_easting_m: f64,
    /// Northing of the equator.
    equator_m: f64,
    conformal_from_geodetic: Series,
    geodetic_from_conformal: Series,
    plane_from_sphere: Series,
    sphere_from_plane: Series,
}

/// What defines a transverse Mercator plane on its ellipsoid (EPSG method 9807).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Latitude of natural origin.
    pub origin_lat_deg: f64,
    /// Longitude of natural origin: the central meridian.
    pub origin_lon_deg: f64,
    /// Scale on the central meridian.
    pub scale: f64,
    /// Easting of the central meridian.
    pub false_easting_m: f64,
    /// Northing of the origin.
    pub false_northing_m: f64,
}

impl GaussKrueger {
    /// The plane of these parameters; the ellipsoid must be nearly a sphere (flattening below 1/50), as all of the
    /// Earth are.
    ///
    /// ```
    /// use redshank::geom::{ellipsoid::Ellipsoid, gauss_krueger::{GaussKrueger, Parameters}};
    /// let zone = GaussKrueger::new(Ellipsoid::CGCS2000, &Parameters {
    ///     origin_lat_deg: 0.0, origin_lon_deg: 120.0, scale: 1.0, false_easting_m: 500_000.0, false_northing_m: 0.0,
    /// });
    /// let mut coords = [geo::coord! { x: 120.5, y: 30.3 }];
    /// zone.plane_from_geodetic(&mut coords);
    /// assert!((coords[0].x - 548_097.675_933).abs() < 1e-6 && (coords[0].y - 3_353_475.775_263).abs() < 1e-6);
    /// ```
    pub fn new(ellipsoid: Ellipsoid, parameters: &Parameters) -> GaussKrueger {
        let flattening = ellipsoid.flattening();
        let n = flattening / (2.0 - flattening);
        let n2 = n * n;
        let rectifying_m =
            ellipsoid.semi_major_m / (1.0 + n) * (1.0 + n2 * (1.0 / 4.0 + n2 * (1.0 / 64.0 + n2 / 256.0)));
        let mut plane = GaussKrueger {
            central_meridian_deg: parameters.origin_lon_deg,
            radius_m: parameters.scale * rectifying_m,
            false_easting_m: parameters.false_easting_m,
            equator_m: 0.0,
            conformal_from_geodetic: in_powers(n, &CONFORMAL_FROM_GEODETIC),
            geodetic_from_conformal: in_powers(n, &GEODETIC_FROM_CONFORMAL),
            plane_from_sphere: in_powers(n, &PLANE_FROM_SPHERE),
            sphere_from_plane: in_powers(n, &SPHERE_FROM_PLANE),
        };
        let origin = plane.forward_far(0.0, parameters.origin_lat_deg.to_radians());
        plane.equator_m = parameters.false_northing_m - origin.1 * plane.radius_m;
        plane
    }

    /// East and north in metres from longitudes (x) and latitudes (y) in degrees, in place. NaN for what is no place on
    /// the ellipsoid and for what lies around the pole of the projection, on the equator 90° off.
    pub fn plane_from_geodetic(&self, coords: &mut [Coord<f64>]) {
        if let [one] = coords {
            return self.forward(std::array::from_mut(one));
        }
        each_lane(
            coords,
            #[inline(always)]
            |lane: &mut [Coord<f64>; LANES]| self.forward(lane),
        );
    }

    /// Longitudes (x, −180 to 180) and latitudes (y) in degrees from east and north in metres, in place. NaN for what is
    /// further off than the formula reaches.
    pub fn geodetic_from_plane(&self, coords: &mut [Coord<f64>]) {
        if let [one] = coords {
            return self.inverse(std::array::from_mut(one));
        }
        each_lane(
            coords,
            #[inline(always)]
            |lane: &mut [Coord<f64>; LANES]| self.inverse(lane),
        );
    }

    /// Each point by the same steps, however many are treated together.
    #[inline(always)]
    fn forward<const N: usize>(&self, lane: &mut [Coord<f64>; N]) {
        let lambda = lane.map(|c| wrapped_deg(c.x - self.central_meridian_deg).to_radians());
        let phi = lane.map(|c| c.y.to_radians());
        let near = |k: usize| lambda[k].abs() <= NEAR_RAD && lane[k].y.abs() <= 90.0;
        let mut found = [(0.0, 0.0); N];
        if (0..N).all(near) {
            for k in 0..N {
                found[k] = self.forward_near(lambda[k], phi[k]);
            }
        } else {
            for k in 0..N {
                found[k] = if near(k) {
                    self.forward_near(lambda[k], phi[k])
                } else if lane[k].y.abs() <= 90.0 {
                    self.forward_far(lambda[k], phi[k])
                } else {
                    (f64::NAN, f64::NAN)
                };
            }
        }
        *lane = found.map(|(eta, xi)| Coord {
            x: self.false_easting_m + self.radius_m * eta,
            y: self.equator_m + self.radius_m * xi,
        });
    }

    /// η and ξ (east and north over the radius) by short forms; the northing is summed from the latitude upwards, so
    /// that only its small parts carry the errors of rounding.
    #[inline(always)]
    fn forward_near(&self, lambda: f64, phi: f64) -> (f64, f64) {
        let (sin_phi, cos_phi) = sin_cos(phi);
        let to_conformal = series(
            &self.conformal_from_geodetic,
            2.0 * sin_phi * cos_phi,
            1.0 - 2.0 * sin_phi * sin_phi,
        );
        let (sin_turn, cos_turn) = small_sin_cos(to_conformal);
        let sin_chi = sin_phi * cos_turn + cos_phi * sin_turn;
        let cos_chi = cos_phi * cos_turn - sin_phi * sin_turn;
        let (sin_lambda, versine) = sin_and_versine(lambda);
        // On the sphere: ξ' = atan(tan χ / cos λ) = χ + a small angle, and η' = atanh(cos χ sin λ).
        let lift = small_atan(sin_chi * cos_chi * versine / (1.0 - cos_chi * cos_chi * versine));
        let eastward = cos_chi * sin_lambda;
        let along = cos_chi * (1.0 - versine);
        let square = sin_chi * sin_chi + along * along;
        // Double angles of ξ' and η' follow from the same figures without another function.
        let inverse = 1.0 / square;
        let (sin_2xi, cos_2xi) = (
            2.0 * sin_chi * along * inverse,
            (along * along - sin_chi * sin_chi) * inverse,
        );
        // square = 1 − eastward², so sinh 2η' = 2 tanh/(1 − tanh²) and cosh 2η' = (1 + tanh²)/(1 − tanh²).
        let (sinh_2eta, cosh_2eta) = (2.0 * eastward * inverse, (1.0 + eastward * eastward) * inverse);
        let (north, east) = complex_series(
            &self.plane_from_sphere,
            (sin_2xi, cos_2xi),
            (sinh_2eta, cosh_2eta),
        );
        (small_atanh(eastward) + east, phi + (to_conformal + lift + north))
    }

    /// The same by the library's functions, for any longitude.
    fn forward_far(&self, lambda: f64, phi: f64) -> (f64, f64) {
        let (sin_2phi, cos_2phi) = (2.0 * phi).sin_cos();
        let chi = phi + series(&self.conformal_from_geodetic, sin_2phi, cos_2phi);
        let (sin_chi, cos_chi) = chi.sin_cos();
        let (sin_lambda, cos_lambda) = lambda.sin_cos();
        let along = cos_chi * cos_lambda;
        let xi = sin_chi.atan2(along);
        let eta = (sin_lambda * cos_chi / sin_chi.hypot(along)).asinh();
        if eta.is_nan() || eta.abs() > LAST_ETA {
            return (f64::NAN, f64::NAN);
        }
        let (north, east) = complex_series(
            &self.plane_from_sphere,
            (2.0 * xi).sin_cos(),
            ((2.0 * eta).sinh(), (2.0 * eta).cosh()),
        );
        (eta + east, xi + north)
    }

    #[inline(always)]
    fn inverse<const N: usize>(&self, lane: &mut [Coord<f64>; N]) {
        let xi = lane.map(|c| (c.y - self.equator_m) / self.radius_m);
        let eta = lane.map(|c| (c.x - self.false_easting_m) / self.radius_m);
        let near = |k: usize| eta[k].abs() <= NEAR_ETA && xi[k].abs() <= std::f64::consts::FRAC_PI_2;
        let mut found = [(0.0, 0.0, 0.0); N];
        if (0..N).all(near) {
            for k in 0..N {
                found[k] = self.inverse_near(eta[k], xi[k]);
            }
        } else {
            for k in 0..N {
                found[k] = if near(k) {
                    self.inverse_near(eta[k], xi[k])
                } else {
                    (0.0, 0.0, f64::NAN)
                };
            }
        }
        for (k, &(lambda, phi, tangent)) in found.iter().enumerate() {
            let (lambda, phi) = if tangent.abs() <= NEAR_TANGENT {
                (lambda, phi)
            } else {
                self.inverse_far(eta[k], xi[k])
            };
            lane[k] = Coord {
                x: wrapped_deg(self.central_meridian_deg + lambda.to_degrees()),
                y: phi.to_degrees(),
            };
        }
    }

    /// Longitude from the central meridian, latitude, and the tangent of the former: where that is too large, the short
    /// form of the longitude does not hold.
    #[inline(always)]
    fn inverse_near(&self, eta: f64, xi: f64) -> (f64, f64, f64) {
        let (sin_xi, cos_xi) = sin_cos(xi);
        let (sinh_eta, cosh_eta) = small_sinh_cosh(eta);
        let (north, east) = complex_series(
            &self.sphere_from_plane,
            (2.0 * sin_xi * cos_xi, 1.0 - 2.0 * sin_xi * sin_xi),
            (2.0 * sinh_eta * cosh_eta, 1.0 + 2.0 * sinh_eta * sinh_eta),
        );
        let (sin_turn, cos_turn) = small_sin_cos(north);
        let sin_xi_sphere = sin_xi * cos_turn + cos_xi * sin_turn;
        let cos_xi_sphere = cos_xi * cos_turn - sin_xi * sin_turn;
        let (sinh, cosh) = small_sinh_cosh(eta + east);
        let along = (sinh * sinh + cos_xi_sphere * cos_xi_sphere).sqrt();
        // χ = asin(sin ξ' / cosh η') = ξ' − a small angle.
        let sag = small_atan(
            sin_xi_sphere * sinh * sinh
                / ((along + cos_xi_sphere) * (cos_xi_sphere * along + sin_xi_sphere * sin_xi_sphere)),
        );
        let (sin_chi, cos_chi) = (sin_xi_sphere / cosh, along / cosh);
        let to_geodetic = series(
            &self.geodetic_from_conformal,
            2.0 * sin_chi * cos_chi,
            1.0 - 2.0 * sin_chi * sin_chi,
        );
        let tangent = sinh / cos_xi_sphere;
        (
            small_atan_wide(tangent),
            xi + (north - sag + to_geodetic),
            tangent,
        )
    }

    fn inverse_far(&self, eta: f64, xi: f64) -> (f64, f64) {
        if eta.is_nan() || eta.abs() > LAST_ETA {
            return (f64::NAN, f64::NAN);
        }
        let (north, east) = complex_series(
            &self.sphere_from_plane,
            (2.0 * xi).sin_cos(),
            ((2.0 * eta).sinh(), (2.0 * eta).cosh()),
        );
        let (sin_xi, cos_xi) = (xi + north).sin_cos();
        let sinh_eta = (eta + east).sinh();
        let chi = sin_xi.atan2(sinh_eta.hypot(cos_xi));
        let (sin_2chi, cos_2chi) = (2.0 * chi).sin_cos();
        let phi = chi + series(&self.geodetic_from_conformal, sin_2chi, cos_2chi);
        (sinh_eta.atan2(cos_xi), phi)
    }
}

/// The same meridian between −180 and 180.
fn wrapped_deg(lon_deg: f64) -> f64 {
    if lon_deg.abs() <= 180.0 {
        lon_deg
    } else {
        lon_deg - 360.0 * (lon_deg / 360.0).round()
    }
}

/// The formula in the PROJJSON description of a plane in metres: method "Transverse Mercator" (EPSG 9807), axes east and
/// north in either order, on the meridian of Greenwich.
pub(in crate::geom) fn in_projjson(json: &Value, ellipsoid: Ellipsoid) -> Option<GaussKrueger> {
    let method = &json["conversion"]["method"];
    let axes = json["coordinate_system"]["axis"].as_array()?;
    let directions: Vec<&str> = axes
        .iter()
        .filter_map(|axis| axis["direction"].as_str())
        .collect();
    let usual = matches!(directions[..], ["east", "north"] | ["north", "east"])
        && axes.iter().all(|axis| axis["unit"] == "metre")
        && on_greenwich(&json["base_crs"])
        && (method["id"]["code"] == 9807 || method["name"] == "Transverse Mercator");
    let given = json["conversion"]["parameters"].as_array()?;
    let parameter = |code: u32, unit: &str| {
        let one = given.iter().find(|one| one["id"]["code"] == code)?;
        (one["unit"] == unit).then(|| one["value"].as_f64()).flatten()
    };
    let parameters = Parameters {
        origin_lat_deg: parameter(8801, "degree")?,
        origin_lon_deg: parameter(8802, "degree")?,
        scale: parameter(8805, "unity")?,
        false_easting_m: parameter(8806, "metre")?,
        false_northing_m: parameter(8807, "metre")?,
    };
    // The series are made for the ellipsoids of the Earth.
    let earthly = ellipsoid.flattening().abs() < 0.01 && parameters.scale > 0.0;
    (usual && earthly).then(|| GaussKrueger::new(ellipsoid, &parameters))
}

/// True where a geographic system counts its longitudes from Greenwich: its description then names no meridian.
pub(in crate::geom) fn on_greenwich(geographic: &Value) -> bool {
    let meridian = |datum: &str| geographic[datum]["prime_meridian"]["longitude"].as_f64();
    [meridian("datum"), meridian("datum_ensemble")]
        .iter()
        .flatten()
        .all(|lon_deg| *lon_deg == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone(origin_lat_deg: f64, origin_lon_deg: f64, scale: f64) -> GaussKrueger {
        let parameters = Parameters {
            origin_lat_deg,
            origin_lon_deg,
            scale,
            false_easting_m: 500_000.0,
            false_northing_m: 0.0,
        };
        GaussKrueger::new(Ellipsoid::CGCS2000, &parameters)
    }

    #[test]
    fn meridians_beyond_a_turn_are_the_same_ones() {
        let check = |lon_deg: f64, expected: f64| assert_eq!(wrapped_deg(lon_deg), expected);
        check(180.0, 180.0);
        check(181.0, -179.0);
        check(-181.0, 179.0);
        check(700.0, -20.0);
        check(-1000.0, 80.0);
    }

    fn plane(zone: &GaussKrueger, x: f64, y: f64) -> Coord<f64> {
        let mut one = [Coord { x, y }];
        zone.plane_from_geodetic(&mut one);
        one[0]
    }

    /// pyproj: Transformer.from_crs(4490, "+proj=tmerc +lon_0=120 +x_0=500000 +ellps=GRS80", always_xy=True).
    #[track_caller]
    fn check(lon_deg: f64, lat_deg: f64, expected: (f64, f64)) {
        let found = plane(&zone(0.0, 120.0, 1.0), lon_deg, lat_deg);
        let apart = (found.x - expected.0).abs().max((found.y - expected.1).abs());
        assert!(apart <= 4e-9, "{found:?} {apart}");
    }

    #[test]
    fn golden_points() {
        check(120.5, 30.3, (548097.6759330105, 3353475.775263092));
        check(118.5, 22.1, (345202.841615016, 2445636.0318903117));
        check(121.5, 53.4, (599769.3624867342, 5920184.952603155));
        check(119.999, 0.001, (499888.6805092196, 110.57427583501524));
        check(131.5, 30.3, (1609904.3360918616, 3410046.9649044033));
        check(108.0, -45.0, (-446127.11391717556, -5055522.235132984));
        check(140.0, 60.0, (1604331.8377675489, 6823572.599614262));
        check(120.0, 89.9, (500000.0, 9990796.331389017));
    }

    #[test]
    fn northings_count_from_the_latitude_of_origin() {
        for lat_deg in [-30.0, 0.0, 30.0, 49.0] {
            let at = plane(&zone(lat_deg, 120.0, 0.9996), 120.0, lat_deg);
            assert!((at.x - 5e5).abs() < 1e-9 && at.y.abs() < 1e-8, "{at:?}");
        }
        let apart =
            plane(&zone(30.0, 120.0, 1.0), 120.5, 31.0).y - plane(&zone(0.0, 120.0, 1.0), 120.5, 31.0).y;
        assert!(
            (apart + plane(&zone(0.0, 120.0, 1.0), 120.0, 30.0).y).abs() < 1e-8,
            "{apart}"
        );
    }

    /// North of the pole the meridian goes down on the other side.
    #[test]
    fn beyond_the_pole_lies_the_other_side() {
        let zone = zone(0.0, 120.0, 1.0);
        let pole = plane(&zone, 120.0, 90.0);
        for (lon_deg, lat_deg) in [(120.0, 80.0), (120.5, 85.0), (118.0, 60.0)] {
            let here = plane(&zone, lon_deg, lat_deg);
            let mut beyond = [Coord {
                x: 1e6 - here.x,
                y: 2.0 * pole.y - here.y,
            }];
            zone.geodetic_from_plane(&mut beyond);
            let lon_off = (beyond[0].x - (lon_deg - 180.0)).abs();
            assert!(
                lon_off.min(360.0 - lon_off) < 1e-9 && (beyond[0].y - lat_deg).abs() < 1e-9,
                "{beyond:?}"
            );
        }
    }

    /// A description with one thing in it that is not as it must be.
    #[test]
    fn only_what_is_described_in_full_has_a_formula() {
        let described = || {
            let parameter = |code: u32, value: f64, unit: &str| serde_json::json!({ "id": { "authority": "EPSG", "code": code }, "value": value, "unit": unit });
            serde_json::json!({
                "base_crs": { "datum": {} },
                "conversion": {
                    "method": { "name": "Transverse Mercator" },
                    "parameters": [
                        parameter(8801, 0.0, "degree"),
                        parameter(8802, 120.0, "degree"),
                        parameter(8805, 1.0, "unity"),
                        parameter(8806, 5e5, "metre"),
                        parameter(8807, 0.0, "metre"),
                    ],
                },
                "coordinate_system": { "axis": [
                    { "direction": "north", "unit": "metre" },
                    { "direction": "east", "unit": "metre" },
                ] },
            })
        };
        let check = |place: &str, value: Value, expected: bool| {
            let mut json = described();
            *json.pointer_mut(place).unwrap() = value.clone();
            let found = in_projjson(&json, Ellipsoid::CGCS2000);
            assert_eq!(found.is_some(), expected, "{place} {value}");
        };
        let greenwich =
            |lon_deg: f64| serde_json::json!({ "datum": { "prime_meridian": { "longitude": lon_deg } } });
        let by_code = |code: u32| serde_json::json!({ "name": "TM", "id": { "code": code } });
        check("/conversion/method/name", "Transverse Mercator".into(), true);
        check(
            "/conversion/method/name",
            "Transverse Mercator (South Orientated)".into(),
            false,
        );
        check("/conversion/method", by_code(9807), true);
        check("/conversion/method", by_code(9808), false);
        check("/base_crs", greenwich(0.0), true);
        check("/base_crs", greenwich(2.337_229_17), false);
        check(
            "/base_crs",
            serde_json::json!({ "datum_ensemble": { "prime_meridian": { "longitude": 1.0 } } }),
            false,
        );
        check("/coordinate_system/axis/0/direction", "south".into(), false);
        check("/coordinate_system/axis/1/direction", "north".into(), false);
        check("/coordinate_system/axis/1/unit", "foot".into(), false);
        check("/conversion/parameters/2/value", 0.0.into(), false);
        check("/conversion/parameters/2/value", (-1.0).into(), false);
        check("/conversion/parameters/3/unit", "foot".into(), false);
        check("/conversion/parameters/4/id/code", 1.into(), false);
        let round = Ellipsoid {
            inverse_flattening: 50.0,
            ..Ellipsoid::CGCS2000
        };
        assert!(in_projjson(&described(), round).is_none());
    }

    #[test]
    fn nothing_comes_of_nothing() {
        let zone = zone(0.0, 120.0, 1.0);
        for (x, y) in [
            (f64::NAN, 30.0),
            (120.0, 90.1),
            (f64::INFINITY, 0.0),
            (120.0, f64::NAN),
            (210.0, 0.0),
        ] {
            assert!(plane(&zone, x, y).y.is_nan(), "{x} {y}");
        }
        let mut far = [Coord { x: 1e10, y: 0.0 }, Coord { x: f64::NAN, y: 0.0 }];
        zone.geodetic_from_plane(&mut far);
        assert!(far.iter().all(|c| c.x.is_nan() && c.y.is_nan()));
    }

    #[test]
    fn other_side_of_the_date_line() {
        let zone = zone(0.0, 179.0, 0.9996);
        let west = plane(&zone, 181.0, 10.0);
        assert_eq!(plane(&zone, -179.0, 10.0), west);
        let mut back = [west];
        zone.geodetic_from_plane(&mut back);
        assert!((back[0].x + 179.0).abs() < 1e-12);
    }

    proptest! {
        /// The same point gives the same bits wherever it stands in a slice, whatever its neighbours are.
        #[test]
        fn each_point_for_itself(
            points in prop::collection::vec((60.0..180.0f64, -89.0..89.0f64), 1..40),
        ) {
            let zone = zone(20.0, 120.0, 0.9996);
            let mut all: Vec<Coord<f64>> = points.iter().copied().map(Coord::from).collect();
            zone.plane_from_geodetic(&mut all);
            let mut back = all.clone();
            zone.geodetic_from_plane(&mut back);
            for ((&(x, y), there), back) in points.iter().zip(&all).zip(&back) {
                prop_assert_eq!(plane(&zone, x, y), *there);
                let mut one = [*there];
                zone.geodetic_from_plane(&mut one);
                prop_assert_eq!(one[0], *back);
            }
        }

        /// Where the short forms end the long ones go on, and the way back leads back: within 30° to a nanometre (a
        /// longitude of 120° has a last place of 1.4e-14°, which is 1.6e-9 m).
        #[test]
        fn there_and_back(east in -30.0..30.0f64, north in -80.0..80.0f64) {
            let zone = zone(0.0, 120.0, 1.0);
            let mut one = [plane(&zone, 120.0 + east, north)];
            zone.geodetic_from_plane(&mut one);
            prop_assert!((one[0].x - 120.0 - east).abs() * north.to_radians().cos() <= 4e-14, "{:?}", one[0]);
            prop_assert!((one[0].y - north).abs() <= 4e-14, "{:?}", one[0]);
        }

        #[test]
        fn short_and_long_forms_are_one(lambda in -NEAR_RAD..NEAR_RAD, phi in -1.5..1.5f64) {
            let zone = zone(0.0, 120.0, 1.0);
            let (short, long) = (zone.forward_near(lambda, phi), zone.forward_far(lambda, phi));
            prop_assert!((short.0 - long.0).abs() < 6e-16 && (short.1 - long.1).abs() < 6e-16);
            let (lambda, phi, tangent) = zone.inverse_near(short.0, short.1);
            if tangent.abs() <= NEAR_TANGENT && short.0.abs() <= NEAR_ETA {
                let long = zone.inverse_far(short.0, short.1);
                prop_assert!((lambda - long.0).abs() < 8e-16 && (phi - long.1).abs() < 6e-16);
            }
        }
    }
}
