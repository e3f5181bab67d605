//! GeoJSON geometries straight into the library's types, without a tree of JSON values in between.

use std::cell::{Cell, RefCell};
use std::fmt;

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::geom::gate::{Fault, FaultKind};

/// What was seen while one feature was read; also where the reader stood when it failed.
#[derive(Default)]
pub struct Trail {
    /// Vertices begun so far.
    pub vertices: Cell<usize>,
    /// The last whole vertex.
    pub last: Cell<Option<Coord<f64>>>,
    /// True while coordinates are being read.
    pub in_coordinates: Cell<bool>,
    /// True once a vertex had more than two ordinates.
    pub extra_ordinates: Cell<bool>,
    /// Rings that were closed here.
    pub unclosed: RefCell<Vec<Fault>>,
    /// The member at hand.
    pub member: Cell<&'static str>,
}

/// Names of the types with coordinates, and `GeometryCollection`.
pub const TYPES: [&str; 7] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

/// Reads one geometry object or null; `None` for null and for a geometry without coordinates.
pub struct GeometrySeed<'a>(pub &'a Trail);

impl<'de> DeserializeSeed<'de> for GeometrySeed<'_> {
    type Value = Option<Geometry<f64>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for GeometrySeed<'_> {
    type Value = Option<Geometry<f64>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry object or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let first_vertex = self.0.vertices.get();
        let mut kind: Option<String> = None;
        let mut nest: Option<Nest> = None;
        let mut parts: Option<Vec<Geometry<f64>>> = None;
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "type" => once(&mut kind, "type", map.next_value()?)?,
                "coordinates" => {
                    self.0.in_coordinates.set(true);
                    let seed = NestSeed {
                        trail: self.0,
                        depth: 0,
                    };
                    once(&mut nest, "coordinates", map.next_value_seed(seed)?)?;
                    self.0.in_coordinates.set(false);
                }
                "geometries" => once(&mut parts, "geometries", map.next_value_seed(PartsSeed(self.0))?)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        let kind = kind.ok_or_else(|| A::Error::missing_field("type"))?;
        self.0.member.set("type");
        match (kind.as_str(), nest, parts) {
            ("GeometryCollection", _, Some(parts)) => {
                Ok((!parts.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(parts))))
            }
            ("GeometryCollection", _, None) => Err(A::Error::missing_field("geometries")),
            (name, _, _) if !TYPES.contains(&name) => {
                let expected = "the type of a geometry";
                Err(A::Error::custom(format!(
                    "invalid type: {name:?}, expected {expected}"
                )))
            }
            (_, None, _) => Err(A::Error::missing_field("coordinates")),
            (name, Some(nest), _) => build(self.0, name, nest, first_vertex).map_err(A::Error::custom),
        }
    }
}

/// Fills a place that can be filled only once.
fn once<T, E: serde::de::Error>(place: &mut Option<T>, name: &'static str, value: T) -> Result<(), E> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(name)),
    }
}

/// The members of a collection; those without coordinates are left out.
struct PartsSeed<'a>(&'a Trail);

impl<'de> DeserializeSeed<'de> for PartsSeed<'_> {
    type Value = Vec<Geometry<f64>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PartsSeed<'_> {
    type Value = Vec<Geometry<f64>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of geometries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = seq.next_element_seed(GeometrySeed(self.0))? {
            parts.extend(part);
        }
        Ok(parts)
    }
}

/// Coordinates by how deep they are nested; which type they belong to may stand after them.
enum Nest {
    Empty,
    Number(f64),
    Position(Coord<f64>),
    Line(Vec<Coord<f64>>),
    Lines(Vec<Vec<Coord<f64>>>),
    Areas(Vec<Vec<Vec<Coord<f64>>>>),
}

impl Nest {
    fn name(&self) -> &'static str {
        match self {
            Nest::Empty => "an empty array",
            Nest::Number(_) => "a number",
            Nest::Position(_) => "a position",
            Nest::Line(_) => "an array of positions",
            Nest::Lines(_) => "an array of arrays of positions",
            Nest::Areas(_) => "an array of arrays of arrays of positions",
        }
    }
}

#[derive(Clone, Copy)]
struct NestSeed<'a> {
    trail: &'a Trail,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for NestSeed<'_> {
    type Value = Nest;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Nest, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NestSeed<'_> {
    type Value = Nest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.depth == 0 {
            "an array"
        } else {
            "a number or an array"
        })
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Nest, E> {
        if self.depth == 0 {
            return Err(E::invalid_type(serde::de::Unexpected::Float(number), &self));
        }
        self.trail.vertices.set(self.trail.vertices.get() + 1);
        Ok(Nest::Number(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Nest, E> {
        self.visit_f64(number as f64)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Nest, E> {
        self.visit_f64(number as f64)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nest, A::Error> {
        let inner = NestSeed {
            depth: self.depth + 1,
            ..self
        };
        if self.depth > 4 {
            return Err(A::Error::custom("invalid type: array, expected a number"));
        }
        let mut empty = 0;
        let first = loop {
            match seq.next_element_seed(inner)? {
                None => return Ok(Nest::Empty),
                Some(Nest::Empty) => empty += 1,
                Some(found) => break found,
            }
        };
        // A part without vertices has nothing to say, whatever its depth; a position without ordinates is a fault.
        match first {
            Nest::Number(_) | Nest::Position(_) if empty > 0 => {
                Err(A::Error::custom("invalid type: empty array, expected a position"))
            }
            Nest::Empty => Ok(Nest::Empty),
            Nest::Number(x) => rest_of_position(self.trail, x, &mut seq).map(Nest::Position),
            Nest::Position(position) => {
                let mut line = vec![position];
                while let Some(position) = seq.next_element_seed(PositionSeed(self.trail))? {
                    line.push(position);
                }
                // A list grown by doubling holds up to twice its need, and coordinates are most of what is held.
                line.shrink_to_fit();
                Ok(Nest::Line(line))
            }
            Nest::Line(line) => {
                let pick = |nest| {
                    if let Nest::Line(line) = nest {
                        Ok(line)
                    } else {
                        Err(nest)
                    }
                };
                rest_of(line, &mut seq, inner, pick).map(Nest::Lines)
            }
            Nest::Lines(lines) => {
                let pick = |nest| {
                    if let Nest::Lines(lines) = nest {
                        Ok(lines)
                    } else {
                        Err(nest)
                    }
                };
                rest_of(lines, &mut seq, inner, pick).map(Nest::Areas)
            }
            Nest::Areas(_) => Err(A::Error::custom("invalid type: array, expected a position")),
        }
    }
}

/// The rest of an array whose first element was `first`; empty arrays among them are passed over.
fn rest_of<'de, T, A: SeqAccess<'de>>(
    first: T,
    seq: &mut A,
    seed: NestSeed<'_>,
    pick: impl Fn(Nest) -> Result<T, Nest>,
) -> Result<Vec<T>, A::Error> {
    let mut all = vec![first];
    while let Some(nest) = seq.next_element_seed(seed)? {
        match pick(nest) {
            Ok(found) => all.push(found),
            Err(Nest::Empty) => {}
            Err(other) => {
                let message = format!(
                    "invalid type: {}, expected the same depth as before",
                    other.name()
                );
                return Err(A::Error::custom(message));
            }
        }
    }
    Ok(all)
}

struct PositionSeed<'a>(&'a Trail);

impl<'de> DeserializeSeed<'de> for PositionSeed<'_> {
    type Value = Coord<f64>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Coord<f64>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PositionSeed<'_> {
    type Value = Coord<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a position")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Coord<f64>, A::Error> {
        self.0.vertices.set(self.0.vertices.get() + 1);
        let x = seq.next_element()?.ok_or_else(|| A::Error::custom(TOO_SHORT))?;
        rest_of_position(self.0, x, &mut seq)
    }
}

const TOO_SHORT: &str = "invalid type: fewer than two numbers, expected a position";

fn rest_of_position<'de, A: SeqAccess<'de>>(
    trail: &Trail,
    x: f64,
    seq: &mut A,
) -> Result<Coord<f64>, A::Error> {
    let y = seq.next_element()?.ok_or_else(|| A::Error::custom(TOO_SHORT))?;
    while seq.next_element::<IgnoredAny>()?.is_some() {
        trail.extra_ordinates.set(true);
    }
    let position = Coord { x, y };
    trail.last.set(Some(position));
    Ok(position)
}

/// The geometry of that type; `None` where there are no coordinates at all.
fn build(
    trail: &Trail,
    kind: &str,
    nest: Nest,
    first_vertex: usize,
) -> Result<Option<Geometry<f64>>, String> {
    let mut rings = Rings {
        trail,
        next: first_vertex,
    };
    Ok(Some(match (kind, nest) {
        (_, Nest::Empty) => return Ok(None),
        ("Point", Nest::Position(position)) => Point(position).into(),
        ("MultiPoint", Nest::Line(positions)) => {
            MultiPoint(positions.into_iter().map(Point).collect()).into()
        }
        ("LineString", Nest::Line(positions)) => LineString(positions).into(),
        ("MultiLineString", Nest::Lines(lines)) => {
            MultiLineString(lines.into_iter().map(LineString).collect()).into()
        }
        ("Polygon", Nest::Lines(lines)) => rings.polygon(lines).into(),
        ("MultiPolygon", Nest::Areas(areas)) => {
            MultiPolygon(areas.into_iter().map(|lines| rings.polygon(lines)).collect()).into()
        }
        (kind, nest) => {
            return Err(format!(
                "invalid type: {}, expected the coordinates of a {kind}",
                nest.name()
            ));
        }
    }))
}

/// Looks at rings before the library closes them without a word.
struct Rings<'a> {
    trail: &'a Trail,
    next: usize,
}

impl Rings<'_> {
    fn polygon(&mut self, rings: Vec<Vec<Coord<f64>>>) -> Polygon<f64> {
        let mut rings = rings.into_iter().map(|ring| self.ring(ring));
        let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
        let holes = rings.collect();
        Polygon::new(shell, holes)
    }

    fn ring(&mut self, ring: Vec<Coord<f64>>) -> LineString<f64> {
        self.next += ring.len();
        if ring.first() != ring.last() {
            self.trail.unclosed.borrow_mut().push(Fault {
                kind: FaultKind::UnclosedRing,
                vertex: Some(self.next),
                place: ring.last().copied(),
            });
        }
        LineString(ring)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn read(text: &str) -> (Result<Option<Geometry<f64>>, String>, Trail) {
        let trail = Trail::default();
        let mut json = serde_json::Deserializer::from_str(text);
        let read = GeometrySeed(&trail)
            .deserialize(&mut json)
            .map_err(|e| e.to_string());
        (read, trail)
    }

    #[track_caller]
    fn check(text: &str, expected: impl Into<Geometry<f64>>) {
        assert_eq!(read(text).0, Ok(Some(expected.into())), "{text}");
    }

    #[track_caller]
    fn check_refused(text: &str, vertex: usize, words: &str) {
        let (result, trail) = read(text);
        let message = result.unwrap_err();
        assert!(message.contains(words), "{message}");
        assert_eq!(trail.vertices.get(), vertex, "{text}");
    }

    #[test]
    fn every_type_whatever_the_order_of_its_members() {
        check(r#"{"type":"Point","coordinates":[1,2.5]}"#, Point::new(1.0, 2.5));
        check(r#"{"coordinates":[1,2.5],"type":"Point"}"#, Point::new(1.0, 2.5));
        check(
            r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#,
            wkt!(MULTIPOINT(1. 2., 3. 4.)),
        );
        check(
            r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#,
            wkt!(LINESTRING(1. 2., 3. 4.)),
        );
        check(
            r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}"#,
            wkt!(MULTILINESTRING((1. 2., 3. 4.))),
        );
        check(
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[1,0],[1,1],[0,0]]]}"#,
            wkt!(POLYGON((0. 0., 1. 0., 1. 1., 0. 0.), (0. 0., 1. 0., 1. 1., 0. 0.))),
        );
        check(
            r#"{"coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]],"type":"MultiPolygon"}"#,
            wkt!(MULTIPOLYGON(((0. 0., 1. 0., 1. 1., 0. 0.)))),
        );
        check(
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},null]}"#,
            Geometry::GeometryCollection(GeometryCollection(vec![Point::new(1.0, 2.0).into()])),
        );
    }

    #[test]
    fn nothing_there() {
        for text in [
            "null",
            r#"{"type":"Point","coordinates":[]}"#,
            r#"{"type":"MultiPolygon","coordinates":[[[]]]}"#,
            r#"{"type":"GeometryCollection","geometries":[]}"#,
        ] {
            assert_eq!(read(text).0, Ok(None), "{text}");
        }
    }

    #[test]
    fn wrong_values_tell_their_vertex() {
        check_refused(
            r#"{"type":"LineString","coordinates":[[1,2],[3,"4"]]}"#,
            2,
            "string",
        );
        check_refused(
            r#"{"type":"LineString","coordinates":[[1,2],[null,4]]}"#,
            2,
            "null",
        );
        check_refused(
            r#"{"type":"LineString","coordinates":[[1,2],[3]]}"#,
            2,
            "fewer than two",
        );
        check_refused(
            r#"{"type":"LineString","coordinates":[[1,2],[3,NaN]]}"#,
            2,
            "expected",
        );
        check_refused(
            r#"{"type":"Polygon","coordinates":[[1,2],[3,4]]}"#,
            2,
            "coordinates of a Polygon",
        );
        check_refused(
            r#"{"type":"Polygon","coordinates":[[[1,2],[3,4]],[5,6]]}"#,
            3,
            "same depth",
        );
        check_refused(
            r#"{"type":"Circle","coordinates":[1,2]}"#,
            1,
            "type of a geometry",
        );
        check_refused(r#"{"type":"Point","type":"Point"}"#, 0, "duplicate");
        check_refused(r#"{"type":"Point","coordinates":5}"#, 0, "an array");
        check_refused(r#"{"coordinates":[1,2]}"#, 1, "missing");
        check_refused(r#"{"type":"Point","coordinates":[[[[[[[1]]]]]]]}"#, 0, "expected");
    }

    #[test]
    fn an_unclosed_ring_is_noticed() {
        let (_, trail) = read(r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#);
        let fault = trail.unclosed.borrow()[0].clone();
        assert_eq!(
            (fault.kind, fault.vertex, fault.place),
            (FaultKind::UnclosedRing, Some(3), Some(Coord { x: 1.0, y: 1.0 }))
        );
    }

    #[test]
    fn extra_ordinates_are_noticed() {
        let (read, trail) = read(r#"{"type":"Point","coordinates":[1,2,3,null]}"#);
        assert_eq!(read, Ok(Some(Point::new(1.0, 2.0).into())));
        assert!(trail.extra_ordinates.get());
    }
}
