//! Shapes as well-known text (OGC 06-103r4), with or without the `SRID=…;` of PostGIS.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use crate::geom::gate::Fault;

use super::gather::closed;
use super::wkt_start::NAMES;

/// Collections within collections are read to this depth.
const DEPTH: usize = 16;

/// A shape as read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wkt {
    /// The number behind `SRID=`.
    pub srid: Option<u32>,
    /// `None` for an empty shape.
    pub geometry: Option<Geometry<f64>>,
    /// Rings that had to be closed.
    pub unclosed: Vec<Fault>,
    /// A vertex had more than two ordinates.
    pub extra_ordinates: bool,
}

/// Reads a shape; `None` for whatever is none.
///
/// ```
/// let read = redshank::formats::wkt::read("SRID=4549;POINT Z (500000 3350000 5)").unwrap();
/// assert_eq!((read.srid, read.extra_ordinates), (Some(4549), true));
/// ```
pub fn read(text: &str) -> Option<Wkt> {
    let mut wkt = Wkt::default();
    let mut rest = text.trim();
    if rest
        .get(..5)
        .is_some_and(|start| start.eq_ignore_ascii_case("SRID="))
    {
        let (srid, after) = rest.get(5..)?.split_once(';')?;
        wkt.srid = Some(srid.trim().parse().ok()?);
        rest = after;
    }
    let mut parser = Parser {
        rest,
        vertices: 0,
        wkt: &mut wkt,
    };
    let geometry = parser.shape(0)?;
    parser.rest.trim().is_empty().then_some(())?;
    wkt.geometry = geometry;
    Some(wkt)
}

struct Parser<'a> {
    rest: &'a str,
    vertices: usize,
    wkt: &'a mut Wkt,
}

impl Parser<'_> {
    /// The shape that comes next; `Some(None)` where it is empty.
    fn shape(&mut self, depth: usize) -> Option<Option<Geometry<f64>>> {
        let word = self.word().to_ascii_uppercase();
        let name = match NAMES.contains(&word.as_str()) {
            true => word.as_str(),
            false => word.trim_end_matches(['Z', 'M']),
        };
        let before = self.rest;
        if !matches!(self.word().to_ascii_uppercase().as_str(), "Z" | "M" | "ZM") {
            self.rest = before;
        }
        let before = self.rest;
        if self.word().eq_ignore_ascii_case("EMPTY") {
            return NAMES.contains(&name).then_some(None);
        }
        self.rest = before;
        let geometry: Geometry<f64> = match name {
            "POINT" => {
                self.open()?;
                let point = Point(self.vertex()?);
                self.take(')').then_some(point.into())?
            }
            "LINESTRING" => LineString(self.vertices()?).into(),
            "POLYGON" => self.polygon()?.into(),
            "MULTIPOINT" => MultiPoint(self.list(Parser::point)?).into(),
            "MULTILINESTRING" => {
                MultiLineString(self.list(|parser| parser.vertices().map(LineString))?).into()
            }
            "MULTIPOLYGON" => MultiPolygon(self.list(Parser::polygon)?).into(),
            "GEOMETRYCOLLECTION" if depth < DEPTH => {
                let parts = self.list(|parser| parser.shape(depth + 1))?;
                Geometry::GeometryCollection(GeometryCollection(parts.into_iter().flatten().collect()))
            }
            _ => return None,
        };
        Some(Some(geometry))
    }

    fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic());
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word.to_owned()
    }

    fn take(&mut self, wanted: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn open(&mut self) -> Option<()> {
        self.take('(').then_some(())
    }

    /// Parts in brackets, with commas between them.
    fn list<T>(&mut self, part: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.open()?;
        let mut parts = vec![part(self)?];
        while self.take(',') {
            parts.push(part(self)?);
        }
        self.take(')').then_some(parts)
    }

    fn vertices(&mut self) -> Option<Vec<Coord<f64>>> {
        self.list(Parser::vertex)
    }

    fn polygon(&mut self) -> Option<Polygon<f64>> {
        let mut rings = self.list(|parser| {
            let before = parser.vertices;
            let ring = parser.vertices()?;
            Some(closed(ring, before, &mut parser.wkt.unclosed))
        })?;
        let holes = rings.split_off(1);
        Some(Polygon::new(rings.pop()?, holes))
    }

    /// A vertex of its own, with brackets or without.
    fn point(&mut self) -> Option<Point<f64>> {
        let in_brackets = self.take('(');
        let point = self.vertex()?;
        (!in_brackets || self.take(')')).then_some(Point(point))
    }

    fn vertex(&mut self) -> Option<Coord<f64>> {
        let place = Coord {
            x: self.number()?,
            y: self.number()?,
        };
        let mut more = 0;
        while self.number().is_some() {
            more += 1;
        }
        self.wkt.extra_ordinates |= more > 0;
        self.vertices += 1;
        (more <= 2).then_some(place)
    }

    fn number(&mut self) -> Option<f64> {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
        let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
        let number = digits.parse().ok()?;
        self.rest = after;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<usize>) {
        use geo::CoordsIter as _;
        let found = read(text).map(|wkt| wkt.geometry.map_or(0, |geometry| geometry.coords_count()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn shapes_of_all_sorts() {
        check("POINT(1 2)", Some(1));
        check(" point z ( 1 2 3 ) ", Some(1));
        check("POINTZM(1 2 3 4)", Some(1));
        check("LINESTRING EMPTY", Some(0));
        check("POLYGON((0 0,1 0,1 1,0 0),(.1 .1,.2 .1,.2 .2,.1 .1))", Some(8));
        check("MULTIPOINT(1 2,(3 4))", Some(2));
        check("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))", Some(8));
        check(
            "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4),POINT EMPTY)",
            Some(3),
        );
        check("SRID=4490;POINT(120 30)", Some(1));
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "POINT",
            "POINT()",
            "POINT(1)",
            "POINT(1 2",
            "POINT(1 2) x",
            "POINT(1,2)",
            "CIRCLE(1 2)",
            "POINT(1 2 3 4 5)",
            "POINT(nan nan)",
            "SRID=;POINT(1 2)",
            "POLYGON(0 0,1 1)",
            "SRID=1",
        ] {
            check(text, None);
        }
        let deep = format!(
            "{}POINT(1 2){}",
            "GEOMETRYCOLLECTION(".repeat(100_000),
            ")".repeat(100_000)
        );
        check(&deep, None);
    }

    #[test]
    fn open_rings_are_closed_and_told() {
        let wkt = read("POLYGON((0 0,4 0,4 4,0 4),(1 1,2 1,2 2))").unwrap();
        let vertices: Vec<Option<usize>> = wkt.unclosed.iter().map(|fault| fault.vertex).collect();
        assert_eq!(vertices, [Some(4), Some(7)]);
    }
}
