//! What a project's footprint means for its kind.
//!
//! Distances are geodesic between nearest points and never go through buffer polygons. Areas are ellipsoidal and of unions,
//! so no place counts twice. Where an area within a range is told, the range is drawn with
//! [`range::SEGMENTS_PER_QUARTER`] segments per quarter circle; no verdict rests on it.

mod around;
mod ground;
pub mod metro;
pub mod park;
pub mod port;
pub mod quota;
pub mod range;
pub mod tourism;
pub mod wind;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::model::footprint::{Fact, Footprint, Value};
use crate::model::project::Project;
use crate::model::role::ProjectKind;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

pub use around::Around;
pub use ground::Ground;

/// The accounts of all projects, in the order of the workspace.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn footprints(workspace: &Workspace, progress: &Progress) -> Result<Vec<Footprint>, Cancelled> {
    let ground = Ground::new(workspace);
    let projects: Vec<Project<'_>> = workspace.projects().collect();
    progress.start(projects.len() as u64);
    projects
        .par_iter()
        .map(|project| {
            progress.check()?;
            let account = footprint(&ground, project);
            progress.advance(1);
            Ok(account)
        })
        .collect()
}

/// The account of one project. What cannot be computed is told as open, never left out.
pub fn footprint(ground: &Ground<'_>, project: &Project<'_>) -> Footprint {
    let facts = catch_unwind(AssertUnwindSafe(|| facts(ground, project)));
    let undecided = || vec![Fact::new("undecided", Value::Unknown).open_if(true)];
    Footprint {
        project: project.name(),
        kind: project.kind(),
        facts: facts.unwrap_or_else(|_| undecided()),
    }
}

fn facts(ground: &Ground<'_>, project: &Project<'_>) -> Vec<Fact> {
    let mut facts = match project.kind() {
        Some(ProjectKind::Metro) => metro::facts(ground, project),
        Some(ProjectKind::Port) => port::facts(ground, project),
        Some(ProjectKind::IndustrialPark) => park::facts(ground, project),
        Some(ProjectKind::Tourism) => tourism::facts(ground, project),
        Some(ProjectKind::Wind) => wind::facts(ground, project),
        Some(ProjectKind::Solar) | None => Vec::new(),
    };
    facts.extend(metro::near_metro(ground, project));
    facts
}
