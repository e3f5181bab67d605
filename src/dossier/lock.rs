//! Who may write: one at a time, and whoever comes second is told who that is.
//!
//! The system's own lock on a small file beside the dossier is the truth; the system takes it away when its holder ends,
//! however that happens, so no lock is ever left behind. A note beside it says who holds it; without the lock it means
//! nothing. What keeps the data whole is neither of them but SQLite's own locking of each transaction.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::moment::Moment;
use crate::report::files;

/// Who has a dossier open for writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The user's name on the machine.
    pub user: String,
    /// The machine's name.
    pub host: String,
    /// The number of the process on it.
    pub process: u32,
    /// Since when.
    pub since: Moment,
}

impl Holder {
    /// This process, as the system names user and machine.
    pub fn this_process(since: Moment) -> Holder {
        let named = |key: &str| std::env::var(key).ok().filter(|name| !name.is_empty());
        Holder {
            user: named("USER").or_else(|| named("USERNAME")).unwrap_or_default(),
            host: gethostname::gethostname().to_string_lossy().into_owned(),
            process: std::process::id(),
            since,
        }
    }
}

/// Version 1 of the note.
#[derive(Serialize, Deserialize)]
struct Note {
    version: u32,
    user: String,
    host: String,
    process: u32,
    since: String,
}

/// The right to write; given back when it is dropped.
#[derive(Debug)]
pub struct Lock {
    note: PathBuf,
    file: File,
}

/// Why there is no right to write.
#[derive(Debug)]
pub enum NoLock {
    /// Somebody has it; `None` where nothing says who.
    Held(Option<Holder>),
    /// No lock can be had there at all.
    Denied(io::Error),
}

impl Lock {
    /// Takes the right to write into the dossier of that path.
    ///
    /// # Errors
    /// [`NoLock`].
    pub fn take(dossier: &Path, holder: &Holder) -> Result<Lock, NoLock> {
        let (file, note) = (beside(dossier, ".lock"), beside(dossier, ".user"));
        // Never removed: whoever waits for it holds on to this very file.
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(file)
            .map_err(NoLock::Denied)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(NoLock::Held(read_note(&note))),
            Err(TryLockError::Error(reason)) => return Err(NoLock::Denied(reason)),
        }
        let written = Note {
            version: 1,
            user: holder.user.clone(),
            host: holder.host.clone(),
            process: holder.process,
            since: holder.since.to_string(),
        };
        // Without the note the lock holds as well; the second user is told less.
        let _unwritten = serde_json::to_vec(&written)
            .map_err(io::Error::from)
            .map(|bytes| files::write(&note, &bytes));
        Ok(Lock { note, file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _gone = fs::remove_file(&self.note);
        // Closing the file is not enough: a program just started has a copy of it until it has become itself, and a lock
        // belongs to all copies.
        let _given_back = self.file.unlock();
    }
}

fn read_note(path: &Path) -> Option<Holder> {
    let note: Note = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    Some(Holder {
        user: note.user,
        host: note.host,
        process: note.process,
        since: note.since.parse().ok()?,
    })
}

/// A hidden name beside the dossier.
fn beside(dossier: &Path, ending: &str) -> PathBuf {
    let name = dossier.file_name().unwrap_or_default().to_string_lossy();
    dossier.with_file_name(format!(".{name}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(user: &str) -> Holder {
        Holder {
            user: user.into(),
            host: "h".into(),
            process: 7,
            since: "2026-11-27T08:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_second_is_told_who_and_since_when() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.redshank");
        let first = Lock::take(&path, &holder("张")).unwrap();
        match Lock::take(&path, &holder("李")) {
            Err(NoLock::Held(Some(found))) => assert_eq!(found, holder("张")),
            other => panic!("{other:?}"),
        }
        drop(first);
        drop(Lock::take(&path, &holder("李")).unwrap());
    }

    /// So a program that is just being started has it, by another thread, for a moment.
    #[test]
    fn a_copy_of_the_file_keeps_no_lock() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.redshank");
        let first = Lock::take(&path, &holder("张")).unwrap();
        let copy = first.file.try_clone().unwrap();
        drop(first);
        drop(Lock::take(&path, &holder("李")).unwrap());
        drop(copy);
    }

    #[test]
    fn a_note_without_a_lock_means_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.redshank");
        fs::write(home.path().join(".a.redshank.user"), b"left behind").unwrap();
        fs::write(home.path().join(".a.redshank.lock"), b"").unwrap();
        assert!(Lock::take(&path, &holder("张")).is_ok());
    }

    #[test]
    fn no_folder_no_lock() {
        let path = Path::new("no/such/folder/a.redshank");
        assert!(matches!(Lock::take(path, &holder("张")), Err(NoLock::Denied(_))));
    }
}
