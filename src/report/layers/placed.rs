//! Shapes in the system that a file is written in, and their numbers as text.

use std::borrow::Cow;

use geo::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};

use crate::geom::crs::{Crs, CrsError, Transform};
use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

/// Nanodegrees: a tenth of a millimetre. Finer digits are noise of the transformation, and rounding to it gives back the
/// digits that a source had.
const DEGREE_DIGITS: u32 = 9;
/// Micrometres, for planes that are not the one of the workspace.
const METRE_DIGITS: u32 = 6;

/// The way from the plane of the workspace into the system of a file.
#[derive(Clone, Debug)]
pub struct Placing {
    /// The system of the file.
    pub crs: Crs,
    transform: Option<Transform>,
    /// Longitudes and latitudes are on the datum of the plane, to which no shift is known.
    pub is_own_datum: bool,
}

impl Placing {
    /// Into a system.
    ///
    /// # Errors
    /// [`CrsError::NoDatumShift`] where nobody knows how the two systems lie to each other.
    pub fn between(plane: &Crs, target: &Crs) -> Result<Placing, CrsError> {
        let is_same = plane.code() == target.code();
        let transform = (!is_same).then(|| Transform::between(plane, target));
        Ok(Placing {
            crs: target.clone(),
            transform: transform.transpose()?,
            is_own_datum: false,
        })
    }

    /// Into longitude and latitude on WGS 84; where no shift to it is known, on the datum of the plane.
    ///
    /// # Errors
    /// [`CrsError::Unknown`] where the program's own database lacks the system.
    pub fn into_degrees(plane: &Crs) -> Result<Placing, CrsError> {
        let target = Crs::from_code(Crs::LON_LAT)?;
        match Placing::between(plane, &target) {
            Ok(placing) => Ok(placing),
            Err(_) => Ok(Placing {
                crs: target,
                transform: Some(Transform::geodetic_from(plane)),
                is_own_datum: true,
            }),
        }
    }

    /// The EPSG number of the system: that of WGS 84 also for its longitudes and latitudes without a number.
    pub fn epsg(&self) -> Option<u32> {
        match self.crs.code() {
            Crs::LON_LAT => Some(4326),
            code => code.strip_prefix("EPSG:")?.parse().ok(),
        }
    }

    /// How its numbers are written as text.
    pub fn notation(&self) -> Notation {
        match (&self.transform, self.crs.is_geographic()) {
            (_, true) => Notation::Digits(DEGREE_DIGITS),
            (None, false) => Notation::Shortest,
            (Some(_), false) => Notation::Digits(METRE_DIGITS),
        }
    }

    /// A shape in the system of the file; `None` where a vertex has no place there.
    pub fn place<'a>(&self, shape: &'a Shape) -> Option<Placed<'a>> {
        let Some(transform) = &self.transform else {
            return Some(Placed {
                areas: Cow::Borrowed(shape.areas()),
                lines: Cow::Borrowed(shape.lines()),
                points: Cow::Borrowed(shape.points()),
            });
        };
        let mut is_whole = true;
        let mut path = |coords: &[Coord<f64>]| {
            let mut coords = coords.to_vec();
            transform.apply(&mut coords);
            is_whole &= coords
                .iter()
                .all(|coord| coord.x.is_finite() && coord.y.is_finite());
            coords
        };
        let points: Vec<Coord<f64>> = shape.points().iter().map(|point| point.0).collect();
        let placed = Placed {
            areas: Cow::Owned(moved_areas(shape.areas(), &mut path)),
            lines: Cow::Owned(
                shape
                    .lines()
                    .iter()
                    .map(|line| LineString(path(&line.0)))
                    .collect(),
            ),
            points: Cow::Owned(path(&points).into_iter().map(geo::Point).collect()),
        };
        is_whole.then_some(placed)
    }
}

fn moved_areas(
    areas: &MultiPolygon<f64>,
    path: &mut impl FnMut(&[Coord<f64>]) -> Vec<Coord<f64>>,
) -> MultiPolygon<f64> {
    let polygon = |polygon: &Polygon<f64>| {
        let shell = LineString(path(&polygon.exterior().0));
        let holes = polygon.interiors().iter().map(|hole| LineString(path(&hole.0)));
        Polygon::new(shell, holes.collect())
    };
    areas.iter().map(polygon).collect()
}

/// A shape in the system of a file: shells counter-clockwise, holes clockwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<'a> {
    /// Its polygons.
    pub areas: Cow<'a, MultiPolygon<f64>>,
    /// Its lines.
    pub lines: Cow<'a, MultiLineString<f64>>,
    /// Its points.
    pub points: Cow<'a, MultiPoint<f64>>,
}

impl Placed<'_> {
    /// A shape of nothing.
    pub fn nothing() -> Placed<'static> {
        Placed {
            areas: Cow::Owned(MultiPolygon(Vec::new())),
            lines: Cow::Owned(MultiLineString(Vec::new())),
            points: Cow::Owned(MultiPoint(Vec::new())),
        }
    }

    /// True where there is neither polygon, line nor point.
    pub fn is_empty(&self) -> bool {
        self.areas.0.is_empty() && self.lines.0.is_empty() && self.points.0.is_empty()
    }

    /// All its vertices; holes lie within their shells and are left out.
    pub fn extent(&self) -> Extent {
        let shells = self.areas.iter().flat_map(|polygon| polygon.exterior().0.iter());
        let lines = self.lines.iter().flat_map(|line| line.0.iter());
        let points = self.points.iter().map(|point| point.0);
        Extent::of_coords(shells.chain(lines).copied().chain(points))
    }
}

/// Shell first, then the holes.
pub fn rings(polygon: &Polygon<f64>) -> impl ExactSizeIterator<Item = &LineString<f64>> {
    let count = 1 + polygon.interiors().len();
    (0..count).map(|number| match number {
        0 => polygon.exterior(),
        hole => polygon
            .interiors()
            .get(hole - 1)
            .unwrap_or_else(|| polygon.exterior()),
    })
}

/// How numbers are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// As few digits as tell the number from all others.
    Shortest,
    /// So many digits behind the point at most; zeros at the end are left out.
    Digits(u32),
}

impl Notation {
    /// Writes a number, without an exponent.
    pub fn push(self, out: &mut Vec<u8>, value: f64) {
        use std::io::Write as _;
        let scaled = match self {
            Notation::Digits(digits) => Some((value * 10f64.powi(digits as i32)).round()),
            Notation::Shortest => None,
        };
        match (self, scaled) {
            // Beyond it not every whole number is there.
            (Notation::Digits(digits), Some(scaled)) if scaled.abs() < 9e15 => {
                push_scaled(out, scaled as i64, digits as usize)
            }
            _ => {
                // Memory takes all it is given.
                let _taken = write!(out, "{value}");
            }
        }
    }

    /// Writes both numbers of a place.
    pub fn push_coord(self, out: &mut Vec<u8>, coord: Coord<f64>, separator: u8) {
        self.push(out, coord.x);
        out.push(separator);
        self.push(out, coord.y);
    }
}

/// A whole number of units of 10 to the power of −`digits`.
fn push_scaled(out: &mut Vec<u8>, scaled: i64, digits: usize) {
    const ROOM: usize = 24;
    let mut text = [b'0'; ROOM];
    let mut rest = scaled.unsigned_abs();
    let mut at = ROOM;
    let mut written = 0;
    while rest > 0 || written <= digits {
        at -= 1;
        if let Some(place) = text.get_mut(at) {
            *place = b'0' + (rest % 10) as u8;
        }
        rest /= 10;
        written += 1;
    }
    let all = text.get(at..).unwrap_or_default();
    let (whole, fraction) = all.split_at(all.len() - digits);
    let kept = fraction
        .iter()
        .rposition(|digit| *digit != b'0')
        .map_or(0, |last| last + 1);
    if scaled < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(whole);
    if kept > 0 {
        out.push(b'.');
        out.extend_from_slice(fraction.get(..kept).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;

    #[test]
    fn numbers_as_text() {
        let check = |notation: Notation, value: f64, expected: &str| {
            let mut out = Vec::new();
            notation.push(&mut out, value);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        };
        let nano = Notation::Digits(9);
        check(nano, 120.123456789, "120.123456789");
        check(nano, 120.123_456_789_499, "120.123456789");
        check(nano, -0.000_000_001, "-0.000000001");
        check(nano, -120.5, "-120.5");
        check(nano, 0.0, "0");
        check(nano, -0.0, "0");
        check(nano, 30.0, "30");
        check(nano, 1e300, &format!("{}", 1e300));
        check(Notation::Digits(6), 40_512_345.678_901_2, "40512345.678901");
        check(Notation::Shortest, 540_000.1, "540000.1");
        check(Notation::Shortest, 5e5, "500000");
    }

    #[test]
    fn there_and_back() {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let square =
            geo::wkt! { POLYGON((540000. 3353000., 540100. 3353000., 540100. 3353100., 540000. 3353000.)) };
        let shape = admit_plane(square).unwrap();
        let same = Placing::between(&plane, &plane).unwrap();
        assert!(matches!(same.place(&shape).unwrap().areas, Cow::Borrowed(_)));
        let degrees = Placing::into_degrees(&plane).unwrap();
        let placed = degrees.place(&shape).unwrap();
        assert!(!degrees.is_own_datum && degrees.epsg() == Some(4326));
        let corner = placed.areas.0[0].exterior().0[0];
        assert!(
            (corner.x - 120.4).abs() < 0.1 && (corner.y - 30.3).abs() < 0.1,
            "{corner:?}"
        );
        let old = Placing::into_degrees(&Crs::from_code("EPSG:2385").unwrap()).unwrap();
        assert!(old.is_own_datum);
    }
}
