//! The header: columns, CRS, how many features, and where they begin.

use std::sync::Arc;

use crate::formats::cursor::{Cursor, Order};
use crate::formats::shared_text::unique_names;
use crate::model::file_fault::FileFault;

use super::table::Table;

/// Bytes before the header: what marks the format, and the header's length.
const MARK_BYTES: usize = 8;
/// Bytes of one node of the index.
const NODE_BYTES: u64 = 40;
/// Columns of one file.
const COLUMNS: usize = 2_000;

/// What the header says.
#[derive(Clone, Debug)]
pub struct Header {
    /// The type of all geometries by the codes of WKB; 0 where each says its own.
    pub geometry_type: u8,
    /// Heights, measures or times.
    pub extra_ordinates: bool,
    /// The columns of all features that have none of their own.
    pub columns: Columns,
    /// How many features; 0 where it does not say.
    pub count: u64,
    /// A code or WKT.
    pub crs: Option<String>,
    /// The first byte of the first feature.
    pub features_at: usize,
}

/// Names and kinds of columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// Each different.
    pub names: Arc<[Arc<str>]>,
    /// By the codes of the format.
    pub kinds: Vec<u8>,
}

/// Reads the header of a file.
///
/// # Errors
/// Lengths and positions that the bytes cannot hold.
pub fn header_in(bytes: &[u8]) -> Result<Header, FileFault> {
    let mut cursor = Cursor::at(bytes, MARK_BYTES);
    let too_short = |said: u64| FileFault::WrongLength {
        byte: MARK_BYTES as u64,
        said,
        there: (bytes.len() as u64).saturating_sub(MARK_BYTES as u64),
    };
    let length = cursor.u32(Order::Little).ok_or_else(|| too_short(4))?;
    let buffer = cursor
        .take(length as usize)
        .ok_or_else(|| too_short(u64::from(length)))?;
    let table = Table::root(buffer)?;
    let count = table.u64(8)?;
    let index_bytes = index_bytes(count, table.u16(9, 16)?);
    let features_at = index_bytes
        .and_then(|length| usize::try_from(length).ok())
        .and_then(|length| cursor.position().checked_add(length))
        .filter(|at| *at <= bytes.len());
    let mut extra_ordinates = false;
    for flag in 3..=6 {
        extra_ordinates |= table.byte(flag)? != 0;
    }
    Ok(Header {
        geometry_type: table.byte(2)?,
        extra_ordinates,
        columns: Columns::of(&table.tables(7)?)?,
        count,
        crs: table.table(10)?.map(|crs| crs_of(&crs)).transpose()?.flatten(),
        features_at: features_at.ok_or_else(|| too_short(index_bytes.unwrap_or(u64::MAX)))?,
    })
}

impl Columns {
    /// The columns that these tables describe.
    ///
    /// # Errors
    /// Positions that the bytes cannot hold, more columns than any table has.
    pub fn of(tables: &[Table<'_>]) -> Result<Columns, FileFault> {
        if tables.len() > COLUMNS {
            return Err(FileFault::Limit {
                what: "columns",
                limit: COLUMNS as u64,
            });
        }
        let mut names = Vec::with_capacity(tables.len());
        let mut kinds = Vec::with_capacity(tables.len());
        for table in tables {
            names.push(table.text(0)?.unwrap_or_default());
            kinds.push(table.byte(1)?);
        }
        let (names, _) = unique_names(names);
        Ok(Columns { names, kinds })
    }
}

/// How long the index is; `None` for a length beyond all files.
fn index_bytes(count: u64, node_size: u16) -> Option<u64> {
    if count == 0 || node_size == 0 {
        return Some(0);
    }
    let node_size = u64::from(node_size).max(2);
    let (mut level, mut nodes) = (count, count);
    loop {
        level = level.div_ceil(node_size);
        nodes = nodes.checked_add(level)?;
        if level <= 1 {
            return nodes.checked_mul(NODE_BYTES);
        }
    }
}

fn crs_of(crs: &Table<'_>) -> Result<Option<String>, FileFault> {
    let organization = crs.text(0)?.unwrap_or_default();
    let number = crs.u32(1)?.cast_signed();
    let is_epsg = organization.is_empty() || organization.eq_ignore_ascii_case("EPSG");
    if number > 0 && is_epsg {
        return Ok(Some(format!("EPSG:{number}")));
    }
    let wkt = crs.text(4)?.filter(|wkt| !wkt.trim().is_empty());
    let code = match crs.text(5)? {
        Some(code) => Some(format!("{organization}:{code}")),
        None => (number > 0).then(|| format!("{organization}:{number}")),
    };
    Ok(wkt.or(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_indexes() {
        assert_eq!(index_bytes(0, 16), Some(0));
        assert_eq!(index_bytes(5, 0), Some(0));
        assert_eq!(index_bytes(1, 16), Some(80));
        assert_eq!(index_bytes(179, 16), Some((179 + 12 + 1) * 40));
        assert_eq!(index_bytes(u64::MAX, 2), None);
    }
}
