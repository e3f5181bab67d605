//! Numbers as people read them: areas, lengths, shares, places.

use crate::geom::area::{M2_PER_HA, M2_PER_KM2, M2_PER_MU};
use crate::geom::crs::Geodetic;
use crate::say;
use crate::words::Lang;

/// The unit in which an area is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaUnit {
    /// Square metres.
    M2,
    /// Hectares (公顷).
    Ha,
    /// Square kilometres.
    Km2,
    /// Mu (亩), 2000/3 m².
    Mu,
}

impl AreaUnit {
    /// All units, as lists offer them.
    pub const ALL: [AreaUnit; 4] = [AreaUnit::M2, AreaUnit::Ha, AreaUnit::Km2, AreaUnit::Mu];

    /// Square metres in one.
    pub fn m2(self) -> f64 {
        match self {
            AreaUnit::M2 => 1.0,
            AreaUnit::Ha => M2_PER_HA,
            AreaUnit::Km2 => M2_PER_KM2,
            AreaUnit::Mu => M2_PER_MU,
        }
    }

    /// The sign or word behind the number.
    pub fn name(self, lang: Lang) -> String {
        let key = match self {
            AreaUnit::M2 => "m2",
            AreaUnit::Ha => "ha",
            AreaUnit::Km2 => "km2",
            AreaUnit::Mu => "mu",
        };
        say!(lang, &format!("report.unit.{key}"))
    }

    fn decimals(self) -> usize {
        match self {
            AreaUnit::M2 | AreaUnit::Mu => 1,
            AreaUnit::Ha => 2,
            AreaUnit::Km2 => 3,
        }
    }
}

/// The words of tables of areas: their language, and the unit where somebody has chosen one. Without one areas are in
/// hectares, with other units beside them where there is room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableWords {
    /// The language.
    pub lang: Lang,
    /// The unit that was chosen.
    pub unit: Option<AreaUnit>,
}

impl From<Lang> for TableWords {
    fn from(lang: Lang) -> TableWords {
        TableWords { lang, unit: None }
    }
}

impl TableWords {
    /// The chosen unit, else hectares.
    pub fn unit(self) -> AreaUnit {
        self.unit.unwrap_or(AreaUnit::Ha)
    }

    /// An area in m² in that unit.
    pub fn area(self, m2: f64) -> String {
        area_in(m2, self.unit(), self.lang)
    }
}

/// A number with a comma between groups of three digits; a dash for what is no number.
///
/// ```
/// assert_eq!(redshank::report::units::thousands(1234567.891, 1), "1,234,567.9");
/// ```
pub fn thousands(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let whole = plain.find('.').unwrap_or(plain.len());
    let mut grouped = String::with_capacity(1 + plain.len() + whole / 3);
    if value < 0.0 && plain.bytes().any(|b| !matches!(b, b'0' | b'.')) {
        grouped.push('-');
    }
    for (k, digit) in plain.char_indices() {
        if k > 0 && k < whole && (whole - k).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Like [`thousands`], but what is more than nothing never reads as nothing: `<0.1`.
fn never_zero(value: f64, decimals: usize) -> String {
    let least = 10f64.powi(-(decimals as i32));
    if value > 0.0 && value < 0.5 * least {
        format!("<{least:.decimals$}")
    } else {
        thousands(value, decimals)
    }
}

/// An area in one unit: `1,234.5 m²`.
pub fn area_in(m2: f64, unit: AreaUnit, lang: Lang) -> String {
    let number = never_zero(m2 / unit.m2(), unit.decimals());
    number + " " + &unit.name(lang)
}

/// An area in the unit that fits its size: m² below a hectare, then ha, from 100 km² on km².
pub fn area(m2: f64, lang: Lang) -> String {
    let unit = if m2 < M2_PER_HA {
        AreaUnit::M2
    } else if m2 < 100.0 * M2_PER_KM2 {
        AreaUnit::Ha
    } else {
        AreaUnit::Km2
    };
    area_in(m2, unit, lang)
}

/// A length or distance in m, from 10 km on in km.
pub fn length(m: f64) -> String {
    if m < 10_000.0 {
        never_zero(m, 1) + " m"
    } else {
        thousands(m / 1000.0, 2) + " km"
    }
}

/// A share of 0 to 1 in percent; what is not all never reads as all.
pub fn share(fraction: f64) -> String {
    if fraction < 1.0 && fraction > 0.9995 {
        ">99.9 %".to_owned()
    } else {
        never_zero(100.0 * fraction, 1) + " %"
    }
}

/// A place in decimal degrees, about a metre fine: `120.50123°E 30.28765°N`.
pub fn decimal_degrees(place: Geodetic) -> String {
    let (east, north) = hemispheres(place);
    format!(
        "{:.5}°{east} {:.5}°{north}",
        place.lon_deg.abs(),
        place.lat_deg.abs()
    )
}

/// A place in degrees, minutes and seconds: `120°30′04.4″E 30°17′15.5″N`.
pub fn dms(place: Geodetic) -> String {
    let (east, north) = hemispheres(place);
    format!("{}{east} {}{north}", angle(place.lon_deg), angle(place.lat_deg))
}

fn hemispheres(place: Geodetic) -> (char, char) {
    (
        if place.lon_deg < 0.0 { 'W' } else { 'E' },
        if place.lat_deg < 0.0 { 'S' } else { 'N' },
    )
}

fn angle(degrees: f64) -> String {
    if !degrees.is_finite() {
        return "–".to_owned();
    }
    // Counted in tenths of a second, so that 59.96″ carries over into the minute.
    let tenths = (degrees.abs() * 36_000.0).round() as u64;
    let (seconds, minutes) = (tenths % 600, tenths / 600);
    format!(
        "{}°{:02}′{:02}.{}″",
        minutes / 60,
        minutes % 60,
        seconds / 10,
        seconds % 10
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_three() {
        let check = |value, decimals, expected: &str| assert_eq!(thousands(value, decimals), expected);
        check(0.0, 0, "0");
        check(999.95, 1, "1,000.0");
        check(1234.5, 1, "1,234.5");
        check(-1234567.0, 0, "-1,234,567");
        check(-0.04, 1, "0.0");
        check(f64::NAN, 1, "–");
    }

    #[test]
    fn areas_in_their_units() {
        let check = |m2, unit, expected: &str| assert_eq!(area_in(m2, unit, Lang::Zh), expected);
        check(1234.54, AreaUnit::M2, "1,234.5 m²");
        check(2000.0, AreaUnit::Mu, "3.0 亩");
        check(184_533_000.0, AreaUnit::Ha, "18,453.30 公顷");
        check(18_900_000.0, AreaUnit::Km2, "18.900 km²");
        check(0.001, AreaUnit::M2, "<0.1 m²");
        assert_eq!(area(12_345.0, Lang::En), "1.23 ha");
    }

    #[test]
    fn shares_and_lengths() {
        assert_eq!(share(0.043), "4.3 %");
        assert_eq!(share(1.0), "100.0 %");
        assert_eq!(share(0.99999), ">99.9 %");
        assert_eq!(share(1e-6), "<0.1 %");
        assert_eq!(length(123.44), "123.4 m");
        assert_eq!(length(12_345.0), "12.35 km");
    }

    #[test]
    fn seconds_carry_over() {
        let check =
            |lon_deg, lat_deg, expected: &str| assert_eq!(dms(Geodetic { lon_deg, lat_deg }), expected);
        check(120.5, 30.25, "120°30′00.0″E 30°15′00.0″N");
        check(119.999_999, -0.5, "120°00′00.0″E 0°30′00.0″S");
        let place = Geodetic {
            lon_deg: -7.5,
            lat_deg: 30.123456,
        };
        assert_eq!(decimal_degrees(place), "7.50000°W 30.12346°N");
    }
}
