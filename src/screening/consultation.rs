//! The consultation router: which offices are to be asked about each project, and because of which findings.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use crate::model::consultation::{Consultation, Need, Office};
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, RuleVerdict, Screening, Verdict};
use crate::model::rule::{Consult, Department, Rule, RuleBook, Severity};
use crate::model::zone::Level;
use crate::words::Bilingual;

/// The offices that each project must ask: each once, however many rules and findings send there. By project in the order
/// of the screening, then the greatest need first, then by department and level, offices in a rule's own words last.
pub fn consultations(book: &RuleBook, screening: &Screening) -> Vec<Consultation> {
    let rules: HashMap<&str, &Rule> = book.rules.iter().map(|rule| (rule.id.as_str(), rule)).collect();
    let mut routes: HashMap<&FeatureRef, Vec<Consultation>> = HashMap::new();
    let mut position = 0;
    // Findings come by project and rule, which are looked up once for all that share them.
    for alike in screening
        .findings
        .chunk_by(|p, q| Arc::ptr_eq(&p.matter, &q.matter))
    {
        let matter = alike.first().map(|finding| &finding.matter);
        let asked = matter.and_then(|matter| Some((matter, rules.get(&*matter.rule)?)));
        if let Some((matter, rule)) = asked.filter(|(_, rule)| sends_anywhere(rule)) {
            let route = routes.entry(&matter.project).or_default();
            for (number, finding) in alike.iter().enumerate() {
                add_finding(route, rule, position + number, finding);
            }
        }
        position += alike.len();
    }
    for row in screening
        .verdicts
        .iter()
        .filter(|row| row.verdict.reason().is_some())
    {
        if let Some(rule) = rules.get(&*row.rule) {
            add_unchecked(routes.entry(&row.project).or_default(), rule, row);
        }
    }
    let mut all = Vec::new();
    for account in &screening.projects {
        let mut route = routes.remove(&account.project).unwrap_or_default();
        route.sort_by_key(|one| (Reverse(one.need), place(&one.office)));
        all.extend(route);
    }
    all
}

fn add_finding(route: &mut Vec<Consultation>, rule: &Rule, position: usize, finding: &Finding) {
    let met = finding.verdict == Verdict::Conflict || finding.matter.bearing.exempt_by.is_some();
    let need = match finding.verdict {
        // Literature and good practice oblige nobody.
        _ if met && finding.matter.severity > Severity::Advisory => Need::Required,
        Verdict::NotChecked(_) => Need::Open,
        _ => Need::Advised,
    };
    for (office, consult) in offices(rule, finding.sort.level) {
        let one = entry(route, &finding.matter.project, office);
        one.need = one.need.max(need);
        one.findings.push(position);
        add_words(one, rule, &finding.matter.rule, consult);
    }
}

/// A rule that could not be checked may send there, too; where a finding of it already does, nothing is added.
fn add_unchecked(route: &mut Vec<Consultation>, rule: &Rule, row: &RuleVerdict) {
    if route.iter().any(|one| one.rules.contains(&row.rule)) {
        return;
    }
    for (office, consult) in offices(rule, None) {
        let one = entry(route, &row.project, office);
        add_words(one, rule, &row.rule, consult);
    }
}

/// True where a rule has any offices.
fn sends_anywhere(rule: &Rule) -> bool {
    !(rule.consults.is_empty() && rule.consultee.zh.is_empty() && rule.consultee.en.is_empty())
}

/// The offices of a rule at a zone of this level; the rule's own words where it names none.
fn offices(rule: &Rule, level: Option<Level>) -> Vec<(Office, Option<&Consult>)> {
    if !rule.consults.is_empty() {
        let named = |consult: &Consult| Office::Named(consult.department, consult.level.resolve(level));
        return rule
            .consults
            .iter()
            .map(|consult| (named(consult), Some(consult)))
            .collect();
    }
    if !sends_anywhere(rule) {
        return Vec::new();
    }
    vec![(Office::Worded(rule.consultee.clone()), None)]
}

fn entry<'r>(route: &'r mut Vec<Consultation>, project: &FeatureRef, office: Office) -> &'r mut Consultation {
    let known = route.iter().position(|one| one.office == office);
    let position = known.unwrap_or_else(|| {
        route.push(Consultation {
            project: project.clone(),
            office,
            need: Need::Open,
            forms: Vec::new(),
            articles: Vec::new(),
            rules: Vec::new(),
            findings: Vec::new(),
        });
        route.len() - 1
    });
    &mut route[position]
}

fn add_words(one: &mut Consultation, rule: &Rule, id: &Arc<str>, consult: Option<&Consult>) {
    let add = |list: &mut Vec<Bilingual>, words: &Bilingual| {
        let empty = words.zh.is_empty() && words.en.is_empty();
        if !empty && !list.contains(words) {
            list.push(words.clone());
        }
    };
    let own_article = consult
        .map(|consult| &consult.article)
        .filter(|words| **words != Bilingual::default());
    add(&mut one.articles, own_article.unwrap_or(&rule.citation));
    if let Some(consult) = consult {
        add(&mut one.forms, &consult.form);
    }
    if !one.rules.contains(id) {
        one.rules.push(Arc::clone(id));
    }
}

/// The order of offices in a list.
fn place(office: &Office) -> (usize, usize, String) {
    match office {
        Office::Worded(words) => (Department::ALL.len(), 0, words.zh.clone()),
        Office::Named(department, level) => {
            let of_level = level.and_then(|level| Level::ALL.into_iter().position(|own| own == level));
            let of_department = Department::ALL.into_iter().position(|own| own == *department);
            (
                of_department.unwrap_or(Department::ALL.len()),
                of_level.unwrap_or(Level::ALL.len()),
                String::new(),
            )
        }
    }
}
