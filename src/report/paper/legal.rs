//! What the law asks beyond the findings: offices to be asked, contradictions, open questions, fines and fees.

use crate::model::answer::answer_to;
use crate::model::feature::FeatureRef;
use crate::model::finding::Finding;
use crate::model::workspace::Workspace;
use crate::report::consultations::{Route, contradiction, question, routes};
use crate::report::costs::costs;
use crate::report::document::{Block, Cell, Look};
use crate::report::sentence::citation;
use crate::say;
use crate::words::Lang;

use super::source::Source;

/// One row per project and office; nothing where nobody is to be asked.
pub fn consultations_part(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("project", 3, false),
        ("need", 2, false),
        ("consultee", 3, false),
        ("form", 3, false),
        ("citation", 4, false),
        ("because", 2, false),
    ];
    let routes = routes(source.screening, None, source.lang);
    let routes = source.until_stopped(&routes);
    source.table(&columns, routes.map(|route| route_row(source, route)).collect())
}

fn route_row(source: &Source<'_>, route: &Route) -> Vec<Cell> {
    let lang = source.lang;
    let because = match route.findings.len() {
        0 => say!(lang, "report.page.because_unchecked"),
        count => say!(lang, "report.page.because_findings", count = count),
    };
    vec![
        source.feature(&route.project),
        Cell::of(route.need.name(lang)),
        Cell::of(&*route.office),
        Cell::of(&*route.form),
        Cell::of(&*route.articles),
        Cell::of(because),
    ]
}

/// Each contradiction in a sentence.
pub fn contradictions_part(source: &Source<'_>) -> Vec<Block> {
    let line = |found| Block::Doubt(contradiction(source.workspace, found, source.lang), None);
    source
        .until_stopped(&source.screening.contradictions)
        .map(line)
        .collect()
}

/// Below a finding's sentence: what it may cost, and questions that are open or answered.
pub fn beside(source: &Source<'_>, finding: &Finding, said: Cell) -> Cell {
    let rule = source.workspace.rules.rule(&finding.matter.rule);
    let costs = costs(finding, rule, source.lang)
        .into_iter()
        .map(|cost| cost.line);
    let lines = costs.chain(questions(source.workspace, finding, source.lang));
    lines.fold(said, |cell, line| cell.and(Look::Faint, line))
}

/// The questions of the rules that a project meets, each once, with their answers.
pub fn questions_part(source: &Source<'_>, project: &FeatureRef) -> Vec<Block> {
    let mut met: Vec<&str> = source
        .findings_of(project)
        .map(|(own, _)| &*own.matter.rule)
        .collect();
    met.sort_unstable();
    met.dedup();
    let rules = source.workspace.rules.rules.iter();
    let rules = rules.filter(|rule| met.binary_search(&rule.id.as_str()).is_ok());
    let rows = rules.flat_map(|rule| rule.questions.iter().map(move |asked| (rule, asked)));
    let rows = rows.map(|(rule, asked)| {
        let answer = answer_to(&source.workspace.answers, project, &rule.id, &asked.id);
        vec![
            Cell::of(citation(rule, source.lang)).and(Look::Faint, rule.title.get(source.lang)),
            Cell::of(question(asked, answer, source.lang)),
        ]
    });
    let columns = [("rule", 4, false), ("question", 8, false)];
    source.headed("own_questions", &columns, rows.collect())
}

/// The questions of a finding's rule with their answers, one line each.
fn questions(workspace: &Workspace, finding: &Finding, lang: Lang) -> Vec<String> {
    let Some(rule) = workspace.rules.rule(&finding.matter.rule) else {
        return Vec::new();
    };
    rule.questions
        .iter()
        .map(|asked| {
            let answer = answer_to(&workspace.answers, &finding.matter.project, &rule.id, &asked.id);
            question(asked, answer, lang)
        })
        .collect()
}
