//! The zones of a workspace with what a run asks of each of them again and again, looked up once.

use std::hint::black_box;
use std::sync::Arc;

use crate::geom::fetch::fetch;
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
                sorts: Sorts::of(layer, rules, &workspace.rules),
            })
            .collect()
    }

    /// Brings the zones at some positions into the processor's cache, all at once.
    pub fn fetch(&self, positions: &[usize]) {
        let features = positions
            .iter()
            .filter_map(|&position| self.layer.features().get(position));
        // A finding that shares an id counts itself beside the text.
        let ids = features
            .clone()
            .filter_map(|feature| feature.id.as_bytes().first());
        black_box(ids.fold(0, |seen, first| seen ^ first));
        fetch(features.map(|feature| &*feature.shape));
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
