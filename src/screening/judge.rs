//! The judge: one project against all rules in force and all zones that matter to it.

use std::sync::Arc;

use crate::geom::equal_area::EqualArea;
use crate::geom::shape::Shape;
use crate::model::contradiction::Contradiction;
use crate::model::date::Date;
use crate::model::finding::{Finding, ProjectAccount, Reason, RuleVerdict, Verdict};
use crate::model::project::Project;
use crate::model::rule::{Charge, ExposureKind, Rule};
use crate::model::workspace::Workspace;
use crate::model::zone::{Level, Zone};

use super::account::{Part, Taken, ZoneNumber};
use super::borders::Borders;
use super::candidates::{positions_near, reach_on, stretch_of};
use super::case::{Case, Ruling, Subject, cases};
use super::contradiction::settle;
use super::criterion::Measured;
use super::cumulative::{Addition, Footprints};
use super::desk::{Desk, Names};
use super::doubt::{self, Coverage};
use super::doubtful_places::DoubtfulPlaces;
use super::evaluate::{Footprint, Meeting, meet};
use super::sorts::Sort;
use super::standing::{Clash, Standing, clashes, standings};
use super::together::{Told, Waiting, together};
use super::zones::ZoneLayer;

/// So many zones are brought into the processor's cache before they are measured: small ones fill a part of it.
const AT_HAND: usize = 256;

/// Everything that is the same for all projects of a run.
pub struct Judge<'a> {
    workspace: &'a Workspace,
    measure: EqualArea,
    /// Plane metres per true metre, at most.
    stretch: f64,
    rules: Vec<Standing<'a>>,
    clashes: Vec<Clash>,
    layers: Vec<ZoneLayer<'a>>,
    borders: Borders,
    places: DoubtfulPlaces<'a>,
}

/// The answer for one project, with the shapes that the totals need.
pub struct Answer {
    /// One row per rule in force that concerns the project.
    pub verdicts: Vec<RuleVerdict>,
    /// By rule, then zone, each with the position of its rule: they are moved once, to where they stay.
    pub findings: Vec<(usize, Finding)>,
    /// Rules that cannot hold together.
    pub contradictions: Vec<Contradiction>,
    /// Areas without double counting, and the gravest verdict.
    pub account: ProjectAccount,
    /// What it adds to what the other projects of the run take.
    pub addition: Addition,
}

/// A project among the zones of one layer.
struct Around<'p> {
    shape: &'p Shape,
    footprint: Footprint,
    /// The rules that can judge it.
    cases: &'p [&'p Case],
    /// Position of the layer.
    layer: usize,
    /// What matters is no farther away, in plane metres.
    reach: f64,
    tolerance_m: f64,
}

/// One project and one zone that meet.
struct Pair<'p> {
    footprint: Footprint,
    /// Position of the zone's layer.
    layer: usize,
    zone: Zone<'p>,
    sort: &'p Sort,
    zone_m2: f64,
    tolerance_m: f64,
}

/// What is gathered on the way through the zones.
#[derive(Default)]
struct Gathered<'a> {
    /// With the position of the rule, for sorting.
    findings: Vec<(usize, Finding)>,
    parts: Vec<Part<'a>>,
    /// For rules that count all zones together.
    waiting: Vec<Waiting<'a>>,
    /// Positions of rules to which some pair could not be decided.
    undecided: Vec<usize>,
}

impl<'a> Gathered<'a> {
    /// Counts what the project takes of a zone.
    fn take(&mut self, number: ZoneNumber, sort: &'a Sort, zone: &Zone<'a>, meeting: &Meeting) {
        if let Some(area_m2) = meeting.overlap_m2.filter(|_| meeting.interiors_meet()) {
            let part = Part::new(number, sort, &zone.feature.shape, area_m2);
            self.parts.push(part);
        }
    }
}

impl<'a> Judge<'a> {
    /// Prepares a run by the rules in force on a day.
    pub fn new(workspace: &'a Workspace, as_of: Date) -> Judge<'a> {
        let ruler = workspace.ruler();
        let extent = workspace.extent();
        let rules = standings(workspace, as_of, &ruler);
        Judge {
            workspace,
            stretch: stretch_of(&extent, &ruler),
            measure: EqualArea::over(&extent, ruler),
            clashes: clashes(&rules),
            layers: ZoneLayer::all(workspace, &rules),
            borders: Borders::of(workspace),
            places: DoubtfulPlaces::of(workspace),
            rules,
        }
    }

    /// A desk for a worker of this run.
    pub fn desk(&self) -> Desk {
        Desk::new(&self.layers)
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
        desk: &mut Desk,
    ) -> Answer {
        let shape = &*project.feature.shape;
        let footprint = Footprint::of(shape, &self.measure);
        let subject = Subject {
            project,
            name: Names::project(project),
            kind: project.kind(),
            footprint,
        };
        let cases = cases(&self.rules, &subject, &self.workspace.answers);
        let of_project = doubt::of_project(project, self.workspace);
        let mut gathered = if doubt::is_nowhere(project) {
            Gathered::default()
        } else {
            self.gather(project, &cases, footprint, desk)
        };
        let parts = std::mem::take(&mut gathered.parts);
        let taken = Taken::new(shape, (&self.layers, &self.measure), parts, &mut desk.relater);
        self.judge_waiting(&cases, (footprint, &taken), &desk.names, &mut gathered);
        // Zones come in order within a rule already; a stable sort by rule keeps that.
        gathered.findings.sort_by_key(|(rule, _)| *rule);
        let contradictions = settle(&self.clashes, &self.rules, &mut gathered.findings);
        let mut coverage = Coverage::of(shape, self.workspace, &self.places, self.stretch);
        let verdicts: Vec<RuleVerdict> = cases
            .iter()
            .map(|case| RuleVerdict {
                project: project.name(),
                rule: Arc::clone(&self.rules[case.rule].id),
                verdict: self.verdict(case, of_project, &mut coverage, &gathered),
            })
            .collect();
        let addition = among.map(|(all, position)| all.addition(position, &taken, &mut desk.relater));
        let mut account = taken.account(&subject, &verdicts);
        account.exclusive_m2 = addition.as_ref().map(|addition| addition.exclusive_m2);
        Answer {
            verdicts,
            findings: gathered.findings,
            contradictions,
            account,
            addition: addition.unwrap_or_default(),
        }
    }

    fn gather(
        &self,
        project: &Project<'_>,
        cases: &[Case],
        footprint: Footprint,
        desk: &mut Desk,
    ) -> Gathered<'_> {
        let rule_of = |case: &Case| self.rules[case.rule].rule;
        let judged: Vec<&Case> = cases.iter().filter(|case| rule_of(case).text_available).collect();
        let shape = &*project.feature.shape;
        let mut gathered = Gathered::default();
        for (number, zones) in self.layers.iter().enumerate() {
            let reaches = judged
                .iter()
                .map(|case| (rule_of(case), case.criterion.reach_m()));
            // Accounts ask of every zone what the project takes of it, rules only of some.
            let counted = (footprint.area_m2 > 0.0).then_some(0.0);
            let Some(reach_m) = reach_on(zones.layer, reaches).or(counted) else {
                continue;
            };
            let tolerance_m = self.borders.tolerance_m(zones.layer, project.layer);
            let around = Around {
                shape,
                footprint,
                cases: &judged,
                layer: number,
                reach: (reach_m + tolerance_m) * self.stretch,
                tolerance_m,
            };
            let near = positions_near(zones.layer, &shape.extent(), around.reach);
            // Room at once for one rule; more rules find it grown by then.
            gathered.findings.reserve(near.len());
            gathered.parts.reserve(near.len());
            for positions in near.chunks(AT_HAND) {
                zones.fetch(positions);
                for &position in positions {
                    self.look_at(&around, position, desk, &mut gathered);
                }
            }
        }
        gathered
    }

    /// Measures the zone at a position and judges it by every rule that is about it.
    fn look_at<'s>(
        &'s self,
        around: &Around<'_>,
        position: usize,
        desk: &mut Desk,
        gathered: &mut Gathered<'s>,
    ) {
        let Some((zone, sort)) = self.layers[around.layer].zone(position) else {
            return;
        };
        let place = &*zone.feature.shape;
        let covering = around.cases.iter().filter(|case| sort.is_covered_by(case.rule));
        let met = meet(
            &mut desk.relater,
            around.shape,
            place,
            around.reach,
            &self.measure,
        );
        let meeting = match met {
            Ok(Some(meeting)) => meeting,
            Ok(None) => return,
            Err(_) => {
                gathered.undecided.extend(covering.map(|case| case.rule));
                return;
            }
        };
        gathered.take((around.layer, position), sort, &zone, &meeting);
        let pair = Pair {
            footprint: around.footprint,
            layer: around.layer,
            zone,
            sort,
            zone_m2: place.true_area_m2(&self.measure),
            tolerance_m: around.tolerance_m,
        };
        let alone = covering.clone().filter(|case| !case.counts_together());
        let ruled = alone.filter_map(|case| self.judge(&pair, &meeting, case, &desk.names));
        gathered.findings.extend(ruled);
        let others = covering.filter(|case| case.counts_together());
        let rules: Vec<usize> = others.map(|case| case.rule).collect();
        if !rules.is_empty() {
            gathered.waiting.push(Waiting {
                rules,
                layer: pair.layer,
                zone,
                sort,
                zone_m2: pair.zone_m2,
                tolerance_m: pair.tolerance_m,
                meeting,
            });
        }
    }

    /// Judges the zones that waited, by what the project takes of all that each rule is about.
    fn judge_waiting(
        &self,
        cases: &[Case],
        (footprint, taken): (Footprint, &Taken<'_>),
        names: &Names,
        gathered: &mut Gathered<'_>,
    ) {
        let mut waiting = std::mem::take(&mut gathered.waiting);
        let mut told = Told::default();
        for case in cases.iter().filter(|case| case.counts_together()) {
            let together = together(case.rule, taken, &waiting, footprint.length_m);
            for own in waiting.iter_mut().filter(|own| own.rules.contains(&case.rule)) {
                own.meeting.together = Some(together);
                let pair = Pair {
                    footprint,
                    layer: own.layer,
                    zone: own.zone,
                    sort: own.sort,
                    zone_m2: own.zone_m2,
                    tolerance_m: own.tolerance_m,
                };
                let found = self.judge(&pair, &own.meeting, case, names);
                gathered.findings.extend(found.map(|(rule, mut finding)| {
                    told.tell(&mut finding, together);
                    (rule, finding)
                }));
            }
        }
    }

    /// What one rule says to a pair, with the rule's position; `None` where the zone does not matter to it.
    fn judge(
        &self,
        pair: &Pair<'_>,
        meeting: &Meeting,
        case: &Case,
        names: &Names,
    ) -> Option<(usize, Finding)> {
        let Pair {
            footprint,
            layer,
            tolerance_m,
            ..
        } = *pair;
        let measured = meeting.measured(footprint, pair.zone_m2);
        let ruling = case.ruling(&measured, tolerance_m)?;
        let rule = self.rules[case.rule].rule;
        let finding = Finding {
            zone: names.zone(layer, &pair.zone),
            sort: names.sort(layer, pair.sort),
            verdict: ruling.verdict,
            relation: meeting.relation,
            charges: charges(rule, &ruling, &measured, pair.sort.shown.level),
            matter: ruling.matter,
            evidence: meeting.evidence(&case.criterion, footprint, pair.zone_m2, tolerance_m),
        };
        Some((case.rule, finding))
    }

    /// Conflict before doubt, doubt before near, near before clear.
    fn verdict(
        &self,
        case: &Case,
        of_project: Option<Reason>,
        coverage: &mut Coverage<'_>,
        gathered: &Gathered<'_>,
    ) -> Verdict {
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
        if let Some(reason) = standing.doubt.or(of_project).or(case.doubt) {
            return Verdict::NotChecked(reason);
        }
        let reach_m = case.criterion.reach_m();
        if let Some(reason) = coverage.of_neighbours(standing.rule, reach_m) {
            return Verdict::NotChecked(reason);
        }
        if gathered.undecided.contains(&case.rule) {
            return Verdict::NotChecked(Reason::Undecided);
        }
        if coverage.is_left_by(standing.rule, reach_m) {
            return Verdict::NotChecked(Reason::OutsideCoverage);
        }
        found.unwrap_or(Verdict::Clear)
    }
}

/// What a finding of this rule may cost. An exempt project pays no fine, but it may owe a fee; being near costs nothing.
fn charges(rule: &Rule, ruling: &Ruling, measured: &Measured, level: Option<Level>) -> Box<[Charge]> {
    let exempt = ruling.matter.bearing.exempt_by.is_some();
    if ruling.verdict != Verdict::Conflict && !exempt {
        return Box::default();
    }
    let exposures = rule.exposures.iter().enumerate();
    exposures
        .filter(|(_, exposure)| !exempt || exposure.kind == ExposureKind::RestorationFee)
        .filter_map(|(position, exposure)| exposure.charge(position, measured.overlap_m2, level))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::{Feature, Properties};
    use crate::model::layer::{About, Layer, Provenance};
    use crate::model::role::Role;
    use crate::model::rule::{Criterion, RuleBook};
    use geo::{Geometry, polygon};

    /// A layer of one square.
    fn layer(id: &str, role: Role) -> Arc<Layer> {
        let square: Geometry<f64> = polygon![(x: 500_000.0, y: 3_350_000.0), (x: 500_100.0, y: 3_350_000.0),
            (x: 500_100.0, y: 3_350_100.0), (x: 500_000.0, y: 3_350_100.0)]
        .into();
        let feature = Feature {
            id: "1".into(),
            number: 1,
            shape: Arc::new(admit_plane(square).unwrap()),
            properties: Properties::default(),
            foreign: Properties::default(),
        };
        let provenance = Provenance {
            source_crs: "EPSG:4549".into(),
            crs_declared: true,
            sha256: "0".repeat(64),
            ..Provenance::default()
        };
        Arc::new(Layer::new(About::new(id, role), provenance, vec![feature]))
    }

    #[test]
    fn a_rule_with_an_undecided_pair_is_not_checked() {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        workspace.layers = vec![layer("zones", Role::RedLine), layer("projects", Role::Project)];
        let rule = |id: &str| Rule {
            roles: vec![Role::RedLine],
            criterion: Criterion::OVERLAP,
            ..Rule::new(id)
        };
        workspace.rules = Arc::new(RuleBook {
            rules: vec![rule("a"), rule("b")],
            sources: Vec::new(),
        });
        let judge = Judge::new(&workspace, "2026-11-23".parse().unwrap());
        let project = workspace.projects().next().unwrap();
        let subject = Subject {
            project: &project,
            name: Names::project(&project),
            kind: None,
            footprint: Footprint::of(&project.feature.shape, &judge.measure),
        };
        let gathered = Gathered {
            undecided: vec![1],
            ..Gathered::default()
        };
        let mut coverage = Coverage::of(&project.feature.shape, &workspace, &judge.places, judge.stretch);
        let cases = cases(&judge.rules, &subject, &[]);
        let verdicts: Vec<Verdict> = cases
            .iter()
            .map(|case| judge.verdict(case, None, &mut coverage, &gathered))
            .collect();
        assert_eq!(verdicts, [Verdict::Clear, Verdict::NotChecked(Reason::Undecided)]);
    }
}
