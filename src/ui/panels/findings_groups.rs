//! The findings table under headings, and by how findings stand in a review.

use crate::model::finding::Finding;
use crate::model::review::decision::State;
use crate::model::review::standing::Standing;
use crate::model::zone::Level;
use crate::say;
use crate::words::Lang;

use super::findings_words::All;

/// How a finding stands, as a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// Nobody has decided.
    Nobody,
    /// A second name is missing.
    SecondMissing,
    /// People have decided differently.
    Differs,
    /// On other evidence.
    Outdated,
    /// Closed.
    Closed,
    /// Whatever is not closed.
    NotClosed,
    /// Decided so last.
    As(State),
}

impl Decided {
    /// All, in the order of the list.
    pub const ALL: [Decided; 12] = [
        Decided::NotClosed,
        Decided::Nobody,
        Decided::SecondMissing,
        Decided::Differs,
        Decided::Outdated,
        Decided::Closed,
        Decided::As(State::Avoid),
        Decided::As(State::Minimise),
        Decided::As(State::Mitigate),
        Decided::As(State::Exempt),
        Decided::As(State::Dismissed),
        Decided::As(State::NeedsConsultation),
    ];

    /// True for a finding that stands so.
    pub fn holds(self, own: &Standing) -> bool {
        match self {
            Decided::Nobody => own.people == 0,
            Decided::SecondMissing => own.lacks_second_name(),
            Decided::Differs => own.differs,
            Decided::Outdated => own.outdated,
            Decided::Closed => own.closed,
            Decided::NotClosed => !own.closed,
            Decided::As(state) => own.people > 0 && own.state == state,
        }
    }

    /// In words.
    pub fn name(self, lang: Lang) -> String {
        match self {
            Decided::Nobody => say!(lang, "reviewing.filter.nobody"),
            Decided::SecondMissing => say!(lang, "reviewing.card.second_name"),
            Decided::Differs => say!(lang, "review.mark.differs"),
            Decided::Outdated => say!(lang, "review.mark.outdated"),
            Decided::Closed => say!(lang, "review.mark.closed"),
            Decided::NotClosed => say!(lang, "reviewing.filter.not_closed"),
            Decided::As(state) => state.name(lang),
        }
    }
}

/// How a finding stands, in the words of a cell.
pub fn standing_words(own: &Standing, lang: Lang) -> String {
    let state = own.state.name(lang);
    let mark = if own.differs {
        say!(lang, "review.mark.differs")
    } else if own.outdated {
        say!(lang, "review.mark.outdated")
    } else if own.closed {
        say!(lang, "review.mark.closed")
    } else if own.lacks_second_name() {
        say!(lang, "reviewing.card.second_name")
    } else {
        return state;
    };
    format!("{state} · {mark}")
}

/// What findings are put under headings by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The project.
    Project,
    /// Conflict or near.
    Verdict,
    /// The rule.
    Rule,
    /// Who must be asked.
    Department,
}

impl Group {
    /// All, in the order of the list.
    pub const ALL: [Group; 4] = [Group::Project, Group::Verdict, Group::Rule, Group::Department];

    /// The key of its name: `reviewing.group.KEY`.
    pub fn code(self) -> &'static str {
        match self {
            Group::Project => "project",
            Group::Verdict => "verdict",
            Group::Rule => "rule",
            Group::Department => "department",
        }
    }

    /// What two findings of one group have in common: a name, and the id where two things may have the same name.
    pub fn name_and_id(self, all: All<'_>, finding: usize) -> Option<(String, String)> {
        let lang = all.wording.lang;
        let name = all.said(finding, |own| match self {
            Group::Project => own.project_title(),
            Group::Verdict => own.finding.verdict.name(lang),
            Group::Rule => own.rule_title(lang),
            Group::Department => own.consultee(lang),
        })?;
        let id = all.of(finding, |own| match self {
            Group::Project => own.matter.project.to_string(),
            Group::Rule => own.matter.rule.to_string(),
            Group::Verdict | Group::Department => String::new(),
        })?;
        Some((name, id))
    }

    /// True for two findings of one group.
    pub fn is_same(self, all: All<'_>, a: usize, b: usize) -> bool {
        let (Some(first), Some(second)) = (all.wording.finding(a), all.wording.finding(b)) else {
            return false;
        };
        match self {
            Group::Project => first.matter.project == second.matter.project,
            Group::Verdict => first.verdict == second.verdict,
            Group::Rule => first.matter.rule == second.matter.rule,
            // A rule names the office, and the zone its level; two rules may name the same one.
            Group::Department => {
                office(first) == office(second) || self.name_and_id(all, a) == self.name_and_id(all, b)
            }
        }
    }

    /// What stands above the group of a finding.
    pub fn heading(self, all: All<'_>, finding: usize, lang: Lang) -> String {
        let name = self.name_and_id(all, finding).map(|(name, _)| name);
        match name.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => say!(lang, "reviewing.group.none"),
        }
    }
}

/// What the office that must be asked depends on.
fn office(finding: &Finding) -> (&str, Option<Level>) {
    (&finding.matter.rule, finding.sort.level)
}
