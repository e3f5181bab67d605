#![cfg(test)]
//! Vector tiles and files of them, made for tests.

use std::path::Path;

use rusqlite::Connection;

use super::geometry::Kind;
use super::tile::{Layer, VectorTile};
use crate::tiles::grid::TileId;
use crate::tiles::pmtiles::hilbert::number_of;

/// A layer under way.
pub struct Made {
    name: String,
    version: u64,
    extent: u64,
    features: Vec<Vec<u8>>,
    keys: Vec<String>,
    words: Vec<String>,
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend(value);
}

fn place_in(list: &mut Vec<String>, text: &str) -> u64 {
    let at = list.iter().position(|own| own == text).unwrap_or_else(|| {
        list.push(text.to_owned());
        list.len() - 1
    });
    at as u64
}

impl Made {
    /// A layer of version 2 and 4096 units, without features.
    pub fn new(name: &str) -> Made {
        Made {
            name: name.to_owned(),
            version: 2,
            extent: 4096,
            features: Vec::new(),
            keys: Vec::new(),
            words: Vec::new(),
        }
    }

    /// The same of another version.
    pub fn version(mut self, version: u64) -> Made {
        self.version = version;
        self
    }

    /// Adds a feature: its parts, each without the last place of a ring, and its attributes.
    pub fn feature(&mut self, kind: Kind, parts: &[&[[i32; 2]]], tags: &[(&str, &str)]) {
        let mut packed = Vec::new();
        for (key, word) in tags {
            varint(&mut packed, place_in(&mut self.keys, key));
            varint(&mut packed, place_in(&mut self.words, word));
        }
        let mut feature = Vec::new();
        bytes(&mut feature, 2, &packed);
        number(
            &mut feature,
            3,
            match kind {
                Kind::Point => 1,
                Kind::Line => 2,
                Kind::Area => 3,
            },
        );
        bytes(&mut feature, 4, &commands(kind, parts));
        self.features.push(feature);
    }

    /// Adds a point with a name.
    pub fn named(&mut self, at: [i32; 2], tags: &[(&str, &str)]) {
        self.feature(Kind::Point, &[&[at]], tags);
    }

    fn written(&self) -> Vec<u8> {
        let mut layer = Vec::new();
        number(&mut layer, 15, self.version);
        bytes(&mut layer, 1, self.name.as_bytes());
        self.features
            .iter()
            .for_each(|feature| bytes(&mut layer, 2, feature));
        self.keys
            .iter()
            .for_each(|key| bytes(&mut layer, 3, key.as_bytes()));
        for word in &self.words {
            let mut value = Vec::new();
            bytes(&mut value, 1, word.as_bytes());
            bytes(&mut layer, 4, &value);
        }
        number(&mut layer, 5, self.extent);
        layer
    }
}

fn commands(kind: Kind, parts: &[&[[i32; 2]]]) -> Vec<u8> {
    let (mut out, mut cursor) = (Vec::new(), [0i32; 2]);
    let mut go = |out: &mut Vec<u8>, to: [i32; 2]| {
        for axis in 0..2 {
            let step = i64::from(to[axis]) - i64::from(cursor[axis]);
            varint(out, (step << 1 ^ step >> 63) as u64);
        }
        cursor = to;
    };
    for part in parts {
        let (first, rest) = part.split_first().unwrap();
        if kind == Kind::Point {
            varint(&mut out, (part.len() as u64) << 3 | 1);
            part.iter().for_each(|at| go(&mut out, *at));
            continue;
        }
        varint(&mut out, 9);
        go(&mut out, *first);
        varint(&mut out, (rest.len() as u64) << 3 | 2);
        rest.iter().for_each(|at| go(&mut out, *at));
        if kind == Kind::Area {
            varint(&mut out, 15);
        }
    }
    out
}

/// The bytes of a tile.
pub fn tile_of(layers: &[Made]) -> Vec<u8> {
    let mut tile = Vec::new();
    layers
        .iter()
        .for_each(|layer| bytes(&mut tile, 3, &layer.written()));
    tile
}

/// A layer as it is read.
pub fn layer_of(made: &Made) -> Layer {
    let mut bytes_of_tile = Vec::new();
    bytes(&mut bytes_of_tile, 3, &made.written());
    VectorTile::read(&bytes_of_tile).unwrap().layers.remove(0)
}

/// An MBTiles file of vector tiles of levels 3 to 14, whose layers it names.
pub fn write_mbtiles(path: &Path, layers: &str, tiles: &[(TileId, Vec<u8>)]) {
    let connection = Connection::open(path).unwrap();
    let tables = "CREATE TABLE metadata (name text, value text);
         INSERT INTO metadata VALUES ('format', 'pbf'), ('minzoom', '3'), ('maxzoom', '14'), ('attribution', 'Makers');
         CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);";
    connection.execute_batch(tables).unwrap();
    let json = format!("{{\"vector_layers\": [{layers}]}}");
    let insert = "INSERT INTO metadata VALUES ('json', ?1)";
    connection.execute(insert, (json,)).unwrap();
    for (tile, bytes) in tiles {
        let values = (tile.zoom, tile.column, (1u32 << tile.zoom) - 1 - tile.row, bytes);
        let insert = "INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)";
        connection.execute(insert, values).unwrap();
    }
}

/// A PMTiles file of the same, without a word about its layers.
pub fn pmtiles_of(tiles: &[(TileId, Vec<u8>)]) -> Vec<u8> {
    let mut numbered: Vec<(u64, &Vec<u8>)> = tiles.iter().map(|(id, tile)| (number_of(*id), tile)).collect();
    numbered.sort();
    let mut root = Vec::new();
    varint(&mut root, numbered.len() as u64);
    let mut last = 0;
    for (number, _) in &numbered {
        varint(&mut root, number - last);
        last = *number;
    }
    numbered.iter().for_each(|_| varint(&mut root, 1));
    numbered
        .iter()
        .for_each(|(_, tile)| varint(&mut root, tile.len() as u64));
    let mut offset = 0;
    for (_, tile) in &numbered {
        varint(&mut root, offset + 1);
        offset += tile.len() as u64;
    }
    let body: Vec<u8> = numbered
        .iter()
        .flat_map(|(_, tile)| tile.iter().copied())
        .collect();
    let mut file = b"PMTiles\x03".to_vec();
    let mut at = 127u64;
    for section in [&root[..], b"{}", b"", &body] {
        file.extend(at.to_le_bytes());
        file.extend((section.len() as u64).to_le_bytes());
        at += section.len() as u64;
    }
    [tiles.len() as u64; 3]
        .iter()
        .for_each(|count| file.extend(count.to_le_bytes()));
    // Clustered, nothing packed, vector tiles, levels 3 to 14.
    file.extend([1, 1, 1, 1, 3, 14]);
    for degrees in [119.0, 29.0, 122.0, 32.0] {
        file.extend(((degrees * 1e7) as i32).to_le_bytes());
    }
    file.resize(127, 0);
    [&root[..], b"{}", &body]
        .iter()
        .for_each(|section| file.extend(*section));
    file
}
