//! The attribute table (dBASE): names of ten bytes, fixed widths, texts of 254 bytes.

use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::feature::PropertyValue;
use crate::progress::Cancelled;

use super::super::coding::Coding;
use super::super::loss::{Loss, Losses};
use super::super::sink::{Record, Stream};
use super::super::survey::{Columns, Kind};

/// Bytes of a field's name.
const NAME_BYTES: usize = 10;
/// Bytes of a text.
const TEXT_BYTES: usize = 254;
/// Bytes of a row, which the head counts in 16 bits.
const ROW_BYTES: usize = 65_535;
/// Fields of a table.
const FIELDS: usize = 255;
/// Features that one task looks at.
const BLOCK: usize = 4096;

/// The form of a table.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Columns,
    fields: Vec<Field>,
    coding: Coding,
}

#[derive(Clone, Debug)]
struct Field {
    /// Position among the columns; `None` for the number of the feature, where there is no other field.
    column: Option<usize>,
    name: String,
    kind: Kind,
    width: Width,
}

/// What the longest value of a field needs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Width {
    bytes: usize,
    /// Digits behind the point.
    decimals: usize,
}

impl Width {
    fn of(value: &PropertyValue, kind: Kind, coding: Coding) -> Width {
        let text = match value {
            PropertyValue::Null => return Width::default(),
            PropertyValue::Text(text) => return Width::of_text(text, coding),
            other => other.to_string(),
        };
        if matches!(kind, Kind::Text | Kind::Json) {
            return Width::of_text(&text, coding);
        }
        let has_power = text.contains(['e', 'E']);
        let decimals = text.split_once('.').filter(|_| !has_power);
        Width {
            bytes: text.len(),
            decimals: decimals.map_or(0, |(_, decimals)| decimals.len()),
        }
    }

    fn of_text(text: &str, coding: Coding) -> Width {
        let bytes = match coding {
            Coding::Utf8 => text.len(),
            Coding::Gbk => coding.encode(text).bytes.len(),
        };
        Width {
            bytes: bytes.min(TEXT_BYTES),
            decimals: 0,
        }
    }

    fn grow(&mut self, other: Width) {
        self.bytes = self.bytes.max(other.bytes);
        self.decimals = self.decimals.max(other.decimals);
    }
}

impl Table {
    /// Looks at all values, so that no field is wider than it must be; what the table cannot hold is told.
    ///
    /// # Errors
    /// [`Cancelled`] if somebody asked to stop.
    pub fn new(
        stream: &Stream<'_>,
        columns: &Columns,
        coding: Coding,
        losses: &mut Losses,
    ) -> Result<Table, Cancelled> {
        let kinds: Vec<Kind> = columns.list.iter().map(|column| column.tally.kind()).collect();
        let widths = widths(stream, columns, &kinds, coding)?;
        let mut fields = Vec::new();
        let mut row_bytes = 1;
        for (number, column) in columns.list.iter().enumerate() {
            let kind = kinds.get(number).copied().unwrap_or(Kind::Text);
            let mut width = widths.get(number).copied().unwrap_or_default();
            width.bytes = if kind == Kind::Bool { 1 } else { width.bytes.max(1) };
            if fields.len() == FIELDS || row_bytes + width.bytes > ROW_BYTES {
                losses.note(Loss::FieldLeftOut(column.name.to_string()));
                continue;
            }
            row_bytes += width.bytes;
            let name = name_for(&column.name, &fields, coding);
            if name != *column.name {
                losses.note(Loss::FieldRenamed {
                    from: column.name.to_string(),
                    to: name.clone(),
                });
            }
            let tally = &column.tally;
            losses.add(Loss::AsText(column.name.to_string()), tally.not_texts());
            losses.add(Loss::Emptied(column.name.to_string()), tally.empty_texts);
            losses.add(Loss::Trimmed(column.name.to_string()), tally.blank_ends);
            fields.push(Field {
                column: Some(number),
                name,
                kind,
                width,
            });
        }
        if fields.is_empty() {
            // Programs refuse a table without any field.
            fields.push(Field {
                column: None,
                name: "FID".to_owned(),
                kind: Kind::Whole,
                width: Width {
                    bytes: 10,
                    decimals: 0,
                },
            });
        }
        Ok(Table {
            columns: columns.clone(),
            fields,
            coding,
        })
    }

    /// The head of a table of so many rows, last changed on a day.
    pub fn head(&self, row_count: u32, day: Date) -> Vec<u8> {
        let mut head = vec![3];
        head.extend(day_bytes(day));
        head.extend_from_slice(&row_count.to_le_bytes());
        head.extend_from_slice(&((33 + 32 * self.fields.len()) as u16).to_le_bytes());
        let row_bytes: usize = self.fields.iter().map(|field| field.width.bytes).sum();
        head.extend_from_slice(&(1 + row_bytes as u16).to_le_bytes());
        head.resize(29, 0);
        head.push(if self.coding == Coding::Gbk { 0x4d } else { 0 });
        head.resize(32, 0);
        for field in &self.fields {
            let start = head.len();
            head.extend(self.coding.encode(&field.name).bytes);
            head.resize(start + 11, 0);
            head.push(match field.kind {
                Kind::Bool => b'L',
                Kind::Whole | Kind::Real => b'N',
                Kind::Json | Kind::Text => b'C',
            });
            head.resize(start + 16, 0);
            head.push(field.width.bytes as u8);
            let decimals = field
                .width
                .decimals
                .min(15)
                .min(field.width.bytes.saturating_sub(2));
            head.push(decimals as u8);
            head.resize(start + 32, 0);
        }
        head.push(0x0d);
        head
    }

    /// A row; what its fields cannot hold is told.
    pub fn row(&self, record: &Record<'_>, losses: &mut Losses) -> Vec<u8> {
        let values = self.columns.row(&record.properties);
        let mut row = vec![b' '];
        for field in &self.fields {
            let end = row.len() + field.width.bytes;
            let value = field.column.map(|column| values.get(column).copied().flatten());
            match value {
                None => row.extend_from_slice(format!("{:>10}", record.position + 1).as_bytes()),
                Some(None | Some(PropertyValue::Null)) if field.kind == Kind::Bool => row.push(b'?'),
                Some(None | Some(PropertyValue::Null)) => {}
                Some(Some(PropertyValue::Bool(truth))) if field.kind == Kind::Bool => {
                    row.push(if *truth { b'T' } else { b'F' })
                }
                Some(Some(number)) if matches!(field.kind, Kind::Whole | Kind::Real) => {
                    let text = number.to_string();
                    row.resize(end.saturating_sub(text.len()).max(row.len()), b' ');
                    row.extend_from_slice(text.as_bytes());
                }
                Some(Some(other)) => self.put_text(&mut row, field, &other.to_string(), losses),
            }
            row.resize(end, b' ');
        }
        row
    }

    fn put_text(&self, row: &mut Vec<u8>, field: &Field, text: &str, losses: &mut Losses) {
        let name = || {
            let column = field.column.and_then(|column| self.columns.list.get(column));
            column.map_or_else(String::new, |column| column.name.to_string())
        };
        // A byte of zero would end the text for every reader.
        let plain = text.replace('\0', " ");
        if plain.len() != text.len() || text.contains('\0') {
            losses.note(Loss::Replaced(name()));
        }
        let fits = self.coding.fitting(&plain, field.width.bytes);
        if fits.len() < plain.len() {
            losses.note(Loss::Cut(name()));
        }
        let encoded = self.coding.encode(fits);
        losses.add(Loss::BeyondGbk, usize::from(encoded.is_beyond_gbk));
        row.extend(encoded.bytes);
    }
}

/// Years since 1900, month, day.
fn day_bytes(day: Date) -> [u8; 3] {
    let text = day.to_string();
    let mut parts = text
        .split('-')
        .map(|part| part.parse::<u16>().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    let year = next().saturating_sub(1900).min(255);
    [year as u8, next() as u8, next() as u8]
}

fn widths(
    stream: &Stream<'_>,
    columns: &Columns,
    kinds: &[Kind],
    coding: Coding,
) -> Result<Vec<Width>, Cancelled> {
    let count = stream.features.count();
    let starts: Vec<usize> = (0..count).step_by(BLOCK).collect();
    let parts: Vec<Vec<Width>> = starts
        .into_par_iter()
        .map(|start| {
            stream.progress.check()?;
            let mut widths = vec![Width::default(); kinds.len()];
            for position in start..count.min(start + BLOCK) {
                let properties = stream.features.properties(position);
                let row = columns.row(&properties);
                for ((width, kind), value) in widths.iter_mut().zip(kinds).zip(row) {
                    if let Some(value) = value {
                        width.grow(Width::of(value, *kind, coding));
                    }
                }
            }
            Ok(widths)
        })
        .collect::<Result<_, Cancelled>>()?;
    let mut widths = vec![Width::default(); kinds.len()];
    for part in parts {
        widths
            .iter_mut()
            .zip(part)
            .for_each(|(width, other)| width.grow(other));
    }
    Ok(widths)
}

/// A name of ten bytes that no field before has; small and capital letters are the same to many programs.
fn name_for(name: &str, fields: &[Field], coding: Coding) -> String {
    let clean: String = name.trim().replace(|c: char| c.is_control(), "_");
    let clean = if clean.is_empty() {
        "field".to_owned()
    } else {
        clean
    };
    let is_taken = |own: &str| {
        fields
            .iter()
            .any(|field| field.name.to_lowercase() == own.to_lowercase())
    };
    let mut own = coding.fitting(&clean, NAME_BYTES).trim_end().to_owned();
    let mut times = 1;
    while is_taken(&own) {
        let suffix = format!("_{times}");
        own = format!("{}{suffix}", coding.fitting(&clean, NAME_BYTES - suffix.len()));
        times += 1;
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_of_ten_bytes() {
        let check = |names: &[&str], coding: Coding, expected: &[&str]| {
            let mut fields: Vec<Field> = Vec::new();
            for name in names {
                let name = name_for(name, &fields, coding);
                assert!(coding.encode(&name).bytes.len() <= 10);
                fields.push(Field {
                    column: None,
                    name,
                    kind: Kind::Text,
                    width: Width::default(),
                });
            }
            let found: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
            assert_eq!(found, expected);
        };
        check(
            &["湿地保护区名称", "湿地保护区编号"],
            Coding::Utf8,
            &["湿地保", "湿地_1"],
        );
        check(
            &["湿地保护区名称", "湿地保护区编号"],
            Coding::Gbk,
            &["湿地保护区", "湿地保护_1"],
        );
        check(
            &["name", "NAME", "Name"],
            Coding::Utf8,
            &["name", "NAME_1", "Name_2"],
        );
        check(&["", "a\nb"], Coding::Utf8, &["field", "a_b"]);
        check(
            &["overlap_share_1", "overlap_share_2", "overlap_sh"],
            Coding::Utf8,
            &["overlap_sh", "overlap__1", "overlap__2"],
        );
    }

    #[test]
    fn widths_by_what_is_there() {
        let check = |value: serde_json::Value, kind: Kind, coding: Coding, bytes: usize, decimals: usize| {
            let found = Width::of(&PropertyValue::from(value), kind, coding);
            assert_eq!(found, Width { bytes, decimals });
        };
        check(json!("湿地"), Kind::Text, Coding::Utf8, 6, 0);
        check(json!("湿地"), Kind::Text, Coding::Gbk, 4, 0);
        check(json!("x".repeat(300)), Kind::Text, Coding::Utf8, 254, 0);
        check(json!(i64::MIN), Kind::Whole, Coding::Utf8, 20, 0);
        check(json!(-0.125), Kind::Real, Coding::Utf8, 6, 3);
        check(json!(1104.0), Kind::Real, Coding::Utf8, 6, 1);
        check(json!(1e300), Kind::Real, Coding::Utf8, "1e+300".len(), 0);
        check(json!(null), Kind::Text, Coding::Utf8, 0, 0);
    }
}
