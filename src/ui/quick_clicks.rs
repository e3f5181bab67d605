//! A click as a hand makes it: pressed in one frame, released in a later one.
//!
//! A tap on a pad, or a slow frame, brings both at once. The toolkit then opens a list of choices in the very pass in which
//! the press lifts the window around it, and the list comes to lie behind that window (egui 0.37, `Areas::end_pass`); what
//! is dragged would begin and end without a frame between.

use std::collections::VecDeque;

use eframe::egui::{Context, Event, Plugin, PointerButton, RawInput};

/// Puts off what follows a press, from its release on, to the next frame. Nothing is lost, and the order stays.
#[derive(Debug, Default)]
pub struct QuickClicks {
    later: VecDeque<Event>,
}

impl Plugin for QuickClicks {
    fn debug_name(&self) -> &'static str {
        "quick clicks"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        self.later.extend(input.events.drain(..));
        let count = up_to_release(&self.later);
        input.events.extend(self.later.drain(..count));
        if !self.later.is_empty() {
            ctx.request_repaint();
        }
    }
}

/// How many events there are before the first release of a button that is pressed among them.
fn up_to_release(events: &VecDeque<Event>) -> usize {
    let mut pressed_here: Vec<PointerButton> = Vec::new();
    for (count, event) in events.iter().enumerate() {
        if let Event::PointerButton { button, pressed, .. } = event {
            if *pressed {
                pressed_here.push(*button);
            } else if pressed_here.contains(button) {
                return count;
            }
        }
    }
    events.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Modifiers, Pos2};

    fn button(button: PointerButton, pressed: bool) -> Event {
        Event::PointerButton {
            pos: Pos2::ZERO,
            button,
            pressed,
            modifiers: if pressed {
                Modifiers::NONE
            } else {
                Modifiers::SHIFT
            },
        }
    }

    /// What comes in at once, and how many events each frame then has.
    #[track_caller]
    fn check(events: &[Event], expected: &[usize]) {
        let ctx = Context::default();
        let mut clicks = QuickClicks::default();
        let mut arriving = events.to_vec();
        let (mut given, mut counts) = (Vec::new(), Vec::new());
        loop {
            let mut input = RawInput {
                events: std::mem::take(&mut arriving),
                ..RawInput::default()
            };
            clicks.input_hook(&ctx, &mut input);
            counts.push(input.events.len());
            given.extend(input.events);
            if clicks.later.is_empty() {
                break;
            }
        }
        assert_eq!((counts.as_slice(), given.as_slice()), (expected, events));
    }

    #[test]
    fn a_press_and_its_release_come_in_frames_of_their_own() {
        let (left, right) = (PointerButton::Primary, PointerButton::Secondary);
        let moved = || Event::PointerMoved(Pos2::ZERO);
        check(&[], &[0]);
        check(&[moved(), button(left, true), moved()], &[3]);
        check(&[button(left, false), button(left, true)], &[2]);
        check(
            &[button(left, true), moved(), button(left, false), moved()],
            &[2, 2],
        );
        // Two clicks are three frames: the second press belongs to the frame of the first release.
        let twice = [
            button(left, true),
            button(left, false),
            button(left, true),
            button(left, false),
        ];
        check(&twice, &[1, 2, 1]);
        // Each button for itself.
        let both = [
            button(left, true),
            button(right, false),
            button(right, true),
            button(left, false),
        ];
        check(&both, &[3, 1]);
    }
}
