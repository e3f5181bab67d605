//! What two shapes have in common, as a shape, and how deep it goes.

use geo::{MultiLineString, MultiPolygon};

use super::distance::nearest_border;
use super::overlay::common_areas;
use super::relate::Contact;
use super::shape::Shape;

/// The shape that two shapes have in common: what to draw. Empty where their interiors do not meet; where one lies wholly
/// in the other it is that one's own part.
pub fn common_part(first: &Shape, second: &Shape, contact: &Contact) -> Shape {
    let areas = match contact {
        contact if contact.overlap.extent.is_empty() => MultiPolygon(Vec::new()),
        contact if contact.first_within => first.areas().clone(),
        contact if contact.second_within => second.areas().clone(),
        _ => common_areas(first, second),
    };
    Shape::new(areas, contact.lines.clone(), contact.points.clone())
}

/// How far a border may move before a common interior is gone, in plane metres: mean width of a common area, length of
/// common lines, distance of common points to the border of `zone`. 0 where nothing is in common.
pub fn depth_m(contact: &Contact, zone: &Shape) -> f64 {
    if contact.overlap.border_m > 0.0 {
        return (2.0 * contact.overlap.plane_m2 / contact.overlap.border_m).max(0.0);
    }
    if !contact.lines.0.is_empty() {
        let edges = contact.lines.iter().flat_map(|line| line.lines());
        return edges
            .map(|edge| (edge.end.x - edge.start.x).hypot(edge.end.y - edge.start.y))
            .sum();
    }
    if contact.points.0.is_empty() {
        return 0.0;
    }
    let points = Shape::new(
        MultiPolygon(Vec::new()),
        MultiLineString(Vec::new()),
        contact.points.clone(),
    );
    nearest_border(&points, zone).map_or(0.0, |nearest| nearest.distance)
}

#[cfg(test)]
mod tests {
    use super::super::gate::admit_plane;
    use super::super::relate::relate;
    use super::*;
    use geo::{Geometry, wkt};

    /// A square of 10 m with a hole of 2 m.
    fn zone() -> Shape {
        admit_plane(
            wkt! { POLYGON((0. 0., 10. 0., 10. 10., 0. 10., 0. 0.), (6. 6., 8. 6., 8. 8., 6. 8., 6. 6.)) },
        )
        .unwrap()
    }

    #[track_caller]
    fn check(project: impl Into<Geometry<f64>>, depth: f64, common: impl Into<Geometry<f64>>) {
        let (project, zone) = (admit_plane(project).unwrap(), zone());
        let contact = relate(&project, &zone, 0.0).unwrap().unwrap();
        assert!((depth_m(&contact, &zone) - depth).abs() < 1e-9, "{contact:?}");
        let (found, expected) = (
            common_part(&project, &zone, &contact),
            admit_plane(common).unwrap(),
        );
        assert_eq!(found.dimension(), expected.dimension());
        assert_eq!(found.extent(), expected.extent());
        assert!((found.plane_area() - expected.plane_area()).abs() < 1e-9);
    }

    #[test]
    fn of_areas_the_mean_width() {
        let inside = wkt! { POLYGON((1. 1., 3. 1., 3. 5., 1. 5., 1. 1.)) };
        check(inside.clone(), 2.0 * 8.0 / 12.0, inside);
        check(
            wkt! { POLYGON((-3. 1., 4. 1., 4. 3., -3. 3., -3. 1.)) },
            2.0 * 8.0 / 12.0,
            wkt! { POLYGON((0. 1., 4. 1., 4. 3., 0. 3., 0. 1.)) },
        );
        let around = wkt! { POLYGON((-1. -1., 11. -1., 11. 11., -1. 11., -1. -1.)) };
        check(around, 2.0 * 96.0 / 48.0, zone().areas().clone());
    }

    #[test]
    fn of_lines_the_length() {
        check(
            wkt! { LINESTRING(-4. -3., 4. 3., 4. 5.) },
            7.0,
            wkt! { LINESTRING(0. 0., 4. 3., 4. 5.) },
        );
    }

    #[test]
    fn of_points_the_way_to_the_border() {
        check(wkt! { POINT(3. 5.) }, 3.0, wkt! { POINT(3. 5.) });
        check(wkt! { MULTIPOINT(5. 7., -9. 0.) }, 1.0, wkt! { POINT(5. 7.) });
    }

    #[test]
    fn nothing_in_common() {
        let (beside, zone) = (admit_plane(wkt! { POINT(-3. 5.) }).unwrap(), zone());
        let contact = relate(&beside, &zone, 5.0).unwrap().unwrap();
        assert_eq!(depth_m(&contact, &zone), 0.0);
        assert!(common_part(&beside, &zone, &contact).is_empty());
        // A needle within the noise goes metres deep, and yet there is nothing to draw.
        let needle = wkt! { POLYGON((-20. 1.999998, 4. 2., -20. 2.000002, -20. 1.999998)) };
        let needle = admit_plane(needle).unwrap();
        let contact = relate(&needle, &zone, 5.0).unwrap().unwrap();
        assert!(common_part(&needle, &zone, &contact).is_empty());
    }
}
