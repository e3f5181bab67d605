//! How layers are looked at: which of them are seen, how opaque, with which names.
//!
//! It is no part of the workspace, for no workspace file says it, and what is only looked at otherwise needs no saving. But it
//! is part of every state of the history, so that it is taken back in its turn.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::model::label::LabelSpec;
use crate::model::workspace::Workspace;

/// How layers are looked at, by their ids. A layer that is taken out keeps what was chosen for it, for when it comes back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerLooks {
    /// Layers that are switched off.
    pub hidden: HashSet<Arc<str>>,
    /// Opacity, 0 to 1; a layer without an entry is opaque.
    pub opacity: HashMap<Arc<str>, f32>,
    /// Labels, where they were chosen; other layers have those of [`LabelSpec::default_of`].
    pub labels: HashMap<Arc<str>, LabelSpec>,
}

/// A change of how layers are looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum LookEdit {
    /// A layer is switched off.
    Hide(Arc<str>),
    /// A layer is switched on.
    Show(Arc<str>),
    /// All layers but this one are switched off.
    ShowOnly(Arc<str>),
    /// All layers are switched on.
    ShowAll,
    /// A layer is so opaque, 0 to 1.
    SetOpacity(Arc<str>, f32),
    /// The features of a layer are named so.
    SetLabels(Arc<str>, LabelSpec),
}

impl LayerLooks {
    /// After a change; `None` where nothing changes.
    pub fn edited(&self, edit: &LookEdit, workspace: &Workspace) -> Option<LayerLooks> {
        let mut next = self.clone();
        match edit {
            LookEdit::Hide(layer) => {
                next.hidden.insert(Arc::clone(layer));
            }
            LookEdit::Show(layer) => {
                next.hidden.remove(layer);
            }
            LookEdit::ShowOnly(layer) => next.hidden = others(workspace, layer),
            LookEdit::ShowAll => next.hidden.clear(),
            LookEdit::SetOpacity(layer, share) => {
                next.opacity.insert(Arc::clone(layer), share.clamp(0.0, 1.0));
            }
            LookEdit::SetLabels(layer, spec) => {
                next.labels.insert(Arc::clone(layer), spec.clone());
            }
        }
        (next != *self).then_some(next)
    }

    /// What the eye of a layer does when it is clicked.
    pub fn toggled(&self, layer: &Arc<str>) -> LookEdit {
        match self.hidden.contains(layer) {
            true => LookEdit::Show(Arc::clone(layer)),
            false => LookEdit::Hide(Arc::clone(layer)),
        }
    }

    /// This layer only; all of them again where it is the only one already.
    pub fn only(&self, layer: &Arc<str>, workspace: &Workspace) -> LookEdit {
        match self.hidden == others(workspace, layer) {
            true => LookEdit::ShowAll,
            false => LookEdit::ShowOnly(Arc::clone(layer)),
        }
    }

    /// Opacity of a layer, 0 to 1.
    pub fn opacity_of(&self, layer: &str) -> f32 {
        self.opacity.get(layer).copied().unwrap_or(1.0)
    }
}

impl LookEdit {
    /// The layer that it is about; `None` for all.
    pub fn layer(&self) -> Option<&Arc<str>> {
        match self {
            LookEdit::Hide(layer)
            | LookEdit::Show(layer)
            | LookEdit::ShowOnly(layer)
            | LookEdit::SetOpacity(layer, _)
            | LookEdit::SetLabels(layer, _) => Some(layer),
            LookEdit::ShowAll => None,
        }
    }
}

fn others(workspace: &Workspace, layer: &str) -> HashSet<Arc<str>> {
    let ids = workspace.layers.iter().map(|own| &own.about.id);
    ids.filter(|own| ***own != *layer).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::layer::{About, Layer, Provenance};
    use crate::model::role::Role;

    fn workspace() -> Workspace {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        let layer = |id: &str| Layer::new(About::new(id, Role::Wetland), Provenance::default(), Vec::new());
        workspace.layers = ["a", "b", "c"].map(layer).map(Arc::new).into();
        workspace
    }

    #[test]
    fn one_layer_alone_and_all_of_them_again() {
        let (workspace, a): (_, Arc<str>) = (workspace(), "a".into());
        let looks = LayerLooks::default();
        let only = looks.only(&a, &workspace);
        assert_eq!(only, LookEdit::ShowOnly(Arc::clone(&a)));
        let alone = looks.edited(&only, &workspace).unwrap();
        assert_eq!(alone.hidden, HashSet::from(["b".into(), "c".into()]));
        assert_eq!(alone.only(&a, &workspace), LookEdit::ShowAll);
        assert_eq!(alone.edited(&LookEdit::ShowAll, &workspace), Some(looks));
    }

    #[test]
    fn what_is_so_already_is_no_change() {
        let (workspace, a): (_, Arc<str>) = (workspace(), "a".into());
        let looks = LayerLooks::default();
        assert_eq!(looks.edited(&LookEdit::ShowAll, &workspace), None);
        assert_eq!(looks.edited(&LookEdit::Show(Arc::clone(&a)), &workspace), None);
        let hidden = looks.edited(&looks.toggled(&a), &workspace).unwrap();
        assert_eq!(hidden.toggled(&a), LookEdit::Show(Arc::clone(&a)));
        let pale = LookEdit::SetOpacity(Arc::clone(&a), 0.5);
        let pale = hidden.edited(&pale, &workspace).unwrap();
        assert_eq!((pale.opacity_of("a"), pale.opacity_of("b")), (0.5, 1.0));
    }
}
