//! What of a shape catches a place that comes near: a corner before an edge.

use geo::Coord;

use super::extent::Extent;
use super::segment::Segment;
use super::shape::Shape;

/// Where more leaves of edges than this come near, the place is too coarse to be caught by one of them.
const MOST_LEAVES: usize = 64;

/// Where a place is caught.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Caught {
    /// On the shape, in plane metres.
    pub place: Coord<f64>,
    /// From where the place was.
    pub distance: f64,
    /// At a corner or point, not along an edge.
    pub is_corner: bool,
}

impl Caught {
    /// The better of two: any corner before any edge, then the nearer one.
    pub fn better(self, other: Option<Caught>) -> Caught {
        let rank = |caught: &Caught| (!caught.is_corner, caught.distance);
        match other {
            Some(other) if rank(&other) < rank(&self) => other,
            _ => self,
        }
    }
}

/// The corner of a shape that is nearest to a place, else the nearest place of its border; `None` where neither is within so
/// many plane metres.
///
/// ```
/// # use redshank::geom::{gate::admit_plane, snap::caught};
/// let square = admit_plane(geo::wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) })?;
/// let at = |x, y| caught(&square, geo::Coord { x, y }, 1.0).map(|caught| caught.place);
/// assert_eq!(at(4.5, 4.5), Some(geo::Coord { x: 4.0, y: 4.0 }));
/// assert_eq!(at(2.0, 0.5), Some(geo::Coord { x: 2.0, y: 0.0 }));
/// assert_eq!(at(2.0, 2.0), None);
/// # Ok::<(), redshank::geom::gate::Fault>(())
/// ```
pub fn caught(shape: &Shape, place: Coord<f64>, within: f64) -> Option<Caught> {
    let here = Extent::from_corners(place, place);
    if shape.extent().distance_squared(&here) > within * within {
        return None;
    }
    let mut best: Option<Caught> = None;
    let mut offer = |at: Coord<f64>, is_corner: bool| {
        let distance = (at.x - place.x).hypot(at.y - place.y);
        if distance <= within {
            let caught = Caught {
                place: at,
                distance,
                is_corner,
            };
            best = Some(caught.better(best));
        }
    };
    let mut look = |edge: Segment| {
        offer(edge.a, true);
        offer(edge.b, true);
        offer(edge.nearest_to(place), false);
    };
    match shape.kept_edge_tree() {
        Some(tree) => {
            let near = tree.edges_near(shape, &here, (within, MOST_LEAVES));
            near.unwrap_or_default()
                .into_iter()
                .for_each(|(edge, _)| look(edge));
        }
        None => shape.segments().for_each(look),
    }
    best
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Polygon, wkt};

    use super::super::gate::admit_plane;
    use super::*;

    #[track_caller]
    fn check(shape: &Shape, (x, y): (f64, f64), within: f64, expected: Option<(f64, f64, bool)>) {
        let found = caught(shape, Coord { x, y }, within);
        assert_eq!(found.map(|c| (c.place.x, c.place.y, c.is_corner)), expected);
    }

    #[test]
    fn corners_come_before_edges_and_nothing_comes_from_afar() {
        let square = admit_plane(wkt! { POLYGON((0. 0.,10. 0.,10. 10.,0. 10.,0. 0.)) }).unwrap();
        check(&square, (1.9, 0.1), 2.0, Some((0.0, 0.0, true)));
        check(&square, (3.0, 0.1), 2.0, Some((3.0, 0.0, false)));
        check(&square, (5.0, 5.0), 2.0, None);
        // As far outside as is asked for, and a hair more.
        check(&square, (-3.0, 5.0), 3.0, Some((0.0, 5.0, false)));
        check(&square, (-3.001, 5.0), 3.0, None);
        check(&square, (-0.25, 5.0), 0.25, Some((0.0, 5.0, false)));
        check(&square, (f64::NAN, 5.0), 2.0, None);
        let point = admit_plane(wkt! { POINT(1. 1.) }).unwrap();
        check(&point, (1.0, 2.0), 1.0, Some((1.0, 1.0, true)));
        check(&Shape::empty(), (0.0, 0.0), 1.0, None);
    }

    #[test]
    fn a_large_shape_catches_as_a_small_one_does() {
        let corner = |number: usize| {
            let angle = std::f64::consts::TAU * number as f64 / 1000.0;
            Coord {
                x: 1000.0 * angle.cos(),
                y: 1000.0 * angle.sin(),
            }
        };
        let ring = LineString((0..1000).map(corner).collect());
        let circle = admit_plane(Polygon::new(ring, Vec::new())).unwrap();
        assert!(circle.is_large());
        let at = corner(250);
        check(&circle, (at.x + 0.5, at.y), 1.0, Some((at.x, at.y, true)));
        assert_eq!(caught(&circle, Coord { x: 0.0, y: 0.0 }, 1.0), None);
    }
}
