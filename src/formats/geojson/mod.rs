//! GeoJSON (RFC 7946, with the `crs` member of 2008): collections, single features, bare geometries, one after another.
//!
//! A scanner cuts the stream into features, which are then parsed in parallel, batch by batch, each for itself. Memory
//! holds the features that were read and two batches of text.

pub mod brackets;
pub mod decimal;
pub mod fast;
pub mod feature;
pub mod find;
pub mod frame;
pub mod geometry;
pub mod parse;
pub mod piece;
pub mod scan;

use rayon::prelude::*;

use crate::geom::crs::Crs;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Progress;

use parse::{Parsed, parse};
use piece::Batch;
use scan::Scanner;

use super::input::{FileToRead, Input, io_problem};
use super::raw::{EncodingEvidence, RawLayer, RawProblem, TextEncoding, Unread};

/// Pieces that one task parses; they share the names of their properties.
const TASK_PIECES: usize = 256;

/// Reads a file. `id_field` is the property that names a feature in messages where it has no id of its own.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let input = Input::open(file)?;
    let decoded_from = input.decoded_from;
    progress.start(input.byte_count);
    let mut scanner = Scanner::new(input);
    let mut reading = Reading::new(&file.label);
    reading.layer.encoding = decoded_from.map(|name| said_encoding(file, name));
    if let Some(found) = decoded_from {
        let kind = ProblemKind::OtherFormat {
            found: format!("{found} text"),
        };
        reading.note(Problem::of_file(&file.label, kind, Done::Noted));
    }
    let failure = |error| Unread::file(&file.label, io_problem(&error));
    let mut batch = scanner.next_batch().map_err(failure)?;
    let mut parsed = Vec::new();
    // While one batch is parsed, the next one is cut out and what came of the last one is put away.
    while let Some(current) = batch {
        progress.check()?;
        let last = std::mem::take(&mut parsed);
        let next;
        ((next, ()), parsed) = rayon::join(
            || rayon::join(|| scanner.next_batch(), || reading.take(last)),
            || parse_batch(&current, id_field),
        );
        progress.advance(current.byte_count());
        batch = next.map_err(failure)?;
        scanner.take_back(current);
    }
    reading.take(parsed);
    reading.finish(&scanner);
    let mut layer = reading.layer;
    layer.sha256 = scanner.into_input().sha256();
    Ok(layer)
}

fn said_encoding(file: &FileToRead, name: &'static str) -> TextEncoding {
    let by = if file.encoding.is_some() {
        EncodingEvidence::Setting
    } else {
        EncodingEvidence::Mark
    };
    TextEncoding { name, by }
}

fn parse_batch(batch: &Batch, id_field: Option<&str>) -> Vec<Vec<Parsed>> {
    let tasks = batch.pieces.par_chunks(TASK_PIECES);
    tasks.map(|pieces| parse(batch, pieces, id_field)).collect()
}

/// Gathers what was parsed, in order, and gives numbers.
struct Reading<'a> {
    label: &'a str,
    layer: RawLayer,
    extra_ordinates: usize,
}

impl Reading<'_> {
    fn new(label: &str) -> Reading<'_> {
        Reading {
            label,
            layer: RawLayer {
                format: "GeoJSON",
                standard_crs: Some(Crs::LON_LAT),
                ..RawLayer::default()
            },
            extra_ordinates: 0,
        }
    }

    fn note(&mut self, problem: Problem) {
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    fn take(&mut self, parsed: Vec<Vec<Parsed>>) {
        for parsed in parsed.into_iter().flatten() {
            let number = self.layer.found() + 1;
            match parsed {
                Parsed::Feature(mut feature) => {
                    feature.number = number;
                    self.extra_ordinates += usize::from(feature.extra_ordinates);
                    self.layer.features.push(feature);
                }
                Parsed::Bad(mut bad) => {
                    bad.problem.feature = Some(number);
                    bad.problem.file = self.label.to_owned();
                    self.layer.refused += 1;
                    self.layer.problems.push(*bad);
                }
                Parsed::Crs(code) => drop(self.layer.declared_crs.get_or_insert(code)),
            }
        }
    }

    fn finish(&mut self, scanner: &Scanner<Input>) {
        for frame in scanner.frames() {
            let said = frame::read(frame);
            self.layer.declared_crs = self.layer.declared_crs.take().or(said.crs);
            for (name, value) in said.foreign {
                self.layer.foreign.entry(name).or_insert(value);
            }
            for (kind, done) in said.problems {
                self.layer.refused += usize::from(done == Done::Refused);
                self.note(Problem::of_file(self.label, kind, done));
            }
        }
        for (place, what) in scanner.oddities() {
            let kind = ProblemKind::Syntax {
                line: place.line,
                byte: place.byte,
                detail: (*what).to_owned(),
            };
            self.note(Problem::of_file(self.label, kind, Done::Noted));
        }
        if self.extra_ordinates > 0 {
            let features = self.extra_ordinates;
            let kind = ProblemKind::ExtraOrdinates { features };
            self.note(Problem::of_file(self.label, kind, Done::Noted));
        }
        if let Some(place) = scanner.cut() {
            let kind = ProblemKind::Truncated {
                whole: self.layer.features.len(),
                byte: place.byte,
            };
            self.layer.refused += 1;
            self.note(Problem::of_file(self.label, kind, Done::Refused));
        }
    }
}
