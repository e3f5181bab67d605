//! Which entries of a log were made at once. The log does not say so: each of its entries stands for itself.

use crate::model::review::decision::Decision;
use crate::model::review::event::{Deed, Event};

/// The numbers of entries that can be undone, together those that one deed has made: neighbours of one hand and moment that say
/// the same of several findings, or take several things back.
pub fn batches(events: &[Event]) -> impl Iterator<Item = Vec<u64>> {
    let together = events.chunk_by(is_of_one_deed);
    together.filter_map(|own| {
        let numbers = own.iter().filter(|event| event.deed.can_be_undone());
        let numbers: Vec<u64> = numbers.map(|event| event.seq).collect();
        (!numbers.is_empty()).then_some(numbers)
    })
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
