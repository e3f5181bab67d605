//! Findings as `findings.json` has them, one after the other: what neighbours have in common is worded once.
//!
//! A project has its findings by one rule in a row, and its zones are of few sorts. So of two dozen members a finding has
//! ten of its own; the others are copied from the one before.

use std::sync::Arc;

use crate::model::finding::{Finding, Matter};
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::model::zone::ZoneSort;

use super::legal_records::{exposure, questions};
use super::plain_record::{write_member, write_object};
use super::record::FindingRecord;

/// Words findings one after the other.
pub struct FindingText<'a> {
    workspace: &'a Workspace,
    matter: Option<MatterText<'a>>,
    sort: Option<SortText<'a>>,
}

/// The members that all findings of a matter have in common, with what its rule asks and threatens with.
struct MatterText<'a> {
    matter: &'a Arc<Matter>,
    rule: Option<&'a Rule>,
    project: Vec<u8>,
    judged_by: Vec<u8>,
    setback: Vec<u8>,
    bearing: Vec<u8>,
}

/// The members that all zones of a sort have in common.
struct SortText<'a> {
    sort: &'a Arc<ZoneSort>,
    members: Vec<u8>,
}

impl<'a> FindingText<'a> {
    /// Nothing is worded yet.
    pub fn new(workspace: &'a Workspace) -> FindingText<'a> {
        FindingText {
            workspace,
            matter: None,
            sort: None,
        }
    }

    /// Appends a finding as an object: its own members, then what the rule asks and threatens with.
    pub fn write(&mut self, finding: &'a Finding, text: &mut Vec<u8>) {
        let record = FindingRecord::of(finding);
        let matter = match self.matter.take() {
            Some(last) if Arc::ptr_eq(last.matter, &finding.matter) => last,
            _ => MatterText::new(self.workspace, &finding.matter, &record),
        };
        let sort = match self.sort.take() {
            Some(last) if Arc::ptr_eq(last.sort, &finding.sort) => last,
            _ => SortText::new(&finding.sort, &record),
        };
        write_object(text, |text| {
            text.extend_from_slice(&matter.project);
            record.write_zone(text);
            text.extend_from_slice(&sort.members);
            text.extend_from_slice(&matter.judged_by);
            record.write_evidence(text);
            text.extend_from_slice(&matter.setback);
            record.write_certainty(text);
            text.extend_from_slice(&matter.bearing);
            let exposure = matter.rule.map(|rule| exposure(finding, rule));
            write_member("\"exposure\":", &exposure.unwrap_or_default(), text);
        });
        (self.matter, self.sort) = (Some(matter), Some(sort));
    }
}

impl<'a> MatterText<'a> {
    fn new(workspace: &'a Workspace, matter: &'a Arc<Matter>, record: &FindingRecord<'_>) -> MatterText<'a> {
        let rule = workspace.rules.rule(&matter.rule);
        let asked = rule.map(|rule| questions(workspace, matter, rule));
        MatterText {
            matter,
            rule,
            project: worded(|text| record.write_project(text)),
            judged_by: worded(|text| record.write_rule(text)),
            setback: worded(|text| record.write_setback(text)),
            bearing: worded(|text| {
                record.write_bearing(text);
                write_member("\"questions\":", &asked.unwrap_or_default(), text);
            }),
        }
    }
}

impl<'a> SortText<'a> {
    fn new(sort: &'a Arc<ZoneSort>, record: &FindingRecord<'_>) -> SortText<'a> {
        SortText {
            sort,
            members: worded(|text| record.write_sort(text)),
        }
    }
}

fn worded(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut text = Vec::new();
    write(&mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::{Charge, Exposure, ExposureKind, Rate};
    use crate::report::scene;
    use crate::words::Bilingual;

    /// Worded one after the other in this order, each finding reads as it does alone: its record as `serde` writes it, then
    /// questions and costs.
    #[track_caller]
    fn check<'a>(workspace: &'a Workspace, findings: impl Iterator<Item = &'a Finding>) {
        let mut row = FindingText::new(workspace);
        for finding in findings {
            let (mut found, mut alone) = (Vec::new(), Vec::new());
            row.write(finding, &mut found);
            FindingText::new(workspace).write(finding, &mut alone);
            assert_eq!(found, alone);
            let record = serde_json::to_vec(&FindingRecord::of(finding)).unwrap();
            let members = record.strip_suffix(b"}").unwrap();
            let rest = found.strip_prefix(members).unwrap();
            assert!(rest.starts_with(b",\"questions\":["));
            let whole: serde_json::Value = serde_json::from_slice(&found).unwrap();
            let costs = whole["exposure"].as_array().unwrap();
            assert_eq!(costs.len(), finding.charges.len());
        }
    }

    /// What a finding of the rule costs that takes from a zone.
    fn fine() -> (Exposure, Charge) {
        let exposure = Exposure {
            kind: ExposureKind::Fine,
            rate: Rate::Lump([1.0, 2.0]),
            article: Bilingual::default(),
            when: Bilingual::default(),
            levels: Vec::new(),
            mark: None,
        };
        let charge = exposure.charge(0, None, None).unwrap();
        (exposure, charge)
    }

    #[test]
    fn what_neighbours_have_in_common_is_said_of_each() {
        let mut scene = scene::synthetic();
        let (exposure, charge) = fine();
        let rules = &mut Arc::make_mut(&mut scene.workspace.rules).rules;
        rules
            .iter_mut()
            .for_each(|rule| rule.exposures = vec![exposure.clone()]);
        let findings = &mut scene.screening.findings;
        // Costs are of a finding, not of its matter.
        findings
            .iter_mut()
            .step_by(2)
            .for_each(|finding| finding.charges = [charge].into());
        let more: Vec<Finding> = findings.to_vec();
        findings.extend(more);
        check(&scene.workspace, findings.iter());
        check(&scene.workspace, findings.iter().rev());
    }
}
