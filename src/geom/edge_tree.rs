//! A tree over the edges of one shape, for exact distances to shapes with many vertices.

use super::extent::Extent;
use super::segment::{Nearest, Segment};

/// Edges in a leaf of the tree, and children of a node.
const FAN: usize = 8;

/// A packed hierarchy of boxes over segments in their own order: neighbours along a ring are neighbours in the plane,
/// so no sorting is needed.
#[derive(Clone, Debug)]
pub struct EdgeTree {
    segments: Vec<Segment>,
    /// Boxes of groups of [`FAN`], finest level first; the last level is one box.
    levels: Vec<Vec<Extent>>,
}

impl EdgeTree {
    /// Over segments in any number and order.
    pub fn new(segments: Vec<Segment>) -> EdgeTree {
        let finest: Vec<Extent> = segments
            .chunks(FAN)
            .map(|chunk| Extent::of_coords(chunk.iter().flat_map(|s| [s.a, s.b])))
            .collect();
        let mut levels = vec![finest];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above = below.chunks(FAN).map(merged).collect();
            levels.push(above);
        }
        EdgeTree { segments, levels }
    }

    /// Replaces `best` by the nearest pair between this tree's segments (`from`) and `segment` (`to`), if one is nearer.
    pub fn nearest_to(&self, segment: &Segment, best: &mut Nearest) {
        let query = Extent::from_corners(segment.a, segment.b);
        self.descend(self.levels.len() - 1, 0, segment, &query, best);
    }

    fn descend(&self, level: usize, node: usize, segment: &Segment, query: &Extent, best: &mut Nearest) {
        let too_far =
            |extent: &Extent, best: &Nearest| extent.distance_squared(query) >= best.distance * best.distance;
        if self.levels[level]
            .get(node)
            .is_none_or(|extent| too_far(extent, best))
        {
            return;
        }
        let children = node * FAN..(node + 1) * FAN;
        if level == 0 {
            for own in &self.segments[children.start..children.end.min(self.segments.len())] {
                if !too_far(&Extent::from_corners(own.a, own.b), best) {
                    let nearest = own.nearest(segment);
                    if nearest.distance < best.distance {
                        *best = nearest;
                    }
                }
            }
            return;
        }
        // The nearest child first: it shrinks the search most.
        let below = &self.levels[level - 1];
        let mut order: Vec<(f64, usize)> = children
            .filter(|&child| child < below.len())
            .map(|child| (below[child].distance_squared(query), child))
            .collect();
        order.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        for (_, child) in order {
            self.descend(level - 1, child, segment, query, best);
        }
    }
}

fn merged(extents: &[Extent]) -> Extent {
    let mut all = Extent::EMPTY;
    extents.iter().for_each(|extent| all.merge(extent));
    all
}
