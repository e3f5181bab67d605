//! What the range of coordinates tells, without any other layer.

use geo::Coord;

use crate::geom::chinese_zone::ChineseZone;
use crate::geom::crs::{Crs, Transform};
use crate::geom::extent::Extent;
use crate::model::crs_doubt::CrsDoubt;
use crate::model::crs_note::CrsNote;
use crate::model::crs_reading::{Reading, System, Trust};

use crate::formats::sample::middle;

/// Degrees beyond the area of use of a system: one more zone to either side is common practice.
const BEYOND_DEG: f64 = 3.0;

/// What the vertices of a layer tell about the system that it is read in; `None` where nothing says one.
pub fn by_range(vertices: &[Coord<f64>], crs: Option<&Crs>) -> CrsDoubt {
    let mut doubt = CrsDoubt::default();
    let Some(center) = middle(vertices) else {
        return doubt;
    };
    doubt.range = Some(Extent::of_coords(vertices.iter().copied()));
    doubt.easting_zone = ChineseZone::in_easting(center.x);
    match crs {
        None => propose(&mut doubt, vertices, center),
        Some(crs) if crs.is_geographic() => of_degrees(&mut doubt, vertices, crs),
        Some(crs) => of_plane(&mut doubt, vertices, crs, center),
    }
    if let Some(crs) = crs.filter(|crs| !doubt.is_refused() && is_outside(vertices, crs)) {
        let code = crs.code().to_owned();
        doubt.note(CrsNote::OutsideArea { code });
    }
    doubt
}

fn of_degrees(doubt: &mut CrsDoubt, vertices: &[Coord<f64>], crs: &Crs) {
    let fits = mostly(vertices, is_lon_lat);
    if !fits {
        let code = crs.code().to_owned();
        doubt.note(CrsNote::NotDegrees { code });
    }
    if mostly(vertices, is_swapped) {
        doubt.note(CrsNote::AxesSwapped);
    }
}

fn of_plane(doubt: &mut CrsDoubt, vertices: &[Coord<f64>], crs: &Crs, center: Coord<f64>) {
    let code = || crs.code().to_owned();
    if mostly(vertices, is_lon_lat) {
        doubt.note(CrsNote::NotMetres { code: code() });
        return;
    }
    let Some(said) = ChineseZone::of_code(crs.code()) else {
        return;
    };
    match ChineseZone::in_easting(center.x) {
        // Metres of the web maps may look like zones 13 to 15, which are those of the far west.
        Some(found) if found != said && !is_mercator(center) => doubt.note(CrsNote::ZoneNumber {
            code: code(),
            zone: found.number(),
            fitting: found.code(),
        }),
        None if said.is_numbered() && said.with_number(false).may_hold(center) => {
            doubt.note(CrsNote::NoZoneNumber {
                code: code(),
                fitting: said.with_number(false).code(),
            });
        }
        _ => {}
    }
}

fn propose(doubt: &mut CrsDoubt, vertices: &[Coord<f64>], center: Coord<f64>) {
    doubt.trust = Trust::Refused;
    let turned = Coord {
        x: center.y,
        y: center.x,
    };
    let swapped = |reading: Reading| Reading {
        swapped: true,
        ..reading
    };
    let degrees = Reading::plain(System::LonLat);
    if mostly(vertices, is_swapped) {
        doubt.proposals.push(swapped(degrees));
    }
    if mostly(vertices, is_lon_lat) {
        doubt.proposals.push(degrees);
    }
    let numbered = |at: Coord<f64>| ChineseZone::in_easting(at.x).filter(|zone| zone.may_hold(at));
    let zone = |zone| Reading::plain(System::Zone(zone));
    doubt.proposals.extend(numbered(center).map(zone));
    let turned_zone = numbered(turned).map(zone);
    doubt.proposals.extend(turned_zone.map(swapped));
    if is_mercator(center) {
        doubt.proposals.push(Reading::plain(System::WebMercator));
    }
    let unnumbered = |at| ChineseZone::all().any(|zone| !zone.is_numbered() && zone.may_hold(at));
    if !doubt.proposals.is_empty() {
        let readings = doubt.proposals.clone();
        doubt.note(CrsNote::Proposals { readings });
    } else if unnumbered(center) || unnumbered(turned) {
        let swapped = !unnumbered(center);
        doubt.note(CrsNote::AnyZone { swapped });
    }
}

fn is_outside(vertices: &[Coord<f64>], crs: &Crs) -> bool {
    let to_geodetic = Transform::geodetic_from(crs);
    let area = crs.area_of_use().inflated(BEYOND_DEG);
    let step = (vertices.len() / 1000).max(1);
    let mut some: Vec<Coord<f64>> = vertices.iter().step_by(step).copied().collect();
    to_geodetic.apply(&mut some);
    // What has no place is outside.
    mostly(&some, |place| !area.contains(place))
}

/// True for at least half of them.
fn mostly(vertices: &[Coord<f64>], holds: impl Fn(Coord<f64>) -> bool) -> bool {
    2 * vertices.iter().filter(|coord| holds(**coord)).count() >= vertices.len()
}

/// True where both ordinates can be a longitude and a latitude.
pub fn is_lon_lat(coord: Coord<f64>) -> bool {
    coord.x.abs() <= 180.0 && coord.y.abs() <= 90.0
}

/// A latitude and then a longitude of China.
pub fn is_swapped(coord: Coord<f64>) -> bool {
    (3.0..=54.0).contains(&coord.x) && (73.0..=136.0).contains(&coord.y)
}

/// China on the sphere of the web maps.
pub fn is_mercator(coord: Coord<f64>) -> bool {
    (8.1e6..=15.2e6).contains(&coord.x) && (3.3e5..=7.2e6).contains(&coord.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: Option<&str>, at: (f64, f64), trust: Trust, notes: &[&str]) {
        let vertices: Vec<Coord<f64>> = (0..4)
            .map(|k| Coord {
                x: at.0 + f64::from(k) * 1e-4,
                y: at.1,
            })
            .collect();
        let crs = code.map(|code| Crs::from_code(code).unwrap());
        let doubt = by_range(&vertices, crs.as_ref());
        let found: Vec<&str> = doubt.notes.iter().map(CrsNote::code).collect();
        assert_eq!((doubt.trust, found.as_slice()), (trust, notes), "{doubt:?}");
    }

    #[test]
    fn what_fits_is_not_accused() {
        for (code, at) in [
            ("EPSG:4490", (120.5, 30.3)),
            ("OGC:CRS84", (6.1, 50.8)),
            ("EPSG:4326", (-80.8, 35.2)),
            ("EPSG:4549", (548_097.0, 3_353_475.0)),
            // A city of the next zone, and one beyond it.
            ("EPSG:4549", (259_000.0, 3_353_475.0)),
            ("EPSG:4528", (40_548_097.0, 3_353_475.0)),
            ("EPSG:4499", (21_212_000.0, 3_353_475.0)),
            ("EPSG:3857", (13_413_000.0, 3_540_000.0)),
            ("EPSG:32651", (259_000.0, 3_353_475.0)),
            ("EPSG:28992", (155_000.0, 463_000.0)),
        ] {
            check(Some(code), at, Trust::Plausible, &[]);
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let refused = Trust::Refused;
        check(
            Some("EPSG:4490"),
            (548_097.0, 3_353_475.0),
            refused,
            &["crs_not_degrees"],
        );
        check(Some("EPSG:4549"), (120.5, 30.3), refused, &["crs_not_metres"]);
        check(
            Some("EPSG:4549"),
            (40_548_097.0, 3_353_475.0),
            refused,
            &["crs_zone_number"],
        );
        check(
            Some("EPSG:4527"),
            (40_548_097.0, 3_353_475.0),
            refused,
            &["crs_zone_number"],
        );
        check(
            Some("EPSG:4528"),
            (548_097.0, 3_353_475.0),
            refused,
            &["crs_no_zone_number"],
        );
        check(
            Some("EPSG:4490"),
            (30.3, 120.5),
            refused,
            &["crs_not_degrees", "crs_axes_swapped"],
        );
    }

    #[test]
    fn what_is_odd_is_suspicious() {
        let suspicious = Trust::Suspicious;
        let web_map = (13_413_000.0, 3_540_000.0);
        check(Some("EPSG:4549"), web_map, suspicious, &["crs_outside_area"]);
        check(Some("OGC:CRS84"), (43.8, 87.6), suspicious, &["crs_axes_swapped"]);
        check(
            Some("EPSG:4490"),
            (-80.8, 35.2),
            suspicious,
            &["crs_outside_area"],
        );
        check(
            Some("EPSG:28992"),
            (548_097.0, 3_353_475.0),
            suspicious,
            &["crs_outside_area"],
        );
    }

    #[track_caller]
    fn check_proposals(at: (f64, f64), expected: &[&str]) {
        let doubt = by_range(&[at.into()], None);
        let codes: Vec<String> = doubt.proposals.iter().map(|reading| reading.code()).collect();
        assert_eq!(codes, expected);
        assert!(doubt.is_refused());
    }

    #[test]
    fn proposals_by_range() {
        check_proposals((120.5, 30.3), &["EPSG:4490"]);
        check_proposals((30.3, 120.5), &["EPSG:4490+swapped"]);
        check_proposals((43.8, 87.6), &["EPSG:4490+swapped", "EPSG:4490"]);
        check_proposals((40_548_097.0, 3_353_475.0), &["EPSG:4528"]);
        check_proposals((3_353_475.0, 40_548_097.0), &["EPSG:4528+swapped"]);
        check_proposals((21_212_000.0, 3_353_475.0), &["EPSG:4499"]);
        check_proposals((13_413_000.0, 3_540_000.0), &["EPSG:4491", "EPSG:3857"]);
        check_proposals((548_097.0, 3_353_475.0), &[]);
        check_proposals((1e12, -5.0), &[]);
        check(None, (548_097.0, 3_353_475.0), Trust::Refused, &["crs_any_zone"]);
        check(None, (3_353_475.0, 548_097.0), Trust::Refused, &["crs_any_zone"]);
        check(None, (1e12, -5.0), Trust::Refused, &[]);
        assert_eq!(by_range(&[], None), CrsDoubt::default());
    }
}
