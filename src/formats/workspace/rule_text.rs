//! A rule written out as a book of its own: what [`super::rule_book::parse`] reads back as the same rule.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::rule::{Attribute, Consult, ConsultLevel, Exposure, Formula, Months, Question, Rate, Rule};
use crate::words::Bilingual;

/// The text of a book with this rule alone, version 1. The same rule gives the same text.
pub fn rule_text(rule: &Rule) -> String {
    let book = Book {
        version: 1,
        rule: [RuleRecord::of(rule)],
    };
    // Text keys and plain values only; those always have a TOML form.
    toml::to_string(&book).expect("plain data has a TOML form")
}

#[derive(Serialize)]
struct Book<'a> {
    version: u32,
    rule: [RuleRecord<'a>; 1],
}

#[derive(Serialize)]
struct RuleRecord<'a> {
    id: &'a str,
    title: Words<'a>,
    text: Words<'a>,
    citation: Words<'a>,
    mark: &'static str,
    text_available: bool,
    severity: &'static str,
    roles: Vec<&'static str>,
    kinds: Vec<&'static str>,
    levels: Vec<&'static str>,
    classes: &'a [String],
    overlap: bool,
    min_overlap_m2: Option<f64>,
    min_overlap_m: Option<f64>,
    min_share_of_project: Option<f64>,
    min_share_of_zone: Option<f64>,
    within_m: f64,
    within: Option<&'a str>,
    near_m: f64,
    near: Option<&'a str>,
    months: Option<Vec<u32>>,
    min_capacity_mw: Option<f64>,
    max_capacity_mw: Option<f64>,
    project_is: BTreeMap<&'static str, &'a [String]>,
    zone_is: BTreeMap<&'static str, &'a [String]>,
    from: Option<String>,
    until: Option<String>,
    consultee: Words<'a>,
    max_age_years: Option<f64>,
    family: Option<&'a str>,
    rank: Option<&'static str>,
    special: bool,
    contradicts: &'a [String],
    question: Vec<QuestionRecord<'a>>,
    consult: Vec<ConsultRecord<'a>>,
    exposure: Vec<ExposureRecord<'a>>,
}

#[derive(Serialize)]
struct Words<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct QuestionRecord<'a> {
    id: &'a str,
    text: Words<'a>,
    if_yes: &'static str,
    evidence: Words<'a>,
}

#[derive(Serialize)]
struct ConsultRecord<'a> {
    department: &'static str,
    level: &'static str,
    form: Words<'a>,
    article: Words<'a>,
}

#[derive(Serialize)]
struct ExposureRecord<'a> {
    kind: &'static str,
    yuan_per_m2: Option<[f64; 2]>,
    yuan: Option<[f64; 2]>,
    article: Words<'a>,
    when: Words<'a>,
    unit_rounded_up_m2: Option<f64>,
    levels: Vec<&'static str>,
    mark: Option<&'static str>,
}

impl<'a> Words<'a> {
    fn of(text: &'a Bilingual) -> Words<'a> {
        Words {
            zh: &text.zh,
            en: &text.en,
        }
    }
}

impl<'a> RuleRecord<'a> {
    fn of(rule: &'a Rule) -> RuleRecord<'a> {
        let (criterion, least, condition) = (&rule.criterion, &rule.criterion.least, &rule.condition);
        let formula = |formula: &'a Option<Formula>| formula.as_ref().map(|formula| &**formula.text());
        RuleRecord {
            id: &rule.id,
            title: Words::of(&rule.title),
            text: Words::of(&rule.text),
            citation: Words::of(&rule.citation),
            mark: rule.mark.code(),
            text_available: rule.text_available,
            severity: rule.severity.code(),
            roles: rule.roles.iter().map(|role| role.code()).collect(),
            kinds: rule.kinds.iter().map(|kind| kind.code()).collect(),
            levels: rule.levels.iter().map(|level| level.code()).collect(),
            classes: &rule.classes,
            overlap: criterion.overlap,
            min_overlap_m2: least.overlap_m2,
            min_overlap_m: least.overlap_m,
            min_share_of_project: least.share_of_project,
            min_share_of_zone: least.share_of_zone,
            within_m: criterion.within_m,
            within: formula(&rule.formulas.within),
            near_m: criterion.near_m,
            near: formula(&rule.formulas.near),
            months: condition.months.map(numbers),
            min_capacity_mw: condition.min_capacity_mw,
            max_capacity_mw: condition.max_capacity_mw,
            project_is: asked(&condition.project_is),
            zone_is: asked(&condition.zone_is),
            from: rule.from.map(|day| day.to_string()),
            until: rule.until.map(|day| day.to_string()),
            consultee: Words::of(&rule.consultee),
            max_age_years: rule.max_age_years,
            family: rule.family.as_deref(),
            rank: rule.rank.map(|rank| rank.code()),
            special: rule.special,
            contradicts: &rule.contradicts,
            question: rule.questions.iter().map(QuestionRecord::of).collect(),
            consult: rule.consults.iter().map(ConsultRecord::of).collect(),
            exposure: rule.exposures.iter().map(ExposureRecord::of).collect(),
        }
    }
}

fn numbers(months: Months) -> Vec<u32> {
    let has = |number: &u32| Months::of([*number]).is_some_and(|month| months.meet(month));
    (1..=12).filter(has).collect()
}

fn asked(asked: &[(Attribute, Vec<String>)]) -> BTreeMap<&'static str, &[String]> {
    let each = asked.iter();
    each.map(|(attribute, values)| (attribute.code(), values.as_slice()))
        .collect()
}

impl<'a> QuestionRecord<'a> {
    fn of(question: &'a Question) -> QuestionRecord<'a> {
        QuestionRecord {
            id: &question.id,
            text: Words::of(&question.text),
            if_yes: question.if_yes.code(),
            evidence: Words::of(&question.evidence),
        }
    }
}

impl<'a> ConsultRecord<'a> {
    fn of(consult: &'a Consult) -> ConsultRecord<'a> {
        ConsultRecord {
            department: consult.department.code(),
            level: match consult.level {
                ConsultLevel::ByZone => "by_zone",
                ConsultLevel::Fixed(level) => level.code(),
            },
            form: Words::of(&consult.form),
            article: Words::of(&consult.article),
        }
    }
}

impl<'a> ExposureRecord<'a> {
    fn of(exposure: &'a Exposure) -> ExposureRecord<'a> {
        let (yuan_per_m2, yuan, unit) = match exposure.rate {
            Rate::PerM2 { yuan, unit_m2 } => (Some(yuan), None, (unit_m2 != 0.0).then_some(unit_m2)),
            Rate::Lump(yuan) => (None, Some(yuan), None),
        };
        ExposureRecord {
            kind: exposure.kind.code(),
            yuan_per_m2,
            yuan,
            article: Words::of(&exposure.article),
            when: Words::of(&exposure.when),
            unit_rounded_up_m2: unit,
            levels: exposure.levels.iter().map(|level| level.code()).collect(),
            mark: exposure.mark.map(|mark| mark.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quick::Quick;
    use super::super::rule_book::{BUILTIN, LITERATURE, load, parse};
    use super::*;
    use std::path::Path;

    #[test]
    fn every_built_in_rule_is_read_back_as_it_was() {
        let mut written = 0;
        for name in [BUILTIN, LITERATURE] {
            for rule in load(name, Path::new("")).unwrap().rules {
                let text = rule_text(&rule);
                let back = parse(&text, name).unwrap_or_else(|problem| panic!("{problem:?}\n{text}"));
                assert_eq!(back.rules, [rule]);
                written += 1;
            }
        }
        assert!(written > 60, "{written}");
    }

    #[test]
    fn so_are_those_of_the_command_line() {
        let mut quick = Quick::default();
        quick.add_zone("core=a").unwrap();
        quick.add_project("wind=b").unwrap();
        quick.add_project("solar=b").unwrap();
        quick.add_setback("wind=333.3").unwrap();
        let rules = quick.plan().rules.rules;
        assert_eq!(rules.len(), 2);
        for rule in rules {
            assert_eq!(parse(&rule_text(&rule), "quick").unwrap().rules, [rule]);
        }
    }

    const FULL: &str = r#"version = 1
[[rule]]
id = "a \"b\"\n甲"
title = { zh = "甲", en = "A" }
mark = "V2"
severity = "prohibited"
roles = ["wetland", "core"]
kinds = ["wind"]
levels = ["national"]
classes = ["1104"]
family = "range"
rank = "ordinance"
contradicts = ["b"]
special = true
min_overlap_m2 = 3000.1
min_overlap_m = 0.1
min_share_of_project = 0.3
min_share_of_zone = 0.1
within = "max(1200, 10 * tip_height_m)"
near = "2000"
months = [10, 11, 12, 1, 2, 3]
min_capacity_mw = 6.0
max_capacity_mw = 60.5
from = 2022-06-01
until = 2030-12-31
max_age_years = 5.0
text_available = false
project_is = { structure = ["tunnel", "underground_station"], use = ["x"] }
zone_is = { grade = ["1"], side = ["sea"], kind_of_reserve = ["国家公园"] }
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
unit_rounded_up_m2 = 666.7
article = { zh = "第五十二条", en = "Art. 52" }
when = { zh = "擅自", en = "without leave" }
levels = ["provincial"]
mark = "V2"
[[rule.exposure]]
kind = "lump_sum"
yuan = [50000.0, 500000.0]
"#;

    #[test]
    fn every_key_is_written() {
        let book = parse(FULL, "full").unwrap();
        let text = rule_text(&book.rules[0]);
        assert_eq!(parse(&text, "full").unwrap(), book, "{text}");
    }
}
