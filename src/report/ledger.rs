//! What all projects together take, as tables.

use crate::geom::area::{M2_PER_HA, M2_PER_MU};
use crate::model::finding::{GroupTotal, Screening, ZoneGroup};
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

/// So many zones are listed: those of which most is taken.
const ZONES: usize = 200;

/// By role, by class and level, by zone; empty tables are left out.
pub fn ledger_grids(workspace: &Workspace, screening: &Screening, lang: Lang) -> Vec<Grid> {
    let mut grids = vec![
        roles(screening, lang),
        groups(workspace, screening, lang),
        zones(workspace, screening, lang),
    ];
    grids.retain(|grid| !grid.rows.is_empty());
    grids
}

fn columns(lang: Lang, first: &[&str]) -> Vec<(String, bool)> {
    let text = |key: &&str| (say!(lang, &format!("ledger.column.{key}")), false);
    let number = |key: &str| (say!(lang, &format!("ledger.column.{key}")), true);
    let numbers = ["unique", "mu", "gross", "double"].map(number);
    first.iter().map(text).chain(numbers).collect()
}

/// Unique hectares and mu, gross hectares, and what more than one project takes.
fn amounts(unique_m2: f64, gross_m2: f64) -> [String; 4] {
    [
        thousands(unique_m2 / M2_PER_HA, 4),
        thousands(unique_m2 / M2_PER_MU, 2),
        thousands(gross_m2 / M2_PER_HA, 4),
        thousands((gross_m2 - unique_m2).max(0.0) / M2_PER_HA, 4),
    ]
}

fn grid(key: &str, columns: Vec<(String, bool)>, rows: Vec<Vec<String>>, lang: Lang) -> Grid {
    Grid {
        title: say!(lang, &format!("ledger.title.{key}")),
        columns,
        rows,
        notes: vec![say!(lang, "ledger.note")],
    }
}

fn roles(screening: &Screening, lang: Lang) -> Grid {
    let taken = screening.totals.iter().filter(|total| total.unique_m2 > 0.0);
    let rows = taken.map(|total| {
        let head = vec![total.role.name(lang)];
        [head, amounts(total.unique_m2, total.gross_m2).to_vec()].concat()
    });
    grid("roles", columns(lang, &["role"]), rows.collect(), lang)
}

fn groups(workspace: &Workspace, screening: &Screening, lang: Lang) -> Grid {
    let taken = screening
        .group_totals
        .iter()
        .filter(|total| total.unique_m2 > 0.0);
    let rows = taken.map(|total| {
        let (role, group) = group_words(workspace, total, lang);
        [
            vec![role, group],
            amounts(total.unique_m2, total.gross_m2).to_vec(),
        ]
        .concat()
    });
    grid("groups", columns(lang, &["role", "group"]), rows.collect(), lang)
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

fn zones(workspace: &Workspace, screening: &Screening, lang: Lang) -> Grid {
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
        [head, amounts(total.unique_m2, total.gross_m2).to_vec()].concat()
    });
    grid(
        "zones",
        columns(lang, &["zone", "layer", "projects"]),
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
        assert!(
            grids
                .iter()
                .all(|grid| grid.rows.iter().all(|row| row.len() == grid.columns.len()))
        );
    }
}
