//! The refinement: what one project and one zone have in common, exactly, and what one rule says to it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::geom::area::Ruler;
use crate::geom::common::depth_m;
use crate::geom::equal_area::EqualArea;
use crate::geom::extent::Extent;
use crate::geom::relate::{Contact, Relater, Relation};
use crate::geom::shape::Shape;
use crate::model::evidence::OnDemand;
use crate::model::finding::Evidence;
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

/// A shape with its true area in m², worked out when it is asked for.
pub struct Body<'a, F: Fn() -> f64> {
    /// In the plane.
    pub shape: &'a Shape,
    /// Its area.
    pub area_m2: F,
}

/// Measures one pair. `None` where they are farther apart than `reach` plane metres.
///
/// # Errors
/// [`Undecided`] where predicate and overlay disagree, or the geometry library panics: each pair is in its own cage.
pub fn meet<P: Fn() -> f64, Z: Fn() -> f64>(
    relater: &mut Relater,
    project: &Body<'_, P>,
    zone: &Body<'_, Z>,
    reach: f64,
    measure: &EqualArea,
) -> Result<Option<Meeting>, Undecided> {
    let window = project.shape.extent().common_with(&zone.shape.extent());
    let caged = catch_unwind(AssertUnwindSafe(|| {
        let chart = measure.chart(&window);
        let contact = relater.relate(project.shape, zone.shape, reach, &chart)?;
        Ok(contact.map(|contact| {
            // What lies wholly inside is itself the common part, to the last digit.
            let is_whole =
                |shape: &Shape| shape.plane_area() - contact.overlap.plane_m2 <= SAME * shape.plane_area();
            let overlap_m2 = if contact.first_within && is_whole(project.shape) {
                (project.area_m2)()
            } else if contact.second_within && is_whole(zone.shape) {
                (zone.area_m2)()
            } else {
                contact.overlap.true_m2.max(0.0)
            };
            Meeting::new(&contact, overlap_m2, (project.shape, zone.shape), measure.ruler())
        }))
    }));
    match caged {
        Ok(Ok(meeting)) => Ok(meeting),
        Ok(Err(crate::geom::relate::Disagreement)) | Err(_) => Err(Undecided),
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
        let share =
            |part: Option<f64>, whole: f64| part.filter(|_| whole > 0.0).map(|m2| (m2 / whole).min(1.0));
        let share_of_project = match self.overlap_m2 {
            Some(_) => share(self.overlap_m2, footprint.area_m2),
            None => share(self.overlap_m, footprint.length_m),
        };
        Evidence {
            overlap_m2: self.overlap_m2,
            overlap_m: self.overlap_m,
            share_of_project,
            share_of_zone: share(self.overlap_m2, zone_m2),
            distance_m: self.distance_m,
            setback_m: criterion.setback_m(),
            sliver: self.interiors_meet() && self.overlap_m2.is_some() && self.depth_m < tolerance_m,
            holds_within_tolerance: self
                .measured(footprint, zone_m2)
                .holds_within(criterion, tolerance_m),
            extent: self.extent,
            shape: OnDemand::default(),
        }
    }
}
