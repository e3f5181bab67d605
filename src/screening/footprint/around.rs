//! What lies around one shape: the zones of some roles, and how far they are.

use std::cell::OnceCell;

use geo::MultiPolygon;

use crate::geom::distance::nearest;
use crate::geom::overlay::{intersection, union};
use crate::geom::shape::Shape;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::zone::Zone;

use super::ground::Ground;

/// Borders this near touch: coordinates are never better.
const NOISE_M: f64 = 1e-6;
/// How far is looked for the nearest zone, as shares of the farthest that matters: where zones lie close together, the
/// nearest is near, and the others need not be looked at.
const SHARES: [f64; 2] = [0.125, 1.0];

/// The ground as seen from a shape.
pub struct Around<'g, 'a> {
    ground: &'g Ground<'a>,
    shape: &'g Shape,
    /// Plane metres that a true metre takes at most around the shape, once anybody has asked: in most workspaces most roles
    /// have no layer.
    plane_per_metre: OnceCell<f64>,
}

impl<'g, 'a> Around<'g, 'a> {
    /// Of a shape.
    pub fn new(ground: &'g Ground<'a>, shape: &'g Shape) -> Around<'g, 'a> {
        Around {
            ground,
            shape,
            plane_per_metre: OnceCell::new(),
        }
    }

    fn plane_per_metre(&self) -> f64 {
        let ask = || self.ground.plane_per_metre(&self.shape.extent());
        *self.plane_per_metre.get_or_init(ask)
    }

    /// What is looked at.
    pub fn shape(&self) -> &'g Shape {
        self.shape
    }

    /// Zones of some roles whose boxes come within so many metres, in the order of the workspace.
    pub fn zones(&self, roles: &[Role], within_m: f64) -> Vec<(Role, Zone<'a>)> {
        let extent = self.shape.extent();
        let may_hold = |layer: &Layer| layer.about.fields.role.is_some() || roles.contains(&layer.about.role);
        let layers = self.ground.workspace().zone_layers();
        let mut layers = layers.filter(|layer| may_hold(layer)).peekable();
        if extent.is_empty() || layers.peek().is_none() {
            return Vec::new();
        }
        let query = extent.inflated((within_m * self.plane_per_metre()).max(NOISE_M));
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

    /// The union of what the shape has in common with the zones of some roles.
    pub fn common(&self, roles: &[Role]) -> MultiPolygon<f64> {
        let zones = self.zones(roles, 0.0);
        let parts: Vec<MultiPolygon<f64>> = zones
            .iter()
            .map(|(_, zone)| intersection(self.shape.areas(), zone.feature.shape.areas()))
            .filter(|part| !part.0.is_empty())
            .collect();
        union(&parts)
    }

    /// Geodesic distance of another shape in m, 0 where they meet; `None` where it is surely more than `at_most_m`.
    pub fn distance_m(&self, other: &Shape, at_most_m: f64) -> Option<f64> {
        let found = nearest(
            self.shape,
            other,
            (at_most_m * self.plane_per_metre()).max(NOISE_M),
        )?;
        if found.distance <= NOISE_M {
            return Some(0.0);
        }
        let m = self.ground.ruler().distance_m(found.from, found.to);
        (m <= at_most_m).then_some(m)
    }

    /// The nearest zone of each role within so many metres, in the order of `roles`; of equally near ones that with the
    /// nearer box, then the first.
    pub fn nearest_by_role(&self, roles: &[Role], within_m: f64) -> Vec<(Role, Zone<'a>, f64)> {
        let mut found: Vec<Option<(Zone<'a>, f64)>> = vec![None; roles.len()];
        for share in SHARES {
            let open = roles.iter().zip(&found).filter(|(_, nearest)| nearest.is_none());
            let open: Vec<Role> = open.map(|(role, _)| *role).collect();
            let zones = self.zones(&open, share * within_m);
            for (role, nearest) in roles.iter().zip(&mut found) {
                let own = zones.iter().filter(|(other, _)| other == role);
                let own = own.map(|(_, zone)| *zone);
                *nearest = nearest.take().or_else(|| self.nearest_of(own, share * within_m));
            }
        }
        let told = roles.iter().zip(found);
        told.filter_map(|(role, nearest)| nearest.map(|(zone, m)| (*role, zone, m)))
            .collect()
    }

    /// Asks the nearest boxes first, so that of many zones few are measured.
    fn nearest_of(&self, zones: impl Iterator<Item = Zone<'a>>, within_m: f64) -> Option<(Zone<'a>, f64)> {
        let extent = self.shape.extent();
        let apart = |zone: &Zone<'_>| zone.feature.shape.extent().distance_squared(&extent).sqrt();
        let mut by_box: Vec<(f64, Zone<'a>)> = zones.map(|zone| (apart(&zone), zone)).collect();
        by_box.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut best: Option<(Zone<'a>, f64)> = None;
        for (box_distance, zone) in by_box {
            let limit_m = best.as_ref().map_or(within_m, |(_, m)| *m);
            if box_distance > limit_m * self.plane_per_metre() + NOISE_M {
                break;
            }
            if let Some(m) = self.distance_m(&zone.feature.shape, limit_m)
                && best.as_ref().is_none_or(|(_, least)| m < *least)
            {
                best = Some((zone, m));
            }
        }
        best
    }
}
