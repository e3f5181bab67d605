//! Circular arcs as segments.

use std::f64::consts::TAU;

use geo::Coord;

/// The most that a segment may be off its arc: 1 mm where coordinates are metres, as much on the ground where they are
/// degrees.
const OFF_M: f64 = 1e-3;
const OFF_DEG: f64 = 1e-8;
/// Coordinates up to this may be degrees.
const DEGREES: f64 = 360.0;
/// Segments of one arc. More would be needed only for arcs of a size that no drawing has: a whole circle of 3 km, a
/// quarter of one of 50 km.
const MOST: f64 = 4_096.0;

/// The vertices of arcs through three points each, the last point of one being the first of the next; straight where
/// three points lie on a line. `None` for another number of points than 3, 5, 7… and for arcs beyond all measure.
pub fn segments(points: &[Coord<f64>]) -> Option<Vec<Coord<f64>>> {
    if points.len() < 3 || points.len().is_multiple_of(2) {
        return None;
    }
    let mut vertices: Vec<Coord<f64>> = points.first().copied().into_iter().collect();
    for corner in points.windows(3).step_by(2) {
        if let [start, middle, end] = corner {
            arc(*start, *middle, *end, &mut vertices)?;
        }
    }
    Some(vertices)
}

/// Appends an arc without its first point.
fn arc(start: Coord<f64>, middle: Coord<f64>, end: Coord<f64>, vertices: &mut Vec<Coord<f64>>) -> Option<()> {
    let circle = if start == end {
        // A whole circle: the middle point lies opposite.
        Some((start + middle) / 2.0)
    } else {
        center(start, middle, end)
    };
    let Some(center) = circle else {
        vertices.extend([middle, end]);
        return Some(());
    };
    let radius = (start.x - center.x).hypot(start.y - center.y);
    let angle = |point: Coord<f64>| (point.y - center.y).atan2(point.x - center.x);
    let from = angle(start);
    let turn = |point| (angle(point) - from).rem_euclid(TAU);
    let (to_middle, to_end) = (turn(middle), turn(end));
    let sweep = if start == end {
        TAU
    } else if to_middle <= to_end {
        to_end
    } else {
        to_end - TAU
    };
    let is_degrees = start.x.abs() <= DEGREES && start.y.abs() <= DEGREES;
    let off = if is_degrees { OFF_DEG } else { OFF_M };
    let step = 2.0 * (1.0 - (off / radius).min(1.0)).acos();
    let count = (sweep.abs() / step).ceil().max(2.0);
    if count > MOST {
        return None;
    }
    let count = count as usize;
    vertices.extend((1..count).map(|number| {
        let at = from + sweep * number as f64 / count as f64;
        Coord {
            x: center.x + radius * at.cos(),
            y: center.y + radius * at.sin(),
        }
    }));
    vertices.push(end);
    Some(())
}

/// The centre of the circle through three points; `None` where they lie on a line or are no numbers.
fn center(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Option<Coord<f64>> {
    // Relative to the first point: large coordinates would lose the difference.
    let (b, c) = (b - a, c - a);
    let twice_area = 2.0 * (b.x * c.y - b.y * c.x);
    let (bb, cc) = (b.x * b.x + b.y * b.y, c.x * c.x + c.y * c.y);
    let from_a = Coord {
        x: (c.y * bb - b.y * cc) / twice_area,
        y: (b.x * cc - c.x * bb) / twice_area,
    };
    let is_round = twice_area.abs() > 1e-12 * bb.max(cc) && from_a.x.is_finite() && from_a.y.is_finite();
    is_round.then_some(a + from_a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area as _, LineString, Polygon};
    use std::f64::consts::PI;

    fn points(coords: &[(f64, f64)]) -> Vec<Coord<f64>> {
        coords.iter().copied().map(Coord::from).collect()
    }

    #[track_caller]
    fn check_area(coords: &[(f64, f64)], expected: f64) {
        let off = if coords[0].1 <= DEGREES { OFF_DEG } else { OFF_M };
        let ring = segments(&points(coords)).unwrap();
        let area = Polygon::new(LineString(ring), Vec::new()).unsigned_area();
        assert!(
            // Off by no more than the width of a sliver along the border of a circle.
            (area - expected).abs() < off * (4.0 * PI * expected).sqrt(),
            "{area}"
        );
    }

    #[test]
    fn circles_and_halves() {
        let (x, y) = (500_000.0, 3_300_000.0);
        check_area(&[(x, y), (x + 20.0, y), (x, y)], PI * 100.0);
        check_area(&[(x, y), (x + 10.0, y + 10.0), (x + 20.0, y)], PI * 50.0);
        check_area(&[(x + 20.0, y), (x + 10.0, y + 10.0), (x, y)], PI * 50.0);
        check_area(
            &[
                (x, y),
                (x + 10.0, y + 10.0),
                (x + 20.0, y),
                (x + 10.0, y - 10.0),
                (x, y),
            ],
            PI * 100.0,
        );
        let (lon, lat) = (120.0, 30.0);
        check_area(
            &[(lon, lat), (lon + 1e-3, lat + 1e-3), (lon + 2e-3, lat)],
            PI * 0.5e-6,
        );
    }

    #[test]
    fn straight_ones_and_wrong_numbers_of_points() {
        assert_eq!(
            segments(&points(&[(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]))
                .unwrap()
                .len(),
            3
        );
        assert_eq!(segments(&points(&[(0.0, 0.0), (1.0, 1.0)])), None);
        assert_eq!(segments(&points(&[(0.0, 0.0); 4])), None);
        assert_eq!(segments(&points(&[(0.0, 0.0); 3])).unwrap().len(), 3);
        let huge = points(&[(0.0, 0.0), (1e7, 1e7), (2e7, 0.0)]);
        assert_eq!(segments(&huge), None);
    }
}
