//! EPSG codes of the Gauss-Krüger zones of China.

/// The datum of a Chinese survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datum {
    /// CGCS2000, 2000国家大地坐标系.
    Cgcs2000,
    /// Xian 1980, 西安80.
    Xian80,
    /// Beijing 1954, 北京54.
    Beijing54,
}

/// A Gauss-Krüger zone of China.
///
/// ```
/// use redshank::geom::zone_code::{Datum, Zone};
/// let hangzhou = Zone { datum: Datum::Cgcs2000, is_six_degree: false, number: 40, is_prefixed: false };
/// assert_eq!(hangzhou.epsg(), Some(4549));
/// assert_eq!(Zone::of_epsg(4549), Some(hangzhou));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The datum.
    pub datum: Datum,
    /// Six degrees wide; three where false.
    pub is_six_degree: bool,
    /// 25 to 45 for zones of three degrees, 13 to 23 for those of six.
    pub number: u32,
    /// Eastings begin with the zone number: 40512345 m, not 512345 m.
    pub is_prefixed: bool,
}

/// Datum, width, prefix, code of the first zone (EPSG registry).
const FIRST_CODES: [(Datum, bool, bool, u32); 12] = [
    (Datum::Cgcs2000, false, true, 4513),
    (Datum::Cgcs2000, false, false, 4534),
    (Datum::Cgcs2000, true, true, 4491),
    (Datum::Cgcs2000, true, false, 4502),
    (Datum::Xian80, false, true, 2349),
    (Datum::Xian80, false, false, 2370),
    (Datum::Xian80, true, true, 2327),
    (Datum::Xian80, true, false, 2338),
    (Datum::Beijing54, false, true, 2401),
    (Datum::Beijing54, false, false, 2422),
    (Datum::Beijing54, true, true, 21413),
    (Datum::Beijing54, true, false, 21453),
];

impl Zone {
    /// The zone numbers of one width.
    pub fn numbers(is_six_degree: bool) -> std::ops::RangeInclusive<u32> {
        if is_six_degree { 13..=23 } else { 25..=45 }
    }

    /// The EPSG number; `None` where China has no zone of that number.
    pub fn epsg(self) -> Option<u32> {
        let numbers = Zone::numbers(self.is_six_degree);
        let same = |&&(datum, is_six_degree, is_prefixed, _): &&(Datum, bool, bool, u32)| {
            (datum, is_six_degree, is_prefixed) == (self.datum, self.is_six_degree, self.is_prefixed)
        };
        let &(_, _, _, first) = FIRST_CODES.iter().find(same)?;
        numbers
            .contains(&self.number)
            .then(|| first + self.number - numbers.start())
    }

    /// The zone of an EPSG number; `None` where it is none of these.
    pub fn of_epsg(code: u32) -> Option<Zone> {
        FIRST_CODES
            .iter()
            .find_map(|&(datum, is_six_degree, is_prefixed, first)| {
                let numbers = Zone::numbers(is_six_degree);
                let number = code.checked_sub(first)? + numbers.start();
                numbers.contains(&number).then_some(Zone {
                    datum,
                    is_six_degree,
                    number,
                    is_prefixed,
                })
            })
    }

    /// Longitude of the central meridian in degrees.
    pub fn central_meridian_deg(self) -> u32 {
        if self.is_six_degree {
            self.number * 6 - 3
        } else {
            self.number * 3
        }
    }
}

/// The zone number that an easting begins with; `None` where it has none.
pub fn prefix_of(easting_m: f64) -> Option<u32> {
    let number = (easting_m / 1e6).floor();
    (13.0..=45.0).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;

    #[test]
    fn every_code_names_the_zone_that_proj_knows() {
        for (datum, is_six_degree, is_prefixed, _) in FIRST_CODES {
            for number in Zone::numbers(is_six_degree) {
                let zone = Zone {
                    datum,
                    is_six_degree,
                    number,
                    is_prefixed,
                };
                let code = zone.epsg().unwrap();
                assert_eq!(Zone::of_epsg(code), Some(zone));
                let crs = Crs::from_code(&format!("EPSG:{code}")).unwrap();
                let expected = if is_prefixed {
                    format!("zone {number}")
                } else {
                    format!("CM {}E", zone.central_meridian_deg())
                };
                assert!(crs.name().ends_with(&expected), "{code}: {}", crs.name());
                assert_eq!(
                    crs.name().contains("3-degree"),
                    !is_six_degree,
                    "{code}: {}",
                    crs.name()
                );
            }
        }
    }

    #[test]
    fn numbers_that_are_none() {
        let zone = |is_six_degree, number| Zone {
            datum: Datum::Cgcs2000,
            is_six_degree,
            number,
            is_prefixed: true,
        };
        assert_eq!(zone(false, 24).epsg(), None);
        assert_eq!(zone(true, 40).epsg(), None);
        assert_eq!(Zone::of_epsg(4490), None);
        let check = |easting, expected| assert_eq!(prefix_of(easting), expected, "{easting}");
        check(40_512_345.0, Some(40));
        check(512_345.0, None);
        check(1e10, None);
        check(f64::NAN, None);
    }
}
