//! Whether a report may be made of a dossier, as in the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dossier::fault::DossierFault;
use crate::dossier::open::Dossier;
use crate::dossier::sources::{SourceNow, sources_now};
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::review::reportable::{Grounds, Obstacle, is_reportable};
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::say;

use super::console::Console;
use super::mistake::Mistake;
use super::work::watched;

/// The lines that the first page of a report must begin with; `None`, with the reasons told, where none may be made. Sources
/// that are not beside the dossier are not held against it.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn first_lines(
    path: PathBuf,
    workspace: &Arc<Workspace>,
    (screening, only): (&Screening, &[FeatureRef]),
    console: &mut Console,
) -> Result<Option<Vec<String>>, Mistake> {
    let shared = Arc::clone(workspace);
    let read = watched(console, "open", move |progress| {
        looked_at(&path, &shared, progress)
    })?;
    let (review, changed) = match read {
        Ok(read) => read,
        Err(fault) => {
            console.error(&fault.text(console.lang));
            return Ok(None);
        }
    };
    let mut reportable = is_reportable(&Grounds {
        workspace,
        screening: Some(screening),
        review: &review,
        changed_sources: &changed,
    });
    if !only.is_empty() {
        // Whoever asks for some projects misses the others on purpose.
        let is_meant = |obstacle: &Obstacle| matches!(obstacle, Obstacle::RunIncomplete { .. });
        reportable.obstacles.retain(|obstacle| !is_meant(obstacle));
    }
    if reportable.is_allowed() {
        return Ok(Some(reportable.first_lines(&review, console.lang)));
    }
    console.error(&say!(console.lang, "cli.report_refused"));
    for obstacle in &reportable.obstacles {
        console.error(&obstacle.text(console.lang));
    }
    Ok(None)
}

type LookedAt = (crate::model::review::state::Review, Vec<String>);

fn looked_at(path: &Path, workspace: &Workspace, progress: &Progress) -> Result<LookedAt, DossierFault> {
    let dossier = Dossier::read(path, progress)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let sources = sources_now(workspace, folder, progress)?.into_iter();
    let changed = sources.filter(|(_, state)| *state == SourceNow::Changed);
    let changed = changed.map(|(file, _)| file).collect();
    Ok((dossier.review().clone(), changed))
}
