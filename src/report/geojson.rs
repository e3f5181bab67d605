//! `findings.geojson`: each finding as a feature in longitude and latitude (RFC 7946).

use std::io;

use geo::{Coord, LineString, Polygon};
use geojson::feature::Id;
use geojson::{Feature, Geometry, GeometryValue, Position};
use serde_json::{Map, Value};

use crate::geom::area::Ruler;
use crate::geom::shape::Shape;
use crate::model::finding::{EvidenceShape, Finding, Screening};
use crate::model::workspace::Workspace;
use crate::progress::Progress;

use super::blocks::{fetch_names, write_worded};
use super::output::Output;
use super::record::FindingRecord;

/// Nanodegrees: a tenth of a millimetre. Finer digits are noise of the transformation.
const STEPS_PER_DEGREE: f64 = 1e9;

/// Writes `findings.geojson`: the common part, the line between the nearest points, or the point of touch.
///
/// Longitude and latitude are on the datum of the workspace, which for CGCS2000 is WGS 84 to some centimetres.
///
/// Once somebody has asked to stop no finding is worded any more: `out` must not take the rest.
///
/// # Errors
/// Those of `out`.
pub fn write_findings(
    workspace: &Workspace,
    screening: &Screening,
    out: &mut dyn Output,
    progress: &Progress,
) -> io::Result<()> {
    let ruler = workspace.ruler();
    out.write_all(br#"{"type":"FeatureCollection","features":["#)?;
    write_worded(&screening.findings, b",", out, |run| {
        fetch_names(run);
        |finding, text| {
            // Thousands are worded between two looks of the output.
            if !progress.is_cancelled() {
                text.extend_from_slice(feature(finding, workspace, &ruler).to_string().as_bytes());
            }
        }
    })?;
    out.write_all(b"]}\n")
}

fn feature(finding: &Finding, workspace: &Workspace, ruler: &Ruler) -> Feature {
    let record = FindingRecord::of(finding);
    let id = format!("{} {} {}", finding.matter.project, record.rule, finding.zone);
    let properties = match serde_json::to_value(&record) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    Feature {
        bbox: None,
        geometry: finding
            .shape_once(workspace)
            .and_then(|shape| geometry(&shape, ruler)),
        id: Some(Id::String(id)),
        properties: Some(properties),
        foreign_members: None,
    }
}

fn geometry(shape: &EvidenceShape, ruler: &Ruler) -> Option<Geometry> {
    match shape {
        EvidenceShape::Common(common) => of_shape(common, ruler),
        EvidenceShape::Gap { from, to } if from == to => {
            let place = positions(&[*from], ruler).pop()?;
            Some(Geometry::new(GeometryValue::Point { coordinates: place }))
        }
        EvidenceShape::Gap { from, to } => Some(Geometry::new(GeometryValue::LineString {
            coordinates: positions(&[*from, *to], ruler),
        })),
    }
}

fn of_shape(shape: &Shape, ruler: &Ruler) -> Option<Geometry> {
    let mut polygons: Vec<Vec<Vec<Position>>> = shape
        .areas()
        .iter()
        .map(|polygon| rings(polygon, ruler))
        .collect();
    let mut lines: Vec<Vec<Position>> = shape
        .lines()
        .iter()
        .map(|line| positions(&line.0, ruler))
        .collect();
    let points: Vec<Coord<f64>> = shape.points().iter().map(|point| point.0).collect();
    let mut points = positions(&points, ruler);
    let mut parts: Vec<GeometryValue> = Vec::new();
    match polygons.len() {
        0 => {}
        1 => parts.extend(
            polygons
                .pop()
                .map(|coordinates| GeometryValue::Polygon { coordinates }),
        ),
        _ => parts.push(GeometryValue::MultiPolygon {
            coordinates: polygons,
        }),
    }
    match lines.len() {
        0 => {}
        1 => parts.extend(
            lines
                .pop()
                .map(|coordinates| GeometryValue::LineString { coordinates }),
        ),
        _ => parts.push(GeometryValue::MultiLineString { coordinates: lines }),
    }
    match points.len() {
        0 => {}
        1 => parts.extend(
            points
                .pop()
                .map(|coordinates| GeometryValue::Point { coordinates }),
        ),
        _ => parts.push(GeometryValue::MultiPoint { coordinates: points }),
    }
    if parts.len() > 1 {
        let geometries = parts.into_iter().map(Geometry::new).collect();
        return Some(Geometry::new(GeometryValue::GeometryCollection { geometries }));
    }
    parts.pop().map(Geometry::new)
}

/// Shell first. Shapes of the core have their shells counter-clockwise and holes clockwise, as RFC 7946 asks.
fn rings(polygon: &Polygon<f64>, ruler: &Ruler) -> Vec<Vec<Position>> {
    let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    all.map(|ring: &LineString<f64>| positions(&ring.0, ruler))
        .collect()
}

fn positions(coords: &[Coord<f64>], ruler: &Ruler) -> Vec<Position> {
    let mut coords = coords.to_vec();
    ruler.to_geodetic(&mut coords);
    let rounded = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() / STEPS_PER_DEGREE;
    coords
        .iter()
        .map(|c| Position::from([rounded(c.x), rounded(c.y)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::blocks::in_memory;
    use crate::report::scene;

    #[track_caller]
    fn check(shape: EvidenceShape, expected_type: &str) -> Value {
        let mut scene = scene::overlap();
        scene.screening.findings[0].evidence.shape = crate::model::evidence::OnDemand::made(shape);
        let progress = Progress::default();
        let bytes = in_memory(|out| write_findings(&scene.workspace, &scene.screening, out, &progress));
        let file: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(file["type"], "FeatureCollection");
        let feature = &file["features"][0];
        assert_eq!(feature["geometry"]["type"], expected_type);
        assert_eq!(feature["properties"]["zone"], "red_line/R-02");
        assert_eq!(feature["properties"]["overlap_m2"], 1234.5);
        feature["geometry"]["coordinates"].clone()
    }

    fn turn(ring: &Value) -> f64 {
        let at = |k: usize, axis: usize| ring[k][axis].as_f64().unwrap();
        (0..ring.as_array().unwrap().len() - 1)
            .map(|k| at(k, 0) * at(k + 1, 1) - at(k + 1, 0) * at(k, 1))
            .sum()
    }

    #[test]
    fn shells_turn_left_and_holes_right() {
        let coordinates = check(scene::holed_evidence(), "Polygon");
        assert!(turn(&coordinates[0]) > 0.0 && turn(&coordinates[1]) < 0.0);
        let (lon, lat) = (
            coordinates[0][0][0].as_f64().unwrap(),
            coordinates[0][0][1].as_f64().unwrap(),
        );
        assert!(
            (120.0..121.0).contains(&lon) && (30.0..31.0).contains(&lat),
            "{lon} {lat}"
        );
    }

    #[test]
    fn gaps_are_lines_and_touches_points() {
        let (a, b) = (scene::at(0.0, 0.0), scene::at(30.0, 40.0));
        let line = check(EvidenceShape::Gap { from: a, to: b }, "LineString");
        assert_eq!(line.as_array().unwrap().len(), 2);
        check(EvidenceShape::Gap { from: a, to: a }, "Point");
    }
}
