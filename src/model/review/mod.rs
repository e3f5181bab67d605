//! The review of a screening: decisions of people beside the findings of the machine.
//!
//! Promises: a list of events tells everything, and the same list gives the same state; a finding of the machine is never
//! changed, what people decide lies beside it under its stable name; what was decided on other evidence is marked, never
//! dropped. Refuses: disk, clock, the names of people by itself. Times and names come with the events.

pub mod board;
pub mod checklist;
pub mod decision;
pub mod event;
pub mod key;
pub mod reportable;
pub mod standing;
pub mod state;
pub mod steps;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo::wkt;

    use crate::geom::crs::Crs;
    use crate::geom::extent::Extent;
    use crate::geom::gate::admit_plane;
    use crate::geom::relate::Relation;
    use crate::model::evidence::{Evidence, MaybeF32, OnDemand};
    use crate::model::feature::{Feature, FeatureRef, Properties};
    use crate::model::finding::{Bearing, Finding, Matter, ProjectAccount, RuleVerdict, Screening, Verdict};
    use crate::model::layer::{About, Layer, Provenance};
    use crate::model::role::Role;
    use crate::model::rule::Severity;
    use crate::model::workspace::Workspace;
    use crate::model::zone::ZoneSort;

    fn name(layer: &str) -> FeatureRef {
        FeatureRef {
            layer: layer.into(),
            id: "1".into(),
        }
    }

    fn layer(id: &str, role: Role) -> Arc<Layer> {
        let square = wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) };
        let feature = Feature {
            id: "1".into(),
            number: 1,
            shape: Arc::new(admit_plane(square).unwrap()),
            properties: Properties::default(),
            foreign: Properties::default(),
        };
        Arc::new(Layer::new(
            About::new(id, role),
            Provenance::default(),
            vec![feature],
        ))
    }

    fn matter() -> Matter {
        Matter {
            project: name("wind"),
            kind: None,
            project_m2: 16.0,
            project_m: 0.0,
            rule: "r".into(),
            severity: Severity::Prohibited,
            setback_m: None,
            bearing: Bearing::default(),
        }
    }

    /// A project on a core zone, with one finding.
    pub fn scene() -> (Workspace, Screening) {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        workspace.layers = vec![layer("core", Role::Core), layer("wind", Role::Project)];
        let finding = Finding {
            matter: Arc::new(matter()),
            zone: name("core"),
            sort: Arc::new(ZoneSort {
                role: Role::Core,
                class: None,
                level: None,
            }),
            verdict: Verdict::Conflict,
            relation: Relation::Overlap,
            charges: Box::default(),
            evidence: Evidence {
                overlap_m2: Some(16.0).into(),
                overlap_m: None.into(),
                share_of_zone: Some(1.0).into(),
                distance_m: 0.0,
                width_m: MaybeF32::NONE,
                sliver: false,
                holds_within_tolerance: true,
                extent: Extent::EMPTY,
                shape: OnDemand::default(),
            },
        };
        let account = ProjectAccount {
            project: name("wind"),
            name: "1".into(),
            kind: None,
            verdict: Verdict::Conflict,
            area_m2: 16.0,
            overlap_gross_m2: 16.0,
            overlap_unique_m2: 16.0,
            multiple_cover_m2: 0.0,
            exclusive_m2: None,
            by_role: Vec::new(),
            by_part: Vec::new(),
        };
        let screening = Screening {
            as_of: "2026-11-23".parse().unwrap(),
            verdicts: vec![RuleVerdict {
                project: name("wind"),
                rule: "r".into(),
                verdict: Verdict::Conflict,
            }],
            findings: vec![finding],
            projects: vec![account],
            totals: Vec::new(),
            group_totals: Vec::new(),
            zone_totals: Vec::new(),
            contradictions: Vec::new(),
            consultations: Vec::new(),
            annex: None,
        };
        (workspace, screening)
    }
}
