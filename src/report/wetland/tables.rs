//! The wetland totals as tables.

use crate::model::land_class::Definition;
use crate::model::percent::shares;
use crate::model::wetland::{Amount, ClassTotal, DefinitionTotal, WetlandTotals};
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::units::{AreaUnit, TableWords, thousands};
use crate::say;
use crate::words::Lang;

use super::figures::{closures, doubts, layers, red_line};
use super::words::{columns, interval, layer_name, percent, signed, word};

/// The units in which areas can stand side by side, with the keys of their headings and their decimals.
const UNITS: [(AreaUnit, &str, usize); 4] = [
    (AreaUnit::Ha, "ha", 2),
    (AreaUnit::Mu, "mu", 1),
    (AreaUnit::Km2, "km2", 4),
    (AreaUnit::M2, "m2", 1),
];

/// All tables, in the order of reading.
pub fn tables(workspace: &Workspace, totals: &WetlandTotals, words: impl Into<TableWords>) -> Vec<Grid> {
    let words = words.into();
    let mut grids = vec![
        definitions(workspace, totals, words),
        classes(totals, words),
        levels(totals, words),
    ];
    grids.extend([red_line(totals, words), closures(workspace, totals, words)]);
    grids.extend([layers(totals, words), doubts(totals, words)]);
    grids.retain(|grid| !(grid.rows.is_empty() && grid.notes.is_empty()));
    grids
}

fn definitions(workspace: &Workspace, totals: &WetlandTotals, words: TableWords) -> Grid {
    let lang = words.lang;
    let row = |total: &DefinitionTotal| {
        let (open_count, open_m2) = total.open();
        let open = if open_count == 0 {
            "–".to_owned()
        } else {
            say!(
                lang,
                "wetland.open",
                count = open_count,
                area = words.area(open_m2)
            )
        };
        let denominator = total.denominator.as_ref();
        vec![
            total.definition.name(lang),
            total.sure.count.to_string(),
            interval((total.sure.unique_m2, total.with_open.unique_m2), |m2| {
                words.area(m2)
            }),
            open,
            denominator.map_or_else(|| "–".to_owned(), |whole| words.area(whole.amount.unique_m2)),
            total
                .rate()
                .map_or_else(|| word(lang, "no_rate"), |rate| interval(rate, percent)),
        ]
    };
    let mut notes: Vec<String> = Definition::ALL
        .iter()
        .map(|definition| word(lang, &format!("about.{}", definition.code())))
        .collect();
    notes.push(say!(lang, "wetland.about.table", table = totals.table));
    notes.extend(denominator_notes(workspace, totals, lang));
    Grid {
        title: word(lang, "title.definitions"),
        columns: columns(
            lang,
            &[
                ("definition", false),
                ("count", true),
                ("area", true),
                ("open", true),
                ("denominator", true),
                ("rate", true),
            ],
        ),
        rows: totals.definitions.iter().map(row).collect(),
        notes,
    }
}

/// Which layers rates are held against; said once where all three have the same.
fn denominator_notes(workspace: &Workspace, totals: &WetlandTotals, lang: Lang) -> Vec<String> {
    let named = |total: &DefinitionTotal| {
        let layers = total.denominator.as_ref()?.layers.iter();
        let names: Vec<String> = layers.map(|id| layer_name(workspace, id, lang)).collect();
        Some(names.join(if lang == Lang::Zh { "、" } else { ", " }))
    };
    let names: Vec<Option<String>> = totals.definitions.iter().map(named).collect();
    let one = |who: String, layers: &Option<String>| {
        let layers = layers.as_ref()?;
        Some(say!(lang, "wetland.denominator", who = who, layers = layers))
    };
    if names.windows(2).all(|pair| pair[0] == pair[1]) {
        let first = names
            .first()
            .and_then(|layers| one(word(lang, "all_three"), layers));
        return first.into_iter().collect();
    }
    let each = totals.definitions.iter().zip(&names);
    each.filter_map(|(total, layers)| one(total.definition.name(lang), layers))
        .collect()
}

/// The units that areas stand in: the chosen one alone, else all that people compare.
fn units(words: TableWords) -> Vec<(AreaUnit, &'static str, usize)> {
    let is_shown = |unit: AreaUnit| match words.unit {
        Some(chosen) => unit == chosen,
        None => unit != AreaUnit::M2,
    };
    let units = UNITS.into_iter();
    units.filter(|(unit, ..)| is_shown(*unit)).collect()
}

/// The columns of amounts behind those of `heads`.
fn with_parts<'a>(heads: &[(&'a str, bool)], words: TableWords) -> Vec<(&'a str, bool)> {
    let mut keys = heads.to_vec();
    keys.push(("count", true));
    keys.extend(units(words).into_iter().map(|(_, key, _)| (key, true)));
    keys.push(("percent", true));
    keys
}

/// Rows of amounts with a total and a rounding line. Each row begins with `heads`.
fn with_total(rows: Vec<(Vec<String>, Amount, Vec<String>)>, words: TableWords) -> Vec<Vec<String>> {
    let (lang, units) = (words.lang, units(words));
    let (heads, tails) = rows
        .first()
        .map_or((1, 0), |(heads, _, tails)| (heads.len(), tails.len()));
    let gross: Vec<f64> = rows.iter().map(|(_, amount, _)| amount.gross_m2).collect();
    let parts = shares(&gross);
    let sum_m2: f64 = gross.iter().sum();
    let count: usize = rows.iter().map(|(_, amount, _)| amount.count).sum();
    let cells = |count: usize, m2: f64, percent: f64| {
        let mut cells = vec![count.to_string()];
        let amounts = units.iter();
        cells.extend(amounts.map(|(unit, _, decimals)| thousands(m2 / unit.m2(), *decimals)));
        cells.push(thousands(percent, 2));
        cells
    };
    let blanks = |count: usize| vec![String::new(); count];
    let mut lines: Vec<Vec<String>> = Vec::new();
    for (k, (head, amount, tail)) in rows.into_iter().enumerate() {
        let amounts = cells(amount.count, amount.gross_m2, parts.percent(k));
        lines.push([head, amounts, tail].concat());
    }
    let titled = |key: &str| {
        let mut head = blanks(heads);
        head[0] = word(lang, key);
        head
    };
    let whole = if sum_m2 > 0.0 { 100.0 } else { 0.0 };
    let rounding = units.iter().map(|(unit, _, decimals)| {
        let gap = rounding_gap(&gross, *unit, *decimals);
        signed(gap, *decimals)
    });
    let mut last = vec![String::new()];
    last.extend(rounding);
    last.push(signed(parts.moved(), 2));
    lines.push([titled("total"), cells(count, sum_m2, whole), blanks(tails)].concat());
    lines.push([titled("rounding"), last, blanks(tails)].concat());
    lines
}

/// Rounded total less the sum of the rounded parts.
fn rounding_gap(m2: &[f64], unit: AreaUnit, decimals: usize) -> f64 {
    let scale = 10f64.powi(decimals as i32);
    let rounded = |m2: f64| (m2 / unit.m2() * scale).round();
    let parts: f64 = m2.iter().map(|&m2| rounded(m2)).sum();
    (rounded(m2.iter().sum()) - parts) / scale
}

fn classes(totals: &WetlandTotals, words: TableWords) -> Grid {
    let lang = words.lang;
    let row = |class: &ClassTotal| {
        let name = match (&class.name, &class.code) {
            (Some(name), _) => name.get(lang).to_owned(),
            (None, Some(_)) => word(lang, "unknown_code"),
            (None, None) => word(lang, "no_code"),
        };
        let code = class.code.clone().unwrap_or_else(|| "–".to_owned());
        let tails = Definition::ALL.map(|definition| membership(class, definition, words));
        (vec![code, name], class.amount, tails.to_vec())
    };
    let mut heads = columns(lang, &with_parts(&[("code", false), ("class", false)], words));
    heads.extend(
        Definition::ALL.map(|definition| (word(lang, &format!("short.{}", definition.code())), false)),
    );
    let mut notes = vec![word(lang, "percent_method")];
    let unknown: Vec<String> = totals
        .unknown()
        .map(|class| {
            let code = class.code.clone().unwrap_or_else(|| word(lang, "no_code"));
            let area = words.area(class.amount.gross_m2);
            say!(
                lang,
                "wetland.unknown_one",
                code = code,
                count = class.amount.count,
                area = area
            )
        })
        .collect();
    if !unknown.is_empty() {
        let separator = if lang == Lang::Zh { "；" } else { "; " };
        notes.push(say!(lang, "wetland.unknown", list = unknown.join(separator)));
    }
    Grid {
        title: word(lang, "title.classes"),
        columns: heads,
        rows: rows_or_none(totals.classes.iter().map(row).collect(), words),
        notes,
    }
}

fn rows_or_none(rows: Vec<(Vec<String>, Amount, Vec<String>)>, words: TableWords) -> Vec<Vec<String>> {
    if rows.is_empty() {
        return Vec::new();
    }
    with_total(rows, words)
}

/// Whether a class counts: yes, no, open; with areas where its plots differ.
fn membership(class: &ClassTotal, definition: Definition, words: TableWords) -> String {
    let lang = words.lang;
    if class.name.is_none() {
        return word(lang, "not_in_table");
    }
    let split = class.counted[definition.place()];
    let parts = [
        ("yes", split.yes_m2),
        ("depends", split.open_m2),
        ("no", split.no_m2),
    ];
    let present: Vec<_> = parts.iter().filter(|(_, m2)| *m2 > 0.0).collect();
    let name = |key: &str| word(lang, &format!("membership.{key}"));
    match present.as_slice() {
        [] => "–".to_owned(),
        [(key, _)] => name(key),
        several => {
            let texts: Vec<String> = several
                .iter()
                .map(|(key, m2)| format!("{} {}", name(key), words.area(*m2)))
                .collect();
            texts.join(" / ")
        }
    }
}

fn levels(totals: &WetlandTotals, words: TableWords) -> Grid {
    let lang = words.lang;
    let rows = totals.levels.iter().map(|total| {
        let level = total
            .level
            .map_or_else(|| word(lang, "no_level"), |level| level.name(lang));
        (vec![level], total.amount, Vec::new())
    });
    Grid {
        title: word(lang, "title.levels"),
        columns: columns(lang, &with_parts(&[("level", false)], words)),
        rows: rows_or_none(rows.collect(), words),
        notes: Vec::new(),
    }
}
