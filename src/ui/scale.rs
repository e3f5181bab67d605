//! How large text and icons are drawn, beside what the screen asks for.

use eframe::egui::Context;

/// How large everything is drawn, in percent of what the screen asks for: 75 to 250.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale(u16);

impl Default for Scale {
    fn default() -> Scale {
        Scale(100)
    }
}

impl Scale {
    /// What the menu offers, in percent.
    pub const STEPS: [u16; 9] = [75, 90, 100, 110, 125, 150, 175, 200, 250];

    /// The step that is nearest to so many percent.
    pub fn new(percent: u16) -> Scale {
        let steps = Scale::STEPS.into_iter();
        Scale(steps.min_by_key(|step| step.abs_diff(percent)).unwrap_or(100))
    }

    /// In percent.
    pub fn percent(self) -> u16 {
        self.0
    }

    /// So many steps larger; negative for smaller.
    pub fn step(&mut self, by: isize) {
        let place = Scale::STEPS.iter().position(|step| *step == self.0).unwrap_or(2);
        let next = place.saturating_add_signed(by).min(Scale::STEPS.len() - 1);
        *self = Scale(Scale::STEPS[next]);
    }

    /// As the screen asks for.
    pub fn reset(&mut self) {
        *self = Scale::default();
    }

    /// Has the window drawn so. The keys for it are in the table of commands, not with the toolkit.
    pub fn apply(self, ctx: &Context) {
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(f32::from(self.0) / 100.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_within_what_is_offered() {
        let check = |percent: u16, by: isize, expected: u16| {
            let mut scale = Scale::new(percent);
            scale.step(by);
            assert_eq!(scale.percent(), expected);
        };
        check(100, 1, 110);
        check(100, -99, 75);
        check(100, 99, 250);
        check(0, 0, 75);
        check(9999, 0, 250);
        check(101, -1, 90);
        assert_eq!(Scale::default(), Scale::new(100));
    }
}
