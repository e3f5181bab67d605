//! A small review to keep: three zones, four projects, rules of the command line.
#![allow(dead_code, reason = "not every test needs all of it")]

pub mod cut;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use redshank::dossier::freeze::{Content, Stamp, freeze};
use redshank::formats::open::{OpenOptions, Source, open};
use redshank::formats::workspace::quick::Quick;
use redshank::model::finding::Screening;
use redshank::model::review::decision::Author;
use redshank::model::review::state::Review;
use redshank::model::workspace::Workspace;
use redshank::screening::annex::annex;
use redshank::screening::{Request, screen};

pub fn redshank(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redshank"));
    command.args(arguments).args(["--lang", "en"]).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The command's exit code; its words on failure.
#[track_caller]
pub fn check_code(output: &Output, expected: i32) {
    let said = [text(&output.stdout), text(&output.stderr)].concat();
    assert_eq!(output.status.code(), Some(expected), "{said}");
}

fn square(name: &str, west: f64, south: f64, size: f64) -> String {
    let (east, north) = (west + size, south + size);
    format!(
        r#"{{"type":"Feature","id":"{name}","properties":{{"name":"{name}","n":1,"mixed":"a"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

/// Writes zones and projects into a folder; `moved` moves the second project out of its zone.
pub fn write_sources(folder: &Path, moved: bool) {
    let zones = [
        square("Z-1", 120.0, 30.0, 0.02),
        square("Z-2", 120.1, 30.0, 0.02),
        square("Z-3", 120.2, 30.0, 0.02),
    ];
    let second = if moved { 120.5 } else { 120.11 };
    let projects = [
        square("P-1", 120.01, 30.01, 0.02),
        square("P-2", second, 30.01, 0.02),
        square("P-3", 120.205, 30.005, 0.001),
        square("P-4", 120.3, 30.1, 0.001),
    ];
    std::fs::write(folder.join("zones.geojson"), collection(&zones)).unwrap();
    std::fs::write(folder.join("projects.geojson"), collection(&projects)).unwrap();
}

pub fn quick(folder: &Path) -> Source {
    let mut quick = Quick::default();
    let file = |name: &str| folder.join(name).display().to_string();
    quick
        .add_zone(&format!("core={}", file("zones.geojson")))
        .unwrap();
    quick
        .add_project(&format!("wind={}", file("projects.geojson")))
        .unwrap();
    quick.add_setback("wind=300").unwrap();
    Source::Quick(quick)
}

pub fn screened(source: &Source) -> (Workspace, Screening) {
    let workspace = open(source, &OpenOptions::default(), &Default::default()).unwrap();
    let request = Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    };
    let mut screening = screen(&workspace, &request, &Default::default()).unwrap();
    screening.annex = Some(annex(&workspace, &Default::default()).unwrap().into());
    (workspace, screening)
}

pub fn stamp(name: &str) -> Stamp {
    Stamp {
        at: "2026-11-27T08:00:00Z".parse().unwrap(),
        author: Author {
            name: name.to_owned(),
            role: "reviewer".to_owned(),
        },
    }
}

pub fn keep(path: &Path, workspace: &Workspace, screening: &Screening, earlier: &Review) -> Review {
    let content = Content {
        workspace,
        screening,
        only: &[],
        earlier,
    };
    freeze(path, &content, &stamp("张"), &Default::default()).unwrap()
}

/// A dossier of the small review in a folder.
pub fn small(folder: &Path) -> PathBuf {
    write_sources(folder, false);
    let (workspace, screening) = screened(&quick(folder));
    assert_eq!(screening.findings.len(), 3);
    let path = folder.join("small.redshank");
    keep(&path, &workspace, &screening, &Review::new());
    path
}
