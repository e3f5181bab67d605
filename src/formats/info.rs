//! What a file holds: format, CRS and the evidence for it, features, fields, extent, problems.

use std::collections::BTreeMap;
use std::path::Path;

use geo::{CoordsIter as _, Geometry};
use serde_json::Value;

use crate::geom::crs::Crs;
use crate::geom::extent::Extent;
use crate::model::crs_doubt::CrsDoubt;
use crate::model::feature::PropertyValue;
use crate::model::layer::{About, Fields};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::role::Role;
use crate::progress::{Cancelled, Progress};

use super::doubt::Reference;
use super::field_values::{Known, check};
use super::guess::Guess;
use super::input::FileToRead;
use super::locate::{Located, empty, locate};
use super::profile::TableKey;
use super::raw::{RawFeature, RawLayer, TextEncoding, Unread};
use super::read::read;
use super::sample_rows::Sample;
use super::source_crs::{Evidence, SourceCrs, automatic};
use super::workspace::tables;

/// The plane for files that tell no place.
const HOME: &str = "EPSG:4549";
/// Values of a field that are shown.
const SAMPLES: usize = 3;
/// Letters of a value that are shown.
const SAMPLE_LETTERS: usize = 40;

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct FileInfo {
    /// As the user names it.
    pub file: String,
    /// The name of the format.
    pub format: &'static str,
    /// How its bytes became text; `None` where the format leaves no choice.
    pub encoding: Option<TextEncoding>,
    /// The tables of the file, where it may have several; what follows is about one of them.
    pub tables: Vec<String>,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// The CRS of its coordinates, where it is known.
    pub crs: Option<Crs>,
    /// What says so.
    pub crs_evidence: Evidence,
    /// What the file says of its CRS, as written.
    pub declared_crs: Option<String>,
    /// Features found, and of these the ones that could be read.
    pub found: usize,
    /// Features that could be read.
    pub read: usize,
    /// Features by type of geometry, by name; `null` for those without.
    pub geometry_types: BTreeMap<&'static str, usize>,
    /// Vertices of all features.
    pub vertex_count: usize,
    /// In the order in which they come first.
    pub fields: Vec<FieldInfo>,
    /// Some rows.
    pub sample: Sample,
    /// What fields and the whole may mean.
    pub guess: Guess,
    /// In the coordinates of the file; empty where there is no finite coordinate.
    pub extent: Extent,
    /// Members beside the features.
    pub foreign: BTreeMap<String, Value>,
    /// What speaks for and against its place.
    pub doubt: CrsDoubt,
    /// The role that its fields were held against, with the mapping that their names suggest.
    pub role: Option<(Role, Fields)>,
    /// Everything that would be said if it were opened.
    pub problems: Vec<Problem>,
}

/// One property.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldInfo {
    /// Its name.
    pub name: String,
    /// How many features have it, by type of value: `number`, `string`, `boolean`, `null`, `array`, `object`.
    pub types: BTreeMap<&'static str, usize>,
    /// The first different values.
    pub samples: Vec<String>,
}

/// Looks at a file, or at the table of it that is named; `crs` goes before the file's own word. Its place is held against a
/// reference, where there is one.
///
/// # Errors
/// [`Unread`] where nothing can be read.
pub fn describe(
    file: &FileToRead,
    crs: Option<&str>,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<FileInfo, Unread> {
    describe_as(None, file, (crs, reference), progress)
}

/// As [`describe`]; the fields are held against what a role needs ([`crate::model::contract`]), by the mapping that is
/// guessed for them and the built-in class table.
///
/// # Errors
/// As [`describe`].
pub fn describe_as(
    role: Option<Role>,
    file: &FileToRead,
    (crs, reference): (Option<&str>, Option<&Reference>),
    progress: &Progress,
) -> Result<FileInfo, Unread> {
    let raw = read(file, None, progress)?;
    Ok(described(role, raw, file, (crs, reference), progress)?)
}

/// The same of what was read already.
///
/// # Errors
/// [`Cancelled`].
pub fn describe_raw(
    raw: RawLayer,
    file: &FileToRead,
    crs: Option<&str>,
    reference: Option<&Reference>,
    progress: &Progress,
) -> Result<FileInfo, Cancelled> {
    described(None, raw, file, (crs, reference), progress)
}

fn described(
    role: Option<Role>,
    raw: RawLayer,
    file: &FileToRead,
    (crs, reference): (Option<&str>, Option<&Reference>),
    progress: &Progress,
) -> Result<FileInfo, Cancelled> {
    let mut source = SourceCrs::decide(&raw, crs, &file.label);
    if let Some(reference) = reference {
        source.hold_against(&raw, reference);
    }
    let mut info = FileInfo {
        file: file.label.clone(),
        format: raw.format,
        encoding: raw.encoding,
        tables: raw.tables.clone(),
        sha256: raw.sha256.clone(),
        crs: source.crs.clone(),
        crs_evidence: source.evidence,
        declared_crs: raw.declared_crs.clone(),
        found: raw.found(),
        read: raw.features.len(),
        geometry_types: BTreeMap::new(),
        vertex_count: 0,
        fields: fields(&raw.features),
        sample: Sample::of(&raw),
        guess: Guess::of(&raw.features, &titles(&raw, file)),
        extent: Extent::EMPTY,
        foreign: raw.foreign.clone(),
        doubt: CrsDoubt::default(),
        role: None,
        problems: Vec::new(),
    };
    info.role = role.map(|role| (role, info.guess.mapping()));
    for feature in &raw.features {
        info.count(feature.geometry.as_ref());
    }
    let mut about = About::new("info", Role::Context);
    if let Some((role, fields)) = &info.role {
        (about.role, about.fields) = (*role, fields.clone());
    }
    (info.problems, info.doubt) = problems(raw, source, (file.label.clone(), about), progress)?;
    Ok(info)
}

/// The names that may say what a table is for: its own, then that of its file; where it is the only one of an archive, its
/// own last.
fn titles<'t>(raw: &'t RawLayer, file: &'t FileToRead) -> Vec<&'t str> {
    let stem = file.path.file_stem().and_then(|stem| stem.to_str());
    let only = match raw.tables.as_slice() {
        [only] if raw.format.starts_with("ZIP") => Some(only.as_str()),
        _ => None,
    };
    file.table
        .as_deref()
        .into_iter()
        .chain(stem)
        .chain(only)
        .collect()
}

/// Reads a file as what others are held against.
///
/// # Errors
/// [`Unread`] where nothing can be read, or its own place is in doubt.
pub fn reference(path: &Path, progress: &Progress) -> Result<Reference, Unread> {
    let file = FileToRead::at(path);
    let raw = read(&file, None, progress)?;
    let source = SourceCrs::decide(&raw, None, &file.label);
    let trusted = source.trusted_crs();
    let reference = trusted.and_then(|crs| Reference::of_raw(&raw, crs, &file.label));
    reference.ok_or_else(|| {
        let own = source.problems.into_iter().next();
        let noted = source.doubt.notes.into_iter().next();
        let problem = own.or_else(|| Some(Problem::of_crs(&file.label, noted?)));
        problem.map_or_else(
            || Unread::file(&file.label, ProblemKind::NoGeometry),
            |problem| Unread::Problem(Box::new(problem)),
        )
    })
}

fn problems(
    raw: RawLayer,
    source: SourceCrs,
    (label, about): (String, About),
    progress: &Progress,
) -> Result<(Vec<Problem>, CrsDoubt), Cancelled> {
    let plane = source.center(&raw).and_then(|place| automatic(&[place]).ok());
    let plane = plane.or_else(|| Crs::from_code(HOME).ok());
    let mut read = match plane {
        Some(plane) => {
            let located = Located {
                raw,
                source,
                label,
                filter: None,
            };
            locate(located, about, &plane, progress)?
        }
        None => empty(&label, about, raw, source.problems),
    };
    // The built-in table is part of the program.
    let tables = tables::built_in().ok();
    let known = Known {
        classes: tables.as_ref().map(|tables| &tables.classes),
        rules: None,
        is_mapped: true,
    };
    check(&mut read, &known);
    read.problems.iter_mut().for_each(|problem| problem.layer = None);
    Ok((read.problems, read.layer.provenance.doubt))
}

impl FileInfo {
    /// Which sort of table it is; `file` is what was read.
    pub fn key(&self, file: &FileToRead) -> TableKey {
        let (path, table) = (file.path.as_path(), file.table.as_deref());
        match self.sample.name_bytes() {
            Some(names) => TableKey::of(path, table, names.iter().map(|name| &**name)),
            None => TableKey::of(path, table, self.fields.iter().map(|field| field.name.as_bytes())),
        }
    }

    fn count(&mut self, geometry: Option<&Geometry<f64>>) {
        let name = geometry.map_or("null", type_name);
        *self.geometry_types.entry(name).or_default() += 1;
        let Some(geometry) = geometry else { return };
        self.vertex_count += geometry.coords_count();
        for coord in geometry
            .coords_iter()
            .filter(|c| c.x.is_finite() && c.y.is_finite())
        {
            self.extent.grow(coord);
        }
    }
}

fn type_name(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

fn fields(features: &[RawFeature]) -> Vec<FieldInfo> {
    let mut fields: Vec<FieldInfo> = Vec::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, value) in features.iter().flat_map(|feature| feature.properties.iter()) {
        let position = *positions.entry(name).or_insert_with(|| {
            fields.push(FieldInfo {
                name: name.to_string(),
                types: BTreeMap::new(),
                samples: Vec::new(),
            });
            fields.len() - 1
        });
        if let Some(field) = fields.get_mut(position) {
            field.take(value);
        }
    }
    fields
}

impl FieldInfo {
    fn take(&mut self, value: &PropertyValue) {
        let kind = match value {
            PropertyValue::Null => "null",
            PropertyValue::Bool(_) => "boolean",
            PropertyValue::Number(_) => "number",
            PropertyValue::Text(_) => "string",
            PropertyValue::Nested(nested) if nested.is_array() => "array",
            PropertyValue::Nested(_) => "object",
        };
        *self.types.entry(kind).or_default() += 1;
        if self.samples.len() >= SAMPLES || *value == PropertyValue::Null {
            return;
        }
        let sample: String = value.to_string().chars().take(SAMPLE_LETTERS).collect();
        if !self.samples.contains(&sample) {
            self.samples.push(sample);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_types_extent_and_problems() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.geojson");
        let text = r#"{"type":"FeatureCollection","source":"survey","features":[
            {"type":"Feature","properties":{"b":1,"a":"x"},"geometry":{"type":"Point","coordinates":[120.5,30.3]}},
            {"type":"Feature","properties":{"a":null,"b":"2"},"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["1",2]}}]}"#;
        std::fs::write(&path, text).unwrap();
        let info = describe(&FileToRead::at(&path), None, None, &Progress::default()).unwrap();
        assert_eq!((info.found, info.read, info.vertex_count), (3, 2, 1));
        assert_eq!(info.geometry_types, BTreeMap::from([("Point", 1), ("null", 1)]));
        let names: Vec<_> = info.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(
            info.fields[0].types,
            BTreeMap::from([("number", 1), ("string", 1)])
        );
        assert_eq!(info.fields[0].samples, ["1", "2"]);
        assert_eq!(info.crs_evidence, Evidence::Standard);
        assert_eq!(info.extent.min.x, 120.5);
        assert_eq!(info.problems.len(), 2);
        assert!(info.foreign.contains_key("source"));
    }
}
