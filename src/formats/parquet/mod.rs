//! GeoParquet 1.0 and 1.1 (OGC 24-013), and Parquet with geometry of its own or in a column of WKB.
//!
//! Read here and not by the crate `parquet`: that sets memory aside by the counts that a file claims (children of the schema,
//! values of a dictionary, lengths within a page) and goes down the schema without end; either ends the program, and no cage
//! holds that. What would have to be looked through before it may be trusted is the larger part of a reader; what would be
//! left of it are four encodings, fifteen more crates and a compiler for C. The crates for packed pages stay.

pub mod column;
pub mod encodings;
pub mod footer;
pub mod geo;
pub mod group;
pub mod hybrid;
pub mod nested;
pub mod pages;
pub mod schema;
pub mod thrift;
pub mod unpack;
pub mod values;

use std::sync::Arc;

use crate::formats::arc::CurveCount;
use crate::formats::input::{Bytes, FileToRead};
use crate::formats::raw::{RawFeature, RawLayer, RawProblem, Unread};
use crate::formats::shared_text::unique_names;
use crate::formats::wkb::Found;
use crate::model::feature::{Properties, PropertyValue};
use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Progress;

use footer::{Footer, footer_in};
use geo::{Layout, layout_of};
use group::{Source, Table};
use nested::Room;
use pages::Budget;

/// Larger files want a reader that streams.
const LIMIT_BYTES: u64 = 8 << 30;

/// Reads a file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let length = file.byte_count();
    // Once through for reading, once for unpacking.
    progress.start(2 * length);
    let bytes = file.bytes(LIMIT_BYTES, progress)?;
    let refused = |kind| Unread::file(&file.label, kind);
    let footer = footer_in(&bytes.data).map_err(refused)?;
    let layout = layout_of(&footer).map_err(refused)?;
    let (sha256, rows) = rayon::join(
        || bytes.sha256(),
        || Reading::new(file, id_field, &footer, &layout).rows(&bytes, (&footer, &layout), progress),
    );
    let mut layer = rows?;
    layer.declared_crs = layout.declared_crs;
    layer.standard_crs = layout.standard_crs;
    layer.sha256 = sha256;
    Ok(layer)
}

/// Gathers features in order.
struct Reading<'l> {
    label: &'l str,
    id_field: Option<&'l str>,
    names: Arc<[Arc<str>]>,
    layer: RawLayer,
    /// Rows so far.
    found: usize,
    extra_ordinates: usize,
    curves: CurveCount,
    /// For each property the values that are no UTF-8.
    undecodable: Vec<usize>,
}

impl Reading<'_> {
    fn new<'l>(
        file: &'l FileToRead,
        id_field: Option<&'l str>,
        footer: &Footer,
        layout: &Layout,
    ) -> Reading<'l> {
        let roots = properties(footer, layout);
        let names = roots
            .iter()
            .filter_map(|position| footer.schema.roots.get(*position));
        let (names, _) = unique_names(names.map(|root| root.name.clone()).collect());
        let mut reading = Reading {
            label: &file.label,
            id_field,
            undecodable: vec![0; names.len()],
            names,
            layer: RawLayer {
                format: "GeoParquet",
                ..RawLayer::default()
            },
            found: 0,
            extra_ordinates: 0,
            curves: CurveCount::default(),
        };
        layout.notes.iter().for_each(|note| reading.note(note.clone()));
        reading
    }

    fn say(&mut self, problem: Problem) {
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    fn note(&mut self, kind: ProblemKind) {
        self.say(Problem::of_file(self.label, kind, Done::Noted));
    }

    /// Reads one row group after another.
    fn rows(
        mut self,
        bytes: &Bytes,
        (footer, layout): (&Footer, &Layout),
        progress: &Progress,
    ) -> Result<RawLayer, Unread> {
        let over = |fault: FileFault| Unread::file(self.label, fault.into());
        let source = Source {
            data: &bytes.data,
            schema: &footer.schema,
            shape: layout.shape,
            properties: properties(footer, layout),
            room: Room::of(bytes.data.len()),
            progress,
        };
        let mut budget = Budget::of(bytes.data.len());
        for group in &footer.row_groups {
            budget.take_rows(group.rows).map_err(over)?;
            let table = source.read(group, &mut budget)?;
            if source.room.is_used_up() {
                return Err(over(source.room.over()));
            }
            self.take(table);
        }
        self.finish(footer.rows);
        Ok(self.layer)
    }

    fn take(&mut self, table: Table) {
        let first = self.found;
        self.found += table.shapes.len();
        for (sum, more) in self.undecodable.iter_mut().zip(&table.undecodable) {
            *sum += more;
        }
        let mut is_bad = vec![false; table.shapes.len()];
        for bad in table.bad {
            let rows = is_bad.get_mut(bad.rows.clone()).unwrap_or_default();
            rows.iter_mut().for_each(|row| *row = true);
            self.say(Problem {
                feature: Some(first + bad.rows.start + 1),
                field: bad.field,
                ..Problem::of_file(self.label, bad.fault.into(), Done::Refused)
            });
        }
        let mut columns: Vec<_> = table.columns.into_iter().map(Vec::into_iter).collect();
        for (row, (shape, is_bad)) in table.shapes.into_iter().zip(is_bad).enumerate() {
            let value =
                |column: &mut std::vec::IntoIter<PropertyValue>| column.next().unwrap_or(PropertyValue::Null);
            let values = columns.iter_mut().map(value).collect();
            if is_bad {
                self.layer.refused += 1;
                continue;
            }
            let properties = Properties::new(Arc::clone(&self.names), values);
            self.feature(first + row + 1, shape, properties);
        }
    }

    fn feature(&mut self, number: usize, shape: Result<Found, FileFault>, properties: Properties) {
        match shape {
            Ok(found) => {
                self.extra_ordinates += usize::from(found.extra_ordinates);
                self.curves.take(found.curved);
                self.layer.features.push(RawFeature {
                    number,
                    geometry: found.geometry,
                    properties,
                    unclosed: found.unclosed,
                    extra_ordinates: found.extra_ordinates,
                    ..RawFeature::default()
                });
            }
            Err(fault) => {
                self.layer.refused += 1;
                self.say(Problem {
                    feature: Some(number),
                    id: self.id_field.and_then(|field| properties.text(field)),
                    ..Problem::of_file(self.label, fault.into(), Done::Refused)
                });
            }
        }
    }

    fn finish(&mut self, said: u64) {
        if said != self.found as u64 {
            let fault = FileFault::CountsDiffer {
                first: "Parquet".to_owned(),
                first_count: said,
                second: "row groups".to_owned(),
                second_count: self.found as u64,
            };
            self.layer.refused += 1;
            self.say(Problem::of_file(self.label, fault.into(), Done::Refused));
        }
        if self.extra_ordinates > 0 {
            let features = self.extra_ordinates;
            self.note(ProblemKind::ExtraOrdinates { features });
        }
        for fault in self.curves.said() {
            self.note(fault.into());
        }
        for (name, &features) in Arc::clone(&self.names).iter().zip(&self.undecodable.clone()) {
            if features > 0 {
                let encoding = "UTF-8".to_owned();
                let fault = FileFault::Undecodable { encoding, features };
                self.say(Problem {
                    field: Some(name.to_string()),
                    ..Problem::of_file(self.label, fault.into(), Done::Noted)
                });
            }
        }
    }
}

/// The columns that become properties.
fn properties(footer: &Footer, layout: &Layout) -> Vec<usize> {
    let all = 0..footer.schema.roots.len();
    all.filter(|root| *root != layout.root && !layout.passed_over.contains(root))
        .collect()
}
