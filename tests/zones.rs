//! All 64 Gauss-Krüger planes of CGCS2000, 1,000 points each, against PROJ by another language (see
//! `tests/reference/cgcs2000_zones.py`), and there and back.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::collections::BTreeMap;

use geo::Coord;
use redshank::geom::crs::{Crs, Transform};

const GOLDEN: &str = include_str!("reference/cgcs2000_zones.txt");
const COLUMNS: usize = 40;
const ROWS: usize = 25;
/// Length of a degree of latitude, at most.
const M_PER_DEG: f64 = 111_700.0;

struct Plane {
    code: String,
    width_deg: u32,
    meridian_deg: f64,
    easting_m: f64,
}

/// Easting from the central meridian, and northing.
type Table = Vec<(f64, f64)>;

fn golden() -> (Vec<Plane>, BTreeMap<u32, Table>) {
    let (mut planes, mut tables, mut open) = (Vec::new(), BTreeMap::<u32, Table>::new(), 0);
    for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["plane", code, width, meridian, easting, _] => planes.push(Plane {
                code: format!("EPSG:{code}"),
                width_deg: width.parse().unwrap(),
                meridian_deg: meridian.parse().unwrap(),
                easting_m: easting.parse().unwrap(),
            }),
            ["table", width] => open = width.parse().unwrap(),
            [east, north] => {
                let row = (east.parse().unwrap(), north.parse().unwrap());
                tables.entry(open).or_default().push(row);
            }
            _ => panic!("{line}"),
        }
    }
    (planes, tables)
}

fn places(plane: &Plane) -> Vec<Coord<f64>> {
    let reach = f64::from(plane.width_deg) * 2.0 / 3.0;
    let along = |position: usize, count: usize| position as f64 / (count - 1) as f64;
    let place = |number: usize| Coord {
        x: plane.meridian_deg + reach * (2.0 * along(number % COLUMNS, COLUMNS) - 1.0),
        y: 3.0 + 51.0 * along(number / COLUMNS, ROWS),
    };
    (0..COLUMNS * ROWS).map(place).collect()
}

fn worst(a: &[Coord<f64>], b: &[Coord<f64>], east: f64) -> f64 {
    let apart = |(a, b): (&Coord<f64>, &Coord<f64>)| ((a.x - b.x).abs() * east).max((a.y - b.y).abs() * east);
    a.iter().zip(b).map(apart).fold(0.0, f64::max)
}

#[test]
fn every_zone_agrees_with_pyproj_and_leads_back() {
    let (planes, tables) = golden();
    assert_eq!(planes.len(), 64);
    let degrees = Crs::from_code("EPSG:4490").unwrap();
    let (mut most_m, mut most_back_m) = (0.0_f64, 0.0_f64);
    for plane in &planes {
        let table = &tables[&plane.width_deg];
        assert_eq!(table.len(), 1000);
        let expected: Vec<Coord<f64>> = table
            .iter()
            .map(|&(east, north)| Coord {
                x: plane.easting_m + east,
                y: north,
            })
            .collect();
        let places = places(plane);
        let there = Transform::between(&degrees, &Crs::from_code(&plane.code).unwrap()).unwrap();
        let mut found = places.clone();
        there.apply(&mut found);
        let apart_m = worst(&found, &expected, 1.0);
        assert!(apart_m <= 1e-4, "{}: {apart_m} m", plane.code);
        let mut back = found.clone();
        there.clone().inverse().apply(&mut back);
        let back_m = worst(&back, &places, M_PER_DEG);
        assert!(back_m <= 1e-6, "{}: {back_m} m", plane.code);
        let mut again = back;
        there.apply(&mut again);
        let again_m = worst(&again, &found, 1.0);
        assert!(again_m <= 1e-6, "{}: {again_m} m", plane.code);
        (most_m, most_back_m) = (most_m.max(apart_m), most_back_m.max(back_m).max(again_m));
    }
    println!(
        "64 planes, 64,000 points: at most {most_m:.1e} m from pyproj, {most_back_m:.1e} m there and back"
    );
}
