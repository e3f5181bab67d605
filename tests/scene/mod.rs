//! A small workspace made by hand: what the tests of screening, reports and window share.
#![allow(dead_code, reason = "each test program uses its own part of this module")]

pub mod plain_shapefile;

use std::sync::Arc;

use geo::Geometry;
use redshank::geom::crs::Crs;
use redshank::geom::gate::admit_plane;
use redshank::model::feature::{Feature, Properties};
use redshank::model::finding::{Screening, Verdict};
use redshank::model::layer::{About, Counts, Layer, Provenance};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Criterion, Rule, RuleBook, Severity};
use redshank::model::workspace::Workspace;
use redshank::screening::{Request, screen};
use redshank::words::Bilingual;

/// Around which everything lies: a place in Qiantang, in EPSG:4549.
pub const ORIGIN: (f64, f64) = (540_000.0, 3_353_000.0);

/// A square of `side` metres whose lower left corner lies at `(x, y)` metres from [`ORIGIN`].
pub fn square(x: f64, y: f64, side: f64) -> Geometry<f64> {
    let (x, y) = (ORIGIN.0 + x, ORIGIN.1 + y);
    let ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    geo::Polygon::new(ring.into_iter().collect(), Vec::new()).into()
}

/// A point at `(x, y)` metres from [`ORIGIN`].
pub fn point(x: f64, y: f64) -> Geometry<f64> {
    geo::Point::new(ORIGIN.0 + x, ORIGIN.1 + y).into()
}

/// A line through points in metres from [`ORIGIN`].
pub fn line(points: &[(f64, f64)]) -> Geometry<f64> {
    geo::LineString::from_iter(points.iter().map(|(x, y)| (ORIGIN.0 + x, ORIGIN.1 + y))).into()
}

/// A layer of geometries in the plane, with ids 1, 2, 3…
pub fn layer(id: &str, role: Role, geometries: Vec<Geometry<f64>>) -> Layer {
    layer_about(About::new(id, role), geometries)
}

/// A layer about which more is known.
pub fn layer_about(about: About, geometries: Vec<Geometry<f64>>) -> Layer {
    let count = geometries.len();
    let features = geometries
        .into_iter()
        .enumerate()
        .map(|(k, geometry)| Feature {
            id: (k + 1).to_string().into(),
            number: k + 1,
            shape: Arc::new(admit_plane(geometry).unwrap()),
            properties: Properties::default(),
            foreign: Properties::default(),
        })
        .collect();
    let provenance = Provenance {
        file: format!("{}.geojson", about.id),
        source_crs: "EPSG:4549".into(),
        sha256: "0".repeat(64),
        crs_declared: true,
        counts: Counts {
            read: count,
            used: count,
            repaired: 0,
            refused: 0,
        },
        ..Provenance::default()
    };
    Layer::new(about, provenance, features)
}

/// A layer of projects of one kind.
pub fn projects(kind: ProjectKind, geometries: Vec<Geometry<f64>>) -> Layer {
    let about = About {
        kind: Some(kind),
        ..About::new(kind.code(), Role::Project)
    };
    layer_about(about, geometries)
}

/// A rule about one role and all projects.
pub fn rule(id: &str, role: Role, criterion: Criterion) -> Rule {
    Rule {
        title: Bilingual::same(id),
        text: Bilingual::same("text"),
        citation: Bilingual {
            zh: "《某法》第一条".into(),
            en: "Some Law, Art. 1".into(),
        },
        severity: Severity::Prohibited,
        roles: vec![role],
        criterion,
        consultee: Bilingual {
            zh: "林业主管部门".into(),
            en: "forestry department".into(),
        },
        ..Rule::new(id)
    }
}

/// Met by a common interior.
pub const OVERLAP: Criterion = Criterion::OVERLAP;

/// Layers and rules in the CGCS2000 zone of Hangzhou.
pub fn workspace(layers: Vec<Layer>, rules: Vec<Rule>) -> Workspace {
    let crs = Crs::from_code("EPSG:4549").unwrap();
    let rules = Arc::new(RuleBook {
        rules,
        sources: vec!["test".into()],
    });
    Workspace {
        layers: layers.into_iter().map(Arc::new).collect(),
        rules,
        ..Workspace::empty(crs)
    }
}

/// Screens everything as of 2026-11-23.
pub fn screened(workspace: &Workspace) -> Screening {
    let request = Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    };
    screen(workspace, &request, &Default::default()).unwrap()
}

/// The verdict of the only project under the only rule.
pub fn only_verdict(workspace: &Workspace) -> Verdict {
    let screening = screened(workspace);
    assert_eq!(screening.verdicts.len(), 1, "{:?}", screening.verdicts);
    screening.verdicts[0].verdict
}
