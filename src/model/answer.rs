//! Answers to the questions of rules, as the workspace keeps them.

use super::date::Date;
use super::feature::FeatureRef;

/// What somebody has answered to a question of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// For this project; `None` for all.
    pub project: Option<FeatureRef>,
    /// The rule's id.
    pub rule: String,
    /// The question's id within the rule.
    pub question: String,
    /// Yes or no.
    pub answer: bool,
    /// Who says so.
    pub by: Option<String>,
    /// When it was answered.
    pub on: Option<Date>,
    /// Why.
    pub reason: Option<String>,
}

/// The answer that counts for a project: one about the project itself before one about all, a later before an earlier one.
pub fn answer_to<'a>(
    answers: &'a [Answer],
    project: &FeatureRef,
    rule: &str,
    question: &str,
) -> Option<&'a Answer> {
    let about = |answer: &&Answer| answer.rule == rule && answer.question == question;
    let found = |own: bool| {
        let mut all = answers.iter().rev().filter(about);
        all.find(|answer| match &answer.project {
            Some(name) => own && name == project,
            None => !own,
        })
    };
    found(true).or_else(|| found(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(project: Option<&str>, answer: bool) -> Answer {
        Answer {
            project: project.map(name),
            rule: "r".into(),
            question: "q".into(),
            answer,
            by: None,
            on: None,
            reason: None,
        }
    }

    fn name(id: &str) -> FeatureRef {
        FeatureRef {
            layer: "wind".into(),
            id: id.into(),
        }
    }

    #[test]
    fn own_before_all_and_later_before_earlier() {
        let check = |answers: &[Answer], expected: Option<bool>| {
            let found = answer_to(answers, &name("1"), "r", "q");
            assert_eq!(found.map(|answer| answer.answer), expected);
        };
        check(&[], None);
        check(&[answer(Some("2"), true)], None);
        check(&[answer(None, true)], Some(true));
        check(&[answer(Some("1"), false), answer(None, true)], Some(false));
        check(&[answer(None, true), answer(None, false)], Some(false));
        assert!(answer_to(&[answer(None, true)], &name("1"), "r", "other").is_none());
    }
}
