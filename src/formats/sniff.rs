//! What a file is by its first bytes. The content decides, never the name.

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
    /// A format that will be read one day.
    NotYet(&'static str),
    /// Something else.
    Other(&'static str),
}

/// How many of the first bytes are looked at.
pub const HEAD_BYTES: usize = 64 << 10;

/// First bytes of formats that are no text.
const SIGNATURES: [(&[u8], Content); 8] = [
    (b"PK\x03\x04", Content::NotYet("ZIP / KMZ / XLSX")),
    (b"PK\x05\x06", Content::NotYet("ZIP")),
    (&[0, 0, 0x27, 0x0a], Content::NotYet("Shapefile")),
    (b"SQLite format 3\0", Content::NotYet("GeoPackage / SQLite")),
    (b"fgb\x03fgb", Content::NotYet("FlatGeobuf")),
    (&[0x1f, 0x8b], Content::NotYet("gzip")),
    (b"%PDF", Content::Other("PDF")),
    (b"AC10", Content::NotYet("DWG")),
];

/// Judges the first [`HEAD_BYTES`] of a file (fewer where the file is shorter).
///
/// ```
/// use redshank::formats::sniff::{Content, content_of};
/// assert_eq!(content_of(b"<!DOCTYPE html><html>"), Content::Other("HTML"));
/// assert_eq!(content_of(b" {}"), Content::Json { mark_bytes: 0 });
/// ```
pub fn content_of(head: &[u8]) -> Content {
    if let Some((_, content)) = SIGNATURES.iter().find(|(sign, _)| head.starts_with(sign)) {
        return *content;
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return Content::Utf16;
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
        Some(_) if text.starts_with(b"0") && contains(text, b"SECTION") => Content::NotYet("DXF"),
        Some(_) => plain(text, mark_bytes),
    }
}

fn json(text: &[u8], mark_bytes: usize) -> Content {
    if contains(text, b"\"Topology\"") && contains(text, b"\"objects\"") {
        return Content::Other("TopoJSON");
    }
    if contains(text, b"esriGeometry") || (contains(text, b"\"rings\"") && contains(text, b"\"attributes\""))
    {
        return Content::Other("Esri JSON");
    }
    if is_gbk(text) {
        return Content::Gbk;
    }
    Content::Json { mark_bytes }
}

/// True where the text as a whole is no UTF-8 and good GBK. A few wrong bytes in a file of UTF-8 are for the parser, which
/// refuses only the features that have them.
fn is_gbk(text: &[u8]) -> bool {
    let (mut wrong, mut letters) = (0, 0);
    for chunk in text.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    let (_, failed) = encoding_rs::GB18030.decode_without_bom_handling(text);
    // Some pairs of GBK happen to be letters of UTF-8, but most are not.
    wrong > 2 && wrong > letters && !failed
}

fn markup(text: &[u8]) -> Content {
    let start = text
        .get(..text.len().min(2048))
        .unwrap_or_default()
        .to_ascii_lowercase();
    if contains(&start, b"<kml") {
        Content::NotYet("KML")
    } else if contains(&start, b"<html") || contains(&start, b"<!doctype html") {
        Content::Other("HTML")
    } else if contains(&start, b"<gml") || contains(&start, b"opengis.net/gml") {
        Content::NotYet("GML")
    } else {
        Content::Other("XML")
    }
}

fn plain(text: &[u8], mark_bytes: usize) -> Content {
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    let looks_like_json = matches!(line.first(), Some(b'"' | b'-' | b'0'..=b'9' | b'n' | b't' | b'f'));
    if line.contains(&b',') && !contains(line, b"{") {
        Content::NotYet("CSV")
    } else if looks_like_json {
        Content::Json { mark_bytes }
    } else {
        Content::Other("plain text")
    }
}

fn contains(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
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

    #[test]
    fn nothing() {
        check(b"", Content::Empty);
        check(b"\xef\xbb\xbf \r\n\t", Content::Empty);
    }

    #[test]
    fn other_formats_by_content() {
        check(b"PK\x03\x04....", Content::NotYet("ZIP / KMZ / XLSX"));
        check(&[0, 0, 0x27, 0x0a, 0, 0], Content::NotYet("Shapefile"));
        check(b"<?xml version='1.0'?><kml xmlns='x'>", Content::NotYet("KML"));
        check(b"\n<HTML><body>", Content::Other("HTML"));
        check(b"id,x,y\n1,2,3", Content::NotYet("CSV"));
        check(b"hello world", Content::Other("plain text"));
        check(br#"{"type":"Topology","objects":{}}"#, Content::Other("TopoJSON"));
        check(
            br#"{"geometryType":"esriGeometryPoint","features":[]}"#,
            Content::Other("Esri JSON"),
        );
    }
}
