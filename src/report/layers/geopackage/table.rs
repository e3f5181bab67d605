//! One layer of a GeoPackage: its table, its rows, its R-tree.

use std::io;
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, Statement, params, params_from_iter};

use crate::geom::extent::Extent;
use crate::model::feature::PropertyValue;

use super::super::loss::{Loss, Losses};
use super::super::sink::{Form, Record, Sink, Stop, Stream};
use super::super::survey::{Columns, Kind, Survey};
use super::schema::{self, Naming, io_error, quoted};
use super::wkb::{Several, blob};

/// The name of the column with the key of a row.
pub const KEY: &str = "fid";
/// The name of the column with its shape.
pub const GEOMETRY: &str = "geom";

/// Where the values of a field stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldColumn {
    /// The field, as the features name it.
    pub field: Arc<str>,
    /// The column; [`KEY`] for a field that serves as the key.
    pub column: String,
    /// What it is declared as.
    pub kind: Kind,
}

/// A table that is being filled.
pub struct Table<'c> {
    connection: &'c Connection,
    rows: Statement<'c>,
    boxes: Statement<'c>,
    geometry_type: &'static str,
    extent: Extent,
    form: RowForm,
    fields: Vec<FieldColumn>,
}

/// How a feature becomes a row.
pub struct RowForm {
    columns: Columns,
    kinds: Vec<Kind>,
    /// The column of the source that is the key of the rows.
    key: Option<usize>,
    srs_id: i32,
    several: Several,
}

/// A row, ready to be written.
pub struct Row {
    key: i64,
    blob: Option<Vec<u8>>,
    values: Vec<Value>,
    extent: Extent,
}

impl<'c> Table<'c> {
    /// Makes the table and its index; what its columns cannot hold is told.
    ///
    /// # Errors
    /// Those of the database.
    pub fn create(
        connection: &'c Connection,
        naming: Naming<'_>,
        stream: &Stream<'_>,
        survey: &Survey,
        losses: &mut Losses,
    ) -> Result<Table<'c>, Stop> {
        let columns = survey.columns.clone();
        let key = key_column(stream, &columns);
        let kinds: Vec<Kind> = columns.list.iter().map(|column| column.tally.kind()).collect();
        let names = names(&columns, key, losses);
        for column in &columns.list {
            losses.add(Loss::AsText(column.name.to_string()), column.tally.not_texts());
        }
        let geometry_type = schema::geometry_type(survey.shapes.as_ref());
        let mut declared = vec![
            format!("{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", quoted(KEY)),
            format!("{} {geometry_type}", quoted(GEOMETRY)),
        ];
        let fields = field_columns(&columns, &names, &kinds);
        let own = names.iter().zip(&kinds).enumerate();
        let own = own.filter(|(number, _)| Some(*number) != key);
        declared
            .extend(own.map(|(_, (name, kind))| format!("{} {}", quoted(name), schema::column_type(*kind))));
        let table = quoted(naming.table);
        let index = quoted(&format!("rtree_{}_{GEOMETRY}", naming.table));
        let sql = format!(
            "CREATE TABLE {table} ({}); CREATE VIRTUAL TABLE {index} USING rtree(id, minx, maxx, miny, maxy);",
            declared.join(", ")
        );
        connection.execute_batch(&sql).map_err(io_error)?;
        let places = vec!["?"; declared.len()].join(", ");
        Ok(Table {
            connection,
            rows: connection
                .prepare(&format!("INSERT INTO {table} VALUES ({places})"))
                .map_err(io_error)?,
            boxes: connection
                .prepare(&format!("INSERT INTO {index} VALUES (?, ?, ?, ?, ?)"))
                .map_err(io_error)?,
            geometry_type,
            extent: Extent::EMPTY,
            fields,
            form: RowForm {
                columns,
                kinds,
                key,
                srs_id: schema::srs_id(stream.placing),
                several: Several {
                    areas: geometry_type == "MULTIPOLYGON",
                    lines: geometry_type == "MULTILINESTRING",
                    points: geometry_type == "MULTIPOINT",
                },
            },
        })
    }

    /// Where the values of each field stand.
    pub fn columns(&self) -> &[FieldColumn] {
        &self.fields
    }

    /// Lists the table among the contents, and adds the triggers of its index.
    ///
    /// # Errors
    /// Those of the database.
    pub fn finish(self, naming: Naming<'_>, last_change: &str) -> io::Result<()> {
        let connection = self.connection;
        let extent = (!self.extent.is_empty()).then_some(self.extent);
        let corner = |pick: fn(Extent) -> f64| extent.map(pick);
        let listed = connection.execute(
            "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                naming.table,
                naming.title,
                last_change,
                corner(|e| e.min.x),
                corner(|e| e.min.y),
                corner(|e| e.max.x),
                corner(|e| e.max.y),
                self.form.srs_id,
            ],
        );
        let described = listed.and_then(|_| {
            connection.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, ?3, ?4, 0, 0)",
                params![naming.table, GEOMETRY, self.geometry_type, self.form.srs_id],
            )
        });
        let indexed = described.and_then(|_| {
            connection.execute(
                "INSERT INTO gpkg_extensions VALUES (?1, ?2, 'gpkg_rtree_index', \
                 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
                params![naming.table, GEOMETRY],
            )
        });
        let done =
            indexed.and_then(|_| connection.execute_batch(&schema::triggers(naming.table, GEOMETRY, KEY)));
        done.map_err(io_error)
    }
}

fn field_columns(columns: &Columns, names: &[String], kinds: &[Kind]) -> Vec<FieldColumn> {
    let all = columns.list.iter().zip(names).zip(kinds);
    all.map(|((column, name), kind)| FieldColumn {
        field: Arc::clone(&column.name),
        column: name.clone(),
        kind: *kind,
    })
    .collect()
}

/// The column that can be the key: called as the key, and a different whole number in every feature.
fn key_column(stream: &Stream<'_>, columns: &Columns) -> Option<usize> {
    let called = |name: &str| name.eq_ignore_ascii_case(KEY);
    let place = columns.list.iter().position(|column| called(&column.name))?;
    let column = columns.list.get(place)?;
    let count = stream.features.count();
    if column.tally.kind() != Kind::Whole || column.tally.count() != count {
        return None;
    }
    let key = |position: usize| {
        let properties = stream.features.properties(position);
        match properties.get(&column.name) {
            Some(PropertyValue::Number(number)) => number.as_i64(),
            _ => None,
        }
    };
    let mut keys: Vec<i64> = (0..count).filter_map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    (keys.len() == count).then_some(place)
}

/// A name for each column; SQLite takes small and capital letters for the same, and two names are taken.
fn names(columns: &Columns, key: Option<usize>, losses: &mut Losses) -> Vec<String> {
    let mut taken = vec![KEY.to_owned(), GEOMETRY.to_owned()];
    let mut names = Vec::new();
    for (number, column) in columns.list.iter().enumerate() {
        if Some(number) == key {
            names.push(KEY.to_owned());
            continue;
        }
        let mut own = column.name.replace('\0', " ");
        let mut times = 1;
        while taken.contains(&own.to_lowercase()) || own.is_empty() {
            times += 1;
            own = format!("{}_{times}", column.name);
        }
        if own != *column.name {
            losses.note(Loss::FieldRenamed {
                from: column.name.to_string(),
                to: own.clone(),
            });
        }
        taken.push(own.to_lowercase());
        names.push(own);
    }
    names
}

impl Form for RowForm {
    type Piece = Row;

    fn piece(&self, record: &Record<'_>, _: &mut Losses) -> Row {
        let mut key = record.position as i64 + 1;
        let mut values = Vec::with_capacity(self.kinds.len());
        let cells = self.columns.row(&record.properties).into_iter().zip(&self.kinds);
        for (number, (value, kind)) in cells.enumerate() {
            let value = value.map_or(Value::Null, |value| cell(value, *kind));
            match value {
                Value::Integer(own) if Some(number) == self.key => key = own,
                value => values.push(value),
            }
        }
        Row {
            key,
            blob: blob(&record.place, self.srs_id, self.several),
            values,
            extent: record.place.extent(),
        }
    }
}

fn cell(value: &PropertyValue, kind: Kind) -> Value {
    match (kind, value) {
        (_, PropertyValue::Null) => Value::Null,
        (Kind::Bool, PropertyValue::Bool(truth)) => Value::Integer(i64::from(*truth)),
        (Kind::Whole, PropertyValue::Number(number)) => number.as_i64().map_or(Value::Null, Value::Integer),
        (Kind::Real, PropertyValue::Number(number)) => number.as_f64().map_or(Value::Null, Value::Real),
        (_, other) => Value::Text(other.to_string()),
    }
}

impl Sink for Table<'_> {
    type Form = RowForm;

    fn form(&self) -> &RowForm {
        &self.form
    }

    fn put(&mut self, row: Row) -> io::Result<()> {
        self.extent.merge(&row.extent);
        let blob = row.blob.map_or(Value::Null, Value::Blob);
        let cells = [Value::Integer(row.key), blob].into_iter().chain(row.values);
        self.rows.execute(params_from_iter(cells)).map_err(io_error)?;
        if !row.extent.is_empty() {
            let Extent { min, max } = row.extent;
            self.boxes
                .execute(params![row.key, min.x, max.x, min.y, max.y])
                .map_err(io_error)?;
        }
        Ok(())
    }
}
