//! What lies between two reviews: data, rules, settings, verdicts, decisions.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::formats::workspace::rule_text::rule_text;
use crate::model::feature::{Feature, FeatureRef};
use crate::model::finding::{Screening, Verdict};
use crate::model::layer::Layer;
use crate::model::review::decision::Decision;
use crate::model::review::event::Event;
use crate::model::review::key::FindingKey;
use crate::model::review::state::Review;
use crate::model::rule::{Rule, RuleBook};
use crate::model::workspace::Workspace;

use super::evidence::evidence_hashes;
use super::hash;
use super::saved::doubt::says_the_same;

/// One of the two.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// What was screened.
    pub workspace: &'a Workspace,
    /// What was found, by the same program for both.
    pub screening: &'a Screening,
    /// What people have decided; `None` for a workspace that is no dossier.
    pub review: Option<&'a Review>,
}

/// Everything that differs; empty lists where nothing does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Names of settings: `as_of`, `crs`, `classes`, `rates`, `quotas`, `answers`, `age_limits`.
    pub settings: Vec<&'static str>,
    /// Layers.
    pub layers: Vec<LayerDiff>,
    /// Rules.
    pub rules: Vec<RuleDiff>,
    /// Verdicts of single rules that are not the same.
    pub verdicts: Vec<VerdictDiff>,
    /// Findings that came, went, or are shown by other evidence.
    pub findings: Vec<FindingDiff>,
    /// Decisions that are not the same.
    pub decisions: Vec<DecisionDiff>,
}

/// What became of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// Both have it, and it is not the same.
    Changed,
}

/// A layer that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerDiff {
    /// Its id.
    pub layer: String,
    /// What became of it.
    pub fate: Fate,
    /// What else changed: `source`, `role`, `fields`, `place`, `settings`.
    pub what: Vec<&'static str>,
    /// Features that only the second has.
    pub added: Vec<String>,
    /// Features that only the first has.
    pub removed: Vec<String>,
    /// Features with another shape.
    pub shapes: Vec<String>,
    /// Features with other values.
    pub values: Vec<String>,
}

/// A rule that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleDiff {
    /// Its id.
    pub rule: String,
    /// What became of it.
    pub fate: Fate,
    /// The keys that changed.
    pub keys: Vec<String>,
}

/// A verdict that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictDiff {
    /// The project.
    pub project: FeatureRef,
    /// The rule; `None` for the verdict of all rules together.
    pub rule: Option<String>,
    /// In the first; `None` where it has no such project or rule.
    pub before: Option<Verdict>,
    /// In the second.
    pub after: Option<Verdict>,
}

/// A finding that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingDiff {
    /// The finding.
    pub finding: FindingKey,
    /// What became of it.
    pub fate: Fate,
}

/// Decisions about a finding that are not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDiff {
    /// The finding.
    pub finding: FindingKey,
    /// Name and state of each person in the first.
    pub before: Vec<(String, &'static str)>,
    /// The same in the second.
    pub after: Vec<(String, &'static str)>,
}

impl Diff {
    /// True where nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Diff::default()
    }
}

/// What lies between two reviews. Each list is in the order of its names.
pub fn diff(before: &Side<'_>, after: &Side<'_>) -> Diff {
    Diff {
        settings: settings(before.workspace, after.workspace, before, after),
        layers: layers(before.workspace, after.workspace),
        rules: rules_between(&before.workspace.rules, &after.workspace.rules),
        verdicts: verdicts_between(before.screening, after.screening),
        findings: findings(before.screening, after.screening),
        decisions: match (before.review, after.review) {
            (Some(before), Some(after)) => decisions(before, after),
            _ => Vec::new(),
        },
    }
}

fn settings(a: &Workspace, b: &Workspace, before: &Side<'_>, after: &Side<'_>) -> Vec<&'static str> {
    let (first, second) = (&a.tables, &b.tables);
    let checks = [
        ("as_of", before.screening.as_of != after.screening.as_of),
        ("crs", a.crs.code() != b.crs.code()),
        (
            "classes",
            (&first.classes.classes, &first.classes.farmed_words)
                != (&second.classes.classes, &second.classes.farmed_words),
        ),
        (
            "rates",
            (first.rates, &first.denominators) != (second.rates, &second.denominators),
        ),
        ("quotas", first.quotas != second.quotas),
        ("answers", a.answers != b.answers),
        ("age_limits", a.age_limits != b.age_limits),
    ];
    let changed = checks.into_iter().filter(|(_, differs)| *differs);
    changed.map(|(name, _)| name).collect()
}

fn layers(before: &Workspace, after: &Workspace) -> Vec<LayerDiff> {
    let of = |workspace: &Workspace| -> BTreeSet<String> {
        let ids = workspace.layers.iter().map(|layer| layer.about.id.to_string());
        ids.collect()
    };
    let all: Vec<String> = of(before).union(&of(after)).cloned().collect();
    let one = |id: String| {
        let whole = |fate| LayerDiff {
            layer: id.clone(),
            fate,
            what: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
            shapes: Vec::new(),
            values: Vec::new(),
        };
        match (before.layer(&id), after.layer(&id)) {
            (Some(before), Some(after)) => layer(before, after, whole(Fate::Changed)),
            (Some(_), None) => Some(whole(Fate::Removed)),
            _ => Some(whole(Fate::Added)),
        }
    };
    all.into_par_iter().filter_map(one).collect()
}

/// `None` for layers that are the same.
fn layer(before: &Layer, after: &Layer, mut found: LayerDiff) -> Option<LayerDiff> {
    let (a, b) = (&before.about, &after.about);
    let checks = [
        ("source", before.provenance.sha256 != after.provenance.sha256),
        ("role", (a.role, a.kind) != (b.role, b.kind)),
        ("fields", (&a.fields, &a.footprint) != (&b.fields, &b.footprint)),
        (
            "place",
            !says_the_same(&before.provenance.doubt, &after.provenance.doubt),
        ),
        (
            "settings",
            (a.surveyed, &a.coverage, a.tolerance_m, a.check)
                != (b.surveyed, &b.coverage, b.tolerance_m, b.check),
        ),
    ];
    let changed = checks.into_iter().filter(|(_, differs)| *differs);
    found.what = changed.map(|(name, _)| name).collect();
    for feature in before.features() {
        match after.feature(&feature.id) {
            None => found.removed.push(feature.id.to_string()),
            Some(other) if hash::of_feature(feature) == hash::of_feature(other) => {}
            Some(other) => {
                if feature.shape != other.shape {
                    found.shapes.push(feature.id.to_string());
                }
                if !same_values(feature, other) {
                    found.values.push(feature.id.to_string());
                }
            }
        }
    }
    let is_new = |feature: &&Feature| before.feature(&feature.id).is_none();
    let new = after.features().iter().filter(is_new);
    found.added = new.map(|feature| feature.id.to_string()).collect();
    let lists = [&found.added, &found.removed, &found.shapes, &found.values];
    let is_same = found.what.is_empty() && lists.into_iter().all(Vec::is_empty);
    (!is_same).then_some(found)
}

fn same_values(a: &Feature, b: &Feature) -> bool {
    (&a.properties, &a.foreign) == (&b.properties, &b.foreign)
}

/// Rules that are not the same, by their ids.
pub fn rules_between(before: &RuleBook, after: &RuleBook) -> Vec<RuleDiff> {
    let ids = |book: &RuleBook| -> BTreeSet<String> {
        let ids = book.rules.iter().map(|rule| rule.id.clone());
        ids.collect()
    };
    let all: Vec<String> = ids(before).union(&ids(after)).cloned().collect();
    let one = |rule: String| {
        let (fate, keys) = match (before.rule(&rule), after.rule(&rule)) {
            (Some(a), Some(b)) if a == b => return None,
            (Some(a), Some(b)) => (Fate::Changed, changed_keys(a, b)),
            (Some(_), None) => (Fate::Removed, Vec::new()),
            _ => (Fate::Added, Vec::new()),
        };
        Some(RuleDiff { rule, fate, keys })
    };
    all.into_iter().filter_map(one).collect()
}

fn changed_keys(a: &Rule, b: &Rule) -> Vec<String> {
    let table = |rule: &Rule| -> BTreeMap<String, toml::Value> {
        let book: Option<toml::Table> = toml::from_str(&rule_text(rule)).ok();
        let rule = book.and_then(|mut book| book.remove("rule"));
        let own = rule
            .as_ref()
            .and_then(|list| list.get(0))
            .and_then(toml::Value::as_table);
        own.cloned().unwrap_or_default().into_iter().collect()
    };
    let (a, b) = (table(a), table(b));
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let differ = keys.into_iter().filter(|key| a.get(*key) != b.get(*key));
    differ.cloned().collect()
}

/// Verdicts that are not the same: of a project as a whole first, then by rule.
pub fn verdicts_between(before: &Screening, after: &Screening) -> Vec<VerdictDiff> {
    type Rows = BTreeMap<(FeatureRef, Option<String>), Verdict>;
    let rows = |screening: &Screening| -> Rows {
        let whole = screening.projects.iter();
        let whole = whole.map(|account| ((account.project.clone(), None), account.verdict));
        let single = screening.verdicts.iter();
        let single = single.map(|row| ((row.project.clone(), Some(row.rule.to_string())), row.verdict));
        whole.chain(single).collect()
    };
    let (a, b) = (rows(before), rows(after));
    let keys: BTreeSet<&(FeatureRef, Option<String>)> = a.keys().chain(b.keys()).collect();
    let flipped = keys.into_iter().filter(|key| a.get(key) != b.get(key));
    flipped
        .map(|key| VerdictDiff {
            project: key.0.clone(),
            rule: key.1.clone(),
            before: a.get(key).copied(),
            after: b.get(key).copied(),
        })
        .collect()
}

fn findings(before: &Screening, after: &Screening) -> Vec<FindingDiff> {
    let (a, b) = (evidence_hashes(before), evidence_hashes(after));
    let keys: BTreeSet<&FindingKey> = a.keys().chain(b.keys()).collect();
    let one = |finding: &FindingKey| {
        let fate = match (a.get(finding), b.get(finding)) {
            (Some(a), Some(b)) if a == b => return None,
            (Some(_), Some(_)) => Fate::Changed,
            (Some(_), None) => Fate::Removed,
            _ => Fate::Added,
        };
        let finding = finding.clone();
        Some(FindingDiff { finding, fate })
    };
    keys.into_iter().filter_map(one).collect()
}

fn decisions(before: &Review, after: &Review) -> Vec<DecisionDiff> {
    let keys: BTreeSet<&FindingKey> = before.decided().chain(after.decided()).collect();
    // The evidence is left out: where it changed, the findings say so.
    let of = |review: &Review, finding: &FindingKey| -> Vec<(Event, Decision)> {
        let all = review.decisions(finding);
        all.map(|(event, decision)| (event.clone(), decision.clone()))
            .collect()
    };
    let plain = |all: &[(Event, Decision)]| -> Vec<(String, Decision)> {
        let each = all.iter();
        each.map(|(event, decision)| {
            let evidence = String::new();
            (
                event.author.name.clone(),
                Decision {
                    evidence,
                    ..decision.clone()
                },
            )
        })
        .collect()
    };
    let said = |all: &[(Event, Decision)]| -> Vec<(String, &'static str)> {
        let each = all.iter();
        each.map(|(event, decision)| (event.author.name.clone(), decision.state.code()))
            .collect()
    };
    let mut found = Vec::new();
    for finding in keys {
        let (a, b) = (of(before, finding), of(after, finding));
        if plain(&a) != plain(&b) {
            found.push(DecisionDiff {
                finding: finding.clone(),
                before: said(&a),
                after: said(&b),
            });
        }
    }
    found
}
