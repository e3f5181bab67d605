//! The findings table under headings, and by how findings stand in a review.

use std::cmp::Ordering;

use crate::model::finding::Finding;
use crate::model::review::board::Board;
use crate::model::review::decision::State;
use crate::model::review::standing::Standing;
use crate::report::rows::Row;
use crate::say;
use crate::words::Lang;

/// A row with what the report's rows do not carry.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// The words.
    pub row: Row,
    /// Who must be asked.
    pub consultee: String,
}

/// Everything that rows are chosen and ordered from.
pub struct All<'a> {
    /// The rows in words.
    pub rows: &'a [FindingRow],
    /// The findings themselves.
    pub findings: &'a [Finding],
    /// How they stand, where a dossier is open.
    pub board: Option<&'a Board>,
}

impl All<'_> {
    /// How a finding stands.
    pub fn standing(&self, finding: usize) -> Option<&Standing> {
        self.board?.findings.get(finding)
    }

    /// True for a finding that stands so; for any where nothing is asked for, and where no dossier is open.
    pub fn passes(&self, finding: usize, decided: Option<Decided>) -> bool {
        match (self.board, decided) {
            (Some(_), Some(decided)) => self.standing(finding).is_some_and(|own| decided.holds(own)),
            _ => true,
        }
    }

    /// Where it comes in the order of what is left to be done: what is amiss first, what is closed last.
    pub fn rank(&self, finding: usize) -> (u8, State) {
        match self.standing(finding) {
            None => (0, State::Open),
            Some(own) if own.differs => (0, own.state),
            Some(own) if own.outdated => (1, own.state),
            Some(own) if own.people == 0 => (2, own.state),
            Some(own) if own.closed => (4, own.state),
            Some(own) => (3, own.state),
        }
    }
}

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

    /// The order of groups: by name, but verdicts with the gravest first.
    pub fn compare(self, a: (&FindingRow, &Finding), b: (&FindingRow, &Finding)) -> Ordering {
        match self {
            Group::Project => (&a.0.row.project_name, &a.1.matter.project)
                .cmp(&(&b.0.row.project_name, &b.1.matter.project)),
            Group::Verdict => b.1.verdict.cmp(&a.1.verdict),
            Group::Rule => (&a.0.row.rule, &a.1.matter.rule).cmp(&(&b.0.row.rule, &b.1.matter.rule)),
            Group::Department => a.0.consultee.cmp(&b.0.consultee),
        }
    }

    fn heading(self, row: &FindingRow, lang: Lang) -> String {
        let text = match self {
            Group::Project => row.row.project_name.clone(),
            Group::Verdict => row.row.verdict.name(lang),
            Group::Rule => row.row.rule.clone(),
            Group::Department => row.consultee.clone(),
        };
        match text.is_empty() {
            true => say!(lang, "reviewing.group.none"),
            false => text,
        }
    }
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Above the findings of a group.
    Heading {
        /// What they have in common.
        text: String,
        /// How many of them are shown.
        count: usize,
        /// How many of those are closed; `None` where no dossier is open.
        closed: Option<usize>,
    },
    /// A finding, by its position in the screening.
    Finding(usize),
}

/// The lines of findings in their order, which are sorted by group already.
pub fn lines(shown: &[usize], all: &All<'_>, group: Option<Group>, lang: Lang) -> Vec<Line> {
    let Some(group) = group else {
        return shown.iter().map(|finding| Line::Finding(*finding)).collect();
    };
    let pair = |finding: usize| Some((all.rows.get(finding)?, all.findings.get(finding)?));
    let same = |a: &usize, b: &usize| match (pair(*a), pair(*b)) {
        (Some(a), Some(b)) => group.compare(a, b) == Ordering::Equal,
        _ => false,
    };
    let mut lines = Vec::with_capacity(shown.len());
    for own in shown.chunk_by(same) {
        let first = own.first().and_then(|first| all.rows.get(*first));
        let is_closed = |finding: &&usize| all.standing(**finding).is_some_and(|own| own.closed);
        lines.push(Line::Heading {
            text: first.map_or_else(String::new, |row| group.heading(row, lang)),
            count: own.len(),
            closed: all.board.map(|_| own.iter().filter(is_closed).count()),
        });
        lines.extend(own.iter().map(|finding| Line::Finding(*finding)));
    }
    lines
}
