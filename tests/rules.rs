//! Rules as books state them, from the text of a book to the finding: versions, criteria, answers, contradictions, offices,
//! fines and fees.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod scene;

use std::sync::Arc;

use geo::Geometry;
use redshank::formats::workspace::rule_book::{BUILTIN, LITERATURE, load_all, parse};
use redshank::model::answer::Answer;
use redshank::model::consultation::{Need, Office};
use redshank::model::contradiction::Ground;
use redshank::model::finding::{Finding, Reason, Screening, Verdict};
use redshank::model::layer::{About, Layer};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Department, ExposureKind, Severity, Term};
use redshank::model::workspace::Workspace;
use redshank::model::zone::Level;
use redshank::report::json::findings_json;
use redshank::report::sentence::sentence;
use redshank::screening::{Request, screen};
use redshank::words::Lang;
use scene::*;

/// A rule of a book; `more` goes below the keys that every rule needs.
fn rule_text(id: &str, more: &str) -> String {
    format!(
        "[[rule]]\nid = {id:?}\ntitle = {{ zh = \"甲\", en = \"A\" }}\nmark = \"V\"\nseverity = \"prohibited\"\n\
         roles = [\"wetland\"]\ncitation = {{ zh = \"《{id}》\", en = \"Law {id}\" }}\n{more}\n"
    )
}

fn book(rules: &[(&str, &str)]) -> std::sync::Arc<redshank::model::rule::RuleBook> {
    let rules: Vec<String> = rules.iter().map(|(id, more)| rule_text(id, more)).collect();
    let text = format!("version = 1\n{}", rules.concat());
    parse(&text, "book.toml")
        .unwrap_or_else(|problem| panic!("{problem:?}"))
        .into()
}

/// Properties of a feature, by name.
type Properties<'a> = &'a [(&'a str, serde_json::Value)];

/// A layer with properties; every name is mapped to the field of that name.
fn layer_with(mut about: About, features: Vec<(Geometry<f64>, Properties<'_>)>) -> Layer {
    let fields = &mut about.fields;
    for (name, _) in features.iter().flat_map(|(_, properties)| properties.iter()) {
        let field = match *name {
            "capacity_mw" => &mut fields.capacity_mw,
            "hub_height_m" => &mut fields.hub_height_m,
            "rotor_diameter_m" => &mut fields.rotor_diameter_m,
            "months" => &mut fields.months,
            "structure" => &mut fields.structure,
            "grade" => &mut fields.grade,
            "level" => &mut fields.level,
            "class" => &mut fields.class,
            "tip_height_m" => &mut fields.tip_height_m,
            other => panic!("{other}"),
        };
        *field = Some((*name).to_owned());
    }
    let (geometries, properties): (Vec<_>, Vec<_>) = features.into_iter().unzip();
    let plain = layer_about(about.clone(), geometries);
    let features = plain
        .features()
        .iter()
        .zip(properties)
        .map(|(feature, properties)| {
            let mut feature = feature.clone();
            feature.properties = properties
                .iter()
                .map(|(name, value)| (Arc::from(*name), value.clone().into()))
                .collect();
            feature
        });
    Layer::new(about, plain.provenance.clone(), features.collect())
}

fn wind(features: Vec<(Geometry<f64>, Properties<'_>)>) -> Layer {
    let about = About {
        kind: Some(ProjectKind::Wind),
        ..About::new("wind", Role::Project)
    };
    layer_with(about, features)
}

fn wetland(properties: Properties<'_>) -> Layer {
    layer_with(
        About::new("wetland", Role::Wetland),
        vec![(square(0.0, 0.0, 100.0), properties)],
    )
}

fn with_rules(layers: Vec<Layer>, rules: &[(&str, &str)]) -> Workspace {
    Workspace {
        rules: book(rules),
        ..workspace(layers, Vec::new())
    }
}

fn on_day(workspace: &Workspace, day: &str) -> Screening {
    let request = Request {
        as_of: day.parse().unwrap(),
        only: Vec::new(),
    };
    screen(workspace, &request, &Default::default()).unwrap()
}

fn judged(screening: &Screening) -> Vec<(&str, Verdict)> {
    screening
        .verdicts
        .iter()
        .map(|row| (&*row.rule, row.verdict))
        .collect()
}

fn yes(question: &str) -> std::sync::Arc<Vec<Answer>> {
    answered(question, true)
}

fn answered(question: &str, answer: bool) -> std::sync::Arc<Vec<Answer>> {
    let answer = Answer {
        project: None,
        rule: "r".into(),
        question: question.into(),
        answer,
        by: Some("reviewer".into()),
        on: None,
        reason: None,
    };
    vec![answer].into()
}

#[test]
fn the_same_workspace_on_two_days_is_judged_by_two_rules() {
    let workspace = with_rules(
        vec![wetland(&[]), wind(vec![(point(150.0, 50.0), &[])])],
        &[
            (
                "range-2015",
                "family = \"range\"\nfrom = 2015-01-01\nwithin_m = 70.0",
            ),
            (
                "range-2023",
                "family = \"range\"\nfrom = 2023-06-01\nwithin_m = 30.0",
            ),
            ("old", "until = 2020-12-31\noverlap = true\nwithin_m = 999.0"),
        ],
    );
    assert_eq!(
        judged(&on_day(&workspace, "2023-05-01")),
        [("range-2015", Verdict::Conflict)]
    );
    assert_eq!(
        judged(&on_day(&workspace, "2023-06-01")),
        [("range-2023", Verdict::Clear)]
    );
    let early = on_day(&workspace, "2014-05-01");
    assert_eq!(judged(&early), [("old", Verdict::Conflict)]);
    let json = String::from_utf8(findings_json(&workspace, &on_day(&workspace, "2023-05-01"))).unwrap();
    assert!(json.contains("range-2015") && !json.contains("range-2023") && !json.contains("\"old\""));
}

#[test]
fn a_later_version_whose_text_is_missing_supersedes_the_old_numbers() {
    let workspace = with_rules(
        vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])],
        &[
            ("old", "family = \"f\"\nfrom = 2015-01-01\noverlap = true"),
            ("new", "family = \"f\"\nfrom = 2023-01-01\ntext_available = false"),
        ],
    );
    let missing = Verdict::NotChecked(Reason::RuleTextMissing);
    assert_eq!(judged(&on_day(&workspace, "2024-01-01")), [("new", missing)]);
}

#[track_caller]
fn only_finding(workspace: &Workspace) -> Finding {
    let screening = screened(workspace);
    assert_eq!(screening.findings.len(), 1, "{:?}", screening.verdicts);
    screening.findings[0].clone()
}

#[test]
fn a_setback_by_formula_is_the_projects_own() {
    let turbine = |hub: f64| -> [(&'static str, serde_json::Value); 2] {
        [
            ("hub_height_m", hub.into()),
            ("rotor_diameter_m", "１６０".into()),
        ]
    };
    let (low, high) = (turbine(20.0), turbine(80.0));
    let workspace = with_rules(
        vec![
            wetland(&[]),
            wind(vec![(point(1400.0, 50.0), &low), (point(1400.0, 60.0), &high)]),
        ],
        &[("r", "within = \"max(1200, 10 * tip_height_m)\"")],
    );
    let screening = screened(&workspace);
    // 1300 m away: 1200 m are kept by the low turbine, 1600 m are broken by the high one.
    assert_eq!(
        judged(&screening),
        [("r", Verdict::Clear), ("r", Verdict::Conflict)]
    );
    let finding = &screening.findings[0];
    assert_eq!(finding.matter.setback_m, Some(1600.0));
    let worked_out = finding.matter.bearing.formula.as_ref().unwrap();
    assert_eq!(
        (&*worked_out.formula, worked_out.metres),
        ("max(1200, 10 * tip_height_m)", Some(1600.0))
    );
    let json = String::from_utf8(findings_json(&workspace, &screening)).unwrap();
    assert!(
        json.contains("\"formula\":\"max(1200, 10 * tip_height_m)\"")
            && json.contains("\"formula_m\":1600.0")
    );
}

#[test]
fn a_project_without_the_field_is_not_checked_and_shown_what_may_matter() {
    let known = [("hub_height_m", 80.into()), ("rotor_diameter_m", 160.into())];
    let unknown = [("hub_height_m", 80.into())];
    let workspace = with_rules(
        vec![
            wetland(&[]),
            wind(vec![
                (point(5000.0, 50.0), &known),
                (point(1400.0, 50.0), &unknown),
            ]),
        ],
        &[("r", "within = \"10 * tip_height_m\"")],
    );
    let screening = screened(&workspace);
    let missing = Verdict::NotChecked(Reason::FieldMissing(Term::TipHeightM));
    assert_eq!(judged(&screening), [("r", Verdict::Clear), ("r", missing)]);
    // The other turbine's 1600 m reach the wetland from here.
    let finding = &screening.findings[0];
    assert_eq!((finding.verdict, finding.matter.setback_m), (Verdict::Near, None));
    let json = String::from_utf8(findings_json(&workspace, &screening)).unwrap();
    assert!(json.contains("\"reason\":\"field_missing\"") && json.contains("\"field\":\"tip_height_m\""));
}

#[test]
fn what_a_formula_gives_at_the_least_is_held_against_a_project_without_the_field() {
    let check = |x: f64, verdict: Verdict, finding: Option<(Verdict, Option<f64>)>| {
        let workspace = with_rules(
            vec![wetland(&[]), wind(vec![(point(x, 50.0), &[])])],
            &[("r", "within = \"max(1200, 10 * tip_height_m)\"")],
        );
        let screening = screened(&workspace);
        assert_eq!(judged(&screening), [("r", verdict)], "{x}");
        let found = screening.findings.first();
        assert_eq!(found.map(|f| (f.verdict, f.matter.setback_m)), finding, "{x}");
    };
    let missing = Verdict::NotChecked(Reason::FieldMissing(Term::TipHeightM));
    check(1250.0, Verdict::Conflict, Some((Verdict::Conflict, Some(1200.0))));
    check(1350.0, missing, None);
}

#[test]
fn least_sizes_decide_what_is_a_conflict() {
    let check = |overlap_m: f64, more: &str, expected: Verdict| {
        let project = layer_with(
            About::new("solar", Role::Project),
            vec![(square(100.0 - overlap_m, 0.0, 100.0), &[])],
        );
        let workspace = with_rules(vec![wetland(&[]), project], &[("r", more)]);
        assert_eq!(only_verdict(&workspace), expected, "{overlap_m} {more}");
    };
    check(31.0, "overlap = true\nmin_overlap_m2 = 3000.0", Verdict::Conflict);
    check(29.0, "overlap = true\nmin_overlap_m2 = 3000.0", Verdict::Clear);
    check(29.0, "min_share_of_project = 0.25", Verdict::Conflict);
    check(24.0, "min_share_of_zone = 0.25", Verdict::Clear);
    check(
        26.0,
        "min_share_of_zone = 0.25\nmin_overlap_m2 = 9000.0",
        Verdict::Conflict,
    );
}

/// A wetland of 100 m by 100 m is no smaller for being surveyed in four parcels, and no larger for being mapped twice.
#[test]
fn zones_reach_a_least_size_together() {
    let parcels = |layer: &str| {
        let squares = [(0.0, 0.0), (50.0, 0.0), (0.0, 50.0), (50.0, 50.0)];
        let squares = squares.map(|(x, y)| (square(x, y, 50.0), &[] as Properties<'_>));
        layer_with(About::new(layer, Role::Wetland), squares.to_vec())
    };
    let check = |layers: &[&str], more: &str, expected: Verdict| {
        let project = layer_with(
            About::new("solar", Role::Project),
            vec![(square(-50.0, 0.0, 150.0), &[])],
        );
        let zones = layers.iter().map(|layer| parcels(layer));
        let layers = zones.chain([project]).collect();
        let workspace = with_rules(layers, &[("r", more)]);
        assert_eq!(only_verdict(&workspace), expected, "{more}");
        let findings = screened(&workspace).findings;
        assert!(
            findings.iter().all(|finding| finding.verdict == expected),
            "{more}"
        );
    };
    let (conflict, clear) = (Verdict::Conflict, Verdict::Clear);
    check(&["a"], "overlap = true\nmin_overlap_m2 = 9990.0", conflict);
    check(&["a"], "overlap = true\nmin_overlap_m2 = 10100.0", clear);
    check(&["a", "b"], "overlap = true\nmin_overlap_m2 = 10100.0", clear);
    check(&["a"], "overlap = true\nmin_share_of_project = 0.44", conflict);
    check(&["a"], "overlap = true\nmin_share_of_project = 0.45", clear);
    check(&["a", "b"], "overlap = true\nmin_share_of_project = 0.45", clear);
    // Each zone by itself.
    check(&["a"], "overlap = true\nmin_share_of_zone = 0.99", conflict);
    let project = layer_with(
        About::new("solar", Role::Project),
        vec![(square(0.0, 0.0, 100.0), &[])],
    );
    let workspace = with_rules(
        vec![parcels("a"), project],
        &[("r", "overlap = true\nmin_overlap_m2 = 9990.0")],
    );
    for finding in &screened(&workspace).findings {
        let together = finding.matter.bearing.together.map_or(0.0, |all| all.overlap_m2);
        assert!((together - 10_000.0).abs() < 20.0, "{together}");
        let text = sentence(&workspace, finding, Lang::En);
        assert!(
            text.contains("With the other zones that the rule is about it comes to "),
            "{text}"
        );
    }
}

#[test]
fn lines_reach_a_least_length_together() {
    let check = |length_m: f64, expected: Verdict| {
        let zones = [0.0, 150.0].map(|x| (square(x, 0.0, 100.0), &[] as Properties<'_>));
        let zones = layer_with(About::new("wetland", Role::Wetland), zones.to_vec());
        let metro = layer_with(
            About::new("metro", Role::Project),
            vec![(line(&[(-50.0, 50.0), (300.0, 50.0)]), &[])],
        );
        let rule = format!("overlap = true\nmin_overlap_m = {length_m:.1}");
        assert_eq!(
            only_verdict(&with_rules(vec![zones, metro], &[("r", &rule)])),
            expected,
            "{length_m}"
        );
    };
    check(199.0, Verdict::Conflict);
    check(201.0, Verdict::Clear);
}

/// A class that is written in another way, that is a part of what the rule names, or that nobody can know is no way out.
#[test]
fn a_class_is_known_however_it_is_written() {
    let check = |class: serde_json::Value, concerned: bool| {
        let zone: &[(&str, serde_json::Value)] = &[("class", class.clone())];
        let layers = vec![wetland(zone), wind(vec![(point(50.0, 50.0), &[])])];
        let workspace = with_rules(layers, &[("r", "overlap = true\nclasses = [\"1104\", \"1105\"]")]);
        assert_eq!(screened(&workspace).findings.len() == 1, concerned, "{class}");
    };
    for class in ["1105", "１１０５", "1104a", "1104A", "沿海滩涂", "9999", "105"] {
        check(class.into(), true);
    }
    check(1105.into(), true);
    check(serde_json::Value::Null, true);
    for class in ["1106", "0303", "1106A"] {
        check(class.into(), false);
    }
}

/// A misspelt word is unknown, and the strictest that is possible is looked at.
#[test]
fn an_odd_word_of_a_zone_keeps_no_rule_away() {
    let check = |word: serde_json::Value, expected: &[&str]| {
        let zone: &[(&str, serde_json::Value)] = &[("grade", word.clone())];
        let layers = vec![wetland(zone), wind(vec![(point(50.0, 50.0), &[])])];
        let rules = [
            ("large", "overlap = true\nzone_is = { grade = [\"large\"] }"),
            ("small", "overlap = true\nzone_is = { grade = [\"small\"] }"),
        ];
        let findings = screened(&with_rules(layers, &rules)).findings;
        let rules: Vec<&str> = findings.iter().map(|finding| &*finding.matter.rule).collect();
        assert_eq!(rules, expected, "{word}");
    };
    check("Large".into(), &["large"]);
    check("small".into(), &["small"]);
    check("lagre".into(), &["large", "small"]);
    check(3.into(), &[]);
}

#[test]
fn sizes_of_nothing_are_not_said() {
    let check = |properties: Properties<'_>, expected: Verdict| {
        let layers = vec![wetland(&[]), wind(vec![(point(200.0, 50.0), properties)])];
        let workspace = with_rules(layers, &[("r", "within = \"10 * tip_height_m\"")]);
        assert_eq!(only_verdict(&workspace), expected, "{properties:?}");
    };
    let missing = Verdict::NotChecked(Reason::FieldMissing(Term::TipHeightM));
    for height in [0.0, -5.0] {
        check(&[("tip_height_m", height.into())], missing);
    }
    check(&[("tip_height_m", 5.0.into())], Verdict::Clear);
    check(&[("tip_height_m", 50.0.into())], Verdict::Conflict);
    // A plant of no capacity is as large as any.
    let large = |mw: f64| {
        let capacity: &[(&str, serde_json::Value)] = &[("capacity_mw", mw.into())];
        let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), capacity)])];
        let workspace = with_rules(layers, &[("r", "overlap = true\nmin_capacity_mw = 50.0")]);
        screened(&workspace).findings.len()
    };
    assert_eq!([0.0, -1.0, 49.0, 50.0].map(large), [1, 1, 0, 1]);
}

#[test]
fn months_capacity_and_attributes_narrow_a_rule() {
    let check = |properties: Properties<'_>, zone: Properties<'_>, more: &str, concerned: bool| {
        let layers = vec![wetland(zone), wind(vec![(point(50.0, 50.0), properties)])];
        let workspace = with_rules(layers, &[("r", &format!("overlap = true\n{more}"))]);
        let conflict = screened(&workspace).findings.len() == 1;
        assert_eq!(conflict, concerned, "{properties:?} {zone:?} {more}");
    };
    let winter = "months = [10, 11, 12, 1, 2, 3]";
    check(&[("months", "4-9".into())], &[], winter, false);
    check(&[("months", "9-10".into())], &[], winter, true);
    check(&[], &[], winter, true);
    check(&[("months", "?".into())], &[], winter, true);
    check(
        &[("capacity_mw", "５．９".into())],
        &[],
        "min_capacity_mw = 6.0",
        false,
    );
    check(&[("capacity_mw", 6.into())], &[], "min_capacity_mw = 6.0", true);
    check(
        &[("capacity_mw", 51.into())],
        &[],
        "max_capacity_mw = 50.0",
        false,
    );
    let tunnels = "project_is = { structure = [\"tunnel\"] }";
    check(&[("structure", "Tunnel ".into())], &[], tunnels, true);
    check(&[("structure", "viaduct".into())], &[], tunnels, false);
    check(&[], &[], tunnels, true);
    let first_grade = "zone_is = { grade = [\"1\"] }";
    check(&[], &[("grade", 1.into())], first_grade, true);
    check(&[], &[("grade", "2".into())], first_grade, false);
    check(&[], &[], first_grade, true);
    check(&[], &[("level", "省级".into())], "levels = [\"national\"]", false);
}

const QUESTION: &str = "[[rule.question]]\nid = \"q\"\ntext = { zh = \"是否\", en = \"Is it?\" }\nif_yes = ";

fn asked(effect: &str) -> Workspace {
    let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
    with_rules(layers, &[("r", &format!("overlap = true\n{QUESTION}{effect:?}"))])
}

#[test]
fn a_yes_exempts_and_the_finding_stays() {
    let mut workspace = asked("exempt");
    assert_eq!(
        only_verdict(&workspace),
        Verdict::Conflict,
        "an open question exempts nobody"
    );
    workspace.answers = yes("q");
    assert_eq!(only_verdict(&workspace), Verdict::Near);
    let finding = only_finding(&workspace);
    assert_eq!(
        (finding.verdict, finding.matter.bearing.exempt_by.as_deref()),
        (Verdict::Near, Some("q"))
    );
    workspace.answers = answered("q", false);
    assert_eq!(only_verdict(&workspace), Verdict::Conflict);
    let json = String::from_utf8(findings_json(&workspace, &screened(&workspace))).unwrap();
    assert!(json.contains("\"answer\": false") && json.contains("\"by\": \"reviewer\""));
}

#[test]
fn a_yes_lightens() {
    let mut workspace = asked("lighten");
    workspace.answers = yes("q");
    let finding = only_finding(&workspace);
    assert_eq!(
        (finding.verdict, finding.matter.severity),
        (Verdict::Conflict, Severity::Consult)
    );
}

#[test]
fn a_no_takes_the_rule_away() {
    let mut workspace = asked("applies");
    assert_eq!(only_verdict(&workspace), Verdict::Conflict);
    workspace.answers = yes("q");
    assert_eq!(only_verdict(&workspace), Verdict::Conflict);
    workspace.answers = answered("q", false);
    assert!(screened(&workspace).verdicts.is_empty());
}

#[test]
fn an_unverified_text_never_makes_a_conflict() {
    let text = rule_text("r", "overlap = true")
        .replace("\"V\"", "\"U\"")
        .replace("prohibited", "advisory");
    let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
    let workspace = Workspace {
        rules: parse(&format!("version = 1\n{text}"), "book.toml")
            .unwrap()
            .into(),
        ..workspace(layers, Vec::new())
    };
    assert_eq!(only_verdict(&workspace), Verdict::Near);
}

fn contradicting(first: &str, second: &str) -> Screening {
    let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
    screened(&with_rules(
        layers,
        &[
            ("a", &format!("overlap = true\ncontradicts = [\"b\"]\n{first}")),
            ("b", &format!("overlap = true\n{second}")),
        ],
    ))
}

#[test]
fn of_two_contradicting_rules_one_prevails_and_both_are_listed() {
    let check = |first: &str, second: &str, winner: &str, ground: Ground| {
        let screening = contradicting(first, second);
        let found = &screening.contradictions[0];
        assert_eq!(
            found.winner().map(|rule| &**rule),
            Some(winner),
            "{first} {second}"
        );
        assert_eq!(found.prevails.map(|(_, ground)| ground), Some(ground));
        let expected = |id: &str| {
            if id == winner {
                Verdict::Conflict
            } else {
                Verdict::Near
            }
        };
        assert_eq!(judged(&screening), [("a", expected("a")), ("b", expected("b"))]);
        let loser = screening
            .findings
            .iter()
            .find(|finding| &*finding.matter.rule != winner)
            .unwrap();
        assert_eq!(loser.matter.bearing.yields_to.as_deref(), Some(winner));
        assert!(loser.charges.is_empty());
    };
    check(
        "rank = \"notice\"\nfrom = 2023-01-01",
        "rank = \"law\"\nfrom = 2015-01-01",
        "b",
        Ground::Rank,
    );
    check("from = 2023-01-01", "from = 2015-01-01", "a", Ground::Date);
    check(
        "rank = \"law\"",
        "rank = \"law\"\nspecial = true",
        "b",
        Ground::Speciality,
    );
}

#[test]
fn rules_between_which_nothing_decides_are_not_checked() {
    let screening = contradicting("", "");
    let open = Verdict::NotChecked(Reason::RuleContradiction);
    assert_eq!(judged(&screening), [("a", open), ("b", open)]);
    assert_eq!(screening.contradictions[0].prevails, None);
    assert_eq!(screening.findings.len(), 2, "both stay to be seen");
    assert_eq!(screening.projects[0].verdict, open);
}

/// A rule that already yields to one rule still contradicts another: both stand in the list.
#[test]
fn a_rule_that_yields_contradicts_a_third_one_all_the_same() {
    let rules = |first: &str, middle: &str| {
        let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
        let text = [
            ("a", format!("overlap = true\ncontradicts = [\"b\"]\n{first}")),
            ("b", format!("overlap = true\ncontradicts = [\"c\"]\n{middle}")),
            ("c", "overlap = true\nrank = \"notice\"".to_owned()),
        ];
        screened(&with_rules(
            layers,
            &text.each_ref().map(|(id, text)| (*id, text.as_str())),
        ))
    };
    let pairs = |screening: &Screening| -> Vec<String> {
        let found = screening.contradictions.iter();
        found.map(|found| found.rules.join("-")).collect()
    };
    let screening = rules("rank = \"law\"", "rank = \"notice\"\nfrom = 2023-01-01");
    assert_eq!(pairs(&screening), ["a-b", "b-c"]);
    assert_eq!(judged(&screening)[0], ("a", Verdict::Conflict));
    assert_eq!(judged(&screening)[1], ("b", Verdict::Near));
    // Between the first two nothing decides: the second is open, and contradicts the third still.
    assert_eq!(pairs(&rules("", "")), ["a-b", "b-c"]);
}

#[test]
fn rules_that_do_not_meet_at_one_zone_do_not_contradict() {
    let layers = vec![wetland(&[]), wind(vec![(point(150.0, 50.0), &[])])];
    let screening = screened(&with_rules(
        layers,
        &[
            ("a", "overlap = true\ncontradicts = [\"b\"]"),
            ("b", "within_m = 100.0"),
        ],
    ));
    assert!(screening.contradictions.is_empty());
    assert_eq!(
        judged(&screening),
        [("a", Verdict::Clear), ("b", Verdict::Conflict)]
    );
}

/// Findings of the rule `a` at one zone are settled, at the other they are a conflict still.
#[test]
fn an_open_contradiction_at_one_zone_hides_no_conflict_at_another() {
    let zones = layer_with(
        About::new("wetland", Role::Wetland),
        vec![
            (square(0.0, 0.0, 100.0), &[("level", "national".into())]),
            (square(100.0, 0.0, 100.0), &[("level", "county".into())]),
        ],
    );
    let layers = vec![zones, wind(vec![(line(&[(50.0, 50.0), (150.0, 50.0)]), &[])])];
    let screening = screened(&with_rules(
        layers,
        &[
            ("a", "overlap = true\ncontradicts = [\"b\"]"),
            ("b", "overlap = true\nlevels = [\"national\"]"),
        ],
    ));
    let open = Verdict::NotChecked(Reason::RuleContradiction);
    assert_eq!(judged(&screening), [("a", Verdict::Conflict), ("b", open)]);
}

const CONSULTS: &str = "overlap = true\nnear_m = 500.0\n[[rule.consult]]\ndepartment = \"water\"\nlevel = \"county\"\n\
    [[rule.consult]]\ndepartment = \"forestry\"\nlevel = \"by_zone\"\nform = { zh = \"书面意见\", en = \"written opinion\" }\n\
    article = { zh = \"第十九条\", en = \"Art. 19\" }";

#[test]
fn each_office_is_named_once_with_its_level_and_all_findings() {
    let zones = layer_with(
        About::new("wetland", Role::Wetland),
        vec![
            (square(0.0, 0.0, 100.0), &[("level", "省级".into())]),
            (square(20.0, 0.0, 100.0), &[("level", "省级".into())]),
            (square(400.0, 0.0, 100.0), &[("level", "国家级".into())]),
        ],
    );
    let layers = vec![zones, wind(vec![(point(50.0, 50.0), &[])])];
    let screening = screened(&with_rules(layers, &[("a", CONSULTS), ("b", CONSULTS)]));
    let routes: Vec<_> = screening
        .consultations
        .iter()
        .map(|one| (one.office.clone(), one.need, one.findings.clone()))
        .collect();
    let office = |department, level| Office::Named(department, Some(level));
    let expected = [
        (
            office(Department::Forestry, Level::Provincial),
            Need::Required,
            vec![0, 1, 3, 4],
        ),
        (
            office(Department::Water, Level::County),
            Need::Required,
            vec![0, 1, 2, 3, 4, 5],
        ),
        (
            office(Department::Forestry, Level::National),
            Need::Advised,
            vec![2, 5],
        ),
    ];
    assert_eq!(routes, expected);
    let forestry = &screening.consultations[0];
    assert_eq!(
        (forestry.forms.len(), forestry.articles.len()),
        (1, 1),
        "each word once"
    );
    assert_eq!(
        forestry.rules.iter().map(|rule| &**rule).collect::<Vec<_>>(),
        ["a", "b"]
    );
}

/// Of one department the higher level first; an office in a rule's own words counts in one language, too, and so does an
/// article.
#[test]
fn offices_stand_by_level_and_those_in_own_words_last() {
    let consult = "overlap = true\n[[rule.consult]]\ndepartment = \"water\"\nlevel = \"county\"\n\
        [[rule.consult]]\ndepartment = \"water\"\nlevel = \"provincial\"";
    let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
    let mut workspace = with_rules(layers, &[("a", "overlap = true"), ("b", consult)]);
    let mut book = (*workspace.rules).clone();
    let chinese = |words: &str| redshank::words::Bilingual {
        zh: words.into(),
        en: String::new(),
    };
    book.rules[0].consultee = chinese("海事部门");
    book.rules[0].citation = chinese("某办法第二条");
    workspace.rules = book.into();
    let found: Vec<Option<Level>> = screened(&workspace)
        .consultations
        .iter()
        .map(|one| match &one.office {
            Office::Named(_, level) => *level,
            Office::Worded(words) => {
                assert_eq!(words.zh, "海事部门");
                assert_eq!(one.articles, [chinese("某办法第二条")]);
                None
            }
        })
        .collect();
    assert_eq!(found, [Some(Level::Provincial), Some(Level::County), None]);
}

#[test]
fn advice_from_literature_obliges_nobody_to_ask() {
    let text = rule_text("r", CONSULTS).replace("prohibited", "advisory");
    let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
    let workspace = Workspace {
        rules: parse(&format!("version = 1\n{text}"), "book.toml")
            .unwrap()
            .into(),
        ..workspace(layers, Vec::new())
    };
    let screening = screened(&workspace);
    assert_eq!(screening.consultations.len(), 2);
    assert!(
        screening
            .consultations
            .iter()
            .all(|one| one.need == Need::Advised)
    );
}

#[test]
fn a_setback_that_is_known_holds_where_the_band_of_attention_is_not() {
    let layers = vec![
        wetland(&[]),
        wind(vec![(point(150.0, 50.0), &[("capacity_mw", 6.into())])]),
    ];
    let limits = "within = \"10 * capacity_mw\"\nnear = \"10 * tip_height_m\"";
    let workspace = with_rules(layers, &[("r", limits)]);
    assert_eq!(only_verdict(&workspace), Verdict::Conflict);
}

#[test]
fn a_rule_that_could_not_be_checked_may_send_to_an_office_too() {
    let layers = vec![wetland(&[]), wind(vec![(point(50.0, 50.0), &[])])];
    let text = "text_available = false\nconsultee = { zh = \"园林部门\", en = \"parks department\" }";
    let screening = screened(&with_rules(layers, &[("a", text)]));
    let one = &screening.consultations[0];
    assert!(matches!(&one.office, Office::Worded(words) if words.zh == "园林部门"));
    assert_eq!((one.need, one.findings.len()), (Need::Open, 0));
}

#[test]
fn exposure_is_an_interval_per_kind_by_the_ellipsoidal_area() {
    let money = "overlap = true\n[[rule.exposure]]\nkind = \"fine\"\nyuan_per_m2 = [500.0, 5000.0]\n\
        [[rule.exposure]]\nkind = \"restoration_fee\"\nyuan_per_m2 = [20.0, 20.0]\nunit_rounded_up_m2 = 1.0\n\
        levels = [\"provincial\"]\nmark = \"V2\"\n[[rule.exposure]]\nkind = \"lump_sum\"\nyuan = [50000.0, 500000.0]";
    let zone = [("level", "省级".into())];
    let solar = layer_with(
        About::new("solar", Role::Project),
        vec![(square(50.0, 0.0, 100.0), &[])],
    );
    let finding = only_finding(&with_rules(vec![wetland(&zone), solar], &[("r", money)]));
    let overlap_m2 = finding.evidence.overlap_m2.get().unwrap();
    let charges: Vec<_> = finding
        .charges
        .iter()
        .map(|charge| (charge.kind, charge.yuan))
        .collect();
    let expected = [
        (ExposureKind::Fine, [500.0 * overlap_m2, 5000.0 * overlap_m2]),
        (ExposureKind::RestorationFee, [20.0 * overlap_m2.ceil(); 2]),
        (ExposureKind::LumpSum, [50_000.0, 500_000.0]),
    ];
    assert_eq!(charges, expected);
    let national = [("level", "国家级".into())];
    let solar = layer_with(
        About::new("solar", Role::Project),
        vec![(square(50.0, 0.0, 100.0), &[])],
    );
    let finding = only_finding(&with_rules(vec![wetland(&national), solar], &[("r", money)]));
    assert_eq!(finding.charges.len(), 2, "the fee is the province's");
    let beside = layer_with(
        About::new("solar", Role::Project),
        vec![(square(150.0, 0.0, 100.0), &[])],
    );
    let near = only_finding(&with_rules(
        vec![wetland(&zone), beside],
        &[("r", &format!("near_m = 100.0\n{money}"))],
    ));
    assert_eq!(
        (near.verdict, near.charges.len()),
        (Verdict::Near, 0),
        "nothing is due for being near"
    );
}

#[test]
fn the_exempt_owe_the_fee_and_no_fine() {
    let money = "[[rule.exposure]]\nkind = \"fine\"\nyuan_per_m2 = [500.0, 5000.0]\n\
        [[rule.exposure]]\nkind = \"restoration_fee\"\nyuan_per_m2 = [20.0, 20.0]";
    let solar = layer_with(
        About::new("solar", Role::Project),
        vec![(square(50.0, 0.0, 100.0), &[])],
    );
    let rule = format!("overlap = true\n{money}\n{QUESTION}\"exempt\"");
    let mut workspace = with_rules(vec![wetland(&[]), solar], &[("r", &rule)]);
    workspace.answers = yes("q");
    let finding = only_finding(&workspace);
    let kinds: Vec<ExposureKind> = finding.charges.iter().map(|charge| charge.kind).collect();
    assert_eq!(kinds, [ExposureKind::RestorationFee]);
}

#[test]
fn both_built_in_books_screen_together() {
    let names = [BUILTIN.to_owned(), LITERATURE.to_owned()];
    let rules = load_all(&names, std::path::Path::new("")).unwrap();
    let layers = vec![wetland(&[]), wind(vec![(point(500.0, 50.0), &[])])];
    let workspace = Workspace {
        rules: rules.into(),
        ..workspace(layers, Vec::new())
    };
    let screening = screened(&workspace);
    assert!(!screening.findings.is_empty());
    let advice = screening
        .findings
        .iter()
        .filter(|finding| finding.matter.severity == Severity::Advisory);
    assert!(advice.count() > 0, "the literature has a word to say at 400 m");
}

/// Page, table and json say who must be asked, what it may cost, what is asked and what contradicts, in both languages.
#[test]
#[expect(clippy::too_many_lines, reason = "a list")]
fn reports_carry_the_law() {
    let layers = vec![
        wetland(&[("level", "省级".into())]),
        layer_with(
            About::new("solar", Role::Project),
            vec![(square(50.0, 0.0, 100.0), &[])],
        ),
    ];
    let money = "[[rule.exposure]]\nkind = \"fine\"\nyuan_per_m2 = [500.0, 5000.0]";
    let first = format!("contradicts = [\"b\"]\nrank = \"law\"\n{CONSULTS}\n{money}\n{QUESTION}\"exempt\"");
    let workspace = with_rules(
        layers,
        &[("a", &first), ("b", "overlap = true\nrank = \"notice\"")],
    );
    let screening = screened(&workspace);
    let page =
        |lang| redshank::report::html::page(&redshank::report::paper::review(&workspace, &screening, lang));
    let check = |lang, words: &[&str]| {
        let page = page(lang);
        assert!(!page.contains(">report."), "a key shows");
        words
            .iter()
            .for_each(|words| assert!(page.contains(words), "{words}"));
    };
    check(
        redshank::words::Lang::Zh,
        &[
            "须征求意见的部门",
            "省级林业草原主管部门",
            "书面意见",
            "第十九条",
            "罚款：2,499,",
            "尚未回答",
            "适用《a》（效力位阶较高）",
        ],
    );
    check(
        redshank::words::Lang::En,
        &[
            "Who must be asked",
            "provincial forestry and grassland department",
            "Fine: 2,499,",
            "Not answered yet",
            "Law a prevails (higher rank)",
        ],
    );
    let json: serde_json::Value = serde_json::from_slice(&findings_json(&workspace, &screening)).unwrap();
    assert_eq!(json["consultations"][0]["department"], "forestry");
    assert_eq!(json["consultations"][0]["level"], "provincial");
    assert_eq!(json["consultations"][0]["findings"], serde_json::json!([0]));
    assert_eq!(json["contradictions"][0]["prevails"], "a");
    assert_eq!(json["contradictions"][0]["by"], "rank");
    assert_eq!(
        json["findings"][0]["questions"][0]["answer"],
        serde_json::Value::Null
    );
    assert_eq!(json["findings"][0]["exposure"][0]["kind"], "fine");
    assert_eq!(json["findings"][1]["yields_to"], "a");
    let table = String::from_utf8(redshank::report::csv::findings_csv(&workspace, &screening)).unwrap();
    assert!(
        table.contains("exposure_zh") && table.contains("罚款：2,499,"),
        "{table}"
    );
}
