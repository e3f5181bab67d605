//! How tiles are drawn that are no pictures yet.

use crate::words::Lang;

/// Pixels of a vector tile's side on a screen of one pixel a point.
pub const SIDE_PT: u32 = 512;
/// Sides are drawn in steps of so many pixels, so that a hair's breadth of difference between screens draws nothing anew.
const STEP_PX: u32 = 64;
/// The least and the most pixels of a side.
const LEAST_SIDE_PX: u32 = 384;
const MOST_SIDE_PX: u32 = 1024;

/// In which language, on which ground, how fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// Of names.
    pub lang: Lang,
    /// On dark ground.
    pub dark: bool,
    side_px: u32,
}

impl Look {
    /// For a screen of so many pixels a point.
    pub fn new(lang: Lang, dark: bool, pixels_per_point: f32) -> Look {
        // A NaN becomes 0.
        let steps = (SIDE_PT as f32 * pixels_per_point / STEP_PX as f32).round() as u32;
        Look {
            lang,
            dark,
            side_px: steps.saturating_mul(STEP_PX).clamp(LEAST_SIDE_PX, MOST_SIDE_PX),
        }
    }

    /// Pixels of a tile's side.
    pub fn side_px(&self) -> u32 {
        self.side_px
    }

    /// Pixels of a point.
    pub fn density(&self) -> f32 {
        self.side_px as f32 / SIDE_PT as f32
    }
}

impl Default for Look {
    fn default() -> Look {
        Look::new(Lang::default(), false, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_follow_the_screen_within_limits() {
        let check = |pixels_per_point, side| {
            assert_eq!(Look::new(Lang::En, false, pixels_per_point).side_px(), side);
        };
        check(1.0, 512);
        check(1.01, 512);
        check(1.25, 640);
        check(2.0, 1024);
        check(3.0, 1024);
        check(0.1, 384);
        check(f32::NAN, 384);
    }
}
