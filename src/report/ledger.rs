//! What all projects together take, as tables.

use crate::model::finding::{GroupTotal, Screening, ZoneGroup};
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::units::{AreaUnit, TableWords, thousands};
use crate::say;
use crate::words::Lang;

/// So many zones are listed: those of which most is taken.
const ZONES: usize = 200;

/// By role, by class and level, by zone; empty tables are left out.
pub fn ledger_grids(workspace: &Workspace, screening: &Screening, words: impl Into<TableWords>) -> Vec<Grid> {
    let words = words.into();
    let mut grids = vec![
        roles(screening, words),
        groups(workspace, screening, words),
        zones(workspace, screening, words),
    ];
    grids.retain(|grid| !grid.rows.is_empty());
    grids
}

/// The columns of amounts: what stands there, and in which unit.
fn amount_columns(words: TableWords) -> Vec<(&'static str, AreaUnit)> {
    let unit = words.unit();
    let mut columns = vec![("unique", unit)];
    if words.unit.is_none() {
        columns.push(("unique", AreaUnit::Mu));
    }
    columns.extend([("gross", unit), ("double", unit)]);
    columns
}

fn columns(words: TableWords, first: &[&str]) -> Vec<(String, bool)> {
    let lang = words.lang;
    let text = |key: &&str| (say!(lang, &format!("ledger.column.{key}")), false);
    let number = |(key, unit): (&str, AreaUnit)| {
        let unit = unit.name(lang);
        (say!(lang, &format!("ledger.column.{key}"), unit = unit), true)
    };
    let numbers = amount_columns(words).into_iter().map(number);
    first.iter().map(text).chain(numbers).collect()
}

/// The union, the sum of projects, and what more than one project takes.
fn amounts(unique_m2: f64, gross_m2: f64, words: TableWords) -> Vec<String> {
    let amount = |(key, unit): (&str, AreaUnit)| {
        let m2 = match key {
            "unique" => unique_m2,
            "gross" => gross_m2,
            _ => (gross_m2 - unique_m2).max(0.0),
        };
        thousands(m2 / unit.m2(), decimals(unit))
    };
    amount_columns(words).into_iter().map(amount).collect()
}

/// About a square metre fine.
fn decimals(unit: AreaUnit) -> usize {
    match unit {
        AreaUnit::M2 => 1,
        AreaUnit::Mu => 2,
        AreaUnit::Ha => 4,
        AreaUnit::Km2 => 6,
    }
}

fn grid(key: &str, columns: Vec<(String, bool)>, rows: Vec<Vec<String>>, lang: Lang) -> Grid {
    Grid {
        title: say!(lang, &format!("ledger.title.{key}")),
        columns,
        rows,
        notes: vec![say!(lang, "ledger.note")],
    }
}

fn roles(screening: &Screening, words: TableWords) -> Grid {
    let lang = words.lang;
    let taken = screening.totals.iter().filter(|total| total.unique_m2 > 0.0);
    let rows = taken.map(|total| {
        let head = vec![total.role.name(lang)];
        [head, amounts(total.unique_m2, total.gross_m2, words)].concat()
    });
    grid("roles", columns(words, &["role"]), rows.collect(), lang)
}

fn groups(workspace: &Workspace, screening: &Screening, words: TableWords) -> Grid {
    let lang = words.lang;
    let taken = screening
        .group_totals
        .iter()
        .filter(|total| total.unique_m2 > 0.0);
    let rows = taken.map(|total| {
        let (role, group) = group_words(workspace, total, lang);
        [vec![role, group], amounts(total.unique_m2, total.gross_m2, words)].concat()
    });
    grid("groups", columns(words, &["role", "group"]), rows.collect(), lang)
}

fn group_words(workspace: &Workspace, total: &GroupTotal, lang: Lang) -> (String, String) {
    let unknown = || say!(lang, "ledger.unknown");
    match &total.group {
        ZoneGroup::Class(role, code) => {
            let classes = &workspace.tables.classes;
            let words = code.as_deref().map_or_else(unknown, |code| {
                let class = classes
                    .place_of(code)
                    .and_then(|place| classes.classes.get(place));
                match class {
                    Some(class) => format!("{code} {}", class.name.get(lang)),
                    None => code.to_owned(),
                }
            });
            (role.name(lang), words)
        }
        ZoneGroup::Level(role, level) => {
            let words = level.map_or_else(unknown, |level| level.name(lang));
            (role.name(lang), words)
        }
    }
}

fn zones(workspace: &Workspace, screening: &Screening, words: TableWords) -> Grid {
    let lang = words.lang;
    let mut taken: Vec<_> = screening
        .zone_totals
        .iter()
        .filter(|total| total.unique_m2 > 0.0)
        .collect();
    // A stable sort: equals stay in the order of the workspace.
    taken.sort_by(|a, b| b.unique_m2.total_cmp(&a.unique_m2));
    let rows = taken.into_iter().take(ZONES).map(|total| {
        let zone = workspace.feature(&total.zone);
        let name = zone.map_or_else(
            || total.zone.to_string(),
            |(layer, feature)| layer.title_of(feature),
        );
        let layer = zone.map_or_else(String::new, |(layer, _)| layer.about.name.get(lang).to_owned());
        let head = vec![name, layer, total.project_count.to_string()];
        [head, amounts(total.unique_m2, total.gross_m2, words)].concat()
    });
    grid(
        "zones",
        columns(words, &["zone", "layer", "projects"]),
        rows.collect(),
        lang,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::RoleTotal;
    use crate::model::role::Role;
    use crate::report::scene::{Scene, overlap};

    #[test]
    fn what_is_taken_twice_stands_apart() {
        let Scene {
            workspace,
            mut screening,
        } = overlap();
        screening.totals = vec![
            RoleTotal {
                role: Role::Wetland,
                unique_m2: 20_000.0,
                gross_m2: 25_000.0,
            },
            RoleTotal {
                role: Role::Core,
                unique_m2: 0.0,
                gross_m2: 0.0,
            },
        ];
        let grids = ledger_grids(&workspace, &screening, Lang::Zh);
        assert_eq!(grids[0].rows, [["湿地", "2.0000", "30.00", "2.5000", "0.5000"]]);
        let mu = TableWords {
            lang: Lang::Zh,
            unit: Some(AreaUnit::Mu),
        };
        let chosen = ledger_grids(&workspace, &screening, mu);
        assert_eq!(chosen[0].rows, [["湿地", "30.00", "37.50", "7.50"]]);
        assert_eq!(chosen[0].columns[1].0, "不重复（亩）");
        assert!(
            grids
                .iter()
                .chain(&chosen)
                .all(|grid| grid.rows.iter().all(|row| row.len() == grid.columns.len()))
        );
    }
}
