//! Steps of a history as they stand in its file: changes, entries of a log, and what reads files or looks through layers once
//! more.
//!
//! Layers that were added or read again stand there as a workspace file says them. Where their files are gone when the steps
//! are taken again, the history begins anew with the workspace as it was after the step, which is why that stands there too.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::formats::workspace::file::layers_in;
use crate::formats::workspace::plan::{LayerPlan, ReadPlans};
use crate::formats::workspace::save::layers_text;
use crate::model::crs_reading::Reading;
use crate::model::layer::About;

use super::edit::{Edit, ReadAgain};
use super::state::{Making, State};
use super::written_edit::WrittenEdit;
use super::written_looks::WrittenLookEdit;

/// By the ids of layers, the readings of their coordinates that somebody has chosen, by their names in files. A workspace
/// file says what they mean, but not that somebody chose them.
pub type Chosen = BTreeMap<String, String>;

/// Those of layers that were read so.
pub fn chosen_in(plans: &ReadPlans) -> Chosen {
    let chosen = plans.all().filter_map(|(plan, _)| {
        let reading = plan.correction.chosen?;
        Some((plan.about.id.to_string(), reading.code()))
    });
    chosen.collect()
}

/// The plan, with the reading that was chosen for its layer.
pub fn with_chosen(mut plan: LayerPlan, chosen: &Chosen) -> LayerPlan {
    let code = chosen.get(&*plan.about.id);
    if let Some(reading) = code.and_then(|code| Reading::from_code(code)) {
        plan.correction.chosen = Some(reading);
    }
    plan
}

/// A step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum WrittenStep {
    /// One that needs the files or the layers.
    Reading(WrittenReading),
    /// A change by itself.
    Edit(WrittenEdit),
    /// A change of how layers are looked at.
    Look(WrittenLookEdit),
    /// Entries of the log of the dossier that the history begins with.
    Entries {
        /// Their numbers.
        entered: Vec<u64>,
    },
}

/// A step that needs the files or the layers. Texts of files are of such as stand beside the history.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenReading {
    /// Layers are added.
    Add {
        /// A workspace file with them.
        layers: String,
        /// The workspace file of what is open then; `None` where there is none.
        then: Option<String>,
        /// Of all layers that are open then.
        #[serde(default, skip_serializing_if = "Chosen::is_empty")]
        chosen: Chosen,
    },
    /// A layer is read again in another way.
    ReadAgain {
        /// The layer whose place it takes.
        layer: String,
        /// A workspace file with it.
        layers: String,
        /// The workspace file of what is open then; `None` where there is none.
        then: Option<String>,
        /// Of all layers that are open then.
        #[serde(default, skip_serializing_if = "Chosen::is_empty")]
        chosen: Chosen,
    },
    /// The geometry of a layer is examined.
    Examine(String),
}

impl WrittenStep {
    /// The step that made a state, for a history at `target`; `None` for the first state, and for what cannot be written.
    /// `then` is what a workspace file says of the state.
    pub fn of(state: &State, target: &Path, then: impl FnOnce() -> Option<String>) -> Option<WrittenStep> {
        let plane = &state.workspace.crs;
        let edit = match &state.making {
            Making::Opened => return None,
            Making::Added(layers) => {
                let plans: Option<Vec<&LayerPlan>> = layers
                    .iter()
                    .map(|id| state.plans.of(id).map(|plan| &**plan))
                    .collect();
                return Some(WrittenStep::Reading(WrittenReading::Add {
                    layers: layers_text(&plans?, plane, target).ok()?,
                    then: then(),
                    chosen: chosen_in(&state.plans),
                }));
            }
            Making::Looked(edit) => return Some(WrittenStep::Look(WrittenLookEdit::of(edit))),
            Making::Entered(numbers) => {
                let entered = numbers.to_vec();
                return Some(WrittenStep::Entries { entered });
            }
            Making::Edited(edit) => edit,
        };
        let reading = match &**edit {
            Edit::ReadAgain(again) => {
                let ReadAgain { instead_of, plan, .. } = &**again;
                WrittenReading::ReadAgain {
                    layer: instead_of.to_string(),
                    layers: layers_text(&[&**plan], plane, target).ok()?,
                    then: then(),
                    chosen: chosen_in(&state.plans),
                }
            }
            Edit::Examined { layer, .. } => WrittenReading::Examine(layer.to_string()),
            edit => return WrittenEdit::of(edit).map(WrittenStep::Edit),
        };
        Some(WrittenStep::Reading(reading))
    }
}

/// The plan of a layer that is read again, which its text says, but for what only its workspace file says of it: that is as
/// it was. `None` where the text says none.
pub fn plan_again(text: &str, (layer, plans): (&str, &ReadPlans), target: &Path) -> Option<LayerPlan> {
    let said = layers_in(text, target).ok()?.into_iter().next()?;
    let Some(was) = plans.of(layer) else {
        return Some(said);
    };
    let mut plan = LayerPlan {
        about: About {
            footprint: was.about.footprint.clone(),
            check: was.about.check,
            coverage: was.about.coverage.clone(),
            ..said.about
        },
        filter: was.filter.clone(),
        ..said
    };
    plan.correction.datum.clone_from(&was.correction.datum);
    Some(plan)
}
