//! The shifts that Chinese web maps put on coordinates: GCJ-02, and BD-09 on top of it.
//!
//! No authority publishes them. The formulas are those that have gone round in open source for years and reproduce the
//! maps to a metre or so; the way back is found by repetition. What was shifted once can therefore be shown in nearly its
//! place, but nothing may be measured on it.

use std::f64::consts::PI;

use geo::Coord;

/// Semi-major axis in the formula: that of Krassowsky's ellipsoid.
const SEMI_MAJOR_M: f64 = 6_378_245.0;
/// Square of its eccentricity, as the formula has it.
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// How far an undone coordinate may be off, in metres: the formula against the maps, and the rounding of the file.
pub const UNCERTAIN_M: f64 = 10.0;
/// Repetitions of the way back; each gains some three digits.
const REPETITIONS: usize = 8;
/// BD-09 turns its small wave with 3000/180 waves per degree.
const BD_WAVE: f64 = PI * 3000.0 / 180.0;
const BD_EAST_DEG: f64 = 0.0065;
const BD_NORTH_DEG: f64 = 0.006;

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WebShift {
    /// The national one ("Mars coordinates"): AMap, Tencent, Google in China.
    Gcj02,
    /// Baidu's, on top of GCJ-02.
    Bd09,
}

impl WebShift {
    /// Both.
    pub const ALL: [WebShift; 2] = [WebShift::Gcj02, WebShift::Bd09];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            WebShift::Gcj02 => "gcj02",
            WebShift::Bd09 => "bd09",
        }
    }

    /// The shifted place of a longitude and latitude in degrees. Outside the box 72.004–137.8347° E, 0.8293–55.8271° N
    /// GCJ-02 leaves coordinates as they are.
    pub fn shifted(self, true_place: Coord<f64>) -> Coord<f64> {
        let national = gcj02(true_place);
        match self {
            WebShift::Gcj02 => national,
            WebShift::Bd09 => bd09(national),
        }
    }

    /// The true place of a shifted longitude and latitude in degrees, by repetition to 1e-9°.
    ///
    /// ```
    /// use geo::Coord;
    /// use redshank::geom::web_shift::WebShift;
    /// let place = Coord { x: 120.2, y: 30.25 };
    /// let back = WebShift::Bd09.undone(WebShift::Bd09.shifted(place));
    /// assert!((back.x - place.x).abs() < 1e-9 && (back.y - place.y).abs() < 1e-9);
    /// ```
    pub fn undone(self, shifted: Coord<f64>) -> Coord<f64> {
        let mut place = shifted;
        for _ in 0..REPETITIONS {
            let there = self.shifted(place);
            place = Coord {
                x: place.x + shifted.x - there.x,
                y: place.y + shifted.y - there.y,
            };
        }
        place
    }
}

fn gcj02(place: Coord<f64>) -> Coord<f64> {
    let shifted = (72.004..=137.8347).contains(&place.x) && (0.8293..=55.8271).contains(&place.y);
    if !shifted {
        return place;
    }
    let (east_m, north_m) = waves(place.x - 105.0, place.y - 35.0);
    let (sin, cos) = place.y.to_radians().sin_cos();
    let magic = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let meridian_m = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * magic.sqrt());
    let parallel_m = SEMI_MAJOR_M / magic.sqrt() * cos;
    Coord {
        x: place.x + (east_m / parallel_m).to_degrees(),
        y: place.y + (north_m / meridian_m).to_degrees(),
    }
}

/// The shift in metres east and north, `x` degrees east of 105° and `y` degrees north of 35°.
fn waves(x: f64, y: f64) -> (f64, f64) {
    let short = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let wave = |at: f64| (20.0 * (at * PI).sin() + 40.0 * (at / 3.0 * PI).sin()) * 2.0 / 3.0;
    let long_east = (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let long_north = (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y / 30.0 * PI).sin()) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
    let north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
    (
        east_m + short + wave(x) + long_east,
        north_m + short + wave(y) + long_north,
    )
}

fn bd09(national: Coord<f64>) -> Coord<f64> {
    let radius = national.x.hypot(national.y) + 0.000_02 * (national.y * BD_WAVE).sin();
    let angle = national.y.atan2(national.x) + 0.000_003 * (national.x * BD_WAVE).cos();
    Coord {
        x: radius * angle.cos() + BD_EAST_DEG,
        y: radius * angle.sin() + BD_NORTH_DEG,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values of the tables that other implementations are tested by.
    #[track_caller]
    fn check(shift: WebShift, place: (f64, f64), expected: (f64, f64)) {
        let found = shift.shifted(place.into());
        let apart = (found.x - expected.0).abs().max((found.y - expected.1).abs());
        assert!(apart < 1e-6, "{found:?}");
        let back = shift.undone(found);
        assert!(
            (back.x - place.0).abs().max((back.y - place.1).abs()) < 1e-9,
            "{back:?}"
        );
    }

    #[test]
    fn golden_places() {
        check(
            WebShift::Gcj02,
            (116.404, 39.915),
            (116.410_244_499_169_4, 39.916_404_281_501_64),
        );
        check(
            WebShift::Bd09,
            (116.404, 39.915),
            (116.416_627_243_787_33, 39.922_699_552_216_34),
        );
    }

    /// As `regulations.md` of the domain has it for the Qiantang district: 260 to 290 m south, 390 to 440 m east.
    #[test]
    fn the_size_of_the_shift_at_the_qiantang() {
        for (x, y) in [(120.3, 30.25), (120.5, 30.3), (120.7, 30.38)] {
            let there = WebShift::Gcj02.shifted(Coord { x, y });
            let east_m = (there.x - x) * 111_320.0 * y.to_radians().cos();
            let north_m = (there.y - y) * 110_860.0;
            assert!((380.0..=450.0).contains(&east_m), "{east_m}");
            assert!((-295.0..=-255.0).contains(&north_m), "{north_m}");
        }
    }

    #[test]
    fn abroad_nothing_is_shifted() {
        let place = Coord { x: 6.1, y: 50.8 };
        assert_eq!(WebShift::Gcj02.shifted(place), place);
    }
}
