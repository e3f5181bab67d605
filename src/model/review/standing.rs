//! How a finding stands: what its decisions come to.

use std::collections::BTreeMap;

use super::decision::{Author, Decision, State};
use super::event::Event;
use super::key::FindingKey;
use super::state::Review;

/// How many different people must say the same before a finding is closed.
pub const NAMES_TO_CLOSE: usize = 2;

/// What the decisions about a finding come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What was decided last; open where nothing was.
    pub state: State,
    /// How many people have decided and not withdrawn it.
    pub people: usize,
    /// At least two people say the same, nobody says anything else, and the evidence is what they saw.
    pub closed: bool,
    /// People have decided differently.
    pub differs: bool,
    /// Somebody has decided on other evidence than there is now, or there is no such finding any more.
    pub outdated: bool,
}

impl Standing {
    /// True where one person has said what would close it, and nobody has said so yet beside him.
    pub fn lacks_second_name(&self) -> bool {
        self.people == 1 && self.state.closes() && !self.outdated
    }
}

/// True where that person has something left to say about a finding: it is not closed, and what he said last, if he said
/// anything, was withdrawn or rests on other evidence. `None` is anybody who has said nothing yet.
pub fn waits_for(
    review: &Review,
    finding: &FindingKey,
    evidence: Option<&str>,
    author: Option<&Author>,
) -> bool {
    if standing(review, finding, evidence).closed {
        return false;
    }
    let mut all = review.decisions(finding);
    match author.map(Author::plain_name) {
        None => all.next().is_none(),
        Some(name) => {
            let own = all.filter(|(event, _)| event.author.plain_name() == name).last();
            own.is_none_or(|(_, decision)| {
                decision.state == State::Open || Some(decision.evidence.as_str()) != evidence
            })
        }
    }
}

/// How a finding stands. `evidence` is the hash of what shows it now; `None` where the last run has no such finding.
///
/// Of each person the last decision counts.
pub fn standing(review: &Review, finding: &FindingKey, evidence: Option<&str>) -> Standing {
    let mut by_person: BTreeMap<String, &Decision> = BTreeMap::new();
    let mut last: Option<(&Event, &Decision)> = None;
    for (event, decision) in review.decisions(finding) {
        by_person.insert(event.author.plain_name(), decision);
        last = Some((event, decision));
    }
    let said: Vec<&Decision> = by_person
        .into_values()
        .filter(|own| own.state != State::Open)
        .collect();
    let alike = |a: &Decision, b: &Decision| a.state == b.state && a.article == b.article;
    let differs = said.windows(2).any(|pair| matches!(pair, [a, b] if !alike(a, b)));
    let outdated = said.iter().any(|own| Some(own.evidence.as_str()) != evidence);
    let all_close = said.iter().all(|own| own.state.closes());
    Standing {
        state: last.map(|(_, decision)| decision.state).unwrap_or_default(),
        people: said.len(),
        closed: said.len() >= NAMES_TO_CLOSE && all_close && !differs && !outdated,
        differs,
        outdated,
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::Deed;
    use super::*;

    fn review(decided: &[(&str, State, &str)]) -> Review {
        let events = decided
            .iter()
            .zip(1..)
            .map(|((name, state, evidence), seq)| Event {
                seq,
                at: "2026-11-27T08:00:00Z".parse().unwrap(),
                author: Author {
                    name: (*name).into(),
                    role: String::new(),
                },
                deed: Deed::Decided(Decision {
                    finding: FindingKey::sample("1"),
                    state: *state,
                    article: Some("Art. 19".into()),
                    reason: "why".into(),
                    evidence: (*evidence).into(),
                    attachments: Vec::new(),
                }),
            });
        Review::of(events).unwrap()
    }

    #[track_caller]
    fn check(decided: &[(&str, State, &str)], now: Option<&str>, expected: Standing) {
        assert_eq!(
            standing(&review(decided), &FindingKey::sample("1"), now),
            expected
        );
    }

    fn of(state: State, people: usize) -> Standing {
        Standing {
            state,
            people,
            ..Standing::default()
        }
    }

    #[test]
    fn two_names_close() {
        use State::{Avoid, Mitigate, NeedsConsultation, Open};
        let now = Some("e");
        check(&[], now, of(Open, 0));
        check(&[("a", Avoid, "e")], now, of(Avoid, 1));
        check(&[("a", Avoid, "e"), (" A ", Avoid, "e")], now, of(Avoid, 1));
        let closed = Standing {
            closed: true,
            ..of(Avoid, 2)
        };
        check(&[("a", Avoid, "e"), ("b", Avoid, "e")], now, closed.clone());
        check(
            &[("a", Mitigate, "e"), ("b", Avoid, "e"), ("a", Avoid, "e")],
            now,
            Standing {
                state: Avoid,
                ..closed
            },
        );
        let differs = Standing {
            differs: true,
            ..of(Mitigate, 2)
        };
        check(&[("a", Avoid, "e"), ("b", Mitigate, "e")], now, differs);
        check(&[("a", Avoid, "e"), ("a", Open, "e")], now, of(Open, 0));
        check(
            &[("a", NeedsConsultation, "e"), ("b", NeedsConsultation, "e")],
            now,
            of(NeedsConsultation, 2),
        );
    }

    #[test]
    fn other_evidence_opens_again() {
        let two = [("a", State::Avoid, "e"), ("b", State::Avoid, "e")];
        let outdated = Standing {
            outdated: true,
            ..of(State::Avoid, 2)
        };
        check(&two, Some("f"), outdated.clone());
        check(&two, None, outdated.clone());
        check(
            &[two[0], two[1], ("a", State::Avoid, "f")],
            Some("f"),
            outdated.clone(),
        );
        let again = [two[0], two[1], ("a", State::Avoid, "f"), ("b", State::Avoid, "f")];
        check(
            &again,
            Some("f"),
            Standing {
                closed: true,
                outdated: false,
                ..outdated
            },
        );
    }

    #[track_caller]
    fn check_waits(decided: &[(&str, State, &str)], name: Option<&str>, expected: bool) {
        let author = name.map(|name| Author {
            name: name.into(),
            role: String::new(),
        });
        let found = waits_for(
            &review(decided),
            &FindingKey::sample("1"),
            Some("e"),
            author.as_ref(),
        );
        assert_eq!(found, expected, "{decided:?} {name:?}");
    }

    #[test]
    fn it_waits_for_whoever_has_not_spoken() {
        use State::{Avoid, Mitigate, Open};
        check_waits(&[], None, true);
        check_waits(&[], Some("a"), true);
        check_waits(&[("a", Avoid, "e")], Some(" A "), false);
        check_waits(&[("a", Avoid, "e")], Some("b"), true);
        check_waits(&[("a", Avoid, "e")], None, false);
        check_waits(&[("a", Avoid, "e"), ("a", Open, "e")], Some("a"), true);
        check_waits(&[("a", Avoid, "old")], Some("a"), true);
        check_waits(&[("a", Avoid, "e"), ("b", Avoid, "e")], Some("c"), false);
        check_waits(&[("a", Avoid, "e"), ("b", Mitigate, "e")], Some("c"), true);
        let one = standing(&review(&[("a", Avoid, "e")]), &FindingKey::sample("1"), Some("e"));
        assert!(one.lacks_second_name());
        let open = standing(
            &review(&[("a", State::NeedsConsultation, "e")]),
            &FindingKey::sample("1"),
            Some("e"),
        );
        assert!(!open.lacks_second_name());
    }
}
