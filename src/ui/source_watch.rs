//! When the files of open layers are looked at: other programs may change them.

use std::time::Duration;

use eframe::egui::Context;

use crate::session::Session;
use crate::session::command::Command;

/// How often, in seconds.
const LOOK_S: f64 = 5.0;

/// Looks at once when the window gets the keyboard, and now and then while it has it.
#[derive(Debug, Default)]
pub struct SourceWatch {
    /// When they were looked at last, in seconds of the window's clock.
    looked_s: f64,
    had_focus: bool,
}

impl SourceWatch {
    /// To be called once a frame.
    pub fn step(&mut self, ctx: &Context, session: &mut Session) {
        let (focused, now_s) = ctx.input(|input| (input.focused, input.time));
        let due = now_s - self.looked_s >= LOOK_S;
        if focused && (due || !self.had_focus) {
            self.looked_s = now_s;
            session.dispatch(Command::LookAtSources);
        }
        self.had_focus = focused;
        if focused && session.workspace().is_some() {
            ctx.request_repaint_after(Duration::from_secs_f64(LOOK_S));
        }
    }
}
