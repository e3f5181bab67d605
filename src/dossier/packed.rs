//! Long texts packed with gzip.

use std::io::{self, Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::progress::Progress;

/// A file of findings longer than this is not believed.
const MOST_BYTES: u64 = 4 << 30;
/// Bytes that are packed between two looks whether to stop.
const PART_BYTES: usize = 1 << 20;

/// Packs bytes; the same bytes give the same.
///
/// # Errors
/// That somebody has asked to stop; memory takes all it is given.
pub fn pack(bytes: &[u8], progress: &Progress) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    for part in bytes.chunks(PART_BYTES) {
        progress.check().map_err(io::Error::other)?;
        packer.write_all(part)?;
    }
    packer.finish()
}

/// Unpacks bytes.
///
/// # Errors
/// What is no gzip, is cut, or would be longer than 4 GiB.
pub fn unpack(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(packed)
        .take(MOST_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = b"{\"a\": 1}\n".repeat(1000);
        let packed = pack(&text, &Progress::default()).unwrap();
        assert!(packed.len() < text.len() / 10);
        assert_eq!(unpack(&packed).unwrap(), text);
        assert!(unpack(&packed[..packed.len() - 9]).is_err());
        assert!(unpack(b"no gzip").is_err());
    }
}
