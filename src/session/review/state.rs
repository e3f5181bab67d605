//! What a session keeps of a review.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::open::WhyReadOnly;
use crate::dossier::run::StoredRun;
use crate::dossier::today::Today;
use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::review::board::Board;
use crate::model::review::decision::Author;
use crate::model::review::event::Deed;
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

use super::super::history::History;
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
    /// Entries of this session that can be taken back, together what was done at once, the last last.
    undoable: Vec<Deeds>,
    /// Their undoings, which can be taken back in turn.
    redoable: Vec<Deeds>,
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

/// What was entered into the log at once.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Deeds {
    /// The numbers of the entries.
    numbers: Vec<u64>,
    /// After how many steps of the history that was.
    moment: usize,
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
}

/// A dossier just opened.
pub struct Opened {
    /// The file.
    pub path: PathBuf,
    /// Why it may be read only.
    pub why_read_only: Option<WhyReadOnly>,
    /// Where it lies.
    pub shelf: Shelf,
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
            undoable: Vec::new(),
            redoable: Vec::new(),
        }
    }

    /// Takes a dossier that was opened or stored, with what was stored in it.
    pub fn take(&mut self, opened: Opened, frozen: Arc<Workspace>, folder: Option<PathBuf>) {
        self.serial += 1;
        self.forget();
        let own_folder = || opened.path.parent().unwrap_or(Path::new("")).to_owned();
        self.open = Some(OpenDossier {
            serial: self.serial,
            folder: folder.unwrap_or_else(own_folder),
            path: opened.path,
            why_read_only: opened.why_read_only,
            shelf: Arc::new(opened.shelf),
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
        self.undoable.clear();
        self.redoable.clear();
        self.boards.cancel(&());
    }

    /// Takes what was written: the review as it is now with the hash of its last entry, the numbers of the entries, together
    /// those of what was done at once, and after how many steps of the history it was.
    pub fn wrote(&mut self, (review, head): (Arc<Review>, String), written: &[Vec<u64>], moment: usize) {
        for numbers in written.iter().filter(|numbers| !numbers.is_empty()).cloned() {
            let Some(targets) = undone_by(&review, &numbers) else {
                self.undoable.push(Deeds { numbers, moment });
                self.redoable.clear();
                continue;
            };
            let is_last = |own: &mut Deeds| own.numbers == targets;
            if let Some(Deeds { moment, .. }) = self.undoable.pop_if(is_last) {
                self.redoable.push(Deeds { numbers, moment });
            } else if let Some(Deeds { moment, .. }) = self.redoable.pop_if(is_last) {
                let again = undone_by(&review, &targets);
                self.undoable
                    .extend(again.map(|numbers| Deeds { numbers, moment }));
            } else {
                for own in &mut self.undoable {
                    own.numbers.retain(|seq| !targets.contains(seq));
                }
                self.undoable.retain(|own| !own.numbers.is_empty());
                self.redoable.clear();
            }
        }
        if let Some(open) = &mut self.open {
            open.review = review;
            open.head = head;
        }
    }

    /// The history goes on after so many steps: what was entered is older than the next one, and what was taken back before
    /// cannot be done again.
    pub fn goes_on(&mut self, moment: usize) {
        let deeds = self.undoable.iter_mut();
        deeds.for_each(|own| own.moment = own.moment.min(moment));
        self.redoable.clear();
    }

    /// After how many steps of the history what is to be taken back next was entered.
    pub fn last_moment(&self) -> Option<usize> {
        self.undoable.last().map(|own| own.moment)
    }

    /// After how many steps what is to be done again next was entered at first.
    pub fn next_moment(&self) -> Option<usize> {
        self.redoable.last().map(|own| own.moment)
    }

    /// What is to be taken back next, as the numbers of its entries.
    pub fn to_take_back(&self) -> Option<Vec<u64>> {
        self.undoable.last().map(|own| own.numbers.clone())
    }

    /// The undoings that are to be taken back next.
    pub fn to_take_again(&self) -> Option<Vec<u64>> {
        self.redoable.last().map(|own| own.numbers.clone())
    }

    /// True if there is an entry to take back.
    pub fn can_take_back(&self) -> bool {
        !self.undoable.is_empty()
    }

    /// True if there is one to let count again.
    pub fn can_take_again(&self) -> bool {
        !self.redoable.is_empty()
    }
}

/// What undoings took back; `None` where one of these entries is none.
fn undone_by(review: &Review, undoings: &[u64]) -> Option<Vec<u64>> {
    let target = |seq: &u64| match review.event(*seq)?.deed {
        Deed::Undone(target) => Some(target),
        _ => None,
    };
    undoings.iter().map(target).collect()
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
