//! Dossiers opened and stored, as jobs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::again::{begun, carried};
use crate::dossier::fault::DossierFault;
use crate::dossier::freeze::{Content, Stamp, freeze};
use crate::dossier::lock::Holder;
use crate::dossier::log::hash_of;
use crate::dossier::open::{Access, Dossier, migrated};
use crate::formats::open::Opened as Read;
use crate::formats::workspace::plan::ReadPlans;
use crate::model::finding::Screening;
use crate::model::review::decision::Author;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

use super::super::clock::now;
use super::super::command::JobKind;
use super::super::history::{History, StepKind};
use super::super::journal::Journal;
use super::super::lost_steps::LostSteps;
use super::super::notice::NoticeKind;
use super::super::replay::{Replayed, replayed_on};
use super::super::state::State;
use super::super::work;
use super::super::{Done, Session};
use super::batches::batches;
use super::log_mark::LogMark;
use super::recording::after;
use super::shelf::both;
use super::state::{Opened, OpenedAgain, ReviewDone, Since};

impl Session {
    /// Begins to open a dossier. One that is open already is closed first.
    pub(in crate::session) fn open_dossier(&mut self, path: PathBuf) {
        self.open_dossier_again(path, None);
    }

    /// Begins to open a dossier, with what an earlier session has done since it was stored.
    pub(super) fn open_dossier_again(&mut self, path: PathBuf, since: Option<Since>) {
        let old = self.review.shelves();
        let old: Vec<_> = old
            .map(|(own, shelf)| (own.to_owned(), Arc::clone(shelf)))
            .collect();
        if self.dossier().is_some_and(|open| open.path == path) {
            self.close_dossier();
        }
        self.jobs.start(JobKind::OpeningDossier, move |progress| {
            let mut faults = Vec::new();
            for (_, old) in old.iter().filter(|(own, _)| is_same_file(own, &path)) {
                // What waits is written, and the file is closed before it is opened in another way.
                faults.extend(old.empty().1);
            }
            drop(old);
            let opened = opened(&path, progress).and_then(|(opened, dossier)| {
                let mut workspace = dossier.workspace(progress)?;
                workspace.as_of = Some(opened.run.as_of);
                let mark = since.as_ref().and_then(|since| since.0.log.as_ref());
                let hash = mark.map(|mark| hash_of(dossier.database(), &opened.path, mark.last));
                let hash = hash.transpose()?.flatten();
                opened.shelf.put(Some(dossier));
                let asked = (path.as_path(), hash.as_deref());
                gone_on_with(asked, (opened, workspace), since, progress).map(Box::new)
            });
            after(faults, ReviewDone::Opened(opened.map_err(|fault| both(&fault))))
        });
    }

    /// Begins to store what is open, and to open what was stored.
    pub(super) fn save_dossier(&mut self, path: PathBuf, author: Author) {
        let (Some(workspace), Some(screening)) = (self.workspace(), self.screening()) else {
            return self.notices.tell(NoticeKind::NothingToExport);
        };
        if self.outdated() || self.runs(JobKind::Screening) {
            return self.notices.tell(NoticeKind::StillScreening);
        }
        let (workspace, screening) = (Arc::clone(workspace), Arc::clone(screening));
        let annex = self.annex().map(Arc::clone);
        let own = self.dossier().filter(|open| open.path == path);
        let own = own.map(|open| (open.serial, Arc::clone(&open.shelf)));
        self.review.is_stored_anew = own.is_some();
        // Into a shelf of its own nothing is recorded, and no dossier has the number 0.
        let (serial, shelf) = own.unwrap_or_default();
        let generation = self.generation;
        let stamp = Stamp { at: now(), author };
        self.jobs.start(JobKind::Freezing, move |progress| {
            let screening = work::with_annex(&workspace, &screening, annex, progress);
            let (saved, recorded) = shelf.stored_anew(|before| {
                let ground = (&*workspace, &screening);
                saved(&path, ground, (before, &stamp), progress)
            });
            let saved = saved.map(|opened| Box::new((Opened { shelf, ..opened }, workspace)));
            let saved = saved.map_err(|fault| both(&fault));
            let saved = ReviewDone::Saved(generation, saved);
            Done::Review(ReviewDone::Stored(serial, recorded, Box::new(saved)))
        });
    }
}

/// What the dossier that was asked for has stored, and what an earlier session has done since, of whose log there is the hash
/// that it has now where that session left it. Of another run, which somebody has stored meanwhile, nothing can be said.
fn gone_on_with(
    (asked, hash): (&Path, Option<&str>),
    (dossier, workspace): (Opened, Workspace),
    since: Option<Since>,
    progress: &Progress,
) -> Result<OpenedAgain, DossierFault> {
    let stored = State::of(Read {
        workspace,
        plans: ReadPlans::default(),
    });
    // One that was brought up to date in a copy has stored the same.
    let is_of = |journal: &Journal| {
        let mut paths = [asked, &dossier.path].into_iter();
        paths.any(|path| journal.is_of_dossier(path, dossier.run.run))
    };
    let (history, lost, left_out) = match since.map(|own| *own) {
        Some((journal, file)) if is_of(&journal) => {
            let mark = journal.log.clone();
            let on = (stored, &dossier.review);
            let replayed = replayed_on(on, journal, &file.with_extension("toml"), progress);
            let Replayed { mut history, lost } = replayed.ok_or(Cancelled)?;
            let left_out = with_entries(&mut history, mark, &dossier, hash);
            (history, lost.map(|files| LostSteps::of(files, &file)), left_out)
        }
        other => {
            let lost = other.map(|(_, file)| LostSteps::of(Vec::new(), &file));
            (History::new(stored), lost, None)
        }
    };
    Ok(OpenedAgain {
        dossier,
        history,
        lost,
        left_out,
    })
}

/// Adds what the earlier session has entered at its very end. Where the log is not what it left, or may only be read, its
/// entries are no steps any more: gives the number of those that were.
fn with_entries(
    history: &mut History<State>,
    mark: Option<LogMark>,
    dossier: &Opened,
    hash: Option<&str>,
) -> Option<usize> {
    let is_entry = |state: &&State| state.kind() == StepKind::Entry;
    let since = mark.as_ref().and_then(|mark| mark.since(&dossier.review, hash));
    match since.filter(|_| dossier.why_read_only.is_none()) {
        Some(since) => {
            for batch in batches(since) {
                let next = history.current().entered(&batch, &dossier.review);
                history.push(next);
            }
            None
        }
        None => {
            let count = history.all().filter(is_entry).count();
            history.retain(|state| !is_entry(&state));
            (count > 0).then_some(count)
        }
    }
}

/// True for two ways to write the path of one file.
fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Opens a dossier for writing, or for reading where that cannot be; one of an older program is brought up to date in a copy.
fn opened(path: &Path, progress: &Progress) -> Result<(Opened, Dossier), DossierFault> {
    let holder = Holder::this_process(now());
    let (dossier, path, is_migrated) = match Dossier::open(path, &holder, progress) {
        Err(DossierFault::Older(_)) => {
            let copy = migrated(path, progress)?;
            (Dossier::open(&copy, &holder, progress)?, copy, true)
        }
        opened => (opened?, path.to_owned(), false),
    };
    let opened = Opened {
        path,
        why_read_only: match dossier.access() {
            Access::Write { .. } => None,
            Access::Read(why) => Some(why.clone()),
        },
        shelf: Arc::default(),
        review: dossier.review().clone(),
        head: dossier.head().to_owned(),
        evidence: dossier.evidence()?,
        run: (&dossier.last_run()?).into(),
        is_migrated,
    };
    Ok((opened, dossier))
}

/// Freezes into a dossier, `before` where there was one, and opens it. Its log is carried over where it is there already. Where
/// that fails, the one that was open stays open.
fn saved(
    path: &Path,
    (workspace, screening): (&Workspace, &Screening),
    (before, stamp): (Option<Dossier>, &Stamp),
    progress: &Progress,
) -> (Option<Dossier>, Result<Opened, DossierFault>) {
    let was_open = before.is_some();
    let written = match before {
        Some(mut dossier) => dossier.back_up_now().and_then(|()| carried(dossier)),
        None => begun(path, &Holder::this_process(stamp.at)),
    };
    let written = written.and_then(|(earlier, lock)| {
        let content = Content {
            workspace,
            screening,
            only: &[],
            earlier: &earlier,
        };
        let review = freeze(path, &content, stamp, progress);
        drop(lock);
        review.map(drop)
    });
    // Whatever became of it: what stands there is a dossier again.
    let again = opened(path, &Progress::default());
    match (written, again) {
        (Ok(()), Ok((opened, dossier))) => (Some(dossier), Ok(opened)),
        (Ok(()), Err(fault)) => (None, Err(fault)),
        (Err(fault), again) => {
            let dossier = again.ok().map(|(_, dossier)| dossier);
            (dossier.filter(|_| was_open), Err(fault))
        }
    }
}
