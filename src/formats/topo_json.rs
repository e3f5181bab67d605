//! TopoJSON (specification 1.0): layers of features whose borders are arcs that neighbours share.
//!
//! Each object is a table. A collection has a feature for each of its members, any other object is one feature. Arcs may be
//! used in any number of places, so the vertices that they make are held to a limit. The format knows no CRS, of degrees or
//! any other, so it is asked for.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde_json::Value;

use crate::geom::gate::Fault;
use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::Progress;

use super::gather::{Gather, closed};
use super::geojson::feature::written_id;
use super::geojson::frame::crs_code;
use super::input::FileToRead;
use super::json_document::{Positions, list, open, properties, wrong};
use super::raw::{RawFeature, RawLayer, Unread};

/// Each vertex of an arc may be used so often on average; more is a file made to do harm.
const USES: usize = 64;
/// Shapes within shapes.
const DEPTH: usize = 16;

/// Reads the only object of a file, or the one that is named.
///
/// # Errors
/// [`Unread`] for a file without objects, one with several of which none is named, arcs that are none; and where nothing
/// can be read at all.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let (document, mut gather, bytes) = open(file, "TopoJSON", progress)?;
    let refused = |kind| Unread::file(&file.label, kind);
    let Some(objects) = document["objects"].as_object() else {
        return Err(refused(wrong("objects: {…}", &document["objects"])));
    };
    let tables: Vec<String> = objects.keys().cloned().collect();
    let object = match (&file.table, tables.as_slice()) {
        (_, []) => return Err(refused(ProblemKind::File(FileFault::NoLayer))),
        (None, [_]) => objects.values().next(),
        (None, _) => return Err(refused(ProblemKind::WhichTable { tables })),
        (Some(wanted), _) => objects.get(wanted),
    };
    let Some(object) = object else {
        let wanted = file.table.clone().unwrap_or_default();
        return Err(refused(ProblemKind::NoSuchTable { wanted, tables }));
    };
    let topology = Topology::of(&document).map_err(refused)?;
    gather.layer.tables = tables;
    gather.layer.declared_crs = crs_code(&document["crs"]);
    let mut left = topology.vertex_count().saturating_mul(USES);
    match (&object["type"], object["geometries"].as_array()) {
        (kind, Some(members)) if kind == "GeometryCollection" => {
            for member in members {
                progress.check()?;
                take(member, &topology, &mut left, &mut gather);
            }
        }
        _ => take(object, &topology, &mut left, &mut gather),
    }
    Ok(gather.finish(&bytes))
}

fn take(member: &Value, topology: &Topology, left: &mut usize, gather: &mut Gather) {
    let id = written_id(&member["id"]);
    let refuse = |gather: &mut Gather, field: &str, kind| {
        gather.refuse(Problem {
            id: id.as_deref().map(str::to_owned),
            field: Some(field.to_owned()),
            ..Problem::of_file("", kind, Done::Refused)
        });
    };
    if !member.is_object() {
        return refuse(gather, "geometries", wrong("{…}", member));
    }
    let said = &member["properties"];
    if !said.is_null() && !said.is_object() {
        return refuse(gather, "properties", wrong("{…}", said));
    }
    let mut shape = Shape {
        topology,
        left,
        positions: Positions::default(),
        unclosed: Vec::new(),
    };
    match shape.read(member, DEPTH) {
        Ok(geometry) => {
            let (unclosed, extra_ordinates) = (shape.unclosed, shape.positions.extra_ordinates);
            gather.take(RawFeature {
                id: id.clone(),
                geometry,
                properties: properties(said.as_object(), |_, value| value.clone()),
                unclosed,
                extra_ordinates: extra_ordinates || topology.extra_ordinates,
                ..RawFeature::default()
            });
        }
        Err(kind) => refuse(gather, "arcs", kind),
    }
}

struct Topology {
    arcs: Vec<Vec<Coord<f64>>>,
    transform: Option<Transform>,
    extra_ordinates: bool,
}

/// From whole numbers to coordinates.
struct Transform {
    scale: Coord<f64>,
    translate: Coord<f64>,
}

impl Transform {
    fn of(&self, place: Coord<f64>) -> Coord<f64> {
        Coord {
            x: place.x * self.scale.x + self.translate.x,
            y: place.y * self.scale.y + self.translate.y,
        }
    }
}

impl Topology {
    fn of(document: &Value) -> Result<Topology, ProblemKind> {
        let mut positions = Positions::default();
        let transform = match &document["transform"] {
            Value::Null => None,
            said => Some(Transform {
                scale: positions.one(&said["scale"])?,
                translate: positions.one(&said["translate"])?,
            }),
        };
        let arcs = match &document["arcs"] {
            // Points need none.
            Value::Null => Vec::new(),
            said => list(said)?
                .iter()
                .map(|arc| positions.many(arc))
                .collect::<Result<_, _>>()?,
        };
        let arcs = match &transform {
            None => arcs,
            Some(transform) => arcs.into_iter().map(|arc| unpacked(arc, transform)).collect(),
        };
        Ok(Topology {
            arcs,
            transform,
            extra_ordinates: positions.extra_ordinates,
        })
    }

    fn vertex_count(&self) -> usize {
        self.arcs.iter().map(Vec::len).sum()
    }
}

/// Each position is the step from the one before it.
fn unpacked(steps: Vec<Coord<f64>>, transform: &Transform) -> Vec<Coord<f64>> {
    let mut at = Coord { x: 0.0, y: 0.0 };
    let place = |step: Coord<f64>| {
        at = at + step;
        transform.of(at)
    };
    steps.into_iter().map(place).collect()
}

/// A member while it is being read.
struct Shape<'a> {
    topology: &'a Topology,
    left: &'a mut usize,
    positions: Positions,
    unclosed: Vec<Fault>,
}

impl Shape<'_> {
    fn read(&mut self, member: &Value, depth: usize) -> Result<Option<Geometry<f64>>, ProblemKind> {
        let kind = match &member["type"] {
            Value::Null => return Ok(None),
            kind => kind.as_str().unwrap_or_default(),
        };
        Ok(match kind {
            "Point" => Some(Point(self.place(&member["coordinates"])?).into()),
            "MultiPoint" => {
                let places = list(&member["coordinates"])?
                    .iter()
                    .map(|place| self.place(place));
                let points: Vec<Point<f64>> =
                    places.map(|place| place.map(Point)).collect::<Result<_, _>>()?;
                (!points.is_empty()).then(|| MultiPoint(points).into())
            }
            "LineString" => Some(LineString(self.line(&member["arcs"])?).into()),
            "MultiLineString" => {
                let lines = list(&member["arcs"])?
                    .iter()
                    .map(|arcs| self.line(arcs).map(LineString));
                let lines: Vec<_> = lines.collect::<Result<_, _>>()?;
                (!lines.is_empty()).then(|| MultiLineString(lines).into())
            }
            "Polygon" => self.polygon(&member["arcs"])?.map(Geometry::Polygon),
            "MultiPolygon" => {
                let polygons = list(&member["arcs"])?.iter().map(|arcs| self.polygon(arcs));
                let polygons: Vec<Option<Polygon<f64>>> = polygons.collect::<Result<_, _>>()?;
                let polygons: Vec<Polygon<f64>> = polygons.into_iter().flatten().collect();
                (!polygons.is_empty()).then(|| MultiPolygon(polygons).into())
            }
            "GeometryCollection" if depth > 0 => {
                let parts = list(&member["geometries"])?
                    .iter()
                    .map(|part| self.read(part, depth - 1));
                let parts: Vec<Option<Geometry<f64>>> = parts.collect::<Result<_, _>>()?;
                let parts: Vec<Geometry<f64>> = parts.into_iter().flatten().collect();
                (!parts.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(parts)))
            }
            _ => return Err(wrong("\"type\": Point … GeometryCollection", &member["type"])),
        })
    }

    /// A position of a point: packed, and no step.
    fn place(&mut self, value: &Value) -> Result<Coord<f64>, ProblemKind> {
        let place = self.positions.one(value)?;
        let transform = self.topology.transform.as_ref();
        Ok(transform.map_or(place, |transform| transform.of(place)))
    }

    fn polygon(&mut self, rings: &Value) -> Result<Option<Polygon<f64>>, ProblemKind> {
        let mut closed_rings = Vec::new();
        for arcs in list(rings)? {
            let before = self.positions.count;
            let ring = self.line(arcs)?;
            closed_rings.push(closed(ring, before, &mut self.unclosed));
        }
        let mut rings = closed_rings.into_iter();
        Ok(rings.next().map(|shell| Polygon::new(shell, rings.collect())))
    }

    /// Arcs one after another: the end of each is the start of the next. A negative number is an arc the other way.
    fn line(&mut self, arcs: &Value) -> Result<Vec<Coord<f64>>, ProblemKind> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        for value in list(arcs)? {
            let number = value.as_i64().ok_or_else(|| wrong("0, 1, 2…", value))?;
            let is_reversed = number < 0;
            let position = usize::try_from(if is_reversed { !number } else { number });
            let arc = position
                .ok()
                .and_then(|position| self.topology.arcs.get(position));
            let arc = arc.ok_or_else(|| wrong("0, 1, 2…", value))?;
            *self.left = self
                .left
                .checked_sub(arc.len())
                .ok_or(ProblemKind::File(FileFault::Limit {
                    what: "uses",
                    limit: USES as u64,
                }))?;
            let start = if is_reversed { arc.last() } else { arc.first() };
            if let (Some(end), Some(start)) = (line.last(), start)
                && end != start
            {
                let written = |place: &Coord<f64>| format!("[{}, {}]", place.x, place.y);
                return Err(ProblemKind::WrongType {
                    expected: written(end),
                    found: written(start),
                });
            }
            let known = usize::from(!line.is_empty());
            if is_reversed {
                line.extend(arc.iter().rev().skip(known));
            } else {
                line.extend(arc.iter().skip(known));
            }
        }
        self.positions.count += line.len();
        Ok(line)
    }
}
