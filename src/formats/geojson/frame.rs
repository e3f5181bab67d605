//! What a collection says about itself: its type, its CRS, and whatever else stands beside its features.

use serde_json::{Map, Value};

use crate::model::problem::{Done, ProblemKind};
use crate::model::reading_fault::ReadingFault;

use super::find::find;
use super::piece::Frame;

/// What was found in a frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The `crs` member of 2008, as a code or whatever it says.
    pub crs: Option<String>,
    /// Members that GeoJSON does not know, in the order of the file.
    pub foreign: Vec<(String, Value)>,
    /// What is wrong with it.
    pub problems: Vec<(ProblemKind, Done)>,
}

/// Reads the text of a root object whose `features` are emptied.
pub fn read(frame: &Frame) -> Said {
    let mut said = Said::default();
    let members: Map<String, Value> = match serde_json::from_slice(&frame.text) {
        Ok(members) => members,
        Err(error) => {
            let mut lines = frame.text.split_inclusive(|&b| b == b'\n');
            let before: usize = lines
                .by_ref()
                .take(error.line().saturating_sub(1))
                .map(<[u8]>::len)
                .sum();
            let place = frame.place_of(before + error.column().saturating_sub(1));
            let kind = ProblemKind::Syntax {
                line: place.line,
                byte: place.byte,
                detail: "in the members beside the features".to_owned(),
            };
            // Features may stand where no array holds them any more, and the coordinate system with them.
            said.problems.push((kind, Done::Refused));
            said.crs = find(&frame.text, &["crs", "properties", "name"]);
            return said;
        }
    };
    if frame.arrays > 1 {
        let kind = wrong("one member \"features\"", &frame.arrays.to_string());
        said.problems.push((kind, Done::Refused));
    }
    match members.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => {}
        found => {
            let found = found.unwrap_or("no \"type\"");
            said.problems
                .push((wrong("FeatureCollection", found), Done::Refused));
        }
    }
    if is_cut(&members) {
        said.problems
            .push((ReadingFault::CutByService.into(), Done::Refused));
    }
    for (name, value) in members {
        match name.as_str() {
            "type" | "features" | "bbox" => {}
            "crs" => said.crs = crs_code(&value),
            _ => said.foreign.push((name, value)),
        }
    }
    said
}

fn wrong(expected: &str, found: &str) -> ProblemKind {
    ProblemKind::WrongType {
        expected: expected.to_owned(),
        found: found.to_owned(),
    }
}

/// True where the service that wrote it says that there are more features (ArcGIS, of either age).
fn is_cut(members: &Map<String, Value>) -> bool {
    let says =
        |members: &Map<String, Value>| members.get("exceededTransferLimit") == Some(&Value::Bool(true));
    says(members)
        || members
            .get("properties")
            .and_then(Value::as_object)
            .is_some_and(says)
}

/// The code in a `crs` member; `None` for null, the text of the member where it has no code.
pub fn crs_code(crs: &Value) -> Option<String> {
    if crs.is_null() {
        return None;
    }
    let properties = &crs["properties"];
    let code = match (&properties["name"], &properties["code"]) {
        (Value::String(name), _) => name.clone(),
        (_, Value::Number(number)) => format!("EPSG:{number}"),
        (_, Value::String(code)) => format!("EPSG:{code}"),
        _ => crs.to_string(),
    };
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::geojson::piece::Place;

    fn said(text: &str) -> Said {
        read(&Frame {
            text: text.as_bytes().to_vec(),
            place: Place { byte: 0, line: 1 },
            arrays: 1,
            ..Frame::default()
        })
    }

    #[test]
    fn a_part_of_what_the_service_has() {
        let check = |more: &str, expected: usize| {
            let text = format!(r#"{{"type":"FeatureCollection",{more}}}"#);
            assert_eq!(said(&text).problems.len(), expected, "{more}");
        };
        check(r#""exceededTransferLimit":true"#, 1);
        check(r#""properties":{"exceededTransferLimit":true}"#, 1);
        check(r#""exceededTransferLimit":false,"properties":[]"#, 0);
    }

    #[test]
    fn crs_in_its_old_writings() {
        let check = |crs: &str, expected: Option<&str>| {
            let text = format!(r#"{{"type":"FeatureCollection","crs":{crs}}}"#);
            assert_eq!(said(&text).crs.as_deref(), expected, "{crs}");
        };
        check(
            r#"{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}}"#,
            Some("urn:ogc:def:crs:EPSG::4549"),
        );
        check(r#"{"type":"EPSG","properties":{"code":4326}}"#, Some("EPSG:4326"));
        check("null", None);
        check(r#"{"a":1}"#, Some(r#"{"a":1}"#));
    }

    #[test]
    fn other_types_and_broken_text_are_told() {
        let problem = |text| said(text).problems.remove(0).0;
        assert_eq!(
            problem(r#"{"type":"featurecollection"}"#),
            wrong("FeatureCollection", "featurecollection")
        );
        assert!(matches!(
            problem("{\"a\":1,\n}"),
            ProblemKind::Syntax { line: 2, .. }
        ));
    }

    #[test]
    fn foreign_members_stay_in_order() {
        let names: Vec<String> = said(r#"{"type":"FeatureCollection","z":1,"a":{"b":2},"bbox":[]}"#)
            .foreign
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["z", "a"]);
    }
}
