//! Which features of one layer overlap each other: known once, so that areas can be added up where none do.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::geom::diagonals::Diagonals;
use crate::geom::index::SpatialIndex;
use crate::geom::relate::Relater;
use crate::geom::scale::Scale;
use crate::geom::shape::Shape;

use super::feature::Feature;

/// Common areas up to this, in m², are the noise of borders that two features share.
const NOISE_M2: f64 = 1e-4;

/// Pairs of features of one layer whose polygons have an area in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlaps {
    /// By position, the positions of the others, ascending. Features that overlap none are not in it.
    others: BTreeMap<usize, Vec<usize>>,
}

impl Overlaps {
    /// Compares each feature with those whose boxes meet its own, by an index over all boxes.
    pub fn among(features: &[Feature], index: &SpatialIndex) -> Overlaps {
        let diagonals: Vec<Diagonals> = features
            .par_iter()
            .map(|feature| Diagonals::of(&feature.shape, index.middle()))
            .collect();
        let part = |a: usize, b: usize| match (diagonals.get(a), diagonals.get(b)) {
            (Some(a), Some(b)) => a.part(b),
            _ => false,
        };
        let pairs: Vec<Vec<(usize, usize)>> = features
            .par_iter()
            .enumerate()
            .map_init(Relater::default, |relater, (position, feature)| {
                if feature.shape.areas().0.is_empty() {
                    return Vec::new();
                }
                let later = index.meeting_behind(&feature.shape.extent(), position);
                let overlapping = later.into_iter().filter(|&other| {
                    let other_feature = features.get(other).filter(|_| !part(position, other));
                    other_feature.is_some_and(|other| overlap(relater, &feature.shape, &other.shape))
                });
                overlapping.map(|other| (position, other)).collect()
            })
            .collect();
        let mut others: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (a, b) in pairs.into_iter().flatten() {
            others.entry(a).or_default().push(b);
            others.entry(b).or_default().push(a);
        }
        others
            .values_mut()
            .for_each(|positions| positions.sort_unstable());
        Overlaps { others }
    }

    /// True where no two features overlap: the layer is a coverage, perhaps with gaps.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty()
    }

    /// True where a feature overlaps another.
    pub fn concern(&self, position: usize) -> bool {
        self.others.contains_key(&position)
    }

    /// True where two features overlap.
    pub fn contains(&self, a: usize, b: usize) -> bool {
        self.others
            .get(&a)
            .is_some_and(|others| others.binary_search(&b).is_ok())
    }
}

/// What cannot be decided counts as an overlap: it is then united, not added.
fn overlap(relater: &mut Relater, a: &Shape, b: &Shape) -> bool {
    if b.areas().0.is_empty() {
        return false;
    }
    match relater.overlap(a, b, Scale::Plane) {
        Ok(overlap) => overlap.plane_m2 > NOISE_M2,
        Err(_) => true,
    }
}
