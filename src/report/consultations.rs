//! Who must be asked, and which rules contradict each other, in words.

use crate::model::answer::Answer;
use crate::model::consultation::{Consultation, Need};
use crate::model::contradiction::Contradiction;
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::rule::Question;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::{Bilingual, Lang};

use super::sentence::citation;

/// One office for one project, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// The project.
    pub project: FeatureRef,
    /// How much it is needed.
    pub need: Need,
    /// The office with its level.
    pub office: String,
    /// What it gives; empty where no rule says.
    pub form: String,
    /// Laws and articles.
    pub articles: String,
    /// Positions of the findings that send there.
    pub findings: Vec<usize>,
}

/// The offices of all projects, or of one, in the order of the screening.
pub fn routes(screening: &Screening, project: Option<&FeatureRef>, lang: Lang) -> Vec<Route> {
    let wanted = |one: &&Consultation| project.is_none_or(|project| one.project == *project);
    screening
        .consultations
        .iter()
        .filter(wanted)
        .map(|one| route(one, lang))
        .collect()
}

fn route(one: &Consultation, lang: Lang) -> Route {
    let (comma, semicolon) = match lang {
        Lang::Zh => ("、", "；"),
        Lang::En => (", ", "; "),
    };
    let joined = |words: &[Bilingual], with: &str| {
        let words: Vec<&str> = words.iter().map(|words| words.get(lang)).collect();
        words.join(with)
    };
    Route {
        project: one.project.clone(),
        need: one.need,
        office: one.office.name(lang),
        form: joined(&one.forms, comma),
        articles: joined(&one.articles, semicolon),
        findings: one.findings.clone(),
    }
}

impl Route {
    /// Need, office, form and articles in one line.
    pub fn line(&self, lang: Lang) -> String {
        let form = match (self.form.is_empty(), lang) {
            (true, _) => String::new(),
            (false, Lang::Zh) => format!("（{}）", self.form),
            (false, Lang::En) => format!(" ({})", self.form),
        };
        say!(
            lang,
            "report.route.line",
            need = self.need.name(lang),
            office = self.office,
            form = form,
            articles = self.articles
        )
    }
}

/// A question of a rule with what was answered, in one line.
pub fn question(question: &Question, answer: Option<&Answer>, lang: Lang) -> String {
    let said = match answer {
        None => say!(lang, "report.question.open"),
        Some(answer) => {
            let word = say!(
                lang,
                if answer.answer {
                    "report.question.answered_yes"
                } else {
                    "report.question.answered_no"
                }
            );
            let day = answer.on.map(|day| day.to_string());
            let details = [answer.by.clone(), day, answer.reason.clone()];
            let details: Vec<String> = details.into_iter().flatten().collect();
            match (details.is_empty(), lang) {
                (true, _) => word,
                (false, Lang::Zh) => format!("{word}（{}）", details.join("，")),
                (false, Lang::En) => format!("{word} ({})", details.join(", ")),
            }
        }
    };
    let effect = say!(
        lang,
        &format!("report.question.effect.{}", question.if_yes.code())
    );
    say!(
        lang,
        "report.question.line",
        text = question.text.get(lang),
        said = said,
        effect = effect
    )
}

/// Two rules that cannot hold together, with which one prevails and why, in one sentence.
pub fn contradiction(workspace: &Workspace, found: &Contradiction, lang: Lang) -> String {
    let named = |id: &str| {
        let rule = workspace.rules.rule(id);
        rule.map_or_else(|| id.to_owned(), |rule| citation(rule, lang))
    };
    let [first, second] = [&found.rules[0], &found.rules[1]].map(|id| named(id));
    let (project, zone) = (&found.project, &found.zone);
    match (found.winner(), found.prevails) {
        (Some(winner), Some((_, ground))) => say!(
            lang,
            "report.contradiction.decided",
            project = project,
            zone = zone,
            first = first,
            second = second,
            winner = named(winner),
            ground = ground.name(lang)
        ),
        _ => say!(
            lang,
            "report.contradiction.open",
            project = project,
            zone = zone,
            first = first,
            second = second
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::consultation::Office;
    use crate::model::contradiction::Ground;
    use crate::model::rule::Department;
    use crate::model::zone::Level;
    use crate::report::scene;

    #[test]
    fn an_office_has_its_level_form_and_article() {
        let mut screening = scene::overlap().screening;
        screening.consultations = vec![Consultation {
            project: scene::name("solar", "1"),
            office: Office::Named(Department::Forestry, Some(Level::Provincial)),
            need: Need::Required,
            forms: vec![Bilingual {
                zh: "书面意见".into(),
                en: "written opinion".into(),
            }],
            articles: vec![scene::rule().citation],
            rules: vec!["red-line".into()],
            findings: vec![0],
        }];
        let line = |lang| routes(&screening, None, lang)[0].line(lang);
        assert_eq!(
            line(Lang::Zh),
            "须征求：省级林业草原主管部门（书面意见），依据《某法》第一条"
        );
        assert_eq!(
            line(Lang::En),
            "To be asked: provincial forestry and grassland department (written opinion), by Some Law, Art. 1"
        );
        assert!(routes(&screening, Some(&scene::name("solar", "2")), Lang::Zh).is_empty());
    }

    #[test]
    fn a_contradiction_says_what_prevails_and_why() {
        let workspace = scene::overlap().workspace;
        let mut found = Contradiction {
            project: scene::name("solar", "1"),
            zone: scene::name("red_line", "R-02"),
            rules: ["red-line".into(), "other".into()],
            prevails: Some((0, Ground::Rank)),
        };
        let text = contradiction(&workspace, &found, Lang::En);
        assert!(
            text.contains("Some Law, Art. 1 prevails") && text.contains("higher rank"),
            "{text}"
        );
        found.prevails = None;
        let text = contradiction(&workspace, &found, Lang::Zh);
        assert!(text.contains("未作判定"), "{text}");
    }
}
