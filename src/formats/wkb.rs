//! Geometry as well-known binary (OGC 06-103r4, ISO 13249-3, and the flags of PostGIS): the form of GeoPackage.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use crate::geom::gate::{Fault, FaultKind};
use crate::model::file_fault::FileFault;

use super::arc::{Curved, segments};
use super::cursor::{Cursor, Order};

/// Collections within collections.
const DEPTH: usize = 16;
/// The least bytes of a geometry: order, type, and a count.
const LEAST_BYTES: u64 = 9;

/// A geometry as it stands in its bytes.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// `None` for no coordinates.
    pub geometry: Option<Geometry<f64>>,
    /// Rings that had to be closed.
    pub unclosed: Vec<Fault>,
    /// It has heights or measures.
    pub extra_ordinates: bool,
    /// Whether it had arcs.
    pub curved: Curved,
}

/// Reads one geometry; bytes after it are passed over.
///
/// # Errors
/// Counts that the bytes cannot hold, codes that name no type or not the one that must stand there, surfaces in space.
pub fn geometry_in(bytes: &[u8]) -> Result<Found, FileFault> {
    let mut reader = Reader {
        cursor: Cursor::new(bytes),
        found: Found::default(),
        vertices: 0,
    };
    let geometry = reader.geometry(None, DEPTH)?;
    reader.found.geometry = geometry;
    Ok(reader.found)
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    found: Found,
    /// Vertices so far.
    vertices: usize,
}

/// How the bytes of one geometry are to be read.
#[derive(Clone, Copy)]
struct Head {
    order: Order,
    code: u32,
    ordinates: usize,
}

/// The types by their codes.
mod code {
    pub const POINT: u32 = 1;
    pub const LINE: u32 = 2;
    pub const POLYGON: u32 = 3;
    pub const MULTI_POINT: u32 = 4;
    pub const MULTI_LINE: u32 = 5;
    pub const MULTI_POLYGON: u32 = 6;
    pub const COLLECTION: u32 = 7;
    pub const CIRCULAR: u32 = 8;
    pub const COMPOUND: u32 = 9;
    pub const CURVE_POLYGON: u32 = 10;
    pub const MULTI_CURVE: u32 = 11;
    pub const MULTI_SURFACE: u32 = 12;
    pub const POLYHEDRAL: u32 = 15;
    pub const TIN: u32 = 16;
    pub const TRIANGLE: u32 = 17;
}

const CURVES: [u32; 3] = [code::LINE, code::CIRCULAR, code::COMPOUND];
const SURFACES: [u32; 2] = [code::POLYGON, code::CURVE_POLYGON];

impl Reader<'_> {
    fn too_short(&self, said: u64) -> FileFault {
        FileFault::WrongLength {
            byte: self.cursor.position() as u64,
            said,
            there: self.cursor.left() as u64,
        }
    }

    /// The head of a geometry, which must be one of `allowed` where that is given.
    fn head(&mut self, allowed: Option<&[u32]>) -> Result<Head, FileFault> {
        let byte = self.cursor.position() as u64;
        let short = self.too_short(5);
        let order = match self.cursor.byte() {
            Some(0) => Order::Big,
            Some(1) => Order::Little,
            Some(other) => {
                let code = u64::from(other);
                return Err(FileFault::WrongCode { byte, code });
            }
            None => return Err(short),
        };
        let written = self.cursor.u32(order).ok_or(short)?;
        // PostGIS flags: height, measure, and a reference system of its own.
        let (flags, plain) = (written >> 29, written & 0x1fff_ffff);
        if flags & 1 != 0 {
            let short = self.too_short(4);
            self.cursor.u32(order).ok_or(short)?;
        }
        let (code, dimension) = (plain % 1000, plain / 1000);
        let by_flags = (flags >> 2) + ((flags >> 1) & 1);
        let ordinates = match (dimension, by_flags) {
            (0, extra) => 2 + extra as usize,
            (1 | 2, 0) => 3,
            (3, 0) => 4,
            _ => 0,
        };
        let is_allowed = allowed.is_none_or(|allowed| allowed.contains(&code));
        if ordinates == 0 || !is_allowed {
            let code = u64::from(written);
            return Err(FileFault::WrongCode { byte, code });
        }
        Ok(Head {
            order,
            code,
            ordinates,
        })
    }

    fn geometry(
        &mut self,
        allowed: Option<&[u32]>,
        depth: usize,
    ) -> Result<Option<Geometry<f64>>, FileFault> {
        let byte = self.cursor.position() as u64;
        let head = self.head(allowed)?;
        let Some(deeper) = depth.checked_sub(1) else {
            let code = u64::from(head.code);
            return Err(FileFault::WrongCode { byte, code });
        };
        Ok(match head.code {
            code::POINT => self.point(head)?.map(Geometry::Point),
            code::LINE | code::CIRCULAR | code::COMPOUND => {
                self.curve(head)?.map(LineString).map(Geometry::LineString)
            }
            code::POLYGON | code::TRIANGLE | code::CURVE_POLYGON => {
                self.polygon(head)?.map(Geometry::Polygon)
            }
            code::MULTI_POINT
            | code::MULTI_LINE
            | code::MULTI_POLYGON
            | code::MULTI_CURVE
            | code::MULTI_SURFACE => self.many(head)?,
            code::COLLECTION => {
                let parts = self.members(head, |reader| reader.geometry(None, deeper))?;
                parts.map(|parts| Geometry::GeometryCollection(GeometryCollection(parts)))
            }
            code::POLYHEDRAL | code::TIN => {
                let name = if head.code == code::TIN {
                    "TIN"
                } else {
                    "PolyhedralSurface"
                };
                let found = name.to_owned();
                return Err(FileFault::Unsupported { found });
            }
            other => {
                let code = u64::from(other);
                return Err(FileFault::WrongCode { byte, code });
            }
        })
    }

    /// Points, lines or polygons, all of one sort.
    fn many(&mut self, head: Head) -> Result<Option<Geometry<f64>>, FileFault> {
        let allowed: &[u32] = match head.code {
            code::MULTI_POINT => &[code::POINT],
            code::MULTI_LINE => &[code::LINE],
            code::MULTI_POLYGON => &[code::POLYGON],
            code::MULTI_CURVE => &CURVES,
            _ => &SURFACES,
        };
        Ok(match head.code {
            code::MULTI_POINT => {
                let points = self.members(head, |reader| {
                    let head = reader.head(Some(allowed))?;
                    reader.point(head)
                })?;
                points.map(|points| MultiPoint(points).into())
            }
            code::MULTI_LINE | code::MULTI_CURVE => {
                let lines = self.members(head, |reader| {
                    let head = reader.head(Some(allowed))?;
                    Ok(reader.curve(head)?.map(LineString))
                })?;
                lines.map(|lines| MultiLineString(lines).into())
            }
            _ => {
                let polygons = self.members(head, |reader| {
                    let head = reader.head(Some(allowed))?;
                    reader.polygon(head)
                })?;
                polygons.map(|polygons| MultiPolygon(polygons).into())
            }
        })
    }

    /// A count of things of at least so many bytes each, all of which must be there.
    fn count(&mut self, order: Order, least: u64) -> Result<usize, FileFault> {
        let short = self.too_short(4);
        let count = self.cursor.u32(order).ok_or(short)?;
        let said = u64::from(count) * least;
        if said > self.cursor.left() as u64 {
            return Err(self.too_short(said));
        }
        Ok(count as usize)
    }

    /// The members of a geometry of many; those without coordinates are left out.
    fn members<T>(
        &mut self,
        head: Head,
        mut member: impl FnMut(&mut Self) -> Result<Option<T>, FileFault>,
    ) -> Result<Option<Vec<T>>, FileFault> {
        let count = self.count(head.order, LEAST_BYTES)?;
        let mut members = Vec::new();
        for _ in 0..count {
            members.extend(member(self)?);
        }
        Ok((!members.is_empty()).then_some(members))
    }

    fn coords(&mut self, head: Head, count: usize) -> Result<Vec<Coord<f64>>, FileFault> {
        let size = head.ordinates * 8;
        let short = self.too_short(count as u64 * size as u64);
        let bytes = self.cursor.take(count.saturating_mul(size)).ok_or(short)?;
        self.found.extra_ordinates |= head.ordinates > 2 && count > 0;
        self.vertices += count;
        let coord = |bytes: &[u8]| {
            let mut cursor = Cursor::new(bytes);
            let mut ordinate = || cursor.f64(head.order).unwrap_or(f64::NAN);
            Coord {
                x: ordinate(),
                y: ordinate(),
            }
        };
        Ok(bytes.chunks_exact(size).map(coord).collect())
    }

    /// A point whose ordinates are all no numbers is the writing of an empty one.
    fn point(&mut self, head: Head) -> Result<Option<Point<f64>>, FileFault> {
        let coords = self.coords(head, 1)?;
        let there = coords
            .first()
            .filter(|coord| !(coord.x.is_nan() && coord.y.is_nan()));
        Ok(there.copied().map(Point))
    }

    /// A line, an arc, or both in turn.
    fn curve(&mut self, head: Head) -> Result<Option<Vec<Coord<f64>>>, FileFault> {
        let byte = self.cursor.position() as u64;
        let coords = match head.code {
            code::COMPOUND => {
                let pieces = self.members(head, |reader| {
                    let head = reader.head(Some(&[code::LINE, code::CIRCULAR]))?;
                    reader.curve(head)
                })?;
                let mut whole: Vec<Coord<f64>> = Vec::new();
                for piece in pieces.into_iter().flatten() {
                    // Each piece begins where the one before it ends; a gap would be bridged by a line nobody drew.
                    if whole.last().is_some_and(|last| piece.first() != Some(last)) {
                        return Err(FileFault::WrongOrder { byte });
                    }
                    let known = usize::from(!whole.is_empty());
                    whole.extend(piece.into_iter().skip(known));
                }
                whole
            }
            _ => {
                let count = self.count(head.order, head.ordinates as u64 * 8)?;
                self.coords(head, count)?
            }
        };
        if head.code != code::CIRCULAR || coords.is_empty() {
            return Ok((!coords.is_empty()).then_some(coords));
        }
        // Arcs of another number of points than 3, 5, 7… are none.
        let (vertices, curved) = segments(&coords).ok_or(FileFault::WrongOrder { byte })?;
        self.found.curved = self.found.curved.max(curved);
        Ok(Some(vertices))
    }

    fn polygon(&mut self, head: Head) -> Result<Option<Polygon<f64>>, FileFault> {
        let rings = if head.code == code::CURVE_POLYGON {
            self.members(head, |reader| {
                let head = reader.head(Some(&CURVES))?;
                let ring = reader.curve(head)?;
                Ok(ring.map(|ring| reader.ring(ring)))
            })?
        } else {
            let count = self.count(head.order, 4)?;
            let mut rings = Vec::new();
            for _ in 0..count {
                let count = self.count(head.order, head.ordinates as u64 * 8)?;
                let coords = self.coords(head, count)?;
                rings.push(self.ring(coords));
            }
            Some(rings)
        };
        let mut rings = rings.into_iter().flatten();
        let shell = rings.next().filter(|shell| !shell.0.is_empty());
        // Without a shell there is nothing that holes could be cut from; where there are some, the gate refuses them.
        let holes: Vec<LineString<f64>> = rings.filter(|ring| !ring.0.is_empty()).collect();
        match shell {
            None if holes.is_empty() => Ok(None),
            shell => {
                let shell = shell.unwrap_or_else(|| LineString(Vec::new()));
                Ok(Some(Polygon::new(shell, holes)))
            }
        }
    }

    fn ring(&mut self, coords: Vec<Coord<f64>>) -> LineString<f64> {
        if coords.first() != coords.last() {
            self.found.unclosed.push(Fault {
                kind: FaultKind::UnclosedRing,
                vertex: Some(self.vertices),
                place: coords.last().copied(),
            });
        }
        LineString(coords)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        digits.chunks(2).map(pair).collect()
    }

    #[track_caller]
    fn check(hex: &str, expected: impl Into<Geometry<f64>>) {
        assert_eq!(geometry_in(&bytes(hex)).unwrap().geometry, Some(expected.into()));
    }

    #[track_caller]
    fn check_refused(hex: &str, code: &str) {
        assert_eq!(geometry_in(&bytes(hex)).unwrap_err().code(), code, "{hex}");
    }

    const ONE: &str = "000000000000f03f";
    const TWO: &str = "0000000000000040";

    #[test]
    fn points_in_both_orders_and_all_dimensions() {
        check(&format!("0101000000{ONE}{TWO}"), Point::new(1.0, 2.0));
        check("00000000013ff00000000000004000000000000000", Point::new(1.0, 2.0));
        check(&format!("01e9030000{ONE}{TWO}{TWO}"), Point::new(1.0, 2.0));
        check(&format!("01b90b0000{ONE}{TWO}{TWO}{TWO}"), Point::new(1.0, 2.0));
        check(
            &format!("01010000a0e6100000{ONE}{TWO}{TWO}"),
            Point::new(1.0, 2.0),
        );
        let found = geometry_in(&bytes(&format!("01e9030000{ONE}{TWO}{TWO}"))).unwrap();
        assert!(found.extra_ordinates);
    }

    #[test]
    fn empty_ones() {
        let nan = "000000000000f87f";
        for hex in [
            format!("0101000000{nan}{nan}"),
            "010300000000000000".to_owned(),
            "010700000000000000".to_owned(),
        ] {
            assert_eq!(geometry_in(&bytes(&hex)).unwrap().geometry, None, "{hex}");
        }
    }

    #[test]
    fn many_and_nested() {
        let point = format!("0101000000{ONE}{TWO}");
        check(
            &format!("010400000002000000{point}{point}"),
            wkt!(MULTIPOINT(1. 2., 1. 2.)),
        );
        let line = format!("010200000002000000{ONE}{TWO}{TWO}{ONE}");
        check(
            &format!("010500000001000000{line}"),
            wkt!(MULTILINESTRING((1. 2., 2. 1.))),
        );
        let parts = GeometryCollection(vec![
            Point::new(1.0, 2.0).into(),
            wkt!(LINESTRING(1. 2., 2. 1.)).into(),
        ]);
        check(
            &format!("010700000002000000{point}{line}"),
            Geometry::GeometryCollection(parts),
        );
    }

    #[test]
    fn counts_and_codes_that_lie() {
        check_refused("", "wrong_length");
        check_refused("0102000000ffffffff", "wrong_length");
        check_refused("0107000000ffffffff", "wrong_length");
        check_refused("0103000000ffffff0f", "wrong_length");
        check_refused("02010000", "wrong_code");
        check_refused("0163000000", "wrong_code");
        check_refused(&format!("010600000001000000 0101000000{ONE}{TWO}"), "wrong_code");
        check_refused("010f00000000000000", "unsupported");
        check_refused(
            &format!("{}010100000000", "010700000001000000".repeat(40)),
            "wrong_code",
        );
    }

    #[test]
    fn arcs_become_segments() {
        let zero = "0000000000000000";
        let hexadecimal = |number: f64| format!("{:016x}", number.to_bits().swap_bytes());
        let (half, whole) = (hexadecimal(0.001), hexadecimal(0.002));
        let arc = format!("010800000003000000{zero}{zero}{half}{half}{whole}{zero}");
        let found = geometry_in(&bytes(&arc)).unwrap();
        assert_eq!(found.curved, Curved::Fine);
        let closing = format!("010200000002000000{whole}{zero}{zero}{zero}");
        let ring = format!("010900000002000000{arc}{closing}");
        let polygon = geometry_in(&bytes(&format!("010a00000001000000{ring}"))).unwrap();
        assert!(polygon.unclosed.is_empty());
        let area = geo::Area::unsigned_area(&polygon.geometry.unwrap());
        assert!(
            (area - 1e-6 * std::f64::consts::FRAC_PI_2).abs() < 1e-10,
            "{area}"
        );
        check_refused(&format!("010900000002000000{arc}{arc}"), "wrong_order");
    }
}
