//! Where an open dossier lies between the jobs that write into it, with what is still to be written.
//!
//! The jobs take the dossier one after another; the window never asks for it.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::dossier::fault::DossierFault;
use crate::dossier::freeze::Stamp;
use crate::dossier::open::Dossier;
use crate::formats::input::FileToRead;
use crate::model::review::decision::Attachment;
use crate::model::review::event::Deed;
use crate::model::review::state::Review;
use crate::progress::Progress;
use crate::say;
use crate::words::{Bilingual, Lang};

/// So long after the last backup another one is made before something is written.
const BACKUP_AFTER: Duration = Duration::from_secs(3600);

/// A dossier, and the entries that wait to be written.
#[derive(Default)]
pub struct Shelf {
    dossier: Mutex<Option<Dossier>>,
    /// When it was backed up last.
    backed_up: Mutex<Option<Instant>>,
    waiting: Mutex<VecDeque<Entry>>,
}

/// A dossier that is closed while what waits is still written into it.
#[derive(Debug)]
pub struct Closed {
    /// That of the dossier in the session.
    pub serial: u64,
    /// The file.
    pub path: PathBuf,
    /// Where it lies.
    pub shelf: Arc<Shelf>,
}

impl Closed {
    /// True while something waits, or a job still has it.
    pub fn is_busy(&self) -> bool {
        self.shelf.has_waiting() || Arc::strong_count(&self.shelf) > 1
    }
}

/// What is to be written at once: all of it or nothing.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Who, and when.
    pub stamp: Stamp,
    /// What; each deed becomes an entry of the log.
    pub deeds: Vec<Deed>,
    /// Files that the decisions among them rest on.
    pub attach: Vec<PathBuf>,
}

/// What became of the entries that waited.
#[derive(Debug, Default)]
pub struct Recorded {
    /// The review after the last one that was written, and the hash of its last entry; `None` where none was.
    pub review: Option<(Arc<Review>, String)>,
    /// The numbers of those that were written, together what was done at once.
    pub written: Vec<Vec<u64>>,
    /// Why others were not.
    pub faults: Vec<Bilingual>,
}

impl Shelf {
    /// With a dossier on it.
    pub fn with(dossier: Dossier) -> Shelf {
        Shelf {
            dossier: Mutex::new(Some(dossier)),
            ..Shelf::default()
        }
    }

    /// Adds an entry to those that wait. Does not wait for the disk.
    pub fn push(&self, entry: Entry) {
        lock(&self.waiting).push_back(entry);
    }

    /// True where an entry waits.
    pub fn has_waiting(&self) -> bool {
        !lock(&self.waiting).is_empty()
    }

    /// Writes what waits, what was done at once by itself, until nothing does.
    pub fn write(&self, progress: &Progress) -> Recorded {
        self.write_into(&mut lock(&self.dossier), progress)
    }

    /// Writes what waits and takes the dossier away, once nobody else writes into it; with why entries were not written.
    pub fn empty(&self) -> (Option<Dossier>, Vec<Bilingual>) {
        let mut dossier = lock(&self.dossier);
        let recorded = self.write_into(&mut dossier, &Progress::default());
        (dossier.take(), recorded.faults)
    }

    /// Writes what waits, lets `store` put something else in the place of the dossier, and keeps that. What comes meanwhile waits
    /// for it. Gives what `store` gives, with what became of the entries: those that were written are there, whatever becomes of
    /// the rest.
    pub fn stored_anew<T>(
        &self,
        store: impl FnOnce(Option<Dossier>) -> (Option<Dossier>, T),
    ) -> (T, Recorded) {
        let mut dossier = lock(&self.dossier);
        let recorded = self.write_into(&mut dossier, &Progress::default());
        let (stored, given) = store(dossier.take());
        *dossier = stored;
        (given, recorded)
    }

    fn write_into(&self, dossier: &mut Option<Dossier>, progress: &Progress) -> Recorded {
        let mut recorded = Recorded::default();
        while let Some(entry) = self.next() {
            let written = match dossier {
                Some(dossier) => self
                    .backed_up(dossier)
                    .and_then(|()| written(dossier, entry, progress)),
                None => Err(both(&DossierFault::ReadOnly)),
            };
            match written {
                Ok(numbers) => recorded.written.push(numbers),
                Err(fault) => recorded.faults.push(fault),
            }
        }
        if let (Some(dossier), false) = (dossier, recorded.written.is_empty()) {
            let head = dossier.head().to_owned();
            recorded.review = Some((Arc::new(dossier.review().clone()), head));
        }
        recorded
    }

    /// Makes a backup now and then of what is open for hours. The first one is made by the dossier itself.
    fn backed_up(&self, dossier: &mut Dossier) -> Result<(), Bilingual> {
        let mut last = lock(&self.backed_up);
        let is_due = last.is_some_and(|last| last.elapsed() >= BACKUP_AFTER);
        if is_due {
            dossier.back_up_now().map_err(|fault| both(&fault))?;
        }
        if is_due || last.is_none() {
            *last = Some(Instant::now());
        }
        Ok(())
    }

    fn next(&self) -> Option<Entry> {
        lock(&self.waiting).pop_front()
    }

    /// Puts a dossier there.
    pub fn put(&self, dossier: Option<Dossier>) {
        *lock(&self.dossier) = dossier;
    }
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelf").finish_non_exhaustive()
    }
}

/// Nothing breaks off while it is held: whatever fails in between gives an error.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn written(dossier: &mut Dossier, entry: Entry, progress: &Progress) -> Result<Vec<u64>, Bilingual> {
    let Entry {
        stamp,
        mut deeds,
        attach,
    } = entry;
    let papers: Result<Vec<Attachment>, Bilingual> =
        attach.iter().map(|path| attachment(path, progress)).collect();
    let stopped = |cancelled| both(&DossierFault::Cancelled(cancelled));
    progress.check().map_err(stopped)?;
    let papers = papers?;
    for deed in &mut deeds {
        if let Deed::Decided(decision) = deed {
            decision.attachments.extend_from_slice(&papers);
        }
    }
    let appended = dossier.append_until(&stamp, deeds, progress);
    appended.map_err(|fault| both(&fault))
}

/// The name, hash and length of a file.
fn attachment(path: &Path, progress: &Progress) -> Result<Attachment, Bilingual> {
    let unreadable = || of_key("reviewing.told.attachment", path);
    let sha256 = FileToRead::at(path).sha256(progress);
    Ok(Attachment {
        name: path
            .file_name()
            .ok_or_else(unreadable)?
            .to_string_lossy()
            .into_owned(),
        sha256: sha256.map_err(|_| unreadable())?,
        byte_count: fs::metadata(path).map_err(|_| unreadable())?.len(),
    })
}

fn of_key(key: &str, path: &Path) -> Bilingual {
    let text = |lang: Lang| say!(lang, key, path = path.display());
    Bilingual {
        zh: text(Lang::Zh),
        en: text(Lang::En),
    }
}

/// A fault in both languages, to be kept until somebody reads it.
pub fn both(fault: &DossierFault) -> Bilingual {
    Bilingual {
        zh: fault.text(Lang::Zh),
        en: fault.text(Lang::En),
    }
}
