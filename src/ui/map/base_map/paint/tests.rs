#![cfg(test)]
//! Pictures of a checkerboard that was cut into tiles, against where each of its fields belongs.

use std::io::Cursor;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use eframe::egui::{self, Color32, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geo::Coord;
use rusqlite::Connection;

use super::super::super::canvas::map_ui;
use super::super::super::map_view::MapView;
use super::super::super::tests::board::Board;
use super::super::draft::BaseMapKind;
use super::mesh_of;
use crate::geom::crs::{Crs, Transform};
use crate::geom::turn::Turn;
use crate::model::base_map::BaseMapChoice;
use crate::session::jobs::Runner;
use crate::tiles::fault::TileFault;
use crate::tiles::grid::{Grid, TileId};
use crate::tiles::loopback::{Server, send};
use crate::tiles::place::Placing;
use crate::tiles::vector::geometry::Kind;
use crate::tiles::vector::made::{Made, pmtiles_of, tile_of};
use crate::tiles::vector::palette::Palette;
use crate::tiles::warp::Warp;
use crate::ui::errands::base_map::BaseMapErrand;
use crate::words::Lang;

const COLOURS: [[u8; 3]; 4] = [[200, 30, 30], [30, 60, 200], [30, 160, 60], [230, 190, 40]];
const MIDDLE: Coord<f64> = Coord {
    x: 548_000.0,
    y: 3_353_000.0,
};
/// Fields of a tile's side.
const FIELDS: u32 = 4;

/// The middle and what fetches for it.
struct Stage {
    board: Board,
    errand: BaseMapErrand,
}

impl Stage {
    fn new(runner: Runner, choice: &BaseMapChoice) -> Stage {
        let mut board = Board::new(Vec::new());
        board.state.base_map.begin(Some(choice), Lang::En);
        Stage {
            board,
            errand: BaseMapErrand::new(runner),
        }
    }

    fn ui(ui: &mut egui::Ui, stage: &mut Stage) {
        let mut state = std::mem::take(&mut stage.board.state);
        stage
            .errand
            .run(Some(&stage.board.workspace.crs), &mut state.base_map);
        map_ui(ui, &stage.board.input(), &mut state, &mut Vec::new());
        stage.board.state = state;
    }

    fn harness(mut self, resolution_m_per_px: f64) -> Harness<'static, Stage> {
        self.board
            .state
            .set_view(MapView::new(MIDDLE, resolution_m_per_px));
        Harness::builder()
            .with_size(vec2(600.0, 400.0))
            .with_context_setup(crate::ui::fonts::install)
            .wgpu()
            .build_ui_state(Stage::ui, self)
    }
}

/// The colour of a field, counted from the north-west corner of the world: neighbouring tiles look different, so that
/// none can stand in another's place unseen.
fn colour(column: u32, row: u32) -> [u8; 3] {
    let mixed = column.wrapping_mul(0x9e37_79b1) ^ row.wrapping_mul(0x85eb_ca77);
    COLOURS[(mixed.wrapping_mul(0xc2b2_ae3d) >> 30) as usize]
}

fn picture(tile: TileId) -> Vec<u8> {
    let image = image::RgbImage::from_fn(256, 256, |x, y| {
        let field = 256 / FIELDS;
        image::Rgb(colour(
            tile.column * FIELDS + x / field,
            tile.row * FIELDS + y / field,
        ))
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A file that says it goes to level 14, with tiles of one level only; rows from the south, as its format has them.
fn file(folder: &Path, zoom: u8) -> PathBuf {
    let path = folder.join("board.mbtiles");
    let connection = Connection::open(&path).unwrap();
    let tables = "CREATE TABLE metadata (name text, value text);
         INSERT INTO metadata VALUES ('format', 'png'), ('minzoom', '3'), ('maxzoom', '14'), ('attribution', 'A board');
         CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);";
    connection.execute_batch(tables).unwrap();
    let middle = Grid::WebMercator.tile_at(zoom, exact().of(MIDDLE));
    for column in middle.column - 6..=middle.column + 6 {
        for row in middle.row - 6..=middle.row + 6 {
            let from_south = (1u32 << zoom) - 1 - row;
            let values = (zoom, column, from_south, picture(TileId { zoom, column, row }));
            connection
                .execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", values)
                .unwrap();
        }
    }
    path
}

/// A service of the same tiles, level 14 and coarser; rows from the north, or from the south.
fn service(from_south: bool) -> (Server, BaseMapChoice) {
    let server = Server::start(move |path, stream| {
        let numbers: Vec<u32> = path.split('/').filter_map(|part| part.parse().ok()).collect();
        match numbers[..] {
            [zoom, column, row] if zoom <= 14 => {
                let row = if from_south { (1 << zoom) - 1 - row } else { row };
                let zoom = zoom as u8;
                send(stream, "200 OK", &picture(TileId { zoom, column, row }));
            }
            _ => send(stream, "404 Not here", b""),
        }
    });
    let row = if from_south { "{-y}" } else { "{y}" };
    let choice = BaseMapChoice::Template {
        url: format!("http://127.0.0.1:{}/{{z}}/{{x}}/{row}", server.port),
        attribution: "A board".into(),
    };
    (server, choice)
}

/// From the plane to Web Mercator, by PROJ alone.
fn exact() -> Transform {
    let crs = |code| Crs::from_code(code).unwrap();
    Transform::between(&crs("EPSG:4549"), &crs("EPSG:3857")).unwrap()
}

/// Steps until everything wanted is there.
fn settle(harness: &mut Harness<'_, Stage>) {
    for _ in 0..8 {
        harness.run_steps(1);
    }
    let loaded = harness.state().board.state.base_map.loaded().expect("it is open");
    assert!(loaded.wanted(Instant::now()).is_empty());
}

/// Compares pixels all over the canvas with the colour of the field that the exact transform finds there. Left out are
/// those within half a pixel of the border of a field, and within the half texel that the sampler blends on either side.
#[track_caller]
fn check_fields(harness: &mut Harness<'_, Stage>, zoom: u8) {
    let picture = harness.render().unwrap();
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let pane = harness.state().board.state.view().unwrap().on(rect);
    let transform = exact();
    let grid = Grid::WebMercator;
    let field_m = grid.side(zoom) / f64::from(FIELDS);
    // In Web Mercator a metre is longer than on the ground: 1 / cos 30.3°.
    let pixel_m = pane.view.resolution_m_per_px() * 1.16;
    let slack = (0.5 * pixel_m + 0.5 * grid.side(zoom) / 256.0) / field_m;
    let mut tested = 0;
    // Away from the furniture along the edges.
    for y in (60..340u32).step_by(3) {
        for x in (60..540u32).step_by(3) {
            let at = transform.of(pane.map_from_screen(egui::pos2(x as f32 + 0.5, y as f32 + 0.5)));
            let (u, v) = (
                (at.x - grid.extent().min.x) / field_m,
                (grid.extent().max.y - at.y) / field_m,
            );
            let to_border = [u, v].map(|t| (t - t.round()).abs());
            if to_border.iter().any(|share| *share < slack) {
                continue;
            }
            tested += 1;
            let expected = colour(u.floor() as u32, v.floor() as u32);
            let found = picture.get_pixel(x, y).0;
            let near = (0..3).all(|c| found[c].abs_diff(expected[c]) <= 3);
            assert!(near, "{x}, {y}: {found:?} instead of {expected:?}");
        }
    }
    assert!(tested > 3_000, "only {tested} pixels");
}

/// At three scales of level 14, and far beyond the finest level.
const RESOLUTIONS: [f64; 4] = [11.0, 8.0, 6.0, 1.5];

#[test]
fn every_field_lies_where_the_exact_transform_puts_it() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 14));
    for resolution in RESOLUTIONS {
        let mut harness = Stage::new(Runner::Inline, &choice).harness(resolution);
        settle(&mut harness);
        check_fields(&mut harness, 14);
        let base_map = &harness.state().board.state.base_map;
        assert_eq!(base_map.attribution(), Some("A board"));
        assert_eq!(base_map.note(Lang::En), None);
    }
}

#[test]
fn on_a_turned_map_every_field_lies_where_it_belongs() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 14));
    let mut harness = Stage::new(Runner::Inline, &choice).harness(8.0);
    // So that the letter of the arrow stays near the edge.
    for degrees in [30.0, 150.0] {
        let state = &mut harness.state_mut().board.state;
        state.set_turn(Turn::of_degrees(degrees));
        settle(&mut harness);
        check_fields(&mut harness, 14);
    }
}

#[test]
fn tiles_of_a_service_lie_where_those_of_a_file_do() {
    for from_south in [false, true] {
        let (_server, choice) = service(from_south);
        for resolution in &RESOLUTIONS[..3] {
            let mut stage = Stage::new(Runner::Inline, &choice);
            stage.board.state.base_map.apply(Lang::En);
            let mut harness = stage.harness(*resolution);
            settle(&mut harness);
            check_fields(&mut harness, 14);
        }
    }
}

/// The corners of a tile, known by longitude and latitude, and where the map itself draws these places.
#[test]
fn corners_of_tiles_lie_where_the_map_draws_them() {
    let crs = |code| Crs::from_code(code).unwrap();
    let plane_from_wgs84 = Transform::between(&crs("EPSG:4326"), &crs("EPSG:4549")).unwrap();
    let placing = Placing::new(Grid::WebMercator, &crs("EPSG:4549")).unwrap();
    let corner = |zoom: u8, column: u32, row: u32| {
        // The formula of the tile names of OpenStreetMap, written out once more.
        let count = f64::from(1u32 << zoom);
        let along = std::f64::consts::PI * (1.0 - 2.0 * f64::from(row) / count);
        plane_from_wgs84.of(Coord {
            x: f64::from(column) / count * 360.0 - 180.0,
            y: along.sinh().atan().to_degrees(),
        })
    };
    let rect = egui::Rect::from_min_size(egui::pos2(0.0, 0.0), vec2(600.0, 400.0));
    for (zoom, resolution) in [(9u8, 260.0), (14, 8.0), (18, 0.5)] {
        let pane = MapView::new(MIDDLE, resolution).on(rect);
        let tile = Grid::WebMercator.tile_at(zoom, exact().of(MIDDLE));
        let mesh = mesh_of(
            &Warp::of(tile, &placing),
            &pane,
            (egui::TextureId::default(), [0.0, 0.0, 1.0]),
            Color32::WHITE,
        );
        for (right, down) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let expected = pane.screen_from_map(corner(zoom, tile.column + right, tile.row + down));
            let uv = egui::pos2(right as f32, down as f32);
            let found = mesh.vertices.iter().find(|vertex| vertex.uv == uv).unwrap();
            assert!(
                found.pos.distance(expected) < 0.01,
                "{zoom}: {found:?} {expected:?}"
            );
        }
    }
}

#[test]
fn coarser_tiles_stand_in_for_those_that_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 12));
    let mut harness = Stage::new(Runner::Inline, &choice).harness(8.0);
    settle(&mut harness);
    check_fields(&mut harness, 12);
}

/// Services let one user ask for a few tiles at a time, and for each once.
#[test]
fn a_service_is_asked_for_few_tiles_at_once() {
    let under_way = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (counted, peak) = (Arc::clone(&under_way), Arc::clone(&most));
    let server = Server::start(move |_, stream| {
        peak.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(20));
        counted.fetch_sub(1, Ordering::SeqCst);
        send(
            stream,
            "200 OK",
            &picture(TileId {
                zoom: 0,
                column: 0,
                row: 0,
            }),
        );
    });
    let choice = BaseMapChoice::Template {
        url: format!("http://127.0.0.1:{}/{{z}}/{{x}}/{{y}}", server.port),
        attribution: String::new(),
    };
    let mut stage = Stage::new(Runner::Threads(Arc::new(|| {})), &choice);
    stage.board.state.base_map.apply(Lang::En);
    let mut harness = stage.harness(8.0);
    let begin = Instant::now();
    let mut is_done = false;
    while !is_done && begin.elapsed() < Duration::from_secs(60) {
        harness.run_steps(1);
        let loaded = harness.state().board.state.base_map.loaded();
        is_done = loaded
            .is_some_and(|loaded| loaded.picture_bytes() > 0 && loaded.wanted(Instant::now()).is_empty());
    }
    let mut asked = server.asked();
    let count = asked.len();
    asked.sort();
    asked.dedup();
    assert!(is_done && count >= 8 && asked.len() == count, "{asked:?}");
    assert!(most.load(Ordering::SeqCst) <= 4, "{most:?} at once");
}

/// Water and land in turns, of the parity of the tile.
fn vector_tile(tile: TileId) -> Vec<u8> {
    let mut water = Made::new("water");
    if (tile.column + tile.row).is_multiple_of(2) {
        let all = [[-64, -64], [4160, -64], [4160, 4160], [-64, 4160]];
        water.feature(Kind::Area, &[&all], &[("kind", "lake")]);
    }
    tile_of(&[water])
}

/// Pixels all over the canvas against where the exact transform puts the vector tile that holds them.
#[track_caller]
fn check_vector_tiles(harness: &mut Harness<'_, Stage>, zoom: u8, dark: bool) {
    let picture = harness.render().unwrap();
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let pane = harness.state().board.state.view().unwrap().on(rect);
    let (transform, palette) = (exact(), Palette::of(dark));
    let side_m = Grid::WebMercator.side(zoom);
    let mut tested = [0; 2];
    for y in (60..340u32).step_by(3) {
        for x in (60..540u32).step_by(3) {
            let at = transform.of(pane.map_from_screen(egui::pos2(x as f32 + 0.5, y as f32 + 0.5)));
            let extent = Grid::WebMercator.extent();
            let place = [(at.x - extent.min.x) / side_m, (extent.max.y - at.y) / side_m];
            if place.iter().any(|at| (at - at.round()).abs() < 0.01) {
                continue;
            }
            let tile = Grid::WebMercator.tile_at(zoom, at);
            let is_water = (tile.column + tile.row).is_multiple_of(2);
            let expected = if is_water { palette.water } else { palette.ground };
            let found = picture.get_pixel(x, y).0;
            let near = (0..3).all(|c| found[c].abs_diff(expected[c]) <= 3);
            assert!(near, "{x}, {y}: {found:?} instead of {expected:?}");
            tested[usize::from(is_water)] += 1;
        }
    }
    assert!(tested.iter().all(|count| *count > 1_000), "{tested:?} pixels");
}

fn vector_file(folder: &Path) -> BaseMapChoice {
    let path = folder.join("vectors.pmtiles");
    let middle = Grid::WebMercator.tile_at(14, exact().of(MIDDLE));
    let columns = middle.column - 6..=middle.column + 6;
    let ids = columns.flat_map(|column| (middle.row - 6..=middle.row + 6).map(move |row| (column, row)));
    let tiles: Vec<(TileId, Vec<u8>)> = ids
        .map(|(column, row)| TileId {
            zoom: 14,
            column,
            row,
        })
        .map(|tile| (tile, vector_tile(tile)))
        .collect();
    std::fs::write(&path, pmtiles_of(&tiles)).unwrap();
    BaseMapChoice::Offline(path)
}

/// On its own level and beyond the finest one, on a map that is turned, in another language and on dark ground.
#[test]
fn vector_tiles_lie_where_the_exact_transform_puts_them() {
    let folder = tempfile::tempdir().unwrap();
    let choice = vector_file(folder.path());
    for (resolution, degrees) in [(4.0, 0.0), (1.5, 0.0), (3.0, 30.0)] {
        let mut harness = Stage::new(Runner::Inline, &choice).harness(resolution);
        harness
            .state_mut()
            .board
            .state
            .set_turn(Turn::of_degrees(degrees));
        settle(&mut harness);
        check_vector_tiles(&mut harness, 14, false);
        let base_map = &harness.state().board.state.base_map;
        assert_eq!(base_map.note(Lang::En), None);
        assert!(base_map.about_vectors(Lang::En)[0].contains("Vector tiles"));
        assert_eq!(base_map.about_vectors(Lang::Zh).len(), 1, "its layers are known");
    }
}

/// The ground and the language of the window are those of the names: when they change, tiles are drawn again.
#[test]
fn vector_tiles_follow_the_ground_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = Stage::new(Runner::Inline, &vector_file(folder.path())).harness(4.0);
    settle(&mut harness);
    check_vector_tiles(&mut harness, 14, false);
    harness.state_mut().board.dark = true;
    settle(&mut harness);
    check_vector_tiles(&mut harness, 14, true);
}

/// One tile of a good file is spoiled: the map says which, while it lacks it, however many others have come.
#[test]
fn a_damaged_vector_tile_is_a_note_beside_good_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vectors.pmtiles");
    let middle = Grid::WebMercator.tile_at(14, exact().of(MIDDLE));
    let tiles: Vec<(TileId, Vec<u8>)> = (middle.column - 3..=middle.column + 3)
        .map(|column| TileId { column, ..middle })
        .map(|tile| {
            (
                tile,
                if tile == middle {
                    b"\x1a\x63".to_vec()
                } else {
                    vector_tile(tile)
                },
            )
        })
        .collect();
    std::fs::write(&path, pmtiles_of(&tiles)).unwrap();
    let mut harness = Stage::new(Runner::Inline, &BaseMapChoice::Offline(path)).harness(4.0);
    harness.run_steps(10);
    let base_map = &harness.state().board.state.base_map;
    assert!(base_map.loaded().unwrap().picture_bytes() > 0);
    let place = format!("14/{}/{}", middle.column, middle.row);
    for (lang, word) in [(Lang::Zh, "矢量瓦片"), (Lang::En, "Vector tile")] {
        let note = base_map.note(lang).unwrap_or_default();
        assert!(
            [&place, word, "vectors.pmtiles"]
                .iter()
                .all(|part| note.contains(part)),
            "{note}"
        );
    }
}

/// What is no tile at all is said to be none, in both languages, on the map.
#[test]
fn a_service_of_other_things_is_a_note() {
    let server = Server::start(|_, stream| send(stream, "200 OK\r\nContent-Type: text/html", b"<html>"));
    let choice = BaseMapChoice::Template {
        url: format!("http://127.0.0.1:{}/{{z}}/{{x}}/{{y}}.mvt", server.port),
        attribution: String::new(),
    };
    let mut stage = Stage::new(Runner::Inline, &choice);
    stage.board.state.base_map.apply(Lang::En);
    let mut harness = stage.harness(8.0);
    harness.run_steps(6);
    let base_map = &harness.state().board.state.base_map;
    let (zh, en) = (base_map.note(Lang::Zh).unwrap(), base_map.note(Lang::En).unwrap());
    assert!(zh.contains("127.0.0.1") && zh.contains("矢量瓦片"), "{zh}");
    assert!(en.contains("127.0.0.1") && en.contains("vector tile"), "{en}");
    assert!(server.asked().len() <= 6, "it is left alone");
}

#[test]
fn a_place_without_tiles_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 14));
    let mut harness = Stage::new(Runner::Inline, &choice).harness(8.0);
    settle(&mut harness);
    let elsewhere = MapView::new(
        Coord {
            x: 648_000.0,
            ..MIDDLE
        },
        8.0,
    );
    harness.state_mut().board.state.set_view(elsewhere);
    for _ in 0..40 {
        harness.run_steps(1);
    }
    let note = harness.state().board.state.base_map.note(Lang::En).unwrap();
    assert!(
        note.contains("board.mbtiles") && note.contains("no tiles"),
        "{note}"
    );
}

#[test]
fn a_quite_transparent_base_map_is_not_seen_and_not_named() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 14));
    let mut harness = Stage::new(Runner::Inline, &choice).harness(8.0);
    settle(&mut harness);
    harness.state_mut().board.state.base_map.opacity = 0.0;
    harness.run_steps(2);
    let pixel = harness.render().unwrap().get_pixel(300, 200).0;
    let ground = crate::ui::map::style::CanvasStyle::of(false).ground.to_array();
    assert_eq!(pixel[..3], ground[..3]);
    assert_eq!(harness.state().board.state.base_map.attribution(), None);
}

#[test]
fn a_damaged_file_is_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mbtiles");
    std::fs::write(&path, b"SQLite format 3\0 and then nothing").unwrap();
    let mut harness = Stage::new(Runner::Inline, &BaseMapChoice::Offline(path)).harness(8.0);
    harness.run_steps(4);
    let base_map = &harness.state().board.state.base_map;
    assert!(base_map.fault().is_some() && !base_map.is_on());
}

/// A service that takes every question and answers none: frames go on, and nothing is said as long as it may still come.
#[test]
fn frames_do_not_wait_for_a_silent_service() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/{{z}}/{{x}}/{{y}}.png", listener.local_addr().unwrap());
    let choice = BaseMapChoice::Template {
        url,
        attribution: "Silent".into(),
    };
    let mut stage = Stage::new(Runner::Threads(Arc::new(|| {})), &choice);
    assert_eq!(stage.board.state.base_map.draft.kind, BaseMapKind::Template);
    assert!(!stage.board.state.base_map.is_on(), "not before the user says so");
    stage.board.state.base_map.apply(Lang::En);
    let mut harness = stage.harness(8.0);
    let begin = Instant::now();
    let mut asked = Vec::new();
    listener.set_nonblocking(true).unwrap();
    while asked.is_empty() && begin.elapsed() < Duration::from_secs(30) {
        harness.run_steps(1);
        asked.extend(listener.accept().ok());
    }
    assert!(!asked.is_empty(), "the service was never asked");
    harness.run_steps(20);
    let base_map = &harness.state().board.state.base_map;
    assert!(base_map.is_on() && base_map.fault().is_none());
    assert!(!base_map.loaded().unwrap().wanted(Instant::now()).is_empty());
    assert_eq!(base_map.attribution(), Some("Silent"));
}

/// One that refuses: after some tries there is a pause and a note, and the map goes on.
#[test]
fn a_service_that_cannot_be_reached_is_a_note() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let choice = BaseMapChoice::Template {
        url: format!("http://{closed}/{{z}}/{{x}}/{{y}}.png"),
        attribution: String::new(),
    };
    let mut stage = Stage::new(Runner::Inline, &choice);
    stage.board.state.base_map.apply(Lang::En);
    let mut harness = stage.harness(8.0);
    harness.run_steps(6);
    let base_map = &harness.state().board.state.base_map;
    assert!(
        matches!(base_map.fault(), Some(TileFault::NoAnswer(_)))
            && base_map.note(Lang::Zh).unwrap().contains("没有应答"),
        "{:?}",
        base_map.fault()
    );
    assert!(
        base_map.loaded().unwrap().wanted(Instant::now()).is_empty(),
        "a pause"
    );
    assert!(base_map.is_on());
}
