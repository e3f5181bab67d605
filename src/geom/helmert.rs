//! Datum shifts by parameters that somebody gives: 3 or 7 between two ellipsoids, 4 between two planes.

use geo::Coord;

use super::ellipsoid::Ellipsoid;

/// A similarity of two geocentric systems: 3 parameters where the rotations and the scale are 0, else 7.
///
/// The rotations turn the position vector (EPSG method 1033, the signs of Bursa and Wolf); parameters of the other
/// convention (coordinate frame rotation, EPSG 1032) need their rotations negated first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Helmert {
    /// Along X, Y and Z in metres.
    pub shift_m: [f64; 3],
    /// Around X, Y and Z in seconds of arc.
    pub rotation_sec: [f64; 3],
    /// Scale less one, in millionths.
    pub scale_ppm: f64,
}

impl Helmert {
    /// True for 3 parameters.
    pub fn is_translation(&self) -> bool {
        self.rotation_sec == [0.0; 3] && self.scale_ppm == 0.0
    }

    /// Longitude and latitude in degrees on another datum, in place. Heights count as 0 on the source's ellipsoid.
    pub fn apply(&self, from: Ellipsoid, to: Ellipsoid, coords: &mut [Coord<f64>]) {
        for coord in coords {
            *coord = geodetic(to, self.moved(geocentric(from, *coord)));
        }
    }

    fn moved(&self, [x, y, z]: [f64; 3]) -> [f64; 3] {
        let [rx, ry, rz] = self.rotation_sec.map(|seconds| (seconds / 3600.0).to_radians());
        let [dx, dy, dz] = self.shift_m;
        let scale = 1.0 + self.scale_ppm * 1e-6;
        [
            dx + scale * (x - rz * y + ry * z),
            dy + scale * (rz * x + y - rx * z),
            dz + scale * (-ry * x + rx * y + z),
        ]
    }
}

/// A similarity of two planes (4 parameters, EPSG method 9621 with one scale):
/// E' = dE + k (E cos α − N sin α), N' = dN + k (E sin α + N cos α), α counted from east to north.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Similarity {
    /// Metres to the east.
    pub east_m: f64,
    /// Metres to the north.
    pub north_m: f64,
    /// Counter-clockwise, in seconds of arc.
    pub rotation_sec: f64,
    /// Scale less one, in millionths.
    pub scale_ppm: f64,
}

impl Similarity {
    /// Coordinates of the other plane, in place.
    pub fn apply(&self, coords: &mut [Coord<f64>]) {
        let (sin, cos) = (self.rotation_sec / 3600.0).to_radians().sin_cos();
        let scale = 1.0 + self.scale_ppm * 1e-6;
        for coord in coords {
            *coord = Coord {
                x: self.east_m + scale * (coord.x * cos - coord.y * sin),
                y: self.north_m + scale * (coord.x * sin + coord.y * cos),
            };
        }
    }
}

fn eccentricity_squared(ellipsoid: Ellipsoid) -> f64 {
    let flattening = ellipsoid.flattening();
    flattening * (2.0 - flattening)
}

fn geocentric(ellipsoid: Ellipsoid, place: Coord<f64>) -> [f64; 3] {
    let e2 = eccentricity_squared(ellipsoid);
    let (sin_phi, cos_phi) = place.y.to_radians().sin_cos();
    let (sin_lambda, cos_lambda) = place.x.to_radians().sin_cos();
    let normal_m = ellipsoid.semi_major_m / (1.0 - e2 * sin_phi * sin_phi).sqrt();
    [
        normal_m * cos_phi * cos_lambda,
        normal_m * cos_phi * sin_lambda,
        normal_m * (1.0 - e2) * sin_phi,
    ]
}

/// The foot of a geocentric point on an ellipsoid, as longitude and latitude.
fn geodetic(ellipsoid: Ellipsoid, [x, y, z]: [f64; 3]) -> Coord<f64> {
    /// Each repetition gains more than two digits near the surface.
    const REPETITIONS: usize = 8;
    let e2 = eccentricity_squared(ellipsoid);
    let from_axis_m = x.hypot(y);
    let mut phi = z.atan2(from_axis_m * (1.0 - e2));
    for _ in 0..REPETITIONS {
        let sin_phi = phi.sin();
        let normal_m = ellipsoid.semi_major_m / (1.0 - e2 * sin_phi * sin_phi).sqrt();
        phi = (z + e2 * normal_m * sin_phi).atan2(from_axis_m);
    }
    Coord {
        x: y.atan2(x).to_degrees(),
        y: phi.to_degrees(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KRASSOWSKY: Ellipsoid = Ellipsoid {
        semi_major_m: 6_378_245.0,
        inverse_flattening: 298.3,
    };

    #[track_caller]
    fn check(helmert: Helmert, expected: (f64, f64)) {
        let mut one = [Coord { x: 120.5, y: 30.3 }];
        helmert.apply(KRASSOWSKY, Ellipsoid::CGCS2000, &mut one);
        let apart = (one[0].x - expected.0).abs().max((one[0].y - expected.1).abs());
        assert!(apart < 1e-11, "{:?}", one[0]);
    }

    /// By `tests/reference/helmert.py` (pyproj 3.7.2, PROJ 9.5.1).
    #[test]
    fn three_and_seven_parameters_agree_with_pyproj() {
        let three = Helmert {
            shift_m: [15.8, -154.4, -82.3],
            ..Helmert::default()
        };
        check(three, (120.500_673_121_480_4, 30.300_022_195_195_8));
        let seven = Helmert {
            rotation_sec: [1.2, -0.7, 3.4],
            scale_ppm: -4.5,
            ..three
        };
        check(seven, (120.501_813_046_955_6, 30.300_212_090_845_7));
    }

    #[test]
    fn nothing_moves_by_nothing() {
        let mut one = [Coord { x: 120.5, y: 30.3 }, Coord { x: f64::NAN, y: 1.0 }];
        Helmert::default().apply(KRASSOWSKY, KRASSOWSKY, &mut one);
        assert!((one[0].x - 120.5).abs() < 1e-12 && (one[0].y - 30.3).abs() < 1e-12);
        assert!(one[1].x.is_nan());
        let mut plane = [Coord {
            x: 500_000.0,
            y: 3.3e6,
        }];
        Similarity::default().apply(&mut plane);
        assert_eq!(
            plane[0],
            Coord {
                x: 500_000.0,
                y: 3.3e6
            }
        );
    }

    #[test]
    fn four_parameters_turn_from_east_to_north() {
        let quarter = Similarity {
            east_m: 10.0,
            north_m: -5.0,
            rotation_sec: 90.0 * 3600.0,
            scale_ppm: 1e6,
        };
        let mut one = [Coord { x: 3.0, y: 1.0 }];
        quarter.apply(&mut one);
        assert!(
            (one[0].x - 8.0).abs() < 1e-9 && (one[0].y - 1.0).abs() < 1e-9,
            "{:?}",
            one[0]
        );
    }
}
