//! What a file is by its first bytes. The content decides, never the name.

use memchr::memmem;

use crate::geom::crs_wkt::is_wkt;
use crate::model::problem::ProblemKind;

use super::encoding::is_gbk_throughout;
use super::wkt_start::begins_shape;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// No bytes, or only blanks.
    Empty,
    /// JSON that may be GeoJSON, after this many bytes of byte-order mark.
    Json {
        /// 0 or 3.
        mark_bytes: usize,
    },
    /// JSON in UTF-16 with a byte-order mark.
    Utf16,
    /// JSON with bytes that are no UTF-8, and good GBK.
    Gbk,
    /// TopoJSON, which shares borders between features.
    TopoJson,
    /// The JSON of Esri's services.
    EsriJson,
    /// The main file of a Shapefile, or its index, which begins alike.
    Shapefile,
    /// A dBASE table: the attributes of a Shapefile.
    Dbf,
    /// A SQLite file, as GeoPackages are.
    GeoPackage,
    /// A GeoPackage that is a dossier of this program.
    Dossier,
    /// FlatGeobuf, version 3.
    FlatGeobuf,
    /// Parquet, as GeoParquet is.
    Parquet,
    /// KML.
    Kml,
    /// A zip archive with a KML file.
    Kmz,
    /// An Excel workbook.
    Xlsx,
    /// A zip archive of something else, such as a Shapefile.
    Zip,
    /// A drawing in DXF, as text.
    Dxf,
    /// Lines of fields: CSV, tab-separated text.
    DelimitedText,
    /// Shapes as well-known text, without a table around them.
    Wkt,
    /// Corners of parcels in the text form of the land authorities (地块坐标).
    ParcelText,
    /// A format that will be read one day.
    NotYet(&'static str),
    /// Something else.
    Other(&'static str),
}

impl Content {
    /// The name of the format.
    pub fn name(self) -> &'static str {
        match self {
            Content::Empty => "",
            Content::Json { .. } => "GeoJSON",
            Content::Utf16 => "UTF-16",
            Content::Gbk => "GBK",
            Content::TopoJson => "TopoJSON",
            Content::EsriJson => "Esri JSON",
            Content::Shapefile => "Shapefile",
            Content::Dbf => "dBASE",
            Content::GeoPackage => "GeoPackage / SQLite",
            Content::Dossier => "Redshank dossier",
            Content::FlatGeobuf => "FlatGeobuf",
            Content::Parquet => "Parquet",
            Content::Kml => "KML",
            Content::Kmz => "KMZ",
            Content::Xlsx => "XLSX",
            Content::Zip => "ZIP",
            Content::Dxf => "DXF",
            Content::DelimitedText => "CSV",
            Content::Wkt => "WKT",
            Content::ParcelText => "TXT 地块坐标",
            Content::NotYet(name) | Content::Other(name) => name,
        }
    }

    /// Why it is not read at all.
    pub fn refusal(self) -> ProblemKind {
        match self {
            Content::Empty => ProblemKind::FileEmpty,
            Content::Json { .. }
            | Content::Utf16
            | Content::Gbk
            | Content::TopoJson
            | Content::EsriJson
            | Content::Other(_) => ProblemKind::OtherFormat {
                found: self.name().to_owned(),
            },
            _ => ProblemKind::NotYet {
                format: self.name().to_owned(),
            },
        }
    }
}

/// How many of the first bytes are looked at.
pub const HEAD_BYTES: usize = 64 << 10;

/// First bytes of formats that are no text.
const SIGNATURES: [(&[u8], Content); 12] = [
    (b"PK\x05\x06", Content::Zip),
    // The spatial index of a Shapefile begins with the code of its main file.
    (
        &[0, 0, 0x27, 0x0a, 0xff, 0xff, 0xfe, 0x70],
        Content::Other("SBN / SBX"),
    ),
    (&[0, 0, 0x27, 0x0a], Content::Shapefile),
    (b"SQLite format 3\0", Content::GeoPackage),
    (b"fgb\x03fgb", Content::FlatGeobuf),
    (b"PAR1", Content::Parquet),
    (b"PARE", Content::NotYet("Parquet (encrypted)")),
    (&[0x1f, 0x8b], Content::NotYet("gzip")),
    (b"%PDF", Content::Other("PDF")),
    (b"AC10", Content::NotYet("DWG")),
    (b"AutoCAD Binary DXF", Content::NotYet("DXF (binary)")),
    (&[0xd0, 0xcf, 0x11, 0xe0], Content::NotYet("XLS / DOC")),
];

/// How the statement begins that made the table by which a dossier is known; statements stand at the start of the file.
const DOSSIER: &[u8] = b"CREATE TABLE redshank_meta";
/// Where a tar archive says what it is.
const TAR_MARK_AT: usize = 257;
/// What every entry of a zip archive begins with.
const ZIP_ENTRY: &[u8] = b"PK\x03\x04";
/// The head of the part with coordinates of a parcel text, 地块坐标, in its two usual encodings.
const PARCEL_UTF8: &[u8] = "[地块坐标]".as_bytes();
const PARCEL_GBK: &[u8] = b"[\xb5\xd8\xbf\xe9\xd7\xf8\xb1\xea]";
/// How far down that head may stand: only some lines of attributes come before it.
const PARCEL_HEAD: usize = 8 << 10;

/// Judges the first [`HEAD_BYTES`] of a file (fewer where the file is shorter).
///
/// ```
/// use redshank::formats::sniff::{Content, content_of};
/// assert_eq!(content_of(b"<!DOCTYPE html><html>"), Content::Other("HTML"));
/// assert_eq!(content_of(b" {}"), Content::Json { mark_bytes: 0 });
/// ```
pub fn content_of(head: &[u8]) -> Content {
    if let Some((_, content)) = SIGNATURES.iter().find(|(sign, _)| head.starts_with(sign)) {
        return match content {
            Content::GeoPackage if contains(head, DOSSIER) => Content::Dossier,
            other => *other,
        };
    }
    if head.starts_with(ZIP_ENTRY) {
        return archive(head);
    }
    if head
        .get(TAR_MARK_AT..)
        .is_some_and(|rest| rest.starts_with(b"ustar"))
    {
        return Content::Other("TAR");
    }
    if is_dbf(head) {
        return Content::Dbf;
    }
    // At the start of a line: within a line the words may stand in a text of any other format.
    let mut lines = head
        .get(..PARCEL_HEAD)
        .unwrap_or(head)
        .split(|&b| b == b'\n' || b == b'\r');
    if lines.any(|line| {
        [PARCEL_UTF8, PARCEL_GBK]
            .iter()
            .any(|mark| line.trim_ascii().starts_with(mark))
    }) {
        return Content::ParcelText;
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return utf16(head);
    }
    let mark_bytes = if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        3
    } else {
        0
    };
    let text = head.get(mark_bytes..).unwrap_or_default().trim_ascii_start();
    match text.first() {
        None => Content::Empty,
        Some(b'{' | b'[' | 0x1e) => json(text, mark_bytes),
        Some(b'<') => markup(text),
        Some(_) if text.contains(&0) => Content::Other("binary data"),
        // A comment (999) often stands first.
        Some(b'0' | b'9') if contains(text, b"SECTION") && is_pairs(text) => Content::Dxf,
        Some(_) => plain(text, mark_bytes),
    }
}

/// True where a drawing may begin: the code of a comment or of a section alone on the first line.
fn is_pairs(text: &[u8]) -> bool {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    matches!(first.trim_ascii(), b"0" | b"999")
}

/// What an archive is, by the names of the entries that begin within the head.
fn archive(head: &[u8]) -> Content {
    let starts = memmem::find_iter(head, ZIP_ENTRY);
    let names = starts.filter_map(|start| {
        let length = head.get(start + 26..start + 28)?;
        let length = usize::from(length[0]) | usize::from(length[1]) << 8;
        head.get(start + 30..(start + 30).checked_add(length)?)
    });
    for name in names {
        let name = name.to_ascii_lowercase();
        if name.starts_with(b"xl/") || name == b"[content_types].xml" {
            return Content::Xlsx;
        }
        if name.ends_with(b".kml") {
            return Content::Kmz;
        }
    }
    Content::Zip
}

/// True for the header of a dBASE table: a known version, a date, and a length that fits its field descriptors.
fn is_dbf(head: &[u8]) -> bool {
    let Some(&[version, _, month, day, _, _, _, _, low, high]) = head.first_chunk::<10>() else {
        return false;
    };
    let length = usize::from(low) | usize::from(high) << 8;
    let descriptors = length % 32 == 1 || (length > 264 && (length - 264) % 32 == 1);
    matches!(version, 0x02 | 0x03 | 0x30 | 0x31 | 0x43 | 0x83 | 0x8b | 0xf5)
        && month <= 12
        && day <= 31
        && length >= 33
        && descriptors
        // Some writers end the list of fields with a line feed.
        && head.get(length - 1).is_none_or(|&end| matches!(end, 0x0d | 0x0a))
}

fn json(text: &[u8], mark_bytes: usize) -> Content {
    let has = |name: &str| contains(text, format!("\"{name}\"").as_bytes());
    if is_topology(text) && (has("objects") || has("arcs")) {
        return Content::TopoJson;
    }
    // Shapes of GeoJSON have coordinates, and those of Esri never.
    let has_shape = ["rings", "paths", "points", "x"].into_iter().any(has);
    if (has("geometryType") && contains(text, b"\"esriGeometry"))
        || (has("attributes") && has_shape && !has("coordinates"))
    {
        return Content::EsriJson;
    }
    if is_gbk_throughout(text) {
        return Content::Gbk;
    }
    Content::Json { mark_bytes }
}

/// True where a member `type` says so: the word alone may stand in any text.
fn is_topology(text: &[u8]) -> bool {
    let word = b"\"Topology\"";
    let before = memmem::find(text, word)
        .and_then(|at| text.get(..at))
        .unwrap_or_default()
        .trim_ascii_end();
    let before = before.strip_suffix(b":").unwrap_or_default().trim_ascii_end();
    before.ends_with(b"\"type\"")
}

fn markup(text: &[u8]) -> Content {
    let start = text
        .get(..text.len().min(2048))
        .unwrap_or_default()
        .to_ascii_lowercase();
    if contains(&start, b"<kml") {
        Content::Kml
    } else if contains(&start, b"<html") || contains(&start, b"<!doctype html") {
        Content::Other("HTML")
    } else if contains(&start, b"<gml") || contains(&start, b"opengis.net/gml") {
        Content::NotYet("GML")
    } else {
        Content::Other("XML")
    }
}

fn plain(text: &[u8], mark_bytes: usize) -> Content {
    // A letter cut at its end is no matter here.
    let start = String::from_utf8_lossy(text.get(..text.len().min(WKT_HEAD)).unwrap_or_default());
    if is_wkt(&start) {
        return Content::Other("PRJ");
    }
    if begins_shape(&start) {
        return Content::Wkt;
    }
    let mut lines = text.split(|&b| b == b'\n');
    let line = lines.next().unwrap_or_default();
    let looks_like_json = matches!(line.first(), Some(b'"' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f'));
    if is_delimited(line) {
        Content::DelimitedText
    } else if looks_like_json {
        Content::Json { mark_bytes }
    } else if lines.take(TITLE_LINES).any(is_delimited) {
        Content::DelimitedText
    } else {
        Content::Other("plain text")
    }
}

/// The name of a shape and its opening bracket stand within so many bytes.
const WKT_HEAD: usize = 64;
/// Lines above the names of the columns.
const TITLE_LINES: usize = 8;

/// True for a line with something that stands between fields: also a comma or semicolon of full width.
fn is_delimited(line: &[u8]) -> bool {
    const WIDE: [&[u8]; 4] = ["，".as_bytes(), "；".as_bytes(), b"\xa3\xac", b"\xa3\xbb"];
    let line = line.trim_ascii_end();
    let has_any =
        line.iter().any(|byte| b",\t;|".contains(byte)) || WIDE.iter().any(|wide| contains(line, wide));
    has_any && !contains(line, b"{")
}

/// What text in UTF-16 is, once it is decoded.
fn utf16(head: &[u8]) -> Content {
    let Some((encoding, mark_bytes)) = encoding_rs::Encoding::for_bom(head) else {
        return Content::Utf16;
    };
    let text = head.get(mark_bytes..).unwrap_or_default();
    let (text, _) = encoding.decode_without_bom_handling(text);
    match content_of(text.as_bytes()) {
        found @ (Content::Empty
        | Content::Kml
        | Content::Dxf
        | Content::DelimitedText
        | Content::ParcelText
        | Content::Other("HTML" | "XML")) => found,
        _ => Content::Utf16,
    }
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    memmem::find(text, wanted).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: Content) {
        assert_eq!(content_of(head), expected);
    }

    #[test]
    fn json_and_its_encodings() {
        check(b"\xef\xbb\xbf {}", Content::Json { mark_bytes: 3 });
        check(b"\x1e{}", Content::Json { mark_bytes: 0 });
        check(b"\xff\xfe{\0}\0", Content::Utf16);
        let (gbk, _, _) = encoding_rs::GBK.encode("{\"名\":\"钱塘湿地\"}");
        check(&gbk, Content::Gbk);
        check(b"{\"a\":\"\xe6\xb9\"}", Content::Json { mark_bytes: 0 });
        check("{\"名\":\"湿地".as_bytes(), Content::Json { mark_bytes: 0 });
        check(
            &"{\"名\":\"湿地".as_bytes()[..13],
            Content::Json { mark_bytes: 0 },
        );
    }

    /// Where its reader is left out of the build; the advice is to convert it.
    #[test]
    fn parquet_is_refused_as_a_format_to_convert() {
        let format = "Parquet".to_owned();
        assert_eq!(Content::Parquet.refusal(), ProblemKind::NotYet { format });
    }

    #[test]
    fn nothing() {
        check(b"", Content::Empty);
        check(b"\xef\xbb\xbf \r\n\t", Content::Empty);
    }

    #[test]
    fn other_formats_by_content() {
        check(b"PK\x03\x04....", Content::Zip);
        check(b"PK\x05\x06....", Content::Zip);
        check(&[0, 0, 0x27, 0x0a, 0, 0], Content::Shapefile);
        check(b"PAR1\x15\x04", Content::Parquet);
        check(b"<?xml version='1.0'?><kml xmlns='x'>", Content::Kml);
        check(b"\n<HTML><body>", Content::Other("HTML"));
        check(b"id,x,y\n1,2,3", Content::DelimitedText);
        check(
            r#"{"a": "[地块坐标]"}"#.as_bytes(),
            Content::Json { mark_bytes: 0 },
        );
        check(b"id\tx\ty\n1\t2\t3", Content::DelimitedText);
        check("风机坐标\n编号；经度；纬度\n".as_bytes(), Content::DelimitedText);
        check(b"\xff\xfex\0,\0y\0", Content::DelimitedText);
        check(
            "[属性描述]\n坐标系=2000国家大地坐标系\n[地块坐标]\n".as_bytes(),
            Content::ParcelText,
        );
        check(b"hello world", Content::Other("plain text"));
        check(b"POLYGON ((0 0,1 0,1 1,0 0))", Content::Wkt);
        check(b"SRID=4549;MultiPoint Z(0 0 1)\nPOINT EMPTY", Content::Wkt);
        check(b"Point,x,y\nA,1,2", Content::DelimitedText);
        check(b"point (m),x,y\n1,1,2", Content::DelimitedText);
        check(
            b"GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[",
            Content::Other("PRJ"),
        );
        check(
            &[0, 0, 0x27, 0x0a, 0xff, 0xff, 0xfe, 0x70],
            Content::Other("SBN / SBX"),
        );
        check(br#"{"type":"Topology","objects":{}}"#, Content::TopoJson);
        check(
            br#"{"geometryType":"esriGeometryPoint","features":[]}"#,
            Content::EsriJson,
        );
        check(
            br#"{"type":"Feature","properties":{"from":"esriGeometryPoint"}"#,
            Content::Json { mark_bytes: 0 },
        );
    }
}
