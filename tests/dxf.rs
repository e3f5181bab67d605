//! DXF: shapes with their arcs, layers and texts, and what is refused by sort and number.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::f64::consts::PI;
use std::path::Path;

use geo::{Area as _, Geometry};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawFeature, RawLayer};
use redshank::formats::read::read;
use redshank::formats::source_crs::{Evidence, SourceCrs};
use redshank::model::problem::Done;
use redshank::progress::Progress;
use redshank::words::Lang;

fn case() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/outline.dxf");
    std::fs::read_to_string(path).unwrap()
}

fn drawing(bytes: &[u8]) -> RawLayer {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dxf");
    std::fs::write(&path, bytes).unwrap();
    read(&FileToRead::at(&path), None, &Progress::default()).unwrap()
}

fn entities(text: &str) -> RawLayer {
    let lines: Vec<&str> = text.split_whitespace().collect();
    drawing(
        format!(
            "0\nSECTION\n2\nENTITIES\n{}\n0\nENDSEC\n0\nEOF\n",
            lines.join("\n")
        )
        .as_bytes(),
    )
}

fn length(geometry: &Geometry<f64>) -> f64 {
    match geometry {
        Geometry::LineString(line) => line.lines().map(|edge| edge.dx().hypot(edge.dy())).sum(),
        other => panic!("{other:?}"),
    }
}

fn by_id<'a>(layer: &'a RawLayer, id: &str) -> &'a RawFeature {
    let found = layer
        .features
        .iter()
        .find(|feature| feature.id.as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no {id}"))
}

fn said(layer: &RawLayer) -> Vec<(Done, String)> {
    let problems = layer.problems.iter().map(|raw| &raw.problem);
    problems
        .map(|problem| {
            (
                problem.done,
                problem.kind.code().to_owned() + " " + &problem.text(Lang::En),
            )
        })
        .collect()
}

#[test]
fn a_drawing_with_every_sort() {
    let layer = drawing(case().as_bytes());
    assert_eq!(
        (layer.features.len(), layer.refused, layer.format),
        (11, 3, "DXF")
    );
    let area = |id: &str| by_id(&layer, id).geometry.as_ref().unwrap().unsigned_area();
    // The closed forms; GDAL 3.12.4, which cuts arcs every four degrees, is within 0.1 % of each.
    for (id, expected, gdal) in [
        ("A1", 120_000.0 + PI * 150.0 * 150.0 / 2.0, None),
        ("A3", 40_000.0 - PI * 50.0 * 50.0, Some(32_152.396_703_791_3)),
        ("A4", PI * 100.0, None),
        ("AA", PI * 100.0 * 50.0, None),
        ("AB", 10_000.0, Some(10_000.0)),
    ] {
        let found = area(id);
        assert!(
            (found - expected).abs() < 1.0 && (found / expected - 1.0).abs() < 1e-3,
            "{id}: {found}"
        );
        assert!(
            gdal.is_none_or(|gdal: f64| (found / gdal - 1.0).abs() < 1e-3),
            "{id}: {found}"
        );
    }
    let long = |id: &str| length(by_id(&layer, id).geometry.as_ref().unwrap());
    for (id, gdal) in [
        ("A2", 120.710_678_118_654_76),
        ("A5", 314.095_470_322_504_9),
        ("A6", 100.0),
    ] {
        assert!((long(id) / gdal - 1.0).abs() < 3e-4, "{id}: {}", long(id));
    }
    let text = |id: &str| by_id(&layer, id).properties.text("text");
    assert_eq!(
        (text("A8").as_deref(), text("A9").as_deref()),
        (Some("湿地"), Some("two lines"))
    );
    assert_eq!(
        by_id(&layer, "A1").properties.text("layer").as_deref(),
        Some("RED")
    );
    assert!(by_id(&layer, "A7").extra_ordinates);
    assert_eq!(SourceCrs::decide(&layer, None, "f").evidence, Evidence::None);
    let expected = [
        (Done::Refused, "not_read 2 parts of the sort INSERT are not read"),
        (Done::Refused, "not_read 1 part of the sort SPLINE is not read"),
        (Done::Noted, "not_read 1 part of the sort DIMENSION is not read"),
        (
            Done::Noted,
            "approximated the curves of 5 features were turned into edges within 1 mm",
        ),
        (
            Done::Noted,
            "extra_ordinates 1 feature has heights or other ordinates, which are not used",
        ),
    ];
    assert_eq!(said(&layer), expected.map(|(done, text)| (done, text.to_owned())));
}

#[test]
fn encodings() {
    let text = case().replace("\\U+6E7F\\U+5730", "湿地");
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    let layer = drawing(&gbk);
    assert_eq!(layer.encoding.unwrap().name, "GBK");
    assert_eq!(
        by_id(&layer, "A8").properties.text("text").as_deref(),
        Some("湿地")
    );
    let newer = text.replace("AC1015", "AC1027");
    assert_eq!(drawing(newer.as_bytes()).encoding.unwrap().name, "UTF-8");
}

#[test]
fn planes_that_look_the_other_way() {
    let line = "0 LWPOLYLINE 8 a 90 3 70 1 10 -100 20 0 10 -200 20 0 10 -200 20 100";
    let layer = entities(&format!("{line} 210 0 220 0 230 -1"));
    let Some(Geometry::Polygon(ring)) = &layer.features[0].geometry else {
        panic!("{:?}", layer.features)
    };
    assert!(ring.exterior().0.iter().all(|place| place.x >= 100.0));
    let tilted = entities(&format!("{line} 210 0 220 1 230 0"));
    assert_eq!((tilted.features.len(), tilted.refused), (0, 1));
}

#[test]
fn what_is_lost_is_refused_and_counted() {
    let check = |text: &str, read: usize, code: &str| {
        let layer = entities(text);
        assert_eq!((layer.features.len(), layer.refused), (read, 1), "{text}");
        assert!(
            said(&layer)
                .iter()
                .any(|(done, text)| *done == Done::Refused && text.starts_with(code)),
            "{text}"
        );
    };
    let point = "0 POINT 8 a 10 1 20 2";
    check(
        &format!("0 LINE 8 a 10 1 20 2 11 x 21 4 {point}"),
        1,
        "bad_coordinate",
    );
    check(&format!("0 LINE 8 a 10 1 20 2 11 3 {point}"), 1, "bad_coordinate");
    check(
        &format!("0 LINE 8 a 10 1 20 2 11 3 21 inf {point}"),
        1,
        "bad_coordinate",
    );
    check(
        &format!("0 LWPOLYLINE 8 a 90 3 10 1 20 2 10 3 20 4 {point}"),
        1,
        "stated_count",
    );
    check(
        &format!("0 POLYLINE 8 a 70 64 0 VERTEX 8 a 10 1 20 2 0 SEQEND 8 a {point}"),
        1,
        "not_read",
    );
    check(
        &format!("0 HATCH 8 a 91 1 92 1 93 1 72 4 94 3 {point}"),
        1,
        "not_read",
    );
    check(&format!("0 HATCH 8 a 91 1000000000 {point}"), 1, "stated_count");
    check(
        "0 LINE 8 a 10 1 20 2 11 3 21 4 1 POINT 8 a 10 1 20 2",
        0,
        "bad_line",
    );
}

#[test]
fn a_cut_or_broken_drawing_says_so() {
    let text = case();
    let cut = text.find("A6").unwrap();
    let layer = drawing(&text.as_bytes()[..cut]);
    assert_eq!((layer.features.len(), layer.refused), (5, 1));
    let broken = drawing(text.replacen("  5\nA6", "  x\nA6", 1).as_bytes());
    assert_eq!((broken.features.len(), broken.refused), (5, 1));
}
