//! One feature: its shape and its values.

use geo::Coord;

use crate::model::feature::PropertyValue;

use super::super::placed::{Placed, rings};
use super::super::sink::Record;
use super::super::survey::Columns;
use super::buffer::{Field, sized};
use super::header::kind;

/// A feature with its length before it. Where all shapes are of one sort, its own does not say it.
pub fn bytes(record: &Record<'_>, columns: &Columns, kinds: &[u8], geometry_type: u8) -> Vec<u8> {
    let values = values(record, columns, kinds);
    let parts = parts(&record.place, geometry_type);
    let mut fields = Vec::new();
    if parts.len() > 1 {
        let members = parts.iter().map(Part::fields).collect();
        fields.push(Field::Table(
            0,
            vec![Field::Byte(6, 7), Field::Tables(7, members)],
        ));
    } else if let Some(part) = parts.first() {
        fields.push(Field::Table(0, part.fields()));
    }
    if !values.is_empty() {
        fields.push(Field::Bytes(1, &values));
    }
    sized(&fields)
}

/// Pairs of a column's number and a value; nothing for no value.
fn values(record: &Record<'_>, columns: &Columns, kinds: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (number, (value, kind)) in columns.row(&record.properties).into_iter().zip(kinds).enumerate() {
        let (Some(value), Ok(number)) = (value, u16::try_from(number)) else {
            continue;
        };
        if *value == PropertyValue::Null {
            continue;
        }
        bytes.extend_from_slice(&number.to_le_bytes());
        match (*kind, value) {
            (kind::BOOL, PropertyValue::Bool(truth)) => bytes.push(u8::from(*truth)),
            (kind::LONG, PropertyValue::Number(own)) => {
                bytes.extend_from_slice(&own.as_i64().unwrap_or_default().to_le_bytes())
            }
            (kind::DOUBLE, PropertyValue::Number(own)) => {
                bytes.extend_from_slice(&own.as_f64().unwrap_or(f64::NAN).to_le_bytes())
            }
            (_, other) => {
                let text = other.to_string();
                bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
        }
    }
    bytes
}

/// A shape of one sort: its code, coordinates, the ends of its parts, or polygons of their own.
#[derive(Default)]
struct Part {
    code: u8,
    ordinates: Vec<f64>,
    ends: Vec<u32>,
    members: Vec<Part>,
}

impl Part {
    fn path(&mut self, coords: impl IntoIterator<Item = Coord<f64>>) {
        self.ordinates
            .extend(coords.into_iter().flat_map(|coord| [coord.x, coord.y]));
        self.ends.push((self.ordinates.len() / 2) as u32);
    }

    fn fields(&self) -> Vec<Field<'_>> {
        let mut fields = vec![Field::Byte(6, self.code)];
        if !self.ordinates.is_empty() {
            fields.push(Field::Doubles(1, &self.ordinates));
        }
        if self.ends.len() > 1 {
            fields.push(Field::Ints(0, &self.ends));
        }
        if !self.members.is_empty() {
            fields.push(Field::Tables(7, self.members.iter().map(Part::fields).collect()));
        }
        fields
    }
}

/// The shape by sorts; in a file of one sort of several parts, a single one becomes several of one.
fn parts(place: &Placed<'_>, geometry_type: u8) -> Vec<Part> {
    let mut parts = Vec::new();
    let polygons: Vec<Part> = place.areas.iter().map(polygon).collect();
    match polygons.len() {
        0 => {}
        1 if geometry_type != 6 => parts.extend(polygons),
        _ => parts.push(Part {
            code: 6,
            members: polygons,
            ..Part::default()
        }),
    }
    if !place.lines.0.is_empty() {
        let is_one = place.lines.0.len() == 1 && geometry_type != 5;
        let mut part = Part {
            code: if is_one { 2 } else { 5 },
            ..Part::default()
        };
        place
            .lines
            .iter()
            .for_each(|line| part.path(line.0.iter().copied()));
        parts.push(part);
    }
    if !place.points.0.is_empty() {
        let is_one = place.points.0.len() == 1 && geometry_type != 4;
        let mut part = Part {
            code: if is_one { 1 } else { 4 },
            ..Part::default()
        };
        part.path(place.points.iter().map(|point| point.0));
        parts.push(part);
    }
    parts
}

fn polygon(polygon: &geo::Polygon<f64>) -> Part {
    let mut part = Part {
        code: 3,
        ..Part::default()
    };
    rings(polygon).for_each(|ring| part.path(ring.0.iter().copied()));
    part
}
