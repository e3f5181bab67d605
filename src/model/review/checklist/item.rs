//! What checklists are made of.

use std::sync::Arc;

use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::review::decision::Attachment;
use crate::model::rule::SourceMark;
use crate::say;
use crate::words::{Bilingual, Lang};

/// A checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// 不可避让论证: that the place cannot be avoided, and that no more than needed is taken.
    Unavoidable,
    /// The ten classes of activity that are allowed within the red line outside core zones.
    Activities,
    /// Papers that the rules which were met ask for.
    Documents,
    /// Days that a term is counted from.
    Deadlines,
}

/// One thing to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name in files and on the command line; stable for ever.
    pub id: String,
    /// The list it is on.
    pub list: List,
    /// What is to be shown.
    pub text: Bilingual,
    /// Law and article.
    pub citation: Bilingual,
    /// How sure that is.
    pub mark: SourceMark,
    /// What an answer brings along.
    pub wants: Wants,
}

/// What an answer of *yes* brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wants {
    /// A paper.
    Paper,
    /// The day on which it happened.
    Day,
}

/// What somebody says about an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reply {
    /// Nothing any more.
    #[default]
    Open,
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It has nothing to do with the project; the note says why.
    NotApplicable,
}

/// What one person says about one item of one project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistAnswer {
    /// The project.
    pub project: FeatureRef,
    /// The item's id.
    pub item: Arc<str>,
    /// What is said.
    pub reply: Reply,
    /// The day on which it happened, for items that want one.
    pub on: Option<Date>,
    /// In words.
    pub note: String,
    /// Papers that show it.
    pub papers: Vec<Attachment>,
}

impl List {
    /// All, in the order of papers.
    pub const ALL: [List; 4] = [
        List::Unavoidable,
        List::Activities,
        List::Documents,
        List::Deadlines,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            List::Unavoidable => "unavoidable",
            List::Activities => "activities",
            List::Documents => "documents",
            List::Deadlines => "deadlines",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("checklist.list.{}", self.code()))
    }
}

impl Reply {
    /// All, in the order of lists.
    pub const ALL: [Reply; 4] = [Reply::Open, Reply::Yes, Reply::No, Reply::NotApplicable];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Reply::Open => "open",
            Reply::Yes => "yes",
            Reply::No => "no",
            Reply::NotApplicable => "not_applicable",
        }
    }

    /// The reply of that name in files.
    pub fn from_code(code: &str) -> Option<Reply> {
        Reply::ALL.into_iter().find(|reply| reply.code() == code)
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("checklist.reply.{}", self.code()))
    }
}
