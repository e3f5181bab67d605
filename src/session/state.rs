//! What is open at one time: a workspace, and how its layers were read. What is taken back is both.

use std::sync::Arc;

use crate::formats::open::Opened;
use crate::formats::workspace::plan::ReadPlans;
use crate::model::layer::Layer;
use crate::model::review::state::Review;
use crate::model::workspace::Workspace;

use super::by_hand::is_by_hand;
use super::edit::{Edit, id_of_second, with_layers_of};
use super::history::StepKind;
use super::looks::{LayerLooks, LookEdit};
use super::step::Step;

/// A step of the history.
#[derive(Clone, Debug)]
pub struct State {
    /// What is open.
    pub workspace: Arc<Workspace>,
    /// How its layers were read.
    pub plans: Arc<ReadPlans>,
    /// How its layers are looked at.
    pub looks: Arc<LayerLooks>,
    /// What made it.
    pub by: Step,
    /// How it can be made again from the one before.
    pub making: Making,
}

/// How a state can be made again from the one before.
#[derive(Clone, Debug)]
pub enum Making {
    /// It is the first.
    Opened,
    /// By adding these layers; how they are read its plans say.
    Added(Vec<Arc<str>>),
    /// By a change.
    Edited(Arc<Edit>),
    /// By a change of how layers are looked at.
    Looked(Arc<LookEdit>),
    /// By entries of the log of its dossier, of these numbers; nothing of it is another.
    Entered(Arc<[u64]>),
}

impl State {
    /// As it was opened.
    pub fn of(opened: Opened) -> State {
        State {
            workspace: Arc::new(opened.workspace),
            plans: Arc::new(opened.plans),
            looks: Arc::default(),
            by: Step::OPENED,
            making: Making::Opened,
        }
    }

    /// After a change; `None` where nothing changes.
    pub fn edited(&self, edit: &Edit) -> Option<State> {
        let workspace = Arc::new(edit.apply(&self.workspace)?);
        let mut plans = Arc::clone(&self.plans);
        if let Edit::ReadAgain(again) = edit {
            Arc::make_mut(&mut plans).put(Arc::clone(&again.plan), again.stamp.clone());
        }
        if let Edit::RenameLayer { layer, name } = edit {
            // Or reading it again would bring the old name back.
            Arc::make_mut(&mut plans).rename(layer, name);
        }
        if let Edit::DuplicateLayer { layer, name } = edit {
            let second = id_of_second(&self.workspace, layer);
            let plans = Arc::make_mut(&mut plans);
            plans.adopt(&self.plans, layer, &second);
            plans.rename(&second, name);
        }
        let by = Step::of(edit, &self.workspace);
        Some(State {
            workspace,
            plans,
            looks: Arc::clone(&self.looks),
            by,
            making: Making::Edited(Arc::new(edit.clone())),
        })
    }

    /// After a change of how layers are looked at; `None` where nothing changes.
    pub fn looked(&self, edit: &LookEdit) -> Option<State> {
        Some(State {
            looks: Arc::new(self.looks.edited(edit, &self.workspace)?),
            by: Step::of_look(edit, &self.workspace),
            making: Making::Looked(Arc::new(edit.clone())),
            ..self.clone()
        })
    }

    /// After a change that has changed nothing, and is a step all the same.
    pub fn unmoved(&self, edit: Edit) -> State {
        State {
            by: Step::of(&edit, &self.workspace),
            making: Making::Edited(Arc::new(edit)),
            ..self.clone()
        }
    }

    /// As [`State::unmoved`], for a change of how layers are looked at.
    pub fn unmoved_look(&self, edit: LookEdit) -> State {
        State {
            by: Step::of_look(&edit, &self.workspace),
            making: Making::Looked(Arc::new(edit)),
            ..self.clone()
        }
    }

    /// After entries of the log of its dossier.
    pub fn entered(&self, numbers: &[u64], review: &Review) -> State {
        State {
            by: Step::of_entries(numbers, review, &self.workspace),
            making: Making::Entered(numbers.into()),
            ..self.clone()
        }
    }

    /// What kind of step made it.
    pub fn kind(&self) -> StepKind {
        match self.making {
            Making::Opened | Making::Added(_) | Making::Edited(_) => StepKind::Change,
            Making::Looked(_) => StepKind::Look,
            Making::Entered(_) => StepKind::Entry,
        }
    }

    /// The numbers of the entries that made it; none where it was something else.
    pub fn entries(&self) -> &[u64] {
        match &self.making {
            Making::Entered(numbers) => numbers,
            _ => &[],
        }
    }

    /// True where the layers stand in files as they are, so that a history can begin with it.
    pub fn can_be_first(&self) -> bool {
        let mut layers = self.workspace.layers.iter();
        let is_in_file = |layer: &Arc<Layer>| self.plans.of(&layer.about.id).is_some();
        layers.all(|layer| is_in_file(layer) && !is_by_hand(&self.workspace, layer))
    }

    /// With the layers of files that were added.
    pub fn joined(&self, other: Opened) -> State {
        let layers = other.workspace.layers.iter();
        let were: Vec<Arc<str>> = layers.map(|layer| Arc::clone(&layer.about.id)).collect();
        let (workspace, now) = with_layers_of(&self.workspace, other.workspace);
        let mut plans = ReadPlans::clone(&self.plans);
        for (was, now) in were.iter().zip(&now) {
            plans.adopt(&other.plans, was, now);
        }
        State {
            workspace: Arc::new(workspace),
            plans: Arc::new(plans),
            looks: Arc::clone(&self.looks),
            by: Step::ADDED,
            making: Making::Added(now),
        }
    }
}
