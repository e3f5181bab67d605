//! What a picture of the canvas shows, and how one lies in another.

use eframe::egui::{PaintCallbackInfo, Pos2, Rect, Vec2, pos2, vec2};
use eframe::egui_wgpu::ScreenDescriptor;

use super::super::frame::{Ground, Parts, Sheet};
use super::picture::Movement;
use super::uniforms::Uniforms;

/// Everything that decides how a canvas looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    ground: Ground,
    size_px: [u32; 2],
    uniforms: Uniforms,
    /// The tiles by their serials, where they are cut, and what is drawn of them.
    tiles: Vec<(u64, Rect, Parts)>,
}

impl Subject {
    /// Sheets on a ground, with their places and styles.
    pub fn new(ground: &Ground, uniforms: Uniforms, sheets: &[Sheet], screen: &ScreenDescriptor) -> Subject {
        let tiles = sheets.iter().flat_map(|sheet| {
            let tiles = sheet.tiles.iter();
            tiles.map(|placed| (placed.tile.serial, placed.clip, sheet.parts))
        });
        Subject {
            ground: *ground,
            size_px: screen.size_in_pixels,
            tiles: tiles.collect(),
            uniforms,
        }
    }

    /// What egui would say of the canvas.
    pub fn info(&self) -> PaintCallbackInfo {
        PaintCallbackInfo {
            viewport: self.ground.rect,
            clip_rect: self.ground.rect,
            pixels_per_point: self.ground.pixels_per_point,
            screen_size_px: self.size_px,
        }
    }

    /// Its places and styles, for the shader.
    pub fn uniforms(&self) -> &Uniforms {
        &self.uniforms
    }

    /// The screen.
    pub fn size_px(&self) -> [u32; 2] {
        self.size_px
    }

    /// True where the ground hides all below.
    pub fn is_opaque(&self) -> bool {
        self.ground.color.is_opaque()
    }

    /// True where a picture of the one can become one of the other.
    pub fn is_like(&self, other: &Subject) -> bool {
        (self.size_px, self.is_opaque()) == (other.size_px, other.is_opaque())
    }

    /// Where the pixels of a view of `other` lie in the picture of this one.
    pub fn movement(&self, other: &Subject) -> Movement {
        let [own, its] = [self, other].map(|subject| subject.ground.pane());
        let ppp = other.ground.pixels_per_point;
        let moved = |point: Pos2| {
            let there = own.screen_from_map(its.map_from_screen(point / ppp));
            there.to_vec2() * self.ground.pixels_per_point
        };
        // Far corners, so that the steps between pixels are not lost in those of `f32`.
        const FAR: f32 = 1024.0;
        let origin = moved(Pos2::ZERO);
        let across = (moved(pos2(FAR, 0.0)) - origin) / FAR;
        let down = (moved(pos2(0.0, FAR)) - origin) / FAR;
        match self.is_moved(other) {
            true => Movement::by(vec2(origin.x.round(), origin.y.round())),
            false => Movement { across, down, origin },
        }
    }

    /// True where the other shows the same at another place.
    fn is_moved(&self, other: &Subject) -> bool {
        let [own, its] = [self, other].map(|subject| subject.ground);
        own.view.with_center(its.view.center()) == its.view
            && own.pixels_per_point == its.pixels_per_point
            && own.rect == its.rect
    }

    /// The parts of the view of `other` that this one has not; `None` where the two differ in more than their place: in
    /// what is drawn, how, or how large.
    pub fn lacking(&self, other: &Subject) -> Option<Vec<Rect>> {
        if !self.is_moved(other) || self.uniforms.styles != other.uniforms.styles {
            return None;
        }
        let by = -self.movement(other).origin / other.ground.pixels_per_point;
        let canvas = other.ground.rect;
        let common = canvas.translate(by).intersect(canvas);
        if !common.is_positive() {
            return None;
        }
        // A point less, for clips that merely touch.
        let inner = |subject: &Subject, shift: Vec2| -> Vec<(u64, Parts)> {
            let tiles = subject.tiles.iter();
            let inner = tiles
                .filter(|(_, clip, _)| clip.translate(shift).intersect(common).shrink(1.0).is_positive());
            inner.map(|(serial, _, parts)| (*serial, *parts)).collect()
        };
        (inner(self, by) == inner(other, Vec2::ZERO)).then(|| around(canvas, common))
    }
}

/// What a rectangle within another leaves of it.
fn around(canvas: Rect, inner: Rect) -> Vec<Rect> {
    let parts = [
        (canvas.min.x..=canvas.max.x, canvas.min.y..=inner.min.y),
        (canvas.min.x..=canvas.max.x, inner.max.y..=canvas.max.y),
        (canvas.min.x..=inner.min.x, inner.min.y..=inner.max.y),
        (inner.max.x..=canvas.max.x, inner.min.y..=inner.max.y),
    ];
    let parts = parts.into_iter().map(|(x, y)| Rect::from_x_y_ranges(x, y));
    parts.filter(Rect::is_positive).collect()
}
