//! One frame of tiles: all layers bottom first, the evidence above them, projects that are points above that, and dots of
//! problems above everything.

use std::sync::Arc;

use eframe::egui::Ui;

use crate::model::layer::Layer;
use crate::model::problem::Done;
use crate::model::role::Role;

use super::drawing::overview::Tone;
use super::drawing::store::DrawingId;
use super::frame::{Ground, Parts, Sheet, placed_tiles};
use super::gpu::callback::paint_callback;
use super::paint_style::{OUTDATED_OPACITY, PaintStyle};
use super::painting::Painting;
use super::scene::Scene;
use super::state::MapState;

/// Draws everything that comes in tiles, as one thing: while it stays the same the card keeps its picture.
pub fn paint_layers(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) {
    let mut sheets = layer_sheets(ui, scene, state);
    sheets.extend(project_sheets(ui, scene, state));
    sheets.extend(problem_sheet(ui, scene, state));
    paint(ui, scene, state, sheets);
}

/// Has the tiles made that a side out of sight will need when it comes.
pub fn prepare_layers(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) {
    let _unseen = layer_sheets(ui, scene, state);
}

fn layer_sheets(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) -> Vec<Sheet> {
    let layers: Vec<&Arc<Layer>> = scene.input.visible_layers().collect();
    let mut sheets: Vec<Sheet> = Vec::with_capacity(layers.len() + 1);
    for layer in layers {
        let parts = match layer.about.role {
            Role::Project => Parts::NoMarkers,
            _ => Parts::All,
        };
        sheets.extend(layer_sheet(ui, scene, state, (layer, parts)));
    }
    sheets.extend(evidence_sheet(ui, scene, state));
    sheets.extend(selection_sheet(ui, scene, state));
    sheets
}

/// The projects that are points, which wear their verdicts.
fn project_sheets(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) -> Vec<Sheet> {
    let layers: Vec<&Arc<Layer>> = scene.input.visible_layers().collect();
    let projects = layers
        .into_iter()
        .filter(|layer| layer.about.role == Role::Project);
    projects
        .filter_map(|layer| layer_sheet(ui, scene, state, (layer, Parts::Markers)))
        .collect()
}

fn layer_sheet(
    ui: &Ui,
    scene: &Scene<'_>,
    state: &mut MapState,
    (layer, parts): (&Arc<Layer>, Parts),
) -> Option<Sheet> {
    let (id, looks) = state.drawing_of(layer)?;
    let looks = Arc::clone(looks);
    let opacity = scene.input.opacity_of(layer);
    let choice = scene.input.workspace.symbology.of(&layer.about.id);
    let styles = |opacity| PaintStyle::of_layer(&looks, (layer.about.role, choice), &scene.style, opacity);
    let (styles, opaque) = (styles(opacity), styles(1.0));
    Some(placed(ui, scene, state, (id, opacity), (styles, opaque, parts)))
}

fn evidence_sheet(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) -> Option<Sheet> {
    scene.input.screening?;
    let opacity = if scene.input.outdated {
        OUTDATED_OPACITY
    } else {
        1.0
    };
    let looks = Arc::clone(state.evidence()?);
    let styles = |opacity| {
        let styles = looks.styles.iter();
        styles
            .map(|style| PaintStyle::of_evidence(style, &scene.style, opacity))
            .collect::<Vec<_>>()
    };
    let (styles, mut opaque) = (styles(opacity), styles(1.0));
    // What is summed up has no room for a halo: hundreds of thousands of small parts would each bring one.
    opaque.iter_mut().for_each(|style| style.casing_px = 0.0);
    Some(placed(
        ui,
        scene,
        state,
        (DrawingId::Evidence, opacity),
        (styles, opaque, Parts::All),
    ))
}

/// What is selected, where that is much.
fn selection_sheet(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) -> Option<Sheet> {
    let index = scene.input.selected_index?;
    state.follow_selection(index);
    let shown = |layer: &Arc<str>| !scene.input.hidden.contains(layer);
    let layers = index.layers.iter();
    let styles: Vec<PaintStyle> = layers
        .map(|layer| PaintStyle::of_selected(&scene.style, shown(layer)))
        .collect();
    let parts = (styles.clone(), styles, Parts::All);
    Some(placed(ui, scene, state, (DrawingId::Selection, 1.0), parts))
}

/// Where problems of the data are: above everything, for whoever looks for them.
fn problem_sheet(ui: &Ui, scene: &Scene<'_>, state: &mut MapState) -> Option<Sheet> {
    state.follow_problems(scene.input.problems?);
    let styles = Done::ALL
        .map(|done| PaintStyle::of_problem(done, &scene.style))
        .to_vec();
    let parts = (styles.clone(), styles, Parts::All);
    Some(placed(ui, scene, state, (DrawingId::Problems, 1.0), parts))
}

/// What is summed up is made in opaque styles, so that another opacity needs no other tiles.
fn placed(
    ui: &Ui,
    scene: &Scene<'_>,
    state: &mut MapState,
    (id, opacity): (DrawingId, f32),
    (styles, opaque, parts): (Vec<PaintStyle>, Vec<PaintStyle>, Parts),
) -> Sheet {
    let below_cells = state.painting.summed_up_below_cells();
    let tones: Vec<Tone> = opaque.iter().map(|style| style.summed_up(below_cells)).collect();
    state.tiles.set_tones(&id, &tones);
    Sheet {
        tiles: placed_tiles(&mut state.tiles, &id, &scene.pane, ui.pixels_per_point()),
        styles,
        opacity,
        parts,
    }
}

fn paint(ui: &Ui, scene: &Scene<'_>, state: &mut MapState, sheets: Vec<Sheet>) {
    let ground = Ground::of(&scene.pane, ui.pixels_per_point(), scene.style.ground);
    match state.painting {
        Painting::Card | Painting::Processor => {
            let in_steps = state.painting == Painting::Processor && !state.in_whole_frames;
            let in_steps = in_steps.then(|| ui.ctx().clone());
            let callback = paint_callback(scene.side, ground, sheets, in_steps);
            scene.painter.add(callback);
        }
        Painting::Triangles => {
            scene.painter.rect_filled(ground.rect, 0.0, ground.color);
            state.fallback.paint(scene.painter, &ground, &sheets);
        }
    }
}
