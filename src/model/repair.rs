//! What a repair did to a feature, and whether that wants a yes.

use std::sync::Arc;

use geo::MultiPolygon;

use crate::geom::extent::Extent;
use crate::geom::repair::Change;

/// A repair that changed the area of a feature by a larger share than this wants a yes: 0.01 %.
pub const NEEDS_YES_SHARE: f64 = 1e-4;

/// A feature whose area was changed by a repair.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The feature's id in its layer.
    pub id: Arc<str>,
    /// Its number in the file, from 1.
    pub number: usize,
    /// Areas before and after.
    pub change: Change,
    /// The outline as it came, in the plane. Not valid: for the eye alone.
    pub drawn: Arc<MultiPolygon<f64>>,
    /// The box around the outline as it came, which holds the repaired one too; plane metres.
    pub place: Extent,
}

impl Repair {
    /// True where nobody may use the feature for a verdict before somebody has said yes.
    pub fn needs_yes(&self) -> bool {
        needs_yes(&self.change)
    }
}

/// True for a change that wants a yes.
pub fn needs_yes(change: &Change) -> bool {
    // Written so that an area that is no number wants one.
    let little = change.share() <= NEEDS_YES_SHARE;
    !little
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repair(before_m2: f64, after_m2: f64) -> Repair {
        Repair {
            id: "7".into(),
            number: 7,
            change: Change {
                before_m2,
                after_m2,
                ambiguous: false,
            },
            drawn: Arc::new(MultiPolygon(Vec::new())),
            place: Extent::EMPTY,
        }
    }

    #[test]
    fn more_than_a_ten_thousandth_needs_a_yes() {
        let check = |before, after, expected| assert_eq!(repair(before, after).needs_yes(), expected);
        check(10_000.0, 10_000.0, false);
        check(10_000.0, 9_999.0, false);
        check(10_000.0, 9_998.9, true);
        check(10_000.0, 10_001.1, true);
        check(0.0, 8.0, true);
        check(f64::NAN, 8.0, true);
        check(0.0, 0.0, false);
    }
}
