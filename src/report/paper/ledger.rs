//! The cumulative ledger: what all projects together take, by role, by class and level, and by zone, nothing counted twice.

use std::sync::Arc;

use crate::model::finding::{ProjectAccount, ZoneGroup};
use crate::model::role::Role;
use crate::model::symbology::{of_role, of_verdict};
use crate::report::document::{Block, Cell, Look, Picture};
use crate::report::picture::{Bar, bars};
use crate::report::rows;
use crate::report::units::area;
use crate::say;

use super::maps::WIDTH_MM;
use super::source::Source;

/// So many projects have a bar.
const MOST_BARS: usize = 15;
/// Bars need no more room than this.
const CHART_MM: f64 = 0.8 * WIDTH_MM;

/// All of the ledger; nothing where no project takes anything.
pub fn ledger_part(source: &Source<'_>) -> Vec<Block> {
    let mut blocks = by_role(source);
    if blocks.is_empty() {
        return blocks;
    }
    blocks.extend(role_chart(source));
    blocks.extend(by_group(source));
    blocks.extend(by_zone(source));
    blocks
}

fn areas(source: &Source<'_>, unique_m2: f64, gross_m2: f64) -> [Cell; 3] {
    [unique_m2, gross_m2, (gross_m2 - unique_m2).max(0.0)].map(|m2| Cell::area(area(m2, source.lang), m2))
}

fn by_role(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("by_role", 2, false),
        ("unique", 1, true),
        ("gross", 1, true),
        ("shared", 1, true),
    ];
    let totals = source.screening.totals.iter();
    let rows = totals.filter(|total| total.gross_m2 > 0.0).map(|total| {
        let name = Cell::of(total.role.name(source.lang));
        let areas = areas(source, total.unique_m2, total.gross_m2);
        std::iter::once(name).chain(areas).collect()
    });
    source.headed("ledger_role", &columns, rows.collect())
}

fn by_group(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("group", 3, false),
        ("unique", 1, true),
        ("gross", 1, true),
        ("shared", 1, true),
    ];
    let totals = source.screening.group_totals.iter();
    let rows = totals.filter(|total| total.gross_m2 > 0.0).map(|total| {
        let name = group(source, &total.group);
        let areas = areas(source, total.unique_m2, total.gross_m2);
        std::iter::once(name).chain(areas).collect()
    });
    source.headed("ledger_group", &columns, rows.collect())
}

fn group(source: &Source<'_>, group: &ZoneGroup) -> Cell {
    let lang = source.lang;
    let unknown = || source.word("not_said");
    let (role, words) = match group {
        ZoneGroup::Class(role, class) => {
            let classes = &source.workspace.tables.classes;
            let named = class.as_deref().map(|code| {
                let class = classes
                    .place_of(code)
                    .and_then(|place| classes.classes.get(place));
                let name = class.map_or("", |class| class.name.get(lang));
                format!("{code} {name}").trim_end().to_owned()
            });
            (role, named.unwrap_or_else(unknown))
        }
        ZoneGroup::Level(role, level) => (role, level.map_or_else(unknown, |level| level.name(lang))),
    };
    Cell::of(role.name(lang)).beside(Look::Plain, format!("· {words}"))
}

fn by_zone(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("zone", 4, false),
        ("project_count", 1, true),
        ("unique", 2, true),
        ("gross", 2, true),
        ("shared", 2, true),
    ];
    let totals = source.until_stopped(&source.screening.zone_totals);
    let rows = totals.map(|total| {
        let count = Cell::of(total.project_count.to_string());
        let areas = areas(source, total.unique_m2, total.gross_m2);
        [source.feature(&total.zone), count]
            .into_iter()
            .chain(areas)
            .collect()
    });
    source.headed("ledger_zone", &columns, rows.collect())
}

fn role_chart(source: &Source<'_>) -> Option<Block> {
    let colour = |role: Role| of_role(role).stroke;
    let totals = source.screening.totals.iter();
    let all = totals.filter(|total| total.unique_m2 > 0.0).map(|total| Bar {
        name: total.role.name(source.lang),
        value: total.unique_m2,
        words: area(total.unique_m2, source.lang),
        colour: colour(total.role),
    });
    chart(&all.collect::<Vec<Bar>>(), source.word("chart_roles"))
}

/// The projects that take most, in the colour of their verdicts.
pub fn project_chart(source: &Source<'_>) -> Vec<Block> {
    let mut accounts: Vec<&ProjectAccount> = source.screening.projects.iter().collect();
    accounts.retain(|account| account.overlap_unique_m2 > 0.0);
    accounts.sort_by(|a, b| b.overlap_unique_m2.total_cmp(&a.overlap_unique_m2));
    let left_out = accounts.len().saturating_sub(MOST_BARS);
    accounts.truncate(MOST_BARS);
    let all = accounts.iter().map(|account| Bar {
        name: rows::title(source.workspace, &account.project),
        value: account.overlap_unique_m2,
        words: area(account.overlap_unique_m2, source.lang),
        colour: of_verdict(account.verdict),
    });
    let drawn = chart(&all.collect::<Vec<Bar>>(), source.word("chart_projects"));
    let remark = (left_out > 0).then(|| {
        Block::Remark(say!(
            source.lang,
            "report.page.chart_left_out",
            shown = MOST_BARS,
            count = left_out
        ))
    });
    match drawn {
        Some(drawn) => [Block::Heading(source.word("chart_projects")), drawn]
            .into_iter()
            .chain(remark)
            .collect(),
        None => Vec::new(),
    }
}

fn chart(all: &[Bar], words: String) -> Option<Block> {
    let (svg, size_mm) = bars(all, CHART_MM);
    let picture = Picture { svg, size_mm, words };
    (!all.is_empty()).then(|| Block::Picture(Arc::new(picture)))
}
