//! The rule book, and which of its rules are judged on a day.

use std::collections::HashMap;

use crate::model::date::Date;
use crate::model::role::Role;

use super::condition::is_number;
use super::{Attribute, Rule, same_value};

/// Rules in the order in which verdicts are listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleBook {
    /// Unique by id.
    pub rules: Vec<Rule>,
    /// Where the rules came from: `builtin:cn-wetland`, file names, or how they were made.
    pub sources: Vec<String>,
}

impl RuleBook {
    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// What rules ask for in an attribute of the projects, or of the zones, of a role; empty where none asks.
    pub fn words(&self, role: Role, attribute: Attribute) -> Vec<String> {
        let asked = |rule: &Rule| -> Vec<String> {
            let lists = match role {
                Role::Project => &rule.condition.project_is,
                _ => &rule.condition.zone_is,
            };
            let own = lists.iter().filter(|(own, _)| *own == attribute);
            own.flat_map(|(_, values)| values.clone()).collect()
        };
        self.rules.iter().flat_map(asked).collect()
    }

    /// True for what a zone of a role says of an attribute where that is a slip, and so unknown: rules tell several words of
    /// the attribute apart, each zone has one of them if any, and it is none. Another number is another grade.
    pub fn is_odd(&self, role: Role, attribute: Attribute, said: &str) -> bool {
        if role == Role::Project || !attribute.is_closed() || is_number(said) {
            return false;
        }
        let words = self.words(role, attribute);
        let tells_apart = words
            .split_first()
            .is_some_and(|(first, others)| others.iter().any(|other| !same_value(first, other)));
        tells_apart && !words.iter().any(|word| same_value(word, said))
    }

    /// Takes another book in: a rule of the same id is replaced in its place, others follow at the end.
    pub fn override_with(&mut self, other: RuleBook) {
        self.sources.extend(other.sources);
        for rule in other.rules {
            match self.rules.iter_mut().find(|own| own.id == rule.id) {
                Some(own) => *own = rule,
                None => self.rules.push(rule),
            }
        }
    }
}

/// How a rule stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleState {
    /// In force, and the version of its family that is judged.
    Judged,
    /// In force by its dates, but a later version of its family is, too.
    Superseded,
    /// Before its first day or past its last.
    NotInForce,
}

impl RuleBook {
    /// The rules that are judged on a day, in the order of the book: of each family the one in force that came last.
    ///
    /// Of rules in force with the same first day the one later in the book counts. A rule without a first day is older
    /// than any other of its family.
    pub fn judged_on(&self, day: Date) -> Vec<&Rule> {
        let mut latest: HashMap<&str, (Option<Date>, usize)> = HashMap::new();
        for (position, rule) in self
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.in_force(day))
        {
            if let Some(family) = rule.family.as_deref() {
                let own = (rule.from, position);
                latest
                    .entry(family)
                    .and_modify(|best| *best = own.max(*best))
                    .or_insert(own);
            }
        }
        let is_latest = |position: usize, rule: &Rule| {
            let family = rule.family.as_deref();
            family.is_none_or(|family| latest.get(family).is_some_and(|(_, best)| *best == position))
        };
        let numbered = self.rules.iter().enumerate();
        numbered
            .filter(|(position, rule)| rule.in_force(day) && is_latest(*position, rule))
            .map(|(_, rule)| rule)
            .collect()
    }

    /// How one rule of this book stands on a day.
    pub fn state(&self, rule: &Rule, day: Date) -> RuleState {
        if !rule.in_force(day) {
            RuleState::NotInForce
        } else if self.judged_on(day).iter().any(|judged| judged.id == rule.id) {
            RuleState::Judged
        } else {
            RuleState::Superseded
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(id: &str, from: Option<&str>, until: Option<&str>) -> Rule {
        Rule {
            family: Some("range".into()),
            from: from.map(|day| day.parse().unwrap()),
            until: until.map(|day| day.parse().unwrap()),
            ..Rule::new(id)
        }
    }

    #[track_caller]
    fn check(rules: Vec<Rule>, day: &str, expected: &[&str]) {
        let book = RuleBook {
            rules,
            sources: Vec::new(),
        };
        let judged = book.judged_on(day.parse().unwrap());
        let ids: Vec<&str> = judged.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, expected, "{day}");
    }

    #[test]
    fn words_of_zones_and_projects_are_kept_apart() {
        let mut rule = Rule::new("r");
        rule.condition.zone_is = vec![(Attribute::Grade, vec!["1".into(), "2".into()])];
        rule.condition.project_is = vec![(Attribute::Grade, vec!["road".into()])];
        let book = RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        };
        let check = |role, attribute, expected: &[&str]| assert_eq!(book.words(role, attribute), expected);
        check(Role::Seawall, Attribute::Grade, &["1", "2"]);
        check(Role::Project, Attribute::Grade, &["road"]);
        check(Role::Seawall, Attribute::Side, &[]);
    }

    #[test]
    fn a_word_that_no_rule_names_is_odd_where_rules_tell_several_apart() {
        let mut rule = Rule::new("r");
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        rule.condition.zone_is = vec![
            (Attribute::Grade, words(&["1", "2"])),
            (Attribute::Structure, words(&["tunnel", "隧道"])),
            (Attribute::Side, words(&["sea"])),
            (Attribute::Section, words(&["yangtze", "across"])),
        ];
        rule.condition.project_is = vec![(Attribute::Structure, words(&["road", "port"]))];
        let book = RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        };
        let check = |role, attribute, said: &str, expected: bool| {
            assert_eq!(
                book.is_odd(role, attribute, said),
                expected,
                "{attribute:?} {said}"
            );
        };
        for (said, expected) in [("一级", false), ("4", false), ("first", true), ("特级", true)] {
            check(Role::Seawall, Attribute::Grade, said, expected);
        }
        check(Role::Rail, Attribute::Structure, "Tunnel", false);
        check(Role::Rail, Attribute::Structure, "过江盾构隧道", true);
        check(Role::Project, Attribute::Structure, "viaduct", false);
        check(Role::Seawall, Attribute::Side, "land", false);
        check(Role::Seawall, Attribute::Size, "large", false);
        check(Role::River, Attribute::Section, "qiantang", false);
    }

    #[test]
    fn of_a_family_the_latest_in_force_is_judged() {
        let versions = || {
            vec![
                version("new", Some("2023-01-01"), None),
                version("old", Some("2015-01-01"), None),
                version("first", None, Some("2016-12-31")),
                Rule::new("alone"),
            ]
        };
        check(versions(), "2010-01-01", &["first", "alone"]);
        check(versions(), "2016-12-31", &["old", "alone"]);
        check(versions(), "2022-12-31", &["old", "alone"]);
        check(versions(), "2023-01-01", &["new", "alone"]);
    }

    #[test]
    fn an_older_version_comes_back_where_the_later_one_ended() {
        let versions = vec![
            version("old", Some("2015-01-01"), None),
            version("trial", Some("2020-01-01"), Some("2021-12-31")),
        ];
        check(versions.clone(), "2021-12-31", &["trial"]);
        check(versions, "2022-01-01", &["old"]);
    }

    #[test]
    fn of_two_from_the_same_day_the_later_in_the_book() {
        let day = Some("2015-01-01");
        check(
            vec![version("a", day, None), version("b", day, None)],
            "2020-01-01",
            &["b"],
        );
        check(
            vec![version("a", None, None), version("b", None, None)],
            "2020-01-01",
            &["b"],
        );
    }

    #[test]
    fn state_says_why_a_rule_is_not_judged() {
        let rules = vec![
            version("old", Some("2015-01-01"), None),
            version("new", Some("2023-01-01"), None),
        ];
        let book = RuleBook {
            rules,
            sources: Vec::new(),
        };
        let check = |id: &str, day: &str, expected| {
            let rule = book.rule(id).unwrap();
            assert_eq!(book.state(rule, day.parse().unwrap()), expected, "{id} {day}");
        };
        check("old", "2024-01-01", RuleState::Superseded);
        check("new", "2024-01-01", RuleState::Judged);
        check("new", "2022-01-01", RuleState::NotInForce);
    }
}
