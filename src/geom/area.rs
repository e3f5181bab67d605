//! True areas and lengths on the ellipsoid, and the units that people read them in.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic as _};

use super::crs::{Crs, Geodetic, Transform};
use super::ellipsoid::Ellipsoid;
use super::mid_latitude::MidLatitude;
use super::small_angles::sin_cos;

/// Square metres in a hectare (公顷).
pub const M2_PER_HA: f64 = 10_000.0;
/// Square metres in a square kilometre.
pub const M2_PER_KM2: f64 = 1_000_000.0;
/// Square metres in a mu (亩): 2000/3.
pub const M2_PER_MU: f64 = 2000.0 / 3.0;

/// Vertices of a ring that are turned into longitudes and latitudes at a time.
const STRETCH: usize = 64;

/// Area on an ellipsoid by the formula of the Chinese land surveys.
///
/// A trapezoid between two meridians and two parallels has the area 2b²ΔL times a five-term series of sines; a polygon
/// is the signed sum of the trapezoids between its edges and one meridian. An edge is straight in (B, L). The formula
/// was issued for Xi'an 80 (国土调查办发〔2008〕32号); its use with CGCS2000 is common practice.
#[derive(Clone, Copy, Debug)]
pub struct SurveyFormula {
    semi_minor_m: f64,
    series: [f64; 5],
}

impl SurveyFormula {
    /// The coefficients for an ellipsoid.
    pub fn new(ellipsoid: Ellipsoid) -> SurveyFormula {
        let flattening = ellipsoid.flattening();
        let e2 = flattening * (2.0 - flattening);
        let (e4, e6, e8) = (e2 * e2, e2 * e2 * e2, e2 * e2 * e2 * e2);
        SurveyFormula {
            semi_minor_m: ellipsoid.semi_major_m * (1.0 - flattening),
            series: [
                1.0 + 3.0 / 6.0 * e2 + 30.0 / 80.0 * e4 + 35.0 / 112.0 * e6 + 630.0 / 2304.0 * e8,
                -(1.0 / 6.0 * e2 + 15.0 / 80.0 * e4 + 21.0 / 112.0 * e6 + 420.0 / 2304.0 * e8),
                3.0 / 80.0 * e4 + 7.0 / 112.0 * e6 + 180.0 / 2304.0 * e8,
                -(1.0 / 112.0 * e6 + 45.0 / 2304.0 * e8),
                5.0 / 2304.0 * e8,
            ],
        }
    }

    /// Signed area in m² of a closed ring of longitudes (x) and latitudes (y) in degrees; positive counter-clockwise.
    ///
    /// The ring must not cross the antimeridian or contain a pole.
    ///
    /// ```
    /// use redshank::geom::{area::SurveyFormula, ellipsoid::Ellipsoid};
    /// let cell = geo::wkt! { LINESTRING(120.5 30.2, 120.6 30.2, 120.6 30.3, 120.5 30.3, 120.5 30.2) };
    /// let area_m2 = SurveyFormula::new(Ellipsoid::CGCS2000).ring_m2(&cell.0);
    /// assert!((area_m2 - 106_692_344.457).abs() < 1e-3);
    /// ```
    pub fn ring_m2(&self, ring: &[Coord<f64>]) -> f64 {
        // A meridian near the ring keeps the terms small, so little is lost in their sum.
        ring.first().map_or(0.0, |first| self.path_m2(ring, first.x))
    }

    /// Signed area in m² between a path and the meridian `reference_deg`.
    fn path_m2(&self, path: &[Coord<f64>], reference_deg: f64) -> f64 {
        let sum: f64 = path
            .windows(2)
            .map(|edge| self.trapezoid(edge[0], edge[1], reference_deg))
            .sum();
        2.0 * self.semi_minor_m * self.semi_minor_m * sum
    }

    /// The formula as an equal-area map: in this plane of metres, with `x` east of `reference_lon_deg` and `y` north, the
    /// plane area of a ring is its area on the ellipsoid. An edge is straight where the formula takes it to be straight.
    pub fn equal_area(&self, place: Geodetic, reference_lon_deg: f64) -> Coord<f64> {
        let lat = place.lat_deg.to_radians();
        // sin((2k+1)φ) by the recurrence f(k+1) = 2 cos(2φ) f(k) − f(k−1).
        let (sine, turn) = (lat.sin(), 2.0 * (2.0 * lat).cos());
        let (mut s, mut s_before) = (sine, -sine);
        let mut sum = 0.0;
        for coefficient in self.series {
            sum += coefficient * s;
            (s, s_before) = (turn * s - s_before, s);
        }
        Coord {
            x: self.semi_minor_m * (place.lon_deg - reference_lon_deg).to_radians(),
            y: self.semi_minor_m * sum,
        }
    }

    fn trapezoid(&self, from: Coord<f64>, to: Coord<f64>, reference: f64) -> f64 {
        let mean_lon = ((from.x + to.x) / 2.0 - reference).to_radians();
        let half_height = ((to.y - from.y) / 2.0).to_radians();
        let mean_lat = ((from.y + to.y) / 2.0).to_radians();
        if half_height == 0.0 || mean_lon == 0.0 {
            return 0.0;
        }
        // sin((2k+1)h) and cos((2k+1)m) by the recurrence f(k+1) = 2 cos(2x) f(k) − f(k−1).
        let ((sine, _), (sine_m, cosine)) = (sin_cos(half_height), sin_cos(mean_lat));
        let (turn_h, turn_m) = (2.0 - 4.0 * sine * sine, 2.0 - 4.0 * sine_m * sine_m);
        let (mut s, mut s_before) = (sine, -sine);
        let (mut c, mut c_before) = (cosine, cosine);
        let mut sum = 0.0;
        for coefficient in self.series {
            sum += coefficient * s * c;
            (s, s_before) = (turn_h * s - s_before, s);
            (c, c_before) = (turn_m * c - c_before, c);
        }
        mean_lon * sum
    }
}

/// Measures plane shapes truly: areas by the land-survey formula, lengths as geodesics, both on the plane's ellipsoid.
#[derive(Clone, Debug)]
pub struct Ruler {
    formula: SurveyFormula,
    geodesic: Geodesic,
    short: MidLatitude,
    geodetic_from_plane: Transform,
}

impl Ruler {
    /// For shapes in the plane `crs`.
    pub fn new(crs: &Crs) -> Ruler {
        let ellipsoid = crs.ellipsoid();
        Ruler {
            formula: SurveyFormula::new(ellipsoid),
            geodesic: Geodesic::new(ellipsoid.semi_major_m, ellipsoid.flattening()),
            short: MidLatitude::new(ellipsoid),
            geodetic_from_plane: Transform::geodetic_from(crs),
        }
    }

    /// The area formula of the plane's ellipsoid.
    pub fn formula(&self) -> &SurveyFormula {
        &self.formula
    }

    /// Longitude and latitude of a plane coordinate.
    pub fn geodetic(&self, coord: Coord<f64>) -> Geodetic {
        self.geodetic_from_plane.geodetic(coord)
    }

    /// Plane coordinate of a place on the plane's own datum; `None` where it has no image.
    pub fn plane(&self, place: Geodetic) -> Option<Coord<f64>> {
        let plane_from_geodetic = self.geodetic_from_plane.clone().inverse();
        let coord = plane_from_geodetic.of(Coord {
            x: place.lon_deg,
            y: place.lat_deg,
        });
        (coord.x.is_finite() && coord.y.is_finite()).then_some(coord)
    }

    /// Longitudes and latitudes (x, y in degrees) of plane coordinates, in place.
    pub fn to_geodetic(&self, coords: &mut [Coord<f64>]) {
        self.geodetic_from_plane.apply(coords);
    }

    /// Area in m² of valid polygons, holes taken off; never negative.
    pub fn area_m2(&self, polygons: &MultiPolygon<f64>) -> f64 {
        polygons
            .iter()
            .map(|polygon| self.polygon_m2(polygon))
            .sum::<f64>()
            .max(0.0)
            + 0.0
    }

    fn polygon_m2(&self, polygon: &Polygon<f64>) -> f64 {
        let holes: f64 = polygon
            .interiors()
            .iter()
            .map(|ring| self.ring_m2(&ring.0).abs())
            .sum();
        self.ring_m2(&polygon.exterior().0).abs() - holes
    }

    /// Signed area in m² of one closed ring in the plane, its last vertex the first again; positive counter-clockwise.
    /// Allocates nothing.
    pub fn ring_m2(&self, ring: &[Coord<f64>]) -> f64 {
        let Some(&first) = ring.first() else { return 0.0 };
        let reference_deg = self.geodetic(first).lon_deg;
        let mut buffer = [first; STRETCH];
        let mut sum_m2 = 0.0;
        let mut from = 0;
        while from + 1 < ring.len() {
            // Stretches share their end vertices, so that no edge falls between two of them.
            let stretch = ring.get(from..ring.len().min(from + STRETCH)).unwrap_or_default();
            let geodetic = &mut buffer[..stretch.len()];
            geodetic.copy_from_slice(stretch);
            self.to_geodetic(geodetic);
            sum_m2 += self.formula.path_m2(geodetic, reference_deg);
            from += stretch.len() - 1;
        }
        sum_m2
    }

    /// Geodesic length in m, vertex by vertex.
    pub fn length_m(&self, lines: &MultiLineString<f64>) -> f64 {
        lines.iter().map(|line| self.path_m(&line.0)).sum::<f64>() + 0.0
    }

    /// Geodesic length in m of one path.
    pub fn path_m(&self, path: &[Coord<f64>]) -> f64 {
        path.windows(2)
            .map(|edge| self.distance_m(edge[0], edge[1]))
            .sum()
    }

    /// Geodesic distance in m between two plane coordinates.
    pub fn distance_m(&self, a: Coord<f64>, b: Coord<f64>) -> f64 {
        let mut ends = [a, b];
        self.to_geodetic(&mut ends);
        self.geodesic_m(ends[0], ends[1])
    }

    fn geodesic_m(&self, a: Coord<f64>, b: Coord<f64>) -> f64 {
        let short = self.short.distance_m(a, b);
        short.unwrap_or_else(|| self.geodesic.inverse(a.y, a.x, b.y, b.x))
    }
}

/// Plane area of valid polygons in the square of their unit; for decisions, not for reports.
pub fn plane_area(polygons: &MultiPolygon<f64>) -> f64 {
    polygons
        .iter()
        .map(|p| {
            ring_area(p.exterior()).abs() - p.interiors().iter().map(|r| ring_area(r).abs()).sum::<f64>()
        })
        .sum()
}

/// Signed plane area of one closed ring, positive counter-clockwise.
pub fn ring_area(ring: &LineString<f64>) -> f64 {
    // Relative to the first vertex: with eastings of 40 500 000 m the products would lose the area itself.
    let Some(&origin) = ring.0.first() else { return 0.0 };
    let sum: f64 = ring
        .0
        .windows(2)
        .map(|e| (e[0].x - origin.x) * (e[1].y - origin.y) - (e[1].x - origin.x) * (e[0].y - origin.y))
        .sum();
    0.5 * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use geographiclib_rs::{PolygonArea, Winding};
    use proptest::prelude::*;

    fn cell(west: f64, south: f64, east: f64, north: f64) -> Vec<Coord<f64>> {
        [
            (west, south),
            (east, south),
            (east, north),
            (west, north),
            (west, south),
        ]
        .map(Coord::from)
        .to_vec()
    }

    #[track_caller]
    fn check_golden(ring: &[Coord<f64>], expected_m2: f64) {
        let area_m2 = SurveyFormula::new(Ellipsoid::CGCS2000).ring_m2(ring);
        assert!(
            (area_m2 - expected_m2).abs() < 1e-3,
            "{area_m2:.4} instead of {expected_m2}"
        );
    }

    #[test]
    fn golden_cells() {
        let minute = 1.0 / 60.0;
        check_golden(
            &cell(
                120.0 + 36.0 * minute,
                30.3,
                120.0 + 37.0 * minute,
                30.0 + 19.0 * minute,
            ),
            2_961_950.622,
        );
        check_golden(&cell(120.5, 30.2, 120.6, 30.3), 106_692_344.457);
        check_golden(&cell(120.0, 30.0, 121.0, 31.0), 10_642_393_438.711);
    }

    #[test]
    fn coefficients_are_the_published_ones() {
        let series = SurveyFormula::new(Ellipsoid::CGCS2000).series;
        let published = [
            1.0033640898341927,
            -0.001124189381927124,
            1.699459473518905e-06,
            -2.7178578455775555e-09,
            4.358419004834514e-12,
        ];
        for (ours, theirs) in series.iter().zip(published) {
            assert!((ours - theirs).abs() <= 1e-10 * theirs.abs(), "{ours} {theirs}");
        }
    }

    #[test]
    fn the_map_counts_eastings_from_its_meridian() {
        let formula = SurveyFormula::new(Ellipsoid::CGCS2000);
        let east = |lon_deg: f64, reference_deg: f64| {
            formula
                .equal_area(
                    Geodetic {
                        lon_deg,
                        lat_deg: 30.3,
                    },
                    reference_deg,
                )
                .x
        };
        assert_eq!(east(120.5, 120.5), 0.0);
        // The semi-minor axis of the ellipsoid times the angle.
        assert!((east(121.0, 120.0) - 6_356_752.314 * 1f64.to_radians()).abs() < 1e-3);
        assert_eq!(east(119.0, 120.0), -east(121.0, 120.0));
    }

    #[test]
    fn of_nothing_the_area_is_no_less_than_nothing() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let nothing = ruler.area_m2(&MultiPolygon(Vec::new()));
        assert!(nothing == 0.0 && nothing.is_sign_positive());
    }

    #[test]
    fn direction_gives_the_sign() {
        let mut ring = cell(120.5, 30.2, 120.6, 30.3);
        let formula = SurveyFormula::new(Ellipsoid::CGCS2000);
        let forward = formula.ring_m2(&ring);
        ring.reverse();
        assert!((forward + formula.ring_m2(&ring)).abs() < 1e-3);
    }

    /// Rings that end at, before and behind the ends of the stretches.
    #[test]
    fn a_ring_in_the_plane_is_measured_as_in_degrees() {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let ruler = Ruler::new(&plane);
        for count in [3, 62, 63, 64, 65, 126, 127, 128, 1000] {
            let mut ring: Vec<Coord<f64>> = (0..count)
                .map(|k| std::f64::consts::TAU * f64::from(k) / f64::from(count))
                .map(|angle| Coord {
                    x: 120.4 + 0.01 * angle.cos(),
                    y: 30.3 + 0.01 * angle.sin(),
                })
                .collect();
            ring.push(ring[0]);
            let expected = SurveyFormula::new(Ellipsoid::CGCS2000).ring_m2(&ring);
            Transform::geodetic_from(&plane).inverse().apply(&mut ring);
            let found = ruler.ring_m2(&ring);
            assert!((found - expected).abs() < 1e-4, "{count}: {found} {expected}");
            ring.reverse();
            assert!((ruler.ring_m2(&ring) + expected).abs() < 1e-4);
        }
        assert_eq!(ruler.ring_m2(&[]), 0.0);
    }

    #[test]
    fn geodesic_distance_is_that_of_geographiclib() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let there = Transform::between(
            &Crs::from_code("EPSG:4490").unwrap(),
            &Crs::from_code("EPSG:4549").unwrap(),
        )
        .unwrap();
        let (a, b) = (
            there.of(Coord { x: 120.3, y: 30.25 }),
            there.of(Coord { x: 120.7, y: 30.38 }),
        );
        let witness = Geodesic::new(6_378_137.0, 1.0 / 298.257_222_101);
        let expected: f64 = witness.inverse(30.25, 120.3, 30.38, 120.7);
        assert!((ruler.distance_m(a, b) - expected).abs() < 1e-6);
    }

    #[test]
    fn a_path_is_as_long_as_its_edges() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let path = [
            (500_000.0, 3.3e6),
            (500_300.0, 3.3e6 + 400.0),
            (500_300.0, 3.3e6 + 1400.0),
        ]
        .map(Coord::from);
        assert!((ruler.path_m(&path) - 1500.0).abs() < 0.01 && ruler.path_m(&path[..1]) == 0.0);
        let lines = MultiLineString(vec![LineString(path.to_vec()), LineString(path[1..].to_vec())]);
        assert!((ruler.length_m(&lines) - 2500.0).abs() < 0.01);
        assert!((15.0 * M2_PER_MU / M2_PER_HA - 1.0).abs() < 1e-15 && M2_PER_KM2 == 100.0 * M2_PER_HA);
    }

    const STEPS: i32 = 20;

    proptest! {
        /// GeographicLib follows each edge in short steps; the survey formula takes it as one trapezoid, which is its own
        /// small error (about 1e-7 for edges of some hundred metres).
        #[test]
        fn agrees_with_geographiclib(
            lon in 118.6..121.4f64, lat in 20.0..45.0f64,
            radii in prop::collection::vec(0.0005..0.002f64, 8..40),
        ) {
            let n = radii.len() as f64;
            let mut ring: Vec<Coord<f64>> = radii.iter().enumerate().map(|(k, r)| {
                let angle = std::f64::consts::TAU * k as f64 / n;
                Coord { x: lon + r * angle.cos(), y: lat + r * angle.sin() }
            }).collect();
            ring.push(ring[0]);
            let ours = SurveyFormula::new(Ellipsoid::CGCS2000).ring_m2(&ring);
            let geodesic = Geodesic::new(6_378_137.0, 1.0 / 298.257_222_101);
            let mut witness = PolygonArea::new(&geodesic, Winding::CounterClockwise);
            for edge in ring.windows(2) {
                for k in 0..STEPS {
                    let t = f64::from(k) / f64::from(STEPS);
                    witness.add_point(edge[0].y + t * (edge[1].y - edge[0].y), edge[0].x + t * (edge[1].x - edge[0].x));
                }
            }
            let (_, theirs, _) = witness.compute(true);
            prop_assert!((ours - theirs).abs() < 1e-6 * theirs.abs() + 0.01, "{} {}", ours, theirs);
        }
    }
}
