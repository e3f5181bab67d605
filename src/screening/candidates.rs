//! The filter: zones whose boxes are near enough to matter to a project.

use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::rule::Rule;
use crate::model::zone::Zone;

/// How much longer a plane distance may be than the geodesic one: scale factors of transverse Mercator planes stay
/// within 0.9996 and 1.002 in and around their zones.
const SCALE_MARGIN: f64 = 1.003;

/// Plane metres within which everything at a geodesic distance of `reach_m` is found.
pub fn plane_reach_m(reach_m: f64) -> f64 {
    reach_m * SCALE_MARGIN
}

/// The largest setback, in geodesic metres, of rules that may be about features of a layer; `None` where none is.
pub fn reach_on(layer: &Layer, rules: &[&Rule]) -> Option<f64> {
    let about = |rule: &&Rule| rule.roles.iter().any(|role| may_hold(layer, *role));
    rules
        .iter()
        .copied()
        .filter(|rule| about(rule))
        .map(|rule| rule.criterion.reach_m())
        .reduce(f64::max)
}

/// True where features of a layer can have a role: the layer's own, or any that a field may name.
pub fn may_hold(layer: &Layer, role: Role) -> bool {
    layer.about.role == role || layer.about.fields.role.is_some()
}

/// Zones of a layer whose boxes come within `reach_m` geodesic metres of `extent`, in the order of the source.
pub fn zones_near<'a>(
    layer: &'a Arc<Layer>,
    extent: &Extent,
    reach_m: f64,
) -> impl Iterator<Item = Zone<'a>> {
    let query = extent.inflated(plane_reach_m(reach_m));
    let positions = layer.candidates(&query);
    positions.into_iter().filter_map(|position| {
        Some(Zone {
            layer,
            feature: layer.features().get(position)?,
        })
    })
}
