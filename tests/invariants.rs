//! What must hold for any shapes: identities of areas, symmetry, and predicates that agree with measures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

#[path = "exact/grid.rs"]
#[allow(dead_code, reason = "shared with tests/exact.rs")]
mod grid;
#[path = "invariants/real.rs"]
mod real;
#[path = "exact/reference.rs"]
#[allow(dead_code, reason = "shared with tests/exact.rs")]
mod reference;

use std::f64::consts::TAU;

use geo::{Coord, MultiPolygon, Polygon};
use proptest::prelude::*;
use redshank::geom::area::plane_area;
use redshank::geom::gate::admit_plane;
use redshank::geom::overlay::{difference, intersection, union};
use redshank::geom::relate::{Relation, relate};
use redshank::geom::shape::Shape;

/// A star-shaped polygon, perhaps with a hole of the same form, somewhere within 100 km at true eastings.
fn star() -> impl Strategy<Value = MultiPolygon<f64>> {
    let size = prop_oneof![Just(50.0), Just(2_000.0), Just(40_000.0)];
    let place = (0.0..30_000.0f64, 0.0..30_000.0f64);
    (
        place,
        size,
        prop::collection::vec(0.3..1.0f64, 3..60),
        any::<bool>(),
    )
        .prop_map(|((x, y), size, radii, holed)| {
            let ring = |scale: f64| {
                let n = radii.len() as f64;
                let vertex = |(k, r): (usize, &f64)| {
                    let angle = TAU * k as f64 / n;
                    Coord {
                        x: 40_520_000.0 + x + size * scale * r * angle.cos(),
                        y: 3_350_000.0 + y + size * scale * r * angle.sin(),
                    }
                };
                radii.iter().enumerate().map(vertex).collect()
            };
            MultiPolygon(vec![Polygon::new(
                ring(1.0),
                if holed { vec![ring(0.4)] } else { Vec::new() },
            )])
        })
}

fn shape(polygons: MultiPolygon<f64>) -> Shape {
    admit_plane(polygons).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn areas_add_up(a in star(), b in star()) {
        let (a, b) = (shape(a), shape(b));
        let common = plane_area(&intersection(a.areas(), b.areas()));
        let rest = plane_area(&difference(a.areas(), b.areas()));
        let both = plane_area(&union([a.areas(), b.areas()]));
        let (whole_a, whole_b) = (a.plane_area(), b.plane_area());
        // Vertices of the result are doubles at eastings of 4e7: their last digit is 7e-9 m, along all its edges.
        let slack = 1e-9 * (whole_a + whole_b) + 1e-3;
        prop_assert!((whole_a - common - rest).abs() <= slack, "{} = {} + {}", whole_a, common, rest);
        prop_assert!((both - whole_a - whole_b + common).abs() <= slack);
        prop_assert!(common >= 0.0 && common <= whole_a.min(whole_b) + slack);
    }

    #[test]
    fn overlay_does_not_care_about_order(a in star(), b in star()) {
        let (a, b) = (shape(a), shape(b));
        let one = plane_area(&intersection(a.areas(), b.areas()));
        let two = plane_area(&intersection(b.areas(), a.areas()));
        prop_assert!((one - two).abs() <= 1e-9 * one.max(two) + 1e-4);
    }

    #[test]
    fn relation_agrees_with_the_measures(a in star(), b in star()) {
        let (a, b) = (shape(a), shape(b));
        let contact = relate(&a, &b, f64::INFINITY).unwrap().unwrap();
        let common = contact.overlap.plane_m2;
        match contact.relation {
            Relation::Inside => prop_assert!((common - a.plane_area()).abs() <= 1e-9 * a.plane_area()),
            Relation::Contains => prop_assert!((common - b.plane_area()).abs() <= 1e-9 * b.plane_area()),
            Relation::Overlap => prop_assert!(common > 0.0 && common < a.plane_area().min(b.plane_area())),
            Relation::Touch | Relation::Near => prop_assert_eq!(common, 0.0),
        }
        prop_assert_eq!(contact.nearest.distance > 1e-6, contact.relation == Relation::Near);
        // The library's own predicate is the witness.
        use geo::Intersects as _;
        let meets = a.areas().intersects(b.areas());
        prop_assert_eq!(meets, contact.relation != Relation::Near);
    }
}
