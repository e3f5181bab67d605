//! The Gauss-Krüger zones of CGCS2000: which there are, their codes, and what an easting tells of them.

use geo::Coord;

use super::ellipsoid::Ellipsoid;
use super::gauss_krueger::{GaussKrueger, Parameters};

/// One of the planes of CGCS2000 (GB 22021; EPSG 4491 to 4554).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChineseZone {
    width: ZoneWidth,
    number: u32,
    numbered: bool,
}

/// How wide the zones are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ZoneWidth {
    /// Zones 25 to 45, central meridians 75° to 135° E.
    Three,
    /// Zones 13 to 23, central meridians 75° to 135° E.
    Six,
}

impl ZoneWidth {
    /// Both.
    pub const ALL: [ZoneWidth; 2] = [ZoneWidth::Three, ZoneWidth::Six];

    /// Degrees from one central meridian to the next.
    pub fn degrees(self) -> u32 {
        match self {
            ZoneWidth::Three => 3,
            ZoneWidth::Six => 6,
        }
    }

    /// First and last zone of the country.
    fn numbers(self) -> std::ops::RangeInclusive<u32> {
        match self {
            ZoneWidth::Three => 25..=45,
            ZoneWidth::Six => 13..=23,
        }
    }

    /// The EPSG number of the first zone with its number in the easting, and of that without.
    fn first_codes(self) -> (u32, u32) {
        match self {
            ZoneWidth::Three => (4513, 4534),
            ZoneWidth::Six => (4491, 4502),
        }
    }
}

impl ChineseZone {
    /// All 64: 21 of 3° and 11 of 6°, each with the zone's number in the easting and without it.
    pub fn all() -> impl Iterator<Item = ChineseZone> {
        ZoneWidth::ALL.into_iter().flat_map(|width| {
            [true, false].into_iter().flat_map(move |numbered| {
                width.numbers().map(move |number| ChineseZone {
                    width,
                    number,
                    numbered,
                })
            })
        })
    }

    /// The zone of an EPSG code such as `EPSG:4549`; `None` where that is no plane of CGCS2000.
    pub fn of_code(code: &str) -> Option<ChineseZone> {
        ChineseZone::all().find(|zone| zone.code() == code)
    }

    /// The zone whose number stands in an easting: 13 to 23 are 6° wide, 25 to 45 are 3° wide.
    ///
    /// ```
    /// use redshank::geom::chinese_zone::ChineseZone;
    /// let zone = ChineseZone::in_easting(40_548_097.7).map(|zone| zone.code());
    /// assert_eq!(zone.as_deref(), Some("EPSG:4528"));
    /// assert_eq!(ChineseZone::in_easting(548_097.7), None);
    /// ```
    pub fn in_easting(easting_m: f64) -> Option<ChineseZone> {
        let number = (easting_m / 1e6).floor();
        let width = ZoneWidth::ALL
            .into_iter()
            .find(|width| width.numbers().any(|own| f64::from(own) == number))?;
        Some(ChineseZone {
            width,
            number: number as u32,
            numbered: true,
        })
    }

    /// The same zone with its number in the easting, or without.
    pub fn with_number(self, numbered: bool) -> ChineseZone {
        ChineseZone { numbered, ..self }
    }

    /// How wide it is.
    pub fn width(self) -> ZoneWidth {
        self.width
    }

    /// Its number.
    pub fn number(self) -> u32 {
        self.number
    }

    /// True where eastings begin with the number of the zone.
    pub fn is_numbered(self) -> bool {
        self.numbered
    }

    /// The code of the plane.
    pub fn code(self) -> String {
        let (with, without) = self.width.first_codes();
        let first = if self.numbered { with } else { without };
        format!("EPSG:{}", first + self.number - self.width.numbers().start())
    }

    /// Degrees east.
    pub fn central_meridian_deg(self) -> f64 {
        match self.width {
            ZoneWidth::Three => f64::from(3 * self.number),
            ZoneWidth::Six => f64::from(6 * self.number) - 3.0,
        }
    }

    /// Easting of the central meridian.
    pub fn false_easting_m(self) -> f64 {
        let prefix = if self.numbered { self.number } else { 0 };
        f64::from(prefix) * 1e6 + 500_000.0
    }

    /// The formula of the plane.
    pub fn formula(self) -> GaussKrueger {
        let parameters = Parameters {
            origin_lat_deg: 0.0,
            origin_lon_deg: self.central_meridian_deg(),
            scale: 1.0,
            false_easting_m: self.false_easting_m(),
            false_northing_m: 0.0,
        };
        GaussKrueger::new(Ellipsoid::CGCS2000, &parameters)
    }

    /// True where a coordinate can be one of this plane in the country: within 500 km of the central meridian, 3° to 54° N.
    pub fn may_hold(self, coord: Coord<f64>) -> bool {
        let off_m = coord.x - self.false_easting_m();
        off_m.abs() < 500_000.0 && (330_000.0..=6_000_000.0).contains(&coord.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::{Crs, Transform};

    #[test]
    fn all_of_them_are_what_the_database_has() {
        let mut count = 0;
        for zone in ChineseZone::all() {
            count += 1;
            let crs = Crs::from_code(&zone.code()).unwrap();
            let place = Coord {
                x: zone.central_meridian_deg() + 0.4,
                y: 30.3,
            };
            let mut ours = [place];
            zone.formula().plane_from_geodetic(&mut ours);
            let theirs = Transform::geodetic_from(&crs).inverse().of(place);
            assert_eq!(ours[0], theirs, "{}", zone.code());
            assert!(zone.may_hold(ours[0]), "{}", zone.code());
            assert_eq!(ChineseZone::of_code(&zone.code()), Some(zone));
            let numbered = ChineseZone::in_easting(ours[0].x);
            assert_eq!(numbered, zone.is_numbered().then_some(zone), "{}", zone.code());
        }
        assert_eq!(count, 64);
    }

    #[test]
    fn a_zone_has_its_number_and_its_width() {
        let check = |code: &str, number: u32, width: ZoneWidth, degrees: u32| {
            let zone = ChineseZone::of_code(code).unwrap();
            assert_eq!((zone.number(), zone.width()), (number, width), "{code}");
            assert_eq!(zone.width().degrees(), degrees, "{code}");
        };
        check("EPSG:4528", 40, ZoneWidth::Three, 3);
        check("EPSG:4549", 40, ZoneWidth::Three, 3);
        check("EPSG:4498", 20, ZoneWidth::Six, 6);
    }

    #[test]
    fn the_same_zone_has_a_code_with_its_number_and_one_without() {
        let check = |code: &str, expected: [&str; 2]| {
            let zone = ChineseZone::of_code(code).unwrap();
            assert_eq!(
                [true, false].map(|numbered| zone.with_number(numbered).code()),
                expected
            );
        };
        check("EPSG:4528", ["EPSG:4528", "EPSG:4549"]);
        check("EPSG:4549", ["EPSG:4528", "EPSG:4549"]);
    }
}
