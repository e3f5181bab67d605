//! The spatial index: boxes in, numbers of the boxes that meet a query out.

use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope as _, RTree};

use super::extent::Extent;

/// An immutable R*-tree over boxes. It filters; the exact test is the caller's.
///
/// Built once by bulk loading. Empty boxes are left out, so they are never found. The corners are kept in single precision,
/// from the middle of all boxes and rounded outwards: half the memory, no box too few, and now and then one that misses the
/// query by less than a sixteen-millionth of the whole extent.
#[derive(Debug)]
pub struct SpatialIndex {
    middle: Coord<f64>,
    /// From west to east.
    trees: Vec<RTree<Entry>>,
}

type Entry = GeomWithData<Rectangle<[f32; 2]>, u32>;

/// From so many boxes on, halves of them are indexed each by itself, at the same time.
const HALVE_FROM: usize = 1 << 14;
/// So many times they are halved at the most.
const HALVINGS: u32 = 2;

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
            trees: trees(entries, HALVINGS),
        }
    }

    /// The middle of all boxes.
    pub fn middle(&self) -> Coord<f64> {
        self.middle
    }

    /// Positions of all boxes that meet `query`, borders included, in ascending order.
    pub fn meeting(&self, query: &Extent) -> Vec<usize> {
        let mut found = Vec::new();
        self.each_found(query, |position| found.push(position));
        // The tree promises no order; everything after it relies on one.
        found.sort_unstable();
        found
    }

    /// As [`SpatialIndex::meeting`], only of those behind a position: each pair of boxes once.
    pub fn meeting_behind(&self, query: &Extent, position: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.each_found(query, |other| {
            if other > position {
                found.push(other);
            }
        });
        found.sort_unstable();
        found
    }

    /// As [`SpatialIndex::meeting`]; `None` where there are more than `most`, which is told without finding them all.
    pub fn meeting_at_most(&self, query: &Extent, most: usize) -> Option<Vec<usize>> {
        let trees = self.trees_at(query);
        let found = trees.flat_map(|(tree, query)| tree.locate_in_envelope_intersecting(query));
        let mut found: Vec<usize> = found
            .take(most.saturating_add(1))
            .map(|entry| entry.data as usize)
            .collect();
        if found.len() > most {
            return None;
        }
        found.sort_unstable();
        Some(found)
    }

    fn each_found(&self, query: &Extent, mut take: impl FnMut(usize)) {
        for (tree, query) in self.trees_at(query) {
            for entry in tree.locate_in_envelope_intersecting(query) {
                take(entry.data as usize);
            }
        }
    }

    /// The trees that a query comes into; most come into one.
    fn trees_at(&self, query: &Extent) -> impl Iterator<Item = (&RTree<Entry>, AABB<[f32; 2]>)> {
        let (low, high) = corners(query, self.middle);
        let query = (!query.is_empty()).then(|| AABB::from_corners(low, high));
        let with_trees = query
            .into_iter()
            .flat_map(|query| self.trees.iter().map(move |tree| (tree, query)));
        with_trees.filter(|(tree, query)| tree.root().envelope().intersects(query))
    }
}

/// Trees over boxes that lie side by side, built in parallel; the same whatever the number of threads.
fn trees(mut entries: Vec<Entry>, halvings: u32) -> Vec<RTree<Entry>> {
    if halvings == 0 || entries.len() < HALVE_FROM {
        return vec![RTree::bulk_load(entries)];
    }
    let west = |entry: &Entry| entry.geom().lower()[0];
    let half = entries.len() / 2;
    entries.select_nth_unstable_by(half, |p, q| west(p).total_cmp(&west(q)).then(p.data.cmp(&q.data)));
    let east = entries.split_off(half);
    let (mut both, east) = rayon::join(|| trees(entries, halvings - 1), || trees(east, halvings - 1));
    both.extend(east);
    both
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

    #[test]
    fn corners_are_rounded_outwards_and_exact_ones_not_at_all() {
        let check = |value: f64, low: f32, high: f32| {
            let place = Coord { x: value, y: value };
            let found = corners(&Extent::from_corners(place, place), Coord::zero());
            assert_eq!(found, ([low; 2], [high; 2]), "{value}");
        };
        check(0.5, 0.5, 0.5);
        check(0.1, 0.1f32.next_down(), 0.1);
        check(0.7, 0.7, 0.7f32.next_up());
        check(-0.1, -0.1, (-0.1f32).next_up());
    }

    #[test]
    fn many_boxes_are_halved_twice_at_the_most() {
        let check = |count: usize, expected: &[usize]| {
            let places = (0..count).map(|k| Coord { x: k as f64, y: 0.0 });
            let index = SpatialIndex::over(places.map(|place| Extent::from_corners(place, place)));
            let sizes: Vec<usize> = index.trees.iter().map(RTree::size).collect();
            assert_eq!(sizes, expected);
        };
        check(HALVE_FROM - 1, &[HALVE_FROM - 1]);
        check(HALVE_FROM, &[HALVE_FROM / 2; 2]);
        check(8 * HALVE_FROM, &[2 * HALVE_FROM; 4]);
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
                let behind: Vec<usize> = found.iter().copied().filter(|&own| own > 7).collect();
                prop_assert_eq!(index.meeting_behind(q, 7), behind);
                let count = found.len();
                prop_assert_eq!(index.meeting_at_most(q, count), Some(found));
                prop_assert!(count == 0 || index.meeting_at_most(q, count - 1).is_none());
            }
        }
    }
}
