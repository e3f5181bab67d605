//! `findings.json`, version 1: what other programs read.
//!
//! Does not depend on the language: codes and unrounded numbers, and where there are words they stand in both.

use std::collections::HashMap;
use std::io;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::feature::FeatureRef;
use crate::model::finding::{
    Finding, ProjectAccount, RoleTotal, RuleVerdict, Screening, ZoneGroup, ZoneTotal,
};
use crate::model::footprint::Footprint;
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::model::zone::Level;

use super::blocks::{fetch_names, in_memory};
use super::finding_text::FindingText;
use super::input_record::Input;
use super::json_object::JsonObject;
use super::legal_records::{AnswerRecord, ConsultationRecord, ContradictionRecord, Words};
use super::output::Output;
use super::plain_record::{plain_record, write_object};
use super::problem_record::ProblemRecord;
use super::record::{FindingRecord, Named};
use super::wetland::json::{footprint_value, quota_values, wetland_value};

/// What stands before the verdicts and findings.
#[derive(Serialize)]
struct Head<'a> {
    format: &'static str,
    version: u32,
    program: &'static str,
    as_of: String,
    crs: &'a str,
    inputs: Vec<Input<'a>>,
}

/// What stands between the projects and the totals by zone.
#[derive(Serialize)]
struct Totals<'a> {
    totals: Vec<TotalRecord>,
    class_totals: Vec<GroupRecord<'a>>,
    level_totals: Vec<GroupRecord<'a>>,
}

/// What was judged by.
#[derive(Serialize)]
struct Rules<'a> {
    rules: Vec<RuleRecord<'a>>,
}

/// What stands after the consultations.
#[derive(Serialize)]
struct Tail<'a> {
    contradictions: Vec<ContradictionRecord<'a>>,
    answers: Vec<AnswerRecord<'a>>,
    wetland: Option<Value>,
    quotas: Option<Value>,
}

plain_record! {
    struct VerdictRecord<'a> {
        /// Appends all of it.
        write_members {
            pub project: Named<'a>,
            pub rule: &'a str,
            pub verdict: &'static str,
            pub reason: Option<&'static str>,
            // The number that the project does not say, where that is the reason.
            pub field: Option<&'static str>,
        }
    }
}

plain_record! {
    struct ZoneTotalRecord<'a> {
        /// Appends all of it.
        write_members {
            pub zone: Named<'a>,
            pub project_count: usize,
            pub unique_m2: f64,
            pub gross_m2: f64,
        }
    }
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
    exclusive_m2: Option<f64>,
    by_role: Map<String, Value>,
    by_class: Vec<GroupRecord<'a>>,
    by_level: Vec<GroupRecord<'a>>,
    reason: Option<&'static str>,
    footprint: Option<Value>,
}

/// What is taken from zones of one role and class, or role and level; null for zones that tell none.
#[derive(Serialize)]
struct GroupRecord<'a> {
    role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Option<&'static str>>,
    unique_m2: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    gross_m2: Option<f64>,
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
    title: Words,
    citation: Words,
    consultee: Words,
    mark: &'static str,
    severity: &'static str,
    text_available: bool,
    from: Option<String>,
    until: Option<String>,
    family: Option<&'a str>,
    rank: Option<&'static str>,
}

/// What shows a finding, without words: numbers, relation, verdict, weight. Where these bytes are the same, a decision
/// about the finding rests on the same evidence.
pub fn evidence_bytes(finding: &Finding) -> Vec<u8> {
    serde_json::to_vec(&FindingRecord::of(finding).agreed()).expect("plain data has a JSON form")
}

/// The bytes of `findings.json`. The same workspace and screening give the same bytes.
pub fn findings_json(workspace: &Workspace, screening: &Screening) -> Vec<u8> {
    in_memory(|out| write_findings(workspace, screening, out))
}

/// Writes `findings.json`, all lists that grow with the projects made into text by all workers: there may be hundreds of
/// thousands of findings.
///
/// # Errors
/// Those of `out`.
pub fn write_findings(workspace: &Workspace, screening: &Screening, out: &mut dyn Output) -> io::Result<()> {
    let footprints = footprints(screening);
    let mut object = JsonObject::new(out);
    object.members(&head(workspace, screening))?;
    object.list_written("verdicts", &screening.verdicts, |_| {
        |row, text| write_object(text, |text| VerdictRecord::of(row).write_members(text))
    })?;
    object.list_written("findings", &screening.findings, |run| {
        fetch_names(run);
        let mut words = FindingText::new(workspace);
        move |finding, text| words.write(finding, text)
    })?;
    object.list("projects", &screening.projects, |account| {
        ProjectRecord::of(account, footprints.get(&account.project).copied())
    })?;
    object.members(&totals(screening))?;
    object.list_written("zone_totals", &screening.zone_totals, |_| {
        |total, text| write_object(text, |text| ZoneTotalRecord::of(total).write_members(text))
    })?;
    object.members(&rules(workspace, screening))?;
    object.list("problems", &workspace.problems, ProblemRecord::of)?;
    object.list("consultations", &screening.consultations, ConsultationRecord::of)?;
    object.members(&tail(workspace, screening))?;
    object.end()
}

fn head<'a>(workspace: &'a Workspace, screening: &'a Screening) -> Head<'a> {
    Head {
        format: "redshank-screening",
        version: 1,
        program: concat!("redshank ", env!("CARGO_PKG_VERSION")),
        as_of: screening.as_of.to_string(),
        crs: workspace.crs.code(),
        inputs: workspace
            .layers
            .iter()
            .map(|layer| Input::of(layer, &workspace.accepted_repairs))
            .collect(),
    }
}

fn footprints(screening: &Screening) -> HashMap<&FeatureRef, &Footprint> {
    let annex = screening.annex.as_deref();
    annex
        .into_iter()
        .flat_map(|annex| annex.footprints.iter())
        .map(|own| (&own.project, own))
        .collect()
}

fn totals(screening: &Screening) -> Totals<'_> {
    Totals {
        totals: screening.totals.iter().map(TotalRecord::of).collect(),
        class_totals: group_totals(screening, is_class),
        level_totals: group_totals(screening, |group| !is_class(group)),
    }
}

fn rules<'a>(workspace: &'a Workspace, screening: &Screening) -> Rules<'a> {
    let judged_by = workspace.rules.judged_on(screening.as_of);
    Rules {
        rules: judged_by.into_iter().map(RuleRecord::of).collect(),
    }
}

fn tail<'a>(workspace: &'a Workspace, screening: &'a Screening) -> Tail<'a> {
    let annex = screening.annex.as_deref();
    Tail {
        contradictions: screening
            .contradictions
            .iter()
            .map(ContradictionRecord::of)
            .collect(),
        answers: workspace.answers.iter().map(AnswerRecord::of).collect(),
        wetland: annex.and_then(|annex| annex.wetland.as_ref().map(wetland_value)),
        quotas: annex.map(quota_values),
    }
}

impl<'a> VerdictRecord<'a> {
    fn of(row: &'a RuleVerdict) -> VerdictRecord<'a> {
        VerdictRecord {
            project: Named(&row.project),
            rule: &row.rule,
            verdict: row.verdict.code(),
            reason: row.verdict.reason().map(|reason| reason.code()),
            field: row
                .verdict
                .reason()
                .and_then(|reason| reason.field())
                .map(|term| term.code()),
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
            exclusive_m2: account.exclusive_m2,
            by_role: by_role.collect(),
            by_class: parts(account, is_class),
            by_level: parts(account, |group| !is_class(group)),
            reason: account.verdict.reason().map(|reason| reason.code()),
            footprint: footprint.map(footprint_value),
        }
    }
}

fn is_class(group: &ZoneGroup) -> bool {
    matches!(group, ZoneGroup::Class(..))
}

fn parts(account: &ProjectAccount, wanted: impl Fn(&ZoneGroup) -> bool) -> Vec<GroupRecord<'_>> {
    let parts = account.by_part.iter().filter(|(group, _)| wanted(group));
    parts.map(|(group, m2)| GroupRecord::of(group, *m2)).collect()
}

fn group_totals(screening: &Screening, wanted: impl Fn(&ZoneGroup) -> bool) -> Vec<GroupRecord<'_>> {
    let totals = screening.group_totals.iter().filter(|total| wanted(&total.group));
    totals
        .map(|total| GroupRecord {
            gross_m2: Some(total.gross_m2),
            ..GroupRecord::of(&total.group, total.unique_m2)
        })
        .collect()
}

impl<'a> GroupRecord<'a> {
    fn of(group: &'a ZoneGroup, unique_m2: f64) -> GroupRecord<'a> {
        let (role, class, level) = match group {
            ZoneGroup::Class(role, class) => (role, Some(class.as_deref()), None),
            ZoneGroup::Level(role, level) => (role, None, Some(level.map(Level::code))),
        };
        GroupRecord {
            role: role.code(),
            class,
            level,
            unique_m2,
            gross_m2: None,
        }
    }
}

impl<'a> ZoneTotalRecord<'a> {
    fn of(total: &'a ZoneTotal) -> ZoneTotalRecord<'a> {
        ZoneTotalRecord {
            zone: Named(&total.zone),
            project_count: total.project_count,
            unique_m2: total.unique_m2,
            gross_m2: total.gross_m2,
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
            family: rule.family.as_deref(),
            rank: rule.rank.map(|rank| rank.code()),
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
                        "read": 1, "used": 1, "repaired": 0, "refused": 0, "place": "plausible", "corrections": []},
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

    /// The lists are put in by hand: the file says all in the order of the interface, a finding on each line.
    #[test]
    fn a_finding_a_line() {
        let mut scene = scene::overlap();
        let one = scene.screening.findings.first().cloned();
        for findings in [vec![one.unwrap(); 700], Vec::new()] {
            scene.screening.findings = findings;
            let text = String::from_utf8(findings_json(&scene.workspace, &scene.screening)).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            let records = value["findings"].as_array().unwrap();
            assert_eq!(records.len(), scene.screening.findings.len());
            let lines = text
                .lines()
                .skip_while(|line| !line.starts_with("  \"findings\""));
            let lines = lines.skip(1).take(records.len());
            let found: Vec<&str> = lines.map(|line| line.trim_matches([' ', ','])).collect();
            let expected: Vec<String> = records.iter().map(Value::to_string).collect();
            assert_eq!(found, expected);
            let members: Vec<&String> = value.as_object().unwrap().keys().collect();
            let expected = [
                "format",
                "version",
                "program",
                "as_of",
                "crs",
                "inputs",
                "verdicts",
                "findings",
                "projects",
                "totals",
                "class_totals",
                "level_totals",
                "zone_totals",
                "rules",
                "problems",
                "consultations",
                "contradictions",
                "answers",
                "wetland",
                "quotas",
            ];
            assert_eq!(members, expected);
        }
    }

    #[test]
    fn same_bytes_again() {
        let scene = scene::overlap();
        let once = findings_json(&scene.workspace, &scene.screening);
        assert_eq!(once, findings_json(&scene.workspace, &scene.screening));
    }
}
