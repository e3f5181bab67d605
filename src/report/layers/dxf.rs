//! DXF for drawing programs: outlines, lines and points, each layer with its name, in the old form of release 12 that
//! they all read. Texts are GBK, which the head declares (`ANSI_936`); other letters are written as `\U+XXXX`.
//!
//! A drawing has neither polygons with holes nor values: holes are outlines on a layer of their own, names of features are
//! texts on another, and everything else is told as lost. It does not say its coordinate system either, so a comment at
//! its head does.

use std::io::{self, Write as _};

use encoding_rs::GBK;
use geo::{Area, Coord, InteriorPoint, LineString};

use super::super::files::Staged;
use super::coding::Coding;
use super::loss::{Loss, Losses};
use super::placed::{Notation, Placed, Placing};
use super::sink::{Form, Record, Sink};
use super::survey::Survey;

/// Bytes of a name that release 12 takes, less those of the longest ending.
const NAME_BYTES: usize = 31 - 5;
/// Signs that no name of a layer may have.
const FORBIDDEN: &str = "<>/\\\":;?*|,=`";
/// Height of a text as a share of the larger side of its feature.
const TEXT_SHARE: f64 = 0.04;
/// Height of a text beside a line or point without extent, in metres.
const TEXT_M: f64 = 2.5;
/// Metres of a degree, about.
const DEGREE_M: f64 = 111_000.0;

/// A drawing in the making.
#[derive(Debug)]
pub struct Dxf {
    out: Staged,
    pen: Pen,
}

/// How features are drawn.
#[derive(Clone, Debug)]
pub struct Pen {
    outlines: String,
    holes: String,
    texts: String,
    notation: Notation,
    /// Units of the drawing in a metre.
    metre: f64,
}

impl Dxf {
    /// Begins a drawing whose layer has that title.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(
        out: Staged,
        placing: &Placing,
        survey: &Survey,
        title: &str,
        losses: &mut Losses,
    ) -> io::Result<Dxf> {
        for column in &survey.columns.list {
            losses.note(Loss::FieldLeftOut(column.name.to_string()));
        }
        losses.note(Loss::CrsUnsaid(placing.crs.code().to_owned()));
        let name = layer_name(title);
        let is_plane = !placing.crs.is_geographic();
        let pen = Pen {
            holes: format!("{name}_HOLE"),
            texts: format!("{name}_TEXT"),
            outlines: name,
            notation: placing.notation(),
            metre: if is_plane { 1.0 } else { 1.0 / DEGREE_M },
        };
        let mut dxf = Dxf { out, pen };
        let head = dxf.pen.head(placing.crs.code());
        dxf.out.write_all(&head)?;
        Ok(dxf)
    }

    /// The whole file.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(mut self) -> io::Result<Staged> {
        self.out.write_all(b"0\nENDSEC\n0\nEOF\n")?;
        Ok(self.out)
    }
}

impl Form for Dxf {
    type Piece = Vec<u8>;

    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> Vec<u8> {
        let mut out = Vec::new();
        let (pen, place) = (&self.pen, &record.place);
        if place.is_empty() {
            losses.note(Loss::Shapeless);
            return out;
        }
        for polygon in place.areas.iter() {
            pen.polyline(&mut out, &pen.outlines, polygon.exterior(), true);
            for hole in polygon.interiors() {
                pen.polyline(&mut out, &pen.holes, hole, true);
            }
        }
        let holes: usize = place.areas.iter().map(|polygon| polygon.interiors().len()).sum();
        losses.add(Loss::HolesApart(pen.holes.clone()), holes);
        for line in place.lines.iter() {
            pen.polyline(&mut out, &pen.outlines, line, false);
        }
        for point in place.points.iter() {
            pair(&mut out, 0, b"POINT");
            pair(&mut out, 8, &encoded(&pen.outlines));
            pen.place(&mut out, point.0);
        }
        let parts = place.areas.0.len() + place.lines.0.len() + place.points.0.len();
        losses.add(Loss::PartsApart, usize::from(parts > 1));
        let number = (record.position + 1).to_string();
        let names = [record.title.as_deref(), record.id.as_deref(), Some(&*number)];
        let name = names.into_iter().flatten().find(|name| !name.trim().is_empty());
        if let (Some(name), Some(at)) = (name, text_place(place)) {
            pen.text(&mut out, name, at, place);
        }
        out
    }
}

impl Sink for Dxf {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, piece: Vec<u8>) -> io::Result<()> {
        self.out.write_all(&piece)
    }
}

impl Pen {
    /// Everything before the first shape.
    fn head(&self, crs: &str) -> Vec<u8> {
        let mut out = Vec::new();
        pair(&mut out, 999, format!("{crs}, x = east, y = north").as_bytes());
        begin(&mut out, b"HEADER");
        for (name, code, value) in [("$ACADVER", 1, "AC1009"), ("$DWGCODEPAGE", 3, "ANSI_936")] {
            pair(&mut out, 9, name.as_bytes());
            pair(&mut out, code, value.as_bytes());
        }
        pair(&mut out, 0, b"ENDSEC");
        begin(&mut out, b"TABLES");
        let layers = [(&self.outlines, b"3"), (&self.holes, b"1"), (&self.texts, b"7")];
        pair(&mut out, 0, b"TABLE");
        pair(&mut out, 2, b"LAYER");
        pair(&mut out, 70, b"3");
        for (name, color) in layers {
            pair(&mut out, 0, b"LAYER");
            pair(&mut out, 2, &encoded(name));
            pair(&mut out, 70, b"0");
            pair(&mut out, 62, color);
            pair(&mut out, 6, b"CONTINUOUS");
        }
        pair(&mut out, 0, b"ENDTAB");
        pair(&mut out, 0, b"ENDSEC");
        begin(&mut out, b"ENTITIES");
        out
    }

    fn polyline(&self, out: &mut Vec<u8>, layer: &str, line: &LineString<f64>, is_closed: bool) {
        let layer = encoded(layer);
        // A closed one goes back to its first vertex by itself.
        let count = line.0.len() - usize::from(is_closed && line.is_closed() && line.0.len() > 1);
        pair(out, 0, b"POLYLINE");
        pair(out, 8, &layer);
        pair(out, 66, b"1");
        pair(out, 70, if is_closed { b"1" } else { b"0" });
        self.place(out, Coord { x: 0.0, y: 0.0 });
        for vertex in line.0.iter().take(count) {
            pair(out, 0, b"VERTEX");
            pair(out, 8, &layer);
            self.place(out, *vertex);
        }
        pair(out, 0, b"SEQEND");
        pair(out, 8, &layer);
    }

    fn text(&self, out: &mut Vec<u8>, text: &str, at: Coord<f64>, place: &Placed<'_>) {
        let extent = place.extent();
        let side = (extent.max.x - extent.min.x).max(extent.max.y - extent.min.y);
        let height = match side * TEXT_SHARE {
            height if height.is_finite() && height > 0.0 => height,
            _ => TEXT_M * self.metre,
        };
        pair(out, 0, b"TEXT");
        pair(out, 8, &encoded(&self.texts));
        self.place(out, at);
        self.number(out, 40, height);
        pair(out, 1, &encoded(text));
    }

    fn place(&self, out: &mut Vec<u8>, place: Coord<f64>) {
        self.number(out, 10, place.x);
        self.number(out, 20, place.y);
    }

    fn number(&self, out: &mut Vec<u8>, code: u16, value: f64) {
        let mut text = Vec::new();
        self.notation.push(&mut text, value);
        pair(out, code, &text);
    }
}

/// Where the name of a feature is written: within its largest area, else where it begins.
fn text_place(place: &Placed<'_>) -> Option<Coord<f64>> {
    let area = |polygon: &&geo::Polygon<f64>| polygon.unsigned_area();
    let largest = place.areas.iter().max_by(|a, b| area(a).total_cmp(&area(b)));
    let within = largest
        .and_then(InteriorPoint::interior_point)
        .map(|point| point.0);
    let line = place.lines.iter().find_map(|line| line.0.first().copied());
    let point = place.points.iter().next().map(|point| point.0);
    within.or(line).or(point)
}

fn begin(out: &mut Vec<u8>, section: &[u8]) {
    pair(out, 0, b"SECTION");
    pair(out, 2, section);
}

/// A code and its value, a line each.
fn pair(out: &mut Vec<u8>, code: u16, value: &[u8]) {
    out.extend_from_slice(code.to_string().as_bytes());
    out.push(b'\n');
    out.extend_from_slice(value);
    out.push(b'\n');
}

/// A title as the name of a layer.
fn layer_name(title: &str) -> String {
    let allowed = |letter: char| match letter.is_control() || FORBIDDEN.contains(letter) {
        true => '_',
        false => letter,
    };
    let name: String = title.trim().chars().map(allowed).collect();
    match Coding::Gbk.fitting(&name, NAME_BYTES).trim() {
        "" => "0".to_owned(),
        name => name.to_owned(),
    }
}

/// A text in GBK on one line; the letters that it lacks by their numbers.
fn encoded(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for letter in text.chars() {
        let mut room = [0; 4];
        let (bytes, _, is_lost) = GBK.encode(letter.encode_utf8(&mut room));
        match letter {
            _ if letter.is_control() => out.push(b' '),
            _ if is_lost => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    out.extend_from_slice(format!("\\U+{unit:04X}").as_bytes());
                }
            }
            _ => out.extend_from_slice(&bytes),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_names_of_layers() {
        let check = |title: &str, expected: &str| assert_eq!(layer_name(title), expected);
        check("湿地", "湿地");
        check(" a/b:c\n", "a_b_c");
        check("", "0");
        check(&"湿".repeat(20), &"湿".repeat(13));
    }

    #[test]
    fn letters_beyond_gbk_are_written_by_their_numbers() {
        let check = |text: &str, expected: &[u8]| assert_eq!(encoded(text), expected, "{text}");
        check("a", b"a");
        check("湿", &[0xca, 0xaa]);
        check("a\nb", b"a b");
        check("\u{20bb7}", b"\\U+D842\\U+DFB7");
    }
}
