//! The place of an item in a review: what was last said about it, by whom, and what that comes to.

use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::super::event::{Deed, Event};
use super::super::state::Review;
use super::asked::items;
use super::item::{ChecklistAnswer, Item, Reply, Wants};

/// An item with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot<'r> {
    /// What is to be shown.
    pub item: Item,
    /// The last answer that counts, with its event; `None` where nobody has said anything.
    pub answer: Option<(&'r Event, &'r ChecklistAnswer)>,
}

/// What an answer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotState {
    /// Nobody has said anything, or it was taken back.
    Open,
    /// Said to be so, without the paper or day that shows it.
    Unproved,
    /// Said not to be so.
    NotMet,
    /// Said to be so, with what shows it.
    Met,
    /// It has nothing to do with the project.
    NotApplicable,
}

impl SlotState {
    /// All, in their order.
    pub const ALL: [SlotState; 5] = [
        SlotState::Open,
        SlotState::Unproved,
        SlotState::NotMet,
        SlotState::Met,
        SlotState::NotApplicable,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            SlotState::Open => "open",
            SlotState::Unproved => "unproved",
            SlotState::NotMet => "not_met",
            SlotState::Met => "met",
            SlotState::NotApplicable => "not_applicable",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("checklist.state.{}", self.code()))
    }

    /// True where something is still missing.
    pub fn is_missing(self) -> bool {
        matches!(self, SlotState::Open | SlotState::Unproved)
    }
}

impl Slot<'_> {
    /// What its answer comes to.
    pub fn state(&self) -> SlotState {
        let Some((_, answer)) = self.answer else {
            return SlotState::Open;
        };
        let is_shown = match self.item.wants {
            Wants::Paper => !answer.papers.is_empty(),
            Wants::Day => answer.on.is_some(),
        };
        match answer.reply {
            Reply::Open => SlotState::Open,
            Reply::Yes if is_shown => SlotState::Met,
            Reply::Yes => SlotState::Unproved,
            Reply::No => SlotState::NotMet,
            Reply::NotApplicable => SlotState::NotApplicable,
        }
    }
}

/// All items of a project with what was said about them, in the order of [`items`].
pub fn slots<'r>(
    workspace: &Workspace,
    screening: &Screening,
    project: &FeatureRef,
    review: &'r Review,
) -> Vec<Slot<'r>> {
    items(workspace, screening, project)
        .into_iter()
        .map(|item| Slot {
            answer: answer(review, project, &item.id),
            item,
        })
        .collect()
}

/// The last answer to an item that counts.
pub fn answer<'r>(
    review: &'r Review,
    project: &FeatureRef,
    item: &str,
) -> Option<(&'r Event, &'r ChecklistAnswer)> {
    review.counting().rev().find_map(|event| match &event.deed {
        Deed::Answered(answer) if *answer.item == *item && answer.project == *project => {
            Some((event, answer))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::decision::{Attachment, Author};
    use super::*;
    use crate::model::review::tests::scene;

    fn project() -> FeatureRef {
        FeatureRef {
            layer: "wind".into(),
            id: "1".into(),
        }
    }

    fn answered(reply: Reply, papers: usize) -> Deed {
        let paper = Attachment {
            name: "a.pdf".into(),
            sha256: "00".into(),
            byte_count: 1,
        };
        Deed::Answered(ChecklistAnswer {
            project: project(),
            item: "unavoidable/other-sites".into(),
            reply,
            on: None,
            note: "n".into(),
            papers: vec![paper; papers],
        })
    }

    #[track_caller]
    fn check(deeds: &[Deed], expected: SlotState) {
        let events = deeds.iter().cloned().zip(1..).map(|(deed, seq)| Event {
            seq,
            at: "2026-11-27T08:00:00Z".parse().unwrap(),
            author: Author {
                name: "a".into(),
                role: String::new(),
            },
            deed,
        });
        let review = Review::of(events).unwrap();
        let (workspace, screening) = scene();
        let slots = slots(&workspace, &screening, &project(), &review);
        assert_eq!(slots[0].item.id, "unavoidable/other-sites");
        assert_eq!(slots[0].state(), expected);
        assert!(slots[1..].iter().all(|slot| slot.state() == SlotState::Open));
    }

    #[test]
    fn the_last_answer_counts() {
        let (yes, bare) = (answered(Reply::Yes, 1), answered(Reply::Yes, 0));
        check(&[], SlotState::Open);
        check(std::slice::from_ref(&bare), SlotState::Unproved);
        check(&[bare, yes.clone()], SlotState::Met);
        check(&[yes.clone(), answered(Reply::No, 0)], SlotState::NotMet);
        check(
            &[yes.clone(), answered(Reply::No, 0), Deed::Undone(2)],
            SlotState::Met,
        );
        check(&[yes.clone(), answered(Reply::Open, 0)], SlotState::Open);
        check(
            &[yes, answered(Reply::NotApplicable, 0)],
            SlotState::NotApplicable,
        );
    }

    #[test]
    fn states_have_names() {
        for state in SlotState::ALL {
            for lang in Lang::ALL {
                assert!(!state.name(lang).contains("checklist."), "{state:?}");
            }
        }
    }
}
