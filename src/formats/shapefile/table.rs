//! The attribute table (dBASE): its fields, and its rows as values.

use std::sync::Arc;

use encoding_rs::Encoding;
use serde_json::Number;

use crate::formats::cursor::{Cursor, Order};
use crate::formats::encoding::{by_language_byte, without_cut_letter};
use crate::formats::recode::Inverse;
use crate::formats::shared_text::{SharedTexts, unique_names};
use crate::model::feature::{Properties, PropertyValue};
use crate::model::file_fault::FileFault;

/// Bytes of the header before the fields, and of each field.
const HEAD_BYTES: usize = 32;
/// The byte after the last field.
const FIELDS_END: u8 = 0x0d;
/// The first byte of a row that was deleted.
const DELETED: u8 = b'*';
/// Days from the start of the Julian count to 1970-01-01.
const JULIAN_1970: i64 = 2_440_588;

/// A table whose texts are still bytes.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// Rows by the header.
    pub said_count: usize,
    /// In the order of the file.
    pub fields: Vec<Field<'a>>,
    /// What byte 29 of the header says.
    pub language: Option<&'static Encoding>,
    rows: &'a [u8],
    row_bytes: usize,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// Its name in the encoding of the table.
    pub name: &'a [u8],
    /// `C`, `N`, `D`…
    pub kind: u8,
    start: usize,
    length: usize,
}

impl<'a> Table<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// Lengths that do not fit each other or the file.
    pub fn new(dbf: &'a [u8]) -> Result<Table<'a>, FileFault> {
        let mut cursor = Cursor::at(dbf, 4);
        let short = |said: usize| FileFault::WrongLength {
            byte: 0,
            said: said as u64,
            there: dbf.len() as u64,
        };
        let mut head = || {
            let rows = cursor.u32(Order::Little)?;
            Some((rows, cursor.u16(Order::Little)?, cursor.u16(Order::Little)?))
        };
        let (rows, head_bytes, row_bytes) = head().ok_or_else(|| short(HEAD_BYTES))?;
        let (head_bytes, row_bytes) = (usize::from(head_bytes), usize::from(row_bytes));
        let descriptors = dbf.get(HEAD_BYTES..head_bytes).ok_or_else(|| short(head_bytes))?;
        let mut fields = Vec::new();
        let mut end = 1;
        for descriptor in descriptors.chunks_exact(HEAD_BYTES) {
            if descriptor.first() == Some(&FIELDS_END) {
                break;
            }
            let field = field_in(descriptor, end);
            end += field.length;
            fields.push(field);
        }
        if end > row_bytes {
            return Err(FileFault::WrongLength {
                byte: 10,
                said: end as u64,
                there: row_bytes as u64,
            });
        }
        Ok(Table {
            said_count: rows as usize,
            fields,
            language: dbf.get(29).copied().and_then(by_language_byte),
            rows: dbf.get(head_bytes..).unwrap_or_default(),
            row_bytes,
        })
    }

    /// How many of the rows that the header counts are there.
    pub fn row_count(&self) -> usize {
        self.said_count.min(self.rows.len() / self.row_bytes)
    }

    /// The bytes of a row, from 0.
    pub fn row(&self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_mul(self.row_bytes)?;
        let row = self.rows.get(start..start.checked_add(self.row_bytes)?)?;
        (number < self.said_count).then_some(row)
    }

    /// True for a row that was deleted.
    pub fn is_deleted(&self, number: usize) -> bool {
        self.row(number).is_some_and(|row| row.first() == Some(&DELETED))
    }

    /// All bytes that are text: names of fields, then values.
    pub fn texts(&self) -> impl Iterator<Item = &'a [u8]> {
        let names = self.fields.iter().map(|field| field.name);
        let values = (0..self.row_count())
            .filter_map(|number| self.row(number))
            .flat_map(|row| {
                let texts = self.fields.iter().filter(|field| field.kind == b'C');
                texts.filter_map(move |field| field.bytes(row)).map(trimmed)
            });
        names.chain(values)
    }

    /// The names of the fields, each different, and the positions of those that were cut or stand twice.
    pub fn names(&self, encoding: &'static Encoding) -> (Arc<[Arc<str>]>, Vec<usize>) {
        let mut odd = Vec::new();
        let decoded = self.fields.iter().enumerate().map(|(position, field)| {
            let whole = without_cut_letter(encoding, field.name);
            if whole.len() < field.name.len() {
                odd.push(position);
            }
            let (name, _) = encoding.decode_without_bom_handling(whole);
            name.trim().to_owned()
        });
        let (names, renamed) = unique_names(decoded.collect());
        odd.extend(renamed);
        odd.sort_unstable();
        odd.dedup();
        (names, odd)
    }
}

fn field_in(descriptor: &[u8], start: usize) -> Field<'_> {
    let name = descriptor.get(..11).unwrap_or_default();
    let name = name.split(|&byte| byte == 0).next().unwrap_or_default();
    let at = |position: usize| descriptor.get(position).copied().unwrap_or_default();
    let kind = at(11).to_ascii_uppercase();
    // Long texts keep the upper half of their length where numbers keep their decimals.
    let upper = if kind == b'C' { usize::from(at(17)) << 8 } else { 0 };
    Field {
        name: name.trim_ascii(),
        kind,
        start,
        length: usize::from(at(16)) | upper,
    }
}

impl<'a> Field<'a> {
    fn bytes<'r>(&self, row: &'r [u8]) -> Option<&'r [u8]> {
        row.get(self.start..self.start + self.length)
    }

    /// True where the value is a reference into another file (`.dbt`, `.fpt`).
    pub fn is_memo(&self) -> bool {
        matches!(self.kind, b'M' | b'G' | b'P') && self.length <= 10
    }
}

/// Reads rows as values; keeps what it meets on the way.
pub struct RowReader<'t, 'a> {
    table: &'t Table<'a>,
    names: Arc<[Arc<str>]>,
    encoding: &'static Encoding,
    texts: SharedTexts,
    way_back: &'static Inverse,
    /// The row that is being read.
    number: usize,
    /// For each field the rows with bytes that are no text.
    pub undecodable: Vec<usize>,
    /// Bytes of the texts that do not lead back to them: number of the row from 0, position of the field, bytes.
    pub odd: Vec<(usize, usize, Box<[u8]>)>,
}

impl<'t, 'a> RowReader<'t, 'a> {
    /// For the rows of one table, with its names as [`Table::names`] gives them.
    pub fn new(
        table: &'t Table<'a>,
        names: &Arc<[Arc<str>]>,
        encoding: &'static Encoding,
    ) -> RowReader<'t, 'a> {
        RowReader {
            table,
            names: Arc::clone(names),
            encoding,
            texts: SharedTexts::default(),
            way_back: Inverse::of(encoding),
            number: 0,
            undecodable: vec![0; table.fields.len()],
            odd: Vec::new(),
        }
    }

    /// The values of a row; none for a row that is not there.
    pub fn properties(&mut self, number: usize) -> Properties {
        let Some(row) = self.table.row(number) else {
            return Properties::default();
        };
        self.number = number;
        let table = self.table;
        let fields = table.fields.iter().enumerate();
        let values = fields.map(|(position, field)| {
            let bytes = field.bytes(row).unwrap_or_default();
            self.value(position, field.kind, bytes)
        });
        let values = values.collect();
        Properties::new(Arc::clone(&self.names), values)
    }

    fn value(&mut self, position: usize, kind: u8, bytes: &[u8]) -> PropertyValue {
        let text = trimmed(bytes);
        match (kind, bytes.len()) {
            (b'I' | b'+', 4) => Cursor::new(bytes)
                .u32(Order::Little)
                .map_or(PropertyValue::Null, |bits| whole(i64::from(bits.cast_signed()))),
            (b'B' | b'O', 8) => Cursor::new(bytes)
                .f64(Order::Little)
                .map_or(PropertyValue::Null, number),
            (b'Y', 8) => Cursor::new(bytes)
                .u64(Order::Little)
                .map_or(PropertyValue::Null, |bits| {
                    number(bits.cast_signed() as f64 / 1e4)
                }),
            (b'T' | b'@', 8) => self.moment(bytes),
            (b'M' | b'G' | b'P', _) if bytes.len() <= 10 => PropertyValue::Null,
            (b'L', _) => match text {
                b"T" | b"t" | b"Y" | b"y" => PropertyValue::Bool(true),
                b"F" | b"f" | b"N" | b"n" => PropertyValue::Bool(false),
                b"" | b"?" => PropertyValue::Null,
                _ => self.text(position, text),
            },
            (b'N' | b'F', _) => match written_number(text) {
                Some(value) => value,
                None => self.text(position, text),
            },
            (b'D', _) => match day(text) {
                Some(day) => self.texts.value(&day),
                None if text.iter().all(|&byte| byte == b'0') => PropertyValue::Null,
                None => self.text(position, text),
            },
            _ => self.text(position, text),
        }
    }

    fn text(&mut self, position: usize, bytes: &[u8]) -> PropertyValue {
        if bytes.is_empty() {
            return PropertyValue::Null;
        }
        let (text, failed) = self.encoding.decode_without_bom_handling(bytes);
        if failed && let Some(count) = self.undecodable.get_mut(position) {
            *count += 1;
        }
        if !bytes.is_ascii() && !self.way_back.leads_back(&text, bytes) {
            self.odd.push((self.number, position, bytes.into()));
        }
        self.texts.value(&text)
    }

    /// A day of the Julian count and milliseconds.
    fn moment(&mut self, bytes: &[u8]) -> PropertyValue {
        let mut cursor = Cursor::new(bytes);
        let (Some(day), Some(millis)) = (cursor.u32(Order::Little), cursor.u32(Order::Little)) else {
            return PropertyValue::Null;
        };
        let seconds = (i64::from(day) - JULIAN_1970) * 86_400 + i64::from(millis / 1000);
        let moment = jiff::Timestamp::from_second(seconds).ok().filter(|_| day > 0);
        moment.map_or(PropertyValue::Null, |moment| {
            self.texts.value(&moment.to_string())
        })
    }
}

/// Without the blanks and zero bytes that fill a field.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let is_filling = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let Some(start) = bytes.iter().position(|byte| !is_filling(byte)) else {
        return &[];
    };
    let end = bytes
        .iter()
        .rposition(|byte| !is_filling(byte))
        .map_or(start, |last| last + 1);
    // Old programs end a text with a zero byte and leave rubbish behind it.
    let text = bytes.get(start..end).unwrap_or_default();
    text.split(|&byte| byte == 0).next().unwrap_or_default()
}

/// A number as it is written out; blanks and stars mean that there is none. `None` for anything else.
fn written_number(text: &[u8]) -> Option<PropertyValue> {
    if text.iter().all(|&byte| byte == b'*') {
        return Some(PropertyValue::Null);
    }
    let text = std::str::from_utf8(text).ok()?;
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    if !is_number {
        return None;
    }
    if let Ok(value) = text.parse::<i64>() {
        return Some(whole(value));
    }
    let value: f64 = text.parse().ok()?;
    Number::from_f64(value).map(PropertyValue::Number)
}

fn whole(value: i64) -> PropertyValue {
    PropertyValue::Number(value.into())
}

fn number(value: f64) -> PropertyValue {
    Number::from_f64(value).map_or(PropertyValue::Null, PropertyValue::Number)
}

/// `20260131` as `2026-01-31`.
fn day(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text).ok()?;
    let is_day = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) && text != "00000000";
    is_day.then(|| format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GBK, UTF_8};

    /// A table with fields of these names, kinds and lengths.
    fn table(fields: &[(&[u8], u8, u8)], rows: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0u8; HEAD_BYTES];
        bytes[0] = 3;
        bytes[4..8].copy_from_slice(&(rows.len() as u32).to_le_bytes());
        bytes[8..10].copy_from_slice(&((33 + 32 * fields.len()) as u16).to_le_bytes());
        let row: usize = fields.iter().map(|(_, _, length)| usize::from(*length)).sum();
        bytes[10..12].copy_from_slice(&(row as u16 + 1).to_le_bytes());
        for (name, kind, length) in fields {
            let mut descriptor = [0u8; HEAD_BYTES];
            descriptor[..name.len()].copy_from_slice(name);
            (descriptor[11], descriptor[16]) = (*kind, *length);
            bytes.extend(descriptor);
        }
        bytes.push(FIELDS_END);
        rows.iter().for_each(|row| bytes.extend(*row));
        bytes.push(0x1a);
        bytes
    }

    #[track_caller]
    fn check(kind: u8, bytes: &[u8], expected: impl Into<PropertyValue>) {
        let row = [b" ", bytes].concat();
        let dbf = table(&[(b"f", kind, bytes.len() as u8)], &[&row]);
        let table = Table::new(&dbf).unwrap();
        let names = table.names(UTF_8).0;
        let properties = RowReader::new(&table, &names, UTF_8).properties(0);
        assert_eq!(properties.get("f"), Some(&expected.into()));
    }

    #[test]
    fn values_of_every_kind() {
        check(b'C', b"abc  ", "abc");
        check(b'C', b"     ", PropertyValue::Null);
        check(b'C', b"a\0bc", "a");
        check(b'N', b"  42", whole(42));
        check(b'N', b"-4.5", number(-4.5));
        check(b'N', b"****", PropertyValue::Null);
        check(b'N', b"3,14", "3,14");
        check(b'N', b"9007199254740993", whole(9_007_199_254_740_993));
        check(b'F', b"1.5e3", number(1500.0));
        check(b'L', b"Y", PropertyValue::Bool(true));
        check(b'L', b"?", PropertyValue::Null);
        check(b'D', b"20260131", "2026-01-31");
        check(b'D', b"00000000", PropertyValue::Null);
        check(b'I', &(-7i32).to_le_bytes(), whole(-7));
        check(b'O', &0.5f64.to_le_bytes(), number(0.5));
        check(b'M', b"        12", PropertyValue::Null);
    }

    #[test]
    fn names_cut_within_a_letter_or_standing_twice() {
        let long = GBK.encode("湿地保护区名称").0;
        let dbf = table(&[(&long[..9], b'C', 1), (b"A", b'C', 1), (b"A", b'C', 1)], &[]);
        let (names, odd) = Table::new(&dbf).unwrap().names(GBK);
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        assert_eq!((names, odd), (vec!["湿地保护", "A", "A_2"], vec![0, 2]));
    }

    #[test]
    fn bytes_that_are_no_text_are_counted() {
        let dbf = table(&[(b"f", b'C', 2)], &[b" \xff\xfe", b" ab", b"*cd"]);
        let table = Table::new(&dbf).unwrap();
        let names = table.names(UTF_8).0;
        let mut reader = RowReader::new(&table, &names, UTF_8);
        assert_eq!(
            reader.properties(0).text("f").as_deref(),
            Some("\u{fffd}\u{fffd}")
        );
        assert_eq!(reader.properties(1).text("f").as_deref(), Some("ab"));
        assert_eq!(reader.undecodable, [1]);
        assert!(table.is_deleted(2) && !table.is_deleted(1) && !table.is_deleted(7));
    }

    #[test]
    fn lengths_that_lie() {
        let good = table(&[(b"f", b'C', 2)], &[b" ab"]);
        assert!(Table::new(&good[..40]).is_err());
        assert!(Table::new(&[3]).is_err());
        let mut more = good.clone();
        more[4] = 200;
        let table = Table::new(&more).unwrap();
        assert_eq!((table.said_count, table.row_count()), (200, 1));
        let mut narrow = good.clone();
        narrow[10] = 2;
        assert!(Table::new(&narrow).is_err());
        narrow[10] = 0;
        assert!(Table::new(&narrow).is_err());
    }
}
