//! Shapefiles in a zip archive, unpacked into memory only: names are compared, never used as paths.

use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::progress::Progress;

use super::archive::Archive;
use super::input::FileToRead;
use super::raw::{RawLayer, Unread};
use super::shapefile::{Parts, read_parts};

/// The archive itself.
const ARCHIVE_BYTES: u64 = 2 << 30;
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
    let layers = layers(archive.names());
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
    let parts = parts(&mut archive, layer, progress)?.map_err(|fault| refused(ProblemKind::File(fault)))?;
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

fn layers(names: &[String]) -> Vec<Layer> {
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
            names.iter().position(|name| name.to_lowercase() == wanted)
        };
        Layer {
            name: stem.to_owned(),
            entries: ENDINGS.map(entry),
        }
    };
    names.iter().filter(is_main).map(layer).collect()
}

fn parts(
    archive: &mut Archive<'_>,
    layer: &Layer,
    progress: &Progress,
) -> Result<Result<Parts, FileFault>, Unread> {
    let mut unpacked: [Option<Vec<u8>>; 5] = Default::default();
    for (entry, part) in layer.entries.iter().zip(&mut unpacked) {
        progress.check()?;
        if let Some(entry) = entry {
            match archive.unpack(*entry) {
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

fn ends_with(name: &str, ending: &str) -> bool {
    name.to_lowercase().ends_with(ending)
}
