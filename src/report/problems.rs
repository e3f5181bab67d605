//! The problems of the input as a file of their own: CSV, JSON or GeoJSON.
//!
//! Does not depend on the language: words stand in both. A problem without a place is in all three; in GeoJSON it has no
//! geometry.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::problem::Problem;

use super::csv::text;
use super::files::{self, WriteError};
use super::problem_record::ProblemRecord;

/// As what problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemFormat {
    /// One row per problem, for spreadsheets.
    Csv,
    /// As in `findings.json`.
    Json,
    /// One point per problem.
    GeoJson,
}

impl ProblemFormat {
    /// By the ending of the name; `None` where that is none of them.
    pub fn of_path(path: &Path) -> Option<ProblemFormat> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(ProblemFormat::Csv),
            "json" => Some(ProblemFormat::Json),
            "geojson" => Some(ProblemFormat::GeoJson),
            _ => None,
        }
    }
}

/// Writes problems whole or not at all.
///
/// # Errors
/// [`WriteError`]; then a file that was there is as it was.
pub fn write_problems<'a>(
    path: &Path,
    format: ProblemFormat,
    problems: impl Iterator<Item = &'a Problem>,
) -> Result<(), WriteError> {
    files::write_with(path, |out| match format {
        ProblemFormat::Csv => write_csv(problems, out),
        ProblemFormat::Json => {
            let head = b"{\n\"format\": \"redshank-problems\",\n\"version\": 1,\n\"problems\": [";
            write_list(head, problems.map(ProblemRecord::of), out)
        }
        ProblemFormat::GeoJson => {
            let head = b"{\n\"type\": \"FeatureCollection\",\n\"features\": [";
            write_list(head, problems.map(feature), out)
        }
    })
}

const HEADER: &str =
    "layer,feature,id,field,kind,done,longitude,latitude,text_zh,text_en,advice_zh,advice_en,file\r\n";

fn write_csv<'a>(problems: impl Iterator<Item = &'a Problem>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    out.write_all(HEADER.as_bytes())?;
    for problem in problems {
        let record = ProblemRecord::of(problem);
        let [lon, lat] = record.place.map_or([String::new(), String::new()], |place| {
            place.map(|deg| deg.to_string())
        });
        let cells = [
            text(record.layer.unwrap_or_default()),
            record
                .feature
                .map(|number| number.to_string())
                .unwrap_or_default(),
            text(record.id.unwrap_or_default()),
            text(record.field.unwrap_or_default()),
            record.kind.to_owned(),
            record.done.to_owned(),
            lon,
            lat,
            text(&record.text_zh),
            text(&record.text),
            text(&record.advice_zh),
            text(&record.advice),
            text(record.file),
        ];
        writeln!(out, "{}\r", cells.join(","))?;
    }
    Ok(())
}

fn write_list<T: Serialize>(
    head: &[u8],
    records: impl Iterator<Item = T>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(head)?;
    for (number, record) in records.enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &record)?;
    }
    out.write_all(b"\n]\n}\n")
}

fn feature(problem: &Problem) -> Value {
    let record = ProblemRecord::of(problem);
    let geometry = record
        .place
        .map(|place| json!({ "type": "Point", "coordinates": place }));
    json!({ "type": "Feature", "geometry": geometry, "properties": record })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Geodetic;
    use crate::model::problem::{Done, ProblemKind};

    fn problems() -> Vec<Problem> {
        let located = Problem {
            layer: Some("wetland".into()),
            feature: Some(17),
            id: Some("=A,1".into()),
            place: Some(Geodetic {
                lon_deg: 120.5,
                lat_deg: 30.25,
            }),
            ..Problem::of_file("w.geojson", ProblemKind::NoGeometry, Done::Refused)
        };
        vec![
            located,
            Problem::of_file("x.geojson", ProblemKind::FileEmpty, Done::Refused),
        ]
    }

    fn written(name: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let format = ProblemFormat::of_path(&path).unwrap();
        write_problems(&path, format, problems().iter()).unwrap();
        std::fs::read_to_string(path).unwrap()
    }

    #[test]
    fn csv_is_guarded_and_has_a_row_each() {
        let text = written("p.CSV");
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(lines.len(), 4, "header, two rows, end");
        assert!(
            lines[1].starts_with("wetland,17,\"'=A,1\",,no_geometry,refused,120.5,30.25,"),
            "{}",
            lines[1]
        );
        assert!(lines[2].ends_with(",x.geojson"), "{}", lines[2]);
    }

    #[test]
    fn json_and_geojson_hold_the_same() {
        let json: Value = serde_json::from_str(&written("p.json")).unwrap();
        let points: Value = serde_json::from_str(&written("p.geojson")).unwrap();
        assert_eq!(json["problems"][0]["place"], json!([120.5, 30.25]));
        assert_eq!(
            points["features"][0]["geometry"]["coordinates"],
            json!([120.5, 30.25])
        );
        assert_eq!(points["features"][1]["geometry"], Value::Null);
        for number in 0..2 {
            assert_eq!(json["problems"][number], points["features"][number]["properties"]);
        }
    }

    #[test]
    fn another_ending_is_none() {
        let format = |name: &str| ProblemFormat::of_path(Path::new(name));
        assert_eq!(format("a.xlsx"), None);
        assert_eq!(format("csv"), None);
        assert_eq!(format("a.GeoJSON"), Some(ProblemFormat::GeoJson));
    }
}
