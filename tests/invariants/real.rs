//! The same identities on pairs of real shapes: protected areas against turbine areas, wetlands against watersheds.
//!
//! The data lies beside the project and is not part of it; where it is missing the tests say so and pass.

use std::path::PathBuf;

use geo::{Coord, LineString, MapCoords as _, MultiPolygon, Polygon};
use rayon::prelude::*;
use redshank::formats::open::{OpenOptions, Source, open};
use redshank::formats::workspace::quick::Quick;
use redshank::geom::area::plane_area;
use redshank::geom::gate::admit_plane;
use redshank::geom::overlay::{difference, intersection, union};
use redshank::geom::shape::Shape;
use redshank::model::role::{ProjectKind, Role};

use super::reference::areas;

/// Relative, of the whole that an identity is about.
const RELATIVE: f64 = 1e-9;
/// Below a square metre of overlap.
const ABSOLUTE_M2: f64 = 1e-5;

/// Two files whose shapes are paired with each other.
const CASES: [(&str, &str); 4] = [
    (
        "siting_cases/de_aachen_wind/CDDA_aachenClipped.geojson",
        "siting_cases/de_aachen_wind/aachen_placement_areas.geojson",
    ),
    (
        "siting_cases/de_aachen_wind/Natura2000_aachenClipped.geojson",
        "siting_cases/de_aachen_wind/aachen_placement_areas.geojson",
    ),
    (
        "siting_cases/de_aachen_wind/CDDA_aachenClipped.geojson",
        "siting_cases/de_aachen_wind/Natura2000_aachenClipped.geojson",
    ),
    (
        "wetlands_protected_zones/us_nc_mecklenburg_wetlands.geojson",
        "wetlands_protected_zones/us_nc_mecklenburg_watersheds.geojson",
    ),
];

fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(path)
}

/// The areal shapes of both files in one plane.
fn shapes(zones: &str, projects: &str) -> (Vec<Shape>, Vec<Shape>) {
    let source = Source::Quick(Quick {
        zones: vec![(Role::Wetland, data(zones))],
        projects: vec![(ProjectKind::Solar, data(projects))],
        setbacks: Vec::new(),
    });
    let workspace = open(&source, &OpenOptions::default(), &Default::default()).unwrap();
    let areal = |shape: &Shape| (!shape.areas().0.is_empty()).then(|| shape.clone());
    (
        workspace
            .zones()
            .filter_map(|zone| areal(&zone.feature.shape))
            .collect(),
        workspace
            .projects()
            .filter_map(|project| areal(&project.feature.shape))
            .collect(),
    )
}

/// Rings begun at another vertex, holes and parts in the other order, every other ring turned round.
fn rewritten(polygons: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let again = |(k, ring): (usize, &LineString<f64>)| {
        let mut open = ring.0[..ring.0.len() - 1].to_vec();
        let middle = open.len() / 2;
        open.rotate_left(middle);
        if k % 2 == 0 {
            open.reverse();
        }
        let mut ring = LineString(open);
        ring.close();
        ring
    };
    let parts = polygons.0.iter().enumerate().rev().map(|(k, part)| {
        let holes = part.interiors().iter().enumerate().rev().map(again).collect();
        Polygon::new(again((k, part.exterior())), holes)
    });
    MultiPolygon(parts.collect())
}

/// Moved as a whole by some kilometres, as far as doubles allow.
fn moved(polygons: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    polygons.map_coords(|c| Coord {
        x: c.x + 4321.0,
        y: c.y - 8765.0,
    })
}

/// A shape and its other forms, each through the gate.
struct Forms {
    plain: Shape,
    rewritten: Shape,
    moved: Shape,
}

fn forms(shapes: Vec<Shape>) -> Vec<Forms> {
    let admitted = |polygons: MultiPolygon<f64>| admit_plane(polygons).unwrap();
    let make = |plain: Shape| Forms {
        rewritten: admitted(rewritten(plain.areas())),
        moved: admitted(moved(plain.areas())),
        plain,
    };
    shapes.into_iter().map(make).collect()
}

/// The largest errors met.
#[derive(Default)]
struct Worst {
    pairs: usize,
    overlapping: usize,
    against_exact: f64,
    between_forms: f64,
}

impl Worst {
    fn and(self, other: Worst) -> Worst {
        Worst {
            pairs: self.pairs + other.pairs,
            overlapping: self.overlapping + other.overlapping,
            against_exact: self.against_exact.max(other.against_exact),
            between_forms: self.between_forms.max(other.between_forms),
        }
    }
}

#[track_caller]
fn same(what: &str, found: f64, expected: f64, whole: f64) {
    let error = (found - expected).abs();
    assert!(
        error <= RELATIVE * whole + ABSOLUTE_M2,
        "{what}: {found}, {expected}, off by {error:e}"
    );
}

fn check(a: &Forms, b: &Forms, worst: &mut Worst) {
    let (one, two) = (a.plain.areas(), b.plain.areas());
    let common = plane_area(&intersection(one, two));
    let (whole_a, whole_b) = (a.plain.plane_area(), b.plain.plane_area());
    same(
        "|A| = |A∩B| + |A−B|",
        common + plane_area(&difference(one, two)),
        whole_a,
        whole_a,
    );
    same(
        "|B| = |A∩B| + |B−A|",
        common + plane_area(&difference(two, one)),
        whole_b,
        whole_b,
    );
    same(
        "|A∪B| + |A∩B| = |A| + |B|",
        plane_area(&union([one, two])) + common,
        whole_a + whole_b,
        whole_a + whole_b,
    );
    let exact = areas(one, two)
        .expect("the plane is within the reach of the reference")
        .common_m2;
    worst.pairs += 1;
    worst.overlapping += usize::from(exact > 0.0);
    worst.against_exact = worst.against_exact.max(held("exact", common, exact));
    let others = [
        ("B∩A", plane_area(&intersection(two, one))),
        (
            "ring start, ring order, winding",
            plane_area(&intersection(a.rewritten.areas(), b.rewritten.areas())),
        ),
        (
            "moved",
            plane_area(&intersection(a.moved.areas(), b.moved.areas())),
        ),
    ];
    for (what, found) in others {
        worst.between_forms = worst.between_forms.max(held(what, found, common));
    }
}

/// The relative error of an overlap, from one square metre on; 0 below.
#[track_caller]
fn held(what: &str, found: f64, expected: f64) -> f64 {
    same(what, found, expected, expected);
    if expected < 1.0 {
        return 0.0;
    }
    (found - expected).abs() / expected
}

#[test]
fn real_pairs_keep_the_identities() {
    for (zones, projects) in CASES {
        if !data(zones).exists() || !data(projects).exists() {
            println!("skipped: {zones} is not there");
            continue;
        }
        let (zones, projects) = shapes(zones, projects);
        let (zones, projects) = (forms(zones), forms(projects));
        let of_zone = |a: &Forms| {
            let mut worst = Worst::default();
            let near = projects
                .iter()
                .filter(|b| b.plain.extent().meets(&a.plain.extent()));
            near.for_each(|b| check(a, b, &mut worst));
            worst
        };
        let worst = zones.par_iter().map(of_zone).reduce(Worst::default, Worst::and);
        println!(
            "{} pairs, {} overlap: {:.1e} off the exact area, {:.1e} between forms",
            worst.pairs, worst.overlapping, worst.against_exact, worst.between_forms
        );
        assert!(worst.overlapping > 10, "nothing was checked");
    }
}
