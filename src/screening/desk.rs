//! What one worker of a run has for itself, so that workers do not wait for each other.
//!
//! Every finding names its zone's layer and sort. Were the texts shared by all workers, half a million findings would send
//! their counters to and fro between the cores.

use std::sync::Arc;

use crate::geom::relate::Relater;
use crate::model::feature::FeatureRef;
use crate::model::project::Project;
use crate::model::zone::{Zone, ZoneSort};

use super::sorts::Sort;
use super::zones::ZoneLayer;

/// Room for the work on one project after another.
pub struct Desk {
    /// Measures pairs.
    pub relater: Relater,
    /// Names for findings.
    pub names: Names,
}

/// Copies of names that many findings share.
pub struct Names {
    zone_layers: Vec<Arc<str>>,
    /// Of each layer.
    sorts: Vec<Vec<Arc<ZoneSort>>>,
}

impl Desk {
    /// A desk for a run on these layers.
    pub fn new(layers: &[ZoneLayer<'_>]) -> Desk {
        Desk {
            relater: Relater::default(),
            names: Names {
                zone_layers: layers.iter().map(|zones| copy(&zones.layer.about.id)).collect(),
                sorts: layers.iter().map(sorts).collect(),
            },
        }
    }
}

impl Names {
    /// The name of a zone of the layer at a position.
    pub fn zone(&self, layer: usize, zone: &Zone<'_>) -> FeatureRef {
        FeatureRef {
            layer: Arc::clone(&self.zone_layers[layer]),
            id: Arc::clone(&zone.feature.id),
        }
    }

    /// What a zone of the layer at a position is.
    pub fn sort(&self, layer: usize, sort: &Sort) -> Arc<ZoneSort> {
        Arc::clone(&self.sorts[layer][sort.number])
    }

    /// The name of a project, for all its findings.
    pub fn project(project: &Project<'_>) -> FeatureRef {
        FeatureRef {
            layer: copy(&project.layer.about.id),
            id: Arc::clone(&project.feature.id),
        }
    }
}

fn sorts(zones: &ZoneLayer<'_>) -> Vec<Arc<ZoneSort>> {
    let all = zones.sorts.all().iter();
    all.map(|sort| Arc::new(sort.shown.clone())).collect()
}

/// The same text in a place of its own.
fn copy(name: &Arc<str>) -> Arc<str> {
    Arc::from(&**name)
}
