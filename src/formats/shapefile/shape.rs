//! One record of the main file: a shape.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point};

use crate::formats::cursor::{Cursor, Order};
use crate::geom::gate::{Fault, FaultKind};
use crate::model::file_fault::FileFault;

use super::records::Span;
use super::rings::polygons_of;

/// A shape as it stands in its record.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// `None` for null and for no coordinates.
    pub geometry: Option<Geometry<f64>>,
    /// Rings that had to be closed.
    pub unclosed: Vec<Fault>,
    /// It has heights or measures.
    pub extra_ordinates: bool,
    /// Rings that are wound as holes and lie in no other ring.
    pub holes_outside: usize,
}

/// Reads a record of a file whose shapes are of `file_type`.
///
/// # Errors
/// Counts that its bytes cannot hold, another type, a multipatch. Heights and measures come last and are passed over.
pub fn shape_in(shp: &[u8], span: Span, file_type: u32) -> Result<Shape, FileFault> {
    let content = shp.get(span.start..span.start + span.length).unwrap_or_default();
    let mut record = Record {
        cursor: Cursor::new(content),
        start: span.start,
    };
    let code = record.number()?;
    if code == 0 {
        return Ok(Shape::default());
    }
    if code == 31 {
        return Err(FileFault::Unsupported {
            found: "MultiPatch".to_owned(),
        });
    }
    if code != file_type {
        return Err(FileFault::WrongCode {
            byte: span.start as u64,
            code: u64::from(code),
        });
    }
    let mut shape = match code % 10 {
        1 if code <= 21 => record.point()?,
        8 if code <= 28 => record.multi_point()?,
        3 if code <= 23 => record.lines()?,
        5 if code <= 25 => record.areas()?,
        _ => {
            return Err(FileFault::WrongCode {
                byte: span.start as u64,
                code: u64::from(code),
            });
        }
    };
    shape.extra_ordinates = code > 10 && shape.geometry.is_some();
    Ok(shape)
}

struct Record<'a> {
    cursor: Cursor<'a>,
    /// Byte of the file where the record's content begins.
    start: usize,
}

impl Record<'_> {
    fn byte(&self) -> u64 {
        (self.start + self.cursor.position()) as u64
    }

    fn number(&mut self) -> Result<u32, FileFault> {
        let short = self.too_short(4);
        self.cursor.u32(Order::Little).ok_or(short)
    }

    fn too_short(&self, said: u64) -> FileFault {
        FileFault::WrongLength {
            byte: self.byte(),
            said,
            there: self.cursor.left() as u64,
        }
    }

    /// A count of things of so many bytes that all must be there.
    fn count(&mut self, size: u64) -> Result<usize, FileFault> {
        let count = self.number()?;
        self.require(u64::from(count) * size)?;
        Ok(count as usize)
    }

    fn require(&self, bytes: u64) -> Result<(), FileFault> {
        if bytes <= self.cursor.left() as u64 {
            Ok(())
        } else {
            Err(self.too_short(bytes))
        }
    }

    fn skip_box(&mut self) -> Result<(), FileFault> {
        let short = self.too_short(32);
        self.cursor.take(32).map(drop).ok_or(short)
    }

    fn point(&mut self) -> Result<Shape, FileFault> {
        let coords = self.coords(1)?;
        Ok(Shape {
            geometry: coords.first().map(|coord| Point(*coord).into()),
            ..Shape::default()
        })
    }

    fn multi_point(&mut self) -> Result<Shape, FileFault> {
        self.skip_box()?;
        let count = self.count(16)?;
        let coords = self.coords(count)?;
        let points = MultiPoint(coords.into_iter().map(Point).collect());
        Ok(Shape {
            geometry: (count > 0).then(|| points.into()),
            ..Shape::default()
        })
    }

    fn lines(&mut self) -> Result<Shape, FileFault> {
        let mut parts = self.parts()?;
        let geometry = match parts.len() {
            0 => None,
            1 => parts.pop().map(Geometry::LineString),
            _ => Some(MultiLineString(parts).into()),
        };
        Ok(Shape {
            geometry,
            ..Shape::default()
        })
    }

    fn areas(&mut self) -> Result<Shape, FileFault> {
        let mut rings = self.parts()?;
        let mut unclosed = Vec::new();
        let mut seen = 0;
        for ring in &mut rings {
            seen += ring.0.len();
            if ring.0.first() != ring.0.last() {
                unclosed.push(Fault {
                    kind: FaultKind::UnclosedRing,
                    vertex: Some(seen),
                    place: ring.0.last().copied(),
                });
                ring.0.extend(ring.0.first().copied());
            }
        }
        let areas = polygons_of(rings)?;
        Ok(Shape {
            geometry: areas.geometry,
            unclosed,
            holes_outside: areas.holes_outside,
            ..Shape::default()
        })
    }

    /// The parts of lines and polygons; those without a vertex are left out, they have nothing to say.
    fn parts(&mut self) -> Result<Vec<LineString<f64>>, FileFault> {
        self.skip_box()?;
        let part_count = self.number()?;
        let coord_count = self.number()?;
        self.require(u64::from(part_count) * 4 + u64::from(coord_count) * 16)?;
        let byte = self.byte();
        let mut starts = Vec::new();
        for _ in 0..part_count {
            starts.push(self.number()?);
        }
        let begins_well = starts.first().is_none_or(|first| *first == 0);
        let goes_up = starts.windows(2).all(|pair| pair[0] <= pair[1]);
        let ends_well = starts
            .last()
            .map_or(coord_count == 0, |last| *last <= coord_count);
        if !(begins_well && goes_up && ends_well) {
            return Err(FileFault::WrongOrder { byte });
        }
        let ends = starts.iter().skip(1).copied().chain([coord_count]);
        let mut parts = Vec::with_capacity(starts.len());
        for (start, end) in starts.iter().zip(ends) {
            parts.push(LineString(self.coords((end - start) as usize)?));
        }
        parts.retain(|part| !part.0.is_empty());
        Ok(parts)
    }

    fn coords(&mut self, count: usize) -> Result<Vec<Coord<f64>>, FileFault> {
        let short = self.too_short(count as u64 * 16);
        let bytes = self.cursor.take(count.saturating_mul(16)).ok_or(short)?;
        let coord = |bytes: &[u8]| {
            let mut cursor = Cursor::new(bytes);
            let mut ordinate = || cursor.f64(Order::Little).unwrap_or(f64::NAN);
            Coord {
                x: ordinate(),
                y: ordinate(),
            }
        };
        Ok(bytes.chunks_exact(16).map(coord).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    /// A record of little-endian numbers: `i` for 32 bits, `f` for doubles.
    fn record(code: u32, box_there: bool, counts: &[u32], ordinates: &[f64]) -> Vec<u8> {
        let mut bytes = code.to_le_bytes().to_vec();
        bytes.resize(if box_there { 36 } else { 4 }, 0);
        counts.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
        ordinates
            .iter()
            .for_each(|ordinate| bytes.extend(ordinate.to_le_bytes()));
        bytes
    }

    fn read(bytes: &[u8], file_type: u32) -> Result<Shape, FileFault> {
        let span = Span {
            start: 0,
            length: bytes.len(),
        };
        shape_in(bytes, span, file_type)
    }

    #[track_caller]
    fn check(bytes: &[u8], file_type: u32, expected: impl Into<Option<Geometry<f64>>>) {
        assert_eq!(read(bytes, file_type).unwrap().geometry, expected.into());
    }

    #[track_caller]
    fn check_refused(bytes: &[u8], file_type: u32, code: &str) {
        assert_eq!(read(bytes, file_type).unwrap_err().code(), code);
    }

    const SQUARE: [f64; 10] = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0];

    #[test]
    fn every_sort() {
        check(&record(0, false, &[], &[]), 5, None);
        check(
            &record(1, false, &[], &[1.0, 2.0]),
            1,
            Geometry::from(Point::new(1.0, 2.0)),
        );
        let points = wkt!(MULTIPOINT(1. 2., 3. 4.));
        check(
            &record(8, true, &[2], &[1.0, 2.0, 3.0, 4.0]),
            8,
            Geometry::from(points),
        );
        let line = wkt!(LINESTRING(1. 2., 3. 4.));
        check(
            &record(3, true, &[1, 2, 0], &[1.0, 2.0, 3.0, 4.0]),
            3,
            Geometry::from(line),
        );
        let square = wkt!(POLYGON((0. 0., 0. 1., 1. 1., 1. 0., 0. 0.)));
        check(&record(5, true, &[1, 5, 0], &SQUARE), 5, Geometry::from(square));
        check(&record(5, true, &[0, 0], &[]), 5, None);
    }

    #[test]
    fn heights_are_passed_over_and_told() {
        let shape = read(&record(11, false, &[], &[1.0, 2.0, 3.0, 4.0]), 11).unwrap();
        assert!(shape.extra_ordinates && shape.geometry == Some(Point::new(1.0, 2.0).into()));
    }

    #[test]
    fn counts_that_lie() {
        check_refused(&[], 1, "wrong_length");
        check_refused(&record(1, false, &[], &[1.0]), 1, "wrong_length");
        check_refused(&record(8, true, &[u32::MAX], &[1.0, 2.0]), 8, "wrong_length");
        check_refused(&record(3, true, &[u32::MAX, u32::MAX], &[]), 3, "wrong_length");
        check_refused(
            &record(3, true, &[2, 2, 0, 3], &[1.0, 2.0, 3.0, 4.0]),
            3,
            "wrong_order",
        );
        check_refused(
            &record(3, true, &[2, 2, 1, 0], &[1.0, 2.0, 3.0, 4.0]),
            3,
            "wrong_order",
        );
        check_refused(
            &record(3, true, &[1, 2, 1], &[1.0, 2.0, 3.0, 4.0]),
            3,
            "wrong_order",
        );
        check_refused(&record(3, true, &[0, 2], &[1.0, 2.0, 3.0, 4.0]), 3, "wrong_order");
    }

    #[test]
    fn other_types() {
        check_refused(
            &record(3, true, &[1, 2, 0], &[1.0, 2.0, 3.0, 4.0]),
            5,
            "wrong_code",
        );
        check_refused(&record(31, true, &[0, 0], &[]), 31, "unsupported");
        check_refused(&record(35, true, &[0, 0], &[]), 35, "wrong_code");
    }

    #[test]
    fn an_open_ring_is_told() {
        let shape = read(&record(5, true, &[1, 4, 0], &SQUARE[..8]), 5).unwrap();
        assert_eq!(shape.unclosed[0].vertex, Some(4));
    }
}
