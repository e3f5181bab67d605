//! The zones of a workspace with what a run asks of each of them again and again, looked up once.

use std::sync::{Arc, OnceLock};

use crate::geom::equal_area::EqualArea;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

use super::sorts::{Sort, Sorts};
use super::standing::Standing;

/// The zones of one layer.
pub struct ZoneLayer<'a> {
    /// The layer.
    pub layer: &'a Arc<Layer>,
    sorts: Sorts,
    /// True areas in m² by position, made when first asked for.
    areas_m2: Vec<OnceLock<f64>>,
}

impl<'a> ZoneLayer<'a> {
    /// All layers whose features can be zones, in the order of the workspace.
    pub fn all(workspace: &'a Workspace, rules: &[Standing<'_>]) -> Vec<ZoneLayer<'a>> {
        let layers = workspace.zone_layers();
        layers
            .map(|layer| ZoneLayer {
                layer,
                sorts: Sorts::of(layer, rules),
                areas_m2: layer.features().iter().map(|_| OnceLock::new()).collect(),
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

    /// The true area in m² of the zone at a position; 0 where there is none.
    pub fn area_m2(&self, position: usize, measure: &EqualArea) -> f64 {
        let feature = self.layer.features().get(position);
        let measured = || feature.map_or(0.0, |feature| measure.area_m2(feature.shape.areas()));
        self.areas_m2
            .get(position)
            .map_or(0.0, |area_m2| *area_m2.get_or_init(measured))
    }
}
