//! What a repair did to a feature, and which repairs somebody has said yes to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo::MultiPolygon;

use crate::geom::extent::Extent;
use crate::geom::repair::Change;

use super::feature::FeatureRef;
use super::layer::Layer;

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

/// The repairs of one layer that somebody has said yes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// All.
    All,
    /// Those of features with these ids.
    Some(BTreeSet<Arc<str>>),
}

/// The repairs that somebody has said yes to, by layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptedRepairs {
    by_layer: BTreeMap<Arc<str>, Accepted>,
}

impl AcceptedRepairs {
    /// True where the repair was said yes to, or needs none.
    pub fn allow(&self, layer: &str, repair: &Repair) -> bool {
        let is_accepted = match self.by_layer.get(layer) {
            None => false,
            Some(Accepted::All) => true,
            Some(Accepted::Some(ids)) => ids.contains(&repair.id),
        };
        is_accepted || !repair.needs_yes()
    }

    /// The repairs of a layer that wait for a yes, in the order of the file.
    pub fn waiting<'a>(&'a self, layer: &'a Layer) -> impl Iterator<Item = &'a Repair> {
        let repairs = layer.provenance.repairs.iter();
        repairs.filter(|repair| !self.allow(&layer.about.id, repair))
    }

    /// What was said of a layer.
    pub fn of(&self, layer: &str) -> Option<&Accepted> {
        self.by_layer.get(layer)
    }

    /// From now on exactly this is said of a layer.
    pub fn set(&mut self, layer: &Arc<str>, accepted: Option<Accepted>) {
        match accepted {
            Some(accepted) => self.by_layer.insert(Arc::clone(layer), accepted),
            None => self.by_layer.remove(layer),
        };
    }

    /// Says yes to one more repair.
    pub fn accept(&mut self, feature: &FeatureRef) {
        let none = || Accepted::Some(BTreeSet::new());
        let own = self.by_layer.entry(Arc::clone(&feature.layer));
        if let Accepted::Some(ids) = own.or_insert_with(none) {
            ids.insert(Arc::clone(&feature.id));
        }
    }
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

    #[test]
    fn a_yes_is_to_one_feature_or_to_all_of_a_layer() {
        let (mut accepted, own) = (AcceptedRepairs::default(), repair(0.0, 8.0));
        assert!(!accepted.allow("a", &own));
        let name = |id: &str| FeatureRef {
            layer: "a".into(),
            id: id.into(),
        };
        accepted.accept(&name("8"));
        assert!(!accepted.allow("a", &own));
        accepted.accept(&name("7"));
        assert!(accepted.allow("a", &own) && !accepted.allow("b", &own));
        accepted.set(&"b".into(), Some(Accepted::All));
        assert!(accepted.allow("b", &own));
        accepted.set(&"b".into(), None);
        assert!(!accepted.allow("b", &own));
        assert!(accepted.allow("b", &repair(8.0, 8.0)), "nothing was changed");
    }
}
