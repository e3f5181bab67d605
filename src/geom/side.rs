//! On which side of a ring or of polygons a point lies.

use geo::kernels::{Kernel as _, Orientation, RobustKernel};
use geo::{Coord, LineString, MultiPolygon};

use super::extent::Extent;
use super::segment::Segment;
use super::shape::Shape;
use super::window::Window;

/// Where a point lies against a ring or a polygon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In the interior.
    Inside,
    /// Exactly on the border.
    Border,
    /// Outside.
    Outside,
}

/// Where a point lies against valid polygons. Exact for any doubles.
pub fn side_of(polygons: &MultiPolygon<f64>, point: Coord<f64>) -> Side {
    for polygon in polygons {
        match side_of_ring(polygon.exterior(), point) {
            Side::Border => return Side::Border,
            Side::Outside => continue,
            Side::Inside => {}
        }
        let in_hole = polygon
            .interiors()
            .iter()
            .map(|hole| side_of_ring(hole, point))
            .find(|&s| s != Side::Outside);
        match in_hole {
            Some(Side::Border) => return Side::Border,
            Some(_) => continue,
            None => return Side::Inside,
        }
    }
    Side::Outside
}

/// Where a point lies against the polygons of a shape, whatever its size. Exact for any doubles.
pub fn side_of_shape(shape: &Shape, point: Coord<f64>) -> Side {
    if !shape.extent().contains(point) {
        return Side::Outside;
    }
    if shape.kept_edge_tree().is_none() {
        return side_of(shape.areas(), point);
    }
    let mut window = Window::default();
    window.look_at(shape, &Extent::from_corners(point, point));
    let mut inside = false;
    for ring in window.rings() {
        match side_of_path(ring, point) {
            Side::Border => return Side::Border,
            side => inside ^= side == Side::Inside,
        }
    }
    if inside { Side::Inside } else { Side::Outside }
}

/// Where a point lies against one closed ring, by counting crossings of the ray to the east. Exact for any doubles.
pub fn side_of_ring(ring: &LineString<f64>, point: Coord<f64>) -> Side {
    side_of_path(&ring.0, point)
}

fn side_of_path(ring: &[Coord<f64>], point: Coord<f64>) -> Side {
    let mut inside = false;
    for edge in ring.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        if a.y.min(b.y) > point.y || a.y.max(b.y) < point.y || a.x.max(b.x) < point.x {
            continue;
        }
        if (Segment { a, b }).carries(point) {
            return Side::Border;
        }
        if (a.y > point.y) != (b.y > point.y) {
            let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
            if RobustKernel::orient2d(low, high, point) == Orientation::CounterClockwise {
                inside = !inside;
            }
        }
    }
    if inside { Side::Inside } else { Side::Outside }
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::*;
    use geo::wkt;

    #[track_caller]
    fn check(x: f64, y: f64, expected: Side) {
        let holed =
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 6. 3., 6. 6., 3. 6., 3. 3.))) };
        assert_eq!(side_of(&holed, Coord { x, y }), expected, "{x} {y}");
    }

    #[test]
    fn sides() {
        check(1.0, 1.0, Side::Inside);
        check(1.0, 3.0, Side::Inside);
        check(4.0, 4.0, Side::Outside);
        check(3.0, 4.0, Side::Border);
        check(9.0, 9.0, Side::Border);
        check(0.0, 5.0, Side::Border);
        check(-1.0, 9.0, Side::Outside);
        check(10.0, 0.0, Side::Outside);
    }

    /// Few vertices and many: a hole is outside, and what lies in the hole is inside again.
    #[test]
    fn a_hole_is_outside_however_many_vertices_there_are() {
        for count in [8, 2000] {
            let ring = |radius: f64| {
                let angles = (0..count).map(|k| std::f64::consts::TAU * f64::from(k) / f64::from(count));
                let ring = angles.map(|angle| (radius * angle.cos(), radius * angle.sin()));
                ring.collect::<LineString<f64>>()
            };
            let island = geo::Polygon::new(ring(20.0), vec![]);
            let around = geo::Polygon::new(ring(90.0), vec![ring(50.0)]);
            let shape = admit_plane(MultiPolygon(vec![around, island])).unwrap();
            assert_eq!(shape.kept_edge_tree().is_some(), count > 8);
            let sides = [0.0, 20.0, 30.0, 50.0, 70.0, 90.0, 100.0];
            let expected = [
                Side::Inside,
                Side::Border,
                Side::Outside,
                Side::Border,
                Side::Inside,
                Side::Border,
                Side::Outside,
            ];
            assert_eq!(
                sides.map(|x| side_of_shape(&shape, Coord { x, y: 0.0 })),
                expected,
                "{count}"
            );
        }
    }
}
