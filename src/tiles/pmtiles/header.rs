//! The first 127 bytes of a PMTiles file.

use crate::geom::extent::Extent;
use crate::tiles::fault::TileFault;
use crate::tiles::grid::MOST_ZOOM;
use crate::tiles::info::bounds_of;

/// Bytes of the header.
pub const HEADER_BYTES: usize = 127;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    None,
    /// By gzip.
    Gzip,
}

/// A stretch of the file, bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// Where it begins.
    pub offset: u64,
    /// How long it is.
    pub length: u64,
}

impl Section {
    /// A stretch within this one; `None` where it would reach out of it.
    pub fn part(self, offset: u64, length: u64) -> Option<Section> {
        let end = offset.checked_add(length)?;
        let offset = self.offset.checked_add(offset)?;
        (end <= self.length).then_some(Section { offset, length })
    }
}

/// What the header says.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The first directory.
    pub root: Section,
    /// What the file says of itself, as JSON.
    pub metadata: Section,
    /// The further directories.
    pub leaves: Section,
    /// The tiles.
    pub tiles: Section,
    /// Tiles that can be asked for; 0 where it is not known.
    pub tile_count: u64,
    /// Of directories and metadata.
    pub packing: Packing,
    /// Of tiles.
    pub tile_packing: Packing,
    /// What tiles are, in a word.
    pub tile_format: &'static str,
    /// The coarsest level.
    pub min_zoom: u8,
    /// The finest level.
    pub max_zoom: u8,
    /// Where there are tiles, degrees.
    pub bounds_deg: Option<Extent>,
}

impl Header {
    /// Reads the header of a file of that many bytes. Source: PMTiles specification 3, section 3.
    ///
    /// # Errors
    /// No PMTiles, another version, packed in another way, or sections that reach out of the file.
    pub fn parse(bytes: &[u8], file_bytes: u64) -> Result<Header, TileFault> {
        if !bytes.starts_with(b"PMTiles") {
            return Err(TileFault::NotTiles);
        }
        let bytes: &[u8; HEADER_BYTES] = bytes.first_chunk().ok_or(TileFault::Damaged("header: end"))?;
        if bytes[7] != 3 {
            return Err(TileFault::Unsupported("version"));
        }
        let whole = Section {
            offset: 0,
            length: file_bytes,
        };
        let section = |at| {
            whole
                .part(number(bytes, at), number(bytes, at + 8))
                .ok_or(TileFault::Damaged("header: sections"))
        };
        let degrees = |at: usize| f64::from(number(bytes, at) as u32 as i32) * 1e-7;
        let (min_zoom, max_zoom) = (bytes[100], bytes[101]);
        if min_zoom > max_zoom {
            return Err(TileFault::Damaged("header: levels"));
        }
        Ok(Header {
            root: section(8)?,
            metadata: section(24)?,
            leaves: section(40)?,
            tiles: section(56)?,
            tile_count: number(bytes, 72),
            packing: packing(bytes[97])?,
            tile_packing: packing(bytes[98])?,
            tile_format: match bytes[99] {
                1 => "pbf",
                2 => "png",
                3 => "jpeg",
                4 => "webp",
                5 => "avif",
                6 => "mlt",
                _ => "?",
            },
            min_zoom: min_zoom.min(MOST_ZOOM),
            max_zoom: max_zoom.min(MOST_ZOOM),
            bounds_deg: bounds_of(degrees(102), degrees(106), degrees(110), degrees(114)),
        })
    }
}

/// Eight bytes, the lowest first.
fn number(bytes: &[u8; HEADER_BYTES], at: usize) -> u64 {
    let eight = bytes.get(at..).and_then(|rest| rest.first_chunk());
    u64::from_le_bytes(eight.copied().unwrap_or_default())
}

fn packing(code: u8) -> Result<Packing, TileFault> {
    match code {
        // 0 is "unknown"; what is packed all the same fails where it is read.
        0 | 1 => Ok(Packing::None),
        2 => Ok(Packing::Gzip),
        _ => Err(TileFault::Unsupported("packing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_stay_in_the_file() {
        let file = Section {
            offset: 100,
            length: 50,
        };
        assert_eq!(
            file.part(10, 40),
            Some(Section {
                offset: 110,
                length: 40
            })
        );
        assert_eq!(file.part(10, 41), None);
        assert_eq!(file.part(u64::MAX, 1), None);
    }

    #[test]
    fn headers_that_are_none() {
        let check = |bytes: &[u8], expected| assert_eq!(Header::parse(bytes, 1_000), Err(expected));
        check(b"", TileFault::NotTiles);
        check(b"SQLite format 3", TileFault::NotTiles);
        check(b"PMTiles\x03", TileFault::Damaged("header: end"));
        let mut bytes = [0u8; HEADER_BYTES];
        bytes[..8].copy_from_slice(b"PMTiles\x02");
        check(&bytes, TileFault::Unsupported("version"));
        bytes[7] = 3;
        bytes[97] = 3;
        check(&bytes, TileFault::Unsupported("packing"));
        bytes[97] = 1;
        bytes[100] = 1;
        check(&bytes, TileFault::Damaged("header: levels"));
        bytes[100] = 0;
        assert!(Header::parse(&bytes, 1_000).is_ok());
        bytes[8..16].copy_from_slice(&1_001u64.to_le_bytes());
        check(&bytes, TileFault::Damaged("header: sections"));
    }
}
