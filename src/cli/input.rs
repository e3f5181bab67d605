//! From a source to a screening, with progress, for all commands that need it.

use std::sync::Arc;

use crate::formats::open::{OpenFailure, OpenOptions, Source, open as read};
use crate::model::annex::Annex;
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::screening::annex::annex;
use crate::screening::{Request, screen};
use crate::session::jobs::with_threads;

use super::console::Console;
use super::plan::Mistake;
use super::work::{today, watched};

/// Opens a source; its problems are printed. `None` where nothing could be opened.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn open(
    source: Source,
    options: OpenOptions,
    console: &mut Console,
) -> Result<Option<Arc<Workspace>>, Mistake> {
    let opened = watched(console, "open", move |progress| read(&source, &options, progress))?;
    match opened {
        Ok(workspace) => {
            console.problems(&workspace.problems);
            Ok(Some(Arc::new(workspace)))
        }
        Err(OpenFailure::Problems(problems)) => {
            console.problems(&problems);
            Ok(None)
        }
        Err(OpenFailure::Cancelled(cancelled)) => Err(Mistake::new("broken", &cancelled.to_string())),
    }
}

/// Screens a workspace as of the day that it fixes, else today.
///
/// # Errors
/// A [`Mistake`]: one of `only` is no project of the workspace, or the program broke off.
pub fn screened(
    workspace: &Arc<Workspace>,
    only: Vec<FeatureRef>,
    threads: usize,
    console: &Console,
) -> Result<Screening, Mistake> {
    if let Some(unknown) = only.iter().find(|name| !is_project(workspace, name)) {
        return Err(Mistake::new("unknown_project", &unknown.to_string()));
    }
    let request = Request {
        as_of: workspace.as_of.unwrap_or_else(today),
        only,
    };
    let workspace = Arc::clone(workspace);
    let answer = watched(console, "screen", move |progress| {
        if threads == 0 {
            screen(&workspace, &request, progress)
        } else {
            with_threads(threads, || screen(&workspace, &request, progress))
        }
    })?;
    answer.map_err(|cancelled| Mistake::new("broken", &cancelled.to_string()))
}

/// What is told beside the verdicts: wetland totals, footprints, quotas.
///
/// # Errors
/// A [`Mistake`]: the program broke off.
pub fn annexed(workspace: &Arc<Workspace>, threads: usize, console: &Console) -> Result<Annex, Mistake> {
    let workspace = Arc::clone(workspace);
    let answer = watched(console, "totals", move |progress| {
        if threads == 0 {
            annex(&workspace, progress)
        } else {
            with_threads(threads, || annex(&workspace, progress))
        }
    })?;
    answer.map_err(|cancelled| Mistake::new("broken", &cancelled.to_string()))
}

fn is_project(workspace: &Workspace, name: &FeatureRef) -> bool {
    let found = workspace.feature(name);
    found.is_some_and(|(layer, _)| layer.about.role == Role::Project)
}
