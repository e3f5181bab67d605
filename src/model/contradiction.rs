//! Rules that cannot hold together, and which of them prevails.

use std::sync::Arc;

use crate::say;
use crate::words::Lang;

use super::feature::FeatureRef;
use super::rule::Rule;

/// Two rules, both met by one project at one zone, that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The project.
    pub project: FeatureRef,
    /// The zone.
    pub zone: FeatureRef,
    /// Both rules' ids, in the order of the rule book.
    pub rules: [Arc<str>; 2],
    /// Which of the two prevails (0 or 1) and why; `None` where nothing decides, and neither is judged.
    pub prevails: Option<(usize, Ground)>,
}

/// Why one rule goes before another (Legislation Law of the PRC, Arts. 98–103).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// It stands higher among the sources of law.
    Rank,
    /// It is in force since a later day.
    Date,
    /// It is special, the other one general.
    Speciality,
}

impl Ground {
    /// All grounds in the order in which they are asked.
    pub const ALL: [Ground; 3] = [Ground::Rank, Ground::Date, Ground::Speciality];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Ground::Rank => "rank",
            Ground::Date => "date",
            Ground::Speciality => "speciality",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("ground.{}", self.code()))
    }
}

impl Contradiction {
    /// The id of the rule that prevails.
    pub fn winner(&self) -> Option<&Arc<str>> {
        self.prevails.and_then(|(which, _)| self.rules.get(which))
    }

    /// The id of the rule that yields.
    pub fn loser(&self) -> Option<&Arc<str>> {
        self.prevails
            .and_then(|(which, _)| self.rules.get(1 - which.min(1)))
    }
}

/// Which of two contradicting rules prevails, 0 or 1, and why: rank, then the later first day, then speciality. What only
/// one of them says decides nothing.
pub fn prevailing(first: &Rule, second: &Rule) -> Option<(usize, Ground)> {
    let larger = |ordering: std::cmp::Ordering| match ordering {
        std::cmp::Ordering::Greater => Some(0),
        std::cmp::Ordering::Less => Some(1),
        std::cmp::Ordering::Equal => None,
    };
    let by_rank = || larger(first.rank?.cmp(&second.rank?));
    let by_date = || larger(first.from?.cmp(&second.from?));
    let by_speciality = || larger(first.special.cmp(&second.special));
    let found = |which: Option<usize>, ground| which.map(|which| (which, ground));
    found(by_rank(), Ground::Rank)
        .or_else(|| found(by_date(), Ground::Date))
        .or_else(|| found(by_speciality(), Ground::Speciality))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Rank;

    fn rule(rank: Option<Rank>, from: Option<&str>, special: bool) -> Rule {
        Rule {
            rank,
            from: from.map(|day| day.parse().unwrap()),
            special,
            ..Rule::new("r")
        }
    }

    #[test]
    fn rank_then_date_then_speciality() {
        let (law, notice) = (Some(Rank::Law), Some(Rank::Notice));
        let (old, new) = (Some("2015-01-01"), Some("2023-01-01"));
        let check = |first: &Rule, second: &Rule, expected| assert_eq!(prevailing(first, second), expected);
        check(
            &rule(notice, new, true),
            &rule(law, old, false),
            Some((1, Ground::Rank)),
        );
        check(
            &rule(law, new, false),
            &rule(law, old, true),
            Some((0, Ground::Date)),
        );
        check(
            &rule(law, old, false),
            &rule(law, old, true),
            Some((1, Ground::Speciality)),
        );
        check(
            &rule(None, None, false),
            &rule(law, old, true),
            Some((1, Ground::Speciality)),
        );
        check(
            &rule(None, new, false),
            &rule(law, old, false),
            Some((0, Ground::Date)),
        );
        check(&rule(law, None, true), &rule(law, old, true), None);
    }
}
