//! Long work looks often whether to stop, stops wherever it is asked to, and leaves nothing half-written: by counting looks,
//! not by the clock. How soon that is in time `cargo run --release --example cancel` prints.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[allow(dead_code, reason = "the example uses the rest")]
#[path = "../examples/cancel/made.rs"]
mod made;
mod scene;

use std::path::Path;
use std::sync::Arc;

use redshank::dossier::lock::Holder;
use redshank::dossier::open::Dossier;
use redshank::dossier::verify::verify;
use redshank::progress::Progress;
use redshank::report::export::FileKind;
use redshank::report::layers::order::LayerFormat;
use redshank::report::picture::PictureFormat;
use redshank::report::problems::ProblemFormat;
use redshank::session::work;
use redshank::words::Lang;

use made::{DAY, decided, fresh, layer_order, listed, map_order, stamp, store, with_problems};

/// Parcels on a side of the square that they fill.
const SIDE: usize = 20;
/// The same for what is typeset.
const PAPER_SIDE: usize = 10;
const ENOUGH: u64 = u64::MAX - 1;
/// Where work is stopped, in tenths of its looks.
const ANYWHERE: &[u64] = &[0, 1, 3, 5, 7, 9];
/// The same for what ends with a step of a library that is waited for by the clock (`progress::apart`), so that the number of looks
/// is never twice the same: in what comes before that step.
const BEFORE_THE_LIBRARY: &[u64] = &[0, 1, 2];

/// Does something to its end, which takes at least so many looks; then lets it stop at the first look and at those after so
/// many tenths of them. `out` is where it writes: as before after each stop.
#[track_caller]
fn check(name: &str, out: Option<&Path>, least: u64, does: impl Fn(&Progress) -> bool) {
    check_at(ANYWHERE, name, (out, least), does);
}

#[track_caller]
fn check_at(
    places: &[u64],
    name: &str,
    (out, least): (Option<&Path>, u64),
    does: impl Fn(&Progress) -> bool,
) {
    let counting = Progress::with_looks(ENOUGH);
    assert!(does(&counting), "{name} cannot be done");
    let looks = ENOUGH - counting.looks_left().unwrap();
    assert!(looks >= least, "{name} looks {looks} times only whether to stop");
    let before = out.map(listed);
    for tenths in places {
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

/// One feature that has to be repaired is large enough to be waited for.
#[test]
fn repairing_stops_wherever_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let paths = [made::one_of_many_vertices(folder.path(), 19_000)];
    check("the repair of one feature", None, 5, |progress| {
        work::read(&paths, progress).is_ok()
    });
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
        let order = layer_order(out.path().join(format!("parcels.{}", format.code())), format);
        let name = format!("a layer as {format:?}");
        check(&name, Some(out.path()), parcels, |progress| {
            let ground = (&workspace, Some(&screening));
            let done = work::export_layers(ground, &[], (&order, Lang::Zh), progress);
            !done.written.is_empty()
        });
    }
    for kind in FileKind::ALL.iter().filter(|kind| !is_by_a_library(**kind)) {
        let out = tempfile::tempdir().unwrap();
        check(kind.file_name(), Some(out.path()), 16, |progress| {
            let ground = (&workspace, &screening);
            let done = work::export(ground, out.path(), (&[*kind], Lang::Zh), progress);
            !done.written.is_empty()
        });
    }
}

#[test]
fn problems_stop_wherever_they_are_asked_to() {
    let workspace = with_problems(&made::workspace(SIDE));
    let all: Vec<u32> = (0..workspace.problems.len() as u32).collect();
    for ending in ["csv", "json", "geojson"] {
        let format = ProblemFormat::from_code(ending).unwrap();
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join(format!("problems.{ending}"));
        check(ending, Some(out.path()), all.len() as u64 / 4, |progress| {
            let done = work::export_problems(&workspace, &all, (&path, format), progress);
            !done.written.is_empty()
        });
    }
}

/// Their last step is a library's.
fn is_by_a_library(kind: FileKind) -> bool {
    matches!(kind, FileKind::Docx | FileKind::Pdf | FileKind::Xlsx)
}

#[test]
fn reports_stop_wherever_they_are_asked_to() {
    let workspace = made::workspace(PAPER_SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    for kind in FileKind::ALL.iter().filter(|kind| is_by_a_library(**kind)) {
        let out = tempfile::tempdir().unwrap();
        // A workbook's rows are gone through twice after they were worded.
        let least = match kind {
            FileKind::Xlsx => 3 * screening.findings.len() as u64,
            _ => 16,
        };
        let how = (Some(out.path()), least);
        check_at(BEFORE_THE_LIBRARY, kind.file_name(), how, |progress| {
            let ground = (&workspace, &screening);
            let done = work::export(ground, out.path(), (&[*kind], Lang::Zh), progress);
            !done.written.is_empty()
        });
    }
}

#[test]
fn map_sheets_stop_wherever_they_are_asked_to() {
    let workspace = made::workspace(SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    let projects = (SIDE * SIDE / 10) as u64;
    for format in PictureFormat::ALL {
        let out = tempfile::tempdir().unwrap();
        let order = map_order(out.path(), format);
        let places = match format {
            PictureFormat::Svg => ANYWHERE,
            PictureFormat::Png | PictureFormat::Pdf => BEFORE_THE_LIBRARY,
        };
        let name = format!("a map sheet as {}", format.code());
        check_at(places, &name, (Some(out.path()), projects), |progress| {
            let drawn = work::draw(&workspace, Some(&screening), &order, progress);
            drawn.unwrap().is_some()
        });
    }
}

#[test]
fn dossiers_stop_wherever_they_are_asked_to() {
    let workspace = made::workspace(SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.redshank");
    check(
        "storing a dossier",
        Some(folder.path()),
        (SIDE * SIDE) as u64,
        |progress| store(&path, (&workspace, &screening), progress),
    );
    let holder = Holder::this_process(stamp().at);
    check("opening a dossier", Some(folder.path()), 4, |progress| {
        let dossier = Dossier::open(&path, &holder, progress);
        dossier.is_ok_and(|dossier| dossier.workspace(progress).is_ok())
    });
    check("verifying a dossier", None, 4, |progress| {
        let dossier = Dossier::read(&path, progress);
        dossier.is_ok_and(|dossier| verify(&dossier, folder.path(), progress).is_ok())
    });
}

/// Decisions that are being recorded can be stopped until the moment that they are on the disk, all of them together.
#[test]
fn recording_stops_wherever_it_is_asked_to() {
    let workspace = made::workspace(SIDE);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.redshank");
    assert!(store(&path, (&workspace, &screening), &Progress::default()));
    let holder = Holder::this_process(stamp().at);
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
            dossier.append_until(&stamp(), deeds, &counting).unwrap();
            looks = ENOUGH - counting.looks_left().unwrap();
            // Each is taken into the review, and written.
            assert!(looks >= 2 * count, "{looks} looks for {count} decisions");
            assert_ne!(dossier.head(), head);
            continue;
        }
        let progress = Progress::with_looks(looks * tenths / 10);
        let done = dossier.append_until(&stamp(), deeds, &progress);
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
