//! The paths that a shape consists of: rings, lines and single points, each by its position.

use geo::Coord;

use super::segment::Segment;

/// A ring, a line or a point of a shape, by position. Ordered as [`Paths::paths`] gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathRef {
    /// Polygon, and ring in it: 0 for the shell.
    Ring(u32, u32),
    /// A line.
    Line(u32),
    /// A point.
    Point(u32),
}

impl PathRef {
    /// True for shells and holes.
    pub fn is_ring(self) -> bool {
        matches!(self, PathRef::Ring(..))
    }
}

/// Whatever consists of paths.
pub trait Paths {
    /// All of them, in a fixed order.
    fn paths(&self) -> impl Iterator<Item = PathRef> + '_;

    /// The vertices of a ring (closed) or line, or the one of a point; nothing where there is no such path.
    fn path(&self, path: PathRef) -> &[Coord<f64>];
}

/// The edges between vertices; a vertex alone is an edge of length 0.
pub fn edges(vertices: &[Coord<f64>]) -> impl Iterator<Item = Segment> + '_ {
    let alone = match vertices {
        [one] => Some(Segment { a: *one, b: *one }),
        _ => None,
    };
    let between = vertices.windows(2).map(|pair| Segment {
        a: pair[0],
        b: pair[1],
    });
    alone.into_iter().chain(between)
}
