//! Papers that the rules which were met ask for: what offices give, and what shows an answer to a question of a rule.

use crate::model::answer::answer_to;
use crate::model::consultation::{Consultation, Need, Office};
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Screening, Verdict};
use crate::model::rule::{Question, Rule, SourceMark};
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::{Bilingual, Lang};

use super::item::{Item, List, Wants};

/// One item for each office that must be asked, and one for each question of a rule that was answered.
pub fn documents(workspace: &Workspace, screening: &Screening, project: &FeatureRef) -> Vec<Item> {
    let offices = screening.consultations.iter();
    let offices = offices.filter(|one| one.project == *project && one.need == Need::Required);
    let mut items: Vec<Item> = offices.map(|one| of_office(workspace, one)).collect();
    let findings = screening.findings.iter();
    for finding in findings.filter(|finding| finding.matter.project == *project && counts(finding)) {
        let Some(rule) = workspace.rules.rule(&finding.matter.rule) else {
            continue;
        };
        for question in &rule.questions {
            let answer = answer_to(&workspace.answers, project, &rule.id, &question.id);
            let item = of_question(rule, question);
            let is_wanted = answer.is_some() && question.evidence != Bilingual::default();
            if is_wanted && items.iter().all(|other| other.id != item.id) {
                items.push(item);
            }
        }
    }
    items
}

/// False for what is only near: nothing is to be shown for it.
pub fn counts(finding: &Finding) -> bool {
    match finding.verdict {
        Verdict::Conflict | Verdict::NotChecked(_) => true,
        Verdict::Near | Verdict::Clear => finding.matter.bearing.exempt_by.is_some(),
    }
}

fn of_office(workspace: &Workspace, one: &Consultation) -> Item {
    let id = match &one.office {
        Office::Named(department, level) => {
            let level = level.map_or("any", |level| level.code());
            format!("consult/{}/{level}", department.code())
        }
        // Words are no name; the first rule that sends there is.
        Office::Worded(_) => format!("consult/{}", one.rules.first().map_or("", |rule| rule)),
    };
    let joined = |words: &[Bilingual], lang: Lang| {
        let separator = if lang == Lang::Zh { "、" } else { "; " };
        let words: Vec<&str> = words.iter().map(|words| words.get(lang)).collect();
        words.join(separator)
    };
    let text = |lang: Lang| match one.forms.is_empty() {
        true => say!(lang, "checklist.document.opinion", office = one.office.name(lang)),
        false => say!(
            lang,
            "checklist.document.form",
            office = one.office.name(lang),
            form = joined(&one.forms, lang)
        ),
    };
    let rules = one.rules.iter().filter_map(|id| workspace.rules.rule(id));
    Item {
        id,
        list: List::Documents,
        text: bilingual(text),
        citation: bilingual(|lang| joined(&one.articles, lang)),
        // As sure as the surest rule that asks for it.
        mark: rules
            .map(|rule| rule.mark)
            .min_by_key(doubt)
            .unwrap_or(SourceMark::U),
        wants: Wants::Paper,
    }
}

fn of_question(rule: &Rule, question: &Question) -> Item {
    let text = |lang: Lang| {
        say!(
            lang,
            "checklist.document.evidence",
            paper = question.evidence.get(lang),
            question = question.text.get(lang)
        )
    };
    Item {
        id: format!("evidence/{}/{}", rule.id, question.id),
        list: List::Documents,
        text: bilingual(text),
        citation: rule.citation.clone(),
        mark: rule.mark,
        wants: Wants::Paper,
    }
}

fn bilingual(of: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual {
        zh: of(Lang::Zh),
        en: of(Lang::En),
    }
}

fn doubt(mark: &SourceMark) -> u8 {
    match mark {
        SourceMark::V => 0,
        SourceMark::C => 1,
        SourceMark::V2 => 2,
        SourceMark::U => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::Answer;
    use crate::model::review::tests::scene;
    use crate::model::rule::{Department, Effect, RuleBook};
    use crate::model::zone::Level;
    use std::sync::Arc;

    #[test]
    fn offices_and_answers_ask_for_papers() {
        let (mut workspace, mut screening) = scene();
        let project = screening.findings[0].matter.project.clone();
        let question = Question {
            id: "q".into(),
            text: Bilingual::same("Is it?"),
            if_yes: Effect::Exempt,
            evidence: Bilingual::same("the approval"),
        };
        let rule = Rule {
            questions: vec![question],
            ..Rule::new("r")
        };
        workspace.rules = Arc::new(RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        });
        let office = |office, need| Consultation {
            project: project.clone(),
            office,
            need,
            forms: vec![Bilingual::same("opinion")],
            articles: vec![Bilingual::same("Art. 19")],
            rules: vec!["r".into()],
            findings: vec![0],
        };
        screening.consultations = vec![
            office(
                Office::Named(Department::Forestry, Some(Level::County)),
                Need::Required,
            ),
            office(Office::Worded(Bilingual::same("bureau")), Need::Required),
            office(Office::Named(Department::Water, None), Need::Advised),
        ];
        let ids = |workspace: &Workspace| -> Vec<String> {
            let items = documents(workspace, &screening, &project);
            items.into_iter().map(|item| item.id).collect()
        };
        assert_eq!(ids(&workspace), ["consult/forestry/county", "consult/r"]);
        workspace.answers = Arc::new(vec![Answer {
            project: None,
            rule: "r".into(),
            question: "q".into(),
            answer: true,
            by: None,
            on: None,
            reason: None,
        }]);
        assert_eq!(
            ids(&workspace),
            ["consult/forestry/county", "consult/r", "evidence/r/q"]
        );
    }
}
