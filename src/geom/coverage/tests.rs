#![cfg(test)]
//! Coverages with faults that were put there, and the overlay engine as a witness of all pairs and of the union.

use geo::{Coord, LineString, MultiPolygon, Polygon, Translate as _, wkt};
use proptest::prelude::*;

use super::*;
use crate::geom::area::Ruler;
use crate::geom::area::plane_area;
use crate::geom::crs::Crs;
use crate::geom::equal_area::EqualArea;
use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::index::SpatialIndex;
use crate::geom::overlay::{difference, intersection, union};
use crate::geom::shape::Shape;

/// Where the plane is nearly as large as the ellipsoid.
const X0: f64 = 500_000.0;
const Y0: f64 = 3_300_000.0;

const LIMITS: Limits = Limits {
    tolerance_m: 0.05,
    width_m: 0.1,
    part_m2: 0.5,
    gap_m2: None,
    spike_deg: 1.0,
    vertices_m: 0.001,
};

fn moved(geometry: impl Into<geo::Geometry<f64>>) -> Shape {
    use geo::MapCoords as _;
    let moved = geometry.into().map_coords(|c| Coord {
        x: c.x + X0,
        y: c.y + Y0,
    });
    admit_plane(moved).unwrap()
}

fn found(shapes: &[Shape], limits: &Limits) -> Vec<Oddity> {
    let extents: Vec<Extent> = shapes.iter().map(Shape::extent).collect();
    let index = SpatialIndex::new(&extents);
    let near = |query: &Extent| index.meeting(query);
    let mut all = Extent::EMPTY;
    extents.iter().for_each(|extent| all.merge(extent));
    let measure = EqualArea::over(&all, Ruler::new(&Crs::from_code("EPSG:4549").unwrap()));
    let shapes: Vec<&Shape> = shapes.iter().collect();
    let ground = Ground {
        shapes: &shapes,
        near: &near,
        measure: &measure,
    };
    examine(&ground, limits, &Progress::default()).unwrap()
}

/// What was found, in a few letters: kind, features, area in m² to a hundredth.
fn words(oddity: &Oddity) -> String {
    let own = oddity.feature;
    match oddity.what {
        Odd::Double { other } => format!("double {own} of {other}"),
        Odd::Overlap { other, area_m2, .. } => format!("overlap {own} {other} {area_m2:.2}"),
        Odd::Gap {
            other: Some(other),
            beside,
            area_m2,
            ..
        } => format!("gap {own} {other} of {beside} {area_m2:.2}"),
        Odd::Gap { area_m2, .. } => format!("hole {own} {area_m2:.2}"),
        Odd::Unmatched { other } => format!("unmatched {own} {other}"),
        Odd::Spike { is_outward, .. } => format!("{} {own}", if is_outward { "spike" } else { "cut" }),
        Odd::Sliver { .. } => format!("sliver {own}"),
        Odd::Crumb { .. } => format!("crumb {own}"),
        Odd::Touching { places } => format!("touching {own} {places}"),
        Odd::CloseVertices { count, .. } => format!("close {own} {count}"),
        Odd::RepeatedParts { count } => format!("repeated {own} {count}"),
    }
}

#[track_caller]
fn check(shapes: Vec<geo::Geometry<f64>>, expected: &[&str]) {
    let shapes: Vec<Shape> = shapes.into_iter().map(moved).collect();
    let found: Vec<String> = found(&shapes, &LIMITS).iter().map(words).collect();
    assert_eq!(found, expected);
}

fn square(x: f64, y: f64, side: f64) -> geo::Geometry<f64> {
    let ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    Polygon::new(ring.into_iter().collect(), vec![]).into()
}

#[test]
fn a_clean_coverage_is_clean() {
    check(
        vec![
            square(0., 0., 10.),
            square(10., 0., 10.),
            square(0., 10., 10.),
            square(10., 10., 10.),
        ],
        &[],
    );
    let holed = wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 3. 6., 6. 6., 6. 3., 3. 3.)) };
    check(vec![holed.into(), square(3., 3., 3.)], &[]);
    check(vec![square(0., 0., 10.), square(10., 10., 10.)], &[]);
    check(vec![square(0., 0., 10.), square(50., 0., 10.)], &[]);
}

#[test]
fn overlaps_of_every_sort() {
    check(
        vec![square(0., 0., 10.), square(9., 0., 10.)],
        &["overlap 0 1 10.00"],
    );
    check(
        vec![square(0., 0., 10.), square(5., 5., 10.)],
        &["overlap 0 1 25.00"],
    );
    check(
        vec![square(0., 0., 10.), square(3., 3., 2.)],
        &["overlap 0 1 4.00"],
    );
    check(
        vec![square(3., 3., 2.), square(0., 0., 10.)],
        &["overlap 0 1 4.00"],
    );
    check(
        vec![square(0., 0., 2.), square(0., 0., 10.)],
        &["overlap 0 1 4.00"],
    );
    // At a common vertex only, both sides inside.
    let wedge = wkt! { POLYGON((0. 0., 4. 2., 2. 4., 0. 0.)) };
    check(vec![square(0., 0., 10.), wedge.into()], &["overlap 0 1 6.00"]);
    // A second clean coverage upon the first, whose borders match among themselves.
    check(
        vec![
            square(0., 0., 10.),
            square(10., 0., 10.),
            square(4., 4., 2.),
            square(6., 4., 2.),
        ],
        &["overlap 0 2 4.00", "overlap 0 3 4.00"],
    );
}

/// A strip whose border is a saw, in more pieces than are compared one by one, and a bridge over it from which a tongue
/// hangs half a metre deep into it: nowhere else do the two meet.
#[test]
fn one_contact_among_many_pieces() {
    let teeth = (0..=600).map(|k| (0.1 * f64::from(k), 0.1 * f64::from(k % 2)));
    let teeth: Vec<(f64, f64)> = teeth.collect();
    let below = teeth.iter().copied();
    let above = teeth.iter().rev().map(|(x, y)| (*x, y + 1.0));
    let strip: geo::Geometry<f64> = Polygon::new(below.chain(above).collect(), vec![]).into();
    for west in [20.05, 40.05, 59.05] {
        // Two teeth wide: on the average the saw is at 1.05 m.
        let east = west + 0.4;
        let tongue = [3.0, 2.0, 1.5, 0.5].map(|y| (west, y));
        let back = [0.5, 1.5, 2.0, 3.0].map(|y| (east, y));
        let bridge = [
            (62.0, 3.0),
            (62.0, -5.0),
            (65.0, -5.0),
            (65.0, 9.0),
            (-5.0, 9.0),
            (-5.0, -5.0),
            (-2.0, -5.0),
            (-2.0, 3.0),
        ];
        let ring = tongue.into_iter().chain(back).chain(bridge);
        let bridge: geo::Geometry<f64> = Polygon::new(ring.collect(), vec![]).into();
        check(vec![bridge.clone(), strip.clone()], &["overlap 0 1 0.22"]);
        check(vec![strip.clone(), bridge], &["overlap 0 1 0.22"]);
    }
}

#[test]
fn gaps_of_every_sort() {
    let around = |hole: f64| {
        vec![
            wkt! { POLYGON((0. 0., 9. 0., 9. 3., 6. 3., 3. 3., 0. 3., 0. 0.)) }.into(),
            wkt! { POLYGON((0. 6., 3. 6., 6. 6., 9. 6., 9. 9., 0. 9., 0. 6.)) }.into(),
            wkt! { POLYGON((0. 3., 3. 3., 3. 6., 0. 6., 0. 3.)) }.into(),
            Polygon::new(
                [
                    (6. + hole, 3.),
                    (9., 3.),
                    (9., 6.),
                    (6. + hole, 6.),
                    (6. + hole, 3.),
                ]
                .into_iter()
                .collect(),
                vec![],
            )
            .into(),
        ]
    };
    check(around(0.0), &["gap 0 1 of 4 9.00"]);
    // Something that lies free within it.
    let mut with_island: Vec<geo::Geometry<f64>> = around(0.0);
    with_island.push(square(4., 4., 1.));
    check(with_island, &["gap 0 1 of 5 8.00"]);
    // Something that fills it, and more.
    let mut filled: Vec<geo::Geometry<f64>> = around(0.0);
    filled.push(square(2., 2., 5.));
    check(
        filled,
        &[
            "overlap 0 4 5.00",
            "overlap 1 4 5.00",
            "overlap 2 4 3.00",
            "overlap 3 4 3.00",
        ],
    );
    let mut half: Vec<geo::Geometry<f64>> = around(0.0);
    half.push(wkt! { POLYGON((2. 2., 4. 2., 4. 7., 2. 7., 2. 2.)) }.into());
    check(
        half,
        &[
            "overlap 0 4 2.00",
            "gap 0 1 of 4 6.00",
            "overlap 1 4 2.00",
            "overlap 2 4 3.00",
        ],
    );
    // Two that touch in a corner, each with its western end there.
    let missing = [(1.0, 1.0), (2.0, 2.0)];
    let cells = (0..4).flat_map(|i| (0..4).map(move |j| (f64::from(i), f64::from(j))));
    let cells = cells
        .filter(|cell| !missing.contains(cell))
        .map(|(x, y)| square(x, y, 1.))
        .collect();
    check(cells, &["gap 1 4 of 4 1.00", "gap 5 8 of 4 1.00"]);
    // Open to the outside: no gap.
    check(around(3.0)[..3].to_vec(), &[]);
}

/// Ground that a feature fills which meets the border of it in the corners only, with a bulge of 1.5 m² on each side.
#[test]
fn what_is_filled_from_corner_to_corner_is_no_gap() {
    let cells = [
        (0., 0.),
        (3., 0.),
        (6., 0.),
        (0., 3.),
        (6., 3.),
        (0., 6.),
        (3., 6.),
        (6., 6.),
    ];
    let mut shapes: Vec<geo::Geometry<f64>> = cells.map(|(x, y)| square(x, y, 3.)).to_vec();
    check(shapes.clone(), &["gap 1 3 of 4 9.00"]);
    shapes.push(wkt! { POLYGON((3. 3., 4.5 2., 6. 3., 7. 4.5, 6. 6., 4.5 7., 3. 6., 2. 4.5, 3. 3.)) }.into());
    let overlaps = [
        "overlap 1 8 1.50",
        "overlap 3 8 1.50",
        "overlap 4 8 1.50",
        "overlap 6 8 1.50",
    ];
    check(shapes, &overlaps);
}

#[test]
fn a_hole_that_somebody_drew_is_no_gap_unless_small() {
    let holed = |side: f64| {
        let hole = [
            (3., 3.),
            (3., 3. + side),
            (3. + side, 3. + side),
            (3. + side, 3.),
            (3., 3.),
        ];
        let shell = [(0., 0.), (9., 0.), (9., 9.), (0., 9.), (0., 0.)];
        Polygon::new(shell.into_iter().collect(), vec![hole.into_iter().collect()]).into()
    };
    check(vec![holed(3.0)], &[]);
    check(vec![holed(0.6)], &["hole 0 0.36"]);
    // One that touches the shell, whichever of its edges comes first.
    let touching =
        wkt! { POLYGON((0. 0., 4. -1., 9. 0., 9. 9., 0. 9., 0. 0.), (4. -1., 3.8 -0.1, 4.2 -0.1, 4. -1.)) };
    check(vec![touching.into()], &["hole 0 0.18", "touching 0 1"]);
}

#[test]
fn a_border_with_a_vertex_on_one_side_only() {
    let other = wkt! { POLYGON((10. 0., 20. 0., 20. 10., 10. 10., 10. 4., 10. 0.)) };
    check(vec![square(0., 0., 10.), other.into()], &["unmatched 0 1"]);
}

#[test]
fn doubles_whatever_their_beginning() {
    let turned = wkt! { POLYGON((10. 10., 0. 10., 0. 0., 10. 0., 10. 10.)) };
    check(
        vec![
            square(0., 0., 10.),
            turned.into(),
            square(0., 0., 10.),
            square(10., 0., 10.),
        ],
        &["double 1 of 0", "double 2 of 0"],
    );
    check(
        vec![
            wkt! { LINESTRING(0. 0., 5. 1., 9. 9.) }.into(),
            wkt! { LINESTRING(9. 9., 5. 1., 0. 0.) }.into(),
            wkt! { POINT(3. 3.) }.into(),
            wkt! { POINT(3. 3.) }.into(),
            wkt! { POINT(3. 4.) }.into(),
        ],
        &["double 1 of 0", "double 3 of 2"],
    );
    check(
        vec![
            wkt! { MULTIPOINT(0. 0., 5. 1., 0. 0.) }.into(),
            wkt! { MULTILINESTRING((0. 0., 1. 1.), (1. 1., 0. 0.)) }.into(),
            wkt! { MULTIPOINT(7. 0., 7. 0., 8. 1., 7. 0.) }.into(),
        ],
        &["repeated 0 1", "repeated 1 1", "repeated 2 2"],
    );
}

#[test]
fn needles_slivers_crumbs_and_close_vertices() {
    check(
        vec![wkt! { POLYGON((0. 0., 9. 0., 9. 4., 20. 4.05, 9. 4.1, 9. 9., 0. 9., 0. 0.)) }.into()],
        &["spike 0"],
    );
    check(
        vec![wkt! { POLYGON((0. 0., 9. 0., 9. 4., 2. 4.05, 9. 4.1, 9. 9., 0. 9., 0. 0.)) }.into()],
        &["cut 0"],
    );
    check(
        vec![wkt! { POLYGON((0. 0., 90. 0., 90. 0.06, 0. 0.06, 0. 0.)) }.into()],
        &["sliver 0"],
    );
    check(vec![square(0., 0., 0.6)], &["crumb 0"]);
    check(
        vec![wkt! { POLYGON((0. 0., 9. 0., 9. 0.0005, 9. 9., 0. 9., 0. 0.)) }.into()],
        &["close 0 1"],
    );
    let touching = wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 0., 2. 4., 4. 2., 0. 0.)) };
    check(vec![touching.clone().into()], &["touching 0 1"]);
    let beside = touching.translate(20.0, 0.0);
    check(
        vec![touching.into(), beside.into()],
        &["touching 0 1", "touching 1 1"],
    );
}

/// A cut that a neighbour fills is the neighbour's needle.
#[test]
fn a_needle_is_told_once() {
    let cut = wkt! { POLYGON((0. 0., 9. 0., 9. 4., 2. 4.05, 9. 4.1, 9. 9., 0. 9., 0. 0.)) };
    let needle = wkt! { POLYGON((2. 4.05, 9. 4., 9. 0., 15. 0., 15. 9., 9. 9., 9. 4.1, 2. 4.05)) };
    check(vec![cut.clone().into()], &["cut 0"]);
    check(vec![cut.into(), needle.into()], &["spike 1"]);
}

/// An arm that crosses the edge behind a common border, of which no other edge comes near.
#[test]
fn behind_a_common_border_an_overlap_is_found() {
    let plot = wkt! { POLYGON((20. 0., 20. 10., 10. 10., 10. 0., 20. 0.)) };
    let arm = wkt! { POLYGON((0. -10., 16. -10., 16. 3., 14. 3., 14. -5., 10. -5., 10. 0., 10. 10., 0. 10., 0. -10.)) };
    let expected = ["overlap 0 1 6.00", "gap 0 1 of 2 20.00"];
    check(vec![plot.clone().into(), arm.clone().into()], &expected);
    check(vec![arm.clone().into(), plot.clone().into()], &expected);
    // The edge behind it, too, is a common border, with a third.
    let below = wkt! { POLYGON((10. -4., 20. -4., 20. 0., 10. 0., 10. -4.)) };
    let expected = ["overlap 0 1 6.00", "overlap 1 2 8.00", "gap 1 2 of 2 4.00"];
    check(vec![plot.into(), arm.into(), below.into()], &expected);
}

#[test]
fn nothing_and_what_has_no_area_pass() {
    check(vec![], &[]);
    check(
        vec![
            wkt! { POINT(0. 0.) }.into(),
            wkt! { LINESTRING(0. 0., 1. 1.) }.into(),
        ],
        &[],
    );
}

#[test]
fn an_oddity_takes_few_bytes() {
    assert!(size_of::<Oddity>() <= 56, "{}", size_of::<Oddity>());
}

#[test]
fn a_wish_to_stop_is_heard() {
    let progress = Progress::default();
    progress.cancel();
    let shape = moved(square(0., 0., 10.));
    let shapes = [&shape];
    let measure = EqualArea::over(&shape.extent(), Ruler::new(&Crs::from_code("EPSG:4549").unwrap()));
    let ground = Ground {
        shapes: &shapes,
        near: &|_| vec![0],
        measure: &measure,
    };
    assert_eq!(examine(&ground, &LIMITS, &progress), Err(Cancelled));
}

/// Cells of a grid whose corners are shaken and whose borders are bent, the same from both sides.
fn tessellation(side: usize, shake: &[(i32, i32)]) -> Vec<Vec<Coord<f64>>> {
    let corner = |i: usize, j: usize| {
        let (dx, dy) = shake[(i * 7 + j * 13) % shake.len()];
        Coord {
            x: X0 + 10.0 * i as f64 + f64::from(dx) * 0.01,
            y: Y0 + 10.0 * j as f64 + f64::from(dy) * 0.01,
        }
    };
    let between = |a: Coord<f64>, b: Coord<f64>| Coord {
        x: 0.5 * (a.x + b.x) + 0.1 * (b.y - a.y).abs(),
        y: 0.5 * (a.y + b.y) + 0.1 * (b.x - a.x).abs(),
    };
    let cells = (0..side).flat_map(|i| (0..side).map(move |j| (i, j)));
    cells
        .map(|(i, j)| {
            let corners = [
                corner(i, j),
                corner(i + 1, j),
                corner(i + 1, j + 1),
                corner(i, j + 1),
            ];
            (0..4)
                .flat_map(|k| [corners[k], between(corners[k], corners[(k + 1) % 4])])
                .collect()
        })
        .collect()
}

#[derive(Clone, Debug)]
enum Fault {
    Missing(usize),
    Moved(usize, i32, i32),
    Twice(usize),
    Corner(usize, usize, i32, i32),
    Free(f64, f64, f64),
    Without(usize, usize),
}

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    let one = prop_oneof![
        (0..36usize).prop_map(Fault::Missing),
        (0..36usize, -300..300i32, -300..300i32).prop_map(|(k, x, y)| Fault::Moved(k, x, y)),
        (0..36usize).prop_map(Fault::Twice),
        (0..36usize, 0..8usize, -200..200i32, -200..200i32)
            .prop_map(|(k, v, x, y)| Fault::Corner(k, v, x, y)),
        (-5.0..60.0f64, -5.0..60.0f64, 0.5..25.0f64).prop_map(|(x, y, side)| Fault::Free(x, y, side)),
        (0..36usize, 0..8usize).prop_map(|(k, v)| Fault::Without(k, v)),
    ];
    prop::collection::vec(one, 0..14)
}

fn with_faults(mut cells: Vec<Vec<Coord<f64>>>, faults: &[Fault]) -> Vec<Shape> {
    let mut gone = Vec::new();
    let moved_by = |at: &mut Coord<f64>, x: i32, y: i32| {
        *at = Coord {
            x: at.x + f64::from(x) * 0.01,
            y: at.y + f64::from(y) * 0.01,
        };
    };
    for fault in faults {
        match *fault {
            Fault::Missing(k) => gone.push(k),
            Fault::Moved(k, x, y) => cells[k].iter_mut().for_each(|at| moved_by(at, x, y)),
            Fault::Twice(k) => {
                let mut again = cells[k].clone();
                again.rotate_left(3);
                cells.push(again);
            }
            Fault::Corner(k, v, x, y) => {
                if let Some(at) = cells[k].get_mut(v) {
                    moved_by(at, x, y);
                }
            }
            Fault::Free(x, y, side) => {
                let corner = |dx: f64, dy: f64| Coord {
                    x: X0 + x + dx,
                    y: Y0 + y + dy,
                };
                cells.push(vec![
                    corner(0., 0.),
                    corner(side, 0.),
                    corner(side, side),
                    corner(0., side),
                ]);
            }
            Fault::Without(k, v) => {
                if v < cells[k].len() {
                    cells[k].remove(v);
                }
            }
        }
    }
    let rings = cells
        .into_iter()
        .enumerate()
        .filter(|(k, _)| !gone.contains(k))
        .map(|(_, ring)| ring);
    rings
        .filter_map(|ring| admit_plane(Polygon::new(LineString(ring), vec![])).ok())
        .collect()
}

/// What a union leaves of the ground, but for all that lies around it, by area, above the noise.
fn holes(shapes: &[Shape]) -> Vec<f64> {
    let united = union(shapes.iter().map(Shape::areas));
    let at = |x: f64, y: f64| (X0 + x, Y0 + y);
    let frame = [
        at(-99., -99.),
        at(199., -99.),
        at(199., 199.),
        at(-99., 199.),
        at(-99., -99.),
    ];
    let frame = MultiPolygon(vec![Polygon::new(frame.into_iter().collect(), vec![])]);
    let free = difference(&frame, &united);
    let is_enclosed = |polygon: &&Polygon<f64>| polygon.exterior().0.iter().all(|at| at.x > X0 - 98.0);
    let areas = free
        .iter()
        .filter(is_enclosed)
        .map(|polygon| plane_area(&MultiPolygon(vec![polygon.clone()])));
    let mut areas: Vec<f64> = areas.filter(|area| *area > 2e-4).collect();
    areas.sort_by(f64::total_cmp);
    areas
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// All pairs through the overlay engine, and the holes of the union of all: what it finds is found, and nothing else.
    #[test]
    fn the_overlay_engine_finds_the_same(
        shake in prop::collection::vec((-150..150i32, -150..150i32), 49),
        faults in faults(),
    ) {
        let shapes = with_faults(tessellation(6, &shake), &faults);
        let found = found(&shapes, &LIMITS);
        let same = |a: &Shape, b: &Shape| a.areas().0[0].exterior().0.len() == b.areas().0[0].exterior().0.len()
            && plane_area(&intersection(a.areas(), b.areas())) >= a.plane_area().max(b.plane_area()) - 1e-9
            && a.coords().all(|at| b.coords().any(|other| other == at));
        let mut expected: Vec<(u32, u32, f64)> = Vec::new();
        let mut doubles: Vec<u32> = Vec::new();
        for (b, second) in shapes.iter().enumerate() {
            if shapes[..b].iter().any(|first| same(first, second)) {
                doubles.push(b as u32);
                continue;
            }
            for (a, first) in shapes[..b].iter().enumerate() {
                let area = plane_area(&intersection(first.areas(), second.areas()));
                if area > 1e-4 && !doubles.contains(&(a as u32)) {
                    expected.push((a as u32, b as u32, area));
                }
            }
        }
        expected.sort_by_key(|pair| (pair.0, pair.1));
        let mut overlaps: Vec<(u32, u32, f64)> = found.iter().filter_map(|oddity| match oddity.what {
            Odd::Overlap { other, area_m2, .. } => Some((oddity.feature, other, area_m2)),
            _ => None,
        }).collect();
        overlaps.sort_by_key(|pair| (pair.0, pair.1));
        // Right at the noise either may be right.
        overlaps.retain(|pair| pair.2 > 2e-4);
        expected.retain(|pair| pair.2 > 2e-4);
        prop_assert_eq!(overlaps.len(), expected.len(), "{:?} {:?}", overlaps, expected);
        for (own, other) in overlaps.iter().zip(&expected) {
            prop_assert_eq!((own.0, own.1), (other.0, other.1));
            prop_assert!((own.2 - other.2).abs() < 1e-3 * other.2 + 1e-5, "{:?} {:?}", own, other);
        }
        let doubled: Vec<u32> = found.iter().filter(|o| matches!(o.what, Odd::Double { .. })).map(|o| o.feature).collect();
        prop_assert_eq!(doubled, doubles);
        let mut gaps: Vec<f64> = found.iter().filter_map(|oddity| match oddity.what {
            Odd::Gap { area_m2, .. } => Some(area_m2),
            _ => None,
        }).collect();
        gaps.retain(|area| *area > 2e-4);
        gaps.sort_by(f64::total_cmp);
        // A hole within a single feature is not told; cells have none.
        let holes = holes(&shapes);
        prop_assert_eq!(gaps.len(), holes.len(), "{:?} {:?}", gaps, holes);
        for (own, other) in gaps.iter().zip(&holes) {
            prop_assert!((own - other).abs() < 1e-3 * other + 1e-5, "{gaps:?} {holes:?}");
        }
    }
}
