//! What the law asks beyond the findings: offices to be asked, contradictions, open questions, fines and fees.

use crate::model::answer::answer_to;
use crate::model::finding::Finding;
use crate::model::workspace::Workspace;
use crate::report::consultations::{Route, contradiction, question, routes};
use crate::report::costs::costs;
use crate::report::markup::escape;
use crate::report::rows;
use crate::say;
use crate::words::Lang;

use super::parts::{Source, table};

/// One row per project and office; nothing where nobody is to be asked.
pub fn consultations_part(source: &Source<'_>) -> String {
    let columns = [
        ("project", false),
        ("need", false),
        ("consultee", false),
        ("form", false),
        ("citation", false),
        ("because", false),
    ];
    let routes = routes(source.screening, None, source.lang);
    if routes.is_empty() {
        return String::new();
    }
    table(
        source,
        &columns,
        routes.iter().map(|route| route_row(source, route)),
    )
}

fn route_row(source: &Source<'_>, route: &Route) -> Vec<String> {
    let lang = source.lang;
    let because = match route.findings.len() {
        0 => say!(lang, "report.page.because_unchecked"),
        count => say!(lang, "report.page.because_findings", count = count),
    };
    vec![
        format!(
            "{}<br><code>{}</code>",
            escape(&rows::title(source.workspace, &route.project)),
            escape(&route.project.to_string())
        ),
        escape(&route.need.name(lang)),
        escape(&route.office),
        escape(&route.form),
        escape(&route.articles),
        escape(&because),
    ]
}

/// Each contradiction in a sentence.
pub fn contradictions_part(source: &Source<'_>) -> String {
    let line = |found| {
        let text = contradiction(source.workspace, found, source.lang);
        format!("<div class=\"doubt\">{}</div>\n", escape(&text))
    };
    source.screening.contradictions.iter().map(line).collect()
}

/// Below a finding's sentence: what it may cost, and questions that are open or answered.
pub fn beside(source: &Source<'_>, finding: &Finding) -> String {
    let rule = source.workspace.rules.rule(&finding.rule);
    let costs = costs(finding, rule, source.lang)
        .into_iter()
        .map(|cost| cost.line);
    let lines = costs.chain(questions(source.workspace, finding, source.lang));
    lines
        .map(|line| format!("<br><span class=\"faint\">{}</span>", escape(&line)))
        .collect()
}

/// The questions of a finding's rule with their answers, one line each.
fn questions(workspace: &Workspace, finding: &Finding, lang: Lang) -> Vec<String> {
    let Some(rule) = workspace.rules.rule(&finding.rule) else {
        return Vec::new();
    };
    rule.questions
        .iter()
        .map(|asked| {
            let answer = answer_to(&workspace.answers, &finding.project, &rule.id, &asked.id);
            question(asked, answer, lang)
        })
        .collect()
}
