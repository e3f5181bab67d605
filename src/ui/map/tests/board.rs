#![cfg(test)]
//! A map with hands on it, over small workspaces made here.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::{
    self, Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, Vec2, vec2,
};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use geo::{Coord, Geometry, LineString, Polygon};

use crate::geom::crs::Crs;
use crate::geom::gate::admit_plane;
use crate::model::feature::{Feature, FeatureRef, Properties};
use crate::model::finding::Screening;
use crate::model::label::LabelSpec;
use crate::model::layer::{About, Layer, Provenance};
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::words::Lang;

use super::super::canvas::map_ui;
use super::super::compare::bar::compare_bar_ui;
use super::super::drawing::build::build_tile;
use super::super::drawing::evidence::EvidenceLooks;
use super::super::drawing::looks::layer_looks;
use super::super::input::{MapInput, MapWish};
use super::super::selected::{MOST_WITHOUT_INDEX, SelectedIndex};
use super::super::state::MapState;

/// A square with its least corner at `x`, `y`.
pub fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    Polygon::new(LineString::from(corners.to_vec()), vec![]).into()
}

/// A layer of features with these ids.
pub fn layer_of(id: &str, role: Role, features: Vec<(&str, Geometry<f64>)>) -> Layer {
    layer_about(About::new(id, role), features)
}

pub fn layer_about(about: About, features: Vec<(&str, Geometry<f64>)>) -> Layer {
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
    pub selected_index: Option<Arc<SelectedIndex>>,
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
            selected_index: None,
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

    /// Selects everything.
    pub fn select_all(&mut self) {
        let layers = self.workspace.layers.iter();
        let names = layers.flat_map(|layer| layer.features().iter().map(|feature| layer.name_of(feature)));
        self.selected = names.collect();
    }

    /// What background jobs would have done by now.
    pub fn catch_up(&mut self) {
        let known = self
            .selected_index
            .as_ref()
            .is_some_and(|index| index.is_of(&self.selected));
        if !known {
            let large = self.selected.len() > MOST_WITHOUT_INDEX;
            let index = || Arc::new(SelectedIndex::new(&self.workspace, &self.selected));
            self.selected_index = large.then(index);
            self.state.forget_selection();
        }
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
            selected_index: self.selected_index.as_ref(),
            selected_finding: self.selected_finding,
            problems: None,
            lang: self.lang,
            dark: self.dark,
        }
    }

    pub fn ui(ui: &mut egui::Ui, board: &mut Board) {
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

pub fn small_board() -> Board {
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

pub fn place_at(harness: &Harness<'_, Board>, point: Pos2) -> Coord<f64> {
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
pub fn assert_px(harness: &Harness<'_, Board>, place: Coord<f64>, expected: Pos2) {
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

pub fn press(harness: &Harness<'_, Board>, pos: Pos2, button: PointerButton, pressed: bool) {
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

pub fn wheel(harness: &mut Harness<'_, Board>, at: Pos2, notches: f32, modifiers: Modifiers) {
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

pub fn click_at(harness: &mut Harness<'_, Board>, at: Pos2) {
    harness.hover_at(at);
    press(harness, at, PointerButton::Primary, true);
    press(harness, at, PointerButton::Primary, false);
    // Slow enough to be no double click.
    harness.run_steps(12);
}

/// A blob with `corners` corners.
pub fn blob(x: f64, y: f64, radius: f64, corners: usize) -> Geometry<f64> {
    let ring: Vec<(f64, f64)> = (0..=corners)
        .map(|k| {
            let angle = std::f64::consts::TAU * (k % corners) as f64 / corners as f64;
            let r = radius * (1.0 + 0.22 * (3.0 * angle + x).sin() + 0.1 * (7.0 * angle + y).cos());
            (x + r * angle.cos(), y + r * angle.sin() * 0.7)
        })
        .collect();
    Polygon::new(LineString::from(ring), vec![]).into()
}

pub fn with_chinese(ctx: &egui::Context) {
    let mut fonts = egui::FontDefinitions::default();
    let bytes = include_bytes!("../../../../assets/fonts/NotoSansSC-GB2312.otf");
    fonts
        .font_data
        .insert("noto".into(), Arc::new(egui::FontData::from_static(bytes)));
    for family in fonts.families.values_mut() {
        family.insert(0, "noto".into());
    }
    ctx.set_fonts(fonts);
}
