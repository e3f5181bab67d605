//! The screening of the side-by-side measurement: reads PREFIX_zones.geojson and PREFIX_projects.geojson, screens them
//! with the setbacks wind 300 m, port 100 m, solar 0 m, and prints seconds per step, pairs, overlap and peak memory; then the
//! pairs alone, which is what the peers measure, and one project after another. With `read` it ends after reading.
//!
//! ```sh
//! cargo run --release --example workload -- PREFIX [read]
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its figures")]

mod files;
mod naive;
mod pairs;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use geo::{Coord, MapCoords as _};

use redshank::formats::locate::Read;
use redshank::geom::area::M2_PER_HA;
use redshank::geom::gate::admit_plane;
use redshank::model::feature::Feature;
use redshank::model::finding::Screening;
use redshank::model::project::Project;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::screening::{Request, Screener, screen};

use files::{Failure, open, peak_memory_mb, setbacks};
use naive::Naive;
use pairs::Pairs;

fn main() -> ExitCode {
    let Some(prefix) = std::env::args().nth(1) else {
        eprintln!("usage: workload PREFIX");
        return ExitCode::from(2);
    };
    match run(&prefix) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(prefix: &str) -> Result<(), Failure> {
    let start = Instant::now();
    let workspace = Workspace {
        rules: setbacks(),
        ..open(prefix, tell_file)?
    };
    println!(
        "read         {:8.3} s; peak memory {} MB, coordinates {} MB",
        start.elapsed().as_secs_f64(),
        peak_memory_mb(),
        coordinate_mb(&workspace)
    );
    if std::env::args().nth(2).as_deref() == Some("read") {
        return Ok(());
    }
    let begun = Instant::now();
    let request = Request {
        as_of: "2026-11-23".parse()?,
        only: Vec::new(),
    };
    let screening = screen(&workspace, &request, &Progress::default())?;
    println!("screen       {:8.3} s", begun.elapsed().as_secs_f64());
    tell(&screening);
    let answered = start.elapsed().as_secs_f64();
    println!("all {answered:.3} s; peak memory {} MB", peak_memory_mb());
    let begun = Instant::now();
    let pairs = pairs::measure(&workspace).ok_or("pairs that cannot be measured")?;
    println!("pairs alone  {:8.3} s", begun.elapsed().as_secs_f64());
    tell_pairs(&pairs);
    drag(&workspace)?;
    Ok(())
}

/// What the coordinates themselves take, two doubles each.
fn coordinate_mb(workspace: &Workspace) -> usize {
    let features = workspace.layers.iter().flat_map(|layer| layer.features());
    let vertices: usize = features.map(|feature| feature.shape.vertex_count()).sum();
    vertices * 16 / 1_000_000
}

/// Each project by itself against everything: milliseconds on one thread. First all of them in turn, as when a hand takes
/// them up; then each tenth one again, moved by a metre after it was screened, as when the hand goes on; then each tenth one
/// the plain way.
fn drag(workspace: &Workspace) -> Result<(), Failure> {
    let screener = Screener::new(workspace, "2026-11-23".parse()?);
    screener.look_ahead();
    let naive = Naive::new(workspace);
    let screened_ms = |project: &Project<'_>| timed_ms(|| screener.screen_one(project));
    let times_ms = workspace
        .projects()
        .map(|project| screened_ms(&project))
        .collect();
    let tenth = || workspace.projects().step_by(10);
    let dragged_ms = tenth().filter_map(|project| {
        screener.screen_one(&project);
        let feature = moved(project.feature)?;
        Some(screened_ms(&Project {
            feature: &feature,
            ..project
        }))
    });
    let dragged_ms = dragged_ms.collect();
    let naive_ms = tenth()
        .map(|project| timed_ms(|| naive.overlap_m2(&project.feature.shape)))
        .collect();
    tell_times("one project", times_ms);
    tell_times("  the same, moved by a metre", dragged_ms);
    tell_times("  overlays only, one after another", naive_ms);
    Ok(())
}

/// A feature a metre farther east.
fn moved(feature: &Feature) -> Option<Feature> {
    let areas = feature
        .shape
        .areas()
        .map_coords(|at| Coord { x: at.x + 1.0, ..at });
    Some(Feature {
        shape: Arc::new(admit_plane(areas).ok()?),
        ..feature.clone()
    })
}

fn timed_ms<T>(work: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    std::hint::black_box(work());
    begun.elapsed().as_secs_f64() * 1e3
}

fn tell_times(what: &str, mut times_ms: Vec<f64>) {
    times_ms.sort_by(f64::total_cmp);
    let at = |share: f64| times_ms.get((share * (times_ms.len() as f64 - 1.0)) as usize);
    if let (Some(p50), Some(p99), Some(most)) = (at(0.5), at(0.99), at(1.0)) {
        println!("{what:12} p50 {p50:.3} ms, p99 {p99:.3} ms, most {most:.3} ms");
    }
}

fn tell_file(file: &str, read: &Read) {
    let counts = &read.layer.provenance.counts;
    println!(
        "             {file}: {counts:?}, {} problems",
        read.problems.len()
    );
}

/// The figures that the peers print too, of a screening.
fn tell(screening: &Screening) {
    let findings = &screening.findings;
    let overlaps = findings
        .iter()
        .filter_map(|f| f.evidence.overlap_m2.get())
        .filter(|&m2| m2 > 0.0);
    let (overlaps, overlap_m2) = overlaps.fold((0, 0.0), |(n, sum), m2| (n + 1, sum + m2));
    let distances = findings
        .iter()
        .map(|f| f.evidence.distance_m)
        .filter(|&m| m > 0.0);
    let (apart, distance_m) = distances.fold((0, 0.0), |(n, sum), m| (n + 1, sum + m));
    tell_pairs(&Pairs {
        count: findings.len(),
        overlaps,
        overlap_m2,
        apart,
        distance_m,
    });
}

fn tell_pairs(pairs: &Pairs) {
    println!(
        "             {} pairs within the setback, {} overlaps of {:.4} ha",
        pairs.count,
        pairs.overlaps,
        pairs.overlap_m2 / M2_PER_HA
    );
    println!(
        "             {} pairs apart, mean distance {:.4} m",
        pairs.apart,
        pairs.distance_m / pairs.count.max(1) as f64
    );
}
