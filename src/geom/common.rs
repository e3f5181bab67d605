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
