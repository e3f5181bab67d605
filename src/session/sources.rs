//! The files that the open layers were read from, while other programs may change them: noticed, offered, never mixed in
//! silently.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::formats::watch::{SourceState, Stamp};
use crate::formats::workspace::plan::LayerPlan;
use crate::progress::Progress;

use super::jobs::{Jobs, Outcome, Runner};
use super::state::State;

/// What is known of the files of layers.
#[derive(Debug)]
pub struct Sources {
    jobs: Jobs<(), (u64, Looks)>,
    looks: Looks,
    /// How the files were that the user has been told of, by layer.
    told: BTreeMap<Arc<str>, Stamp>,
}

/// What a look at the files has found, by layer.
type Looks = BTreeMap<Arc<str>, Look>;

/// What a look at one file has found.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    /// How it was when it was read, and now.
    stamps: [Stamp; 2],
    state: SourceState,
}

/// Files that are not what they were, by their layers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// With other bytes.
    pub changed: Vec<Arc<str>>,
    /// Not there any more.
    pub missing: Vec<Arc<str>>,
}

impl Changes {
    /// True where all is as it was.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty()
    }
}

impl Sources {
    /// Nothing is known yet.
    pub fn new(runner: Runner) -> Sources {
        Sources {
            jobs: Jobs::new(runner),
            looks: Looks::new(),
            told: BTreeMap::new(),
        }
    }

    /// Begins to look at the files of what is open, unless that is being done. `generation` names the workspace.
    pub fn look(&mut self, state: &State, generation: u64) {
        if self.jobs.runs(&()) {
            return;
        }
        let (state, before) = (state.clone(), self.looks.clone());
        self.jobs
            .start((), move |progress| (generation, looks(&state, &before, progress)));
    }

    /// Takes in what was found; `None` while nothing new is known. What the user was told already is told again only when
    /// it has changed once more.
    pub fn poll(&mut self, generation: u64) -> Option<Changes> {
        let found = self
            .jobs
            .poll()
            .into_iter()
            .find_map(|(_, outcome)| match outcome {
                Outcome::Done((of, looks)) if of == generation => Some(looks),
                _ => None,
            })?;
        self.looks = found;
        let looks = &self.looks;
        let is_amiss = |id: &Arc<str>| looks.get(id).is_some_and(|look| look.state != SourceState::Same);
        self.told.retain(|id, _| is_amiss(id));
        let changes = self.changes();
        let amiss = changes.changed.iter().chain(&changes.missing);
        let mut new = false;
        for id in amiss {
            if let Some(look) = self.looks.get(id) {
                let [_, now] = &look.stamps;
                new |= self.told.insert(Arc::clone(id), now.clone()).as_ref() != Some(now);
            }
        }
        (new || changes.is_empty()).then_some(changes)
    }

    /// Files that are not what they were, as far as they were looked at.
    pub fn changes(&self) -> Changes {
        let of = |state: SourceState| {
            let looks = self.looks.iter();
            let those = looks.filter(|(_, look)| look.state == state);
            those.map(|(id, _)| Arc::clone(id)).collect()
        };
        Changes {
            changed: of(SourceState::Changed),
            missing: of(SourceState::Missing),
        }
    }

    /// Another workspace is open.
    pub fn forget(&mut self) {
        self.jobs.cancel(&());
        self.looks.clear();
        self.told.clear();
    }
}

/// Looks at each file; its bytes only where size or time are others than at the last look.
fn looks(state: &State, before: &Looks, progress: &Progress) -> Looks {
    let mut looks = Looks::new();
    for (plan, then) in state.plans.all() {
        let id = &plan.about.id;
        let Some(layer) = state.workspace.layer(id) else {
            continue;
        };
        let stamps = [then.clone(), Stamp::of(&plan.file.path)];
        let known = before.get(id).filter(|look| look.stamps == stamps);
        let look = match known {
            Some(look) => look.clone(),
            None => Look {
                state: state_of(plan, &stamps, &layer.provenance.sha256, progress),
                stamps,
            },
        };
        looks.insert(Arc::clone(id), look);
    }
    looks
}

fn state_of(plan: &LayerPlan, [then, now]: &[Stamp; 2], sha256: &str, progress: &Progress) -> SourceState {
    then.state(now, &plan.file, sha256, progress)
}
