//! What bears on findings beside their geometry, as it stands in `findings.json`: questions and answers, money, offices,
//! contradictions.

use serde::Serialize;

use crate::model::answer::{Answer, answer_to};
use crate::model::consultation::{Consultation, Office};
use crate::model::contradiction::Contradiction;
use crate::model::finding::{Finding, Matter};
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::words::{Bilingual, Lang};

use super::costs::{article, costs};

/// One text in both languages.
#[derive(Serialize)]
pub struct Words {
    zh: String,
    en: String,
}

impl Words {
    pub fn of(text: &Bilingual) -> Words {
        Words {
            zh: text.zh.clone(),
            en: text.en.clone(),
        }
    }

    fn both(text: impl Fn(Lang) -> String) -> Words {
        Words {
            zh: text(Lang::Zh),
            en: text(Lang::En),
        }
    }
}

/// A question that the rule asks, and what was answered.
#[derive(Serialize)]
pub struct QuestionRecord<'a> {
    question: &'a str,
    text: Words,
    if_yes: &'static str,
    evidence: Words,
    /// Null while the question is open.
    answer: Option<bool>,
    by: Option<&'a str>,
    on: Option<String>,
    reason: Option<&'a str>,
}

/// What a finding may cost, by one article.
#[derive(Serialize)]
pub struct CostRecord {
    kind: &'static str,
    min_yuan: f64,
    max_yuan: f64,
    charged_m2: Option<f64>,
    article: Words,
    when: Words,
    mark: &'static str,
}

/// What the rule of a matter asks, in its order.
pub fn questions<'a>(workspace: &'a Workspace, matter: &Matter, rule: &'a Rule) -> Vec<QuestionRecord<'a>> {
    let record = |question: &'a crate::model::rule::Question| {
        let answer = answer_to(&workspace.answers, &matter.project, &rule.id, &question.id);
        QuestionRecord {
            question: &question.id,
            text: Words::of(&question.text),
            if_yes: question.if_yes.code(),
            evidence: Words::of(&question.evidence),
            answer: answer.map(|answer| answer.answer),
            by: answer.and_then(|answer| answer.by.as_deref()),
            on: answer.and_then(|answer| answer.on).map(|day| day.to_string()),
            reason: answer.and_then(|answer| answer.reason.as_deref()),
        }
    };
    rule.questions.iter().map(record).collect()
}

/// What a finding may cost, in the order of the rule's articles.
pub fn exposure(finding: &Finding, rule: &Rule) -> Vec<CostRecord> {
    let costs = costs(finding, Some(rule), Lang::En);
    let entries = finding
        .charges
        .iter()
        .filter_map(|charge| rule.exposures.get(charge.exposure));
    let record = |(cost, entry): (super::costs::Cost, &crate::model::rule::Exposure)| CostRecord {
        kind: cost.kind.code(),
        min_yuan: cost.yuan[0],
        max_yuan: cost.yuan[1],
        charged_m2: cost.charged_m2,
        article: Words::both(|lang| article(entry, rule, lang)),
        when: Words::of(&entry.when),
        mark: cost.mark.code(),
    };
    costs.into_iter().zip(entries).map(record).collect()
}

/// An office that a project must ask.
#[derive(Serialize)]
pub struct ConsultationRecord<'a> {
    project: String,
    need: &'static str,
    department: Option<&'static str>,
    level: Option<&'static str>,
    office: Words,
    form: Vec<Words>,
    articles: Vec<Words>,
    rules: Vec<&'a str>,
    /// Positions in the list of findings, from 0.
    findings: &'a [usize],
}

impl<'a> ConsultationRecord<'a> {
    pub fn of(one: &'a Consultation) -> ConsultationRecord<'a> {
        let (department, level) = match &one.office {
            Office::Named(department, level) => (Some(department.code()), level.map(|level| level.code())),
            Office::Worded(_) => (None, None),
        };
        ConsultationRecord {
            project: one.project.to_string(),
            need: one.need.code(),
            department,
            level,
            office: Words::both(|lang| one.office.name(lang)),
            form: one.forms.iter().map(Words::of).collect(),
            articles: one.articles.iter().map(Words::of).collect(),
            rules: one.rules.iter().map(|rule| &**rule).collect(),
            findings: &one.findings,
        }
    }
}

/// Two rules that cannot hold together.
#[derive(Serialize)]
pub struct ContradictionRecord<'a> {
    project: String,
    zone: String,
    rules: [&'a str; 2],
    prevails: Option<&'a str>,
    by: Option<&'static str>,
}

impl<'a> ContradictionRecord<'a> {
    pub fn of(found: &'a Contradiction) -> ContradictionRecord<'a> {
        ContradictionRecord {
            project: found.project.to_string(),
            zone: found.zone.to_string(),
            rules: [&found.rules[0], &found.rules[1]],
            prevails: found.winner().map(|rule| &**rule),
            by: found.prevails.map(|(_, ground)| ground.code()),
        }
    }
}

/// What somebody has answered.
#[derive(Serialize)]
pub struct AnswerRecord<'a> {
    project: String,
    rule: &'a str,
    question: &'a str,
    answer: bool,
    by: Option<&'a str>,
    on: Option<String>,
    reason: Option<&'a str>,
}

impl<'a> AnswerRecord<'a> {
    pub fn of(answer: &'a Answer) -> AnswerRecord<'a> {
        AnswerRecord {
            project: answer
                .project
                .as_ref()
                .map_or_else(|| "*".to_owned(), ToString::to_string),
            rule: &answer.rule,
            question: &answer.question,
            answer: answer.answer,
            by: answer.by.as_deref(),
            on: answer.on.map(|day| day.to_string()),
            reason: answer.reason.as_deref(),
        }
    }
}
