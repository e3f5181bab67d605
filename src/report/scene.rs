//! A small workspace made by hand, with a screening as the engine would give it.
#![cfg(test)]

use std::sync::Arc;

use geo::{Coord, Geometry};

use crate::geom::crs::{Crs, Geodetic};
use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::relate::Relation;
use crate::model::evidence::{MaybeF32, OnDemand};
use crate::model::feature::{Feature, FeatureRef, Properties};
use crate::model::finding::*;
use crate::model::layer::{About, Counts, Layer, Provenance};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::{Criterion, Rule, RuleBook, Severity};
use crate::model::workspace::Workspace;
use crate::model::zone::{Level, ZoneSort};
use crate::words::Bilingual;

/// A workspace and what a screening of it may say.
pub struct Scene {
    pub workspace: Workspace,
    pub screening: Screening,
}

pub fn name(layer: &str, id: &str) -> FeatureRef {
    FeatureRef {
        layer: layer.into(),
        id: id.into(),
    }
}

/// A place in metres from a corner in Qiantang, in EPSG:4549.
pub fn at(x: f64, y: f64) -> Coord<f64> {
    Coord {
        x: 540_000.0 + x,
        y: 3_353_000.0 + y,
    }
}

pub fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    geo::Polygon::new(corners.iter().map(|&(x, y)| at(x, y)).collect(), Vec::new()).into()
}

pub fn point(x: f64, y: f64) -> Geometry<f64> {
    geo::Point::from(at(x, y)).into()
}

pub fn layer(about: About, features: Vec<(&str, Geometry<f64>)>) -> Layer {
    let count = features.len();
    let features = features
        .into_iter()
        .enumerate()
        .map(|(k, (id, geometry))| Feature {
            id: id.into(),
            number: k + 1,
            shape: Arc::new(admit_plane(geometry).unwrap()),
            properties: Properties::default(),
            foreign: Properties::default(),
        });
    let provenance = Provenance {
        file: format!("{}.geojson", about.id),
        source_crs: "EPSG:4490".into(),
        crs_declared: true,
        counts: Counts {
            read: count,
            used: count,
            ..Counts::default()
        },
        ..Provenance::default()
    };
    let features = features.collect();
    Layer::new(about, provenance, features)
}

pub fn rule() -> Rule {
    Rule {
        title: Bilingual {
            zh: "红线内禁止".into(),
            en: "No building in the red line".into(),
        },
        text: Bilingual::same("text"),
        citation: Bilingual {
            zh: "《某法》第一条".into(),
            en: "Some Law, Art. 1".into(),
        },
        severity: Severity::Prohibited,
        roles: vec![Role::RedLine],
        criterion: Criterion {
            near_m: 500.0,
            ..Criterion::OVERLAP
        },
        consultee: Bilingual {
            zh: "林业主管部门".into(),
            en: "forestry department".into(),
        },
        ..Rule::new("red-line")
    }
}

/// A part of `square(60, 60, 40)` with a hole.
pub fn holed_evidence() -> EvidenceShape {
    let ring = |x: f64, y: f64, side: f64| {
        let corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
        geo::LineString::from_iter(corners.iter().map(|&(x, y)| at(x, y)))
    };
    let polygon = geo::Polygon::new(ring(60.0, 60.0, 40.0), vec![ring(70.0, 70.0, 10.0)]);
    EvidenceShape::Common(Arc::new(admit_plane(polygon).unwrap()))
}

/// A solar field that reaches into a red line.
pub fn overlap() -> Scene {
    let solar = About {
        kind: Some(ProjectKind::Solar),
        ..About::new("solar", Role::Project)
    };
    let wind = About {
        kind: Some(ProjectKind::Wind),
        ..About::new("wind", Role::Project)
    };
    let layers = vec![
        layer(
            About::new("red_line", Role::RedLine),
            vec![("R-02", square(0.0, 0.0, 100.0))],
        ),
        layer(solar, vec![("1", square(60.0, 60.0, 120.0))]),
        layer(wind, vec![("W-07", point(50.0, 30.0))]),
    ];
    let problem = Problem {
        layer: Some("red_line".into()),
        feature: Some(17),
        id: Some("A-17".into()),
        place: Some(Geodetic {
            lon_deg: 120.5,
            lat_deg: 30.3,
        }),
        ..Problem::of_file("red_line.geojson", ProblemKind::NoGeometry, Done::Refused)
    };
    let workspace = Workspace {
        name: Bilingual {
            zh: "示例".into(),
            en: "Example".into(),
        },
        layers: layers.into_iter().map(Arc::new).collect(),
        rules: Arc::new(RuleBook {
            rules: vec![rule()],
            sources: vec!["test".into()],
        }),
        problems: vec![problem],
        ..Workspace::empty(Crs::from_code("EPSG:4549").unwrap())
    };
    Scene {
        workspace,
        screening: screening(),
    }
}

/// The same with the red line drawn for illustration.
pub fn synthetic() -> Scene {
    let mut scene = overlap();
    let about = About {
        synthetic: true,
        ..About::new("red_line", Role::RedLine)
    };
    scene.workspace.layers[0] = Arc::new(layer(about, vec![("R-02", square(0.0, 0.0, 100.0))]));
    scene
}

fn matter() -> Matter {
    Matter {
        project: name("solar", "1"),
        kind: Some(ProjectKind::Solar),
        // 1234.5 m² are 4.3 % of it.
        project_m2: 1234.5 / 0.043,
        project_m: 0.0,
        rule: "red-line".into(),
        severity: Severity::Prohibited,
        setback_m: Some(500.0),
        bearing: Bearing::default(),
    }
}

fn screening() -> Screening {
    let finding = Finding {
        matter: Arc::new(matter()),
        zone: name("red_line", "R-02"),
        sort: Arc::new(ZoneSort {
            role: Role::RedLine,
            class: None,
            level: Some(Level::Provincial),
        }),
        verdict: Verdict::Conflict,
        relation: Relation::Overlap,
        charges: Box::default(),
        evidence: Evidence {
            overlap_m2: Some(1234.5).into(),
            overlap_m: None.into(),
            share_of_zone: Some(0.0007).into(),
            distance_m: 0.0,
            width_m: MaybeF32::NONE,
            sliver: false,
            holds_within_tolerance: true,
            extent: Extent::from_corners(at(60.0, 60.0), at(100.0, 100.0)),
            shape: OnDemand::made(EvidenceShape::Common(Arc::new(
                admit_plane(square(60.0, 60.0, 40.0)).unwrap(),
            ))),
        },
    };
    Screening {
        as_of: "2026-11-23".parse().unwrap(),
        verdicts: vec![RuleVerdict {
            project: name("solar", "1"),
            rule: "red-line".into(),
            verdict: Verdict::Conflict,
        }],
        findings: vec![finding],
        projects: vec![ProjectAccount {
            project: name("solar", "1"),
            name: "1".into(),
            kind: Some(ProjectKind::Solar),
            verdict: Verdict::Conflict,
            area_m2: 28274.3,
            overlap_gross_m2: 1500.0,
            overlap_unique_m2: 1234.5,
            multiple_cover_m2: 265.5,
            exclusive_m2: Some(1000.5),
            by_role: vec![(Role::RedLine, 1234.5), (Role::Core, 265.5)],
            by_part: Vec::new(),
        }],
        totals: vec![RoleTotal {
            role: Role::RedLine,
            unique_m2: 1234.5,
            gross_m2: 1234.5,
        }],
        group_totals: Vec::new(),
        zone_totals: Vec::new(),
        contradictions: Vec::new(),
        consultations: Vec::new(),
        annex: None,
    }
}
