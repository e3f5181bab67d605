//! Reads one file into a layer in EPSG:4549 (parsed, transformed, repaired, indexed), or reads it and writes it out again,
//! and prints seconds by the clock and of the processors. One file a run, so that each begins with an empty memory:
//! `scripts/measure_formats.sh` runs it in turn with its peer.
//!
//! ```sh
//! cargo run --release --example formats -- FILE [FILE_TO_WRITE]
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its figures")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use redshank::formats::open::read_layer;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::model::layer::About;
use redshank::model::role::Role;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::layers::order::{Content, CrsWish, LayerFormat, LayerOrder};
use redshank::report::layers::write::{Scene, write_layers};
use redshank::words::Lang;

/// What may go wrong.
type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let mut paths = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(from) = paths.next() else {
        eprintln!("usage: formats FILE [FILE_TO_WRITE]");
        return ExitCode::from(2);
    };
    match run(&from, paths.next()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(from: &Path, to: Option<PathBuf>) -> Result<(), Failure> {
    let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549")?);
    let clock = Clock::new();
    let plan = LayerPlan::of_file(About::new("zones", Role::Wetland), from);
    let read = read_layer(plan, &workspace.crs, &Progress::default())?;
    let counts = read.layer.provenance.counts;
    if to.is_none() {
        clock.tell(&format!("{} features, {} refused", counts.used, counts.refused));
    }
    workspace.layers.push(Arc::new(read.layer));
    let Some(target) = to else { return Ok(()) };
    let order = LayerOrder {
        contents: vec![Content::Layer("zones".into())],
        format: LayerFormat::of_path(&target).ok_or("no format of that name is written")?,
        target,
        crs: CrsWish::default(),
        coding: None,
    };
    let scene = Scene {
        workspace: &workspace,
        screening: None,
        opened: &[],
        lang: Lang::En,
    };
    let clock = Clock::new();
    let done = write_layers(&scene, &order, &Progress::default());
    if let Some(error) = done.failed.first() {
        return Err(error.text(Lang::En).into());
    }
    let count: u64 = done.written.iter().map(|layer| layer.feature_count as u64).sum();
    clock.tell(&format!("{count} features"));
    Ok(())
}

/// Since when, by the clock and in seconds of the processors.
struct Clock(Instant, f64);

impl Clock {
    fn new() -> Clock {
        Clock(Instant::now(), processor_seconds())
    }

    fn tell(&self, what: &str) {
        let (wall, processors) = (self.0.elapsed().as_secs_f64(), processor_seconds() - self.1);
        println!("{wall:.3} {processors:.3} {what}");
    }
}

/// What all threads of this process have used so far; 0 where the system does not tell.
fn processor_seconds() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name in brackets may hold blanks.
    let after_name = status.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS_PER_SECOND
}
