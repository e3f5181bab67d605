//! The files: features as GeoJSON with one feature per line, layers as the workspace lists them.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::ground::{P, Ring, lon_lat};

/// A feature with its properties in the order in which they are written.
pub struct Feature {
    /// What it looks like.
    pub shape: Shape,
    /// What it says.
    pub properties: Map<String, Value>,
}

/// Geometry in the frame of the drawing.
pub enum Shape {
    /// A shell and its holes.
    Area(Vec<Ring>),
    /// Several areas that are one feature.
    Areas(Vec<Vec<Ring>>),
    /// A line.
    Line(Vec<P>),
    /// A place.
    Point(P),
}

/// A layer: its features, and what the workspace says about it.
pub struct Layer {
    /// Also the name of its file.
    pub id: &'static str,
    /// In Chinese and English.
    pub name: [&'static str; 2],
    /// The lines of its table in the workspace file, after name and file.
    pub about: &'static str,
    /// What it holds.
    pub features: Vec<Feature>,
}

impl Feature {
    /// Properties are a JSON object.
    pub fn new(shape: Shape, properties: Value) -> Feature {
        let properties = match properties {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        Feature { shape, properties }
    }

    /// One area without holes.
    pub fn area(ring: Ring, properties: Value) -> Feature {
        Feature::new(Shape::Area(vec![ring]), properties)
    }
}

impl Layer {
    /// The text of its GeoJSON file (RFC 7946).
    pub fn geojson(&self) -> String {
        let [zh, en] = self.name;
        let head = json!({
            "type": "FeatureCollection",
            "name": self.id,
            "synthetic": true,
            "note": {
                "zh": format!("{zh}：为演示绘制的虚构数据，非官方边界，不得作为审批依据。"),
                "en": format!("{en}: synthetic, drawn for illustration. Not an official boundary, no ground for any decision."),
            },
            "attribution": "examples/draw_qiantang, MIT OR Apache-2.0",
        });
        let head = head.to_string();
        let open = head.strip_suffix('}').unwrap_or(&head);
        let mut text = format!("{open},\"features\":[\n");
        for (number, feature) in self.features.iter().enumerate() {
            text.push_str(if number > 0 { ",\n" } else { "" });
            text.push_str(&feature.geojson());
        }
        text.push_str("\n]}\n");
        text
    }

    /// Its table in the workspace file.
    pub fn table(&self) -> String {
        let [zh, en] = self.name;
        format!(
            "[[layer]]\nid = \"{id}\"\nname = \"{zh}\"\nname_en = \"{en}\"\nfile = \"{id}.geojson\"\n\
             crs = \"EPSG:4490\"\nsynthetic = true\n{about}\n",
            id = self.id,
            about = self.about.trim(),
        )
    }
}

impl Feature {
    fn geojson(&self) -> String {
        let (kind, coordinates) = match &self.shape {
            Shape::Area(rings) => ("Polygon", area(rings)),
            Shape::Areas(areas) => ("MultiPolygon", list(areas.iter().map(|rings| area(rings)))),
            Shape::Line(line) => ("LineString", list(line.iter().map(|p| position(*p)))),
            Shape::Point(p) => ("Point", position(*p)),
        };
        let properties = Value::Object(self.properties.clone());
        format!(
            "{{\"type\":\"Feature\",\"properties\":{properties},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}"
        )
    }
}

fn area(rings: &[Ring]) -> String {
    // RFC 7946: shells counter-clockwise, holes clockwise.
    list(
        rings
            .iter()
            .enumerate()
            .map(|(number, ring)| closed(ring, number == 0)),
    )
}

fn closed(ring: &[P], counter_clockwise: bool) -> String {
    let next = ring.iter().cycle().skip(1);
    let doubled: f64 = ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    let mut ring = ring.to_vec();
    if (doubled > 0.0) != counter_clockwise {
        ring.reverse();
    }
    ring.extend(ring.first().copied());
    list(ring.into_iter().map(position))
}

fn position(p: P) -> String {
    let p = lon_lat(p);
    format!("[{:.8},{:.8}]", p.x, p.y)
}

fn list(items: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for (number, item) in items.enumerate() {
        let comma = if number > 0 { "," } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}{item}");
    }
    text + "]"
}
