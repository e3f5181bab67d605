//! One rule as it stands to one project: worked out once, then held against every zone.

use std::sync::Arc;

use crate::model::answer::{Answer, answer_to};
use crate::model::feature::FeatureRef;
use crate::model::finding::{Bearing, Matter, Reason, Verdict, WorkedOut};
use crate::model::project::Project;
use crate::model::role::ProjectKind;
use crate::model::rule::{Criterion, Effect, Rule, Severity, SourceMark, Unresolved, is_one_of};

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
    /// False for rules that may only remind: an unverified text never makes a conflict.
    may_conflict: bool,
    /// What findings share, exemption left aside.
    plain: Arc<Matter>,
    /// The same where an answer exempts the project: for what would be a conflict.
    exempt: Option<Arc<Matter>>,
}

/// What is asked of a project once, whatever the number of rules.
pub struct Subject<'a> {
    /// The project.
    pub project: &'a Project<'a>,
    /// Its name, in a place of its own.
    pub name: FeatureRef,
    /// What it is.
    pub kind: Option<ProjectKind>,
    /// Its size.
    pub footprint: Footprint,
}

/// What one rule says to one project at one zone.
pub struct Ruling {
    /// Conflict or near.
    pub verdict: Verdict,
    /// What it shares with other findings.
    pub matter: Arc<Matter>,
}

/// The rules that concern a project, in order, each worked out for it.
pub fn cases(standings: &[Standing<'_>], subject: &Subject<'_>, answers: &[Answer]) -> Vec<Case> {
    let project = subject.project;
    let (capacity_mw, months) = (project.capacity_mw(), project.months());
    let concerns = |standing: &Standing<'_>| {
        let condition = &standing.rule.condition;
        standing.rule.concerns(subject.kind)
            && condition.admits(capacity_mw, months)
            && is_one_of(&condition.project_is, |attribute| project.attribute(attribute))
    };
    let concerned = standings
        .iter()
        .enumerate()
        .filter(|(_, standing)| concerns(standing));
    concerned
        .filter_map(|(position, standing)| case(position, standing, subject, answers))
        .collect()
}

/// `None` where an answer says that the rule does not apply.
fn case(position: usize, standing: &Standing<'_>, subject: &Subject<'_>, answers: &[Answer]) -> Option<Case> {
    let (rule, footprint) = (standing.rule, subject.footprint);
    let number = |term| subject.project.term(term, footprint.area_m2, footprint.length_m);
    let (mut criterion, unresolved) = rule.criterion_for(number);
    // Of a setback that nobody can work out, what it is at the least is held against distances all the same.
    let setback_m = match unresolved {
        Some(_) => Some(criterion.within_m).filter(|&m| m > 0.0),
        None => criterion.setback_m(),
    };
    let doubt = unresolved.map(|unresolved| {
        // Whatever may matter to some project is shown as near to this one, whose setback nobody knows.
        criterion.near_m = criterion.reach_m().max(standing.widest_m);
        match unresolved {
            Unresolved::Missing(term) => Reason::FieldMissing(term),
            Unresolved::NoNumber => Reason::Undecided,
        }
    });
    let said = said(rule, &subject.name, answers)?;
    let first = rule.formulas.within.as_ref().or(rule.formulas.near.as_ref());
    let lightened = said.lightened_by.is_some();
    let plain = Matter {
        project: subject.name.clone(),
        kind: subject.kind,
        project_m2: footprint.area_m2,
        project_m: footprint.length_m,
        rule: Arc::clone(&standing.id),
        severity: if lightened {
            rule.severity.min(Severity::Consult)
        } else {
            rule.severity
        },
        setback_m,
        bearing: Bearing {
            exempt_by: None,
            formula: first.map(|formula| WorkedOut {
                formula: Arc::clone(formula.text()),
                metres: formula.evaluate(number).ok(),
            }),
            ..said.clone()
        },
    };
    let exempt = said.exempt_by.is_some().then(|| {
        let mut matter = plain.clone();
        matter.bearing.exempt_by = said.exempt_by;
        Arc::new(matter)
    });
    Some(Case {
        rule: position,
        criterion,
        doubt,
        may_conflict: rule.mark != SourceMark::U,
        plain: Arc::new(plain),
        exempt,
    })
}

/// What the answers to a rule's questions bring about; `None` where one says that the rule does not apply.
fn said(rule: &Rule, project: &FeatureRef, answers: &[Answer]) -> Option<Bearing> {
    let mut bearing = Bearing::default();
    for question in &rule.questions {
        let answer = answer_to(answers, project, &rule.id, &question.id).map(|answer| answer.answer);
        let asked = || Some(question.id.as_str().into());
        match (question.if_yes, answer) {
            (Effect::Applies, Some(false)) => return None,
            (Effect::Exempt, Some(true)) => bearing.exempt_by = asked(),
            (Effect::Lighten, Some(true)) => bearing.lightened_by = asked(),
            _ => {}
        }
    }
    Some(bearing)
}

impl Case {
    /// True where the rule asks for a least size, which zones reach together.
    pub fn counts_together(&self) -> bool {
        self.criterion.least.counts_together()
    }

    /// What the rule says to a measured pair; `None` where the zone does not matter.
    pub fn ruling(&self, measured: &Measured, tolerance_m: f64) -> Option<Ruling> {
        let verdict = measured.judged_by(&self.criterion, tolerance_m)?;
        let exempt = self.exempt.as_ref().filter(|_| verdict == Verdict::Conflict);
        let may_conflict = exempt.is_none() && self.may_conflict;
        Some(Ruling {
            verdict: if may_conflict { verdict } else { Verdict::Near },
            matter: Arc::clone(exempt.unwrap_or(&self.plain)),
        })
    }
}
