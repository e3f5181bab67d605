//! Which findings of the table are chosen, to be copied or decided together.
//!
//! The picked finding, which the inspector tells of, is one of them. What is picked elsewhere, by the map or by a key, takes
//! the place of all that was chosen.

use std::collections::HashSet;
use std::sync::{Arc, Weak};

use crate::model::finding::Screening;

/// The findings that are chosen, by their positions in the screening.
#[derive(Debug, Default)]
pub struct Chosen {
    of: Weak<Screening>,
    findings: HashSet<usize>,
    /// What was picked when the table was looked at last.
    picked: Option<usize>,
    /// Where a range begins.
    anchor: Option<usize>,
    /// Where the keyboard is.
    cursor: Option<usize>,
}

/// How a finding of the table is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChooseHow {
    /// It alone.
    Only,
    /// It joins, or leaves where it was among them.
    Toggle,
    /// All from where a range begins to it.
    Range,
    /// The same, and what was chosen before.
    MoreRange,
}

impl Chosen {
    /// Follows what is picked elsewhere, and lets go of what belonged to another screening.
    pub fn follow(&mut self, screening: &Arc<Screening>, picked: Option<usize>) {
        if self.is_of(screening, picked) {
            return;
        }
        *self = Chosen {
            of: Arc::downgrade(screening),
            findings: picked.into_iter().collect(),
            picked,
            anchor: picked,
            cursor: picked,
        };
    }

    /// True for one that is chosen.
    pub fn has(&self, finding: usize) -> bool {
        self.findings.contains(&finding)
    }

    /// How many are chosen.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// True where none is chosen.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Where the keyboard is.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// The same, of a table that may be out of sight: what was picked elsewhere, or belongs to another screening, goes before.
    pub fn cursor_in(&self, screening: &Arc<Screening>, picked: Option<usize>) -> Option<usize> {
        let own = self.cursor.filter(|_| self.is_of(screening, picked));
        own.or(picked)
    }

    fn is_of(&self, screening: &Arc<Screening>, picked: Option<usize>) -> bool {
        std::ptr::eq(self.of.as_ptr(), Arc::as_ptr(screening)) && self.picked == picked
    }

    /// Those that are chosen, in the order in which they are shown.
    pub fn among(&self, shown: &[usize]) -> Vec<usize> {
        let chosen = shown.iter().copied().filter(|finding| self.has(*finding));
        chosen.collect()
    }

    /// Takes the keyboard to a finding without choosing it.
    pub fn move_to(&mut self, finding: usize) {
        self.cursor = Some(finding);
    }

    /// Chooses by a click or a key; gives the finding that is picked then. `shown` are the findings in their order.
    pub fn choose(&mut self, how: ChooseHow, finding: usize, shown: &[usize]) -> Option<usize> {
        self.cursor = Some(finding);
        self.picked = Some(finding);
        match how {
            ChooseHow::Only => self.findings = HashSet::from([finding]),
            ChooseHow::Range => self.findings = self.range_to(finding, shown),
            ChooseHow::MoreRange => self.findings.extend(self.range_to(finding, shown)),
            ChooseHow::Toggle if self.findings.remove(&finding) => {
                self.picked = shown.iter().copied().find(|own| self.has(*own));
            }
            ChooseHow::Toggle => {
                self.findings.insert(finding);
            }
        }
        if matches!(how, ChooseHow::Only | ChooseHow::Toggle) {
            self.anchor = Some(finding);
        }
        self.picked
    }

    /// Chooses all that are shown; gives the finding that is picked then: the same as before, else the first.
    pub fn choose_all(&mut self, shown: &[usize]) -> Option<usize> {
        self.findings = shown.iter().copied().collect();
        let kept = self.picked.filter(|picked| self.has(*picked));
        self.picked = kept.or(shown.first().copied());
        self.picked
    }

    /// Chooses none.
    pub fn choose_none(&mut self) {
        self.findings.clear();
        self.picked = None;
        self.anchor = None;
    }

    /// Lets go of what is no longer shown: nobody decides what he does not see. The picked one stays.
    pub fn keep_shown(&mut self, shown: &[usize]) {
        if self.findings.len() > 1 {
            let shown: HashSet<usize> = shown.iter().copied().collect();
            let picked = self.picked;
            self.findings
                .retain(|finding| shown.contains(finding) || Some(*finding) == picked);
        }
    }

    fn range_to(&self, finding: usize, shown: &[usize]) -> HashSet<usize> {
        let place = |finding: usize| shown.iter().position(|own| *own == finding);
        let to = place(finding);
        let from = self.anchor.and_then(place).or(to);
        let ends = from.zip(to).map(|(from, to)| (from.min(to), from.max(to)));
        let range = ends.and_then(|(first, last)| shown.get(first..=last));
        range.unwrap_or(&[finding]).iter().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChooseHow::{MoreRange, Only, Range, Toggle};

    const SHOWN: [usize; 6] = [5, 3, 0, 4, 1, 2];

    /// What is chosen, in the order of the table, and what is picked.
    #[track_caller]
    fn check(steps: &[(ChooseHow, usize)], expected: &[usize], picked: Option<usize>) {
        let mut chosen = Chosen::default();
        let mut last = None;
        for (how, finding) in steps {
            last = chosen.choose(*how, *finding, &SHOWN);
        }
        assert_eq!((chosen.among(&SHOWN), last), (expected.to_vec(), picked));
    }

    #[test]
    fn clicks_choose_as_in_other_tables() {
        check(&[(Only, 3)], &[3], Some(3));
        check(&[(Only, 3), (Only, 1)], &[1], Some(1));
        check(&[(Only, 3), (Toggle, 1)], &[3, 1], Some(1));
        check(&[(Only, 3), (Toggle, 1), (Toggle, 1)], &[3], Some(3));
        check(&[(Only, 3), (Toggle, 3)], &[], None);
        check(&[(Only, 3), (Range, 4)], &[3, 0, 4], Some(4));
        check(&[(Only, 4), (Range, 3)], &[3, 0, 4], Some(3));
        check(&[(Only, 4), (Range, 3), (Range, 1)], &[4, 1], Some(1));
        check(&[(Only, 5), (Toggle, 4), (MoreRange, 2)], &[5, 4, 1, 2], Some(2));
        // Nothing was chosen before: the range is the row alone.
        check(&[(Range, 0)], &[0], Some(0));
        // A row that is not shown.
        check(&[(Only, 3), (Range, 9)], &[], Some(9));
    }

    #[test]
    fn all_that_are_shown_and_none() {
        let mut chosen = Chosen::default();
        chosen.choose(Only, 4, &SHOWN);
        assert_eq!(chosen.choose_all(&[3, 4]), Some(4));
        assert_eq!(chosen.among(&SHOWN), [3, 4]);
        chosen.keep_shown(&[3, 5]);
        assert_eq!(chosen.among(&SHOWN), [3, 4], "what is picked stays");
        assert_eq!(chosen.choose_all(&[5, 3]), Some(5));
        chosen.choose_none();
        assert!(chosen.is_empty());
    }

    fn screening() -> Arc<Screening> {
        Arc::new(Screening {
            as_of: "2026-11-23".parse().unwrap(),
            verdicts: Vec::new(),
            findings: Vec::new(),
            projects: Vec::new(),
            totals: Vec::new(),
            group_totals: Vec::new(),
            zone_totals: Vec::new(),
            contradictions: Vec::new(),
            consultations: Vec::new(),
            annex: None,
        })
    }

    #[test]
    fn what_is_picked_elsewhere_takes_the_place_of_all() {
        let (screening, other) = (screening(), screening());
        let mut chosen = Chosen::default();
        chosen.follow(&screening, Some(3));
        chosen.choose(Toggle, 1, &SHOWN);
        chosen.follow(&screening, Some(1));
        assert_eq!(chosen.len(), 2);
        chosen.follow(&screening, Some(0));
        assert_eq!(chosen.among(&SHOWN), [0]);
        chosen.choose_all(&SHOWN);
        chosen.move_to(2);
        assert_eq!(chosen.cursor_in(&screening, Some(0)), Some(2));
        assert_eq!(chosen.cursor_in(&screening, Some(4)), Some(4));
        assert_eq!(chosen.cursor_in(&other, None), None);
        chosen.follow(&other, Some(5));
        assert_eq!(chosen.among(&SHOWN), [5]);
    }
}
