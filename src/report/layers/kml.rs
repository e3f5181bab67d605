//! KML (OGC 12-007r2): placemarks with their values under a schema, in longitude and latitude of WGS 84.
//!
//! Shapes lie on the ground; there are no heights.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use geo::Coord;

use crate::model::feature::PropertyValue;

use super::super::files::Staged;
use super::super::markup::escape;
use super::loss::{Loss, Losses};
use super::placed::{Notation, Placed, Placing, rings};
use super::sink::{Form, Record, Sink};
use super::survey::{Column, Columns, Kind, Survey};

/// The field that becomes the element of the same name.
const NAME: &str = "name";

/// A document in the making.
#[derive(Debug)]
pub struct Kml {
    out: Staged,
    columns: Columns,
    notation: Notation,
}

impl Kml {
    /// Begins a document of that title.
    ///
    /// # Errors
    /// Those of the system.
    pub fn new(
        mut out: Staged,
        placing: &Placing,
        survey: &Survey,
        title: &str,
        losses: &mut Losses,
    ) -> io::Result<Kml> {
        let mut head = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n\
             <name>{}</name>\n<Schema name=\"fields\" id=\"fields\">\n",
            escape(title)
        );
        for column in &survey.columns.list {
            let (name, tally) = (column.name.to_string(), &column.tally);
            if !is_name(column) {
                let kind = declared(column);
                let _taken = writeln!(head, "<SimpleField type=\"{kind}\" name=\"{}\"/>", escape(&name));
                let numbers = tally.wholes + tally.large + tally.reals;
                let as_text = if kind == "string" { numbers } else { 0 };
                losses.add(Loss::AsText(name.clone()), tally.bools + tally.nested + as_text);
            }
            losses.add(Loss::Emptied(name.clone()), tally.empty_texts);
            losses.add(Loss::Trimmed(name), tally.blank_ends);
        }
        head.push_str("</Schema>\n");
        out.write_all(head.as_bytes())?;
        Ok(Kml {
            out,
            columns: survey.columns.clone(),
            notation: placing.notation(),
        })
    }

    /// The whole file.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(mut self) -> io::Result<Staged> {
        self.out.write_all(b"</Document>\n</kml>\n")?;
        Ok(self.out)
    }
}

fn is_name(column: &Column) -> bool {
    &*column.name == NAME && column.tally.texts == column.tally.count()
}

/// The sort of a field. `int` has 32 bits; programs read `double` for what is longer, and text beyond that.
fn declared(column: &Column) -> &'static str {
    let tally = &column.tally;
    match tally.kind() {
        Kind::Bool => "bool",
        Kind::Whole if tally.wide == 0 => "int",
        Kind::Whole if tally.beyond_double == 0 => "double",
        Kind::Real => "double",
        Kind::Whole | Kind::Json | Kind::Text => "string",
    }
}

fn escaped(text: &str, column: &Column, losses: &mut Losses) -> String {
    let is_odd = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let odd = usize::from(text.contains(is_odd));
    losses.add(Loss::Replaced(column.name.to_string()), odd);
    escape(text)
}

impl Form for Kml {
    type Piece = String;

    fn piece(&self, record: &Record<'_>, losses: &mut Losses) -> String {
        let mut out = String::from("<Placemark>");
        let (mut data, mut name) = (String::new(), None);
        let values = self.columns.row(&record.properties);
        for (column, value) in self.columns.list.iter().zip(values) {
            let value = value.filter(|value| !matches!(value, PropertyValue::Null));
            let Some(value) = value else { continue };
            let text = escaped(&value.to_string(), column, losses);
            if is_name(column) {
                name = Some(text);
            } else {
                let field = escape(&column.name);
                let _taken = write!(data, "<SimpleData name=\"{field}\">{text}</SimpleData>");
            }
        }
        if let Some(name) = name.or_else(|| record.title.as_deref().map(escape)) {
            let _taken = write!(out, "<name>{name}</name>");
        }
        if !data.is_empty() {
            let _taken = write!(
                out,
                "<ExtendedData><SchemaData schemaUrl=\"#fields\">{data}</SchemaData></ExtendedData>"
            );
        }
        let mut shape = Vec::new();
        geometry(&mut shape, &record.place, self.notation);
        out.push_str(&String::from_utf8_lossy(&shape));
        out.push_str("</Placemark>\n");
        out
    }
}

impl Sink for Kml {
    type Form = Self;

    fn form(&self) -> &Self {
        self
    }

    fn put(&mut self, piece: String) -> io::Result<()> {
        self.out.write_all(piece.as_bytes())
    }
}

fn geometry(out: &mut Vec<u8>, place: &Placed<'_>, notation: Notation) {
    let count = place.areas.0.len() + place.lines.0.len() + place.points.0.len();
    if count > 1 {
        out.extend_from_slice(b"<MultiGeometry>");
    }
    for polygon in place.areas.iter() {
        out.extend_from_slice(b"<Polygon>");
        for (number, ring) in rings(polygon).enumerate() {
            let (open, close) = match number {
                0 => ("<outerBoundaryIs><LinearRing>", "</LinearRing></outerBoundaryIs>"),
                _ => ("<innerBoundaryIs><LinearRing>", "</LinearRing></innerBoundaryIs>"),
            };
            out.extend_from_slice(open.as_bytes());
            coordinates(out, &ring.0, notation);
            out.extend_from_slice(close.as_bytes());
        }
        out.extend_from_slice(b"</Polygon>");
    }
    for line in place.lines.iter() {
        out.extend_from_slice(b"<LineString>");
        coordinates(out, &line.0, notation);
        out.extend_from_slice(b"</LineString>");
    }
    for point in place.points.iter() {
        out.extend_from_slice(b"<Point>");
        coordinates(out, &[point.0], notation);
        out.extend_from_slice(b"</Point>");
    }
    if count > 1 {
        out.extend_from_slice(b"</MultiGeometry>");
    }
}

fn coordinates(out: &mut Vec<u8>, coords: &[Coord<f64>], notation: Notation) {
    out.extend_from_slice(b"<coordinates>");
    for (number, coord) in coords.iter().enumerate() {
        if number > 0 {
            out.push(b' ');
        }
        notation.push_coord(out, *coord, b',');
    }
    out.extend_from_slice(b"</coordinates>");
}
