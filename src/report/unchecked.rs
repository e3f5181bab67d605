//! What was not checked, and why: said before anything else.

use std::sync::Arc;

use crate::model::feature::FeatureRef;
use crate::model::finding::{Reason, Screening};
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::sentence::citation;

/// A rule that could not be answered for some projects, for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Unchecked {
    /// The rule's id.
    pub rule: Arc<str>,
    /// Why.
    pub reason: Reason,
    /// For which projects, in the order of the screening.
    pub projects: Vec<FeatureRef>,
    /// Which rule, why, and what to do, in one sentence.
    pub sentence: String,
}

/// All that was not checked, grouped by rule and reason, in the order of first appearance.
pub fn unchecked(workspace: &Workspace, screening: &Screening, lang: Lang) -> Vec<Unchecked> {
    let mut groups: Vec<Unchecked> = Vec::new();
    let mut position = std::collections::HashMap::new();
    for row in &screening.verdicts {
        let Some(reason) = row.verdict.reason() else {
            continue;
        };
        let at = *position
            .entry((Arc::clone(&row.rule), reason))
            .or_insert_with(|| {
                groups.push(Unchecked {
                    rule: Arc::clone(&row.rule),
                    reason,
                    projects: Vec::new(),
                    sentence: sentence(workspace, &row.rule, reason, lang),
                });
                groups.len() - 1
            });
        if let Some(group) = groups.get_mut(at) {
            group.projects.push(row.project.clone());
        }
    }
    groups
}

/// Why a rule was not checked and what to do about it.
pub fn sentence(workspace: &Workspace, rule_id: &str, reason: Reason, lang: Lang) -> String {
    let rule = workspace.rules.rule(rule_id);
    let named = rule.map_or_else(|| rule_id.to_owned(), |rule| title_and_citation(rule, lang));
    let roles = rule.map_or_else(String::new, |rule| role_names(rule, lang));
    let key = format!("report.unchecked.{}", reason.code());
    let field = reason.field().map(|term| term.name(lang)).unwrap_or_default();
    let years = age_limit_years(workspace, rule).map_or_else(|| "?".to_owned(), |years| years.to_string());
    say!(
        lang,
        &key,
        rule = named,
        roles = roles,
        years = years,
        field = field
    )
}

/// The strictest limit that rule and workspace set to the age of a survey.
fn age_limit_years(workspace: &Workspace, rule: Option<&Rule>) -> Option<f64> {
    let rule = rule?;
    let of_roles = rule
        .roles
        .iter()
        .filter_map(|role| workspace.age_limits.get(role).copied());
    rule.max_age_years.into_iter().chain(of_roles).reduce(f64::min)
}

fn title_and_citation(rule: &Rule, lang: Lang) -> String {
    let (title, cited) = (rule.title.get(lang), citation(rule, lang));
    match lang {
        _ if title.is_empty() || title == cited => cited,
        Lang::Zh => format!("{title}（{cited}）"),
        Lang::En => format!("{title} ({cited})"),
    }
}

fn role_names(rule: &Rule, lang: Lang) -> String {
    let names: Vec<String> = rule.roles.iter().map(|role| role.name(lang)).collect();
    match lang {
        Lang::Zh => names.join("、"),
        Lang::En => names.join(", ").to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::{RuleVerdict, Verdict};
    use crate::report::scene;

    #[test]
    fn one_group_per_rule_and_reason() {
        let mut scene = scene::overlap();
        scene.screening.verdicts = ["1", "2"]
            .map(|id| RuleVerdict {
                project: scene::name("solar", id),
                rule: "red-line".into(),
                verdict: Verdict::NotChecked(Reason::LayerMissing),
            })
            .to_vec();
        let groups = unchecked(&scene.workspace, &scene.screening, Lang::Zh);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].projects.len(), 2);
        assert!(
            groups[0].sentence.contains("缺少生态保护红线图层"),
            "{}",
            groups[0].sentence
        );
    }

    #[test]
    fn every_reason_has_a_sentence() {
        let workspace = scene::overlap().workspace;
        for reason in Reason::ALL {
            for lang in Lang::ALL {
                let text = sentence(&workspace, "red-line", reason, lang);
                assert!(!text.starts_with("report."), "{text}");
                assert!(!text.contains("%{"), "{text}");
            }
        }
    }
}
