//! Shapes as well-known text (OGC 06-103r4).

use geo::{Coord, LineString, Polygon};

use super::placed::{Notation, Placed, rings};

/// Writes a shape; nothing for an empty one.
pub fn push(out: &mut Vec<u8>, place: &Placed<'_>, notation: Notation) {
    let sorts = usize::from(!place.areas.0.is_empty())
        + usize::from(!place.lines.0.is_empty())
        + usize::from(!place.points.0.is_empty());
    if sorts > 1 {
        out.extend_from_slice(b"GEOMETRYCOLLECTION (");
    }
    let mut is_next = false;
    let mut begin = |out: &mut Vec<u8>, name: &str, count: usize| {
        if std::mem::replace(&mut is_next, true) {
            out.extend_from_slice(b", ");
        }
        if count > 1 {
            out.extend_from_slice(b"MULTI");
        }
        out.extend_from_slice(name.as_bytes());
        out.push(b' ');
    };
    let writer = Writer(notation);
    if !place.areas.0.is_empty() {
        begin(out, "POLYGON", place.areas.0.len());
        writer.one_or_all(out, &place.areas.0, |writer, out, polygon| {
            writer.polygon(out, polygon)
        });
    }
    if !place.lines.0.is_empty() {
        begin(out, "LINESTRING", place.lines.0.len());
        writer.one_or_all(out, &place.lines.0, |writer, out, line: &LineString<f64>| {
            writer.path(out, &line.0)
        });
    }
    if !place.points.0.is_empty() {
        begin(out, "POINT", place.points.0.len());
        writer.one_or_all(out, &place.points.0, |writer, out, point: &geo::Point<f64>| {
            writer.path(out, &[point.0])
        });
    }
    if sorts > 1 {
        out.push(b')');
    }
}

#[derive(Clone, Copy)]
struct Writer(Notation);

impl Writer {
    /// One part by itself, several as a list.
    fn one_or_all<T>(self, out: &mut Vec<u8>, parts: &[T], write: impl Fn(Writer, &mut Vec<u8>, &T)) {
        match parts {
            [one] => write(self, out, one),
            all => self.list(out, all.iter(), |out, part| write(self, out, part)),
        }
    }

    fn list<T>(self, out: &mut Vec<u8>, parts: impl Iterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) {
        for (number, part) in parts.enumerate() {
            out.extend_from_slice(if number == 0 { b"(" } else { b", " });
            write(out, part);
        }
        out.push(b')');
    }

    fn polygon(self, out: &mut Vec<u8>, polygon: &Polygon<f64>) {
        self.list(out, rings(polygon), |out, ring| self.path(out, &ring.0));
    }

    fn path(self, out: &mut Vec<u8>, coords: &[Coord<f64>]) {
        self.list(out, coords.iter(), |out, coord| {
            self.0.push_coord(out, *coord, b' ')
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::gate::admit_plane;
    use crate::report::layers::placed::Placing;
    use geo::{Geometry, wkt};

    #[track_caller]
    fn check(geometry: impl Into<Geometry<f64>>, expected: &str) {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let shape = admit_plane(geometry.into()).unwrap();
        let mut out = Vec::new();
        let placed = Placing::between(&plane, &plane).unwrap();
        push(&mut out, &placed.place(&shape).unwrap(), Notation::Shortest);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn every_sort() {
        check(wkt!(POINT(1. 2.5)), "POINT (1 2.5)");
        check(wkt!(MULTIPOINT(1. 2., 3. 4.)), "MULTIPOINT ((1 2), (3 4))");
        check(wkt!(LINESTRING(1. 2., 3. 4.)), "LINESTRING (1 2, 3 4)");
        let square = wkt!(POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)));
        check(square.clone(), "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))");
        let both = geo::GeometryCollection(vec![square.into(), wkt!(POINT(9. 9.)).into()]);
        check(
            Geometry::GeometryCollection(both),
            "GEOMETRYCOLLECTION (POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0)), POINT (9 9))",
        );
    }
}
