//! One record of the main file: a shape of one sort, shells clockwise and holes counter-clockwise.

use geo::{Coord, LineString};

use crate::geom::extent::Extent;

use super::super::placed::{Placed, rings};

/// Sorts of shapes, each of which needs a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Polygons.
    Area,
    /// Lines.
    Line,
    /// Points.
    Point,
}

/// Codes of the sorts in the file.
mod code {
    pub const NULL: u32 = 0;
    pub const POINT: u32 = 1;
    pub const LINES: u32 = 3;
    pub const AREAS: u32 = 5;
    pub const POINTS: u32 = 8;
}

impl Sort {
    /// All sorts.
    pub const ALL: [Sort; 3] = [Sort::Area, Sort::Line, Sort::Point];

    /// What is put behind the name where there are files of several sorts.
    pub fn suffix(self) -> &'static str {
        match self {
            Sort::Area => "_area",
            Sort::Line => "_line",
            Sort::Point => "_point",
        }
    }

    /// The code of a file; `has_many` where a feature has several points.
    pub fn code(self, has_many: bool) -> u32 {
        match self {
            Sort::Area => code::AREAS,
            Sort::Line => code::LINES,
            Sort::Point if has_many => code::POINTS,
            Sort::Point => code::POINT,
        }
    }

    /// True where a shape has parts of this sort.
    pub fn is_in(self, place: &Placed<'_>) -> bool {
        match self {
            Sort::Area => !place.areas.0.is_empty(),
            Sort::Line => !place.lines.0.is_empty(),
            Sort::Point => !place.points.0.is_empty(),
        }
    }
}

/// The content of a record without a shape.
pub fn nothing() -> Vec<u8> {
    code::NULL.to_le_bytes().to_vec()
}

/// The content of a record with the parts of one sort, and the box around them.
pub fn content(place: &Placed<'_>, sort: Sort, has_many: bool) -> (Vec<u8>, Extent) {
    let mut bytes = sort.code(has_many).to_le_bytes().to_vec();
    let points: Vec<Coord<f64>> = place.points.iter().map(|point| point.0).collect();
    let mut parts: Vec<Vec<Coord<f64>>> = Vec::new();
    match sort {
        Sort::Area => {
            let turned = |ring: &LineString<f64>| ring.0.iter().rev().copied().collect();
            place
                .areas
                .iter()
                .for_each(|polygon| parts.extend(rings(polygon).map(turned)));
        }
        Sort::Line => parts.extend(place.lines.iter().map(|line| line.0.clone())),
        Sort::Point => parts.push(points),
    }
    let extent = Extent::of_coords(parts.iter().flatten().copied());
    if sort == Sort::Point && !has_many {
        // More than one cannot be: the files were begun for what there is.
        let first = parts.first().and_then(|points| points.first());
        first.iter().for_each(|coord| put_coord(&mut bytes, coord));
        return (bytes, extent);
    }
    for ordinate in [extent.min.x, extent.min.y, extent.max.x, extent.max.y] {
        bytes.extend_from_slice(&ordinate.to_le_bytes());
    }
    let coord_count: usize = parts.iter().map(Vec::len).sum();
    if sort != Sort::Point {
        bytes.extend_from_slice(&(parts.len() as u32).to_le_bytes());
    }
    bytes.extend_from_slice(&(coord_count as u32).to_le_bytes());
    if sort != Sort::Point {
        let mut start = 0;
        for part in &parts {
            bytes.extend_from_slice(&(start as u32).to_le_bytes());
            start += part.len();
        }
    }
    parts
        .iter()
        .flatten()
        .for_each(|coord| put_coord(&mut bytes, coord));
    (bytes, extent)
}

fn put_coord(bytes: &mut Vec<u8>, coord: &Coord<f64>) {
    bytes.extend_from_slice(&coord.x.to_le_bytes());
    bytes.extend_from_slice(&coord.y.to_le_bytes());
}
