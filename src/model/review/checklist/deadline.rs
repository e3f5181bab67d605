//! Terms that run from a day somebody has named: temporary use of wetland and the restoration after it.
//!
//! Wetland Protection Law, Art. 20: temporary use lasts two years at most, and within one year after its end the wetland is
//! restored. A term ends on the day of the same number, or on the last day of a shorter month.

use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::say;
use crate::words::Lang;

use super::super::state::Review;
use super::item::Reply;
use super::slot::answer;
use super::standard::{BEGINS, ENDS, RESTORED};

/// Years that a temporary use may last.
const MOST_YEARS_OF_USE: i8 = 2;
/// Years within which the wetland is restored.
const MOST_YEARS_TO_RESTORE: i8 = 1;

/// What has to be done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// The temporary use ends.
    EndOfUse,
    /// The wetland is restored.
    Restoration,
}

/// A term with its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What has to be done.
    pub term: Term,
    /// The last day.
    pub due: Date,
    /// The day on which it was done; `None` where nobody has named one.
    pub done: Option<Date>,
}

/// How a term stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Course {
    /// Done within the term.
    Kept,
    /// Done after its last day.
    Late,
    /// Not done, and the term has not ended.
    Running,
    /// Not done, and the term has ended.
    Overdue,
}

impl Term {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Term::EndOfUse => "end_of_use",
            Term::Restoration => "restoration",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("checklist.term.{}", self.code()))
    }
}

impl Course {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Course::Kept => "kept",
            Course::Late => "late",
            Course::Running => "running",
            Course::Overdue => "overdue",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("checklist.course.{}", self.code()))
    }
}

impl Deadline {
    /// How it stands on a day. The last day itself is within the term.
    pub fn course(&self, today: Date) -> Course {
        match self.done {
            Some(day) if day <= self.due => Course::Kept,
            Some(_) => Course::Late,
            None if today <= self.due => Course::Running,
            None => Course::Overdue,
        }
    }
}

/// The terms of a project, as far as its answers name the days they run from. Restoration runs from the end of the use, or,
/// where nobody has named that, from the last day on which it may end.
pub fn deadlines(review: &Review, project: &FeatureRef) -> Vec<Deadline> {
    let day = |name: &str| {
        let (_, answer) = answer(review, project, &format!("temporary/{name}"))?;
        answer.on.filter(|_| answer.reply == Reply::Yes)
    };
    let (begins, ends, restored) = (day(BEGINS), day(ENDS), day(RESTORED));
    let end_of_use = begins.and_then(|from| {
        Some(Deadline {
            term: Term::EndOfUse,
            due: from.plus_years(MOST_YEARS_OF_USE)?,
            done: ends,
        })
    });
    let runs_from = ends.or(end_of_use.map(|own| own.due));
    let restoration = runs_from.and_then(|from| {
        Some(Deadline {
            term: Term::Restoration,
            due: from.plus_years(MOST_YEARS_TO_RESTORE)?,
            done: restored,
        })
    });
    end_of_use.into_iter().chain(restoration).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::decision::Author;
    use super::super::super::event::{Deed, Event};
    use super::super::item::ChecklistAnswer;
    use super::*;

    fn project() -> FeatureRef {
        FeatureRef {
            layer: "wind".into(),
            id: "1".into(),
        }
    }

    /// Days of begin, end and restoration; empty for none.
    #[track_caller]
    fn check(days: [&str; 3], today: &str, expected: &[(&str, Course)]) {
        let named = ["temporary/begins", "temporary/ends", "temporary/restored"];
        let said = named.into_iter().zip(days).filter(|(_, day)| !day.is_empty());
        let events = said.zip(1..).map(|((item, day), seq)| Event {
            seq,
            at: "2026-11-27T08:00:00Z".parse().unwrap(),
            author: Author {
                name: "a".into(),
                role: String::new(),
            },
            deed: Deed::Answered(ChecklistAnswer {
                project: project(),
                item: item.into(),
                reply: Reply::Yes,
                on: day.parse().ok(),
                note: String::new(),
                papers: Vec::new(),
            }),
        });
        let review = Review::of(events).unwrap();
        let today = today.parse().unwrap();
        let found = deadlines(&review, &project());
        let found: Vec<(String, Course)> = found
            .iter()
            .map(|own| (own.due.to_string(), own.course(today)))
            .collect();
        let expected: Vec<(String, Course)> = expected
            .iter()
            .map(|(due, course)| ((*due).to_owned(), *course))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn two_years_of_use_and_one_to_restore() {
        use Course::{Kept, Late, Overdue, Running};
        check(["", "", ""], "2026-01-01", &[]);
        let from = "2024-03-01";
        check(
            [from, "", ""],
            "2026-03-01",
            &[("2026-03-01", Running), ("2027-03-01", Running)],
        );
        check(
            [from, "", ""],
            "2026-03-02",
            &[("2026-03-01", Overdue), ("2027-03-01", Running)],
        );
        check(
            [from, "2025-03-01", "2026-03-01"],
            "2030-01-01",
            &[("2026-03-01", Kept), ("2026-03-01", Kept)],
        );
        check(
            [from, "2026-03-02", "2027-03-03"],
            "2030-01-01",
            &[("2026-03-01", Late), ("2027-03-02", Late)],
        );
        check(
            ["2024-02-29", "", ""],
            "2026-02-28",
            &[("2026-02-28", Running), ("2027-02-28", Running)],
        );
        check(["", "2025-01-31", ""], "2025-02-01", &[("2026-01-31", Running)]);
    }
}
