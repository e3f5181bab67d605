//! The test suites of other libraries, read where they lie, as a ratchet.
//!
//! `suites/known_failures.txt` names every case that fails, below an explanation. A failure that is not listed breaks the
//! test, and so does a listed case that passes or is gone. The table by file is printed:
//!
//! ```sh
//! cargo test --test suites -- --nocapture
//! ```
//!
//! Areas agree within 1e-9 of the larger operand. The data lies beside the project and is not part of it; where it is
//! missing the test says so and passes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

#[path = "suites/engine.rs"]
mod engine;
#[path = "exact/grid.rs"]
mod grid;
#[path = "suites/json.rs"]
mod json;
#[path = "suites/jts.rs"]
mod jts;
#[path = "suites/outcome.rs"]
mod outcome;
#[path = "suites/paths.rs"]
mod paths;
#[path = "exact/reference.rs"]
#[allow(dead_code, reason = "shared with tests/exact.rs")]
mod reference;
#[path = "suites/shapes.rs"]
mod shapes;
#[path = "exact/slabs.rs"]
mod slabs;
#[path = "suites/wkt.rs"]
mod wkt;

use std::collections::BTreeSet;
use std::path::PathBuf;

use outcome::{Case, Outcome};

const KNOWN: &str = include_str!("suites/known_failures.txt");

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hard_geometries")
}

/// A file below the folder of the suites.
fn read(path: &str) -> String {
    std::fs::read_to_string(folder().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// All files below one suite, sorted, as paths with forward slashes.
fn below(suite: &str) -> Vec<String> {
    let (mut files, mut waiting) = (Vec::new(), vec![suite.to_owned()]);
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(folder().join(&next)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{next}/{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().unwrap().is_dir();
            if is_folder {
                waiting.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    files
}

/// The listed cases, each with the heading that explains it.
fn known() -> BTreeSet<String> {
    let mut explained = false;
    let mut cases = BTreeSet::new();
    for line in KNOWN.lines().map(str::trim) {
        if line.starts_with('#') {
            explained = true;
        } else if line.is_empty() {
            explained = false;
        } else {
            assert!(explained, "no explanation above: {line}");
            assert!(cases.insert(line.to_owned()), "listed twice: {line}");
        }
    }
    cases
}

#[test]
fn suites_of_other_libraries() {
    let known = known();
    if !folder().exists() {
        println!("skipped: {} is not there", folder().display());
        return;
    }
    let suites: [fn() -> Vec<Case>; 6] = [
        jts::cases,
        json::polygon_clipping,
        json::martinez,
        json::i_overlay,
        paths::clipper,
        shapes::cases,
    ];
    let cases: Vec<Case> = suites.iter().flat_map(|suite| suite()).collect();
    println!("{}", outcome::table(&cases));
    let failed = |case: &&Case| matches!(case.outcome, Outcome::Failed(_));
    let failing: BTreeSet<String> = cases.iter().filter(failed).map(Case::key).collect();
    let new = cases
        .iter()
        .filter(failed)
        .filter(|case| !known.contains(&case.key()));
    let mut offences: Vec<String> = new
        .map(|case| match &case.outcome {
            Outcome::Failed(message) => format!("{}: {message}", case.key()),
            _ => case.key(),
        })
        .collect();
    offences.extend(
        known
            .difference(&failing)
            .map(|key| format!("{key}: listed, but it does not fail; take it off")),
    );
    assert!(
        offences.is_empty(),
        "{} cases\n{}",
        offences.len(),
        offences.join("\n")
    );
}
