//! `redshank screen`: findings printed or written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::minutes::Minutes;
use crate::dossier::open::Dossier;
use crate::model::feature::FeatureRef;
use crate::model::finding::{Screening, Verdict};
use crate::model::problem::Done;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::report::export::{FileKind, Papers, Wording, export_papers};
use crate::report::paper::Ground;
use crate::say;

use super::console::Console;
use super::exit::{CLEAR, CONFLICT, INCOMPLETE};
use super::plan::{Mistake, ScreenPlan};
use super::report_gate::first_lines;
use super::{input, summary};

/// Screens, and gives the exit code.
///
/// # Errors
/// A [`Mistake`] in the arguments that only the data could show.
pub fn run(plan: ScreenPlan, console: &mut Console) -> Result<u8, Mistake> {
    let dossier = input::dossier_of(&plan.source).map(Path::to_owned);
    let Some(workspace) = input::open(plan.source, plan.options, console)? else {
        return Ok(INCOMPLETE);
    };
    let only = plan.only.clone();
    let mut screening = input::screened(&workspace, plan.only, plan.threads, console)?;
    let mut code = exit_code(&workspace, &screening);
    match plan.out {
        None => console.result(&summary::of(&workspace, &screening, console.lang)),
        Some((folder, kinds)) => {
            if kinds.iter().any(|kind| kind.has_annex()) {
                screening.annex = Some(Arc::new(input::annexed(&workspace, plan.threads, console)?));
            }
            let minutes = dossier
                .as_deref()
                .and_then(|path| minutes(path, &screening, console));
            let ground = Ground {
                record: minutes.as_ref().map(Minutes::record),
                ..Ground::new(&workspace, &screening)
            };
            let first = first(dossier, &workspace, (&kinds, &screening, &only), console)?;
            let is_whole = match &first {
                Some(first) => write((&folder, &kinds), ground, first, console),
                None => false,
            };
            if !is_whole {
                code = INCOMPLETE;
            }
        }
    }
    // The process ends now; giving back large layers piece by piece would take longer than letting the system do it.
    std::mem::forget((workspace, screening));
    Ok(code)
}

/// Reads the log of a dossier; `None`, with a word on it, where it cannot be read.
fn minutes(path: &Path, screening: &Screening, console: &mut Console) -> Option<Minutes> {
    match Dossier::read(path, &Progress::default()) {
        Ok(dossier) => {
            let head = dossier.head().to_owned();
            let review = Arc::new(dossier.into_earlier().0);
            Some(Minutes::of(review, head, screening))
        }
        Err(fault) => {
            console.error(&fault.text(console.lang));
            None
        }
    }
}

/// What reports begin with; `None` where none may be made. Only reports of a dossier can be refused.
fn first(
    dossier: Option<PathBuf>,
    workspace: &Arc<Workspace>,
    (kinds, screening, only): (&[FileKind], &Screening, &[FeatureRef]),
    console: &mut Console,
) -> Result<Option<Vec<String>>, Mistake> {
    let is_report = kinds.iter().any(|kind| FileKind::REPORTS.contains(kind));
    match dossier.filter(|_| is_report) {
        Some(path) => first_lines(path, workspace, (screening, only), console),
        None => Ok(Some(Vec::new())),
    }
}

/// Writes the files and lists them; false where one could not be written.
fn write(
    (folder, kinds): (&Path, &[FileKind]),
    ground: Ground<'_>,
    first: &[String],
    console: &mut Console,
) -> bool {
    let lang = console.lang;
    let screening = ground.screening;
    let papers = Papers::new(ground, Wording { lang, first });
    let exported = export_papers(folder, kinds, &papers);
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
