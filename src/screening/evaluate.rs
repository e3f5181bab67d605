//! The refinement: what one project and one zone have in common, exactly, and what one rule says to it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::geom::area::Ruler;
use crate::geom::common::depth_m;
use crate::geom::equal_area::EqualArea;
use crate::geom::extent::Extent;
use crate::geom::relate::{Contact, Disagreement, Relater, Relation};
use crate::geom::scale::Scale;
use crate::geom::shape::Shape;
use crate::model::evidence::OnDemand;
use crate::model::finding::{Evidence, share};
use crate::model::matter::Together;
use crate::model::rule::Criterion;

use super::criterion::Measured;

/// Two areas that differ by no more than this share are one area, rounded differently.
const SAME: f64 = 1e-10;

/// A pair whose geometry could not be decided: the engines disagree, or one of them gave up.
pub struct Undecided;

/// What one project and one zone have in common, measured once and judged by many rules.
pub struct Meeting {
    /// How the project lies to the zone.
    pub relation: Relation,
    /// Geodesic distance, 0 unless apart.
    pub distance_m: f64,
    /// Common area, where both have area.
    pub overlap_m2: Option<f64>,
    /// Common length, where a line is concerned.
    pub overlap_m: Option<f64>,
    /// The box around what is in common, or around the gap.
    pub extent: Extent,
    /// What the project takes of all zones that the rule at hand is about; `None` where each counts by itself.
    pub together: Option<Together>,
    /// How deep the common part is, in metres: what a border may move before it is gone.
    depth_m: f64,
}

/// The size of a project's footprint.
#[derive(Clone, Copy, Debug)]
pub struct Footprint {
    /// 0 for lines and points.
    pub area_m2: f64,
    /// Of lines only.
    pub length_m: f64,
}

impl Footprint {
    /// Measures a shape.
    pub fn of(shape: &Shape, measure: &EqualArea) -> Footprint {
        Footprint {
            area_m2: shape.true_area_m2(measure),
            length_m: measure.ruler().length_m(shape.lines()),
        }
    }
}

/// Measures one pair. `None` where they are farther apart than `reach` plane metres.
///
/// # Errors
/// [`Undecided`] where predicate and overlay disagree, or the geometry library panics: each pair is in its own cage.
pub fn meet(
    relater: &mut Relater,
    project: &Shape,
    zone: &Shape,
    reach: f64,
    measure: &EqualArea,
) -> Result<Option<Meeting>, Undecided> {
    caged(|| {
        let contact = relater.relate(project, zone, reach, Scale::True(measure))?;
        Ok(contact.map(|contact| {
            // What lies wholly inside is itself the common part, to the last digit.
            let is_whole =
                |shape: &Shape| shape.plane_area() - contact.overlap.plane_m2 <= SAME * shape.plane_area();
            let overlap_m2 = if contact.first_within && is_whole(project) {
                project.true_area_m2(measure)
            } else if contact.second_within && is_whole(zone) {
                zone.true_area_m2(measure)
            } else {
                contact.overlap.true_m2.max(0.0)
            };
            Meeting::new(&contact, overlap_m2, (project, zone), measure.ruler())
        }))
    })
}

/// What one pair comes to, whatever the geometry library does with it.
fn caged<T>(measure: impl FnOnce() -> Result<T, Disagreement>) -> Result<T, Undecided> {
    match catch_unwind(AssertUnwindSafe(measure)) {
        Ok(Ok(measured)) => Ok(measured),
        Ok(Err(Disagreement)) | Err(_) => Err(Undecided),
    }
}

impl Meeting {
    fn new(contact: &Contact, overlap_m2: f64, (project, zone): (&Shape, &Shape), ruler: &Ruler) -> Meeting {
        let areal = !project.areas().0.is_empty() && !zone.areas().0.is_empty();
        let linear = !(project.lines().0.is_empty() && zone.lines().0.is_empty());
        let nearest = contact.nearest;
        let distance_m = if contact.relation == Relation::Near {
            ruler.distance_m(nearest.from, nearest.to)
        } else {
            0.0
        };
        let with_length = linear && !(areal && contact.lines.0.is_empty());
        let coords = contact.lines.iter().flat_map(|line| line.0.iter().copied());
        let mut extent = Extent::of_coords(coords.chain(contact.points.iter().map(|point| point.0)));
        extent.merge(&contact.overlap.extent);
        if extent.is_empty() {
            extent = Extent::from_corners(nearest.from, nearest.to);
        }
        Meeting {
            relation: contact.relation,
            distance_m,
            overlap_m2: areal.then_some(overlap_m2),
            overlap_m: with_length.then(|| ruler.length_m(&contact.lines)),
            extent,
            together: None,
            depth_m: depth_m(contact, zone),
        }
    }

    /// True where interiors meet.
    pub fn interiors_meet(&self) -> bool {
        matches!(
            self.relation,
            Relation::Inside | Relation::Contains | Relation::Overlap
        )
    }

    /// What criteria ask for; `zone_m2` matters only to those that ask for a share of the zone.
    pub fn measured(&self, footprint: Footprint, zone_m2: f64) -> Measured {
        Measured {
            interiors_meet: self.interiors_meet(),
            distance_m: self.distance_m,
            overlap_m2: self.overlap_m2,
            overlap_m: self.overlap_m,
            together: self.together,
            depth_m: self.depth_m,
            project_m2: footprint.area_m2,
            project_m: footprint.length_m,
            zone_m2,
        }
    }

    /// The evidence for a finding at a zone whose area is `zone_m2`.
    pub fn evidence(
        &self,
        criterion: &Criterion,
        footprint: Footprint,
        zone_m2: f64,
        tolerance_m: f64,
    ) -> Evidence {
        let common_m2 = self.overlap_m2.filter(|_| self.interiors_meet());
        Evidence {
            overlap_m2: self.overlap_m2.into(),
            overlap_m: self.overlap_m.into(),
            share_of_zone: self.overlap_m2.and_then(|m2| share(m2, zone_m2)).into(),
            distance_m: self.distance_m,
            width_m: common_m2.map(|_| self.depth_m).into(),
            sliver: common_m2.is_some() && self.depth_m < tolerance_m,
            holds_within_tolerance: self
                .measured(footprint, zone_m2)
                .holds_within(criterion, tolerance_m),
            extent: self.extent,
            shape: OnDemand::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_that_gives_up_or_contradicts_itself_is_undecided() {
        let check = |measure: fn() -> Result<u8, Disagreement>, expected: Option<u8>| {
            assert_eq!(caged(measure).ok(), expected);
        };
        check(|| Ok(7), Some(7));
        check(|| Err(Disagreement), None);
        check(|| panic!("the geometry library gives up, as the test asks"), None);
    }
}
