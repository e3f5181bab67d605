//! The rows of a layer as features.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, Error, Row, Rows};
use serde_json::Number;

use crate::formats::arc::CurveCount;
use crate::formats::raw::{RawFeature, RawLayer, RawProblem, Unread};
use crate::formats::shared_text::{SharedTexts, unique_names};
use crate::formats::wkb::Found;
use crate::model::feature::{Properties, PropertyValue};
use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Progress;

use super::blob::{Blob, blob_in};
use super::database::{Database, problem_of};
use super::tables::Table;

/// Rows whose geometries are taken apart, in parallel, while the next ones are fetched.
const BATCH_ROWS: usize = 4096;
/// No more rows are fetched at once than have so many bytes of geometry together, and one.
const BATCH_BYTES: usize = 16 << 20;

/// Reads all rows, or only those of the first batch; `named` is the file's name for messages and the field that names a
/// feature there.
///
/// # Errors
/// No such table, no such column, stopped. Rows after damaged pages are lost, aloud.
pub fn read(
    database: &Database,
    table: &Table,
    named: (&str, Option<&str>),
    first_only: bool,
    progress: &Progress,
) -> Result<RawLayer, Unread> {
    let (label, id_field) = named;
    let failure = |error: &Error| database.unread(label, error);
    let declared = declared_columns(&database.connection, &table.name).map_err(|e| failure(&e))?;
    let sql = format!("SELECT * FROM {}", quoted(&table.name));
    let mut statement = database.connection.prepare(&sql).map_err(|e| failure(&e))?;
    let names: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let geometry = names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(&table.geometry));
    let Some(geometry) = geometry else {
        let problem = Problem {
            field: Some(table.geometry.clone()),
            ..Problem::of_file(label, ProblemKind::FieldMissing, Done::Refused)
        };
        return Err(Unread::Problem(Box::new(problem)));
    };
    let mut reading = Reading::new(label, Columns::new(names, geometry, &declared), table);
    reading.id_field = id_field.map(str::to_owned);
    let mut rows = statement.query([]).map_err(|e| failure(&e))?;
    let mut waiting = Batch::default();
    loop {
        progress.check()?;
        database.got_on();
        let mut parsed = Vec::new();
        let fetched = rayon::in_place_scope(|scope| {
            let batch = std::mem::take(&mut waiting);
            scope.spawn(|_| parsed = parse(batch));
            reading.batch(database, &mut rows)
        });
        reading.take(parsed);
        match fetched {
            Ok(batch) if batch.rows.is_empty() => break,
            Ok(batch) if first_only => {
                reading.take(parse(batch));
                break;
            }
            Ok(batch) => waiting = batch,
            Err((batch, error)) => {
                progress.check()?;
                reading.take(parse(batch));
                // What comes after a damaged page is not known, not even how much.
                reading.layer.refused += 1;
                reading.say(Problem::of_file(label, problem_of(&error), Done::Refused));
                break;
            }
        }
    }
    reading.finish();
    let mut layer = reading.layer;
    layer.declared_crs.clone_from(&table.crs);
    Ok(layer)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A column as the table declares it.
struct Declared {
    name: String,
    is_bool: bool,
    is_key: bool,
}

fn declared_columns(connection: &Connection, table: &str) -> Result<Vec<Declared>, Error> {
    let mut statement = connection.prepare(&format!("PRAGMA table_info({})", quoted(table)))?;
    let column = |row: &Row<'_>| {
        let kind: String = row.get::<_, Option<String>>("type")?.unwrap_or_default();
        Ok(Declared {
            name: row.get("name")?,
            is_bool: kind.eq_ignore_ascii_case("BOOLEAN"),
            is_key: row.get::<_, i64>("pk")? == 1 && kind.eq_ignore_ascii_case("INTEGER"),
        })
    };
    statement.query_map([], column)?.collect()
}

/// What stands in which column.
struct Columns {
    geometry: usize,
    /// The names of all but the geometry.
    names: Arc<[Arc<str>]>,
    is_bool: Vec<bool>,
    key: Option<usize>,
}

impl Columns {
    fn new(names: Vec<String>, geometry: usize, declared: &[Declared]) -> Columns {
        let is = |name: &String, what: fn(&Declared) -> bool| {
            declared.iter().any(|column| column.name == *name && what(column))
        };
        let is_bool = names
            .iter()
            .map(|name| is(name, |column| column.is_bool))
            .collect();
        let key = names.iter().position(|name| is(name, |column| column.is_key));
        let others = names
            .into_iter()
            .enumerate()
            .filter(|(position, _)| *position != geometry);
        let (names, _) = unique_names(others.map(|(_, name)| name).collect());
        Columns {
            geometry,
            names,
            is_bool,
            key,
        }
    }
}

/// Rows whose geometries are still bytes.
#[derive(Default)]
struct Batch {
    rows: Vec<Taken>,
    /// The geometries, one after another.
    blobs: Vec<u8>,
}

/// A row, and where the bytes of its geometry are within its batch.
struct Taken {
    feature: RawFeature,
    blob: Result<Option<Range<usize>>, FileFault>,
}

type Parsed = (RawFeature, Result<Option<Blob>, FileFault>);

struct Reading<'l> {
    label: &'l str,
    id_field: Option<String>,
    layer: RawLayer,
    columns: Columns,
    srs_id: i64,
    texts: SharedTexts,
    taken: usize,
    extra_ordinates: usize,
    curves: CurveCount,
    /// Features whose own header names another CRS than the layer's, and the first such number.
    other_srs: (usize, i32),
    /// For each column the values that are no UTF-8.
    undecodable: Vec<usize>,
}

impl Reading<'_> {
    fn new<'l>(label: &'l str, columns: Columns, table: &Table) -> Reading<'l> {
        Reading {
            label,
            id_field: None,
            layer: RawLayer::default(),
            undecodable: vec![0; columns.names.len()],
            columns,
            srs_id: table.srs_id,
            texts: SharedTexts::default(),
            taken: 0,
            extra_ordinates: 0,
            curves: CurveCount::default(),
            other_srs: (0, 0),
        }
    }

    fn say(&mut self, problem: Problem) {
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    /// The next rows; with an error those before it.
    fn batch(&mut self, database: &Database, rows: &mut Rows<'_>) -> Result<Batch, (Batch, Error)> {
        let mut batch = Batch::default();
        while batch.rows.len() < BATCH_ROWS && batch.blobs.len() < BATCH_BYTES {
            match rows.next() {
                Ok(Some(row)) => match self.row(row, &mut batch.blobs) {
                    Ok(taken) => batch.rows.push(taken),
                    Err(error) => return Err((batch, error)),
                },
                Ok(None) => break,
                Err(error) => return Err((batch, error)),
            }
            database.got_on();
        }
        Ok(batch)
    }

    fn row(&mut self, row: &Row<'_>, blobs: &mut Vec<u8>) -> Result<Taken, Error> {
        self.taken += 1;
        let mut values = Vec::with_capacity(self.columns.names.len());
        for position in 0..self.columns.is_bool.len() {
            if position != self.columns.geometry {
                let value = row.get_ref(position)?;
                values.push(self.value(position, values.len(), value));
            }
        }
        let key = self.columns.key.map(|key| row.get_ref(key)).transpose()?;
        let blob = match row.get_ref(self.columns.geometry)? {
            ValueRef::Null => Ok(None),
            ValueRef::Blob(bytes) => {
                let start = blobs.len();
                blobs.extend_from_slice(bytes);
                Ok(Some(start..blobs.len()))
            }
            other => Err(FileFault::WrongCode {
                byte: 0,
                code: type_code(other.data_type()),
            }),
        };
        let feature = RawFeature {
            number: self.taken,
            id: key
                .and_then(|key| key.as_i64().ok())
                .map(|key| key.to_string().into()),
            properties: Properties::new(Arc::clone(&self.columns.names), values),
            ..RawFeature::default()
        };
        Ok(Taken { feature, blob })
    }

    fn value(&mut self, column: usize, position: usize, value: ValueRef<'_>) -> PropertyValue {
        match value {
            ValueRef::Null => PropertyValue::Null,
            ValueRef::Integer(truth @ (0 | 1)) if self.columns.is_bool.get(column) == Some(&true) => {
                PropertyValue::Bool(truth == 1)
            }
            ValueRef::Integer(number) => PropertyValue::Number(number.into()),
            ValueRef::Real(number) => {
                Number::from_f64(number).map_or(PropertyValue::Null, PropertyValue::Number)
            }
            ValueRef::Text(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                if std::str::from_utf8(bytes).is_err()
                    && let Some(count) = self.undecodable.get_mut(position)
                {
                    *count += 1;
                }
                self.texts.value(&text)
            }
            ValueRef::Blob(bytes) => {
                let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                PropertyValue::Text(format!("0x{digits}").into())
            }
        }
    }

    fn take(&mut self, parsed: Vec<Parsed>) {
        for (feature, blob) in parsed {
            self.feature(feature, blob);
        }
    }

    fn feature(&mut self, mut feature: RawFeature, blob: Result<Option<Blob>, FileFault>) {
        match blob {
            Ok(blob) => {
                let Blob { found, srs_id } = blob.unwrap_or_default();
                self.extra_ordinates += usize::from(found.extra_ordinates);
                self.curves.take(found.curved);
                // 0 and −1 mean that the header does not know.
                if srs_id > 0 && i64::from(srs_id) != self.srs_id {
                    if self.other_srs.0 == 0 {
                        self.other_srs.1 = srs_id;
                    }
                    self.other_srs.0 += 1;
                }
                let Found {
                    geometry,
                    unclosed,
                    extra_ordinates,
                    ..
                } = found;
                feature.geometry = geometry;
                feature.unclosed = unclosed;
                feature.extra_ordinates = extra_ordinates;
                self.layer.features.push(feature);
            }
            Err(fault) => {
                let named = self
                    .id_field
                    .as_deref()
                    .and_then(|field| feature.properties.text(field));
                let problem = Problem {
                    feature: Some(feature.number),
                    id: named.or_else(|| feature.id.as_deref().map(str::to_owned)),
                    ..Problem::of_file(self.label, ProblemKind::File(fault), Done::Refused)
                };
                self.layer.refused += 1;
                self.say(problem);
            }
        }
    }

    fn finish(&mut self) {
        let label = self.label;
        let note = |kind| Problem::of_file(label, kind, Done::Noted);
        if self.extra_ordinates > 0 {
            let features = self.extra_ordinates;
            self.say(note(ProblemKind::ExtraOrdinates { features }));
        }
        for fault in self.curves.said() {
            self.say(note(fault.into()));
        }
        if self.other_srs.0 > 0 {
            let (features, said) = self.other_srs;
            let fault = FileFault::OtherCrs {
                said: i64::from(said),
                features,
            };
            self.say(note(ProblemKind::File(fault)));
        }
        for position in 0..self.undecodable.len() {
            let (Some(&features), Some(name)) =
                (self.undecodable.get(position), self.columns.names.get(position))
            else {
                continue;
            };
            if features > 0 {
                let encoding = "UTF-8".to_owned();
                let kind = ProblemKind::File(FileFault::Undecodable { encoding, features });
                let field = Some(name.to_string());
                self.say(Problem { field, ..note(kind) });
            }
        }
    }
}

/// Takes the geometries of some rows apart.
fn parse(batch: Batch) -> Vec<Parsed> {
    let bytes = |range: Range<usize>| batch.blobs.get(range).unwrap_or_default();
    let parse = |taken: Taken| {
        let blob = taken
            .blob
            .and_then(|range| range.map(bytes).map(blob_in).transpose());
        (taken.feature, blob)
    };
    batch.rows.into_par_iter().map(parse).collect()
}

/// SQLite's own number of a type.
fn type_code(kind: Type) -> u64 {
    match kind {
        Type::Integer => 1,
        Type::Real => 2,
        Type::Text => 3,
        Type::Blob => 4,
        Type::Null => 5,
    }
}
