//! Puts tables on the clipboard: as HTML and as text at once, which the toolkit cannot.

use crate::attributes::copied::Copied;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::clipboard::Clipboard;
use super::super::copy_note::Copying;

/// Puts text and HTML on a clipboard; false where it takes none.
pub type Sink = fn(&Copied) -> bool;

/// A table that was made.
#[derive(Debug)]
enum Made {
    /// It is on the clipboard.
    There(Copying),
    /// The toolkit is to put it there as text.
    Text(String),
}

/// Copies tables in the background.
#[derive(Debug)]
pub struct ClipboardErrand {
    jobs: Jobs<(), Made>,
    sink: Option<Sink>,
}

impl ClipboardErrand {
    /// Everything goes as text, by the toolkit.
    pub fn new(runner: Runner) -> ClipboardErrand {
        ClipboardErrand {
            jobs: Jobs::new(runner),
            sink: None,
        }
    }

    /// Tables go there.
    pub fn set_sink(&mut self, sink: Sink) {
        self.sink = Some(sink);
    }

    /// True while a table is being copied.
    pub fn busy(&self) -> bool {
        self.jobs.running().next().is_some()
    }

    /// Begins what is asked for, and takes in what only the toolkit can copy.
    pub fn run(&mut self, clipboard: &mut Clipboard) {
        if let Some(make) = clipboard.take() {
            let sink = self.sink;
            self.jobs.start((), move |_| {
                let copied = make();
                let is_there = sink.is_some_and(|sink| copied.html.is_some() && sink(&copied));
                match is_there {
                    true => Made::There(Copying::of(&copied.text)),
                    false => Made::Text(copied.text),
                }
            });
        }
        for (_, outcome) in self.jobs.poll() {
            match outcome {
                Outcome::Done(Made::Text(text)) => clipboard.fall_back(text),
                Outcome::Done(Made::There(copied)) => clipboard.done(copied),
                Outcome::Failed(_) => {}
            }
        }
    }
}

/// The clipboard of the system. The window has its own connection to it, which keeps what is set here.
pub fn system(copied: &Copied) -> bool {
    let Some(html) = &copied.html else {
        return false;
    };
    let set = arboard::Clipboard::new()
        .and_then(|mut clipboard| clipboard.set_html(html.as_str(), Some(copied.text.as_str())));
    set.is_ok()
}
