//! Shapes as a GeoPackage holds them: a header with the box, then well-known binary.

use geo::{Coord, LineString, Point, Polygon};

use super::super::placed::{Placed, rings};

/// Codes of the sorts of shapes.
mod code {
    pub const POINT: u32 = 1;
    pub const LINE: u32 = 2;
    pub const POLYGON: u32 = 3;
    pub const MULTI_POINT: u32 = 4;
    pub const MULTI_LINE: u32 = 5;
    pub const MULTI_POLYGON: u32 = 6;
    pub const COLLECTION: u32 = 7;
}

/// Which sorts become several of one where they are one, because the table is declared so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Several {
    /// Polygons.
    pub areas: bool,
    /// Lines.
    pub lines: bool,
    /// Points.
    pub points: bool,
}

/// The binary of a shape; `None` for an empty one.
pub fn blob(place: &Placed<'_>, srs_id: i32, several: Several) -> Option<Vec<u8>> {
    if place.is_empty() {
        return None;
    }
    let mut bytes = b"GP\0".to_vec();
    let is_point = place.areas.0.is_empty() && place.lines.0.is_empty() && place.points.0.len() == 1;
    // Little-endian; with a box in two dimensions, which would say nothing more of a point.
    bytes.push(if is_point { 0b001 } else { 0b011 });
    bytes.extend_from_slice(&srs_id.to_le_bytes());
    if !is_point {
        let extent = place.extent();
        for ordinate in [extent.min.x, extent.max.x, extent.min.y, extent.max.y] {
            bytes.extend_from_slice(&ordinate.to_le_bytes());
        }
    }
    let mut parts: Vec<Vec<u8>> = Vec::new();
    let polygons: Vec<Vec<u8>> = place.areas.iter().map(polygon).collect();
    parts.extend(joined(polygons, several.areas, code::MULTI_POLYGON));
    let lines: Vec<Vec<u8>> = place.lines.iter().map(line).collect();
    parts.extend(joined(lines, several.lines, code::MULTI_LINE));
    let points: Vec<Vec<u8>> = place.points.iter().map(point).collect();
    parts.extend(joined(points, several.points, code::MULTI_POINT));
    bytes.extend(joined(parts, false, code::COLLECTION)?);
    Some(bytes)
}

/// One part by itself, several (or one that must be) as the sort of that code; `None` for none.
fn joined(mut parts: Vec<Vec<u8>>, is_several: bool, code: u32) -> Option<Vec<u8>> {
    match parts.len() {
        0 => None,
        1 if !is_several => parts.pop(),
        count => {
            let mut bytes = head(code);
            bytes.extend_from_slice(&(count as u32).to_le_bytes());
            parts.iter().for_each(|part| bytes.extend_from_slice(part));
            Some(bytes)
        }
    }
}

fn head(code: u32) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend_from_slice(&code.to_le_bytes());
    bytes
}

fn polygon(polygon: &Polygon<f64>) -> Vec<u8> {
    let mut bytes = head(code::POLYGON);
    let rings = rings(polygon);
    bytes.extend_from_slice(&(rings.len() as u32).to_le_bytes());
    rings.for_each(|ring| path(&mut bytes, &ring.0));
    bytes
}

fn line(line: &LineString<f64>) -> Vec<u8> {
    let mut bytes = head(code::LINE);
    path(&mut bytes, &line.0);
    bytes
}

fn point(point: &Point<f64>) -> Vec<u8> {
    let mut bytes = head(code::POINT);
    coord(&mut bytes, &point.0);
    bytes
}

fn path(bytes: &mut Vec<u8>, coords: &[Coord<f64>]) {
    bytes.reserve(4 + 16 * coords.len());
    bytes.extend_from_slice(&(coords.len() as u32).to_le_bytes());
    coords.iter().for_each(|own| coord(bytes, own));
}

fn coord(bytes: &mut Vec<u8>, coord: &Coord<f64>) {
    bytes.extend_from_slice(&coord.x.to_le_bytes());
    bytes.extend_from_slice(&coord.y.to_le_bytes());
}
