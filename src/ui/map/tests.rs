#![cfg(test)]
//! The canvas with hands on it, over small workspaces made here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::{
    self, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2,
    pos2, vec2,
};
use eframe::egui_wgpu::RendererOptions;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use geo::{Coord, Geometry, LineString, Polygon, wkt};

use crate::geom::crs::Crs;
use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::overlay;
use crate::geom::relate::Relation;
use crate::model::date::Date;
use crate::model::evidence::OnDemand;
use crate::model::feature::{Feature, FeatureRef, Properties};
use crate::model::finding::*;
use crate::model::label::{LabelSpec, LabelText};
use crate::model::layer::{About, Layer, Provenance};
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::Severity;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::words::Lang;

use super::canvas::map_ui;
use super::compare::bar::compare_bar_ui;
use super::drawing::build::build_tile;
use super::drawing::evidence::EvidenceLooks;
use super::drawing::grid::level_of;
use super::drawing::looks::layer_looks;
use super::drawing::store::DrawingId;
use super::gpu::callback::install;
use super::input::{MapInput, MapWish, SelectHow};
use super::legend::legend_entries;
use super::map_view::MapView;
use super::measure::MeasureKind;
use super::state::{MapState, Painting, Tool};

/// A square with its least corner at `x`, `y`.
pub fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    Polygon::new(LineString::from(corners.to_vec()), vec![]).into()
}

/// A layer of features with these ids.
pub fn layer_of(id: &str, role: Role, features: Vec<(&str, Geometry<f64>)>) -> Layer {
    layer_about(About::new(id, role), features)
}

fn layer_about(about: About, features: Vec<(&str, Geometry<f64>)>) -> Layer {
    let features = features
        .into_iter()
        .enumerate()
        .map(|(number, (id, geometry))| {
            let class = id.split('|').nth(1).map(|class| ("DLBM".into(), class.into()));
            Feature {
                id: id.into(),
                number: number + 1,
                shape: Arc::new(admit_plane(geometry).unwrap()),
                properties: class.into_iter().collect(),
                foreign: Properties::default(),
            }
        })
        .collect();
    Layer::new(about, Provenance::default(), features)
}

/// Everything that a [`MapInput`] borrows.
pub struct Board {
    pub workspace: Arc<Workspace>,
    pub hidden: HashSet<Arc<str>>,
    pub opacity: HashMap<Arc<str>, f32>,
    pub selected: Arc<[FeatureRef]>,
    pub labels: HashMap<Arc<str>, LabelSpec>,
    pub graticule: bool,
    pub screening: Option<Arc<Screening>>,
    pub selected_finding: Option<usize>,
    pub outdated: bool,
    pub lang: Lang,
    pub dark: bool,
    pub state: MapState,
    pub wishes: Vec<MapWish>,
}

impl Board {
    pub fn new(layers: Vec<Layer>) -> Board {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        workspace.layers = layers.into_iter().map(Arc::new).collect();
        Board {
            workspace: Arc::new(workspace),
            hidden: HashSet::new(),
            opacity: HashMap::new(),
            selected: Arc::default(),
            labels: HashMap::new(),
            graticule: false,
            screening: None,
            selected_finding: None,
            outdated: false,
            lang: Lang::Zh,
            dark: false,
            state: MapState::default(),
            wishes: Vec::new(),
        }
    }

    /// What background jobs would have done by now.
    pub fn catch_up(&mut self) {
        let screening = self.screening.as_ref();
        for layer in self.state.missing_looks(&self.workspace, screening) {
            let looks = layer_looks(&layer, screening.map(|s| &**s), &Progress::default()).unwrap();
            self.state.put_looks(layer, screening.cloned(), looks);
        }
        for layer in self.state.compare.missing_looks() {
            let looks = layer_looks(&layer, None, &Progress::default()).unwrap();
            self.state.put_other_looks(&layer, looks);
        }
        if self.state.lacks_evidence(screening)
            && let Some(screening) = screening
        {
            let looks = EvidenceLooks::new(&self.workspace, screening);
            self.state.put_evidence(Arc::clone(screening), looks);
        }
        while let Some(batch) = self.state.tiles.next_batch(64) {
            let made = batch
                .keys
                .iter()
                .map(|&key| (key, build_tile(&*batch.source, key, &batch.tones)))
                .collect();
            self.state.tiles.put(&batch, made);
        }
    }

    pub fn input(&self) -> MapInput<'_> {
        MapInput {
            workspace: &self.workspace,
            screening: self.screening.as_ref(),
            finding_index: None,
            outdated: self.outdated,
            hidden: &self.hidden,
            opacity: &self.opacity,
            labels: &self.labels,
            graticule: self.graticule,
            selected: &self.selected,
            selected_index: None,
            selected_finding: self.selected_finding,
            lang: self.lang,
            dark: self.dark,
        }
    }

    fn ui(ui: &mut egui::Ui, board: &mut Board) {
        let mut state = std::mem::take(&mut board.state);
        let mut wishes = std::mem::take(&mut board.wishes);
        compare_bar_ui(ui, &board.input(), &mut state.compare);
        map_ui(ui, &board.input(), &mut state, &mut wishes);
        board.state = state;
        board.wishes = wishes;
        board.catch_up();
    }

    pub fn harness(self) -> Harness<'static, Board> {
        let mut harness = Harness::builder()
            .with_size(vec2(800.0, 600.0))
            .with_step_dt(0.05)
            .with_context_setup(with_chinese)
            .build_ui_state(Board::ui, self);
        harness.run_steps(2);
        harness
    }
}

fn small_board() -> Board {
    let (x, y) = (548_000.0, 3_353_000.0);
    Board::new(vec![
        layer_of("wetland", Role::Wetland, vec![("low", square(x, y, 1000.0))]),
        layer_of(
            "red_line",
            Role::RedLine,
            vec![("high", square(x + 300.0, y + 300.0, 400.0))],
        ),
    ])
}

pub fn middle(harness: &Harness<'_, Board>) -> Pos2 {
    harness.get_by_role(egui::Role::Canvas).rect().center()
}

fn place_at(harness: &Harness<'_, Board>, point: Pos2) -> Coord<f64> {
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    harness
        .state()
        .state
        .view()
        .unwrap()
        .on(rect)
        .map_from_screen(point)
}

#[track_caller]
fn assert_px(harness: &Harness<'_, Board>, place: Coord<f64>, expected: Pos2) {
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let found = harness
        .state()
        .state
        .view()
        .unwrap()
        .on(rect)
        .screen_from_map(place);
    assert!(found.distance(expected) < 1.0, "{found} instead of {expected}");
}

fn press(harness: &Harness<'_, Board>, pos: Pos2, button: PointerButton, pressed: bool) {
    harness.event(Event::PointerButton {
        pos,
        button,
        pressed,
        modifiers: Modifiers::NONE,
    });
}

pub fn drag(harness: &mut Harness<'_, Board>, button: PointerButton, from: Pos2, by: Vec2) {
    harness.hover_at(from);
    harness.run_steps(1);
    press(harness, from, button, true);
    harness.run_steps(1);
    for step in 1..=5 {
        harness.hover_at(from + by * (step as f32 / 5.0));
        harness.run_steps(1);
    }
    press(harness, from + by, button, false);
    harness.run_steps(1);
}

fn wheel(harness: &mut Harness<'_, Board>, at: Pos2, notches: f32, modifiers: Modifiers) {
    harness.hover_at(at);
    harness.run_steps(1);
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, notches),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers,
    });
    harness.run_steps(1);
}

#[test]
fn the_canvas_has_a_name_in_both_languages() {
    for (lang, name) in [(Lang::Zh, "地图"), (Lang::En, "Map")] {
        let mut board = small_board();
        board.lang = lang;
        board.harness().get_by_role_and_label(egui::Role::Canvas, name);
    }
}

#[test]
fn the_first_frame_shows_everything() {
    let harness = small_board().harness();
    let extent = harness.state().workspace.extent();
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let shown = harness.state().state.view().unwrap().on(rect).extent();
    assert!(shown.contains(extent.min) && shown.contains(extent.max));
}

#[test]
fn drags_pan_with_left_and_middle_button() {
    for button in [PointerButton::Primary, PointerButton::Middle] {
        let mut harness = small_board().harness();
        let from = middle(&harness);
        let place = place_at(&harness, from);
        drag(&mut harness, button, from, vec2(120.0, -80.0));
        assert_px(&harness, place, from + vec2(120.0, -80.0));
        let selects = harness
            .state()
            .wishes
            .iter()
            .any(|wish| matches!(wish, MapWish::Select { .. }));
        assert!(!selects, "a drag is no click");
    }
}

#[test]
fn space_and_moving_pans() {
    let mut harness = small_board().harness();
    let from = middle(&harness);
    harness.hover_at(from);
    harness.run_steps(1);
    let place = place_at(&harness, from);
    harness.key_down(Key::Space);
    harness.run_steps(1);
    harness.hover_at(from + vec2(50.0, 30.0));
    harness.run_steps(1);
    assert_px(&harness, place, from + vec2(50.0, 30.0));
}

#[test]
fn the_wheel_zooms_about_the_cursor_by_two_a_notch() {
    let mut harness = small_board().harness();
    let at = middle(&harness) + vec2(173.0, -91.0);
    let place = place_at(&harness, at);
    let before = harness.state().state.view().unwrap().resolution_m_per_px();
    wheel(&mut harness, at, 1.0, Modifiers::NONE);
    let after = harness.state().state.view().unwrap().resolution_m_per_px();
    assert!((before / after - 2.0).abs() < 1e-9, "{before} {after}");
    assert_px(&harness, place, at);
    wheel(&mut harness, at, -3.0, Modifiers::NONE);
    assert_px(&harness, place, at);
    wheel(&mut harness, at, 1.0, Modifiers::CTRL);
    let fine = harness.state().state.view().unwrap().resolution_m_per_px();
    assert!((4.0 * before / fine - 1.1).abs() < 1e-6, "{fine}");
    assert_px(&harness, place, at);
}

#[test]
fn arrows_and_page_keys_move_the_map() {
    let mut harness = small_board().harness();
    harness.hover_at(middle(&harness));
    harness.run_steps(1);
    let before = harness.state().state.view().unwrap();
    harness.key_press(Key::ArrowRight);
    harness.run_steps(1);
    let after = harness.state().state.view().unwrap();
    assert!(after.center().x > before.center().x && after.center().y == before.center().y);
    harness.key_press(Key::PageUp);
    harness.run_steps(1);
    let nearer = harness.state().state.view().unwrap();
    assert_eq!(nearer.resolution_m_per_px(), 0.5 * after.resolution_m_per_px());
}

#[test]
fn shift_and_drag_zooms_to_the_box() {
    let mut harness = small_board().harness();
    let from = middle(&harness) + vec2(10.0, 10.0);
    let target = place_at(&harness, from + vec2(80.0, 60.0));
    let before = harness.state().state.view().unwrap();
    harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
    drag(&mut harness, PointerButton::Primary, from, vec2(160.0, 120.0));
    let after = harness.state().state.view().unwrap();
    assert!(after.resolution_m_per_px() < 0.3 * before.resolution_m_per_px());
    let apart = (after.center().x - target.x).hypot(after.center().y - target.y);
    assert!(apart < 2.0 * before.resolution_m_per_px(), "{apart}");
}

#[test]
fn last_view_returns() {
    let mut harness = small_board().harness();
    let before = harness.state().state.view().unwrap();
    harness.state_mut().state.zoom_by(4.0);
    harness.run_steps(1);
    harness.state_mut().state.back();
    harness.run_steps(1);
    assert_eq!(harness.state().state.view(), Some(before));
    harness.state_mut().state.forward();
    assert_eq!(
        harness.state().state.view().unwrap().resolution_m_per_px(),
        before.resolution_m_per_px() / 4.0
    );
}

#[test]
fn a_click_wishes_to_select_the_top_feature_first() {
    let mut harness = small_board().harness();
    harness.get_by_role(egui::Role::Canvas).click();
    harness.run_steps(2);
    let names = ["red_line/high", "wetland/low"];
    let found = harness.state().wishes.iter().find_map(|wish| match wish {
        MapWish::Select { features, how, .. } => Some((features.clone(), *how)),
        _ => None,
    });
    let (features, how) = found.expect("a click selects");
    assert_eq!(
        features.iter().map(ToString::to_string).collect::<Vec<_>>(),
        names
    );
    assert_eq!(how, SelectHow::Replace);
}

#[test]
fn hovering_is_told_once_and_taken_back() {
    let mut harness = small_board().harness();
    harness.get_by_role(egui::Role::Canvas).hover();
    harness.run_steps(3);
    harness.remove_cursor();
    harness.run_steps(2);
    let hovers: Vec<_> = harness
        .state()
        .wishes
        .iter()
        .filter_map(|wish| match wish {
            MapWish::Hover(name) => Some(name.as_ref().map(ToString::to_string)),
            _ => None,
        })
        .collect();
    assert_eq!(hovers, [Some("red_line/high".to_owned()), None]);
}

pub fn click_at(harness: &mut Harness<'_, Board>, at: Pos2) {
    harness.hover_at(at);
    press(harness, at, PointerButton::Primary, true);
    press(harness, at, PointerButton::Primary, false);
    // Slow enough to be no double click.
    harness.run_steps(12);
}

#[test]
fn the_measuring_tool_gives_an_area() {
    let mut harness = small_board().harness();
    let view = MapView::new(
        Coord {
            x: 548_000.0,
            y: 3_353_000.0,
        },
        1.0,
    );
    harness.state_mut().state.set_view(view);
    harness
        .state_mut()
        .state
        .set_tool(Tool::Measure(MeasureKind::Area));
    harness.run_steps(1);
    let from = middle(&harness);
    for corner in [
        vec2(0.0, 0.0),
        vec2(100.0, 0.0),
        vec2(100.0, 100.0),
        vec2(0.0, 100.0),
        vec2(-50.0, 50.0),
    ] {
        click_at(&mut harness, from + corner);
    }
    harness.key_press(Key::Backspace);
    harness.run_steps(1);
    harness.key_press(Key::Enter);
    harness.run_steps(1);
    let board = harness.state();
    let draft = board.state.measurement().unwrap();
    let measured = draft.measured(&board.workspace.ruler(), None);
    assert!(
        (measured.area_m2.unwrap() - 10_000.0).abs() < 10.0,
        "{measured:?}"
    );
    harness.event(Event::Copy);
    harness.run_steps(1);
    let copied =
        harness.state().wishes.iter().any(
            |wish| matches!(wish, MapWish::Copy(text) if text.starts_with("99") || text.starts_with("100")),
        );
    assert!(copied, "{:?}", harness.state().wishes);
    harness.key_press(Key::Escape);
    harness.run_steps(1);
    assert!(harness.state().state.measurement().unwrap().vertices().is_empty());
    harness.key_press(Key::Escape);
    harness.run_steps(1);
    assert_eq!(harness.state().state.tool(), Tool::Select);
}

#[test]
fn a_double_click_ends_a_length_and_sets_one_corner() {
    let mut harness = small_board().harness();
    harness
        .state_mut()
        .state
        .set_tool(Tool::Measure(MeasureKind::Length));
    harness.run_steps(1);
    let from = middle(&harness);
    click_at(&mut harness, from);
    let end = from + vec2(60.0, 0.0);
    harness.hover_at(end);
    for _ in 0..2 {
        press(&harness, end, PointerButton::Primary, true);
        press(&harness, end, PointerButton::Primary, false);
        harness.run_steps(1);
    }
    let draft = harness.state().state.measurement().unwrap();
    assert!(!draft.is_open());
    assert_eq!(draft.vertices().len(), 2);
}

#[test]
fn the_context_menu_copies_the_coordinate_that_was_clicked() {
    let mut board = small_board();
    board.lang = Lang::En;
    let mut harness = board.harness();
    harness.get_by_role(egui::Role::Canvas).click_secondary();
    harness.run_steps(3);
    harness.get_by_label_contains("Copy E 548500.00 m").click();
    harness.run_steps(3);
    let copied = harness
        .state()
        .wishes
        .iter()
        .any(|wish| matches!(wish, MapWish::Copy(text) if text.contains("N 3353500.00 m")));
    assert!(copied, "{:?}", harness.state().wishes);
}

#[test]
fn a_changed_layer_is_looked_at_anew() {
    let mut board = small_board();
    board.catch_up();
    assert!(board.state.missing_looks(&board.workspace, None).is_empty());
    let changed = layer_of("wetland", Role::Wetland, vec![("low", square(0.0, 0.0, 1.0))]);
    Arc::make_mut(&mut board.workspace).layers[0] = Arc::new(changed);
    let missing = board.state.missing_looks(&board.workspace, None);
    assert_eq!(
        missing.iter().map(|layer| &*layer.about.id).collect::<Vec<_>>(),
        ["wetland"]
    );
}

/// A blob with `corners` corners.
fn blob(x: f64, y: f64, radius: f64, corners: usize) -> Geometry<f64> {
    let ring: Vec<(f64, f64)> = (0..=corners)
        .map(|k| {
            let angle = std::f64::consts::TAU * (k % corners) as f64 / corners as f64;
            let r = radius * (1.0 + 0.22 * (3.0 * angle + x).sin() + 0.1 * (7.0 * angle + y).cos());
            (x + r * angle.cos(), y + r * angle.sin() * 0.7)
        })
        .collect();
    Polygon::new(LineString::from(ring), vec![]).into()
}

fn finding(
    project: &str,
    zone: &str,
    (severity, verdict): (Severity, Verdict),
    shape: EvidenceShape,
) -> Finding {
    let name = |text: &str| {
        let (layer, id) = text.split_once('/').unwrap();
        FeatureRef {
            layer: layer.into(),
            id: id.into(),
        }
    };
    Finding {
        project: name(project),
        kind: None,
        zone: name(zone),
        role: Role::RedLine,
        class: None,
        level: None,
        rule: "rule".into(),
        severity,
        verdict,
        relation: if matches!(shape, EvidenceShape::Gap { .. }) {
            Relation::Near
        } else {
            Relation::Overlap
        },
        bearing: Default::default(),
        charges: Vec::new(),
        evidence: Evidence {
            overlap_m2: None,
            overlap_m: None,
            share_of_project: None,
            share_of_zone: None,
            distance_m: 0.0,
            setback_m: None,
            sliver: false,
            holds_within_tolerance: true,
            extent: match &shape {
                EvidenceShape::Common(shape) => shape.extent(),
                EvidenceShape::Gap { from, to } => Extent::from_corners(*from, *to),
            },
            shape: OnDemand::made(shape),
        },
    }
}

fn account(project: &str, verdict: Verdict) -> ProjectAccount {
    let (layer, id) = project.split_once('/').unwrap();
    ProjectAccount {
        project: FeatureRef {
            layer: layer.into(),
            id: id.into(),
        },
        name: id.into(),
        kind: None,
        verdict,
        area_m2: 0.0,
        overlap_gross_m2: 0.0,
        overlap_unique_m2: 0.0,
        multiple_cover_m2: 0.0,
        exclusive_m2: None,
        by_role: Vec::new(),
        by_part: Vec::new(),
    }
}

/// A bay with everything that the map can draw.
#[expect(clippy::too_many_lines, reason = "a picture is a list of its parts")]
pub fn bay() -> Board {
    let (x, y) = (548_000.0, 3_353_000.0);
    let at = |dx: f64, dy: f64, r: f64| blob(x + dx, y + dy, r, 240);
    let project = |id: &str, kind, features| {
        let mut about = About::new(id, Role::Project);
        about.kind = Some(kind);
        about.synthetic = true;
        about.name.zh = format!("{}示意", kind.name(Lang::Zh));
        layer_about(about, features)
    };
    let mut wetland = About::new("wetland", Role::Wetland);
    wetland.fields.class = Some("DLBM".into());
    let turbines: Vec<(String, Geometry<f64>)> = (0..9)
        .map(|k| {
            (
                format!("W-{:02}", k + 1),
                geo::Point::new(
                    x - 1500.0 + 420.0 * f64::from(k),
                    y + 2100.0 + 130.0 * f64::from(k % 3),
                )
                .into(),
            )
        })
        .collect();
    let line = LineString::from(vec![
        (x - 4500.0, y - 1500.0),
        (x - 1000.0, y - 900.0),
        (x + 2000.0, y - 1400.0),
        (x + 4600.0, y - 700.0),
    ]);
    let wall = LineString::from(
        (0..60)
            .map(|k| {
                let t = f64::from(k) / 59.0;
                (x - 4600.0 + 9200.0 * t, y + 2850.0 + 300.0 * (4.0 * t).sin())
            })
            .collect::<Vec<_>>(),
    );
    let solar = square(x + 1700.0, y - 300.0, 1100.0);
    let park = square(x - 3600.0, y - 2500.0, 1300.0);
    let red = at(1100.0, 200.0, 1400.0);
    let common = {
        let (a, b) = (
            admit_plane(solar.clone()).unwrap(),
            admit_plane(red.clone()).unwrap(),
        );
        overlay::intersection(a.areas(), b.areas())
    };
    let common = Arc::new(admit_plane(common).unwrap());
    let mut board = Board::new(vec![
        layer_of(
            "district",
            Role::District,
            vec![
                ("钱塘区", square(x - 4700.0, y - 3300.0, 7.0e3)),
                ("d2", square(x + 2300.0, y - 3300.0, 2500.0)),
            ],
        ),
        layer_of(
            "farmland",
            Role::Farmland,
            vec![
                ("f", at(-3000.0, -1300.0, 900.0)),
                ("g", at(3300.0, -2300.0, 700.0)),
            ],
        ),
        layer_of("river", Role::River, vec![("r", at(-600.0, -2400.0, 1100.0))]),
        layer_about(
            wetland,
            vec![
                ("a|1105", at(-900.0, 1200.0, 1500.0)),
                ("b|1104A", at(1900.0, 1700.0, 800.0)),
                ("c|1108", at(3200.0, 900.0, 900.0)),
                ("d|1101", at(-3400.0, 900.0, 700.0)),
                ("e|", at(200.0, -600.0, 500.0)),
            ],
        ),
        layer_of(
            "bird_habitat",
            Role::BirdHabitat,
            vec![("b", at(-2300.0, 1900.0, 900.0))],
        ),
        layer_of("buffer", Role::Buffer, vec![("b", at(900.0, 300.0, 1900.0))]),
        layer_of("core", Role::Core, vec![("c", at(-1000.0, 1200.0, 800.0))]),
        layer_of("red_line", Role::RedLine, vec![("R-02", red)]),
        layer_of(
            "flyway",
            Role::Flyway,
            vec![(
                "f",
                wkt! { LINESTRING(544000. 3351200., 546500. 3354600., 551800. 3355800.) }.into(),
            )],
        ),
        layer_of("seawall", Role::Seawall, vec![("s", wall.into())]),
        project("metro", ProjectKind::Metro, vec![("12号线", line.into())]),
        project("solar", ProjectKind::Solar, vec![("临江光伏", solar)]),
        project("park", ProjectKind::IndustrialPark, vec![("前进产业园", park)]),
        project(
            "port",
            ProjectKind::Port,
            vec![("九堡码头", at(3500.0, 2400.0, 450.0))],
        ),
        project(
            "wind",
            ProjectKind::Wind,
            turbines
                .iter()
                .map(|(id, point)| (id.as_str(), point.clone()))
                .collect(),
        ),
    ]);
    board.screening = Some(Arc::new(Screening {
        as_of: "2026-11-23".parse::<Date>().unwrap(),
        verdicts: Vec::new(),
        findings: vec![
            finding(
                "solar/临江光伏",
                "red_line/R-02",
                (Severity::Prohibited, Verdict::Conflict),
                EvidenceShape::Common(common),
            ),
            finding(
                "wind/W-08",
                "wetland/c|1108",
                (Severity::Consult, Verdict::Near),
                EvidenceShape::Gap {
                    from: Coord {
                        x: x + 1440.0,
                        y: y + 2230.0,
                    },
                    to: Coord {
                        x: x + 1900.0,
                        y: y + 2050.0,
                    },
                },
            ),
        ],
        projects: vec![
            account("solar/临江光伏", Verdict::Conflict),
            account("park/前进产业园", Verdict::NotChecked(Reason::LayerMissing)),
            account("wind/W-01", Verdict::Clear),
            account("wind/W-02", Verdict::Conflict),
            account("wind/W-08", Verdict::Near),
        ],
        totals: Vec::new(),
        group_totals: Vec::new(),
        zone_totals: Vec::new(),
        contradictions: Vec::new(),
        consultations: Vec::new(),
        annex: None,
    }));
    board.selected = [FeatureRef {
        layer: "port".into(),
        id: "九堡码头".into(),
    }]
    .into();
    board
}

fn with_chinese(ctx: &egui::Context) {
    let mut fonts = egui::FontDefinitions::default();
    let bytes = include_bytes!("../../../assets/fonts/NotoSansSC-GB2312.otf");
    fonts
        .font_data
        .insert("noto".into(), Arc::new(egui::FontData::from_static(bytes)));
    for family in fonts.families.values_mut() {
        family.insert(0, "noto".into());
    }
    ctx.set_fonts(fonts);
}

/// Renders on the machine's software or other Vulkan, by the graphics card's tiles or by triangles for egui;
/// `MAP_PICTURES` names a folder to keep the pictures in.
pub fn picture(
    name: &str,
    mut board: Board,
    painting: Painting,
) -> (Harness<'static, Board>, Vec<[u8; 4]>, usize) {
    board.state.painting = painting;
    let card = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    install(&card);
    let mut harness = Harness::builder()
        .with_size(vec2(1100.0, 720.0))
        .with_theme(if board.dark {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        })
        .with_context_setup(with_chinese)
        .renderer(WgpuTestRenderer::from_render_state(card))
        .build_ui_state(Board::ui, board);
    harness.run_steps(4);
    let (pixels, width) = save(&mut harness, name);
    (harness, pixels, width)
}

pub fn save(harness: &mut Harness<'_, Board>, name: &str) -> (Vec<[u8; 4]>, usize) {
    let image = harness.render().expect("a renderer");
    if let Some(folder) = std::env::var_os("MAP_PICTURES") {
        let path = std::path::Path::new(&folder).join(format!("{name}.png"));
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(file, image.width(), image.height());
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(image.as_raw())
            .unwrap();
    }
    let width = image.width() as usize;
    let pixels = image
        .as_raw()
        .chunks_exact(4)
        .map(|p| [p[0], p[1], p[2], p[3]])
        .collect();
    (pixels, width)
}

/// The conflict is the reddest thing at its place; the canvas's corner is the ground.
#[test]
fn a_conflict_is_red_on_light_and_dark_ground() {
    for (dark, painting) in [
        (false, Painting::Card),
        (false, Painting::Triangles),
        (true, Painting::Card),
        (true, Painting::Triangles),
    ] {
        let mut board = bay();
        board.dark = dark;
        let name = format!("{}_{painting:?}", if dark { "dark" } else { "light" });
        let (harness, pixels, width) = picture(&name, board, painting);
        let rect = harness.get_by_role(egui::Role::Canvas).rect();
        let pane = harness.state().state.view().unwrap().on(rect);
        let at = pane.screen_from_map(Coord {
            x: 549_850.0,
            y: 3_353_250.0,
        });
        let [r, g, b, _] = pixels[at.y.round() as usize * width + at.x.round() as usize];
        assert!(r > 140 && g < 110 && b < 110, "dark: {dark} {r} {g} {b}");
        let style = super::style::CanvasStyle::of(dark);
        let edge = pixels[300 * width + rect.right() as usize - 4];
        assert_eq!(edge[..3], style.ground.to_array()[..3], "dark: {dark}");
    }
}

/// Measuring, an outdated screening, a chosen finding, a coarse scale: nothing to compare with, but it must draw.
#[test]
fn the_rest_of_the_canvas_draws() {
    let mut board = bay();
    board.outdated = true;
    board.lang = Lang::En;
    board.selected_finding = Some(1);
    board.state.set_tool(Tool::Measure(MeasureKind::Area));
    let (mut harness, _, _) = picture("tools", board, Painting::Card);
    let from = middle(&harness);
    for corner in [vec2(-200.0, 100.0), vec2(0.0, 150.0), vec2(60.0, 220.0)] {
        click_at(&mut harness, from + corner);
    }
    save(&mut harness, "measure");
    harness.state_mut().state.set_scale(2_000_000.0);
    harness.run_steps(2);
    save(&mut harness, "coarse");
    harness.state_mut().state.set_scale(3_000.0);
    harness.state_mut().state.center_on(Coord {
        x: 549_700.0,
        y: 3_353_100.0,
    });
    harness.run_steps(2);
    save(&mut harness, "fine");
    assert!(!harness.state().state.is_capped());
}

#[test]
fn the_legend_lists_what_is_drawn_and_nothing_hidden() {
    let mut board = bay();
    board.lang = Lang::En;
    board.hidden.insert("farmland".into());
    board.catch_up();
    let entries = legend_entries(&board.input(), &board.state);
    let labels: Vec<&str> = entries.iter().map(|entry| entry.label.as_str()).collect();
    for expected in [
        "Conflict · Prohibited",
        "Least distance",
        "Not checked",
        "Wind",
        "Tidal flat 1105",
        "Wetland",
    ] {
        assert!(labels.contains(&expected), "{expected} in {labels:?}");
    }
    assert!(!labels.contains(&"Permanent farmland"), "{labels:?}");
    assert_eq!(labels.first(), Some(&"Conflict · Prohibited"));
}

#[test]
fn an_empty_workspace_draws_without_a_word() {
    let board = Board::new(Vec::new());
    let harness = board.harness();
    assert_eq!(harness.state().state.view(), None);
    assert!(pos2(400.0, 300.0).distance(middle(&harness)) < 20.0);
}

/// Thirty thousand parcels of three pixels each: every one shows in the sum, and none is a shape of its own.
#[test]
fn many_small_features_are_all_drawn_within_the_budget() {
    let parcels: Vec<(String, Geometry<f64>)> = (0..30_000)
        .map(|k| {
            let (column, row) = (f64::from(k % 200), f64::from(k / 200));
            (
                k.to_string(),
                square(500_000.0 + 100.0 * column, 3_350_000.0 + 100.0 * row, 100.0),
            )
        })
        .collect();
    let area_m2 = 30_000.0 * 100.0 * 100.0;
    let parcels = parcels
        .iter()
        .map(|(id, parcel)| (id.as_str(), parcel.clone()))
        .collect();
    let mut harness = Board::new(vec![layer_of("wetland", Role::Wetland, parcels)]).harness();
    let layer = Arc::clone(&harness.state().workspace.layers[0]);
    harness.state_mut().state.set_scale(130_000.0);
    harness.run_steps(2);
    assert!(!harness.state().state.is_capped());
    let rect = harness.get_by_role(egui::Role::Canvas).rect();
    let state = &mut harness.state_mut().state;
    let view = state.view().unwrap();
    let level = level_of(view.resolution_m_per_px());
    let placed = state.tiles.place(
        &DrawingId::Layer("wetland".into()),
        &view.on(rect).extent(),
        level,
    );
    let look = super::paint_style::PaintStyle::of_layer(
        state.looks_of(&layer).unwrap(),
        Role::Wetland,
        &super::style::CanvasStyle::of(false),
        1.0,
    );
    // What is inside and what is border have other opacities.
    let tone = look[0].summed_up();
    let size_cells = 100.0 / f64::from(level).exp2();
    let border = 1.4 * f64::from(tone.border_px) / (size_cells * 0.7);
    let full = 255.0 * (f64::from(tone.inside[3]) * (1.0 - border) + f64::from(tone.border[3]) * border);
    let mut shown_m2 = 0.0;
    for tile in placed {
        let cell_m2 = tile.tile.key.cell_m().powi(2);
        let shares = tile.tile.with_body(|body| {
            assert!(body.indices.is_empty(), "no parcel is a shape of its own");
            let texels = body.overview.iter().flat_map(|picture| picture.chunks_exact(4));
            texels.map(|texel| f64::from(texel[3])).sum::<f64>() / full
        });
        shown_m2 += shares.unwrap() * cell_m2;
    }
    assert!(
        (shown_m2 / area_m2 - 1.0).abs() < 0.01,
        "{shown_m2} instead of {area_m2}"
    );
}

/// Blobs over one another in the five colours of wetland; at whatever scale, a pixel away from borders has the colour
/// of what lies there by the layer's own index and order.
#[test]
fn pixels_have_the_colours_of_what_lies_there() {
    let classes = ["1105", "1104A", "1108", "1101", "1107"];
    let blobs: Vec<(String, Geometry<f64>)> = (0..120)
        .map(|k: i32| {
            let place = |factor: i32, modulus: i32| f64::from((k * factor) % modulus);
            let (x, y) = (548_000.0 + place(7919, 9600), 3_353_000.0 + place(6007, 6400));
            let id = format!("{k}|{}", classes[k as usize % classes.len()]);
            (id, blob(x, y, 250.0 + place(331, 700), 24 + k as usize))
        })
        .collect();
    for painting in [Painting::Card, Painting::Triangles] {
        let about = About {
            fields: crate::model::layer::Fields {
                class: Some("DLBM".into()),
                ..crate::model::layer::Fields::default()
            },
            ..About::new("wetland", Role::Wetland)
        };
        let features = blobs
            .iter()
            .map(|(id, blob)| (id.as_str(), blob.clone()))
            .collect();
        let board = Board::new(vec![layer_about(about, features)]);
        let (mut harness, _, _) = picture("truth", board, painting);
        for scale in [60_000.0, 30_000.0, 4_000.0, 700.0] {
            harness.state_mut().state.set_scale(scale);
            harness.run_steps(3);
            let (pixels, width) = save(&mut harness, &format!("truth_{scale}_{painting:?}"));
            let wrong = wrong_pixels(&harness, &pixels, width);
            assert_eq!(wrong, Vec::<String>::new(), "1:{scale} {painting:?}");
        }
    }
}

/// Pixels of a fixed sample that differ from what the layers ask for; those near a border or words are passed over.
fn wrong_pixels(harness: &Harness<'_, Board>, pixels: &[[u8; 4]], width: usize) -> Vec<String> {
    let board = harness.state();
    let rect = harness.get_by_role(egui::Role::Canvas).rect().shrink(60.0);
    let pane = board
        .state
        .view()
        .unwrap()
        .on(harness.get_by_role(egui::Role::Canvas).rect());
    let style = super::style::CanvasStyle::of(board.dark);
    let layer = &board.workspace.layers[0];
    let (mut wrong, mut tested) = (Vec::new(), 0);
    for k in 0..3000_u32 {
        let share = |factor: u32| (k.wrapping_mul(factor) % 10_007) as f32 / 10_007.0;
        let at = pos2(
            rect.left() + share(7_919) * rect.width(),
            rect.top() + share(104_729) * rect.height(),
        );
        let at = pos2(at.x.floor() + 0.5, at.y.floor() + 0.5);
        let place = pane.map_from_screen(at);
        let around = Extent::from_corners(place, place).inflated(pane.metres(3.0));
        let pointer = admit_plane(geo::Point(place)).unwrap();
        let mut expected = style.ground.to_array().map(f32::from);
        let mut near_border = false;
        for position in layer.candidates(&around) {
            let feature = &layer.features()[position];
            let border = crate::geom::distance::nearest_border(&pointer, &feature.shape).unwrap();
            near_border |= border.distance <= pane.metres(3.0);
            if crate::geom::side::side_of_shape(&feature.shape, place) == crate::geom::side::Side::Inside {
                let fill = style.fill(&super::appearance::Meaning::of(layer, feature).symbol(), 1.0);
                let rest = 1.0 - f32::from(fill.a()) / 255.0;
                let fill = fill.to_array().map(f32::from);
                expected = [0, 1, 2, 3].map(|c| fill[c] + expected[c] * rest);
            }
        }
        if near_border {
            continue;
        }
        tested += 1;
        let found = pixels[at.y as usize * width + at.x as usize];
        // Up to eight blobs lie over one another, and each blending rounds.
        if (0..3).any(|c| (f32::from(found[c]) - expected[c]).abs() > 4.0) {
            wrong.push(format!("{at:?} is {found:?}, not {expected:?}"));
        }
    }
    assert!(tested > 800, "only {tested} pixels were away from borders");
    wrong
}

fn regions(harness: &Harness<'_, Board>) -> Vec<(Extent, SelectHow)> {
    let wishes = harness.state().wishes.iter();
    let regions = wishes.filter_map(|wish| match wish {
        MapWish::SelectRegion { region, how } => Some((region.extent(), *how)),
        _ => None,
    });
    regions.collect()
}

#[track_caller]
fn check_box(tool: Tool, modifiers: Modifiers, expected: Option<SelectHow>) {
    let mut harness = small_board().harness();
    harness.state_mut().state.set_tool(tool);
    let from = middle(&harness) + vec2(-50.0, -40.0);
    let corners = [from, from + vec2(160.0, 120.0)].map(|corner| place_at(&harness, corner));
    let before = harness.state().state.view().unwrap();
    harness.event(Event::ModifiersChanged(modifiers));
    drag(&mut harness, PointerButton::Primary, from, vec2(160.0, 120.0));
    let regions = regions(&harness);
    assert_eq!(regions.iter().map(|(_, how)| *how).next(), expected);
    if let Some((extent, _)) = regions.first() {
        let drawn = Extent::from_corners(corners[0], corners[1]);
        let slack = 0.5 * before.resolution_m_per_px();
        assert!((extent.min.x - drawn.min.x).abs() < slack && (extent.max.y - drawn.max.y).abs() < slack);
        assert_eq!(
            harness.state().state.view(),
            Some(before),
            "the map stays where it is"
        );
    }
}

#[test]
fn alt_and_drag_selects_by_a_box_in_any_tool() {
    check_box(Tool::Select, Modifiers::ALT, Some(SelectHow::Replace));
    check_box(
        Tool::Select,
        Modifiers::ALT | Modifiers::SHIFT,
        Some(SelectHow::Add),
    );
    check_box(
        Tool::Measure(MeasureKind::Area),
        Modifiers::ALT | Modifiers::COMMAND,
        Some(SelectHow::Remove),
    );
    check_box(Tool::Select, Modifiers::NONE, None);
    check_box(Tool::Select, Modifiers::SHIFT, None);
}

#[test]
fn the_tool_for_boxes_needs_no_key() {
    check_box(Tool::SelectBox, Modifiers::NONE, Some(SelectHow::Replace));
    check_box(Tool::SelectBox, Modifiers::SHIFT, Some(SelectHow::Add));
    check_box(Tool::SelectPolygon, Modifiers::NONE, None);
}

#[test]
fn escape_gives_a_box_up_and_the_map_stays() {
    let mut harness = small_board().harness();
    harness.state_mut().state.set_tool(Tool::SelectBox);
    let before = harness.state().state.view();
    let from = middle(&harness);
    harness.hover_at(from);
    harness.run_steps(1);
    press(&harness, from, PointerButton::Primary, true);
    harness.run_steps(1);
    for step in 1..=4 {
        harness.hover_at(from + vec2(30.0, 20.0) * step as f32);
        if step == 2 {
            harness.key_press(Key::Escape);
        }
        harness.run_steps(1);
    }
    press(&harness, from + vec2(120.0, 80.0), PointerButton::Primary, false);
    harness.run_steps(1);
    assert_eq!(
        (regions(&harness), harness.state().state.view()),
        (vec![], before)
    );
}

#[test]
fn a_polygon_selects_when_it_is_ended() {
    for double_click in [true, false] {
        let mut harness = small_board().harness();
        harness.state_mut().state.set_tool(Tool::SelectPolygon);
        let corners = [vec2(-90.0, -60.0), vec2(90.0, -60.0), vec2(0.0, 80.0)];
        let corners = corners.map(|shift| middle(&harness) + shift);
        let places = corners.map(|corner| place_at(&harness, corner));
        click_at(&mut harness, corners[0]);
        click_at(&mut harness, corners[1]);
        if double_click {
            for pressed in [true, false, true, false] {
                harness.hover_at(corners[2]);
                press(&harness, corners[2], PointerButton::Primary, pressed);
                harness.run_steps(1);
            }
        } else {
            click_at(&mut harness, corners[2]);
            harness.event(Event::ModifiersChanged(Modifiers::SHIFT));
            harness.event(Event::Key {
                key: Key::Enter,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: Modifiers::SHIFT,
            });
        }
        harness.run_steps(2);
        let how = if double_click {
            SelectHow::Replace
        } else {
            SelectHow::Add
        };
        assert_eq!(regions(&harness), [(Extent::of_coords(places), how)]);
        assert!(harness.state().state.region.corners().is_empty());
    }
}

#[test]
fn a_polygon_without_inside_selects_nothing_and_escape_leads_back() {
    let mut harness = small_board().harness();
    harness.state_mut().state.set_tool(Tool::SelectPolygon);
    let at = middle(&harness);
    click_at(&mut harness, at);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(regions(&harness), []);
    click_at(&mut harness, at);
    for tool in [Tool::SelectPolygon, Tool::Select] {
        harness.key_press(Key::Escape);
        harness.run_steps(2);
        assert_eq!(harness.state().state.tool(), tool);
    }
}

fn named(mut board: Board, id: &str, text: LabelText, small_too: bool) -> Board {
    board.labels.insert(id.into(), LabelSpec { text, small_too });
    board
}

/// What the labels say, with the places of their middles in the plane.
fn labels_of(harness: &Harness<'_, Board>) -> Vec<(String, Coord<f64>)> {
    let labels = harness.state().state.labels().placed().iter();
    labels
        .map(|label| (label.text.to_string(), place_at(harness, label.rect.center())))
        .collect()
}

#[test]
fn zones_are_labelled_where_somebody_asks_and_there_is_room() {
    assert_eq!(labels_of(&small_board().harness()), [], "these have no names");
    let mut harness = named(small_board(), "wetland", LabelText::Name, false).harness();
    let labels = labels_of(&harness);
    assert_eq!(labels.len(), 1, "{labels:?}");
    let (text, place) = &labels[0];
    assert_eq!(text, "low");
    assert!((548_000.0..549_000.0).contains(&place.x) && (3_353_000.0..3_354_000.0).contains(&place.y));
    harness.state_mut().state.zoom_by(1.0 / 64.0);
    harness.run_steps(3);
    assert_eq!(labels_of(&harness), []);
    let spec = LabelSpec {
        text: LabelText::Template("<{id}>".into()),
        small_too: true,
    };
    harness.state_mut().labels.insert("wetland".into(), spec);
    harness.run_steps(3);
    assert_eq!(labels_of(&harness)[0].0, "<low>");
}

#[test]
fn labels_do_not_overlap_and_do_not_move_with_the_map() {
    let names: Vec<String> = (0..400).map(|number| format!("要素 {number}")).collect();
    let shapes = names.iter().enumerate().map(|(number, name)| {
        let (column, row) = (number % 20, number / 20);
        let (x, y) = (548_000.0 + 31.0 * column as f64, 3_353_000.0 + 17.0 * row as f64);
        (&**name, square(x, y, 5.0 + (number % 7) as f64))
    });
    let layer = layer_of("wetland", Role::Wetland, shapes.collect());
    let board = || {
        named(
            Board::new(vec![layer_of("wetland", Role::Wetland, Vec::new())]),
            "wetland",
            LabelText::Name,
            true,
        )
    };
    let layer = Arc::new(layer);
    let begin = || {
        let mut board = board();
        Arc::make_mut(&mut board.workspace).layers = vec![Arc::clone(&layer)];
        let mut harness = board.harness();
        harness.run_steps(30);
        harness
    };
    let mut harness = begin();
    let before = labels_of(&harness);
    assert!(before.len() > 60 && before.len() <= 250, "{}", before.len());
    let rects: Vec<_> = harness
        .state()
        .state
        .labels()
        .placed()
        .iter()
        .map(|label| label.rect)
        .collect();
    for (number, rect) in rects.iter().enumerate() {
        assert!(
            rects[..number].iter().all(|other| !other.intersects(*rect)),
            "{rect}"
        );
    }
    assert_eq!(labels_of(&begin()), before, "the same map has the same labels");
    let from = middle(&harness);
    drag(&mut harness, PointerButton::Primary, from, vec2(23.0, 9.0));
    harness.run_steps(2);
    let after = labels_of(&harness);
    let slack = 0.6 * harness.state().state.view().unwrap().resolution_m_per_px();
    let window = harness.get_by_role(egui::Role::Canvas).rect();
    let mut stayed = 0;
    for (text, place) in &after {
        let old = before.iter().zip(&rects).find(|((old, _), _)| old == text);
        // At the border a name has to give way.
        let old = old.filter(|(_, rect)| window.contains_rect(rect.translate(vec2(23.0, 9.0)).expand(1.0)));
        if let Some(((_, old), _)) = old {
            assert!((old.x - place.x).hypot(old.y - place.y) < slack, "{text}");
            stayed += 1;
        }
    }
    assert!(2 * stayed > before.len(), "{stayed} of {}", before.len());
}

#[test]
fn the_selected_name_comes_before_a_larger_one() {
    let layer = layer_of(
        "wetland",
        Role::Wetland,
        vec![
            ("large large large", square(548_000.0, 3_353_000.0, 100.0)),
            ("small small small", square(548_040.0, 3_353_040.0, 20.0)),
        ],
    );
    let mut board = named(Board::new(vec![layer]), "wetland", LabelText::Name, true);
    let extent = Extent::from_corners(
        Coord {
            x: 546_000.0,
            y: 3_351_000.0,
        },
        Coord {
            x: 550_000.0,
            y: 3_355_000.0,
        },
    );
    board.state.fit(extent);
    let mut harness = board.harness();
    harness.run_steps(3);
    assert_eq!(labels_of(&harness)[0].0, "large large large");
    let small = FeatureRef {
        layer: "wetland".into(),
        id: "small small small".into(),
    };
    harness.state_mut().selected = [small].into();
    harness.run_steps(3);
    assert_eq!(labels_of(&harness)[0].0, "small small small");
}

#[test]
fn a_layer_with_too_much_in_sight_names_its_largest() {
    let shapes = (0..6_000).map(|number| {
        let (column, row) = (number % 100, number / 100);
        let side = if number == 4_321 { 9.0 } else { 1.0 };
        let id: &str = Box::leak(number.to_string().into_boxed_str());
        (
            id,
            square(
                548_000.0 + 10.0 * f64::from(column),
                3_353_000.0 + 10.0 * f64::from(row),
                side,
            ),
        )
    });
    let layer = layer_of("wetland", Role::Wetland, shapes.collect());
    layer.largest_first();
    let mut harness = named(Board::new(vec![layer]), "wetland", LabelText::Name, true).harness();
    harness.run_steps(30);
    let labels = labels_of(&harness);
    assert_eq!(labels[0].0, "4321");
    assert!(labels.len() > 100);
}

/// Lines and values where there were none, in both themes; and every layer says its names.
#[test]
fn the_graticule_and_the_names_of_all_layers_draw() {
    for dark in [false, true] {
        let board = |graticule: bool| {
            let mut board = bay();
            (board.dark, board.graticule) = (dark, graticule);
            for layer in &board.workspace.layers {
                let text = LabelText::Template("{name} {class}".into());
                let spec = LabelSpec {
                    text,
                    small_too: false,
                };
                board.labels.insert(Arc::clone(&layer.about.id), spec);
            }
            board
        };
        let name = if dark { "names_dark" } else { "names_light" };
        let (_, without, _) = picture(&format!("{name}_plain"), board(false), Painting::Card);
        let (mut harness, with, _) = picture(name, board(true), Painting::Card);
        let changed = without.iter().zip(&with).filter(|(a, b)| a != b).count();
        assert!(changed > 2_000 && changed < with.len() / 10, "{changed}");
        assert!(harness.state().state.labels().placed().len() > 4);
        harness.state_mut().state.set_scale(3_000_000.0);
        harness.run_steps(3);
        save(&mut harness, &format!("{name}_far"));
    }
}

/// The graphics card and the triangles for egui show the same map: of the pixels at most 1.5 % differ by more than 60 of
/// 255 (softened edges against hard ones).
#[test]
fn both_painters_show_the_same_map() {
    for dark in [false, true] {
        let drawn = |painting| {
            let mut board = bay();
            board.dark = dark;
            picture(&format!("same_{dark}_{painting:?}"), board, painting).1
        };
        let (card, triangles) = (drawn(Painting::Card), drawn(Painting::Triangles));
        let differs = |(a, b): &(&[u8; 4], &[u8; 4])| (0..3).any(|k| a[k].abs_diff(b[k]) > 60);
        let count = card.iter().zip(&triangles).filter(differs).count();
        assert!(
            count * 1000 < 15 * card.len(),
            "dark: {dark}, {count} of {}",
            card.len()
        );
    }
}

/// One square of a layer, drawn alone in the middle of the picture; the pixels of its inner part.
fn patch(layer: Layer, board: impl Fn(&mut Board)) -> Vec<[u8; 4]> {
    let mut own = Board::new(vec![layer]);
    board(&mut own);
    own.state.fit(Extent::from_corners(
        Coord {
            x: 548_000.0,
            y: 3_353_000.0,
        },
        Coord {
            x: 549_000.0,
            y: 3_354_000.0,
        },
    ));
    let (harness, pixels, width) = picture("patch", own, Painting::Card);
    let middle = harness.get_by_role(egui::Role::Canvas).rect().center();
    let (x, y) = (middle.x as usize, middle.y as usize);
    // Words stand in the middle.
    (y + 40..y + 160)
        .flat_map(|row| pixels[row * width + x - 100..row * width + x + 100].to_vec())
        .collect()
}

/// Every role and kind is drawn in its own fill, with the ink of its pattern over it: of a patch of 24,000 pixels most
/// have the fill's colour (to 3 of 255), and patterns ink between a twentieth and a half of them.
#[test]
fn every_symbol_has_its_fill_and_its_pattern() {
    use crate::model::symbology::{Hatch, of_kind, of_role};
    let style = super::style::CanvasStyle::of(false);
    let square = || vec![("s", square(548_000.0, 3_353_000.0, 1000.0))];
    let roles = Role::ALL.into_iter().filter(|role| *role != Role::Project);
    let roles = roles.map(|role| (of_role(role), layer_of("l", role, square()), format!("{role:?}")));
    let kinds = ProjectKind::ALL.into_iter().map(|kind| {
        let about = About {
            kind: Some(kind),
            ..About::new("l", Role::Project)
        };
        (
            of_kind(Some(kind)),
            layer_about(about, square()),
            format!("{kind:?}"),
        )
    });
    for (symbol, layer, name) in roles.chain(kinds) {
        let pixels = patch(layer, |_| {});
        let fill = style.fill(&symbol, 1.0);
        let rest = 1.0 - f32::from(fill.a()) / 255.0;
        let (fill, ground) = (fill.to_array(), style.ground.to_array());
        let expected = [0, 1, 2].map(|k| f32::from(fill[k]) + f32::from(ground[k]) * rest);
        let plain = |pixel: &&[u8; 4]| (0..3).all(|k| (f32::from(pixel[k]) - expected[k]).abs() <= 3.0);
        let inked = 1.0 - pixels.iter().filter(plain).count() as f64 / pixels.len() as f64;
        match symbol.hatch {
            Hatch::Plain => assert!(inked < 0.001, "{name}: {inked}"),
            _ => assert!((0.05..0.5).contains(&inked), "{name}: {inked}"),
        }
    }
}

/// The common part of a conflict has the colour of its severity (to 3 of 255), whatever lies below.
#[test]
fn every_severity_has_its_colour() {
    use crate::model::symbology::of_severity;
    for severity in Severity::ALL {
        let common = admit_plane(square(548_000.0, 3_353_000.0, 1000.0)).unwrap();
        let layer = layer_of(
            "solar",
            Role::Project,
            vec![("s", square(548_000.0, 3_353_000.0, 1000.0))],
        );
        let below = patch(
            layer_of(
                "solar",
                Role::Project,
                vec![("s", square(548_000.0, 3_353_000.0, 1000.0))],
            ),
            |_| {},
        );
        let pixels = patch(layer, |board| {
            let mut screening = (**bay().screening.as_ref().unwrap()).clone();
            let shape = EvidenceShape::Common(Arc::new(common.clone()));
            screening.findings = vec![finding("solar/s", "zone/z", (severity, Verdict::Conflict), shape)];
            board.screening = Some(Arc::new(screening));
        });
        let over = super::style::color(of_severity(severity), 1.0);
        let rest = 1.0 - f32::from(over.a()) / 255.0;
        let mut wrong = 0;
        for (found, below) in pixels.iter().zip(&below) {
            let expected = [0, 1, 2].map(|k| f32::from(over.to_array()[k]) + f32::from(below[k]) * rest);
            wrong += usize::from((0..3).any(|k| (f32::from(found[k]) - expected[k]).abs() > 3.0));
        }
        assert!(
            wrong * 1000 < pixels.len(),
            "{severity:?}: {wrong} of {}",
            pixels.len()
        );
    }
}
