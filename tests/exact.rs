//! The engine against exact arithmetic: areas, relations and distances of many pairs of polygons.
//!
//! The witness (`exact/reference.rs`) works in integers, since doubles are whole multiples of powers of two; a second
//! one by another method, in rational numbers (`exact/slabs.rs`), watches over the first.
//!
//! ```sh
//! cargo test --test exact -- --nocapture                                  # 50,000 pairs
//! cargo test --release --test exact -- --nocapture --ignored              # 1,000,000 pairs
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

#[path = "exact/distance.rs"]
mod distance;
#[path = "exact/engine.rs"]
mod engine;
#[path = "exact/grid.rs"]
mod grid;
#[path = "exact/judge.rs"]
mod judge;
#[path = "exact/pairs.rs"]
mod pairs;
#[path = "exact/reference.rs"]
mod reference;
#[path = "exact/slabs.rs"]
mod slabs;

use geo::wkt;
use judge::{Outcome, judge};
use pairs::{FAMILIES, Pair, SCALES, pair};
use rayon::prelude::*;
use redshank::geom::distance::nearest;
use redshank::geom::gate::admit_plane;

/// What a family came to at one scale.
#[derive(Clone, Default)]
struct Row {
    pairs: usize,
    overlapping: usize,
    relative: f64,
    absolute_m2: f64,
    faulty: usize,
}

impl Row {
    fn add(&mut self, outcome: &Outcome) {
        self.pairs += 1;
        self.overlapping += usize::from(outcome.overlaps);
        self.relative = self.relative.max(outcome.relative);
        self.absolute_m2 = self.absolute_m2.max(outcome.absolute_m2);
        self.faulty += usize::from(!outcome.faults.is_empty());
    }
}

/// What is wrong, with the numbers of the pairs.
type Faults = Vec<(u64, String)>;

/// Judges the pairs of these numbers, prints the table, and demands that none is at fault.
fn judge_all(numbers: std::ops::Range<u64>, overlays_each: u64) {
    let kinds = FAMILIES.len() * SCALES.len();
    let chunk = 1000;
    let chunks: Vec<u64> = numbers.clone().step_by(chunk as usize).collect();
    let judged: Vec<(Vec<Row>, Faults)> = chunks
        .par_iter()
        .map(|&from| {
            let mut rows = vec![Row::default(); kinds];
            let mut faults = Vec::new();
            for number in from..(from + chunk).min(numbers.end) {
                let outcome = judge(
                    &pair(number),
                    (number / kinds as u64).is_multiple_of(overlays_each),
                );
                rows[(number % kinds as u64) as usize].add(&outcome);
                faults.extend(outcome.faults.into_iter().map(|fault| (number, fault)));
            }
            (rows, faults)
        })
        .collect();
    let mut rows = vec![Row::default(); kinds];
    for (some, _) in &judged {
        for (row, part) in rows.iter_mut().zip(some) {
            row.pairs += part.pairs;
            row.overlapping += part.overlapping;
            row.relative = row.relative.max(part.relative);
            row.absolute_m2 = row.absolute_m2.max(part.absolute_m2);
            row.faulty += part.faulty;
        }
    }
    println!(
        "| scale | family | pairs | overlapping | relative error from 1 m² | error below 1 m², m² | faulty |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (kind, row) in rows.iter().enumerate() {
        let (family, scale) = (FAMILIES[kind % FAMILIES.len()], SCALES[kind / FAMILIES.len()]);
        println!(
            "| {scale:?} | {family:?} | {} | {} | {:.1e} | {:.1e} | {} |",
            row.pairs, row.overlapping, row.relative, row.absolute_m2, row.faulty
        );
    }
    let faults: Faults = judged.into_iter().flat_map(|(_, faults)| faults).collect();
    let shown = faults.iter().take(20).map(|(number, fault)| {
        let Pair { family, scale, .. } = pair(*number);
        format!("pair {number} ({family:?}, {scale:?}): {fault}")
    });
    let shown: Vec<String> = shown.collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), shown.join("\n"));
}

#[test]
fn fifty_thousand_pairs() {
    judge_all(0..50_000, 4);
}

/// Slivers of 20 km and a square metre or two, which lost the ninth digit while crossings of long edges at small angles
/// were rounded to a double.
#[test]
fn long_slivers() {
    for number in [78_924, 86_124, 192_004, 711_204, 907_884] {
        judge_all(number..number + 1, 1);
    }
}

#[test]
#[ignore = "minutes; run with --release"]
fn a_million_pairs() {
    judge_all(0..1_000_000, 1);
}

/// Each pair of polygons with the common area that anyone can work out by hand.
#[test]
fn the_reference_knows_simple_answers() {
    let square = wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.))) };
    let check = |other: geo::MultiPolygon<f64>, expected: f64| {
        for (a, b) in [(&square, &other), (&other, &square)] {
            let found = reference::areas(a, b).unwrap();
            assert_eq!(found.common_m2, expected);
            assert_eq!(found.first_m2, found.common_m2 + found.first_rest_m2);
            assert_eq!(found.union_m2, found.first_m2 + found.second_rest_m2);
            assert_eq!(slabs::areas(a, b).common, expected);
        }
    };
    check(square.clone(), 16.0);
    check(wkt! { MULTIPOLYGON(((4. 0., 8. 0., 8. 4., 4. 4., 4. 0.))) }, 0.0);
    check(wkt! { MULTIPOLYGON(((4. 4., 8. 4., 8. 8., 4. 8., 4. 4.))) }, 0.0);
    check(wkt! { MULTIPOLYGON(((2. 2., 8. 2., 8. 8., 2. 8., 2. 2.))) }, 4.0);
    check(
        wkt! { MULTIPOLYGON(((-2. 2., 2. -2., 6. 2., 2. 6., -2. 2.))) },
        16.0,
    );
    check(
        wkt! { MULTIPOLYGON(((-1. 2., 2. -1., 5. 2., 2. 5., -1. 2.))) },
        14.0,
    );
    let holed = wkt! { MULTIPOLYGON(((-9. -9., 9. -9., 9. 9., -9. 9., -9. -9.), (1. 1., 3. 1., 3. 3., 1. 3., 1. 1.))) };
    check(holed, 12.0);
    let parts = wkt! { MULTIPOLYGON(((-1. -1., 1. -1., 1. 1., -1. 1., -1. -1.)), ((3. 3., 3. 9., 9. 9., 9. 3., 3. 3.))) };
    check(parts, 2.0);
}

/// Two ways to the exact answer that have nothing in common but the numbers that go in.
#[test]
fn the_two_references_agree() {
    (0..400u64).into_par_iter().for_each(|number| {
        let Pair { first, second, .. } = pair(number);
        let (first, second) = (admit_plane(first).unwrap(), admit_plane(second).unwrap());
        let (first, second) = (first.areas(), second.areas());
        if first
            .0
            .iter()
            .chain(&second.0)
            .map(|p| p.exterior().0.len())
            .sum::<usize>()
            > 90
        {
            return;
        }
        let (fast, slow) = (
            reference::areas(first, second).unwrap(),
            slabs::areas(first, second),
        );
        let same = |one: f64, two: f64| (one - two).abs() <= 4.0 * f64::EPSILON * one.abs() + 1e-18;
        assert!(
            same(fast.first_m2, slow.first),
            "{number}: {} {}",
            fast.first_m2,
            slow.first
        );
        assert!(
            same(fast.second_m2, slow.second),
            "{number}: {} {}",
            fast.second_m2,
            slow.second
        );
        assert!(
            same(fast.common_m2, slow.common),
            "{number}: {} {}",
            fast.common_m2,
            slow.common
        );
    });
}

/// Polygons as they are, as lines along their borders, and as points at their vertices.
fn thinned(polygons: geo::MultiPolygon<f64>, dimension: u64) -> geo::Geometry<f64> {
    let rings = || {
        polygons
            .0
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .cloned()
    };
    match dimension {
        0 => geo::MultiPoint(
            rings()
                .flat_map(|ring| ring.0)
                .step_by(3)
                .map(geo::Point)
                .collect(),
        )
        .into(),
        1 => geo::MultiLineString(rings().collect()).into(),
        _ => polygons.into(),
    }
}

/// Relative 1e-12; for what is next to nothing, less than a ten-millionth of the last digit of a coordinate.
fn allowed_m(exact_m: f64) -> f64 {
    1e-12 * exact_m + 1e-15
}

#[test]
fn distances_are_exact() {
    let measured: Vec<(u64, f64, f64)> = (0..7200u64)
        .into_par_iter()
        .map(|number| {
            let Pair { first, second, .. } = pair(number);
            let mut chance = pairs::Chance::new(!number);
            let mut dimension = || chance.below(5) as u64;
            let (first, second) = (thinned(first, dimension()), thinned(second, dimension()));
            let (first, second) = (admit_plane(first).unwrap(), admit_plane(second).unwrap());
            let exact = distance::least(&first, &second).unwrap();
            let found = nearest(&first, &second, f64::INFINITY).unwrap();
            (number, found.distance, exact)
        })
        .collect();
    let apart = measured.iter().filter(|m| m.2 > 0.0);
    let relative = apart
        .clone()
        .filter(|m| m.2 > 1e-3)
        .map(|m| (m.1 - m.2).abs() / m.2);
    println!(
        "{} distances, {} of them not 0: largest error {:.1e} m, relative from 1 mm {:.1e}",
        measured.len(),
        apart.clone().count(),
        measured.iter().map(|m| (m.1 - m.2).abs()).fold(0.0, f64::max),
        relative.fold(0.0, f64::max)
    );
    let wrong = measured.iter().filter(|m| (m.1 - m.2).abs() > allowed_m(m.2));
    let wrong: Vec<String> = wrong
        .map(|m| format!("pair {}: {}, exact {}", m.0, m.1, m.2))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}
