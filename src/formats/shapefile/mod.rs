//! Shapefile (ESRI technical description of 1998): the main file, its index, the attribute table, CRS and encoding.
//!
//! Read here and not by the crates `shapefile` and `dbase`: those end at the first bad record, pass over deleted rows
//! (so that every later row would stand beside the wrong shape), and say nothing of what they left out. Here a bad record
//! is one refused feature with its byte, and every count is held against the others and against the bytes that are there.

mod gather;
pub mod records;
pub mod rings;
pub mod shape;
pub mod table;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::formats::cursor::{Cursor, Order};
use crate::formats::encoding::{by_name, guess};
use crate::formats::input::FileToRead;
use crate::formats::raw::{EncodingEvidence, RawFeature, RawLayer, TextEncoding, Unread};
use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::progress::Progress;
use crate::sha256::sha256_of;

use gather::{Parsed, Reading, Settled, Text};
use records::{HEADER_BYTES, Span, records};
use shape::shape_in;
use table::Table;

/// What the main file begins with.
const FILE_CODE: [u8; 4] = [0, 0, 0x27, 0x0a];
/// Lengths in the format count 16-bit words in 31 bits.
const LIMIT_BYTES: u64 = 4 << 30;
/// The other parts are short texts.
const SMALL_LIMIT_BYTES: u64 = 1 << 20;
/// Records that one task reads; they share their texts.
const TASK_RECORDS: usize = 512;
/// The files of one Shapefile, each as a whole.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The main file: shapes.
    pub shp: Vec<u8>,
    /// The index.
    pub shx: Option<Vec<u8>>,
    /// The attribute table.
    pub dbf: Option<Vec<u8>>,
    /// The CRS as WKT.
    pub prj: Option<Vec<u8>>,
    /// The name of the encoding.
    pub cpg: Option<Vec<u8>>,
}

/// Reads the Shapefile that a file belongs to: its `.shp`, or one of the others.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let ending = file
        .path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    let main = match ending.as_deref() {
        Some("shx" | "dbf") => sibling(&file.path, "shp").ok_or_else(|| {
            let part = ".shp".to_owned();
            Unread::file(&file.label, ProblemKind::File(FileFault::PartMissing { part }))
        })?,
        _ => file.path.clone(),
    };
    let at = |path: &Path| FileToRead {
        path: path.to_owned(),
        ..file.clone()
    };
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let beside = ["shx", "dbf"].map(|ending| sibling(&main, ending));
    progress.start(length(&main) + beside.iter().flatten().map(|path| length(path)).sum::<u64>());
    let other = |ending: &str, limit| match sibling(&main, ending) {
        Some(path) => at(&path).bytes(limit, progress).map(|bytes| Some(bytes.data)),
        None => Ok(None),
    };
    let parts = Parts {
        shp: at(&main).bytes(LIMIT_BYTES, progress)?.data,
        shx: other("shx", LIMIT_BYTES)?,
        dbf: other("dbf", LIMIT_BYTES)?,
        prj: other("prj", SMALL_LIMIT_BYTES)?,
        cpg: other("cpg", SMALL_LIMIT_BYTES)?,
    };
    read_parts(&parts, file, id_field, progress)
}

/// The parts of the Shapefile that a file belongs to, in the order in which they are hashed, whether or not they are there;
/// none where its name is not one of a Shapefile.
pub fn part_paths(path: &Path) -> Vec<PathBuf> {
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    if !["shp", "shx", "dbf"].contains(&ending.as_str()) {
        return Vec::new();
    }
    let at = |ending: &str| sibling(path, ending).unwrap_or_else(|| path.with_extension(ending));
    ["shp", "shx", "dbf", "prj", "cpg"].map(at).to_vec()
}

/// The file of the same name with another ending, in small or capital letters.
fn sibling(path: &Path, ending: &str) -> Option<PathBuf> {
    let endings = [ending.to_owned(), ending.to_ascii_uppercase()];
    let paths = endings.into_iter().map(|ending| path.with_extension(ending));
    paths.into_iter().find(|path| path.is_file())
}

/// Reads a Shapefile whose files are in memory; `file` gives its name and, where somebody said it, its encoding.
///
/// # Errors
/// [`Unread`] for a main file without its header, and when stopped.
pub fn read_parts(
    parts: &Parts,
    file: &FileToRead,
    id_field: Option<&str>,
    progress: &Progress,
) -> Result<RawLayer, Unread> {
    let file_type = Cursor::at(&parts.shp, 32).u32(Order::Little);
    let Some(file_type) = file_type.filter(|_| parts.shp.len() >= HEADER_BYTES) else {
        let kind = ProblemKind::Truncated {
            whole: 0,
            byte: parts.shp.len() as u64,
        };
        return Err(Unread::file(&file.label, kind));
    };
    if !parts.shp.starts_with(&FILE_CODE) {
        let code = Cursor::new(&parts.shp).u32(Order::Big).map_or(0, u64::from);
        let fault = FileFault::WrongCode { byte: 0, code };
        return Err(Unread::file(&file.label, ProblemKind::File(fault)));
    }
    let mut reading = Reading::new(&file.label);
    let table = reading.table(parts.dbf.as_deref());
    let encoding = settled_encoding(file, parts, table.as_ref())?;
    let rows = table.as_ref().map(|table| table.said_count);
    let found = records(&parts.shp, parts.shx.as_deref(), rows);
    reading.compare(&found, table.as_ref());
    let text = Text::new(table.as_ref(), encoding);
    let source = Source {
        shp: &parts.shp,
        file_type,
        text: &text,
        id_field,
    };
    let tasks = found
        .spans
        .par_chunks(TASK_RECORDS)
        .enumerate()
        .map(|(task, spans)| {
            progress.check()?;
            Ok(source.read(task * TASK_RECORDS, spans))
        });
    let (sha256, parsed) = rayon::join(|| hash_of(parts), || tasks.collect::<Result<Vec<_>, Unread>>());
    take_all(&mut reading, &text, parsed?);
    let mut layer = reading.layer;
    layer.encoding = encoding.map(|(encoding, by)| TextEncoding {
        name: encoding.name(),
        by,
    });
    layer.declared_crs = parts.prj.as_deref().and_then(crs_text);
    layer.sha256 = sha256;
    Ok(layer)
}

/// Takes what the tasks have read, in the order of the file.
fn take_all(reading: &mut Reading<'_>, text: &Text<'_>, tasks: Vec<Task>) {
    let mut undecodable = vec![0; text.names.len()];
    let mut kept = text.kept();
    for task in tasks {
        task.parsed.into_iter().for_each(|parsed| reading.take(parsed));
        undecodable
            .iter_mut()
            .zip(task.undecodable)
            .for_each(|(sum, count)| *sum += count);
        if let Some(kept) = &mut kept {
            let odd = task.odd.into_iter();
            let odd = odd.map(|(row, position, bytes)| ((row + 1, position), bytes));
            kept.values.extend(odd);
        }
    }
    reading.finish(text, &undecodable);
    reading.layer.kept = kept;
}

/// What the records of one file are read from.
struct Source<'a> {
    shp: &'a [u8],
    file_type: u32,
    text: &'a Text<'a>,
    id_field: Option<&'a str>,
}

impl Source<'_> {
    /// Reads some records, the first of which is number `first` from 0.
    fn read(&self, first: usize, spans: &[Span]) -> Task {
        let mut rows = self.text.rows();
        let one = |(position, span): (usize, &Span)| {
            let number = first + position;
            if self.text.table.is_some_and(|table| table.is_deleted(number)) {
                return Parsed::Deleted;
            }
            let properties = rows
                .as_mut()
                .map(|rows| rows.properties(number))
                .unwrap_or_default();
            match shape_in(self.shp, *span, self.file_type) {
                Err(fault) => {
                    let id = self.id_field.and_then(|field| properties.text(field));
                    Parsed::Bad(number + 1, id, fault)
                }
                Ok(shape) => Parsed::Feature(
                    RawFeature {
                        number: number + 1,
                        geometry: shape.geometry,
                        properties,
                        unclosed: shape.unclosed,
                        extra_ordinates: shape.extra_ordinates,
                        ..RawFeature::default()
                    },
                    shape.holes_outside,
                ),
            }
        };
        let parsed = spans.iter().enumerate().map(one).collect();
        let (undecodable, odd) = rows.map(|rows| (rows.undecodable, rows.odd)).unwrap_or_default();
        Task {
            parsed,
            undecodable,
            odd,
        }
    }
}

/// Some records.
struct Task {
    parsed: Vec<Parsed>,
    /// For each field the rows with bytes that are no text.
    undecodable: Vec<usize>,
    /// Bytes of texts that do not lead back to them: row from 0, position of the field, bytes.
    odd: Vec<(usize, usize, Box<[u8]>)>,
}

fn hash_of(parts: &Parts) -> String {
    let others = [&parts.shx, &parts.dbf, &parts.prj, &parts.cpg];
    let mut all: Vec<&[u8]> = vec![&parts.shp];
    all.extend(others.into_iter().flatten().map(Vec::as_slice));
    sha256_of(&all)
}

fn crs_text(prj: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(prj);
    let text = text.trim_start_matches('\u{feff}').trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The encoding of the table: by the user, by the `.cpg`, by the header, by the bytes; `None` where all of it is ASCII
/// and nothing says another.
fn settled_encoding(
    file: &FileToRead,
    parts: &Parts,
    table: Option<&Table<'_>>,
) -> Result<Option<Settled>, Unread> {
    if let Some(said) = &file.encoding {
        let encoding = by_name(said).ok_or_else(|| {
            let detail = format!("encoding = {said:?}");
            Unread::file(&file.label, ProblemKind::BadSetting { detail })
        })?;
        return Ok(Some((encoding, EncodingEvidence::Setting)));
    }
    let Some(table) = table else { return Ok(None) };
    let declared = parts
        .cpg
        .as_deref()
        .and_then(|cpg| by_name(&String::from_utf8_lossy(cpg)));
    let declared = declared.map(|encoding| (encoding, EncodingEvidence::Declared));
    let header = table
        .language
        .map(|encoding| (encoding, EncodingEvidence::Header));
    let by_bytes = || guess(table.texts()).map(|encoding| (encoding, EncodingEvidence::Guess));
    Ok(declared.or(header).or_else(by_bytes))
}
