//! One frame: what of the layers shows, as triangles and lines for egui.
//!
//! All vertices pass through `f64` on the way to the screen. The number of triangles in a frame is limited; what did not
//! fit is said, not hidden.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::epaint::{Mesh as Triangles, Vertex, WHITE_UV};
use eframe::egui::{Color32, Painter, Pos2, Shape as Paint, Stroke};

use crate::geom::shape::{Dimension, Shape};
use crate::model::feature::FeatureRef;
use crate::model::finding::Verdict;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::symbology::{Hatch, Symbol, of_verdict};

use super::hatch::{Tiling, texture};
use super::input::MapInput;
use super::map_view::Pane;
use super::markers::{MarkerPaint, paint_marker, radius_px};
use super::mesh::{LayerMesh, Mesh};
use super::outline::{runs_of, stroke_runs};
use super::specks::Specks;
use super::style::{CanvasStyle, color};

/// Most triangles that one frame may have.
const TRIANGLES: usize = 500_000;
/// About so many triangles egui makes of each edge of a soft line.
const TRIANGLES_PER_EDGE: usize = 6;
/// And of one marker.
const TRIANGLES_PER_MARKER: usize = 120;
/// How much wider than the line is the halo that lifts a project off the zones.
const CASING_PX: f32 = 2.4;
/// What is smaller than this is drawn as its box.
const SPECK_PX: f64 = 4.0;
/// What is larger than this is never drawn as its box.
const LARGE_PX: f64 = 24.0;

/// What every step of a frame needs.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What is drawn.
    pub input: &'a MapInput<'a>,
    /// From where.
    pub pane: Pane,
    /// In which colours.
    pub style: CanvasStyle,
    /// Onto what.
    pub painter: &'a Painter,
}

/// How much more one frame may draw.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    left: usize,
    /// Something did not fit.
    pub exceeded: bool,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            left: TRIANGLES,
            exceeded: false,
        }
    }
}

impl Budget {
    /// Takes so many triangles, if there are.
    pub fn take(&mut self, triangles: usize) -> bool {
        match self.left.checked_sub(triangles) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.exceeded = true;
                false
            }
        }
    }
}

/// The verdict of each project, by layer and id.
pub type Verdicts<'a> = HashMap<&'a FeatureRef, Verdict>;

/// Fills, patterns, borders and lines of one layer, and its markers unless they are projects'.
pub fn paint_layer(scene: &Scene<'_>, layer: &Layer, mesh: &LayerMesh, budget: &mut Budget) {
    let verdicts = verdicts_of(scene, layer);
    let mut fills = Fills::new(scene);
    let opacity = scene.input.opacity_of(layer);
    let symbols: Vec<Symbol> = mesh.looks.iter().map(|look| look.meaning.symbol()).collect();
    let visible = layer.candidates(&scene.pane.extent());
    let mut lines = Vec::new();
    let mut specks = Specks::new(scene.pane, scene.style);
    for &position in &visible {
        let (Some(feature), Some(symbol)) = (
            layer.features().get(position),
            mesh.look_of(position).and_then(|look| symbols.get(look)),
        ) else {
            continue;
        };
        if feature.shape.dimension() <= Dimension::Point {
            continue;
        }
        let size_px = specks.size_px(&feature.shape.extent());
        if size_px < SPECK_PX {
            specks.add(&feature.shape.extent(), symbol, opacity);
            continue;
        }
        if !budget.take(mesh.mesh.triangle_count(position)) {
            // Rather coarse than missing, while the coarseness is small.
            if size_px < LARGE_PX {
                specks.add(&feature.shape.extent(), symbol, opacity);
            }
            continue;
        }
        fills.add_symbol(&mesh.mesh, position, symbol, opacity);
        if matches!(
            verdicts.get(&layer.name_of(feature)),
            Some(Verdict::NotChecked(_))
        ) {
            fills.add_symbol(&mesh.mesh, position, &CanvasStyle::not_checked(), opacity);
        }
        if layer.about.role == Role::Project {
            let casing = Stroke::new(
                symbol.stroke_px + CASING_PX,
                scene.style.halo.gamma_multiply(0.7 * opacity),
            );
            lines.extend(lines_of(scene, &feature.shape, (symbol, casing), budget));
        }
        lines.extend(lines_of(
            scene,
            &feature.shape,
            (symbol, scene.style.stroke(symbol, opacity)),
            budget,
        ));
    }
    fills.paint();
    scene.painter.extend(lines);
    specks.paint(scene.painter);
    if layer.about.role != Role::Project {
        paint_markers(scene, layer, mesh, budget);
    }
}

/// Markers of one layer's points; those of projects wear the colour of their verdict.
pub fn paint_markers(scene: &Scene<'_>, layer: &Layer, mesh: &LayerMesh, budget: &mut Budget) {
    let verdicts = verdicts_of(scene, layer);
    let radius_px = radius_px(scene.pane.view.resolution_m_per_px());
    let around = scene.pane.extent().inflated(scene.pane.metres(2.0 * radius_px));
    for position in layer.candidates(&around) {
        let (Some(feature), Some(look)) = (
            layer.features().get(position),
            mesh.look_of(position).and_then(|look| mesh.looks.get(look)),
        ) else {
            continue;
        };
        let points = feature.shape.points();
        if points.0.is_empty() {
            continue;
        }
        let verdict = verdicts.get(&layer.name_of(feature)).copied();
        for point in points {
            if !budget.take(TRIANGLES_PER_MARKER) {
                return;
            }
            let paint = MarkerPaint {
                symbol: &look.meaning.symbol(),
                rim: verdict.map(|verdict| color(of_verdict(verdict), 1.0)),
                opacity: scene.input.opacity_of(layer),
                radius_px,
            };
            paint_marker(
                scene.painter,
                scene.pane.screen_from_map(point.0),
                &paint,
                &scene.style,
            );
        }
    }
}

/// A feature's border, line or place, over everything else: a line with a casing.
pub fn paint_emphasis(scene: &Scene<'_>, shape: &Shape, line: Stroke, casing: Stroke) {
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

/// Borders and lines of a shape, if the budget has room for them.
pub fn lines_of(
    scene: &Scene<'_>,
    shape: &Shape,
    (symbol, stroke): (&Symbol, Stroke),
    budget: &mut Budget,
) -> Vec<Paint> {
    let runs = runs_of(&scene.pane, shape);
    let edges: usize = runs.iter().map(|run| run.points.len()).sum();
    if !budget.take(TRIANGLES_PER_EDGE * edges) {
        return Vec::new();
    }
    stroke_runs(runs, stroke, symbol.dashed)
}

/// Triangles of one layer, gathered by pattern.
pub struct Fills<'a> {
    scene: &'a Scene<'a>,
    tiling: Tiling,
    meshes: Vec<(Hatch, Triangles)>,
}

impl<'a> Fills<'a> {
    /// Nothing yet.
    pub fn new(scene: &'a Scene<'a>) -> Fills<'a> {
        Fills {
            scene,
            tiling: Tiling::of(&scene.pane),
            meshes: vec![(Hatch::Plain, Triangles::default())],
        }
    }

    /// Fill and pattern of one shape.
    pub fn add_symbol(&mut self, mesh: &Mesh, position: usize, symbol: &Symbol, opacity: f32) {
        let style = self.scene.style;
        self.add(mesh, position, style.fill(symbol, opacity), Hatch::Plain);
        if symbol.hatch != Hatch::Plain {
            self.add(mesh, position, style.hatch(symbol, opacity), symbol.hatch);
        }
    }

    /// One shape in one colour: solid for [`Hatch::Plain`], else only the pattern.
    pub fn add(&mut self, mesh: &Mesh, position: usize, color: Color32, hatch: Hatch) {
        if color == Color32::TRANSPARENT {
            return;
        }
        let Some(number) = self.number_of(hatch) else {
            return;
        };
        let (pane, tiling) = (self.scene.pane, self.tiling);
        let Some((_, triangles)) = self.meshes.get_mut(number) else {
            return;
        };
        for span in mesh.spans(position) {
            let Some(chunk) = mesh.chunks.get(span.chunk) else {
                continue;
            };
            let shift = triangles.vertices.len() as u32;
            let place = Placed::new(&pane, chunk.center);
            let vertices = chunk.vertices.get(span.vertices.clone()).unwrap_or_default();
            triangles.vertices.extend(vertices.iter().map(|&vertex| {
                let pos = place.on_screen(vertex);
                let uv = if hatch == Hatch::Plain {
                    WHITE_UV
                } else {
                    tiling.uv(pos)
                };
                Vertex { pos, uv, color }
            }));
            let first = span.vertices.start as u32;
            let indices = chunk.indices.get(span.indices.clone()).unwrap_or_default();
            triangles
                .indices
                .extend(indices.iter().map(|&index| u32::from(index) - first + shift));
        }
    }

    fn number_of(&mut self, hatch: Hatch) -> Option<usize> {
        if let Some(number) = self.meshes.iter().position(|(known, _)| *known == hatch) {
            return Some(number);
        }
        let tile = texture(self.scene.painter.ctx(), hatch)?;
        self.meshes.push((hatch, Triangles::with_texture(tile.id())));
        Some(self.meshes.len() - 1)
    }

    /// Draws all of it.
    pub fn paint(self) {
        for (_, triangles) in self.meshes {
            if !triangles.indices.is_empty() {
                self.scene.painter.add(Paint::mesh(Arc::new(triangles)));
            }
        }
    }
}

/// A chunk's centre on the screen, in doubles.
struct Placed {
    center_px: [f64; 2],
    px_per_m: f64,
}

impl Placed {
    fn new(pane: &Pane, center: geo::Coord<f64>) -> Placed {
        let [x, y] = pane.offset_px(center);
        let middle = pane.rect.center();
        Placed {
            center_px: [x + f64::from(middle.x), y + f64::from(middle.y)],
            px_per_m: 1.0 / pane.view.resolution_m_per_px(),
        }
    }

    fn on_screen(&self, [east_m, north_m]: [f32; 2]) -> Pos2 {
        Pos2::new(
            (self.center_px[0] + f64::from(east_m) * self.px_per_m) as f32,
            (self.center_px[1] - f64::from(north_m) * self.px_per_m) as f32,
        )
    }
}

fn verdicts_of<'a>(scene: &Scene<'a>, layer: &Layer) -> Verdicts<'a> {
    let screening = scene
        .input
        .screening
        .filter(|_| layer.about.role == Role::Project);
    let accounts = screening
        .map(|screening| screening.projects.as_slice())
        .unwrap_or_default();
    accounts
        .iter()
        .filter(|account| account.project.layer == layer.about.id)
        .map(|account| (&account.project, account.verdict))
        .collect()
}
