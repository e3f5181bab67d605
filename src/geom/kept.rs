//! The gate's second door: shapes that passed the gate once, were kept in a file of the program, and come back.
//!
//! The gate may write valid rings anew (another start, another order), which is harmless for what is read the first time;
//! what comes back must be the same to the last bit, or a screening could not be repeated. So everything is checked here
//! as strictly as there, and only what fails is mended as there.

use geo::{
    Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

use crate::progress::{Cancelled, Progress};

use super::area::{plane_area, ring_area};
use super::gate::{NotAdmitted, admit_plane_until};
use super::overlay::{even_odd, union_until};
use super::shape::Shape;
use super::simple::is_strictly_simple;

/// Takes back what [`Shape::areas`], [`Shape::lines`] and [`Shape::points`] were written as, in plane metres: bit for bit
/// where it is valid, mended as by [`admit_plane_until`] where somebody has changed it.
///
/// # Errors
/// As [`admit_plane_until`].
pub fn readmit(geometry: Geometry<f64>, progress: &Progress) -> Result<Shape, NotAdmitted> {
    let mut parts = Parts::default();
    parts.take(geometry);
    if parts.are_good(progress)? {
        let Parts { areas, lines, points } = parts;
        return Ok(Shape::new(
            MultiPolygon(areas),
            MultiLineString(lines),
            MultiPoint(points),
        ));
    }
    admit_plane_until(parts.together(), progress)
}

/// Parts by dimension, in their order.
#[derive(Default)]
struct Parts {
    areas: Vec<Polygon<f64>>,
    lines: Vec<LineString<f64>>,
    points: Vec<Point<f64>>,
}

impl Parts {
    fn take(&mut self, geometry: Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.points.push(point),
            Geometry::MultiPoint(points) => self.points.extend(points),
            Geometry::Line(line) => self.lines.push(LineString(vec![line.start, line.end])),
            Geometry::LineString(line) => self.lines.push(line),
            Geometry::MultiLineString(lines) => self.lines.extend(lines),
            Geometry::Polygon(polygon) => self.areas.push(polygon),
            Geometry::MultiPolygon(polygons) => self.areas.extend(polygons),
            Geometry::Rect(rect) => self.areas.push(rect.to_polygon()),
            Geometry::Triangle(triangle) => self.areas.push(triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => parts.into_iter().for_each(|part| self.take(part)),
        }
    }

    fn together(self) -> Geometry<f64> {
        let Parts { areas, lines, points } = self;
        let areas = areas.into_iter().map(Geometry::from);
        let lines = lines.into_iter().map(Geometry::from);
        let points = points.into_iter().map(Geometry::from);
        Geometry::GeometryCollection(GeometryCollection(areas.chain(lines).chain(points).collect()))
    }

    fn are_good(&self, progress: &Progress) -> Result<bool, Cancelled> {
        let is_there = !(self.areas.is_empty() && self.lines.is_empty() && self.points.is_empty());
        let is_finite = |point: &Point<f64>| point.x().is_finite() && point.y().is_finite();
        let are_wound = is_there
            && self.points.iter().all(is_finite)
            && self.lines.iter().all(|line| is_path(line, 2))
            && self.areas.iter().all(is_wound);
        Ok(are_wound && (self.areas.is_empty() || self.areas_are_valid(progress)?))
    }

    /// Rings that touch in single points are valid, too: there the union of all covers as much as they do.
    fn areas_are_valid(&self, progress: &Progress) -> Result<bool, Cancelled> {
        let areas = MultiPolygon(self.areas.clone());
        if is_strictly_simple(&areas, progress)? {
            return Ok(true);
        }
        let single = areas.iter().map(|polygon| even_odd(polygon, progress));
        let single: Vec<MultiPolygon<f64>> = single.collect::<Result<_, _>>()?;
        let (own, united) = (plane_area(&areas), plane_area(&union_until(&single, progress)?));
        Ok((united - own).abs() <= 1e-9 * own.max(1.0))
    }
}

/// Finite, long enough, no vertex twice in a row.
fn is_path(line: &LineString<f64>, least: usize) -> bool {
    let finite = line.0.iter().all(|c| c.x.is_finite() && c.y.is_finite());
    finite && line.0.len() >= least && line.0.windows(2).all(|pair| pair.first() != pair.last())
}

/// The shell counter-clockwise, the holes clockwise, all closed.
fn is_wound(polygon: &Polygon<f64>) -> bool {
    let is_ring = |ring: &LineString<f64>| is_path(ring, 4) && ring.is_closed();
    is_ring(polygon.exterior())
        && ring_area(polygon.exterior()) > 0.0
        && polygon
            .interiors()
            .iter()
            .all(|hole| is_ring(hole) && ring_area(hole) < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, MapCoords as _, wkt};

    use crate::geom::gate::admit_plane;

    fn readmit(geometry: Geometry<f64>) -> Result<Shape, NotAdmitted> {
        super::readmit(geometry, &Progress::default())
    }

    fn written(shape: &Shape) -> Geometry<f64> {
        let parts = Parts {
            areas: shape.areas().0.clone(),
            lines: shape.lines().0.clone(),
            points: shape.points().0.clone(),
        };
        parts.together()
    }

    #[test]
    fn only_closed_rings_wound_as_they_must_be_pass() {
        let check =
            |polygon: Polygon<f64>, expected: bool| assert_eq!(is_wound(&polygon), expected, "{polygon:?}");
        let shell = || wkt! { LINESTRING(0. 0., 9. 0., 9. 9., 0. 9., 0. 0.) };
        let hole = || wkt! { LINESTRING(2. 2., 2. 4., 4. 4., 4. 2., 2. 2.) };
        let reversed = |ring: LineString<f64>| ring.0.into_iter().rev().collect::<LineString<f64>>();
        check(Polygon::new(shell(), vec![]), true);
        check(Polygon::new(reversed(shell()), vec![]), false);
        check(Polygon::new(shell(), vec![hole()]), true);
        check(Polygon::new(shell(), vec![reversed(hole())]), false);
        check(Polygon::new(shell(), vec![hole(), reversed(hole())]), false);
        check(Polygon::new(reversed(shell()), vec![hole()]), false);
        // There and back again, as a shell and as a hole.
        let flat = || wkt! { LINESTRING(1. 1., 8. 1., 4. 1., 1. 1.) };
        check(Polygon::new(flat(), vec![]), false);
        check(Polygon::new(shell(), vec![flat()]), false);
        let twice = wkt! { LINESTRING(0. 0., 9. 0., 9. 0., 9. 9., 0. 9., 0. 0.) };
        check(Polygon::new(twice, vec![]), false);
        check(Polygon::new(LineString(vec![]), vec![]), false);
    }

    #[test]
    fn what_passed_once_comes_back_as_it_was() {
        let check = |geometry: Geometry<f64>| {
            let shape = admit_plane(geometry).unwrap();
            assert_eq!(readmit(written(&shape)).unwrap(), shape);
        };
        check(
            wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (1. 1., 2. 1., 2. 2., 1. 2., 1. 1.)) }.into(),
        );
        check(wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.), (0. 0., 1. 2., 2. 1., 0. 0.)) }.into());
        check(wkt! { POLYGON((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.)) }.into());
        check(
            wkt! { MULTIPOLYGON(((0. 0., 2. 0., 2. 2., 0. 2., 0. 0.)), ((2. 2., 4. 2., 4. 4., 2. 4., 2. 2.))) }
                .into(),
        );
        check(Geometry::GeometryCollection(
            wkt! { GEOMETRYCOLLECTION(POINT(9. 9.), LINESTRING(5. 0., 6. 1., 7. 0.)) },
        ));
    }

    #[test]
    fn a_ring_that_may_start_anywhere_starts_where_it_did() {
        // Two squares that touch in a corner, the second one first: the gate would sort them anew.
        let areas = wkt! { MULTIPOLYGON(((4. 2., 4. 4., 2. 4., 2. 2., 4. 2.)), ((2. 0., 2. 2., 0. 2., 0. 0., 2. 0.))) };
        let shape = readmit(areas.clone().into()).unwrap();
        assert_eq!(*shape.areas(), areas);
        // On no lattice, so that the union has not quite the same area.
        let uneven = areas.map_coords(|c| Coord {
            x: (c.x * c.x + 0.1 * c.y) * 1e3 / 7.0,
            y: (c.y * c.y + 0.2 * c.x) * 1e3 / 7.0,
        });
        let united = union_until([&uneven], &Progress::default()).unwrap();
        assert!(plane_area(&united) != plane_area(&uneven));
        assert_eq!(*readmit(uneven.clone().into()).unwrap().areas(), uneven);
    }

    #[test]
    fn what_somebody_changed_is_mended_or_refused() {
        let bow_tie = wkt! { POLYGON((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.)) };
        assert_eq!(readmit(bow_tie.into()).unwrap().plane_area(), 8.0);
        let wound_wrongly = wkt! { POLYGON((0. 0., 0. 4., 4. 4., 4. 0., 0. 0.)) };
        assert_eq!(readmit(wound_wrongly.into()).unwrap().plane_area(), 16.0);
        let overlapping = wkt! { MULTIPOLYGON(((0. 0., 2. 0., 2. 2., 0. 2., 0. 0.)), ((1. 0., 3. 0., 3. 2., 1. 2., 1. 0.))) };
        assert_eq!(readmit(overlapping.into()).unwrap().plane_area(), 6.0);
        for bad in [
            Geometry::from(Point::new(f64::NAN, 0.0)),
            Geometry::from(LineString::from(vec![(0.0, 0.0), (f64::INFINITY, 0.0)])),
            Geometry::from(LineString::from(vec![(0.0, 0.0), (0.0, 0.0)])),
            Geometry::GeometryCollection(GeometryCollection(Vec::new())),
        ] {
            assert!(readmit(bad.clone()).is_err(), "{bad:?}");
        }
    }
}
