//! Three generations of backup beside a dossier: `NAME.redshank.bak1` is the newest.
//!
//! Made before the first change after opening, unless nothing has happened since the newest one. Each is a whole dossier,
//! copied by the database itself, on the disk before it takes its name.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::progress::Progress;
use crate::report::files::Draft;

use super::fault::DossierFault;
use super::log;

/// How many are kept.
pub const GENERATIONS: u32 = 3;
/// Pages that are copied in one go.
const PAGES: i32 = 1024;

/// Where a backup lies; 1 is the newest.
pub fn place(dossier: &Path, generation: u32) -> PathBuf {
    let mut name = dossier.as_os_str().to_owned();
    name.push(format!(".bak{generation}"));
    name.into()
}

/// Makes a backup of an open dossier, and lets the oldest one go.
///
/// # Errors
/// It cannot be written, or somebody has asked to stop; then the older ones are as they were.
pub fn make(connection: &Connection, dossier: &Path, progress: &Progress) -> Result<(), DossierFault> {
    let newest = place(dossier, 1);
    let failed = |error| DossierFault::of_writing(&newest, error);
    let head = log::head(connection).map_err(failed)?;
    if head_of(&newest).is_some_and(|own| own == head) {
        return Ok(());
    }
    let draft = Draft::beside(&newest)?;
    copy_until(connection, draft.file(), progress).map_err(failed)?;
    progress.check()?;
    // From the oldest to the newest: wherever this ends, every file there is a whole backup.
    for generation in (1..GENERATIONS).rev() {
        let (from, to) = (place(dossier, generation), place(dossier, generation + 1));
        if from.exists() {
            fs::rename(&from, &to).map_err(|reason| DossierFault::of_io(&to, reason))?;
        }
    }
    draft.commit()?;
    Ok(())
}

/// Copies a whole database into a file that is there and empty.
///
/// # Errors
/// Those of the database.
pub fn copy(from: &Connection, to: &Path) -> Result<(), rusqlite::Error> {
    copy_until(from, to, &Progress::default())
}

/// As [`copy`]; what is copied is not whole once somebody has asked to stop.
fn copy_until(from: &Connection, to: &Path, progress: &Progress) -> Result<(), rusqlite::Error> {
    let mut target = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let backup = Backup::new(from, &mut target)?;
    while !progress.is_cancelled() {
        if backup.step(PAGES)? == StepResult::Done {
            break;
        }
    }
    drop(backup);
    target.close().map_err(|(_, error)| error)
}

/// The hash of the last entry of a backup; `None` where it cannot be read.
fn head_of(path: &Path) -> Option<String> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let connection = Connection::open_with_flags(path, flags).ok()?;
    log::head(&connection).ok()
}
