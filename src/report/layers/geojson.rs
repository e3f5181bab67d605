//! GeoJSON: one feature a line, shells counter-clockwise (RFC 7946), values as they are.

use std::collections::BTreeMap;
use std::io::{self, Write};

use geo::{Coord, LineString, Point, Polygon};
use serde_json::Value;

use crate::geom::crs::Crs;
use crate::model::feature::{Properties, PropertyValue};

use super::super::files::Staged;
use super::loss::Losses;
use super::placed::{Notation, Placed, Placing, rings};
use super::sink::{Form, Record, Sink};

/// Members of a collection that are written here anyway.
const OWN_MEMBERS: [&str; 4] = ["type", "features", "crs", "bbox"];

/// A collection in the making.
#[derive(Debug)]
pub struct GeoJson {
    out: Staged,
    notation: Notation,
    is_first: bool,
}

impl GeoJson {
    /// Begins a collection with its own members, such as a licence. A system other than WGS 84 is told in the member `crs`
    /// of the standard before RFC 7946; its coordinates stand east first as everywhere.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(mut out: Staged, placing: &Placing, members: &BTreeMap<String, Value>) -> io::Result<GeoJson> {
        out.write_all(br#"{"type":"FeatureCollection""#)?;
        let own = members.iter();
        for (name, value) in own.filter(|(name, _)| !OWN_MEMBERS.contains(&name.as_str())) {
            out.write_all(b",")?;
            serde_json::to_writer(&mut out, name)?;
            out.write_all(b":")?;
            serde_json::to_writer(&mut out, value)?;
        }
        if let Some(code) = foreign_code(placing) {
            let name = format!("urn:ogc:def:crs:{}", code.replacen(':', "::", 1));
            let crs = serde_json::json!({ "type": "name", "properties": { "name": name } });
            write!(out, ",\"crs\":{crs}")?;
        }
        out.write_all(b",\"features\":[")?;
        Ok(GeoJson {
            out,
            notation: placing.notation(),
            is_first: true,
        })
    }

    /// The whole file.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(mut self) -> io::Result<Staged> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out)
    }
}

/// The code of a system that is not that of RFC 7946.
pub fn foreign_code(placing: &Placing) -> Option<&str> {
    let code = placing.crs.code();
    (!matches!(code, Crs::LON_LAT | "EPSG:4326")).then_some(code)
}

impl Form for GeoJson {
    type Piece = Vec<u8>;

    fn piece(&self, record: &Record<'_>, _: &mut Losses) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        out.extend_from_slice(br#"{"type":"Feature""#);
        if let Some(id) = &record.id {
            out.extend_from_slice(b",\"id\":");
            text(&mut out, id);
        }
        out.extend_from_slice(b",\"properties\":");
        object(&mut out, &record.properties);
        out.extend_from_slice(b",\"geometry\":");
        geometry(&mut out, &record.place, self.notation);
        for (name, member) in record.members.into_iter().flat_map(Properties::iter) {
            out.push(b',');
            text(&mut out, name);
            out.push(b':');
            value(&mut out, member);
        }
        out.push(b'}');
        out
    }
}

impl Sink for GeoJson {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, piece: Vec<u8>) -> io::Result<()> {
        let first = std::mem::replace(&mut self.is_first, false);
        self.out.write_all(if first { b"\n" } else { b",\n" })?;
        self.out.write_all(&piece)
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    // Memory takes all it is given.
    let _taken = serde_json::to_writer(out, text);
}

fn value(out: &mut Vec<u8>, value: &PropertyValue) {
    let _taken = match value {
        PropertyValue::Null => out.write_all(b"null"),
        PropertyValue::Bool(truth) => write!(out, "{truth}"),
        PropertyValue::Number(number) => write!(out, "{number}"),
        PropertyValue::Text(own) => {
            text(out, own);
            Ok(())
        }
        PropertyValue::Nested(nested) => write!(out, "{nested}"),
    };
}

fn object(out: &mut Vec<u8>, properties: &Properties) {
    out.push(b'{');
    for (number, (name, own)) in properties.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        text(out, name);
        out.push(b':');
        value(out, own);
    }
    out.push(b'}');
}

fn geometry(out: &mut Vec<u8>, place: &Placed<'_>, notation: Notation) {
    let sorts = usize::from(!place.areas.0.is_empty())
        + usize::from(!place.lines.0.is_empty())
        + usize::from(!place.points.0.is_empty());
    if sorts == 0 {
        return out.extend_from_slice(b"null");
    }
    if sorts > 1 {
        out.extend_from_slice(br#"{"type":"GeometryCollection","geometries":["#);
    }
    let mut is_next = false;
    let mut begin = |out: &mut Vec<u8>, name: &str, count: usize| {
        if std::mem::replace(&mut is_next, true) {
            out.push(b',');
        }
        out.extend_from_slice(br#"{"type":""#);
        if count > 1 {
            out.extend_from_slice(b"Multi");
        }
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(br#"","coordinates":"#);
    };
    if !place.areas.0.is_empty() {
        begin(out, "Polygon", place.areas.0.len());
        one_or_all(out, &place.areas.0, |out, polygon: &Polygon<f64>| {
            list(out, rings(polygon), |out, ring| path(out, &ring.0, notation));
        });
        out.push(b'}');
    }
    if !place.lines.0.is_empty() {
        begin(out, "LineString", place.lines.0.len());
        one_or_all(out, &place.lines.0, |out, line: &LineString<f64>| {
            path(out, &line.0, notation)
        });
        out.push(b'}');
    }
    if !place.points.0.is_empty() {
        begin(out, "Point", place.points.0.len());
        one_or_all(out, &place.points.0, |out, point: &Point<f64>| {
            position(out, point.0, notation)
        });
        out.push(b'}');
    }
    if sorts > 1 {
        out.extend_from_slice(b"]}");
    }
}

fn one_or_all<T>(out: &mut Vec<u8>, parts: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    match parts {
        [one] => write(out, one),
        all => list(out, all.iter(), write),
    }
}

fn list<T>(out: &mut Vec<u8>, parts: impl Iterator<Item = T>, write: impl Fn(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (number, part) in parts.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        write(out, part);
    }
    out.push(b']');
}

fn path(out: &mut Vec<u8>, coords: &[Coord<f64>], notation: Notation) {
    list(out, coords.iter(), |out, coord| position(out, *coord, notation));
}

fn position(out: &mut Vec<u8>, coord: Coord<f64>, notation: Notation) {
    out.push(b'[');
    notation.push_coord(out, coord, b',');
    out.push(b']');
}
