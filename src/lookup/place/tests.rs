//! Each writing once, what can be read in several ways, and nonsense.
#![cfg(test)]

use super::*;
use proptest::prelude::*;

/// Hangzhou's plane; data around 120.2° E, 30.3° N.
fn with_ground<R>(work: impl FnOnce(&Ground<'_>) -> R) -> R {
    let crs = Crs::from_code("EPSG:4549").unwrap();
    let middle = Coord {
        x: 519_238.0,
        y: 3_353_000.0,
    };
    let home = Extent::from_corners(middle, middle).inflated(40_000.0);
    work(&Ground {
        crs: &crs,
        home,
        middle: Some(middle),
    })
}

/// Degrees as `lon lat`, zones as `zone degrees/number east north`, planes as `code east north`, scales as `1:N`.
fn read(text: &str) -> Vec<String> {
    with_ground(|ground| {
        let proposals = proposals(text, ground).into_iter();
        proposals
            .map(|proposal| match proposal {
                Proposal::Scale(scale) => format!("1:{scale}"),
                Proposal::Place(place) => match place.reading {
                    Reading::Degrees(own) => format!("{:.5} {:.5}", own.lon_deg, own.lat_deg),
                    Reading::Zone(zone, at) => {
                        format!(
                            "zone {}/{} {} {}",
                            zone.width().degrees(),
                            zone.number(),
                            at.x,
                            at.y
                        )
                    }
                    Reading::Plane(code, at) => format!("{code} {} {}", at.x, at.y),
                },
            })
            .collect()
    })
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn degrees_with_decimals() {
    for text in [
        "120.35, 30.28",
        "30.28, 120.35",
        "120.35 30.28",
        "120.35，30.28",
        "１２０．３５，３０．２８",
        "30.28N 120.35E",
        "N30.28 E120.35",
        "30.28°N, 120.35°E",
        "120.35°E 30.28°N",
        "东经120.35° 北纬30.28°",
        "北纬30.28度，东经120.35度",
        "经度：120.35，纬度：30.28",
        "lon: 120.35 lat: 30.28",
        "lat=30.28; lng=120.35",
        "Longitude 120.35, Latitude 30.28",
        "(120.35, 30.28)",
        "E120.35 30.28",
        "120.35\n30.28",
        "+120.35 +30.28",
    ] {
        check(text, &["120.35000 30.28000"]);
    }
    check("-0.5, 51.5", &["-0.50000 51.50000", "51.50000 -0.50000"]);
    check("51.5N 0.5W", &["-0.50000 51.50000"]);
    check("33.9S 151.2E", &["151.20000 -33.90000"]);
}

#[test]
fn degrees_minutes_seconds() {
    for text in [
        "118°06′E 39°12′N",
        "39°12′N 118°06′E",
        "E118°06' N39°12'",
        "118°06'00\"E, 39°12'00\"N",
        "118°06′00″E 39°12′00″N",
        "东经118°06′ 北纬39°12′",
        "东经118度6分 北纬39度12分",
        "东经１１８度６分０秒，北纬３９度１２分０秒",
        "118 06 00 39 12 00",
        "118 06 00 E 39 12 00 N",
        "N 39 12 00, E 118 06 00",
        "118°06 39°12",
        "118°06'00'' 39°12'00''",
        "118º06’00” 39º12’00”",
    ] {
        check(text, &["118.10000 39.20000"]);
    }
    check("118°06′30.6″E 39°12′N", &["118.10850 39.20000"]);
    check("118°06.51′ 39°12′", &["118.10850 39.20000"]);
    check("118°60′E 39°12′N", &[]);
    check("118°06′61″E 39°12′N", &[]);
}

#[test]
fn one_of_them_alone() {
    // The other one is that of the middle of the map.
    for text in ["E118°06'30\"", "118°06'30\"E", "东经118°06′30″"] {
        let found = read(text);
        assert!(
            found.len() == 1 && found[0].starts_with("118.10833 30.29"),
            "{text}: {found:?}"
        );
    }
    let found = read("北纬30°");
    assert!(found.len() == 1 && found[0].ends_with(" 30.00000"), "{found:?}");
    check("120.35", &[]);
    check("39521234", &[]);
}

#[test]
fn planes() {
    check("39521234, 4341234", &["zone 3/39 39521234 4341234"]);
    check("4341234, 39521234", &["zone 3/39 39521234 4341234"]);
    check("20521234.5 4341234", &["zone 6/20 20521234.5 4341234"]);
    // The zone of the workspace, with its number and without.
    check("40519238, 3353000", &["zone 3/40 40519238 3353000"]);
    check("519238, 3353000", &["EPSG:4549 519238 3353000"]);
    check("3353000 519238", &["EPSG:4549 519238 3353000"]);
    // What the read-out writes.
    check("东 519238.00 m，北 3353000.00 m", &["EPSG:4549 519238 3353000"]);
    check("E 519238.00 m, N 3353000.00 m", &["EPSG:4549 519238 3353000"]);
    check("X=3353000 Y=519238", &["EPSG:4549 519238 3353000"]);
    check("X: 40519238; Y: 3353000", &["zone 3/40 40519238 3353000"]);
    check("１２３、４", &["123.00000 4.00000"]);
}

#[test]
fn what_can_be_read_in_several_ways() {
    // Both within 90°: in China first.
    check("75.5, 38.2", &["75.50000 38.20000", "38.20000 75.50000"]);
    check("38.2, 75.5", &["75.50000 38.20000", "38.20000 75.50000"]);
    // Web Mercator of Hangzhou begins as zone 13 does.
    check(
        "13397300, 3539000",
        &["EPSG:3857 13397300 3539000", "zone 6/13 13397300 3539000"],
    );
}

#[test]
fn scales() {
    for text in [
        "1:50000",
        "1：50000",
        "1:50,000",
        "1/50000",
        "1 : 50 000",
        "比例尺 1:5万",
        "１：５００００",
    ] {
        check(text, &["1:50000"]);
    }
    check("1:0", &[]);
    check("1:", &[]);
    check("1:1e300", &[]);
}

#[test]
fn nonsense_is_no_place() {
    for text in [
        "",
        "湿地",
        "export map",
        "120.35, 95.0, 3",
        "200, 30",
        "120.35 N 30.28 N",
        "E E 120 30",
        "1106",
        "NaN, inf",
        "°′″",
        "120°E 30°E",
        "5 eastern 6",
        "W-120 30",
        "1 2 3 4 5",
    ] {
        check(text, &[]);
    }
    check(&"9".repeat(500), &[]);
}

#[test]
fn zones_lie_where_they_should() {
    with_ground(|ground| {
        let place = |text: &str| match proposals(text, ground).remove(0) {
            Proposal::Place(place) => place.at,
            Proposal::Scale(_) => panic!("{text}"),
        };
        let (with_number, without) = (place("40519238, 3353000"), place("519238, 3353000"));
        assert!((with_number.x - without.x).hypot(with_number.y - without.y) < 1e-3);
    });
}

proptest! {
    #[test]
    fn nothing_typed_breaks_it(text in "[0-9.,:°′″'\"EWNSxy东经北纬度分秒 +-]{0,30}") {
        for text in read(&text) {
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
        }
    }

    #[test]
    fn what_is_written_is_read(lon in 73.0..135.9_f64, lat in 55.0..89.0_f64) {
        // North of China, so that only one order is on the map of the country at all.
        for text in [format!("{lon:.6}°E {lat:.6}°N"), format!("北纬{lat:.6}° 东经{lon:.6}°")] {
            let found = read(&text);
            let numbers: Vec<f64> = found[0].split(' ').map(|number| number.parse().unwrap()).collect();
            let off = (numbers[0] - lon).abs().max((numbers[1] - lat).abs());
            prop_assert!(found.len() == 1 && off < 1e-5, "{}: {:?}", text, found);
        }
    }
}
