//! Rows that are marked: one bit each.

/// Which rows of a layer are marked, by their positions in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
    count: usize,
}

impl RowSet {
    /// None of so many rows.
    pub fn none_of(row_count: usize) -> RowSet {
        RowSet {
            words: vec![0; row_count.div_ceil(64)],
            count: 0,
        }
    }

    /// Some of so many rows; positions behind the end are left out.
    pub fn of(row_count: usize, positions: impl IntoIterator<Item = u32>) -> RowSet {
        let mut set = RowSet::none_of(row_count);
        for position in positions {
            if (position as usize) < row_count {
                set.insert(position);
            }
        }
        set
    }

    fn insert(&mut self, position: u32) {
        if let Some(word) = self.words.get_mut(position as usize / 64) {
            let bit = 1_u64 << (position % 64);
            self.count += usize::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// True where the row is marked.
    pub fn has(&self, position: u32) -> bool {
        let word = self.words.get(position as usize / 64);
        word.is_some_and(|word| word >> (position % 64) & 1 == 1)
    }

    /// How many are marked.
    pub fn len(&self) -> usize {
        self.count
    }

    /// True where none is marked.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The positions, ascending.
    pub fn positions(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.words.len() as u32 * 64).filter(|&position| self.has(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn holds_what_was_put_in(row_count in 0_u32..300, positions in prop::collection::vec(0_u32..400, 0..40)) {
            let set = RowSet::of(row_count as usize, positions.iter().copied());
            let expected: BTreeSet<u32> = positions.into_iter().filter(|&p| p < row_count).collect();
            prop_assert_eq!(set.len(), expected.len());
            prop_assert_eq!(set.is_empty(), expected.is_empty());
            prop_assert_eq!(set.positions().collect::<Vec<_>>(), expected.into_iter().collect::<Vec<_>>());
        }
    }
}
