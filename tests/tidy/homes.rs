//! Where a crate, a thread or a look at the outer world may be named.

use crate::paths::{Target, paths};
use crate::source::Source;

const WINDOW: &[&str] = &["src/ui/", "src/main.rs"];
/// It has no window of its own, and says so in a dialog.
const WITHOUT_CONSOLE: &str = "src/bin/redshankw.rs";
const FILES: &[&str] = &["src/formats/", "src/report/"];
const JOBS: &str = "src/session/jobs.rs";
const CREWS: &str = "src/session/crew.rs";
/// Its threads write one file.
const WRITER: &str = "src/report/write_behind.rs";
/// Its thread takes a step of a library that nobody can stop, and owns all it works on.
const APART: &str = "src/progress/apart.rs";
/// Windows asks the thread of a window whether a session may end, and waits for no other work of it.
const LOG_OFF: &str = "src/ui/log_off/shutdown_block.rs";

/// Crates and the files or folders that may name them. A name with `*` stands for all that begin with it.
const HOMES: &[(&str, &[&str])] = &[
    ("proj", &["src/geom/crs.rs"]),
    ("proj_sys", &["src/geom/crs.rs"]),
    ("rstar", &["src/geom/index.rs"]),
    ("i_overlay", &["src/geom/overlay.rs"]),
    ("pulp", &["src/geom/wide_lanes.rs"]),
    ("ring", &["src/sha256.rs"]),
    ("thread_priority", &["src/session/priority.rs"]),
    ("i_triangle", &["src/ui/map/"]),
    // formats
    ("calamine", FILES),
    ("csv", FILES),
    ("dbase", FILES),
    ("docx_rs", FILES),
    ("dxf", FILES),
    ("flatgeobuf", FILES),
    (
        "flate2",
        &[
            "src/dossier/packed.rs",
            "src/formats/gzip.rs",
            "src/formats/parquet/unpack.rs",
            "src/tiles/pmtiles/",
            "src/tiles/vector/tile.rs",
        ],
    ),
    ("geojson", FILES),
    ("geoparquet", FILES),
    ("geozero", FILES),
    ("kml", FILES),
    ("krilla*", &["src/report/picture/pdf.rs"]),
    ("lz4_flex", &["src/formats/parquet/unpack.rs"]),
    ("quick_xml", FILES),
    // A dossier is a database, written and read by the room that owns the form.
    (
        "rusqlite",
        &[
            "src/dossier/",
            "src/formats/",
            "src/report/",
            "src/tiles/mbtiles.rs",
        ],
    ),
    ("rust_xlsxwriter", FILES),
    ("ruzstd", &["src/formats/parquet/unpack.rs"]),
    ("typst*", &["src/report/pdf/"]),
    ("shapefile", FILES),
    ("snap", &["src/formats/parquet/unpack.rs"]),
    ("zip", FILES),
    // base maps
    ("etcetera", &["src/tiles/disk_cache.rs", "src/ui/user_folder.rs"]),
    ("image", &["src/tiles/decode.rs"]),
    ("rustls", &["src/tiles/online.rs"]),
    ("rustls_native_certs", &["src/tiles/online.rs"]),
    ("skrifa", &["src/tiles/vector/letters.rs"]),
    ("ureq", &["src/tiles/online.rs"]),
    // the window
    ("arboard", &["src/ui/errands/clipboard.rs"]),
    ("eframe", WINDOW),
    ("egui*", WINDOW),
    ("emath", WINDOW),
    ("epaint", WINDOW),
    ("glow", WINDOW),
    ("rfd", &["src/ui/", WITHOUT_CONSOLE]),
    ("wgpu", WINDOW),
    ("windows_sys", &["src/ui/log_off/"]),
    ("winit", WINDOW),
    ("zbus", &["src/ui/log_off/"]),
];

/// Rooms whose answer depends on their arguments alone.
const PURE: [&str; 4] = ["geom", "model", "inspection", "screening"];

/// Beginnings of paths that reach outside the program.
const OUTSIDE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "env"],
    &["std", "net"],
    &["std", "process"],
    &["std", "time", "SystemTime"],
    &["std", "time", "Instant"],
    &["fastrand"],
    &["log"],
    &["rand"],
    &["tracing"],
];

const PRINTING: [&str; 4] = ["print", "println", "eprint", "eprintln"];

/// Paths that do not lead into the own crate, with their lines.
fn foreign(source: &Source) -> impl Iterator<Item = (Vec<String>, usize)> {
    paths(source)
        .into_iter()
        .filter_map(|(named, target)| match target {
            Target::Other(names) => Some((names, named.line)),
            Target::Own(_) => None,
        })
}

fn begins_with(names: &[String], beginning: &[&str]) -> bool {
    names.len() >= beginning.len()
        && names
            .iter()
            .zip(beginning)
            .all(|(name, expected)| name == expected)
}

pub fn crate_offences(source: &Source) -> Vec<String> {
    let mut offences = Vec::new();
    for (names, line) in foreign(source) {
        let Some((name, homes)) = names.first().and_then(|name| Some((name, home(name)?))) else {
            continue;
        };
        if !homes.iter().any(|home| source.path.starts_with(home)) {
            offences.push(format!(
                "{}: `{name}` lives in {}",
                source.at(line),
                homes.join(", ")
            ));
        }
    }
    offences.dedup();
    offences
}

fn home(name: &str) -> Option<&'static [&'static str]> {
    let matches = |pattern: &str| {
        pattern
            .strip_suffix('*')
            .map_or(name == pattern, |start| name.starts_with(start))
    };
    HOMES
        .iter()
        .find(|(pattern, _)| matches(pattern))
        .map(|&(_, homes)| homes)
}

pub fn thread_offences(source: &Source) -> Vec<String> {
    if [JOBS, CREWS, WRITER, APART, LOG_OFF].contains(&source.path.as_str()) {
        return Vec::new();
    }
    let starts = |names: &[String]| {
        begins_with(names, &["std", "thread"])
            || begins_with(names, &["rayon", "spawn"])
            || begins_with(names, &["thread", "spawn"])
            || names.iter().any(|name| name == "ThreadPoolBuilder")
    };
    foreign(source)
        .filter(|(names, _)| starts(names))
        .map(|(names, line)| format!("{}: `{}`", source.at(line), names.join("::")))
        .collect()
}

pub fn purity_offences(source: &Source) -> Vec<String> {
    if !PURE.contains(&source.room()) {
        return Vec::new();
    }
    let reaches = |names: &[String]| {
        let asks_clock = names.len() > 1 && names.last().is_some_and(|name| name == "now");
        asks_clock || OUTSIDE.iter().any(|beginning| begins_with(names, beginning))
    };
    let mut offences: Vec<String> = foreign(source)
        .filter(|(names, _)| reaches(names))
        .map(|(names, line)| format!("{}: `{}`", source.at(line), names.join("::")))
        .collect();
    for pair in source.code.windows(2) {
        if pair[1].is("!") && PRINTING.iter().any(|name| pair[0].is(name)) {
            offences.push(format!("{}: `{}!`", source.at(pair[0].line), pair[0].text));
        }
    }
    offences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&Source) -> Vec<String>, path: &str, code: &str, expected: usize) {
        let found = rule(&Source::new(path, code));
        assert_eq!(found.len(), expected, "{path}: {code}\n{found:?}");
    }

    #[test]
    fn crates_at_home_pass() {
        check(crate_offences, "src/geom/crs.rs", "use proj::Proj;", 0);
        check(
            crate_offences,
            "src/geom/index.rs",
            "fn f() { rstar::RTree::new() }",
            0,
        );
        check(
            crate_offences,
            "src/geom/overlay.rs",
            "use i_overlay::core::fill_rule::FillRule;",
            0,
        );
        check(
            crate_offences,
            "src/ui/map/mesh.rs",
            "use i_triangle::float::Triangulation; use eframe::egui;",
            0,
        );
        check(
            crate_offences,
            "src/report/geojson.rs",
            "use geojson::Feature;",
            0,
        );
        check(
            crate_offences,
            "src/main.rs",
            "fn main() { eframe::run_native() }",
            0,
        );
    }

    #[test]
    fn crates_abroad_fail() {
        check(crate_offences, "src/geom/area.rs", "use proj::Proj;", 1);
        check(
            crate_offences,
            "src/model/layer.rs",
            "fn f() { ::rstar::RTree::new() }",
            1,
        );
        check(
            crate_offences,
            "src/screening/evaluate.rs",
            "use {i_overlay::core, geo::Area};",
            1,
        );
        check(crate_offences, "src/ui/mod.rs", "use i_triangle as t;", 1);
        check(
            crate_offences,
            "src/session/mod.rs",
            "use geojson;\nuse egui_extras::Size;",
            2,
        );
        check(
            crate_offences,
            "src/cli/mod.rs",
            "fn f() { rfd::FileDialog::new() }",
            1,
        );
    }

    #[test]
    fn modules_with_the_name_of_a_crate_pass() {
        check(
            crate_offences,
            "src/cli/mod.rs",
            "use crate::formats::geojson; fn f() { geojson::read() }",
            0,
        );
        check(
            crate_offences,
            "src/session/mod.rs",
            "use crate::formats::{csv::Reader, geojson as g};",
            0,
        );
        check(
            crate_offences,
            "src/ui/mod.rs",
            "fn f(proj: u8) { proj.zip::<u8>(); crate::report::csv::write() }",
            0,
        );
    }

    #[test]
    fn threads() {
        check(
            thread_offences,
            "src/session/jobs.rs",
            "fn f() { std::thread::spawn(g) }",
            0,
        );
        check(
            thread_offences,
            "src/screening/mod.rs",
            "use rayon::prelude::*;",
            0,
        );
        check(
            thread_offences,
            "src/ui/mod.rs",
            "use std::thread;\nfn f() { thread::spawn(g) }",
            2,
        );
        check(
            thread_offences,
            "src/ui/mod.rs",
            "fn f() { std::thread::Builder::new() }",
            1,
        );
        check(
            thread_offences,
            "src/screening/mod.rs",
            "use rayon::ThreadPoolBuilder;",
            1,
        );
        check(
            thread_offences,
            "src/screening/mod.rs",
            "fn f() { rayon::spawn(g) }",
            1,
        );
    }

    #[test]
    fn purity() {
        check(
            purity_offences,
            "src/formats/mod.rs",
            "use std::fs; fn f() { println!() }",
            0,
        );
        check(
            purity_offences,
            "src/geom/crs.rs",
            "use std::{fmt, time::Duration}; fn f() { a.now(); log(2.0) }",
            0,
        );
        check(purity_offences, "src/geom/crs.rs", "use std::{env, fs::File};", 2);
        check(
            purity_offences,
            "src/model/rule.rs",
            "use std::time::{Duration, SystemTime};",
            1,
        );
        check(
            purity_offences,
            "src/model/rule.rs",
            "fn f() { jiff::Zoned::now() }",
            1,
        );
        check(
            purity_offences,
            "src/screening/mod.rs",
            "fn f() { println!(\"\"); eprintln!(); log::info!(\"\") }",
            3,
        );
    }
}
