//! Delimited text: fields with commas, semicolons, tabs or bars between them, one row a feature.

mod keep;
mod split;

use crate::progress::Progress;

use super::gather::Gather;
use super::input::FileToRead;
use super::raw::{RawLayer, Unread};
use super::table;
use super::table::columns::Found;
use super::table::row::Row;
use super::text::{TEXT_BYTES, decode};

/// What may stand between fields. The first with which a header can be found is it.
const DELIMITERS: [char; 6] = ['\t', ';', ',', '|', '，', '；'];
/// The header is looked for within so many bytes.
const HEAD_BYTES: usize = 256 << 10;

/// Reads a file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let mut bytes = file.bytes(TEXT_BYTES, progress)?;
    if file.is_cut()? {
        // The last row may go on beyond.
        let end = bytes.data.iter().rposition(|byte| *byte == b'\n');
        bytes.data.truncate(end.map_or(bytes.data.len(), |end| end + 1));
    }
    let text = decode(&bytes.data, file.encoding.as_deref(), None)
        .map_err(|kind| Unread::file(&file.label, kind))?;
    let delimiter = delimiter_of(&text.text);
    let mut gather = Gather::new(&file.label, if delimiter == '\t' { "TSV" } else { "CSV" });
    gather.decoded(&text);
    let keeper = keep::Keeper::of(&text, &bytes.data, delimiter);
    let marked = keeper.as_ref().and_then(keep::Keeper::marked);
    let rows = split::rows(marked.unwrap_or(&text.text), delimiter, progress);
    progress.check()?;
    table::take(&rows, &file.types, &mut gather, progress)?;
    if let Some(keeper) = &keeper {
        keeper.keep(&mut gather.layer);
    }
    Ok(gather.finish(&bytes))
}

/// The delimiter that makes a header, else the one that makes the widest row.
fn delimiter_of(text: &str) -> char {
    let mut end = text.len().min(HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default();
    let tried = DELIMITERS.map(|delimiter| (delimiter, split::rows(head, delimiter, &Progress::default())));
    let names = |rows: &[Row<'_>], clearly: bool| {
        table::header(rows).is_some_and(|header| !clearly || matches!(header.found, Found::One(_)))
    };
    let with_header = [true, false]
        .into_iter()
        .find_map(|clearly| tried.iter().find(|(_, rows)| names(rows, clearly)));
    let widest = |rows: &[Row<'_>]| rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let chosen = with_header.or_else(|| tried.iter().rev().max_by_key(|(_, rows)| widest(rows)));
    chosen.map_or(',', |(delimiter, _)| *delimiter)
}
