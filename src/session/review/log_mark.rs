//! How far the log of a dossier went when a history was written down: whether its entries are still the last thing that
//! happened there.

use serde::{Deserialize, Serialize};

use crate::model::review::decision::Author;
use crate::model::review::event::Event;
use crate::model::review::state::Review;

/// How far a log went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogMark {
    /// The number of its last entry.
    pub last: u64,
    /// The hash of that entry.
    hash: String,
    /// The plain name of whoever sat there; `None` where nobody had said who he is.
    author: Option<String>,
}

impl LogMark {
    /// Of a log with the hash of its last entry, in the hands of somebody.
    pub fn of(review: &Review, head: &str, author: Option<&Author>) -> LogMark {
        LogMark {
            last: review.next_seq() - 1,
            hash: head.to_owned(),
            author: author.map(Author::plain_name),
        }
    }

    /// What was entered since by the one who sat there: the end of a session is entered before its last mark is made.
    /// `hash` is that of the entry of the number now. `None` where it is another log, or somebody else has entered something.
    pub fn since<'a>(&self, review: &'a Review, hash: Option<&str>) -> Option<&'a [Event]> {
        let last = usize::try_from(self.last).ok()?;
        let since = review.events().get(last..)?;
        let is_own = |event: &Event| Some(event.author.plain_name()) == self.author;
        (hash == Some(&self.hash) && since.iter().all(is_own)).then_some(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::review::event::Deed;

    fn author(name: &str) -> Author {
        Author {
            name: name.into(),
            role: String::new(),
        }
    }

    fn log(names: &[&str]) -> Review {
        let events = names.iter().zip(1..).map(|(name, seq)| Event {
            seq,
            at: "2026-11-27T08:00:00Z".parse().unwrap(),
            author: author(name),
            deed: Deed::Forced(format!("line {seq}")),
        });
        Review::of(events).unwrap()
    }

    #[test]
    fn only_the_same_log_with_entries_of_the_same_hand_goes_on() {
        let mark = LogMark::of(&log(&["Li", "Wang"]), "b", Some(&author("Wang ")));
        let count = |names: &[&str], hash| mark.since(&log(names), hash).map(<[Event]>::len);
        assert_eq!(count(&["Li", "Wang"], Some("b")), Some(0));
        assert_eq!(count(&["Li", "Wang", "wang", "Wang"], Some("b")), Some(2));
        assert_eq!(count(&["Li", "Wang", "Wang", "Li"], Some("b")), None);
        assert_eq!(count(&["Li", "Wang"], Some("c")), None);
        assert_eq!(count(&["Li"], None), None);
        let nobody = LogMark::of(&log(&["Li"]), "a", None);
        assert!(nobody.since(&log(&["Li"]), Some("a")).is_some());
        assert!(nobody.since(&log(&["Li", "Li"]), Some("a")).is_none());
    }
}
