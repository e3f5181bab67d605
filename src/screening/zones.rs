//! The zones of a workspace with what a run asks of each of them again and again, looked up once.

use std::sync::Arc;

use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

use super::sorts::{Sort, Sorts};
use super::standing::Standing;

/// The zones of one layer.
pub struct ZoneLayer<'a> {
    /// The layer.
    pub layer: &'a Arc<Layer>,
    /// What its features are.
    pub sorts: Sorts,
}

impl<'a> ZoneLayer<'a> {
    /// All layers whose features can be zones and whose place is not refused, in the order of the workspace.
    pub fn all(workspace: &'a Workspace, rules: &[Standing<'_>]) -> Vec<ZoneLayer<'a>> {
        let layers = workspace
            .zone_layers()
            .filter(|layer| !layer.provenance.doubt.is_refused());
        layers
            .map(|layer| ZoneLayer {
                layer,
                sorts: Sorts::of(layer, rules),
            })
            .collect()
    }

    /// The zone at a position, and its sort.
    pub fn zone(&self, position: usize) -> Option<(Zone<'a>, &Sort)> {
        let feature = self.layer.features().get(position)?;
        let zone = Zone {
            layer: self.layer,
            feature,
        };
        Some((zone, self.sorts.at(position)?))
    }
}
