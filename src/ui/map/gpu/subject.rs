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
    tiles: Vec<Cut>,
}

/// A tile by its serial, where it is cut, and what is drawn of it.
#[derive(Clone, Debug, PartialEq)]
struct Cut {
    serial: u64,
    clip: Rect,
    square: [[f64; 2]; 2],
    parts: Parts,
}

impl Subject {
    /// Sheets on a ground, with their places and styles.
    pub fn new(ground: &Ground, uniforms: Uniforms, sheets: &[Sheet], screen: &ScreenDescriptor) -> Subject {
        let tiles = sheets.iter().flat_map(|sheet| {
            let tiles = sheet.tiles.iter();
            tiles.map(|placed| Cut {
                serial: placed.tile.serial,
                clip: placed.clip,
                square: placed.square,
                parts: sheet.parts,
            })
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
        let inner = |subject: &Subject, shift: Vec2| -> Vec<(u64, Parts)> {
            let tiles = subject.tiles.iter();
            let inner = tiles.filter(|cut| subject.reaches(cut, common.translate(-shift)));
            inner.map(|cut| (cut.serial, cut.parts)).collect()
        };
        (inner(self, by) == inner(other, Vec2::ZERO)).then(|| around(canvas, common))
    }
}

impl Subject {
    /// True where a tile shows in a part of the canvas: a point less, for those that merely touch.
    fn reaches(&self, cut: &Cut, part: Rect) -> bool {
        let turn = self.ground.view.turn();
        let reaches = cut.clip.intersect(part).shrink(1.0).is_positive();
        if turn.is_none() || !reaches {
            return reaches;
        }
        let middle = self.ground.rect.center();
        let corners = [
            part.left_top(),
            part.right_top(),
            part.right_bottom(),
            part.left_bottom(),
        ];
        let back = corners.map(|corner| {
            let offset = corner - middle;
            turn.undo([f64::from(offset.x), f64::from(offset.y)])
        });
        let [least, most] = cut.square;
        (0..2).all(|axis| {
            let along = back.iter().map(|corner| corner[axis]);
            let (low, high) = along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| {
                (low.min(at), high.max(at))
            });
            high.min(most[axis]) - low.max(least[axis]) > 2.0
        })
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
