//! Long work looks often whether to stop, stops wherever it is asked to, and leaves nothing half-written: by counting looks,
//! not by the clock. How soon that is in time `cargo run --release --example cancel` prints.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[allow(dead_code, reason = "the example uses the rest")]
#[path = "../examples/cancel/made.rs"]
mod made;
mod scene;

use std::path::Path;
use std::sync::Arc;

use redshank::dossier::freeze::{Content as Frozen, Stamp, freeze};
use redshank::dossier::lock::Holder;
use redshank::dossier::open::Dossier;
use redshank::dossier::verify::verify;
use redshank::model::review::decision::{Author, Decision, State};
use redshank::model::review::event::Deed;
use redshank::model::review::state::Review;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::export::FileKind;
use redshank::report::layers::order::{Content, CrsWish, LayerFormat, LayerOrder};
use redshank::session::work;
use redshank::words::Lang;

const DAY: &str = "2026-11-23";
/// Parcels on a side of the square that they fill.
const SIDE: usize = 20;
const ENOUGH: u64 = u64::MAX - 1;

/// Files below a folder with their bytes.
fn listed(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().is_file());
    let name = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut found: Vec<_> = files
        .map(|own| (name(&own), std::fs::read(own.path()).unwrap()))
        .collect();
    found.sort();
    found
}

/// Does something to its end, which takes at least so many looks; then lets it stop at the first look and at those after so
/// many tenths of them. `out` is where it writes: as before after each stop.
#[track_caller]
fn check(name: &str, out: Option<&Path>, least: u64, does: impl Fn(&Progress) -> bool) {
    let counting = Progress::with_looks(ENOUGH);
    assert!(does(&counting), "{name} cannot be done");
    let looks = ENOUGH - counting.looks_left().unwrap();
    assert!(looks >= least, "{name} looks {looks} times only whether to stop");
    let before = out.map(listed);
    for tenths in [0, 1, 3, 5, 7, 9] {
        let progress = Progress::with_looks(looks * tenths / 10);
        assert!(
            !does(&progress),
            "{name} goes on after {tenths} tenths of {looks} looks"
        );
        assert_eq!(
            out.map(listed),
            before,
            "{name} leaves something after {tenths} tenths"
        );
    }
}

/// The same layers in other pieces of memory: a layer keeps what was worked out of it once.
fn fresh(workspace: &Workspace) -> Workspace {
    let layers = workspace.layers.iter();
    let layers = layers.map(|layer| Arc::new(layer.renamed(layer.about.name.clone())));
    Workspace {
        layers: layers.collect(),
        ..workspace.clone()
    }
}

#[test]
fn reading_stops_wherever_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = made::workspace(SIDE);
    let parcels = (SIDE * SIDE) as u64;
    for (name, path) in made::files(folder.path(), &workspace, SIDE) {
        if ["dxf", "topojson", "wkt"].contains(&name.as_str()) {
            // They say no system, and wait for somebody who knows it.
            continue;
        }
        let paths = [path];
        check(&format!("reading {name}"), None, parcels / 4, |progress| {
            let read = work::read(&paths, progress);
            let told = read.as_ref().err().filter(|_| !progress.is_cancelled());
            assert!(told.is_none(), "{name}: {told:?}");
            read.is_ok()
        });
    }
}

#[test]
fn judging_stops_wherever_it_is_asked_to() {
    let workspace = made::workspace(SIDE);
    let projects = workspace.layers[1].features().len() as u64;
    check("the screening", None, projects, |progress| {
        work::screen(&fresh(&workspace), DAY.parse().unwrap(), progress).is_ok()
    });
    let parcels = Arc::clone(&workspace.layers[0]);
    check("the check of a coverage", None, 4, |progress| {
        work::check_geometry(&parcels, &workspace, progress).is_ok()
    });
}

#[test]
fn writing_stops_wherever_it_is_asked_to() {
    let workspace = made::workspace(SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    let parcels = (SIDE * SIDE) as u64;
    for format in LayerFormat::ALL {
        let out = tempfile::tempdir().unwrap();
        let order = LayerOrder {
            contents: vec![Content::Layer("parcels".into())],
            target: out.path().join(format!("parcels.{}", format.code())),
            format,
            crs: CrsWish::default(),
            coding: None,
        };
        check(
            &format!("a layer as {format:?}"),
            Some(out.path()),
            parcels,
            |progress| {
                let ground = (&workspace, Some(&screening));
                let done = work::export_layers(ground, &[], (&order, Lang::Zh), progress);
                !done.written.is_empty()
            },
        );
    }
    // The others wait for libraries by the clock: see `report::apart`.
    for kind in [FileKind::Csv, FileKind::Json, FileKind::GeoJson] {
        let out = tempfile::tempdir().unwrap();
        check(kind.file_name(), Some(out.path()), 4, |progress| {
            let ground = (&workspace, &screening);
            let done = work::export(ground, out.path(), (&[kind], Lang::Zh), progress);
            !done.written.is_empty()
        });
    }
}

#[test]
fn dossiers_stop_wherever_they_are_asked_to() {
    let workspace = made::workspace(SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.redshank");
    let stamp = Stamp {
        at: "2026-11-27T08:00:00Z".parse().unwrap(),
        author: Author {
            name: "王".into(),
            role: String::new(),
        },
    };
    let content = Frozen {
        workspace: &workspace,
        screening: &screening,
        only: &[],
        earlier: &Review::new(),
    };
    check(
        "storing a dossier",
        Some(folder.path()),
        (SIDE * SIDE) as u64,
        |progress| freeze(&path, &content, &stamp, progress).is_ok(),
    );
    let holder = Holder::this_process(stamp.at);
    check("opening a dossier", Some(folder.path()), 4, |progress| {
        let dossier = Dossier::open(&path, &holder, progress);
        dossier.is_ok_and(|dossier| dossier.workspace(progress).is_ok())
    });
    check("verifying a dossier", None, 4, |progress| {
        let dossier = Dossier::read(&path, progress);
        dossier.is_ok_and(|dossier| verify(&dossier, folder.path(), progress).is_ok())
    });
}

/// A decision of every finding.
fn decided(dossier: &Dossier) -> Vec<Deed> {
    let evidence = dossier.evidence().unwrap().into_iter();
    let decided = evidence.map(|(finding, evidence)| {
        Deed::Decided(Decision {
            finding,
            state: State::Avoid,
            article: None,
            reason: "moved".into(),
            evidence,
            attachments: Vec::new(),
        })
    });
    decided.collect()
}

/// Decisions that are being recorded can be stopped until the moment that they are on the disk, all of them together.
#[test]
fn recording_stops_wherever_it_is_asked_to() {
    let workspace = made::workspace(SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.redshank");
    let stamp = Stamp {
        at: "2026-11-27T08:00:00Z".parse().unwrap(),
        author: Author {
            name: "王".into(),
            role: String::new(),
        },
    };
    let content = Frozen {
        workspace: &workspace,
        screening: &screening,
        only: &[],
        earlier: &Review::new(),
    };
    freeze(&path, &content, &stamp, &Progress::default()).unwrap();
    let holder = Holder::this_process(stamp.at);
    let count = screening.findings.len() as u64;
    assert!(count > 100);
    let mut looks = 0;
    for tenths in [0, 1, 3, 5, 7, 9, 10] {
        let copy = tempfile::tempdir().unwrap();
        let own = copy.path().join("case.redshank");
        std::fs::copy(&path, &own).unwrap();
        let mut dossier = Dossier::open(&own, &holder, &Progress::default()).unwrap();
        let head = dossier.head().to_owned();
        let deeds = decided(&dossier);
        if tenths == 0 {
            // All of it once, to count the looks.
            let counting = Progress::with_looks(ENOUGH);
            dossier.append_until(&stamp, deeds, &counting).unwrap();
            looks = ENOUGH - counting.looks_left().unwrap();
            assert!(looks >= count, "{looks} looks for {count} decisions");
            assert_ne!(dossier.head(), head);
            continue;
        }
        let progress = Progress::with_looks(looks * tenths / 10);
        let done = dossier.append_until(&stamp, deeds, &progress);
        assert_eq!(
            done.is_ok(),
            tenths == 10,
            "after {tenths} tenths of {looks} looks"
        );
        if tenths < 10 {
            assert_eq!(dossier.head(), head);
            drop(dossier);
            let again = Dossier::read(&own, &Progress::default()).unwrap();
            assert_eq!(again.head(), head);
            let names: Vec<String> = listed(copy.path()).into_iter().map(|(name, _)| name).collect();
            assert!(names.iter().all(|name| !name.ends_with(".draft")), "{names:?}");
        }
    }
}
