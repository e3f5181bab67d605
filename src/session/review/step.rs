//! What a user can ask for in a review, as plain data.

use std::path::PathBuf;

use crate::model::date::Date;
use crate::model::review::decision::{Author, State};
use crate::model::review::event::Deed;
use crate::model::review::key::FindingKey;
use crate::report::export::FileKind;
use crate::words::Lang;

/// A step of a review.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewStep {
    /// Opens a dossier; what is open goes.
    Open(PathBuf),
    /// Stores the open workspace and its run there. In a dossier that is there already this is its next run.
    Save(PathBuf),
    /// Closes the dossier; the workspace stays open.
    Close,
    /// Asks who sits before the program.
    AskName,
    /// Somebody says who he is; `None`: he does not, and what waited for that is dropped.
    Name(Option<Author>),
    /// Decides findings.
    Decide(Box<DecisionWish>),
    /// Anything else that can happen in a review, but runs and decisions.
    Do(Deed),
    /// Makes entries of the log count no more; those that do so, count no more themselves.
    TakeBack(Vec<u64>),
    /// Goes to a step of the history, over entries of the log: they count no more then, or again.
    GoTo(usize),
    /// Holds the dossier against the rule books and sources as they are now, as of a day; `None` for today.
    HoldAgainst(Option<Date>),
    /// Looks for the sources there.
    SourcesIn(PathBuf),
    /// Lists what a report in that language would hold, and typesets it.
    Preview(Lang),
    /// Draws a page of what is previewed, from 0, so wide in pixels.
    PreviewPage(usize, u32),
    /// Nobody looks at it any more.
    PreviewDone,
    /// Writes a report, unless something speaks against it.
    Report(Box<ReportOrder>),
}

/// A decision as somebody wishes it, on one finding or on several at once; the evidence is that of the stored run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionWish {
    /// The findings.
    pub findings: Vec<FindingKey>,
    /// What is to become of it.
    pub state: State,
    /// The article that exempts.
    pub article: Option<String>,
    /// Why.
    pub reason: String,
    /// Files that it rests on; their names and hashes are kept.
    pub attach: Vec<PathBuf>,
}

/// A report to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportOrder {
    /// The folder, which is made if it is missing.
    pub folder: PathBuf,
    /// The kinds of file.
    pub kinds: Vec<FileKind>,
    /// Its language.
    pub lang: Lang,
}
