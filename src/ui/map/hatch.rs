//! Patterns over a fill: small textures that repeat, so a hatched polygon costs as much as a plain one.

use eframe::egui::{Color32, ColorImage, Context, Id, Pos2, TextureHandle, TextureOptions};

use crate::model::symbology::Hatch;

use super::map_view::Pane;

/// Side of the repeating tile in pixels.
const TILE_PX: f32 = 12.0;
/// Width of the lines in pixels.
const LINE_PX: f32 = 1.1;
/// Radius of the dots in pixels.
const DOT_PX: f32 = 1.5;

/// Where a screen point falls on the tiles, such that the pattern moves with the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tiling {
    /// Tile coordinate of the screen's origin.
    origin: [f64; 2],
}

impl Tiling {
    /// The tiling of a pane.
    pub fn of(pane: &Pane) -> Tiling {
        let [x, y] = pane.offset_px(geo::Coord { x: 0.0, y: 0.0 });
        let middle = pane.rect.center();
        let share =
            |offset: f64, middle: f32| (-(offset + f64::from(middle)) / f64::from(TILE_PX)).rem_euclid(1.0);
        Tiling {
            origin: [share(x, middle.x), share(y, middle.y)],
        }
    }

    /// Texture coordinate of a screen point.
    pub fn uv(&self, point: Pos2) -> Pos2 {
        let along = |px: f32, origin: f64| (f64::from(px) / f64::from(TILE_PX) + origin) as f32;
        Pos2::new(along(point.x, self.origin[0]), along(point.y, self.origin[1]))
    }
}

/// The tile of a pattern, white on nothing, made at first use and kept; `None` for [`Hatch::Plain`].
pub fn texture(ctx: &Context, hatch: Hatch) -> Option<TextureHandle> {
    if hatch == Hatch::Plain {
        return None;
    }
    let side = (TILE_PX * ctx.pixels_per_point()).round().clamp(4.0, 256.0) as usize;
    let id = Id::unique(("map hatch", format!("{hatch:?}"), side));
    if let Some(handle) = ctx.data(|data| data.get_temp::<TextureHandle>(id)) {
        return Some(handle);
    }
    let handle = ctx.load_texture(
        format!("hatch {hatch:?}"),
        tile(hatch, side),
        TextureOptions::LINEAR_REPEAT,
    );
    ctx.data_mut(|data| data.insert_temp(id, handle.clone()));
    Some(handle)
}

fn tile(hatch: Hatch, side: usize) -> ColorImage {
    let pixels = (0..side * side)
        .map(|number| {
            let px = |index: usize| (index as f32 + 0.5) / side as f32 * TILE_PX;
            let coverage = coverage(hatch, px(number % side), px(number / side), side as f32 / TILE_PX);
            Color32::WHITE.gamma_multiply(coverage)
        })
        .collect();
    ColorImage::new([side, side], pixels)
}

/// How much of the texel at `x`, `y` (pixels within the tile) is inked, 0 to 1.
fn coverage(hatch: Hatch, x: f32, y: f32, texels_per_px: f32) -> f32 {
    let soft =
        |distance_px: f32, half_px: f32| ((half_px - distance_px) * texels_per_px + 0.5).clamp(0.0, 1.0);
    let line = |along: f32| {
        let phase = along.rem_euclid(TILE_PX);
        soft(
            phase.min(TILE_PX - phase) * std::f32::consts::FRAC_1_SQRT_2,
            0.5 * LINE_PX,
        )
    };
    let dot = |cx: f32, cy: f32| soft((x - cx).hypot(y - cy), DOT_PX);
    match hatch {
        Hatch::Plain => 0.0,
        Hatch::Rising => line(x + y),
        Hatch::Falling => line(x - y),
        Hatch::Crossed => line(x + y).max(line(x - y)),
        Hatch::Dotted => dot(0.25 * TILE_PX, 0.25 * TILE_PX).max(dot(0.75 * TILE_PX, 0.75 * TILE_PX)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;
    use eframe::egui::{Rect, pos2, vec2};
    use geo::Coord;

    #[test]
    fn tiles_are_inked_and_leave_most_of_the_fill_to_see() {
        for hatch in [Hatch::Rising, Hatch::Falling, Hatch::Crossed, Hatch::Dotted] {
            let image = tile(hatch, 24);
            let ink: f32 = image.pixels.iter().map(|p| f32::from(p.a()) / 255.0).sum::<f32>() / 576.0;
            assert!((0.05..0.45).contains(&ink), "{hatch:?} {ink}");
        }
        assert!(tile(Hatch::Plain, 24).pixels.iter().all(|p| p.a() == 0));
    }

    #[test]
    fn the_pattern_stays_on_the_ground_when_the_map_is_panned() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(800.0, 600.0));
        let view = MapView::new(
            Coord {
                x: 40_500_000.0,
                y: 3_350_000.0,
            },
            0.7,
        );
        let place = Coord {
            x: 40_500_010.0,
            y: 3_350_040.0,
        };
        let phase = |view: MapView| {
            let pane = view.on(rect);
            let uv = Tiling::of(&pane).uv(pane.screen_from_map(place));
            [uv.x.rem_euclid(1.0), uv.y.rem_euclid(1.0)]
        };
        let (before, after) = (phase(view), phase(view.panned(vec2(33.0, -71.0))));
        for (a, b) in before.into_iter().zip(after) {
            assert!((a - b).abs() < 1e-3, "{before:?} {after:?}");
        }
    }
}
