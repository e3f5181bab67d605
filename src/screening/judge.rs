//! The judge: one project against all rules in force and all zones that matter to it.

use std::sync::Arc;

use crate::geom::equal_area::EqualArea;
use crate::geom::relate::Relater;
use crate::model::date::Date;
use crate::model::finding::{Finding, ProjectAccount, Reason, RuleVerdict, Verdict};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

use super::account::{Part, Taken};
use super::candidates::{positions_near, reach_on, stretch_of};
use super::cumulative::{Addition, Footprints};
use super::doubt::{self, Coverage};
use super::evaluate::{Footprint, Measured, Meeting, meet};
use super::zones::{Facts, ZoneLayer};

/// Everything that is the same for all projects of a run.
pub struct Judge<'a> {
    workspace: &'a Workspace,
    measure: EqualArea,
    layers: Vec<ZoneLayer<'a>>,
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
    /// What it adds to what the other projects of the run take.
    pub addition: Addition,
}

/// One project and one zone that meet.
struct Pair<'p> {
    project: &'p Project<'p>,
    zone: Zone<'p>,
    facts: &'p Facts,
    footprint: Footprint,
    zone_m2: f64,
    tolerance_m: f64,
}

/// What is gathered on the way through the zones.
#[derive(Default)]
struct Gathered<'a> {
    /// With the position of the rule, for sorting.
    findings: Vec<(usize, Finding)>,
    parts: Vec<Part<'a>>,
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
        let extent = workspace.extent();
        Judge {
            workspace,
            stretch: stretch_of(&extent, &ruler),
            measure: EqualArea::over(&extent, ruler),
            layers: ZoneLayer::all(workspace),
            rules,
        }
    }

    /// The zones of this run.
    pub fn layers(&self) -> &[ZoneLayer<'a>] {
        &self.layers
    }

    /// Judges one project by all rules that concern it. `among` are all projects of the run and the position of this one
    /// among them; `None` where it is screened alone.
    pub fn answer(
        &self,
        project: &Project<'_>,
        among: Option<(&Footprints<'_>, usize)>,
        relater: &mut Relater,
    ) -> Answer {
        let concerned: Vec<usize> = (0..self.rules.len())
            .filter(|&k| self.rules[k].rule.concerns(project.kind()))
            .collect();
        let shape = &*project.feature.shape;
        let footprint = Footprint::of(shape, &self.measure);
        let mut gathered = self.gather(project, &concerned, footprint, relater);
        // Zones come in order within a rule already; a stable sort by rule keeps that.
        gathered.findings.sort_by_key(|(rule, _)| *rule);
        let mut coverage = Coverage::of(shape, self.workspace, self.stretch);
        let verdicts: Vec<RuleVerdict> = concerned
            .iter()
            .map(|&k| RuleVerdict {
                project: project.name(),
                rule: Arc::clone(&self.rules[k].id),
                verdict: self.verdict(k, &mut coverage, &gathered),
            })
            .collect();
        let parts = std::mem::take(&mut gathered.parts);
        let taken = Taken::new(shape, &self.layers, &self.measure, parts);
        let addition = among.map(|(all, position)| all.addition(position, &taken, relater));
        let mut account = account(project, footprint, &verdicts, &taken);
        account.exclusive_m2 = addition.as_ref().map(|addition| addition.exclusive_m2);
        Answer {
            verdicts,
            findings: gathered
                .findings
                .into_iter()
                .map(|(_, finding)| finding)
                .collect(),
            account,
            addition: addition.unwrap_or_default(),
        }
    }

    fn gather(
        &self,
        project: &Project<'_>,
        concerned: &[usize],
        footprint: Footprint,
        relater: &mut Relater,
    ) -> Gathered<'_> {
        let judged: Vec<usize> = concerned
            .iter()
            .copied()
            .filter(|&k| self.rules[k].rule.text_available)
            .collect();
        let rules: Vec<&Rule> = judged.iter().map(|&k| self.rules[k].rule).collect();
        let shape = &project.feature.shape;
        let measured = Measured {
            shape,
            area_m2: || footprint.area_m2,
        };
        let mut gathered = Gathered::default();
        for (number, zones) in self.layers.iter().enumerate() {
            // Accounts ask of every zone what the project takes of it, rules only of some.
            let Some(reach_m) = reach_on(zones.layer, &rules).or((footprint.area_m2 > 0.0).then_some(0.0))
            else {
                continue;
            };
            let tolerance_m = tolerance_m(zones.layer, project);
            let reach = (reach_m + tolerance_m) * self.stretch;
            for position in positions_near(zones.layer, &shape.extent(), reach) {
                let Some((zone, facts)) = zones.zone(position) else {
                    continue;
                };
                let covers = |k: &usize| {
                    let rule = self.rules[*k].rule;
                    rule.covers(facts.role, facts.class.as_deref(), facts.level)
                };
                let zone_m2 = || zones.area_m2(position, &self.measure);
                let other = Measured {
                    shape: &zone.feature.shape,
                    area_m2: zone_m2,
                };
                let meeting = match meet(relater, &measured, &other, reach, &self.measure) {
                    Ok(Some(meeting)) => meeting,
                    Ok(None) => continue,
                    Err(_) => {
                        gathered.undecided.extend(judged.iter().copied().filter(covers));
                        continue;
                    }
                };
                if let Some(area_m2) = meeting.overlap_m2.filter(|_| meeting.interiors_meet()) {
                    let part = Part::new((number, position), facts, &zone.feature.shape, area_m2);
                    gathered.parts.push(part);
                }
                let pair = Pair {
                    project,
                    zone,
                    facts,
                    footprint,
                    zone_m2: zone_m2(),
                    tolerance_m,
                };
                let covering = judged.iter().copied().filter(covers);
                self.judge(&pair, &meeting, covering, &mut gathered.findings);
            }
        }
        gathered
    }

    fn judge(
        &self,
        pair: &Pair<'_>,
        meeting: &Meeting,
        covering: impl Iterator<Item = usize>,
        findings: &mut Vec<(usize, Finding)>,
    ) {
        let Pair {
            project, zone, facts, ..
        } = pair;
        for k in covering {
            let rule = self.rules[k].rule;
            let Some(verdict) = meeting.judged_by(&rule.criterion, pair.tolerance_m) else {
                continue;
            };
            let finding = Finding {
                project: project.name(),
                kind: project.kind(),
                zone: zone.name(),
                role: facts.role,
                class: facts.class.clone(),
                level: facts.level,
                rule: Arc::clone(&self.rules[k].id),
                severity: rule.severity,
                verdict,
                relation: meeting.relation,
                evidence: meeting.evidence(&rule.criterion, pair.footprint, pair.zone_m2, pair.tolerance_m),
            };
            findings.push((k, finding));
        }
    }

    /// Conflict before doubt, doubt before near, near before clear.
    fn verdict(&self, rule: usize, coverage: &mut Coverage<'_>, gathered: &Gathered<'_>) -> Verdict {
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
}

fn account(
    project: &Project<'_>,
    footprint: Footprint,
    verdicts: &[RuleVerdict],
    taken: &Taken<'_>,
) -> ProjectAccount {
    let (overlap_gross_m2, overlap_unique_m2) = (taken.gross_m2(), taken.unique_m2());
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
        exclusive_m2: None,
        by_role: taken.by_role(),
        by_part: taken.by_group(),
    }
}

/// How far the border of a zone of this layer, or of the project, may be wrong.
fn tolerance_m(layer: &Layer, project: &Project<'_>) -> f64 {
    layer.about.tolerance_m.max(project.layer.about.tolerance_m)
}
