//! The geometry of one feature: coordinates in one list, and where each part ends.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use crate::formats::arc::{Curved, segments};
use crate::formats::cursor::{Cursor, Order};
use crate::geom::gate::{Fault, FaultKind};
use crate::model::file_fault::FileFault;

use super::table::Table;

/// Parts within parts.
const DEPTH: usize = 16;

/// Reads geometries; keeps what it meets on the way.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Rings that had to be closed.
    pub unclosed: Vec<Fault>,
    /// There were arcs.
    pub curved: Curved,
    vertices: usize,
    /// Bytes that may still be read. Parts may share their bytes, and shared often enough a short file is endless.
    budget: usize,
}

type Line = Vec<Coord<f64>>;

impl Reader {
    /// For one feature of so many bytes.
    pub fn new(feature_bytes: usize) -> Reader {
        Reader {
            budget: feature_bytes,
            ..Reader::default()
        }
    }

    /// The geometry of a table, of the type that the header gives for all, or its own where that is 0; `None` for no
    /// coordinates.
    ///
    /// # Errors
    /// Counts and positions that lie, unknown types, surfaces in space.
    pub fn geometry(&mut self, table: &Table<'_>, kind: u8) -> Result<Option<Geometry<f64>>, FileFault> {
        self.part(table, kind, DEPTH)
    }

    fn part(
        &mut self,
        table: &Table<'_>,
        kind: u8,
        depth: usize,
    ) -> Result<Option<Geometry<f64>>, FileFault> {
        let kind = if kind == 0 { table.byte(6)? } else { kind };
        let wrong = FileFault::WrongCode {
            byte: 0,
            code: u64::from(kind),
        };
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(wrong);
        };
        Ok(match kind {
            1 => {
                let points = self.coords(table)?;
                let there = points
                    .first()
                    .filter(|point| !(point.x.is_nan() && point.y.is_nan()));
                there.map(|point| Point(*point).into())
            }
            4 => {
                let points: Vec<Point<f64>> = self.coords(table)?.into_iter().map(Point).collect();
                (!points.is_empty()).then(|| MultiPoint(points).into())
            }
            2 | 8 | 9 => self.curve(table, kind)?.map(|line| LineString(line).into()),
            5 => {
                let lines: Vec<LineString<f64>> = self.lines(table)?.into_iter().map(LineString).collect();
                (!lines.is_empty()).then(|| MultiLineString(lines).into())
            }
            3 | 10 | 17 => self.polygon(table, kind)?.map(Geometry::Polygon),
            11 => {
                let lines = self.each(table, |reader, part| reader.curve(part, part.byte(6)?))?;
                let lines: Vec<LineString<f64>> = lines.into_iter().map(LineString).collect();
                (!lines.is_empty()).then(|| MultiLineString(lines).into())
            }
            6 | 12 => {
                let polygons = self.each(table, |reader, part| {
                    let own = if kind == 6 { 3 } else { part.byte(6)? };
                    reader.polygon(part, own)
                })?;
                (!polygons.is_empty()).then(|| MultiPolygon(polygons).into())
            }
            7 => {
                let members = self.each(table, |reader, part| reader.part(part, 0, deeper))?;
                (!members.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(members)))
            }
            15 | 16 => {
                let found = if kind == 15 { "PolyhedralSurface" } else { "TIN" }.to_owned();
                return Err(FileFault::Unsupported { found });
            }
            _ => return Err(wrong),
        })
    }

    fn spend(&mut self, bytes: usize) -> Result<(), FileFault> {
        let too_much = FileFault::WrongLength {
            byte: 0,
            said: bytes as u64,
            there: self.budget as u64,
        };
        self.budget = self.budget.checked_sub(bytes).ok_or(too_much)?;
        Ok(())
    }

    fn parts<'a>(&mut self, table: &Table<'a>) -> Result<Vec<Table<'a>>, FileFault> {
        let parts = table.tables(7)?;
        self.spend(4 * parts.len())?;
        Ok(parts)
    }

    /// What each part gives; those that give nothing are left out.
    fn each<T>(
        &mut self,
        table: &Table<'_>,
        read: impl Fn(&mut Self, &Table<'_>) -> Result<Option<T>, FileFault>,
    ) -> Result<Vec<T>, FileFault> {
        let mut found = Vec::new();
        for part in self.parts(table)? {
            found.extend(read(self, &part)?);
        }
        Ok(found)
    }

    fn coords(&mut self, table: &Table<'_>) -> Result<Line, FileFault> {
        let Some(vector) = table.vector(1, 8)? else {
            return Ok(Vec::new());
        };
        self.spend(vector.bytes.len())?;
        if vector.bytes.len() % 16 != 0 {
            return Err(FileFault::WrongLength {
                byte: 0,
                said: vector.bytes.len().next_multiple_of(16) as u64,
                there: vector.bytes.len() as u64,
            });
        }
        let coord = |bytes: &[u8]| {
            let mut cursor = Cursor::new(bytes);
            let mut ordinate = || cursor.f64(Order::Little).unwrap_or(f64::NAN);
            Coord {
                x: ordinate(),
                y: ordinate(),
            }
        };
        self.vertices += vector.bytes.len() / 16;
        Ok(vector.bytes.chunks_exact(16).map(coord).collect())
    }

    /// The coordinates, cut where the parts end.
    fn lines(&mut self, table: &Table<'_>) -> Result<Vec<Line>, FileFault> {
        let coords = self.coords(table)?;
        if coords.is_empty() {
            return Ok(Vec::new());
        }
        let Some(ends) = table.vector(0, 4)?.filter(|ends| !ends.bytes.is_empty()) else {
            return Ok(vec![coords]);
        };
        self.spend(ends.bytes.len())?;
        let ends = ends
            .bytes
            .chunks_exact(4)
            .filter_map(|bytes| Cursor::new(bytes).u32(Order::Little));
        let (mut lines, mut start) = (Vec::new(), 0);
        for end in ends {
            let end = end as usize;
            let line = coords.get(start..end).ok_or(FileFault::WrongOrder { byte: 0 })?;
            // Holes after a shell without a vertex would have nothing to be cut from.
            if line.is_empty() {
                return Err(FileFault::WrongOrder { byte: 0 });
            }
            lines.push(line.to_vec());
            start = end;
        }
        if start != coords.len() {
            return Err(FileFault::WrongOrder { byte: 0 });
        }
        Ok(lines)
    }

    fn curve(&mut self, table: &Table<'_>, kind: u8) -> Result<Option<Line>, FileFault> {
        let line = match kind {
            9 => {
                let mut whole = Line::new();
                for part in self.parts(table)? {
                    let own = part.byte(6)?;
                    if own == 9 {
                        return Err(FileFault::WrongCode { byte: 0, code: 9 });
                    }
                    let piece = self.curve(&part, own)?.unwrap_or_default();
                    // Each piece begins where the one before it ends; a gap would be bridged by a line nobody drew.
                    if whole
                        .last()
                        .is_some_and(|last| piece.first().is_some_and(|first| first != last))
                    {
                        return Err(FileFault::WrongOrder { byte: 0 });
                    }
                    let known = usize::from(!whole.is_empty());
                    whole.extend(piece.into_iter().skip(known));
                }
                whole
            }
            8 => {
                let points = self.coords(table)?;
                if points.is_empty() {
                    return Ok(None);
                }
                let (vertices, curved) = segments(&points).ok_or(FileFault::WrongOrder { byte: 0 })?;
                self.curved = self.curved.max(curved);
                vertices
            }
            2 => self.coords(table)?,
            other => {
                let code = u64::from(other);
                return Err(FileFault::WrongCode { byte: 0, code });
            }
        };
        Ok((!line.is_empty()).then_some(line))
    }

    fn polygon(&mut self, table: &Table<'_>, kind: u8) -> Result<Option<Polygon<f64>>, FileFault> {
        let rings = match kind {
            3 | 17 => self.lines(table)?,
            10 => {
                let mut rings = Vec::new();
                for part in self.parts(table)? {
                    rings.extend(self.curve(&part, part.byte(6)?)?);
                }
                rings
            }
            other => {
                let code = u64::from(other);
                return Err(FileFault::WrongCode { byte: 0, code });
            }
        };
        let mut rings = rings.into_iter().map(|ring| self.ring(ring));
        let Some(shell) = rings.next() else {
            return Ok(None);
        };
        Ok(Some(Polygon::new(shell, rings.collect())))
    }

    fn ring(&mut self, ring: Line) -> LineString<f64> {
        if ring.first() != ring.last() {
            self.unclosed.push(Fault {
                kind: FaultKind::UnclosedRing,
                vertex: Some(self.vertices),
                place: ring.last().copied(),
            });
        }
        LineString(ring)
    }
}
