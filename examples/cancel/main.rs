//! How soon each kind of work stops when it is cancelled. Each is done once to its end, and then begun again and stopped
//! after a tenth, three tenths, half, seven and nine tenths of that time; the latest stop of the five is printed, and
//! whether anything was left where files are written. The window does not wait for it: a job that is cancelled is let go at
//! once, and what it still gives is dropped.
//!
//! ```sh
//! cargo run --release --example cancel            # 22,500 parcels of 33 vertices
//! cargo run --release --example cancel -- 400     # 160,000
//! cargo run --release --example cancel -- 400 xlsx record     # only what has one of these words in its name
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "it prints its figures"
)]

mod made;
#[path = "../../tests/scene/mod.rs"]
mod scene;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use redshank::attributes::copied::copied;
use redshank::attributes::filter::{ColumnFilter, Filter};
use redshank::attributes::order::ordered;
use redshank::attributes::sheet::{AreaScale, Measures, Sheet};
use redshank::attributes::statistics::figures;
use redshank::dossier::lock::Holder;
use redshank::dossier::open::Dossier;
use redshank::dossier::today::{Stored, against_today};
use redshank::dossier::verify::verify;
use redshank::model::finding::Screening;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::export::FileKind;
use redshank::report::layers::order::LayerFormat;
use redshank::report::picture::PictureFormat;
use redshank::report::problems::ProblemFormat;
use redshank::session::identify::IdentifyQuery;
use redshank::session::location::{Lies, LocationQuery, LocationSearch};
use redshank::session::selection::SelectHow;
use redshank::session::work;
use redshank::words::Lang;

use made::{DAY, decided, fresh, layer_order, listed, map_order, stamp, store, with_problems};

/// Parcels on a side of the square for reports that are typeset.
const PAPER_SIDE: usize = 50;

fn main() {
    let side = std::env::args().nth(1).map_or(150, |side| side.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let workspace = made::workspace(side);
    println!("{:<34} {:>9} {:>12}", "", "whole", "latest stop");
    for (name, path) in made::files(folder.path(), &workspace, side) {
        let paths = [path];
        check(&format!("read {name}"), None, |progress| {
            work::read(&paths, progress).is_ok()
        });
    }
    for count in [100_000, 1_000_000] {
        let paths = [made::one_of_many_vertices(folder.path(), count)];
        check(&format!("repair one of {count} vertices"), None, |progress| {
            work::read(&paths, progress).is_ok()
        });
    }
    judging(&workspace);
    let screening = work::screen(&workspace, DAY.parse().unwrap(), &Progress::default()).unwrap();
    attributes(&workspace);
    papers(&workspace, &screening);
    writing(&workspace, &screening);
    dossiers(folder.path(), &workspace, &screening);
}

/// Does something to its end, and then stops it at five places; `out` is the folder that it writes into, which must be
/// empty or as before after a stop.
fn check(name: &str, out: Option<&Path>, does: impl Fn(&Progress) -> bool + Sync) {
    check_with(name, out, || (), |(), progress| does(progress));
}

/// As [`check`], each time with something that is made before and let go of after, which both take their own time.
fn check_with<T: Send>(
    name: &str,
    out: Option<&Path>,
    made: impl Fn() -> T,
    does: impl Fn(&mut T, &Progress) -> bool + Sync,
) {
    let wanted: Vec<String> = std::env::args().skip(2).collect();
    if !wanted.is_empty() && !wanted.iter().any(|word| name.contains(word)) {
        return;
    }
    let mut own = made();
    let begun = Instant::now();
    if !does(&mut own, &Progress::default()) {
        return println!("{name:<34} cannot be done with this input");
    }
    let whole = begun.elapsed();
    drop(own);
    let before = out.map(listed);
    let mut latest = Duration::ZERO;
    let mut ended = 0;
    for tenths in [1, 3, 5, 7, 9] {
        let progress = Progress::default();
        let mut own = made();
        let (stopped, late) = std::thread::scope(|scope| {
            let worker = scope.spawn(|| (!does(&mut own, &progress), Instant::now()));
            std::thread::sleep(whole * tenths / 10);
            let asked = Instant::now();
            progress.cancel();
            let (stopped, at) = worker.join().unwrap();
            (stopped, at.saturating_duration_since(asked))
        });
        ended += u32::from(!stopped);
        latest = latest.max(late);
    }
    let now = out.map(listed).filter(|now| Some(now) != before.as_ref());
    let left: Option<Vec<String>> = now.map(|files| files.into_iter().map(|(name, _)| name).collect());
    let note = match (left, ended) {
        (Some(left), _) => format!("  LEFT {left:?}"),
        (None, 0) => String::new(),
        (None, ended) => format!("  {ended} of 5 had come to their end"),
    };
    let (whole, latest) = (whole.as_secs_f64(), 1e3 * latest.as_secs_f64());
    println!("{name:<34} {whole:>7.2} s {latest:>9.1} ms{note}");
}

fn judging(workspace: &Workspace) {
    let layer = Arc::clone(&workspace.layers[0]);
    let again = |progress: &Progress| {
        // A layer keeps what was worked out of it once; a screening of the session begins with a fresh one.
        let workspace = fresh(workspace);
        work::screen(&workspace, DAY.parse().unwrap(), progress).is_ok()
    };
    check("screen", None, again);
    check("totals", None, |progress| {
        work::annex(workspace, progress).is_ok()
    });
    check("check of a coverage", None, |progress| {
        work::check_geometry(&layer, workspace, progress).is_ok()
    });
    let search = LocationSearch {
        query: LocationQuery {
            layers: vec!["parcels".into()],
            lies: Lies::Near,
            within_m: 150.0,
            to: "solar".into(),
            selected_only: false,
            how: SelectHow::Replace,
        },
        workspace: Arc::new(workspace.clone()),
        before: Arc::from([]),
    };
    check("selection by location", None, |progress| {
        search.answer(progress).is_ok()
    });
    let place = IdentifyQuery {
        workspace: Arc::new(workspace.clone()),
        at: layer.extent().center(),
        under: Vec::new(),
        as_of: DAY.parse().unwrap(),
    };
    check("what is here", None, |progress| place.answer(progress).is_ok());
}

fn attributes(workspace: &Workspace) {
    let layer = &workspace.layers[0];
    let ruler = workspace.ruler();
    let sheet = Sheet::of(layer, &Progress::default()).unwrap();
    let rows: Vec<u32> = (0..sheet.row_count() as u32).collect();
    check("columns of a table", None, |progress| {
        Sheet::of(layer, progress).is_ok()
    });
    check("areas of a table", None, |progress| {
        Measures::of(layer, &ruler, progress).is_ok()
    });
    let column = sheet.columns().iter().find(|column| column.is_numeric).unwrap();
    let filter = Filter {
        condition: None,
        columns: vec![(column.clone(), ColumnFilter::Contains("7".into()))],
        among: None,
        within: None,
    };
    check("filter of a table", None, |progress| {
        filter.rows(&sheet, progress).is_ok()
    });
    check("order of a table", None, |progress| {
        ordered(&sheet, &rows, (column, true), progress).is_ok()
    });
    check("figures of a column", None, |progress| {
        figures(&sheet, &rows, column, progress).is_ok()
    });
    let columns: Vec<_> = sheet
        .columns()
        .iter()
        .map(|column| (column.clone(), "heading".to_owned()))
        .collect();
    check("copy of a table", None, |progress| {
        copied((&sheet, AreaScale::default()), &columns, &rows, progress).is_ok()
    });
}

/// Files of findings, and reports; text processors and typesetters take so many rows only, and so fewer projects.
fn papers(workspace: &Workspace, screening: &Screening) {
    let few = made::workspace(PAPER_SIDE);
    let few_found = work::screen(&few, DAY.parse().unwrap(), &Progress::default()).unwrap();
    for kind in FileKind::ALL {
        let (name, ground) = match kind {
            FileKind::Docx | FileKind::Pdf => (
                format!("write {} of {} rows", kind.file_name(), few_found.findings.len()),
                (&few, &few_found),
            ),
            _ => (format!("write {}", kind.file_name()), (workspace, screening)),
        };
        let out = tempfile::tempdir().unwrap();
        check(&name, Some(out.path()), |progress| {
            let done = work::export(ground, out.path(), (&[*kind], Lang::Zh), progress);
            !done.written.is_empty()
        });
    }
}

fn writing(workspace: &Workspace, screening: &Screening) {
    for format in LayerFormat::ALL {
        let out = tempfile::tempdir().unwrap();
        let order = layer_order(out.path().join(format!("parcels.{}", format.code())), format);
        let name = format!("write layer as {}", format.code());
        check(&name, Some(out.path()), |progress| {
            let ground = (workspace, Some(screening));
            let done = work::export_layers(ground, &[], (&order, Lang::Zh), progress);
            !done.written.is_empty()
        });
    }
    for format in PictureFormat::ALL {
        let out = tempfile::tempdir().unwrap();
        let order = map_order(out.path(), format);
        let name = format!("map sheet as {}", format.code());
        check(&name, Some(out.path()), |progress| {
            let drawn = work::draw(workspace, Some(screening), &order, progress);
            drawn.unwrap().is_some()
        });
    }
    let problems = with_problems(workspace);
    let all: Vec<u32> = (0..problems.problems.len() as u32).collect();
    for ending in ["csv", "json", "geojson"] {
        let format = ProblemFormat::from_code(ending).unwrap();
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join(format!("problems.{ending}"));
        let name = format!("write problems as {ending}");
        check(&name, Some(out.path()), |progress| {
            let to = (path.as_path(), format);
            let done = work::export_problems(&problems, &all, to, progress);
            !done.written.is_empty()
        });
    }
}

fn dossiers(folder: &Path, workspace: &Workspace, screening: &Screening) {
    let out = folder.join("dossiers");
    std::fs::create_dir(&out).unwrap();
    let path = out.join("case.redshank");
    check("store a dossier", Some(&out), |progress| {
        store(&path, (workspace, screening), progress)
    });
    if !path.exists() {
        // Others need it.
        assert!(store(&path, (workspace, screening), &Progress::default()));
    }
    let holder = Holder::this_process(stamp().at);
    check("open a dossier", Some(&out), |progress| {
        let dossier = Dossier::open(&path, &holder, progress);
        dossier.is_ok_and(|dossier| dossier.workspace(progress).is_ok())
    });
    let dossier = Dossier::read(&path, &Progress::default()).unwrap();
    let frozen = dossier.workspace(&Progress::default()).unwrap();
    let stored = Stored {
        workspace: &frozen,
        screening,
        folder,
    };
    check("hold a dossier against today", None, |progress| {
        against_today(&stored, DAY.parse().unwrap(), progress).is_ok()
    });
    let count = decided(&dossier).len();
    drop(dossier);
    // Each time into a copy: what is recorded stays.
    let in_copy = || {
        let copy = tempfile::tempdir().unwrap();
        let own = copy.path().join("case.redshank");
        std::fs::copy(&path, &own).unwrap();
        let dossier = Dossier::open(&own, &holder, &Progress::default()).unwrap();
        let deeds = decided(&dossier);
        (dossier, deeds, copy)
    };
    let name = format!("record {count} decisions");
    check_with(&name, None, in_copy, |(dossier, deeds, _), progress| {
        let deeds = std::mem::take(deeds);
        dossier.append_until(&stamp(), deeds, progress).is_ok()
    });
    let path = &path;
    check("verify a dossier", None, move |progress| {
        let dossier = Dossier::read(path, progress);
        dossier.is_ok_and(|dossier| verify(&dossier, folder, progress).is_ok())
    });
}
