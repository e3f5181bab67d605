//! GeoParquet: small files of another writer (pyarrow 26, from `tests/cases/geoparquet/make.py`), what is said of their
//! faults, and footers that lie.
#![cfg(feature = "parquet")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::path::{Path, PathBuf};

use geo::{Area as _, CoordsIter as _};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawFeature, RawLayer, Unread};
use redshank::formats::read::read;
use redshank::formats::source_crs::{Evidence, SourceCrs};
use redshank::model::problem::{Done, Problem};
use redshank::progress::Progress;
use serde_json::{Map, Value, json};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/geoparquet")
        .join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(case(name)).unwrap()
}

fn read_case(name: &str) -> RawLayer {
    read(&FileToRead::at(&case(name)), None, &Progress::default()).unwrap()
}

fn read_bytes(bytes: &[u8]) -> Result<RawLayer, Box<Problem>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.parquet");
    std::fs::write(&path, bytes).unwrap();
    read(&FileToRead::at(&path), Some("n"), &Progress::default()).map_err(|unread| match unread {
        Unread::Problem(problem) => problem,
        other => panic!("{other}"),
    })
}

fn said(layer: &RawLayer) -> Vec<(&'static str, Done)> {
    let problems = layer.problems.iter().map(|raw| &raw.problem);
    problems
        .map(|problem| (problem.kind.code(), problem.done))
        .collect()
}

fn properties(feature: &RawFeature) -> Value {
    let pairs = feature.properties.iter();
    let pairs = pairs.map(|(name, value)| (name.to_string(), value.to_json()));
    Value::Object(pairs.collect::<Map<String, Value>>())
}

fn crs(layer: &RawLayer) -> (Option<String>, Evidence) {
    let source = SourceCrs::decide(layer, None, "f");
    (source.crs.map(|crs| crs.code().to_owned()), source.evidence)
}

fn area_and_vertices(layer: &RawLayer) -> (f64, usize) {
    let shapes = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    shapes.fold((0.0, 0), |(area, count), shape| {
        (area + shape.unsigned_area(), count + shape.coords_count())
    })
}

#[test]
fn geometry_in_every_writing_is_the_same() {
    for name in ["parcels.parquet", "parcels_v2.parquet", "parcels_native.parquet"] {
        let layer = read_case(name);
        assert_eq!(
            (layer.features.len(), layer.refused, layer.format),
            (12, 0, "GeoParquet"),
            "{name}"
        );
        let missing: Vec<usize> = layer
            .features
            .iter()
            .filter(|feature| feature.geometry.is_none())
            .map(|feature| feature.number)
            .collect();
        assert_eq!(missing, [4], "{name}");
        let (area, vertices) = area_and_vertices(&layer);
        // Eleven features of 0.005 by 0.004 degrees, one of them twice, one with a hole of 0.002 by 0.001.
        assert!((area - (12.0 * 2e-5 - 2e-6)).abs() < 1e-15, "{name}: {area}");
        assert_eq!(vertices, 13 * 5, "{name}");
    }
}

#[test]
fn values_of_every_type() {
    let layer = read_case("parcels.parquet");
    assert_eq!(said(&layer), []);
    assert_eq!(crs(&layer), (Some("EPSG:4490".to_owned()), Evidence::File));
    let first = json!({
        "DLBM": "1106", "n": -2, "big": 9_223_372_036_854_775_808_u64, "ratio": 0.0, "sure": true,
        "day": "2026-11-01", "at": "2026-01-01T00:30:15.25Z", "ha": 0.0, "list": null, "parts": null, "tags": null,
        "raw": null
    });
    let sixth = json!({
        "DLBM": null, "n": 3, "big": 9_223_372_036_854_775_813_u64, "ratio": 1.25, "sure": null,
        "day": "2026-11-06", "at": "2026-01-01T05:30:15.25Z", "ha": 50.05, "list": [5, null, 6],
        "parts": { "k": "v5", "w": [{ "z": 5 }] }, "tags": { "a": "b", "c": null }, "raw": "0x01ff"
    });
    let fourth = json!([]);
    assert_eq!(properties(&layer.features[0]), first);
    assert_eq!(properties(&layer.features[5]), sixth);
    assert_eq!(properties(&layer.features[3])["list"], fourth);
    let numbers: Vec<usize> = layer.features.iter().map(|feature| feature.number).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
}

#[test]
fn without_a_crs_the_standard_holds_and_geodesic_edges_are_told() {
    let layer = read_case("parcels_native.parquet");
    assert_eq!(crs(&layer), (Some("OGC:CRS84".to_owned()), Evidence::Standard));
    assert_eq!(said(&layer), [("geodesic_edges", Done::Noted)]);
}

/// The same file with other words in the footer, of the same length.
fn with_words(name: &str, old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes(name);
    let at = bytes
        .windows(old.len())
        .rposition(|window| window == old.as_bytes());
    let at = at.unwrap();
    bytes[at..at + new.len()].copy_from_slice(new.as_bytes());
    bytes
}

#[test]
fn what_the_words_of_geoparquet_lead_to() {
    let check = |old: &str, new: &str, code: &str| {
        let refused = read_bytes(&with_words("parcels_v2.parquet", old, new)).unwrap_err();
        assert_eq!(refused.kind.code(), code, "{new}");
    };
    check("\"WKB\"", "\"WKX\"", "unsupported");
    check("\"primary_column\"", "\"primary_colomn\"", "corrupt");
    check(
        "primary_column\": \"geometry\"",
        "primary_column\": \"geometri\"",
        "corrupt",
    );
    check("{\"version\"", "[\"version\"", "corrupt");
    // Without any such words the column is taken by its name, and the CRS is asked for.
    let layer = read_bytes(&with_words("parcels_v2.parquet", "\u{3}geo", "\u{3}gex")).unwrap();
    assert_eq!(said(&layer), [("columns_used", Done::Noted)]);
    assert_eq!(crs(&layer), (None, Evidence::None));
}

/// Bytes of one page that are all wrong take the rows of that page away and no others.
#[test]
fn a_damaged_page_hides_no_other() {
    let mut bytes = bytes("parcels.parquet");
    let packed = [0x28, 0xb5, 0x2f, 0xfd];
    let last = bytes.windows(4).rposition(|window| window == packed).unwrap();
    bytes[last] = 0;
    let layer = read_bytes(&bytes).unwrap();
    assert!(layer.refused > 0 && layer.refused < 12, "{}", layer.refused);
    assert_eq!(layer.found(), 12);
    assert!(
        said(&layer)
            .iter()
            .all(|(code, done)| (*code, *done) == ("corrupt", Done::Refused))
    );
    assert!(layer.problems.iter().all(|raw| raw.problem.feature > Some(10)));
}

#[test]
fn a_cut_file_has_no_footer() {
    let whole = bytes("parcels.parquet");
    for length in [4, 11, 12, 500, whole.len() - 1] {
        let refused = read_bytes(&whole[..length]).unwrap_err();
        assert_eq!(refused.kind.code(), "truncated", "{length}");
    }
}

#[test]
fn cancelled_before_the_first_page() {
    let progress = Progress::default();
    progress.cancel();
    let stopped = read(&FileToRead::at(&case("parcels.parquet")), None, &progress);
    assert!(matches!(stopped, Err(Unread::Cancelled(_))));
}

/// A file of nothing but this footer.
fn with_footer(footer: &[u8]) -> Vec<u8> {
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", footer, &length, b"PAR1"].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// A node of the schema: repetition, name, and the number of its children.
fn group(children: u64) -> Vec<u8> {
    [&[0x35, 0, 0x18, 1, b'a', 0x15][..], &varint(children << 1), &[0]].concat()
}

/// A footer with these nodes.
fn schema(nodes: &[Vec<u8>]) -> Vec<u8> {
    let count = varint(nodes.len() as u64);
    [&[0x29, 0xfc][..], &count, &nodes.concat(), &[0]].concat()
}

#[test]
fn footers_that_lie_take_no_memory() {
    let check = |file: &[u8], code: &str| assert_eq!(read_bytes(file).unwrap_err().kind.code(), code);
    let many = 1 << 30;
    check(&with_footer(&schema(&[group(many)])), "corrupt");
    check(&with_footer(&schema(&vec![group(1); 100_000])), "limit");
    check(
        &with_footer(&[0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f]),
        "wrong_length",
    );
    check(&with_footer(&[0x2c; 100_000]), "limit");
    check(&with_footer(&[]), "wrong_length");
    check(&with_footer(&[0]), "corrupt");
    let mut said_too_long = with_footer(&[0]);
    said_too_long[5] = 200;
    check(&said_too_long, "wrong_length");
    let mut encrypted = with_footer(&[0]);
    let end = encrypted.len() - 1;
    encrypted[end] = b'E';
    check(&encrypted, "unsupported");
}

/// A row group that claims more rows than any file of this length can have.
#[test]
fn more_rows_than_bytes_can_hold_are_refused() {
    let bytes = bytes("parcels_native.parquet");
    // The last number of rows that is written as 12, in the row group.
    let places: Vec<usize> = (0..bytes.len() - 1)
        .filter(|at| bytes[*at] == 0x16 && bytes[at + 1] == 24)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        let mut lying = bytes.clone();
        lying.splice(at + 1..at + 2, varint(1 << 40));
        let end = lying.len() - 8;
        let length = u32::from_le_bytes(lying[end..end + 4].try_into().unwrap()) + 5;
        lying[end..end + 4].copy_from_slice(&length.to_le_bytes());
        match read_bytes(&lying) {
            Ok(layer) => assert!(layer.refused > 0, "{at}"),
            Err(refused) => assert!(["limit", "corrupt"].contains(&refused.kind.code()), "{refused:?}"),
        }
    }
}
