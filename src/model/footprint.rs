//! What a project's footprint means for its kind: ranges, parts, shore, usable land, paths, rotors.

use super::feature::FeatureRef;
use super::role::ProjectKind;
use super::rule::SourceMark;

/// The account of one project's footprint: facts in the order of reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Footprint {
    /// The project.
    pub project: FeatureRef,
    /// What it is.
    pub kind: Option<ProjectKind>,
    /// What was found; empty where the kind has no account of its own.
    pub facts: Vec<Fact>,
}

/// One thing to say about a footprint.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is: the key below `footprint.fact`.
    pub key: &'static str,
    /// What it is about, where there are several: a zone `LAYER/ID`, a role.
    pub about: Option<String>,
    /// How much.
    pub value: Value,
    /// How it was found or where it comes from: the key below `footprint.basis`.
    pub basis: Option<&'static str>,
    /// How sure the basis is, where it is a rule.
    pub mark: Option<SourceMark>,
    /// True where it is open: unknown, assumed, or somebody has to look.
    pub is_open: bool,
}

/// How much, with its unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing is known: the fact says what is missing.
    Unknown,
    /// Metres.
    Metres(f64),
    /// Square metres, on the ellipsoid.
    Area(f64),
    /// Persons, pieces.
    Count(f64),
    /// Persons per hectare.
    PerHectare(f64),
    /// A word that stands below `footprint.word`.
    Word(&'static str),
    /// A text from the data.
    Text(String),
}

impl Fact {
    /// A fact about the whole footprint.
    pub fn new(key: &'static str, value: Value) -> Fact {
        Fact {
            key,
            about: None,
            value,
            basis: None,
            mark: None,
            is_open: false,
        }
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Fact {
        self.about = Some(about.into());
        self
    }

    /// Says how it was found.
    #[must_use]
    pub fn by(mut self, basis: &'static str) -> Fact {
        self.basis = Some(basis);
        self
    }

    /// Says by which rule, and how sure that is.
    #[must_use]
    pub fn by_rule(mut self, basis: &'static str, mark: SourceMark) -> Fact {
        self.basis = Some(basis);
        self.mark = Some(mark);
        self
    }

    /// Marks it open if so.
    #[must_use]
    pub fn open_if(mut self, is_open: bool) -> Fact {
        self.is_open = self.is_open || is_open;
        self
    }
}

/// One year's quota, and which projects take how much of it, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaLedger {
    /// The year.
    pub year: i32,
    /// What may be given out.
    pub quota_m2: f64,
    /// To which projects.
    pub kinds: Vec<ProjectKind>,
    /// Projects in the order in which they take from it.
    pub entries: Vec<QuotaEntry>,
    /// What all of them take; land that several claim counts once.
    pub used_m2: f64,
}

impl QuotaLedger {
    /// What is left; negative where the quota is broken.
    pub fn left_m2(&self) -> f64 {
        self.quota_m2 - self.used_m2
    }

    /// True where more is taken than there is.
    pub fn is_broken(&self) -> bool {
        self.entries.iter().any(|entry| entry.breaks)
    }
}

/// One project's claim on a quota.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotaEntry {
    /// The project.
    pub project: FeatureRef,
    /// Its area.
    pub area_m2: f64,
    /// What it adds: land that an earlier project of the same quota claims is not taken twice.
    pub adds_m2: f64,
    /// What is left after it.
    pub left_m2: f64,
    /// It takes more than was left.
    pub breaks: bool,
    /// Nobody says which year it belongs to; it was put here since there is only one quota for its kind.
    pub year_assumed: bool,
}
