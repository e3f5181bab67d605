//! The footer: columns, row groups, and what the writer says of the geometry.

use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;

use super::schema::{Schema, damaged, schema_in};
use super::thrift::{Fields, Item, fields_at, u32_at};

/// What a file begins and ends with.
const MARK: &[u8] = b"PAR1";
/// The same where the footer is encrypted.
const ENCRYPTED_MARK: &[u8] = b"PARE";
/// The footer of a file of a million row groups and columns is hardly longer.
const FOOTER_BYTES: usize = 32 << 20;

/// What the footer says.
#[derive(Clone, Debug)]
pub struct Footer {
    /// The columns.
    pub schema: Schema,
    /// The parts that the rows lie in, one after another.
    pub row_groups: Vec<RowGroup>,
    /// How many rows there are.
    pub rows: u64,
    /// The words of GeoParquet, as JSON.
    pub geo: Option<String>,
    /// Other words of the writer that describe a CRS, by their names.
    pub named: Vec<(String, String)>,
}

/// Some rows.
#[derive(Clone, Debug)]
pub struct RowGroup {
    /// How many.
    pub rows: usize,
    /// One for each leaf of the schema.
    pub chunks: Vec<Chunk>,
}

/// The values of one leaf in one row group.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// The first byte of its first page.
    pub start: usize,
    /// How many values there are, nulls included.
    pub values: usize,
    /// How its pages are packed, by the number of the format.
    pub codec: i64,
    /// Kept in another file, or encrypted.
    pub is_elsewhere: bool,
}

/// Reads the footer of a file.
///
/// # Errors
/// A file that ends early, an encrypted one, counts and lengths that lie.
pub fn footer_in(data: &[u8]) -> Result<Footer, ProblemKind> {
    let truncated = || ProblemKind::Truncated {
        whole: 0,
        byte: data.len() as u64,
    };
    let end = data.len().checked_sub(8).filter(|end| *end >= MARK.len());
    let end = end.ok_or_else(truncated)?;
    let mark = data.get(end + 4..).unwrap_or_default();
    if mark == ENCRYPTED_MARK {
        let found = "Parquet (encrypted)".to_owned();
        return Err(FileFault::Unsupported { found }.into());
    }
    if mark != MARK {
        return Err(truncated());
    }
    let length = u32_at(data, end).map_or(0, |length| length as usize);
    if length > FOOTER_BYTES {
        let (what, limit) = ("footer_mib", FOOTER_BYTES as u64 >> 20);
        return Err(FileFault::Limit { what, limit }.into());
    }
    let start = end.checked_sub(length).filter(|start| *start >= MARK.len());
    let start = start.ok_or(FileFault::WrongLength {
        byte: end as u64,
        said: length as u64,
        there: (end - MARK.len()) as u64,
    })?;
    let (fields, _) = fields_at(data.get(..end).unwrap_or_default(), start)?;
    Ok(Footer::of(&fields)?)
}

impl Footer {
    fn of(fields: &Fields<'_>) -> Result<Footer, FileFault> {
        let schema = schema_in(fields.list(2))?;
        let leaf_count = schema.leaves.len();
        let row_group = |item: &Item<'_>| {
            let fields = item.fields().ok_or_else(|| damaged("row group"))?;
            let chunks: Result<Vec<Chunk>, FileFault> = fields.list(1).iter().map(Chunk::of).collect();
            let chunks = chunks?;
            let rows = fields.count(3).filter(|_| chunks.len() == leaf_count);
            let rows = rows.ok_or_else(|| damaged("row group"))?;
            Ok(RowGroup { rows, chunks })
        };
        let row_groups: Result<Vec<RowGroup>, FileFault> = fields.list(4).iter().map(row_group).collect();
        let named = fields.list(5).iter().filter_map(Item::fields);
        let named: Vec<(String, String)> = named
            .filter_map(|pair| Some((pair.text(1)?, pair.text(2)?)))
            .collect();
        Ok(Footer {
            schema,
            row_groups: row_groups?,
            rows: fields.count(3).ok_or_else(|| damaged("rows"))? as u64,
            geo: named
                .iter()
                .find(|(name, _)| name == "geo")
                .map(|(_, text)| text.clone()),
            named,
        })
    }
}

impl Chunk {
    fn of(item: &Item<'_>) -> Result<Chunk, FileFault> {
        let fields = item.fields().ok_or_else(|| damaged("column"))?;
        let is_elsewhere = fields.get(1).is_some() || fields.get(8).is_some();
        let Some(about) = fields.fields(3) else {
            return Ok(Chunk {
                start: 0,
                values: 0,
                codec: 0,
                is_elsewhere: true,
            });
        };
        let first_data = about.count(9).ok_or_else(|| damaged("column"))?;
        // Some writers put 0 where there is no dictionary.
        let dictionary = about.count(11).filter(|at| (1..first_data).contains(at));
        Ok(Chunk {
            start: dictionary.unwrap_or(first_data),
            values: about.count(5).ok_or_else(|| damaged("column"))?,
            codec: about.int(4).ok_or_else(|| damaged("column"))?,
            is_elsewhere,
        })
    }
}
