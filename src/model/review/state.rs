//! The state of a review: what its events come to.

use std::collections::{BTreeMap, BTreeSet};

use super::checklist::{ChecklistAnswer, Reply};
use super::decision::{Comment, Decision, State};
use super::event::{Deed, Event, Frozen};
use super::key::FindingKey;

/// A review: its events, and what they come to. Changes by [`Review::apply`] only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    events: Vec<Event>,
    undone: BTreeSet<u64>,
    by_finding: BTreeMap<FindingKey, Vec<usize>>,
}

/// Why an event cannot happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Its number does not follow.
    #[error("event {found} where {expected} must follow")]
    Order {
        /// The number that must come.
        expected: u64,
        /// The number that it has.
        found: u64,
    },
    /// Nobody is named.
    #[error("nobody is named")]
    NoName,
    /// A decision, remark or forced report without words.
    #[error("no reason is given")]
    NoReason,
    /// An exemption without its article.
    #[error("an exemption names its article")]
    NoArticle,
    /// There is no such event to undo, it is undone already, or it is a run.
    #[error("event {0} cannot be undone")]
    NotUndoable(u64),
    /// A decision about evidence that is not named.
    #[error("a decision names its evidence")]
    NoEvidence,
    /// An answer to no item.
    #[error("an answer names its item")]
    NoItem,
}

impl Refused {
    /// The key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Refused::Order { .. } => "order",
            Refused::NoName => "no_name",
            Refused::NoReason => "no_reason",
            Refused::NoArticle => "no_article",
            Refused::NotUndoable(_) => "not_undoable",
            Refused::NoEvidence => "no_evidence",
            Refused::NoItem => "no_item",
        }
    }
}

impl Review {
    /// Nothing has happened.
    pub fn new() -> Review {
        Review::default()
    }

    /// The state after all of these.
    ///
    /// # Errors
    /// The first [`Refused`].
    pub fn of(events: impl IntoIterator<Item = Event>) -> Result<Review, Refused> {
        let mut review = Review::new();
        events.into_iter().try_for_each(|event| review.apply(event))?;
        Ok(review)
    }

    /// Lets something happen. The same events in the same order give the same state.
    ///
    /// # Errors
    /// [`Refused`]; then nothing has changed.
    pub fn apply(&mut self, event: Event) -> Result<(), Refused> {
        self.check(&event)?;
        match &event.deed {
            Deed::Decided(decision) => {
                let own = self.by_finding.entry(decision.finding.clone()).or_default();
                own.push(self.events.len());
                self.events.push(event);
            }
            Deed::Undone(_) => {
                self.events.push(event);
                self.undone = undone(&self.events);
            }
            _ => self.events.push(event),
        }
        Ok(())
    }

    /// Whether an event could happen next.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn check(&self, event: &Event) -> Result<(), Refused> {
        let expected = self.next_seq();
        if event.seq != expected {
            return Err(Refused::Order {
                expected,
                found: event.seq,
            });
        }
        if event.author.plain_name().is_empty() {
            return Err(Refused::NoName);
        }
        match &event.deed {
            Deed::Decided(decision) => check_decision(decision),
            Deed::Answered(answer) => check_answer(answer),
            Deed::Commented(Comment { text: words, .. }) | Deed::Forced(words) if words.trim().is_empty() => {
                Err(Refused::NoReason)
            }
            Deed::Undone(seq) => {
                let target = self.event(*seq).filter(|target| target.deed.can_be_undone());
                match target {
                    Some(target) if self.counts(target) => Ok(()),
                    _ => Err(Refused::NotUndoable(*seq)),
                }
            }
            _ => Ok(()),
        }
    }

    /// The number of the event that comes next.
    pub fn next_seq(&self) -> u64 {
        self.events.len() as u64 + 1
    }

    /// Everything that happened, undone or not.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Everything that counts.
    pub fn counting(&self) -> impl DoubleEndedIterator<Item = &Event> {
        self.events.iter().filter(|event| self.counts(event))
    }

    /// The event of that number.
    pub fn event(&self, seq: u64) -> Option<&Event> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.events.get(place)
    }

    /// False for what was undone.
    pub fn counts(&self, event: &Event) -> bool {
        !self.undone.contains(&event.seq)
    }

    /// The last event that can be undone: not an undoing, and not undone. `None` where nothing is left.
    pub fn last_deed(&self) -> Option<&Event> {
        let mut deeds = self.counting().rev();
        deeds.find(|event| event.deed.can_be_undone() && !matches!(event.deed, Deed::Undone(_)))
    }

    /// The undoing that can be undone, if the last thing that happened was one.
    pub fn last_undoing(&self) -> Option<&Event> {
        let last = self.events.last()?;
        matches!(last.deed, Deed::Undone(_))
            .then_some(last)
            .filter(|last| self.counts(last))
    }

    /// The decisions about a finding that count, first to last.
    pub fn decisions<'a>(&'a self, finding: &FindingKey) -> impl Iterator<Item = (&'a Event, &'a Decision)> {
        let places = self.by_finding.get(finding).map_or(&[][..], Vec::as_slice);
        let events = places.iter().filter_map(|place| self.events.get(*place));
        events.filter_map(|event| match &event.deed {
            Deed::Decided(decision) if self.counts(event) => Some((event, decision)),
            _ => None,
        })
    }

    /// Findings about which anything was ever decided, sorted.
    pub fn decided(&self) -> impl Iterator<Item = &FindingKey> {
        self.by_finding.keys()
    }

    /// The last run with its event.
    pub fn last_run(&self) -> Option<(&Event, &Frozen)> {
        self.events.iter().rev().find_map(|event| match &event.deed {
            Deed::Frozen(frozen) => Some((event, frozen)),
            _ => None,
        })
    }

    /// Events that count and came after the last run: what was said about the data as they are.
    pub fn since_last_run(&self) -> impl Iterator<Item = &Event> {
        let run = self.last_run().map_or(0, |(event, _)| event.seq);
        self.counting().filter(move |event| event.seq > run)
    }
}

fn check_decision(decision: &Decision) -> Result<(), Refused> {
    let is_blank = |text: &str| text.trim().is_empty();
    if is_blank(&decision.evidence) {
        Err(Refused::NoEvidence)
    } else if decision.state != State::Open && is_blank(&decision.reason) {
        Err(Refused::NoReason)
    } else if decision.state == State::Exempt && decision.article.as_deref().is_none_or(is_blank) {
        Err(Refused::NoArticle)
    } else {
        Ok(())
    }
}

fn check_answer(answer: &ChecklistAnswer) -> Result<(), Refused> {
    if answer.item.trim().is_empty() {
        Err(Refused::NoItem)
    } else if answer.reply == Reply::NotApplicable && answer.note.trim().is_empty() {
        Err(Refused::NoReason)
    } else {
        Ok(())
    }
}

/// Of events that undo each other the last one decides.
fn undone(events: &[Event]) -> BTreeSet<u64> {
    let mut undone = BTreeSet::new();
    for event in events.iter().rev() {
        match event.deed {
            Deed::Undone(seq) if !undone.contains(&event.seq) => {
                undone.insert(seq);
            }
            _ => {}
        }
    }
    undone
}

#[cfg(test)]
mod tests {
    use super::super::decision::Author;
    use super::*;

    fn event(seq: u64, deed: Deed) -> Event {
        Event {
            seq,
            at: "2026-11-27T08:00:00Z".parse().unwrap(),
            author: Author {
                name: "张".into(),
                role: "reviewer".into(),
            },
            deed,
        }
    }

    fn decision(state: State) -> Deed {
        Deed::Decided(Decision {
            finding: FindingKey::sample("1"),
            state,
            article: None,
            reason: "why".into(),
            evidence: "e".into(),
            attachments: Vec::new(),
        })
    }

    #[track_caller]
    fn check_counting(deeds: Vec<Deed>, expected: &[u64]) {
        let events = deeds.into_iter().zip(1..).map(|(deed, seq)| event(seq, deed));
        let review = Review::of(events).unwrap();
        let decided: Vec<u64> = review
            .decisions(&FindingKey::sample("1"))
            .map(|(event, _)| event.seq)
            .collect();
        assert_eq!(decided, expected);
    }

    #[test]
    fn undo_and_redo_append() {
        let (avoid, mitigate) = (decision(State::Avoid), decision(State::Mitigate));
        check_counting(vec![avoid.clone(), mitigate.clone()], &[1, 2]);
        check_counting(vec![avoid.clone(), mitigate.clone(), Deed::Undone(2)], &[1]);
        check_counting(
            vec![avoid.clone(), mitigate.clone(), Deed::Undone(2), Deed::Undone(3)],
            &[1, 2],
        );
        let thrice = vec![
            avoid,
            mitigate,
            Deed::Undone(2),
            Deed::Undone(3),
            Deed::Undone(4),
            Deed::Undone(1),
        ];
        check_counting(thrice, &[]);
    }

    #[test]
    fn what_cannot_happen() {
        let mut review = Review::of([event(1, decision(State::Avoid)), event(2, Deed::Undone(1))]).unwrap();
        let before = review.clone();
        let mut check = |event: Event, expected: Refused| {
            assert_eq!(review.apply(event), Err(expected));
            assert_eq!(review, before);
        };
        check(event(3, Deed::Undone(1)), Refused::NotUndoable(1));
        check(event(3, Deed::Undone(3)), Refused::NotUndoable(3));
        check(event(3, Deed::Undone(0)), Refused::NotUndoable(0));
        check(
            event(5, Deed::Undone(2)),
            Refused::Order {
                expected: 3,
                found: 5,
            },
        );
        check(event(3, Deed::Forced(" ".into())), Refused::NoReason);
        check(event(3, decision(State::Exempt)), Refused::NoArticle);
        let with = |change: fn(&mut Decision)| {
            let Deed::Decided(mut decision) = decision(State::Avoid) else {
                panic!()
            };
            change(&mut decision);
            event(3, Deed::Decided(decision))
        };
        check(with(|decision| decision.reason.clear()), Refused::NoReason);
        check(with(|decision| decision.evidence.clear()), Refused::NoEvidence);
        let nobody = Event {
            author: Author {
                name: "  ".into(),
                role: String::new(),
            },
            ..event(3, decision(State::Avoid))
        };
        check(nobody, Refused::NoName);
    }

    #[test]
    fn what_undo_and_redo_take() {
        let mut review = Review::of([event(1, decision(State::Avoid))]).unwrap();
        assert_eq!(review.last_deed().map(|event| event.seq), Some(1));
        assert_eq!(review.last_undoing(), None);
        review.apply(event(2, Deed::Undone(1))).unwrap();
        assert_eq!(review.last_deed(), None);
        assert_eq!(review.last_undoing().map(|event| event.seq), Some(2));
        review.apply(event(3, Deed::Undone(2))).unwrap();
        assert_eq!(review.last_deed().map(|event| event.seq), Some(1));
    }
}
