//! The vector tiles that were read last, and what is known of the set that they belong to.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::schema::is_known;
use super::tile::VectorTile;
use crate::tiles::grid::TileId;
use crate::tiles::memory_cache::MemoryCache;

/// Bytes of tiles that are kept: beyond the finest level one tile is drawn many times over.
const KEPT_BYTES: usize = 64 << 20;
/// Bytes that a tile counts with that is known not to be there.
const ABSENT_BYTES: usize = 64;
/// Names of layers that are remembered.
const MOST_NAMES: usize = 20;
/// Letters of such a name.
const MOST_LETTERS: usize = 40;

/// A tile that was read, or that is known not to be there.
type Kept = Option<Arc<VectorTile>>;

/// What is remembered of a set of tiles.
#[derive(Debug)]
pub struct Keeper {
    is_vector: AtomicBool,
    is_raster: AtomicBool,
    has_known: AtomicBool,
    foreign: Mutex<BTreeSet<String>>,
    kept: Mutex<MemoryCache<TileId, Kept>>,
}

impl Keeper {
    /// Of a set that says what its tiles are, and which layers they have.
    pub fn new<'a>(is_vector: bool, layers: impl IntoIterator<Item = &'a str>) -> Keeper {
        let keeper = Keeper {
            is_raster: AtomicBool::new(!is_vector),
            is_vector: AtomicBool::new(is_vector),
            ..Keeper::unknown()
        };
        keeper.note_layers(layers);
        keeper
    }

    /// Of a set of which nobody knows yet what its tiles are.
    pub fn unknown() -> Keeper {
        Keeper {
            is_vector: AtomicBool::new(false),
            is_raster: AtomicBool::new(false),
            has_known: AtomicBool::new(false),
            foreign: Mutex::default(),
            kept: Mutex::new(MemoryCache::new(KEPT_BYTES)),
        }
    }

    /// True for a set of vector tiles, as far as it has shown.
    pub fn is_vector(&self) -> bool {
        self.is_vector.load(Ordering::Relaxed)
    }

    /// True for a set of pictures. A set may be neither, as long as no tile of it has come.
    pub fn is_raster(&self) -> bool {
        self.is_raster.load(Ordering::Relaxed)
    }

    /// A tile of the set is a picture.
    pub fn note_picture(&self) {
        self.is_raster.store(true, Ordering::Relaxed);
    }

    /// True once a layer has come that a schema knows.
    pub fn has_known_layers(&self) -> bool {
        self.has_known.load(Ordering::Relaxed)
    }

    /// The layers that no schema knows, in the order of their letters.
    pub fn foreign_layers(&self) -> Vec<String> {
        // Only ever added to.
        let foreign = self.foreign.lock().unwrap_or_else(PoisonError::into_inner);
        foreign.iter().cloned().collect()
    }

    /// A tile that was kept; `None` where it has to be asked for.
    pub fn find(&self, tile: TileId) -> Option<Kept> {
        self.kept().get(&tile).cloned()
    }

    /// Keeps a tile, and learns from it.
    pub fn keep(&self, id: TileId, tile: VectorTile) -> Arc<VectorTile> {
        self.is_vector.store(true, Ordering::Relaxed);
        self.note_layers(tile.layers.iter().map(|layer| layer.name.as_str()));
        let (bytes, tile) = (tile.bytes(), Arc::new(tile));
        self.kept().put(id, Some(Arc::clone(&tile)), bytes);
        tile
    }

    /// Remembers that there is no such tile.
    pub fn keep_absent(&self, id: TileId) {
        self.kept().put(id, None, ABSENT_BYTES);
    }

    fn kept(&self) -> MutexGuard<'_, MemoryCache<TileId, Kept>> {
        // A thread that broke off has at worst lost a tile that is read again.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_layers<'a>(&self, layers: impl IntoIterator<Item = &'a str>) {
        let mut foreign = self.foreign.lock().unwrap_or_else(PoisonError::into_inner);
        for layer in layers {
            if is_known(layer) {
                self.has_known.store(true, Ordering::Relaxed);
            } else if foreign.len() < MOST_NAMES {
                foreign.insert(
                    layer
                        .chars()
                        .filter(|c| !c.is_control())
                        .take(MOST_LETTERS)
                        .collect(),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, tile_of};
    use super::*;

    const TILE: TileId = TileId {
        zoom: 3,
        column: 1,
        row: 2,
    };

    #[test]
    fn what_is_learnt_from_tiles() {
        let keeper = Keeper::new(false, []);
        assert!(!keeper.is_vector() && keeper.find(TILE).is_none());
        let bytes = tile_of(&[Made::new("redlines"), Made::new("a\nb")]);
        keeper.keep(TILE, VectorTile::read(&bytes).unwrap());
        assert!(keeper.is_vector() && !keeper.has_known_layers());
        assert_eq!(keeper.foreign_layers(), ["ab", "redlines"]);
        assert!(keeper.find(TILE).unwrap().is_some());
        keeper.keep_absent(TILE);
        assert_eq!(keeper.find(TILE), Some(None));
        assert!(Keeper::new(true, ["water"]).has_known_layers());
    }
}
