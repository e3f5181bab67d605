//! Binary formats: against what GDAL finds in the same files, cut and flipped at random, and each fault by name.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use geo::{Area as _, CoordsIter as _};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{EncodingEvidence, RawLayer, Unread};
use redshank::formats::read::read;
use redshank::formats::source_crs::SourceCrs;
use redshank::geom::crs::Crs;
use redshank::model::problem::{Done, Problem};
use redshank::progress::Progress;

const READ: [&str; 1] = ["shp"];

fn data() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn read_table(path: &Path, table: Option<&str>) -> Result<RawLayer, Unread> {
    let file = FileToRead {
        table: table.map(str::to_owned),
        ..FileToRead::at(path)
    };
    read(&file, None, &Progress::default())
}

fn problem(result: Result<RawLayer, Unread>) -> Box<Problem> {
    match result.unwrap_err() {
        Unread::Problem(problem) => problem,
        other => panic!("{other}"),
    }
}

/// Codes of what was said, with what was done.
fn said(layer: &RawLayer) -> Vec<(&'static str, Done)> {
    let problems = layer.problems.iter().map(|raw| &raw.problem);
    problems
        .map(|problem| (problem.kind.code(), problem.done))
        .collect()
}

fn vertices(layer: &RawLayer) -> usize {
    let geometries = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    geometries.map(|geometry| geometry.coords_count()).sum()
}

fn area(layer: &RawLayer) -> f64 {
    let geometries = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    geometries.map(|geometry| geometry.unsigned_area()).sum()
}

/// Files where the other program is known to differ, with the reason in each case's own test.
const DIFFER: [&str; 1] = ["pointnan.shp"];

#[test]
fn as_many_features_vertices_and_as_much_area_as_gdal_finds() {
    let Some(root) = data() else { return };
    let mut checked = 0;
    for row in include_str!("cases/gdal.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
    {
        let cells: Vec<&str> = row.split('\t').collect();
        let path = root.join(cells[0]);
        let ending = path.extension().unwrap().to_str().unwrap();
        if !path.is_file() || !READ.contains(&ending) || DIFFER.iter().any(|name| cells[0].ends_with(name)) {
            continue;
        }
        let layer = read_table(&path, (!cells[1].is_empty()).then_some(cells[1]))
            .unwrap_or_else(|error| panic!("{row}: {error}"));
        let with_shape = layer
            .features
            .iter()
            .filter(|feature| feature.geometry.is_some())
            .count();
        let found = [layer.found(), with_shape, vertices(&layer)];
        let expected: Vec<usize> = cells[2..5].iter().map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(found.as_slice(), expected, "{row}: {:#?}", layer.problems);
        let (found, expected) = (area(&layer), cells[5].parse::<f64>().unwrap());
        assert!((found - expected).abs() <= 1e-9 * expected, "{row}: {found}");
        let source = SourceCrs::decide(&layer, None, cells[0]);
        match (source.crs.as_ref().map(Crs::code), cells[6]) {
            (None, "-" | "other") => {}
            (found, expected) => assert_eq!(found, Some(expected), "{row}"),
        }
        checked += 1;
    }
    assert!(checked > 55, "{checked}");
}
