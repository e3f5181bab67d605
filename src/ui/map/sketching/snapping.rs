//! What catches a corner that is being set: corners and borders of everything that is shown, and of the draft itself.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::snap::{Caught, caught};
use crate::model::feature::FeatureRef;

use super::super::input::MapInput;

/// Things so near catch, in pixels.
const REACH_PX: f64 = 9.0;
/// Where more features than this come near, the map is too coarse for corners to be told apart.
const MOST: usize = 200;

/// The corner or border on the map that catches a place; not those of `beside`, which is under the hand.
pub fn snapped(
    input: &MapInput,
    (place, resolution_m_per_px): (Coord<f64>, f64),
    beside: Option<&FeatureRef>,
) -> Option<Caught> {
    let within_m = REACH_PX * resolution_m_per_px;
    let here = Extent::from_corners(place, place).inflated(within_m);
    let mut best: Option<Caught> = None;
    for layer in input.visible_layers() {
        let near = layer.candidates_at_most(&here, MOST)?;
        for feature in near.into_iter().filter_map(|at| layer.features().get(at)) {
            let is_held = beside.is_some_and(|own| own.layer == layer.about.id && own.id == feature.id);
            if let Some(found) = caught(&feature.shape, place, within_m).filter(|_| !is_held) {
                best = Some(found.better(best));
            }
        }
    }
    best
}
