//! The spatial index: boxes in, numbers of the boxes that meet a query out.

use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::extent::Extent;

/// An immutable R*-tree over boxes. It filters; the exact test is the caller's.
///
/// Built once by bulk loading. Empty boxes are left out, so they are never found. The corners are kept in single precision,
/// from the middle of all boxes and rounded outwards: half the memory, no box too few, and now and then one that misses the
/// query by less than a sixteen-millionth of the whole extent.
#[derive(Debug)]
pub struct SpatialIndex {
    middle: Coord<f64>,
    tree: RTree<GeomWithData<Rectangle<[f32; 2]>, u32>>,
}

impl SpatialIndex {
    /// Indexes boxes by their position in the slice.
    pub fn new(extents: &[Extent]) -> SpatialIndex {
        SpatialIndex::over(extents.iter().copied())
    }

    /// Indexes boxes by their position, without a list of them; they are walked through twice.
    pub fn over(extents: impl Iterator<Item = Extent> + Clone) -> SpatialIndex {
        let mut whole = Extent::EMPTY;
        extents.clone().for_each(|extent| whole.merge(&extent));
        let middle = if whole.is_empty() {
            Coord::zero()
        } else {
            whole.center()
        };
        let entries = extents
            .enumerate()
            .filter(|(_, extent)| !extent.is_empty())
            .map(|(number, extent)| {
                let (low, high) = corners(&extent, middle);
                GeomWithData::new(Rectangle::from_corners(low, high), number as u32)
            })
            .collect();
        SpatialIndex {
            middle,
            tree: RTree::bulk_load(entries),
        }
    }

    /// Positions of all boxes that meet `query`, borders included, in ascending order.
    pub fn meeting(&self, query: &Extent) -> Vec<usize> {
        let mut found: Vec<usize> = self.found(query).collect();
        // The tree promises no order; everything after it relies on one.
        found.sort_unstable();
        found
    }

    /// As [`SpatialIndex::meeting`]; `None` where there are more than `most`, which is told without finding them all.
    pub fn meeting_at_most(&self, query: &Extent, most: usize) -> Option<Vec<usize>> {
        let mut found: Vec<usize> = self.found(query).take(most.saturating_add(1)).collect();
        if found.len() > most {
            return None;
        }
        found.sort_unstable();
        Some(found)
    }

    fn found(&self, query: &Extent) -> impl Iterator<Item = usize> + '_ {
        let (low, high) = corners(query, self.middle);
        let query = (!query.is_empty()).then(|| AABB::from_corners(low, high));
        let found = query.map(|query| self.tree.locate_in_envelope_intersecting(query));
        found.into_iter().flatten().map(|entry| entry.data as usize)
    }
}

/// Low and high corner from `middle`, rounded outwards.
fn corners(extent: &Extent, middle: Coord<f64>) -> ([f32; 2], [f32; 2]) {
    let down = |value: f64| {
        let rounded = value as f32;
        if f64::from(rounded) > value {
            rounded.next_down()
        } else {
            rounded
        }
    };
    let up = |value: f64| -down(-value);
    let (low, high) = (extent.min - middle, extent.max - middle);
    ([down(low.x), down(low.y)], [up(high.x), up(high.y)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn extents() -> impl Strategy<Value = Vec<Extent>> {
        let corner = (-100.0..100.0f64, -100.0..100.0f64, 0.0..20.0f64, 0.0..20.0f64);
        prop::collection::vec(corner, 0..200).prop_map(|boxes| {
            boxes
                .into_iter()
                .map(|(x, y, w, h)| Extent::from_corners(Coord { x, y }, Coord { x: x + w, y: y + h }))
                .collect()
        })
    }

    proptest! {
        /// All that brute force finds, and nothing that is farther off than single precision tells.
        #[test]
        fn finds_what_brute_force_finds(
            mut all in extents(),
            mut query in extents(),
            east in prop_oneof![Just(0.0), Just(40_500_000.0), -1e9..1e9f64],
        ) {
            for extent in all.iter_mut().chain(&mut query) {
                extent.min.x += east;
                extent.max.x += east;
            }
            let index = SpatialIndex::new(&all);
            for q in &query {
                let meeting = |q: &Extent| -> Vec<usize> { (0..all.len()).filter(|&i| all[i].meets(q)).collect() };
                let (expected, found) = (meeting(q), index.meeting(q));
                let near = meeting(&q.inflated(1e-4));
                prop_assert!(expected.iter().all(|own| found.contains(own)), "{:?} of {:?}", found, expected);
                prop_assert!(found.iter().all(|own| near.contains(own)), "{:?} of {:?}", found, near);
                prop_assert!(found.is_sorted());
                let count = found.len();
                prop_assert_eq!(index.meeting_at_most(q, count), Some(found));
                prop_assert!(count == 0 || index.meeting_at_most(q, count - 1).is_none());
            }
        }
    }
}
