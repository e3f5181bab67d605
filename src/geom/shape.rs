//! The one geometry type of the core: polygons, lines and points, valid and in the plane.

use std::borrow::Cow;
use std::sync::OnceLock;

use geo::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon};

use super::area::plane_area;
use super::edge_tree::EdgeTree;
use super::extent::Extent;
use super::segment::Segment;

/// Shapes with at least this many vertices keep their edge tree.
const KEEP_TREE_FROM_VERTICES: usize = 256;

/// Whatever a feature covers, sorted by dimension: a geometry collection may have all three.
///
/// Coordinates are finite plane metres. Polygons are valid and disjoint, shells counter-clockwise, holes clockwise.
/// Only [`super::gate::Gate::admit`] and the operations of this floor make one.
#[derive(Debug)]
pub struct Shape {
    areas: MultiPolygon<f64>,
    lines: MultiLineString<f64>,
    points: MultiPoint<f64>,
    extent: Extent,
    edge_tree: OnceLock<EdgeTree>,
}

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
        let mut shape = Shape {
            areas,
            lines,
            points,
            extent: Extent::EMPTY,
            edge_tree: OnceLock::new(),
        };
        shape.extent = Extent::of_coords(shape.coords());
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
        &self.lines
    }

    /// The points.
    pub fn points(&self) -> &MultiPoint<f64> {
        &self.points
    }

    /// The box around everything, in plane metres.
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The highest dimension present.
    pub fn dimension(&self) -> Dimension {
        if !self.areas.0.is_empty() {
            Dimension::Area
        } else if !self.lines.0.is_empty() {
            Dimension::Line
        } else if !self.points.0.is_empty() {
            Dimension::Point
        } else {
            Dimension::Empty
        }
    }

    /// Plane area of the polygons in square metres of the plane; for decisions, not for reports.
    pub fn plane_area(&self) -> f64 {
        plane_area(&self.areas)
    }

    /// All vertices, ring closures included.
    pub fn coords(&self) -> impl Iterator<Item = Coord<f64>> + '_ {
        let areas = self.rings().flat_map(|ring| ring.0.iter().copied());
        let lines = self.lines.iter().flat_map(|line| line.0.iter().copied());
        areas.chain(lines).chain(self.points.iter().map(|point| point.0))
    }

    /// True where nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.dimension() == Dimension::Empty
    }

    /// Number of vertices, ring closures included.
    pub fn vertex_count(&self) -> usize {
        let in_lines: usize = self.lines.iter().map(|line| line.0.len()).sum();
        self.rings().map(|ring| ring.0.len()).sum::<usize>() + in_lines + self.points.0.len()
    }

    /// Shells and holes of all polygons.
    pub fn rings(&self) -> impl Iterator<Item = &LineString<f64>> + '_ {
        self.areas
            .iter()
            .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
    }

    /// Edges of rings and lines, and each point as a segment of length 0.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        let of_line = |line: &LineString<f64>| {
            line.lines()
                .map(|l| Segment { a: l.start, b: l.end })
                .collect::<Vec<_>>()
        };
        let rings = self.rings().flat_map(of_line);
        let lines = self.lines.iter().flat_map(of_line);
        let points = self.points.iter().map(|point| Segment {
            a: point.0,
            b: point.0,
        });
        rings.chain(lines).chain(points)
    }

    /// The tree over [`Shape::segments`]. Kept for shapes with many vertices; for others made anew, since a million
    /// kept trees would weigh more than the shapes.
    pub fn edge_tree(&self) -> Cow<'_, EdgeTree> {
        let made = || EdgeTree::new(self.segments().collect());
        if self.vertex_count() < KEEP_TREE_FROM_VERTICES {
            return Cow::Owned(made());
        }
        Cow::Borrowed(self.edge_tree.get_or_init(made))
    }
}

impl Clone for Shape {
    fn clone(&self) -> Shape {
        Shape::new(self.areas.clone(), self.lines.clone(), self.points.clone())
    }
}

impl PartialEq for Shape {
    fn eq(&self, other: &Shape) -> bool {
        self.areas == other.areas && self.lines == other.lines && self.points == other.points
    }
}
