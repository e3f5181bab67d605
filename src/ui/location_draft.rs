//! A selection by location being set up.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::workspace::Workspace;
use crate::session::location::{Lies, LocationQuery};
use crate::session::selection::SelectHow;

/// A selection by location being set up.
#[derive(Clone, Debug, PartialEq)]
pub struct LocationDraft {
    /// Ids of the layers to look in.
    pub layers: BTreeSet<Arc<str>>,
    /// How their features must lie.
    pub lies: Lies,
    /// How far away at most, in metres.
    pub within_m: f64,
    /// Id of the layer of the others.
    pub to: Option<Arc<str>>,
    /// Of that layer only what is selected.
    pub selected_only: bool,
    /// What becomes of the selection.
    pub how: SelectHow,
}

impl Default for LocationDraft {
    fn default() -> LocationDraft {
        LocationDraft {
            layers: BTreeSet::new(),
            lies: Lies::default(),
            within_m: 500.0,
            to: None,
            selected_only: false,
            how: SelectHow::default(),
        }
    }
}

impl LocationDraft {
    /// Forgets the layers that are gone.
    pub fn settle(&mut self, workspace: &Workspace) {
        self.layers.retain(|id| workspace.layer(id).is_some());
        self.to = self.to.take().filter(|id| workspace.layer(id).is_some());
    }

    /// The query; `None` while a part of it is missing. `selected` features of the other layer are selected.
    pub fn query(&self, workspace: &Workspace, selected: usize) -> Option<LocationQuery> {
        let layers = workspace.layers.iter().map(|layer| &layer.about.id);
        let layers: Vec<Arc<str>> = layers.filter(|id| self.layers.contains(*id)).cloned().collect();
        let to = self.to.clone()?;
        let lacks_selected = self.selected_only && selected == 0;
        let is_ready = !layers.is_empty() && !lacks_selected;
        is_ready.then_some(LocationQuery {
            layers,
            lies: self.lies,
            within_m: self.within_m,
            to,
            selected_only: self.selected_only,
            how: self.how,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::layer::{About, Layer, Provenance};
    use crate::model::role::Role;

    #[test]
    fn it_is_ready_once_nothing_is_missing() {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        let layer = |id| Layer::new(About::new(id, Role::Wetland), Provenance::default(), Vec::new());
        workspace.layers = vec![Arc::new(layer("a")), Arc::new(layer("b"))];
        let mut draft = LocationDraft::default();
        let check = |draft: &LocationDraft, selected, expected: bool| {
            assert_eq!(draft.query(&workspace, selected).is_some(), expected, "{draft:?}");
        };
        check(&draft, 0, false);
        draft.layers.insert("a".into());
        check(&draft, 0, false);
        draft.to = Some("b".into());
        check(&draft, 0, true);
        draft.selected_only = true;
        check(&draft, 0, false);
        check(&draft, 1, true);
        workspace.layers.truncate(1);
        draft.settle(&workspace);
        assert_eq!((draft.layers.len(), draft.to), (1, None));
    }
}
