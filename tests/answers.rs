//! Answers by other people that lie beside the data: test suites of JSON and GeoJSON, a polygon splitter, a Shapefile reader.
//!
//! The data lies beside the project and is not part of it; where it is missing the tests say so and pass.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::path::{Path, PathBuf};

use geo::{CoordsIter as _, Geometry};
use redshank::formats::info::describe;
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawLayer, Unread};
use redshank::formats::read::read;
use redshank::model::problem::Done;
use redshank::progress::Progress;
use redshank::session::Session;
use redshank::session::command::Command;
use redshank::session::jobs::Runner;
use redshank::session::location::{Lies, LocationQuery};
use redshank::session::selection::SelectHow;
use serde_json::Value;

fn data(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")).join(folder);
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// The files of a folder with an ending, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = all
        .filter(|path| path.extension().is_some_and(|own| own == ending))
        .collect();
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn attempt_at(path: &Path) -> Result<RawLayer, Unread> {
    read(&FileToRead::at(path), None, &Progress::default())
}

/// A text of the suite as the value of a property.
fn in_a_feature(text: &[u8]) -> Vec<u8> {
    let head =
        br#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"v":"#;
    [head.as_slice(), text, b"}}]}"].concat()
}

/// y_ must parse, n_ must be refused, i_ either way (nst/JSONTestSuite); each stands where a property's value does. What is
/// wrong and hides nothing, a brace too many, must at least be told.
#[test]
fn json_as_its_test_suite_wants_it() {
    let Some(folder) = data("corrupted_and_hostile/json_test_suite") else {
        return;
    };
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("a.geojson");
    let mut wrong = Vec::new();
    let (mut good, mut bad) = (0, 0);
    for case in files(&folder, "json") {
        let text = std::fs::read(&case).unwrap();
        std::fs::write(&path, in_a_feature(&text)).unwrap();
        let (taken, refused, is_told) = match attempt_at(&path) {
            Ok(layer) => (layer.features.len(), layer.refused, !layer.problems.is_empty()),
            Err(_) => (0, 1, true),
        };
        let name = name(&case);
        match name.split('_').next() {
            Some("y") => {
                good += 1;
                if (taken, refused, is_told) != (1, 0, false) {
                    wrong.push(format!("{name}: {taken} read, {refused} refused"));
                }
            }
            Some("n") => {
                bad += 1;
                if refused == 0 && !is_told {
                    wrong.push(format!("{name}: not a word of it"));
                }
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(good > 55 && bad > 100, "{good} {bad}");
}

/// Faults of which the other program speaks and that change no shape: they are read without a word, or with a note.
const HARMLESS: [&str; 5] = [
    // An id that is an object is kept as what it is; the feature goes by its number.
    "badfeatureid",
    // Boxes are not read at all.
    "bbox-contains-string",
    // A height at one vertex alone: heights are not used.
    "different-first-size",
    "point-toomany",
    // Only a habit to be avoided.
    "geometrycollection_nested",
];

/// What is good is read without a refusal; what is bad is refused or mended, with words (mapbox/geojsonhint).
#[test]
fn geojson_as_the_linter_judges_it() {
    let (Some(good), Some(bad)) = (
        data("gis_format_edge_cases/geojson_geojsonhint_good"),
        data("corrupted_and_hostile/geojson_geojsonhint_bad"),
    ) else {
        return;
    };
    for path in files(&good, "geojson") {
        let layer = attempt_at(&path).unwrap();
        let is_noted = layer.problems.iter().all(|raw| raw.problem.done == Done::Noted);
        assert_eq!(
            (layer.refused, is_noted),
            (0, true),
            "{}: {:?}",
            path.display(),
            layer.problems
        );
        assert!(!layer.features.is_empty(), "{}", path.display());
    }
    let mut checked = 0;
    for path in files(&bad, "geojson") {
        let said: Value =
            serde_json::from_slice(&std::fs::read(path.with_extension("result")).unwrap()).unwrap();
        let has_faults = said.as_array().is_some_and(|faults| !faults.is_empty());
        let info = describe(&FileToRead::at(&path), None, None, &Progress::default());
        let is_told = info.is_ok_and(|info| info.problems.iter().any(|problem| problem.done != Done::Noted));
        let expected = has_faults && !HARMLESS.contains(&name(&path).as_str());
        assert_eq!(is_told, expected || !has_faults && is_told, "{}", path.display());
        checked += usize::from(expected);
    }
    assert!(checked > 12, "{checked}");
}

fn coords_of(layer: &RawLayer) -> Vec<(f64, f64)> {
    let shapes = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    shapes
        .flat_map(|shape| shape.coords_iter().map(|c| (c.x, c.y)))
        .collect()
}

/// What the author splits at 180° is a shape that reads otherwise as it stands: it must not be taken without a word
/// (gadomski/antimeridian). Its split forms are read, each as one feature.
#[test]
fn shapes_across_the_antimeridian_are_never_taken_without_a_word() {
    let Some(folder) = data("gis_format_edge_cases/geojson_antimeridian_with_expected") else {
        return;
    };
    let mut split = 0;
    for path in files(&folder.join("input"), "json") {
        let answer = folder.join("output/flat").join(path.file_name().unwrap());
        if !answer.is_file() {
            continue;
        }
        let answer = attempt_at(&answer).unwrap();
        assert_eq!((answer.features.len(), answer.refused), (1, 0));
        let is_same = coords_of(&answer) == coords_of(&attempt_at(&path).unwrap());
        let info = describe(&FileToRead::at(&path), None, None, &Progress::default()).unwrap();
        let is_told = info.problems.iter().any(|problem| problem.done == Done::Refused);
        assert!(is_same || is_told, "{}: {:?}", path.display(), info.problems);
        split += usize::from(!is_same);
    }
    assert!(split > 12, "{split}");
}

/// The same shape with every multi of one part as that part.
fn plain(geometry: &Geometry<f64>) -> Geometry<f64> {
    match geometry {
        Geometry::MultiPolygon(all) if all.0.len() == 1 => all.0[0].clone().into(),
        Geometry::MultiLineString(all) if all.0.len() == 1 => all.0[0].clone().into(),
        other => other.clone(),
    }
}

/// The shapes that another reader of Shapefiles makes of the same files (mbostock/shapefile); its values are compared in
/// tests/binary.rs.
#[test]
fn shapes_as_another_reader_gives_them() {
    let Some(folder) = data("gis_format_edge_cases/shapefile_mbostock_with_expected_json") else {
        return;
    };
    let mut checked = 0;
    for path in files(&folder, "shp") {
        let (own, other) = (
            attempt_at(&path).unwrap(),
            attempt_at(&path.with_extension("json")).unwrap(),
        );
        assert_eq!(own.features.len(), other.features.len(), "{}", path.display());
        for (own, other) in own.features.iter().zip(&other.features) {
            let (own_shape, other_shape) = (
                own.geometry.as_ref().map(plain),
                other.geometry.as_ref().map(plain),
            );
            assert_eq!(
                own_shape,
                other_shape,
                "{} feature {}",
                path.display(),
                own.number
            );
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked}");
}

/// Of 194 turbines in Aachen, as many lie in protected areas, apart from them and within a kilometre as GEOS says (no
/// turbine is near that limit).
#[test]
fn turbines_by_location_as_geos_has_it() {
    let Some(folder) = data("siting_cases/de_aachen_wind") else {
        return;
    };
    let files = [
        "CDDA_aachenClipped",
        "Natura2000_aachenClipped",
        "aachen_placements",
    ];
    let paths = files.map(|name| folder.join(name).with_extension("geojson"));
    let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
    session.dispatch(Command::Open(paths.into()));
    session.poll();
    let mut check = |to: &str, lies: Lies, expected: usize| {
        session.dispatch(Command::SelectByLocation(Box::new(LocationQuery {
            layers: vec!["aachen_placements".into()],
            lies,
            within_m: 1_000.0,
            to: to.into(),
            selected_only: false,
            how: SelectHow::Replace,
        })));
        session.poll();
        assert_eq!(session.selection().features.len(), expected, "{to} {lies:?}");
    };
    for (to, inside, near) in [
        ("CDDA_aachenClipped", 72, 116),
        ("Natura2000_aachenClipped", 22, 112),
    ] {
        check(to, Lies::Meeting, inside);
        check(to, Lies::Within, inside);
        check(to, Lies::Apart, 194 - inside);
        check(to, Lies::Containing, 0);
        check(to, Lies::Near, near);
    }
}
