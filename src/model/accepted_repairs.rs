//! Which repairs somebody has said yes to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::feature::FeatureRef;
use super::layer::Layer;
use super::repair::Repair;

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
    use geo::MultiPolygon;

    use super::*;
    use crate::geom::extent::Extent;
    use crate::geom::repair::Change;

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
