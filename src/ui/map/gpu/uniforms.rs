//! Places and styles of a frame, as bytes in the order of drawing.

use eframe::egui::{Color32, Rect};
use geo::Coord;

use super::super::drawing::source::STYLE_COUNT;
use super::super::frame::{Ground, PlacedTile, Sheet};
use super::super::map_view::MapView;
use super::super::paint_style::PaintStyle;
use super::pipelines::{PLACE_BYTES, STYLES_BYTES};

/// Bytes for the shader, each entry at a multiple of the device's alignment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Uniforms {
    /// One place for the ground and for each tile of each sheet.
    pub places: Vec<u8>,
    /// The styles of each sheet.
    pub styles: Vec<u8>,
    /// Distance between two places.
    pub place_stride: u64,
    /// Distance between two sets of styles.
    pub styles_stride: u64,
}

impl Uniforms {
    /// The ground first, then all sheets of a frame in their order; at the device's alignment.
    pub fn new(ground: &Ground, sheets: &[Sheet], alignment: u64) -> Uniforms {
        let mut uniforms = Uniforms {
            place_stride: PLACE_BYTES.next_multiple_of(alignment.max(1)),
            styles_stride: STYLES_BYTES.next_multiple_of(alignment.max(1)),
            ..Uniforms::default()
        };
        let view = Viewport::of(ground);
        let words = place(ground, &view, None, 1.0);
        push(&mut uniforms.places, words, uniforms.place_stride);
        for sheet in sheets {
            for tile in &sheet.tiles {
                let words = place(ground, &view, Some(tile), sheet.opacity);
                push(&mut uniforms.places, words, uniforms.place_stride);
            }
            push_styles(&mut uniforms.styles, &sheet.styles, uniforms.styles_stride);
        }
        uniforms
    }

    /// For a ground of one colour, and nothing on it.
    pub fn of_color(color: Color32, alignment: u64) -> Uniforms {
        Uniforms::new(&bare(color), &[], alignment)
    }
}

/// The ground of a canvas without anything on it.
fn bare(color: Color32) -> Ground {
    Ground {
        rect: Rect::ZERO,
        view: MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0),
        color,
        pixels_per_point: 1.0,
        radius: 0.0,
        pattern: [0.0; 2],
    }
}

/// The canvas in whole pixels, as egui sets the viewport.
struct Viewport {
    half: [f32; 2],
    /// From its middle to the middle of the canvas.
    shift: [f64; 2],
    /// The middle of the canvas on the screen.
    middle: [f64; 2],
}

impl Viewport {
    fn of(ground: &Ground) -> Viewport {
        let px = |points: f32| (ground.pixels_per_point * points).round();
        let (min, max) = (ground.rect.min, ground.rect.max);
        let half = [0.5 * (px(max.x) - px(min.x)), 0.5 * (px(max.y) - px(min.y))];
        let middle = ground.rect.center();
        let middle = [middle.x, middle.y].map(|at| f64::from(at) * f64::from(ground.pixels_per_point));
        let shift = |middle: f64, from: f32, half: f32| middle - f64::from(from) - f64::from(half);
        Viewport {
            half,
            shift: [
                shift(middle[0], px(min.x), half[0]),
                shift(middle[1], px(min.y), half[1]),
            ],
            middle,
        }
    }
}

/// The words of a place in the shader.
const WORDS: usize = PLACE_BYTES as usize / 4;

/// The place of a tile, or without one that of the ground.
fn place(ground: &Ground, view: &Viewport, tile: Option<&PlacedTile>, opacity: f32) -> [u32; WORDS] {
    let ppp = f64::from(ground.pixels_per_point);
    let (center, scale, square) = tile.map_or(([0.0; 2], 0.0, [[0.0; 2]; 2]), |tile| {
        (tile.center, tile.scale, tile.square)
    });
    let (sin, cos) = ground.view.turn().sin_cos();
    let [own_least, own_most] = square.map(|corner| corner.map(|points| (points * ppp) as f32));
    let numbers = [
        (center[0] * ppp + view.shift[0]) as f32,
        (center[1] * ppp + view.shift[1]) as f32,
        (scale * ppp) as f32,
        opacity,
        view.half[0],
        view.half[1],
        ground.pixels_per_point,
        ground.radius,
        ground.pattern[0],
        ground.pattern[1],
        // For the colour.
        0.0,
        0.0,
        cos as f32,
        sin as f32,
        view.middle[0] as f32,
        view.middle[1] as f32,
        own_least[0],
        own_least[1],
        own_most[0],
        own_most[1],
    ];
    let mut words = numbers.map(f32::to_bits);
    words[10] = u32::from_le_bytes(ground.color.to_array());
    words
}

fn push_styles(bytes: &mut Vec<u8>, styles: &[PaintStyle], stride: u64) {
    let begin = bytes.len();
    for style in styles.iter().take(STYLE_COUNT) {
        bytes.extend(style.words().into_iter().flat_map(u32::to_le_bytes));
    }
    bytes.resize(begin + stride as usize, 0);
}

fn push(bytes: &mut Vec<u8>, words: [u32; WORDS], stride: u64) {
    let begin = bytes.len();
    bytes.extend(words.into_iter().flat_map(u32::to_le_bytes));
    bytes.resize(begin + stride as usize, 0);
}
