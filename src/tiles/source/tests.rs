#![cfg(test)]
//! Vector tiles from files and from a service.

use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use super::super::loopback::{Server, send};
use super::super::vector::geometry::Kind;
use super::super::vector::made::{Made, pmtiles_of, tile_of, write_mbtiles};
use super::super::vector::palette::{Colour, Palette};
use super::*;
use crate::words::Lang;

/// Hangzhou.
const TILE: TileId = TileId {
    zoom: 14,
    column: 13_679,
    row: 6_751,
};
const MAKERS: &str = "{\"id\": \"water\"}, {\"id\": \"moors\"}";

fn plane() -> Crs {
    Crs::from_code("EPSG:4549").unwrap()
}

fn look() -> Look {
    Look::new(Lang::Zh, false, 1.0)
}

/// Water in the western half.
fn half_water() -> Vec<u8> {
    let mut water = Made::new("water");
    let half = [[-64, -64], [2048, -64], [2048, 4160], [-64, 4160]];
    water.feature(Kind::Area, &[&half], &[("kind", "river")]);
    tile_of(&[water])
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn file(name: &str, tiles: &[(TileId, Vec<u8>)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    match name.ends_with("pmtiles") {
        true => std::fs::write(&path, pmtiles_of(tiles)).unwrap(),
        false => write_mbtiles(&path, MAKERS, tiles),
    }
    (folder, path)
}

fn opened(path: &Path) -> Source {
    Source::of_file(path, &plane()).unwrap()
}

fn picture(source: &Source, tile: TileId) -> Result<Option<Picture>, TileFault> {
    source.picture(tile, &look(), &Progress::default())
}

/// The colours a quarter and three quarters across, in the middle.
fn sides(picture: &Picture) -> [Colour; 2] {
    [128, 384].map(|x| {
        let at = 4 * (256 * picture.width + x);
        picture.rgba[at..at + 4].try_into().unwrap()
    })
}

fn child(tile: TileId, right: u32) -> TileId {
    TileId {
        zoom: tile.zoom + 1,
        column: 2 * tile.column + right,
        row: 2 * tile.row,
    }
}

#[test]
fn both_kinds_of_files_are_drawn_and_drawn_finer_beyond_their_finest_level() {
    let palette = Palette::of(false);
    for name in ["a.mbtiles", "a.pmtiles"] {
        for bytes in [half_water(), packed(&half_water())] {
            let (_folder, path) = file(name, &[(TILE, bytes)]);
            let source = opened(&path);
            assert!(
                source.vectors().is_vector() && source.reach.max_zoom == 20,
                "{name}"
            );
            let whole = picture(&source, TILE).unwrap().unwrap();
            assert_eq!(
                (whole.width, sides(&whole)),
                (512, [palette.water, palette.ground]),
                "{name}"
            );
            let of_child = |right| sides(&picture(&source, child(TILE, right)).unwrap().unwrap());
            assert_eq!(of_child(0), [palette.water, palette.water]);
            assert_eq!(of_child(1), [palette.ground, palette.ground]);
            let elsewhere = TileId {
                column: TILE.column + 64,
                ..TILE
            };
            assert_eq!(picture(&source, elsewhere), Ok(None));
        }
    }
}

/// A file need not have every tile: where one has nothing on it, or only coarse ones were made, the next coarser one serves.
#[test]
fn a_tile_that_is_not_there_is_drawn_from_the_one_that_holds_it() {
    let above = TILE.up_to(12);
    let (_folder, path) = file("a.mbtiles", &[(above, half_water())]);
    let drawn = picture(&opened(&path), TILE).unwrap().unwrap();
    // The tile is the last of four columns of that one.
    assert_eq!(TILE.column % 4, 3);
    assert_eq!(sides(&drawn), [Palette::of(false).ground; 2]);
}

#[test]
fn layers_that_no_schema_knows_are_told() {
    let (_folder, path) = file("a.mbtiles", &[]);
    assert_eq!(opened(&path).vectors().foreign_layers(), ["moors"]);
    let tile = tile_of(&[Made::new("fens"), Made::new("roads")]);
    // This one says nothing of its layers; its tiles do.
    let (_folder, path) = file("a.pmtiles", &[(TILE, tile)]);
    let source = opened(&path);
    assert!(source.vectors().foreign_layers().is_empty());
    picture(&source, TILE).unwrap();
    assert_eq!(source.vectors().foreign_layers(), ["fens"]);
}

#[test]
fn a_damaged_tile_is_told_by_its_place_and_spoils_no_other() {
    let beside = TileId {
        column: TILE.column + 1,
        ..TILE
    };
    let mut cut = half_water();
    cut.truncate(cut.len() - 3);
    let (_folder, path) = file("a.pmtiles", &[(TILE, cut), (beside, half_water())]);
    let source = opened(&path);
    for tile in [TILE, child(TILE, 0)] {
        let fault = picture(&source, tile).unwrap_err();
        assert_eq!(fault, TileFault::BadVector(TILE, "cut"));
    }
    assert!(picture(&source, beside).unwrap().is_some());
}

#[test]
fn tiles_of_the_next_format_are_refused_in_words() {
    let (_folder, path) = file("a.mbtiles", &[]);
    let connection = rusqlite::Connection::open(&path).unwrap();
    let update = "UPDATE metadata SET value = 'mlt' WHERE name = 'format'";
    connection.execute(update, ()).unwrap();
    drop(connection);
    assert_eq!(
        Source::of_file(&path, &plane()).unwrap_err(),
        TileFault::Unsupported("mlt")
    );
}

fn service(server: &Server) -> Source {
    let service = Service {
        template: Template::parse(&format!("http://127.0.0.1:{}/{{z}}/{{x}}/{{y}}.mvt", server.port))
            .unwrap(),
        grid: Grid::WebMercator,
        attribution: String::new(),
        key: Key::default(),
    };
    Source::of_service_with(service, &plane(), None).unwrap()
}

/// Tiles down to level 14, as such services are; packed, whatever the head says.
fn down_to_14(kind: &'static str, tile: Vec<u8>) -> Server {
    Server::start(move |path, stream| match path.starts_with("/14/") {
        true => send(stream, &format!("200 OK\r\nContent-Type: {kind}"), &tile),
        false => send(stream, "404 Not Found", b""),
    })
}

#[test]
fn a_service_of_vector_tiles_is_drawn_and_asked_for_each_tile_once() {
    let server = down_to_14("application/vnd.mapbox-vector-tile", packed(&half_water()));
    let source = service(&server);
    let palette = Palette::of(false);
    assert!(!source.vectors().is_vector(), "nobody knows yet");
    let whole = picture(&source, TILE).unwrap().unwrap();
    assert_eq!(sides(&whole), [palette.water, palette.ground]);
    assert!(source.vectors().is_vector());
    for right in [0, 1] {
        let fine = child(child(TILE, right), 0);
        let drawn = picture(&source, fine).unwrap().unwrap();
        assert_eq!(
            sides(&drawn),
            [[palette.water, palette.ground][right as usize]; 2]
        );
        assert_eq!(picture(&source, fine).unwrap(), Some(drawn));
    }
    let mut asked = server.asked();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert_eq!((count, asked.len()), (5, 5), "{asked:?}");
}

/// Nobody knows yet that its tiles are shapes. Plain storage says no more of its files than that they are bytes.
#[test]
fn a_service_that_is_first_looked_at_beyond_its_finest_level_is_sharp() {
    let server = down_to_14("binary/octet-stream", half_water());
    let source = service(&server);
    let fine = child(child(TILE, 0), 0);
    let drawn = picture(&source, fine).unwrap().unwrap();
    assert_eq!(sides(&drawn), [Palette::of(false).water; 2]);
}

#[test]
fn a_service_that_answers_with_nothing_has_nothing_there() {
    for kind in ["application/x-protobuf", "application/octet-stream"] {
        let head = format!("200 OK\r\nContent-Type: {kind}");
        let server = Server::start(move |_, stream| send(stream, &head, b""));
        assert_eq!(picture(&service(&server), TILE), Ok(None), "{kind}");
    }
}
