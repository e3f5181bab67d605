//! The refinement: what one project and one zone have in common, exactly, and what one rule says to it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use geo::MultiPolygon;

use crate::geom::area::Ruler;
use crate::geom::distance::nearest_border;
use crate::geom::relate::{Contact, Relation, relate};
use crate::geom::shape::Shape;
use crate::model::finding::{Evidence, EvidenceShape};
use crate::model::rule::Criterion;
use crate::model::zone::Zone;

use super::criterion::Measured;

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
    /// What to draw.
    pub shape: EvidenceShape,
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
    pub fn of(shape: &Shape, ruler: &Ruler) -> Footprint {
        Footprint {
            area_m2: ruler.area_m2(shape.areas()),
            length_m: ruler.length_m(shape.lines()),
        }
    }
}

/// Measures one pair. `None` where they are farther apart than `reach` plane metres.
///
/// # Errors
/// [`Undecided`] where predicate and overlay disagree, or the geometry library panics: each pair is in its own cage.
pub fn meet(project: &Shape, zone: &Shape, reach: f64, ruler: &Ruler) -> Result<Option<Meeting>, Undecided> {
    let caged = catch_unwind(AssertUnwindSafe(|| relate(project, zone, reach)));
    match caged {
        Ok(Ok(contact)) => Ok(contact.map(|contact| Meeting::new(contact, project, zone, ruler))),
        Ok(Err(_)) | Err(_) => Err(Undecided),
    }
}

impl Meeting {
    fn new(contact: Contact, project: &Shape, zone: &Shape, ruler: &Ruler) -> Meeting {
        let Contact {
            relation,
            nearest,
            common,
        } = contact;
        let areal = !project.areas().0.is_empty() && !zone.areas().0.is_empty();
        let linear = !(project.lines().0.is_empty() && zone.lines().0.is_empty());
        let distance_m = if relation == Relation::Near {
            ruler.distance_m(nearest.from, nearest.to)
        } else {
            0.0
        };
        let overlap_m2 = areal.then(|| ruler.area_m2(common.areas()));
        let overlap_m =
            (linear && !(areal && common.lines().0.is_empty())).then(|| ruler.length_m(common.lines()));
        let depth_m = depth_m(&common, zone);
        let shape = if common.is_empty() {
            EvidenceShape::Gap {
                from: nearest.from,
                to: nearest.to,
            }
        } else {
            EvidenceShape::Common(Arc::new(common))
        };
        Meeting {
            relation,
            distance_m,
            overlap_m2,
            overlap_m,
            shape,
            depth_m,
        }
    }

    /// True where interiors meet.
    pub fn interiors_meet(&self) -> bool {
        matches!(
            self.relation,
            Relation::Inside | Relation::Contains | Relation::Overlap
        )
    }

    /// The area in common as polygons; `None` where there is none.
    pub fn common_areas(&self) -> Option<&MultiPolygon<f64>> {
        match &self.shape {
            EvidenceShape::Common(shape) if !shape.areas().0.is_empty() => Some(shape.areas()),
            _ => None,
        }
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
            shape: self.shape.clone(),
        }
    }
}

/// Mean width of a common area, length of a common line, distance of a common point to the zone's border.
fn depth_m(common: &Shape, zone: &Shape) -> f64 {
    let perimeter: f64 = common
        .rings()
        .flat_map(|ring| ring.lines())
        .map(|l| (l.end - l.start).hypot())
        .sum();
    if perimeter > 0.0 {
        return 2.0 * common.plane_area() / perimeter;
    }
    if !common.lines().0.is_empty() {
        return common
            .lines()
            .iter()
            .flat_map(|l| l.lines())
            .map(|l| (l.end - l.start).hypot())
            .sum();
    }
    if common.is_empty() {
        0.0
    } else {
        nearest_border(common, zone).map_or(0.0, |n| n.distance)
    }
}

/// Length of a difference of two coordinates.
trait Hypot {
    fn hypot(self) -> f64;
}

impl Hypot for geo::Coord<f64> {
    fn hypot(self) -> f64 {
        self.x.hypot(self.y)
    }
}

/// The zone's whole area in m², for shares.
pub fn zone_m2(zone: &Zone<'_>, ruler: &Ruler) -> f64 {
    ruler.area_m2(zone.feature.shape.areas())
}
