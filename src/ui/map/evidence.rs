//! What shows a finding: the common part, or the line between the nearest points.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{Color32, Stroke};
use geo::Coord;

use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::finding::{EvidenceShape, Finding, Verdict};
use crate::model::symbology::{Colour, Hatch, of_severity, of_verdict};

use super::mesh::{Mesh, mesh_of};
use super::outline::{Run, runs_along, runs_of, stroke_runs};
use super::paint::{Budget, Fills, Scene};
use super::style::color;

/// Vertices of evidence that one frame may triangulate; the rest follows in the next frames.
const VERTICES_PER_FRAME: usize = 20_000;
/// Shapes of findings that one frame may make beside those of the frame before.
const SHAPES_PER_FRAME: usize = 200;
/// How pale the evidence of an older workspace is.
const OUTDATED_OPACITY: f32 = 0.4;
const BORDER_PX: f32 = 2.2;
const CASING_PX: f32 = 4.6;
const END_PX: f32 = 3.2;

/// Triangles of common parts, by shape. Few and small, so they are made while drawing, a portion per frame.
#[derive(Debug, Default)]
pub struct EvidenceMeshes {
    /// By the address of the shape, which the entry keeps alive.
    by_shape: HashMap<usize, (Arc<Shape>, Mesh)>,
    /// How many findings the last frame has drawn.
    made: usize,
}

impl EvidenceMeshes {
    fn get(&self, shape: &Arc<Shape>) -> Option<&Mesh> {
        self.by_shape.get(&address(shape)).map(|(_, mesh)| mesh)
    }

    /// Makes what is missing, as far as one frame allows; true where something is left to do.
    fn prepare(&mut self, shapes: &[&Arc<Shape>], finding_count: usize) -> bool {
        if self.by_shape.len() > 2 * finding_count + 64 {
            self.by_shape.clear();
        }
        let mut left = VERTICES_PER_FRAME;
        for &shape in shapes {
            if self.by_shape.contains_key(&address(shape)) {
                continue;
            }
            if left == 0 {
                return true;
            }
            left = left.saturating_sub(shape.vertex_count());
            self.by_shape
                .insert(address(shape), (Arc::clone(shape), mesh_of(shape)));
        }
        false
    }
}

/// Draws the evidence of all findings in sight, the gravest last. True where another frame has to finish it.
pub fn paint_evidence(scene: &Scene<'_>, meshes: &mut EvidenceMeshes, budget: &mut Budget) -> bool {
    let Some(screening) = scene.input.screening else {
        return false;
    };
    let window = scene.pane.extent().inflated(scene.pane.metres(8.0));
    let mut seen: Vec<(usize, &Finding)> = screening
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| window.meets(&finding.evidence.extent))
        .collect();
    keep_shortest_gaps(&mut seen, scene.input.selected_finding);
    seen.sort_by_key(|&(number, finding)| {
        let chosen = scene.input.selected_finding == Some(number);
        (
            chosen,
            finding.verdict == Verdict::Conflict,
            finding.severity,
            number,
        )
    });
    // The gravest and the chosen are made first, a portion per frame.
    let workspace = scene.input.workspace;
    let later = seen.len().saturating_sub(SHAPES_PER_FRAME + meshes.made);
    meshes.made = seen.len() - later;
    let shown = &seen[later..];
    let shapes: Vec<(usize, &Finding, &EvidenceShape)> = shown
        .iter()
        .filter_map(|&(number, finding)| Some((number, finding, finding.shape(workspace)?)))
        .collect();
    let common: Vec<&Arc<Shape>> = shapes
        .iter()
        .filter_map(|(_, _, shape)| common_part(shape))
        .collect();
    let unfinished = meshes.prepare(&common, screening.findings.len()) || later > 0;
    for (number, finding, shape) in shapes {
        let chosen = scene.input.selected_finding == Some(number);
        match shape {
            EvidenceShape::Common(shape) => paint_common(scene, finding, (shape, meshes.get(shape)), budget),
            EvidenceShape::Gap { from, to } => paint_gap(scene, finding, *from, *to),
        }
        if chosen {
            paint_chosen(scene, shape);
        }
    }
    unfinished
}

/// Of the lines between one project and the zones that one rule names only the shortest stays, beside the chosen one: a
/// band of attention of a kilometre would cover the map with lines.
fn keep_shortest_gaps(seen: &mut Vec<(usize, &Finding)>, chosen: Option<usize>) {
    let mut shortest: HashMap<(&FeatureRef, &str), (f64, usize)> = HashMap::new();
    for (number, finding) in seen.iter().filter(|(_, finding)| finding.is_gap()) {
        let gap = (finding.evidence.distance_m, *number);
        let best = shortest.entry((&finding.project, &*finding.rule)).or_insert(gap);
        if gap < *best {
            *best = gap;
        }
    }
    seen.retain(|(number, finding)| {
        let best = || {
            shortest
                .get(&(&finding.project, &*finding.rule))
                .map(|(_, best)| *best)
        };
        !finding.is_gap() || chosen == Some(*number) || best() == Some(*number)
    });
}

fn common_part(shape: &EvidenceShape) -> Option<&Arc<Shape>> {
    match shape {
        EvidenceShape::Common(shape) => Some(shape),
        EvidenceShape::Gap { .. } => None,
    }
}

fn address(shape: &Arc<Shape>) -> usize {
    Arc::as_ptr(shape) as usize
}

fn opacity(scene: &Scene<'_>) -> f32 {
    if scene.input.outdated {
        OUTDATED_OPACITY
    } else {
        1.0
    }
}

/// Conflicts by how heavy the rule weighs, the rest by the verdict.
fn colour_of(finding: &Finding) -> Colour {
    match finding.verdict {
        Verdict::Conflict => of_severity(finding.severity),
        other => of_verdict(other).with_opacity(110),
    }
}

fn paint_common(
    scene: &Scene<'_>,
    finding: &Finding,
    (shape, mesh): (&Shape, Option<&Mesh>),
    budget: &mut Budget,
) {
    let colour = colour_of(finding);
    let opacity = opacity(scene);
    if let Some(mesh) = mesh.filter(|mesh| budget.take(mesh.triangle_count(0))) {
        let mut fills = Fills::new(scene);
        fills.add(mesh, 0, color(colour, opacity), Hatch::Plain);
        fills.paint();
    }
    let border = Stroke::new(
        BORDER_PX,
        scene.style.line_color(colour.with_opacity(255), opacity),
    );
    let casing = Stroke::new(CASING_PX, scene.style.halo.gamma_multiply(0.8 * opacity));
    let runs = runs_of(&scene.pane, shape);
    scene.painter.extend(stroke_runs(runs.clone(), casing, false));
    scene.painter.extend(stroke_runs(runs, border, false));
    for point in shape.points() {
        let at = scene.pane.screen_from_map(point.0);
        scene.painter.circle_stroke(at, 2.0 * END_PX, border);
    }
}

fn paint_gap(scene: &Scene<'_>, finding: &Finding, from: Coord<f64>, to: Coord<f64>) {
    let colour = colour_of(finding).with_opacity(255);
    let ink = scene.style.line_color(colour, opacity(scene));
    let casing = scene.style.halo.gamma_multiply(0.8 * opacity(scene));
    let runs = gap_runs(scene, from, to);
    scene
        .painter
        .extend(stroke_runs(runs.clone(), Stroke::new(CASING_PX, casing), false));
    scene
        .painter
        .extend(stroke_runs(runs, Stroke::new(1.8, ink), true));
    for end in [from, to] {
        let at = scene.pane.screen_from_map(end);
        scene.painter.circle(at, END_PX, ink, Stroke::new(1.2, casing));
    }
}

fn paint_chosen(scene: &Scene<'_>, shape: &EvidenceShape) {
    let line = Stroke::new(2.6, scene.style.selection);
    let casing = Stroke::new(5.0, scene.style.casing);
    match shape {
        EvidenceShape::Common(shape) => super::paint::paint_emphasis(scene, shape, line, casing),
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
