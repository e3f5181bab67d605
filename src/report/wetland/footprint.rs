//! Footprints and quotas in words.

use crate::model::annex::Annex;
use crate::model::footprint::{Fact, QuotaEntry, QuotaLedger, Value};
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::rows;
use crate::report::units::{TableWords, area, length, thousands};
use crate::say;
use crate::words::Lang;

/// A fact ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct FactWords {
    /// What it is, and of what.
    pub name: String,
    /// How much.
    pub value: String,
    /// How it was found, by which rule and how sure that is; empty where nothing has to be said.
    pub basis: String,
    /// True where it is open.
    pub is_open: bool,
}

/// A fact in words.
pub fn fact_words(workspace: &Workspace, fact: &Fact, lang: Lang) -> FactWords {
    let name = say!(lang, &format!("footprint.fact.{}", fact.key));
    let name = match &fact.about {
        Some(about) => say!(
            lang,
            "footprint.about",
            name = name,
            about = about_words(workspace, about, lang)
        ),
        None => name,
    };
    let basis = fact
        .basis
        .map(|key| say!(lang, &format!("footprint.basis.{key}")));
    let mark = fact.mark.map(|mark| mark.name(lang));
    let basis: Vec<String> = basis.into_iter().chain(mark).collect();
    FactWords {
        name,
        value: value_words(&fact.value, lang),
        basis: basis.join(if lang == Lang::Zh { "；" } else { "; " }),
        is_open: fact.is_open,
    }
}

fn value_words(value: &Value, lang: Lang) -> String {
    match value {
        Value::Unknown => say!(lang, "footprint.unknown"),
        Value::Metres(m) => length(*m),
        Value::Area(m2) => area(*m2, lang),
        Value::Count(count) => say!(lang, "footprint.persons", count = thousands(*count, 0)),
        Value::PerHectare(count) => say!(lang, "footprint.per_ha", count = thousands(*count, 1)),
        Value::Word(word) => say!(lang, &format!("footprint.word.{word}")),
        Value::Text(text) => text.clone(),
    }
}

/// `red_line`, `red_line red_line/R-01` or `rail/L-01`, as people say it.
fn about_words(workspace: &Workspace, about: &str, lang: Lang) -> String {
    let (role, zone) = match about.split_once(' ') {
        Some((role, zone)) => (Role::from_code(role), Some(zone)),
        None => (Role::from_code(about), None),
    };
    let zone = zone.or_else(|| role.is_none().then_some(about));
    let zone = zone.map(|zone| zone_words(workspace, zone));
    let role = role.map(|role| role.name(lang));
    let words: Vec<String> = role.into_iter().chain(zone).collect();
    words.join(" ")
}

fn zone_words(workspace: &Workspace, zone: &str) -> String {
    let found = zone
        .split_once('/')
        .map(|(layer, id)| crate::model::feature::FeatureRef {
            layer: layer.into(),
            id: id.into(),
        });
    found.map_or_else(|| zone.to_owned(), |name| rows::title(workspace, &name))
}

/// One table per project that has an account of its own.
pub fn footprint_grids(workspace: &Workspace, annex: &Annex, lang: Lang) -> Vec<Grid> {
    let with_facts = annex.footprints.iter().filter(|own| !own.facts.is_empty());
    let grid = |own: &crate::model::footprint::Footprint| {
        let columns = ["what", "value", "basis"];
        let column = |key| (say!(lang, &format!("footprint.column.{key}")), key == "value");
        let row = |fact: &Fact| {
            let words = fact_words(workspace, fact, lang);
            let mark = if words.is_open {
                say!(lang, "footprint.open")
            } else {
                String::new()
            };
            vec![words.name, format!("{}{mark}", words.value), words.basis]
        };
        let kind = own.kind.map(|kind| kind.name(lang)).unwrap_or_default();
        Grid {
            title: format!(
                "{} {kind} ({})",
                rows::title(workspace, &own.project),
                own.project
            ),
            columns: columns.map(column).to_vec(),
            rows: own.facts.iter().map(row).collect(),
            notes: Vec::new(),
        }
    };
    with_facts.map(grid).collect()
}

/// One table per quota, and the projects that could be put to none.
pub fn quota_grids(workspace: &Workspace, annex: &Annex, words: impl Into<TableWords>) -> Vec<Grid> {
    let words = words.into();
    let lang = words.lang;
    let mut grids: Vec<Grid> = annex
        .quotas
        .iter()
        .map(|ledger| quota_grid(workspace, ledger, words))
        .collect();
    if !annex.without_quota.is_empty() {
        let names: Vec<String> = annex.without_quota.iter().map(ToString::to_string).collect();
        let list = names.join(if lang == Lang::Zh { "、" } else { ", " });
        grids.push(Grid {
            title: say!(lang, "quota.without"),
            notes: vec![list],
            ..Grid::default()
        });
    }
    grids
}

fn quota_grid(workspace: &Workspace, ledger: &QuotaLedger, words: TableWords) -> Grid {
    let lang = words.lang;
    let row = |entry: &QuotaEntry| {
        let state = match (entry.breaks, entry.year_assumed) {
            (true, _) => say!(lang, "quota.breaks"),
            (false, true) => say!(lang, "quota.year_assumed"),
            (false, false) => String::new(),
        };
        vec![
            format!("{} ({})", rows::title(workspace, &entry.project), entry.project),
            words.area(entry.area_m2),
            words.area(entry.adds_m2),
            area_signed(entry.left_m2, words),
            state,
        ]
    };
    let kinds: Vec<String> = ledger.kinds.iter().map(|kind| kind.name(lang)).collect();
    let columns = ["project", "area", "adds", "left", "state"];
    let column = |key| {
        let is_number = matches!(key, "area" | "adds" | "left");
        (say!(lang, &format!("quota.column.{key}")), is_number)
    };
    let key = if ledger.is_broken() { "broken" } else { "kept" };
    let sum = say!(
        lang,
        &format!("quota.{key}"),
        used = words.area(ledger.used_m2),
        left = area_signed(ledger.left_m2(), words)
    );
    Grid {
        title: say!(
            lang,
            "quota.title",
            year = ledger.year,
            kinds = kinds.join(if lang == Lang::Zh { "、" } else { ", " }),
            quota = words.area(ledger.quota_m2)
        ),
        columns: columns.map(column).to_vec(),
        rows: ledger.entries.iter().map(row).collect(),
        notes: vec![sum],
    }
}

/// An area that may be less than none.
fn area_signed(m2: f64, words: TableWords) -> String {
    if m2 < 0.0 {
        format!("-{}", words.area(-m2))
    } else {
        words.area(m2)
    }
}
