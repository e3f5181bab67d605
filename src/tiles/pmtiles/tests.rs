#![cfg(test)]
//! Files made here, good and bad.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::*;

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// A directory of entries: number, run length, offset, length.
fn directory(entries: &[[u64; 4]]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(&mut out, entries.len() as u64);
    let mut last = 0;
    for entry in entries {
        varint(&mut out, entry[0] - last);
        last = entry[0];
    }
    for column in [1, 3] {
        entries.iter().for_each(|entry| varint(&mut out, entry[column]));
    }
    entries.iter().for_each(|entry| varint(&mut out, entry[2] + 1));
    out
}

fn packed(bytes: &[u8], gzip: bool) -> Vec<u8> {
    if !gzip {
        return bytes.to_vec();
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tile(zoom: u8, column: u32, row: u32) -> TileId {
    TileId { zoom, column, row }
}

/// Two levels of directories; a run of the same tile in the root, one tile in a leaf.
fn file(gzip: bool) -> Vec<u8> {
    let tiles = b"worldsea..detail";
    let leaf = packed(&directory(&[[number_of(tile(12, 3423, 1763)), 1, 10, 6]]), gzip);
    let root = directory(&[[0, 1, 0, 5], [1, 4, 5, 3], [5, 0, 0, leaf.len() as u64]]);
    file_of(&root, &leaf, tiles, gzip)
}

fn file_of(root: &[u8], leaf: &[u8], tiles: &[u8], gzip: bool) -> Vec<u8> {
    let root = packed(root, gzip);
    let metadata = packed(
        "{\"name\":\"钱塘\",\"attribution\":\"<b>&copy; 某局</b>\"}".as_bytes(),
        gzip,
    );
    let mut bytes = b"PMTiles\x03".to_vec();
    let mut at = HEADER_BYTES as u64;
    for section in [&root, &metadata, leaf, tiles] {
        bytes.extend(at.to_le_bytes());
        bytes.extend((section.len() as u64).to_le_bytes());
        at += section.len() as u64;
    }
    for count in [6u64, 3, 3] {
        bytes.extend(count.to_le_bytes());
    }
    bytes.extend([1, if gzip { 2 } else { 1 }, 1, 2, 0, 12]);
    for degrees in [120.0, 30.0, 121.0, 31.0] {
        bytes.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    bytes.extend([0; 9]);
    assert_eq!(bytes.len(), HEADER_BYTES);
    for section in [&root, &metadata, leaf, tiles] {
        bytes.extend(section);
    }
    bytes
}

fn opened(bytes: &[u8]) -> Result<(Pmtiles, TilesetInfo), TileFault> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    Pmtiles::open(file.path())
}

#[test]
fn a_good_file() {
    for gzip in [false, true] {
        let (tiles, info) = opened(&file(gzip)).unwrap();
        assert_eq!(
            (info.name.as_str(), info.attribution.as_str()),
            ("钱塘", "© 某局")
        );
        assert_eq!(
            (info.min_zoom, info.max_zoom, tiles.tile_count()),
            (0, 12, Some(6))
        );
        assert!(info.is_raster());
        let bounds = info.bounds_deg.unwrap();
        assert!((bounds.min.x - 120.0).abs() < 1e-6 && (bounds.max.y - 31.0).abs() < 1e-6);
        let check = |tile, expected: Option<&[u8]>| {
            assert_eq!(tiles.tile(tile), Ok(expected.map(<[u8]>::to_vec)), "{tile:?}");
        };
        check(tile(0, 0, 0), Some(b"world"));
        check(tile(1, 0, 0), Some(b"sea"));
        check(tile(1, 1, 0), Some(b"sea"));
        check(tile(12, 3423, 1763), Some(b"detail"));
        check(tile(12, 3423, 1764), None);
        check(tile(13, 0, 0), None);
    }
}

/// Opens whatever it is, and asks for all tiles.
fn try_all(bytes: &[u8]) -> bool {
    let Ok((tiles, _)) = opened(bytes) else {
        return false;
    };
    let asked = [
        tile(0, 0, 0),
        tile(1, 1, 0),
        tile(12, 3423, 1763),
        tile(12, 0, 0),
        tile(23, u32::MAX, u32::MAX),
    ];
    asked.iter().all(|tile| tiles.tile(*tile).is_ok())
}

#[test]
fn cut_at_every_length_nothing_breaks() {
    for gzip in [false, true] {
        let bytes = file(gzip);
        assert!(try_all(&bytes));
        for length in 0..bytes.len() {
            assert!(!try_all(&bytes[..length]), "{length} bytes of {}", bytes.len());
        }
    }
}

#[test]
fn spoiled_bytes_break_nothing() {
    let mut bad = 0;
    for gzip in [false, true] {
        let whole = file(gzip);
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
            bad += usize::from(!try_all(&bytes));
        }
    }
    assert!(bad > 20, "{bad}");
}

#[track_caller]
fn check_fault(root: &[[u64; 4]], leaf: &[[u64; 4]], asked: TileId, expected: TileFault) {
    let bytes = file_of(&directory(root), &directory(leaf), b"tiles", false);
    let (tiles, _) = opened(&bytes).unwrap();
    assert_eq!(tiles.tile(asked), Err(expected));
}

#[test]
fn places_that_lie() {
    let whole = |length| [[0, 1, 0, length]];
    check_fault(&whole(6), &[], tile(0, 0, 0), TileFault::Damaged("place: tile"));
    check_fault(
        &whole(u64::MAX / 2),
        &[],
        tile(0, 0, 0),
        TileFault::Damaged("place: tile"),
    );
    check_fault(
        &[[0, 0, 0, 999]],
        &[],
        tile(0, 0, 0),
        TileFault::Damaged("place: directory"),
    );
    // A directory that leads to itself.
    let own = directory(&[[0, 0, 0, 5]]).len() as u64;
    check_fault(
        &[[0, 0, 0, own]],
        &[[0, 0, 0, own]],
        tile(0, 0, 0),
        TileFault::Damaged("directory: endless"),
    );
}

/// A few kilobytes that would unpack to far more than any directory takes.
#[test]
fn a_bomb_is_stopped() {
    let zeros = vec![0u8; 20 << 20];
    let bytes = file_of(&zeros, &[], b"", true);
    assert!(bytes.len() < 100_000);
    assert_eq!(opened(&bytes).unwrap_err(), TileFault::TooLarge);
}
