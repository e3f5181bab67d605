//! What lies over everything else: the borders of what is pointed at or selected, and the chosen finding.

use std::collections::HashSet;

use eframe::egui::{Color32, Stroke};
use geo::Coord;

use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::finding::EvidenceShape;
use crate::model::repair::Repair;

use super::markers::radius_px;
use super::outline::{Run, runs_along, runs_of, stroke_runs};
use super::paint_style::{SELECTED_CASING_PX, SELECTED_PX};
use super::scene::Scene;

/// Dots at the ends of a gap.
const END_PX: f32 = 3.2;
/// What a repaired feature looked like before.
const DRAWN_PX: f32 = 2.0;

/// Hovered first, so that a selected feature keeps its own colour; the chosen finding last.
pub fn paint_emphasised(scene: &Scene<'_>, hover: Option<&FeatureRef>) {
    let hidden: &HashSet<_> = scene.input.hidden;
    let window = scene.pane.extent();
    let shape_of = |name: &FeatureRef| {
        let (_, feature) = scene
            .input
            .workspace
            .feature(name)
            .filter(|_| !hidden.contains(&name.layer))?;
        Some(&feature.shape).filter(|shape| shape.extent().meets(&window))
    };
    let halo = scene.style.halo.gamma_multiply(0.9);
    if let Some(shape) = hover.and_then(shape_of) {
        let line = Stroke::new(2.0, scene.style.hover);
        paint_emphasis(scene, shape, line, Stroke::new(4.0, halo));
    }
    let line = Stroke::new(SELECTED_PX, scene.style.selection);
    let casing = Stroke::new(SELECTED_CASING_PX, scene.style.casing);
    for shape in scene.input.selected_in_sight(&window) {
        paint_emphasis(scene, shape, line, casing);
    }
    for repair in scene.input.selected_repairs() {
        paint_drawn(scene, repair);
    }
    let chosen = scene
        .input
        .selected_finding
        .and_then(|number| scene.input.screening?.findings.get(number));
    if let Some(shape) = chosen.and_then(|finding| finding.shape(scene.input.workspace)) {
        paint_chosen(scene, shape);
    }
}

/// A feature's border, line or place: a line with a casing.
fn paint_emphasis(scene: &Scene<'_>, shape: &Shape, line: Stroke, casing: Stroke) {
    let runs = runs_of(&scene.pane, shape);
    scene.painter.extend(stroke_runs(runs.clone(), casing, false));
    scene.painter.extend(stroke_runs(runs, line, false));
    let radius_px = radius_px(scene.pane.view.resolution_m_per_px()) + 3.0;
    for point in shape.points() {
        let at = scene.pane.screen_from_map(point.0);
        scene.painter.circle_stroke(at, radius_px, casing);
        scene.painter.circle_stroke(at, radius_px, line);
    }
}

/// The outline of a feature as it came, before a repair changed it.
fn paint_drawn(scene: &Scene<'_>, repair: &Repair) {
    let mut runs = Vec::new();
    let polygons = repair.drawn.iter();
    let rings = polygons.flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings.for_each(|ring| runs_along(&scene.pane, &ring.0, &mut runs));
    let line = Stroke::new(DRAWN_PX, scene.style.drawn);
    scene.painter.extend(stroke_runs(runs, line, true));
}

fn paint_chosen(scene: &Scene<'_>, shape: &EvidenceShape) {
    let line = Stroke::new(SELECTED_PX, scene.style.selection);
    let casing = Stroke::new(SELECTED_CASING_PX, scene.style.casing);
    match shape {
        EvidenceShape::Common(shape) => paint_emphasis(scene, shape, line, casing),
        EvidenceShape::Gap { from, to } => {
            let runs = gap_runs(scene, *from, *to);
            scene.painter.extend(stroke_runs(runs.clone(), casing, false));
            scene.painter.extend(stroke_runs(runs, line, false));
            for end in [from, to] {
                let at = scene.pane.screen_from_map(*end);
                scene.painter.circle(at, END_PX + 2.0, Color32::TRANSPARENT, line);
            }
        }
    }
}

fn gap_runs(scene: &Scene<'_>, from: Coord<f64>, to: Coord<f64>) -> Vec<Run> {
    let mut runs = Vec::new();
    runs_along(&scene.pane, &[from, to], &mut runs);
    runs
}
