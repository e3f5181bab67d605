//! The rule books that are built in, held to what every rule owes its reader, and to the numbers of the texts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use redshank::formats::workspace::rule_book::load;
use redshank::model::rule::RuleBook;
use toml::{Table, Value};

const LAW: &str = include_str!("../assets/rules/cn-wetland.toml");
const LITERATURE: &str = include_str!("../assets/rules/literature.toml");

/// Keys of a criterion that hold a number, or a formula.
const LIMITS: [&str; 8] = [
    "min_overlap_m2",
    "min_overlap_m",
    "min_share_of_project",
    "min_share_of_zone",
    "within_m",
    "within",
    "near_m",
    "near",
];

fn rules(text: &str) -> Vec<Table> {
    let book: Table = text.parse().unwrap();
    let rules = book["rule"].as_array().unwrap();
    rules
        .iter()
        .map(|rule| rule.as_table().unwrap().clone())
        .collect()
}

fn all_rules() -> Vec<Table> {
    [rules(LAW), rules(LITERATURE)].concat()
}

fn rule(id: &str) -> Table {
    let found = all_rules().into_iter().find(|rule| text(rule, "id") == id);
    found.unwrap_or_else(|| panic!("no rule {id}"))
}

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn flag(table: &Table, key: &str) -> bool {
    table.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn tables<'a>(rule: &'a Table, key: &str) -> Vec<&'a Table> {
    let list = rule.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table).collect()
}

fn words<'a>(rule: &'a Table, key: &str) -> Vec<&'a str> {
    let list = rule.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// True where both languages are there and differ.
fn speaks_both(value: Option<&Value>) -> bool {
    let Some(table) = value.and_then(Value::as_table) else {
        return false;
    };
    let (zh, en) = (text(table, "zh").trim(), text(table, "en").trim());
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    !zh.is_empty()
        && !en.is_empty()
        && zh != en
        && zh.contains(is_chinese)
        && en.contains(|c: char| c.is_ascii_alphabetic())
}

/// Days as `YYYY-MM-DD` compare as texts do.
fn first_and_last(rule: &Table) -> (String, String) {
    let day = |key: &str, otherwise: &str| match text(rule, key) {
        "" => otherwise.to_owned(),
        day => day.to_owned(),
    };
    (day("from", "0000-00-00"), day("until", "9999-99-99"))
}

fn is_kebab(id: &str) -> bool {
    let parts = id.split('-');
    !id.is_empty()
        && parts.into_iter().all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

#[track_caller]
fn check_all(rules: &[Table], holds: impl Fn(&Table) -> bool, what: &str) {
    let offenders: Vec<&str> = rules
        .iter()
        .filter(|rule| !holds(rule))
        .map(|rule| text(rule, "id"))
        .collect();
    assert!(offenders.is_empty(), "{what}: {offenders:?}");
}

#[test]
fn ids_are_kebab_case_and_unique_across_both_books() {
    let rules = all_rules();
    assert!(rules.len() > 100, "{}", rules.len());
    let mut seen = HashSet::new();
    check_all(&rules, |rule| is_kebab(text(rule, "id")), "no kebab-case");
    for rule in &rules {
        assert!(
            seen.insert(text(rule, "id").to_owned()),
            "{} is there twice",
            text(rule, "id")
        );
    }
}

/// Ids are stable for ever: these were given out before this test was written.
#[test]
fn no_id_that_was_given_out_is_lost() {
    let ids: BTreeSet<String> = all_rules()
        .iter()
        .map(|rule| text(rule, "id").to_owned())
        .collect();
    let given = [
        "law-19-national-wetland",
        "law-19-other-wetland",
        "law-30-bird-habitat",
        "law-37-restoration-ground",
        "red-line-142-core",
        "red-line-142-development",
        "red-line-142-visiting",
        "red-line-142-linear",
        "wildlife-13-avoid",
        "reserve-1994-core-buffer",
        "reserve-2026",
        "wetland-park-2017-energy",
        "wetland-park-2023",
        "wind-2019-17-banned-areas",
        "wind-2026-notice",
        "wind-2018-30-farmland",
        "solar-2023-12-farmland",
        "water-2022-216-energy",
        "flood-27-consent",
        "port-law-13-shoreline",
        "zj-river-18-range",
        "zj-seawall-2015-range",
        "zj-seawall-2022",
        "zj-wetland-2012-32-parks",
        "zj-wetland-2012-36-works",
        "zj-wetland-2026",
        "hz-wetland",
        "hz-rail-24-line",
        "hz-rail-24-station",
        "band-seawall-70",
        "band-glaes-wetland-1000",
        "band-glaes-birds-1500",
        "band-helgoland-crane-500",
    ];
    let lost: Vec<&str> = given.into_iter().filter(|id| !ids.contains(*id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn every_text_is_there_in_both_languages() {
    for key in ["title", "text", "citation", "consultee"] {
        check_all(&all_rules(), |rule| speaks_both(rule.get(key)), key);
    }
    let all_speak = |rule: &Table, list: &str, key: &str| {
        tables(rule, list)
            .into_iter()
            .all(|entry| speaks_both(entry.get(key)))
    };
    for (list, key) in [
        ("question", "text"),
        ("question", "evidence"),
        ("consult", "form"),
        ("exposure", "article"),
        ("exposure", "when"),
    ] {
        check_all(
            &all_rules(),
            |rule| all_speak(rule, list, key),
            &format!("{list}.{key}"),
        );
    }
}

#[test]
fn every_rule_says_its_mark_rank_and_severity() {
    let one_of =
        |key: &'static str, known: &'static [&str]| move |rule: &Table| known.contains(&text(rule, key));
    check_all(&all_rules(), one_of("mark", &["V", "V2", "C", "U"]), "mark");
    check_all(
        &all_rules(),
        one_of(
            "rank",
            &[
                "law",
                "regulation",
                "ordinance",
                "rule",
                "notice",
                "standard",
                "literature",
            ],
        ),
        "rank",
    );
    check_all(
        &all_rules(),
        one_of("severity", &["prohibited", "justify", "consult", "advisory"]),
        "severity",
    );
}

#[test]
fn every_rule_that_weighs_names_whom_to_ask() {
    let asks = |rule: &Table| text(rule, "severity") == "advisory" || !tables(rule, "consult").is_empty();
    check_all(&all_rules(), asks, "no [[rule.consult]]");
    let departments = [
        "forestry",
        "water",
        "ecology",
        "natural_resources",
        "transport",
        "port",
        "energy",
        "agriculture",
        "rail",
        "government",
        "culture",
        "emergency",
        "marine",
        "park_management",
    ];
    let levels = ["national", "provincial", "municipal", "county", "by_zone"];
    let known = |rule: &Table| {
        tables(rule, "consult")
            .into_iter()
            .all(|one| departments.contains(&text(one, "department")) && levels.contains(&text(one, "level")))
    };
    check_all(&all_rules(), known, "department or level");
}

#[test]
fn no_rule_ends_before_it_begins() {
    let in_order = |rule: &Table| {
        let (from, until) = first_and_last(rule);
        from <= until
    };
    check_all(&all_rules(), in_order, "from > until");
}

#[test]
fn of_a_family_at_most_one_is_in_force_on_a_day() {
    let mut families: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for rule in all_rules().iter().filter(|rule| rule.contains_key("family")) {
        families
            .entry(text(rule, "family").to_owned())
            .or_default()
            .push(first_and_last(rule));
    }
    assert!(families.len() >= 5, "{families:?}");
    for (family, mut spans) in families {
        spans.sort();
        assert!(spans.len() > 1, "{family} has a single version");
        for pair in spans.windows(2) {
            assert!(pair[0].1 < pair[1].0, "{family}: {pair:?}");
        }
    }
}

#[test]
fn what_is_unverified_is_advice_and_says_so() {
    let unverified: Vec<Table> = all_rules()
        .into_iter()
        .filter(|rule| text(rule, "mark") == "U")
        .collect();
    assert!(!unverified.is_empty());
    check_all(&unverified, |rule| text(rule, "severity") == "advisory", "weighs");
    check_all(&unverified, cannot_conflict, "can make a conflict");
    let says_so = |rule: &Table| {
        let of = |lang| text(rule["text"].as_table().unwrap(), lang).to_lowercase();
        of("zh").contains("未核实") && of("en").contains("unverified")
    };
    check_all(&unverified, says_so, "does not say that it is unverified");
}

fn cannot_conflict(rule: &Table) -> bool {
    !flag(rule, "overlap") && !rule.contains_key("within_m") && !rule.contains_key("within")
}

#[test]
fn literature_is_never_law() {
    let literature = rules(LITERATURE);
    check_all(&literature, cannot_conflict, "can make a conflict");
    check_all(&literature, |rule| text(rule, "severity") == "advisory", "weighs");
    check_all(&literature, |rule| text(rule, "rank") == "literature", "rank");
    let says_so = |rule: &Table| {
        let said = rule["text"].as_table().unwrap();
        text(said, "zh").starts_with("非中国法律规定。") && text(said, "en").starts_with("Not Chinese law.")
    };
    check_all(&literature, says_so, "does not say that it is no Chinese law");
    let law = rules(LAW);
    let bands: Vec<&str> = law
        .iter()
        .filter(|rule| text(rule, "rank") == "literature")
        .map(|rule| text(rule, "id"))
        .collect();
    assert_eq!(bands, ["band-seawall-70"]);
}

#[test]
fn a_text_that_could_not_be_had_carries_no_numbers() {
    let missing: Vec<Table> = all_rules()
        .into_iter()
        .filter(|rule| !flag(rule, "text_available"))
        .collect();
    let ids: BTreeSet<&str> = missing.iter().map(|rule| text(rule, "id")).collect();
    let known = [
        "hz-wetland",
        "natural-park-2023",
        "reserve-2026",
        "wetland-park-2023",
        "wind-2026-notice",
        "zj-negative-list-2021",
        "zj-seawall-2022",
        "zj-wetland-2026",
    ];
    assert_eq!(ids, BTreeSet::from(known));
    check_all(
        &missing,
        |rule| LIMITS.iter().all(|key| !rule.contains_key(*key)),
        "has a limit",
    );
    check_all(
        &missing,
        |rule| tables(rule, "exposure").is_empty(),
        "has a fine or fee",
    );
    check_all(
        &missing,
        |rule| text(rule, "severity") == "consult",
        "says more than ask",
    );
}

#[test]
fn every_rule_that_can_be_judged_has_a_criterion() {
    let judged = |rule: &Table| {
        !flag(rule, "text_available")
            || flag(rule, "overlap")
            || LIMITS.iter().any(|key| rule.contains_key(*key))
    };
    check_all(&all_rules(), judged, "no criterion");
    let sized =
        |rule: &Table| LIMITS[..4].iter().all(|key| !rule.contains_key(*key)) || flag(rule, "overlap");
    check_all(&all_rules(), sized, "a least size without overlap");
}

#[test]
fn questions_have_ids_of_their_own_and_a_known_effect() {
    let good = |rule: &Table| {
        let questions = tables(rule, "question");
        let ids: HashSet<&str> = questions.iter().map(|one| text(one, "id")).collect();
        ids.len() == questions.len()
            && questions.iter().all(|one| {
                is_kebab(text(one, "id")) && ["exempt", "lighten", "applies"].contains(&text(one, "if_yes"))
            })
    };
    check_all(&all_rules(), good, "question");
}

/// A rule that is about everything and cannot be judged makes every project "not checked": only texts that truly concern
/// every project may.
#[test]
fn few_missing_texts_concern_every_kind_of_project() {
    let everywhere = |rule: &Table| !flag(rule, "text_available") && words(rule, "kinds").is_empty();
    let mut ids: Vec<String> = rules(LAW)
        .iter()
        .filter(|rule| everywhere(rule))
        .map(|rule| text(rule, "id").to_owned())
        .collect();
    ids.sort();
    assert_eq!(
        ids,
        [
            "hz-wetland",
            "natural-park-2023",
            "reserve-2026",
            "wetland-park-2023",
            "zj-negative-list-2021",
            "zj-seawall-2022",
            "zj-wetland-2026",
        ]
    );
}

#[track_caller]
fn check_number(id: &str, key: &str, expected: f64) {
    let rule = rule(id);
    let number = rule
        .get(key)
        .and_then(|v| v.as_float().or_else(|| v.as_integer().map(|k| k as f64)));
    assert_eq!(number, Some(expected), "{id}.{key}");
}

/// A layer may call a grade or structure by a word that no rule lists: the rules beside must still speak.
#[test]
fn an_odd_word_for_a_grade_is_not_simply_clear() {
    for role in ["rail", "station", "seawall", "river", "core", "buffer"] {
        let speaks = |rule: &Table| words(rule, "roles").contains(&role) && !rule.contains_key("zone_is");
        assert!(
            rules(LAW)
                .iter()
                .any(|rule| speaks(rule) && words(rule, "kinds").is_empty()),
            "{role}"
        );
    }
}

/// Metres and square metres as the texts give them.
#[test]
fn distances_and_sizes_are_those_of_the_texts() {
    for (id, within_m) in [
        ("zj-seawall-2015-range", 70.0),
        ("zj-seawall-2015-range-1-3-land", 30.0),
        ("zj-seawall-2015-range-4-5-sea", 60.0),
        ("zj-seawall-2015-range-4-5-land", 20.0),
        ("zj-sluice-2015-large-along", 400.0),
        ("zj-sluice-2015-large-across", 100.0),
        ("zj-sluice-2015-medium-along", 200.0),
        ("zj-sluice-2015-medium-across", 70.0),
        ("zj-sluice-2015-small-along", 100.0),
        ("zj-sluice-2015-small-across", 30.0),
        ("zj-levee-27-grade-1", 30.0),
        ("zj-levee-27-grade-2-3", 20.0),
        ("zj-levee-27-grade-4-5", 10.0),
        ("zj-river-18-range", 7.0),
        ("zj-river-18-range-ordinary", 5.0),
        ("zj-river-18-range-village", 2.0),
        ("hz-rail-24-line", 100.0),
        ("hz-rail-24-tunnel", 50.0),
        ("hz-rail-24-surface", 30.0),
        ("hz-rail-24-station", 50.0),
        ("hz-rail-24-entrance", 10.0),
        ("hz-rail-24-special", 5.0),
    ] {
        check_number(id, "within_m", within_m);
    }
    for (id, near_m) in [
        ("zj-seawall-2015-range-1-3-land", 50.0),
        ("zj-seawall-2015-range-4-5-land", 40.0),
        ("zj-sluice-2015-large-along", 420.0),
        ("zj-levee-27-grade-1", 40.0),
        ("band-seawall-70", 70.0),
        ("hz-rail-24-attention", 50.0),
        ("hz-rail-24-own-zone", 100.0),
        ("yangtze-26-chemical", 1_000.0),
    ] {
        check_number(id, "near_m", near_m);
    }
    for (id, m2) in [
        ("sea-use-fill-50ha", 500_000.0),
        ("sea-use-enclose-100ha", 1_000_000.0),
        ("sea-use-other-700ha", 7_000_000.0),
    ] {
        check_number(id, "min_overlap_m2", m2);
    }
}

#[test]
fn literature_distances_are_those_of_their_sources() {
    for (id, near_m) in [
        ("band-glaes-wetland-1000", 1_000.0),
        ("band-glaes-birds-1500", 1_500.0),
        ("band-glaes-habitat-1500", 1_500.0),
        ("band-glaes-park-1000", 1_000.0),
        ("band-glaes-reserve-500", 500.0),
        ("band-glaes-landscape-500", 500.0),
        ("band-glaes-lake-400", 400.0),
        ("band-glaes-river-200", 200.0),
        ("band-glaes-waterbody-300", 300.0),
        ("band-glaes-rail-150", 150.0),
        ("band-holtinger-lake-max", 1_000.0),
        ("band-holtinger-lake-med", 1_750.0),
        ("band-holtinger-lake-min", 3_000.0),
        ("band-holtinger-park-max", 1_000.0),
        ("band-holtinger-park-med", 2_000.0),
        ("band-holtinger-birds-min", 2_000.0),
        ("band-helgoland-crane-500", 500.0),
        ("band-helgoland-red-kite-1500", 1_500.0),
        ("band-helgoland-black-stork-10000", 10_000.0),
        ("band-geese-200", 200.0),
        ("band-barnacle-geese-600", 600.0),
        ("band-consultancy-500", 500.0),
    ] {
        check_number(id, "near_m", near_m);
    }
    assert_eq!(
        text(&rule("band-helgoland-wetland-10-tips"), "near"),
        "max(1200, 10 * tip_height_m)"
    );
}

/// Lower and upper bound in yuan of each exposure of a rule, with its levels.
fn exposures(id: &str) -> Vec<(f64, f64, String)> {
    let rule = rule(id);
    let bounds = |one: &Table| {
        let list = one
            .get("yuan_per_m2")
            .or_else(|| one.get("yuan"))
            .and_then(Value::as_array)
            .unwrap();
        (list[0].as_float().unwrap(), list[1].as_float().unwrap())
    };
    let entry = |one: &Table| {
        let (low, high) = bounds(one);
        (low, high, words(one, "levels").join(","))
    };
    tables(&rule, "exposure").into_iter().map(entry).collect()
}

#[track_caller]
fn check_exposures(id: &str, expected: &[(f64, f64, &str)]) {
    let own = exposures(id);
    let own: Vec<(f64, f64, &str)> = own
        .iter()
        .map(|(low, high, levels)| (*low, *high, levels.as_str()))
        .collect();
    assert_eq!(own, expected, "{id}");
}

#[test]
fn fines_and_fees_are_those_of_the_texts() {
    let others = "provincial,municipal,county,general";
    check_exposures("law-19-national-wetland", &[(1_000.0, 10_000.0, "national")]);
    check_exposures(
        "law-21-restore-or-pay",
        &[(500.0, 2_000.0, "national,provincial")],
    );
    check_exposures(
        "law-28-reclaim-fill",
        &[(500.0, 5_000.0, others), (1_000.0, 10_000.0, "national")],
    );
    check_exposures(
        "law-28-drain",
        &[(50_000.0, 500_000.0, ""), (500_000.0, 1_000_000.0, "")],
    );
    check_exposures(
        "zj-fee-2025-4",
        &[
            (200.0, 200.0, "provincial"),
            (600.0, 600.0, "provincial"),
            (300.0, 300.0, "national"),
            (600.0, 900.0, "national"),
        ],
    );
    check_exposures("zj-wetland-2012-32-acts", &[(10.0, 30.0, "")]);
    for rule in all_rules() {
        for one in tables(&rule, "exposure") {
            let (id, kind) = (text(&rule, "id"), text(one, "kind"));
            assert!(
                ["fine", "restoration_fee", "lump_sum"].contains(&kind),
                "{id}: {kind}"
            );
            assert_eq!(
                kind == "lump_sum",
                one.contains_key("yuan"),
                "{id}: a lump sum is in yuan"
            );
        }
        assert!(
            exposures(text(&rule, "id"))
                .iter()
                .all(|(low, high, _)| *low > 0.0 && low <= high)
        );
    }
}

/// The attributes that layers can map; a rule that asks for another would match everything.
#[test]
fn rules_ask_for_attributes_that_layers_can_map() {
    let known = [
        "structure",
        "grade",
        "side",
        "use",
        "kind_of_reserve",
        "importance",
        "section",
        "size",
        "purpose",
    ];
    let good = |rule: &Table| {
        ["zone_is", "project_is"]
            .iter()
            .filter_map(|key| rule.get(*key).and_then(Value::as_table))
            .all(|asked| {
                asked.iter().all(|(attribute, values)| {
                    known.contains(&attribute.as_str())
                        && values.as_array().is_some_and(|list| !list.is_empty())
                })
            })
    };
    check_all(&all_rules(), good, "attribute");
}

/// First and last days that decide what applied when.
#[test]
fn days_are_those_of_the_texts() {
    let check = |id: &str, from: &str, until: &str| {
        let rule = rule(id);
        assert_eq!((text(&rule, "from"), text(&rule, "until")), (from, until), "{id}");
    };
    check("law-19-national-wetland", "2022-06-01", "");
    check("zj-fee-2025-4", "2024-07-01", "");
    check("zj-wetland-2012-32-parks", "2012-12-01", "2026-02-01");
    check("zj-wetland-2026", "2026-02-02", "");
    check("zj-seawall-2015-range", "", "2022-08-31");
    check("zj-seawall-2022", "2022-09-01", "");
    check("wetland-park-2017-energy", "2018-01-01", "2022-12-31");
    check("wetland-park-2023", "2023-01-01", "");
    check("reserve-1994-core-buffer", "", "2026-03-14");
    check("reserve-2026", "2026-03-15", "");
    check("wind-2026-notice", "2026-01-22", "2030-12-31");
    check("wildlife-13-avoid", "2023-05-01", "");
    check("marine-env-2023", "2024-01-01", "");
}

/// What the Zhejiang ordinance of 2012 said must not speak after it ended, nor the seawall ranges of 2015.
#[test]
fn nothing_of_a_replaced_text_is_in_force_now() {
    let replaced = |rule: &Table| {
        let id = text(rule, "id");
        ["zj-wetland-2012-", "zj-seawall-2015-", "zj-sluice-2015-"]
            .iter()
            .any(|start| id.starts_with(start))
    };
    let old: Vec<Table> = rules(LAW).into_iter().filter(|rule| replaced(rule)).collect();
    assert!(old.len() >= 14, "{}", old.len());
    check_all(&old, |rule| !text(rule, "until").is_empty(), "has no last day");
}

fn read(name: &str) -> RuleBook {
    load(name, Path::new("")).unwrap_or_else(|problem| panic!("{name}: {problem:?}"))
}

/// By the program's own reader, which refuses unknown keys, odd values and formulas that mean nothing.
#[test]
fn the_program_reads_both_books() {
    for (name, text) in [("builtin:cn-wetland", LAW), ("builtin:literature", LITERATURE)] {
        assert_eq!(read(name).rules.len(), rules(text).len(), "{name}");
    }
}

/// What applied on a day: replaced texts before, their successors after, never both.
#[test]
fn what_applied_on_a_day() {
    let book = read("builtin:cn-wetland");
    let check = |day: &str, id: &str, expected: bool| {
        let rule = book.rule(id).unwrap_or_else(|| panic!("no rule {id}"));
        assert_eq!(rule.in_force(day.parse().unwrap()), expected, "{id} on {day}");
    };
    for (last, next, old, new) in [
        (
            "2022-08-31",
            "2022-09-01",
            "zj-seawall-2015-range",
            "zj-seawall-2022",
        ),
        (
            "2022-12-31",
            "2023-01-01",
            "wetland-park-2017-energy",
            "wetland-park-2023",
        ),
        (
            "2026-02-01",
            "2026-02-02",
            "zj-wetland-2012-32-parks",
            "zj-wetland-2026",
        ),
        (
            "2026-03-14",
            "2026-03-15",
            "reserve-1994-core-buffer",
            "reserve-2026",
        ),
        (
            "2025-01-01",
            "2025-01-02",
            "wind-offshore-2016-distance",
            "wind-offshore-2024-distance",
        ),
    ] {
        check(last, old, true);
        check(last, new, false);
        check(next, old, false);
        check(next, new, true);
    }
    check("2022-05-31", "law-19-national-wetland", false);
    check("2023-05-01", "law-19-national-wetland", true);
    check("2023-05-01", "zj-fee-2025-4", false);
    check("2030-12-31", "wind-2026-notice", true);
    check("2031-01-01", "wind-2026-notice", false);
}
