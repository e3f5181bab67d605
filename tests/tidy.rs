//! Holds the source to the architecture: who may know whom, which crate lives where, how long a thing may grow.
//!
//! Reads files and nothing else, so it needs no crate and no build of the program. Each rule is one test that lists
//! every offence; the rules themselves are tested on small pieces of code that must pass and that must fail.
//!
//! Test code is everything from the first line that begins with `#[cfg(test)]` (or `#![cfg(test)]`) to the end of the
//! file, and is free of the rules; in return `tests_come_last` demands that nothing else stands there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

#[path = "tidy/calls.rs"]
mod calls;
#[path = "tidy/ceilings.rs"]
mod ceilings;
#[path = "tidy/cycles.rs"]
mod cycles;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/homes.rs"]
mod homes;
#[path = "tidy/paths.rs"]
mod paths;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/traces.rs"]
mod traces;

use source::Source;
use std::path::{Path, PathBuf};

/// The folder of the package. Asked at run time, so that a moved checkout is not checked in its old place.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// All files below `folder`, sorted, as paths from the root with forward slashes. A missing folder holds none.
fn files_below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(root().join(&folder)) else {
            continue;
        };
        for entry in entries {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// The program's own source. Empty would mean that we look in the wrong place, and everything would pass.
fn sources() -> Vec<Source> {
    let sources: Vec<Source> = files_below("src")
        .iter()
        .filter(|path| is_rust(path))
        .map(|path| Source::new(path, &read(path)))
        .collect();
    assert!(
        sources.iter().any(|source| source.path == "src/lib.rs"),
        "no src/lib.rs below {}",
        root().display()
    );
    sources
}

fn demand(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}\n  {}\n", offences.join("\n  "));
}

fn demand_of_each(rule: &str, check: impl Fn(&Source) -> Vec<String>) {
    demand(rule, &sources().iter().flat_map(check).collect::<Vec<_>>());
}

#[test]
fn imports_go_down_the_floors() {
    let macros = floors::macros(&sources());
    demand_of_each(
        "A file imports from lower floors and from its own room only.",
        |source| floors::offences(source, &macros),
    );
}

#[test]
fn no_module_cycles() {
    demand(
        "Files that need each other cannot be read one by one.",
        &cycles::offences(&sources()),
    );
}

#[test]
fn crates_stay_at_home() {
    demand_of_each(
        "Each of these crates may be named in its home only.",
        homes::crate_offences,
    );
}

#[test]
fn threads_start_in_jobs() {
    demand_of_each(
        "Threads start in src/session/jobs.rs and crew.rs only, and for a file that is written, in \
         src/report/write_behind.rs, for a step of a library that cannot be stopped, in src/progress/apart.rs, and for \
         the window that Windows asks before a log-off, in src/ui/log_off/shutdown_block.rs.",
        homes::thread_offences,
    );
}

#[test]
fn the_core_is_pure() {
    demand_of_each(
        "geom, model and screening touch no disk, clock, network, environment, chance or log.",
        homes::purity_offences,
    );
}

#[test]
fn files_stay_short() {
    demand_of_each(
        "A file may have 400 lines without its tests.",
        ceilings::file_offences,
    );
}

#[test]
fn functions_stay_short() {
    demand_of_each("A function may have 60 lines.", ceilings::function_offences);
}

#[test]
fn parameters_stay_few() {
    demand_of_each(
        "A function may have 5 parameters, not counting self.",
        ceilings::parameter_offences,
    );
}

#[test]
fn nothing_gives_up() {
    demand_of_each(
        "Outside tests there is no unwrap and nothing unfinished.",
        calls::offences,
    );
}

#[test]
fn tests_come_last() {
    demand_of_each(
        "After #[cfg(test)] a file holds test modules only.",
        ceilings::test_position_offences,
    );
}

#[test]
fn every_todo_has_an_owner() {
    let files = ["src", "tests", "benches", "examples"]
        .into_iter()
        .flat_map(files_below);
    let offences: Vec<_> = files
        .filter(|path| is_rust(path))
        .flat_map(|path| calls::todo_offences(&path, &read(&path)))
        .collect();
    demand("Write TODO(name).", &offences);
}

#[test]
fn no_traces_of_a_machine() {
    let mut files: Vec<String> = traces::FOLDERS
        .iter()
        .flat_map(|folder| files_below(folder))
        .collect();
    files.extend(
        traces::FILES
            .iter()
            .filter(|file| root().join(file).exists())
            .map(|file| (*file).to_owned()),
    );
    files.retain(|path| traces::is_text(path));
    let offences: Vec<_> = files
        .iter()
        .flat_map(|path| traces::offences(path, &read(path)))
        .collect();
    demand(
        "The repository names no path of one machine and no package registry.",
        &offences,
    );
}
