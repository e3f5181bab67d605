//! The four verdicts, and one test for each reason that keeps a project from being *clear*.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod scene;

use redshank::geom::repair::Change;
use redshank::model::accepted_repairs::{Accepted, AcceptedRepairs};
use redshank::model::finding::{Reason, Verdict};
use redshank::model::layer::{About, Layer};
use redshank::model::repair::Repair;
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Formula, Formulas, Rule, Term};
use redshank::model::workspace::Workspace;
use scene::*;

/// A red line of 100 m and a solar field at `x` metres, judged by one rule about overlap with a band of 50 m.
struct Case {
    about: About,
    spoil: fn(&mut Layer),
    rule: Rule,
    more: Vec<Layer>,
    x: f64,
}

impl Case {
    fn good() -> Case {
        let near = redshank::model::rule::Criterion {
            near_m: 50.0,
            ..OVERLAP
        };
        Case {
            about: About::new("red_line", Role::RedLine),
            spoil: |_| {},
            rule: rule("r", Role::RedLine, near),
            more: Vec::new(),
            x: 500.0,
        }
    }

    fn workspace(self) -> Workspace {
        let mut zones = layer_about(self.about, vec![square(0.0, 0.0, 100.0)]);
        (self.spoil)(&mut zones);
        let project = projects(ProjectKind::Solar, vec![square(self.x, 0.0, 10.0)]);
        let layers = [zones, project].into_iter().chain(self.more).collect();
        workspace(layers, vec![self.rule])
    }
}

#[track_caller]
fn check(case: Case, expected: Verdict) {
    assert_eq!(only_verdict(&case.workspace()), expected);
}

#[track_caller]
fn check_doubt(case: Case, reason: Reason) {
    check(case, Verdict::NotChecked(reason));
}

#[test]
fn clear_where_all_is_good() {
    check(Case::good(), Verdict::Clear);
}

#[test]
fn near_within_the_band() {
    check(
        Case {
            x: 140.0,
            ..Case::good()
        },
        Verdict::Near,
    );
}

#[test]
fn conflict_where_the_rule_is_met() {
    check(
        Case {
            x: 95.0,
            ..Case::good()
        },
        Verdict::Conflict,
    );
}

#[test]
fn conflict_even_where_the_layer_is_in_doubt() {
    let case = Case {
        x: 95.0,
        spoil: |layer| layer.provenance.counts.refused = 1,
        ..Case::good()
    };
    check(case, Verdict::Conflict);
}

#[test]
fn doubt_goes_before_near() {
    let case = Case {
        x: 140.0,
        spoil: |layer| layer.provenance.counts.refused = 1,
        ..Case::good()
    };
    check_doubt(case, Reason::FeatureRefused);
}

#[test]
fn layer_missing() {
    let mut workspace = Case::good().workspace();
    workspace.layers.remove(0);
    assert_eq!(
        only_verdict(&workspace),
        Verdict::NotChecked(Reason::LayerMissing)
    );
}

/// A layer whose roles stand in a field says something about those that occur, and about its own.
#[test]
fn layer_missing_where_no_feature_has_the_role() {
    let mixed = |own: Role, field: Option<&str>, occurring: &str| {
        let mut about = About::new("mixed", own);
        about.fields.role = field.map(Into::into);
        let plain = layer_about(about, vec![square(0.0, 0.0, 100.0)]);
        let role = [(std::sync::Arc::from("zone"), serde_json::json!(occurring).into())];
        let feature = redshank::model::feature::Feature {
            properties: role.into_iter().collect(),
            ..plain.features()[0].clone()
        };
        let mut workspace = Case::good().workspace();
        workspace.layers[0] = Layer::new(plain.about.clone(), plain.provenance.clone(), vec![feature]).into();
        only_verdict(&workspace)
    };
    let missing = Verdict::NotChecked(Reason::LayerMissing);
    assert_eq!(mixed(Role::Wetland, Some("zone"), "red_line"), Verdict::Clear);
    assert_eq!(mixed(Role::Wetland, Some("zone"), "core"), missing);
    assert_eq!(mixed(Role::RedLine, Some("zone"), "core"), Verdict::Clear);
    assert_eq!(mixed(Role::Wetland, None, "red_line"), missing);
}

#[test]
fn a_role_in_two_layers_is_not_missing() {
    let case = Case {
        more: vec![layer("more", Role::RedLine, vec![square(1_000.0, 0.0, 10.0)])],
        ..Case::good()
    };
    check(case, Verdict::Clear);
}

#[test]
fn layer_missing_where_its_file_could_not_be_read() {
    let case = Case {
        spoil: |layer| layer.provenance.sha256.clear(),
        ..Case::good()
    };
    check_doubt(case, Reason::LayerMissing);
}

fn covered(side: f64) -> Case {
    Case {
        about: About {
            coverage: Some("district".into()),
            ..About::new("red_line", Role::RedLine)
        },
        more: vec![layer(
            "district",
            Role::District,
            vec![square(-100.0, -100.0, side)],
        )],
        ..Case::good()
    }
}

#[test]
fn outside_coverage() {
    check_doubt(covered(605.0), Reason::OutsideCoverage);
    check(covered(1000.0), Verdict::Clear);
}

/// A coverage covers nothing where its own place or shape is in doubt.
#[test]
fn outside_coverage_that_is_in_doubt() {
    let with = |spoil: fn(&mut Layer)| {
        let mut case = covered(1000.0);
        spoil(&mut case.more[0]);
        case
    };
    let outside = Reason::OutsideCoverage;
    check_doubt(with(|layer| layer.provenance.source_crs.clear()), outside);
    check_doubt(
        with(|layer| layer.provenance.repairs = vec![bow_tie_at(500.0)]),
        outside,
    );
    check(
        with(|layer| layer.provenance.repairs = vec![bow_tie_at(700.0)]),
        Verdict::Clear,
    );
}

#[test]
fn outside_coverage_with_the_setback() {
    // The field ends 5 m within the coverage, its band of 50 m does not.
    check_doubt(covered(615.0), Reason::OutsideCoverage);
}

/// At 60° N two metres of Web Mercator are one on the ground: a band of 50 m takes 100 m of the plane.
#[test]
fn setbacks_around_coverages_and_refused_features_are_true_metres() {
    let mercator = redshank::geom::crs::Crs::from_code("EPSG:3857").unwrap();
    let at = |x: f64, side: f64| -> geo::Geometry<f64> {
        // 60° N, 120° E.
        let corner = geo::Coord {
            x: 13_358_338.9 + x,
            y: 8_399_737.9,
        };
        geo::Rect::new(corner, corner + geo::Coord { x: side, y: side }).into()
    };
    let verdict = |coverage_from: f64, refused_at: Option<f64>, tolerance_m: f64| {
        let about = About {
            coverage: Some("district".into()),
            tolerance_m,
            ..About::new("red_line", Role::RedLine)
        };
        let mut zones = layer_about(about, vec![at(5_000.0, 10.0)]);
        if let Some(x) = refused_at {
            zones.provenance.counts.refused = 1;
            zones.provenance.refused_places = vec![layer("stray", Role::RedLine, vec![at(x, 1.0)]).extent()];
        }
        // The project lies 1 km within the coverage to the north.
        let whole = geo::Coord {
            x: 13_358_338.9 + coverage_from,
            y: 8_398_737.9,
        };
        let whole = geo::Rect::new(
            whole,
            whole
                + geo::Coord {
                    x: 9_000.0,
                    y: 3_000.0,
                },
        );
        let layers = vec![
            zones,
            projects(ProjectKind::Solar, vec![at(0.0, 10.0)]),
            layer("district", Role::District, vec![whole.into()]),
        ];
        let workspace = workspace(layers, vec![Case::good().rule]);
        only_verdict(&Workspace {
            crs: mercator.clone(),
            ..workspace
        })
    };
    let (outside, refused) = (Reason::OutsideCoverage, Reason::FeatureRefused);
    assert_eq!(verdict(-105.0, None, 0.0), Verdict::Clear);
    assert_eq!(verdict(-95.0, None, 0.0), Verdict::NotChecked(outside));
    assert_eq!(verdict(-2_000.0, Some(-95.0), 0.0), Verdict::NotChecked(refused));
    assert_eq!(verdict(-2_000.0, Some(-105.0), 0.0), Verdict::Clear);
    assert_eq!(verdict(-2_000.0, Some(-105.0), 5.0), Verdict::NotChecked(refused));
}

/// A setback takes as much of the plane as where that is stretched most within the workspace, not beyond it.
#[test]
fn a_workspace_that_reaches_far_widens_no_setback() {
    let at = |x: f64, y: f64, side: f64| -> geo::Geometry<f64> {
        // 60° N, 120° E.
        let corner = geo::Coord {
            x: 13_358_338.9 + x,
            y: 8_399_737.9 + y,
        };
        geo::Rect::new(corner, corner + geo::Coord { x: side, y: side }).into()
    };
    let verdict = |coverage_from: f64| {
        let about = About {
            coverage: Some("district".into()),
            ..About::new("red_line", Role::RedLine)
        };
        let layers = vec![
            // At 22° N.
            layer_about(about, vec![at(0.0, -5_800_000.0, 10.0)]),
            projects(ProjectKind::Solar, vec![at(0.0, 0.0, 10.0)]),
            layer(
                "district",
                Role::District,
                vec![at(coverage_from, -2_000.0, 4_000.0)],
            ),
        ];
        only_verdict(&Workspace {
            crs: redshank::geom::crs::Crs::from_code("EPSG:3857").unwrap(),
            ..workspace(layers, vec![Case::good().rule])
        })
    };
    assert_eq!(verdict(-105.0), Verdict::Clear);
    assert_eq!(verdict(-95.0), Verdict::NotChecked(Reason::OutsideCoverage));
}

/// Each rule has its own reach, and its own answer at one and the same coverage.
#[test]
fn outside_coverage_for_one_rule_of_two() {
    let mut workspace = covered(615.0).workspace();
    let touching = rule("touching", Role::RedLine, OVERLAP);
    let mut book = (*workspace.rules).clone();
    book.rules.push(touching);
    workspace.rules = book.into();
    let screening = screened(&workspace);
    let verdicts: Vec<(&str, Verdict)> = screening
        .verdicts
        .iter()
        .map(|row| (&*row.rule, row.verdict))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("r", Verdict::NotChecked(Reason::OutsideCoverage)),
            ("touching", Verdict::Clear)
        ]
    );
}

fn surveyed(day: Option<&str>) -> Case {
    Case {
        about: About {
            surveyed: day.map(|day| day.parse().unwrap()),
            ..About::new("red_line", Role::RedLine)
        },
        ..Case::good()
    }
}

#[test]
fn stale_by_the_rule() {
    let with_limit = |day| {
        let mut case = surveyed(day);
        case.rule.max_age_years = Some(5.0);
        case
    };
    check_doubt(with_limit(Some("2016-01-01")), Reason::Stale);
    check_doubt(with_limit(None), Reason::Stale);
    check(with_limit(Some("2024-01-01")), Verdict::Clear);
}

#[test]
fn a_survey_as_old_as_the_limit_is_not_stale() {
    let on = |day| {
        let mut case = surveyed(Some(day));
        case.rule.max_age_years = Some(0.0);
        case
    };
    check(on("2026-11-23"), Verdict::Clear);
    check_doubt(on("2026-11-22"), Reason::Stale);
}

#[test]
fn stale_by_the_workspace() {
    let verdict = |years: f64| {
        let mut workspace = surveyed(Some("2020-01-01")).workspace();
        workspace.age_limits.insert(Role::RedLine, years);
        only_verdict(&workspace)
    };
    assert_eq!(verdict(5.0), Verdict::NotChecked(Reason::Stale));
    assert_eq!(verdict(10.0), Verdict::Clear);
}

#[test]
fn crs_unknown() {
    let case = Case {
        spoil: |layer| layer.provenance.source_crs.clear(),
        ..Case::good()
    };
    check_doubt(case, Reason::CrsUnknown);
}

#[test]
fn crs_unknown_where_it_was_guessed() {
    let case = Case {
        spoil: |layer| layer.provenance.crs_declared = false,
        ..Case::good()
    };
    check_doubt(case, Reason::CrsUnknown);
}

#[test]
fn longitudes_and_latitudes_without_a_word_are_sure_by_the_standard() {
    let case = Case {
        spoil: |layer| {
            layer.provenance.crs_declared = false;
            layer.provenance.source_crs = "OGC:CRS84".into();
        },
        ..Case::good()
    };
    check(case, Verdict::Clear);
}

#[test]
fn rule_text_missing() {
    let mut case = Case::good();
    case.rule.text_available = false;
    check_doubt(case, Reason::RuleTextMissing);
}

/// A case with another rule, which contradicts the one of the case.
fn contradicted(case: Case, other: Rule) -> Workspace {
    let mut workspace = case.workspace();
    let mut book = (*workspace.rules).clone();
    book.rules.push(Rule {
        contradicts: vec!["r".into()],
        ..other
    });
    workspace.rules = book.into();
    workspace
}

#[test]
fn rule_contradiction() {
    let case = Case {
        x: 95.0,
        ..Case::good()
    };
    let workspace = contradicted(case, rule("other", Role::RedLine, OVERLAP));
    let verdicts: Vec<Verdict> = screened(&workspace)
        .verdicts
        .iter()
        .map(|row| row.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::NotChecked(Reason::RuleContradiction); 2]);
}

/// Only what both rules forbid is contradicted: near is no conflict.
#[test]
fn no_rule_contradiction_where_the_project_is_near() {
    let case = Case {
        x: 140.0,
        ..Case::good()
    };
    let other = Rule {
        id: "other".into(),
        ..case.rule.clone()
    };
    let workspace = contradicted(case, other);
    let screening = screened(&workspace);
    let verdicts: Vec<Verdict> = screening.verdicts.iter().map(|row| row.verdict).collect();
    assert_eq!(verdicts, [Verdict::Near; 2]);
    assert!(screening.contradictions.is_empty());
}

#[test]
fn feature_refused() {
    let case = Case {
        spoil: |layer| layer.provenance.counts.refused = 1,
        ..Case::good()
    };
    check_doubt(case, Reason::FeatureRefused);
}

/// A refused feature whose shape was good lies somewhere, and only what comes near it is in doubt.
#[test]
fn feature_refused_near_the_project() {
    let refused_at = |x: f64| {
        let mut workspace = Case::good().workspace();
        let stray = layer("stray", Role::RedLine, vec![square(x, 0.0, 10.0)]);
        let mut zones = layer("red_line", Role::RedLine, vec![square(0.0, 0.0, 100.0)]);
        zones.provenance.counts.refused = 1;
        zones.provenance.refused_places = vec![stray.extent()];
        workspace.layers[0] = zones.into();
        only_verdict(&workspace)
    };
    // The project begins at 500 m, its band of attention reaches 50 m.
    assert_eq!(refused_at(445.0), Verdict::NotChecked(Reason::FeatureRefused));
    assert_eq!(refused_at(430.0), Verdict::Clear);
}

#[test]
fn feature_refused_somewhere() {
    let case = Case {
        spoil: |layer| {
            layer.provenance.counts.refused = 2;
            layer.provenance.refused_places = vec![layer.extent()];
        },
        ..Case::good()
    };
    check_doubt(case, Reason::FeatureRefused);
}

/// A layer casts its doubts on rules about its own role, and on no others.
#[test]
fn doubts_about_another_role_do_not_matter() {
    let check = |spoil: fn(&mut Layer)| {
        let mut beside = layer("wetland", Role::Wetland, vec![square(500.0, 0.0, 100.0)]);
        spoil(&mut beside);
        let case = Case {
            more: vec![beside],
            ..Case::good()
        };
        self::check(case, Verdict::Clear);
    };
    check(|layer| layer.provenance.sha256.clear());
    check(|layer| layer.provenance.source_crs.clear());
    check(|layer| layer.provenance.counts.refused = 1);
    check(|layer| {
        layer.provenance.counts.refused = 1;
        layer.provenance.refused_places = vec![layer.extent()];
    });
    check(|layer| layer.provenance.repairs = vec![bow_tie_at(500.0)]);
    check(|layer| layer.about.coverage = Some("nowhere".into()));
}

#[test]
fn field_missing() {
    let mut case = Case::good();
    case.rule.formulas = Formulas {
        within: Some(Formula::parse("10 * tip_height_m").unwrap()),
        near: None,
    };
    check_doubt(case, Reason::FieldMissing(Term::TipHeightM));
}

#[test]
fn undecided_where_a_formula_gives_no_number() {
    let mut case = Case::good();
    case.rule.formulas.within = Some(Formula::parse("1 / (area_ha - area_ha)").unwrap());
    check_doubt(case, Reason::Undecided);
}

#[test]
fn not_clear_within_the_tolerance() {
    let with = |tolerance_m: f64, x: f64| Case {
        about: About {
            tolerance_m,
            ..About::new("red_line", Role::RedLine)
        },
        rule: rule("r", Role::RedLine, OVERLAP),
        x,
        ..Case::good()
    };
    check(with(10.0, 105.0), Verdict::Near);
    check(with(1.0, 105.0), Verdict::Clear);
}

#[test]
fn not_checked_where_there_is_no_rule_at_all() {
    let mut workspace = Case::good().workspace();
    workspace.rules = Default::default();
    let verdict = screened(&workspace).projects[0].verdict;
    assert_eq!(verdict, Verdict::NotChecked(Reason::RuleTextMissing));
}

/// A bow-tie of a zone, repaired, around x.
fn bow_tie_at(x: f64) -> Repair {
    let ring = [(x, 0.0), (x + 10.0, 10.0), (x + 10.0, 0.0), (x, 10.0), (x, 0.0)];
    let drawn = geo::Polygon::new(ring.into_iter().collect(), Vec::new());
    Repair {
        id: "1".into(),
        number: 1,
        change: Change {
            before_m2: 0.0,
            after_m2: 50.0,
            ambiguous: false,
        },
        place: layer("stray", Role::RedLine, vec![square(x, 0.0, 10.0)]).extent(),
        drawn: geo::MultiPolygon(vec![drawn]).into(),
    }
}

/// A repair that changes an area keeps what comes near it from being clear, until somebody says yes.
#[test]
fn repair_unaccepted_near_the_project() {
    let with_repair = |repair: Repair| {
        let mut workspace = Case::good().workspace();
        let mut zones = layer("red_line", Role::RedLine, vec![square(0.0, 0.0, 100.0)]);
        zones.provenance.repairs = vec![repair];
        workspace.layers[0] = zones.into();
        workspace
    };
    let waits = Verdict::NotChecked(Reason::RepairUnaccepted);
    // The project begins at 500 m, its band of attention reaches 50 m.
    assert_eq!(only_verdict(&with_repair(bow_tie_at(445.0))), waits);
    assert_eq!(only_verdict(&with_repair(bow_tie_at(430.0))), Verdict::Clear);
    let small = Repair {
        change: Change {
            before_m2: 50.004,
            after_m2: 50.0,
            ambiguous: false,
        },
        ..bow_tie_at(445.0)
    };
    assert_eq!(
        only_verdict(&with_repair(small)),
        Verdict::Clear,
        "less than 0.01 %"
    );
    let mut accepted = with_repair(bow_tie_at(445.0));
    let mut yes = AcceptedRepairs::default();
    yes.set(&"red_line".into(), Some(Accepted::Some(["1".into()].into())));
    accepted.accepted_repairs = yes.into();
    assert_eq!(only_verdict(&accepted), Verdict::Clear);
}

#[test]
fn a_project_whose_own_shape_was_repaired_waits_for_a_yes() {
    let mut workspace = Case::good().workspace();
    let projects = workspace
        .layers
        .iter()
        .position(|layer| layer.about.role == Role::Project)
        .unwrap();
    let own = &workspace.layers[projects];
    let repair = Repair {
        number: own.features()[0].number,
        id: own.features()[0].id.clone(),
        ..bow_tie_at(500.0)
    };
    let mut spoilt = Layer::new(own.about.clone(), own.provenance.clone(), own.features().to_vec());
    spoilt.provenance.repairs = vec![repair];
    let id = own.about.id.clone();
    workspace.layers[projects] = spoilt.into();
    assert_eq!(
        only_verdict(&workspace),
        Verdict::NotChecked(Reason::RepairUnaccepted)
    );
    let mut yes = AcceptedRepairs::default();
    yes.set(&id, Some(Accepted::All));
    workspace.accepted_repairs = yes.into();
    assert_eq!(only_verdict(&workspace), Verdict::Clear);
}
