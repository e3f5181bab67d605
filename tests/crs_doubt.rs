//! Doubt about where layers lie: true ones are not accused, and each fault is recognised, on real layers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::path::{Path, PathBuf};

use geo::{Coord, Geometry, MapCoordsInPlace as _};
use rayon::prelude::*;
use redshank::formats::doubt::Reference;
use redshank::formats::input::FileToRead;
use redshank::formats::raw::RawLayer;
use redshank::formats::read;
use redshank::formats::source_crs::SourceCrs;
use redshank::geom::chinese_zone::ChineseZone;
use redshank::geom::crs::{Crs, Transform};
use redshank::geom::web_shift::WebShift;
use redshank::model::crs_doubt::{CrsDoubt, Tested};
use redshank::model::crs_note::CrsNote;
use redshank::model::crs_reading::Trust;
use redshank::progress::Progress;

const DISTRICTS_GCJ02: &str = "admin/hangzhou_13_districts_2024_gcj02.geojson";
const CITIES: &str = "admin/浙江省地级市_2025_cgcs2000.shp";
const WATER: &str = "admin/cn_water_polygons_1_to_4m_gbk_no_prj.shp";

/// A file of the shared data; `None`, and a word about it, where that is missing.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(name);
    if !path.exists() {
        println!("skipped: no {}", path.display());
        return None;
    }
    Some(path)
}

fn read(name: &str) -> Option<RawLayer> {
    let path = shared(name)?;
    let mut layer = read::read(&FileToRead::at(&path), None, &Progress::default()).unwrap();
    if name == WATER {
        // Its file has lost the part that says so.
        layer.declared_crs = Some("EPSG:4490".to_owned());
    }
    Some(layer)
}

fn changed(raw: &RawLayer, declared: Option<&str>, to: impl Fn(Coord<f64>) -> Coord<f64>) -> RawLayer {
    let mut raw = raw.clone();
    raw.declared_crs = declared.map(str::to_owned);
    raw.standard_crs = None;
    let geometries = raw
        .features
        .iter_mut()
        .filter_map(|feature| feature.geometry.as_mut());
    geometries.for_each(|geometry| geometry.map_coords_in_place(&to));
    raw
}

/// The districts in their true place: a digitising of its own, not that of the cities.
fn true_districts() -> Option<RawLayer> {
    let raw = read(DISTRICTS_GCJ02)?;
    Some(changed(&raw, Some("EPSG:4490"), |coord| {
        WebShift::Gcj02.undone(coord)
    }))
}

fn reference(raw: &RawLayer) -> Reference {
    let source = SourceCrs::decide(raw, None, "reference");
    Reference::of_raw(raw, source.trusted_crs().unwrap(), "reference").unwrap()
}

fn doubt(raw: &RawLayer, reference: &Reference) -> CrsDoubt {
    let mut source = SourceCrs::decide(raw, None, "layer");
    source.hold_against(raw, reference);
    source.doubt
}

fn offered(doubt: &CrsDoubt) -> Vec<Tested> {
    let tested = doubt.against.iter().flat_map(|against| &against.tested);
    tested.filter(|one| one.offered).copied().collect()
}

#[test]
fn true_layers_are_not_accused() {
    let groups: [&[&str]; 4] = [
        &[CITIES, WATER],
        &[
            "wetlands_protected_zones/us_nc_mecklenburg_watersheds.geojson",
            "wetlands_protected_zones/us_nc_mecklenburg_wetlands.geojson",
            "energy_ports_projects/us_nc_mecklenburg_tax_exempt_parcels.geojson",
        ],
        &[
            "wetlands_protected_zones/us_ks_padus_protected_areas.geojson",
            "energy_ports_projects/us_ks_transmission_lines.geojson",
        ],
        &[
            "siting_cases/de_aachen_wind/CDDA_aachenClipped.geojson",
            "siting_cases/de_aachen_wind/Natura2000_aachenClipped.geojson",
            "siting_cases/de_aachen_wind/aachen_placement_areas.geojson",
            "siting_cases/de_aachen_wind/aachen_placements.geojson",
        ],
    ];
    for names in groups {
        let mut layers: Vec<(&str, RawLayer)> = names
            .iter()
            .filter_map(|name| Some((*name, read(name)?)))
            .collect();
        if names.contains(&CITIES) {
            layers.extend(true_districts().map(|raw| ("true districts", raw)));
        }
        let told = layers.par_iter().flat_map(|(of, against)| {
            let reference = reference(against);
            let tell = |(name, layer): &(&str, RawLayer)| {
                let found = doubt(layer, &reference);
                assert_eq!(found.trust, Trust::Plausible, "{name} against {of}: {found:#?}");
                let told = found.against.as_ref().unwrap();
                let (matched, offset, best) = (told.matched, &told.offset, told.tested.first());
                format!("{name} against {of}: {matched} matched, {offset:?}\n    {best:?}")
            };
            layers.par_iter().map(tell).collect::<Vec<_>>()
        });
        told.collect::<Vec<_>>()
            .iter()
            .for_each(|told| println!("{told}"));
    }
}

#[test]
fn the_districts_are_recognised_as_gcj02() {
    let (Some(districts), Some(cities)) = (read(DISTRICTS_GCJ02), read(CITIES)) else {
        return;
    };
    let found = doubt(&districts, &reference(&cities));
    assert_eq!(found.trust, Trust::Suspicious);
    let against = found.against.as_ref().unwrap();
    println!("{} matched, {:?}", against.matched, against.offset);
    against.tested.iter().for_each(|one| println!("{one:?}"));
    let best = against.tested[0];
    assert!(best.offered && best.reading.code() == "gcj02", "{best:?}");
    assert_eq!(offered(&found).len(), 1);
    // Measured by hand: 440 m east, 280 m south.
    let (east_m, north_m) = best.moved_m.unwrap();
    assert!(
        (east_m + 440.0).abs() < 60.0 && (north_m - 280.0).abs() < 30.0,
        "{best:?}"
    );
    let offset = against.offset.unwrap();
    assert!(
        (offset.east_m - 440.0).abs() < 60.0 && (offset.north_m + 280.0).abs() < 60.0,
        "{offset:?}"
    );
}

/// Layers that share no border with their district may come nearer to one by chance when they are moved.
#[test]
fn what_only_lies_near_a_border_is_not_accused() {
    let read = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("maps/qiantang")
            .join(name);
        read::read(&FileToRead::at(&path), None, &Progress::default()).unwrap()
    };
    let reference = reference(&read("district.geojson"));
    for name in [
        "wetland.geojson",
        "red_line.geojson",
        "core.geojson",
        "buffer.geojson",
    ] {
        let found = doubt(&read(name), &reference);
        assert_eq!(found.trust, Trust::Plausible, "{name}: {:#?}", found.notes);
    }
}

/// The true districts, changed, held against the cities.
struct Fault {
    declared: Option<&'static str>,
    note: Option<&'static str>,
    best: &'static str,
}

#[track_caller]
fn check(fault: &Fault, to: impl Fn(Coord<f64>) -> Coord<f64>) {
    let (Some(districts), Some(cities)) = (true_districts(), read(CITIES)) else {
        return;
    };
    let layer = changed(&districts, fault.declared, to);
    let found = doubt(&layer, &reference(&cities));
    let codes: Vec<&str> = found.notes.iter().map(CrsNote::code).collect();
    println!("{:?} {codes:?} {:?}", found.trust, offered(&found));
    assert_ne!(found.trust, Trust::Plausible);
    assert!(fault.note.is_none_or(|note| codes.contains(&note)), "{codes:?}");
    assert_eq!(offered(&found)[0].reading.code(), fault.best);
}

fn into(code: &str) -> impl Fn(Coord<f64>) -> Coord<f64> + use<> {
    let degrees = Crs::from_code("EPSG:4490").unwrap();
    let there = Transform::between(&degrees, &Crs::from_code(code).unwrap()).unwrap();
    move |coord| there.of(coord)
}

fn turned(coord: Coord<f64>) -> Coord<f64> {
    Coord {
        x: coord.y,
        y: coord.x,
    }
}

#[test]
fn swapped_axes() {
    let fault = Fault {
        declared: Some("EPSG:4490"),
        note: Some("crs_axes_swapped"),
        best: "EPSG:4490+swapped",
    };
    check(&fault, turned);
    let plane = into("EPSG:4549");
    let fault = Fault {
        declared: None,
        note: Some("crs_any_zone"),
        best: "EPSG:4549+swapped",
    };
    check(&fault, |coord| turned(plane(coord)));
    let fault = Fault {
        declared: Some("EPSG:4549"),
        note: Some("crs_fits_better"),
        best: "swapped",
    };
    check(&fault, |coord| turned(plane(coord)));
}

#[test]
fn bd09_and_gcj02_in_degrees_and_in_a_plane() {
    for shift in WebShift::ALL {
        let fault = Fault {
            declared: Some("EPSG:4490"),
            note: Some("crs_fits_better"),
            best: shift.code(),
        };
        check(&fault, |coord| shift.shifted(coord));
        let plane = into("EPSG:4549");
        let fault = Fault {
            declared: Some("EPSG:4549"),
            ..fault
        };
        check(&fault, |coord| plane(shift.shifted(coord)));
    }
}

#[test]
fn with_and_without_the_zone_number() {
    let fault = Fault {
        declared: Some("EPSG:4549"),
        note: Some("crs_zone_number"),
        best: "EPSG:4528",
    };
    check(&fault, into("EPSG:4528"));
    let fault = Fault {
        declared: Some("EPSG:4528"),
        note: Some("crs_no_zone_number"),
        best: "EPSG:4549",
    };
    check(&fault, into("EPSG:4549"));
}

#[test]
fn the_wrong_central_meridian() {
    for declared in ["EPSG:4548", "EPSG:4547", "EPSG:4550", "EPSG:4509"] {
        let fault = Fault {
            declared: Some(declared),
            note: Some("crs_fits_better"),
            best: "EPSG:4549",
        };
        check(&fault, into("EPSG:4549"));
    }
}

#[test]
fn web_mercator_and_degrees_as_metres() {
    let fault = Fault {
        declared: Some("EPSG:4549"),
        note: None,
        best: "EPSG:3857",
    };
    check(&fault, into("EPSG:3857"));
    let fault = Fault {
        declared: Some("EPSG:4549"),
        note: Some("crs_not_metres"),
        best: "EPSG:4490",
    };
    check(&fault, |coord| coord);
}

/// Each of the 64 planes, by the same real layer moved to its central meridian and read without a word.
#[test]
fn every_zone() {
    let (Some(districts), Some(cities)) = (true_districts(), read(CITIES)) else {
        return;
    };
    for zone in ChineseZone::all() {
        let east = zone.central_meridian_deg() - 120.0;
        let moved = |coord: Coord<f64>| Coord {
            x: coord.x + east,
            ..coord
        };
        let reference = reference(&changed(&cities, Some("EPSG:4326"), moved));
        let plane = zone.formula();
        let layer = changed(&districts, None, |coord| {
            let mut one = [moved(coord)];
            plane.plane_from_geodetic(&mut one);
            one[0]
        });
        let found = doubt(&layer, &reference);
        let best = offered(&found)[0].reading.system.crs_code().unwrap();
        // A 6-degree zone without its number is the 3-degree one around the same meridian.
        let best = ChineseZone::of_code(&best).unwrap();
        assert_eq!(best.is_numbered(), zone.is_numbered(), "{}", zone.code());
        assert_eq!(
            best.central_meridian_deg(),
            zone.central_meridian_deg(),
            "{}",
            zone.code()
        );
        assert!(zone.is_numbered() <= (best == zone), "{}", zone.code());
    }
}

#[test]
fn a_borrowed_datum_looks_displaced() {
    let (Some(districts), Some(cities)) = (true_districts(), read(CITIES)) else {
        return;
    };
    // What 北京54 taken for CGCS2000 does, enlarged so that generalised borders show it.
    let layer = changed(&districts, Some("EPSG:4490"), |coord| Coord {
        x: coord.x + 0.003,
        y: coord.y + 0.002,
    });
    let found = doubt(&layer, &reference(&cities));
    let Some(CrsNote::Displaced { offset, .. }) = found.notes.first() else {
        panic!("{:?}", found.notes);
    };
    assert!(
        (offset.east_m - 288.0).abs() < 40.0 && (offset.north_m - 222.0).abs() < 40.0,
        "{offset:?}"
    );
}

#[test]
fn nothing_to_compare_is_no_accusation() {
    let Some(cities) = read(CITIES) else {
        return;
    };
    let reference = reference(&cities);
    let point = |x: f64, y: f64| {
        let mut raw = cities.clone();
        raw.features.truncate(1);
        raw.features[0].geometry = Some(Geometry::Point((x, y).into()));
        raw
    };
    assert_eq!(doubt(&point(120.3, 30.2), &reference).trust, Trust::Plausible);
    assert_eq!(doubt(&point(f64::NAN, 30.2), &reference).against, None);
    let mut empty = cities.clone();
    empty.features.clear();
    assert_eq!(doubt(&empty, &reference), CrsDoubt::default());
    assert!(Reference::of_raw(&empty, &Crs::from_code("EPSG:4490").unwrap(), "r").is_none());
    let nan = point(f64::NAN, 0.0);
    assert!(Reference::of_raw(&nan, &Crs::from_code("EPSG:4490").unwrap(), "r").is_none());
}

/// About 10 MB of GeoJSON: 440 thousand vertices.
#[test]
fn a_large_layer_is_compared_at_once() {
    let (Some(mut districts), Some(cities)) = (true_districts(), read(CITIES)) else {
        return;
    };
    let own = districts.features.clone();
    for _ in 1..22 {
        districts.features.extend(own.iter().cloned());
    }
    let plane = into("EPSG:4549");
    let layer = changed(&districts, Some("EPSG:4549"), |coord| {
        plane(WebShift::Gcj02.shifted(coord))
    });
    let reference = reference(&cities);
    let start = std::time::Instant::now();
    let found = doubt(&layer, &reference);
    println!("24 readings of 440 thousand vertices: {:?}", start.elapsed());
    assert_eq!(offered(&found)[0].reading.code(), "gcj02");
}
