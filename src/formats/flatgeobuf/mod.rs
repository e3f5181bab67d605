//! FlatGeobuf, version 3: a header, an index that is passed over, and features one after another.
//!
//! Read here and not by the crate `flatgeobuf`: that trusts the positions within a geometry (one that lies is a panic)
//! and the first bad feature ends it; what would be left of it are the names of the fields, and three more crates.

pub mod geometry;
pub mod header;
pub mod table;
pub mod values;

use rayon::prelude::*;

use crate::formats::arc::{CurveCount, Curved};
use crate::formats::cursor::{Cursor, Order};
use crate::formats::input::FileToRead;
use crate::formats::raw::{RawFeature, RawLayer, RawProblem, Unread};
use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Progress;

use header::{Columns, Header, header_in};
use table::Table;

/// Larger files want a reader that streams.
const LIMIT_BYTES: u64 = 8 << 30;
/// Features that one task reads; they share their texts.
const TASK_FEATURES: usize = 512;

/// Reads a file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let length = file.byte_count();
    progress.start(length);
    let bytes = file.bytes(LIMIT_BYTES, progress)?;
    let refused = |fault| Unread::file(&file.label, ProblemKind::File(fault));
    let header = header_in(&bytes.data).map_err(refused)?;
    let (spans, end) = spans(&bytes.data, header.features_at);
    let source = Source {
        data: &bytes.data,
        header: &header,
        id_field,
    };
    let tasks = spans.par_chunks(TASK_FEATURES).enumerate().map(|(task, spans)| {
        progress.check()?;
        Ok(source.read(task * TASK_FEATURES, spans))
    });
    let (sha256, parsed) = rayon::join(|| bytes.sha256(), || tasks.collect::<Result<Vec<_>, Unread>>());
    let mut reading = Reading::new(&file.label);
    for task in parsed? {
        reading.undecodable += task.undecodable;
        task.parsed.into_iter().for_each(|parsed| reading.take(parsed));
    }
    reading.extra_ordinates = header.extra_ordinates && !spans.is_empty();
    reading.finish(&header, spans.len());
    if end < bytes.data.len() {
        let kind = ProblemKind::Truncated {
            whole: spans.len(),
            byte: end as u64,
        };
        reading.say(kind, Done::Refused);
    }
    let mut layer = reading.layer;
    layer.declared_crs = header.crs;
    layer.sha256 = sha256;
    Ok(layer)
}

/// Where the features are, first byte and length, and where the last whole one ends.
fn spans(data: &[u8], start: usize) -> (Vec<(usize, usize)>, usize) {
    let mut spans = Vec::new();
    let mut cursor = Cursor::at(data, start);
    let mut end = start;
    while let Some(length) = cursor.u32(Order::Little) {
        let at = cursor.position();
        if cursor.take(length as usize).is_none() {
            break;
        }
        spans.push((at, length as usize));
        end = cursor.position();
    }
    (spans, end)
}

/// What features are read from.
struct Source<'a> {
    data: &'a [u8],
    header: &'a Header,
    id_field: Option<&'a str>,
}

/// Some features, one after another.
struct Task {
    parsed: Vec<Result<(RawFeature, Curved), Bad>>,
    undecodable: usize,
}

/// A feature that cannot be read.
struct Bad {
    number: usize,
    id: Option<String>,
    fault: FileFault,
}

impl Source<'_> {
    fn read(&self, first: usize, spans: &[(usize, usize)]) -> Task {
        let mut values = values::Reader::default();
        let one = |(position, &(at, length)): (usize, &(usize, usize))| {
            let number = first + position + 1;
            let bytes = self.data.get(at..at + length).unwrap_or_default();
            self.feature(bytes, number, &mut values)
        };
        let parsed = spans.iter().enumerate().map(one).collect();
        Task {
            parsed,
            undecodable: values.undecodable,
        }
    }

    fn feature(
        &self,
        bytes: &[u8],
        number: usize,
        values: &mut values::Reader,
    ) -> Result<(RawFeature, Curved), Bad> {
        let bad = |fault, id| Bad { number, id, fault };
        let mut read = || -> Result<_, FileFault> {
            let table = Table::root(bytes)?;
            let own = table.tables(2)?;
            let own = if own.is_empty() {
                None
            } else {
                Some(Columns::of(&own)?)
            };
            let columns = own.as_ref().unwrap_or(&self.header.columns);
            let written = table.vector(1, 1)?.map(|vector| vector.bytes).unwrap_or_default();
            let properties = values.properties(written, columns)?;
            Ok((table, properties))
        };
        let (table, properties) = read().map_err(|fault| bad(fault, None))?;
        let mut reader = geometry::Reader::new(bytes.len());
        let geometry = table.table(0).and_then(|geometry| {
            let read = |geometry: Table<'_>| reader.geometry(&geometry, self.header.geometry_type);
            geometry.map(read).transpose().map(Option::flatten)
        });
        let geometry = geometry.map_err(|fault| {
            let id = self.id_field.and_then(|field| properties.text(field));
            bad(fault, id)
        })?;
        let feature = RawFeature {
            number,
            extra_ordinates: self.header.extra_ordinates && geometry.is_some(),
            geometry,
            properties,
            unclosed: reader.unclosed,
            ..RawFeature::default()
        };
        Ok((feature, reader.curved))
    }
}

/// Gathers features in order.
struct Reading<'l> {
    label: &'l str,
    layer: RawLayer,
    extra_ordinates: bool,
    curves: CurveCount,
    undecodable: usize,
}

impl Reading<'_> {
    fn new(label: &str) -> Reading<'_> {
        Reading {
            label,
            layer: RawLayer {
                format: "FlatGeobuf",
                ..RawLayer::default()
            },
            extra_ordinates: false,
            curves: CurveCount::default(),
            undecodable: 0,
        }
    }

    fn say(&mut self, kind: ProblemKind, done: Done) {
        self.layer.refused += usize::from(done == Done::Refused);
        let problem = Problem::of_file(self.label, kind, done);
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    fn take(&mut self, parsed: Result<(RawFeature, Curved), Bad>) {
        match parsed {
            Ok((feature, curved)) => {
                self.curves.take(curved);
                self.layer.features.push(feature);
            }
            Err(Bad { number, id, fault }) => {
                self.say(ProblemKind::File(fault), Done::Refused);
                if let Some(raw) = self.layer.problems.last_mut() {
                    (raw.problem.feature, raw.problem.id) = (Some(number), id);
                }
            }
        }
    }

    fn finish(&mut self, header: &Header, found: usize) {
        if header.count > 0 && header.count != found as u64 {
            let fault = FileFault::CountsDiffer {
                first: "header".to_owned(),
                first_count: header.count,
                second: "FlatGeobuf".to_owned(),
                second_count: found as u64,
            };
            self.say(ProblemKind::File(fault), Done::Refused);
        }
        if self.extra_ordinates {
            let features = self
                .layer
                .features
                .iter()
                .filter(|feature| feature.extra_ordinates)
                .count();
            self.say(ProblemKind::ExtraOrdinates { features }, Done::Noted);
        }
        for fault in self.curves.said() {
            self.say(fault.into(), Done::Noted);
        }
        if self.undecodable > 0 {
            let fault = FileFault::Undecodable {
                encoding: "UTF-8".to_owned(),
                features: self.undecodable,
            };
            self.say(ProblemKind::File(fault), Done::Noted);
        }
    }
}
