//! How everything stands in a review: each finding, each project, all of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::feature::FeatureRef;
use crate::model::finding::{Screening, Verdict};

use super::event::Deed;
use super::key::FindingKey;
use super::standing::{Standing, standing};
use super::state::Review;
use super::steps::{EvidenceHashes, NAMES_TO_SIGN, Step, StepState, in_order, signatures};

/// How everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// Of each finding, in the order of the screening.
    pub findings: Vec<Standing>,
    /// Of each project, in the order of the screening.
    pub projects: Vec<ProjectBoard>,
}

/// How a project stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectBoard {
    /// The project.
    pub project: FeatureRef,
    /// Its name for people.
    pub name: String,
    /// Each step, in the order of [`Step::ALL`].
    pub steps: [(Step, StepState); 5],
    /// How many findings it has.
    pub finding_count: usize,
    /// How many of them are closed.
    pub closed_count: usize,
    /// How many rules were not checked.
    pub unchecked_count: usize,
    /// Who has signed, as it counts.
    pub signed_by: Vec<String>,
    /// The first finding that is not closed, by its position in the screening.
    pub first_open: Option<usize>,
}

impl ProjectBoard {
    /// How a step stands.
    pub fn state_of(&self, step: Step) -> StepState {
        let own = self.steps.iter().find(|(own, _)| *own == step);
        own.map_or(StepState::Waiting, |(_, state)| *state)
    }

    /// The step that is next; `None` where all are done.
    pub fn next(&self) -> Option<Step> {
        let next = self.steps.iter().find(|(_, state)| *state == StepState::Next);
        next.map(|(step, _)| *step)
    }
}

impl Board {
    /// Looks at every finding and project once.
    pub fn of(screening: &Screening, evidence: &EvidenceHashes, review: &Review) -> Board {
        let stand = screening.findings.iter().map(|finding| {
            let key = FindingKey::of(finding);
            standing(review, &key, evidence.get(&key).map(String::as_str))
        });
        let findings: Vec<Standing> = stand.collect();
        let projects = projects(screening, &findings, review);
        Board { findings, projects }
    }

    /// How many findings there are.
    pub fn finding_count(&self) -> usize {
        self.findings.len()
    }

    /// How many findings are closed.
    pub fn closed_count(&self) -> usize {
        self.findings.iter().filter(|own| own.closed).count()
    }

    /// How many projects are signed.
    pub fn signed_count(&self) -> usize {
        let is_signed = |own: &&ProjectBoard| own.state_of(Step::Signed) == StepState::Done;
        self.projects.iter().filter(is_signed).count()
    }

    /// How a project stands; `None` where it was not screened.
    pub fn project(&self, name: &FeatureRef) -> Option<&ProjectBoard> {
        self.projects.iter().find(|own| own.project == *name)
    }
}

/// What was counted of a project.
#[derive(Default)]
struct Count {
    findings: usize,
    closed: usize,
    unchecked: usize,
    first_open: Option<usize>,
}

fn projects(screening: &Screening, findings: &[Standing], review: &Review) -> Vec<ProjectBoard> {
    let mut counts: BTreeMap<&FeatureRef, Count> = BTreeMap::new();
    for (place, (finding, stands)) in screening.findings.iter().zip(findings).enumerate() {
        let count = counts.entry(&finding.matter.project).or_default();
        count.findings += 1;
        count.closed += usize::from(stands.closed);
        if !stands.closed && count.first_open.is_none() {
            count.first_open = Some(place);
        }
    }
    for row in &screening.verdicts {
        if matches!(row.verdict, Verdict::NotChecked(_)) {
            counts.entry(&row.project).or_default().unchecked += 1;
        }
    }
    let (mut checked, mut opened) = (BTreeSet::new(), BTreeSet::new());
    for event in review.since_last_run() {
        match &event.deed {
            Deed::DataChecked(project) => checked.insert(project),
            Deed::UncheckedOpened(project) => opened.insert(project),
            _ => false,
        };
    }
    let signed = signatures(review);
    let nothing = Count::default();
    let board = |account: &crate::model::finding::ProjectAccount| {
        let project = &account.project;
        let count = counts.get(project).unwrap_or(&nothing);
        let signed_by = signed.get(project).cloned().unwrap_or_default();
        let is_done = |step: Step| match step {
            Step::DataChecked => checked.contains(project),
            Step::Screened => true,
            Step::UncheckedOpened => count.unchecked == 0 || opened.contains(project),
            Step::Decided => count.closed == count.findings,
            Step::Signed => signed_by.len() >= NAMES_TO_SIGN,
        };
        ProjectBoard {
            project: project.clone(),
            name: account.name.clone(),
            steps: in_order(is_done),
            finding_count: count.findings,
            closed_count: count.closed,
            unchecked_count: count.unchecked,
            first_open: count.first_open,
            signed_by,
        }
    };
    screening.projects.iter().map(board).collect()
}

#[cfg(test)]
mod tests {
    use super::super::decision::{Author, Decision, State};
    use super::super::event::Event;
    use super::super::steps::steps;
    use super::*;
    use crate::model::finding::{Reason, RuleVerdict};

    /// The board of a project says what its steps say, after each of these deeds.
    #[test]
    fn the_board_agrees_with_the_steps() {
        let (_, mut screening) = crate::model::review::tests::scene();
        let project = screening.projects[0].project.clone();
        screening.verdicts.push(RuleVerdict {
            project: project.clone(),
            rule: "unknown".into(),
            verdict: Verdict::NotChecked(Reason::LayerMissing),
        });
        let key = FindingKey::of(&screening.findings[0]);
        let evidence = EvidenceHashes::from([(key.clone(), "e".to_owned())]);
        let avoid = Deed::Decided(Decision {
            finding: key,
            state: State::Avoid,
            article: None,
            reason: "r".into(),
            evidence: "e".into(),
            attachments: Vec::new(),
        });
        let deeds = [
            ("a", Deed::DataChecked(project.clone())),
            ("a", Deed::UncheckedOpened(project.clone())),
            ("a", avoid.clone()),
            ("b", avoid),
            ("a", Deed::Signed(project.clone())),
            ("b", Deed::Signed(project.clone())),
            ("a", Deed::Undone(1)),
        ];
        let mut review = Review::new();
        let mut closed = Vec::new();
        for (name, deed) in deeds {
            let seq = review.next_seq();
            let author = Author {
                name: name.into(),
                role: String::new(),
            };
            let at = "2026-11-27T08:00:00Z".parse().unwrap();
            review
                .apply(Event {
                    seq,
                    at,
                    author,
                    deed,
                })
                .unwrap();
            let board = Board::of(&screening, &evidence, &review);
            let own = board.project(&project).unwrap();
            assert_eq!(own.steps, steps(&project, &screening, &evidence, &review));
            assert_eq!((own.finding_count, own.unchecked_count), (1, 1));
            assert_eq!(own.first_open.is_none(), own.closed_count == 1);
            closed.push((board.closed_count(), board.signed_count()));
        }
        let expected = [(0, 0), (0, 0), (0, 0), (1, 0), (1, 0), (1, 1), (1, 0)];
        assert_eq!(closed, expected);
    }
}
