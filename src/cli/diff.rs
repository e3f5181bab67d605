//! `redshank diff`: what lies between two reviews, or between a review and the workspace as it is now.

use std::path::PathBuf;
use std::sync::Arc;

use crate::dossier::diff::{Side, diff};
use crate::dossier::diff_words::{json, lines};
use crate::dossier::open::Dossier;
use crate::formats::open::{OpenOptions, Source};
use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::review::state::Review;
use crate::model::workspace::Workspace;
use crate::progress::Progress;

use super::console::Console;
use super::dossier_args::DiffArgs;
use super::exit::{BROKEN, CLEAR, DIFFERS};
use super::input;
use super::mistake::Mistake;

/// One of the two, opened and screened.
struct Opened {
    workspace: Arc<Workspace>,
    screening: Screening,
    review: Option<Review>,
}

/// Compares, and gives the exit code: 0 nothing differs, 1 something does, 2 one of them could not be read.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: DiffArgs, console: &mut Console) -> Result<u8, Mistake> {
    let Some(before) = opened(plan.before, None, console)? else {
        return Ok(BROKEN);
    };
    let day = before.screening.as_of;
    let Some(after) = opened(plan.after, Some(day), console)? else {
        return Ok(BROKEN);
    };
    let found = diff(&before.side(), &after.side());
    if plan.json {
        console.result(&json(&found));
    } else {
        for line in lines(&found, console.lang) {
            console.result(&line);
        }
    }
    Ok(if found.is_empty() { CLEAR } else { DIFFERS })
}

impl Opened {
    fn side(&self) -> Side<'_> {
        Side {
            workspace: &self.workspace,
            screening: &self.screening,
            review: self.review.as_ref(),
        }
    }
}

/// A workspace that fixes no day is judged by the day of the other one.
fn opened(path: PathBuf, day: Option<Date>, console: &mut Console) -> Result<Option<Opened>, Mistake> {
    let source = Source::of_paths(vec![path.clone()]);
    let is_dossier = input::dossier_of(&source).is_some();
    let Some(workspace) = input::open(source, OpenOptions::default(), console)? else {
        return Ok(None);
    };
    let (mut only, mut review) = (Vec::new(), None);
    if is_dossier {
        let read = Dossier::read(&path, &Progress::default()).and_then(|dossier| {
            let run = dossier.last_run()?;
            Ok((dossier, run.only))
        });
        match read {
            Ok((dossier, projects)) => {
                only = projects;
                review = Some(dossier.review().clone());
            }
            Err(fault) => {
                console.error(&fault.text(console.lang));
                return Ok(None);
            }
        }
    }
    let workspace = match (workspace.as_of, day) {
        (None, Some(day)) => Arc::new(Workspace {
            as_of: Some(day),
            ..(*workspace).clone()
        }),
        _ => workspace,
    };
    let screening = input::screened(&workspace, only, 0, console)?;
    Ok(Some(Opened {
        workspace,
        screening,
        review,
    }))
}
