//! The judge: one project against all rules in force and all zones that matter to it.

use std::sync::Arc;

use crate::geom::area::Ruler;
use crate::model::date::Date;
use crate::model::finding::{Finding, ProjectAccount, Reason, RuleVerdict, Verdict};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

use super::account::{Cover, Part, by_role, unique_m2};
use super::candidates::{reach_on, stretch_of, zones_near};
use super::doubt::{self, Coverage};
use super::evaluate::{Footprint, Meeting, meet, zone_m2};

/// Everything that is the same for all projects of a run.
pub struct Judge<'a> {
    workspace: &'a Workspace,
    ruler: Ruler,
    /// Plane metres per true metre, at most.
    stretch: f64,
    rules: Vec<Standing<'a>>,
}

/// A rule in force, and why it may not say *clear*.
struct Standing<'a> {
    rule: &'a Rule,
    id: Arc<str>,
    doubt: Option<Reason>,
}

/// The answer for one project, with the shapes that the totals need.
pub struct Answer {
    /// One row per rule in force that concerns the project.
    pub verdicts: Vec<RuleVerdict>,
    /// By rule, then zone.
    pub findings: Vec<Finding>,
    /// Areas without double counting, and the gravest verdict.
    pub account: ProjectAccount,
    /// What the project takes from each role.
    pub covers: Vec<Cover>,
}

/// One project and one zone that rules bring together.
struct Pair<'p> {
    project: &'p Project<'p>,
    zone: Zone<'p>,
    footprint: Footprint,
}

/// What is gathered on the way through the zones.
#[derive(Default)]
struct Gathered {
    /// With the position of the rule, for sorting.
    findings: Vec<(usize, Finding)>,
    parts: Vec<Part>,
    /// Positions of rules to which some pair could not be decided.
    undecided: Vec<usize>,
}

impl<'a> Judge<'a> {
    /// Prepares a run by the rules in force on a day.
    pub fn new(workspace: &'a Workspace, as_of: Date) -> Judge<'a> {
        let in_force = workspace.rules.rules.iter().filter(|rule| rule.in_force(as_of));
        let rules = in_force
            .map(|rule| Standing {
                rule,
                id: rule.id.as_str().into(),
                doubt: doubt::of_rule(rule, workspace, as_of),
            })
            .collect();
        let ruler = workspace.ruler();
        let stretch = stretch_of(&workspace.extent(), &ruler);
        Judge {
            workspace,
            ruler,
            stretch,
            rules,
        }
    }

    /// Measures on this run's plane.
    pub fn ruler(&self) -> &Ruler {
        &self.ruler
    }

    /// Judges one project by all rules that concern it.
    pub fn answer(&self, project: &Project<'_>) -> Answer {
        let concerned: Vec<usize> = (0..self.rules.len())
            .filter(|&k| self.rules[k].rule.concerns(project.kind()))
            .collect();
        let footprint = Footprint::of(&project.feature.shape, &self.ruler);
        let mut gathered = self.gather(project, &concerned, footprint);
        // Zones come in order within a rule already; a stable sort by rule keeps that.
        gathered.findings.sort_by_key(|(rule, _)| *rule);
        let mut coverage = Coverage::of(&project.feature.shape, self.workspace, self.stretch);
        let verdicts: Vec<RuleVerdict> = concerned
            .iter()
            .map(|&k| RuleVerdict {
                project: project.name(),
                rule: Arc::clone(&self.rules[k].id),
                verdict: self.verdict(k, &mut coverage, &gathered),
            })
            .collect();
        let covers = by_role(&gathered.parts, &self.ruler);
        let account = self.account(project, footprint, &verdicts, &gathered.parts, &covers);
        let findings = gathered
            .findings
            .into_iter()
            .map(|(_, finding)| finding)
            .collect();
        Answer {
            verdicts,
            findings,
            account,
            covers,
        }
    }

    fn gather(&self, project: &Project<'_>, concerned: &[usize], footprint: Footprint) -> Gathered {
        let judged: Vec<usize> = concerned
            .iter()
            .copied()
            .filter(|&k| self.rules[k].rule.text_available)
            .collect();
        let rules: Vec<&Rule> = judged.iter().map(|&k| self.rules[k].rule).collect();
        let shape = &project.feature.shape;
        let mut gathered = Gathered::default();
        for layer in self.workspace.zone_layers() {
            let Some(reach_m) = reach_on(layer, &rules) else {
                continue;
            };
            let reach = (reach_m + tolerance_m(layer, project)) * self.stretch;
            for zone in zones_near(layer, &shape.extent(), reach) {
                let (role, class, level) = (zone.role(), zone.class(), zone.level());
                let covering: Vec<usize> = judged
                    .iter()
                    .copied()
                    .filter(|&k| self.rules[k].rule.covers(role, class.as_deref(), level))
                    .collect();
                if covering.is_empty() {
                    continue;
                }
                match meet(shape, &zone.feature.shape, reach, &self.ruler) {
                    Ok(Some(meeting)) => {
                        let pair = Pair {
                            project,
                            zone,
                            footprint,
                        };
                        self.judge(&pair, &meeting, &covering, &mut gathered);
                    }
                    Ok(None) => {}
                    Err(_) => gathered.undecided.extend(covering),
                }
            }
        }
        gathered
    }

    fn judge(&self, pair: &Pair<'_>, meeting: &Meeting, covering: &[usize], gathered: &mut Gathered) {
        let Pair {
            project,
            zone,
            footprint,
        } = pair;
        let role = zone.role();
        if let (Some(areas), Some(area_m2)) = (meeting.common_areas(), meeting.overlap_m2) {
            gathered.parts.push(Part {
                role,
                area_m2,
                areas: areas.clone(),
            });
        }
        let tolerance_m = tolerance_m(zone.layer, project);
        let mut zone_area_m2 = None;
        for &k in covering {
            let rule = self.rules[k].rule;
            let Some(verdict) = meeting.judged_by(&rule.criterion, tolerance_m) else {
                continue;
            };
            let zone_area_m2 = *zone_area_m2.get_or_insert_with(|| zone_m2(zone, &self.ruler));
            let finding = Finding {
                project: project.name(),
                kind: project.kind(),
                zone: zone.name(),
                role,
                class: zone.class().map(Into::into),
                level: zone.level(),
                rule: Arc::clone(&self.rules[k].id),
                severity: rule.severity,
                verdict,
                relation: meeting.relation,
                evidence: meeting.evidence(&rule.criterion, *footprint, zone_area_m2, tolerance_m),
            };
            gathered.findings.push((k, finding));
        }
    }

    /// Conflict before doubt, doubt before near, near before clear.
    fn verdict(&self, rule: usize, coverage: &mut Coverage<'_>, gathered: &Gathered) -> Verdict {
        let found = gathered
            .findings
            .iter()
            .filter(|(k, _)| *k == rule)
            .map(|(_, finding)| finding.verdict)
            .max();
        if found == Some(Verdict::Conflict) {
            return Verdict::Conflict;
        }
        if let Some(reason) = self.rules[rule].doubt {
            return Verdict::NotChecked(reason);
        }
        if gathered.undecided.contains(&rule) {
            return Verdict::NotChecked(Reason::Undecided);
        }
        if coverage.is_left_by(self.rules[rule].rule) {
            return Verdict::NotChecked(Reason::OutsideCoverage);
        }
        found.unwrap_or(Verdict::Clear)
    }

    fn account(
        &self,
        project: &Project<'_>,
        footprint: Footprint,
        verdicts: &[RuleVerdict],
        parts: &[Part],
        covers: &[Cover],
    ) -> ProjectAccount {
        // The sum of nothing is −0.0; adding 0.0 makes it a plain zero.
        let overlap_gross_m2 = parts.iter().map(|part| part.area_m2).sum::<f64>() + 0.0;
        let overlap_unique_m2 = unique_m2(covers, &self.ruler);
        ProjectAccount {
            project: project.name(),
            name: project.title(),
            kind: project.kind(),
            // Without a single rule nothing was checked.
            verdict: verdicts
                .iter()
                .map(|row| row.verdict)
                .max()
                .unwrap_or(Verdict::NotChecked(Reason::RuleTextMissing)),
            area_m2: footprint.area_m2,
            overlap_gross_m2,
            overlap_unique_m2,
            multiple_cover_m2: (overlap_gross_m2 - overlap_unique_m2).max(0.0),
            by_role: covers.iter().map(|cover| (cover.role, cover.area_m2)).collect(),
        }
    }
}

/// How far the border of a zone of this layer, or of the project, may be wrong.
fn tolerance_m(layer: &Layer, project: &Project<'_>) -> f64 {
    layer.about.tolerance_m.max(project.layer.about.tolerance_m)
}
