//! The screening of the side-by-side measurement: reads PREFIX_zones.geojson and PREFIX_projects.geojson, screens them
//! with the setbacks wind 300 m, port 100 m, solar 0 m, and prints seconds per step, pairs, overlap and peak memory.
//!
//! ```sh
//! cargo run --release --example workload -- PREFIX
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its figures")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use redshank::formats::read_layer;
use redshank::geom::crs::Crs;
use redshank::model::layer::{About, Fields, Layer};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Criterion, Rule, RuleBook, Severity, SourceMark};
use redshank::model::workspace::Workspace;
use redshank::screening::{Request, screen};
use redshank::words::Bilingual;

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

fn run(prefix: &str) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let plane = Crs::from_code("EPSG:4549")?;
    let zones = read(prefix, "zones", About::new("zones", Role::Wetland), &plane);
    let kind = Fields {
        kind: Some("kind".into()),
        ..Fields::default()
    };
    let projects = read(
        prefix,
        "projects",
        About {
            fields: kind,
            ..About::new("projects", Role::Project)
        },
        &plane,
    );
    let read_s = start.elapsed().as_secs_f64();
    println!(
        "read         {read_s:8.3} s  {} zones, {} projects",
        zones.features().len(),
        projects.features().len()
    );

    let rules = Arc::new(RuleBook {
        rules: rules(),
        sources: Vec::new(),
    });
    let layers = vec![Arc::new(zones), Arc::new(projects)];
    let workspace = Workspace {
        layers,
        rules,
        ..Workspace::empty(plane)
    };
    let begun = Instant::now();
    let request = Request {
        as_of: "2026-11-23".parse()?,
        only: Vec::new(),
    };
    let screening = screen(&workspace, &request, &Default::default())?;
    let screen_s = begun.elapsed().as_secs_f64();

    let overlaps = screening
        .findings
        .iter()
        .filter(|f| f.evidence.overlap_m2.is_some_and(|m2| m2 > 0.0));
    let (count, sum_m2) = overlaps.fold((0, 0.0), |(n, m2), f| {
        (n + 1, m2 + f.evidence.overlap_m2.unwrap_or(0.0))
    });
    let apart: Vec<f64> = screening
        .findings
        .iter()
        .map(|f| f.evidence.distance_m)
        .filter(|&m| m > 0.0)
        .collect();
    let mean_m = apart.iter().sum::<f64>() / screening.findings.len().max(1) as f64;
    println!(
        "screen       {screen_s:8.3} s  {} pairs within the setback",
        screening.findings.len()
    );
    println!(
        "             {count} overlaps of {:.4} ha, {} pairs apart, mean distance {mean_m:.4} m",
        sum_m2 / 1e4,
        apart.len()
    );
    println!(
        "all {:.3} s; peak memory {} MB",
        start.elapsed().as_secs_f64(),
        peak_memory_mb()
    );
    Ok(())
}

fn read(prefix: &str, what: &str, about: About, plane: &Crs) -> Layer {
    let file = PathBuf::from(format!("{prefix}_{what}.geojson"));
    let read = read_layer(&file, about, None, plane);
    for problem in read.problems.iter().take(3) {
        eprintln!("{problem:?}");
    }
    read.layer
}

fn rules() -> Vec<Rule> {
    [
        (ProjectKind::Wind, 300.0),
        (ProjectKind::Port, 100.0),
        (ProjectKind::Solar, 0.0),
    ]
    .into_iter()
    .map(|(kind, near_m)| Rule {
        id: kind.code().into(),
        title: Bilingual::default(),
        text: Bilingual::default(),
        citation: Bilingual::default(),
        mark: SourceMark::C,
        text_available: true,
        severity: Severity::Consult,
        roles: vec![Role::Wetland],
        kinds: vec![kind],
        levels: Vec::new(),
        classes: Vec::new(),
        criterion: Criterion {
            overlap: true,
            within_m: 0.0,
            near_m,
        },
        from: None,
        until: None,
        consultee: Bilingual::default(),
        max_age_years: None,
    })
    .collect()
}

/// High-water mark of resident memory; 0 where the system does not tell.
fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
