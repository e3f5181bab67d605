//! How long the examination of a coverage takes: every layer of a file, or a tessellation made here.
//!
//! ```sh
//! cargo run --release --example coverage -- FILE                # read, examine, count
//! cargo run --release --example coverage -- make SIDE FILE      # SIDE × SIDE cells whose borders have 30 vertices
//! ```
//!
//! A tessellation that is made has a gap, an overlap, a double and a needle in every thousand cells.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "it prints its figures"
)]

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use redshank::formats::open::{OpenFailure, OpenOptions, Source, open};
use redshank::inspection::{CheckOptions, inspect};
use redshank::progress::{Cancelled, Progress};

/// Vertices of a border between two corners.
const VERTICES: usize = 30;
/// Side of a cell in degrees, about 300 m.
const CELL_DEG: f64 = 0.003;

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Open(#[from] OpenFailure),
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error("usage: coverage FILE | coverage make SIDE FILE")]
    Usage,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["make", side, file] => side
            .parse()
            .map_err(|_| Failure::Usage)
            .and_then(|side| make(side, file)),
        [file] => examine(file),
        _ => Err(Failure::Usage),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}

fn examine(file: &str) -> Result<(), Failure> {
    let begun = Instant::now();
    let progress = Progress::default();
    let workspace = open(
        &Source::of_paths(vec![file.into()]),
        &OpenOptions::default(),
        &progress,
    )?;
    println!("read     {:8.3} s", begun.elapsed().as_secs_f64());
    for layer in &workspace.layers {
        let vertices: usize = layer
            .features()
            .iter()
            .map(|feature| feature.shape.vertex_count())
            .sum();
        let begun = Instant::now();
        let inspection = inspect(layer, &workspace.crs, &CheckOptions::default(), &progress)?;
        println!(
            "examine  {:8.3} s  {}: {} features, {vertices} vertices, {} oddities",
            begun.elapsed().as_secs_f64(),
            layer.about.id,
            layer.features().len(),
            inspection.oddities.len()
        );
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for problem in inspection.problems(layer, &workspace.crs) {
            *counts.entry(problem.kind.code()).or_default() += 1;
        }
        for (kind, count) in counts {
            println!("           {kind} {count}");
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(line) = status.lines().find(|line| line.starts_with("VmHWM")) {
        println!("{line}");
    }
    Ok(())
}

/// Whole numbers without pattern, the same for the same argument.
fn chance(of: usize) -> f64 {
    let mut x = (of as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A corner of the grid, moved by up to a fifth of a cell.
fn corner(i: usize, j: usize) -> [f64; 2] {
    let key = i * 100_003 + j;
    let moved = |k: usize, from: f64, of: usize| from + CELL_DEG * (k as f64 + 0.4 * (chance(of) - 0.5));
    [moved(i, 120.0, 2 * key), moved(j, 30.0, 2 * key + 1)]
}

/// The vertices after the first corner up to the second, the same from both sides.
fn border(from: (usize, usize), to: (usize, usize)) -> Vec<[f64; 2]> {
    let (low, high) = (from.min(to), from.max(to));
    let (a, b) = (corner(low.0, low.1), corner(high.0, high.1));
    let key = low.0 * 200_003 + low.1 * 7 + usize::from(low.0 == high.0);
    let bent = |k: usize| {
        let t = k as f64 / VERTICES as f64;
        let off = if k == 0 || k == VERTICES {
            0.0
        } else {
            0.02 * CELL_DEG * (chance(key * 64 + k) - 0.5)
        };
        [a[0] + t * (b[0] - a[0]) + off, a[1] + t * (b[1] - a[1]) + off]
    };
    let mut all: Vec<[f64; 2]> = (0..=VERTICES).map(bent).collect();
    if low != from {
        all.reverse();
    }
    all.remove(0);
    all
}

fn make(side: usize, file: &str) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    write!(out, "{{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut first = true;
    for (i, j) in (0..side).flat_map(|i| (0..side).map(move |j| (i, j))) {
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
        let mut ring: Vec<[f64; 2]> = (0..4)
            .flat_map(|k| border(corners[k], corners[(k + 1) % 4]))
            .collect();
        let number = i * side + j;
        let mut times = 1;
        match number % 1000 {
            // Moved towards the neighbour in the east: an overlap there, a gap in the west.
            500 => ring.iter_mut().for_each(|at| at[0] += 0.02 * CELL_DEG),
            // One vertex pulled far into the cell and back.
            600 => {
                if let Some(at) = ring.get_mut(VERTICES / 2) {
                    at[1] += 0.4 * CELL_DEG;
                }
            }
            700 => times = 2,
            800 => times = 0,
            _ => {}
        }
        for _ in 0..times {
            let mut text: Vec<String> = ring
                .iter()
                .map(|at| format!("[{:.9},{:.9}]", at[0], at[1]))
                .collect();
            text.extend(text.first().cloned());
            let separator = if std::mem::take(&mut first) { "" } else { "," };
            write!(
                out,
                "{separator}\n{{\"type\":\"Feature\",\"properties\":{{\"n\":{number}}},\"geometry\":\
                 {{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
                text.join(",")
            )?;
        }
    }
    writeln!(out, "\n]}}")?;
    out.flush()?;
    Ok(())
}
