//! Layers written in every format, read again by the program's own readers, and held against what was written.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo::{Coord, Geometry, GeometryCollection, LineString, Point, Polygon};
use proptest::prelude::*;
use redshank::formats::input::FileToRead;
use redshank::formats::open::{OpenOptions, Source, open, read_layer};
use redshank::formats::raw::RawLayer;
use redshank::formats::read::read;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::geom::gate::admit_plane;
use redshank::geom::shape::Shape;
use redshank::model::feature::{Feature, Properties, PropertyValue};
use redshank::model::layer::{About, Layer, Provenance};
use redshank::model::role::Role;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::layers::coding::Coding;
use redshank::report::layers::loss::{Loss, Losses};
use redshank::report::layers::order::{Content, CrsWish, LayerError, LayerFormat, LayerOrder, LayersWritten};
use redshank::report::layers::write::{Scene, write_layers};
use redshank::words::Lang;
use serde_json::{Value, json};

const PLANE: &str = "EPSG:4549";

fn at(x: f64, y: f64) -> Coord<f64> {
    Coord {
        x: 540_000.0 + x,
        y: 3_353_000.0 + y,
    }
}

fn ring(x: f64, y: f64, side: f64) -> LineString<f64> {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    corners.iter().map(|&(x, y)| at(x, y)).collect()
}

fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let hole = ring(x + side / 4.0, y + side / 4.0, side / 2.0);
    Polygon::new(ring(x, y, side), vec![hole]).into()
}

fn line(x: f64, y: f64) -> Geometry<f64> {
    LineString(vec![at(x, y), at(x + 1.5, y + 0.25), at(x + 3.0, y)]).into()
}

fn point(x: f64, y: f64) -> Geometry<f64> {
    Point(at(x, y)).into()
}

fn several(parts: Vec<Geometry<f64>>) -> Geometry<f64> {
    Geometry::GeometryCollection(GeometryCollection(parts))
}

fn values(all: &[(&str, Value)]) -> Properties {
    all.iter()
        .map(|(name, value)| (Arc::from(*name), PropertyValue::from(value.clone())))
        .collect()
}

fn layer(features: Vec<(Geometry<f64>, Properties)>) -> Layer {
    let features = features
        .into_iter()
        .zip(1..)
        .map(|((geometry, properties), number)| Feature {
            id: number.to_string().into(),
            number,
            shape: Arc::new(admit_plane(geometry).unwrap()),
            properties,
            foreign: Properties::default(),
        });
    let provenance = Provenance {
        source_crs: "EPSG:4490".to_owned(),
        ..Provenance::default()
    };
    Layer::new(About::new("湿地", Role::Wetland), provenance, features.collect())
}

fn workspace(layers: Vec<Layer>) -> Workspace {
    let mut workspace = Workspace::empty(Crs::from_code(PLANE).unwrap());
    workspace.layers = layers.into_iter().map(Arc::new).collect();
    workspace
}

fn order(target: &Path, format: LayerFormat) -> LayerOrder {
    LayerOrder {
        contents: vec![Content::Layer("湿地".into())],
        target: target.to_owned(),
        format,
        crs: CrsWish::Usual,
        coding: None,
    }
}

fn carried_out(workspace: &Workspace, order: &LayerOrder) -> LayersWritten {
    let scene = Scene {
        workspace,
        screening: None,
        opened: &[],
        lang: Lang::Zh,
    };
    write_layers(&scene, order, &Progress::default())
}

/// What was written, as the program reads it into the same plane, and what was lost.
struct Again {
    layer: Layer,
    losses: Losses,
    _home: tempfile::TempDir,
}

fn read_again(path: &Path) -> Layer {
    let plan = LayerPlan::of_file(About::new("again", Role::Wetland), path);
    let read = read_layer(plan, &Crs::from_code(PLANE).unwrap(), &Progress::default()).unwrap();
    assert_eq!(read.layer.provenance.counts.refused, 0, "{:?}", read.problems);
    read.layer
}

fn again(layer: Layer, format: LayerFormat, adjust: impl FnOnce(&mut LayerOrder)) -> Again {
    let home = tempfile::tempdir().unwrap();
    let mut order = order(&home.path().join(format!("层.{}", format.code())), format);
    adjust(&mut order);
    let mut done = carried_out(&workspace(vec![layer]), &order);
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    let written = done.written.remove(0);
    Again {
        layer: read_again(&written.paths[0]),
        losses: written.losses,
        _home: home,
    }
}

/// The greatest distance of a vertex from where it was, over all vertices in their order; both shapes have the same.
fn moved_m(a: &Shape, b: &Shape) -> f64 {
    assert_eq!(a.vertex_count(), b.vertex_count());
    let mut most: f64 = 0.0;
    for (a, b) in [(a, b), (b, a)] {
        for place in a.coords() {
            let nearest = b
                .coords()
                .map(|other| (other.x - place.x).hypot(other.y - place.y))
                .fold(f64::INFINITY, f64::min);
            most = most.max(nearest);
        }
    }
    most
}

/// How far a format may move a vertex.
fn precision_m(format: LayerFormat) -> f64 {
    match format {
        // A nanodegree, and half of it on either axis.
        LayerFormat::GeoJson | LayerFormat::Kml => 1e-4,
        LayerFormat::Parcels => 1e-3,
        _ => 0.0,
    }
}

const TABLES: [LayerFormat; 7] = [
    LayerFormat::GeoJson,
    LayerFormat::GeoPackage,
    LayerFormat::Shapefile,
    LayerFormat::FlatGeobuf,
    LayerFormat::Kml,
    LayerFormat::Csv,
    LayerFormat::Xlsx,
];

/// A text that no format changes: without blanks around it, not like a number or a formula.
fn text() -> impl Strategy<Value = String> {
    "[a-zA-Z湿地保护区钱塘江,;\"'<>&%_][a-zA-Z湿地甲乙丙丁,;\"'<>&%_=+-]{0,5}[a-z湿地滩涂]"
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-1e6f64..1e6).prop_map(|x| (x * 1000.0).round() / 1000.0),
        proptest::num::f64::NORMAL
    ]
}

type Record = (Option<String>, Option<i64>, Option<f64>, Option<bool>);

fn record() -> impl Strategy<Value = Record> {
    (
        proptest::option::of(text()),
        proptest::option::of(prop_oneof![any::<i64>(), -100i64..100]),
        proptest::option::of(number()),
        proptest::option::of(any::<bool>()),
    )
}

fn shape_of(kind: usize, number: usize) -> Geometry<f64> {
    let (x, y) = (37.25 * number as f64, 11.125 * (number % 7) as f64);
    match kind {
        0 => square(x, y, 20.5),
        1 => several(vec![square(x, y, 8.0), square(x + 10.0, y, 4.0)]),
        2 => line(x, y),
        3 => point(x, y),
        _ => several(vec![point(x, y), point(x + 1.0, y + 2.0)]),
    }
}

fn equal(format: LayerFormat, found: Option<&PropertyValue>, expected: &Value) -> bool {
    let found = found.map_or(Value::Null, PropertyValue::to_json);
    match (format, expected) {
        // Neither has truth values; both are told as losses.
        (LayerFormat::Csv | LayerFormat::Kml, Value::Bool(truth)) => found == json!(truth.to_string()),
        // No sort of number there has 64 bits.
        (LayerFormat::Kml, Value::Number(_)) => found == *expected || found == json!(expected.to_string()),
        // Where a column has numbers with exponents it is text to the reader.
        (LayerFormat::Csv, Value::Number(_)) => {
            found == *expected || found.as_str() == Some(&expected.to_string())
        }
        // A cell is a double; what that would change is text, and so is a column with such.
        (LayerFormat::Xlsx, Value::Number(_)) => {
            let text = found.as_str().map(str::to_owned);
            let found = found.as_f64().or_else(|| text.as_deref()?.parse().ok());
            text == Some(expected.to_string()) || found.is_some() && found == expected.as_f64()
        }
        _ => found == *expected,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_value_comes_back(
        records in proptest::collection::vec(record(), 1..12),
        kind in 0usize..5,
        coding in prop_oneof![Just(Coding::Utf8), Just(Coding::Gbk)],
    ) {
        let expected: Vec<[(&str, Value); 4]> = records
            .iter()
            .map(|(text, whole, real, truth)| {
                [("名称", json!(text)), ("count", json!(whole)), ("share", json!(real)), ("ok", json!(truth))]
            })
            .collect();
        for format in TABLES {
            let features = expected.iter().enumerate();
            let features = features.map(|(k, record)| (shape_of(kind, k), values(record)));
            let before = layer(features.collect());
            let shapes: Vec<Arc<Shape>> = before.features().iter().map(|f| Arc::clone(&f.shape)).collect();
            let back = again(before, format, |order| {
                order.coding = format.has_coding().then_some(coding);
            });
            prop_assert_eq!(back.layer.features().len(), expected.len());
            // FlatGeobuf sorts by place; places are all different.
            for feature in back.layer.features() {
                let (number, moved) = (0..shapes.len())
                    .filter(|&k| shapes[k].vertex_count() == feature.shape.vertex_count())
                    .map(|k| (k, moved_m(&feature.shape, &shapes[k])))
                    .min_by(|a, b| a.1.total_cmp(&b.1))
                    .unwrap();
                prop_assert!(moved <= precision_m(format), "{format:?}: {moved} m");
                prop_assert!(format == LayerFormat::FlatGeobuf || number + 1 == feature.number);
                for (name, value) in &expected[number] {
                    let found = feature.properties.get(name);
                    prop_assert!(equal(format, found, value), "{format:?} {name}: {found:?}, not {value}");
                }
            }
        }
    }
}

#[test]
fn types_stay_what_they_are() {
    let features = || {
        vec![
            (
                square(0.0, 0.0, 9.0),
                values(&[
                    ("text", json!("1104A")),
                    ("whole", json!(9_007_199_254_740_993i64)),
                    ("real", json!(1104.0)),
                    ("truth", json!(true)),
                    ("nothing", json!(null)),
                ]),
            ),
            (
                square(20.0, 0.0, 9.0),
                values(&[
                    ("text", json!("湿地")),
                    ("whole", json!(-1)),
                    ("real", json!(0.1)),
                    ("truth", json!(false)),
                    ("nothing", json!(null)),
                ]),
            ),
        ]
    };
    for format in [
        LayerFormat::GeoJson,
        LayerFormat::GeoPackage,
        LayerFormat::Shapefile,
        LayerFormat::FlatGeobuf,
    ] {
        let back = again(layer(features()), format, |_| {});
        let whole = |value: i64| PropertyValue::Number(value.into());
        let first = back
            .layer
            .features()
            .iter()
            .find(|f| f.properties.text("text").as_deref() == Some("1104A"));
        let first = &first.unwrap().properties;
        assert_eq!(
            first.get("whole"),
            Some(&whole(9_007_199_254_740_993)),
            "{format:?}"
        );
        assert_eq!(first.get("real").unwrap().to_json(), json!(1104.0), "{format:?}");
        assert_eq!(first.get("truth"), Some(&PropertyValue::Bool(true)), "{format:?}");
        assert_eq!(first.get("nothing"), Some(&PropertyValue::Null), "{format:?}");
    }
}

#[test]
fn what_a_shapefile_cannot_hold_is_told() {
    let long = "湿".repeat(100);
    let features = vec![
        (
            several(vec![square(0.0, 0.0, 9.0), line(50.0, 0.0), point(70.0, 0.0)]),
            values(&[
                ("湿地保护区名称", json!(long)),
                ("湿地保护区编号", json!(7)),
                ("mixed", json!("a")),
                ("list", json!([1, 2])),
            ]),
        ),
        (
            square(20.0, 0.0, 9.0),
            values(&[("湿地保护区名称", json!("")), ("mixed", json!(3))]),
        ),
    ];
    let home = tempfile::tempdir().unwrap();
    let order = order(&home.path().join("a.shp"), LayerFormat::Shapefile);
    let done = carried_out(&workspace(vec![layer(features)]), &order);
    let written = &done.written[0];
    let losses = &written.losses;
    let check = |loss: Loss, count: usize| assert_eq!(losses.count(&loss), count, "{loss:?} of {losses:?}");
    check(Loss::Split, 1);
    check(Loss::Cut("湿地保护区名称".into()), 1);
    check(Loss::Emptied("湿地保护区名称".into()), 1);
    check(Loss::AsText("mixed".into()), 1);
    check(Loss::AsText("list".into()), 1);
    let renamed = |from: &str, to: &str| Loss::FieldRenamed {
        from: from.into(),
        to: to.into(),
    };
    check(renamed("湿地保护区名称", "湿地保"), 1);
    check(renamed("湿地保护区编号", "湿地_1"), 1);
    for (suffix, count) in [("_area", 2), ("_line", 1), ("_point", 1)] {
        for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
            assert!(home.path().join(format!("a{suffix}.{ending}")).exists());
        }
        let layer = read_again(&home.path().join(format!("a{suffix}.shp")));
        assert_eq!(layer.features().len(), count);
        let text = layer.features()[0].properties.text("湿地保").unwrap();
        assert_eq!(text, "湿".repeat(84), "254 bytes hold 84 letters of three");
    }
    for lang in Lang::ALL {
        for line in losses.lines(lang) {
            assert!(!line.contains("export.") && !line.contains("%{"), "{line}");
        }
    }
}

#[test]
fn parcels_are_polygons_only() {
    let features = vec![
        (
            square(0.0, 0.0, 100.0),
            values(&[("地块名称", json!("圩田")), ("other", json!(1))]),
        ),
        (line(200.0, 0.0), values(&[])),
    ];
    for coding in [None, Some(Coding::Utf8)] {
        let back = again(layer(features.clone()), LayerFormat::Parcels, |order| {
            order.coding = coding
        });
        assert_eq!(back.layer.features().len(), 1);
        assert_eq!(
            back.layer.features()[0].properties.text("地块名称").as_deref(),
            Some("圩田")
        );
        assert_eq!(back.losses.count(&Loss::LeftOut), 1);
        assert_eq!(back.losses.count(&Loss::FieldLeftOut("other".into())), 1);
        assert!(back.losses.has_grave());
    }
}

#[test]
fn formulas_are_made_harmless_in_csv() {
    let features = vec![(
        point(0.0, 0.0),
        values(&[("a", json!("=1+1")), ("b", json!("0303")), ("c", json!("\"'=1"))]),
    )];
    let back = again(layer(features), LayerFormat::Csv, |_| {});
    let properties = &back.layer.features()[0].properties;
    assert_eq!(properties.text("a").as_deref(), Some("'=1+1"));
    assert_eq!(properties.get("b"), Some(&PropertyValue::from("0303")));
    assert_eq!(properties.text("c").as_deref(), Some("\"'=1"), "no formula");
    assert_eq!(back.losses.count(&Loss::Guarded("c".into())), 0);
    assert_eq!(back.losses.count(&Loss::Guarded("a".into())), 1);
    assert_eq!(back.losses.count(&Loss::LikeNumbers("b".into())), 1);
}

/// The cells of a sheet by their places, as they stand in the file: what kind, which number of a look, what is in it.
fn cells(path: &Path) -> BTreeMap<String, (String, String, String)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut sheet = archive.by_name("xl/worksheets/sheet1.xml").unwrap();
    let mut text = String::new();
    sheet.read_to_string(&mut text).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    assert!(!text.contains("<f>"), "a formula");
    let cells = document.descendants().filter(|node| node.has_tag_name("c"));
    let cells = cells.map(|node| {
        let of = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
        let texts = node.descendants().filter(|node| node.is_text());
        let texts = texts.filter_map(|node| node.text());
        (of("r"), (of("t"), of("s"), texts.collect()))
    });
    cells.collect()
}

/// What a planner gets in Excel or WPS: Chinese, numbers to count with, codes and days as they were written, no formula.
#[test]
fn attributes_are_written_as_a_workbook() {
    let first = [
        ("名称", json!("钱塘江口湿地")),
        ("code", json!("0303")),
        ("ha", json!(12.5)),
        ("count", json!(-7)),
        ("kept", json!(true)),
        ("day", json!("2026-11-30")),
        ("said", json!("=HYPERLINK(\"http://x\")")),
        ("long", json!("湿".repeat(40_000))),
        ("big", json!(9_007_199_254_740_993_i64)),
    ];
    let features = vec![
        (square(0.0, 0.0, 9.0), values(&first)),
        (point(50.0, 0.0), values(&[("code", json!(""))])),
    ];
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("湿地.xlsx");
    let done = carried_out(
        &workspace(vec![layer(features)]),
        &order(&path, LayerFormat::Xlsx),
    );
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    let losses = &done.written[0].losses;
    assert_eq!(losses.count(&Loss::Cut("long".into())), 1);
    assert_eq!(losses.count(&Loss::AsText("big".into())), 1);
    assert_eq!(losses.count(&Loss::Emptied("code".into())), 1);
    assert_eq!(
        losses.count(&Loss::Guarded("said".into())),
        0,
        "the text is what it was"
    );
    let cells = cells(&path);
    let check = |place: &str, kind: &str, expected: &str| {
        let (own_kind, _, text) = &cells[place];
        assert_eq!((own_kind.as_str(), text.as_str()), (kind, expected), "{place}");
    };
    check("A1", "inlineStr", "名称");
    check("J1", "inlineStr", "WKT");
    check("A2", "inlineStr", "钱塘江口湿地");
    check("B2", "inlineStr", "0303");
    check("C2", "", "12.5");
    check("D2", "", "-7");
    check("E2", "b", "1");
    check("F2", "inlineStr", "2026-11-30");
    check("G2", "inlineStr", "=HYPERLINK(\"http://x\")");
    check("H2", "inlineStr", &"湿".repeat(32_767));
    check("I2", "inlineStr", "9007199254740993");
    // Marked, so that it stays a text where somebody edits the cell.
    assert_ne!(cells["G2"].1, cells["F2"].1);
    assert!(!cells.contains_key("B3"), "nothing stands where nothing was");
    let back = read_again(&path);
    assert_eq!(back.features().len(), 2);
    assert_eq!(back.features()[0].shape.vertex_count(), 10);
}

/// Remarks of several lines, as Windows writes them, lose nothing; what XML forbids is told.
#[test]
fn ends_of_lines_of_other_systems_are_kept_as_such() {
    let values = values(&[("note", json!("a\r\nb\rc")), ("bell", json!("x\u{7}"))]);
    let home = tempfile::tempdir().unwrap();
    for format in [LayerFormat::Xlsx, LayerFormat::Kml] {
        let path = home.path().join("a").with_extension(format.code());
        let workspace = workspace(vec![layer(vec![(square(0.0, 0.0, 9.0), values.clone())])]);
        let done = carried_out(&workspace, &order(&path, format));
        assert!(done.failed.is_empty(), "{:?}", done.failed);
        let losses = &done.written[0].losses;
        assert_eq!(losses.count(&Loss::Replaced("note".into())), 0);
        assert_eq!(losses.count(&Loss::Replaced("bell".into())), 1);
        match format {
            LayerFormat::Xlsx => assert_eq!(cells(&path)["A2"].2, "a\nb\nc"),
            _ => assert!(std::fs::read_to_string(&path).unwrap().contains(">a\nb\nc<")),
        }
    }
}

/// A shape that no cell holds is left out and told as what is missing.
#[test]
fn a_shape_that_is_longer_than_a_cell_is_told() {
    let zigzag = (0..4000).map(|k| at(f64::from(k), f64::from(k % 2)));
    let features = vec![
        (LineString(zigzag.collect()).into(), values(&[("a", json!(1))])),
        (point(0.0, 0.0), values(&[("a", json!(2))])),
    ];
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.xlsx");
    let done = carried_out(
        &workspace(vec![layer(features)]),
        &order(&path, LayerFormat::Xlsx),
    );
    let losses = &done.written[0].losses;
    assert_eq!(losses.count(&Loss::ShapeTooLong), 1);
    assert!(losses.has_grave());
    let cells = cells(&path);
    assert!(!cells.contains_key("B2"));
    assert_eq!(cells["A2"].2, "1");
    assert_eq!(cells["B3"].2, "SRID=4549;POINT (540000 3353000)");
}

#[test]
fn own_ids_survive() {
    let mut before = layer(vec![(point(0.0, 0.0), values(&[("id", json!("x"))]))]);
    let features: Vec<Feature> = before
        .features()
        .iter()
        .map(|feature| Feature {
            id: "W-07".into(),
            ..feature.clone()
        })
        .collect();
    before = Layer::new(before.about.clone(), Provenance::default(), features);
    let home = tempfile::tempdir().unwrap();
    let workspace = workspace(vec![before]);
    for (format, is_member) in [(LayerFormat::GeoJson, true), (LayerFormat::GeoPackage, false)] {
        let path = home.path().join(format!("a.{}", format.code()));
        assert!(carried_out(&workspace, &order(&path, format)).failed.is_empty());
        let raw = raw(&path);
        let found = match is_member {
            true => raw.features[0].id.as_deref().map(str::to_owned),
            false => raw.features[0].properties.text("id_2"),
        };
        assert_eq!(found.as_deref(), Some("W-07"), "{format:?}");
        assert_eq!(raw.features[0].properties.text("id").as_deref(), Some("x"));
    }
}

fn raw(path: &Path) -> RawLayer {
    read(&FileToRead::at(path), None, &Progress::default()).unwrap()
}

#[test]
fn rings_turn_as_each_format_wants() {
    let home = tempfile::tempdir().unwrap();
    let workspace = workspace(vec![layer(vec![(square(0.0, 0.0, 9.0), Properties::default())])]);
    let turn = |format: LayerFormat| {
        let path = home.path().join(format!("a.{}", format.code()));
        carried_out(&workspace, &order(&path, format));
        let Some(Geometry::Polygon(polygon)) = raw(&path).features.remove(0).geometry else {
            panic!("{format:?}");
        };
        use geo::Winding as _;
        (polygon.exterior().is_ccw(), polygon.interiors()[0].is_ccw())
    };
    for format in TABLES {
        let is_clockwise = format == LayerFormat::Shapefile;
        assert_eq!(turn(format), (!is_clockwise, is_clockwise), "{format:?}");
    }
}

#[test]
fn the_same_layer_gives_the_same_bytes() {
    let features = || {
        let features = (0..3000).map(|k| {
            let properties = values(&[("编号", json!(k)), ("share", json!(k as f64 / 7.0))]);
            (shape_of(k % 2, k), properties)
        });
        workspace(vec![layer(features.collect())])
    };
    for format in LayerFormat::ALL {
        let written = |_| -> BTreeMap<String, Vec<u8>> {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join(format!("a.{}", format.code()));
            let done = carried_out(&features(), &order(&path, format));
            assert!(done.failed.is_empty(), "{:?}", done.failed);
            let files = std::fs::read_dir(home.path())
                .unwrap()
                .map(|entry| entry.unwrap().path());
            files
                .map(|path| {
                    (
                        path.file_name().unwrap().to_string_lossy().into_owned(),
                        std::fs::read(path).unwrap(),
                    )
                })
                .collect()
        };
        let (first, second) = (written(1), written(2));
        assert!(first == second, "{format:?}");
        assert!(
            first.keys().all(|name| name.starts_with("a.")),
            "no draft is left: {:?}",
            first.keys()
        );
    }
}

#[test]
fn systems_as_wished() {
    let features = || layer(vec![(square(0.0, 0.0, 90.0), Properties::default())]);
    let check = |format: LayerFormat, wish: CrsWish, most_m: f64, declared: Option<&str>| {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(format!("a.{}", format.code()));
        let order = LayerOrder {
            crs: wish,
            ..order(&path, format)
        };
        let before = features();
        let shape = Arc::clone(&before.features()[0].shape);
        let done = carried_out(&workspace(vec![before]), &order);
        assert!(done.failed.is_empty(), "{:?}", done.failed);
        let back = read_again(&path);
        assert!(moved_m(&shape, &back.features()[0].shape) <= most_m, "{format:?}");
        if let Some(code) = declared {
            assert_eq!(back.provenance.source_crs, code);
        }
    };
    for format in [
        LayerFormat::GeoPackage,
        LayerFormat::Shapefile,
        LayerFormat::FlatGeobuf,
        LayerFormat::Csv,
    ] {
        check(format, CrsWish::Usual, 0.0, Some(PLANE));
        check(format, CrsWish::Source, 1e-4, Some("EPSG:4490"));
        check(format, CrsWish::Code("EPSG:4528".into()), 2e-6, Some("EPSG:4528"));
    }
    check(LayerFormat::GeoJson, CrsWish::Usual, 1e-4, None);
    check(LayerFormat::GeoJson, CrsWish::Workspace, 0.0, Some(PLANE));
    check(
        LayerFormat::Parcels,
        CrsWish::Code("EPSG:4528".into()),
        1e-3,
        Some("EPSG:4528"),
    );
}

#[test]
fn what_cannot_be_written_is_refused_in_words() {
    let home = tempfile::tempdir().unwrap();
    let workspace = workspace(vec![layer(vec![(point(0.0, 0.0), Properties::default())])]);
    let check = |adjust: &dyn Fn(&mut LayerOrder), ending: &str, zh: &str, en: &str| {
        let path = home.path().join(format!("a.{ending}"));
        let mut order = order(&path, LayerFormat::from_code(ending).unwrap());
        adjust(&mut order);
        let done = carried_out(&workspace, &order);
        assert!(done.written.is_empty());
        let error = &done.failed[0];
        assert!(error.text(Lang::Zh).contains(zh), "{}", error.text(Lang::Zh));
        assert!(error.text(Lang::En).contains(en), "{}", error.text(Lang::En));
        assert_eq!(
            std::fs::read_dir(home.path()).unwrap().count(),
            0,
            "nothing is left behind"
        );
    };
    let in_crs = |code: &'static str| move |order: &mut LayerOrder| order.crs = CrsWish::Code(code.into());
    check(
        &in_crs("EPSG:2385"),
        "gpkg",
        "没有官方转换参数",
        "no official datum shift",
    );
    check(&in_crs("EPSG:0"), "shp", "未知的坐标系", "is not known");
    check(&in_crs("EPSG:4549"), "kml", "只能使用", "longitude and latitude");
    check(&in_crs("EPSG:4326"), "txt", "分带", "Gauss-Krüger");
    check(
        &|order| order.contents = vec![Content::Layer("no".into())],
        "csv",
        "没有图层",
        "no layer",
    );
    check(
        &|order| order.contents = vec![Content::Findings],
        "fgb",
        "尚无核查结果",
        "no findings",
    );
    let twice = |order: &mut LayerOrder| order.contents = vec![order.contents[0].clone(), Content::Findings];
    check(&twice, "shp", "不能写入同一个文件", "do not go into one file");
}

#[test]
fn sources_are_never_written_over() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.geojson");
    let done = carried_out(
        &workspace(vec![layer(vec![(square(0.0, 0.0, 9.0), Properties::default())])]),
        &order(&path, LayerFormat::GeoJson),
    );
    assert!(done.failed.is_empty());
    let shp = home.path().join("b.shp");
    carried_out(
        &workspace(vec![layer(vec![(square(0.0, 0.0, 9.0), Properties::default())])]),
        &order(&shp, LayerFormat::Shapefile),
    );
    let opened = vec![path.clone(), shp.clone()];
    let source = Source::of_paths(opened.clone());
    let read = open(&source, &OpenOptions::default(), &Progress::default()).unwrap();
    let before: Vec<Vec<u8>> = opened.iter().map(|path| std::fs::read(path).unwrap()).collect();
    for (target, format) in [(&path, LayerFormat::GeoJson), (&shp, LayerFormat::Shapefile)] {
        let order = LayerOrder {
            contents: vec![Content::Layer(Arc::clone(&read.layers[0].about.id))],
            ..order(target, format)
        };
        let scene = Scene {
            workspace: &read,
            screening: None,
            opened: &opened,
            lang: Lang::En,
        };
        let done = write_layers(&scene, &order, &Progress::default());
        assert!(
            matches!(done.failed.as_slice(), [LayerError::Source(_)]),
            "{:?}",
            done.failed
        );
    }
    let after: Vec<Vec<u8>> = opened.iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(before, after);
}

#[test]
fn a_stop_leaves_nothing_behind() {
    let features = (0..5000).map(|k| (shape_of(0, k), values(&[("k", json!(k))])));
    let workspace = workspace(vec![layer(features.collect())]);
    for format in LayerFormat::ALL {
        let home = tempfile::tempdir().unwrap();
        let progress = Progress::default();
        progress.cancel();
        let scene = Scene {
            workspace: &workspace,
            screening: None,
            opened: &[],
            lang: Lang::En,
        };
        let target = home.path().join(format!("a.{}", format.code()));
        let done = write_layers(&scene, &order(&target, format), &progress);
        assert!(
            matches!(done.failed.as_slice(), [LayerError::Cancelled]),
            "{format:?}"
        );
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "{format:?}");
    }
}

/// The example: every layer into one GeoPackage, and as a folder of each other format.
#[test]
fn the_example_as_a_whole() {
    let opened = vec![PathBuf::from("maps/qiantang")];
    let source = Source::of_paths(opened.clone());
    let workspace = open(&source, &OpenOptions::default(), &Progress::default()).unwrap();
    let contents: Vec<Content> = workspace
        .layers
        .iter()
        .map(|layer| Content::Layer(Arc::clone(&layer.about.id)))
        .collect();
    let home = tempfile::tempdir().unwrap();
    for format in LayerFormat::ALL {
        let target = match format {
            LayerFormat::GeoPackage => home.path().join("all.gpkg"),
            _ => home.path().join(format.code()),
        };
        let order = LayerOrder {
            contents: contents.clone(),
            target,
            format,
            crs: CrsWish::Usual,
            coding: None,
        };
        let scene = Scene {
            workspace: &workspace,
            screening: None,
            opened: &opened,
            lang: Lang::Zh,
        };
        let done = write_layers(&scene, &order, &Progress::default());
        assert!(done.failed.is_empty(), "{format:?}: {:?}", done.failed);
        assert_eq!(done.written.len(), contents.len());
        if format == LayerFormat::GeoPackage {
            let file = FileToRead {
                table: Some("wetland".to_owned()),
                ..FileToRead::at(&home.path().join("all.gpkg"))
            };
            let raw = read(&file, None, &Progress::default()).unwrap();
            assert_eq!(raw.tables.len(), contents.len());
            assert_eq!(
                raw.features.len(),
                workspace.layer("wetland").unwrap().features().len()
            );
        }
    }
}

/// Outlines come back where they were; what a drawing cannot hold is told.
#[test]
fn drawings_are_outlines_with_names() {
    let shapes = vec![
        square(0.0, 0.0, 100.0),
        several(vec![square(200.0, 0.0, 9.0), square(220.0, 0.0, 9.0)]),
        line(300.0, 0.0),
        point(400.0, 0.0),
    ];
    let features = shapes
        .into_iter()
        .map(|shape| (shape, values(&[("other", json!(1))])));
    let before = layer(features.collect());
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.dxf");
    let done = carried_out(&workspace(vec![before]), &order(&path, LayerFormat::Dxf));
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    let losses = &done.written[0].losses;
    let check = |loss: Loss, count: usize| assert_eq!(losses.count(&loss), count, "{loss:?} of {losses:?}");
    check(Loss::FieldLeftOut("other".into()), 1);
    check(Loss::PartsApart, 1);
    check(Loss::CrsUnsaid(PLANE.into()), 1);
    check(Loss::HolesApart("湿地_HOLE".into()), 3);

    let drawing = read(&FileToRead::at(&path), None, &Progress::default()).unwrap();
    assert!(drawing.problems.is_empty(), "{:?}", drawing.problems);
    // The kinds in the order of the drawing, and what they enclose.
    let found = |layer: &str| -> Vec<(String, f64)> {
        let is_there = |feature: &&redshank::formats::raw::RawFeature| {
            feature.properties.text("layer").as_deref() == Some(layer)
        };
        let there = drawing.features.iter().filter(is_there);
        let told = there.map(|feature| {
            let area = feature.geometry.as_ref().map_or(0.0, geo::Area::unsigned_area);
            (feature.properties.text("type").unwrap().to_string(), area)
        });
        told.collect()
    };
    let line = |area: f64| ("POLYLINE".to_owned(), area);
    let outlines = [line(10_000.0), line(81.0), line(81.0), line(0.0)];
    assert_eq!(
        found("湿地"),
        [&outlines[..], &[("POINT".to_owned(), 0.0)]].concat()
    );
    assert_eq!(found("湿地_HOLE"), [line(2_500.0), line(20.25), line(20.25)]);
    assert_eq!(found("湿地_TEXT").len(), 4, "each feature has its name");
}
