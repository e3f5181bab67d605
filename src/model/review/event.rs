//! Events: everything that happens in a review, one after another.

use std::sync::Arc;

use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::moment::Moment;
use crate::say;
use crate::words::Lang;

use super::checklist::ChecklistAnswer;
use super::decision::{Author, Comment, Decision};

/// One thing that happened. Never changed, never taken away; what is undone stays, and the undoing is an event, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place, from 1.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// Who.
    pub author: Author,
    /// What.
    pub deed: Deed,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Layers and rules were frozen and screened: a run.
    Frozen(Frozen),
    /// A finding was decided.
    Decided(Decision),
    /// Something was remarked.
    Commented(Comment),
    /// An item of a checklist was answered.
    Answered(ChecklistAnswer),
    /// The data of a project were looked at and found good.
    DataChecked(FeatureRef),
    /// What was not checked of a project was looked at.
    UncheckedOpened(FeatureRef),
    /// A project was signed.
    Signed(FeatureRef),
    /// The features of a layer that could not be read were looked at, and somebody answers for going on without them.
    RefusedAccepted(Arc<str>),
    /// A report was forced though something speaks against it; the line that says so on its first page.
    Forced(String),
    /// An earlier event counts no more; undoing an undoing makes it count again.
    Undone(u64),
}

/// What was frozen, by its hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Number of the run, from 1.
    pub run: u64,
    /// The day that rules were judged by.
    pub as_of: Date,
    /// Name and version of the program.
    pub program: String,
    /// SHA-256 in hexadecimal of every frozen part, by name.
    pub parts: Vec<(String, String)>,
}

impl Deed {
    /// The name in files.
    pub fn code(&self) -> &'static str {
        match self {
            Deed::Frozen(_) => "frozen",
            Deed::Decided(_) => "decided",
            Deed::Commented(_) => "commented",
            Deed::Answered(_) => "answered",
            Deed::DataChecked(_) => "data_checked",
            Deed::UncheckedOpened(_) => "unchecked_opened",
            Deed::Signed(_) => "signed",
            Deed::RefusedAccepted(_) => "refused_accepted",
            Deed::Forced(_) => "forced",
            Deed::Undone(_) => "undone",
        }
    }

    /// The name for people.
    pub fn name(&self, lang: Lang) -> String {
        say!(lang, &format!("review.deed.{}", self.code()))
    }

    /// False for runs: what was frozen was frozen.
    pub fn can_be_undone(&self) -> bool {
        !matches!(self, Deed::Frozen(_))
    }
}
