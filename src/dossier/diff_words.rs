//! A difference in words and as JSON.

use serde::Serialize;

use crate::model::finding::Verdict;
use crate::say;
use crate::words::Lang;

use super::diff::{DecisionDiff, Diff, Fate, LayerDiff, RuleDiff, VerdictDiff};

/// So many names are written out in words; the rest is counted.
const MOST_NAMES: usize = 10;

/// Version 1 of `redshank diff --json`.
#[derive(Serialize)]
struct Page<'a> {
    format: &'static str,
    version: u32,
    settings: &'a [&'static str],
    layers: Vec<LayerRecord<'a>>,
    rules: Vec<RuleRecord<'a>>,
    verdicts: Vec<VerdictRecord<'a>>,
    findings: Vec<FindingRecord>,
    decisions: Vec<DecisionRecord>,
}

#[derive(Serialize)]
struct LayerRecord<'a> {
    layer: &'a str,
    fate: &'static str,
    what: &'a [&'static str],
    added: &'a [String],
    removed: &'a [String],
    shapes: &'a [String],
    values: &'a [String],
}

#[derive(Serialize)]
struct RuleRecord<'a> {
    rule: &'a str,
    fate: &'static str,
    keys: &'a [String],
}

#[derive(Serialize)]
struct VerdictRecord<'a> {
    project: String,
    /// Null for the verdict of all rules together.
    rule: Option<&'a str>,
    before: Option<VerdictCode>,
    after: Option<VerdictCode>,
}

#[derive(Serialize)]
struct VerdictCode {
    verdict: &'static str,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct FindingRecord {
    project: String,
    rule: String,
    zone: String,
    fate: &'static str,
}

#[derive(Serialize)]
struct DecisionRecord {
    project: String,
    rule: String,
    zone: String,
    before: Vec<[String; 2]>,
    after: Vec<[String; 2]>,
}

impl Fate {
    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Fate::Added => "added",
            Fate::Removed => "removed",
            Fate::Changed => "changed",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("dossier.fate.{}", self.code()))
    }
}

/// For other programs. The same difference gives the same text.
pub fn json(diff: &Diff) -> String {
    let page = Page {
        format: "redshank-diff",
        version: 1,
        settings: &diff.settings,
        layers: diff.layers.iter().map(LayerRecord::of).collect(),
        rules: diff
            .rules
            .iter()
            .map(|own| RuleRecord {
                rule: &own.rule,
                fate: own.fate.code(),
                keys: &own.keys,
            })
            .collect(),
        verdicts: diff.verdicts.iter().map(VerdictRecord::of).collect(),
        findings: diff
            .findings
            .iter()
            .map(|own| FindingRecord {
                project: own.finding.project.to_string(),
                rule: own.finding.rule.to_string(),
                zone: own.finding.zone.to_string(),
                fate: own.fate.code(),
            })
            .collect(),
        decisions: diff.decisions.iter().map(DecisionRecord::of).collect(),
    };
    // Only text keys and plain values stand in the types above; those always have a JSON form.
    serde_json::to_string_pretty(&page).expect("plain data has a JSON form")
}

impl<'a> LayerRecord<'a> {
    fn of(own: &'a LayerDiff) -> LayerRecord<'a> {
        LayerRecord {
            layer: &own.layer,
            fate: own.fate.code(),
            what: &own.what,
            added: &own.added,
            removed: &own.removed,
            shapes: &own.shapes,
            values: &own.values,
        }
    }
}

impl<'a> VerdictRecord<'a> {
    fn of(own: &'a VerdictDiff) -> VerdictRecord<'a> {
        let code = |verdict: Verdict| VerdictCode {
            verdict: verdict.code(),
            reason: verdict.reason().map(|reason| reason.code()),
        };
        VerdictRecord {
            project: own.project.to_string(),
            rule: own.rule.as_deref(),
            before: own.before.map(code),
            after: own.after.map(code),
        }
    }
}

impl DecisionRecord {
    fn of(own: &DecisionDiff) -> DecisionRecord {
        let said = |all: &[(String, &'static str)]| {
            let each = all.iter();
            each.map(|(name, state)| [name.clone(), (*state).to_owned()])
                .collect()
        };
        DecisionRecord {
            project: own.finding.project.to_string(),
            rule: own.finding.rule.to_string(),
            zone: own.finding.zone.to_string(),
            before: said(&own.before),
            after: said(&own.after),
        }
    }
}

/// For people: one line for each thing, verdicts that flip first.
pub fn lines(diff: &Diff, lang: Lang) -> Vec<String> {
    if diff.is_empty() {
        return vec![say!(lang, "dossier.diff.nothing")];
    }
    let mut lines = Vec::new();
    lines.extend(diff.verdicts.iter().map(|own| verdict_line(own, lang)));
    let settings = diff.settings.iter();
    lines.extend(settings.map(|name| say!(lang, &format!("dossier.diff.setting.{name}"))));
    lines.extend(diff.rules.iter().map(|own| rule_line(own, lang)));
    diff.layers
        .iter()
        .for_each(|own| layer_lines(own, lang, &mut lines));
    for own in &diff.findings {
        let (finding, fate) = (own.finding.to_string(), own.fate.name(lang));
        lines.push(say!(lang, "dossier.diff.finding", finding = finding, fate = fate));
    }
    lines.extend(diff.decisions.iter().map(|own| decision_line(own, lang)));
    lines
}

/// A rule that is not the same, in one line.
pub fn rule_line(own: &RuleDiff, lang: Lang) -> String {
    let keys = own.keys.join(", ");
    let (rule, fate) = (&own.rule, own.fate.name(lang));
    let line = say!(lang, "dossier.diff.rule", rule = rule, fate = fate, keys = keys);
    line.trim_end().to_owned()
}

/// A verdict that is not the same, in one line.
pub fn verdict_line(own: &VerdictDiff, lang: Lang) -> String {
    verdict_line_of(own, &own.project.to_string(), lang)
}

/// The same, with the project called by a name.
pub fn verdict_line_of(own: &VerdictDiff, project: &str, lang: Lang) -> String {
    let said = |verdict: Option<Verdict>| match verdict {
        None => "–".to_owned(),
        Some(verdict) => match verdict.reason() {
            None => verdict.name(lang),
            Some(reason) => format!("{} ({})", verdict.name(lang), reason.name(lang)),
        },
    };
    let (before, after) = (said(own.before), said(own.after));
    match &own.rule {
        None => say!(
            lang,
            "dossier.diff.project",
            project = project,
            before = before,
            after = after
        ),
        Some(rule) => say!(
            lang,
            "dossier.diff.verdict",
            project = project,
            rule = rule,
            before = before,
            after = after
        ),
    }
}

fn layer_lines(own: &LayerDiff, lang: Lang, lines: &mut Vec<String>) {
    let what: Vec<String> = own
        .what
        .iter()
        .map(|name| say!(lang, &format!("dossier.diff.what.{name}")))
        .collect();
    let what = what.join(", ");
    let (layer, fate) = (&own.layer, own.fate.name(lang));
    lines.push(
        say!(
            lang,
            "dossier.diff.layer",
            layer = layer,
            fate = fate,
            what = what
        )
        .trim_end()
        .to_owned(),
    );
    let lists = [
        ("added", &own.added),
        ("removed", &own.removed),
        ("shapes", &own.shapes),
        ("values", &own.values),
    ];
    for (name, ids) in lists.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let count = ids.len();
        let mut listed = ids
            .iter()
            .take(MOST_NAMES)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        if count > MOST_NAMES {
            listed.push_str(" …");
        }
        let key = format!("dossier.diff.features.{name}");
        lines.push(format!("  {}", say!(lang, &key, count = count, ids = listed)));
    }
}

fn decision_line(own: &DecisionDiff, lang: Lang) -> String {
    let said = |all: &[(String, &'static str)]| {
        if all.is_empty() {
            return "–".to_owned();
        }
        let each = all
            .iter()
            .map(|(name, state)| format!("{name}: {}", say!(lang, &format!("review.state.{state}"))));
        each.collect::<Vec<_>>().join(", ")
    };
    let (before, after) = (said(&own.before), said(&own.after));
    let finding = own.finding.to_string();
    say!(
        lang,
        "dossier.diff.decision",
        finding = finding,
        before = before,
        after = after
    )
}
