//! What two shapes have in common where no border of one comes in: all of the other, or nothing.
//!
//! So it is for most parcels under a large project. Nothing is walked along; what is told is what the other has by itself.

use super::crossing::first_is_inside;
use super::extent::Extent;
use super::overlap::Overlap;
use super::scale::Scale;
use super::shape::Shape;
use super::window::Window;

/// The overlap where no border of the shape looked at comes into the box that it has in common with `other`: nothing, or
/// all of the other. `None` where a border comes in.
pub(in crate::geom) fn without_border(
    window: &Window,
    other: &Shape,
    common: &Extent,
    scale: Scale<'_>,
) -> Option<Overlap> {
    if window.is_empty() || common.is_empty() {
        return Some(Overlap::NONE);
    }
    if window.has_border_in(common) {
        return None;
    }
    if !first_is_inside(common.center(), window.rings()) {
        return Some(Overlap::NONE);
    }
    // Where the other reaches beyond the box, only a walk along its border tells how much of it is in.
    (*common == other.extent()).then(|| Overlap {
        plane_m2: other.plane_area(),
        true_m2: scale.area_m2(other),
        border_m: other.border_m(),
        extent: *common,
    })
}
