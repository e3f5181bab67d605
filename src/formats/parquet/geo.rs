//! Where the geometry is, and what the file says of it: GeoParquet 1.0 and 1.1 (OGC 24-013), and Parquet's own geometry.

use serde_json::Value;

use crate::geom::crs::Crs;
use crate::geom::crs_code::plain_code;
use crate::geom::crs_wkt::crs_of_json;
use crate::model::file_fault::FileFault;
use crate::model::problem::ProblemKind;
use crate::model::reading_fault::ReadingFault;

use super::footer::Footer;
use super::schema::{Kind, Leaf, Meaning, Node, Physical, Schema};

/// Names of columns that hold WKB by custom, where the file says nothing.
const CUSTOMARY: [&str; 6] = ["geometry", "geom", "the_geom", "wkb_geometry", "wkb", "shape"];

/// How the columns of a file are to be read.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The position of the column with the geometry.
    pub root: usize,
    /// How it is written.
    pub shape: Shape,
    /// Positions of columns that say nothing of their own: boxes around the features, further geometries.
    pub passed_over: Vec<usize>,
    /// What the file says of its CRS.
    pub declared_crs: Option<String>,
    /// What holds where it says nothing.
    pub standard_crs: Option<&'static str>,
    /// What the user should know.
    pub notes: Vec<ProblemKind>,
}

/// How geometries are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// As well-known binary, in this leaf.
    Wkb(usize),
    /// As numbers.
    Numbers {
        /// The leaf with the eastings.
        x: usize,
        /// The leaf with the northings.
        y: usize,
        /// What they make up.
        sort: Sort,
        /// There are heights or measures too.
        extra_ordinates: bool,
    },
}

/// Sorts of geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// One point.
    Point,
    /// One line.
    Line,
    /// One polygon.
    Polygon,
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Polygons.
    Polygons,
}

impl Sort {
    fn of(encoding: &str) -> Option<Sort> {
        Some(match encoding {
            "point" => Sort::Point,
            "linestring" => Sort::Line,
            "polygon" => Sort::Polygon,
            "multipoint" => Sort::Points,
            "multilinestring" => Sort::Lines,
            "multipolygon" => Sort::Polygons,
            _ => return None,
        })
    }

    /// Lists within lists.
    pub fn depth(self) -> u32 {
        match self {
            Sort::Point => 0,
            Sort::Line | Sort::Points => 1,
            Sort::Polygon | Sort::Lines => 2,
            Sort::Polygons => 3,
        }
    }
}

/// The layout of a file.
///
/// # Errors
/// No column of geometry, several and none of them named, an encoding that is not known.
pub fn layout_of(footer: &Footer) -> Result<Layout, ProblemKind> {
    match &footer.geo {
        Some(text) => by_geoparquet(&footer.schema, text),
        None => by_types(footer),
    }
}

fn by_geoparquet(schema: &Schema, text: &str) -> Result<Layout, ProblemKind> {
    let corrupt = |detail: String| ProblemKind::from(FileFault::Corrupt(format!("GeoParquet, {detail}")));
    let geo: Value = serde_json::from_str(text).map_err(|error| corrupt(error.to_string()))?;
    let primary = geo["primary_column"]
        .as_str()
        .ok_or_else(|| corrupt("primary_column".to_owned()))?;
    let about = geo["columns"]
        .get(primary)
        .ok_or_else(|| corrupt(format!("columns[{primary:?}]")))?;
    let root = position(schema, primary).ok_or(FileFault::NoLayer)?;
    let encoding = about["encoding"].as_str().unwrap_or_default();
    let node = schema.roots.get(root);
    let shape = node.and_then(|node| match Sort::of(&encoding.to_lowercase()) {
        Some(sort) => numbers(schema, node, sort),
        None if encoding.eq_ignore_ascii_case("WKB") => wkb(schema, node),
        None => None,
    });
    let unsupported = || FileFault::Unsupported {
        found: format!("GeoParquet, {encoding}"),
    };
    let (declared_crs, standard_crs) = match about.get("crs") {
        None => (None, Some(Crs::LON_LAT)),
        Some(Value::Null) => (None, None),
        Some(Value::String(code)) => (Some(code.clone()), None),
        Some(projjson) => (Some(code_of(projjson)), None),
    };
    let mut notes = Vec::new();
    if about["edges"].as_str().is_some_and(|edges| edges != "planar") {
        notes.push(ReadingFault::GeodesicEdges.into());
    }
    let covering = about["covering"]["bbox"]["xmin"][0].as_str();
    let mut passed_over: Vec<usize> = covering
        .and_then(|name| position(schema, name))
        .into_iter()
        .collect();
    for (name, _) in geo["columns"].as_object().into_iter().flatten() {
        if let Some(other) = position(schema, name).filter(|other| *other != root) {
            passed_over.push(other);
            let what = name.clone();
            notes.push(ReadingFault::NotRead { what, count: 1 }.into());
        }
    }
    Ok(Layout {
        root,
        shape: shape.ok_or_else(unsupported)?,
        passed_over,
        declared_crs,
        standard_crs,
        notes,
    })
}

/// By the types of the columns, else by their names.
fn by_types(footer: &Footer) -> Result<Layout, ProblemKind> {
    let schema = &footer.schema;
    let leaf = |root: &usize| {
        let leaf = match schema.roots.get(*root)?.kind {
            Kind::Leaf(leaf) => leaf,
            _ => return None,
        };
        Some((leaf, schema.leaves.get(leaf)?))
    };
    let typed =
        |root: &usize| leaf(root).is_some_and(|(_, own)| matches!(own.meaning, Meaning::Geometry { .. }));
    let customary = |root: &usize| {
        let is_binary = |own: &Leaf| own.physical == Physical::Bytes && own.meaning == Meaning::Plain;
        let name = schema
            .roots
            .get(*root)
            .map(|node| node.name.to_lowercase())
            .unwrap_or_default();
        CUSTOMARY.contains(&name.as_str()) && leaf(root).is_some_and(|(_, own)| is_binary(own))
    };
    let all = || 0..schema.roots.len();
    let mut found: Vec<usize> = all().filter(typed).collect();
    if found.is_empty() {
        found = all().filter(customary).collect();
    }
    let name = |root: &usize| {
        schema
            .roots
            .get(*root)
            .map(|node| node.name.clone())
            .unwrap_or_default()
    };
    let columns: Vec<String> = found.iter().map(name).collect();
    let (root, (wkb, own)) = match found.as_slice() {
        [] => return Err(FileFault::NoLayer.into()),
        [root] => (*root, leaf(root).ok_or(FileFault::NoLayer)?),
        _ => return Err(ReadingFault::WhichColumns { columns }.into()),
    };
    let mut layout = Layout {
        root,
        shape: Shape::Wkb(wkb),
        passed_over: Vec::new(),
        declared_crs: None,
        standard_crs: None,
        notes: Vec::new(),
    };
    match &own.meaning {
        Meaning::Geometry { crs, geodesic } => {
            layout.declared_crs = crs.as_deref().map(|crs| said_crs(crs, footer));
            layout.standard_crs = crs.is_none().then_some(Crs::LON_LAT);
            layout
                .notes
                .extend(geodesic.then(|| ReadingFault::GeodesicEdges.into()));
        }
        _ => layout.notes.push(ReadingFault::ColumnsUsed { columns }.into()),
    }
    Ok(layout)
}

fn position(schema: &Schema, name: &str) -> Option<usize> {
    schema.roots.iter().position(|node| node.name == name)
}

fn wkb(schema: &Schema, node: &Node) -> Option<Shape> {
    let Kind::Leaf(leaf) = node.kind else { return None };
    let is_flat = |own: &&Leaf| own.repetition == 0 && own.physical == Physical::Bytes;
    schema.leaves.get(leaf).filter(is_flat).map(|_| Shape::Wkb(leaf))
}

/// Lists within lists of points, each with its ordinates by name.
fn numbers(schema: &Schema, root: &Node, sort: Sort) -> Option<Shape> {
    let mut node = root;
    for _ in 0..sort.depth() {
        let Kind::List(items) = &node.kind else {
            return None;
        };
        node = item(items);
    }
    let Kind::Struct(ordinates) = &node.kind else {
        return None;
    };
    let ordinate = |name: &str| {
        let own = ordinates.iter().find(|own| own.name == name)?;
        let Kind::Leaf(leaf) = own.kind else { return None };
        let there = schema.leaves.get(leaf)?;
        let is_right = there.physical == Physical::Double && there.repetition == sort.depth();
        is_right.then_some(leaf)
    };
    Some(Shape::Numbers {
        x: ordinate("x")?,
        y: ordinate("y")?,
        sort,
        extra_ordinates: ordinates.len() > 2,
    })
}

/// What a list is of: its repeated child, or that child's only part.
pub fn item(items: &Node) -> &Node {
    match &items.kind {
        Kind::Struct(parts) if items.name != "array" => match parts.as_slice() {
            [part] => part,
            _ => items,
        },
        _ => items,
    }
}

/// The words of Parquet's own types on a CRS.
fn said_crs(crs: &str, footer: &Footer) -> String {
    let by_name = |name: &str| {
        footer
            .named
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, text)| text.as_str())
    };
    let text = crs.strip_prefix("projjson:").and_then(by_name).unwrap_or(crs);
    if let Some(number) = text.strip_prefix("srid:") {
        return format!("EPSG:{number}");
    }
    serde_json::from_str::<Value>(text)
        .ok()
        .filter(Value::is_object)
        .map_or_else(|| text.to_owned(), |json| code_of(&json))
}

/// The code of a system that is described in PROJJSON: its own, where that is one of EPSG or OGC, else that of one with the
/// same numbers, else its name, which then is of no system that is known.
fn code_of(projjson: &Value) -> String {
    if projjson["type"] == "CompoundCRS" && projjson["components"][0].is_object() {
        return code_of(&projjson["components"][0]);
    }
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let id = &projjson["id"];
    let code = format!("{}:{}", text(&id["authority"]), text(&id["code"]));
    let known = plain_code(&code).map(|_| code);
    let alike = || crs_of_json(projjson).map(|crs| crs.code().to_owned());
    known.or_else(alike).unwrap_or_else(|| text(&projjson["name"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(projjson: Value, expected: &str) {
        assert_eq!(code_of(&projjson), expected);
    }

    #[test]
    fn systems_by_their_own_codes_by_their_numbers_and_by_name() {
        check(
            json!({ "id": { "authority": "EPSG", "code": 4549 } }),
            "EPSG:4549",
        );
        check(
            json!({ "id": { "authority": "OGC", "code": "CRS84" } }),
            "OGC:CRS84",
        );
        let compound = json!({ "type": "CompoundCRS", "components": [{ "id": { "authority": "EPSG", "code": 4490 } }, {}] });
        check(compound, "EPSG:4490");
        check(
            json!({ "name": "Mars 2000", "type": "GeographicCRS" }),
            "Mars 2000",
        );
        check(json!({}), "null");
        let greenwich = json!({
            "type": "GeographicCRS", "name": "China 2000 of the survey",
            "datum": { "type": "GeodeticReferenceFrame", "name": "China 2000",
                "ellipsoid": { "name": "CGCS2000", "semi_major_axis": 6378137, "inverse_flattening": 298.257222101 } },
            "coordinate_system": { "subtype": "ellipsoidal", "axis": [
                { "name": "Longitude", "abbreviation": "lon", "direction": "east", "unit": "degree" },
                { "name": "Latitude", "abbreviation": "lat", "direction": "north", "unit": "degree" }] }
        });
        let mut named = greenwich.clone();
        named["name"] = json!("China Geodetic Coordinate System 2000");
        check(named, "EPSG:4490");
        check(greenwich, "China 2000 of the survey");
    }
}
