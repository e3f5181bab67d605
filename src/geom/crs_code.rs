//! Places and the codes of coordinate reference systems: how they are written, which one a place gets, and what can be
//! wrong with one.

use serde_json::Value;

/// Longitude and latitude of RFC 7946: WGS 84, longitude first.
pub const LON_LAT: &str = "OGC:CRS84";

/// A place on the ellipsoid of some CRS, in degrees. The only form in which longitude and latitude travel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geodetic {
    /// East positive, −180 to 180.
    pub lon_deg: f64,
    /// North positive, −90 to 90.
    pub lat_deg: f64,
}

/// Why a CRS or a transformation cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CrsError {
    /// The code is not in the database, or it is not a code at all.
    #[error("unknown coordinate reference system {0}")]
    Unknown(String),
    /// The code names something else: a vertical or geocentric system, a datum, an ellipsoid.
    #[error("{0} is neither a geographic nor a projected system")]
    NotHorizontal(String),
    /// A workspace needs a plane in metres.
    #[error("{0} is not a plane system in metres")]
    NotMetric(String),
    /// PROJ knows no parameters between the two datums; coordinates would pass unshifted.
    #[error("no official datum shift from {from} to {to}")]
    NoDatumShift {
        /// Source code.
        from: String,
        /// Target code.
        to: String,
    },
}

/// The EPSG number of the plane for a workspace around a place in degrees: see [`super::crs::Crs::automatic`].
///
/// # Errors
/// [`CrsError::Unknown`] for a place that is not on the ellipsoid.
pub fn automatic_number(lon_deg: f64, lat_deg: f64) -> Result<u32, CrsError> {
    let in_china = (73.0..=136.0).contains(&lon_deg) && (3.0..=54.0).contains(&lat_deg);
    let code = if in_china {
        let zone = (lon_deg / 3.0).round().clamp(25.0, 45.0);
        4534 + zone as u32 - 25
    } else if (-180.0..=180.0).contains(&lon_deg) && (-84.0..=84.0).contains(&lat_deg) {
        let zone = (((lon_deg + 180.0) / 6.0).floor() as u32 + 1).min(60);
        if lat_deg < 0.0 { 32700 + zone } else { 32600 + zone }
    } else {
        return Err(CrsError::Unknown(format!("{lon_deg}° {lat_deg}°")));
    };
    Ok(code)
}

/// WGS 84 in its writings and CGCS2000 agree to a few centimetres (both ITRF-based), so no shift between them is right.
pub fn same_frame(a: &str, b: &str) -> bool {
    const ITRF_BASED: [&str; 4] = ["EPSG:4326", "OGC:CRS84", "EPSG:4490", "EPSG:4258"];
    ITRF_BASED.contains(&a) && ITRF_BASED.contains(&b)
}

/// Authority and number of a system in its PROJJSON description.
pub(super) fn code_in(json: &Value) -> Option<String> {
    let authority = json["id"]["authority"].as_str()?;
    match &json["id"]["code"] {
        Value::Number(number) => Some(format!("{authority}:{number}")),
        Value::String(text) => Some(format!("{authority}:{text}")),
        _ => None,
    }
}

/// The code in the one writing that PROJ is asked in; `None` where it is no code.
pub fn plain_code(code: &str) -> Option<String> {
    let code = code.trim();
    let upper = code.to_ascii_uppercase();
    if upper.ends_with("CRS84") || upper.ends_with("CRS84H") {
        return Some(LON_LAT.to_owned());
    }
    let number = upper.rsplit([':', '/']).next()?;
    let is_epsg = upper.contains("EPSG") && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_epsg.then(|| format!("EPSG:{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_all_writings() {
        let check =
            |code: &str, expected: Option<&str>| assert_eq!(plain_code(code).as_deref(), expected, "{code}");
        for code in [
            "EPSG:4549",
            " epsg:4549 ",
            "urn:ogc:def:crs:EPSG::4549",
            "http://www.opengis.net/def/crs/EPSG/0/4549",
        ] {
            check(code, Some("EPSG:4549"));
        }
        for code in ["OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "crs84h"] {
            check(code, Some(LON_LAT));
        }
        for code in [
            "",
            "EPSG",
            "EPSG:",
            "EPSG:45x9",
            "4549",
            "ESRI:4549",
            "ESRI:102025",
            "CRS84 or so",
        ] {
            check(code, None);
        }
    }

    /// The middle of each zone of 3° and either side of its borders; elsewhere UTM.
    #[test]
    fn the_plane_of_a_place() {
        let check = |lon: f64, lat: f64, expected: u32| {
            assert_eq!(automatic_number(lon, lat), Ok(expected), "{lon} {lat}")
        };
        for (zone, number) in (25..=45).zip(4534..) {
            let middle = 3.0 * f64::from(zone);
            for lon in [middle - 1.4, middle, (middle + 1.4).min(136.0)] {
                check(lon, 30.0, number);
            }
        }
        for (lat, number) in [
            (3.0, 4549),
            (54.0, 4549),
            (2.9, 32651),
            (54.1, 32651),
            (-0.1, 32751),
            (-84.0, 32751),
        ] {
            check(120.0, lat, number);
        }
        check(73.0, 30.0, 4534);
        check(72.9, 30.0, 32643);
        check(136.1, 30.0, 32653);
        check(-180.0, 0.0, 32601);
        check(180.0, 0.0, 32660);
        for (lon, lat) in [
            (180.1, 0.0),
            (-180.1, 0.0),
            (0.0, 84.1),
            (0.0, -84.1),
            (f64::NAN, 0.0),
        ] {
            assert!(automatic_number(lon, lat).is_err(), "{lon} {lat}");
        }
    }

    #[test]
    fn only_frames_of_one_family_are_the_same() {
        assert!(same_frame("EPSG:4326", "EPSG:4490") && same_frame(LON_LAT, "EPSG:4258"));
        assert!(!same_frame("EPSG:4326", "EPSG:4214") && !same_frame("EPSG:4610", "EPSG:4490"));
    }
}
