//! `redshank dossier`: screened, and kept in one file.

use std::path::Path;
use std::sync::Arc;

use crate::dossier::again::begun;
use crate::dossier::fault::DossierFault;
use crate::dossier::freeze::{Content, Stamp, freeze};
use crate::dossier::lock::Holder;
use crate::model::finding::Screening;
use crate::model::problem::Done;
use crate::model::review::state::Review;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::say;

use super::console::Console;
use super::dossier_plan::DossierPlan;
use super::exit::{CLEAR, INCOMPLETE};
use super::input;
use super::mistake::Mistake;
use super::work::{now, watched};

/// Screens, writes the dossier, and gives the exit code: 0 written, 2 something could not be read or written. Into a
/// dossier that is there already the log is carried over.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: DossierPlan, console: &mut Console) -> Result<u8, Mistake> {
    let stamp = Stamp {
        at: now(),
        author: plan.author,
    };
    let holder = Holder::this_process(stamp.at);
    // Before minutes of reading.
    let (earlier, lock) = match begun(&plan.out, &holder) {
        Ok(begun) => begun,
        Err(fault) => {
            console.error(&fault.text(console.lang));
            return Ok(INCOMPLETE);
        }
    };
    let Some(workspace) = input::open(plan.source, plan.options, console)? else {
        return Ok(INCOMPLETE);
    };
    let mut screening = input::screened(&workspace, Vec::new(), 0, console)?;
    screening.annex = Some(Arc::new(input::annexed(&workspace, 0, console)?));
    let (shared, out) = (Arc::clone(&workspace), plan.out.clone());
    let written = watched(console, "store", move |progress| {
        let review = written(&out, (&shared, &screening), (&earlier, &stamp), progress);
        (review, screening)
    })?;
    drop(lock);
    match written {
        (Ok(review), screening) => {
            console.result(&plan.out.display().to_string());
            tell(&review, &screening, console);
        }
        (Err(fault), _) => {
            console.error(&fault.text(console.lang));
            return Ok(INCOMPLETE);
        }
    }
    let mut problems = workspace.problems.iter();
    let unread = problems.any(|problem| problem.done == Done::Refused);
    Ok(if unread { INCOMPLETE } else { CLEAR })
}

fn written(
    out: &Path,
    (workspace, screening): (&Workspace, &Screening),
    (earlier, stamp): (&Review, &Stamp),
    progress: &Progress,
) -> Result<Review, DossierFault> {
    let content = Content {
        workspace,
        screening,
        only: &[],
        earlier,
    };
    freeze(out, &content, stamp, progress)
}

fn tell(review: &Review, screening: &Screening, console: &mut Console) {
    let lang = console.lang;
    let tally = screening.tally();
    let note = say!(
        lang,
        "cli.tally",
        conflict = tally.conflict,
        near = tally.near,
        clear = tally.clear,
        not_checked = tally.not_checked
    );
    console.note(&note);
    let (run, events) = (
        review.last_run().map_or(0, |(_, frozen)| frozen.run),
        review.events().len(),
    );
    console.note(&say!(lang, "dossier.written", run = run, events = events));
}
