//! PMTiles, version 3: tiles in one file, found through directories. Source: PMTiles specification 3.
//!
//! The file is read a stretch at a time; every count, number and offset is checked before it is followed.

pub mod directory;
pub mod header;
pub mod hilbert;

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::GzDecoder;
use serde_json::Value;

use super::fault::TileFault;
use super::grid::TileId;
use super::info::{TilesetInfo, plain_text, vector_layers_of};
use super::memory_cache::MemoryCache;
use directory::Directory;
use header::{HEADER_BYTES, Header, Packing, Section};
use hilbert::number_of;

/// Bytes of a tile.
const MOST_TILE_BYTES: u64 = 4 << 20;
/// Bytes of a directory or of the metadata, unpacked and packed.
const MOST_DIRECTORY_BYTES: u64 = 4 << 20;
/// Bytes of directories that are kept in memory.
const KEPT_BYTES: usize = 32 << 20;
/// How deep directories may lie in each other; the specification speaks of two.
const MOST_DEPTH: usize = 4;

/// An open file.
#[derive(Debug)]
pub struct Pmtiles {
    header: Header,
    root: Directory,
    // One lock for both: who reads a directory also keeps it.
    source: Mutex<Source>,
}

#[derive(Debug)]
struct Source {
    file: File,
    leaves: MemoryCache<u64, Arc<Directory>>,
}

impl Pmtiles {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// It cannot be read, is no PMTiles, or is damaged.
    pub fn open(path: &Path) -> Result<(Pmtiles, TilesetInfo), TileFault> {
        let unreadable = |error: std::io::Error| TileFault::Unreadable(error.to_string());
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(TileFault::NotTiles);
        }
        let mut head = Vec::new();
        (&file)
            .take(HEADER_BYTES as u64)
            .read_to_end(&mut head)
            .map_err(unreadable)?;
        let header = Header::parse(&head, metadata.len())?;
        let mut source = Source {
            file,
            leaves: MemoryCache::new(KEPT_BYTES),
        };
        let root = source.directory(header.root, header.packing)?;
        let info = info(&mut source, &header);
        Ok((
            Pmtiles {
                header,
                root,
                source: Mutex::new(source),
            },
            info,
        ))
    }

    /// How many tiles can be asked for; `None` where the file does not say.
    pub fn tile_count(&self) -> Option<u64> {
        Some(self.header.tile_count).filter(|count| *count > 0)
    }

    /// The bytes of a tile; `None` where there is none.
    ///
    /// # Errors
    /// The file is damaged there.
    pub fn tile(&self, tile: TileId) -> Result<Option<Vec<u8>>, TileFault> {
        if !(self.header.min_zoom..=self.header.max_zoom).contains(&tile.zoom) {
            return Ok(None);
        }
        let number = number_of(tile);
        // A thread that broke off has at worst lost a directory that is read again.
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        let mut entry = self.root.find(number);
        for _ in 0..MOST_DEPTH {
            let Some(found) = entry else { return Ok(None) };
            if found.run_length > 0 {
                let section = self.header.tiles.part(found.offset, found.length);
                let section = section.ok_or(TileFault::Damaged("place: tile"))?;
                let bytes = source.read(section, self.header.tile_packing, MOST_TILE_BYTES)?;
                return Ok(Some(bytes).filter(|bytes| !bytes.is_empty()));
            }
            let section = self.header.leaves.part(found.offset, found.length);
            let section = section.ok_or(TileFault::Damaged("place: directory"))?;
            entry = source.leaf(section, self.header.packing)?.find(number);
        }
        Err(TileFault::Damaged("directory: endless"))
    }
}

impl Source {
    fn leaf(&mut self, section: Section, packing: Packing) -> Result<Arc<Directory>, TileFault> {
        if let Some(kept) = self.leaves.get(&section.offset) {
            return Ok(Arc::clone(kept));
        }
        let leaf = Arc::new(self.directory(section, packing)?);
        self.leaves.put(section.offset, Arc::clone(&leaf), leaf.bytes());
        Ok(leaf)
    }

    fn directory(&mut self, section: Section, packing: Packing) -> Result<Directory, TileFault> {
        Directory::parse(&self.read(section, packing, MOST_DIRECTORY_BYTES)?)
    }

    /// A stretch of the file, unpacked; neither its packed nor its unpacked bytes may be more than `most`.
    fn read(&mut self, section: Section, packing: Packing, most: u64) -> Result<Vec<u8>, TileFault> {
        if section.length > most {
            return Err(TileFault::TooLarge);
        }
        let unreadable = |error: std::io::Error| TileFault::Unreadable(error.to_string());
        self.file
            .seek(SeekFrom::Start(section.offset))
            .map_err(unreadable)?;
        let mut packed = Vec::new();
        (&self.file)
            .take(section.length)
            .read_to_end(&mut packed)
            .map_err(unreadable)?;
        if (packed.len() as u64) < section.length {
            return Err(TileFault::Damaged("end"));
        }
        if packing == Packing::None {
            return Ok(packed);
        }
        let mut bytes = Vec::new();
        let unpacked = GzDecoder::new(&packed[..]).take(most + 1).read_to_end(&mut bytes);
        unpacked.map_err(|_| TileFault::Damaged("gzip"))?;
        if bytes.len() as u64 > most {
            return Err(TileFault::TooLarge);
        }
        Ok(bytes)
    }
}

/// Metadata that cannot be read takes nothing from the tiles.
fn info(source: &mut Source, header: &Header) -> TilesetInfo {
    let json = source.read(header.metadata, header.packing, MOST_DIRECTORY_BYTES);
    let json: Value = json
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .unwrap_or_default();
    let text = |key: &str| plain_text(json[key].as_str().unwrap_or_default());
    TilesetInfo {
        format: "PMTiles",
        name: text("name"),
        tile_format: header.tile_format.to_owned(),
        min_zoom: header.min_zoom,
        max_zoom: header.max_zoom,
        bounds_deg: header.bounds_deg,
        attribution: text("attribution"),
        vector_layers: vector_layers_of(&json),
    }
}

#[cfg(test)]
mod tests;
