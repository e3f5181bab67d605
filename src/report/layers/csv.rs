//! CSV: one feature a row, its shape as well-known text behind the number of its system (`SRID=4549;…`) in the last column.
//!
//! UTF-8 with byte-order mark, so that Excel shows Chinese, or GB 18030; RFC 4180 quoting; cells that a spreadsheet would
//! run as formulas get a leading apostrophe.

use std::io::{self, Write};
use std::sync::Arc;

use crate::model::feature::PropertyValue;

use super::super::csv;
use super::super::files::Staged;
use super::coding::{Coding, Encoded};
use super::loss::{Loss, Losses};
use super::placed::{Notation, Placing};
use super::sink::{Form, Record, Sink};
use super::survey::{Columns, Kind, Survey};
use super::wkt;

/// A table in the making.
#[derive(Debug)]
pub struct Csv {
    out: Staged,
    columns: Columns,
    notation: Notation,
    srid: Option<u32>,
    coding: Coding,
}

impl Csv {
    /// Begins a table with the names of the columns.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(
        mut out: Staged,
        placing: &Placing,
        survey: &Survey,
        coding: Coding,
        losses: &mut Losses,
    ) -> io::Result<Csv> {
        let columns = survey.columns.clone();
        for column in &columns.list {
            let (name, tally) = (column.name.to_string(), &column.tally);
            losses.add(Loss::Emptied(name.clone()), tally.empty_texts);
            losses.add(Loss::Trimmed(name.clone()), tally.blank_ends);
            losses.add(Loss::AsText(name.clone()), tally.bools + tally.nested);
            if tally.kind() == Kind::Text && tally.texts > 0 && tally.like_numbers == tally.texts {
                losses.add(Loss::LikeNumbers(name), tally.like_numbers);
            }
        }
        if coding == Coding::Utf8 {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let names = columns.list.iter().map(|column| Arc::clone(&column.name));
        let names = names.chain([columns.name_of_shapes()]);
        let cells: Vec<String> = names.map(|name| csv::text(&name)).collect();
        let mut csv = Csv {
            out,
            columns,
            notation: placing.notation(),
            srid: placing.epsg(),
            coding,
        };
        let head = csv.encoded(&format!("{}\r\n", cells.join(",")), losses);
        csv.put(head)?;
        Ok(csv)
    }

    /// The whole file.
    pub fn finish(self) -> Staged {
        self.out
    }

    fn encoded(&self, row: &str, losses: &mut Losses) -> Vec<u8> {
        let Encoded { bytes, is_beyond_gbk } = self.coding.encode(row);
        losses.add(Loss::BeyondGbk, usize::from(is_beyond_gbk));
        bytes
    }
}

impl Form for Csv {
    type Piece = Vec<u8>;

    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> Vec<u8> {
        let mut row = String::new();
        let values = self.columns.row(&record.properties);
        for (column, value) in self.columns.list.iter().zip(values) {
            match value {
                None | Some(PropertyValue::Null) => {}
                Some(PropertyValue::Text(text)) if text.is_empty() => row.push_str("\"\""),
                Some(PropertyValue::Number(number)) => row.push_str(&number.to_string()),
                Some(other) => {
                    let text = other.to_string();
                    let is_guarded = csv::runs_as_formula(&text);
                    losses.add(Loss::Guarded(column.name.to_string()), usize::from(is_guarded));
                    row.push_str(&csv::text(&text));
                }
            }
            row.push(',');
        }
        if !record.place.is_empty() {
            let mut shape = match self.srid {
                Some(srid) => format!("SRID={srid};").into_bytes(),
                None => Vec::new(),
            };
            wkt::push(&mut shape, &record.place, self.notation);
            row.push('"');
            row.push_str(&String::from_utf8_lossy(&shape));
            row.push('"');
        }
        row.push_str("\r\n");
        self.encoded(&row, losses)
    }
}

impl Sink for Csv {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, piece: Vec<u8>) -> io::Result<()> {
        self.out.write_all(&piece)
    }
}
