//! How far the answer carries: what stands on the first page beside the verdicts.

use std::sync::Arc;

use crate::model::date::Date;
use crate::model::layer::{About, Layer};
use crate::model::review::reportable::{Grounds, is_reportable};
use crate::model::review::state::Review;
use crate::model::rule::{Rule, SourceMark};
use crate::report::document::Block;
use crate::say;
use crate::words::Lang;

use super::source::Source;

/// What speaks against relying on the paper, in sentences.
pub fn limits_part(source: &Source<'_>) -> Vec<Block> {
    let lang = source.lang;
    let findings = || source.screening.findings.iter();
    let slivers = findings().filter(|finding| finding.evidence.sliver).count();
    let moved = findings().filter(|finding| !finding.evidence.holds_within_tolerance);
    let unsure = |mark: SourceMark| source.rows.iter().filter(|said| said.row.mark == mark).count();
    let counted = [
        ("slivers", slivers),
        ("tolerance", moved.count()),
        ("second_hand", unsure(SourceMark::V2)),
        ("unverified", unsure(SourceMark::U)),
        ("waiting", source.workspace.waiting_repairs().count()),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    let lines = counted.map(|(key, count)| say!(lang, &format!("report.limit.{key}"), count = count));
    let always = ["method", "aid"].map(|key| say!(lang, &format!("report.limit.{key}")));
    let lines = obstacles(source).into_iter().chain(lines);
    let lines = lines.chain(unsaid(source)).chain(always);
    lines.map(Block::Paragraph).collect()
}

/// What layers do not say about themselves, so that nobody can hold it against a verdict; and what was found out only after
/// the day that rules are judged by.
fn unsaid(source: &Source<'_>) -> Vec<String> {
    let (workspace, as_of, lang) = (source.workspace, source.screening.as_of, source.lang);
    let rules = &workspace.rules.rules;
    let matters = |layer: &&Arc<Layer>| rules.iter().any(|rule| may_be_asked(rule, layer));
    let layers: Vec<&Arc<Layer>> = workspace.zone_layers().filter(matters).collect();
    let line = |key: &str, applies: &dyn Fn(&About) -> bool| {
        let own = layers.iter().filter(|layer| applies(&layer.about));
        let names: Vec<&str> = own.map(|layer| layer.about.name.get(lang)).collect();
        let joined = names.join(if lang == Lang::Zh { "、" } else { ", " });
        let said = || {
            say!(
                lang,
                &format!("report.limit.{key}"),
                count = names.len(),
                layers = joined
            )
        };
        (!names.is_empty()).then(said)
    };
    let is_later = |day: Option<Date>| day.is_some_and(|day| day > as_of);
    let answers = workspace
        .answers
        .iter()
        .filter(|answer| is_later(answer.on))
        .count();
    let answered = || say!(lang, "report.limit.answered_later", count = answers, day = as_of);
    [
        line("no_coverage", &|about| about.coverage.is_none()),
        line("undated", &|about| about.surveyed.is_none()),
        line("surveyed_later", &|about| is_later(about.surveyed)),
        (answers > 0).then(answered),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// True where a layer may hold zones that a rule is about.
fn may_be_asked(rule: &Rule, layer: &Layer) -> bool {
    layer.about.fields.role.is_some() || rule.roles.contains(&layer.about.role)
}

/// What speaks against a report at all: projects left out, features refused, layers whose place nobody knows.
fn obstacles(source: &Source<'_>) -> Vec<String> {
    let nothing = Review::new();
    let grounds = Grounds {
        workspace: source.workspace,
        screening: Some(source.screening),
        review: source.record.map_or(&nothing, |record| record.review),
        changed_sources: &[],
    };
    let obstacles = is_reportable(&grounds).obstacles;
    let line = |text: String| say!(source.lang, "report.limit.obstacle", text = text);
    obstacles
        .iter()
        .map(|obstacle| line(obstacle.text(source.lang)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::Answer;
    use crate::progress::Progress;
    use crate::report::paper::ground::Ground;
    use crate::report::scene;

    /// What is told where the zone layer says this of itself, and an answer was given on that day.
    #[track_caller]
    fn check(change: fn(&mut About), answered: Option<&str>, expected: &[&str]) {
        let mut scene = scene::overlap();
        let zones = scene
            .workspace
            .layers
            .iter_mut()
            .find(|layer| layer.about.role.is_zone());
        let about = &mut Arc::get_mut(zones.unwrap()).unwrap().about;
        about.coverage = Some("district".into());
        about.surveyed = Some("2024-06-30".parse().unwrap());
        change(about);
        scene.workspace.answers = Arc::new(vec![Answer {
            project: None,
            rule: "red-line".into(),
            question: "q".into(),
            answer: true,
            by: None,
            on: answered.map(|day| day.parse().unwrap()),
            reason: None,
        }]);
        let ground = Ground {
            workspace: &scene.workspace,
            screening: &scene.screening,
            record: None,
        };
        let progress = Progress::default();
        let said = unsaid(&Source::new(&ground, Lang::En, &progress));
        assert_eq!(said.len(), expected.len(), "{said:?}");
        for (line, words) in said.iter().zip(expected) {
            assert!(line.contains(words), "{line}");
        }
    }

    #[test]
    fn what_a_layer_does_not_say_of_itself_is_told() {
        check(|_| (), Some("2026-11-23"), &[]);
        check(
            |about| about.coverage = None,
            None,
            &["not say where it is complete"],
        );
        check(
            |about| about.surveyed = None,
            None,
            &["not say when it was surveyed"],
        );
        let later = |about: &mut About| about.surveyed = Some("2026-11-24".parse().unwrap());
        check(later, None, &["surveyed after the day"]);
        check(
            |_| (),
            Some("2026-11-24"),
            &["1 answer was given after 2026-11-23"],
        );
    }
}
