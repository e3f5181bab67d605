//! Tables on their way to the clipboard. A single line of text goes there by the toolkit alone.

use std::fmt;

use eframe::egui::Context;

use crate::attributes::copied::Copied;

use super::copy_note::{CopyNote, CopyWatch, Copying};

/// Makes what is to be copied; called in the background.
pub type Make = Box<dyn FnOnce() -> Copied + Send>;

/// What waits for the clipboard.
#[derive(Default)]
pub struct Clipboard {
    waiting: Option<Make>,
    text: Option<String>,
    copied: Option<Copying>,
    /// A table was asked for in the last frame.
    was_asked: bool,
}

impl Clipboard {
    /// Has a table copied.
    pub fn put(&mut self, copied: Copied) {
        self.put_made(move || copied);
    }

    /// Has a table copied that is made in the background; only the newest counts.
    pub fn put_made(&mut self, make: impl FnOnce() -> Copied + Send + 'static) {
        self.waiting = Some(Box::new(make));
    }

    /// True while something waits.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some() || self.text.is_some()
    }

    /// What is to be made, once.
    pub fn take(&mut self) -> Option<Make> {
        self.waiting.take()
    }

    /// Where the system took no table: it is to be copied as text.
    pub fn fall_back(&mut self, text: String) {
        self.text = Some(text);
    }

    /// A table is on the clipboard of the system.
    pub fn done(&mut self, copied: Copying) {
        self.copied = Some(copied);
    }

    /// Copies what only the toolkit can, and has told what went to the clipboard since the last frame.
    pub fn step(&mut self, ctx: &Context, note: &mut CopyNote) {
        let seen = CopyWatch::take(ctx);
        // Nothing was copied yet where a table is made first.
        let seen = seen.filter(|seen| *seen != Copying::Nothing || !self.was_asked);
        if let Some(copying) = self.copied.take().or(seen) {
            note.tell(ctx, copying);
        }
        if let Some(text) = self.text.take() {
            ctx.copy_text(text);
        }
    }

    /// The frame is at its end.
    pub fn end_frame(&mut self) {
        self.was_asked = self.waiting.is_some();
    }
}

impl fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clipboard")
            .field("is_waiting", &self.is_waiting())
            .finish()
    }
}
