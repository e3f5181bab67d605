//! Which entries of a log were made at once. The log does not say so: each of its entries stands for itself.
//!
//! A moment is a second long, and within one somebody may take back what he has just taken back. These are two steps: what one
//! of them has done would not count any more once the other one is taken back with it.

use crate::model::review::decision::Decision;
use crate::model::review::event::{Deed, Event};

/// The numbers of entries that can be undone, together those that one deed has made: neighbours of one hand and moment that say
/// the same of several findings, or take several things back, but never one of themselves.
pub fn batches(events: &[Event]) -> impl Iterator<Item = Vec<u64>> {
    let mut rest = events;
    let together = std::iter::from_fn(move || {
        let (own, after) = rest.split_at(count_at_once(rest));
        rest = after;
        (!own.is_empty()).then_some(own)
    });
    together.filter_map(|own| {
        let numbers = own.iter().filter(|event| event.deed.can_be_undone());
        let numbers: Vec<u64> = numbers.map(|event| event.seq).collect();
        (!numbers.is_empty()).then_some(numbers)
    })
}

/// How many of these, from the first one on, one deed has made.
fn count_at_once(events: &[Event]) -> usize {
    let Some(first) = events.first() else { return 0 };
    let is_one_more = |pair: &&[Event]| match pair {
        [before, next] => is_of_one_deed(before, next) && !takes_back_since(first, next),
        _ => false,
    };
    1 + events.windows(2).take_while(is_one_more).count()
}

/// True where it takes back an entry that came with `first` or after it.
fn takes_back_since(first: &Event, event: &Event) -> bool {
    matches!(event.deed, Deed::Undone(target) if target >= first.seq)
}

fn is_of_one_deed(before: &Event, next: &Event) -> bool {
    let is_alike = match (&before.deed, &next.deed) {
        (Deed::Decided(before), Deed::Decided(next)) => {
            let said = |own: &Decision| (own.state, own.article.clone(), own.reason.clone());
            before.finding != next.finding
                && said(before) == said(next)
                && before.attachments == next.attachments
        }
        (Deed::Undone(_), Deed::Undone(_)) => true,
        _ => false,
    };
    is_alike && before.at == next.at && before.author == next.author
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::review::decision::{Author, State};
    use crate::model::review::key::FindingKey;
    use crate::model::review::state::Review;

    fn event(seq: u64, second: u32, deed: Deed) -> Event {
        Event {
            seq,
            at: format!("2026-11-27T08:00:{second:02}Z").parse().unwrap(),
            author: Author {
                name: "张".into(),
                role: String::new(),
            },
            deed,
        }
    }

    fn decided(finding: &str, reason: &str) -> Deed {
        Deed::Decided(Decision {
            finding: FindingKey::sample(finding),
            state: State::Avoid,
            article: None,
            reason: reason.into(),
            evidence: finding.into(),
            attachments: Vec::new(),
        })
    }

    #[track_caller]
    fn check(events: &[Event], expected: &[&[u64]]) {
        assert_eq!(batches(events).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_was_done_at_once_is_one_step() {
        check(&[], &[]);
        let all = [
            event(4, 0, decided("1", "moved")),
            event(5, 0, decided("2", "moved")),
            // Another moment, another reason, the same finding, another kind of deed.
            event(6, 1, decided("3", "moved")),
            event(7, 1, decided("4", "a pier")),
            event(8, 1, decided("4", "a pier")),
            event(9, 1, Deed::Forced("by order".into())),
            event(10, 1, Deed::Forced("by order".into())),
            event(11, 1, Deed::Undone(5)),
            event(12, 1, Deed::Undone(4)),
        ];
        check(&all, &[&[4, 5], &[6], &[7], &[8], &[9], &[10], &[11, 12]]);
    }

    /// Done again and taken back again within one second: each is a step that can be taken back in its turn.
    #[test]
    fn what_takes_back_an_entry_of_the_same_second_is_another_step() {
        let all = [
            event(1, 0, decided("1", "moved")),
            event(2, 1, Deed::Undone(1)),
            event(3, 1, Deed::Undone(2)),
            event(4, 1, Deed::Undone(1)),
        ];
        check(&all, &[&[1], &[2], &[3, 4]]);
        let mut review = Review::of(all.clone()).unwrap();
        let steps: Vec<Vec<u64>> = batches(&all).collect();
        let mut next = 5..;
        for seq in steps.into_iter().rev().flatten() {
            let undoing = event(next.next().unwrap(), 2, Deed::Undone(seq));
            review.apply(undoing).unwrap();
        }
        assert!(!review.counts(&all[0]));
    }

    #[test]
    fn another_hand_makes_another_step() {
        let mut all = [
            event(4, 0, decided("1", "moved")),
            event(5, 0, decided("2", "moved")),
        ];
        all[1].author.name = "李".into();
        check(&all, &[&[4], &[5]]);
    }
}
