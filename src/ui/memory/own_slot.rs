//! The slot of this window: found once somebody has answered what becomes of what was left, and left to the next start where
//! that could not be gone on with.

use std::path::{Path, PathBuf};

use crate::report::files;
use crate::session::jobs::{Jobs, Runner};

use super::session_file::{FILE_NAME, Last, RECOVERY_NAME};
use super::slots::{Slot, Slots};

/// See the module.
#[derive(Debug)]
pub struct OwnSlot {
    slots: Slots,
    is_settled: bool,
    own: Option<Slot>,
    /// Another slot, from which something was gone on with. It is held as long as the program runs, for what is open was read
    /// from there.
    from: Option<Slot>,
    /// What was gone on with stands in the own slot, too.
    is_copied: bool,
    /// Slots whose sessions are being closed.
    closing: Jobs<PathBuf, ()>,
}

impl Default for OwnSlot {
    fn default() -> OwnSlot {
        OwnSlot::new(Runner::Inline, Slots::default())
    }
}

impl OwnSlot {
    /// Not found yet.
    pub fn new(runner: Runner, slots: Slots) -> OwnSlot {
        OwnSlot {
            slots,
            is_settled: false,
            own: None,
            from: None,
            is_copied: false,
            closing: Jobs::new(runner),
        }
    }

    /// Where the files of this window are; `None` where nothing of it is kept.
    pub fn folder(&self) -> Option<&Path> {
        self.own.as_ref().map(Slot::folder)
    }

    /// The file for what is not saved.
    pub fn recovery(&self) -> Option<PathBuf> {
        Some(self.folder()?.join(RECOVERY_NAME))
    }

    /// True where what is gone on with stands in another slot so far.
    pub fn has_from(&self) -> bool {
        self.from.is_some() && !self.is_copied
    }

    /// Finds the slot, once: some of what was left is `answered`, and `from` one folder something is gone on with. True where
    /// it was found out just now.
    pub fn settle(&mut self, answered: &[PathBuf], from: Option<&Path>) -> bool {
        if std::mem::replace(&mut self.is_settled, true) {
            return false;
        }
        let settled = self.slots.settle(answered, from);
        (self.own, self.from) = (settled.own, settled.from);
        for slot in settled.answered {
            let folder = slot.folder().to_owned();
            // Held until that is written.
            self.closing.start(folder, move |_| closed(slot.folder()));
        }
        true
    }

    /// What was to be gone on with could not be: it stays for the next start to ask about. True where the own slot has become
    /// another one for that.
    pub fn leave(&mut self) -> bool {
        if self.from.take().is_some() {
            return false;
        }
        self.own = None;
        self.own = self.slots.claim();
        true
    }

    /// What was gone on with stands in the own slot: nobody is to be asked about the other one.
    pub fn copied(&mut self) {
        self.is_copied = true;
        if let Some(slot) = &self.from {
            let folder = slot.folder().to_owned();
            self.closing.start(folder.clone(), move |_| closed(&folder));
        }
    }

    /// As [`OwnSlot::copied`], and does not come back before it is done: for the end of the program.
    pub fn copied_now(&mut self) {
        self.is_copied = true;
        if let Some(slot) = &self.from {
            closed(slot.folder());
        }
    }
}

/// Writes down that nobody is to be asked about a slot. Where that fails somebody is asked once more.
fn closed(folder: &Path) {
    let last = Last {
        closed: true,
        ..Last::default()
    };
    let _asked_once_more = files::write(&folder.join(FILE_NAME), last.text().as_bytes());
}
