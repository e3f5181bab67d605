//! `redshank totals`: how much wetland there is by three definitions, and how the quotas stand.

use std::path::Path;
use std::sync::Arc;

use crate::formats::workspace::class_table;
use crate::model::annex::Annex;
use crate::model::land_class::ClassTable;
use crate::model::problem::Done;
use crate::model::wetland::WetlandTotals;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::report::grid::Grid;
use crate::report::wetland::files::export_totals;
use crate::report::wetland::footprint::quota_grids;
use crate::report::wetland::json::totals_json;
use crate::report::wetland::tables::tables;
use crate::say;
use crate::screening::footprint::quota;
use crate::screening::wetland::wetland_totals;
use crate::words::Lang;

use super::console::Console;
use super::exit::{CLEAR, CONFLICT, INCOMPLETE};
use super::input;
use super::plan::{Mistake, TotalsPlan};
use super::work::watched;

/// Adds up, and gives the exit code: 0 all closes, 1 a published figure does not close or a quota is broken, 2 something
/// could not be read, a code is unknown, or there is nothing to hold a rate against.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: TotalsPlan, console: &mut Console) -> Result<u8, Mistake> {
    let Some(workspace) = input::open(plan.source, plan.options, console)? else {
        return Ok(INCOMPLETE);
    };
    let table = match plan.classes.as_deref() {
        None => workspace.tables.classes.clone(),
        Some(name) => match class_table::load(name, Path::new(name)) {
            Ok(table) => table,
            Err(problem) => {
                console.problems(&[*problem]);
                return Ok(INCOMPLETE);
            }
        },
    };
    let shared = Arc::clone(&workspace);
    let added = watched(console, "totals", move |progress| {
        add_up(&shared, &table, progress)
    })?;
    let annex = added.map_err(|cancelled| Mistake::new("broken", &cancelled.to_string()))?;
    let mut code = exit_code(&workspace, &annex);
    match plan.out {
        None if plan.json => {
            console.result(String::from_utf8_lossy(&totals_json(&workspace, &annex)).trim_end())
        }
        None => console.result(&words(&workspace, &annex, console.lang)),
        Some((folder, kinds)) => {
            let exported = export_totals(&folder, &kinds, &workspace, &annex, console.lang);
            for path in &exported.written {
                console.result(&path.display().to_string());
            }
            for error in &exported.failed {
                console.error(&error.text(console.lang));
                code = INCOMPLETE;
            }
        }
    }
    Ok(code)
}

fn add_up(workspace: &Workspace, table: &ClassTable, progress: &Progress) -> Result<Annex, Cancelled> {
    let wetland = wetland_totals(workspace, table, progress)?;
    let (quotas, without_quota) = quota::ledgers(workspace, progress)?;
    Ok(Annex {
        wetland: Some(wetland),
        footprints: Vec::new(),
        quotas,
        without_quota,
    })
}

fn words(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    let mut grids: Vec<Grid> = Vec::new();
    if let Some(totals) = annex.wetland.as_ref().filter(|totals| totals.all.count > 0) {
        grids.extend(tables(workspace, totals, lang));
    }
    grids.extend(quota_grids(workspace, annex, lang));
    let mut lines = vec![say!(lang, "wetland.page", name = workspace.name.get(lang))];
    if grids.is_empty() {
        lines.push(say!(lang, "cli.totals.nothing"));
    }
    for grid in grids {
        lines.push(String::new());
        lines.extend(grid.lines());
    }
    lines.join("\n")
}

fn exit_code(workspace: &Workspace, annex: &Annex) -> u8 {
    let unread = workspace
        .problems
        .iter()
        .any(|problem| problem.done == Done::Refused);
    let totals = annex.wetland.as_ref();
    if unread || totals.is_none_or(is_incomplete) || !annex.without_quota.is_empty() {
        return INCOMPLETE;
    }
    let open_figure = totals.is_some_and(|totals| totals.closures.iter().any(|closure| !closure.closes()));
    let broken = annex.quotas.iter().any(|ledger| ledger.is_broken());
    if open_figure || broken { CONFLICT } else { CLEAR }
}

/// True where a figure lacks something, or nobody can say what it is held against.
fn is_incomplete(totals: &WetlandTotals) -> bool {
    totals.all.count == 0
        || totals.unknown().next().is_some()
        || totals.doubts.refused_count > 0
        || totals.doubts.undecided_pairs_count > 0
        || totals.definitions.iter().any(|total| total.rate().is_none())
        || totals.closures.iter().any(|closure| closure.found.is_none())
}
