//! Rows with coordinates, wherever they come from: which columns hold them is found by name, told, and never guessed.

pub mod columns;
pub mod coordinate;
pub mod row;
mod values;

use std::borrow::Cow;

use geo::{Coord, Geometry, Point};

use crate::geom::crs::Crs;
use crate::model::field_type::FieldTypes;
use crate::model::problem::{Done, Problem};
use crate::model::reading_fault::ReadingFault;
use crate::progress::Progress;

use super::gather::{Gather, excerpt};
use super::raw::{RawFeature, Unread};
use super::wkt;
use super::wkt_start::begins;

use columns::{Columns, Found};
use coordinate::{Axis, Ordinate};
use row::{Cell, Row};
use values::Values;

/// The names of the columns stand within the first rows: a title or two may come before them.
const HEADER_ROWS: usize = 10;
/// A number from here on has more digits than programs of tables keep.
const MOST_KEPT: f64 = 1e15;
/// Names of columns that are shown in a message.
const SHOWN_COLUMNS: usize = 30;

/// The row with the names of the columns, and what they say.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Position among the rows.
    pub at: usize,
    /// What its names say.
    pub found: Found,
}

/// The first row that names coordinates; `None` where none of the first rows does.
pub fn header(rows: &[Row<'_>]) -> Option<Header> {
    let firsts = rows.iter().enumerate().take(HEADER_ROWS);
    firsts
        .map(|(at, row)| {
            let names: Vec<Cow<'_, str>> = row.cells.iter().map(Cell::text).collect();
            let is_wkt = |column: usize| {
                let below = rows.iter().skip(at + 1).map(|row| row.cell(column));
                let mut filled = below.filter(|cell| **cell != Cell::Empty);
                filled.next().is_some_and(|cell| begins(&cell.text()))
            };
            let found = columns::find(names.iter().map(|name| &**name), is_wkt);
            Header { at, found }
        })
        .find(|header| header.found != Found::None)
}

/// Takes the rows of a table into a layer, each as a feature. Fields that are declared to be text keep their writing.
///
/// # Errors
/// A table without coordinates, or with several columns that could be them; stopped.
pub fn take(
    rows: &[Row<'_>],
    types: &FieldTypes,
    gather: &mut Gather,
    progress: &Progress,
) -> Result<(), Unread> {
    let refused = |gather: &Gather, fault: ReadingFault| Unread::file(gather.label(), fault.into());
    let Some(header) = header(rows) else {
        let widest = rows.iter().take(HEADER_ROWS).rev().max_by_key(|row| row.width());
        let columns = widest.map_or_else(Vec::new, |row| names(row, 0..row.width()));
        return Err(refused(gather, ReadingFault::NoCoordinates { columns }));
    };
    let Some((head, below)) = rows.get(header.at..).and_then(<[Row<'_>]>::split_first) else {
        return Ok(());
    };
    let columns = match header.found {
        Found::One(columns) => columns,
        Found::Several(several) => {
            let columns = names(head, several);
            return Err(refused(gather, ReadingFault::WhichColumns { columns }));
        }
        Found::None => return Ok(()),
    };
    let columns = settled(columns, below);
    gather.note(ReadingFault::ColumnsUsed {
        columns: used(head, columns),
    });
    if matches!(columns, Columns::Degrees(..)) {
        gather.layer.standard_crs = Some(Crs::LON_LAT);
    }
    let shape_column = match columns {
        Columns::Wkt(at) => Some(at),
        _ => None,
    };
    let values = Values::new(head, below, (shape_column, types));
    lost_digits(head, below, gather);
    let mut srids = Vec::new();
    for row in below.iter().filter(|row| !row.is_blank() || row.fault.is_some()) {
        progress.check()?;
        match feature(row, head, columns) {
            Ok((feature, srid)) => {
                srids.extend(srid);
                let properties = values.of(row);
                gather.take(RawFeature {
                    properties,
                    ..feature
                });
            }
            Err((field, fault)) => gather.refuse(Problem {
                field: field.map(|at| head.cell(at).text().into_owned()),
                ..Problem::of_file("", fault.into(), Done::Refused)
            }),
        }
    }
    declare(&srids, gather);
    Ok(())
}

/// The names of the columns that the coordinates are taken from.
fn used(head: &Row<'_>, columns: Columns) -> Vec<String> {
    match columns {
        Columns::Wkt(one) => names(head, [one]),
        Columns::Degrees(east, north) | Columns::Plane(east, north) | Columns::Unnamed(east, north) => {
            names(head, [east, north])
        }
    }
}

/// Tells of columns with whole numbers that have more digits than a program of tables keeps: they are codes, most likely, of
/// which the last digits are not those that somebody has written.
fn lost_digits(head: &Row<'_>, rows: &[Row<'_>], gather: &mut Gather) {
    for at in 0..head.cells.len() {
        let number = |row: &Row<'_>| match row.cell(at) {
            Cell::Number(number) if number.abs() >= MOST_KEPT => Some(*number),
            _ => None,
        };
        let mut long = rows
            .iter()
            .filter_map(|row| number(row).map(|number| (row.line, number)));
        let Some((line, first)) = long.next() else {
            continue;
        };
        let fault = ReadingFault::DigitsLost {
            line,
            found: first.to_string(),
            rows: 1 + long.count(),
        };
        gather.problem(Problem {
            field: Some(head.cell(at).text().into_owned()),
            ..Problem::of_file("", fault.into(), Done::Noted)
        });
    }
}

/// The `SRID` of all shapes, where they agree.
fn declare(srids: &[u32], gather: &mut Gather) {
    let mut all = srids.to_vec();
    all.dedup();
    gather.layer.declared_crs = match all.as_slice() {
        [] | [0] => None,
        &[one] if srids.len() == gather.layer.features.len() => Some(format!("EPSG:{one}")),
        _ => {
            all.sort_unstable();
            all.dedup();
            let numbers: Vec<String> = all.iter().map(u32::to_string).collect();
            Some(format!("SRID {}", numbers.join(", ")))
        }
    };
}

fn names(row: &Row<'_>, columns: impl IntoIterator<Item = usize>) -> Vec<String> {
    let names = columns.into_iter().map(|at| excerpt(&row.cell(at).text()));
    names.take(SHOWN_COLUMNS).collect()
}

/// X and Y in the order east, north. Surveyors write X to the north; where the values can only be so, they are taken so.
fn settled(columns: Columns, rows: &[Row<'_>]) -> Columns {
    let Columns::Unnamed(x, y) = columns else {
        return columns;
    };
    let all = |column: usize, good: fn(f64) -> bool| {
        let cells = rows.iter().map(|row| row.cell(column));
        let mut read = cells.filter_map(ordinate).map(|found| found.value).peekable();
        read.peek().is_some() && read.all(good)
    };
    // Between 17° and 54° N; up to 400 km beside a meridian at 500 km, perhaps with a zone number.
    let northing: fn(f64) -> bool = |value| (1.8e6..=6e6).contains(&value);
    let easting: fn(f64) -> bool =
        |value| (1e5..=9e5).contains(&value) || crate::geom::zone_code::prefix_of(value).is_some();
    if all(x, northing) && all(y, easting) {
        Columns::Plane(y, x)
    } else {
        columns
    }
}

fn ordinate(cell: &Cell<'_>) -> Option<Ordinate> {
    match cell {
        Cell::Number(value) => Some(Ordinate {
            value: *value,
            axis: None,
        }),
        Cell::Text(text) => coordinate::read(text),
        Cell::Empty | Cell::Bool(_) => None,
    }
}

type Refusal = (Option<usize>, ReadingFault);

/// The shape of a row, without its properties, and the `SRID` that comes with it.
fn feature(row: &Row<'_>, head: &Row<'_>, columns: Columns) -> Result<(RawFeature, Option<u32>), Refusal> {
    if let Some(fault) = &row.fault {
        return Err((None, fault.clone()));
    }
    if row.width() > head.cells.len() || (row.is_full && row.cells.len() < head.width()) {
        let fault = ReadingFault::FieldCount {
            line: row.line,
            expected: head.cells.len(),
            found: row.cells.len(),
        };
        return Err((None, fault));
    }
    let bad = |at: usize| {
        let found = excerpt(&row.cell(at).text());
        (
            Some(at),
            ReadingFault::BadCoordinate {
                line: row.line,
                found,
            },
        )
    };
    let (east, north) = match columns {
        Columns::Wkt(at) => return shape(row.cell(at)).ok_or_else(|| bad(at)),
        Columns::Degrees(east, north) | Columns::Plane(east, north) | Columns::Unnamed(east, north) => {
            (east, north)
        }
    };
    if *row.cell(east) == Cell::Empty && *row.cell(north) == Cell::Empty {
        return Ok((RawFeature::default(), None));
    }
    let read = |at: usize, axis: Axis| {
        let found = ordinate(row.cell(at)).filter(|found| found.axis.is_none_or(|own| own == axis));
        found.map(|found| found.value).ok_or_else(|| bad(at))
    };
    let place = Coord {
        x: read(east, Axis::East)?,
        y: read(north, Axis::North)?,
    };
    let geometry: Option<Geometry<f64>> = Some(Point(place).into());
    Ok((
        RawFeature {
            geometry,
            ..RawFeature::default()
        },
        None,
    ))
}

fn shape(cell: &Cell<'_>) -> Option<(RawFeature, Option<u32>)> {
    if *cell == Cell::Empty {
        return Some((RawFeature::default(), None));
    }
    let read = wkt::read(&cell.text())?;
    let feature = RawFeature {
        geometry: read.geometry,
        unclosed: read.unclosed,
        extra_ordinates: read.extra_ordinates,
        ..RawFeature::default()
    };
    Some((feature, read.srid))
}
