//! The numbers and shapes that show a finding.

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
    pub overlap_m2: Option<f64>,
    /// Common length, where a line is concerned.
    pub overlap_m: Option<f64>,
    /// Common area or length as a share of the project's, 0 to 1.
    pub share_of_project: Option<f64>,
    /// Common area as a share of the zone's, 0 to 1.
    pub share_of_zone: Option<f64>,
    /// Distance of the nearest points; 0 unless apart.
    pub distance_m: f64,
    /// The setback that the distance is held against.
    pub setback_m: Option<f64>,
    /// The common part is narrower than the zone's border is sure.
    pub sliver: bool,
    /// The verdict stands wherever within its tolerance the zone's border truly runs.
    pub holds_within_tolerance: bool,
    /// The box around what shows it on the map, in the plane.
    pub extent: Extent,
    /// What to draw, made when it is first asked for.
    pub shape: OnDemand,
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
        let (_, project) = workspace.feature(&self.project)?;
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
