//! A tree over the edges of one shape: what is near is found without looking at the rest.

use geo::Coord;

use super::extent::Extent;
use super::paths::{PathRef, Paths, edges};
use super::segment::{Nearest, Segment};

/// Edges in a leaf of the tree, and children of a node.
pub(in crate::geom) const FAN: usize = 8;

/// A packed hierarchy of boxes over the edges of a shape in their own order: neighbours along a ring are neighbours in
/// the plane, so no sorting is needed. Holds boxes only; the vertices stay in the shape, which every call must be given.
#[derive(Clone, Debug)]
pub struct EdgeTree {
    leaves: Vec<Leaf>,
    /// Boxes of [`FAN`] nodes of the level before, those of the leaves first; the last level is one box.
    levels: Vec<Vec<Extent>>,
}

/// Up to [`FAN`] edges of one path.
#[derive(Clone, Copy, Debug)]
pub(in crate::geom) struct Leaf {
    /// Rings and lines, or one point.
    pub path: PathRef,
    /// The first vertex of its first edge.
    pub start: u32,
}

impl Leaf {
    /// The vertices of its edges; a point alone gives one vertex.
    pub(in crate::geom) fn vertices(self, shape: &impl Paths) -> &[Coord<f64>] {
        let path = shape.path(self.path);
        let start = self.start as usize;
        path.get(start..path.len().min(start + FAN + 1))
            .unwrap_or_default()
    }
}

impl EdgeTree {
    /// Over all edges and points of a shape.
    pub fn new(shape: &impl Paths) -> EdgeTree {
        let mut leaves = Vec::new();
        for path in shape.paths() {
            let edges = shape.path(path).len().saturating_sub(1).max(1);
            leaves.extend((0..edges).step_by(FAN).map(|start| Leaf {
                path,
                start: start as u32,
            }));
        }
        let finest = leaves
            .iter()
            .map(|leaf| Extent::of_coords(leaf.vertices(shape).iter().copied()));
        let mut levels: Vec<Vec<Extent>> = vec![finest.collect()];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above = below.chunks(FAN).map(merged).collect();
            levels.push(above);
        }
        EdgeTree { leaves, levels }
    }

    /// Number of the level that has one node, or none where the shape is empty: the way into the tree.
    pub(in crate::geom) fn top(&self) -> usize {
        self.levels.len() - 1
    }

    /// The box of a node.
    pub(in crate::geom) fn extent(&self, level: usize, node: usize) -> Option<&Extent> {
        self.levels.get(level)?.get(node)
    }

    /// The leaves under a node, as numbers.
    pub(in crate::geom) fn leaves_under(&self, level: usize, node: usize) -> std::ops::Range<usize> {
        let width = FAN.pow(level as u32);
        (node * width).min(self.leaves.len())..((node + 1) * width).min(self.leaves.len())
    }

    /// The number of the first leaf of the next path.
    pub(in crate::geom) fn end_of_path(&self, number: usize) -> usize {
        let rest = self.leaves.get(number..).unwrap_or_default();
        let own = rest.first().map(|leaf| leaf.path);
        number + rest.partition_point(|leaf| Some(leaf.path) == own)
    }

    /// A leaf by its number.
    pub(in crate::geom) fn leaf(&self, number: usize) -> Option<Leaf> {
        self.leaves.get(number).copied()
    }

    /// The edges of `shape`, which this tree was made of, that come within `at_most` of `extent`, with their boxes. `None`
    /// where they lie in more than `most` leaves.
    pub fn edges_near(
        &self,
        shape: &impl Paths,
        extent: &Extent,
        (at_most, most): (f64, usize),
    ) -> Option<Vec<(Segment, Extent)>> {
        let mut found = Vec::new();
        let mut leaf_count = 0;
        let mut open = vec![(self.top(), 0)];
        while let Some((level, node)) = open.pop() {
            let near = |own: &Extent| own.distance_squared(extent) <= at_most * at_most;
            if !self.extent(level, node).is_some_and(near) {
                continue;
            }
            if level > 0 {
                // From the last to the first, so that edges come out in the order of the shape.
                open.extend(
                    (node * FAN..(node + 1) * FAN)
                        .rev()
                        .map(|child| (level - 1, child)),
                );
                continue;
            }
            leaf_count += 1;
            if leaf_count > most {
                return None;
            }
            let vertices = self.leaf(node).map(|leaf| leaf.vertices(shape));
            let boxed = edges(vertices.unwrap_or_default()).map(|edge| (edge, edge.extent()));
            found.extend(boxed.filter(|(_, own)| near(own)));
        }
        Some(found)
    }

    /// Replaces `best` by the nearest pair between the edges of `shape`, which this tree was made of, (`from`) and
    /// `segment` (`to`), if one is nearer.
    pub fn nearest_to(&self, shape: &impl Paths, segment: &Segment, best: &mut Nearest) {
        let query = segment.extent();
        let search = Search {
            tree: self,
            shape,
            segment,
            query,
        };
        search.descend(self.top(), 0, best);
    }
}

struct Search<'a, P: Paths> {
    tree: &'a EdgeTree,
    shape: &'a P,
    segment: &'a Segment,
    query: Extent,
}

impl<P: Paths> Search<'_, P> {
    fn descend(&self, level: usize, node: usize, best: &mut Nearest) {
        let distance = |extent: &Extent| extent.distance_squared(&self.query);
        let Some(extent) = self.tree.extent(level, node) else {
            return;
        };
        if distance(extent) >= best.distance * best.distance {
            return;
        }
        if level == 0 {
            if let Some(leaf) = self.tree.leaf(node) {
                self.look_at(leaf, best);
            }
            return;
        }
        // The nearest child first: it shrinks the search most.
        let mut order = [(f64::INFINITY, 0); FAN];
        let mut count = 0;
        for child in node * FAN..(node + 1) * FAN {
            if let Some(extent) = self.tree.extent(level - 1, child) {
                order[count] = (distance(extent), child);
                count += 1;
            }
        }
        order[..count].sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        for &(_, child) in &order[..count] {
            self.descend(level - 1, child, best);
        }
    }

    fn look_at(&self, leaf: Leaf, best: &mut Nearest) {
        let vertices = leaf.vertices(self.shape);
        for own in edges(vertices) {
            let apart = own.extent().distance_squared(&self.query);
            if apart < best.distance * best.distance
                && let Some(nearer) = own.nearest_below(self.segment, best.distance)
            {
                *best = nearer;
            }
        }
    }
}

fn merged(extents: &[Extent]) -> Extent {
    let mut all = Extent::EMPTY;
    extents.iter().for_each(|extent| all.merge(extent));
    all
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::super::shape::Shape;
    use super::*;
    use geo::{Geometry, GeometryCollection, wkt};

    /// A wavy ring with a hole, a line and single points: paths that end inside a leaf and at its end.
    fn shape(vertices: u32) -> Shape {
        let ring = (0..vertices).map(|k| (k, std::f64::consts::TAU * f64::from(k) / f64::from(vertices)));
        let ring = ring.map(|(k, angle)| {
            let radius = 50.0 + 7.0 * f64::from(k * k % 11) / 11.0;
            (radius * angle.cos(), radius * angle.sin())
        });
        let hole = wkt! { LINESTRING(-5. -5., 5. -5., 5. 5., -5. 5., -5. -5.) };
        admit_plane(Geometry::GeometryCollection(GeometryCollection(vec![
            Geometry::from(geo::Polygon::new(ring.collect(), vec![hole])),
            wkt! { LINESTRING(70. 0., 71. 3., 72. 0., 73. 3., 74. 0., 75. 3., 76. 0., 77. 3., 78. 0.) }
                .into(),
            wkt! { MULTIPOINT(90. 1., 0. 90.) }.into(),
        ])))
        .unwrap()
    }

    fn queries() -> impl Iterator<Item = Segment> {
        (0..60).map(|k| {
            let (x, y) = (f64::from(k * 37 % 200 - 100), f64::from(k * 53 % 200 - 100));
            Segment {
                a: Coord { x, y },
                b: Coord {
                    x: x + 5.0,
                    y: y - 3.0,
                },
            }
        })
    }

    #[test]
    fn finds_what_a_look_at_every_edge_finds() {
        for vertices in [5, 8, 9, 64, 65, 200] {
            let shape = shape(vertices);
            let tree = EdgeTree::new(&shape);
            for query in queries() {
                let near = query.extent();
                for at_most in [0.0, 2.0, 30.0] {
                    let is_near = |edge: &Segment| edge.extent().distance_squared(&near) <= at_most * at_most;
                    let expected: Vec<Segment> = shape.segments().filter(is_near).collect();
                    let found = tree.edges_near(&shape, &near, (at_most, usize::MAX)).unwrap();
                    let boxed = |(edge, own): &(Segment, Extent)| *own == edge.extent();
                    assert!(found.iter().all(boxed));
                    assert_eq!(
                        found.into_iter().map(|(edge, _)| edge).collect::<Vec<_>>(),
                        expected
                    );
                }
                let nearest = |edge: Segment| edge.nearest(&query).distance;
                let expected = shape.segments().map(nearest).fold(f64::INFINITY, f64::min);
                let mut best = Nearest::NONE;
                tree.nearest_to(&shape, &query, &mut best);
                assert_eq!(best.distance, expected, "{vertices} {query:?}");
                tree.nearest_to(&shape, &query, &mut best);
                assert_eq!(best.distance, expected);
            }
        }
    }

    #[test]
    fn more_leaves_than_wanted_are_not_opened() {
        let shape = shape(64);
        let tree = EdgeTree::new(&shape);
        // Eight leaves of the ring, one of the hole, one of the line, one of each point.
        let all = shape.extent();
        assert!(tree.edges_near(&shape, &all, (0.0, 11)).is_none());
        let found = tree.edges_near(&shape, &all, (0.0, 12)).unwrap();
        assert_eq!(found.len(), 64 + 4 + 8 + 2);
    }

    #[test]
    fn of_nothing_finds_nothing() {
        let tree = EdgeTree::new(&Shape::empty());
        let mut best = Nearest::NONE;
        let query = queries().next().unwrap();
        tree.nearest_to(&Shape::empty(), &query, &mut best);
        assert_eq!(best.distance, f64::INFINITY);
        let all = query.extent();
        assert_eq!(
            tree.edges_near(&Shape::empty(), &all, (1e9, 9)).map(|f| f.len()),
            Some(0)
        );
    }
}
