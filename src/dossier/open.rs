//! A dossier that is open: its log, and the one way to add to it.

use std::path::{Path, PathBuf};

use rusqlite::{OptionalExtension as _, TransactionBehavior};

use crate::formats::geopackage::database::Database;
use crate::formats::input::FileToRead;
use crate::model::review::event::{Deed, Event};
use crate::model::review::state::Review;
use crate::model::review::steps::EvidenceHashes;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::say;
use crate::words::Lang;

use super::after::After;
use super::fault::{DossierFault, held};
use super::freeze::Stamp;
use super::lock::{Holder, Lock, NoLock};
use super::log::{self, Entry};
use super::run::{self, StoredRun};
use super::schema::{FORMAT, META, VERSION};
use super::{backup, migrate, thaw};

/// An open dossier.
pub struct Dossier {
    path: PathBuf,
    // Before the lock, so that the file is closed before the right to write is given back.
    database: Database,
    access: Access,
    review: Review,
    head: String,
}

/// What may be done with an open dossier.
#[derive(Debug)]
pub enum Access {
    /// It may be added to.
    Write {
        /// The right to do so.
        lock: Lock,
        /// A backup was made, or nothing has happened since the last one.
        is_backed_up: bool,
    },
    /// It may be read.
    Read(WhyReadOnly),
}

/// Why a dossier may be read only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyReadOnly {
    /// That was asked for.
    Asked,
    /// Somebody else has it open; `None` where nothing says who.
    Held(Option<Holder>),
    /// Nothing can be written there.
    Denied(String),
    /// A newer program has written it.
    Newer(u32),
}

impl WhyReadOnly {
    /// For people; `None` where reading was what was asked for.
    pub fn text(&self, lang: Lang) -> Option<String> {
        match self {
            WhyReadOnly::Asked => None,
            WhyReadOnly::Held(holder) => Some(held(holder.as_ref(), lang)),
            WhyReadOnly::Denied(reason) => Some(say!(lang, "dossier.denied", reason = reason)),
            WhyReadOnly::Newer(version) => Some(say!(lang, "dossier.newer", version = version)),
        }
    }
}

/// True for a file that is a dossier, by its content. Must not be asked about a dossier that is open.
pub fn is_dossier(path: &Path) -> bool {
    if !path.is_file() || !begins_as_database(path) {
        return false;
    }
    let file = FileToRead::at(path);
    let opened = Database::open_beside(&file, &Progress::default());
    opened.is_ok_and(|database| version(&database, path).is_ok())
}

/// True for a file that is a dossier, a backup or a copy of one by its name; whatever it holds.
pub fn is_named_so(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    name.ends_with(".redshank") || name.contains(".redshank.")
}

fn begins_as_database(path: &Path) -> bool {
    use std::io::Read as _;
    const START: &[u8] = b"SQLite format 3\0";
    let mut start = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(START.len() as u64).read_to_end(&mut start));
    read.is_ok() && start == START
}

impl Dossier {
    /// Opens a dossier for reading.
    ///
    /// # Errors
    /// It is none, it is damaged, its log is broken, an older program has written it.
    pub fn read(path: &Path, progress: &Progress) -> Result<Dossier, DossierFault> {
        Dossier::read_because(path, WhyReadOnly::Asked, progress)
    }

    fn read_because(path: &Path, why: WhyReadOnly, progress: &Progress) -> Result<Dossier, DossierFault> {
        let database = reading(path, progress)?;
        let why = match version(&database, path)? {
            version if version > VERSION => WhyReadOnly::Newer(version),
            version if version < VERSION => return Err(DossierFault::Older(version)),
            _ => why,
        };
        Dossier::checked(path, database, Access::Read(why))
    }

    /// Opens a dossier for writing; for reading only where somebody else writes, where nothing can be written, and where a
    /// newer program has written it: [`Dossier::access`] says why.
    ///
    /// # Errors
    /// As [`Dossier::read`].
    pub fn open(path: &Path, holder: &Holder, progress: &Progress) -> Result<Dossier, DossierFault> {
        if !is_dossier(path) {
            // Says exactly what is wrong with it.
            version(&reading(path, progress)?, path)?;
        }
        let denied = |reason: String| Dossier::read_because(path, WhyReadOnly::Denied(reason), progress);
        let lock = match Lock::take(path, holder) {
            Ok(lock) => lock,
            Err(NoLock::Held(holder)) => {
                return Dossier::read_because(path, WhyReadOnly::Held(holder), progress);
            }
            Err(NoLock::Denied(reason)) => return denied(reason.to_string()),
        };
        let label = path.display().to_string();
        let database = match Database::open_for_writing(path, &label, progress) {
            Ok(database) => database,
            Err(reason) => return denied(reason.to_string()),
        };
        if database.connection.is_readonly("main").unwrap_or(true) {
            drop(database);
            return denied("read-only".to_owned());
        }
        match version(&database, path)? {
            VERSION => {}
            _ => {
                drop(database);
                return Dossier::read_because(path, WhyReadOnly::Asked, progress);
            }
        }
        let access = Access::Write {
            lock,
            is_backed_up: false,
        };
        Dossier::checked(path, database, access)
    }

    /// Looks whether the pages are whole and the log is what was written.
    fn checked(path: &Path, database: Database, access: Access) -> Result<Dossier, DossierFault> {
        let damaged = |error: rusqlite::Error| DossierFault::of_database(path, &error);
        let connection = &database.connection;
        let sql = "PRAGMA integrity_check(1)";
        let found: String = connection.query_row(sql, [], |row| row.get(0)).map_err(damaged)?;
        if found != "ok" {
            let path = path.to_owned();
            return Err(DossierFault::Damaged { path, detail: found });
        }
        let (events, head) = log::events(&log::read(connection).map_err(damaged)?)?;
        let review = Review::of(events)?;
        Ok(Dossier {
            path: path.to_owned(),
            database,
            access,
            review,
            head,
        })
    }

    /// What may be done with it.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// What happened so far.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// The hash of the last entry of the log: whoever has it written down can tell later whether the log was made anew.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// The database, for whoever checks it.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The frozen workspace, to the last bit.
    ///
    /// # Errors
    /// As [`thaw::thaw`].
    pub fn workspace(&self, progress: &Progress) -> Result<Workspace, DossierFault> {
        thaw::thaw(&self.database, progress)
    }

    /// The hashes of what shows each finding of the last run.
    ///
    /// # Errors
    /// As [`run::stored_evidence`].
    pub fn evidence(&self) -> Result<EvidenceHashes, DossierFault> {
        run::stored_evidence(&self.database)
    }

    /// What is carried into a dossier that is frozen anew in the same place: what happened so far, and the right to write,
    /// `None` where it was open for reading only. The file itself is closed.
    pub fn into_earlier(self) -> (Review, Option<Lock>) {
        match self.access {
            Access::Write { lock, .. } => (self.review, Some(lock)),
            Access::Read(_) => (self.review, None),
        }
    }

    /// The last run.
    ///
    /// # Errors
    /// As [`run::last_run`].
    pub fn last_run(&self) -> Result<StoredRun, DossierFault> {
        run::last_run(&self.database)
    }

    /// Lets something happen: checked, backed up before the first time, and on the disk when this returns.
    ///
    /// # Errors
    /// It is open for reading only; it cannot happen in this review; somebody else has added to the log; the disk is full.
    /// Then nothing has happened.
    pub fn append(&mut self, stamp: &Stamp, deed: Deed) -> Result<&Event, DossierFault> {
        self.append_all(stamp, vec![deed])?;
        // It has just been put there.
        self.review.events().last().ok_or(DossierFault::Overtaken)
    }

    /// Adds what happens at once, one entry for each deed: all of them or none. Gives their numbers.
    ///
    /// # Errors
    /// As [`Dossier::append`].
    pub fn append_all(&mut self, stamp: &Stamp, deeds: Vec<Deed>) -> Result<Vec<u64>, DossierFault> {
        self.append_until(stamp, deeds, &Progress::default())
    }

    /// As [`Dossier::append_all`], until somebody asks to stop: then nothing was done.
    ///
    /// # Errors
    /// As there, and [`DossierFault::Cancelled`].
    pub fn append_until(
        &mut self,
        stamp: &Stamp,
        deeds: Vec<Deed>,
        progress: &Progress,
    ) -> Result<Vec<u64>, DossierFault> {
        let first = self.review.next_seq();
        let events = deeds.into_iter().zip(first..).map(|(deed, seq)| Event {
            seq,
            at: stamp.at,
            author: stamp.author.clone(),
            deed,
        });
        let after = After::of(&self.review, events.collect(), progress)?;
        self.back_up(progress)?;
        self.head = self.write(after.new_events(&self.review), progress)?;
        match after {
            After::Whole(after) => self.review = after,
            After::One(event) => self.review.apply(event)?,
        }
        Ok((first..self.review.next_seq()).collect())
    }

    /// Makes a backup unless nothing has happened since the last one. Done by itself before the first change; whoever keeps
    /// a dossier open for hours asks for it now and then.
    ///
    /// # Errors
    /// It is open for reading only; the backup cannot be written.
    pub fn back_up_now(&mut self) -> Result<(), DossierFault> {
        if let Access::Write { is_backed_up, .. } = &mut self.access {
            *is_backed_up = false;
        }
        self.back_up(&Progress::default())
    }

    fn back_up(&mut self, progress: &Progress) -> Result<(), DossierFault> {
        let Access::Write { is_backed_up, .. } = &mut self.access else {
            return Err(DossierFault::ReadOnly);
        };
        if !*is_backed_up {
            backup::make(&self.database.connection, &self.path, progress)?;
            *is_backed_up = true;
        }
        Ok(())
    }

    /// Writes entries of these events, all of them or none. Gives the hash of the last one.
    fn write(&mut self, events: &[Event], progress: &Progress) -> Result<String, DossierFault> {
        let Dossier {
            path, database, head, ..
        } = self;
        let failed = |error| DossierFault::of_writing(path, error);
        database.got_on();
        let begun = database
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate);
        let whole = begun.map_err(failed)?;
        if log::head(&whole).map_err(failed)? != *head {
            return Err(DossierFault::Overtaken);
        }
        let mut last = head.clone();
        for event in events {
            progress.check()?;
            let entry = Entry::of(event, &last);
            log::insert(&whole, &entry).map_err(failed)?;
            last = entry.hash;
        }
        whole.commit().map_err(failed)?;
        Ok(last)
    }
}

/// Brings a dossier of an older program up to date in a copy, and gives the copy's place.
///
/// # Errors
/// As [`migrate::into_copy`].
pub fn migrated(path: &Path, progress: &Progress) -> Result<PathBuf, DossierFault> {
    let database = reading(path, progress)?;
    let version = version(&database, path)?;
    migrate::into_copy(&database, path, version)
}

fn reading(path: &Path, progress: &Progress) -> Result<Database, DossierFault> {
    if !path.exists() {
        return Err(DossierFault::Missing(path.to_owned()));
    }
    if !begins_as_database(path) {
        return Err(DossierFault::NotADossier(path.to_owned()));
    }
    let opened = Database::open_beside(&FileToRead::at(path), progress);
    opened.map_err(|unread| DossierFault::of_unread(path, unread))
}

/// The version of a dossier.
fn version(database: &Database, path: &Path) -> Result<u32, DossierFault> {
    let damaged = |error: rusqlite::Error| DossierFault::of_database(path, &error);
    let other = || DossierFault::NotADossier(path.to_owned());
    let connection = &database.connection;
    let sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    let tables: i64 = connection
        .query_row(sql, [META], |row| row.get(0))
        .map_err(damaged)?;
    if tables != 1 {
        return Err(other());
    }
    let value = |key: &str| -> Result<Option<String>, DossierFault> {
        let sql = "SELECT value FROM redshank_meta WHERE key = ?1";
        let found = connection.query_row(sql, [key], |row| row.get(0));
        found.optional().map_err(damaged)
    };
    if value("format")?.as_deref() != Some(FORMAT) {
        return Err(other());
    }
    let version = value("version")?.and_then(|version| version.parse().ok());
    version.ok_or_else(other)
}
