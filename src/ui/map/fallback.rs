//! Tiles without a graphics card that keeps them: triangles for egui, made anew for each frame.
//!
//! The number of triangles in a frame is limited; what did not fit is said, not hidden.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::sync::Arc;

use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{
    Color32, ColorImage, Painter, Pos2, Rect, Shape, Stroke, TextureHandle, TextureOptions, Vec2, pos2, vec2,
};

use crate::model::symbology::{DASH_PX, GAP_PX, HATCH_TILE_PX, Hatch};

use super::drawing::build::TileBody;
use super::drawing::grid::{TILE_CELLS, UNITS_PER_CELL};
use super::drawing::stroke::{EDGE, StrokeVertex, unpacked};
use super::frame::{Ground, Parts, PlacedTile, Sheet};
use super::hatch::texture;
use super::markers::{MarkerPaint, paint_marker};
use super::paint_style::{Dot, PaintStyle};
use super::turned_mesh::cut;

/// Most triangles that one frame may have.
const TRIANGLES: usize = 500_000;
/// About so many triangles egui makes of one marker.
const TRIANGLES_PER_MARKER: usize = 120;

/// What is kept from frame to frame, and how much more this one may draw.
#[derive(Default)]
pub struct Fallback {
    /// Pictures of overviews, by tile.
    pictures: HashMap<u64, (TextureHandle, bool)>,
    left: usize,
    /// Something did not fit into the frame.
    pub exceeded: bool,
}

impl fmt::Debug for Fallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fallback")
            .field("exceeded", &self.exceeded)
            .finish_non_exhaustive()
    }
}

impl Fallback {
    /// The next frame begins.
    pub fn begin_frame(&mut self) {
        self.left = TRIANGLES;
        self.exceeded = false;
        self.pictures.retain(|_, (_, used)| std::mem::take(used));
    }

    /// Draws sheets, bottom first.
    pub fn paint(&mut self, painter: &Painter, ground: &Ground, sheets: &[Sheet]) {
        for sheet in sheets {
            if sheet.parts != Parts::Markers {
                for placed in &sheet.tiles {
                    self.paint_overview(painter, ground, sheet, placed);
                }
                for placed in &sheet.tiles {
                    self.paint_tile(painter, ground, sheet, placed);
                }
            }
            if sheet.parts != Parts::NoMarkers {
                for placed in &sheet.tiles {
                    self.paint_markers(painter, ground, sheet, placed);
                }
            }
        }
    }

    fn take(&mut self, triangles: usize) -> bool {
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

    fn paint_overview(&mut self, painter: &Painter, ground: &Ground, sheet: &Sheet, placed: &PlacedTile) {
        let serial = placed.tile.serial;
        let kept = match self.pictures.entry(serial) {
            Entry::Occupied(kept) => Some(kept.into_mut()),
            Entry::Vacant(free) => {
                let image = placed
                    .tile
                    .with_body(|body| body.overview.as_deref().map(picture));
                image.flatten().map(|image| {
                    let name = format!("map overview {serial}");
                    let handle = painter.ctx().load_texture(name, image, TextureOptions::LINEAR);
                    free.insert((handle, true))
                })
            }
        };
        if let Some((handle, used)) = kept {
            *used = true;
            let painter = clipped(painter, placed);
            let faded = Color32::WHITE.gamma_multiply(sheet.opacity);
            let side = (f64::from(TILE_CELLS) * UNITS_PER_CELL) as f32;
            if placed.turn.is_none() {
                let side = (f64::from(side) * placed.scale) as f32;
                let rect = Rect::from_center_size(on_screen(ground, placed, [0.0, 0.0]), Vec2::splat(side));
                let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                painter.image(handle.id(), rect, whole, faded);
                return;
            }
            let mut mesh = Mesh::with_texture(handle.id());
            mesh.vertices = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
                .map(|[x, y]: [f32; 2]| Vertex {
                    pos: on_screen(ground, placed, [side * (x - 0.5), side * (0.5 - y)]),
                    uv: pos2(x, y),
                    color: faded,
                })
                .to_vec();
            mesh.add_triangle(0, 1, 2);
            mesh.add_triangle(2, 1, 3);
            add(&painter, ground, placed, mesh);
        }
    }

    fn paint_tile(&mut self, painter: &Painter, ground: &Ground, sheet: &Sheet, placed: &PlacedTile) {
        let meshes = placed.tile.with_body(|body| {
            let edges = body.strokes.iter().filter(|vertex| vertex[2] & EDGE != 0).count();
            let cased = sheet.styles.iter().any(|style| style.casing_px > 0.0);
            if !self.take(body.indices.len() / 3 + 2 * edges * (1 + usize::from(cased))) {
                return Vec::new();
            }
            let mut meshes = fills(painter, ground, (sheet, placed), body);
            if cased {
                meshes.push(lines(ground, (sheet, placed), body, Line::Casing));
            }
            meshes.push(lines(ground, (sheet, placed), body, Line::Own));
            meshes
        });
        let painter = clipped(painter, placed);
        for mesh in meshes.unwrap_or_default() {
            add(&painter, ground, placed, mesh);
        }
    }

    fn paint_markers(&mut self, painter: &Painter, ground: &Ground, sheet: &Sheet, placed: &PlacedTile) {
        let places = placed
            .tile
            .with_body(|body| body.markers.clone())
            .unwrap_or_default();
        for [at, number] in places {
            let Some(style) = sheet.styles.get(number as usize) else {
                continue;
            };
            let at = on_screen(ground, placed, unpacked(at));
            if !painter.clip_rect().expand(2.0 * ground.radius).contains(at) {
                continue;
            }
            if !self.take(TRIANGLES_PER_MARKER) {
                return;
            }
            match style.dot {
                Dot::Symbol(marker) => {
                    let paint = MarkerPaint {
                        marker,
                        body: style.body,
                        rim: style.rim,
                        ink: style.ink,
                        halo: style.halo,
                        radius_px: ground.radius,
                    };
                    paint_marker(painter, at, &paint);
                }
                Dot::End => {
                    painter.circle_filled(at, 0.38 * ground.radius + 1.5, style.halo);
                    painter.circle_filled(at, 0.38 * ground.radius, style.body);
                }
                Dot::Ring => {
                    let rim = Stroke::new((0.2 * ground.radius).clamp(1.2, 2.2), style.rim);
                    painter.circle_stroke(at, ground.radius + 2.0, rim);
                }
            }
        }
    }
}

fn clipped(painter: &Painter, placed: &PlacedTile) -> Painter {
    painter.with_clip_rect(painter.clip_rect().intersect(placed.clip))
}

/// Draws the part of a mesh that is the tile's own.
fn add(painter: &Painter, ground: &Ground, placed: &PlacedTile, mut mesh: Mesh) {
    if !placed.turn.is_none() {
        cut(&mut mesh, |pos| beside(ground, placed, pos));
    }
    if !mesh.indices.is_empty() {
        painter.add(Shape::Mesh(Arc::new(mesh)));
    }
}

/// How far a point of the screen lies inside each side of what is the tile's own; negative outside.
fn beside(ground: &Ground, placed: &PlacedTile, pos: Pos2) -> [f32; 4] {
    let offset = pos - ground.rect.center();
    let [x, y] = placed.turn.undo([f64::from(offset.x), f64::from(offset.y)]);
    let [[left, top], [right, bottom]] = placed.square;
    [x - left, right - x, y - top, bottom - y].map(|inside| inside as f32)
}

fn on_screen(ground: &Ground, placed: &PlacedTile, [east, north]: [f32; 2]) -> Pos2 {
    let middle = ground.rect.center();
    let [right, down] = placed
        .turn
        .apply([f64::from(east) * placed.scale, -f64::from(north) * placed.scale]);
    pos2(
        (f64::from(middle.x) + placed.center[0] + right) as f32,
        (f64::from(middle.y) + placed.center[1] + down) as f32,
    )
}

/// Triangles of the insides, then of their patterns, then of the patterns above.
fn fills(
    painter: &Painter,
    ground: &Ground,
    (sheet, placed): (&Sheet, &PlacedTile),
    body: &TileBody,
) -> Vec<Mesh> {
    let mut meshes = vec![filled(
        ground,
        (sheet, placed),
        body,
        |style| (Hatch::Plain, style.fill),
        Hatch::Plain,
    )];
    for above in [false, true] {
        let of = move |style: &PaintStyle| match above {
            false => (style.hatch, style.hatch_color),
            true => (style.veil, style.veil_color),
        };
        for (hatch, _) in Hatch::NAMED {
            if hatch == Hatch::Plain || !sheet.styles.iter().any(|style| of(style).0 == hatch) {
                continue;
            }
            if let Some(tile) = texture(painter.ctx(), hatch) {
                let mut mesh = filled(ground, (sheet, placed), body, of, hatch);
                mesh.texture_id = tile.id();
                meshes.push(mesh);
            }
        }
    }
    meshes
}

fn filled(
    ground: &Ground,
    (sheet, placed): (&Sheet, &PlacedTile),
    body: &TileBody,
    of: impl Fn(&PaintStyle) -> (Hatch, Color32),
    wanted: Hatch,
) -> Mesh {
    let mut mesh = Mesh::default();
    let color = |number: u32| {
        let (hatch, color) = sheet.styles.get(number as usize).map(&of)?;
        (hatch == wanted && color != Color32::TRANSPARENT).then_some(color)
    };
    let pattern = vec2(ground.pattern[0], ground.pattern[1]);
    mesh.vertices.extend(body.fill.iter().map(|&[at, number]| {
        let pos = on_screen(ground, placed, unpacked(at));
        let uv = match wanted {
            Hatch::Plain => WHITE_UV,
            _ => ((pos + pattern).to_vec2() / HATCH_TILE_PX).to_pos2(),
        };
        let color = color(number).unwrap_or(Color32::TRANSPARENT);
        Vertex { pos, uv, color }
    }));
    let shown = |triangle: &&[u32]| {
        let first = triangle.first().and_then(|&index| body.fill.get(index as usize));
        first.is_some_and(|&[_, number]| color(number).is_some())
    };
    mesh.indices = body
        .indices
        .chunks_exact(3)
        .filter(shown)
        .flatten()
        .copied()
        .collect();
    mesh
}

#[derive(Clone, Copy, PartialEq)]
enum Line {
    Own,
    Casing,
}

/// Edges as quadrangles.
fn lines(ground: &Ground, (sheet, placed): (&Sheet, &PlacedTile), body: &TileBody, which: Line) -> Mesh {
    let mut mesh = Mesh::default();
    for pair in body.strokes.windows(2) {
        let &[from, to] = pair else { continue };
        let Some(style) = sheet
            .styles
            .get((from[2] & 0xff) as usize)
            .filter(|_| from[2] & EDGE != 0)
        else {
            continue;
        };
        let (width, color) = match which {
            Line::Own => (style.line_px, style.line),
            Line::Casing => (style.casing_px, style.casing),
        };
        if width <= 0.0 {
            continue;
        }
        let [a, b] = [from, to].map(|vertex: StrokeVertex| on_screen(ground, placed, unpacked(vertex[0])));
        if !ground.rect.expand(width).intersects(Rect::from_two_pos(a, b)) {
            continue;
        }
        if which == Line::Own && style.dashed {
            let along = f32::from_bits(from[1]) * (UNITS_PER_CELL * placed.scale) as f32;
            dashes(a, b, along, |a, b| quadrangle(&mut mesh, (a, b), width, color));
        } else {
            quadrangle(&mut mesh, (a, b), width, color);
        }
    }
    mesh
}

fn dashes(a: Pos2, b: Pos2, along: f32, mut give: impl FnMut(Pos2, Pos2)) {
    let period = DASH_PX + GAP_PX;
    let length = (b - a).length();
    let at = |walked: f32| a + (b - a) * (walked / length.max(1e-6)).clamp(0.0, 1.0);
    let mut start = -along.rem_euclid(period);
    // A line of millions of pixels has most of its dashes out of sight; nobody counts them.
    let most = 10_000;
    for _ in 0..most {
        if start >= length {
            return;
        }
        if start + DASH_PX > 0.0 {
            give(at(start.max(0.0)), at(start + DASH_PX));
        }
        start += period;
    }
}

fn quadrangle(mesh: &mut Mesh, (a, b): (Pos2, Pos2), width: f32, color: Color32) {
    let across = (b - a).normalized().rot90() * (0.5 * width.max(1.0));
    let first = mesh.vertices.len() as u32;
    for pos in [a + across, a - across, b + across, b - across] {
        mesh.colored_vertex(pos, color);
    }
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first + 2, first + 1, first + 3);
}

/// An overview as egui has pictures.
fn picture(texels: &[u8]) -> ColorImage {
    ColorImage::from_rgba_premultiplied([TILE_CELLS as usize; 2], texels)
}
