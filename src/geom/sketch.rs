//! A shape as the hand draws and changes it: corners that can be moved, added and taken away, and no promise yet that they
//! enclose anything.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};

use crate::progress::Progress;

use super::gate::{Fault, admit_plane};
use super::repair::repair;
use super::shape::{Dimension, Shape};

/// Shapes with more corners are not changed by hand: nobody would, and every move would be felt.
pub const MOST_CORNERS: usize = 20_000;

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SketchKind {
    /// Single places.
    Points,
    /// Paths.
    Lines,
    /// Rings, the first of each part its border and the others holes.
    Areas,
}

/// Corners in plane metres, in paths: rings without the repeated first corner, lines, or single points.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// What the paths are.
    pub kind: SketchKind,
    paths: Vec<Path>,
}

#[derive(Clone, Debug, PartialEq)]
struct Path {
    /// Number of the polygon that a ring belongs to.
    part: usize,
    corners: Vec<Coord<f64>>,
}

/// Names a corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Corner {
    /// Number of the path.
    pub path: usize,
    /// Number within the path.
    pub at: usize,
}

/// Why corners are no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SketchFault {
    /// A ring needs three corners, a line two, anything one.
    #[error("too few corners")]
    TooFewCorners,
    /// A ring crosses itself or another one: what it encloses is a matter of opinion.
    #[error("the outline crosses itself")]
    CrossesItself,
    /// Not finite, or all on one line.
    #[error("no shape")]
    NoShape,
}

impl From<Fault> for SketchFault {
    fn from(_: Fault) -> SketchFault {
        SketchFault::NoShape
    }
}

impl SketchKind {
    /// So many corners make the smallest path.
    pub fn least(self) -> usize {
        match self {
            SketchKind::Points => 1,
            SketchKind::Lines => 2,
            SketchKind::Areas => 3,
        }
    }
}

impl Sketch {
    /// One path without corners.
    pub fn new(kind: SketchKind) -> Sketch {
        let path = Path {
            part: 0,
            corners: Vec::new(),
        };
        Sketch {
            kind,
            paths: vec![path],
        }
    }

    /// The corners of a shape; `None` for what has several dimensions, nothing, or more than [`MOST_CORNERS`].
    pub fn of(shape: &Shape) -> Option<Sketch> {
        if shape.vertex_count() > MOST_CORNERS {
            return None;
        }
        let (areas, lines, points) = (shape.areas(), shape.lines(), shape.points());
        let kind = match shape.dimension() {
            Dimension::Area if shape.is_areal() => SketchKind::Areas,
            Dimension::Line if points.0.is_empty() => SketchKind::Lines,
            Dimension::Point => SketchKind::Points,
            _ => return None,
        };
        let path = |part: usize, corners: &[Coord<f64>]| Path {
            part,
            corners: corners.to_vec(),
        };
        let open = |ring: &LineString<f64>| ring.0.split_last().map_or(Vec::new(), |(_, open)| open.to_vec());
        let paths = match kind {
            SketchKind::Areas => areas
                .iter()
                .enumerate()
                .flat_map(|(part, polygon)| {
                    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                    rings.map(move |ring| path(part, &open(ring)))
                })
                .collect(),
            SketchKind::Lines => lines.iter().map(|line| path(0, &line.0)).collect(),
            SketchKind::Points => points.iter().map(|point| path(0, &[point.0])).collect(),
        };
        Some(Sketch { kind, paths })
    }

    /// The shape of the corners.
    ///
    /// # Errors
    /// [`SketchFault`] where they are none; nothing is repaired silently.
    ///
    /// ```
    /// use redshank::geom::sketch::{Sketch, SketchKind};
    /// let mut sketch = Sketch::new(SketchKind::Areas);
    /// for (x, y) in [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)] {
    ///     sketch.push(geo::Coord { x, y });
    /// }
    /// assert_eq!(sketch.shape()?.plane_area(), 50.0);
    /// # Ok::<(), redshank::geom::sketch::SketchFault>(())
    /// ```
    pub fn shape(&self) -> Result<Shape, SketchFault> {
        if self
            .paths
            .iter()
            .any(|path| path.corners.len() < self.kind.least())
        {
            return Err(SketchFault::TooFewCorners);
        }
        let corners = || self.paths.iter().map(|path| path.corners.clone());
        let geometry: Geometry<f64> = match self.kind {
            SketchKind::Points => MultiPoint(corners().flatten().map(Into::into).collect()).into(),
            SketchKind::Lines => MultiLineString(corners().map(LineString).collect()).into(),
            SketchKind::Areas => {
                let polygons = self.polygons();
                // Nobody can ask this one to stop.
                let repaired = repair(polygons.clone(), &Progress::default());
                if repaired.is_ok_and(|repaired| repaired.change.is_some()) {
                    return Err(SketchFault::CrossesItself);
                }
                polygons.into()
            }
        };
        Ok(admit_plane(geometry)?)
    }

    fn polygons(&self) -> MultiPolygon<f64> {
        let mut polygons: Vec<Polygon<f64>> = Vec::new();
        let mut last = None;
        for path in &self.paths {
            let ring = LineString(path.corners.clone());
            match polygons.last_mut().filter(|_| last == Some(path.part)) {
                Some(polygon) => polygon.interiors_push(ring),
                None => polygons.push(Polygon::new(ring, Vec::new())),
            }
            last = Some(path.part);
        }
        MultiPolygon(polygons)
    }

    /// The corners of each path, with the first one again at the end of a ring.
    pub fn outlines(&self) -> impl Iterator<Item = Vec<Coord<f64>>> + '_ {
        self.paths.iter().map(|path| {
            let mut corners = path.corners.clone();
            let closing = path.corners.first().filter(|_| self.kind == SketchKind::Areas);
            corners.extend(closing.copied());
            corners
        })
    }

    /// All corners.
    pub fn corners(&self) -> impl Iterator<Item = (Corner, Coord<f64>)> + '_ {
        let paths = self.paths.iter().enumerate();
        paths.flat_map(|(path, own)| {
            let corners = own.corners.iter().enumerate();
            corners.map(move |(at, place)| (Corner { path, at }, *place))
        })
    }

    /// The middle of each edge, with the name that a corner there would have.
    pub fn middles(&self) -> impl Iterator<Item = (Corner, Coord<f64>)> + '_ {
        let closed = self.kind == SketchKind::Areas;
        let paths = self.paths.iter().enumerate();
        paths.flat_map(move |(path, own)| {
            let count = own.corners.len();
            let edges = if closed { count } else { count.saturating_sub(1) };
            (0..edges).filter_map(move |from| {
                let (a, b) = (own.corners.get(from)?, own.corners.get((from + 1) % count)?);
                let middle = Coord {
                    x: 0.5 * (a.x + b.x),
                    y: 0.5 * (a.y + b.y),
                };
                Some((Corner { path, at: from + 1 }, middle))
            })
        })
    }

    /// How many corners there are.
    pub fn len(&self) -> usize {
        self.paths.iter().map(|path| path.corners.len()).sum()
    }

    /// True without any corner.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The corner that was added last.
    pub fn last(&self) -> Option<Coord<f64>> {
        self.paths.last().and_then(|path| path.corners.last()).copied()
    }

    /// Adds a corner to the last path.
    pub fn push(&mut self, place: Coord<f64>) {
        if let Some(path) = self.paths.last_mut() {
            path.corners.push(place);
        }
    }

    /// Takes the last corner off again.
    pub fn pop(&mut self) -> Option<Coord<f64>> {
        self.paths.last_mut().and_then(|path| path.corners.pop())
    }

    /// Puts a corner elsewhere.
    pub fn put(&mut self, corner: Corner, place: Coord<f64>) {
        let path = self.paths.get_mut(corner.path);
        if let Some(own) = path.and_then(|path| path.corners.get_mut(corner.at)) {
            *own = place;
        }
    }

    /// Adds a corner before that one, or at the end of its path.
    pub fn insert(&mut self, corner: Corner, place: Coord<f64>) {
        if let Some(path) = self.paths.get_mut(corner.path)
            && corner.at <= path.corners.len()
        {
            path.corners.insert(corner.at, place);
        }
    }

    /// Takes a corner away; false where its path would have too few.
    pub fn remove(&mut self, corner: Corner) -> bool {
        let least = self.kind.least();
        let Some(path) = self.paths.get_mut(corner.path) else {
            return false;
        };
        let can = path.corners.len() > least && corner.at < path.corners.len();
        if can {
            path.corners.remove(corner.at);
        }
        can
    }

    /// Moves all corners, in metres of the plane.
    pub fn shift(&mut self, by: Coord<f64>) {
        let corners = self.paths.iter_mut().flat_map(|path| &mut path.corners);
        corners.for_each(|corner| *corner = *corner + by);
    }
}

#[cfg(test)]
mod tests {
    use geo::wkt;

    use super::*;

    fn sketch(kind: SketchKind, corners: &[(f64, f64)]) -> Sketch {
        let mut sketch = Sketch::new(kind);
        corners.iter().for_each(|&place| sketch.push(place.into()));
        sketch
    }

    #[track_caller]
    fn check(sketch: &Sketch, expected: Result<f64, SketchFault>) {
        assert_eq!(sketch.shape().map(|shape| shape.plane_area()), expected);
    }

    #[test]
    fn corners_are_a_shape_or_say_why_not() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];
        let bow = [(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 4.0)];
        check(&sketch(SketchKind::Areas, &square), Ok(16.0));
        check(&sketch(SketchKind::Areas, &bow), Err(SketchFault::CrossesItself));
        check(
            &sketch(SketchKind::Areas, &square[..2]),
            Err(SketchFault::TooFewCorners),
        );
        check(
            &sketch(SketchKind::Lines, &square[..1]),
            Err(SketchFault::TooFewCorners),
        );
        check(&sketch(SketchKind::Lines, &square), Ok(0.0));
        check(&sketch(SketchKind::Points, &square), Ok(0.0));
        check(&sketch(SketchKind::Points, &[]), Err(SketchFault::TooFewCorners));
        check(
            &sketch(SketchKind::Points, &[(f64::NAN, 0.0)]),
            Err(SketchFault::NoShape),
        );
    }

    #[test]
    fn shapes_come_back_from_their_corners() {
        let shapes: [Geometry<f64>; 4] = [
            wkt! { MULTIPOLYGON(((0. 0.,9. 0.,9. 9.,0. 9.,0. 0.),(2. 2.,2. 4.,4. 4.,2. 2.)),((20. 0.,21. 0.,21. 1.,20. 0.))) }
                .into(),
            wkt! { MULTILINESTRING((0. 0.,1. 1.),(2. 2.,3. 3.,4. 0.)) }.into(),
            wkt! { MULTIPOINT(0. 0.,1. 1.) }.into(),
            wkt! { POLYGON((0. 0.,1. 0.,1. 1.,0. 0.)) }.into(),
        ];
        for geometry in shapes {
            let shape = admit_plane(geometry).unwrap();
            let again = Sketch::of(&shape).unwrap().shape().unwrap();
            assert_eq!(
                (again.areas(), again.lines(), again.points()),
                (shape.areas(), shape.lines(), shape.points())
            );
        }
        let mixed = Geometry::GeometryCollection(wkt! {
            GEOMETRYCOLLECTION(POINT(0. 0.),LINESTRING(0. 0.,1. 1.))
        });
        assert_eq!(Sketch::of(&admit_plane(mixed).unwrap()), None);
        assert_eq!(Sketch::of(&Shape::empty()), None);
    }

    #[test]
    fn corners_move_come_and_go() {
        let mut sketch = sketch(SketchKind::Areas, &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)]);
        let last_edge = sketch.middles().last().unwrap();
        assert_eq!(last_edge, (Corner { path: 0, at: 3 }, Coord { x: 2.0, y: 2.0 }));
        sketch.insert(last_edge.0, Coord { x: 0.0, y: 4.0 });
        check(&sketch, Ok(16.0));
        sketch.put(Corner { path: 0, at: 2 }, Coord { x: 8.0, y: 4.0 });
        check(&sketch, Ok(24.0));
        assert!(sketch.remove(Corner { path: 0, at: 2 }));
        check(&sketch, Ok(8.0));
        assert!(
            !sketch.remove(Corner { path: 0, at: 0 }),
            "three corners are the least"
        );
        assert!(!sketch.remove(Corner { path: 5, at: 0 }));
        sketch.shift(Coord { x: 1.0, y: -1.0 });
        assert_eq!(sketch.last(), Some(Coord { x: 1.0, y: 3.0 }));
        assert_eq!(sketch.pop(), Some(Coord { x: 1.0, y: 3.0 }));
        assert_eq!((sketch.len(), sketch.is_empty()), (2, false));
    }
}
