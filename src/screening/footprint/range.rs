//! The area within a range of a shape, where an area is wanted. Never for verdicts: those go by distance.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::geom::extent::Extent;
use crate::geom::overlay::union;
use crate::geom::segment::Segment;
use crate::geom::shape::Shape;

/// Segments that a quarter circle is drawn with: the arc lies inside the true one by at most 0.12 % of its radius.
pub const SEGMENTS_PER_QUARTER: usize = 16;

/// All places within `range` plane metres of a shape, as far as they matter to `near`: edges that do not come so near to
/// that box are left out.
pub fn within(shape: &Shape, range: f64, near: &Extent) -> MultiPolygon<f64> {
    let query = near.inflated(range);
    let mut parts: Vec<MultiPolygon<f64>> = shape
        .segments()
        .filter(|segment| segment.extent().meets(&query))
        .map(|segment| MultiPolygon(vec![capsule(&segment, range)]))
        .collect();
    parts.push(shape.areas().clone());
    union(&parts)
}

/// A circle with [`SEGMENTS_PER_QUARTER`] segments per quarter.
pub fn circle(center: Coord<f64>, radius: f64) -> Polygon<f64> {
    capsule(&Segment { a: center, b: center }, radius)
}

/// All places within a distance of a segment.
fn capsule(segment: &Segment, radius: f64) -> Polygon<f64> {
    let heading = (segment.b.y - segment.a.y).atan2(segment.b.x - segment.a.x);
    let quarter = std::f64::consts::FRAC_PI_2;
    let half = 2 * SEGMENTS_PER_QUARTER;
    let arc = |center: Coord<f64>, from: f64| {
        (0..=half).map(move |k| {
            let angle = from + quarter * k as f64 / SEGMENTS_PER_QUARTER as f64;
            Coord {
                x: center.x + radius * angle.cos(),
                y: center.y + radius * angle.sin(),
            }
        })
    };
    let mut ring: Vec<Coord<f64>> = arc(segment.b, heading - quarter)
        .chain(arc(segment.a, heading + quarter))
        .collect();
    // Around a point both arcs end where the other begins.
    ring.dedup();
    let mut ring = LineString(ring);
    ring.close();
    Polygon::new(ring, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::area::plane_area;
    use crate::geom::gate::admit_plane;
    use geo::wkt;

    #[track_caller]
    fn check(shape: geo::Geometry<f64>, range: f64, expected: f64) {
        let shape = admit_plane(shape).unwrap();
        let found = plane_area(&within(&shape, range, &shape.extent()));
        assert!(
            (found / expected - 1.0).abs() < 2e-3 && found <= expected * (1.0 + 1e-9),
            "{found} {expected}"
        );
    }

    #[test]
    fn areas_within_a_range() {
        let pi = std::f64::consts::PI;
        check(wkt! { POINT(3. 4.) }.into(), 10.0, pi * 100.0);
        check(
            wkt! { LINESTRING(0. 0., 100. 0.) }.into(),
            10.0,
            pi * 100.0 + 2000.0,
        );
        let square = wkt! { POLYGON((0. 0., 50. 0., 50. 50., 0. 50., 0. 0.)) };
        check(square.into(), 10.0, 2500.0 + 4.0 * 500.0 + pi * 100.0);
    }

    #[test]
    fn far_edges_are_left_out() {
        let line = admit_plane(wkt! { LINESTRING(0. 0., 10. 0., 5000. 0.) }).unwrap();
        let near = Extent::from_corners(Coord { x: -5.0, y: 0.0 }, Coord { x: -1.0, y: 1.0 });
        let found = within(&line, 2.0, &near);
        assert!(plane_area(&found) < 100.0);
    }
}
