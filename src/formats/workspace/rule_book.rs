//! Rule books in TOML: the built-in one and the user's own.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::rule::{Rule, RuleBook};
use crate::words::Bilingual;

use super::settings::{Settings, read_text};
use super::written_rule::WrittenRule;

/// The name of the rule book that is used where nobody names one: Chinese law.
pub const BUILTIN: &str = "builtin:cn-wetland";
/// The name of the built-in book of distances from literature and foreign law; off unless it is named.
pub const LITERATURE: &str = "builtin:literature";
/// The built-in books by name.
const BUILT_IN: [(&str, &str); 2] = [
    (BUILTIN, include_str!("../../../assets/rules/cn-wetland.toml")),
    (LITERATURE, include_str!("../../../assets/rules/literature.toml")),
];

/// Reads a book by name: one of the built-in ones, or a file, relative to `folder`.
///
/// # Errors
/// The file cannot be read, or says something that means nothing: file, line, rule and field are named.
pub fn load(name: &str, folder: &Path) -> Result<RuleBook, Box<Problem>> {
    if let Some((name, text)) = BUILT_IN.into_iter().find(|(own, _)| *own == name) {
        return parse(text, name);
    }
    if name.starts_with("builtin:") {
        let names = BUILT_IN.map(|(name, _)| name).join(", ");
        let detail = format!("{name}: the built-in rule books are {names}");
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
    }
    let rules = written.rules.into_iter().map(|rule| {
        let id = rule.id.clone();
        rule.into_rule()
            .map_err(|nonsense| match (&nonsense.within, nonsense.part) {
                (Some((value, at)), _) => settings.bad_value(&id, nonsense.key, (value, *at), &nonsense.what),
                (None, Some(part)) => settings.bad_part(&id, part, nonsense.key, &nonsense.what),
                (None, None) => settings.bad_entry(&id, nonsense.key, &nonsense.what),
            })
    });
    Ok(RuleBook {
        rules: rules.collect::<Result<Vec<Rule>, _>>()?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::{Attribute, Consult, ConsultLevel, Department, Effect, Rate, Severity};
    use crate::model::zone::Level;

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
        check_refused(
            &GOOD.replace("overlap = true\n", ""),
            "a.overlap",
            2,
            "no criterion",
        );
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

    const FULL: &str = r#"version = 1
[[rule]]
id = "a"
title = { zh = "甲", en = "A" }
mark = "V"
severity = "prohibited"
roles = ["wetland"]
family = "range"
rank = "ordinance"
contradicts = ["b"]
special = true
min_overlap_m2 = 3000.0
min_share_of_zone = 0.1
within = "max(1200, 10 * tip_height_m)"
near_m = 2000.0
months = [10, 11, 12, 1, 2, 3]
min_capacity_mw = 6.0
project_is = { structure = ["tunnel", "underground_station"] }
zone_is = { grade = ["1"], side = ["sea"] }
[[rule.question]]
id = "national"
text = { zh = "是否", en = "Is it?" }
if_yes = "exempt"
evidence = { zh = "批文", en = "the approval" }
[[rule.consult]]
department = "forestry"
level = "by_zone"
form = { zh = "书面意见", en = "written opinion" }
[[rule.consult]]
department = "water"
level = "county"
[[rule.exposure]]
kind = "fine"
yuan_per_m2 = [500.0, 5000.0]
article = { zh = "第五十二条", en = "Art. 52" }
levels = ["provincial"]
mark = "V2"
[[rule.exposure]]
kind = "lump_sum"
yuan = [50000.0, 500000.0]
"#;

    #[test]
    fn every_key_is_read() {
        let book = parse(FULL, "book.toml").unwrap();
        let rule = &book.rules[0];
        assert!(rule.criterion.overlap, "a least size asks for an overlap");
        assert_eq!(rule.criterion.least.overlap_m2, Some(3000.0));
        let within = rule.formulas.within.as_ref().unwrap();
        assert_eq!(&**within.text(), "max(1200, 10 * tip_height_m)");
        assert_eq!(rule.condition.zone_is.len(), 2);
        assert_eq!(rule.condition.project_is[0].0, Attribute::Structure);
        assert_eq!(rule.questions[0].if_yes, Effect::Exempt);
        let asked: Vec<_> = rule
            .consults
            .iter()
            .map(
                |Consult {
                     department, level, ..
                 }| (*department, *level),
            )
            .collect();
        let expected = [
            (Department::Forestry, ConsultLevel::ByZone),
            (Department::Water, ConsultLevel::Fixed(Level::County)),
        ];
        assert_eq!(asked, expected);
        assert_eq!(rule.exposures[1].rate, Rate::Lump([50_000.0, 500_000.0]));
        assert!(rule.special && rule.contradicts == ["b"] && rule.family.as_deref() == Some("range"));
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a list")]
    fn new_keys_that_mean_nothing_are_named_with_their_place() {
        let check = |from: &str, to: &str, key: &str, line: usize, words: &str| {
            assert!(FULL.contains(from), "{from}");
            check_refused(&FULL.replacen(from, to, 1), key, line, words);
        };
        check(
            "10 * tip",
            "10 ** tip",
            "a.within",
            14,
            "line 14, column 25: expected a number",
        );
        check(
            "tip_height_m",
            "tip_heigth_m",
            "a.within",
            14,
            "line 14, column 26",
        );
        check("near_m = 2000.0", "within_m = 5.0", "a.within", 14, "either");
        check("10, 11, 12, 1, 2, 3", "10, 13", "a.months", 16, "1 to 12");
        check(
            "min_capacity_mw = 6.0",
            "min_capacity_mw = -6.0",
            "a.min_capacity_mw",
            17,
            "MW",
        );
        check("0.1", "1.1", "a.min_share_of_zone", 13, "0 to 1");
        check("3000.0", "-1.0", "a.min_overlap_m2", 12, "or more");
        check("grade = [\"1\"]", "grade = []", "a.zone_is", 19, "value");
        check("side =", "sides =", "zone_is", 19, "column 28: unknown variant");
        check(
            "500.0, 5000.0",
            "5000.0, 500.0",
            "a.yuan_per_m2",
            34,
            "lower bound first",
        );
        check(
            "yuan = [50000.0, 500000.0]\n",
            "",
            "a.exposure",
            38,
            "yuan_per_m2 or yuan",
        );
        check(
            "level = \"county\"",
            "level = \"general\"",
            "a.level",
            31,
            "by_zone",
        );
        check(
            "level = \"by_zone\"",
            "level = \"general\"",
            "a.level",
            27,
            "by_zone",
        );
        check(
            "if_yes = \"exempt\"",
            "if_yes = \"forgive\"",
            "if_yes",
            23,
            "forgive",
        );
        check(
            "contradicts = [\"b\"]",
            "contradicts = [\"a\"]",
            "a.contradicts",
            10,
            "itself",
        );
        check("rank = \"ordinance\"", "rank = \"order\"", "rank", 9, "order");
    }

    #[test]
    fn two_questions_with_one_id() {
        let again =
            "[[rule.question]]\nid = \"national\"\ntext = { zh = \"x\", en = \"x\" }\nif_yes = \"lighten\"\n";
        let text = FULL.replacen("[[rule.consult]]", &format!("{again}[[rule.consult]]"), 1);
        check_refused(&text, "a.id", 26, "two questions");
    }

    #[test]
    fn an_unverified_text_is_never_law() {
        check_refused(
            &GOOD.replace("\"V\"", "\"U\""),
            "a.severity",
            6,
            "at most advisory",
        );
        let advice = GOOD.replace("\"V\"", "\"U\"").replace("consult", "advisory");
        assert!(parse(&advice, "book.toml").is_ok());
    }

    #[test]
    fn the_built_in_books_load_side_by_side() {
        let names = [BUILTIN.to_owned(), LITERATURE.to_owned()];
        let book = load_all(&names, Path::new("")).unwrap();
        assert_eq!(book.sources, names);
        for rule in &book.rules {
            for other in &rule.contradicts {
                assert!(book.rule(other).is_some(), "{}: contradicts {other}", rule.id);
            }
        }
    }
}
