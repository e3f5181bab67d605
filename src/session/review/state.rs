//! What a session keeps of a review.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::open::WhyReadOnly;
use crate::dossier::run::StoredRun;
use crate::dossier::today::Today;
use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::review::board::Board;
use crate::model::review::decision::Author;
use crate::model::review::key::FindingKey;
use crate::model::review::reportable::Reportable;
use crate::model::review::state::Review;
use crate::model::review::steps::EvidenceHashes;
use crate::model::workspace::Workspace;
use crate::progress::Cancelled;
use crate::report::document::Document;
use crate::report::page_image::PageImage;
use crate::report::pages::Pages;
use crate::words::Bilingual;

use super::super::history::{History, Way};
use super::super::jobs::{Jobs, Runner};
use super::super::journal::Journal;
use super::super::lost_steps::LostSteps;
use super::super::state::State;
use super::outline::Outline;
use super::previewed::Preview;
use super::shelf::{Closed, Recorded, Shelf};
use super::step::ReviewStep;
use super::told::DayMoved;

/// What a session keeps of a review.
#[derive(Debug)]
pub struct ReviewState {
    /// The dossier that is open.
    pub open: Option<OpenDossier>,
    /// Those that are closed and still being written.
    pub closed: Vec<Closed>,
    /// Who sits before the program, once he has said so.
    pub author: Option<Author>,
    /// He is being asked.
    pub asks_name: bool,
    /// What waits for his answer.
    pub unnamed: Vec<ReviewStep>,
    /// A report that somebody looks at before it is written.
    pub preview: Preview,
    /// How everything stands, in the making.
    pub boards: Jobs<(), Standing>,
    /// What was looked at last for that.
    pub asked: Option<Grounds>,
    /// Counts the dossiers.
    pub serial: u64,
    /// A way through the history that is on its way into the log.
    pub going: Option<Going>,
    /// Ways that wait until what is on its way is written.
    pub later: VecDeque<Way>,
    /// What is being stored, if anything is, goes into the dossier that was open when that was begun.
    pub is_stored_anew: bool,
}

/// A way through the history that takes back entries of the log, or makes them count again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Going {
    /// Where it leads.
    pub place: usize,
    /// The entries that count no more then, in their order.
    pub undone: Vec<u64>,
}

/// A dossier that is open.
#[derive(Debug)]
pub struct OpenDossier {
    /// Counts the dossiers of a session.
    pub serial: u64,
    /// The file.
    pub path: PathBuf,
    /// Why it may be read only; `None` where it may be written.
    pub why_read_only: Option<WhyReadOnly>,
    /// Where it lies.
    pub shelf: Arc<Shelf>,
    /// What happened so far.
    pub review: Arc<Review>,
    /// The hash of the last entry: whoever has it written down can tell later whether the log was made anew.
    pub head: String,
    /// What shows each finding of the stored run.
    pub evidence: Arc<EvidenceHashes>,
    /// The stored run.
    pub run: RunNote,
    /// What was stored.
    pub frozen: Arc<Workspace>,
    /// Where its sources are looked for.
    pub folder: PathBuf,
    /// What a comparison with today has found.
    pub today: Option<Arc<Today>>,
    /// Such a comparison was asked for.
    pub compared: bool,
    /// How everything stands, and of what.
    pub standing: Option<(Grounds, Standing)>,
}

/// The stored run in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunNote {
    /// Its number, from 1.
    pub run: u64,
    /// The day that rules were judged by.
    pub as_of: Date,
    /// What has made it.
    pub program: String,
}

impl From<&StoredRun> for RunNote {
    fn from(run: &StoredRun) -> RunNote {
        RunNote {
            run: run.run,
            as_of: run.as_of,
            program: run.program.clone(),
        }
    }
}

/// How everything stands, and whether a report may be made.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Findings and projects.
    pub board: Arc<Board>,
    /// What speaks against a report.
    pub reportable: Arc<Reportable>,
}

/// What that was worked out from.
#[derive(Clone, Debug)]
pub struct Grounds {
    /// What is open.
    pub workspace: Arc<Workspace>,
    /// What was found in it.
    pub screening: Arc<Screening>,
    /// What people say.
    pub review: Arc<Review>,
    /// What shows each finding.
    pub evidence: Arc<EvidenceHashes>,
    /// How it compares with today.
    pub today: Option<Arc<Today>>,
}

impl Grounds {
    /// True where they are the same pieces of memory.
    pub fn same(&self, other: &Grounds) -> bool {
        let today = match (&self.today, &other.today) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (None, None) => true,
            _ => false,
        };
        today
            && Arc::ptr_eq(&self.workspace, &other.workspace)
            && Arc::ptr_eq(&self.screening, &other.screening)
            && Arc::ptr_eq(&self.review, &other.review)
            && Arc::ptr_eq(&self.evidence, &other.evidence)
    }
}

/// What a job of a review gives.
pub enum ReviewDone {
    /// A dossier was opened.
    Opened(Result<Box<OpenedAgain>, Bilingual>),
    /// A dossier is to be opened again, with what was done in it and is not stored.
    Resumed(PathBuf, Result<Since, LostSteps>),
    /// A workspace of that generation was stored.
    Saved(u64, Result<Box<(Opened, Arc<Workspace>)>, Bilingual>),
    /// Something was stored, or was not, before which entries that waited were written into the dossier of that number.
    Stored(u64, Recorded, Box<ReviewDone>),
    /// Something else, before which entries that waited were to be written; why some were not.
    After(Vec<Bilingual>, Box<ReviewDone>),
    /// Entries were written into a dossier.
    Recorded(u64, Recorded),
    /// A dossier was held against today.
    Compared(u64, Result<Today, Cancelled>),
    /// Which verdicts another day has changed.
    DayMoved(DayMoved),
    /// What a report would hold, in short and whole.
    Outlined(Result<Box<(Outline, Document)>, Cancelled>),
    /// A report was typeset; why not, in words.
    Typeset(Result<Pages, String>),
    /// A page was drawn; `None` if there is no such page.
    PageDrawn(Option<PageImage>),
}

/// What an earlier session has done since its dossier was stored, and the file that it stands in.
pub type Since = Box<(Journal, PathBuf)>;

/// A dossier just opened, with its workspace.
pub struct OpenedAgain {
    /// It.
    pub dossier: Opened,
    /// What it has stored, and what an earlier session has done since.
    pub history: History<State>,
    /// What is not there of it.
    pub lost: Option<LostSteps>,
    /// Of so many steps that were entries of its log nothing can be said any more, if of any.
    pub left_out: Option<usize>,
}

/// A dossier just opened.
pub struct Opened {
    /// The file.
    pub path: PathBuf,
    /// Why it may be read only.
    pub why_read_only: Option<WhyReadOnly>,
    /// Where it lies.
    pub shelf: Arc<Shelf>,
    /// What happened so far.
    pub review: Review,
    /// The hash of the last entry.
    pub head: String,
    /// What shows each finding of the stored run.
    pub evidence: EvidenceHashes,
    /// The stored run.
    pub run: RunNote,
    /// It is a copy of an older one.
    pub is_migrated: bool,
}

impl ReviewState {
    /// No dossier, and nobody known.
    pub fn new(runner: Runner) -> ReviewState {
        ReviewState {
            open: None,
            closed: Vec::new(),
            author: None,
            asks_name: false,
            unnamed: Vec::new(),
            preview: Preview::default(),
            boards: Jobs::new(runner),
            asked: None,
            serial: 0,
            going: None,
            later: VecDeque::new(),
            is_stored_anew: false,
        }
    }

    /// Takes a dossier that was opened or stored, with what was stored in it.
    pub fn take(&mut self, opened: Opened, frozen: Arc<Workspace>, folder: Option<PathBuf>) {
        self.serial += 1;
        self.forget();
        // What waits for one that was stored anew is written into what stands there now.
        self.closed.retain(|own| !Arc::ptr_eq(&own.shelf, &opened.shelf));
        let own_folder = || opened.path.parent().unwrap_or(Path::new("")).to_owned();
        self.open = Some(OpenDossier {
            serial: self.serial,
            folder: folder.unwrap_or_else(own_folder),
            path: opened.path,
            why_read_only: opened.why_read_only,
            shelf: opened.shelf,
            review: Arc::new(opened.review),
            head: opened.head,
            evidence: Arc::new(opened.evidence),
            run: opened.run,
            frozen,
            today: None,
            compared: false,
            standing: None,
        });
    }

    /// Puts the dossier that is open to those that are closed, as long as anything is still written into it.
    pub fn leave(&mut self) {
        let closed = self.open.take().map(|open| Closed {
            serial: open.serial,
            path: open.path,
            shelf: open.shelf,
        });
        self.closed.extend(closed.filter(Closed::is_busy));
    }

    /// All dossiers that may be written into: where they are, and where they lie. Closed ones first.
    pub fn shelves(&self) -> impl Iterator<Item = (&Path, &Arc<Shelf>)> {
        let closed = self.closed.iter().map(|own| (own.path.as_path(), &own.shelf));
        let open = self.open.iter().map(|own| (own.path.as_path(), &own.shelf));
        closed.chain(open)
    }

    /// Where something waits, with the number of that dossier. To be asked while nothing is being recorded.
    pub fn next_to_write(&mut self) -> Option<(u64, Arc<Shelf>)> {
        self.closed.retain(Closed::is_busy);
        let closed = self.closed.iter().map(|own| (own.serial, &own.shelf));
        let open = self.open.iter().map(|own| (own.serial, &own.shelf));
        let mut waiting = closed.chain(open).filter(|(_, shelf)| shelf.has_waiting());
        waiting.next().map(|(serial, shelf)| (serial, Arc::clone(shelf)))
    }

    /// Lets go of what belonged to the dossier before.
    pub fn forget(&mut self) {
        self.open = None;
        self.asked = None;
        self.stay();
        self.boards.cancel(&());
    }

    /// Goes nowhere: what was to be recorded is not there, and a way that has waited for it would lead over something else.
    pub fn stay(&mut self) {
        self.going = None;
        self.later.clear();
    }

    /// Takes the review as it is now, with the hash of its last entry.
    pub fn wrote(&mut self, review: Arc<Review>, head: String) {
        if let Some(open) = &mut self.open {
            open.review = review;
            open.head = head;
        }
    }
}

impl OpenDossier {
    /// True where it may be written.
    pub fn can_write(&self) -> bool {
        self.why_read_only.is_none()
    }

    /// How everything stands, as far as that is known.
    pub fn board(&self) -> Option<&Arc<Board>> {
        self.standing.as_ref().map(|(_, standing)| &standing.board)
    }

    /// How everything stands in that screening and no other.
    pub fn board_of(&self, screening: &Arc<Screening>) -> Option<&Arc<Board>> {
        let (grounds, standing) = self.standing.as_ref()?;
        Arc::ptr_eq(&grounds.screening, screening).then_some(&standing.board)
    }

    /// What speaks against a report, as far as that is known.
    pub fn reportable(&self) -> Option<&Arc<Reportable>> {
        self.standing.as_ref().map(|(_, standing)| &standing.reportable)
    }

    /// What shows a finding of the stored run; `None` where it has no such finding.
    pub fn evidence_of(&self, finding: &FindingKey) -> Option<&str> {
        self.evidence.get(finding).map(String::as_str)
    }
}
