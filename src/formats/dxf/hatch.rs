//! The borders of a hatch: rings of edges and arcs, of which every second one inside another is a hole.

use geo::{Area as _, Coord, Geometry, LineString, MultiPolygon, Polygon};

use crate::formats::arc::{Arc, Curved, HALF, sweep};
use crate::model::reading_fault::ReadingFault;

use super::groups::Group;
use super::pairs::{along, number_of};

/// A hatch with more borders is not read: each is held against each.
const RINGS: usize = 5000;

/// The pairs of a hatch, read one after another: their codes repeat from border to border.
struct Pairs<'a, 'b> {
    rest: &'b [Group<'a>],
}

impl Pairs<'_, '_> {
    /// The number of the next pair that has one of these codes; pairs before it are passed over.
    fn next(&mut self, codes: &[i32]) -> Result<f64, ReadingFault> {
        while let Some((first, rest)) = self.rest.split_first() {
            self.rest = rest;
            if codes.contains(&first.code) {
                return number_of(first);
            }
        }
        Err(ReadingFault::BadCoordinate {
            line: 0,
            found: String::new(),
        })
    }

    fn place(&mut self, code: i32) -> Result<Coord<f64>, ReadingFault> {
        let x = self.next(&[code])?;
        let y = self.next(&[code + 10])?;
        Ok(Coord { x, y })
    }

    /// The number of the next pair where it has this code.
    fn take_if(&mut self, code: i32) -> Result<Option<f64>, ReadingFault> {
        match self.rest.split_first() {
            Some((first, rest)) if first.code == code => {
                self.rest = rest;
                number_of(first).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// A count, which is no more than there are pairs.
    fn count(&mut self, code: i32) -> Result<usize, ReadingFault> {
        let stated = self.next(&[code])?;
        let most = self.rest.len();
        if stated >= 0.0 && stated <= most as f64 {
            return Ok(stated as usize);
        }
        let stated = stated.to_string();
        Err(ReadingFault::StatedCount { stated, found: most })
    }
}

/// The area of a hatch and whether it has curves; `None` where it has a border that is not read.
pub fn shape(groups: &[Group<'_>]) -> Result<Option<(Geometry<f64>, Curved)>, ReadingFault> {
    let mut pairs = Pairs { rest: groups };
    let count = pairs.count(91)?;
    let mut rings = Vec::new();
    let mut worst = Curved::No;
    for _ in 0..count {
        let flags = pairs.next(&[92])? as i64;
        let read = if flags & 2 != 0 {
            Some(polyline(&mut pairs)?)
        } else {
            edges(&mut pairs)?
        };
        let Some((ring, curved)) = read else {
            return Ok(None);
        };
        // The box around a text is left out of a hatch for the text's sake.
        if flags & 8 == 0 && !ring.is_empty() {
            rings.push(LineString(ring));
            worst = worst.max(curved);
        }
    }
    if rings.len() > RINGS {
        return Ok(None);
    }
    let geometry: Geometry<f64> = match nested(rings) {
        polygons if polygons.0.len() == 1 => match polygons.0.into_iter().next() {
            Some(one) => one.into(),
            None => return Ok(None),
        },
        polygons => polygons.into(),
    };
    Ok(Some((geometry, worst)))
}

type Ring = (Vec<Coord<f64>>, Curved);

fn polyline(pairs: &mut Pairs<'_, '_>) -> Result<Ring, ReadingFault> {
    let has_bulges = pairs.next(&[72])? != 0.0;
    let count = pairs.count(93)?;
    let mut vertices = Vec::new();
    for _ in 0..count {
        let place = pairs.place(10)?;
        let bulge = if has_bulges { pairs.take_if(42)? } else { None };
        vertices.push((place, bulge.unwrap_or(0.0)));
    }
    Ok(along(&vertices, true))
}

/// A border of edges; `None` where one of them is a spline.
fn edges(pairs: &mut Pairs<'_, '_>) -> Result<Option<Ring>, ReadingFault> {
    let count = pairs.count(93)?;
    let mut ring: Vec<Coord<f64>> = Vec::new();
    let mut worst = Curved::No;
    for _ in 0..count {
        let kind = pairs.next(&[72])? as i64;
        let edge = match kind {
            1 => vec![pairs.place(10)?, pairs.place(11)?],
            2 | 3 => {
                let (vertices, curved) = arc(pairs, kind == 3)?.vertices();
                worst = worst.max(curved);
                vertices
            }
            _ => return Ok(None),
        };
        // Edges follow each other end to start; the start is the end of the one before.
        let skipped = usize::from(ring.last().is_some_and(|last| edge.first() == Some(last)));
        ring.extend(edge.into_iter().skip(skipped));
    }
    if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
        && first != last
    {
        ring.push(first);
    }
    Ok(Some((ring, worst)))
}

fn arc(pairs: &mut Pairs<'_, '_>, is_ellipse: bool) -> Result<Arc, ReadingFault> {
    let center = pairs.place(10)?;
    let (major, ratio) = if is_ellipse {
        (pairs.place(11)?, pairs.next(&[40])?)
    } else {
        let radius = pairs.next(&[40])?;
        (Coord { x: radius, y: 0.0 }, 1.0)
    };
    let (from, to) = (pairs.next(&[50])?.to_radians(), pairs.next(&[51])?.to_radians());
    let is_ccw = pairs.next(&[73])? != 0.0;
    let turn = if (to - from).abs() > 2.0 * HALF - 1e-9 {
        2.0 * HALF
    } else {
        sweep(from, to)
    };
    // Clockwise arcs have their angles counted clockwise too.
    let (from, sweep) = if is_ccw { (from, turn) } else { (-from, -turn) };
    Ok(Arc {
        center,
        major,
        ratio,
        from,
        sweep,
    })
}

/// Rings as polygons: one that lies in an odd number of others is a hole of the smallest of them.
fn nested(rings: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let area = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).unsigned_area();
    let mut sized: Vec<(f64, LineString<f64>)> = rings.into_iter().map(|ring| (area(&ring), ring)).collect();
    sized.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let mut polygons: Vec<(LineString<f64>, Vec<LineString<f64>>)> = Vec::new();
    let mut shell_of = vec![None; sized.len()];
    for (at, (_, ring)) in sized.iter().enumerate() {
        let around = sized
            .iter()
            .enumerate()
            .take(at)
            .filter(|(_, (_, other))| lies_in(ring, other));
        let around: Vec<usize> = around.map(|(position, _)| position).collect();
        let owner = around
            .last()
            .and_then(|&position| shell_of.get(position).copied().flatten());
        match owner.filter(|_| around.len() % 2 == 1) {
            Some(shell) => {
                if let Some((_, holes)) = polygons.get_mut::<usize>(shell) {
                    holes.push(ring.clone());
                }
            }
            None => {
                if let Some(own) = shell_of.get_mut(at) {
                    *own = Some(polygons.len());
                }
                polygons.push((ring.clone(), Vec::new()));
            }
        }
    }
    let polygons = polygons
        .into_iter()
        .map(|(shell, holes)| Polygon::new(shell, holes));
    MultiPolygon(polygons.collect())
}

/// True where the first vertex of a ring that is not on the border of another lies in that other.
fn lies_in(ring: &LineString<f64>, other: &LineString<f64>) -> bool {
    use geo::coordinate_position::{CoordPos, CoordinatePosition as _};
    let around = Polygon::new(other.clone(), Vec::new());
    let positions = ring.0.iter().map(|place| around.coordinate_position(place));
    let mut clear = positions.filter(|position| *position != CoordPos::OnBoundary);
    clear.next() == Some(CoordPos::Inside)
}
