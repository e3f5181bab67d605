//! Excel workbooks (ECMA-376): the rows of one sheet, by the values that the last program has written.

mod book;
mod days;
mod sheet;

use crate::model::problem::ProblemKind;
use crate::progress::Progress;

use super::archive::Archive;
use super::gather::Gather;
use super::input::FileToRead;
use super::raw::{RawLayer, Unread};
use super::table;
use super::text::TEXT_BYTES;

/// Reads the sheet that is named, else the first one; that there are others is told.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let bytes = file.bytes(TEXT_BYTES, progress)?;
    let refused = |kind: ProblemKind| Unread::file(&file.label, kind);
    let mut gather = Gather::new(&file.label, "XLSX");
    let mut archive = Archive::open(&bytes.data).map_err(|fault| refused(ProblemKind::File(fault)))?;
    let sheets = book::sheets(&mut archive).map_err(refused)?;
    let tables: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let chosen = match &file.table {
        None => sheets.first(),
        Some(wanted) => sheets.iter().find(|sheet| sheet.name == *wanted),
    };
    let Some(chosen) = chosen else {
        let wanted = file.table.clone().unwrap_or_default();
        return Err(refused(ProblemKind::NoSuchTable { wanted, tables }));
    };
    if file.table.is_none() && tables.len() > 1 {
        let tables = tables.clone();
        gather.note(ProblemKind::WhichTable { tables });
    }
    let strings = book::shared_strings(&mut archive).map_err(refused)?;
    let text = book::text_of(&mut archive, &chosen.entry).map_err(refused)?;
    let days = days::Days::of(&mut archive).map_err(refused)?;
    let rows = sheet::rows(&text, (&strings, &days), progress).map_err(refused)?;
    progress.check()?;
    if rows.is_empty() {
        return Err(refused(ProblemKind::FileEmpty));
    }
    gather.layer.tables = tables;
    table::take(&rows, &file.types, &mut gather, progress)?;
    Ok(gather.finish(&bytes))
}
