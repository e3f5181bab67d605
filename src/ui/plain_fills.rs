//! Large fills of one colour, painted without egui's shader.
//!
//! That shader looks up a texture for every pixel, even where there is none. A card does not feel it; where the processor
//! plays the card, grounds, stripes of tables and frames took a third of a frame. So, at the end of a frame, the inner
//! part of every large rectangle is handed to a shader that does nothing else. The pixels stay the same.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::epaint::RectShape;
use eframe::egui::layers::ShapeIdx;
use eframe::egui::{Color32, Context, CornerRadius, LayerId, Rect, Shape, Stroke, StrokeKind};

use super::map::gpu::callback::flat_callback;

/// Rectangles with fewer square points cost less than a change of shaders.
const LEAST_AREA: f32 = 3_000.0;

/// Goes through all that was painted in this frame. To be called last.
pub fn hand_over(ctx: &Context, ground: LayerId) {
    let mut layers: Vec<LayerId> = ctx.memory(|memory| memory.layer_ids().collect());
    if !layers.contains(&ground) {
        layers.push(ground);
    }
    let ppp = ctx.pixels_per_point();
    ctx.graphics_mut(|graphics| {
        for layer in layers {
            let Some(list) = graphics.get_mut(layer) else {
                continue;
            };
            for number in 0..list.next_idx().0 {
                list.mutate_shape(ShapeIdx(number), |clipped| {
                    replace(&mut clipped.shape, clipped.clip_rect, ppp);
                });
            }
        }
    });
}

fn replace(shape: &mut Shape, clip: Rect, ppp: f32) {
    match shape {
        Shape::Vec(shapes) => shapes.iter_mut().for_each(|shape| replace(shape, clip, ppp)),
        Shape::Rect(rect) => {
            if let Some(parts) = parts(rect, clip, ppp) {
                *shape = Shape::Vec(parts);
            }
        }
        _ => {}
    }
}

/// A rectangle as its inner part, its rounded rim and its outline; `None` where it is to stay as it is.
fn parts(rect: &RectShape, clip: Rect, ppp: f32) -> Option<Vec<Shape>> {
    let is_plain =
        rect.fill.is_opaque() && rect.blur_width == 0.0 && rect.brush.is_none() && rect.angle == 0.0;
    let is_snapped = rect.round_to_pixels != Some(false);
    // Such an outline moves the rectangle by half its width.
    let is_between = !rect.stroke.is_empty() && rect.stroke_kind == StrokeKind::Middle;
    let rim = rim(rect.corner_radius)?;
    let seen = rect.rect.round_to_pixels(ppp).intersect(clip);
    if !is_plain || !is_snapped || is_between || !seen.is_positive() || seen.area() < LEAST_AREA {
        return None;
    }
    // A pixel below the rim, whose inner edge is soft.
    let inner = rect
        .rect
        .round_to_pixels(ppp)
        .shrink((rim - 1.0).max(0.0))
        .intersect(clip);
    if !inner.is_positive() {
        return None;
    }
    let mut parts = vec![Shape::Callback(flat_callback(inner, rect.fill))];
    let hollow = |stroke: Stroke, kind: StrokeKind| {
        Shape::Rect(RectShape {
            fill: Color32::TRANSPARENT,
            stroke,
            stroke_kind: kind,
            ..rect.clone()
        })
    };
    if rim > 0.0 {
        parts.push(hollow(Stroke::new(rim, rect.fill), StrokeKind::Inside));
    }
    if !rect.stroke.is_empty() {
        parts.push(hollow(rect.stroke, rect.stroke_kind));
    }
    Some(parts)
}

/// How wide the rim of a rectangle is, in which its corners are round: as their radius, for with a wider one egui makes
/// them rounder. `None` for radii that differ, and for those too small to be drawn so.
fn rim(corners: CornerRadius) -> Option<f32> {
    let CornerRadius { nw, ne, sw, se } = corners;
    let radius = nw.max(ne).max(sw).max(se);
    let alike = [nw, ne, sw, se]
        .into_iter()
        .all(|corner| corner == 0 || corner == radius);
    (alike && radius != 1).then_some(f32::from(radius))
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{pos2, vec2};

    /// What becomes of a rectangle of that size, as the names of its parts.
    fn check(size: [f32; 2], change: impl Fn(&mut RectShape), expected: &[&str]) {
        let area = Rect::from_min_size(pos2(10.0, 10.0), vec2(size[0], size[1]));
        let mut rect = RectShape::filled(area, 0.0, Color32::from_rgb(1, 2, 3));
        change(&mut rect);
        let clip = Rect::from_min_size(pos2(0.0, 0.0), vec2(300.0, 300.0));
        let mut shape = Shape::Vec(vec![Shape::Rect(rect)]);
        replace(&mut shape, clip, 1.0);
        let Shape::Vec(mut shapes) = shape else { panic!() };
        let shapes = match shapes.pop() {
            Some(Shape::Vec(parts)) => parts,
            other => other.into_iter().collect(),
        };
        let names = shapes.iter().map(|shape| match shape {
            Shape::Callback(callback) => {
                assert!(clip.contains_rect(callback.rect) && area.expand(1.0).contains_rect(callback.rect));
                "plain"
            }
            Shape::Rect(rect) if rect.fill == Color32::TRANSPARENT => "rim",
            _ => "as it was",
        });
        assert_eq!(names.collect::<Vec<_>>(), expected, "{size:?}");
    }

    #[test]
    fn only_large_plain_fills_are_handed_over() {
        check([100.0, 100.0], |_| {}, &["plain"]);
        check([1_000.0, 1_000.0], |_| {}, &["plain"]);
        check([20.0, 20.0], |_| {}, &["as it was"]);
        check(
            [100.0, 100.0],
            |rect| rect.corner_radius = CornerRadius::same(4),
            &["plain", "rim"],
        );
        check(
            [100.0, 100.0],
            |rect| rect.corner_radius = CornerRadius::same(1),
            &["as it was"],
        );
        check(
            [100.0, 100.0],
            |rect| rect.corner_radius.nw = 4,
            &["plain", "rim"],
        );
        let outlined = |kind| {
            move |rect: &mut RectShape| {
                rect.stroke = Stroke::new(1.0, Color32::BLACK);
                rect.stroke_kind = kind;
            }
        };
        check([100.0, 100.0], outlined(StrokeKind::Inside), &["plain", "rim"]);
        check([100.0, 100.0], outlined(StrokeKind::Middle), &["as it was"]);
        check([100.0, 100.0], |rect| rect.angle = 0.1, &["as it was"]);
        check([100.0, 100.0], |rect| rect.blur_width = 2.0, &["as it was"]);
        let veil = Color32::from_rgba_unmultiplied(1, 2, 3, 99);
        check([100.0, 100.0], |rect| rect.fill = veil, &["as it was"]);
        check([400.0, 5.0], |_| {}, &["as it was"]);
    }
}
