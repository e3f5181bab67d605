//! Answers to the questions of rules as they stand in a workspace file.

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;

use crate::model::answer::Answer;
use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::rule::RuleBook;
use crate::model::workspace::Workspace;

use super::plan::Plan;
use super::settings::Settings;

/// An answer as the file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenAnswer {
    project: String,
    rule: String,
    question: String,
    answer: bool,
    by: Option<String>,
    on: Option<Date>,
    reason: Option<String>,
}

impl WrittenAnswer {
    /// What it means in a workspace with these layers.
    ///
    /// # Errors
    /// The project is neither `*` nor `LAYER/ID` with a layer of the workspace.
    pub fn answer(&self, settings: &Settings<'_>, layers: &HashSet<&str>) -> Result<Answer, Box<Problem>> {
        let project = match self.project.split_once('/') {
            _ if self.project == "*" => None,
            Some((layer, id)) if layers.contains(layer) && !id.is_empty() => Some(FeatureRef {
                layer: layer.into(),
                id: id.into(),
            }),
            _ => {
                let at = settings.text.find(&format!("{:?}", self.project));
                let what = format!(
                    "{:?} names no project: expected \"*\" or \"LAYER/ID\" with a layer of this file",
                    self.project
                );
                return Err(settings.bad(Some("answer.project"), at, &what));
            }
        };
        Ok(Answer {
            project,
            rule: self.rule.clone(),
            question: self.question.clone(),
            answer: self.answer,
            by: self.by.clone(),
            on: self.on,
            reason: self.reason.clone(),
        })
    }
}

/// Answers to questions that no rule of the workspace asks: they do nothing, and the user should know.
pub fn unanswered(settings: &Settings<'_>, plan: &Plan) -> Vec<Problem> {
    let asks = |answer: &Answer| {
        let rule = plan.rules.rule(&answer.rule);
        rule.is_some_and(|rule| {
            rule.questions
                .iter()
                .any(|question| question.id == answer.question)
        })
    };
    let idle = plan.answers.iter().filter(|answer| !asks(answer));
    idle.map(|answer| {
        let what = format!(
            "no rule {:?} asks {:?}: this answer does nothing",
            answer.rule, answer.question
        );
        let at = settings.text.find(&format!("rule = {:?}", answer.rule));
        Problem {
            done: Done::Noted,
            ..*settings.bad(Some("answer"), at, &what)
        }
    })
    .collect()
}

/// Rules that say they contradict one that no book of the workspace has: they are never held against it.
pub fn unmatched_rules(settings: &Settings<'_>, rules: &RuleBook) -> Vec<Problem> {
    let named = rules
        .rules
        .iter()
        .flat_map(|rule| rule.contradicts.iter().map(move |other| (rule, other)));
    let unknown = named.filter(|(_, other)| rules.rule(other).is_none());
    unknown
        .map(|(rule, other)| {
            let what = format!(
                "rule {:?} contradicts {other:?}, which no rule book of this workspace has: it is held against nothing",
                rule.id
            );
            Problem {
                done: Done::Noted,
                ..*settings.bad(Some("rules"), settings.text.find("rules"), &what)
            }
        })
        .collect()
}

/// Answers about projects that the layers do not have: they do nothing, and what they were meant for goes without. `label`
/// is the workspace file. Of a layer that could not be read nothing is said.
pub fn about_nobody(workspace: &Workspace, label: &str) -> Vec<Problem> {
    let named = workspace
        .answers
        .iter()
        .filter_map(|answer| answer.project.as_ref());
    let unknown: BTreeSet<&FeatureRef> = named
        .filter(|name| {
            let layer = workspace.layer(&name.layer);
            let is_read = layer.is_some_and(|layer| !layer.provenance.sha256.is_empty());
            is_read && workspace.feature(name).is_none()
        })
        .collect();
    let problem = |name: &FeatureRef| {
        let detail = format!("{name} is not in its layer: an answer about it does nothing");
        Problem {
            field: Some("answer.project".to_owned()),
            ..Problem::of_file(label, ProblemKind::BadSetting { detail }, Done::Noted)
        }
    };
    unknown.into_iter().map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::workspace::file::{FILE_NAME, read};

    const RULES: &str = r#"version = 1
[[rule]]
id = "r"
title = { zh = "甲", en = "A" }
mark = "V"
severity = "prohibited"
roles = ["wetland"]
overlap = true
[[rule.question]]
id = "q"
text = { zh = "是否", en = "Is it?" }
if_yes = "exempt"
"#;
    const WORKSPACE: &str = r#"version = 1
name = "w"
rules = ["rules.toml"]

[max_age_years]
wetland = 5

[[layer]]
id = "wind"
file = "wind.geojson"
role = "project"

[[answer]]
project = "wind/W-07"
rule = "r"
question = "q"
answer = true
by = "张"
on = 2026-11-20
reason = "国家重大项目批文"
"#;

    fn plan(text: &str) -> Result<Plan, Box<Problem>> {
        plan_by(RULES, text)
    }

    fn plan_by(rules: &str, text: &str) -> Result<Plan, Box<Problem>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rules.toml"), rules).unwrap();
        std::fs::write(folder.path().join(FILE_NAME), text).unwrap();
        read(folder.path(), true)
    }

    #[test]
    fn an_answer_keeps_who_said_so_and_why() {
        let plan = plan(WORKSPACE).unwrap();
        let answer = &plan.answers[0];
        assert_eq!(
            answer.project.as_ref().map(ToString::to_string).as_deref(),
            Some("wind/W-07")
        );
        assert!(answer.answer && answer.by.as_deref() == Some("张"));
        assert_eq!(answer.on, Some("2026-11-20".parse().unwrap()));
        assert!(plan.problems.is_empty());
        assert_eq!(plan.age_limits.values().copied().collect::<Vec<_>>(), [5.0]);
    }

    #[test]
    fn an_answer_about_no_project_is_refused() {
        for bad in ["W-07", "wnd/W-07", "wind/"] {
            let problem = plan(&WORKSPACE.replace("wind/W-07", bad)).unwrap_err();
            let ProblemKind::BadSetting { detail } = &problem.kind else {
                panic!("{problem:?}")
            };
            assert!(detail.starts_with("line 14,"), "{detail}");
        }
        assert!(
            plan(&WORKSPACE.replace("wind/W-07", "*")).unwrap().answers[0]
                .project
                .is_none()
        );
    }

    #[test]
    fn a_rule_that_contradicts_nothing_known_is_noted() {
        let check = |other: &str, expected: usize| {
            let rules = RULES.replace(
                "overlap = true",
                &format!("overlap = true\ncontradicts = [{other:?}]"),
            );
            let second = RULES
                .split_once("[[rule]]")
                .unwrap()
                .1
                .replace("id = \"r\"", "id = \"s\"");
            let plan = plan_by(&format!("{rules}[[rule]]{second}"), WORKSPACE).unwrap();
            assert_eq!(plan.problems.len(), expected, "{other}: {:?}", plan.problems);
            assert!(plan.problems.iter().all(|problem| problem.done == Done::Noted));
        };
        check("s", 0);
        check("t", 1);
    }

    #[test]
    fn an_answer_to_no_question_is_noted() {
        let plan = plan(&WORKSPACE.replace("question = \"q\"", "question = \"p\"")).unwrap();
        assert_eq!(plan.problems.len(), 1);
        let ProblemKind::BadSetting { detail } = &plan.problems[0].kind else {
            panic!()
        };
        assert!(
            detail.contains("does nothing") && plan.problems[0].done == Done::Noted,
            "{detail}"
        );
    }
}
