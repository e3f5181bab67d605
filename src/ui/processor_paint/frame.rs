//! All triangles of a frame in one list, and what is drawn of them one after the other.

use std::ops::Range;

use eframe::egui::epaint::{ClippedPrimitive, Primitive, Vertex};
use eframe::egui::{PaintCallback, Rect, TextureId};

/// Triangles with one texture, within one rectangle.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// What may be drawn on, in points.
    pub clip: Rect,
    /// The texture.
    pub texture: TextureId,
    /// Positions in [`Triangles::indices`].
    pub indices: Range<u32>,
}

/// What stands in a frame, in its order.
#[derive(Debug)]
pub enum Step {
    /// Triangles: positions in [`Triangles::draws`].
    Draws(Range<usize>),
    /// Somebody else's painting, within a rectangle in points.
    Callback(Rect, PaintCallback),
}

/// The triangles of a frame.
#[derive(Debug, Default)]
pub struct Triangles {
    /// Corners of all of them; positions in points.
    pub vertices: Vec<Vertex>,
    /// Three corners for each triangle.
    pub indices: Vec<u32>,
    /// In the order of painting.
    pub draws: Vec<Draw>,
}

/// A frame.
#[derive(Debug, Default)]
pub struct Frame {
    /// All triangles.
    pub triangles: Triangles,
    /// In the order of painting.
    pub steps: Vec<Step>,
}

impl Frame {
    /// Of what egui has made of its shapes.
    pub fn of(primitives: Vec<ClippedPrimitive>) -> Frame {
        let mut frame = Frame::default();
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            match primitive {
                Primitive::Mesh(mesh) if mesh.indices.is_empty() || !mesh.is_valid() => {}
                Primitive::Mesh(mesh) => {
                    let draws = &mut frame.triangles.draws;
                    match frame.steps.last_mut() {
                        Some(Step::Draws(range)) => range.end += 1,
                        _ => frame.steps.push(Step::Draws(draws.len()..draws.len() + 1)),
                    }
                    let first = frame.triangles.vertices.len() as u32;
                    let begin = frame.triangles.indices.len() as u32;
                    frame.triangles.vertices.extend_from_slice(&mesh.vertices);
                    let indices = mesh.indices.iter().map(|index| first + index);
                    frame.triangles.indices.extend(indices);
                    draws.push(Draw {
                        clip: clip_rect,
                        texture: mesh.texture_id,
                        indices: begin..frame.triangles.indices.len() as u32,
                    });
                }
                Primitive::Callback(callback) => frame.steps.push(Step::Callback(clip_rect, callback)),
            }
        }
        frame
    }
}

/// Whole pixels of a rectangle in points, as egui's own painter takes them: left, top, width, height; `None` where there are
/// none on a screen of that size.
pub fn scissor(clip: Rect, pixels_per_point: f32, screen_px: [u32; 2]) -> Option<[u32; 4]> {
    let px = |points: f32, most: u32| ((pixels_per_point * points).round() as u32).min(most);
    let [width, height] = screen_px;
    let (left, top) = (px(clip.min.x, width), px(clip.min.y, height));
    let (right, bottom) = (px(clip.max.x, width), px(clip.max.y, height));
    (right > left && bottom > top).then(|| [left, top, right - left, bottom - top])
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Color32, Mesh, pos2, vec2};

    fn rect(left: f32, top: f32, width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(left, top), vec2(width, height))
    }

    fn mesh(texture: TextureId, rects: usize) -> ClippedPrimitive {
        let mut mesh = Mesh::default();
        (0..rects).for_each(|k| mesh.add_colored_rect(rect(k as f32, 0.0, 1.0, 1.0), Color32::WHITE));
        mesh.texture_id = texture;
        ClippedPrimitive {
            clip_rect: rect(0.0, 0.0, 9.0, 9.0),
            primitive: Primitive::Mesh(mesh),
        }
    }

    fn callback() -> ClippedPrimitive {
        let callback = PaintCallback {
            rect: rect(0.0, 0.0, 5.0, 5.0),
            callback: std::sync::Arc::new(()),
        };
        ClippedPrimitive {
            clip_rect: callback.rect,
            primitive: Primitive::Callback(callback),
        }
    }

    #[track_caller]
    fn check(primitives: Vec<ClippedPrimitive>, steps: &str, indices: &[[u32; 2]]) {
        let frame = Frame::of(primitives);
        let said = frame.steps.iter().map(|step| match step {
            Step::Draws(range) => format!("{range:?}"),
            Step::Callback(..) => "callback".to_owned(),
        });
        assert_eq!(said.collect::<Vec<_>>().join(" "), steps);
        let found: Vec<_> = frame
            .triangles
            .draws
            .iter()
            .map(|draw| [draw.indices.start, draw.indices.end])
            .collect();
        assert_eq!(found, indices);
        let most = frame.triangles.indices.iter().max().map_or(0, |most| most + 1);
        assert_eq!(most as usize, frame.triangles.vertices.len());
    }

    #[test]
    fn triangles_are_gathered_between_callbacks() {
        let font = TextureId::Managed(0);
        check(vec![], "", &[]);
        check(vec![mesh(font, 2)], "0..1", &[[0, 12]]);
        check(
            vec![
                mesh(font, 1),
                mesh(TextureId::Managed(2), 1),
                callback(),
                mesh(font, 1),
            ],
            "0..2 callback 2..3",
            &[[0, 6], [6, 12], [12, 18]],
        );
        check(
            vec![callback(), callback(), mesh(font, 0), mesh(font, 1)],
            "callback callback 0..1",
            &[[0, 6]],
        );
    }

    #[test]
    fn triangles_without_corners_are_left_out() {
        let mut bad = mesh(TextureId::Managed(0), 1);
        if let Primitive::Mesh(mesh) = &mut bad.primitive {
            mesh.indices[0] = 99;
        }
        check(vec![bad], "", &[]);
    }

    #[test]
    fn scissors_stay_on_the_screen() {
        let check = |clip: Rect, points: f32, expected: Option<[u32; 4]>| {
            assert_eq!(scissor(clip, points, [100, 50]), expected, "{clip:?}");
        };
        check(rect(0.0, 0.0, 100.0, 50.0), 1.0, Some([0, 0, 100, 50]));
        check(rect(-10.0, -10.0, 20.0, 20.0), 1.0, Some([0, 0, 10, 10]));
        check(rect(10.4, 10.6, 10.0, 10.0), 1.0, Some([10, 11, 10, 10]));
        check(rect(10.0, 10.0, 10.0, 10.0), 1.5, Some([15, 15, 15, 15]));
        check(rect(90.0, 40.0, 1e9, 1e9), 1.0, Some([90, 40, 10, 10]));
        check(rect(200.0, 0.0, 10.0, 10.0), 1.0, None);
        check(rect(10.0, 10.0, 0.2, 10.0), 1.0, None);
        check(Rect::NOTHING, 1.0, None);
    }
}
