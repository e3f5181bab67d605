//! What was remembered when the program starts.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::session::notice::NoticeKind;

use super::super::commands::keys::Keys;
use super::crash;
use super::desk_file::{self, Desk};
use super::place::Place;
use super::session_file::{self, Last};

/// The file that the first window holds.
const LOCK_NAME: &str = "running.lock";

/// What was remembered when the program started.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The layout and the place of the window.
    pub desk: Option<Desk>,
    /// The last session.
    pub last: Option<Last>,
    /// What a crash has left.
    pub report: Option<String>,
    /// Held as long as the program runs; `None` where another window holds it.
    pub lock: Option<File>,
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
        remembered.lock = lock(folder);
        remembered.desk = remembered.parsed(folder, desk_file::FILE_NAME, |text| {
            Desk::parse(text).map_err(|bad| bad.to_string())
        });
        if let Some(desk) = &remembered.desk {
            let (_, refused) = Keys::read(&desk.keys);
            let told = refused.into_iter().map(NoticeKind::KeyRefused);
            remembered.told.extend(told);
        }
        remembered.last = remembered.parsed(folder, session_file::FILE_NAME, Last::parse);
        if remembered.lock.is_some() {
            remembered.report = crash::take(folder);
        }
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

/// The lock of the first window; the system lets it go with the program, however that ends.
fn lock(folder: &Path) -> Option<File> {
    std::fs::create_dir_all(folder).ok()?;
    let mut options = OpenOptions::new();
    let file = options
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK_NAME));
    file.ok().filter(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_window_keeps_the_session() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new");
        let first = Remembered::read(Some(&path));
        assert!(first.lock.is_some());
        assert!(Remembered::read(Some(&path)).lock.is_none());
        drop(first);
        assert!(Remembered::read(Some(&path)).lock.is_some());
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
