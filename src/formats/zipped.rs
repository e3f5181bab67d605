//! Shapefiles in a zip archive, unpacked into memory only: names are compared, never used as paths.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::progress::Progress;

use super::encoding::guess;
use super::input::FileToRead;
use super::raw::{RawLayer, Unread};
use super::shapefile::{Parts, read_parts};

/// The archive itself.
const ARCHIVE_BYTES: u64 = 2 << 30;
/// Entries of one archive.
const ENTRIES: usize = 1_000;
/// Bytes of all entries that are unpacked for one layer.
const TOTAL_MIB: u64 = 2 << 10;
/// Unpacked bytes for one packed byte, from [`SMALL_BYTES`] on.
const RATIO: u64 = 200;
const SMALL_BYTES: u64 = 1 << 20;

/// Reads the only Shapefile of an archive, or the one that is named.
///
/// # Errors
/// [`Unread`] for a damaged archive, one beyond the limits, one without a Shapefile, one with several of which none is
/// named; and as for a Shapefile by itself.
pub fn read(file: &FileToRead, id_field: Option<&str>, progress: &Progress) -> Result<RawLayer, Unread> {
    let refused = |kind| Unread::file(&file.label, kind);
    let length = std::fs::metadata(&file.path).map_or(0, |metadata| metadata.len());
    progress.start(length);
    let bytes = file.bytes(ARCHIVE_BYTES, progress)?;
    let mut archive = Archive::open(&bytes.data).map_err(|fault| refused(ProblemKind::File(fault)))?;
    let layers = archive.layers();
    let tables: Vec<String> = layers.iter().map(|layer| layer.name.clone()).collect();
    let position = match &file.table {
        None if tables.len() > 1 => return Err(refused(ProblemKind::WhichTable { tables })),
        None => 0,
        Some(wanted) => match tables.iter().position(|table| table == wanted) {
            Some(position) => position,
            None => {
                let wanted = wanted.clone();
                return Err(refused(ProblemKind::NoSuchTable { wanted, tables }));
            }
        },
    };
    let Some(layer) = layers.get(position) else {
        return Err(refused(ProblemKind::File(FileFault::NoLayer)));
    };
    let parts = archive
        .parts(layer, progress)?
        .map_err(|fault| refused(ProblemKind::File(fault)))?;
    let mut read = read_parts(&parts, file, id_field, progress)?;
    read.format = "ZIP / Shapefile";
    read.tables = tables;
    read.sha256 = bytes.sha256();
    Ok(read)
}

/// A Shapefile within an archive.
struct Layer {
    /// Its path in the archive without the ending.
    name: String,
    /// The number of the entry of each part: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`.
    entries: [Option<usize>; 5],
}

const ENDINGS: [&str; 5] = [".shp", ".shx", ".dbf", ".prj", ".cpg"];

struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left_bytes: u64,
}

impl<'a> Archive<'a> {
    fn open(data: &'a [u8]) -> Result<Archive<'a>, FileFault> {
        let zip = ZipArchive::new(Cursor::new(data)).map_err(|error| corrupt(&error))?;
        if zip.len() > ENTRIES {
            return Err(FileFault::Limit {
                what: "entries",
                limit: ENTRIES as u64,
            });
        }
        let names = {
            let raw: Vec<&[u8]> = zip.file_names_raw().collect();
            // Old programs for Windows write names in the encoding of the place and do not say so.
            let encoding = guess(raw.iter().copied()).unwrap_or(encoding_rs::UTF_8);
            let decoded = |name: &[u8]| encoding.decode_without_bom_handling(name).0.replace('\\', "/");
            raw.into_iter().map(decoded).collect()
        };
        Ok(Archive {
            zip,
            names,
            left_bytes: TOTAL_MIB << 20,
        })
    }

    fn layers(&self) -> Vec<Layer> {
        let is_main = |name: &&String| {
            // Copies of attributes that a Mac puts beside each file.
            ends_with(name, ".shp") && !name.starts_with("__MACOSX/")
        };
        let layer = |main: &String| {
            let stem = main
                .get(..main.len().saturating_sub(ENDINGS[0].len()))
                .unwrap_or_default();
            let entry = |ending: &str| {
                let wanted = format!("{stem}{ending}").to_lowercase();
                self.names.iter().position(|name| name.to_lowercase() == wanted)
            };
            Layer {
                name: stem.to_owned(),
                entries: ENDINGS.map(entry),
            }
        };
        self.names.iter().filter(is_main).map(layer).collect()
    }

    fn parts(&mut self, layer: &Layer, progress: &Progress) -> Result<Result<Parts, FileFault>, Unread> {
        let mut unpacked: [Option<Vec<u8>>; 5] = Default::default();
        for (entry, part) in layer.entries.iter().zip(&mut unpacked) {
            progress.check()?;
            if let Some(entry) = entry {
                match self.unpack(*entry) {
                    Ok(data) => *part = Some(data),
                    Err(fault) => return Ok(Err(fault)),
                }
            }
        }
        let [shp, shx, dbf, prj, cpg] = unpacked;
        Ok(Ok(Parts {
            shp: shp.unwrap_or_default(),
            shx,
            dbf,
            prj,
            cpg,
        }))
    }

    fn unpack(&mut self, number: usize) -> Result<Vec<u8>, FileFault> {
        let entry = self.zip.by_index(number).map_err(|error| corrupt(&error))?;
        let by_ratio = entry.compressed_size().saturating_mul(RATIO).max(SMALL_BYTES);
        let limit = by_ratio.min(self.left_bytes);
        let mut data = Vec::new();
        // The length that the archive says is not asked: it need not be true.
        let read = entry.take(limit + 1).read_to_end(&mut data);
        read.map_err(|error| FileFault::Corrupt(error.to_string()))?;
        let length = data.len() as u64;
        if length <= limit {
            self.left_bytes -= length;
            Ok(data)
        } else if by_ratio <= self.left_bytes {
            Err(FileFault::Limit {
                what: "ratio",
                limit: RATIO,
            })
        } else {
            Err(FileFault::Limit {
                what: "unpacked_mib",
                limit: TOTAL_MIB,
            })
        }
    }
}

fn ends_with(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}

fn corrupt(error: &ZipError) -> FileFault {
    FileFault::Corrupt(error.to_string())
}
