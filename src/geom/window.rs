//! The part of a shape that matters in a window: its polygons with everything far away cut short.
//!
//! Where a ring runs beyond one side of the window it may as well run straight: that half-plane is convex and holds no
//! point of the window, so no point in the window changes sides. What remains has few vertices, however many the shape
//! has, and lies in the window exactly as the shape does.

use std::ops::Range;

use geo::Coord;

use super::edge_tree::{EdgeTree, FAN};
use super::extent::Extent;
use super::paths::{PathRef, Paths as _};
use super::segment::Segment;
use super::shape::Shape;

/// Rings of a shape, true within a window. Closed; shells counter-clockwise and holes clockwise as they were, though
/// beyond the window they may cross themselves. By the even-odd rule they cover in the window what the shape covers.
#[derive(Clone, Debug, Default)]
pub struct Window {
    vertices: Vec<Coord<f64>>,
    ends: Vec<usize>,
}

/// Sides of the window that a vertex lies beyond, one bit each.
type Beyond = u8;

impl Window {
    /// Replaces what is held by the rings of `shape` as they are in `extent`.
    pub fn look_at(&mut self, shape: &Shape, extent: &Extent) {
        self.vertices.clear();
        self.ends.clear();
        if extent.is_empty() {
            return;
        }
        if extent.covers(&shape.extent()) && !shape.is_large() {
            return self.take_whole(shape);
        }
        let mut cutter = Cutter {
            extent,
            window: self,
            beyond_all: 0,
            beyond_last: 0,
            held: None,
            start: 0,
        };
        match shape.kept_edge_tree() {
            Some(tree) => cutter.descend(shape, tree, tree.top(), 0, &mut None),
            None => shape.rings().for_each(|ring| cutter.ring(&ring.0)),
        }
    }

    /// All rings as they are.
    fn take_whole(&mut self, shape: &Shape) {
        for ring in shape.rings() {
            self.vertices.extend_from_slice(&ring.0);
            self.ends.push(self.vertices.len());
        }
    }

    /// The rings.
    pub fn rings(&self) -> impl Iterator<Item = &[Coord<f64>]> + Clone + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ranges = starts.zip(self.ends.iter().copied());
        ranges.map(|(start, end)| self.vertices.get(start..end).unwrap_or_default())
    }

    /// The rings as ranges of vertices.
    pub(in crate::geom) fn ring_ranges(&self) -> impl Iterator<Item = Range<usize>> + Clone + '_ {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(self.ends.iter().copied())
            .map(|(start, end)| start..end)
    }

    /// The edge that begins at a vertex; the last vertex of a ring begins none.
    pub(in crate::geom) fn edge(&self, vertex: usize) -> Segment {
        Segment {
            a: self.vertices[vertex],
            b: self.vertices[vertex + 1],
        }
    }

    /// True where the box of an edge, and perhaps the edge, comes into `extent`, borders included. Where none does, all of
    /// `extent` is on one side of the shape.
    pub fn has_border_in(&self, extent: &Extent) -> bool {
        let mut rings = self.rings();
        rings.any(|ring| {
            let mut edges = ring.windows(2);
            edges.any(|edge| {
                let &[a, b] = edge else { return false };
                Extent::from_corners(a, b).meets(extent)
            })
        })
    }

    /// The two ends of the edge that begins with a vertex.
    pub(in crate::geom) fn edge_ends(&self, vertex: usize) -> &[Coord<f64>] {
        self.vertices.get(vertex..vertex + 2).unwrap_or_default()
    }

    /// True where no ring comes near.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Number of vertices, ring closures included.
    pub fn vertex_count(&self) -> usize {
        self.vertices.len()
    }
}

/// Walks along rings and leaves out what runs beyond one side.
struct Cutter<'a> {
    extent: &'a Extent,
    window: &'a mut Window,
    /// Sides that everything since the last vertex given out lies beyond.
    beyond_all: Beyond,
    /// Sides that the last vertex seen lies beyond.
    beyond_last: Beyond,
    /// The last vertex seen, where it has not been given out.
    held: Option<Coord<f64>>,
    /// Where the ring at hand begins.
    start: usize,
}

impl Cutter<'_> {
    fn ring(&mut self, ring: &[Coord<f64>]) {
        let Some((&first, rest)) = ring.split_first() else {
            return;
        };
        self.begin(first, self.beyond(first));
        for &vertex in rest {
            self.step(vertex, self.beyond(vertex));
        }
        self.end();
    }

    fn begin(&mut self, vertex: Coord<f64>, beyond: Beyond) {
        self.start = self.window.vertices.len();
        self.window.vertices.push(vertex);
        (self.beyond_all, self.beyond_last) = (beyond, beyond);
    }

    /// Goes on to `vertex`, by a way that lies wholly beyond the sides `beyond`, both ends included, or straight.
    fn step(&mut self, vertex: Coord<f64>, beyond: Beyond) {
        let common = self.beyond_all & beyond;
        if common != 0 {
            self.held = Some(vertex);
            self.beyond_all = common;
        } else {
            self.window.vertices.extend(self.held.take());
            let since = self.beyond_last & beyond;
            if since != 0 {
                self.held = Some(vertex);
                self.beyond_all = since;
            } else {
                self.window.vertices.push(vertex);
                self.beyond_all = beyond;
            }
        }
        self.beyond_last = beyond;
    }

    fn end(&mut self) {
        self.window.vertices.extend(self.held.take());
        // There and back again encloses nothing.
        if self.window.vertices.len() < self.start + 4 {
            self.window.vertices.truncate(self.start);
        } else {
            self.window.ends.push(self.window.vertices.len());
        }
    }

    fn beyond(&self, vertex: Coord<f64>) -> Beyond {
        Beyond::from(vertex.x < self.extent.min.x)
            | Beyond::from(vertex.x > self.extent.max.x) << 1
            | Beyond::from(vertex.y < self.extent.min.y) << 2
            | Beyond::from(vertex.y > self.extent.max.y) << 3
    }

    /// Sides that a whole box lies beyond.
    fn beyond_box(&self, extent: &Extent) -> Beyond {
        Beyond::from(extent.max.x < self.extent.min.x)
            | Beyond::from(extent.min.x > self.extent.max.x) << 1
            | Beyond::from(extent.max.y < self.extent.min.y) << 2
            | Beyond::from(extent.min.y > self.extent.max.y) << 3
    }

    /// Takes what is under one node. `open` is the ring at hand.
    fn descend(
        &mut self,
        shape: &Shape,
        tree: &EdgeTree,
        level: usize,
        node: usize,
        open: &mut Option<PathRef>,
    ) {
        let Some(extent) = tree.extent(level, node) else {
            return;
        };
        let beyond = self.beyond_box(extent);
        if beyond != 0 {
            self.pass(shape, tree, tree.leaves_under(level, node), (beyond, open));
        } else if level == 0 {
            self.leaf(shape, tree, node, open);
        } else {
            for child in node * FAN..(node + 1) * FAN {
                self.descend(shape, tree, level - 1, child, open);
            }
        }
    }

    fn leaf(&mut self, shape: &Shape, tree: &EdgeTree, number: usize, open: &mut Option<PathRef>) {
        let Some(leaf) = tree.leaf(number).filter(|leaf| leaf.path.is_ring()) else {
            return;
        };
        let vertices = leaf.vertices(shape);
        let Some((&first, rest)) = vertices.split_first() else {
            return;
        };
        if *open != Some(leaf.path) {
            self.begin(first, self.beyond(first));
            *open = Some(leaf.path);
        }
        for &vertex in rest {
            self.step(vertex, self.beyond(vertex));
        }
        self.close_after(tree, number, open);
    }

    /// Passes leaves that all lie beyond: the ring at hand is taken to where they end, the last one may begin among them,
    /// and rings that are wholly among them are left out.
    fn pass(
        &mut self,
        shape: &Shape,
        tree: &EdgeTree,
        leaves: Range<usize>,
        (beyond, open): (Beyond, &mut Option<PathRef>),
    ) {
        let (Some(first), Some(last)) = (tree.leaf(leaves.start), tree.leaf(leaves.end.wrapping_sub(1)))
        else {
            return;
        };
        if *open == Some(first.path) {
            let number = tree.end_of_path(leaves.start).min(leaves.end) - 1;
            self.step_to_end_of(shape, tree, number, beyond);
            self.close_after(tree, number, open);
        }
        let goes_on = tree.leaf(leaves.end).is_some_and(|next| next.path == last.path);
        let begins = goes_on && open.is_none() && last.path.is_ring();
        let first = shape.path(last.path).first().filter(|_| begins);
        if let Some(&vertex) = first {
            self.begin(vertex, beyond);
            *open = Some(last.path);
            self.step_to_end_of(shape, tree, leaves.end - 1, beyond);
        }
    }

    fn step_to_end_of(&mut self, shape: &Shape, tree: &EdgeTree, number: usize, beyond: Beyond) {
        let leaf = tree.leaf(number);
        if let Some(&vertex) = leaf.and_then(|leaf| leaf.vertices(shape).last()) {
            self.step(vertex, beyond);
        }
    }

    /// Ends the ring at hand if the leaf was its last.
    fn close_after(&mut self, tree: &EdgeTree, number: usize, open: &mut Option<PathRef>) {
        if open.is_some() && tree.leaf(number + 1).map(|leaf| leaf.path) != *open {
            self.end();
            *open = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::crossing::{first_is_inside, second_is_inside};
    use super::super::gate::admit_plane;
    use super::super::side::{Side, side_of};
    use super::*;
    use proptest::prelude::*;

    fn star(x: f64, y: f64, radii: &[f64]) -> geo::Polygon<f64> {
        let n = radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(k, r)| {
            let angle = std::f64::consts::TAU * k as f64 / n;
            Coord {
                x: x + r * angle.cos(),
                y: y + r * angle.sin(),
            }
        });
        geo::Polygon::new(ring.collect(), vec![])
    }

    #[test]
    fn nothing_of_a_shape_far_away_remains() {
        let shape = admit_plane(star(0.0, 0.0, &[10.0; 400])).unwrap();
        let mut window = Window::default();
        let at = |x: f64| Extent::from_corners(Coord { x, y: 0.0 }, Coord { x: x + 1.0, y: 1.0 });
        window.look_at(&shape, &at(50.0));
        assert!(window.is_empty());
        window.look_at(&shape, &at(0.0));
        assert!(!window.is_empty() && window.vertex_count() < 10);
    }

    #[test]
    fn a_border_that_just_touches_comes_in() {
        let shape = admit_plane(geo::wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.)) }).unwrap();
        let check = |(x, y): (f64, f64), side: f64, expected: bool| {
            let corner = Coord { x, y };
            let extent = Extent::from_corners(corner, corner + Coord { x: side, y: side });
            let mut window = Window::default();
            window.look_at(&shape, &extent);
            assert_eq!(window.has_border_in(&extent), expected, "{x} {y} {side}");
        };
        check((4.0, 4.0), 1.0, false);
        check((4.0, 4.0), 5.0, true);
        check((4.0, 4.0), 4.999, false);
        check((-1.0, -1.0), 11.0, true);
    }

    fn square_of_ten() -> Extent {
        Extent::from_corners(Coord { x: -5.0, y: -5.0 }, Coord { x: 5.0, y: 5.0 })
    }

    /// The same ring with its east turned to the north, the west and the south.
    fn turned(ring: &[(f64, f64)]) -> [Shape; 4] {
        std::array::from_fn(|quarters| {
            let ring = ring.iter().map(|&at| (0..quarters).fold(at, |(x, y), _| (-y, x)));
            admit_plane(geo::Polygon::new(ring.collect(), vec![])).unwrap()
        })
    }

    /// Of teeth beyond a side the first and the last vertex remain, besides the five of the square.
    #[test]
    fn teeth_beyond_a_side_are_cut() {
        for count in [20, 3000] {
            let tooth = |k: u32| (f64::from(6 + k % 2), 8.0 * f64::from(k) / f64::from(count) - 4.0);
            let mut ring = vec![(-5.0, 5.0), (-5.0, -5.0), (5.0, -5.0)];
            ring.extend((0..count).map(tooth));
            ring.push((5.0, 5.0));
            for shape in turned(&ring) {
                let mut window = Window::default();
                window.look_at(&shape, &square_of_ten());
                assert_eq!(window.vertex_count(), 7, "{count}");
            }
        }
    }

    /// A bulge that begins and ends on the border of the window: what lies between, on that border, is inside.
    #[test]
    fn on_the_border_of_the_window_no_place_changes_sides() {
        for count in [3, 600] {
            let bulge = |k: u32| {
                let share = f64::from(k) / f64::from(count);
                (
                    5.0 + 3.0 * (std::f64::consts::PI * share).sin(),
                    3.0 * share - 2.0,
                )
            };
            let mut ring = vec![(5.0, -9.0), (5.0, -2.0)];
            ring.extend((1..count).map(bulge));
            ring.extend((0..30).map(|k| (5.0, 1.0 + 0.1 * f64::from(k))));
            ring.extend([(5.0, 9.0), (-9.0, 9.0), (-9.0, -9.0)]);
            for (shape, (x, y)) in turned(&ring)
                .iter()
                .zip([(5., 0.), (0., 5.), (-5., 0.), (0., -5.)])
            {
                let mut window = Window::default();
                window.look_at(shape, &square_of_ten());
                let at = Coord { x, y };
                assert!(
                    first_is_inside(at, window.rings()) && second_is_inside(at, window.rings()),
                    "{at:?}"
                );
            }
        }
    }

    proptest! {
        /// Shapes with and without a tree, of several parts and with holes: in the window each place stays on its side.
        #[test]
        fn no_place_in_the_window_changes_sides(
            radii in prop::collection::vec(1.0..10.0f64, 3..600),
            parts in 1..40usize,
            (x, y, w, h) in (-30.0..60.0f64, -20.0..20.0f64, 0.1..30.0f64, 0.1..30.0f64),
            places in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 20),
        ) {
            let polygons: Vec<_> = (0..parts).map(|k| star(22.0 * k as f64, 0.0, &radii)).collect();
            let shape = admit_plane(geo::MultiPolygon(polygons)).unwrap();
            let extent = Extent::from_corners(Coord { x, y }, Coord { x: x + w, y: y + h });
            let mut window = Window::default();
            window.look_at(&shape, &extent);
            for (u, v) in places {
                let place = Coord { x: x + u * w, y: y + v * h };
                let expected = side_of(shape.areas(), place) == Side::Inside;
                prop_assert_eq!(first_is_inside(place, window.rings()), expected);
            }
        }
    }
}
