//! Where the window was, and whether there is still a screen there.

use eframe::egui::{Context, Pos2, Rect, Vec2, ViewportCommand, pos2, vec2};
use serde::{Deserialize, Serialize};

/// So much of the window's head must be on a screen, in dots.
const HEAD_PX: Vec2 = vec2(160.0, 40.0);
/// So many frames after it was opened a window may still be without its head and borders.
const OPENING_FRAMES: u32 = 60;
/// No window is opened smaller or larger, in pixels.
const SIZES_PX: std::ops::RangeInclusive<f32> = 320.0..=16_384.0;

/// Where a window was, however large text was drawn in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Left upper corner in dots of the desktop, over which screens of any density lie; systems need not tell it.
    pub at: Option<[f32; 2]>,
    /// Width and height in pixels at 96 dots per inch.
    pub size: [f32; 2],
    /// It filled the screen; `at` and `size` are from before.
    pub maximized: bool,
}

impl Place {
    /// True where the size is one of a window.
    pub fn is_sensible(&self) -> bool {
        self.size.iter().all(|side| SIZES_PX.contains(side))
    }

    /// The corner, if enough of the window would be seen there on one of these screens.
    pub fn corner_on(&self, screens: &[Rect]) -> Option<Pos2> {
        let [x, y] = self.at?;
        let corner = pos2(x, y);
        let is_seen = |screen: &Rect| {
            let for_corners = Rect::from_min_max(screen.min, screen.max - HEAD_PX);
            for_corners.contains(corner)
        };
        screens.iter().any(is_seen).then_some(corner)
    }
}

/// Follows the place of the window.
#[derive(Clone, Debug, Default)]
pub struct Follower {
    /// Where the window is to go once its screen is known.
    wanted: Option<Place>,
    last: Option<Place>,
    /// Where the screens are, in dots of the desktop; none where nobody has said.
    screens: Vec<Rect>,
    /// For so many frames more it is looked whether the window fits the screen. After that a hand has chosen its size.
    opening: u32,
}

impl Follower {
    /// Puts the window there as soon as its screen is known.
    pub fn new(wanted: Option<Place>) -> Follower {
        Follower {
            wanted,
            last: wanted,
            screens: Vec::new(),
            opening: OPENING_FRAMES,
        }
    }

    /// These are the screens, in dots of the desktop.
    pub fn set_screens(&mut self, screens: Vec<Rect>) {
        self.screens = screens;
    }

    /// Where the window is, or was last while it did not fill the screen.
    pub fn place(&self) -> Option<Place> {
        self.last
    }

    /// Called with every frame.
    pub fn step(&mut self, ctx: &Context) {
        let (zoom, dots) = (ctx.zoom_factor(), ctx.pixels_per_point());
        let (screen, outer, inner, filled) = ctx.input(|input| {
            let viewport = input.viewport();
            let filled = viewport.maximized.unwrap_or(false) || viewport.fullscreen.unwrap_or(false);
            let gone = viewport.minimized.unwrap_or(false);
            let inner = viewport.inner_rect.filter(|_| !gone);
            (viewport.monitor_size, viewport.outer_rect, inner, filled)
        });
        if let Some(wanted) = self.wanted {
            let Some(screen) = screen else {
                return;
            };
            self.wanted = None;
            // Where nobody names the screens, the one that the window has opened on counts as the only one.
            let own = [Rect::from_min_size(Pos2::ZERO, screen * dots)];
            let screens = match self.screens.as_slice() {
                [] => &own,
                known => known,
            };
            if let Some(corner) = wanted.corner_on(screens) {
                ctx.send_viewport_cmd(ViewportCommand::OuterPosition(corner / dots));
            }
            if wanted.maximized {
                ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
            }
            return;
        }
        if let Some(left) = self.opening.checked_sub(1) {
            self.opening = left;
            // With its head a window as large as the screen reaches beyond it: its last line would not be seen.
            let is_too_large = outer
                .zip(screen)
                .is_some_and(|(outer, screen)| outer.width() > screen.x || outer.height() > screen.y);
            if is_too_large && !filled {
                self.opening = 0;
                ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
            }
        }
        let Some(inner) = inner else {
            return;
        };
        if filled {
            if let Some(last) = &mut self.last {
                last.maximized = true;
            }
            return;
        }
        // Whole pixels, so that rounding is no change.
        let whole = |scale: f32, x: f32, y: f32| [(x * scale).round(), (y * scale).round()];
        self.last = Some(Place {
            at: outer.map(|outer| whole(dots, outer.min.x, outer.min.y)),
            size: whole(zoom, inner.width(), inner.height()),
            maximized: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{RawInput, Rect, ViewportId};

    use super::*;

    /// Beside a screen of 1920 by 1080 dots stand a higher one on its right and a lower one on its left.
    fn check(at: [f32; 2], (on_one, on_three): (bool, bool)) {
        let place = Place {
            at: Some(at),
            size: [1440.0, 900.0],
            maximized: false,
        };
        let screen =
            |x: f32, y: f32, width: f32, height: f32| Rect::from_min_size(pos2(x, y), vec2(width, height));
        let screens = [
            screen(0.0, 0.0, 1920.0, 1080.0),
            screen(1920.0, -360.0, 2560.0, 1440.0),
            screen(-1280.0, 280.0, 1280.0, 800.0),
        ];
        let is_put = |screens: &[Rect]| place.corner_on(screens).is_some();
        assert_eq!(is_put(&screens[..1]), on_one, "{at:?} on one screen");
        assert_eq!(is_put(&screens), on_three, "{at:?} on three screens");
    }

    #[test]
    fn a_window_comes_back_only_onto_a_screen() {
        check([0.0, 0.0], (true, true));
        check([1500.0, 900.0], (true, true));
        check([1800.0, 20.0], (false, false));
        check([100.0, 1075.0], (false, false));
        check([2400.0, -300.0], (false, true));
        check([2400.0, 1060.0], (false, false));
        check([-1200.0, 300.0], (false, true));
        check([-1200.0, 20.0], (false, false));
        check([-3000.0, 300.0], (false, false));
        check([f32::NAN, 20.0], (false, false));
    }

    /// The corner that a window is sent to in points of a window that is drawn at some number of dots a point.
    fn sent_to(screens: Vec<Rect>, dots: f32) -> Option<Pos2> {
        let mut follower = Follower::new(Some(Place {
            at: Some([2400.0, 150.0]),
            size: [1440.0, 900.0],
            maximized: false,
        }));
        follower.set_screens(screens);
        let ctx = Context::default();
        let mut input = RawInput::default();
        let window = input.viewports.entry(ViewportId::ROOT).or_default();
        window.native_pixels_per_point = Some(dots);
        window.monitor_size = Some(vec2(1920.0, 1080.0) / dots);
        let mut drawn = ctx.run_ui(input, |ui| follower.step(ui.ctx()));
        drawn.textures_delta.clear();
        let commands = &drawn.viewport_output[&ViewportId::ROOT].commands;
        commands.iter().find_map(|command| match command {
            ViewportCommand::OuterPosition(at) => Some(*at),
            _ => None,
        })
    }

    #[test]
    fn a_window_of_a_second_screen_comes_back_there_while_that_is_there() {
        let first = Rect::from_min_size(Pos2::ZERO, vec2(1920.0, 1080.0));
        let second = first.translate(vec2(1920.0, 0.0));
        assert_eq!(sent_to(vec![first, second], 1.0), Some(pos2(2400.0, 150.0)));
        // Dots of the desktop mean the same however many of them the first screen has for a point.
        assert_eq!(sent_to(vec![first, second], 2.0), Some(pos2(1200.0, 75.0)));
        assert_eq!(sent_to(vec![first], 1.0), None);
        assert_eq!(sent_to(Vec::new(), 1.0), None);
    }

    /// Runs frames of a window of some size on a screen of 1440 by 900; true where it is made to fill that.
    fn is_filled(follower: &mut Follower, outer: Vec2, frames: u32) -> bool {
        let ctx = Context::default();
        let mut filled = false;
        for _ in 0..frames {
            let mut input = RawInput::default();
            let window = input.viewports.entry(ViewportId::ROOT).or_default();
            window.monitor_size = Some(vec2(1440.0, 900.0));
            window.outer_rect = Some(Rect::from_min_size(Pos2::ZERO, outer));
            window.inner_rect = window.outer_rect;
            let mut drawn = ctx.run_ui(input, |ui| follower.step(ui.ctx()));
            // There is no screen to bring them to.
            drawn.textures_delta.clear();
            let commands = &drawn.viewport_output[&ViewportId::ROOT].commands;
            filled |= commands.contains(&ViewportCommand::Maximized(true));
        }
        filled
    }

    #[test]
    fn a_window_that_is_opened_larger_than_the_screen_fills_it() {
        let check = |outer: Vec2, expected: bool| {
            assert_eq!(
                is_filled(&mut Follower::new(None), outer, 3),
                expected,
                "{outer:?}"
            );
        };
        check(vec2(1440.0, 900.0), false);
        check(vec2(1440.0, 921.0), true);
        check(vec2(1442.0, 640.0), true);
    }

    /// Somebody may draw a window over two screens.
    #[test]
    fn what_a_hand_made_of_a_window_stays() {
        let mut follower = Follower::new(None);
        assert!(!is_filled(&mut follower, vec2(1200.0, 800.0), OPENING_FRAMES));
        assert!(!is_filled(&mut follower, vec2(2800.0, 800.0), 3));
        // Without a memory, as for a picture, nothing is done to the window.
        assert!(!is_filled(&mut Follower::default(), vec2(2800.0, 800.0), 3));
    }

    #[test]
    fn a_size_is_one_of_a_window() {
        let check = |size: [f32; 2], expected: bool| {
            let place = Place {
                at: None,
                size,
                maximized: false,
            };
            assert_eq!(place.is_sensible(), expected, "{size:?}");
        };
        check([1024.0, 640.0], true);
        check([0.0, 640.0], false);
        check([f32::NAN, 640.0], false);
        check([1e9, 640.0], false);
    }
}
