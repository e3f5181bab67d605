//! Places and styles of a frame, as bytes in the order of drawing.

use super::super::frame::{Ground, PlacedTile, Sheet};
use super::super::paint_style::PaintStyle;
use super::pipelines::{PLACE_BYTES, STYLE_COUNT, STYLES_BYTES};

/// Bytes for the shader, each entry at a multiple of the device's alignment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uniforms {
    /// One place for each tile of each sheet.
    pub places: Vec<u8>,
    /// The styles of each sheet.
    pub styles: Vec<u8>,
    /// Distance between two places.
    pub place_stride: u64,
    /// Distance between two sets of styles.
    pub styles_stride: u64,
}

impl Uniforms {
    /// For all sheets of a frame, in that order. `mean_sizes` are in cells, one for each tile.
    pub fn new(
        ground: &Ground,
        sheets: &[Sheet],
        mean_size: impl Fn(u64) -> f32,
        alignment: u64,
    ) -> Uniforms {
        let mut uniforms = Uniforms {
            place_stride: PLACE_BYTES.next_multiple_of(alignment.max(1)),
            styles_stride: STYLES_BYTES.next_multiple_of(alignment.max(1)),
            ..Uniforms::default()
        };
        let view = Viewport::of(ground);
        for sheet in sheets {
            for tile in &sheet.tiles {
                let words = place(ground, &view, tile, mean_size(tile.tile.serial));
                push(
                    &mut uniforms.places,
                    words.map(f32::to_bits),
                    uniforms.place_stride,
                );
            }
            push_styles(&mut uniforms.styles, &sheet.styles, uniforms.styles_stride);
        }
        uniforms
    }
}

/// The canvas in whole pixels, as egui sets the viewport.
struct Viewport {
    half: [f32; 2],
    /// From its middle to the middle of the canvas.
    shift: [f64; 2],
    corner: [f32; 2],
}

impl Viewport {
    fn of(ground: &Ground) -> Viewport {
        let px = |points: f32| (ground.pixels_per_point * points).round();
        let (min, max) = (ground.rect.min, ground.rect.max);
        let half = [0.5 * (px(max.x) - px(min.x)), 0.5 * (px(max.y) - px(min.y))];
        let middle = ground.rect.center();
        let shift = |points: f32, from: f32, half: f32| {
            f64::from(points) * f64::from(ground.pixels_per_point) - f64::from(from) - f64::from(half)
        };
        Viewport {
            half,
            shift: [
                shift(middle.x, px(min.x), half[0]),
                shift(middle.y, px(min.y), half[1]),
            ],
            corner: [px(min.x), px(min.y)],
        }
    }
}

fn place(ground: &Ground, view: &Viewport, tile: &PlacedTile, mean_size_cells: f32) -> [f32; 12] {
    let ppp = f64::from(ground.pixels_per_point);
    let scale = (tile.scale * ppp) as f32;
    [
        (tile.center[0] * ppp + view.shift[0]) as f32,
        (tile.center[1] * ppp + view.shift[1]) as f32,
        scale,
        mean_size_cells * 64.0 * scale,
        view.half[0],
        view.half[1],
        ground.pixels_per_point,
        ground.radius,
        ground.pattern[0],
        ground.pattern[1],
        view.corner[0],
        view.corner[1],
    ]
}

fn push_styles(bytes: &mut Vec<u8>, styles: &[PaintStyle], stride: u64) {
    let begin = bytes.len();
    for style in styles.iter().take(STYLE_COUNT) {
        bytes.extend(style.words().into_iter().flat_map(u32::to_le_bytes));
    }
    bytes.resize(begin + stride as usize, 0);
}

fn push(bytes: &mut Vec<u8>, words: [u32; 12], stride: u64) {
    let begin = bytes.len();
    bytes.extend(words.into_iter().flat_map(u32::to_le_bytes));
    bytes.resize(begin + stride as usize, 0);
}
