//! Problems as a file: a table, a list for programs, points for a map. Written one by one, never all in memory.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use crate::geom::crs::Geodetic;
use crate::model::problem::{Problem, ProblemKind};
use crate::words::Lang;

use super::csv::text;
use super::files::{self, WriteError};

/// As what problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemFormat {
    /// `{"format": "redshank-problems", "version": 1, "problems": […]}`.
    Json,
    /// A table with a heading, in UTF-8 with byte-order mark.
    Csv,
    /// Points in longitude and latitude (RFC 7946); problems without a place have no geometry.
    GeoJson,
}

impl ProblemFormat {
    /// The format of that name or ending, in any case.
    pub fn from_code(code: &str) -> Option<ProblemFormat> {
        match code.trim().to_ascii_lowercase().as_str() {
            "json" => Some(ProblemFormat::Json),
            "csv" => Some(ProblemFormat::Csv),
            "geojson" => Some(ProblemFormat::GeoJson),
            _ => None,
        }
    }

    /// By the ending of a file's name; `None` where that is none of them.
    pub fn of_path(path: &Path) -> Option<ProblemFormat> {
        ProblemFormat::from_code(path.extension()?.to_str()?)
    }
}

/// Writes problems as a file, whole or not at all.
///
/// # Errors
/// [`WriteError`]; then a file that was there is as it was.
pub fn write_problem_file(
    path: &Path,
    format: ProblemFormat,
    mut problems: impl Iterator<Item = Problem>,
) -> Result<(), WriteError> {
    files::write_with(path, |out| write_problems(&mut problems, format, out))
}

/// One problem, for programs.
#[derive(Serialize)]
struct Record<'a> {
    layer: Option<&'a str>,
    file: &'a str,
    feature: Option<usize>,
    id: Option<&'a str>,
    field: Option<&'a str>,
    kind: &'static str,
    done: &'static str,
    other_feature: Option<usize>,
    other_id: Option<&'a str>,
    area_m2: Option<f64>,
    width_m: Option<f64>,
    lon_deg: Option<f64>,
    lat_deg: Option<f64>,
    text: String,
    text_zh: String,
    advice: String,
    advice_zh: String,
}

const HEADER: &str = "layer,file,feature,id,field,kind,done,other_feature,other_id,area_m2,width_m,lon_deg,lat_deg,\
                      text,text_zh,advice,advice_zh";

/// A hundred-millionth of a degree is a millimetre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e8).round() / 1e8
}

impl<'a> Record<'a> {
    fn of(problem: &'a Problem) -> Record<'a> {
        let doubt = match &problem.kind {
            ProblemKind::Coverage(doubt) => Some(doubt),
            _ => None,
        };
        let other = doubt.and_then(|doubt| doubt.other());
        Record {
            layer: problem.layer.as_deref(),
            file: &problem.file,
            feature: problem.feature,
            id: problem.id.as_deref(),
            field: problem.field.as_deref(),
            kind: problem.kind.code(),
            done: problem.done.code(),
            other_feature: other.map(|other| other.number),
            other_id: other.map(|other| &*other.id),
            area_m2: doubt.and_then(|doubt| doubt.area_m2()),
            width_m: doubt.and_then(|doubt| doubt.width_m()),
            lon_deg: problem.place.map(|place: Geodetic| rounded(place.lon_deg)),
            lat_deg: problem.place.map(|place| rounded(place.lat_deg)),
            text: problem.text(Lang::En),
            text_zh: problem.text(Lang::Zh),
            advice: problem.advice(Lang::En),
            advice_zh: problem.advice(Lang::Zh),
        }
    }

    fn row(&self) -> String {
        let words = |value: Option<&str>| text(value.unwrap_or_default());
        let count = |value: Option<usize>| value.map_or_else(String::new, |value| value.to_string());
        let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let cells = [
            words(self.layer),
            text(self.file),
            count(self.feature),
            words(self.id),
            words(self.field),
            self.kind.to_owned(),
            self.done.to_owned(),
            count(self.other_feature),
            words(self.other_id),
            number(self.area_m2),
            number(self.width_m),
            number(self.lon_deg),
            number(self.lat_deg),
            text(&self.text),
            text(&self.text_zh),
            text(&self.advice),
            text(&self.advice_zh),
        ];
        cells.join(",")
    }
}

/// Writes problems in their order.
///
/// # Errors
/// Those of `out`.
pub fn write_problems(
    problems: &mut dyn Iterator<Item = Problem>,
    format: ProblemFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (begin, end, separator) = match format {
        ProblemFormat::Json => (
            "{\"format\":\"redshank-problems\",\"version\":1,\"problems\":[\n",
            "\n]}\n",
            ",\n",
        ),
        ProblemFormat::GeoJson => (
            "{\"type\":\"FeatureCollection\",\"features\":[\n",
            "\n]}\n",
            ",\n",
        ),
        ProblemFormat::Csv => ("\u{feff}", "", "\r\n"),
    };
    out.write_all(begin.as_bytes())?;
    if format == ProblemFormat::Csv {
        out.write_all(HEADER.as_bytes())?;
        out.write_all(separator.as_bytes())?;
    }
    for (number, problem) in problems.enumerate() {
        if number > 0 {
            out.write_all(separator.as_bytes())?;
        }
        let record = Record::of(&problem);
        match format {
            ProblemFormat::Csv => out.write_all(record.row().as_bytes())?,
            ProblemFormat::Json => serde_json::to_writer(&mut *out, &record)?,
            ProblemFormat::GeoJson => {
                let place = record.lon_deg.zip(record.lat_deg);
                let geometry = place.map(|(lon, lat)| json!({"type": "Point", "coordinates": [lon, lat]}));
                let feature = json!({"type": "Feature", "geometry": geometry, "properties": record});
                serde_json::to_writer(&mut *out, &feature)?;
            }
        }
    }
    out.write_all(end.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::coverage_doubt::{CoverageDoubt, Neighbour};
    use crate::model::problem::Done;
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
            feature: Some(3),
            id: Some("A".into()),
            place: Some(Geodetic {
                lon_deg: 120.123_456_789,
                lat_deg: 30.5,
            }),
            ..Problem::of_file("a,b.geojson", ProblemKind::Coverage(doubt), Done::Noted)
        };
        vec![
            overlap,
            Problem::of_file("c", ProblemKind::FileEmpty, Done::Refused),
        ]
    }

    fn written(format: ProblemFormat) -> String {
        let bytes = in_memory(|out| write_problems(&mut problems().into_iter(), format, out));
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_list_for_programs() {
        let list: Value = serde_json::from_str(&written(ProblemFormat::Json)).unwrap();
        let (first, second) = (&list["problems"][0], &list["problems"][1]);
        assert_eq!(
            (&first["kind"], &first["other_id"]),
            (&"sliver_overlap".into(), &"=B".into())
        );
        assert_eq!(
            (&first["area_m2"], &first["lon_deg"]),
            (&12.5.into(), &120.12345679.into())
        );
        assert_eq!(
            (&second["kind"], &second["lon_deg"]),
            (&"file_empty".into(), &Value::Null)
        );
    }

    #[test]
    fn points_for_a_map() {
        let map: Value = serde_json::from_str(&written(ProblemFormat::GeoJson)).unwrap();
        let (first, second) = (&map["features"][0], &map["features"][1]);
        assert_eq!(first["geometry"]["coordinates"][1], 30.5);
        assert_eq!(first["properties"]["feature"], 3);
        assert_eq!(second["geometry"], Value::Null);
    }

    #[test]
    fn a_table() {
        let table = written(ProblemFormat::Csv);
        let lines: Vec<&str> = table.split("\r\n").collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("\u{feff}layer,file,feature"), "{}", lines[0]);
        let begin = "wetland,\"a,b.geojson\",3,A,,sliver_overlap,noted,9,'=B,12.5,0.25,120.12345679,30.5,";
        assert!(lines[1].starts_with(begin), "{}", lines[1]);
        assert_eq!(lines[0].split(',').count(), 17);
    }
}
