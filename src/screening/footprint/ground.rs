//! What footprints stand on: the zones around them, and how to measure.

use geo::{Coord, MultiPolygon};

use crate::geom::area::Ruler;
use crate::geom::distance::nearest;
use crate::geom::extent::Extent;
use crate::geom::overlay::{intersection, union};
use crate::geom::shape::Shape;
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

    /// Plane metres that a true metre takes at most around a box, with a little to spare.
    pub fn plane_per_metre(&self, extent: &Extent) -> f64 {
        const STEP_M: f64 = 100.0;
        let mut most = 1.0_f64;
        for at in [extent.min, extent.center(), extent.max] {
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
        most * 1.001
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
        let limit = (at_most_m * self.plane_per_metre(&a.extent())).max(NOISE_M);
        let found = nearest(a, b, limit)?;
        if found.distance <= NOISE_M {
            return Some(0.0);
        }
        let m = self.ruler.distance_m(found.from, found.to);
        (m <= at_most_m).then_some(m)
    }

    /// The nearest zone of each role within so many metres, in the order of `roles`.
    pub fn nearest_by_role(
        &self,
        roles: &[Role],
        shape: &Shape,
        within_m: f64,
    ) -> Vec<(Role, Zone<'a>, f64)> {
        let near: Vec<(Role, Zone<'a>, f64)> = self
            .zones(roles, shape, within_m)
            .into_iter()
            .filter_map(|(role, zone)| {
                let m = self.distance_m(shape, &zone.feature.shape, within_m)?;
                Some((role, zone, m))
            })
            .collect();
        let least = |role: &Role| {
            let own = near.iter().filter(|(other, ..)| other == role);
            own.min_by(|a, b| a.2.total_cmp(&b.2)).copied()
        };
        roles.iter().filter_map(least).collect()
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
