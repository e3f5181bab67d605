//! Textures on their way to the card.

use std::mem::take;

use eframe::egui::TexturesDelta;

/// Textures that have not come to the card yet: a frame that is not shown, such as that of a window which is folded away,
/// leaves them for the next one.
#[derive(Debug, Default)]
pub struct Waiting(TexturesDelta);

impl Drop for Waiting {
    fn drop(&mut self) {
        // There is no card any more to bring them to.
        self.0.clear();
    }
}

impl Waiting {
    /// More waits.
    pub fn add(&mut self, newer: TexturesDelta) {
        self.0.append(newer);
    }

    /// What waits; nothing waits any more then, until more is added.
    pub fn take(&mut self) -> TexturesDelta {
        take(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Color32, ColorImage, Context, TextureOptions};

    #[test]
    fn textures_wait_for_a_frame_that_is_shown() {
        let mut waiting = Waiting::default();
        let ctx = Context::default();
        let handle = ctx.load_texture(
            "p",
            ColorImage::filled([1, 1], Color32::RED),
            TextureOptions::LINEAR,
        );
        let mut first = ctx.run_ui(Default::default(), |_| {}).textures_delta;
        assert!(!first.is_empty());
        waiting.add(take(&mut first));
        drop(handle);
        let mut second = ctx.run_ui(Default::default(), |_| {}).textures_delta;
        waiting.add(take(&mut second));
        let mut all = waiting.take();
        assert!(!all.free.is_empty() && waiting.take().is_empty());
        all.clear();
    }
}
