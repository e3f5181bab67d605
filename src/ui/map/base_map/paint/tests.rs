#![cfg(test)]
//! Pictures of a checkerboard that was cut into tiles, against where each of its fields belongs.

use std::io::Cursor;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geo::Coord;
use rusqlite::Connection;

use super::super::super::canvas::map_ui;
use super::super::super::map_view::MapView;
use super::super::super::tests::Board;
use super::super::draft::BaseMapKind;
use crate::geom::crs::{Crs, Transform};
use crate::model::base_map::BaseMapChoice;
use crate::session::jobs::Runner;
use crate::tiles::fault::TileFault;
use crate::tiles::grid::{Grid, TileId};
use crate::ui::errands::base_map::BaseMapErrand;
use crate::words::Lang;

const RED: [u8; 3] = [200, 30, 30];
const BLUE: [u8; 3] = [30, 60, 200];
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

/// A tile that is red and blue in turn; the fields of neighbours go on from each other.
fn picture() -> Vec<u8> {
    let field = 256 / FIELDS;
    let image = image::RgbImage::from_fn(256, 256, |x, y| {
        image::Rgb(if (x / field + y / field) % 2 == 0 {
            RED
        } else {
            BLUE
        })
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A file that says it goes to level 14, with tiles of one level only.
fn file(folder: &Path, zoom: u8) -> PathBuf {
    let path = folder.join("board.mbtiles");
    let connection = Connection::open(&path).unwrap();
    let tables = "CREATE TABLE metadata (name text, value text);
         INSERT INTO metadata VALUES ('format', 'png'), ('minzoom', '3'), ('maxzoom', '14'), ('attribution', 'A board');
         CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);";
    connection.execute_batch(tables).unwrap();
    let grid = Grid::WebMercator;
    let middle = grid.tile_at(zoom, exact().of(MIDDLE));
    for column in middle.column - 6..=middle.column + 6 {
        for row in middle.row - 6..=middle.row + 6 {
            let row = TileId { zoom, column, row }.row_from_south(grid.row_count(zoom));
            let values = (zoom, column, row, picture());
            connection
                .execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", values)
                .unwrap();
        }
    }
    path
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

/// Compares pixels all over the canvas with the colour of the field that the exact transform finds there; those within
/// `slack_px` of the border of a field are left out.
#[track_caller]
fn check_fields(harness: &mut Harness<'_, Stage>, zoom: u8, slack_px: f64) {
    let picture = harness.render().unwrap();
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let pane = harness.state().board.state.view().unwrap().on(rect);
    let transform = exact();
    let grid = Grid::WebMercator;
    let field_m = grid.side(zoom) / f64::from(FIELDS);
    // In Web Mercator a metre is longer than on the ground: 1 / cos 30.3°.
    let slack = slack_px * pane.view.resolution_m_per_px() * 1.16 / field_m;
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
            let expected = if (u.floor() + v.floor()) % 2.0 == 0.0 {
                RED
            } else {
                BLUE
            };
            let found = picture.get_pixel(x, y).0;
            let near = (0..3).all(|c| found[c].abs_diff(expected[c]) <= 3);
            assert!(near, "{x}, {y}: {found:?} instead of {expected:?}");
        }
    }
    assert!(tested > 3_000, "only {tested} pixels");
}

#[test]
fn every_field_lies_where_the_exact_transform_puts_it() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 14));
    let mut harness = Stage::new(Runner::Inline, &choice).harness(8.0);
    settle(&mut harness);
    // Half a pixel of the tile, and half of one where the sampler blends two.
    check_fields(&mut harness, 14, 1.6);
    assert_eq!(
        harness.state().board.state.base_map.attribution(),
        Some("A board")
    );
}

#[test]
fn coarser_tiles_stand_in_for_those_that_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let choice = BaseMapChoice::Offline(file(folder.path(), 12));
    let mut harness = Stage::new(Runner::Inline, &choice).harness(8.0);
    settle(&mut harness);
    check_fields(&mut harness, 12, 6.0);
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
        matches!(base_map.fault(), Some(TileFault::NoAnswer(_))),
        "{:?}",
        base_map.fault()
    );
    assert!(
        base_map.loaded().unwrap().wanted(Instant::now()).is_empty(),
        "a pause"
    );
    assert!(base_map.is_on());
}
