//! The steps of a project from its data to its signature.

use std::collections::BTreeMap;

use crate::model::feature::FeatureRef;
use crate::model::finding::{Screening, Verdict};
use crate::say;
use crate::words::Lang;

use super::event::Deed;
use super::key::FindingKey;
use super::standing::standing;
use super::state::Review;

/// Hashes of what shows each finding of a run.
pub type EvidenceHashes = BTreeMap<FindingKey, String>;

/// How many different people must sign a project.
pub const NAMES_TO_SIGN: usize = 2;

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
    /// Two people have signed.
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
    in_order(is_done)
}

/// Which step is next where these are done.
pub fn in_order(is_done: impl Fn(Step) -> bool) -> [(Step, StepState); 5] {
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
    let mut findings = screening
        .findings
        .iter()
        .filter(|own| own.matter.project == *project);
    findings.all(|finding| {
        let key = FindingKey::of(finding);
        standing(review, &key, evidence.get(&key).map(String::as_str)).closed
    })
}

fn is_signed(project: &FeatureRef, review: &Review) -> bool {
    signatures(review)
        .get(project)
        .is_some_and(|names| names.len() >= NAMES_TO_SIGN)
}

/// Who has signed each project, in the order of their first signatures that count: after the last run, and after the last
/// decision about one of its findings. A name counts once, however it is written.
pub fn signatures(review: &Review) -> BTreeMap<FeatureRef, Vec<String>> {
    let mut signed: BTreeMap<FeatureRef, Vec<String>> = BTreeMap::new();
    for event in review.since_last_run() {
        match &event.deed {
            Deed::Signed(project) => {
                let names = signed.entry(project.clone()).or_default();
                let own = event.author.plain_name();
                if names.iter().all(|name| plain(name) != own) {
                    names.push(event.author.name.clone());
                }
            }
            Deed::Decided(decision) => {
                signed.remove(&decision.finding.project);
            }
            _ => {}
        }
    }
    signed
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::super::decision::{Author, Decision, State};
    use super::super::event::{Event, Frozen};
    use super::*;
    use crate::model::finding::{Reason, RuleVerdict};

    fn project() -> FeatureRef {
        FeatureRef {
            layer: "wind".into(),
            id: "1".into(),
        }
    }

    /// One project with a finding and a rule that was not checked.
    fn screening() -> Screening {
        let scene = crate::model::review::tests::scene();
        let mut screening = scene.1;
        screening.verdicts.push(RuleVerdict {
            project: project(),
            rule: "unknown".into(),
            verdict: Verdict::NotChecked(Reason::LayerMissing),
        });
        screening
    }

    fn deed(name: &str, deed: Deed) -> (String, Deed) {
        (name.to_owned(), deed)
    }

    fn frozen() -> (String, Deed) {
        let frozen = Frozen {
            run: 1,
            as_of: "2026-11-23".parse().unwrap(),
            program: "redshank".into(),
            parts: Vec::new(),
        };
        deed("z", Deed::Frozen(frozen))
    }

    fn avoid(name: &str, evidence: &str) -> (String, Deed) {
        let screening = screening();
        let decision = Decision {
            finding: FindingKey::of(&screening.findings[0]),
            state: State::Avoid,
            article: None,
            reason: "r".into(),
            evidence: evidence.into(),
            attachments: Vec::new(),
        };
        deed(name, Deed::Decided(decision))
    }

    #[track_caller]
    fn check(deeds: &[(String, Deed)], expected: [StepState; 5]) {
        let events = deeds.iter().cloned().zip(1..).map(|((name, deed), seq)| Event {
            seq,
            at: "2026-11-27T08:00:00Z".parse().unwrap(),
            author: Author {
                name,
                role: String::new(),
            },
            deed,
        });
        let review = Review::of(events).unwrap();
        let screening = screening();
        let key = FindingKey::of(&screening.findings[0]);
        let evidence = EvidenceHashes::from([(key, "e".to_owned())]);
        let found = steps(&project(), &screening, &evidence, &review);
        assert_eq!(found.map(|(_, state)| state), expected);
        assert_eq!(found.map(|(step, _)| step), Step::ALL);
    }

    #[test]
    fn one_after_another() {
        use StepState::{Done, Next, Waiting};
        let mut deeds = vec![frozen()];
        check(&deeds, [Next, Done, Waiting, Waiting, Waiting]);
        deeds.push(deed("a", Deed::DataChecked(project())));
        check(&deeds, [Done, Done, Next, Waiting, Waiting]);
        deeds.push(deed("a", Deed::UncheckedOpened(project())));
        check(&deeds, [Done, Done, Done, Next, Waiting]);
        deeds.push(avoid("a", "e"));
        check(&deeds, [Done, Done, Done, Next, Waiting]);
        deeds.push(avoid("b", "e"));
        check(&deeds, [Done, Done, Done, Done, Next]);
        for name in ["b", " B"] {
            deeds.push(deed(name, Deed::Signed(project())));
            check(&deeds, [Done, Done, Done, Done, Next]);
        }
        deeds.push(deed("a", Deed::Signed(project())));
        check(&deeds, [Done, Done, Done, Done, Done]);
        // What is decided after a signature takes it away, and so does a new run; its looks, too, but not its decisions.
        let mut again = deeds.clone();
        again.push(avoid("c", "e"));
        check(&again, [Done, Done, Done, Done, Next]);
        again.push(frozen());
        check(&again, [Next, Done, Waiting, Done, Waiting]);
        // An undone look was none.
        deeds.push(deed("a", Deed::Undone(2)));
        check(&deeds, [Next, Done, Done, Done, Waiting]);
    }

    #[test]
    fn decisions_on_other_evidence_leave_the_step_open() {
        use StepState::{Done, Next, Waiting};
        let deeds = [frozen(), avoid("a", "e"), avoid("b", "old")];
        check(&deeds, [Next, Done, Waiting, Waiting, Waiting]);
    }

    #[test]
    fn steps_have_names() {
        for step in Step::ALL {
            for lang in Lang::ALL {
                assert!(!step.name(lang).contains("review."), "{step:?}");
            }
            assert!(!step.code().is_empty());
        }
    }
}
