//! A first look at files before they are imported.
//!
//! Of a Shapefile, GeoPackage, FlatGeobuf, GeoJSON, CSV or WKT file longer than [`LOOKED_AT_BYTES`] only the beginning is
//! read: so many bytes of each of its files, or the first rows of the table. All other formats (archives, workbooks,
//! KML, drawings, what is packed) have their contents somewhere within, and are read as a whole. What is said of a
//! beginning is true of it only; [`Preview::is_whole`] tells.

use std::path::Path;

use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::source_label::part_of;
use crate::progress::{Cancelled, Progress};

use super::doubt::Reference;
use super::flatgeobuf;
use super::geopackage;
use super::info::{FileInfo, describe_raw};
use super::input::FileToRead;
use super::members::within;
use super::raw::{RawLayer, Unread};
use super::read::read;
use super::read_archive::SharedArchive;
use super::sniff::Content;

/// Longer files are looked at up to here only, where their format allows it.
pub const LOOKED_AT_BYTES: u64 = 16 << 20;
/// Tables of one file that are looked at.
const MOST_TABLES: usize = 100;
/// The header of a Shapefile's index, and each entry of it.
const INDEX_BYTES: (u64, u64) = (100, 8);

/// What a file, or one of its tables, shows at first sight.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// What was found, of what was looked at.
    pub info: FileInfo,
    /// True where all of it was looked at.
    pub is_whole: bool,
    /// How many features there are: as counted, or as the file says; `None` where it does not.
    pub feature_count: Option<u64>,
    /// Bytes of the file, with those that belong to it.
    pub byte_count: u64,
}

/// A file, or one of its tables, and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Previewed {
    /// What was looked at, as it is to be read for good.
    pub file: FileToRead,
    /// What it shows, or why it shows nothing.
    pub seen: Result<Box<Preview>, Box<Problem>>,
}

/// Looks at a file: at each of its tables where it has several and none is named. `crs` goes before the file's own word.
///
/// # Errors
/// [`Cancelled`]; what cannot be read is in the result.
pub fn preview(
    file: &FileToRead,
    crs: Option<&str>,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<Vec<Previewed>, Cancelled> {
    // An archive is read once for all that is in it, and not kept.
    let sharing = FileToRead {
        archive: Some(SharedArchive::default()),
        ..file.clone()
    };
    let mut looked = previewed(&sharing, crs, reference, progress)?;
    looked.iter_mut().for_each(|one| one.file.archive = None);
    Ok(looked)
}

fn previewed(
    file: &FileToRead,
    crs: Option<&str>,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<Vec<Previewed>, Cancelled> {
    let first = look(file, crs, reference, progress)?;
    let tables = match &first {
        Ok(preview) => preview.info.tables.as_slice(),
        Err(problem) => match &problem.kind {
            ProblemKind::WhichTable { tables } => tables.as_slice(),
            // A file of text that is no UTF-8 is told by its bytes, and needs somebody's word.
            ProblemKind::OtherFormat { found } if file.encoding.is_none() && found == Content::Gbk.name() => {
                let in_gbk = FileToRead {
                    encoding: Some(found.clone()),
                    ..file.clone()
                };
                return previewed(&in_gbk, crs, reference, progress);
            }
            _ => &[],
        },
    };
    let deeper = within(file.table.as_deref(), tables);
    if deeper.is_empty() || tables.len() < 2 {
        return Ok(vec![Previewed {
            file: file.clone(),
            seen: first.map(Box::new),
        }]);
    }
    let mut looked = Vec::new();
    for table in deeper.into_iter().take(MOST_TABLES) {
        let named = FileToRead {
            label: part_of(told_label(file), &table),
            table: Some(table),
            ..file.clone()
        };
        // A file of an archive may have several tables of its own.
        looked.extend(previewed(&named, crs, reference, progress)?);
    }
    looked.truncate(MOST_TABLES);
    Ok(looked)
}

/// As the file is called without the table that is named of it.
fn told_label(file: &FileToRead) -> &str {
    let table = file.table.as_ref();
    let own = table.and_then(|table| file.label.strip_suffix(&part_of("", table)));
    own.unwrap_or(&file.label)
}

fn look(
    file: &FileToRead,
    crs: Option<&str>,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<Result<Preview, Box<Problem>>, Cancelled> {
    match looked(file, crs, reference, progress) {
        Ok(preview) => Ok(Ok(preview)),
        Err(Unread::Problem(problem)) => Ok(Err(problem)),
        Err(Unread::Cancelled(cancelled)) => Err(cancelled),
    }
}

fn looked(
    file: &FileToRead,
    crs: Option<&str>,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<Preview, Unread> {
    let content = file.content()?;
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let with_ending = |ending: &str| length(&file.path.with_extension(ending));
    let parts: u64 = match content {
        Content::Shapefile | Content::Dbf => ["shp", "shx", "dbf"].into_iter().map(with_ending).sum(),
        _ => file.byte_count(),
    };
    let is_long = parts > LOOKED_AT_BYTES && has_a_beginning(content) && !file.is_packed()?;
    let asked = FileToRead {
        most_bytes: is_long.then_some(LOOKED_AT_BYTES),
        ..file.clone()
    };
    let mut raw = read(&asked, None, progress)?;
    if is_long {
        forget_the_cut(&mut raw);
    }
    let info = describe_raw(raw, &asked, crs, reference, progress)?;
    let feature_count = match is_long {
        false => Some(info.found as u64),
        true => said_count(&asked, content, with_ending("shx"), progress),
    };
    Ok(Preview {
        info,
        is_whole: !is_long,
        feature_count,
        byte_count: parts,
    })
}

/// True for formats of which the first bytes, or the first rows, are a table in themselves.
fn has_a_beginning(content: Content) -> bool {
    matches!(
        content,
        Content::Json { .. }
            | Content::Gbk
            | Content::Shapefile
            | Content::Dbf
            | Content::GeoPackage
            | Content::Dossier
            | Content::FlatGeobuf
            | Content::DelimitedText
    )
}

/// Takes out what is said of a file only because its end was not looked at. Rows that were cut off have no values.
fn forget_the_cut(raw: &mut RawLayer) {
    let with_values = raw
        .features
        .iter()
        .rposition(|feature| !feature.properties.is_empty());
    if let Some(last) = with_values {
        raw.features.truncate(last + 1);
    }
    let is_of_cut = |problem: &Problem| match &problem.kind {
        ProblemKind::Truncated { .. } => true,
        ProblemKind::Syntax { .. } => problem.feature.is_none(),
        ProblemKind::File(fault) => matches!(
            fault,
            FileFault::CountsDiffer { .. } | FileFault::IndexIgnored | FileFault::HeaderLength { .. }
        ),
        _ => false,
    };
    let refused = |raw: &RawLayer| {
        let problems = raw.problems.iter();
        problems.filter(|own| own.problem.done == Done::Refused).count()
    };
    let before = refused(raw);
    raw.problems.retain(|own| !is_of_cut(&own.problem));
    raw.refused = raw.refused.saturating_sub(before - refused(raw));
}

/// How many features there are, by the file's own word.
fn said_count(file: &FileToRead, content: Content, index_bytes: u64, progress: &Progress) -> Option<u64> {
    let (head, entry) = INDEX_BYTES;
    match content {
        Content::Shapefile | Content::Dbf => index_bytes.checked_sub(head).map(|rest| rest / entry),
        Content::GeoPackage | Content::Dossier => geopackage::said_count(file, progress),
        Content::FlatGeobuf => {
            let bytes = file.bytes(LOOKED_AT_BYTES, &Progress::default()).ok()?;
            let header = flatgeobuf::header::header_in(&bytes.data).ok()?;
            Some(header.count).filter(|count| *count > 0)
        }
        _ => None,
    }
}
