//! Who must be asked about a project, and why.

use std::sync::Arc;

use crate::say;
use crate::words::{Bilingual, Lang};

use super::feature::FeatureRef;
use super::rule::Department;
use super::zone::Level;

/// One office that is to be asked about one project, however many rules send there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// The project.
    pub project: FeatureRef,
    /// The office.
    pub office: Office,
    /// How much it is needed: the most that any rule says.
    pub need: Need,
    /// What the office gives: opinion, consent, permit; each once.
    pub forms: Vec<Bilingual>,
    /// Laws and articles that say so; each once.
    pub articles: Vec<Bilingual>,
    /// Ids of the rules that send there, in the order of the rule book.
    pub rules: Vec<Arc<str>>,
    /// Positions in the screening's findings that make it necessary, ascending.
    pub findings: Vec<usize>,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Office {
    /// By what it is competent for and its level; `None` where the zone's level decides and is not known.
    Named(Department, Option<Level>),
    /// As the words of a rule call it.
    Worded(Bilingual),
}

/// How much an office is needed, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// A rule that sends there could not be checked.
    Open,
    /// No rule is met, but one nearly.
    Advised,
    /// A rule is met, or would be but for an exemption.
    Required,
}

impl Need {
    /// All, greatest first.
    pub const ALL: [Need; 3] = [Need::Required, Need::Advised, Need::Open];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Need::Open => "open",
            Need::Advised => "advised",
            Need::Required => "required",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("need.{}", self.code()))
    }
}

impl Office {
    /// The name for people, with the level: 省级林业主管部门.
    pub fn name(&self, lang: Lang) -> String {
        match self {
            Office::Worded(words) => words.get(lang).to_owned(),
            Office::Named(department, Some(level)) => say!(
                lang,
                "office.of_level",
                level = say!(lang, &format!("office_level.{}", level.code())),
                department = department.name(lang)
            ),
            Office::Named(department, None) => {
                say!(
                    lang,
                    "office.of_unknown_level",
                    department = department.name(lang)
                )
            }
        }
    }
}
