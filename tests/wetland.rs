//! Wetland totals, footprints and quotas on small workspaces made by hand, and on the example workspace.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

mod scene;

use std::path::Path;
use std::sync::Arc;

use geo::Geometry;
use proptest::prelude::*;
use redshank::formats::open::{OpenOptions, Source, open};
use redshank::formats::workspace::class_table;
use redshank::geom::area::plane_area;
use redshank::geom::overlay::union;
use redshank::model::annex::Annex;
use redshank::model::feature::Feature;
use redshank::model::footprint::{Fact, Footprint, Value};
use redshank::model::footprint_fields::FootprintFields;
use redshank::model::land_class::Definition;
use redshank::model::layer::{About, Fields, Layer};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::tables::{PublishedRates, Quota, Tables};
use redshank::model::wetland::{Amount, Figure, WetlandTotals};
use redshank::model::workspace::Workspace;
use redshank::screening::annex::annex;
use redshank::screening::footprint::port::{Method, shore_used};
use redshank::screening::footprint::{Around, Ground, park, port, wind};
use redshank::screening::wetland::wetland_totals;
use scene::*;
use serde_json::json;

/// A layer of features with properties.
fn with_properties(about: About, features: Vec<(Geometry<f64>, serde_json::Value)>) -> Layer {
    let (geometries, properties): (Vec<_>, Vec<_>) = features.into_iter().unzip();
    let plain = layer_about(about, geometries);
    let features = plain.features().iter().zip(properties).map(|(feature, value)| {
        let members = value.as_object().cloned().unwrap_or_default();
        let list = members
            .into_iter()
            .map(|(key, value)| (std::sync::Arc::from(key.as_str()), value.into()));
        Feature {
            properties: list.collect(),
            ..feature.clone()
        }
    });
    Layer::new(plain.about.clone(), plain.provenance.clone(), features.collect())
}

fn wetland_about() -> About {
    About {
        fields: Fields {
            class: Some("DLBM".into()),
            level: Some("SDJB".into()),
            ..Fields::default()
        },
        footprint: FootprintFields {
            plot_use: Some("use".into()),
            ..FootprintFields::default()
        },
        ..About::new("wetland", Role::Wetland)
    }
}

/// Wetland squares of a hectare side by side, each with its properties, in a district of 100 ha.
fn classes(properties: &[serde_json::Value]) -> WetlandTotals {
    let squares = properties.iter().enumerate().map(|(k, value)| {
        let x = 100.0 * k as f64;
        (square(x, 0.0, 100.0), value.clone())
    });
    let wetland = with_properties(wetland_about(), squares.collect());
    let district = layer("district", Role::District, vec![square(0.0, 0.0, 1000.0)]);
    totals(&workspace(vec![district, wetland], Vec::new()))
}

fn totals(workspace: &Workspace) -> WetlandTotals {
    let table = class_table::built_in().unwrap();
    wetland_totals(workspace, &table, &Default::default()).unwrap()
}

#[track_caller]
fn check_close(found: f64, expected: f64) {
    // A plane metre in EPSG:4549 at 40 km from the meridian is 20 ppm long.
    let limit = 1e-4 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= limit, "{found} instead of {expected}");
}

#[track_caller]
fn check_total(totals: &WetlandTotals, definition: Definition, (sure_ha, open_ha): (f64, f64)) {
    let total = totals.by(definition);
    check_close(total.sure.unique_m2 / 1e4, sure_ha);
    check_close(total.open().1 / 1e4, open_ha);
    let (low, high) = total.rate().unwrap();
    check_close(100.0 * low, sure_ha);
    check_close(100.0 * high, sure_ha + open_ha);
}

#[test]
fn three_definitions_give_three_totals() {
    let codes = ["1101", "1104", "1104A", "1106", "1107", "0101", "0603"];
    let totals = classes(&codes.map(|code| json!({"DLBM": code})));
    check_total(&totals, Definition::Plan, (5.0, 1.0));
    check_total(&totals, Definition::Class00, (2.0, 0.0));
    check_total(&totals, Definition::Law, (3.0, 2.0));
    assert_eq!(totals.unknown().count(), 0);
}

#[test]
fn unknown_codes_and_features_without_one_are_in_no_total() {
    let totals = classes(&[
        json!({"DLBM": "1106"}),
        json!({"DLBM": "1199"}),
        json!({"DLBM": "1101B"}),
        json!({"DLBM": "1199"}),
        json!({}),
        json!({"DLBM": null}),
    ]);
    for definition in Definition::ALL {
        check_total(&totals, definition, (1.0, 0.0));
    }
    let unknown: Vec<(Option<&str>, usize)> = totals
        .unknown()
        .map(|class| (class.code.as_deref(), class.amount.count))
        .collect();
    assert_eq!(unknown, [(Some("1101B"), 1), (Some("1199"), 2), (None, 2)]);
    assert_eq!(totals.all.count, 6);
    check_close(totals.all.gross_m2, 60_000.0);
}

#[test]
fn the_use_of_a_pond_decides() {
    let totals = classes(&[
        json!({"DLBM": "1104", "use": "水产养殖"}),
        json!({"DLBM": "1104", "use": "蓄水"}),
        json!({"DLBM": "1104"}),
        json!({"DLBM": "1104A"}),
        json!({"DLBM": "1104A", "use": "净水"}),
        json!({"DLBM": 1104.0, "use": "非养殖"}),
    ]);
    check_total(&totals, Definition::Plan, (6.0, 0.0));
    check_total(&totals, Definition::Law, (1.0, 3.0));
}

#[test]
fn levels_are_told_apart() {
    let totals = classes(&[
        json!({"DLBM": "1106", "SDJB": "省级"}),
        json!({"DLBM": "1106", "SDJB": "一般"}),
        json!({"DLBM": "1106", "SDJB": "省级"}),
        json!({"DLBM": "1106"}),
    ]);
    let levels: Vec<_> = totals
        .levels
        .iter()
        .map(|level| (level.level.map(|level| level.code()), level.amount.count))
        .collect();
    assert_eq!(levels, [(Some("provincial"), 2), (Some("general"), 1), (None, 1)]);
}

#[test]
fn what_two_features_cover_counts_once() {
    let features = vec![
        (square(0.0, 0.0, 100.0), json!({"DLBM": "1106"})),
        (square(50.0, 0.0, 100.0), json!({"DLBM": "1104"})),
        (square(50.0, 0.0, 100.0), json!({"DLBM": "9999"})),
    ];
    let wetland = with_properties(wetland_about(), features);
    let district = layer("district", Role::District, vec![square(0.0, 0.0, 1000.0)]);
    let totals = totals(&workspace(vec![district, wetland], Vec::new()));
    check_close(totals.all.gross_m2, 30_000.0);
    check_close(totals.all.unique_m2, 15_000.0);
    assert_eq!(totals.doubts.overlapping_pairs_count, 3);
    let plan = totals.by(Definition::Plan);
    check_close(plan.sure.gross_m2, 20_000.0);
    check_close(plan.sure.unique_m2, 15_000.0);
    let law = totals.by(Definition::Law);
    check_close(law.sure.unique_m2, 10_000.0);
    check_close(law.open().1, 5_000.0);
}

#[test]
fn features_are_paired_where_they_share_ground() {
    let count = |others: Vec<Geometry<f64>>| {
        let features = others
            .into_iter()
            .map(|geometry| (geometry, json!({"DLBM": "1106"})));
        let wetland = with_properties(wetland_about(), features.collect());
        let totals = totals(&workspace(vec![wetland], Vec::new()));
        assert_eq!(totals.doubts.undecided_pairs_count, 0);
        (totals.doubts.overlapping_pairs_count, totals.all.unique_m2)
    };
    let check = |others: Vec<Geometry<f64>>, pairs: usize, unique_m2: f64| {
        let found = count(others);
        assert_eq!(found.0, pairs);
        check_close(found.1, unique_m2);
    };
    let polygon = |rings: [&[(f64, f64)]; 2]| -> Geometry<f64> {
        let placed = |ring: &[(f64, f64)]| ring.iter().map(|(x, y)| (ORIGIN.0 + x, ORIGIN.1 + y)).collect();
        let holes = if rings[1].is_empty() {
            vec![]
        } else {
            vec![placed(rings[1])]
        };
        geo::Polygon::new(placed(rings[0]), holes).into()
    };
    let frame = polygon([
        &[(0., 0.), (90., 0.), (90., 90.), (0., 90.)],
        &[(20., 20.), (20., 70.), (70., 70.), (70., 20.)],
    ]);
    let triangle = polygon([&[(0., 0.), (100., 0.), (0., 100.)], &[]]);
    // No edge of the large one comes near the small one.
    check(
        vec![square(0.0, 0.0, 500.0), square(200.0, 200.0, 10.0)],
        1,
        250_000.0,
    );
    check(vec![frame.clone(), square(30.0, 30.0, 10.0)], 0, 5_600.0 + 100.0);
    check(vec![frame.clone(), square(10.0, 30.0, 20.0)], 1, 5_600.0 + 200.0);
    check(vec![frame, square(90.0, 0.0, 10.0)], 0, 5_600.0 + 100.0);
    // The boxes share much, the features only a corner, away from the middle of the boxes' common part; or none.
    check(
        vec![triangle.clone(), square(45.0, 45.0, 60.0)],
        1,
        5_000.0 + 3_600.0 - 50.0,
    );
    check(vec![triangle, square(51.0, 51.0, 60.0)], 0, 5_000.0 + 3_600.0);
}

/// Rounding grows with areas: what is in common is decided all the same, of ponds and of countries.
#[test]
fn features_are_paired_without_doubt_whatever_their_size() {
    for scale in [0.001, 0.1, 10.0] {
        let slanted = |x: f64| -> Geometry<f64> {
            let ring = [
                (x, 0.0),
                (x + 60_000.1, 3_000.3),
                (x + 71_234.5, 87_654.3),
                (x + 5_432.1, 80_000.7),
            ];
            let placed = ring.map(|(x, y)| (ORIGIN.0 + scale * x, ORIGIN.1 + scale * y));
            geo::Polygon::new(placed.into_iter().collect(), Vec::new()).into()
        };
        let features = [0.0, 12_345.6, 23_456.7, 34_567.8].map(slanted);
        let wetland = layer("wetland", Role::Wetland, features.to_vec());
        let doubts = totals(&workspace(vec![wetland], Vec::new())).doubts;
        let pairs = (doubts.overlapping_pairs_count, doubts.undecided_pairs_count);
        assert_eq!(pairs, (6, 0), "{scale}");
    }
}

#[test]
fn totals_are_told_by_layer_with_their_doubts() {
    let square_at = |x: f64| (square(x, 0.0, 100.0), json!({"DLBM": "1106"}));
    let mut first = with_properties(wetland_about(), vec![square_at(0.0), square_at(200.0)]);
    first.provenance.counts.refused = 3;
    let second_about = About {
        name: redshank::words::Bilingual::same("second"),
        ..About::new("second", Role::Wetland)
    };
    let second = with_properties(
        second_about,
        vec![square_at(400.0), (line(&[(0.0, 5.0), (9.0, 5.0)]), json!({}))],
    );
    let mut red_line = layer("red_line", Role::RedLine, vec![square(0.0, 0.0, 50.0)]);
    red_line.provenance.counts.refused = 5;
    let whole = totals(&workspace(vec![first, red_line, second], Vec::new()));
    let layers: Vec<(&str, usize)> = whole
        .layers
        .iter()
        .map(|total| (&*total.layer, total.amount.count))
        .collect();
    assert_eq!(layers, [("wetland", 2), ("second", 2)]);
    check_close(whole.layers[0].amount.unique_m2, 20_000.0);
    check_close(whole.layers[1].amount.unique_m2, 10_000.0);
    assert_eq!(
        (whole.doubts.refused_count, whole.doubts.without_area_count),
        (3, 1)
    );
    check_close(whole.red_line.of_wetland.unwrap(), 2_500.0 / 20_000.0);
    assert_eq!(whole.red_line.of_district, None);
    // Without a red line, or without wetland, there is no share.
    let wetland = with_properties(wetland_about(), vec![square_at(0.0)]);
    assert_eq!(
        totals(&workspace(vec![wetland], Vec::new())).red_line.of_wetland,
        None
    );
    let red_line = layer("red_line", Role::RedLine, vec![square(0.0, 0.0, 50.0)]);
    assert_eq!(
        totals(&workspace(vec![red_line], Vec::new())).red_line.of_wetland,
        None
    );
}

#[test]
fn totals_are_worth_their_time_where_classes_or_figures_are_known() {
    let check = |about: About, expected: bool| {
        let workspace = workspace(vec![layer_about(about, vec![square(0.0, 0.0, 10.0)])], Vec::new());
        assert_eq!(redshank::screening::wetland::has_totals(&workspace), expected);
    };
    check(wetland_about(), true);
    check(About::new("wetland", Role::Wetland), false);
    check(
        About {
            fields: wetland_about().fields,
            ..About::new("core", Role::Core)
        },
        false,
    );
    let mut published = workspace(Vec::new(), Vec::new());
    assert!(!redshank::screening::wetland::has_totals(&published));
    published.tables = Arc::new(Tables {
        rates: PublishedRates {
            wetland_rate: Some(0.3),
            ..PublishedRates::default()
        },
        ..Tables::default()
    });
    assert!(redshank::screening::wetland::has_totals(&published));
}

#[test]
fn without_a_district_there_is_no_rate() {
    let wetland = layer("wetland", Role::Wetland, vec![square(0.0, 0.0, 100.0)]);
    let totals = totals(&workspace(vec![wetland], Vec::new()));
    assert!(totals.definitions.iter().all(|total| total.rate().is_none()));
    assert!(totals.definitions.iter().all(|total| total.denominator.is_none()));
    assert_eq!(totals.doubts.outside_count, 0, "outside of nothing");
}

#[test]
fn what_lies_outside_the_district_is_told() {
    let features = vec![
        (square(0.0, 0.0, 100.0), json!({"DLBM": "1106"})),
        (square(900.0, 0.0, 100.0), json!({"DLBM": "1106"})),
        (square(2000.0, 0.0, 100.0), json!({"DLBM": "1106"})),
    ];
    let wetland = with_properties(wetland_about(), features);
    let district = layer("district", Role::District, vec![square(0.0, 0.0, 1000.0)]);
    let totals = totals(&workspace(vec![district, wetland], Vec::new()));
    assert_eq!(totals.doubts.outside_count, 1);
    check_close(totals.doubts.outside_m2, 10_000.0);
}

#[test]
fn each_definition_may_have_its_own_denominator() {
    let wetland = with_properties(
        wetland_about(),
        vec![(square(0.0, 0.0, 100.0), json!({"DLBM": "1106"}))],
    );
    let district = layer("district", Role::District, vec![square(0.0, 0.0, 1000.0)]);
    let survey = layer("survey", Role::Context, vec![square(0.0, 0.0, 200.0)]);
    let mut workspace = workspace(vec![district, survey, wetland], Vec::new());
    workspace.tables = Arc::new(Tables {
        denominators: [None, Some("survey".into()), None],
        rates: PublishedRates {
            wetland_rate: Some(0.0101),
            ..PublishedRates::default()
        },
        ..Tables::default()
    });
    let totals = totals(&workspace);
    let rates = totals.definitions.clone().map(|total| total.rate().unwrap().0);
    check_close(rates[0], 0.01);
    check_close(rates[1], 0.25);
    check_close(rates[2], 0.01);
    let closure = &totals.closures[0];
    assert_eq!((&closure.figure, closure.closes()), (&Figure::WetlandRate, false));
}

fn boxes() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
    prop::collection::vec((0.0..300.0f64, 0.0..300.0f64, 5.0..150.0f64), 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// The union of all squares at once is the witness.
    #[test]
    fn unique_area_is_that_of_the_union(boxes in boxes()) {
        let geometries: Vec<_> = boxes.iter().map(|&(x, y, side)| square(x, y, side)).collect();
        let wetland = layer("wetland", Role::Wetland, geometries);
        let shapes: Vec<_> = wetland.features().iter().map(|f| f.shape.areas().clone()).collect();
        let whole = union(&shapes);
        let expected = redshank::geom::area::Ruler::new(&redshank::geom::crs::Crs::from_code("EPSG:4549").unwrap())
            .area_m2(&whole);
        let Amount { unique_m2, gross_m2, .. } = totals(&workspace(vec![wetland], Vec::new())).all;
        prop_assert!((unique_m2 - expected).abs() < 1e-6 * expected, "{} {}", unique_m2, expected);
        prop_assert!(unique_m2 <= gross_m2 * (1.0 + 1e-12) && plane_area(&whole) > 0.0);
    }
}

fn qiantang() -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let source = Source::Workspace(folder);
    open(&source, &OpenOptions::default(), &Default::default()).unwrap()
}

#[test]
fn the_example_closes_on_the_published_figures() {
    let workspace = qiantang();
    let totals = wetland_totals(&workspace, &workspace.tables.classes, &Default::default()).unwrap();
    let plan = totals.by(Definition::Plan);
    let ha = plan.sure.unique_m2 / 1e4;
    assert!((ha - 18_453.30).abs() < 0.05, "{ha}");
    let rate = plan.rate().unwrap();
    assert_eq!(format!("{:.2}", 100.0 * rate.0), "34.71");
    assert_eq!(rate.0, rate.1);
    assert_eq!(
        format!("{:.2}", 100.0 * totals.red_line.of_wetland.unwrap()),
        "10.24"
    );
    assert_eq!(
        format!("{:.2}", 100.0 * totals.red_line.of_district.unwrap()),
        "3.56"
    );
    assert!((totals.red_line.amount.unique_m2 / 1e4 - 1890.0).abs() < 0.01);
    let figures: Vec<&str> = totals
        .closures
        .iter()
        .map(|closure| closure.figure.code())
        .collect();
    assert_eq!(figures.len(), 6, "{figures:?}");
    assert!(
        totals.closures.iter().all(|closure| closure.closes()),
        "{:?}",
        totals.closures
    );
    assert_eq!((totals.unknown().count(), totals.doubts.outside_count), (0, 0));
    let class_00 = totals.by(Definition::Class00).sure.unique_m2;
    let law = totals.by(Definition::Law);
    assert!(class_00 < law.sure.unique_m2 && law.with_open.unique_m2 < plan.sure.unique_m2);
    assert!(law.open().0 > 0, "ponds of unknown use are open");
}

#[test]
fn the_annex_is_the_same_on_any_number_of_threads() {
    let workspace = qiantang();
    let once = annex(&workspace, &Default::default()).unwrap();
    let again = redshank::session::jobs::with_threads(1, || annex(&workspace, &Default::default()).unwrap());
    assert_eq!(once, again);
    assert_eq!(once.footprints.len(), workspace.projects().count());
}

// ---- footprints

fn part_fields() -> FootprintFields {
    FootprintFields {
        part: Some("part".into()),
        width_m: Some("width".into()),
        year: Some("year".into()),
        order: Some("order".into()),
        capacity_persons: Some("persons".into()),
        capacity_source: Some("source".into()),
        grade: Some("grade".into()),
        ..FootprintFields::default()
    }
}

fn project_layer(kind: ProjectKind, features: Vec<(Geometry<f64>, serde_json::Value)>) -> Layer {
    let about = About {
        kind: Some(kind),
        footprint: part_fields(),
        ..About::new(kind.code(), Role::Project)
    };
    with_properties(about, features)
}

fn zone_layer(id: &str, role: Role, features: Vec<(Geometry<f64>, serde_json::Value)>) -> Layer {
    let about = About {
        footprint: part_fields(),
        ..About::new(id, role)
    };
    with_properties(about, features)
}

fn told(layers: Vec<Layer>) -> Annex {
    annex(&workspace(layers, Vec::new()), &Default::default()).unwrap()
}

fn facts<'a>(footprint: &'a Footprint, key: &str) -> Vec<&'a Fact> {
    footprint.facts.iter().filter(|fact| fact.key == key).collect()
}

#[track_caller]
fn check_fact(footprint: &Footprint, key: &str, expected: f64) {
    let found = facts(footprint, key);
    let [fact] = found.as_slice() else {
        panic!("{key}: {:?}", footprint.facts)
    };
    match fact.value {
        Value::Metres(value) | Value::Area(value) | Value::Count(value) | Value::PerHectare(value) => {
            check_close(value, expected);
        }
        _ => panic!("{fact:?}"),
    }
}

#[track_caller]
fn check_structure(part: serde_json::Value, control_m: f64, special_m: f64) {
    let metro = project_layer(ProjectKind::Metro, vec![(square(0.0, 0.0, 20.0), part.clone())]);
    let annex = told(vec![metro]);
    check_fact(&annex.footprints[0], "control_range", control_m);
    check_fact(&annex.footprints[0], "special_range", special_m);
    let is_open = facts(&annex.footprints[0], "structure")[0].is_open;
    assert_eq!(is_open, part.get("part").is_none_or(|part| part == "?"), "{part}");
}

#[test]
fn every_metro_structure_has_its_range() {
    check_structure(json!({"part": "地下车站"}), 50.0, 5.0);
    check_structure(json!({"part": "tunnel"}), 50.0, 5.0);
    check_structure(json!({"part": "ground"}), 30.0, 3.0);
    check_structure(json!({"part": "高架区间"}), 30.0, 3.0);
    check_structure(json!({"part": "elevated"}), 30.0, 3.0);
    check_structure(json!({"part": "entrance"}), 10.0, 3.0);
    check_structure(json!({"part": "通风亭"}), 10.0, 3.0);
    check_structure(json!({"part": "depot"}), 10.0, 3.0);
    check_structure(json!({"part": "过江隧道"}), 100.0, 3.0);
    check_structure(json!({"part": "?"}), 100.0, 5.0);
    check_structure(json!({}), 100.0, 5.0);
}

#[test]
fn a_tunnel_that_meets_a_river_is_a_river_tunnel() {
    let tunnel = line(&[(-500.0, 50.0), (500.0, 50.0)]);
    let metro = project_layer(ProjectKind::Metro, vec![(tunnel, json!({"part": "tunnel"}))]);
    let river = zone_layer("river", Role::River, vec![(square(0.0, 0.0, 100.0), json!({}))]);
    let told = told(vec![river, metro]);
    check_fact(&told.footprints[0], "control_range", 100.0);
    assert_eq!(facts(&told.footprints[0], "taken_as_river_tunnel").len(), 1);
    let dry = project_layer(
        ProjectKind::Metro,
        vec![(square(0.0, 0.0, 20.0), json!({"part": "tunnel"}))],
    );
    assert!(facts(&told_of(vec![dry]), "taken_as_river_tunnel").is_empty());
}

#[test]
fn ranges_hold_both_ways() {
    let rail = zone_layer(
        "rail",
        Role::Rail,
        vec![
            (line(&[(0.0, 0.0), (0.0, 1000.0)]), json!({"part": "elevated"})),
            (line(&[(300.0, 0.0), (300.0, 1000.0)]), json!({"part": "railway"})),
            (line(&[(600.0, 0.0), (600.0, 1000.0)]), json!({})),
        ],
    );
    let core = zone_layer("core", Role::Core, vec![(square(-140.0, 0.0, 100.0), json!({}))]);
    let solar = project_layer(
        ProjectKind::Solar,
        vec![
            (square(25.0, 0.0, 10.0), json!({})),
            (square(35.0, 0.0, 10.0), json!({})),
            (square(302.0, 0.0, 10.0), json!({})),
            (square(690.0, 0.0, 10.0), json!({})),
        ],
    );
    let metro = project_layer(
        ProjectKind::Metro,
        vec![(square(0.0, 0.0, 20.0), json!({"part": "地下车站"}))],
    );
    let annex = told(vec![rail, core, solar, metro]);
    check_fact(&annex.footprints[0], "distance_to_metro", 25.0);
    check_fact(&annex.footprints[0], "within_control_range", 30.0);
    assert!(annex.footprints[1].facts.is_empty(), "35 m from an elevated line");
    assert!(annex.footprints[2].facts.is_empty(), "another railway");
    assert!(facts(&annex.footprints[3], "within_control_range")[0].is_open);
    check_fact(&annex.footprints[4], "zone_in_control_range", 40.0);
}

#[test]
fn a_channel_has_an_area_only_with_a_width() {
    let middle = || line(&[(0.0, 0.0), (1000.0, 0.0)]);
    let port = project_layer(
        ProjectKind::Port,
        vec![
            (middle(), json!({"part": "航道", "width": 120.0})),
            (middle(), json!({"part": "channel"})),
        ],
    );
    let annex = told(vec![port]);
    check_fact(&annex.footprints[0], "channel_area", 120_000.0);
    assert!(facts(&annex.footprints[0], "gross_area").is_empty());
    let basin = vec![(square(0.0, 0.0, 100.0), json!({"part": "港池"}))];
    let basin = told_of(vec![project_layer(ProjectKind::Port, basin)]);
    check_fact(&basin, "gross_area", 10_000.0);
    assert!(facts(&basin, "channel_area").is_empty());
    let without = facts(&annex.footprints[1], "channel_area")[0];
    assert!(without.is_open && without.value == Value::Unknown);
    let check = |width, expected| assert_eq!(port::channel_m2(10.0, width), expected);
    check(Some(0.0), None);
    check(Some(f64::NAN), None);
    check(Some(2.0), Some(20.0));
}

#[track_caller]
fn check_shore(terminal: Geometry<f64>, method: Method, expected_m: f64, tolerance_m: f64) {
    let river = zone_layer(
        "river",
        Role::River,
        vec![
            (square(0.0, 0.0, 1000.0), json!({})),
            (square(1000.0, 0.0, 1000.0), json!({})),
        ],
    );
    let port = project_layer(ProjectKind::Port, vec![(terminal, json!({"part": "码头"}))]);
    let workspace = workspace(vec![river, port], Vec::new());
    let ground = Ground::new(&workspace);
    let project = workspace.projects().next().unwrap();
    let shore = shore_used(&ground, &project.feature.shape);
    assert_eq!(shore.method, method);
    assert!((shore.length_m - expected_m).abs() <= tolerance_m, "{shore:?}");
}

#[test]
fn shore_is_the_border_of_the_union() {
    // Over the bank, across the border between two river zones, which is water on both sides.
    check_shore(square(900.0, -100.0, 200.0), Method::Within, 200.0, 0.1);
    // Edge on edge with the bank: no shore within, so what lies within 50 m: its own 100 m and 50 m on either side.
    check_shore(square(400.0, -100.0, 100.0), Method::Near, 200.0, 1.5);
    check_shore(square(400.0, -300.0, 100.0), Method::None, 0.0, 0.0);
}

/// The same bank in the west of the river, a wide terminal on the south, and one whose nearest shore runs aslant.
#[test]
fn shore_near_by_is_measured_whatever_way_it_runs() {
    check_shore(square(-100.0, 400.0, 100.0), Method::Near, 200.0, 1.5);
    check_shore(square(300.0, -300.0, 300.0), Method::Near, 400.0, 1.5);
    check_shore(
        square(-120.0, 400.0, 100.0),
        Method::Near,
        100.0 + 2.0 * 21.0f64.sqrt() * 10.0,
        2.5,
    );
    // At the end of a bank and 50 m around its corner.
    check_shore(square(-100.0, 0.0, 100.0), Method::Near, 200.0, 1.5);
    // Around the corner: 50 m of either bank, seen from its tip.
    check_shore(square(-100.0, -100.0, 100.0), Method::Near, 100.0, 1.5);
}

/// To half a metre, at either end of a bank: so far that its last piece is near and the bank around the corner is not.
#[test]
fn shore_is_counted_to_its_end() {
    check_shore(point(50.45, -1.0), Method::Near, 100.44, 0.5);
    check_shore(point(1949.55, -1.0), Method::Near, 100.44, 0.5);
}

/// The river is cut where its cut cannot count as shore, also at 75° N, where a metre takes 3.85 of the plane. The bank
/// runs across the meridian of Greenwich, from negative coordinates to positive ones.
#[test]
fn the_cut_through_a_river_is_no_shore() {
    let at = |x: f64, y: f64, width: f64, height: f64| -> Geometry<f64> {
        let scale = 3.852;
        let corner = geo::Coord {
            x: scale * x,
            y: 12_932_243.1 + scale * y,
        };
        let size = geo::Coord {
            x: scale * width,
            y: scale * height,
        };
        geo::Rect::new(corner, corner + size).into()
    };
    let river = layer("river", Role::River, vec![at(-2_000.0, 0.0, 4_000.0, 2_000.0)]);
    let port = projects(ProjectKind::Port, vec![at(-50.0, -100.0, 100.0, 100.0)]);
    let workspace = mercator(vec![river, port]);
    let project = workspace.projects().next().unwrap();
    let shore = shore_used(&Ground::new(&workspace), &project.feature.shape);
    // Edge on edge with the bank: its own 100 m and 50 m on either side.
    assert!(
        shore.method == Method::Near && (shore.length_m - 200.0).abs() < 3.0,
        "{shore:?}"
    );
}

#[test]
fn only_what_lies_at_the_shore_uses_it() {
    let river = zone_layer("river", Role::River, vec![(square(0.0, 0.0, 1000.0), json!({}))]);
    let parts = ["码头", "泊位", "港池", "航道", "锚地", "?"];
    let features = parts.map(|part| (square(400.0, -50.0, 100.0), json!({"part": part})));
    let annex = told(vec![river, project_layer(ProjectKind::Port, features.to_vec())]);
    let told: Vec<bool> = annex
        .footprints
        .iter()
        .map(|port| !facts(port, "shore_used").is_empty())
        .collect();
    assert_eq!(told, [true, true, false, false, false, true]);
    assert!(!facts(&annex.footprints[0], "shore_used")[0].is_open);
    let without = project_layer(
        ProjectKind::Port,
        vec![(square(0.0, 0.0, 10.0), json!({"part": "码头"}))],
    );
    assert!(facts(&told_of(vec![without]), "shore_used")[0].is_open);
}

fn told_of(layers: Vec<Layer>) -> Footprint {
    told(layers).footprints.swap_remove(0)
}

#[test]
fn every_grade_of_seawall_has_its_range() {
    let check = |grade: Option<&str>, expected: (f64, bool)| {
        assert_eq!(park::seawall_range_m(grade), expected, "{grade:?}")
    };
    for grade in ["1", "2", "3", "一", "二级", "三级", "Ⅰ", "Ⅱ", " Ⅲ级 "] {
        check(Some(grade), (70.0, true));
    }
    for grade in ["4", "5", "四级", "五", "Ⅳ", "Ⅴ级"] {
        check(Some(grade), (60.0, true));
    }
    for grade in [None, Some(""), Some("6"), Some("?")] {
        check(grade, (70.0, false));
    }
}

/// A seawall of unknown grade takes its widest range, a line of unknown structure too; a railway's own range is not known
/// here. What lies beyond its range leaves nothing open.
#[test]
fn unknown_ranges_are_taken_at_their_widest_and_told() {
    let across = |x: f64| line(&[(x, -500.0), (x, 1500.0)]);
    let net = |role: Role, x: f64, part: serde_json::Value| {
        let zones = zone_layer("zones", role, vec![(across(x), part)]);
        let park = project_layer(
            ProjectKind::IndustrialPark,
            vec![(square(0.0, 0.0, 1000.0), json!({}))],
        );
        let workspace = workspace(vec![zones, park], Vec::new());
        let project = workspace.projects().next().unwrap();
        let ground = Ground::new(&workspace);
        let net = park::net_usable(&ground, &project.feature.shape).unwrap();
        let facts = park::facts(&ground, &project);
        let mark = facts
            .iter()
            .find(|fact| fact.key == "taken_by")
            .and_then(|fact| fact.mark);
        assert_eq!(mark.is_some(), net.all_taken_m2 > 0.0);
        (net.all_taken_m2, net.assumed, net.without_range.len())
    };
    let check = |role: Role, x: f64, part: serde_json::Value, (m2, assumed, without): (f64, bool, usize)| {
        let found = net(role, x, part);
        check_close(found.0, m2);
        assert_eq!((found.1, found.2), (assumed, without), "{role:?} {x}");
    };
    check(
        Role::Seawall,
        500.0,
        json!({"grade": "二级"}),
        (140_000.0, false, 0),
    );
    check(Role::Seawall, 500.0, json!({}), (140_000.0, true, 0));
    check(Role::Seawall, -20.0, json!({}), (50_000.0, true, 0));
    check(Role::Seawall, -71.0, json!({}), (0.0, false, 0));
    check(
        Role::Rail,
        500.0,
        json!({"part": "elevated"}),
        (60_000.0, false, 0),
    );
    check(Role::Rail, 500.0, json!({}), (200_000.0, true, 0));
    check(Role::Rail, 500.0, json!({"part": "railway"}), (0.0, false, 1));
    check(Role::Rail, -101.0, json!({}), (0.0, false, 0));
    check(
        Role::Station,
        500.0,
        json!({"part": "elevated"}),
        (60_000.0, false, 0),
    );
}

/// With every layer that binds there, net usable is open only where a range is assumed or missing, of one or of two.
#[test]
fn net_usable_is_sure_where_all_is_known() {
    let is_open = |seawall: serde_json::Value, rail: serde_json::Value| {
        let away = |role: Role| zone_layer(role.code(), role, vec![(square(5_000.0, 0.0, 10.0), json!({}))]);
        let mut layers: Vec<Layer> = [Role::RedLine, Role::Wetland, Role::Farmland, Role::River]
            .map(away)
            .into();
        let across = |x: f64| line(&[(x, -500.0), (x, 1500.0)]);
        layers.push(zone_layer(
            "seawall",
            Role::Seawall,
            vec![(across(300.0), seawall.clone()), (across(310.0), seawall)],
        ));
        layers.push(zone_layer(
            "rail",
            Role::Rail,
            vec![(across(700.0), rail.clone()), (across(710.0), rail)],
        ));
        layers.push(project_layer(
            ProjectKind::IndustrialPark,
            vec![(square(0.0, 0.0, 1000.0), json!({}))],
        ));
        facts(&told_of(layers), "net_usable")[0].is_open
    };
    assert!(!is_open(json!({"grade": "1"}), json!({"part": "elevated"})));
    assert!(is_open(json!({}), json!({"part": "elevated"})));
    assert!(is_open(json!({"grade": "1"}), json!({})));
    assert!(is_open(json!({"grade": "1"}), json!({"part": "railway"})));
}

/// Web Mercator at 60° N, where a metre on the ground takes two of the plane.
fn mercator(layers: Vec<Layer>) -> Workspace {
    Workspace {
        crs: redshank::geom::crs::Crs::from_code("EPSG:3857").unwrap(),
        ..workspace(layers, Vec::new())
    }
}

#[test]
fn ranges_and_searches_are_true_metres() {
    let (x, y) = (13_358_338.9, 8_399_737.9);
    let at = |dx: f64, side: f64| -> Geometry<f64> {
        let corner = geo::Coord { x: x + dx, y };
        geo::Rect::new(corner, corner + geo::Coord { x: side, y: side }).into()
    };
    let zones = layer(
        "core",
        Role::Core,
        vec![at(-1000.0, 100.0), at(1060.0, 100.0), at(610.0, 100.0)],
    );
    let workspace = mercator(vec![zones, projects(ProjectKind::Solar, vec![at(0.0, 10.0)])]);
    let ground = Ground::new(&workspace);
    let shape = &workspace.projects().next().unwrap().feature.shape;
    // North–south: (1 − e² sin² φ)^1.5 / ((1 − e²) cos φ), more than west–east.
    let e2: f64 = 0.006_694_380;
    let scale = 2.0 * (1.0 - 0.75 * e2).powf(1.5) / (1.0 - e2);
    assert!((ground.scale_at(&shape.extent()) / scale - 1.0).abs() < 1e-4);
    let wide = redshank::geom::extent::Extent::from_corners(geo::Coord { x, y: 0.0 }, geo::Coord { x, y });
    assert!(
        (ground.plane_per_metre(&wide) / (1.001 * scale) - 1.0).abs() < 1e-4,
        "the north counts"
    );
    assert!(
        (ground.scale_at(&wide) / 1.3 - 1.0).abs() < 0.1,
        "the middle counts"
    );
    let south =
        redshank::geom::extent::Extent::from_corners(geo::Coord { x, y: -y }, geo::Coord { x, y: 0.0 });
    assert!(
        (ground.plane_per_metre(&south) / (1.001 * scale) - 1.0).abs() < 1e-4,
        "the south counts"
    );
    // 600 m of the plane are 300 on the ground.
    let around = Around::new(&ground, shape);
    let found = |within_m: f64| around.zones(&[Role::Core], within_m).len();
    assert_eq!(
        (found(290.0), found(310.0), found(460.0), found(540.0)),
        (0, 1, 2, 3)
    );
    let nearest = around.nearest_by_role(&[Role::RedLine, Role::Core], 500.0);
    let [(Role::Core, zone, m)] = nearest.as_slice() else {
        panic!("{}", nearest.len())
    };
    assert_eq!(&*zone.feature.id, "3");
    assert!((m * 2.0 / 600.0 - 1.0).abs() < 6e-3, "{m}");
    assert!(around.nearest_by_role(&[Role::Core], 290.0).is_empty());
    assert_eq!(around.distance_m(shape, 0.0), Some(0.0));
    // Where no metre is looked beyond, what touches is found.
    let zone = &workspace.zones().next().unwrap().feature.shape;
    assert_eq!(
        Around::new(&ground, zone)
            .nearest_by_role(&[Role::Core], 0.0)
            .len(),
        1
    );
}

/// A box may be near and what it holds far away; of what is equally far the first counts.
#[test]
fn the_nearest_zone_is_not_that_of_the_nearest_box() {
    let aslant = line(&[(20.0, 400.0), (400.0, 20.0)]);
    // The second and the third are the same ground.
    let zones = [
        aslant,
        square(60.0, 0.0, 10.0),
        square(60.0, 0.0, 10.0),
        square(70.0, 0.0, 5.0),
    ];
    let nearest = |order: [usize; 4]| {
        let zones = layer("core", Role::Core, order.map(|k| zones[k].clone()).to_vec());
        let workspace = workspace(
            vec![zones, projects(ProjectKind::Solar, vec![point(5.0, 5.0)])],
            Vec::new(),
        );
        let shape = Arc::clone(&workspace.projects().next().unwrap().feature.shape);
        let ground = Ground::new(&workspace);
        let found = Around::new(&ground, &shape).nearest_by_role(&[Role::Core], 1000.0);
        let (_, zone, m) = &found[0];
        (order[zone.feature.number - 1], *m)
    };
    for (order, expected) in [
        ([0, 1, 2, 3], 1),
        ([3, 2, 1, 0], 2),
        ([2, 0, 3, 1], 2),
        ([1, 3, 0, 2], 1),
    ] {
        let (found, m) = nearest(order);
        check_close(m, 55.0);
        assert_eq!(found, expected, "{order:?}");
    }
}

#[test]
fn net_usable_is_gross_less_a_union() {
    let zones = vec![
        zone_layer(
            "red_line",
            Role::RedLine,
            vec![(square(0.0, 0.0, 500.0), json!({}))],
        ),
        zone_layer(
            "wetland",
            Role::Wetland,
            vec![(square(400.0, 0.0, 200.0), json!({}))],
        ),
        zone_layer(
            "farmland",
            Role::Farmland,
            vec![(square(400.0, 0.0, 200.0), json!({}))],
        ),
        zone_layer(
            "seawall",
            Role::Seawall,
            vec![(line(&[(-500.0, 1000.0), (2000.0, 1000.0)]), json!({"grade": 4}))],
        ),
    ];
    let park = project_layer(
        ProjectKind::IndustrialPark,
        vec![(square(0.0, 0.0, 1000.0), json!({}))],
    );
    let workspace = workspace(zones.into_iter().chain([park]).collect(), Vec::new());
    let ground = Ground::new(&workspace);
    let project = workspace.projects().next().unwrap();
    let net = park::net_usable(&ground, &project.feature.shape).unwrap();
    check_close(net.gross_m2, 1e6);
    // 500² + 100 × 200 beside it; wetland and farmland are the same ground; 60 m of the seawall over the whole width.
    check_close(net.all_taken_m2, 250_000.0 + 20_000.0 + 60_000.0);
    check_close(net.net_m2, 1e6 - 330_000.0);
    let taken: Vec<Role> = net.taken_m2.iter().map(|(role, _)| *role).collect();
    assert_eq!(
        taken,
        [Role::RedLine, Role::Wetland, Role::Farmland, Role::Seawall]
    );
    assert!(!net.assumed && net.without_range.is_empty());
}

#[test]
fn land_is_not_free_because_a_layer_is_missing() {
    let red_line = zone_layer(
        "red_line",
        Role::RedLine,
        vec![(square(0.0, 0.0, 10.0), json!({}))],
    );
    let park = project_layer(
        ProjectKind::IndustrialPark,
        vec![(square(500.0, 0.0, 100.0), json!({}))],
    );
    let annex = told(vec![red_line, park]);
    assert!(facts(&annex.footprints[0], "net_usable")[0].is_open);
    let missing: Vec<_> = facts(&annex.footprints[0], "layer_missing")
        .iter()
        .filter_map(|fact| fact.about.as_deref())
        .collect();
    assert_eq!(missing, ["wetland", "farmland", "river", "seawall", "rail"]);
}

#[test]
fn visitor_paths_against_the_core_zone() {
    let core = zone_layer("core", Role::Core, vec![(square(0.0, 0.0, 100.0), json!({}))]);
    let red_line = zone_layer(
        "red_line",
        Role::RedLine,
        vec![(square(0.0, 0.0, 300.0), json!({}))],
    );
    let path = line(&[(-100.0, 50.0), (400.0, 50.0)]);
    let tourism = project_layer(
        ProjectKind::Tourism,
        vec![
            (path, json!({"persons": 800})),
            (
                square(150.0, 150.0, 100.0),
                json!({"persons": 500, "source": "规划"}),
            ),
            (square(900.0, 900.0, 100.0), json!({})),
            (
                square(2_000.0, 0.0, 200.0),
                json!({"persons": 800, "source": "规划"}),
            ),
        ],
    );
    let annex = told(vec![core, red_line, tourism]);
    check_fact(&annex.footprints[0], "in_core", 100.0);
    check_fact(&annex.footprints[0], "moderate_visiting", 200.0);
    check_fact(&annex.footprints[0], "distance_to_core", 0.0);
    assert!(
        facts(&annex.footprints[0], "capacity")[0].is_open,
        "a number without a source"
    );
    check_fact(&annex.footprints[1], "moderate_visiting", 10_000.0);
    check_fact(&annex.footprints[1], "capacity_per_ha", 500.0);
    assert!(!facts(&annex.footprints[1], "capacity")[0].is_open);
    assert_eq!(facts(&annex.footprints[2], "capacity")[0].value, Value::Unknown);
    check_fact(&annex.footprints[3], "capacity_per_ha", 200.0);
    assert!(
        facts(&annex.footprints[0], "capacity_per_ha").is_empty(),
        "no area"
    );
}

#[test]
fn a_rotor_swings_over_what_the_tower_does_not_touch() {
    let about = About {
        kind: Some(ProjectKind::Wind),
        fields: Fields {
            hub_height_m: Some("hub".into()),
            rotor_diameter_m: Some("rotor".into()),
            ..Fields::default()
        },
        ..About::new("wind", Role::Project)
    };
    let turbine = json!({"hub": 110.0, "rotor": 160.0});
    let wind = with_properties(
        about,
        vec![
            (point(-50.0, 500.0), turbine.clone()),
            (point(-100.0, 500.0), turbine),
            (point(-50.0, 500.0), json!({})),
        ],
    );
    let core = zone_layer("core", Role::Core, vec![(square(0.0, 0.0, 1000.0), json!({}))]);
    let annex = told(vec![core, wind]);
    check_fact(&annex.footprints[0], "tip_height", 190.0);
    check_fact(&annex.footprints[0], "rotor_sweep", wind::sweep_m2(160.0));
    check_fact(&annex.footprints[0], "tower_distance", 50.0);
    check_fact(&annex.footprints[0], "tip_distance", 0.0);
    // A segment of the circle of 80 m, cut off 50 m from its middle.
    let half = (50.0f64 / 80.0).acos();
    let expected = 80.0 * 80.0 * (half - half.sin() * half.cos());
    let Value::Area(m2) = facts(&annex.footprints[0], "oversail")[0].value else {
        panic!()
    };
    assert!((m2 / expected - 1.0).abs() < 5e-3, "{m2} {expected}");
    check_fact(&annex.footprints[1], "tip_distance", 20.0);
    assert!(facts(&annex.footprints[1], "oversail").is_empty());
    assert!(facts(&annex.footprints[2], "rotor_sweep")[0].is_open);
    assert_eq!(wind::tip_distance_m(80.0, 160.0), 0.0);
}

#[test]
fn a_rotor_sweeps_a_circle_in_true_metres() {
    assert!((wind::sweep_m2(160.0) - 20_106.192_983).abs() < 1e-6);
    assert_eq!(
        (
            wind::tip_distance_m(100.0, 160.0),
            wind::tip_distance_m(60.0, 160.0)
        ),
        (20.0, 0.0)
    );
    let about = About {
        kind: Some(ProjectKind::Wind),
        fields: Fields {
            rotor_diameter_m: Some("rotor".into()),
            ..Fields::default()
        },
        ..About::new("wind", Role::Project)
    };
    let rotors = [
        json!({"rotor": 160.0}),
        json!({"rotor": 0.0}),
        json!({"rotor": -160.0}),
        json!({}),
    ];
    // 100 m of the plane west of the zone, which are 50 on the ground.
    let (x, y) = (13_358_338.9, 8_399_737.9);
    let turbine = || Geometry::from(geo::Point::new(x - 100.0, y));
    let wind = with_properties(about, rotors.map(|rotor| (turbine(), rotor)).to_vec());
    let zone = geo::Rect::new(
        geo::Coord { x, y: y - 1000.0 },
        geo::Coord {
            x: x + 1000.0,
            y: y + 1000.0,
        },
    );
    let annex = annex(
        &mercator(vec![layer("core", Role::Core, vec![zone.into()]), wind]),
        &Default::default(),
    )
    .unwrap();
    let half = (50.0f64 / 80.0).acos();
    let expected = 80.0 * 80.0 * (half - half.sin() * half.cos());
    let Value::Area(m2) = facts(&annex.footprints[0], "oversail")[0].value else {
        panic!()
    };
    assert!((m2 / expected - 1.0).abs() < 0.02, "{m2} {expected}");
    for footprint in &annex.footprints[1..] {
        assert!(facts(footprint, "oversail").is_empty() && facts(footprint, "tip_distance").is_empty());
        assert!(facts(footprint, "rotor_sweep")[0].is_open);
    }
}

#[test]
fn seawalls_and_rails_take_their_range_in_true_metres() {
    let (x, y) = (13_358_338.9, 8_399_737.9);
    let park = geo::Rect::new(
        geo::Coord { x, y },
        geo::Coord {
            x: x + 1000.0,
            y: y + 1000.0,
        },
    );
    let across = geo::LineString::from(vec![(x + 500.0, y - 500.0), (x + 500.0, y + 1500.0)]);
    let check = |role: Role, properties: serde_json::Value, range_m: f64| {
        let workspace = mercator(vec![
            zone_layer("zones", role, vec![(across.clone().into(), properties)]),
            project_layer(ProjectKind::IndustrialPark, vec![(park.into(), json!({}))]),
        ]);
        let project = workspace.projects().next().unwrap();
        let net = park::net_usable(&Ground::new(&workspace), &project.feature.shape).unwrap();
        // On either side of the 500 m that the park is long on the ground.
        let expected = 2.0 * range_m * 500.0;
        assert!((net.all_taken_m2 / expected - 1.0).abs() < 0.01, "{net:?}");
    };
    check(Role::Seawall, json!({"grade": "1"}), 70.0);
    check(Role::Rail, json!({"part": "elevated"}), 30.0);
}

/// Zones are looked for as far from the blade's tip as from a tower without one.
#[test]
fn the_rotor_widens_the_search() {
    let found = |rotor_m: f64| {
        let about = About {
            kind: Some(ProjectKind::Wind),
            fields: Fields {
                rotor_diameter_m: Some("rotor".into()),
                ..Fields::default()
            },
            ..About::new("wind", Role::Project)
        };
        let wind = with_properties(about, vec![(point(-570.0, 50.0), json!({"rotor": rotor_m}))]);
        let core = layer("core", Role::Core, vec![square(0.0, 0.0, 100.0)]);
        facts(&told_of(vec![core, wind]), "tower_distance").len()
    };
    assert_eq!((found(130.0), found(150.0)), (0, 1));
}

#[test]
fn a_tod_is_told_what_is_left_to_build_on() {
    let red_line = zone_layer(
        "red_line",
        Role::RedLine,
        vec![(square(0.0, 0.0, 50.0), json!({}))],
    );
    let wetland = zone_layer(
        "wetland",
        Role::Wetland,
        vec![(square(25.0, 0.0, 50.0), json!({}))],
    );
    let parts = ["TOD", "tunnel"].map(|part| (square(0.0, 0.0, 100.0), json!({"part": part})));
    let annex = told(vec![
        red_line,
        wetland,
        project_layer(ProjectKind::Metro, parts.to_vec()),
    ]);
    check_fact(&annex.footprints[0], "buildable_area", 10_000.0 - 75.0 * 50.0);
    assert!(!facts(&annex.footprints[0], "buildable_area")[0].is_open);
    assert!(facts(&annex.footprints[1], "buildable_area").is_empty());
    let alone = project_layer(ProjectKind::Metro, parts[..1].to_vec());
    let alone = told_of(vec![alone]);
    assert!(facts(&alone, "buildable_area")[0].is_open);
    assert_eq!(facts(&alone, "layer_missing").len(), 2);
}

/// A layer of which features could not be read leaves an account open, a whole one does not.
#[test]
fn an_incomplete_layer_is_told() {
    let shore = |refused: usize| {
        let mut river = zone_layer("river", Role::River, vec![(square(0.0, 0.0, 1000.0), json!({}))]);
        river.provenance.counts.refused = refused;
        let port = project_layer(
            ProjectKind::Port,
            vec![(square(400.0, -50.0, 100.0), json!({"part": "码头"}))],
        );
        let footprint = told_of(vec![river, port]);
        (
            facts(&footprint, "shore_used")[0].is_open,
            facts(&footprint, "layer_incomplete").len(),
        )
    };
    assert_eq!((shore(0), shore(1)), ((false, 0), (true, 1)));
}

fn ledger(features: Vec<(Geometry<f64>, serde_json::Value)>, quotas: Vec<Quota>) -> Annex {
    let park = project_layer(ProjectKind::IndustrialPark, features);
    let mut workspace = workspace(vec![park], Vec::new());
    workspace.tables = Arc::new(Tables {
        quotas,
        ..Tables::default()
    });
    annex(&workspace, &Default::default()).unwrap()
}

fn quota(year: i32, area_ha: f64) -> Quota {
    Quota {
        year,
        area_ha,
        kinds: vec![ProjectKind::IndustrialPark],
    }
}

#[test]
fn a_quota_is_used_in_order_and_breaks_where_it_is_full() {
    let annex = ledger(
        vec![
            (square(0.0, 0.0, 100.0), json!({"order": 2})),
            (square(500.0, 0.0, 100.0), json!({"order": 1})),
            (square(0.0, 0.0, 100.0), json!({})),
            (square(900.0, 0.0, 100.0), json!({"order": 3})),
        ],
        vec![quota(2026, 2.5)],
    );
    let entries = &annex.quotas[0].entries;
    let order: Vec<&str> = entries.iter().map(|entry| &*entry.project.id).collect();
    assert_eq!(order, ["2", "1", "4", "3"]);
    let breaks: Vec<bool> = entries.iter().map(|entry| entry.breaks).collect();
    assert_eq!(breaks, [false, false, true, false], "the last one adds nothing");
    check_close(annex.quotas[0].used_m2, 30_000.0);
    assert!((annex.quotas[0].left_m2() + 5_000.0).abs() < 3.0);
    assert!(annex.quotas[0].is_broken() && entries.iter().all(|entry| entry.year_assumed));
}

/// A quota that is used to the last square metre is full, not broken.
#[test]
fn a_quota_breaks_only_beyond_its_end() {
    let used_m2 =
        ledger(vec![(square(0.0, 0.0, 100.0), json!({}))], vec![quota(2026, 5.0)]).quotas[0].used_m2;
    let breaks = |area_m2: f64| {
        let features = vec![(square(0.0, 0.0, 100.0), json!({}))];
        ledger(features, vec![quota(2026, area_m2 / 1e4)]).quotas[0].is_broken()
    };
    assert!(!breaks(used_m2) && !breaks(used_m2 + 1.0) && breaks(used_m2 - 1.0));
}

#[test]
fn a_project_is_put_to_its_year_or_to_none() {
    let annex = ledger(
        vec![
            (square(0.0, 0.0, 100.0), json!({"year": 2027})),
            (square(200.0, 0.0, 100.0), json!({"year": 2030})),
            (square(400.0, 0.0, 100.0), json!({})),
        ],
        vec![quota(2026, 1.0), quota(2027, 1.0)],
    );
    assert!(annex.quotas[0].entries.is_empty());
    assert_eq!(annex.quotas[1].entries.len(), 1);
    assert!(!annex.quotas[1].is_broken() && !annex.quotas[1].entries[0].year_assumed);
    let without: Vec<&str> = annex.without_quota.iter().map(|name| &*name.id).collect();
    assert_eq!(without, ["2", "3"]);
}

/// Keys are put together at run time, so the walk over the code cannot see them.
#[test]
fn every_fact_of_the_example_has_words() {
    use redshank::report::wetland::footprint::{fact_words, footprint_grids, quota_grids};
    use redshank::words::Lang;
    let workspace = qiantang();
    let annex = annex(&workspace, &Default::default()).unwrap();
    for lang in Lang::ALL {
        for fact in annex.footprints.iter().flat_map(|own| &own.facts) {
            let words = fact_words(&workspace, fact, lang);
            let all = format!("{} {} {}", words.name, words.value, words.basis);
            assert!(!all.contains("footprint.") && !all.contains("role."), "{all}");
        }
        assert!(footprint_grids(&workspace, &annex, lang).len() >= 20);
        assert_eq!(quota_grids(&workspace, &annex, lang).len(), 1);
    }
}

#[test]
fn every_key_that_footprints_use_is_in_the_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/screening/footprint");
    let known = redshank::texts(redshank::words::Lang::Zh);
    let mut asked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let code = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for (call, prefix) in [
            ("Fact::new(\"", "footprint.fact."),
            (".by(\"", "footprint.basis."),
            (".by_rule(\"", "footprint.basis."),
        ] {
            for rest in code.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(known.contains_key(&format!("{prefix}{key}")), "{prefix}{key}");
                asked += 1;
            }
        }
    }
    assert!(asked > 30, "{asked}");
}

#[test]
fn totals_stand_in_every_file() {
    use redshank::report::wetland::files::TotalsKind;
    use redshank::words::Lang;
    let workspace = qiantang();
    let annex = annex(&workspace, &Default::default()).unwrap();
    let text = |kind: TotalsKind, lang| String::from_utf8(kind.content(&workspace, &annex, lang)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text(TotalsKind::Json, Lang::Zh)).unwrap();
    assert_eq!(
        (&json["format"], &json["version"]),
        (&json!("redshank-totals"), &json!(1))
    );
    let percents: f64 = json["wetland"]["classes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|class| class["percent"].as_f64().unwrap())
        .sum();
    assert_eq!(format!("{percents:.2}"), "100.00");
    assert_eq!(json["wetland"]["closures"].as_array().unwrap().len(), 6);
    let csv = text(TotalsKind::Csv, Lang::En);
    assert!(csv.starts_with('\u{feff}') && csv.contains("\r\ndefinition,plan,"));
    for (lang, words) in [(Lang::Zh, "18,453.30 公顷"), (Lang::En, "18,453.30 ha")] {
        let page = text(TotalsKind::Html, lang);
        assert!(page.contains(words) && page.contains("34.71 %"));
        assert!(
            !page.contains("wetland.") && !page.contains("quota."),
            "a key shows"
        );
    }
}
