//! Parts of the inspector about the law: fines and fees, questions, contradictions, offices to be asked.

use eframe::egui::{Label, RichText, Ui};

use crate::model::answer::answer_to;
use crate::model::consultation::Need;
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Screening};
use crate::model::workspace::Workspace;
use crate::report::consultations::{contradiction, question, routes};
use crate::report::costs::costs;
use crate::say;
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::widgets::section_ui;

/// What a finding may cost, and the questions of its rule with their answers.
pub fn legal_ui(ui: &mut Ui, workspace: &Workspace, finding: &Finding, lang: Lang) {
    let rule = workspace.rules.rule(&finding.matter.rule);
    let costs: Vec<String> = costs(finding, rule, lang)
        .into_iter()
        .map(|cost| cost.line)
        .collect();
    part_ui(ui, "ui.inspector.costs", &costs, lang);
    let questions = rule.map_or(&[][..], |rule| &rule.questions).iter();
    let lines: Vec<String> = questions
        .map(|asked| {
            let answer = answer_to(
                &workspace.answers,
                &finding.matter.project,
                &finding.matter.rule,
                &asked.id,
            );
            question(asked, answer, lang)
        })
        .collect();
    part_ui(ui, "ui.inspector.questions", &lines, lang);
}

/// Contradictions in which the rule of a finding is caught at its zone.
pub fn contradictions_ui(
    ui: &mut Ui,
    (workspace, screening): (&Workspace, &Screening),
    finding: &Finding,
    lang: Lang,
) {
    let concerns = |found: &&crate::model::contradiction::Contradiction| {
        found.project == finding.matter.project
            && found.zone == finding.zone
            && found.rules.contains(&finding.matter.rule)
    };
    let lines: Vec<String> = screening
        .contradictions
        .iter()
        .filter(concerns)
        .map(|found| contradiction(workspace, found, lang))
        .collect();
    part_ui(ui, "ui.inspector.contradictions", &lines, lang);
}

/// The offices that a project must ask, or may.
pub fn routes_ui(ui: &mut Ui, screening: &Screening, project: &FeatureRef, lang: Lang) {
    let routes = routes(screening, Some(project), lang);
    let lines: Vec<String> = routes
        .iter()
        .filter(|route| route.need > Need::Open)
        .map(|route| route.line(lang))
        .collect();
    part_ui(ui, "ui.inspector.routes", &lines, lang);
}

/// A heading with lines below it; nothing where there are none.
fn part_ui(ui: &mut Ui, key: &str, lines: &[String], lang: Lang) {
    if lines.is_empty() {
        return;
    }
    section_ui(ui, &say!(lang, key));
    for line in lines {
        ui.add(Label::new(RichText::new(line).color(Palette::here(ui).text)).wrap());
    }
}
