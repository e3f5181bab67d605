//! The JSON of Esri's services: a feature set with attributes, shapes and the number of its CRS.
//!
//! Rings are wound as in a Shapefile, so that the same sorting out serves both. Curves and coordinates that are packed by
//! `quantizationParameters` are refused; a set that its service cut short is read and counts as incomplete.

use std::collections::HashSet;
use std::sync::Arc;

use geo::{Geometry, LineString, MultiLineString, MultiPoint, Point, Rect, coord};
use serde_json::Value;

use crate::model::file_fault::FileFault;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::reading_fault::ReadingFault;
use crate::progress::Progress;

use super::gather::{Gather, closed};
use super::geojson::feature::written_id;
use super::input::FileToRead;
use super::json_document::{Positions, list, open, properties, wrong};
use super::raw::{RawFeature, RawLayer, Unread};
use super::shapefile::rings::polygons_of;

/// Reads a file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let (document, mut gather, bytes) = open(file, "Esri JSON", progress)?;
    let refused = |kind| Unread::file(&file.label, kind);
    if document
        .get("transform")
        .is_some_and(|transform| !transform.is_null())
    {
        let found = "transform".to_owned();
        return Err(refused(ProblemKind::File(FileFault::Unsupported { found })));
    }
    let features = list(&document["features"]).map_err(refused)?;
    let reference = reference(&document["spatialReference"], features);
    gather.layer.declared_crs = declared_crs(reference);
    let fields = Fields::of(&document, reference);
    let mut holes_outside = 0;
    for feature in features {
        progress.check()?;
        take(feature, &fields, &mut gather, &mut holes_outside);
    }
    if holes_outside > 0 {
        let rings = holes_outside;
        gather.note(ProblemKind::File(FileFault::HoleOutside { rings }));
    }
    if document["exceededTransferLimit"] == true || document["properties"]["exceededTransferLimit"] == true {
        gather.refuse_unnumbered(1, ReadingFault::CutByService);
    }
    Ok(gather.finish(&bytes))
}

/// What the document says of its features.
struct Fields<'a> {
    reference: &'a Value,
    id: Option<String>,
    /// Milliseconds since 1970 by their definition.
    dates: HashSet<String>,
}

impl Fields<'_> {
    fn of<'a>(document: &Value, reference: &'a Value) -> Fields<'a> {
        let all = document["fields"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let of_kind = |kind: &'static str| {
            let own = all.iter().filter(move |field| field["type"] == kind);
            own.filter_map(|field| field["name"].as_str().map(str::to_owned))
        };
        let said = document["objectIdFieldName"].as_str().map(str::to_owned);
        Fields {
            reference,
            id: said.or_else(|| of_kind("esriFieldTypeOID").next()),
            dates: of_kind("esriFieldTypeDate").collect(),
        }
    }

    /// A value as it is meant.
    fn value(&self, name: &str, value: &Value) -> Value {
        let moment = || {
            let moment = jiff::Timestamp::from_millisecond(value.as_i64()?).ok()?;
            Some(Value::String(moment.to_string()))
        };
        let date = self.dates.contains(name).then(moment).flatten();
        date.unwrap_or_else(|| value.clone())
    }
}

/// The reference of the document, else the first that a shape has of its own.
fn reference<'a>(of_document: &'a Value, features: &'a [Value]) -> &'a Value {
    let mut own = features
        .iter()
        .map(|feature| &feature["geometry"]["spatialReference"]);
    if of_document.is_null() {
        own.find(|own| !own.is_null()).unwrap_or(of_document)
    } else {
        of_document
    }
}

/// True where both name the same system, by any of their numbers or by the same text.
fn is_same_reference(a: &Value, b: &Value) -> bool {
    let of = |reference: &Value| ["latestWkid", "wkid"].map(|name| reference[name].as_u64());
    let (a_numbers, b_numbers) = (of(a), of(b));
    a_numbers
        .iter()
        .flatten()
        .any(|number| b_numbers.contains(&Some(*number)))
        || a == b
}

/// The newer number goes first: the older one may be Esri's own.
fn declared_crs(reference: &Value) -> Option<String> {
    let number = reference["latestWkid"]
        .as_u64()
        .or_else(|| reference["wkid"].as_u64());
    match number {
        // Numbers that EPSG leaves to others.
        Some(own) if (37_000..54_100).contains(&own) || own > 100_000 => Some(format!("ESRI:{own}")),
        Some(number) => Some(format!("EPSG:{number}")),
        None => reference["wkt"].as_str().map(str::to_owned),
    }
}

fn take(feature: &Value, fields: &Fields<'_>, gather: &mut Gather, holes_outside: &mut usize) {
    let attributes = feature["attributes"].as_object();
    let id = fields
        .id
        .as_ref()
        .and_then(|id| attributes?.get(id))
        .and_then(written_id);
    let refuse = |gather: &mut Gather, field: &str, kind| {
        gather.refuse(Problem {
            id: id.as_deref().map(str::to_owned),
            field: Some(field.to_owned()),
            ..Problem::of_file("", kind, Done::Refused)
        });
    };
    if attributes.is_none() && !feature["attributes"].is_null() || !feature.is_object() {
        return refuse(gather, "attributes", wrong("{…}", &feature["attributes"]));
    }
    let own = &feature["geometry"]["spatialReference"];
    if !own.is_null() && !is_same_reference(own, fields.reference) {
        let [expected, found] = [fields.reference, own].map(|said| declared_crs(said).unwrap_or_default());
        return refuse(
            gather,
            "spatialReference",
            ProblemKind::WrongType { expected, found },
        );
    }
    let mut shape = Shape::default();
    match shape.read(&feature["geometry"]) {
        Ok(geometry) => {
            *holes_outside += shape.holes_outside;
            gather.take(RawFeature {
                id: id.as_deref().map(Arc::from),
                geometry,
                properties: properties(attributes, |name, value| fields.value(name, value)),
                unclosed: shape.unclosed,
                extra_ordinates: shape.positions.extra_ordinates,
                ..RawFeature::default()
            });
        }
        Err(kind) => refuse(gather, "geometry", kind),
    }
}

#[derive(Default)]
struct Shape {
    positions: Positions,
    unclosed: Vec<crate::geom::gate::Fault>,
    holes_outside: usize,
}

impl Shape {
    /// The kind of a shape shows in its members.
    fn read(&mut self, shape: &Value) -> Result<Option<Geometry<f64>>, ProblemKind> {
        if shape.is_null() {
            return Ok(None);
        }
        if let Some(curves) = ["curveRings", "curvePaths"]
            .iter()
            .find(|name| shape.get(**name).is_some())
        {
            let found = (*curves).to_owned();
            return Err(ProblemKind::File(FileFault::Unsupported { found }));
        }
        if let Some(rings) = shape.get("rings") {
            return self.areas(rings);
        }
        if let Some(paths) = shape.get("paths") {
            let mut lines = self.lists(paths)?.into_iter().map(LineString).collect::<Vec<_>>();
            return Ok(match lines.len() {
                0 => None,
                1 => lines.pop().map(Geometry::LineString),
                _ => Some(MultiLineString(lines).into()),
            });
        }
        if let Some(points) = shape.get("points") {
            let points: Vec<Point<f64>> = self.positions.many(points)?.into_iter().map(Point).collect();
            return Ok((!points.is_empty()).then(|| MultiPoint(points).into()));
        }
        if shape.get("xmin").is_some() {
            let [x_min, y_min, x_max, y_max] =
                ["xmin", "ymin", "xmax", "ymax"].map(|name| ordinate(&shape[name]));
            let (low, high) = (coord! {x: x_min?, y: y_min?}, coord! {x: x_max?, y: y_max?});
            return Ok(Some(Rect::new(low, high).to_polygon().into()));
        }
        self.point(shape)
    }

    /// `NaN` as a text, or nothing, is the writing of an empty point.
    fn point(&mut self, shape: &Value) -> Result<Option<Geometry<f64>>, ProblemKind> {
        let Some(x) = shape.get("x") else {
            return Err(wrong("x | points | paths | rings", shape));
        };
        if x.is_null() || *x == "NaN" {
            return Ok(None);
        }
        self.positions.count += 1;
        self.positions.extra_ordinates |= shape.get("z").is_some_and(Value::is_number);
        Ok(Some(Point::new(ordinate(x)?, ordinate(&shape["y"])?).into()))
    }

    fn areas(&mut self, rings: &Value) -> Result<Option<Geometry<f64>>, ProblemKind> {
        let mut sorted = Vec::new();
        let mut before = 0;
        for ring in self.lists(rings)? {
            let count = ring.len();
            sorted.push(closed(ring, before, &mut self.unclosed));
            before += count;
        }
        let areas = polygons_of(sorted).map_err(ProblemKind::File)?;
        self.holes_outside = areas.holes_outside;
        Ok(areas.geometry)
    }

    /// Lists of positions; empty ones are left out.
    fn lists(&mut self, lists: &Value) -> Result<Vec<Vec<geo::Coord<f64>>>, ProblemKind> {
        let all: Result<Vec<_>, _> = list(lists)?.iter().map(|one| self.positions.many(one)).collect();
        Ok(all?.into_iter().filter(|one| !one.is_empty()).collect())
    }
}

fn ordinate(value: &Value) -> Result<f64, ProblemKind> {
    value.as_f64().ok_or_else(|| wrong("1.23", value))
}
