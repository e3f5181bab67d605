//! Suites of small JSON files: polygon-clipping, Martinez, iOverlay.

use geo::{Geometry, LineString, MultiPolygon, Polygon};
use redshank::geom::area::plane_area;
use redshank::geom::shape::Shape;
use serde_json::Value;

use super::engine::{Overlay, admitted};
use super::outcome::{Case, Outcome, RELATIVE, area_outcome};
use super::paths::{FillRule, Operands};
use super::{below, read};

fn parsed(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn ring(value: &Value) -> LineString<f64> {
    let number = |v: &Value, k: usize| v[k].as_f64().expect("a number");
    let coords = value
        .as_array()
        .expect("a ring")
        .iter()
        .map(|c| (number(c, 0), number(c, 1)));
    coords.collect()
}

fn polygon(value: &Value) -> Polygon<f64> {
    let mut rings = value.as_array().expect("rings").iter().map(ring);
    let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(shell, rings.collect())
}

fn polygons(geometry: &Value) -> MultiPolygon<f64> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str() {
        Some("Polygon") => MultiPolygon(vec![polygon(coordinates)]),
        Some("MultiPolygon") => MultiPolygon(
            coordinates
                .as_array()
                .expect("parts")
                .iter()
                .map(polygon)
                .collect(),
        ),
        other => panic!("kind {other:?}"),
    }
}

fn features(value: &Value) -> Vec<&Value> {
    match value["features"].as_array() {
        Some(features) => features.iter().collect(),
        None => vec![value],
    }
}

fn shape(feature: &Value) -> Shape {
    admitted(Geometry::from(polygons(&feature["geometry"])))
}

/// The first with all others, one after the other.
fn folded(overlay: Overlay, shapes: &[Shape]) -> f64 {
    let Some((first, others)) = shapes.split_first() else {
        return 0.0;
    };
    let all = others.iter().fold(first.areas().clone(), |sum, next| {
        overlay.polygons(&sum, next.areas())
    });
    plane_area(&all)
}

fn against(overlay: Overlay, shapes: &[Shape], expected: f64) -> Outcome {
    let largest = shapes.iter().map(Shape::plane_area).fold(0.0, f64::max);
    let exact = || match shapes {
        [one, two] => overlay.exact(one.areas(), two.areas()),
        [one] => Overlay::Union.exact(one.areas(), &MultiPolygon(Vec::new())),
        _ => None,
    };
    area_outcome(folded(overlay, shapes), expected, RELATIVE * largest, exact)
}

/// polygon-clipping by mfogel: arguments in one file, expected results in files named by operation.
pub fn polygon_clipping() -> Vec<Case> {
    const FOLDER: &str = "polygon_clipping_mfogel";
    let paths = below(FOLDER);
    let mut cases = Vec::new();
    for arguments in paths.iter().filter(|path| path.ends_with("/args.geojson")) {
        let folder = arguments.trim_end_matches("args.geojson");
        let short = folder.trim_start_matches(FOLDER).trim_matches('/');
        let shapes: Vec<Shape> = features(&parsed(arguments)).into_iter().map(shape).collect();
        let mut push = |name: String, outcome| {
            cases.push(Case {
                file: FOLDER.to_owned(),
                name,
                outcome,
            })
        };
        let mut asked = false;
        for name in ["intersection", "union", "difference", "xor"] {
            let own = format!("{folder}{name}.geojson");
            let all = format!("{folder}all.geojson");
            let Some(path) = [own, all].into_iter().find(|path| paths.contains(path)) else {
                continue;
            };
            asked = true;
            let expected = parsed(&path);
            let expected: f64 = features(&expected)
                .iter()
                .map(|f| plane_area(&polygons(&f["geometry"])))
                .sum();
            let overlay = Overlay::of(name).expect("one of the four");
            push(format!("{short} {name}"), against(overlay, &shapes, expected));
        }
        if !asked {
            push(
                format!("{short} no result"),
                Outcome::NotApplicable("no expected result"),
            );
        }
    }
    cases
}

/// The cases of the Martinez-Rueda libraries: two features, then results with their operation.
pub fn martinez() -> Vec<Case> {
    const FOLDER: &str = "martinez_boolean_cases";
    let mut cases = Vec::new();
    for path in below(FOLDER) {
        let value = parsed(&path);
        let features = features(&value);
        let (operands, results) = features.split_at(2);
        let (one, two) = (shape(operands[0]), shape(operands[1]));
        for result in results {
            let name = result["properties"]["operation"].as_str().expect("an operation");
            let shapes = if name == "diff_ba" {
                [two.clone(), one.clone()]
            } else {
                [one.clone(), two.clone()]
            };
            let overlay = Overlay::of(name.trim_end_matches("_ba")).expect("one of the four");
            let expected = plane_area(&polygons(&result["geometry"]));
            cases.push(Case {
                file: FOLDER.to_owned(),
                name: format!("{} {name}", path.rsplit('/').next().unwrap_or_default()),
                outcome: against(overlay, &shapes, expected),
            });
        }
    }
    cases
}

fn paths(value: &Value) -> Vec<Vec<[f64; 2]>> {
    let rings = value.as_array().map(Vec::as_slice).unwrap_or_default();
    rings
        .iter()
        .map(|r| ring(r).0.iter().map(|c| [c.x, c.y]).collect())
        .collect()
}

/// The tests of the engine that lies under ours, in its own integers and under its own fill rules.
pub fn i_overlay() -> Vec<Case> {
    const FOLDER: &str = "i_overlay_boolean";
    let mut cases = Vec::new();
    for path in below(FOLDER) {
        let value = parsed(&path);
        let file = path.rsplit('/').next().unwrap_or_default();
        let mut push = |name: String, outcome| {
            cases.push(Case {
                file: FOLDER.to_owned(),
                name,
                outcome,
            })
        };
        let fill = match value["fillRule"].as_u64() {
            Some(0) => FillRule::EvenOdd,
            Some(1) => FillRule::NonZero,
            _ => {
                push(
                    format!("{file} no result"),
                    Outcome::NotApplicable("no expected result"),
                );
                continue;
            }
        };
        let operands = Operands::new(&paths(&value["subjPaths"]), &paths(&value["clipPaths"]), fill);
        for name in ["intersect", "union", "difference", "xor"] {
            // Several ways to write one answer may be listed.
            let expected = value[name][0].as_array().map(Vec::as_slice).unwrap_or_default();
            let expected = plane_area(&MultiPolygon(expected.iter().map(polygon).collect()));
            let outcome = match &operands {
                Some(operands) => operands.on_integers(Overlay::of(name).expect("one of the four"), expected),
                None => Outcome::NotApplicable("non-zero winding of rings that cross or turn both ways"),
            };
            push(format!("{file} {name}"), outcome);
        }
    }
    cases
}
