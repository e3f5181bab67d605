//! Whether a report may be made of a review, and why not.

use std::sync::Arc;

use crate::model::crs_reading::Trust;
use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::event::Deed;
use super::state::Review;

/// What a report would rest on.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// What was screened.
    pub workspace: &'a Workspace,
    /// The run; `None` where there is none.
    pub screening: Option<&'a Screening>,
    /// What people say.
    pub review: &'a Review,
    /// Files of layers that are not what they were when they were frozen.
    pub changed_sources: &'a [String],
}

/// Why no report may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// There is no run, or it leaves out so many projects.
    RunIncomplete {
        /// Projects without a result.
        missing: usize,
    },
    /// A source has changed since.
    SourceChanged {
        /// The file, as the workspace names it.
        file: String,
    },
    /// Features of a layer could not be read, and nobody answers for going on without them.
    FeaturesRefused {
        /// The layer's id.
        layer: Arc<str>,
        /// How many.
        count: usize,
    },
    /// Nobody knows where a layer truly lies.
    PlaceUnknown {
        /// The layer's id.
        layer: Arc<str>,
    },
    /// The geometry of so many pairs could not be decided.
    Undecided {
        /// Verdicts of single rules.
        verdicts: usize,
    },
}

/// Whether a report may be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reportable {
    /// What speaks against it; empty where nothing does.
    pub obstacles: Vec<Obstacle>,
    /// The line that somebody has put his name to so that it is made all the same; it goes onto the first page.
    pub forced: Option<String>,
}

impl Reportable {
    /// True where nothing speaks against it, or somebody answers for it.
    pub fn is_allowed(&self) -> bool {
        self.obstacles.is_empty() || self.forced.is_some()
    }
}

impl Obstacle {
    /// In one sentence.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Obstacle::RunIncomplete { missing } => {
                say!(lang, "review.obstacle.run_incomplete", missing = missing)
            }
            Obstacle::SourceChanged { file } => say!(lang, "review.obstacle.source_changed", file = file),
            Obstacle::FeaturesRefused { layer, count } => {
                say!(
                    lang,
                    "review.obstacle.features_refused",
                    layer = layer,
                    count = count
                )
            }
            Obstacle::PlaceUnknown { layer } => say!(lang, "review.obstacle.place_unknown", layer = layer),
            Obstacle::Undecided { verdicts } => {
                say!(lang, "review.obstacle.undecided", verdicts = verdicts)
            }
        }
    }
}

/// Looks for what speaks against a report.
pub fn is_reportable(grounds: &Grounds<'_>) -> Reportable {
    let mut obstacles = Vec::new();
    obstacles.extend(incomplete(grounds));
    let changed = grounds.changed_sources.iter().cloned();
    obstacles.extend(changed.map(|file| Obstacle::SourceChanged { file }));
    obstacles.extend(of_layers(grounds));
    let undecided = Verdict::NotChecked(Reason::Undecided);
    let rows = grounds.screening.map_or(&[][..], |screening| &screening.verdicts);
    let verdicts = rows.iter().filter(|row| row.verdict == undecided).count();
    obstacles.extend((verdicts > 0).then_some(Obstacle::Undecided { verdicts }));
    let forced = grounds
        .review
        .since_last_run()
        .filter_map(|event| match &event.deed {
            Deed::Forced(line) => Some(line.clone()),
            _ => None,
        });
    Reportable {
        obstacles,
        forced: forced.last(),
    }
}

fn incomplete(grounds: &Grounds<'_>) -> Option<Obstacle> {
    let total = grounds.workspace.projects().count();
    let done = grounds.screening.map_or(0, |screening| screening.projects.len());
    let missing = total.saturating_sub(done);
    (grounds.screening.is_none() || missing > 0).then_some(Obstacle::RunIncomplete { missing })
}

fn of_layers(grounds: &Grounds<'_>) -> Vec<Obstacle> {
    let accepted = |layer: &Arc<str>| {
        let mut events = grounds.review.since_last_run();
        events.any(|event| matches!(&event.deed, Deed::RefusedAccepted(own) if own == layer))
    };
    let mut obstacles = Vec::new();
    for layer in &grounds.workspace.layers {
        let (id, provenance) = (&layer.about.id, &layer.provenance);
        let count = provenance.counts.refused;
        if count > 0 && !accepted(id) {
            let layer = Arc::clone(id);
            obstacles.push(Obstacle::FeaturesRefused { layer, count });
        }
        if provenance.doubt.trust == Trust::Refused {
            let layer = Arc::clone(id);
            obstacles.push(Obstacle::PlaceUnknown { layer });
        }
    }
    obstacles
}
