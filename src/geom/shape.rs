//! The one geometry type of the core: polygons, lines and points, valid and in the plane.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use geo::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon};

use super::area::plane_area;
use super::edge_tree::EdgeTree;
use super::equal_area::EqualArea;
use super::extent::Extent;
use super::paths::{PathRef, Paths, edges};
use super::segment::Segment;

/// Shapes with at least this many vertices keep their edge tree.
const KEEP_TREE_FROM_VERTICES: usize = 128;

/// Whatever a feature covers, sorted by dimension: a geometry collection may have all three.
///
/// Coordinates are finite plane metres. Polygons are valid and disjoint, shells counter-clockwise, holes clockwise.
/// Only [`super::gate::Gate::admit`] and the operations of this floor make one.
#[derive(Debug)]
pub struct Shape {
    areas: MultiPolygon<f64>,
    /// `None` for most: a layer has hundreds of thousands of shapes, and few have both areas and something thinner.
    thin: Option<Box<Thin>>,
    extent: Extent,
    vertex_count: usize,
    plane_area: f64,
    /// The bits of the area on the ellipsoid; those of NaN until it is measured.
    true_area: AtomicU64,
    edge_tree: OnceLock<Box<EdgeTree>>,
}

/// What of a shape has no area.
#[derive(Debug)]
struct Thin {
    lines: MultiLineString<f64>,
    points: MultiPoint<f64>,
}

static NO_LINES: MultiLineString<f64> = MultiLineString(Vec::new());
static NO_POINTS: MultiPoint<f64> = MultiPoint(Vec::new());

/// The highest dimension that a shape has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Nothing at all.
    Empty,
    /// Points only.
    Point,
    /// Lines, perhaps with points.
    Line,
    /// Polygons, perhaps with lines and points.
    Area,
}

impl Shape {
    /// Puts valid parts together. Private to the floor: everything else goes through the gate.
    pub(in crate::geom) fn new(
        areas: MultiPolygon<f64>,
        lines: MultiLineString<f64>,
        points: MultiPoint<f64>,
    ) -> Shape {
        let is_thin = !(lines.0.is_empty() && points.0.is_empty());
        let mut shape = Shape {
            areas,
            thin: is_thin.then(|| Box::new(Thin { lines, points })),
            extent: Extent::EMPTY,
            vertex_count: 0,
            plane_area: 0.0,
            true_area: AtomicU64::new(f64::NAN.to_bits()),
            edge_tree: OnceLock::new(),
        };
        // List by list: the chain of all vertices would ask at each which list it is in.
        let lines = shape.lines().iter().map(|line| line.0.as_slice());
        let lists = shape.rings().map(|ring| ring.0.as_slice()).chain(lines);
        let (mut extent, mut vertex_count) = (Extent::EMPTY, shape.points().0.len());
        for list in lists {
            list.iter().for_each(|&coord| extent.grow(coord));
            vertex_count += list.len();
        }
        shape.points().iter().for_each(|point| extent.grow(point.0));
        (shape.extent, shape.vertex_count) = (extent, vertex_count);
        shape.plane_area = plane_area(&shape.areas);
        shape
    }

    /// Covers nothing.
    pub fn empty() -> Shape {
        Shape::new(
            MultiPolygon(Vec::new()),
            MultiLineString(Vec::new()),
            MultiPoint(Vec::new()),
        )
    }

    /// The polygons; empty for lines and points.
    pub fn areas(&self) -> &MultiPolygon<f64> {
        &self.areas
    }

    /// The lines.
    pub fn lines(&self) -> &MultiLineString<f64> {
        self.thin.as_ref().map_or(&NO_LINES, |thin| &thin.lines)
    }

    /// The points.
    pub fn points(&self) -> &MultiPoint<f64> {
        self.thin.as_ref().map_or(&NO_POINTS, |thin| &thin.points)
    }

    /// The box around everything, in plane metres.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The highest dimension present.
    pub fn dimension(&self) -> Dimension {
        if !self.areas.0.is_empty() {
            Dimension::Area
        } else if !self.lines().0.is_empty() {
            Dimension::Line
        } else if !self.points().0.is_empty() {
            Dimension::Point
        } else {
            Dimension::Empty
        }
    }

    /// Plane area of the polygons in square metres of the plane; for decisions, not for reports.
    pub fn plane_area(&self) -> f64 {
        self.plane_area
    }

    /// Area of the polygons on the ellipsoid in m², measured when it is first asked for. `measure` must be of the plane that
    /// the shape is in.
    pub fn true_area_m2(&self, measure: &EqualArea) -> f64 {
        // Whoever comes first measures; who comes at the same time measures the same.
        let known = f64::from_bits(self.true_area.load(Ordering::Relaxed));
        if !known.is_nan() {
            return known;
        }
        let area_m2 = measure.area_m2(&self.areas);
        self.true_area.store(area_m2.to_bits(), Ordering::Relaxed);
        area_m2
    }

    /// Length of the rings of all polygons in plane metres.
    pub fn border_m(&self) -> f64 {
        let length_m = |ring: &LineString<f64>| {
            let edges = edges(&ring.0);
            edges
                .map(|edge| ((edge.b.x - edge.a.x).powi(2) + (edge.b.y - edge.a.y).powi(2)).sqrt())
                .sum::<f64>()
        };
        self.rings().map(length_m).sum()
    }

    /// True where there are polygons, and neither lines nor points.
    pub fn is_areal(&self) -> bool {
        !self.areas.0.is_empty() && self.lines().0.is_empty() && self.points().0.is_empty()
    }

    /// All vertices, ring closures included.
    pub fn coords(&self) -> impl Iterator<Item = Coord<f64>> + '_ {
        let areas = self.rings().flat_map(|ring| ring.0.iter().copied());
        let lines = self.lines().iter().flat_map(|line| line.0.iter().copied());
        areas
            .chain(lines)
            .chain(self.points().iter().map(|point| point.0))
    }

    /// True where nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.dimension() == Dimension::Empty
    }

    /// Number of vertices, ring closures included.
    pub fn vertex_count(&self) -> usize {
        self.vertex_count
    }

    /// Shells and holes of all polygons.
    pub fn rings(&self) -> impl Iterator<Item = &LineString<f64>> + '_ {
        self.areas
            .iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
    }

    /// Edges of rings and lines, and each point as a segment of length 0.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.paths().flat_map(|path| edges(self.path(path)))
    }

    /// Gives out the vertices of each path, as [`Paths::paths`] has them in order.
    pub fn each_path(&self, mut take: impl FnMut(&[Coord<f64>])) {
        for polygon in &self.areas.0 {
            take(&polygon.exterior().0);
            polygon.interiors().iter().for_each(|hole| take(&hole.0));
        }
        self.lines().iter().for_each(|line| take(&line.0));
        self.points()
            .iter()
            .for_each(|point| take(std::slice::from_ref(&point.0)));
    }

    /// As [`Shape::segments`], where it matters that the loop over the edges of one path is a plain one.
    pub fn each_segment(&self, mut take: impl FnMut(Segment)) {
        self.each_path(|vertices| {
            let alone: [Coord<f64>; 2];
            let vertices = match vertices {
                &[one] => {
                    alone = [one; 2];
                    &alone
                }
                several => several,
            };
            for pair in vertices.windows(2) {
                take(Segment {
                    a: pair[0],
                    b: pair[1],
                });
            }
        });
    }

    /// True for shapes with so many vertices that they are not looked at as a whole.
    pub fn is_large(&self) -> bool {
        self.vertex_count >= KEEP_TREE_FROM_VERTICES
    }

    /// The tree over the edges, for shapes with many vertices; made when it is first asked for. `None` for small shapes,
    /// which are looked at as a whole: a million kept trees would weigh more than the shapes.
    pub fn kept_edge_tree(&self) -> Option<&EdgeTree> {
        self.is_large()
            .then(|| &**self.edge_tree.get_or_init(|| Box::new(EdgeTree::new(self))))
    }
}

impl Paths for Shape {
    fn paths(&self) -> impl Iterator<Item = PathRef> + '_ {
        let rings = self.areas.iter().enumerate().flat_map(|(polygon, rings)| {
            (0..=rings.interiors().len()).map(move |ring| PathRef::Ring(polygon as u32, ring as u32))
        });
        let lines = (0..self.lines().0.len()).map(|line| PathRef::Line(line as u32));
        let points = (0..self.points().0.len()).map(|point| PathRef::Point(point as u32));
        rings.chain(lines).chain(points)
    }

    fn path(&self, path: PathRef) -> &[Coord<f64>] {
        let found = match path {
            PathRef::Ring(polygon, 0) => self
                .areas
                .0
                .get(polygon as usize)
                .map(|p| p.exterior().0.as_slice()),
            PathRef::Ring(polygon, ring) => {
                let holes = self.areas.0.get(polygon as usize).map(geo::Polygon::interiors);
                holes
                    .and_then(|holes| holes.get(ring as usize - 1))
                    .map(|ring| ring.0.as_slice())
            }
            PathRef::Line(line) => self.lines().0.get(line as usize).map(|line| line.0.as_slice()),
            PathRef::Point(point) => self
                .points()
                .0
                .get(point as usize)
                .map(|point| std::slice::from_ref(&point.0)),
        };
        found.unwrap_or_default()
    }
}

impl Clone for Shape {
    fn clone(&self) -> Shape {
        Shape::new(self.areas.clone(), self.lines().clone(), self.points().clone())
    }
}

impl PartialEq for Shape {
    fn eq(&self, other: &Shape) -> bool {
        self.areas == other.areas && self.lines() == other.lines() && self.points() == other.points()
    }
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::{Geometry, wkt};

    fn square() -> Geometry<f64> {
        wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (1. 1., 1. 2., 2. 2., 2. 1., 1. 1.)) }.into()
    }

    fn line() -> Geometry<f64> {
        wkt! { LINESTRING(5. 0., 6. 1., 7. 0.) }.into()
    }

    fn point() -> Geometry<f64> {
        wkt! { POINT(9. 9.) }.into()
    }

    fn shape(parts: &[fn() -> Geometry<f64>]) -> Shape {
        admit_plane(Geometry::GeometryCollection(
            parts.iter().map(|part| part()).collect(),
        ))
        .unwrap()
    }

    #[test]
    fn the_highest_dimension_counts() {
        let check = |parts: &[fn() -> Geometry<f64>], dimension: Dimension, is_areal: bool| {
            let shape = shape(parts);
            assert_eq!(
                (shape.dimension(), shape.is_areal(), shape.is_empty()),
                (dimension, is_areal, false)
            );
        };
        check(&[square], Dimension::Area, true);
        check(&[square, line], Dimension::Area, false);
        check(&[square, point], Dimension::Area, false);
        check(&[line, point], Dimension::Line, false);
        check(&[point], Dimension::Point, false);
        assert!(Shape::empty().is_empty() && !Shape::empty().is_areal());
    }

    #[test]
    fn counts_and_measures_all_of_it() {
        let shape = shape(&[square, line, point]);
        assert_eq!(shape.plane_area(), 15.0);
        assert_eq!(shape.border_m(), 16.0 + 4.0);
        assert_eq!(shape.vertex_count(), 5 + 5 + 3 + 1);
        assert_eq!(shape.segments().count(), 4 + 4 + 2 + 1);
        assert_eq!(shape.coords().count(), shape.vertex_count());
        let corner = Coord { x: 9.0, y: 9.0 };
        assert_eq!(
            shape.extent(),
            Extent::from_corners(Coord { x: 0.0, y: 0.0 }, corner)
        );
    }

    #[test]
    fn every_path_is_found_again() {
        let shape = shape(&[square, line, point]);
        let found: Vec<(bool, usize)> = shape
            .paths()
            .map(|path| (path.is_ring(), shape.path(path).len()))
            .collect();
        assert_eq!(found, [(true, 5), (true, 5), (false, 3), (false, 1)]);
        for gone in [
            PathRef::Ring(0, 2),
            PathRef::Ring(1, 0),
            PathRef::Line(1),
            PathRef::Point(1),
        ] {
            assert!(shape.path(gone).is_empty());
        }
    }

    #[test]
    fn equal_where_every_part_is() {
        let whole = shape(&[square, line, point]);
        assert_eq!(whole, whole.clone());
        for other in [
            shape(&[line, point]),
            shape(&[square, point]),
            shape(&[square, line]),
        ] {
            assert_ne!(whole, other);
        }
    }

    #[test]
    fn a_tree_is_kept_from_128_vertices_on() {
        let ring = |count: u32| {
            let angles = (0..count).map(|k| std::f64::consts::TAU * f64::from(k) / f64::from(count));
            let ring = angles.map(|angle| (angle.cos(), angle.sin())).collect();
            admit_plane(geo::Polygon::new(ring, Vec::new())).unwrap()
        };
        // The closing vertex counts.
        assert!(ring(126).kept_edge_tree().is_none() && ring(127).kept_edge_tree().is_some());
    }
}
