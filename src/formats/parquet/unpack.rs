//! Packed pages. The length of what comes out is known beforehand, and more is not taken.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::FrameDecoder;

use crate::model::file_fault::FileFault;

/// Bytes as they were before they were packed, by the number of the method in the format: `length` of them.
///
/// # Errors
/// A method that is not read, bytes that are damaged or of another length.
pub fn unpacked(bytes: &[u8], codec: i64, length: usize) -> Result<Vec<u8>, FileFault> {
    let wrong = |there: usize| FileFault::WrongLength {
        byte: 0,
        said: length as u64,
        there: there as u64,
    };
    let mut into = Vec::new();
    into.try_reserve_exact(length).map_err(|_| wrong(bytes.len()))?;
    let corrupt = |detail: String| FileFault::Corrupt(detail);
    match codec {
        0 => into.extend_from_slice(bytes),
        1 => {
            into.resize(length, 0);
            let count = snap::raw::Decoder::new().decompress(bytes, &mut into);
            into.truncate(count.map_err(|error| corrupt(error.to_string()))?);
        }
        2 => {
            // One byte more tells what is longer than it says.
            let read = MultiGzDecoder::new(bytes)
                .take(length as u64 + 1)
                .read_to_end(&mut into);
            read.map_err(|error| corrupt(error.to_string()))?;
        }
        6 => {
            into.resize(length, 0);
            let count = FrameDecoder::new().decode_all(bytes, &mut into);
            into.truncate(count.map_err(|error| corrupt(error.to_string()))?);
        }
        7 => {
            into.resize(length, 0);
            let count = lz4_flex::block::decompress_into(bytes, &mut into);
            into.truncate(count.map_err(|error| corrupt(error.to_string()))?);
        }
        other => {
            let name = match other {
                3 => "LZO",
                4 => "Brotli",
                5 => "LZ4 (Hadoop)",
                _ => return Err(corrupt(format!("Parquet, codec {other}"))),
            };
            let found = format!("Parquet, {name}");
            return Err(FileFault::Unsupported { found });
        }
    }
    if into.len() == length {
        Ok(into)
    } else {
        Err(wrong(into.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn text() -> Vec<u8> {
        "wetland, 湿地; ".repeat(2_000).into_bytes()
    }

    fn packed(codec: i64) -> Vec<u8> {
        let text = text();
        match codec {
            1 => snap::raw::Encoder::new().compress_vec(&text).unwrap(),
            2 => {
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                packer.write_all(&text).unwrap();
                packer.finish().unwrap()
            }
            6 => ruzstd::encoding::compress_to_vec(&*text, ruzstd::encoding::CompressionLevel::Fastest),
            7 => lz4_flex::block::compress(&text),
            _ => text,
        }
    }

    #[test]
    fn every_method_gives_what_was_packed_and_no_other_length() {
        for codec in [0, 1, 2, 6, 7] {
            let (bytes, text) = (packed(codec), text());
            assert_eq!(unpacked(&bytes, codec, text.len()), Ok(text.clone()), "{codec}");
            for length in [0, text.len() - 1, text.len() + 1] {
                assert!(unpacked(&bytes, codec, length).is_err(), "{codec} {length}");
            }
            assert!(
                unpacked(&bytes[..bytes.len() / 2], codec, text.len()).is_err(),
                "{codec}"
            );
        }
    }

    #[test]
    fn methods_that_are_not_read() {
        for (codec, code) in [
            (3, "unsupported"),
            (4, "unsupported"),
            (5, "unsupported"),
            (99, "corrupt"),
            (-1, "corrupt"),
        ] {
            assert_eq!(unpacked(b"abc", codec, 3).unwrap_err().code(), code);
        }
    }
}
