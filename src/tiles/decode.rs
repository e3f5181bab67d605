//! From the bytes of a tile to its pixels, or to what is drawn.

use std::io::Cursor;

use image::{ImageDecoder as _, ImageFormat, ImageReader, Limits};

use super::fault::TileFault;
use super::grid::TileId;
use super::picture::Picture;
use super::vector::tile::{VectorTile, is_vector_tile};

/// Most pixels along a side of a tile; 256 and 512 are usual.
pub const MOST_SIDE_PX: u32 = 1024;
/// Bytes that a decoder may take beside the pixels.
const MOST_WORKING_BYTES: u64 = 16 << 20;
const FORMATS: [ImageFormat; 3] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];

/// What a tile holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Pixels.
    Picture(Picture),
    /// Shapes and words, to be drawn.
    Vector(VectorTile),
}

/// What a tile holds, by its first bytes.
///
/// # Errors
/// As [`vector`] and [`picture`].
pub fn decode(bytes: &[u8], tile: TileId) -> Result<Content, TileFault> {
    if is_vector_tile(bytes) {
        return vector(bytes, tile).map(Content::Vector);
    }
    picture(bytes).map(Content::Picture)
}

/// A vector tile, whatever its first bytes.
///
/// # Errors
/// [`TileFault::BadVector`]
pub fn vector(bytes: &[u8], tile: TileId) -> Result<VectorTile, TileFault> {
    VectorTile::read(bytes).map_err(|broken| TileFault::BadVector(tile, broken.0))
}

/// The pixels of a tile. Its size is looked at before anything is unpacked.
///
/// # Errors
/// [`TileFault::NoPicture`] for other formats and for damage, [`TileFault::TooLarge`] for more than 1024 pixels a side.
pub fn picture(bytes: &[u8]) -> Result<Picture, TileFault> {
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
            let picture = super::picture(&bytes).unwrap();
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
            assert_eq!(picture(bytes), Err(TileFault::NoPicture));
        }
        let tile = TileId {
            zoom: 0,
            column: 0,
            row: 0,
        };
        assert_eq!(
            decode(b"\x1f\x8b\x08", tile),
            Err(TileFault::BadVector(tile, "gzip"))
        );
        assert_eq!(decode(b"\x1a\x05", tile), Err(TileFault::BadVector(tile, "cut")));
        assert_eq!(
            picture(&encoded(ImageFormat::Png, 1025, 1)),
            Err(TileFault::TooLarge)
        );
        assert_eq!(
            picture(&encoded(ImageFormat::Jpeg, 1, 1025)),
            Err(TileFault::TooLarge)
        );
    }

    /// A PNG whose head speaks of 60 000 × 60 000 pixels: refused before 14 GB are asked for.
    #[test]
    fn a_size_that_lies_is_refused_at_once() {
        let mut bytes = encoded(ImageFormat::Png, 16, 8);
        bytes[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert!(picture(&bytes).is_err());
    }

    #[test]
    fn cut_and_spoiled_pictures_break_nothing() {
        for format in FORMATS {
            let whole = encoded(format, 16, 8);
            for length in 0..whole.len().min(60) {
                assert!(picture(&whole[..length]).is_err(), "{format:?} cut to {length}");
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
                let decoded = picture(&bytes);
                failed += usize::from(decoded.is_err());
                let small = |side| side <= MOST_SIDE_PX as usize;
                assert!(decoded.is_ok_and(|p| small(p.width) && small(p.height)) || failed > 0);
            }
            assert!(failed > 0, "{format:?}");
        }
    }
}
