//! The engine on small workspaces made by hand: relations, verdicts, doubts, accounts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

mod scene;

use geo::{Geometry, MapCoords as _, wkt};
use proptest::prelude::*;
use redshank::geom::relate::Relation;
use redshank::model::finding::{Finding, Reason, Screening, Verdict, ZoneGroup};
use redshank::model::layer::{About, Fields};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Criterion, Rule};
use redshank::model::workspace::Workspace;
use scene::*;

fn zone_and_project(zone: Geometry<f64>, project: Geometry<f64>, criterion: Criterion) -> Workspace {
    let layers = vec![
        layer("red_line", Role::RedLine, vec![zone]),
        projects(ProjectKind::Solar, vec![project]),
    ];
    workspace(layers, vec![rule("r", Role::RedLine, criterion)])
}

/// What ports take of red-line zones, judged by one rule.
fn ports_on(zones: Vec<Geometry<f64>>, ports: Vec<Geometry<f64>>) -> Screening {
    let layers = vec![
        layer("red_line", Role::RedLine, zones),
        projects(ProjectKind::Port, ports),
    ];
    screened(&workspace(layers, vec![rule("a", Role::RedLine, OVERLAP)]))
}

/// A triangle by its corners, in metres from [`ORIGIN`].
fn triangle(corners: [(f64, f64); 3]) -> Geometry<f64> {
    let placed = corners.map(|(x, y)| (ORIGIN.0 + x, ORIGIN.1 + y));
    geo::Polygon::new(placed.into_iter().collect(), Vec::new()).into()
}

#[track_caller]
fn check_finding(
    project: Geometry<f64>,
    criterion: Criterion,
    relation: Relation,
    verdict: Verdict,
) -> Finding {
    let workspace = zone_and_project(square(0.0, 0.0, 100.0), project, criterion);
    let screening = screened(&workspace);
    assert_eq!(screening.findings.len(), 1);
    let finding = screening.findings[0].clone();
    assert_eq!((finding.relation, finding.verdict), (relation, verdict));
    assert_eq!(screening.verdicts[0].verdict, verdict);
    finding
}

#[track_caller]
fn check_close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    // A plane metre in EPSG:4549 at 40 km from the meridian is 20 ppm long.
    assert!(
        (found - expected).abs() <= 1e-4 * expected,
        "{found} instead of {expected}"
    );
}

#[test]
fn every_relation() {
    let near = Criterion {
        near_m: 60.0,
        ..OVERLAP
    };
    let inside = check_finding(
        square(10.0, 10.0, 20.0),
        near,
        Relation::Inside,
        Verdict::Conflict,
    );
    check_close(inside.evidence.overlap_m2.get(), 400.0);
    assert_eq!(inside.share_of_project(), Some(1.0));
    check_close(inside.evidence.share_of_zone.get(), 0.04);
    let contains = check_finding(
        square(-50.0, -50.0, 200.0),
        near,
        Relation::Contains,
        Verdict::Conflict,
    );
    assert_eq!(contains.evidence.share_of_zone.get(), Some(1.0));
    let overlap = check_finding(
        square(90.0, 0.0, 20.0),
        near,
        Relation::Overlap,
        Verdict::Conflict,
    );
    check_close(overlap.evidence.overlap_m2.get(), 200.0);
    check_close(overlap.share_of_project(), 0.5);
    let touch = check_finding(square(100.0, 0.0, 20.0), near, Relation::Touch, Verdict::Near);
    assert_eq!(
        (touch.evidence.distance_m, touch.evidence.overlap_m2.get()),
        (0.0, Some(0.0))
    );
    let apart = check_finding(square(150.0, 0.0, 20.0), near, Relation::Near, Verdict::Near);
    check_close(Some(apart.evidence.distance_m), 50.0);
}

#[test]
fn points_and_lines() {
    let point_inside = check_finding(point(50.0, 50.0), OVERLAP, Relation::Inside, Verdict::Conflict);
    assert_eq!(
        (
            point_inside.evidence.overlap_m2.get(),
            point_inside.evidence.overlap_m.get()
        ),
        (None, None)
    );
    let crossing = check_finding(
        line(&[(-50.0, 50.0), (50.0, 50.0)]),
        OVERLAP,
        Relation::Overlap,
        Verdict::Conflict,
    );
    check_close(crossing.evidence.overlap_m.get(), 50.0);
    check_close(crossing.share_of_project(), 0.5);
    check_finding(
        line(&[(-50.0, 0.0), (150.0, 0.0)]),
        OVERLAP,
        Relation::Touch,
        Verdict::Near,
    );
    let near = Criterion {
        near_m: 20.0,
        ..OVERLAP
    };
    let beside = check_finding(
        line(&[(0.0, -10.0), (50.0, -10.0)]),
        near,
        Relation::Near,
        Verdict::Near,
    );
    assert_eq!(
        (beside.evidence.overlap_m2.get(), beside.evidence.overlap_m.get()),
        (None, Some(0.0))
    );
}

#[test]
fn a_setback_is_broken_below_it_and_kept_at_it() {
    let check = |gap: f64, verdict: Verdict| {
        let criterion = Criterion {
            within_m: 50.0,
            ..OVERLAP
        };
        let workspace = zone_and_project(square(0.0, 0.0, 100.0), point(100.0 + gap, 50.0), criterion);
        assert_eq!(only_verdict(&workspace), verdict, "{gap}");
    };
    check(49.9, Verdict::Conflict);
    check(50.1, Verdict::Clear);
    check(-1.0, Verdict::Conflict);
}

#[test]
fn a_hole_is_not_the_zone() {
    let ring = |x: f64, side: f64| -> geo::LineString<f64> {
        let Geometry::Polygon(polygon) = square(x, x, side) else {
            unreachable!()
        };
        polygon.exterior().clone()
    };
    let holed: Geometry<f64> = geo::Polygon::new(ring(0.0, 100.0), vec![ring(20.0, 60.0)]).into();
    let in_hole = zone_and_project(holed.clone(), square(40.0, 40.0, 10.0), OVERLAP);
    assert_eq!(only_verdict(&in_hole), Verdict::Clear);
    let across = zone_and_project(holed, square(15.0, 40.0, 10.0), OVERLAP);
    assert_eq!(only_verdict(&across), Verdict::Conflict);
}

#[track_caller]
fn check_doubt(change: impl FnOnce(&mut Workspace), expected: Verdict) {
    let mut workspace = zone_and_project(square(0.0, 0.0, 100.0), square(500.0, 0.0, 10.0), OVERLAP);
    change(&mut workspace);
    assert_eq!(only_verdict(&workspace), expected);
}

fn set_rule(workspace: &mut Workspace, change: impl FnOnce(&mut Rule)) {
    let mut book = (*workspace.rules).clone();
    change(&mut book.rules[0]);
    workspace.rules = book.into();
}

fn zones_with(
    workspace: &mut Workspace,
    about: About,
    spoil: impl FnOnce(&mut redshank::model::layer::Layer),
) {
    let mut zones = layer_about(about, vec![square(0.0, 0.0, 100.0)]);
    spoil(&mut zones);
    workspace.layers[0] = zones.into();
}

#[test]
fn every_doubt_prevents_clear() {
    let zones = || About::new("red_line", Role::RedLine);
    check_doubt(|_| {}, Verdict::Clear);
    check_doubt(
        |w| drop(w.layers.remove(0)),
        Verdict::NotChecked(Reason::LayerMissing),
    );
    check_doubt(
        |w| set_rule(w, |r| r.text_available = false),
        Verdict::NotChecked(Reason::RuleTextMissing),
    );
    check_doubt(
        |w| set_rule(w, |r| r.max_age_years = Some(5.0)),
        Verdict::NotChecked(Reason::Stale),
    );
    check_doubt(
        |w| {
            let about = About {
                surveyed: Some("2016-01-01".parse().unwrap()),
                ..zones()
            };
            zones_with(w, about, |_| {});
            set_rule(w, |r| r.max_age_years = Some(5.0));
        },
        Verdict::NotChecked(Reason::Stale),
    );
    check_doubt(
        |w| zones_with(w, zones(), |layer| layer.provenance.counts.refused = 1),
        Verdict::NotChecked(Reason::FeatureRefused),
    );
    check_doubt(
        |w| zones_with(w, zones(), |layer| layer.provenance.source_crs.clear()),
        Verdict::NotChecked(Reason::CrsUnknown),
    );
    let covered = || About {
        coverage: Some("district".into()),
        ..zones()
    };
    check_doubt(
        |w| zones_with(w, covered(), |_| {}),
        Verdict::NotChecked(Reason::OutsideCoverage),
    );
    let with_district = |side: f64| {
        move |w: &mut Workspace| {
            zones_with(w, covered(), |_| {});
            w.layers
                .push(layer("district", Role::District, vec![square(0.0, 0.0, side)]).into());
        }
    };
    check_doubt(with_district(505.0), Verdict::NotChecked(Reason::OutsideCoverage));
    check_doubt(with_district(1000.0), Verdict::Clear);
}

#[test]
fn doubt_does_not_hide_a_conflict() {
    let mut workspace = zone_and_project(square(0.0, 0.0, 100.0), square(10.0, 0.0, 10.0), OVERLAP);
    zones_with(&mut workspace, About::new("red_line", Role::RedLine), |layer| {
        layer.provenance.counts.refused = 1
    });
    assert_eq!(only_verdict(&workspace), Verdict::Conflict);
}

#[test]
fn expired_and_future_rules_never_fire() {
    let mut workspace = zone_and_project(square(0.0, 0.0, 100.0), square(10.0, 0.0, 10.0), OVERLAP);
    set_rule(&mut workspace, |r| r.until = Some("2026-11-22".parse().unwrap()));
    assert!(screened(&workspace).verdicts.is_empty());
    set_rule(&mut workspace, |r| {
        (r.until, r.from) = (None, Some("2026-11-24".parse().unwrap()))
    });
    assert!(screened(&workspace).findings.is_empty());
    set_rule(&mut workspace, |r| r.from = Some("2026-11-23".parse().unwrap()));
    assert_eq!(screened(&workspace).findings.len(), 1);
}

#[test]
fn areas_never_count_twice() {
    // A project of 100 m over two zones that share 50 m of it, and one of another role.
    let zones = vec![square(0.0, 0.0, 75.0), square(25.0, 0.0, 75.0)];
    let layers = vec![
        layer("red_line", Role::RedLine, zones),
        layer("core", Role::Core, vec![square(0.0, 0.0, 50.0)]),
        projects(ProjectKind::Port, vec![square(0.0, 0.0, 100.0)]),
    ];
    let workspace = workspace(
        layers,
        vec![rule("a", Role::RedLine, OVERLAP), rule("b", Role::Core, OVERLAP)],
    );
    let screening = screened(&workspace);
    let account = &screening.projects[0];
    check_close(Some(account.overlap_gross_m2), 2.0 * 5625.0 + 2500.0);
    check_close(Some(account.overlap_unique_m2), 7500.0);
    check_close(Some(account.multiple_cover_m2), 2.0 * 5625.0 + 2500.0 - 7500.0);
    let by_role: Vec<Role> = account.by_role.iter().map(|(role, _)| *role).collect();
    assert_eq!(by_role, [Role::RedLine, Role::Core]);
    check_close(Some(account.by_role[0].1), 7500.0);
    check_close(Some(account.by_role[1].1), 2500.0);
}

#[test]
fn neighbours_have_no_multiple_cover_at_all() {
    let zones = vec![
        square(0.0, 0.0, 50.0),
        square(50.0, 0.0, 50.0),
        square(100.0, 0.0, 50.0),
    ];
    let screening = ports_on(zones, vec![square(20.0, 10.0, 120.0)]);
    assert_eq!(screening.projects[0].multiple_cover_m2, 0.0);
}

/// To the last digit, also where the neighbours stand in two layers.
#[test]
fn neighbours_of_two_layers_have_no_multiple_cover_at_all() {
    let layers = vec![
        layer("red_line", Role::RedLine, vec![square(0.0, 0.0, 50.0)]),
        layer("core", Role::Core, vec![square(50.0, 0.0, 50.0)]),
        projects(ProjectKind::Port, vec![square(20.0, 10.0, 73.0)]),
    ];
    let account = screened(&workspace(layers, vec![rule("a", Role::RedLine, OVERLAP)])).projects[0].clone();
    assert_eq!(account.multiple_cover_m2, 0.0);
    check_close(Some(account.overlap_unique_m2), 73.0 * 40.0);
}

/// Rounding grows with areas: a ten-millionth of a metre between the borders of two countries is no cover.
#[test]
fn large_neighbours_have_no_multiple_cover_at_all() {
    let zone = |west: [f64; 2], east: [f64; 2]| -> Geometry<f64> {
        let ring = [
            (west[0], 0.0),
            (east[0], 0.0),
            (east[1], 876_543.2),
            (west[1], 876_543.2),
        ];
        let placed = ring.map(|(x, y)| (ORIGIN.0 + x, ORIGIN.1 + y));
        geo::Polygon::new(placed.into_iter().collect(), Vec::new()).into()
    };
    let border = [300_001.1, 412_345.6];
    let layers = vec![
        layer("red_line", Role::RedLine, vec![zone([0.0; 2], border)]),
        layer(
            "core",
            Role::Core,
            vec![zone(border.map(|x| x - 1e-7), [900_000.0; 2])],
        ),
        projects(ProjectKind::Port, vec![square(10_000.3, 10_000.7, 800_000.9)]),
    ];
    let account = screened(&workspace(layers, vec![rule("a", Role::RedLine, OVERLAP)])).projects[0].clone();
    assert_eq!(account.overlap_unique_m2, account.overlap_gross_m2);
}

/// Two zones that overlap around a hole: what neither covers is not taken.
#[test]
fn a_hole_in_a_union_is_not_taken() {
    let ring = wkt! { POLYGON((0. 0., 90. 0., 90. 90., 0. 90., 0. 0.), (30. 30., 30. 60., 60. 60., 60. 30., 30. 30.)) };
    let ring = ring.map_coords(|c| geo::Coord {
        x: c.x + ORIGIN.0,
        y: c.y + ORIGIN.1,
    });
    let layers = vec![
        layer("red_line", Role::RedLine, vec![ring.into()]),
        layer("core", Role::Core, vec![square(0.0, 0.0, 30.0)]),
        projects(ProjectKind::Port, vec![square(-10.0, -10.0, 110.0)]),
    ];
    let account = screened(&workspace(layers, vec![rule("a", Role::RedLine, OVERLAP)])).projects[0].clone();
    check_close(Some(account.overlap_gross_m2), 8100.0 - 900.0 + 900.0);
    check_close(Some(account.overlap_unique_m2), 8100.0 - 900.0);
}

#[test]
fn classes_and_levels_are_taken_apart() {
    let layers = vec![
        layer("core", Role::Core, vec![square(0.0, 0.0, 100.0)]),
        layer_about(
            About {
                fields: Fields {
                    class: Some("class".into()),
                    level: Some("level".into()),
                    ..Fields::default()
                },
                ..About::new("wetland", Role::Wetland)
            },
            vec![square(0.0, 0.0, 60.0), square(60.0, 0.0, 60.0)],
        ),
        projects(
            ProjectKind::Port,
            vec![square(50.0, 0.0, 20.0), square(50.0, 0.0, 10.0)],
        ),
    ];
    let screening = screened(&workspace(layers, vec![rule("a", Role::Wetland, OVERLAP)]));
    let roles: Vec<Role> = screening.totals.iter().map(|total| total.role).collect();
    let expected = Role::ALL
        .into_iter()
        .filter(|role| [Role::Core, Role::Wetland].contains(role));
    assert_eq!(roles, expected.collect::<Vec<_>>());
    // No zone tells its class or level, so there is one group of each; the layer without such fields has none.
    let groups = [
        ZoneGroup::Class(Role::Wetland, None),
        ZoneGroup::Level(Role::Wetland, None),
    ];
    for (account, taken_m2) in screening.projects.iter().zip([400.0, 100.0]) {
        let found: Vec<&ZoneGroup> = account.by_part.iter().map(|(group, _)| group).collect();
        assert_eq!(found, groups.iter().collect::<Vec<_>>());
        account
            .by_part
            .iter()
            .for_each(|(_, m2)| check_close(Some(*m2), taken_m2));
    }
    for (total, group) in screening.group_totals.iter().zip(&groups) {
        assert_eq!(&total.group, group);
        check_close(Some(total.gross_m2), 500.0);
        check_close(Some(total.unique_m2), 400.0);
    }
}

/// Three projects in a row: the middle one shares half of its ground with either neighbour, or none.
#[test]
fn what_no_other_project_takes_is_exclusive() {
    let exclusive = |xs: [f64; 3]| -> Vec<f64> {
        let zones = vec![square(0.0, 0.0, 50.0), square(50.0, 0.0, 250.0)];
        ports_on(zones, xs.map(|x| square(x, 0.0, 40.0)).to_vec())
            .projects
            .iter()
            .map(|project| project.exclusive_m2.unwrap())
            .collect()
    };
    let check = |xs: [f64; 3], expected: [f64; 3]| {
        for (found, expected) in exclusive(xs).into_iter().zip(expected) {
            assert!(
                (found - expected).abs() < 0.5,
                "{xs:?}: {found} instead of {expected}"
            );
        }
    };
    check([0.0, 50.0, 100.0], [1600.0; 3]);
    check([0.0, 30.0, 60.0], [1200.0, 800.0, 1200.0]);
    check([60.0, 30.0, 0.0], [1200.0, 800.0, 1200.0]);
    check([20.0, 20.0, 100.0], [0.0, 0.0, 1600.0]);
    // Edge on edge they take nothing from each other.
    check([0.0, 40.0, 80.0], [1600.0; 3]);
}

#[test]
fn all_projects_together_count_a_place_once() {
    let ports = vec![
        square(0.0, 0.0, 100.0),
        square(50.0, 0.0, 100.0),
        square(500.0, 500.0, 10.0),
    ];
    let total = ports_on(vec![square(0.0, 0.0, 1000.0)], ports).totals[0];
    check_close(Some(total.gross_m2), 20_100.0);
    check_close(Some(total.unique_m2), 15_100.0);
}

/// So many neighbours that they are cut out all at once: a row of squares, each a metre farther east than the last.
#[test]
fn a_crowd_of_projects_counts_a_place_once() {
    let crowd = (0..40).map(|k| square(f64::from(k), 0.0, 100.0)).collect();
    let screening = ports_on(vec![square(0.0, 0.0, 1000.0)], crowd);
    check_close(Some(screening.totals[0].gross_m2), 400_000.0);
    check_close(Some(screening.totals[0].unique_m2), 13_900.0);
    let exclusive: Vec<f64> = screening
        .projects
        .iter()
        .map(|p| p.exclusive_m2.unwrap().round())
        .collect();
    let (first, last, between) = (exclusive[0], exclusive[39], &exclusive[1..39]);
    assert_eq!((first, last), (100.0, 100.0));
    assert!(between.iter().all(|m2| *m2 == 0.0), "{between:?}");
}

/// To the last digit, be the others few or many, cut out one after the other or all at once.
#[test]
fn who_shares_no_ground_takes_all_alone() {
    let triangle = triangle([(0.3, 0.1), (100.7, 3.3), (2.2, 98.9)]);
    for count in [3, 40] {
        // In the corner of its box that the triangle leaves free.
        let others =
            (0..count).map(|k| square(60.0 + 4.0 * f64::from(k % 8), 60.0 + 4.0 * f64::from(k / 8), 3.0));
        let planned = std::iter::once(triangle.clone()).chain(others).collect();
        let account = ports_on(vec![square(0.0, 0.0, 1000.0)], planned).projects[0].clone();
        assert_eq!(account.exclusive_m2, Some(account.overlap_unique_m2), "{count}");
    }
}

/// Neighbours whose borders differ by the rounding of coordinates share no ground.
#[test]
fn what_is_rounding_is_not_shared() {
    let neighbours = vec![square(0.0, 0.0, 100.0), square(100.0 - 1e-7, 0.0, 100.0)];
    for account in ports_on(vec![square(0.0, 0.0, 1000.0)], neighbours).projects {
        assert_eq!(account.exclusive_m2, Some(account.overlap_unique_m2));
    }
}

/// Of very small footprints less is rounding than of others.
#[test]
fn a_square_centimetre_counts_once_too() {
    let twice = vec![square(10.0, 10.0, 0.01), square(10.0, 10.0, 0.01)];
    let total = ports_on(vec![square(0.0, 0.0, 100.0)], twice).totals[0];
    assert!((total.gross_m2 / 2e-4 - 1.0).abs() < 1e-2, "{total:?}");
    assert!((total.unique_m2 / 1e-4 - 1.0).abs() < 1e-2, "{total:?}");
}

/// To the last digit, though another zone of the same project is shared.
#[test]
fn a_zone_that_no_other_project_takes_from_is_counted_whole() {
    let zones = vec![square(0.0, 0.0, 100.0), square(101.0, 0.0, 100.0)];
    let over_both = triangle([(10.3, 10.1), (190.7, 13.3), (102.2, 88.9)]);
    let screening = ports_on(zones, vec![square(20.7, 5.3, 30.1), over_both]);
    let [shared, own] = screening.zone_totals.as_slice() else {
        panic!("{:?}", screening.zone_totals)
    };
    assert!(shared.unique_m2 < shared.gross_m2 - 1.0);
    assert_eq!(own.unique_m2, own.gross_m2);
}

/// To the last bit, with many overlapping projects on overlapping zones.
#[test]
fn totals_do_not_depend_on_the_order_of_projects() {
    let corner = |k: usize, n: usize| 37.3 * ((k * n) % 29) as f64 / 7.0;
    let planned: Vec<_> = (0..60)
        .map(|k| {
            let (x, y) = (corner(k, 5), corner(k, 11));
            triangle([
                (x, y),
                (x + 40.1 + corner(k, 3), y + 3.7),
                (x + 9.9, y + 33.3 + corner(k, 7)),
            ])
        })
        .collect();
    let zones = || {
        vec![
            square(0.0, 0.0, 70.7),
            square(50.3, 20.1, 90.9),
            square(11.1, 33.3, 66.6),
        ]
    };
    let screening = ports_on(zones(), planned.clone());
    let alone = |order: &[usize], screening: &Screening| {
        let mut each = vec![0; order.len()];
        for (place, &own) in order.iter().enumerate() {
            each[own] = screening.projects[place].exclusive_m2.unwrap().to_bits();
        }
        each
    };
    let first: Vec<usize> = (0..planned.len()).collect();
    assert!(screening.totals[0].unique_m2 < 0.9 * screening.totals[0].gross_m2);
    for step in [59, 7, 13] {
        let order: Vec<usize> = first.iter().map(|k| (k * step + 5) % planned.len()).collect();
        let turned = ports_on(zones(), order.iter().map(|&k| planned[k].clone()).collect());
        assert_eq!(turned.totals, screening.totals, "{step}");
        assert_eq!(turned.zone_totals, screening.zone_totals, "{step}");
        assert_eq!(alone(&order, &turned), alone(&first, &screening), "{step}");
    }
}

/// More projects than are screened in one block, the last two on one place.
#[test]
fn projects_of_the_second_block_share_ground_too() {
    let place = |k: i32| square(20.0 * f64::from(k % 32), 20.0 * f64::from(k / 32), 10.0);
    let planned = (0..514).chain([513]).map(place).collect();
    let screening = ports_on(vec![square(0.0, 0.0, 1000.0)], planned);
    check_close(Some(screening.totals[0].unique_m2), 51_400.0);
    for (k, project) in screening.projects.iter().enumerate() {
        let expected = if k < 513 { 100.0 } else { 0.0 };
        assert!((project.exclusive_m2.unwrap() - expected).abs() < 0.1, "{k}");
    }
}

#[test]
fn totals_by_zone_name_those_that_are_taken() {
    let zones = [0.0, 200.0, 400.0].map(|x| square(x, 0.0, 100.0));
    let ports = vec![square(210.0, 10.0, 20.0), square(220.0, 10.0, 20.0)];
    let screening = ports_on(zones.to_vec(), ports);
    let [total] = screening.zone_totals.as_slice() else {
        panic!("{:?}", screening.zone_totals)
    };
    assert_eq!((&*total.zone.id, total.project_count), ("2", 2));
    check_close(Some(total.gross_m2), 800.0);
    check_close(Some(total.unique_m2), 600.0);
}

/// Not −0: reports would print the sign.
#[test]
fn who_takes_nothing_takes_a_plain_zero() {
    let apart = zone_and_project(square(0.0, 0.0, 100.0), square(500.0, 0.0, 10.0), OVERLAP);
    let account = screened(&apart).projects[0].clone();
    let taken = [account.overlap_gross_m2, account.overlap_unique_m2];
    assert_eq!(taken.map(f64::to_bits), [0, 0]);
}

#[test]
fn slivers_are_marked_and_kept() {
    let about = About {
        tolerance_m: 1.0,
        ..About::new("red_line", Role::RedLine)
    };
    let layers = |overlap_m: f64| {
        let zone = layer_about(about.clone(), vec![square(0.0, 0.0, 100.0)]);
        let workspace = workspace(
            vec![
                zone,
                projects(ProjectKind::Solar, vec![square(100.0 - overlap_m, 0.0, 50.0)]),
            ],
            vec![rule("a", Role::RedLine, OVERLAP)],
        );
        screened(&workspace).findings[0].evidence.clone()
    };
    let sliver = layers(0.2);
    assert!(sliver.sliver && !sliver.holds_within_tolerance);
    let solid = layers(20.0);
    assert!(!solid.sliver && solid.holds_within_tolerance);
}

/// A line has no width that could be too small, and a zone without an area no share of it.
#[test]
fn lines_are_no_slivers() {
    let about = About {
        tolerance_m: 1.0,
        ..About::new("red_line", Role::RedLine)
    };
    let finding = |zone: Geometry<f64>, project: Geometry<f64>| {
        let layers = vec![
            layer_about(about.clone(), vec![zone]),
            projects(ProjectKind::Solar, vec![project]),
        ];
        screened(&workspace(layers, vec![rule("a", Role::RedLine, OVERLAP)])).findings[0].clone()
    };
    let crossing = finding(square(0.0, 0.0, 100.0), line(&[(99.5, 50.0), (199.5, 50.0)]));
    assert!(!crossing.evidence.sliver);
    assert_eq!(crossing.evidence.overlap_m2.get(), None);
    check_close(crossing.evidence.overlap_m.get(), 0.5);
    check_close(crossing.share_of_project(), 0.005);
    assert_eq!(crossing.evidence.share_of_zone.get(), None);
    let under = finding(line(&[(-50.0, 5.0), (50.0, 5.0)]), square(0.0, 0.0, 10.0));
    assert_eq!(
        (under.evidence.share_of_zone.get(), under.evidence.sliver),
        (None, false)
    );
    let beside = finding(square(0.0, 0.0, 100.0), square(100.5, 0.0, 10.0));
    assert!(!beside.evidence.sliver);
}

#[test]
fn only_the_projects_asked_for() {
    let layers = vec![projects(
        ProjectKind::Wind,
        vec![point(0.0, 0.0), point(1.0, 0.0)],
    )];
    let workspace = workspace(layers, vec![rule("a", Role::RedLine, OVERLAP)]);
    let second = workspace.projects().nth(1).unwrap().name();
    let request = redshank::screening::Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: vec![second.clone()],
    };
    let screening = redshank::screening::screen(&workspace, &request, &Default::default()).unwrap();
    assert_eq!(screening.projects.len(), 1);
    assert_eq!(screening.projects[0].project, second);
}

#[test]
fn a_cancelled_run_gives_nothing() {
    let workspace = zone_and_project(square(0.0, 0.0, 100.0), point(0.0, 0.0), OVERLAP);
    let progress = redshank::progress::Progress::default();
    progress.cancel();
    let request = redshank::screening::Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    };
    assert!(redshank::screening::screen(&workspace, &request, &progress).is_err());
}

/// Web Mercator stretches 450 m to 520 m at 30°: the search must reach so far, not only the test.
#[test]
fn a_setback_holds_in_a_plane_that_is_not_true_to_scale() {
    use redshank::geom::crs::{Crs, Transform};
    let mercator = Crs::from_code("EPSG:3857").unwrap();
    let there = Transform::between(&Crs::from_code("EPSG:4490").unwrap(), &mercator).unwrap();
    let at = |lon: f64| -> Geometry<f64> { geo::Point(there.of(geo::Coord { x: lon, y: 30.3 })).into() };
    // 0.00468° along the parallel at 30.3° N are 450 m.
    let layers = vec![
        layer("red_line", Role::RedLine, vec![at(120.0)]),
        projects(ProjectKind::Wind, vec![at(120.00468)]),
    ];
    let within = Criterion {
        within_m: 500.0,
        ..OVERLAP
    };
    let workspace = Workspace {
        crs: mercator,
        ..workspace(layers, vec![rule("r", Role::RedLine, within)])
    };
    assert_eq!(only_verdict(&workspace), Verdict::Conflict);
}

/// Somewhere in a wide workspace a plane stretches more than in its middle: the search reaches that far there, too.
#[test]
fn a_setback_holds_where_a_plane_is_stretched_most() {
    use redshank::geom::crs::{Crs, Transform};
    let check = |code: &str, there: (f64, f64), corner: (f64, f64)| {
        let plane = Crs::from_code(code).unwrap();
        let (lon_lat, ruler) = (
            Crs::from_code("EPSG:4490").unwrap(),
            redshank::geom::area::Ruler::new(&plane),
        );
        let across = Transform::between(&lon_lat, &plane).unwrap();
        let at = |(x, y): (f64, f64)| across.of(geo::Coord { x, y });
        let (here, beside) = (at(there), at((there.0 + 0.005, there.1)));
        let true_m = ruler.distance_m(here, beside);
        let verdict = |within_m: f64| {
            let layers = vec![
                layer(
                    "red_line",
                    Role::RedLine,
                    vec![geo::Point(here).into(), geo::Point(at(corner)).into()],
                ),
                projects(ProjectKind::Wind, vec![geo::Point(beside).into()]),
            ];
            let criterion = Criterion { within_m, ..OVERLAP };
            let rules = vec![rule("r", Role::RedLine, criterion)];
            only_verdict(&Workspace {
                crs: plane.clone(),
                ..workspace(layers, rules)
            })
        };
        assert_eq!(verdict(true_m + 0.1), Verdict::Conflict, "{code} {there:?}");
        assert_eq!(verdict(true_m - 0.1), Verdict::Clear, "{code} {there:?}");
    };
    // Mercator stretches most in the north and in the south, and the same everywhere between west and east.
    check("EPSG:3857", (120.0, 60.0), (110.0, 10.0));
    check("EPSG:3857", (120.0, -60.0), (130.0, -10.0));
    // Gauss–Krüger stretches most in the west and in the east.
    check("EPSG:4549", (112.0, 30.0), (121.0, 31.0));
    check("EPSG:4549", (128.0, 30.0), (119.0, 29.0));
    // Also where all lies on one side of the meridian.
    check("EPSG:4549", (128.0, 30.0), (124.0, 31.0));
    check("EPSG:4549", (112.0, 30.0), (116.0, 31.0));
}

#[test]
fn coverage_counts_no_place_twice_and_looks_at_every_part() {
    let covered = |coverage: Vec<Geometry<f64>>, project: Geometry<f64>, near_m: f64| {
        let mut workspace =
            zone_and_project(square(0.0, 0.0, 10.0), project, Criterion { near_m, ..OVERLAP });
        zones_with(
            &mut workspace,
            About {
                coverage: Some("d".into()),
                ..About::new("red_line", Role::RedLine)
            },
            |_| {},
        );
        workspace.layers.push(layer("d", Role::District, coverage).into());
        only_verdict(&workspace)
    };
    let outside = Verdict::NotChecked(Reason::OutsideCoverage);
    // Two coverages over the same 60 % of the project leave the rest open.
    assert_eq!(
        covered(
            vec![square(0.0, 0.0, 160.0), square(1.0, 0.0, 159.0)],
            square(100.0, 0.0, 100.0),
            0.0
        ),
        outside
    );
    // Two that share a border cover a project, or a line, across it.
    let halves = || vec![square(0.0, 0.0, 150.0), square(150.0, 0.0, 150.0)];
    assert_eq!(covered(halves(), square(140.0, 120.0, 29.0), 0.0), Verdict::Clear);
    assert_eq!(
        covered(halves(), line(&[(110.0, 120.0), (200.0, 120.0)]), 0.0),
        Verdict::Clear
    );
    // The setback must lie in the coverage too.
    assert_eq!(
        covered(vec![square(0.0, 0.0, 300.0)], square(200.0, 100.0, 50.0), 40.0),
        Verdict::Clear
    );
    assert_eq!(
        covered(vec![square(0.0, 0.0, 300.0)], square(200.0, 100.0, 50.0), 60.0),
        outside
    );
}

#[test]
fn what_may_overlap_within_the_tolerance_is_not_clear() {
    let verdict = |tolerance_m: f64| {
        let mut workspace = zone_and_project(square(0.0, 0.0, 100.0), square(120.0, 0.0, 10.0), OVERLAP);
        zones_with(
            &mut workspace,
            About {
                tolerance_m,
                ..About::new("red_line", Role::RedLine)
            },
            |_| {},
        );
        only_verdict(&workspace)
    };
    assert_eq!((verdict(10.0), verdict(50.0)), (Verdict::Clear, Verdict::Near));
}

#[test]
fn a_refused_feature_of_a_mixed_layer_may_have_been_of_any_role() {
    let mut workspace = zone_and_project(square(0.0, 0.0, 100.0), square(500.0, 0.0, 10.0), OVERLAP);
    let mut mixed = About::new("mixed", Role::Wetland);
    mixed.fields.role = Some("zone".into());
    let mut layer = layer_about(mixed, Vec::new());
    layer.provenance.counts.refused = 1;
    workspace.layers.push(layer.into());
    assert_eq!(
        only_verdict(&workspace),
        Verdict::NotChecked(Reason::FeatureRefused)
    );
}

fn scene_of_squares() -> impl Strategy<Value = Workspace> {
    let squares = |n| prop::collection::vec((0.0..800.0f64, 0.0..800.0f64, 5.0..120.0f64), 1..n);
    (squares(40), squares(12), 1.0..150.0f64).prop_map(|(zones, planned, near_m)| {
        let shapes =
            |all: Vec<(f64, f64, f64)>| all.into_iter().map(|(x, y, side)| square(x, y, side)).collect();
        workspace(
            vec![
                layer("wetland", Role::Wetland, shapes(zones)),
                projects(ProjectKind::Solar, shapes(planned)),
            ],
            vec![rule("r", Role::Wetland, Criterion { near_m, ..OVERLAP })],
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The filter against brute force: each pair is related anew, without any index.
    #[test]
    fn no_pair_is_missed_or_invented(workspace in scene_of_squares()) {
        let screening = screened(&workspace);
        let rule = &workspace.rules.rules[0];
        let ruler = workspace.ruler();
        let mut expected = Vec::new();
        for project in workspace.projects() {
            for zone in workspace.zones() {
                let contact = redshank::geom::relate::relate(&project.feature.shape, &zone.feature.shape, f64::INFINITY);
                let contact = contact.unwrap().unwrap();
                let apart = ruler.distance_m(contact.nearest.from, contact.nearest.to) >= rule.criterion.near_m;
                if !(contact.relation == Relation::Near && apart) {
                    expected.push((project.name(), zone.name(), contact.relation));
                }
            }
        }
        let found: Vec<_> = screening.findings.iter().map(|f| (f.matter.project.clone(), f.zone.clone(), f.relation)).collect();
        prop_assert_eq!(found, expected);
    }

    /// Any number of threads gives the same answer, to the last bit.
    #[test]
    fn threads_do_not_matter(workspace in scene_of_squares()) {
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| screened(&workspace))
        };
        prop_assert_eq!(on(1), on(5));
    }

    /// 0 ≤ unique ≤ gross, unique ≤ the project, and no role takes more than all roles together.
    #[test]
    fn accounts_close(workspace in scene_of_squares()) {
        for account in &screened(&workspace).projects {
            let slack = 1e-6 * account.area_m2;
            prop_assert!(account.overlap_unique_m2 <= account.overlap_gross_m2 + slack);
            prop_assert!(account.overlap_unique_m2 <= account.area_m2 + slack);
            for (_, role_m2) in &account.by_role {
                prop_assert!(*role_m2 <= account.overlap_unique_m2 + slack);
            }
        }
    }
}
