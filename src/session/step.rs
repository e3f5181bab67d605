//! What made a state of the history, for people to find it again.

use std::sync::Arc;

use crate::model::layer::Layer;
use crate::model::review::state::Review;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::{Bilingual, Lang};

use super::by_hand::HandEdit;
use super::edit::Edit;
use super::looks::LookEdit;
use super::review::entry_name::entry_name;

/// What made a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Key of its words: `desk.step.KEY`.
    key: &'static str,
    /// What it was about, as that was called then: a layer, a decision about a project.
    name: Option<Bilingual>,
}

impl Step {
    /// The workspace was opened.
    pub const OPENED: Step = Step::of_key("opened");
    /// Layers were added.
    pub const ADDED: Step = Step::of_key("added");

    const fn of_key(key: &'static str) -> Step {
        Step { key, name: None }
    }

    /// A change of a workspace.
    pub fn of(edit: &Edit, before: &Workspace) -> Step {
        let (key, layer) = match edit {
            Edit::MoveLayer { layer, .. } => ("moved", Some(layer)),
            Edit::RemoveLayer(layer) => ("removed", Some(layer)),
            Edit::DuplicateLayer { layer, .. } => ("duplicated", Some(layer)),
            Edit::RenameLayer { layer, .. } => ("renamed", Some(layer)),
            Edit::SetSymbology { layer, .. } => ("styled", Some(layer)),
            Edit::SetAsOf(_) => ("as_of", None),
            Edit::SetBookmarks(_) => ("bookmarks", None),
            Edit::ReadAgain(again) => ("read_again", Some(&again.instead_of)),
            Edit::Examined { layer, .. } => ("examined", Some(layer)),
            Edit::AcceptRepairs(_) => ("accepted", None),
            Edit::ByHand(HandEdit::Draw { .. }) => ("drawn", None),
            Edit::ByHand(HandEdit::Reshape { feature, .. }) => ("reshaped", Some(&feature.layer)),
            Edit::ByHand(HandEdit::Remove(feature)) => ("feature_removed", Some(&feature.layer)),
        };
        Step::about(key, layer.and_then(|id| before.layer(id)))
    }

    /// A change of how layers are looked at.
    pub fn of_look(edit: &LookEdit, workspace: &Workspace) -> Step {
        let key = match edit {
            LookEdit::Hide(_) => "hidden",
            LookEdit::Show(_) => "shown",
            LookEdit::ShowOnly(_) => "shown_alone",
            LookEdit::ShowAll => "all_shown",
            LookEdit::SetOpacity(..) => "opacity",
            LookEdit::SetLabels(..) => "labels",
        };
        Step::about(key, edit.layer().and_then(|id| workspace.layer(id)))
    }

    /// Entries of the log of a dossier that were made at once. All of them are what the first one is.
    pub fn of_entries(numbers: &[u64], review: &Review, workspace: &Workspace) -> Step {
        let first = numbers.first().and_then(|number| review.event(*number));
        first.map_or(Step::of_key("entered"), |first| Step {
            key: first.deed.code(),
            name: entry_name(first, numbers.len(), review, workspace),
        })
    }

    fn about(key: &'static str, layer: Option<&Arc<Layer>>) -> Step {
        let name = layer.map(|layer| layer.about.name.clone());
        Step { key, name }
    }

    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        let what = say!(lang, &format!("desk.step.{}", self.key));
        match &self.name {
            Some(name) => format!("{what} · {}", name.get(lang)),
            None => what,
        }
    }
}
