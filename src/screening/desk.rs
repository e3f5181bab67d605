//! What one worker of a run has for itself, so that workers do not wait for each other.
//!
//! Every finding names its rule and two layers. Were the texts shared by all workers, half a million findings would send
//! their counters to and fro between the cores.

use std::sync::Arc;

use crate::geom::relate::Relater;
use crate::model::feature::FeatureRef;
use crate::model::project::Project;
use crate::model::zone::Zone;

use super::standing::Standing;
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
    rules: Vec<Arc<str>>,
    zone_layers: Vec<Arc<str>>,
}

impl Desk {
    /// A desk for a run by these rules on these layers.
    pub fn new(rules: &[Standing<'_>], layers: &[ZoneLayer<'_>]) -> Desk {
        Desk {
            relater: Relater::default(),
            names: Names {
                rules: rules.iter().map(|standing| copy(&standing.id)).collect(),
                zone_layers: layers.iter().map(|zones| copy(&zones.layer.about.id)).collect(),
            },
        }
    }
}

impl Names {
    /// The id of the rule at a position.
    pub fn rule(&self, position: usize) -> Arc<str> {
        Arc::clone(&self.rules[position])
    }

    /// The name of a zone of the layer at a position.
    pub fn zone(&self, layer: usize, zone: &Zone<'_>) -> FeatureRef {
        FeatureRef {
            layer: Arc::clone(&self.zone_layers[layer]),
            id: Arc::clone(&zone.feature.id),
        }
    }

    /// The name of a project, for all its findings.
    pub fn project(project: &Project<'_>) -> FeatureRef {
        FeatureRef {
            layer: copy(&project.layer.about.id),
            id: Arc::clone(&project.feature.id),
        }
    }
}

/// The same text in a place of its own.
fn copy(name: &Arc<str>) -> Arc<str> {
    Arc::from(&**name)
}
