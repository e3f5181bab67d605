//! The filter: zones whose boxes are near enough to matter to a project.

use geo::Coord;

use crate::geom::area::Ruler;
use crate::geom::extent::Extent;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::rule::Rule;

/// Borders this near touch, whatever the rule: coordinates are never better.
const NOISE_M: f64 = 1e-6;
/// How many places along each side of the extent the scale of the plane is looked at.
const SAMPLES: i32 = 4;

/// How many plane metres a true metre may take within an extent, with a little to spare: 1.003 in and around a transverse
/// Mercator zone, 1.16 in Web Mercator at 30°. What is searched for within a setback is searched this much farther.
pub fn stretch_of(extent: &Extent, ruler: &Ruler) -> f64 {
    const STEP_M: f64 = 1000.0;
    let mut most = 1.001_f64;
    if extent.is_empty() {
        return most;
    }
    for (i, j) in (0..=SAMPLES).flat_map(|i| (0..=SAMPLES).map(move |j| (i, j))) {
        let share = |k: i32, length: f64| f64::from(k) / f64::from(SAMPLES) * length;
        let at = Coord {
            x: extent.min.x + share(i, extent.width()),
            y: extent.min.y + share(j, extent.height()),
        };
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
            let true_m = ruler.distance_m(at, to);
            if true_m > 0.0 {
                most = most.max(STEP_M / true_m);
            }
        }
    }
    most * 1.002
}

/// The largest setback, in geodesic metres, of rules that may be about features of a layer; `None` where none is. Each rule
/// comes with the reach that it has for the project in question.
pub fn reach_on<'a>(layer: &Layer, rules: impl Iterator<Item = (&'a Rule, f64)>) -> Option<f64> {
    rules
        .filter(|(rule, _)| rule.roles.iter().any(|role| may_hold(layer, *role)))
        .map(|(_, reach_m)| reach_m)
        .reduce(f64::max)
}

/// True where features of a layer can have a role: the layer's own, or any that a field may name.
pub fn may_hold(layer: &Layer, role: Role) -> bool {
    layer.about.role == role || layer.about.fields.role.is_some()
}

/// Positions of zones of a layer whose boxes come within `reach` plane metres of `extent`, ascending.
pub fn positions_near(layer: &Layer, extent: &Extent, reach: f64) -> Vec<usize> {
    layer.candidates(&extent.inflated(reach.max(NOISE_M)))
}
