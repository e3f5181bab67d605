//! Files packed with gzip, unpacked while they are read and held to limits.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;

use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;

use super::sniff::Content;

/// The first bytes of a packed file.
pub const SIGNATURE: [u8; 2] = [0x1f, 0x8b];
/// Unpacked bytes of one file.
const TOTAL_MIB: u64 = 2 << 10;
/// Unpacked bytes for one packed byte, from [`SMALL_BYTES`] on.
const RATIO: u64 = 200;
const SMALL_BYTES: u64 = 16 << 20;

/// What is wrong with a packed file, on its way through [`io::Error`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0:?}")]
pub struct PackedFault(pub FileFault);

/// The unpacked bytes of a file.
pub struct Unpacked {
    decoder: MultiGzDecoder<BufReader<Counted>>,
    unpacked_bytes: u64,
}

impl Unpacked {
    /// Of a file that begins with [`SIGNATURE`]; it is read from its start.
    pub fn new(file: Box<dyn Read + Send>) -> Unpacked {
        let counted = Counted { file, bytes: 0 };
        Unpacked {
            decoder: MultiGzDecoder::new(BufReader::new(counted)),
            unpacked_bytes: 0,
        }
    }

    fn over_limit(&self) -> Option<FileFault> {
        let packed_bytes = self.decoder.get_ref().get_ref().bytes;
        let by_ratio = packed_bytes.saturating_mul(RATIO).max(SMALL_BYTES);
        let limit = |what, limit| Some(FileFault::Limit { what, limit });
        match self.unpacked_bytes {
            bytes if bytes > TOTAL_MIB << 20 => limit("unpacked_mib", TOTAL_MIB),
            bytes if bytes > by_ratio => limit("ratio", RATIO),
            _ => None,
        }
    }
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wrong = |fault| io::Error::other(PackedFault(fault));
        let count = self.decoder.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                wrong(FileFault::Corrupt(error.to_string()))
            }
            _ => error,
        })?;
        self.unpacked_bytes += count as u64;
        self.over_limit().map_or(Ok(count), |fault| Err(wrong(fault)))
    }
}

struct Counted {
    file: Box<dyn Read + Send>,
    bytes: u64,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        self.bytes += count as u64;
        Ok(count)
    }
}

/// Why what is inside is not read from there: formats that consist of several files or are packed themselves, and those
/// that are not read at all. `None` for those that are read.
pub fn refusal(inside: Content) -> Option<ProblemKind> {
    match inside {
        Content::Json { .. }
        | Content::Utf16
        | Content::Gbk
        | Content::TopoJson
        | Content::EsriJson
        | Content::FlatGeobuf
        | Content::Kml
        | Content::Dxf
        | Content::DelimitedText
        | Content::Wkt
        | Content::ParcelText => None,
        Content::Empty | Content::Other(_) => Some(inside.refusal()),
        _ => {
            let found = inside.name().to_owned();
            Some(ReadingFault::PackedInside { found }.into())
        }
    }
}

/// The name of a format that was read from a packed file.
pub fn packed_name(format: &'static str) -> &'static str {
    match format {
        "GeoJSON" => "GZIP / GeoJSON",
        "TopoJSON" => "GZIP / TopoJSON",
        "Esri JSON" => "GZIP / Esri JSON",
        "FlatGeobuf" => "GZIP / FlatGeobuf",
        "KML" => "GZIP / KML",
        "DXF" => "GZIP / DXF",
        "CSV" => "GZIP / CSV",
        "TSV" => "GZIP / TSV",
        "WKT" => "GZIP / WKT",
        _ => "GZIP",
    }
}
