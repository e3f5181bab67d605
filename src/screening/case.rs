//! One rule as it stands to one project: worked out once, then held against every zone.

use std::sync::Arc;

use crate::model::answer::{Answer, answer_to};
use crate::model::finding::{Bearing, Reason, Verdict, WorkedOut};
use crate::model::project::Project;
use crate::model::rule::{Criterion, Effect, Severity, SourceMark, Unresolved, is_one_of};

use super::criterion::Measured;
use super::evaluate::Footprint;
use super::standing::Standing;

/// One rule as it stands to one project.
pub struct Case {
    /// Position of the rule among those that are judged.
    pub rule: usize,
    /// In numbers for this project.
    pub criterion: Criterion,
    /// Why the project itself keeps the rule from saying *clear*: it does not say what a formula needs.
    pub doubt: Option<Reason>,
    /// How heavy a finding weighs, answers considered.
    severity: Severity,
    /// False for rules that may only remind: an unverified text never makes a conflict.
    may_conflict: bool,
    bearing: Arc<Bearing>,
}

/// What one rule says to one project at one zone.
pub struct Ruling {
    /// Conflict or near.
    pub verdict: Verdict,
    /// How heavy it weighs.
    pub severity: Severity,
    /// What bears on it beside the geometry.
    pub bearing: Arc<Bearing>,
}

/// The rules that concern a project, in order, each worked out for it.
pub fn cases(
    standings: &[Standing<'_>],
    project: &Project<'_>,
    footprint: Footprint,
    answers: &[Answer],
) -> Vec<Case> {
    let (kind, capacity_mw, months) = (project.kind(), project.capacity_mw(), project.months());
    let concerns = |standing: &Standing<'_>| {
        let condition = &standing.rule.condition;
        standing.rule.concerns(kind)
            && condition.admits(capacity_mw, months)
            && is_one_of(&condition.project_is, |attribute| project.attribute(attribute))
    };
    let concerned = standings
        .iter()
        .enumerate()
        .filter(|(_, standing)| concerns(standing));
    concerned
        .filter_map(|(position, standing)| case(position, standing, project, footprint, answers))
        .collect()
}

/// `None` where an answer says that the rule does not apply.
fn case(
    position: usize,
    standing: &Standing<'_>,
    project: &Project<'_>,
    footprint: Footprint,
    answers: &[Answer],
) -> Option<Case> {
    let rule = standing.rule;
    let mut case = Case {
        rule: position,
        criterion: rule.criterion,
        doubt: None,
        severity: rule.severity,
        may_conflict: rule.mark != SourceMark::U,
        bearing: Arc::default(),
    };
    let number = |term| project.term(term, footprint.area_m2, footprint.length_m);
    let (criterion, unresolved) = rule.criterion_for(number);
    case.criterion = criterion;
    if let Some(unresolved) = unresolved {
        // Whatever may matter to some project is shown as near to this one, whose setback nobody knows.
        case.criterion.near_m = criterion.reach_m().max(standing.widest_m);
        case.doubt = Some(match unresolved {
            Unresolved::Missing(term) => Reason::FieldMissing(term),
            Unresolved::NoNumber => Reason::Undecided,
        });
    }
    let first = rule.formulas.within.as_ref().or(rule.formulas.near.as_ref());
    let bearing = Arc::make_mut(&mut case.bearing);
    bearing.formula = first.map(|formula| WorkedOut {
        formula: Arc::clone(formula.text()),
        metres: formula.evaluate(number).ok(),
    });
    let name = project.name();
    for question in &rule.questions {
        let answer = answer_to(answers, &name, &rule.id, &question.id).map(|answer| answer.answer);
        let asked: Arc<str> = question.id.as_str().into();
        match (question.if_yes, answer) {
            (Effect::Applies, Some(false)) => return None,
            (Effect::Exempt, Some(true)) => bearing.exempt_by = Some(asked),
            (Effect::Lighten, Some(true)) => {
                case.severity = case.severity.min(Severity::Consult);
                bearing.lightened_by = Some(asked);
            }
            _ => {}
        }
    }
    Some(case)
}

impl Case {
    /// What the rule says to a measured pair; `None` where the zone does not matter.
    pub fn ruling(&self, measured: &Measured, tolerance_m: f64) -> Option<Ruling> {
        let verdict = measured.judged_by(&self.criterion, tolerance_m)?;
        let mut bearing = Arc::clone(&self.bearing);
        let exempt = verdict == Verdict::Conflict && bearing.exempt_by.is_some();
        if !exempt && bearing.exempt_by.is_some() {
            Arc::make_mut(&mut bearing).exempt_by = None;
        }
        Some(Ruling {
            verdict: if exempt || !self.may_conflict {
                Verdict::Near
            } else {
                verdict
            },
            severity: self.severity,
            bearing,
        })
    }

    /// The setback that the project was held against; `None` where there is none, or nobody knows it.
    pub fn setback_m(&self) -> Option<f64> {
        self.criterion.setback_m().filter(|_| self.doubt.is_none())
    }
}
