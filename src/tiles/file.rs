//! A file of tiles, whichever format it has.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::fault::TileFault;
use super::grid::TileId;
use super::info::TilesetInfo;
use super::mbtiles::Mbtiles;
use super::pmtiles::Pmtiles;

/// Endings of files of tiles.
pub const ENDINGS: [&str; 2] = ["mbtiles", "pmtiles"];

/// An open file of tiles, all in Web Mercator.
#[derive(Debug)]
pub enum TileFile {
    /// MBTiles.
    Mbtiles(Mbtiles),
    /// PMTiles.
    Pmtiles(Pmtiles),
}

impl TileFile {
    /// Opens a file by its first bytes, whatever its name.
    ///
    /// # Errors
    /// It cannot be read, holds no tiles, or is damaged.
    pub fn open(path: &Path) -> Result<(TileFile, TilesetInfo), TileFault> {
        match begins_with(path, b"PMTiles")? {
            true => Pmtiles::open(path).map(|(tiles, info)| (TileFile::Pmtiles(tiles), info)),
            false => Mbtiles::open(path).map(|(tiles, info)| (TileFile::Mbtiles(tiles), info)),
        }
    }

    /// How many tiles there are; `None` where that is not said and takes too long to count.
    pub fn tile_count(&self) -> Option<u64> {
        match self {
            TileFile::Mbtiles(tiles) => tiles.tile_count(),
            TileFile::Pmtiles(tiles) => tiles.tile_count(),
        }
    }

    /// The bytes of a tile; `None` where there is none.
    ///
    /// # Errors
    /// The file is damaged there.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, TileFault> {
        match self {
            TileFile::Mbtiles(tiles) => tiles.tile(tile),
            TileFile::Pmtiles(tiles) => tiles.tile(tile),
        }
    }
}

/// True for what is meant to be a file of tiles: by its name, or by its first bytes.
pub fn is_tile_file(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let named = ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending));
    named || begins_with(path, b"PMTiles") == Ok(true)
}

fn begins_with(path: &Path, beginning: &[u8]) -> Result<bool, TileFault> {
    let unreadable = |error: std::io::Error| TileFault::Unreadable(error.to_string());
    let file = File::open(path).map_err(unreadable)?;
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(TileFault::NotTiles);
    }
    let mut head = Vec::new();
    file.take(beginning.len() as u64)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    Ok(head == beginning)
}
