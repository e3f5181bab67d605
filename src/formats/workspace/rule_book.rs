//! Rule books in TOML: the built-in one and the user's own.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::model::date::Date;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::{Criterion, Rule, RuleBook, Severity, SourceMark};
use crate::model::zone::Level;
use crate::words::Bilingual;

use super::settings::{Settings, read_text};

/// The built-in rule book's name.
pub const BUILTIN: &str = "builtin:cn-wetland";
const BUILTIN_TEXT: &str = include_str!("../../../assets/rules/cn-wetland.toml");

/// Reads a book by name: `builtin:cn-wetland`, or a file, relative to `folder`.
///
/// # Errors
/// The file cannot be read, or says something that means nothing: file, line, rule and field are named.
pub fn load(name: &str, folder: &Path) -> Result<RuleBook, Box<Problem>> {
    if name == BUILTIN {
        return parse(BUILTIN_TEXT, BUILTIN);
    }
    if name.starts_with("builtin:") {
        let detail = format!("{name}: the only built-in rule book is {BUILTIN}");
        let problem = Problem {
            field: Some("rules".to_owned()),
            ..Problem::of_file(name, ProblemKind::BadSetting { detail }, Done::Refused)
        };
        return Err(Box::new(problem));
    }
    parse(&read_text(&folder.join(name), name)?, name)
}

/// Reads several books; a later one overrides rules of an earlier one by id.
///
/// # Errors
/// As [`load`], for the first book that has any.
pub fn load_all(names: &[String], folder: &Path) -> Result<RuleBook, Box<Problem>> {
    let mut all = RuleBook::default();
    for name in names {
        all.override_with(load(name, folder)?);
    }
    Ok(all)
}

/// Reads the text of a book.
///
/// # Errors
/// [`ProblemKind::BadSetting`].
pub fn parse(text: &str, label: &str) -> Result<RuleBook, Box<Problem>> {
    let settings = Settings { label, text };
    let written: Written = settings.parse()?;
    if written.version != 1 {
        let what = format!("version {} of rule books is not known, only 1", written.version);
        return Err(settings.bad(Some("version"), text.find("version"), &what));
    }
    let mut seen = HashSet::new();
    for rule in &written.rules {
        if !seen.insert(rule.id.as_str()) {
            return Err(settings.bad_entry(&rule.id, "id", "two rules with this id"));
        }
        if let Some((key, what)) = rule.nonsense() {
            return Err(settings.bad_entry(&rule.id, key, what));
        }
    }
    Ok(RuleBook {
        rules: written.rules.into_iter().map(Rule::from).collect(),
        sources: vec![label.to_owned()],
    })
}

/// Version 1 of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(rename = "id")]
    _id: Option<String>,
    #[serde(rename = "title")]
    _title: Option<Bilingual>,
    #[serde(default, rename = "rule")]
    rules: Vec<WrittenRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    id: String,
    title: Bilingual,
    #[serde(default)]
    text: Bilingual,
    #[serde(default)]
    citation: Bilingual,
    mark: SourceMark,
    #[serde(default = "yes")]
    text_available: bool,
    severity: Severity,
    roles: Vec<Role>,
    #[serde(default)]
    kinds: Vec<ProjectKind>,
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    classes: Vec<String>,
    #[serde(default)]
    overlap: bool,
    #[serde(default)]
    within_m: f64,
    #[serde(default)]
    near_m: f64,
    from: Option<Date>,
    until: Option<Date>,
    #[serde(default)]
    consultee: Bilingual,
    max_age_years: Option<f64>,
}

fn yes() -> bool {
    true
}

impl WrittenRule {
    /// The first field whose value means nothing, and why.
    fn nonsense(&self) -> Option<(&'static str, &'static str)> {
        let not_a_distance = |m: f64| !(m.is_finite() && m >= 0.0);
        let ends_first = matches!((self.from, self.until), (Some(from), Some(until)) if until < from);
        let no_criterion = !self.overlap && self.within_m == 0.0 && self.near_m == 0.0;
        [
            (self.id.trim().is_empty(), "id", "empty"),
            (self.roles.is_empty(), "roles", "at least one role is needed"),
            (
                self.roles.iter().any(|role| !role.is_zone()),
                "roles",
                "no role of zones: project, context or district",
            ),
            (
                not_a_distance(self.within_m),
                "within_m",
                "must be 0 or more metres",
            ),
            (not_a_distance(self.near_m), "near_m", "must be 0 or more metres"),
            (
                self.max_age_years.is_some_and(not_a_distance),
                "max_age_years",
                "must be 0 or more years",
            ),
            (ends_first, "until", "lies before `from`"),
            (
                no_criterion && self.text_available,
                "overlap",
                "no criterion: overlap, within_m or near_m is needed",
            ),
        ]
        .into_iter()
        .find_map(|(wrong, key, what)| wrong.then_some((key, what)))
    }
}

impl From<WrittenRule> for Rule {
    fn from(written: WrittenRule) -> Rule {
        Rule {
            id: written.id,
            title: written.title,
            text: written.text,
            citation: written.citation,
            mark: written.mark,
            text_available: written.text_available,
            severity: written.severity,
            roles: written.roles,
            kinds: written.kinds,
            levels: written.levels,
            classes: written.classes,
            criterion: Criterion {
                overlap: written.overlap,
                within_m: written.within_m,
                near_m: written.near_m,
            },
            from: written.from,
            until: written.until,
            consultee: written.consultee,
            max_age_years: written.max_age_years,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"version = 1
[[rule]]
id = "a"
title = { zh = "甲", en = "A" }
mark = "V"
severity = "consult"
roles = ["wetland"]
overlap = true
from = 2022-06-01
"#;

    #[track_caller]
    fn check_refused(text: &str, key: &str, line: usize, words: &str) {
        let problem = parse(text, "book.toml").unwrap_err();
        let ProblemKind::BadSetting { detail } = &problem.kind else {
            panic!("{problem:?}")
        };
        assert_eq!(problem.field.as_deref(), Some(key), "{detail}");
        assert!(
            detail.starts_with(&format!("line {line},")) && detail.contains(words),
            "{detail}"
        );
    }

    #[test]
    fn the_built_in_book_is_good() {
        let book = load(BUILTIN, Path::new("")).unwrap();
        assert!(book.rules.len() > 20 && book.sources == [BUILTIN]);
    }

    #[test]
    fn a_good_rule() {
        let book = parse(GOOD, "book.toml").unwrap();
        assert_eq!(book.rules[0].from, Some("2022-06-01".parse().unwrap()));
        assert!(book.rules[0].text_available && book.rules[0].criterion.overlap);
    }

    #[test]
    fn typos_and_nonsense_name_rule_field_and_line() {
        check_refused(&GOOD.replace("roles", "rolls"), "rolls", 7, "unknown field");
        check_refused(&GOOD.replace("wetland", "wetlands"), "roles", 7, "wetlands");
        check_refused(
            &GOOD.replace("overlap = true", "within_m = -5.0"),
            "a.within_m",
            8,
            "metres",
        );
        check_refused(&format!("{GOOD}until = 2020-01-01\n"), "a.until", 10, "before");
        check_refused(&GOOD.replace("overlap = true\n", ""), "a.overlap", 2, "criterion");
        check_refused(
            &GOOD.replace("wetland", "district"),
            "a.roles",
            7,
            "no role of zones",
        );
        check_refused(
            &GOOD.replace("version = 1", "version = 2"),
            "version",
            1,
            "not known",
        );
        let twice = format!("{GOOD}{}", GOOD.replace("version = 1\n", ""));
        check_refused(&twice, "a.id", 11, "two rules");
    }

    #[test]
    fn later_books_override_by_id() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("one.toml"), GOOD).unwrap();
        std::fs::write(folder.path().join("two.toml"), GOOD.replace("consult", "justify")).unwrap();
        let names = ["one.toml".to_owned(), "two.toml".to_owned()];
        let book = load_all(&names, folder.path()).unwrap();
        assert_eq!(book.rules.len(), 1);
        assert_eq!(book.rules[0].severity, Severity::Justify);
        let missing = load("three.toml", folder.path()).unwrap_err();
        assert_eq!(missing.kind, ProblemKind::FileMissing);
        assert!(load("builtin:x", folder.path()).is_err());
    }
}
