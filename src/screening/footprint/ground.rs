//! What footprints stand on: the zones around them, and how to measure.

use std::sync::Arc;

use geo::{Coord, MultiPolygon};

use crate::geom::area::Ruler;
use crate::geom::extent::Extent;
use crate::model::footprint::{Fact, Value};
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::workspace::Workspace;

/// A workspace with the ruler for its plane.
pub struct Ground<'a> {
    workspace: &'a Workspace,
    ruler: Ruler,
}

impl<'a> Ground<'a> {
    /// For the zones of a workspace.
    pub fn new(workspace: &'a Workspace) -> Ground<'a> {
        Ground {
            workspace,
            ruler: workspace.ruler(),
        }
    }

    /// The ruler of the plane.
    pub fn ruler(&self) -> &Ruler {
        &self.ruler
    }

    /// Plane metres that a true metre takes at most around a box, with a little to spare: for searches.
    pub fn plane_per_metre(&self, extent: &Extent) -> f64 {
        self.scale(&[extent.min, extent.center(), extent.max]).max(1.0) * 1.001
    }

    /// Plane metres that a true metre takes in the middle of a box: for ranges that are drawn.
    pub fn scale_at(&self, extent: &Extent) -> f64 {
        self.scale(&[extent.center()])
    }

    fn scale(&self, places: &[Coord<f64>]) -> f64 {
        const STEP_M: f64 = 100.0;
        let mut most = 0.0_f64;
        for &at in places {
            for to in [
                Coord {
                    x: at.x + STEP_M,
                    ..at
                },
                Coord {
                    y: at.y + STEP_M,
                    ..at
                },
            ] {
                let true_m = self.ruler.distance_m(at, to);
                if true_m > 0.0 {
                    most = most.max(STEP_M / true_m);
                }
            }
        }
        if most > 0.0 { most } else { 1.0 }
    }

    /// The workspace.
    pub fn workspace(&self) -> &'a Workspace {
        self.workspace
    }

    /// What is missing of some roles, as open facts: no layer of the role, or one of which features could not be read. An
    /// account without it would look better than it is.
    pub fn gaps(&self, roles: &[Role]) -> Vec<Fact> {
        let fact = |role: &Role| {
            let may_hold =
                |layer: &&Arc<Layer>| layer.about.role == *role || layer.about.fields.role.is_some();
            let mut layers = self.workspace.zone_layers().filter(may_hold).peekable();
            let key = if layers.peek().is_none() {
                "layer_missing"
            } else if layers.any(|layer| layer.provenance.counts.refused > 0) {
                "layer_incomplete"
            } else {
                return None;
            };
            Some(Fact::new(key, Value::Unknown).about(role.code()).open_if(true))
        };
        roles.iter().filter_map(fact).collect()
    }

    /// Ellipsoidal area in m².
    pub fn area_m2(&self, areas: &MultiPolygon<f64>) -> f64 {
        self.ruler.area_m2(areas)
    }
}

/// A text field of the layer that a feature belongs to.
pub fn text(field: Option<&str>, properties: &crate::model::feature::Properties) -> Option<String> {
    properties.text(field?)
}
