//! The numbers and shapes that show a finding.

use std::fmt;
use std::sync::{Arc, OnceLock};

use geo::Coord;

use crate::geom::common::common_part;
use crate::geom::extent::Extent;
use crate::geom::relate::{Relation, relate};
use crate::geom::shape::Shape;

use super::finding::Finding;
use super::workspace::Workspace;

/// The numbers and shapes that show a finding. Areas ellipsoidal, lengths and distances geodesic.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Common area, where project and zone both have area.
    pub overlap_m2: MaybeF64,
    /// Common length, where a line is concerned.
    pub overlap_m: MaybeF64,
    /// Common area as a share of the zone's, 0 to 1.
    pub share_of_zone: MaybeF64,
    /// Distance of the nearest points; 0 unless apart.
    pub distance_m: f64,
    /// Mean width of the common area: that of a strip with the same area and border, in m.
    pub width_m: MaybeF32,
    /// The common part is narrower than the zone's border is sure.
    pub sliver: bool,
    /// The verdict stands wherever within its tolerance the zone's border truly runs.
    pub holds_within_tolerance: bool,
    /// The box around what shows it on the map, in the plane.
    pub extent: Extent,
    /// What to draw, made when it is first asked for.
    pub shape: OnDemand,
}

/// A number that may be missing, in the room of the number: hundreds of thousands of findings have three each.
#[derive(Clone, Copy)]
pub struct MaybeF64(f64);

impl MaybeF64 {
    /// Nothing.
    pub const NONE: MaybeF64 = MaybeF64(f64::NAN);

    /// The number; `None` where it is missing.
    pub fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

/// As [`MaybeF64`], in half of the room: seven digits.
#[derive(Clone, Copy)]
pub struct MaybeF32(f32);

impl MaybeF32 {
    /// Nothing.
    pub const NONE: MaybeF32 = MaybeF32(f32::NAN);

    /// The number; `None` where it is missing.
    pub fn get(self) -> Option<f32> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

impl From<Option<f64>> for MaybeF32 {
    fn from(number: Option<f64>) -> MaybeF32 {
        number.map_or(MaybeF32::NONE, |number| MaybeF32(number as f32))
    }
}

impl PartialEq for MaybeF32 {
    fn eq(&self, other: &MaybeF32) -> bool {
        self.get() == other.get()
    }
}

impl fmt::Debug for MaybeF32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// What is no number counts as missing.
impl From<Option<f64>> for MaybeF64 {
    fn from(number: Option<f64>) -> MaybeF64 {
        number.map_or(MaybeF64::NONE, MaybeF64)
    }
}

impl PartialEq for MaybeF64 {
    fn eq(&self, other: &MaybeF64) -> bool {
        self.get() == other.get()
    }
}

impl fmt::Debug for MaybeF64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// What shows a finding on the map, in the plane.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceShape {
    /// The common part.
    Common(Arc<Shape>),
    /// The nearest points of project and zone; equal where they touch.
    Gap {
        /// On the project.
        from: Coord<f64>,
        /// On the zone.
        to: Coord<f64>,
    },
}

/// A shape that is made when it is first asked for and then kept: hundreds of thousands of findings may be screened, and
/// few are drawn. Two of them count as equal, for both follow from the finding.
#[derive(Clone, Debug, Default)]
pub struct OnDemand(OnceLock<Option<Arc<EvidenceShape>>>);

impl OnDemand {
    /// One that is there already.
    pub fn made(shape: EvidenceShape) -> OnDemand {
        OnDemand(OnceLock::from(Some(Arc::new(shape))))
    }
}

impl PartialEq for OnDemand {
    fn eq(&self, _: &OnDemand) -> bool {
        true
    }
}

impl Evidence {
    /// Common area in m², else common length in m, for sorting; 0 where there is neither.
    pub fn common_size(&self) -> f64 {
        let size = self.overlap_m2.get().or(self.overlap_m.get());
        size.unwrap_or(0.0)
    }
}

impl Finding {
    /// What shows the finding on the map, from the project and zone in the workspace that was screened. `None` where they
    /// are not in it.
    pub fn shape(&self, workspace: &Workspace) -> Option<&EvidenceShape> {
        self.evidence
            .shape
            .0
            .get_or_init(|| self.made_shape(workspace))
            .as_deref()
    }

    /// As [`Finding::shape`], without keeping it: for those who go through all findings once.
    pub fn shape_once(&self, workspace: &Workspace) -> Option<Arc<EvidenceShape>> {
        match self.evidence.shape.0.get() {
            Some(kept) => kept.clone(),
            None => self.made_shape(workspace),
        }
    }

    fn made_shape(&self, workspace: &Workspace) -> Option<Arc<EvidenceShape>> {
        let (_, project) = workspace.feature(&self.matter.project)?;
        let (_, zone) = workspace.feature(&self.zone)?;
        let contact = relate(&project.shape, &zone.shape, f64::INFINITY).ok()??;
        let common = common_part(&project.shape, &zone.shape, &contact);
        Some(Arc::new(if common.is_empty() {
            EvidenceShape::Gap {
                from: contact.nearest.from,
                to: contact.nearest.to,
            }
        } else {
            EvidenceShape::Common(Arc::new(common))
        }))
    }

    /// True where project and zone have nothing in common, and the way between them is drawn.
    pub fn is_gap(&self) -> bool {
        matches!(self.relation, Relation::Near | Relation::Touch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_number_is_none_and_equals_another() {
        let check = |number: Option<f64>, expected: Option<f64>| {
            let maybe = MaybeF64::from(number);
            assert_eq!((maybe.get(), maybe), (expected, expected.into()));
        };
        check(None, None);
        check(Some(f64::NAN), None);
        check(Some(0.0), Some(0.0));
        check(Some(16.0), Some(16.0));
        assert_ne!(MaybeF64::NONE, Some(0.0).into());
        assert_eq!(format!("{:?}", MaybeF64::from(Some(2.5))), "Some(2.5)");
    }

    /// Half a million of them are kept: a longer one is a choice.
    #[test]
    fn a_finding_is_small() {
        assert!(size_of::<Finding>() <= 160, "{}", size_of::<Finding>());
    }
}
