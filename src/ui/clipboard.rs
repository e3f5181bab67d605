//! Tables on their way to the clipboard. A single line of text goes there by the toolkit alone.

use std::fmt;

use crate::attributes::copied::Copied;

/// Makes what is to be copied; called in the background.
pub type Make = Box<dyn FnOnce() -> Copied + Send>;

/// What waits for the clipboard.
#[derive(Default)]
pub struct Clipboard {
    waiting: Option<Make>,
    text: Option<String>,
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

    /// The text that is to be copied, once.
    pub fn take_text(&mut self) -> Option<String> {
        self.text.take()
    }
}

impl fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clipboard")
            .field("is_waiting", &self.is_waiting())
            .finish()
    }
}
