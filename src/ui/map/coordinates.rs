//! A place in words: degrees, degrees with minutes and seconds, plane with its zone.

use geo::Coord;

use crate::geom::area::Ruler;
use crate::geom::crs::Crs;
use crate::say;
use crate::words::Lang;

/// One place in every writing that the status bar shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoordinateTexts {
    /// `120.500000°E 30.300000°N`, on the datum of the plane.
    pub decimal: String,
    /// `120°30′00.00″E 30°18′00.00″N`.
    pub dms: String,
    /// Easting and northing in metres.
    pub plane: String,
    /// The plane: code, and zone or central meridian where its name tells it.
    pub system: String,
}

/// The writings of a place in plane metres; `None` where it has no longitude and latitude.
pub fn coordinate_texts(crs: &Crs, ruler: &Ruler, place: Coord<f64>, lang: Lang) -> Option<CoordinateTexts> {
    let geodetic = ruler.geodetic(place);
    if !(geodetic.lon_deg.is_finite() && geodetic.lat_deg.is_finite()) {
        return None;
    }
    let east = if geodetic.lon_deg < 0.0 { 'W' } else { 'E' };
    let north = if geodetic.lat_deg < 0.0 { 'S' } else { 'N' };
    let (lon, lat) = (geodetic.lon_deg.abs(), geodetic.lat_deg.abs());
    Some(CoordinateTexts {
        decimal: format!("{lon:.6}°{east} {lat:.6}°{north}"),
        dms: format!("{}{east} {}{north}", dms(lon), dms(lat)),
        plane: say!(
            lang,
            "map.plane",
            east = format!("{:.2}", place.x),
            north = format!("{:.2}", place.y)
        ),
        system: system_text(crs, lang),
    })
}

/// The plane's code with its zone or central meridian: `EPSG:4549 · CM 120°E`.
pub fn system_text(crs: &Crs, lang: Lang) -> String {
    let code = crs.code();
    let name = crs.name();
    let word_after = |mark: &str| {
        let rest = name.split_once(mark)?.1;
        rest.split_whitespace().next().map(str::to_owned)
    };
    if let Some(meridian) = word_after(" CM ") {
        let digits = meridian.trim_end_matches(char::is_alphabetic);
        let side = meridian.strip_prefix(digits).unwrap_or_default();
        format!(
            "{code} · {}",
            say!(
                lang,
                "map.central_meridian",
                meridian = format!("{digits}°{side}")
            )
        )
    } else if let Some(zone) = word_after(" zone ") {
        format!("{code} · {}", say!(lang, "map.zone", zone = zone))
    } else {
        code.to_owned()
    }
}

/// Degrees without sign as degrees, minutes and seconds to a hundredth (about 30 cm).
fn dms(degrees: f64) -> String {
    let hundredths = (degrees * 360_000.0).round() as u64;
    let (seconds, hundredth) = (hundredths / 100 % 60, hundredths % 100);
    let (degrees, minutes) = (hundredths / 360_000, hundredths / 6_000 % 60);
    format!("{degrees}°{minutes:02}′{seconds:02}.{hundredth:02}″")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_every_writing() {
        let crs = Crs::from_code("EPSG:4549").unwrap();
        let place = Coord {
            x: 548_097.675933,
            y: 3_353_475.775263,
        };
        let texts = coordinate_texts(&crs, &Ruler::new(&crs), place, Lang::En).unwrap();
        assert_eq!(texts.decimal, "120.500000°E 30.300000°N");
        assert_eq!(texts.dms, "120°30′00.00″E 30°18′00.00″N");
        assert_eq!(texts.plane, "E 548097.68 m, N 3353475.78 m");
        assert_eq!(texts.system, "EPSG:4549 · CM 120°E");
        let zh = coordinate_texts(&crs, &Ruler::new(&crs), place, Lang::Zh).unwrap();
        assert_eq!(zh.plane, "东 548097.68 m，北 3353475.78 m");
    }

    #[track_caller]
    fn check_system(code: &str, expected: &str) {
        assert_eq!(system_text(&Crs::from_code(code).unwrap(), Lang::En), expected);
    }

    #[test]
    fn zones_are_named() {
        check_system("EPSG:4528", "EPSG:4528 · zone 40");
        check_system("EPSG:32651", "EPSG:32651 · zone 51N");
        check_system("EPSG:3857", "EPSG:3857");
    }

    #[test]
    fn seconds_never_read_sixty() {
        assert_eq!(dms(29.999_999_999), "30°00′00.00″");
    }
}
