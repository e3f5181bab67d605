//! `findings.json`, version 1: what other programs read.
//!
//! Does not depend on the language: codes and unrounded numbers, and where there are words they stand in both.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::feature::FeatureRef;
use crate::model::finding::{ProjectAccount, RoleTotal, RuleVerdict, Screening};
use crate::model::footprint::Footprint;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::words::{Bilingual, Lang};

use super::record::FindingRecord;
use super::wetland::json::{footprint_value, quota_values, wetland_value};

#[derive(Serialize)]
struct File<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    as_of: String,
    crs: &'a str,
    inputs: Vec<Input<'a>>,
    verdicts: Vec<VerdictRecord<'a>>,
    findings: Vec<FindingRecord<'a>>,
    projects: Vec<ProjectRecord<'a>>,
    totals: Vec<TotalRecord>,
    rules: Vec<RuleRecord<'a>>,
    problems: Vec<ProblemRecord<'a>>,
    wetland: Option<Value>,
    quotas: Option<Value>,
}

#[derive(Serialize)]
struct Input<'a> {
    layer: &'a str,
    file: &'a str,
    sha256: &'a str,
    source_crs: &'a str,
    read: usize,
    used: usize,
    repaired: usize,
    refused: usize,
    role: &'static str,
    crs_declared: bool,
    synthetic: bool,
    surveyed: Option<String>,
}

#[derive(Serialize)]
struct VerdictRecord<'a> {
    project: String,
    rule: &'a str,
    verdict: &'static str,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct ProjectRecord<'a> {
    project: String,
    name: &'a str,
    kind: Option<&'static str>,
    verdict: &'static str,
    area_m2: f64,
    overlap_gross_m2: f64,
    overlap_unique_m2: f64,
    multiple_cover_m2: f64,
    by_role: Map<String, Value>,
    reason: Option<&'static str>,
    footprint: Option<Value>,
}

#[derive(Serialize)]
struct TotalRecord {
    role: &'static str,
    unique_m2: f64,
    gross_m2: f64,
}

#[derive(Serialize)]
struct RuleRecord<'a> {
    rule: &'a str,
    title: Words<'a>,
    citation: Words<'a>,
    consultee: Words<'a>,
    mark: &'static str,
    severity: &'static str,
    text_available: bool,
    from: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct Words<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct ProblemRecord<'a> {
    layer: Option<&'a str>,
    feature: Option<usize>,
    id: Option<&'a str>,
    field: Option<&'a str>,
    place: Option<[f64; 2]>,
    kind: &'static str,
    text: String,
    done: &'static str,
    advice: String,
    file: &'a str,
    text_zh: String,
    advice_zh: String,
}

/// The bytes of `findings.json`. The same workspace and screening give the same bytes.
pub fn findings_json(workspace: &Workspace, screening: &Screening) -> Vec<u8> {
    let rules = &workspace.rules.rules;
    let annex = screening.annex.as_deref();
    let footprints: HashMap<&FeatureRef, &Footprint> = annex
        .into_iter()
        .flat_map(|annex| annex.footprints.iter())
        .map(|own| (&own.project, own))
        .collect();
    let file = File {
        format: "redshank-screening",
        version: 1,
        program: concat!("redshank ", env!("CARGO_PKG_VERSION")),
        as_of: screening.as_of.to_string(),
        crs: workspace.crs.code(),
        inputs: workspace.layers.iter().map(|layer| Input::of(layer)).collect(),
        verdicts: screening.verdicts.iter().map(VerdictRecord::of).collect(),
        findings: screening.findings.iter().map(FindingRecord::of).collect(),
        projects: screening
            .projects
            .iter()
            .map(|account| ProjectRecord::of(account, footprints.get(&account.project).copied()))
            .collect(),
        totals: screening.totals.iter().map(TotalRecord::of).collect(),
        rules: rules
            .iter()
            .filter(|rule| rule.in_force(screening.as_of))
            .map(RuleRecord::of)
            .collect(),
        problems: workspace.problems.iter().map(ProblemRecord::of).collect(),
        wetland: annex.and_then(|annex| annex.wetland.as_ref().map(wetland_value)),
        quotas: annex.map(quota_values),
    };
    // Only text keys and plain values stand in the types above; those always have a JSON form.
    let mut bytes = serde_json::to_vec_pretty(&file).expect("plain data has a JSON form");
    bytes.push(b'\n');
    bytes
}

impl<'a> Input<'a> {
    fn of(layer: &'a Layer) -> Input<'a> {
        let provenance = &layer.provenance;
        Input {
            layer: &layer.about.id,
            file: &provenance.file,
            sha256: &provenance.sha256,
            source_crs: &provenance.source_crs,
            read: provenance.counts.read,
            used: provenance.counts.used,
            repaired: provenance.counts.repaired,
            refused: provenance.counts.refused,
            role: layer.about.role.code(),
            crs_declared: provenance.crs_declared,
            synthetic: layer.about.synthetic,
            surveyed: layer.about.surveyed.map(|day| day.to_string()),
        }
    }
}

impl<'a> VerdictRecord<'a> {
    fn of(row: &'a RuleVerdict) -> VerdictRecord<'a> {
        VerdictRecord {
            project: row.project.to_string(),
            rule: &row.rule,
            verdict: row.verdict.code(),
            reason: row.verdict.reason().map(|reason| reason.code()),
        }
    }
}

impl<'a> ProjectRecord<'a> {
    fn of(account: &'a ProjectAccount, footprint: Option<&Footprint>) -> ProjectRecord<'a> {
        let by_role = account
            .by_role
            .iter()
            .map(|(role, m2)| (role.code().to_owned(), Value::from(*m2)));
        ProjectRecord {
            project: account.project.to_string(),
            name: &account.name,
            kind: account.kind.map(|kind| kind.code()),
            verdict: account.verdict.code(),
            area_m2: account.area_m2,
            overlap_gross_m2: account.overlap_gross_m2,
            overlap_unique_m2: account.overlap_unique_m2,
            multiple_cover_m2: account.multiple_cover_m2,
            by_role: by_role.collect(),
            reason: account.verdict.reason().map(|reason| reason.code()),
            footprint: footprint.map(footprint_value),
        }
    }
}

impl TotalRecord {
    fn of(total: &RoleTotal) -> TotalRecord {
        TotalRecord {
            role: total.role.code(),
            unique_m2: total.unique_m2,
            gross_m2: total.gross_m2,
        }
    }
}

impl<'a> RuleRecord<'a> {
    fn of(rule: &'a Rule) -> RuleRecord<'a> {
        RuleRecord {
            rule: &rule.id,
            title: Words::of(&rule.title),
            citation: Words::of(&rule.citation),
            consultee: Words::of(&rule.consultee),
            mark: rule.mark.code(),
            severity: rule.severity.code(),
            text_available: rule.text_available,
            from: rule.from.map(|day| day.to_string()),
            until: rule.until.map(|day| day.to_string()),
        }
    }
}

impl<'a> Words<'a> {
    fn of(text: &'a Bilingual) -> Words<'a> {
        Words {
            zh: &text.zh,
            en: &text.en,
        }
    }
}

impl<'a> ProblemRecord<'a> {
    fn of(problem: &'a Problem) -> ProblemRecord<'a> {
        ProblemRecord {
            layer: problem.layer.as_deref(),
            feature: problem.feature,
            id: problem.id.as_deref(),
            field: problem.field.as_deref(),
            place: problem.place.map(|place| [place.lon_deg, place.lat_deg]),
            kind: problem.kind.code(),
            text: problem.text(Lang::En),
            done: problem.done.code(),
            advice: problem.advice(Lang::En),
            file: &problem.file,
            text_zh: problem.text(Lang::Zh),
            advice_zh: problem.advice(Lang::Zh),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;

    /// `expected` holds what interface.md promises; the file may say more.
    #[track_caller]
    fn check_holds(found: &Value, expected: &Value, path: &str) {
        match (found, expected) {
            (Value::Object(found), Value::Object(expected)) => {
                for (key, value) in expected {
                    let found = found
                        .get(key)
                        .unwrap_or_else(|| panic!("{path}.{key} is missing"));
                    check_holds(found, value, &format!("{path}.{key}"));
                }
            }
            (Value::Array(found), Value::Array(expected)) => {
                assert_eq!(found.len(), expected.len(), "{path}");
                for (k, pair) in found.iter().zip(expected).enumerate() {
                    check_holds(pair.0, pair.1, &format!("{path}[{k}]"));
                }
            }
            _ => assert_eq!(found, expected, "{path}"),
        }
    }

    #[test]
    fn as_the_interface_says() {
        let scene = scene::overlap();
        let expected = r#"{
            "format": "redshank-screening", "version": 1, "program": "redshank 0.1.0",
            "as_of": "2026-11-23", "crs": "EPSG:4549",
            "inputs": [{"layer": "red_line", "file": "red_line.geojson", "sha256": "", "source_crs": "EPSG:4490",
                        "read": 1, "used": 1, "repaired": 0, "refused": 0},
                       {"layer": "solar", "file": "solar.geojson", "sha256": "", "source_crs": "EPSG:4490",
                        "read": 1, "used": 1, "repaired": 0, "refused": 0},
                       {"layer": "wind", "file": "wind.geojson", "role": "project"}],
            "verdicts": [{"project": "solar/1", "rule": "red-line", "verdict": "conflict", "reason": null}],
            "findings": [{
                "project": "solar/1", "kind": "solar", "zone": "red_line/R-02", "role": "red_line", "class": null,
                "rule": "red-line", "severity": "prohibited", "relation": "overlap",
                "overlap_m2": 1234.5, "overlap_m": null, "share_of_project": 0.043, "share_of_zone": 0.0007,
                "distance_m": 0.0, "setback_m": 500.0, "sliver": false, "holds_within_tolerance": true}],
            "projects": [{"project": "solar/1", "name": "1", "kind": "solar", "verdict": "conflict",
                          "area_m2": 28274.3, "overlap_gross_m2": 1500.0, "overlap_unique_m2": 1234.5,
                          "multiple_cover_m2": 265.5, "by_role": {"red_line": 1234.5, "core": 265.5}}],
            "problems": [{"layer": "red_line", "feature": 17, "id": "A-17", "field": null, "place": [120.5, 30.3],
                          "kind": "no_geometry", "done": "refused"}]
        }"#;
        let found: Value =
            serde_json::from_slice(&findings_json(&scene.workspace, &scene.screening)).unwrap();
        check_holds(&found, &serde_json::from_str(expected).unwrap(), "");
        assert!(found["problems"][0]["text_zh"].is_string());
    }

    #[test]
    fn same_bytes_again() {
        let scene = scene::overlap();
        let once = findings_json(&scene.workspace, &scene.screening);
        assert_eq!(once, findings_json(&scene.workspace, &scene.screening));
    }
}
