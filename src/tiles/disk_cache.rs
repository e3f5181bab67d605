//! Tiles of services, kept on disk from one session to the next.
//!
//! A tile lies at `HASH/ZOOM/COLUMN/ROW`, where HASH stands for the address without its key: neither names nor contents
//! tell the key. The SHA-256 of a tile stands before its bytes, so that a spoiled one is found out. Whatever is wrong with
//! the cache only costs another look at the service.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use atomic_write_file::AtomicWriteFile;
use etcetera::BaseStrategy as _;

use crate::sha256::{DIGEST_BYTES, sha256, sha256_of};

use super::grid::{Grid, TileId};
use super::template::Template;

/// Bytes of all tiles of all services.
const MOST_BYTES: u64 = 512 << 20;
/// Tiles older than this are asked for again.
const FRESH: Duration = Duration::from_secs(30 * 24 * 3600);
/// The folder is measured after so many more bytes.
const BETWEEN_LOOKS: u64 = 32 << 20;
/// Letters of the hash of an address.
const HASH_LETTERS: usize = 24;
/// Bytes of a file; a service's answer is never longer.
const MOST_FILE_BYTES: u64 = 5 << 20;

/// A folder of tiles, for one service.
#[derive(Debug)]
pub struct DiskCache {
    root: PathBuf,
    own: PathBuf,
    most_bytes: u64,
    since_look: AtomicU64,
}

/// A tile that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedTile {
    /// As the service sent it.
    pub bytes: Vec<u8>,
    /// True while it need not be asked for again.
    pub fresh: bool,
}

impl DiskCache {
    /// In the folder where the system wants such things; `None` where it names none, and for a service on this machine,
    /// which is as near as the disk.
    pub fn usual(template: &Template, grid: Grid) -> Option<DiskCache> {
        if template.is_local() {
            return None;
        }
        let folder = etcetera::base_strategy::choose_native_strategy()
            .ok()?
            .cache_dir();
        Some(DiskCache::within(
            &folder.join("redshank").join("tiles"),
            MOST_BYTES,
            template,
            grid,
        ))
    }

    /// Below a folder, which is made once there is a tile to keep, for at most so many bytes.
    pub fn within(root: &Path, most_bytes: u64, template: &Template, grid: Grid) -> DiskCache {
        DiskCache {
            root: root.to_owned(),
            own: root.join(hash_of(template, grid)),
            most_bytes,
            // The first tile that is kept also looks at what older sessions have left.
            since_look: AtomicU64::new(BETWEEN_LOOKS),
        }
    }

    /// The tile, if it was kept and is as it was.
    pub fn get(&self, tile: TileId) -> Option<CachedTile> {
        let file = fs::File::open(self.path_of(tile)).ok()?;
        let age = file
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|at| at.elapsed().ok());
        let mut whole = Vec::new();
        file.take(MOST_FILE_BYTES).read_to_end(&mut whole).ok()?;
        let (digest, bytes) = whole.split_at_checked(DIGEST_BYTES)?;
        if digest != sha256(bytes) {
            return None;
        }
        Some(CachedTile {
            bytes: bytes.to_vec(),
            // A clock that was set back is no reason to trust a tile for ever.
            fresh: age.is_some_and(|age| age < FRESH),
        })
    }

    /// Keeps a tile. Nothing happens where that fails.
    pub fn put(&self, tile: TileId, bytes: &[u8]) {
        if self.try_put(tile, bytes).is_err() {
            return;
        }
        let written = bytes.len() as u64;
        if self.since_look.fetch_add(written, Ordering::Relaxed) + written
            >= BETWEEN_LOOKS.min(self.most_bytes)
        {
            self.since_look.store(0, Ordering::Relaxed);
            shrink(&self.root, self.most_bytes);
        }
    }

    fn try_put(&self, tile: TileId, bytes: &[u8]) -> io::Result<()> {
        let path = self.path_of(tile);
        fs::create_dir_all(path.parent().unwrap_or(&self.own))?;
        let mut file = AtomicWriteFile::open(&path)?;
        file.write_all(&sha256(bytes))?;
        file.write_all(bytes)?;
        file.commit()
    }

    fn path_of(&self, tile: TileId) -> PathBuf {
        let TileId { zoom, column, row } = tile;
        self.own
            .join(zoom.to_string())
            .join(column.to_string())
            .join(row.to_string())
    }
}

fn hash_of(template: &Template, grid: Grid) -> String {
    let text = format!("{} {}", grid.geodetic_code(), template.text());
    sha256_of(&[text.as_bytes()]).chars().take(HASH_LETTERS).collect()
}

/// Deletes the oldest files until four fifths of the limit are left.
fn shrink(root: &Path, most_bytes: u64) {
    let mut files = files_below(root);
    let mut bytes: u64 = files.iter().map(|(_, _, bytes)| bytes).sum();
    if bytes <= most_bytes {
        return;
    }
    files.sort();
    for (_, path, size) in files {
        if bytes <= most_bytes / 5 * 4 {
            return;
        }
        // Another window may have deleted it: then it is gone all the same.
        let _unwanted = fs::remove_file(path);
        bytes = bytes.saturating_sub(size);
    }
}

/// Files with their dates and sizes, four folders deep at most; links are not followed.
fn files_below(root: &Path) -> Vec<(SystemTime, PathBuf, u64)> {
    let mut files = Vec::new();
    let mut waiting = vec![(root.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let Ok(metadata) = entry.metadata() else { continue };
            if metadata.is_dir() && depth < 3 {
                waiting.push((entry.path(), depth + 1));
            } else if metadata.is_file() {
                let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                files.push((modified, entry.path(), metadata.len()));
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    impl DiskCache {
        /// Lets a tile be older than any that is fresh.
        pub fn make_old(&self, tile: TileId) {
            let file = fs::File::options().write(true).open(self.path_of(tile)).unwrap();
            file.set_modified(SystemTime::now() - FRESH - Duration::from_secs(60))
                .unwrap();
        }
    }

    fn tile(row: u32) -> TileId {
        TileId {
            zoom: 9,
            column: 3,
            row,
        }
    }

    fn cache(folder: &Path, most_bytes: u64, address: &str) -> DiskCache {
        DiskCache::within(
            folder,
            most_bytes,
            &Template::parse(address).unwrap(),
            Grid::WebMercator,
        )
    }

    const ADDRESS: &str = "https://a.org/{z}/{x}/{y}?k={key}";

    #[test]
    fn tiles_come_back_by_service() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (
            cache(folder.path(), 1 << 20, ADDRESS),
            cache(folder.path(), 1 << 20, "https://b.org/{z}/{x}/{y}"),
        );
        one.put(tile(1), b"one");
        assert_eq!(
            one.get(tile(1)),
            Some(CachedTile {
                bytes: b"one".to_vec(),
                fresh: true
            })
        );
        assert_eq!((one.get(tile(2)), other.get(tile(1))), (None, None));
        let again = cache(folder.path(), 1 << 20, ADDRESS);
        assert!(again.get(tile(1)).is_some(), "another session finds it");
        assert_eq!(files_below(folder.path()).len(), 1, "no draft is left");
    }

    #[test]
    fn a_spoiled_tile_is_not_found() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1 << 20, ADDRESS);
        cache.put(tile(1), b"a picture");
        let path = cache.path_of(tile(1));
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(cache.get(tile(1)), None, "cut to {length}");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, bytes).unwrap();
            assert_eq!(cache.get(tile(1)), None, "bit at {at}");
        }
        fs::write(&path, whole).unwrap();
        assert!(cache.get(tile(1)).is_some());
    }

    #[test]
    fn old_tiles_are_kept_but_not_fresh() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1 << 20, ADDRESS);
        cache.put(tile(1), b"one");
        cache.make_old(tile(1));
        assert_eq!(cache.get(tile(1)).map(|tile| tile.fresh), Some(false));
    }

    #[test]
    fn the_oldest_tiles_go() {
        let folder = tempfile::tempdir().unwrap();
        let cache = cache(folder.path(), 1_320, ADDRESS);
        for row in 0..20 {
            cache.put(tile(row), &[0; 100]);
            let file = fs::File::options()
                .write(true)
                .open(cache.path_of(tile(row)))
                .unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + u64::from(row)))
                .unwrap();
        }
        cache.put(tile(99), &[0; 100]);
        shrink(folder.path(), 1_320);
        let bytes: u64 = files_below(folder.path()).iter().map(|(_, _, bytes)| bytes).sum();
        // Ten tiles with their digests.
        assert!((660..=1_320).contains(&bytes), "{bytes}");
        assert!(cache.get(tile(99)).is_some() && cache.get(tile(0)).is_none());
    }

    #[test]
    fn a_folder_that_cannot_be_made_costs_nothing() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let cache = cache(file.path(), 1_000, ADDRESS);
        cache.put(tile(1), b"one");
        assert_eq!(cache.get(tile(1)), None);
    }
}
