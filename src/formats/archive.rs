//! Zip archives in memory: entries by name, each held to a limit, nothing ever written to a path.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::model::reading_fault::ReadingFault;

/// An archive with more entries is not opened.
const ENTRIES: usize = 1000;
/// No entry is unpacked to more than this.
const ENTRY_BYTES: u64 = 1 << 30;
/// Nor to more than so many times its packed length, from [`SMALL_BYTES`] on.
const RATIO: u64 = 200;
const SMALL_BYTES: u64 = 16 << 20;

/// An open archive.
#[derive(Debug)]
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    label: String,
}

impl<'a> Archive<'a> {
    /// Opens an archive; `label` is its name for messages.
    ///
    /// # Errors
    /// Damaged, or too many entries.
    pub fn open(data: &'a [u8], label: &str) -> Result<Archive<'a>, ReadingFault> {
        let label = label.to_owned();
        match ZipArchive::new(Cursor::new(data)) {
            Ok(zip) if zip.len() > ENTRIES => Err(ReadingFault::Unpacks { entry: label }),
            Ok(zip) => Ok(Archive { zip, label }),
            Err(_) => Err(ReadingFault::Damaged { entry: label }),
        }
    }

    /// The names of all entries that have a good one, in the order of the archive.
    pub fn names(&self) -> Vec<String> {
        let names = self.zip.file_names();
        names
            .filter_map(Result::ok)
            .map(|name| name.into_owned())
            .collect()
    }

    /// Unpacks an entry.
    ///
    /// # Errors
    /// Not there, damaged, or more than is read.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>, ReadingFault> {
        let entry = format!("{}/{name}", self.label);
        let Some(index) = self.zip.index_for_name(name) else {
            let wanted = name.to_owned();
            return Err(ReadingFault::NoEntry { wanted });
        };
        let damaged = || ReadingFault::Damaged { entry: entry.clone() };
        let file = self.zip.by_index(index).map_err(|_| damaged())?;
        let limit = (file.compressed_size().saturating_mul(RATIO)).clamp(SMALL_BYTES, ENTRY_BYTES);
        let mut data = Vec::new();
        file.take(limit + 1)
            .read_to_end(&mut data)
            .map_err(|_| damaged())?;
        if data.len() as u64 > limit {
            return Err(ReadingFault::Unpacks { entry });
        }
        Ok(data)
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
        let mut archive = Archive::open(&data, "a.kmz").unwrap();
        assert_eq!(archive.names(), ["doc.kml"]);
        assert_eq!(archive.read("doc.kml").unwrap(), b"<kml/>");
        let wanted = "x".to_owned();
        assert_eq!(archive.read("x"), Err(ReadingFault::NoEntry { wanted }));
    }

    #[test]
    fn bombs_and_broken_ones() {
        let bomb = packed(&[("bomb".to_owned(), vec![0; 40 << 20])]);
        assert!(bomb.len() < 1 << 20);
        let entry = "a.zip/bomb".to_owned();
        assert_eq!(
            Archive::open(&bomb, "a.zip").unwrap().read("bomb"),
            Err(ReadingFault::Unpacks { entry })
        );
        let many: Vec<(String, Vec<u8>)> = (0..1001).map(|k| (k.to_string(), Vec::new())).collect();
        let entry = "a.zip".to_owned();
        assert_eq!(
            Archive::open(&packed(&many), "a.zip").err(),
            Some(ReadingFault::Unpacks { entry })
        );
        let cut = &bomb[..bomb.len() / 2];
        let entry = "a.zip".to_owned();
        assert_eq!(
            Archive::open(cut, "a.zip").err(),
            Some(ReadingFault::Damaged { entry })
        );
    }
}
