//! The judge: one project against all rules in force and all zones that matter to it.

use std::sync::Arc;

use crate::geom::area::Ruler;
use crate::model::contradiction::Contradiction;
use crate::model::date::Date;
use crate::model::finding::{Evidence, Finding, ProjectAccount, Reason, RuleVerdict, Verdict};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::rule::{Charge, ExposureKind, Rule};
use crate::model::workspace::Workspace;
use crate::model::zone::{Level, Zone};

use super::account::{Cover, Part, by_role, unique_m2};
use super::candidates::{reach_on, stretch_of, zones_near};
use super::case::{Case, Ruling, cases};
use super::contradiction::settle;
use super::criterion::Measured;
use super::doubt::Coverage;
use super::evaluate::{Footprint, Meeting, meet, zone_m2};
use super::sorts::{Sort, Sorts};
use super::standing::{Clash, Standing, clashes, standings};

/// Everything that is the same for all projects of a run.
pub struct Judge<'a> {
    workspace: &'a Workspace,
    ruler: Ruler,
    /// Plane metres per true metre, at most.
    stretch: f64,
    rules: Vec<Standing<'a>>,
    clashes: Vec<Clash>,
    /// Of each zone layer, in the order of the workspace.
    sorts: Vec<Sorts>,
}

/// The answer for one project, with the shapes that the totals need.
pub struct Answer {
    /// One row per rule in force that concerns the project.
    pub verdicts: Vec<RuleVerdict>,
    /// By rule, then zone.
    pub findings: Vec<Finding>,
    /// Rules that cannot hold together.
    pub contradictions: Vec<Contradiction>,
    /// Areas without double counting, and the gravest verdict.
    pub account: ProjectAccount,
    /// What the project takes from each role.
    pub covers: Vec<Cover>,
}

/// One project and one zone that rules bring together.
struct Pair<'p> {
    project: &'p Project<'p>,
    zone: Zone<'p>,
    sort: &'p Sort,
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
        let ruler = workspace.ruler();
        let stretch = stretch_of(&workspace.extent(), &ruler);
        let rules = standings(workspace, as_of, &ruler);
        Judge {
            workspace,
            ruler,
            stretch,
            clashes: clashes(&rules),
            sorts: workspace
                .zone_layers()
                .map(|layer| Sorts::of(layer, &rules))
                .collect(),
            rules,
        }
    }

    /// Measures on this run's plane.
    pub fn ruler(&self) -> &Ruler {
        &self.ruler
    }

    /// Judges one project by all rules that concern it.
    pub fn answer(&self, project: &Project<'_>) -> Answer {
        let footprint = Footprint::of(&project.feature.shape, &self.ruler);
        let cases = cases(&self.rules, project, footprint, &self.workspace.answers);
        let mut gathered = self.gather(project, &cases, footprint);
        // Zones come in order within a rule already; a stable sort by rule keeps that.
        gathered.findings.sort_by_key(|(rule, _)| *rule);
        let contradictions = settle(&self.clashes, &self.rules, &mut gathered.findings);
        let mut coverage = Coverage::of(&project.feature.shape, self.workspace, self.stretch);
        let verdicts: Vec<RuleVerdict> = cases
            .iter()
            .map(|case| RuleVerdict {
                project: project.name(),
                rule: Arc::clone(&self.rules[case.rule].id),
                verdict: self.verdict(case, &mut coverage, &gathered),
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
            contradictions,
            account,
            covers,
        }
    }

    fn gather(&self, project: &Project<'_>, cases: &[Case], footprint: Footprint) -> Gathered {
        let rule_of = |case: &Case| self.rules[case.rule].rule;
        let judged = || cases.iter().filter(|case| rule_of(case).text_available);
        let shape = &project.feature.shape;
        let mut gathered = Gathered::default();
        let mut covering: Vec<&Case> = Vec::with_capacity(cases.len());
        for (layer, sorts) in self.workspace.zone_layers().zip(&self.sorts) {
            let reaches = judged().map(|case| (rule_of(case), case.criterion.reach_m()));
            let Some(reach_m) = reach_on(layer, reaches) else {
                continue;
            };
            let reach = (reach_m + tolerance_m(layer, project)) * self.stretch;
            for (position, zone) in zones_near(layer, &shape.extent(), reach) {
                let Some(sort) = sorts.at(position) else {
                    continue;
                };
                covering.clear();
                covering.extend(judged().filter(|case| sort.is_covered_by(case.rule)));
                if covering.is_empty() {
                    continue;
                }
                match meet(shape, &zone.feature.shape, reach, &self.ruler) {
                    Ok(Some(meeting)) => {
                        let pair = Pair {
                            project,
                            zone,
                            sort,
                            footprint,
                        };
                        self.judge(&pair, &meeting, &covering, &mut gathered);
                    }
                    Ok(None) => {}
                    Err(_) => gathered.undecided.extend(covering.iter().map(|case| case.rule)),
                }
            }
        }
        gathered
    }

    fn judge(&self, pair: &Pair<'_>, meeting: &Meeting, covering: &[&Case], gathered: &mut Gathered) {
        let Pair {
            project,
            zone,
            sort,
            footprint,
        } = pair;
        if let (Some(areas), Some(area_m2)) = (meeting.common_areas(), meeting.overlap_m2) {
            gathered.parts.push(Part {
                role: sort.role,
                area_m2,
                areas: areas.clone(),
            });
        }
        let tolerance_m = tolerance_m(zone.layer, project);
        let mut zone_area_m2 = None;
        for case in covering {
            let standing = &self.rules[case.rule];
            if case.criterion.least.share_of_zone.is_some() {
                zone_area_m2.get_or_insert_with(|| zone_m2(zone, &self.ruler));
            }
            let measured = meeting.measured(*footprint, zone_area_m2.unwrap_or(0.0));
            let Some(ruling) = case.ruling(&measured, tolerance_m) else {
                continue;
            };
            let zone_area_m2 = *zone_area_m2.get_or_insert_with(|| zone_m2(zone, &self.ruler));
            let charges = charges(standing.rule, &ruling, &measured, sort.level);
            let evidence = meeting.evidence(&case.criterion, *footprint, zone_area_m2, tolerance_m);
            let finding = Finding {
                project: project.name(),
                kind: project.kind(),
                zone: zone.name(),
                role: sort.role,
                class: sort.class.clone(),
                level: sort.level,
                rule: Arc::clone(&standing.id),
                severity: ruling.severity,
                verdict: ruling.verdict,
                relation: meeting.relation,
                bearing: ruling.bearing,
                charges,
                evidence: Evidence {
                    setback_m: case.setback_m(),
                    ..evidence
                },
            };
            gathered.findings.push((case.rule, finding));
        }
    }

    /// Conflict before doubt, doubt before near, near before clear.
    fn verdict(&self, case: &Case, coverage: &mut Coverage<'_>, gathered: &Gathered) -> Verdict {
        let standing = &self.rules[case.rule];
        let found = gathered
            .findings
            .iter()
            .filter(|(rule, _)| *rule == case.rule)
            .map(|(_, finding)| finding.verdict)
            .max();
        match found {
            Some(Verdict::Conflict) => return Verdict::Conflict,
            Some(Verdict::NotChecked(reason)) => return Verdict::NotChecked(reason),
            _ => {}
        }
        if let Some(reason) = standing.doubt.or(case.doubt) {
            return Verdict::NotChecked(reason);
        }
        let reach_m = case.criterion.reach_m();
        if coverage.is_near_refused(standing.rule, reach_m) {
            return Verdict::NotChecked(Reason::FeatureRefused);
        }
        if gathered.undecided.contains(&case.rule) {
            return Verdict::NotChecked(Reason::Undecided);
        }
        if coverage.is_left_by(standing.rule, reach_m) {
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

/// What a finding of this rule may cost. An exempt project pays no fine, but it may owe a fee; being near costs nothing.
fn charges(rule: &Rule, ruling: &Ruling, measured: &Measured, level: Option<Level>) -> Vec<Charge> {
    let exempt = ruling.bearing.exempt_by.is_some();
    if ruling.verdict != Verdict::Conflict && !exempt {
        return Vec::new();
    }
    let exposures = rule.exposures.iter().enumerate();
    exposures
        .filter(|(_, exposure)| !exempt || exposure.kind == ExposureKind::RestorationFee)
        .filter_map(|(position, exposure)| exposure.charge(position, measured.overlap_m2, level))
        .collect()
}

/// How far the border of a zone of this layer, or of the project, may be wrong.
fn tolerance_m(layer: &Layer, project: &Project<'_>) -> f64 {
    layer.about.tolerance_m.max(project.layer.about.tolerance_m)
}
