//! The spatial index: boxes in, numbers of the boxes that meet a query out.

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::extent::Extent;

/// An immutable R*-tree over boxes. It filters; the exact test is the caller's.
///
/// Built once by bulk loading. Empty boxes are left out, so they are never found.
#[derive(Debug, Default)]
pub struct SpatialIndex {
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl SpatialIndex {
    /// Indexes boxes by their position in the slice.
    pub fn new(extents: &[Extent]) -> SpatialIndex {
        let entries = extents
            .iter()
            .enumerate()
            .filter(|(_, extent)| !extent.is_empty())
            .map(|(number, extent)| {
                let corners =
                    Rectangle::from_corners([extent.min.x, extent.min.y], [extent.max.x, extent.max.y]);
                GeomWithData::new(corners, number as u32)
            })
            .collect();
        SpatialIndex {
            tree: RTree::bulk_load(entries),
        }
    }

    /// Positions of all boxes that meet `query`, borders included, in ascending order.
    pub fn meeting(&self, query: &Extent) -> Vec<usize> {
        if query.is_empty() {
            return Vec::new();
        }
        let envelope = AABB::from_corners([query.min.x, query.min.y], [query.max.x, query.max.y]);
        let mut found: Vec<usize> = self
            .tree
            .locate_in_envelope_intersecting(envelope)
            .map(|entry| entry.data as usize)
            .collect();
        // The tree promises no order; everything after it relies on one.
        found.sort_unstable();
        found
    }

    /// As [`SpatialIndex::meeting`]; `None` where there are more than `most`, which is told without finding them all.
    pub fn meeting_at_most(&self, query: &Extent, most: usize) -> Option<Vec<usize>> {
        if query.is_empty() {
            return Some(Vec::new());
        }
        let envelope = AABB::from_corners([query.min.x, query.min.y], [query.max.x, query.max.y]);
        let mut found = Vec::new();
        for entry in self.tree.locate_in_envelope_intersecting(envelope) {
            if found.len() == most {
                return None;
            }
            found.push(entry.data as usize);
        }
        found.sort_unstable();
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;
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
        #[test]
        fn finds_what_brute_force_finds(all in extents(), query in extents()) {
            let index = SpatialIndex::new(&all);
            for q in &query {
                let expected: Vec<usize> = (0..all.len()).filter(|&i| all[i].meets(q)).collect();
                prop_assert_eq!(&index.meeting(q), &expected);
                let count = expected.len();
                prop_assert_eq!(index.meeting_at_most(q, count), Some(expected));
                prop_assert!(count == 0 || index.meeting_at_most(q, count - 1).is_none());
            }
        }
    }
}
