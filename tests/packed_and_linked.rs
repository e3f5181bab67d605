//! Files packed with gzip, and the two sorts of JSON that are maps and no GeoJSON. What is expected of the samples of Esri
//! JSON and TopoJSON is what GDAL 3.12.4 reads in the same texts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use geo::{Area as _, CoordsIter as _, Geometry};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawLayer, Unread};
use redshank::formats::read::read;
use redshank::model::feature::PropertyValue;
use redshank::model::problem::Problem;
use redshank::progress::Progress;

const POINT: &str =
    r#"{"type":"Feature","properties":{"名":"湿地"},"geometry":{"type":"Point","coordinates":[120.5,30.3]}}"#;

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

fn attempt(data: &[u8], table: Option<&str>) -> Result<RawLayer, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input");
    std::fs::write(&path, data).unwrap();
    let file = FileToRead {
        table: table.map(str::to_owned),
        ..FileToRead::at(&path)
    };
    read(&file, None, &Progress::default())
}

fn refused(data: &[u8]) -> Box<Problem> {
    match attempt(data, None) {
        Err(Unread::Problem(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

fn codes(layer: &RawLayer) -> Vec<&'static str> {
    layer.problems.iter().map(|raw| raw.problem.kind.code()).collect()
}

/// Packed, it reads as it does unpacked, but for its name and the hash of the file that lies there.
#[track_caller]
fn check_packed(data: &[u8], format: &str) {
    let packed = gzip(data);
    let (plain, unpacked) = (attempt(data, None).unwrap(), attempt(&packed, None).unwrap());
    assert_eq!(unpacked.format, format);
    assert_eq!(unpacked.format, format!("GZIP / {}", plain.format));
    assert!(!plain.features.is_empty());
    assert_eq!(unpacked.features.len(), plain.features.len());
    for (own, other) in unpacked.features.iter().zip(&plain.features) {
        assert_eq!(
            (&own.geometry, &own.properties),
            (&other.geometry, &other.properties)
        );
    }
    assert_eq!(unpacked.declared_crs, plain.declared_crs);
    let hash = redshank::sha256::sha256_of(&[&packed]);
    assert_eq!(unpacked.sha256, hash);
}

#[test]
fn formats_of_one_file_are_read_from_gzip() {
    check_packed(POINT.as_bytes(), "GZIP / GeoJSON");
    check_packed(&encoding_rs::UTF_16LE.encode(POINT).0, "GZIP / GeoJSON");
    check_packed("名称,经度,纬度\n钱塘,120.5,30.2\n".as_bytes(), "GZIP / CSV");
    check_packed(b"id\tlon\tlat\n1\t120.5\t30.2\n", "GZIP / TSV");
    check_packed(b"SRID=4549;POINT (500000 3350000)", "GZIP / WKT");
    let kml = "<kml><Placemark><Point><coordinates>120,30</coordinates></Point></Placemark></kml>";
    check_packed(kml.as_bytes(), "GZIP / KML");
    check_packed(include_bytes!("cases/outline.dxf"), "GZIP / DXF");
    check_packed(ESRI.as_bytes(), "GZIP / Esri JSON");
    // Several packed texts one after another are one text.
    let two = [gzip(POINT.as_bytes()), gzip(b"\n"), gzip(POINT.as_bytes())].concat();
    assert_eq!(attempt(&two, None).unwrap().features.len(), 2);
}

#[test]
fn what_is_not_read_from_gzip_says_what_to_do() {
    let check = |inside: &[u8], code: &str| assert_eq!(refused(&gzip(inside)).kind.code(), code);
    check(include_bytes!("cases/turbines.xlsx"), "packed_inside");
    check(&gzip(POINT.as_bytes()), "packed_inside");
    check(&[0, 0, 0x27, 0x0a, 0, 0, 0, 0], "packed_inside");
    check(b"SQLite format 3\0", "packed_inside");
    check(b"hello world", "other_format");
    check(b"", "file_empty");
    let mut tar = vec![b'a'; 512];
    tar[257..262].copy_from_slice(b"ustar");
    check(&tar, "other_format");
}

#[test]
fn bombs_and_cut_files() {
    // Blanks that grow a thousand times.
    let bomb = gzip(&vec![b' '; 40 << 20]);
    assert!(bomb.len() < 100 << 10);
    let in_text = [b"id,lon,lat\n1,2,3\n".as_slice(), &vec![b'\n'; 40 << 20]].concat();
    assert_eq!(refused(&gzip(&in_text)).kind.code(), "limit");
    let in_json = [b"{\"a\":\"".as_slice(), &vec![b'a'; 40 << 20], b"\"}"].concat();
    assert_eq!(refused(&gzip(&in_json)).kind.code(), "limit");
    let whole = gzip(&[POINT; 2000].join("\n").into_bytes());
    for length in [1, 2, 9, 20, whole.len() / 2, whole.len() - 1] {
        match attempt(&whole[..length], None) {
            Err(Unread::Problem(_)) => {}
            other => panic!("{length}: {other:?}"),
        }
    }
    let mut turned = whole.clone();
    let last = turned.len() - 6;
    turned[last] ^= 1;
    assert_eq!(refused(&turned).kind.code(), "corrupt");
}

const ESRI: &str = r#"{"objectIdFieldName":"OBJECTID","geometryType":"esriGeometryPolygon",
"spatialReference":{"wkid":102100,"latestWkid":3857},
"fields":[{"name":"OBJECTID","type":"esriFieldTypeOID"},{"name":"名称","type":"esriFieldTypeString"},
{"name":"批准日期","type":"esriFieldTypeDate"}],
"features":[
{"attributes":{"OBJECTID":7,"名称":"钱塘湿地","批准日期":1577836800000},"geometry":{"rings":[
[[0,0],[0,10],[10,10],[10,0],[0,0]],[[2,2],[4,2],[4,4],[2,4],[2,2]],[[20,0],[20,10],[30,10],[30,0],[20,0]]]}},
{"attributes":{"OBJECTID":8,"名称":null,"批准日期":null},"geometry":null}]}"#;

#[test]
fn esri_polygons_with_holes_ids_and_dates() {
    let layer = attempt(ESRI.as_bytes(), None).unwrap();
    assert_eq!(layer.declared_crs.as_deref(), Some("EPSG:3857"));
    assert_eq!(
        (layer.features.len(), layer.refused, codes(&layer)),
        (2, 0, Vec::new())
    );
    let first = &layer.features[0];
    assert_eq!(first.id.as_deref(), Some("7"));
    assert_eq!(
        first.properties.text("批准日期").as_deref(),
        Some("2020-01-01T00:00:00Z")
    );
    let Some(Geometry::MultiPolygon(polygons)) = &first.geometry else {
        panic!("{first:?}")
    };
    let holes: Vec<usize> = polygons.iter().map(|polygon| polygon.interiors().len()).collect();
    assert_eq!((holes, polygons.unsigned_area()), (vec![1, 0], 196.0));
    assert_eq!(layer.features[1].geometry, None);
    assert_eq!(
        layer.features[1].properties.get("名称"),
        Some(&PropertyValue::Null)
    );
}

fn esri(geometry: &str, more: &str) -> String {
    format!(
        r#"{{"geometryType":"esriGeometryX","features":[{{"attributes":{{"a":1}},"geometry":{geometry}}}]{more}}}"#
    )
}

#[test]
fn esri_shapes() {
    let check = |geometry: &str, expected: Option<&str>| {
        let layer = attempt(esri(geometry, "").as_bytes(), None).unwrap();
        let expected = expected.map(|wkt| redshank::formats::wkt::read(wkt).unwrap().geometry.unwrap());
        assert_eq!(layer.features[0].geometry, expected, "{geometry}");
    };
    check(r#"{"x":1,"y":2}"#, Some("POINT (1 2)"));
    check(r#"{"x":1,"y":2,"z":5}"#, Some("POINT (1 2)"));
    check(r#"{"x":"NaN","y":"NaN"}"#, None);
    check(r#"{"x":null}"#, None);
    check(r#"{"points":[[1,2],[3,4]]}"#, Some("MULTIPOINT (1 2,3 4)"));
    check(r#"{"paths":[[[1,2],[3,4]]]}"#, Some("LINESTRING (1 2,3 4)"));
    check(
        r#"{"paths":[[[1,2],[3,4]],[[5,6],[7,8,9]]]}"#,
        Some("MULTILINESTRING ((1 2,3 4),(5 6,7 8))"),
    );
    check(r#"{"paths":[]}"#, None);
    check(r#"{"rings":[]}"#, None);
    check(
        r#"{"rings":[[[0,0],[0,1],[1,1],[0,0]]]}"#,
        Some("POLYGON ((0 0,0 1,1 1,0 0))"),
    );
}

#[test]
fn esri_faults_are_refused_alone() {
    let check = |geometry: &str, code: &str| {
        let layer = attempt(esri(geometry, "").as_bytes(), None).unwrap();
        assert_eq!(
            (layer.features.len(), layer.refused, codes(&layer)),
            (0, 1, vec![code]),
            "{geometry}"
        );
    };
    check(r#"{"curveRings":[]}"#, "unsupported");
    check(r#"{"rings":[[[0,0],[0,"1"]]]}"#, "wrong_type");
    check(r#"{"x":"1","y":2}"#, "wrong_type");
    check(r#"{"x":1}"#, "wrong_type");
    check("7", "wrong_type");
    let cut = attempt(
        esri(r#"{"x":1,"y":2}"#, r#","exceededTransferLimit":true"#).as_bytes(),
        None,
    )
    .unwrap();
    assert_eq!(
        (cut.features.len(), cut.refused, codes(&cut)),
        (1, 1, vec!["cut_by_service"])
    );
    let packed = esri(r#"{"x":1,"y":2}"#, r#","transform":{"scale":[1,1]}"#);
    assert_eq!(refused(packed.as_bytes()).kind.code(), "unsupported");
    assert_eq!(
        refused(&ESRI.as_bytes()[..ESRI.len() - 30]).kind.code(),
        "truncated"
    );
    assert_eq!(
        refused(ESRI.replace("[20,0]", "[20 0]").as_bytes()).kind.code(),
        "syntax"
    );
}

/// The reference stands on the document, on the shapes, or on both; shapes in another system are refused, not moved.
#[test]
fn esri_references_of_single_shapes() {
    let check = |first: u32, second: u32, more: &str, expected: (usize, usize, Option<&str>)| {
        let of = |number| format!(r#"{{"geometry":{{"x":1,"y":2,"spatialReference":{{"wkid":{number}}}}}}}"#);
        let text = format!(
            r#"{{"geometryType":"esriGeometryPoint","features":[{},{}]{more}}}"#,
            of(first),
            of(second)
        );
        let layer = attempt(text.as_bytes(), None).unwrap();
        let found = (layer.features.len(), layer.refused, layer.declared_crs.as_deref());
        assert_eq!(found, expected, "{text}");
    };
    check(4490, 4490, "", (2, 0, Some("EPSG:4490")));
    check(4490, 4326, "", (1, 1, Some("EPSG:4490")));
    let of_document = r#","spatialReference":{"wkid":102100,"latestWkid":3857}"#;
    check(102_100, 3857, of_document, (2, 0, Some("EPSG:3857")));
    check(102_100, 4490, of_document, (1, 1, Some("EPSG:3857")));
}

/// Two squares that share a border, a way along it, and a point; packed as whole numbers.
const TOPO: &str = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[100,20]},
"objects":{"areas":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","id":"A","properties":{"名":"东"},"arcs":[[0,1]]},
{"type":"MultiPolygon","id":2,"properties":{"名":"西"},"arcs":[[[2,-1]]]},
{"type":null,"id":3}]},
"way":{"type":"LineString","properties":{"b":1},"arcs":[0]},
"place":{"type":"Point","coordinates":[2,4]}},
"arcs":[[[4,0],[0,4]],[[4,4],[4,0],[0,-4],[-4,0]],[[4,0],[-4,0],[0,4],[4,0]]]}"#;

#[test]
fn topology_with_shared_arcs() {
    let problem = refused(TOPO.as_bytes());
    assert_eq!(problem.kind.code(), "which_table");
    let areas = attempt(TOPO.as_bytes(), Some("areas")).unwrap();
    assert_eq!(
        (areas.features.len(), areas.refused, codes(&areas)),
        (3, 0, Vec::new())
    );
    assert_eq!(areas.tables, ["areas", "way", "place"]);
    let of = |wkt: &str| redshank::formats::wkt::read(wkt).unwrap().geometry;
    assert_eq!(
        areas.features[0].geometry,
        of("POLYGON ((102 20,102 22,104 22,104 20,102 20))")
    );
    assert_eq!(
        areas.features[1].geometry,
        of("MULTIPOLYGON (((102 20,100 20,100 22,102 22,102 20)))")
    );
    assert_eq!(
        (
            areas.features[1].id.as_deref(),
            areas.features[2].geometry.as_ref()
        ),
        (Some("2"), None)
    );
    assert_eq!(areas.features[0].properties.text("名").as_deref(), Some("东"));
    assert_eq!(areas.declared_crs, None);
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:4549"}},"transform""#;
    let in_plane = attempt(TOPO.replace("\"transform\"", crs).as_bytes(), Some("areas")).unwrap();
    assert_eq!(in_plane.declared_crs.as_deref(), Some("EPSG:4549"));
    let way = attempt(TOPO.as_bytes(), Some("way")).unwrap();
    assert_eq!(way.features[0].geometry, of("LINESTRING (102 20,102 22)"));
    let place = attempt(TOPO.as_bytes(), Some("place")).unwrap();
    assert_eq!(place.features[0].geometry, of("POINT (101 22)"));
}

#[test]
fn topology_faults() {
    let named = |text: &str| attempt(text.as_bytes(), Some("areas")).unwrap();
    let lost = named(&TOPO.replace("[[0,1]]", "[[0,9]]"));
    assert_eq!(
        (lost.features.len(), lost.refused, codes(&lost)),
        (2, 1, vec!["wrong_type"])
    );
    let open = named(&TOPO.replace("[[0,1]]", "[[1]]"));
    assert_eq!(open.features[0].unclosed.len(), 1);
    // The second arc does not begin where the first ends.
    let apart = named(&TOPO.replace("[[0,1]]", "[[0,2]]"));
    assert_eq!(
        (apart.features.len(), apart.refused, codes(&apart)),
        (2, 1, vec!["wrong_type"])
    );
    let no_member = named(&TOPO.replace(r#"{"type":null,"id":3}"#, "3,[]"));
    assert_eq!((no_member.features.len(), no_member.refused), (2, 2));
    let no_table = named(&TOPO.replace(r#"{"名":"东"}"#, r#"["东"]"#));
    assert_eq!((no_table.features.len(), no_table.refused), (2, 1));
    let unknown = named(&TOPO.replace("\"Polygon\"", "\"Circle\""));
    assert_eq!((unknown.features.len(), unknown.refused), (2, 1));
    let wrong = TOPO.replace("[0,4]]", "[0,\"4\"]]");
    assert_eq!(
        refused(wrong.replace("\"way\"", "\"areas\"").as_bytes())
            .kind
            .code(),
        "which_table"
    );
    match attempt(wrong.as_bytes(), Some("areas")) {
        Err(Unread::Problem(problem)) => assert_eq!(problem.kind.code(), "wrong_type"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn arcs_that_are_used_without_end() {
    // It ends where it begins, so that it may follow itself.
    let arc: Vec<String> = (0..1000).map(|k| format!("[{},0]", k % 999)).collect();
    let uses = vec!["0"; 1000].join(",");
    let lines: Vec<String> = (0..1000)
        .map(|_| format!(r#"{{"type":"LineString","arcs":[{uses}]}}"#))
        .collect();
    let text = format!(
        r#"{{"type":"Topology","objects":{{"a":{{"type":"GeometryCollection","geometries":[{}]}}}},"arcs":[[{}]]}}"#,
        lines.join(","),
        arc.join(",")
    );
    let layer = attempt(text.as_bytes(), None).unwrap();
    let vertices: usize = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref())
        .map(|geometry| geometry.coords_count())
        .sum();
    assert!(vertices < 100_000 && layer.refused > 900, "{vertices}");
    assert_eq!(layer.problems[0].problem.kind.code(), "limit");
}
