//! The problems of the input as a file of their own: CSV, JSON or GeoJSON. Written one by one, never all in memory.
//!
//! Does not depend on the language: words stand in both. A problem without a place is in all three; in GeoJSON it has no
//! geometry.

use std::borrow::Borrow;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use crate::model::problem::Problem;
use crate::progress::Progress;

use super::csv::text;
use super::files::{self, WriteError};
use super::problem_record::ProblemRecord;

/// As what problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemFormat {
    /// One row per problem, for spreadsheets: UTF-8 with byte-order mark.
    Csv,
    /// As in `findings.json`: `{"format": "redshank-problems", "version": 1, "problems": […]}`.
    Json,
    /// One point per problem, in longitude and latitude (RFC 7946).
    GeoJson,
}

impl ProblemFormat {
    /// The format of that name or ending, in any case.
    pub fn from_code(code: &str) -> Option<ProblemFormat> {
        match code.trim().to_ascii_lowercase().as_str() {
            "csv" => Some(ProblemFormat::Csv),
            "json" => Some(ProblemFormat::Json),
            "geojson" => Some(ProblemFormat::GeoJson),
            _ => None,
        }
    }

    /// By the ending of the name; `None` where that is none of them.
    pub fn of_path(path: &Path) -> Option<ProblemFormat> {
        ProblemFormat::from_code(path.extension()?.to_str()?)
    }
}

/// Writes problems in their order.
///
/// # Errors
/// Those of `out`.
pub fn write_problems<P: Borrow<Problem>>(
    problems: impl Iterator<Item = P>,
    format: ProblemFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        ProblemFormat::Csv => write_csv(problems, out),
        ProblemFormat::Json => {
            let head = "{\n\"format\": \"redshank-problems\",\n\"version\": 1,\n\"problems\": [";
            write_list(head, problems, out, |record, out| {
                Ok(serde_json::to_writer(out, record)?)
            })
        }
        ProblemFormat::GeoJson => {
            let head = "{\n\"type\": \"FeatureCollection\",\n\"features\": [";
            write_list(head, problems, out, write_feature)
        }
    }
}

/// Writes problems as a file, whole or not at all; not at all once somebody asks to stop.
///
/// # Errors
/// [`WriteError`]; then a file that was there is as it was.
pub fn write_problem_file<P: Borrow<Problem>>(
    path: &Path,
    format: ProblemFormat,
    mut problems: impl Iterator<Item = P>,
    progress: &Progress,
) -> Result<(), WriteError> {
    files::write_until(path, progress, |out| write_problems(&mut problems, format, out))
}

const HEADER: &str = "layer,feature,id,field,kind,done,longitude,latitude,text_zh,text_en,advice_zh,advice_en,file,\
                      other_feature,other_id,area_m2,width_m\r\n";

fn write_csv<P: Borrow<Problem>>(problems: impl Iterator<Item = P>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    out.write_all(HEADER.as_bytes())?;
    for problem in problems {
        let record = ProblemRecord::of(problem.borrow());
        let [lon, lat] = record.place.map_or([None, None], |place| place.map(Some));
        let words = |value: Option<&str>| text(value.unwrap_or_default());
        let cells = [
            words(record.layer),
            cell(record.feature),
            words(record.id),
            words(record.field),
            record.kind.to_owned(),
            record.done.to_owned(),
            cell(lon),
            cell(lat),
            text(&record.text_zh),
            text(&record.text),
            text(&record.advice_zh),
            text(&record.advice),
            text(record.file),
            cell(record.other_feature),
            words(record.other_id),
            cell(record.area_m2),
            cell(record.width_m),
        ];
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

fn cell(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn write_list<P: Borrow<Problem>>(
    head: &str,
    problems: impl Iterator<Item = P>,
    out: &mut dyn Write,
    write: impl Fn(&ProblemRecord<'_>, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(head.as_bytes())?;
    for (number, problem) in problems.enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        write(&ProblemRecord::of(problem.borrow()), out)?;
    }
    out.write_all(b"\n]\n}\n")
}

fn write_feature(record: &ProblemRecord<'_>, out: &mut dyn Write) -> io::Result<()> {
    /// In this order, as people read it.
    #[derive(Serialize)]
    struct Point<'a> {
        r#type: &'static str,
        geometry: Option<serde_json::Value>,
        properties: &'a ProblemRecord<'a>,
    }
    let geometry = record
        .place
        .map(|place| json!({ "type": "Point", "coordinates": place }));
    let point = Point {
        r#type: "Feature",
        geometry,
        properties: record,
    };
    Ok(serde_json::to_writer(out, &point)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Geodetic;
    use crate::model::coverage_doubt::{CoverageDoubt, Neighbour};
    use crate::model::problem::{Done, ProblemKind};
    use crate::report::blocks::in_memory;
    use serde_json::Value;

    fn problems() -> Vec<Problem> {
        let doubt = CoverageDoubt::Overlap {
            other: Neighbour {
                number: 9,
                id: "=B".into(),
            },
            area_m2: 12.5,
            width_m: 0.25,
            share: 0.5,
            is_sliver: true,
        };
        let overlap = Problem {
            layer: Some("wetland".into()),
            feature: Some(17),
            id: Some("=A,1".into()),
            place: Some(Geodetic {
                lon_deg: 120.5,
                lat_deg: 30.25,
            }),
            ..Problem::of_file("a,b.geojson", ProblemKind::Coverage(doubt), Done::Noted)
        };
        vec![
            overlap,
            Problem::of_file("x.geojson", ProblemKind::FileEmpty, Done::Refused),
        ]
    }

    fn written(name: &str) -> String {
        let format = ProblemFormat::of_path(Path::new(name)).unwrap();
        let bytes = in_memory(|out| write_problems(problems().iter(), format, out));
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_row_for_each_with_harmless_cells() {
        let text = written("p.csv");
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines.len(), 4, "heading, two rows, the end");
        let columns = lines[0].split(',').count();
        assert_eq!(columns, 17);
        assert!(
            lines[1].starts_with("wetland,17,\"'=A,1\",,sliver_overlap,noted,120.5,30.25,"),
            "{text}"
        );
        assert!(lines[1].ends_with(",\"a,b.geojson\",9,'=B,12.5,0.25"), "{text}");
        assert!(lines[2].starts_with(",,,,file_empty,refused,,,"), "{text}");
    }

    #[test]
    fn a_list_for_programs() {
        let list: Value = serde_json::from_str(&written("p.json")).unwrap();
        let (first, second) = (&list["problems"][0], &list["problems"][1]);
        assert_eq!(
            (&first["kind"], &first["other_id"], &first["area_m2"]),
            (&"sliver_overlap".into(), &"=B".into(), &12.5.into())
        );
        assert_eq!(first["place"][1], 30.25);
        assert_eq!(second["kind"], "file_empty");
        assert!(second.get("other_id").is_none());
    }

    #[test]
    fn points_for_a_map() {
        let map: Value = serde_json::from_str(&written("p.GeoJSON")).unwrap();
        let (first, second) = (&map["features"][0], &map["features"][1]);
        assert_eq!(first["geometry"]["coordinates"][1], 30.25);
        assert_eq!(first["properties"]["feature"], 17);
        assert_eq!(second["geometry"], Value::Null);
    }

    #[test]
    fn other_names_are_no_format() {
        assert_eq!(ProblemFormat::of_path(Path::new("p.txt")), None);
        assert_eq!(ProblemFormat::of_path(Path::new("p")), None);
    }
}
