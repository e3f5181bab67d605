//! The steps of a project from its data to its signature.

use std::collections::BTreeMap;

use crate::model::feature::FeatureRef;
use crate::model::finding::{Screening, Verdict};
use crate::say;
use crate::words::Lang;

use super::event::{Deed, Event};
use super::key::FindingKey;
use super::standing::standing;
use super::state::Review;

/// Hashes of what shows each finding of a run.
pub type EvidenceHashes = BTreeMap<FindingKey, String>;

/// One step, in the order in which they are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Somebody has looked at the data of the project.
    DataChecked,
    /// The project was screened.
    Screened,
    /// Somebody has looked at what was not checked.
    UncheckedOpened,
    /// Every finding is closed.
    Decided,
    /// Somebody has signed.
    Signed,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepState {
    /// Nothing is left to do.
    Done,
    /// The next one to do.
    Next,
    /// An earlier one comes first.
    Waiting,
}

impl Step {
    /// All, in their order.
    pub const ALL: [Step; 5] = [
        Step::DataChecked,
        Step::Screened,
        Step::UncheckedOpened,
        Step::Decided,
        Step::Signed,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Step::DataChecked => "data_checked",
            Step::Screened => "screened",
            Step::UncheckedOpened => "unchecked_opened",
            Step::Decided => "decided",
            Step::Signed => "signed",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("review.step.{}", self.code()))
    }
}

/// How each step of a project stands, in the order of [`Step::ALL`]. Looks count since the last run only; a signature
/// counts until something else happens to the project's findings.
pub fn steps(
    project: &FeatureRef,
    screening: &Screening,
    evidence: &EvidenceHashes,
    review: &Review,
) -> [(Step, StepState); 5] {
    let looked = |is_it: fn(&Deed) -> Option<&FeatureRef>| {
        let mut events = review.since_last_run();
        events.any(|event| is_it(&event.deed) == Some(project))
    };
    let checked = looked(|deed| match deed {
        Deed::DataChecked(name) => Some(name),
        _ => None,
    });
    let opened = looked(|deed| match deed {
        Deed::UncheckedOpened(name) => Some(name),
        _ => None,
    });
    let is_done = |step: Step| match step {
        Step::DataChecked => checked,
        Step::Screened => screening.account(project).is_some(),
        Step::UncheckedOpened => opened || !has_unchecked(project, screening),
        Step::Decided => all_closed(project, screening, evidence, review),
        Step::Signed => is_signed(project, review),
    };
    let mut before = true;
    Step::ALL.map(|step| {
        // A signature under what is not decided any more is none.
        let done = is_done(step) && (before || step != Step::Signed);
        let state = match (done, before) {
            (true, _) => StepState::Done,
            (false, true) => StepState::Next,
            (false, false) => StepState::Waiting,
        };
        before &= done;
        (step, state)
    })
}

fn has_unchecked(project: &FeatureRef, screening: &Screening) -> bool {
    let mut rows = screening.verdicts.iter().filter(|row| row.project == *project);
    rows.any(|row| matches!(row.verdict, Verdict::NotChecked(_)))
}

fn all_closed(
    project: &FeatureRef,
    screening: &Screening,
    evidence: &EvidenceHashes,
    review: &Review,
) -> bool {
    let mut findings = screening.findings.iter().filter(|own| own.project == *project);
    findings.all(|finding| {
        let key = FindingKey::of(finding);
        standing(review, &key, evidence.get(&key).map(String::as_str)).closed
    })
}

fn is_signed(project: &FeatureRef, review: &Review) -> bool {
    let concerns = |event: &&Event| match &event.deed {
        Deed::Signed(name) => name == project,
        Deed::Decided(decision) => decision.finding.project == *project,
        _ => false,
    };
    let last = review.since_last_run().filter(concerns).last();
    last.is_some_and(|event| matches!(event.deed, Deed::Signed(_)))
}
