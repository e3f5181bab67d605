//! `redshank screen`: findings printed or written.

use std::path::Path;
use std::sync::Arc;

use crate::model::finding::{Screening, Verdict};
use crate::model::problem::Done;
use crate::model::workspace::Workspace;
use crate::report::export::{FileKind, export};
use crate::say;

use super::console::Console;
use super::exit::{CLEAR, CONFLICT, INCOMPLETE};
use super::plan::{Mistake, ScreenPlan};
use super::{input, summary};

/// Screens, and gives the exit code.
///
/// # Errors
/// A [`Mistake`] in the arguments that only the data could show.
pub fn run(plan: ScreenPlan, console: &mut Console) -> Result<u8, Mistake> {
    let Some(workspace) = input::open(plan.source, plan.options, console)? else {
        return Ok(INCOMPLETE);
    };
    let mut screening = input::screened(&workspace, plan.only, plan.threads, console)?;
    let mut code = exit_code(&workspace, &screening);
    match plan.out {
        None => console.result(&summary::of(&workspace, &screening, console.lang)),
        Some((folder, kinds)) => {
            if kinds.iter().any(|kind| kind.has_annex()) {
                screening.annex = Some(Arc::new(input::annexed(&workspace, plan.threads, console)?));
            }
            if !write(&folder, &kinds, (&workspace, &screening), console) {
                code = INCOMPLETE;
            }
        }
    }
    Ok(code)
}

/// Writes the files and lists them; false where one could not be written.
fn write(
    folder: &Path,
    kinds: &[FileKind],
    (workspace, screening): (&Workspace, &Screening),
    console: &mut Console,
) -> bool {
    let exported = export(folder, kinds, workspace, screening, console.lang);
    for path in &exported.written {
        console.result(&path.display().to_string());
    }
    for error in &exported.failed {
        console.error(&error.text(console.lang));
    }
    let tally = screening.tally();
    let note = say!(
        console.lang,
        "cli.tally",
        conflict = tally.conflict,
        near = tally.near,
        clear = tally.clear,
        not_checked = tally.not_checked
    );
    console.note(&note);
    exported.failed.is_empty()
}

/// 2 where something could not be read or checked, else 1 for a conflict, else 0.
fn exit_code(workspace: &Workspace, screening: &Screening) -> u8 {
    let unread = workspace
        .problems
        .iter()
        .any(|problem| problem.done == Done::Refused);
    let verdicts = || screening.verdicts.iter().map(|row| row.verdict);
    let unchecked = verdicts().any(|verdict| matches!(verdict, Verdict::NotChecked(_)))
        || screening.tally().not_checked > 0
        || screening.projects.is_empty();
    let waiting = workspace.waiting_repairs().next().is_some();
    if unread || unchecked || waiting {
        INCOMPLETE
    } else if verdicts().any(|verdict| verdict == Verdict::Conflict) {
        CONFLICT
    } else {
        CLEAR
    }
}
