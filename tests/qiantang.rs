//! The example workspace: drawn by the program that is here, closed on the published totals, and sound.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

#[path = "../examples/draw_qiantang/drawing/mod.rs"]
mod drawing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use geo::{Coord, Geometry, MultiPolygon};
use redshank::geom::area::{M2_PER_HA, SurveyFormula, plane_area};
use redshank::geom::crs::Crs;
use redshank::geom::ellipsoid::Ellipsoid;
use redshank::geom::extent::Extent;
use redshank::geom::gate::Gate;
use redshank::geom::index::SpatialIndex;
use redshank::geom::overlay::{difference, intersection};
use redshank::geom::relate::{Relation, relate};
use redshank::geom::shape::Shape;
use redshank::model::role::{ProjectKind, Role};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/maps/qiantang");
/// Common area that rounding to eight decimals can leave between neighbours.
const ROUNDING_M2: f64 = 1e-2;

fn read(name: &str) -> String {
    let path = Path::new(FOLDER).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn layer(id: &str) -> Value {
    serde_json::from_str(&read(&format!("{id}.geojson"))).unwrap()
}

fn features(layer: &Value) -> &[Value] {
    layer["features"].as_array().unwrap()
}

fn layer_tables() -> Vec<toml::Table> {
    let workspace: toml::Table = read("workspace.toml").parse().unwrap();
    let layers = workspace["layer"].as_array().unwrap();
    layers
        .iter()
        .map(|layer| layer.as_table().unwrap().clone())
        .collect()
}

fn ring_m2(ring: &Value) -> f64 {
    let coords: Vec<Coord<f64>> = serde_json::from_value::<Vec<(f64, f64)>>(ring.clone())
        .unwrap()
        .into_iter()
        .map(Coord::from)
        .collect();
    SurveyFormula::new(Ellipsoid::CGCS2000).ring_m2(&coords)
}

/// Shells are counter-clockwise and holes clockwise, so the signed areas simply add.
fn layer_ha(layer: &Value) -> f64 {
    let polygons = features(layer).iter().map(|feature| {
        assert_eq!(feature["geometry"]["type"], "Polygon");
        feature["geometry"]["coordinates"].as_array().unwrap()
    });
    polygons.flatten().map(ring_m2).sum::<f64>() / M2_PER_HA
}

/// Shapes in the plane of the workspace. A fault of any kind is a fault of the drawing.
fn shapes(layer: &Value) -> Vec<Shape> {
    let crs = |code| Crs::from_code(code).unwrap();
    let gate = Gate::new(&crs("EPSG:4490"), &crs("EPSG:4549")).unwrap();
    let admit = |feature: &Value| {
        let geometry: geojson::Geometry = serde_json::from_value(feature["geometry"].clone()).unwrap();
        let admitted = gate.admit(Geometry::try_from(geometry).unwrap()).unwrap();
        assert_eq!(admitted.faults, [], "{}", feature["properties"]);
        admitted.shape
    };
    features(layer).iter().map(admit).collect()
}

fn shape(layer_id: &str, field: &str, id: &str) -> Shape {
    let layer = layer(layer_id);
    let position = features(&layer)
        .iter()
        .position(|feature| feature["properties"][field] == id);
    shapes(&layer).swap_remove(position.unwrap())
}

#[test]
fn the_committed_files_are_what_the_program_draws() {
    let drawn = drawing::files();
    for (name, text) in &drawn {
        assert!(
            *text == read(name),
            "{name} is not what `cargo run --example draw_qiantang` writes"
        );
    }
    let committed: BTreeSet<String> = std::fs::read_dir(FOLDER)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(committed, drawn.into_iter().map(|(name, _)| name).collect());
}

#[track_caller]
fn check_total(id: &str, published_ha: f64, tolerance_ha: f64) {
    let ha = layer_ha(&layer(id));
    assert!((ha - published_ha).abs() <= tolerance_ha, "{id}: {ha} ha");
    let tables = layer_tables();
    let table = tables
        .iter()
        .find(|table| table["id"].as_str() == Some(id))
        .unwrap();
    assert_eq!(table["check"]["area_ha"].as_float(), Some(published_ha));
}

#[test]
fn totals_close_on_the_published_figures() {
    check_total("wetland", 18_453.30, 0.05);
    check_total("district", 53_164.2, 0.05);
    check_total("red_line", 1_890.0, 0.01);
}

#[test]
fn all_shapes_of_all_layers_pass_the_gate_unmended() {
    for table in layer_tables() {
        let layer = layer(table["id"].as_str().unwrap());
        assert!(!shapes(&layer).is_empty());
    }
}

#[test]
fn no_place_is_wetland_twice() {
    let shapes = shapes(&layer("wetland"));
    let extents: Vec<Extent> = shapes.iter().map(Shape::extent).collect();
    let index = SpatialIndex::new(&extents);
    for (k, shape) in shapes.iter().enumerate() {
        for other in index.meeting(&extents[k]).into_iter().filter(|&other| other > k) {
            let common_m2 = plane_area(&intersection(shape.areas(), shapes[other].areas()));
            assert!(
                common_m2 < ROUNDING_M2,
                "features {} and {}: {common_m2} m²",
                k + 1,
                other + 1
            );
        }
    }
}

#[test]
fn zones_of_the_survey_lie_within_the_district() {
    let district: MultiPolygon<f64> = shapes(&layer("district"))[0].areas().clone();
    for id in [
        "wetland", "river", "farmland", "red_line", "core", "buffer", "town",
    ] {
        for (number, shape) in shapes(&layer(id)).iter().enumerate() {
            let outside_m2 = plane_area(&difference(shape.areas(), &district));
            assert!(outside_m2 < ROUNDING_M2, "{id} {}: {outside_m2} m²", number + 1);
        }
    }
}

#[test]
fn the_wetland_has_the_five_classes() {
    let wetland = layer("wetland");
    let field = |name: &'static str| -> BTreeSet<&str> {
        let values = features(&wetland)
            .iter()
            .map(|feature| feature["properties"][name].as_str().unwrap());
        values.collect()
    };
    assert_eq!(
        field("DLBM"),
        BTreeSet::from(["1101", "1104", "1104A", "1106", "1107"])
    );
    assert_eq!(field("SDJB"), BTreeSet::from(["一般", "省级"]));
    assert_eq!(field("TBBH").len(), features(&wetland).len());
}

#[test]
fn every_layer_says_that_it_is_synthetic() {
    for table in layer_tables() {
        let id = table["id"].as_str().unwrap();
        assert_eq!(table["synthetic"].as_bool(), Some(true), "{id}");
        let layer = layer(id);
        assert_eq!(layer["synthetic"], true, "{id}");
        assert!(layer["note"]["zh"].as_str().unwrap().contains("虚构"), "{id}");
        assert!(
            layer["note"]["en"].as_str().unwrap().contains("synthetic"),
            "{id}"
        );
    }
}

#[test]
fn every_role_and_every_kind_of_project_occurs() {
    let mut roles = BTreeSet::new();
    let mut kinds: BTreeMap<ProjectKind, usize> = BTreeMap::new();
    for table in layer_tables() {
        let role = Role::from_code(table["role"].as_str().unwrap()).unwrap();
        roles.insert(role);
        let layer = layer(table["id"].as_str().unwrap());
        for feature in features(&layer).iter().filter(|_| role == Role::Project) {
            let kind = ProjectKind::from_code(feature["properties"]["kind"].as_str().unwrap()).unwrap();
            *kinds.entry(kind).or_default() += 1;
        }
    }
    assert_eq!(roles, BTreeSet::from(Role::ALL));
    let expected = [
        (ProjectKind::Wind, 10),
        (ProjectKind::Solar, 6),
        (ProjectKind::Port, 4),
        (ProjectKind::Metro, 5),
        (ProjectKind::IndustrialPark, 3),
        (ProjectKind::Tourism, 4),
    ];
    assert_eq!(kinds, BTreeMap::from(expected));
}

#[track_caller]
fn check_relation(project: (&str, &str), zone: (&str, &str, &str), expected: Relation) {
    let project = shape(project.0, "id", project.1);
    let zone = shape(zone.0, zone.1, zone.2);
    let contact = relate(&project, &zone, 100.0).unwrap().unwrap();
    assert_eq!(contact.relation, expected);
}

#[test]
fn every_relation_occurs() {
    check_relation(("solar", "S-01"), ("red_line", "HXBM", "R-01"), Relation::Touch);
    check_relation(("port", "P-02"), ("red_line", "HXBM", "R-01"), Relation::Touch);
    check_relation(
        ("industrial_park", "IP-03"),
        ("buffer", "id", "U-01"),
        Relation::Touch,
    );
    check_relation(("tourism", "V-03"), ("buffer", "id", "U-01"), Relation::Touch);
    check_relation(("solar", "S-02"), ("red_line", "HXBM", "R-01"), Relation::Overlap);
    check_relation(
        ("tourism", "V-02"),
        ("red_line", "HXBM", "R-01"),
        Relation::Overlap,
    );
    check_relation(("wind", "T-01"), ("core", "id", "C-01"), Relation::Inside);
    check_relation(("wind", "T-06"), ("rail", "id", "L-02"), Relation::Near);
    check_relation(("metro", "M-05"), ("station", "id", "A-02"), Relation::Near);
}

#[test]
fn a_solar_area_goes_around_the_lake_and_touches_its_shore() {
    let wetland = layer("wetland");
    let is_lake = |feature: &&Value| feature["properties"]["TBMC"] == "月盘湖";
    let lake = features(&wetland).iter().find(is_lake).unwrap();
    let id = lake["properties"]["TBBH"].as_str().unwrap();
    check_relation(("solar", "S-04"), ("wetland", "TBBH", id), Relation::Touch);
}

#[test]
fn an_industrial_park_contains_whole_ponds_or_ditches() {
    let park = shape("industrial_park", "id", "IP-01");
    let relations: Vec<Relation> = shapes(&layer("wetland"))
        .iter()
        .filter_map(|wetland| relate(&park, wetland, 0.0).unwrap())
        .map(|contact| contact.relation)
        .collect();
    assert!(relations.contains(&Relation::Contains) && relations.contains(&Relation::Overlap));
}

#[test]
fn one_project_reaches_out_of_the_district() {
    let district = shape("district", "id", "Q-01");
    let outside = relate(&shape("wind", "id", "T-10"), &district, 0.0).unwrap();
    assert!(outside.is_none());
}
