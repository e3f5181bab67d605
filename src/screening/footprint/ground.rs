//! What footprints stand on: the zones around them, and how to measure.

use std::sync::Arc;

use geo::{Coord, MultiPolygon};

use crate::geom::area::Ruler;
use crate::geom::distance::nearest;
use crate::geom::extent::Extent;
use crate::geom::overlay::{intersection, union};
use crate::geom::shape::Shape;
use crate::model::footprint::{Fact, Value};
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;

/// Borders this near touch: coordinates are never better.
const NOISE_M: f64 = 1e-6;

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

    /// Zones of some roles whose boxes come within so many metres of a shape, in the order of the workspace.
    pub fn zones(&self, roles: &[Role], shape: &Shape, within_m: f64) -> Vec<(Role, Zone<'a>)> {
        let extent = shape.extent();
        if extent.is_empty() {
            return Vec::new();
        }
        let reach = (within_m * self.plane_per_metre(&extent)).max(NOISE_M);
        let query = extent.inflated(reach);
        let may_hold = |layer: &Layer| layer.about.fields.role.is_some() || roles.contains(&layer.about.role);
        let layers = self.workspace.zone_layers().filter(|layer| may_hold(layer));
        layers
            .flat_map(|layer| {
                let positions = layer.candidates(&query);
                positions.into_iter().filter_map(|position| {
                    let feature = layer.features().get(position)?;
                    let zone = Zone { layer, feature };
                    Some((zone.role(), zone))
                })
            })
            .filter(|(role, _)| roles.contains(role))
            .collect()
    }

    /// Geodesic distance of two shapes in m, 0 where they meet; `None` where it is surely more than `at_most_m`.
    pub fn distance_m(&self, a: &Shape, b: &Shape, at_most_m: f64) -> Option<f64> {
        self.distance_scaled(a, b, at_most_m, self.plane_per_metre(&a.extent()))
    }

    /// As [`Ground::distance_m`], the plane metres that a true metre takes at most around the first shape known.
    fn distance_scaled(&self, a: &Shape, b: &Shape, at_most_m: f64, scale: f64) -> Option<f64> {
        let found = nearest(a, b, (at_most_m * scale).max(NOISE_M))?;
        if found.distance <= NOISE_M {
            return Some(0.0);
        }
        let m = self.ruler.distance_m(found.from, found.to);
        (m <= at_most_m).then_some(m)
    }

    /// The nearest zone of each role within so many metres, in the order of `roles`; of equally near ones that with the
    /// nearer box, then the first.
    pub fn nearest_by_role(
        &self,
        roles: &[Role],
        shape: &Shape,
        within_m: f64,
    ) -> Vec<(Role, Zone<'a>, f64)> {
        let zones = self.zones(roles, shape, within_m);
        let of_role = |role: &Role| {
            let own = zones.iter().filter(|(other, _)| other == role);
            let (zone, m) = self.nearest_of(own.map(|(_, zone)| *zone), shape, within_m)?;
            Some((*role, zone, m))
        };
        roles.iter().filter_map(of_role).collect()
    }

    /// Asks the nearest boxes first, so that of many zones few are measured.
    fn nearest_of(
        &self,
        zones: impl Iterator<Item = Zone<'a>>,
        shape: &Shape,
        within_m: f64,
    ) -> Option<(Zone<'a>, f64)> {
        let extent = shape.extent();
        let scale = self.plane_per_metre(&extent);
        let apart = |zone: &Zone<'_>| zone.feature.shape.extent().distance_squared(&extent).sqrt();
        let mut by_box: Vec<(f64, Zone<'a>)> = zones.map(|zone| (apart(&zone), zone)).collect();
        by_box.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best: Option<(Zone<'a>, f64)> = None;
        for (box_distance, zone) in by_box {
            let limit_m = best.as_ref().map_or(within_m, |(_, m)| *m);
            if box_distance > limit_m * scale + NOISE_M {
                break;
            }
            if let Some(m) = self.distance_scaled(shape, &zone.feature.shape, limit_m, scale)
                && best.as_ref().is_none_or(|(_, least)| m < *least)
            {
                best = Some((zone, m));
            }
        }
        best
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

    /// The union of what polygons have in common with the zones of some roles.
    pub fn common(&self, roles: &[Role], shape: &Shape) -> MultiPolygon<f64> {
        let zones = self.zones(roles, shape, 0.0);
        let parts: Vec<MultiPolygon<f64>> = zones
            .iter()
            .map(|(_, zone)| intersection(shape.areas(), zone.feature.shape.areas()))
            .filter(|part| !part.0.is_empty())
            .collect();
        union(&parts)
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
