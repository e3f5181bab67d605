//! XLSX: one feature a row, its shape as well-known text behind the number of its system in the last column, where a cell
//! holds it.
//!
//! Numbers are numbers and texts are texts, whatever they look like: codes keep their noughts and days are what the source
//! wrote. There is not one formula, and what would run as one where somebody edits the cell is marked as text. Rows go to the
//! disk one after another, however many there are.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use rust_xlsxwriter::{DocProperties, Format, Workbook, Worksheet, XlsxError};
use serde_json::Number;

use crate::model::date::Date;
use crate::model::feature::PropertyValue;

use super::super::csv;
use super::super::files::Staged;
use super::super::markup::{clean, plain_lines};
use super::super::stoppable::Stoppable;
use super::super::xlsx::{MOST_ROWS, Names, end_of_units, made_on};
use super::loss::{Loss, Losses};
use super::order::LayerError;
use super::placed::{Notation, Placing};
use super::sink::{Form, Record, Sink, Stop, Stream};
use super::survey::{Columns, Survey};
use super::wkt;

/// Units of UTF-16 that a cell holds.
const MOST_UNITS: usize = 32_767;
/// Columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// What stands around a row in the unpacked sheet takes so many bytes at most.
const ROW_BYTES: u64 = 100;
/// What stands around a text takes so many, a number or a truth value with it.
const CELL_BYTES: u64 = 120;
/// Numbers of these sizes have few digits, others have as many at most.
const SHORT_NUMBERS: Range<f64> = 1e-15..1e17;
const NUMBER_BYTES: u64 = 350;
/// A sign that has a meaning in XML takes so many more than itself.
const ESCAPE_BYTES: usize = 6;
/// Up to here a double holds every whole number.
const EXACT_WHOLES: u64 = 1 << 53;

/// That a sheet holds so many features with so many fields, beside the names of the columns and the shapes.
///
/// # Errors
/// [`LayerError::SheetFull`].
pub fn check_room(features: usize, fields: usize) -> Result<(), LayerError> {
    if features >= MOST_ROWS || fields >= MOST_COLUMNS {
        return Err(LayerError::SheetFull { features, fields });
    }
    Ok(())
}

/// Writes a workbook of one sheet, which is called by the title.
///
/// # Errors
/// [`Stop`].
pub fn write(
    mut out: Staged,
    stream: &Stream<'_>,
    survey: &Survey,
    (title, day): (&str, Date),
    losses: &mut Losses,
) -> Result<Staged, Stop> {
    let mut rows = Rows::new(stream.placing, survey, (title, day), losses).map_err(io::Error::other)?;
    stream.into_sink(&mut rows, losses)?;
    // Where it is not needed it would only shut out readers that do not know it.
    rows.book
        .use_zip_large_file(rows.sheet_bytes > u64::from(u32::MAX));
    let saved = rows
        .book
        .save_to_writer(Stoppable::new(&mut out, stream.progress));
    stream.progress.check()?;
    saved.map_err(io::Error::other)?;
    Ok(out)
}

/// A sheet in the making.
struct Rows {
    book: Workbook,
    maker: Maker,
    next: u32,
    /// So much the sheet takes at most, unpacked.
    sheet_bytes: u64,
    /// Of texts that would run as formulas.
    guarded: Format,
}

/// Makes cells of features.
struct Maker {
    columns: Columns,
    notation: Notation,
    srid: Option<u32>,
}

enum Cell {
    Empty,
    Truth(bool),
    Number(f64),
    Text(String),
}

impl Rows {
    fn new(
        placing: &Placing,
        survey: &Survey,
        (title, day): (&str, Date),
        losses: &mut Losses,
    ) -> Result<Rows, XlsxError> {
        let columns = survey.columns.clone();
        for column in &columns.list {
            losses.add(Loss::Emptied(column.name.to_string()), column.tally.empty_texts);
        }
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_creation_datetime(&made_on(day)?));
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(Names::default().free(title))?;
        sheet.set_freeze_panes(1, 0)?;
        let head = Format::new().set_bold();
        let shape = columns.name_of_shapes();
        let names = columns.list.iter().map(|column| Arc::clone(&column.name));
        for (place, name) in (0..).zip(names.chain([shape])) {
            sheet.write_string_with_format(0, place, heading(&name, losses), &head)?;
        }
        Ok(Rows {
            book,
            maker: Maker {
                columns,
                notation: placing.notation(),
                srid: placing.epsg(),
            },
            next: 1,
            sheet_bytes: 0,
            guarded: Format::new().set_quote_prefix(),
        })
    }

    fn row(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        for (place, cell) in (0..).zip(cells) {
            self.sheet_bytes += reckoned(&cell);
            put(sheet, (self.next, place), &cell, &self.guarded)?;
        }
        self.sheet_bytes += ROW_BYTES;
        self.next += 1;
        Ok(())
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    guarded: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth)?,
        Cell::Number(number) => sheet.write_number(row, column, *number)?,
        Cell::Text(text) if csv::runs_as_formula(text) => {
            sheet.write_string_with_format(row, column, text, guarded)?
        }
        Cell::Text(text) => sheet.write_string(row, column, text)?,
    };
    Ok(())
}

/// Bytes that a cell takes at most in the unpacked sheet.
fn reckoned(cell: &Cell) -> u64 {
    let text = match cell {
        Cell::Empty => return 0,
        Cell::Truth(_) => "",
        // It is written without an exponent.
        Cell::Number(number) if !SHORT_NUMBERS.contains(&number.abs()) => return CELL_BYTES + NUMBER_BYTES,
        Cell::Number(_) => "",
        Cell::Text(text) => text,
    };
    // Those that are written as more than themselves.
    let escaped = text.bytes().filter(|byte| b"&<>\"_".contains(byte)).count();
    let bytes = text.len() + ESCAPE_BYTES * escaped;
    CELL_BYTES + u64::try_from(bytes).unwrap_or(u64::MAX / 2)
}

/// The name of a column as a cell holds it.
fn heading(name: &Arc<str>, losses: &mut Losses) -> String {
    let mut kept = clean(name);
    if let Some(end) = end_of_units(&kept, MOST_UNITS) {
        losses.note(Loss::Cut(name.to_string()));
        kept.truncate(end);
    }
    kept
}

/// A number as a cell holds it; `None` where it would become another one.
fn held(number: &Number) -> Option<f64> {
    let whole = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
    if whole.is_some_and(|whole| whole > EXACT_WHOLES) {
        return None;
    }
    number.as_f64().filter(|number| number.is_finite())
}

impl Maker {
    fn cell(&self, value: &PropertyValue, name: &Arc<str>, losses: &mut Losses) -> Cell {
        let as_text = |losses: &mut Losses| losses.note(Loss::AsText(name.to_string()));
        match value {
            PropertyValue::Null => Cell::Empty,
            PropertyValue::Bool(truth) => Cell::Truth(*truth),
            PropertyValue::Number(number) => match held(number) {
                Some(number) => Cell::Number(number),
                None => {
                    as_text(losses);
                    Cell::Text(number.to_string())
                }
            },
            PropertyValue::Text(text) if text.is_empty() => Cell::Empty,
            PropertyValue::Text(text) => self.text(text, name, losses),
            PropertyValue::Nested(_) => {
                as_text(losses);
                self.text(&value.to_string(), name, losses)
            }
        }
    }

    fn text(&self, text: &str, name: &Arc<str>, losses: &mut Losses) -> Cell {
        let mut kept = clean(text);
        if kept != plain_lines(text) {
            losses.note(Loss::Replaced(name.to_string()));
        }
        if let Some(end) = end_of_units(&kept, MOST_UNITS) {
            losses.note(Loss::Cut(name.to_string()));
            kept.truncate(end);
        }
        Cell::Text(kept)
    }

    fn shape(&self, record: &Record<'_>, losses: &mut Losses) -> Cell {
        if record.place.is_empty() {
            return Cell::Empty;
        }
        let mut shape = match self.srid {
            Some(srid) => format!("SRID={srid};").into_bytes(),
            None => Vec::new(),
        };
        wkt::push(&mut shape, &record.place, self.notation);
        if shape.len() > MOST_UNITS {
            losses.note(Loss::ShapeTooLong);
            return Cell::Empty;
        }
        Cell::Text(String::from_utf8_lossy(&shape).into_owned())
    }
}

impl Form for Maker {
    type Piece = Vec<Cell>;

    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> Vec<Cell> {
        let values = self.columns.row(&record.properties);
        let columns = self.columns.list.iter().zip(values);
        let mut cells: Vec<Cell> = columns
            .map(|(column, value)| match value {
                None => Cell::Empty,
                Some(value) => self.cell(value, &column.name, losses),
            })
            .collect();
        cells.push(self.shape(record, losses));
        cells
    }
}

impl Sink for Rows {
    type Form = Maker;

    fn form(&self) -> &Maker {
        &self.maker
    }

    fn put(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        self.row(cells).map_err(io::Error::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_sheet_has_so_many_rows_and_columns() {
        // The names take a row, the shapes a column.
        assert!(check_room(1_048_575, 16_383).is_ok());
        for (features, fields) in [(1_048_576, 1), (1, 16_384)] {
            assert!(matches!(
                check_room(features, fields),
                Err(LayerError::SheetFull { .. })
            ));
        }
    }

    #[test]
    fn numbers_that_a_cell_would_change_are_none() {
        let check = |number: serde_json::Value, expected: Option<f64>| {
            assert_eq!(held(number.as_number().unwrap()), expected, "{number}");
        };
        check(json!(-12), Some(-12.0));
        check(json!(0.1), Some(0.1));
        check(json!(9_007_199_254_740_992_u64), Some(9_007_199_254_740_992.0));
        check(json!(9_007_199_254_740_993_u64), None);
        check(json!(u64::MAX), None);
    }

    /// What a sheet is thought to take is never less than it does: or it would fail at the very end.
    #[test]
    fn no_cell_takes_more_than_is_reckoned_with() {
        let texts = ["湿地", "<&>\"'", "_x0041_", "=1+1", " a \n", "&&&&&&&&&&&&&&&&"].map(str::to_owned);
        let texts = texts.map(Cell::Text).into_iter();
        let numbers = [
            0.0,
            -1.0 / 3.0,
            -1.234_567_890_123_456_7e-15,
            -1.234_567_890_123_456_7e-300,
            -f64::MAX,
        ];
        let others = numbers.map(Cell::Number).into_iter().chain([Cell::Truth(true)]);
        for cell in texts.chain(others) {
            let (few, many) = (1, 1_001);
            let bytes = reckoned(&cell);
            let sheet_bytes = |rows: u32| {
                let mut book = Workbook::new();
                let sheet = book.add_worksheet_with_constant_memory().unwrap();
                let format = Format::new().set_quote_prefix();
                for row in 0..rows {
                    put(sheet, (1_000_000 + row - rows, 16_383), &cell, &format).unwrap();
                }
                let file = book.save_to_buffer().unwrap();
                let mut archive = zip::ZipArchive::new(io::Cursor::new(file)).unwrap();
                archive.by_name("xl/worksheets/sheet1.xml").unwrap().size()
            };
            let own = (sheet_bytes(many) - sheet_bytes(few)) / 1_000;
            assert!(own > 0 && own <= bytes + ROW_BYTES, "{own} {bytes}");
        }
    }

    #[test]
    fn a_heading_that_is_too_long_is_cut() {
        let (mut losses, name) = (Losses::default(), "𠮷".repeat(20_000));
        let name: Arc<str> = name.into();
        assert_eq!(heading(&name, &mut losses), "𠮷".repeat(16_383));
        assert_eq!(losses.count(&Loss::Cut(name.to_string())), 1);
        assert_eq!(heading(&"a\r\nb".into(), &mut losses), "a\nb");
        assert_eq!(losses.iter().count(), 1);
    }
}
