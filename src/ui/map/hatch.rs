//! Patterns over a fill: small textures that repeat, so a hatched polygon costs as much as a plain one.
//!
//! Lines of a pattern keep their slant on the screen when the map is turned, as the pattern fills of QGIS do: the slant is
//! what tells one meaning from another, and the legend shows it as it is. Turned with the map by 90°, rising lines would be
//! the falling ones of another meaning. What moves with the ground is only where the pattern begins, so that it does not
//! swim when the map is panned.

use eframe::egui::{Color32, ColorImage, Context, Id, TextureHandle, TextureOptions};

use crate::model::symbology::{HATCH_DOT_PX, HATCH_LINE_PX, HATCH_STROKE_PX, HATCH_TILE_PX, Hatch};

/// The tile of a pattern, white on nothing, made at first use and kept; `None` for [`Hatch::Plain`].
pub fn texture(ctx: &Context, hatch: Hatch) -> Option<TextureHandle> {
    if hatch == Hatch::Plain {
        return None;
    }
    let side = (HATCH_TILE_PX * ctx.pixels_per_point()).round().clamp(4.0, 256.0) as usize;
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
            let px = |index: usize| (index as f32 + 0.5) / side as f32 * HATCH_TILE_PX;
            let coverage = coverage(
                hatch,
                px(number % side),
                px(number / side),
                side as f32 / HATCH_TILE_PX,
            );
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
        let phase = along.rem_euclid(HATCH_TILE_PX);
        soft(
            phase.min(HATCH_TILE_PX - phase) * std::f32::consts::FRAC_1_SQRT_2,
            0.5 * HATCH_LINE_PX,
        )
    };
    let dot = |cx: f32, cy: f32| soft((x - cx).hypot(y - cy), HATCH_DOT_PX);
    let straight = |at: f32| soft((at - 0.5 * HATCH_TILE_PX + 0.5).abs(), 0.5 * HATCH_LINE_PX);
    let stroke = |share: f32| {
        let beyond = ((x - share * HATCH_TILE_PX).abs() - 0.5 * HATCH_STROKE_PX).max(0.0);
        soft(beyond.hypot(y - share * HATCH_TILE_PX + 0.5), 0.5 * HATCH_LINE_PX)
    };
    match hatch {
        Hatch::Plain => 0.0,
        Hatch::Level => straight(y),
        Hatch::Upright => straight(x),
        Hatch::Grid => straight(x).max(straight(y)),
        Hatch::Marsh => stroke(0.25).max(stroke(0.75)),
        Hatch::Rising => line(x + y),
        Hatch::Falling => line(x - y),
        Hatch::Crossed => line(x + y).max(line(x - y)),
        Hatch::Dotted => dot(0.25 * HATCH_TILE_PX, 0.25 * HATCH_TILE_PX)
            .max(dot(0.75 * HATCH_TILE_PX, 0.75 * HATCH_TILE_PX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_inked_and_leave_most_of_the_fill_to_see() {
        for (hatch, _) in Hatch::NAMED
            .into_iter()
            .filter(|(hatch, _)| *hatch != Hatch::Plain)
        {
            let image = tile(hatch, 24);
            let ink: f32 = image.pixels.iter().map(|p| f32::from(p.a()) / 255.0).sum::<f32>() / 576.0;
            assert!((0.05..0.45).contains(&ink), "{hatch:?} {ink}");
        }
        assert!(tile(Hatch::Plain, 24).pixels.iter().all(|p| p.a() == 0));
    }
}
