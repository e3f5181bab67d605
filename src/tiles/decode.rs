//! From the bytes of a tile to its pixels.

use std::io::Cursor;

use image::{ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::fault::TileFault;
use super::info::format_of;

/// Most pixels along a side of a tile; 256 and 512 are usual.
pub const MOST_SIDE_PX: u32 = 1024;
/// Bytes that a decoder may take beside the pixels.
const MOST_WORKING_BYTES: u64 = 16 << 20;
const FORMATS: [ImageFormat; 3] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];

/// A tile as pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from west to east.
    pub width: usize,
    /// Pixels from north to south.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, row by row from the north-west.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture {}×{}", self.width, self.height)
    }
}

/// The pixels of a tile. Its size is looked at before anything is unpacked.
///
/// # Errors
/// [`TileFault::Unsupported`] for vector tiles, [`TileFault::NoPicture`] for other formats and for damage,
/// [`TileFault::TooLarge`] for more than 1024 pixels a side.
pub fn decode(bytes: &[u8]) -> Result<Picture, TileFault> {
    if format_of(bytes) == "pbf" {
        return Err(TileFault::Unsupported("vector"));
    }
    let format = image::guess_format(bytes)
        .ok()
        .filter(|format| FORMATS.contains(format));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.ok_or(TileFault::NoPicture)?);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_WORKING_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| TileFault::NoPicture)?;
    let (width, height) = decoder.dimensions();
    if width > MOST_SIDE_PX || height > MOST_SIDE_PX {
        return Err(TileFault::TooLarge);
    }
    let image = image::DynamicImage::from_decoder(decoder).map_err(|_| TileFault::NoPicture)?;
    if width == 0 || height == 0 {
        return Err(TileFault::NoPicture);
    }
    Ok(Picture {
        width: width as usize,
        height: height as usize,
        rgba: image.into_rgba8().into_raw(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, RgbImage};

    fn encoded(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
        let image = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 200]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_in_every_format() {
        for format in FORMATS {
            let bytes = encoded(format, 16, 8);
            let picture = decode(&bytes).unwrap();
            assert_eq!(
                (picture.width, picture.height, picture.rgba.len()),
                (16, 8, 16 * 8 * 4)
            );
            assert!(
                picture.rgba[2].abs_diff(200) < 30 && picture.rgba[3] == 255,
                "{format:?}"
            );
        }
    }

    #[test]
    fn what_is_no_tile() {
        for bytes in [&b""[..], b"<html>no</html>", b"GIF89a\x01\x00\x01\x00"] {
            assert_eq!(decode(bytes), Err(TileFault::NoPicture));
        }
        assert_eq!(decode(b"\x1f\x8b\x08"), Err(TileFault::Unsupported("vector")));
        assert_eq!(
            decode(&encoded(ImageFormat::Png, 1025, 1)),
            Err(TileFault::TooLarge)
        );
        assert_eq!(
            decode(&encoded(ImageFormat::Jpeg, 1, 1025)),
            Err(TileFault::TooLarge)
        );
    }

    /// A PNG whose head speaks of 60 000 × 60 000 pixels: refused before 14 GB are asked for.
    #[test]
    fn a_size_that_lies_is_refused_at_once() {
        let mut bytes = encoded(ImageFormat::Png, 16, 8);
        bytes[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(decode(&bytes).is_err());
    }

    #[test]
    fn cut_and_spoiled_pictures_break_nothing() {
        for format in FORMATS {
            let whole = encoded(format, 16, 8);
            for length in 0..whole.len().min(60) {
                assert!(decode(&whole[..length]).is_err(), "{format:?} cut to {length}");
            }
            let mut failed = 0;
            for seed in 1..=100u64 {
                let mut bytes = whole.clone();
                let mut state = seed;
                for _ in 0..3 {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    let at = (state >> 33) as usize % bytes.len();
                    bytes[at] ^= (state >> 16) as u8 | 1;
                }
                let decoded = decode(&bytes);
                failed += usize::from(decoded.is_err());
                let small = |side| side <= MOST_SIDE_PX as usize;
                assert!(decoded.is_ok_and(|p| small(p.width) && small(p.height)) || failed > 0);
            }
            assert!(failed > 0, "{format:?}");
        }
    }
}
