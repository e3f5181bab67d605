//! Which features of one layer overlap each other, so that areas can be added up where none do. Looked for feature by
//! feature, when somebody first asks: most features of a layer are never taken from.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{PoisonError, RwLock};

use rayon::prelude::*;

use crate::geom::diagonals::Diagonals;
use crate::geom::index::SpatialIndex;
use crate::geom::relate::Relater;
use crate::geom::scale::Scale;
use crate::geom::shape::Shape;

use super::feature::Feature;

/// Common areas up to this, in m², are the noise of borders that two features share.
const NOISE_M2: f64 = 1e-4;

/// Nobody has asked yet.
const UNKNOWN: u8 = 0;
/// The feature overlaps none of the later ones.
const NONE: u8 = 1;
/// The feature overlaps later ones.
const SOME: u8 = 2;

/// What is known by now of the overlaps among the features of one layer. Each pair is kept with the earlier of the two.
#[derive(Debug)]
pub struct Overlaps {
    /// By position of the feature.
    known: Box<[AtomicU8]>,
    /// Of features that overlap later ones: the positions of these, ascending.
    later: RwLock<BTreeMap<usize, Box<[usize]>>>,
}

impl Overlaps {
    /// Of so many features, nothing is known.
    pub fn unknown(count: usize) -> Overlaps {
        Overlaps {
            known: (0..count).map(|_| AtomicU8::new(UNKNOWN)).collect(),
            later: RwLock::default(),
        }
    }

    /// Positions of the features behind `position` that have an area in common with the one there, ascending. `index` is over
    /// the boxes of all features.
    pub fn behind(
        &self,
        position: usize,
        relater: &mut Relater,
        features: &[Feature],
        index: &SpatialIndex,
    ) -> Vec<usize> {
        let Some(known) = self.known.get(position) else {
            return Vec::new();
        };
        match known.load(Ordering::Acquire) {
            NONE => Vec::new(),
            SOME => {
                let later = self.later.read().unwrap_or_else(PoisonError::into_inner);
                later.get(&position).map_or_else(Vec::new, |later| later.to_vec())
            }
            _ => {
                // Two workers may find the same out at the same time.
                let found = find(position, relater, features, index);
                if !found.is_empty() {
                    let mut later = self.later.write().unwrap_or_else(PoisonError::into_inner);
                    later.insert(position, found.clone().into());
                }
                let state = if found.is_empty() { NONE } else { SOME };
                known.store(state, Ordering::Release);
                found
            }
        }
    }

    /// Looks for all there are, by all workers together.
    pub fn find_all(&self, features: &[Feature], index: &SpatialIndex) {
        let positions = (0..features.len()).into_par_iter();
        positions.for_each_init(Relater::default, |relater, position| {
            self.behind(position, relater, features, index);
        });
    }
}

/// Compares a feature with the later ones whose boxes meet its own.
fn find(position: usize, relater: &mut Relater, features: &[Feature], index: &SpatialIndex) -> Vec<usize> {
    let Some(own) = features
        .get(position)
        .filter(|own| !own.shape.areas().0.is_empty())
    else {
        return Vec::new();
    };
    let mut later = index.meeting_behind(&own.shape.extent(), position);
    // The borders of large ones are not walked along for this; their trees are faster.
    let diagonals = |shape: &Shape| (!shape.is_large()).then(|| Diagonals::of(shape, index.middle()));
    let own_diagonals = diagonals(&own.shape).filter(|_| !later.is_empty());
    later.retain(|&other| {
        let Some(other) = features.get(other) else {
            return false;
        };
        let both = own_diagonals.zip(diagonals(&other.shape));
        !both.is_some_and(|(own, other)| own.part(&other)) && overlap(relater, &own.shape, &other.shape)
    });
    later
}

/// What cannot be decided counts as an overlap: it is then united, not added.
fn overlap(relater: &mut Relater, a: &Shape, b: &Shape) -> bool {
    if b.areas().0.is_empty() || relater.share_only_a_border(a, b) {
        return false;
    }
    match relater.overlap(a, b, Scale::Plane) {
        Ok(overlap) => overlap.plane_m2 > NOISE_M2,
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::Properties;
    use std::sync::Arc;

    fn square(number: usize, x: f64, side: f64) -> Feature {
        let ring = [(x, 0.0), (x + side, 0.0), (x + side, side), (x, side), (x, 0.0)];
        let polygon = geo::Polygon::new(ring.into_iter().collect(), Vec::new());
        Feature {
            id: number.to_string().into(),
            number,
            shape: Arc::new(admit_plane(polygon).unwrap()),
            properties: Properties::default(),
            foreign: Properties::default(),
        }
    }

    /// Squares at some places in a row, and for each the later ones that it overlaps: asked for one by one, from the last to
    /// the first and once more, and found all together.
    #[track_caller]
    fn check(squares: &[(f64, f64)], expected: &[&[usize]]) {
        let row = squares.iter().enumerate();
        let features: Vec<Feature> = row.map(|(k, (x, side))| square(k + 1, *x, *side)).collect();
        let index = SpatialIndex::over(features.iter().map(|feature| feature.shape.extent()));
        let mut relater = Relater::default();
        let mut each = |overlaps: &Overlaps| -> Vec<Vec<usize>> {
            let backwards = (0..features.len()).rev();
            let mut found: Vec<_> = backwards
                .map(|k| overlaps.behind(k, &mut relater, &features, &index))
                .collect();
            found.reverse();
            found
        };
        let one_by_one = Overlaps::unknown(features.len());
        assert_eq!(each(&one_by_one), expected);
        assert_eq!(each(&one_by_one), expected);
        let all = Overlaps::unknown(features.len());
        all.find_all(&features, &index);
        assert!(
            all.known
                .iter()
                .all(|known| known.load(Ordering::Relaxed) != UNKNOWN)
        );
        assert_eq!(each(&all), expected);
    }

    #[test]
    fn later_ones_are_kept_with_the_earlier() {
        check(&[], &[]);
        check(&[(0.0, 2.0)], &[&[]]);
        // Edge on edge is no overlap, and a tenth of a millimetre of ten is noise.
        check(&[(0.0, 2.0), (2.0, 2.0)], &[&[], &[]]);
        check(&[(0.0, 10.0), (10.0 - 1e-6, 10.0)], &[&[], &[]]);
        check(
            &[(0.0, 2.0), (1.0, 2.0), (1.5, 2.0), (3.5, 1.0)],
            &[&[1, 2], &[2], &[], &[]],
        );
        check(&[(5.0, 1.0), (0.0, 9.0), (4.0, 3.0)], &[&[1, 2], &[2], &[]]);
    }

    #[test]
    fn of_what_is_not_there_nothing_is_known() {
        let overlaps = Overlaps::unknown(0);
        let index = SpatialIndex::new(&[]);
        assert!(
            overlaps
                .behind(3, &mut Relater::default(), &[], &index)
                .is_empty()
        );
    }
}
