//! Zip archives in memory: entries by name, each held to a limit, nothing ever written to a path. The only file that names
//! `zip`.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::model::file_fault::FileFault;

use super::encoding::guess;

/// Entries of one archive.
const ENTRIES: usize = 1_000;
/// Bytes of all entries that are unpacked.
const TOTAL_MIB: u64 = 2 << 10;
/// Unpacked bytes for one packed byte, from [`SMALL_BYTES`] on.
const RATIO: u64 = 200;
const SMALL_BYTES: u64 = 16 << 20;

/// An open archive.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    left_bytes: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Damaged, or too many entries.
    pub fn open(data: &'a [u8]) -> Result<Archive<'a>, FileFault> {
        let zip = opened(Cursor::new(data))?;
        let names = decoded_names(&zip);
        Ok(Archive {
            zip,
            names,
            left_bytes: TOTAL_MIB << 20,
        })
    }

    /// The names of all entries, in the order of the archive.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Unpacks the entry of a name; `None` where there is none.
    ///
    /// # Errors
    /// Damaged, or more than is read.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, FileFault> {
        let number = self.names.iter().position(|own| own == name);
        number.map(|number| self.unpack(number)).transpose()
    }

    /// Unpacks the entry of a number.
    ///
    /// # Errors
    /// As [`Archive::read`].
    pub fn unpack(&mut self, number: usize) -> Result<Vec<u8>, FileFault> {
        let entry = self.zip.by_index(number).map_err(|error| fault_of(&error))?;
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

/// The names of the entries of an archive, by its list of contents alone.
///
/// # Errors
/// As [`Archive::open`].
pub fn names_in(reader: impl Read + Seek) -> Result<Vec<String>, FileFault> {
    opened(reader).map(|zip| decoded_names(&zip))
}

fn opened<R: Read + Seek>(reader: R) -> Result<ZipArchive<R>, FileFault> {
    let zip = ZipArchive::new(reader).map_err(|error| fault_of(&error))?;
    if zip.len() > ENTRIES {
        return Err(FileFault::Limit {
            what: "entries",
            limit: ENTRIES as u64,
        });
    }
    Ok(zip)
}

fn decoded_names<R: Read + Seek>(zip: &ZipArchive<R>) -> Vec<String> {
    let raw: Vec<&[u8]> = zip.file_names_raw().collect();
    // Old programs for Windows write names in the encoding of the place and do not say so.
    let encoding = guess(raw.iter().copied()).unwrap_or(encoding_rs::UTF_8);
    let decoded = |name: &[u8]| encoding.decode_without_bom_handling(name).0.replace('\\', "/");
    raw.into_iter().map(decoded).collect()
}

fn fault_of(error: &ZipError) -> FileFault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            FileFault::Encrypted
        }
        ZipError::CompressionMethodNotSupported(method) => FileFault::Packing { method: *method },
        _ => FileFault::Corrupt(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

    fn packed(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, data) in entries {
            zip.start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            zip.write_all(data).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn entries_within_the_limits() {
        let data = packed(&[("doc.kml".to_owned(), b"<kml/>".to_vec())]);
        let mut archive = Archive::open(&data).unwrap();
        assert_eq!(archive.names(), ["doc.kml"]);
        assert_eq!(archive.read("doc.kml"), Ok(Some(b"<kml/>".to_vec())));
        assert_eq!(archive.read("x"), Ok(None));
    }

    #[test]
    fn bombs_and_broken_ones() {
        let bomb = packed(&[("bomb".to_owned(), vec![0; 40 << 20])]);
        assert!(bomb.len() < 1 << 20);
        let code = |fault: FileFault| fault.code();
        let limited = Archive::open(&bomb).unwrap().read("bomb");
        assert_eq!(limited.map_err(code), Err("limit"));
        let many: Vec<(String, Vec<u8>)> = (0..1001).map(|k| (k.to_string(), Vec::new())).collect();
        assert_eq!(Archive::open(&packed(&many)).err().map(code), Some("limit"));
        let cut = &bomb[..bomb.len() / 2];
        assert_eq!(Archive::open(cut).err().map(code), Some("corrupt"));
    }
}
