//! From a source to a screening, with progress, for all commands that need it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::fault::DossierFault;
use crate::dossier::open::{Dossier, is_dossier};
use crate::formats::open::{OpenFailure, OpenOptions, Source, open as read};
use crate::formats::workspace::rule_book::load;
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
    if let Some(path) = dossier_of(&source) {
        return open_dossier(path.to_owned(), &options, console);
    }
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

/// The path of a source that is a dossier.
pub fn dossier_of(source: &Source) -> Option<&Path> {
    match source {
        Source::Files(paths) => match paths.as_slice() {
            [path] if is_dossier(path) => Some(path),
            _ => None,
        },
        _ => None,
    }
}

/// Opens the frozen workspace of a dossier. It is judged by the day of its last run where nobody names another.
fn open_dossier(
    path: PathBuf,
    options: &OpenOptions,
    console: &mut Console,
) -> Result<Option<Arc<Workspace>>, Mistake> {
    if let Some(crs) = &options.crs {
        return Err(Mistake::new("dossier_crs", crs));
    }
    let opened = watched(console, "open", move |progress| {
        let dossier = Dossier::read(&path, progress)?;
        Ok::<_, DossierFault>((dossier.workspace(progress)?, dossier.last_run()?.as_of))
    })?;
    let (mut workspace, day) = match opened {
        Ok(opened) => opened,
        Err(fault) => {
            console.error(&fault.text(console.lang));
            return Ok(None);
        }
    };
    if let Some(name) = &options.rules {
        match load(name, Path::new("")) {
            Ok(rules) => workspace.rules = Arc::new(rules),
            Err(problem) => {
                console.problems(&[*problem]);
                return Ok(None);
            }
        }
    }
    workspace.as_of = options.as_of.or(Some(day));
    console.problems(&workspace.problems);
    Ok(Some(Arc::new(workspace)))
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
