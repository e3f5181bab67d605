//! KML and KMZ: shapes, folders and data against GDAL's reading of the same files, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use geo::{Area as _, CoordsIter as _};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawLayer, Unread};
use redshank::formats::read::read;
use redshank::formats::source_crs::{Evidence, SourceCrs};
use redshank::model::feature::PropertyValue;
use redshank::model::problem::Done;
use redshank::progress::Progress;

fn attempt_at(path: &Path) -> Result<RawLayer, Unread> {
    read(&FileToRead::at(path), None, &Progress::default())
}

fn attempt(bytes: &[u8]) -> Result<RawLayer, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.kml");
    std::fs::write(&path, bytes).unwrap();
    attempt_at(&path)
}

fn document(inner: &str) -> RawLayer {
    let text = format!(
        "<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'><Document>{inner}</Document></kml>"
    );
    attempt(text.as_bytes()).unwrap()
}

/// Codes of what was refused.
fn refusals(layer: &RawLayer) -> Vec<&'static str> {
    let problems = layer.problems.iter().map(|raw| &raw.problem);
    let refused = problems.filter(|problem| problem.done == Done::Refused);
    refused.map(|problem| problem.kind.code()).collect()
}

fn vertex_count(layer: &RawLayer) -> usize {
    let shapes = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    shapes.map(|geometry| geometry.coords_count()).sum()
}

const PLACEMARK: &str = "<Placemark id='p1'><name>湿地</name><ExtendedData><Data name='grade'><value>2</value></Data>\
<SchemaData schemaUrl='#s'><SimpleData name='area'>1.50</SimpleData><SimpleData name='code'>0303</SimpleData></SchemaData>\
</ExtendedData><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>120,30,0 121,30,0 121,31,0 120,31,0 120,30,0\
</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>120.2,30.2 120.4,30.2 120.4,30.4 120.2,30.2\
</coordinates></LinearRing></innerBoundaryIs></Polygon><Point><coordinates>120.5,30.5,12</coordinates></Point></MultiGeometry></Placemark>";

#[test]
fn shapes_folders_and_data() {
    let schema = "<Schema id='s'><SimpleField name='area' type='double'/><SimpleField name='code' type='string'/></Schema>";
    let layer = document(&format!(
        "{schema}<name>d</name><Folder><name>A</name><Folder><name>B</name>{PLACEMARK}</Folder></Folder>"
    ));
    assert_eq!((layer.found(), layer.refused, layer.format), (1, 0, "KML"));
    let feature = &layer.features[0];
    assert_eq!(feature.id.as_deref(), Some("p1"));
    let text = |name: &str| feature.properties.text(name);
    assert_eq!(text("folder").as_deref(), Some("A/B"));
    assert_eq!(
        (text("name").as_deref(), text("grade").as_deref()),
        (Some("湿地"), Some("2"))
    );
    assert!(
        matches!(feature.properties.get("area"), Some(PropertyValue::Number(n)) if n.as_f64() == Some(1.5))
    );
    assert_eq!(text("code").as_deref(), Some("0303"));
    let geometry = feature.geometry.as_ref().unwrap();
    assert!((geometry.unsigned_area() - 0.98).abs() < 1e-12);
    assert!(feature.extra_ordinates);
    let source = SourceCrs::decide(&layer, None, "f");
    assert_eq!(
        (source.crs.unwrap().code(), source.evidence),
        ("EPSG:4326", Evidence::Standard)
    );
    assert!(
        layer
            .problems
            .iter()
            .any(|raw| raw.problem.kind.code() == "shifted_maps")
    );
}

#[test]
fn what_is_lost_is_refused_and_counted() {
    let good = "<Placemark><Point><coordinates>120,30</coordinates></Point></Placemark>";
    let check = |inner: &str, read: usize, expected: &[&str]| {
        let layer = document(&format!("{good}{inner}"));
        assert_eq!(refusals(&layer), expected, "{inner}");
        assert_eq!(
            (layer.features.len(), layer.refused),
            (read, expected.len()),
            "{inner}"
        );
    };
    check(
        "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>",
        1,
        &["not_read"],
    );
    check(
        "<Placemark><gx:Track xmlns:gx='x'><gx:coord>1 2</gx:coord></gx:Track></Placemark>",
        1,
        &["not_read"],
    );
    check("<Placemark><Model/></Placemark>", 1, &["not_read"]);
    check(
        "<Placemark><Point><coordinates>120;30</coordinates></Point></Placemark>",
        1,
        &["bad_coordinate"],
    );
    check("<Create><Placemark/></Create>", 1, &["not_read"]);
    check("<GroundOverlay/>", 1, &[]);
    // Without a shape it is still a feature; the gate refuses it.
    check("<Placemark><name>x</name></Placemark>", 2, &[]);
}

#[test]
fn entities_bombs_and_depth() {
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE kml [<!ENTITY a 'xxxxxxxxxx'>{}]><kml><Placemark><name>&i;</name>\
         <Point><coordinates>120,30</coordinates></Point></Placemark></kml>",
        ('b'..='i')
            .zip('a'..)
            .map(|(own, other)| format!("<!ENTITY {own} '&{other};&{other};&{other};&{other};'>"))
            .collect::<String>()
    );
    let layer = attempt(bomb.as_bytes()).unwrap();
    assert_eq!(layer.features[0].properties.text("name").as_deref(), Some("&i;"));
    let deep = document(&"<Folder>".repeat(100_000));
    assert_eq!(refusals(&deep), ["too_deep"]);
    let cut =
        attempt(b"<kml><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark><Placemark>")
            .unwrap();
    assert_eq!(
        (cut.features.len(), cut.refused, refusals(&cut)),
        (1, 1, vec!["truncated"])
    );
}

#[test]
fn archives() {
    let packed = |entries: &[(&str, &str)]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in entries {
            zip.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let kml = "<kml><Placemark><Point><coordinates>120,30</coordinates></Point></Placemark></kml>";
    let layer = attempt(&packed(&[
        ("files/a.png", "x"),
        ("a.kml", "<kml/>"),
        ("doc.kml", kml),
    ]))
    .unwrap();
    assert_eq!((layer.features.len(), layer.format), (1, "KMZ"));
    let code = |bytes: &[u8]| match attempt(bytes) {
        Err(Unread::Problem(problem)) => problem.kind.code(),
        other => panic!("{other:?}"),
    };
    assert_eq!(code(&packed(&[("a.kml", kml), ("b.kml", kml)])), "which_table");
    let whole = packed(&[("doc.kml", kml)]);
    assert_eq!(code(&whole[..whole.len() - 8]), "corrupt");
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(path);
    let is_there = path.exists();
    if !is_there {
        println!("skipped: {} is missing", path.display());
    }
    is_there.then_some(path)
}

#[test]
fn the_small_files_of_gdal() {
    // File, features, vertices by GDAL 3.12.4 (LIBKML); what we refuse where GDAL reads.
    let expected = [
        ("ID_simple_field", 1, 1, ""),
        ("duplicate_folder_name", 2, 2, ""),
        ("emptylayers_without_folder", 1, 0, ""),
        ("extended_data_without_schema_data", 2, 2, ""),
        // GDAL makes a line of the track, which is where somebody went and not what is there.
        ("gxmultitrack", 1, 0, "not_read"),
        ("placemark", 1, 1, ""),
        ("placemark_in_root_and_subfolder", 2, 4, ""),
        ("placemark_with_kml_prefix", 1, 1, ""),
        ("point_with_external_style", 1, 1, ""),
        ("style", 0, 0, ""),
        ("tab_separated_coord_triplet", 1, 2, ""),
        ("weird_empty_folders", 1, 0, ""),
    ];
    for (name, features, vertices, refused) in expected {
        let Some(path) = shared(&format!("gis_format_edge_cases/kml_gdal_autotest/{name}.kml")) else {
            return;
        };
        let layer = attempt_at(&path).unwrap();
        assert_eq!(
            (layer.found(), vertex_count(&layer)),
            (features, vertices),
            "{name}"
        );
        assert_eq!(refusals(&layer).join(" "), refused, "{name}");
    }
    for (name, expected) in [
        ("truncated", "truncated"),
        ("junk_content_after_valid_doc", "truncated"),
    ] {
        let Some(path) = shared(&format!("corrupted_and_hostile/kml_gdal_autotest/{name}.kml")) else {
            return;
        };
        assert_eq!(refusals(&attempt_at(&path).unwrap()), [expected], "{name}");
    }
}

#[test]
fn the_great_barrier_reef() {
    let Some(path) = shared("wetlands_protected_zones/au_gbr_coast_marine_park_zoning.kmz") else {
        return;
    };
    let layer = attempt_at(&path).unwrap();
    assert_eq!((layer.found(), layer.refused), (2485, 0));
    assert_eq!(vertex_count(&layer), 224_563);
    // Sums of all ordinates, and the area in square degrees, by GDAL 3.12.4 and GEOS 3.14.1.
    let shapes = || {
        layer
            .features
            .iter()
            .filter_map(|feature| feature.geometry.as_ref())
    };
    let sum = |of: fn(geo::Coord<f64>) -> f64| {
        shapes()
            .flat_map(|shape| shape.coords_iter())
            .map(of)
            .sum::<f64>()
    };
    assert!((sum(|c| c.x) - 33_341_418.530_329_84).abs() < 1e-4);
    assert!((sum(|c| c.y) + 4_490_045.536_673_84).abs() < 1e-4);
    let area: f64 = shapes().map(|shape| shape.unsigned_area()).sum();
    assert!((area - 5.576_242_357_815).abs() < 1e-9, "{area}");
    assert_eq!(
        layer.features[0].properties.text("folder").as_deref(),
        Some("kml_layer")
    );
}
