//! Numbers, places and lines from the pairs of an entity.

use geo::Coord;

use crate::formats::arc::{Curved, between};
use crate::formats::gather::excerpt;
use crate::model::reading_fault::ReadingFault;

use super::groups::Group;

/// The number of the first pair with a code; the default where there is none.
///
/// # Errors
/// What is no finite number.
pub fn number(groups: &[Group<'_>], code: i32, default: f64) -> Result<f64, ReadingFault> {
    match groups.iter().find(|group| group.code == code) {
        None => Ok(default),
        Some(group) => number_of(group),
    }
}

/// The number of a pair.
///
/// # Errors
/// What is no finite number.
pub fn number_of(group: &Group<'_>) -> Result<f64, ReadingFault> {
    let number: Option<f64> = group.value.trim().parse().ok();
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| ReadingFault::BadCoordinate {
            line: group.line,
            found: excerpt(group.value),
        })
}

/// The place of a pair of codes: 10 and 20, 11 and 21…
///
/// # Errors
/// A part of it that is missing or no number.
pub fn place(groups: &[Group<'_>], code: i32) -> Result<Coord<f64>, ReadingFault> {
    let part = |code: i32| {
        let group = groups.iter().find(|group| group.code == code);
        let missing = || ReadingFault::BadCoordinate {
            line: groups.first().map_or(0, |group| group.line),
            found: String::new(),
        };
        number_of(group.ok_or_else(missing)?)
    };
    Ok(Coord {
        x: part(code)?,
        y: part(code + 10)?,
    })
}

/// A vertex of a polyline and the bulge of the edge that begins there.
pub type Vertex = (Coord<f64>, f64);

/// The vertices of a polyline with its arcs, closed where it says so, and whether it had arcs.
pub fn along(vertices: &[Vertex], is_closed: bool) -> (Vec<Coord<f64>>, Curved) {
    let mut all = Vec::with_capacity(vertices.len() + 1);
    let mut worst = Curved::No;
    let nexts = vertices
        .iter()
        .skip(1)
        .chain(vertices.first().filter(|_| is_closed));
    for (&(from, bulge), &(to, _)) in vertices.iter().zip(nexts) {
        all.push(from);
        let (arc, curved) = between(from, to, bulge);
        worst = worst.max(curved);
        all.extend(arc);
    }
    match (is_closed, vertices.first(), vertices.last()) {
        (true, Some(&(first, _)), _) => all.push(first),
        (false, _, Some(&(last, _))) => all.push(last),
        _ => {}
    }
    (all, worst)
}
