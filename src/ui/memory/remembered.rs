//! What was remembered when the program starts.

use std::path::{Path, PathBuf};

use crate::session::notice::NoticeKind;

use super::super::commands::keys::Keys;
use super::crash;
use super::desk_file::{self, Desk};
use super::place::Place;
use super::session_file::{self, Last};
use super::slots::{Left, Slots};

/// What was remembered when the program started.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The layout and the place of the window.
    pub desk: Option<Desk>,
    /// The last session.
    pub last: Option<Last>,
    /// What a crash has left.
    pub report: Option<String>,
    /// Where windows keep what is not saved.
    pub slots: Slots,
    /// What programs that are gone have not saved, the newest last.
    pub left: Vec<Left>,
    /// What is to be told of the files.
    pub told: Vec<NoticeKind>,
}

impl Remembered {
    /// Reads what was remembered in a folder; nothing where there is none.
    pub fn read(folder: Option<&PathBuf>) -> Remembered {
        let mut remembered = Remembered::default();
        let Some(folder) = folder else {
            return remembered;
        };
        remembered.slots = Slots::of(folder);
        remembered.desk = remembered.parsed(folder, desk_file::FILE_NAME, |text| {
            Desk::parse(text).map_err(|bad| bad.to_string())
        });
        if let Some(desk) = &remembered.desk {
            let (_, refused) = Keys::read(&desk.keys);
            let told = refused.into_iter().map(NoticeKind::KeyRefused);
            remembered.told.extend(told);
        }
        remembered.last = remembered.parsed(folder, session_file::FILE_NAME, Last::parse);
        if remembered.slots.has_first() {
            remembered.report = crash::take(folder);
        }
        let mut slots = std::mem::take(&mut remembered.slots);
        remembered.left = slots.take_left(|of| match of == folder {
            true => remembered.last.clone(),
            false => remembered.parsed(of, session_file::FILE_NAME, Last::parse),
        });
        remembered.slots = slots;
        remembered
    }

    fn parsed<T>(
        &mut self,
        folder: &Path,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        // A file that is not there, or cannot be read, is as good as none: it only saves arranging things again.
        let text = std::fs::read_to_string(folder.join(name)).ok()?;
        match parse(&text) {
            Ok(parsed) => Some(parsed),
            Err(reason) => {
                let file = name.to_owned();
                self.told.push(NoticeKind::MemoryBroken { file, reason });
                None
            }
        }
    }

    /// Where the window was.
    pub fn place(&self) -> Option<Place> {
        self.desk.as_ref().and_then(|desk| desk.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_window_is_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        let first = Remembered::read(Some(&path));
        assert!(first.slots.has_first());
        assert!(!Remembered::read(Some(&path)).slots.has_first());
        drop(first);
        assert!(Remembered::read(Some(&path)).slots.has_first());
    }

    #[test]
    fn a_broken_file_is_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_owned();
        std::fs::write(path.join(session_file::FILE_NAME), "{").unwrap();
        let read = Remembered::read(Some(&path));
        assert!(read.last.is_none());
        assert!(
            matches!(&read.told[..], [NoticeKind::MemoryBroken { .. }]),
            "{:?}",
            read.told
        );
        assert_eq!(Remembered::read(None).told, []);
    }
}
