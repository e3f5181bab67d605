//! Readings at work: from the coordinates of a file to longitude and latitude, and which readings are worth a test.

use geo::Coord;

use crate::geom::chinese_zone::{ChineseZone, ZoneWidth};
use crate::geom::crs::{Crs, Transform};
use crate::geom::gauss_krueger::GaussKrueger;
use crate::geom::web_mercator::lon_lat_from_mercator;
use crate::geom::web_shift::WebShift;
use crate::model::crs_reading::{Reading, System};

use super::ranges::{is_lon_lat, is_mercator};

/// The system that everything is compared in.
const DEGREES: &str = "EPSG:4490";

/// A reading that is prepared to read.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The reading.
    pub reading: Reading,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Transform(Transform),
    Nothing,
    Plane(GaussKrueger),
    Sphere,
}

impl Reader {
    /// `said` is the system that file, workspace or standard say; `None` where the reading needs it and there is none.
    pub fn new(reading: Reading, said: Option<&Crs>) -> Option<Reader> {
        let way = match reading.system {
            System::AsSaid => Way::Transform(to_degrees(said?)),
            System::LonLat => Way::Nothing,
            System::Zone(zone) => Way::Plane(zone.formula()),
            System::WebMercator => Way::Sphere,
        };
        Some(Reader { reading, way })
    }

    /// Longitudes and latitudes, in place; NaN for what has no place.
    pub fn read(&self, coords: &mut [Coord<f64>]) {
        self.read_shifted(coords);
        self.take_shift_off(coords);
    }

    /// The same with the shift of the reading still on.
    pub fn read_shifted(&self, coords: &mut [Coord<f64>]) {
        if self.reading.swapped {
            for coord in coords.iter_mut() {
                std::mem::swap(&mut coord.x, &mut coord.y);
            }
        }
        match &self.way {
            Way::Transform(transform) => transform.apply(coords),
            Way::Nothing => {}
            Way::Plane(formula) => formula.geodetic_from_plane(coords),
            Way::Sphere => lon_lat_from_mercator(coords),
        }
    }

    /// Takes the shift of the reading off longitudes and latitudes.
    pub fn take_shift_off(&self, coords: &mut [Coord<f64>]) {
        if let Some(shift) = self.reading.shift {
            for coord in coords {
                *coord = shift.undone(*coord);
            }
        }
    }
}

/// Where no datum shift is known the layer is refused by itself; here some hundred metres do not matter then.
fn to_degrees(said: &Crs) -> Transform {
    let shifted = Crs::from_code(DEGREES).and_then(|degrees| Transform::between(said, &degrees));
    shifted.unwrap_or_else(|_| Transform::geodetic_from(said))
}

/// The readings worth a test for a layer around `center`, what is said first.
///
/// Of two planes that are the same (a 6-degree zone without its number is the 3-degree one around the same meridian) the
/// 3-degree one is taken.
pub fn readings(said: Option<&Crs>, center: Coord<f64>) -> Vec<Reading> {
    let mut readings = Vec::new();
    let turned = Coord {
        x: center.y,
        y: center.x,
    };
    let in_degrees = is_lon_lat(center) || is_lon_lat(turned);
    let base = if said.is_some() {
        Reading::AS_SAID
    } else {
        Reading::plain(System::LonLat)
    };
    if said.is_some() || in_degrees {
        readings.push(base);
        readings.extend(WebShift::ALL.map(|shift| Reading {
            shift: Some(shift),
            ..base
        }));
        readings.push(Reading {
            swapped: true,
            ..base
        });
    }
    if in_degrees {
        let said_in_degrees = said.is_some_and(Crs::is_geographic);
        let degrees = Reading::plain(System::LonLat);
        readings.extend((said.is_some() && !said_in_degrees).then_some(degrees));
        return readings;
    }
    for (at, swapped) in [(center, false), (turned, true)] {
        let zones = ChineseZone::all()
            .filter(|zone| zone.is_numbered() || zone.width() == ZoneWidth::Three)
            .filter(|zone| zone.may_hold(at))
            .filter(|zone| said.is_none_or(|said| said.code() != zone.code() || swapped));
        readings.extend(zones.map(|zone| Reading {
            swapped,
            ..Reading::plain(System::Zone(zone))
        }));
    }
    if is_mercator(center) && said.is_none_or(|said| said.code() != "EPSG:3857") {
        readings.push(Reading::plain(System::WebMercator));
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(said: Option<&str>, center: (f64, f64)) -> Vec<String> {
        let said = said.map(|code| Crs::from_code(code).unwrap());
        let readings = readings(said.as_ref(), center.into());
        readings.into_iter().map(Reading::code).collect()
    }

    #[test]
    fn what_is_worth_a_test() {
        let degrees = codes(Some("EPSG:4490"), (120.5, 30.3));
        assert_eq!(degrees, ["as_said", "gcj02", "bd09", "swapped"]);
        assert_eq!(codes(None, (30.3, 120.5)).len(), 4);
        let plane = codes(Some("EPSG:4549"), (548_097.0, 3_353_475.0));
        assert_eq!(plane.len(), 4 + 20);
        assert!(plane.contains(&"EPSG:4548".to_owned()));
        let plane = codes(Some("EPSG:4549"), (40_548_097.0, 3_353_475.0));
        assert_eq!(plane.last().map(String::as_str), Some("EPSG:4528"));
        assert_eq!(
            codes(Some("EPSG:4549"), (120.5, 30.3)).last().unwrap(),
            "EPSG:4490"
        );
        assert!(codes(None, (13_413_000.0, 3_540_000.0)).contains(&"EPSG:3857".to_owned()));
        let survey = codes(None, (3_353_475.0, 548_097.0));
        assert_eq!(survey.len(), 21);
        assert!(survey.iter().all(|code| code.ends_with("+swapped")));
    }
}
