//! Layers in the coordinates of their sources: read, filtered, not yet brought into the plane of a workspace.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::{Cancelled, Progress};

use super::correction::source_of;
use super::locate::Located;
use super::raw::{RawProblem, Unread};
use super::read::read;
use super::read_archive::SharedArchive;
use super::stray;
use super::workspace::plan::LayerPlan;

/// A layer, and what its source gave.
pub type ReadSource = (LayerPlan, Result<Located, Box<Problem>>);

/// Reads layers one after another. Text files that nobody has named and that are no data are told, and are no layers.
///
/// # Errors
/// [`Cancelled`].
pub fn read_sources(
    layers: Vec<LayerPlan>,
    progress: &Progress,
) -> Result<(Vec<ReadSource>, Vec<Problem>), Cancelled> {
    let (mut sources, mut strays) = (Vec::with_capacity(layers.len()), Vec::new());
    for mut layer in sharing(layers) {
        let source = read_source(&layer, progress)?;
        // After the last of its layers an archive is needed no more.
        layer.file.archive = None;
        match stray_note(&layer, &source) {
            Some(note) => strays.push(note),
            None => sources.push((layer, source)),
        }
    }
    Ok((sources, strays))
}

/// Layers of the same archive share what is read of it.
fn sharing(mut layers: Vec<LayerPlan>) -> Vec<LayerPlan> {
    let mut shared: HashMap<PathBuf, (usize, SharedArchive)> = HashMap::new();
    for layer in &layers {
        shared.entry(layer.file.path.clone()).or_default().0 += 1;
    }
    for layer in &mut layers {
        // What one layer alone is read from need not stay in memory.
        let own = shared.get(&layer.file.path).filter(|(count, _)| *count > 1);
        layer.file.archive = own.map(|(_, archive)| archive.clone());
    }
    layers
}

/// Reads a layer in the coordinates of its source, and applies its filter.
///
/// # Errors
/// [`Cancelled`]; what cannot be read is in the result.
pub fn read_source(
    plan: &LayerPlan,
    progress: &Progress,
) -> Result<Result<Located, Box<Problem>>, Cancelled> {
    let mut raw = match read(&plan.file, plan.about.fields.id.as_deref(), progress) {
        Ok(raw) => raw,
        Err(Unread::Problem(problem)) => return Ok(Err(problem)),
        Err(Unread::Cancelled(cancelled)) => return Err(cancelled),
    };
    if let Some(filter) = &plan.filter {
        let known = raw
            .features
            .iter()
            .any(|feature| filter.concerns(&feature.properties));
        if !known && !raw.features.is_empty() {
            let problem = Problem {
                field: Some(filter.field.clone()),
                ..Problem::of_file(&plan.file.label, ProblemKind::FieldMissing, Done::Refused)
            };
            // A filter on a field that is not there lets nothing in, and that must not look like an empty layer.
            raw.refused += raw.features.len();
            raw.problems.push(RawProblem { problem, near: None });
        }
        let before = raw.features.len();
        // Those of which nobody can tell are refused at the gate, which knows where they lie.
        raw.features
            .retain(|feature| known && filter.admits(&feature.properties) != Some(false));
        if known && raw.features.is_empty() {
            let problem = Problem {
                field: Some(filter.field.clone()),
                ..Problem::of_file(&plan.file.label, ProblemKind::NothingAdmitted, Done::Refused)
            };
            raw.refused += before;
            raw.problems.push(RawProblem { problem, near: None });
        }
    }
    let label = plan.file.label.clone();
    let source = source_of(&mut raw, plan.crs.as_deref(), &plan.correction, &label);
    let filter = plan.filter.clone();
    Ok(Ok(Located {
        raw,
        source,
        label,
        filter,
    }))
}

/// What to say instead of a layer of a text file that nobody has named and that is no data.
fn stray_note(layer: &LayerPlan, source: &Result<Located, Box<Problem>>) -> Option<Problem> {
    let why = match source {
        Err(problem) => Some(&problem.kind),
        // Text that begins as JSON does is read as far as it goes.
        Ok(located) => {
            let raw = &located.raw;
            let first = raw.problems.first().filter(|_| raw.features.is_empty());
            first.map(|own| &own.problem.kind)
        }
    };
    why.filter(|_| layer.unnamed)
        .and_then(|why| stray::note(&layer.file, why))
}
