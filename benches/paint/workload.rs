//! What is drawn: the files of a workload, or a small coverage.

use std::path::Path;
use std::sync::Arc;

use geo::{Geometry, LineString, Polygon};
use redshank::formats::open::read_layer;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::geom::gate::admit_plane;
use redshank::model::feature::{Feature, Properties};
use redshank::model::layer::{About, Fields, Layer, Provenance};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Criterion, Rule, RuleBook, SourceMark};
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;

/// The workload, with the setbacks wind 300 m, port 100 m, solar 0 m if it is to be screened.
pub fn open(prefix: Option<&str>, with_rules: bool) -> Workspace {
    let plane = Crs::from_code("EPSG:4549").unwrap();
    let layers = match prefix {
        Some(prefix) => vec![
            read(prefix, "zones", About::new("zones", Role::Wetland), &plane),
            read(prefix, "projects", planned(), &plane),
        ],
        None => vec![coverage(100)],
    };
    let mut workspace = Workspace {
        layers: layers.into_iter().map(Arc::new).collect(),
        ..Workspace::empty(plane)
    };
    if with_rules {
        workspace.rules = Arc::new(RuleBook {
            rules: rules(),
            sources: Vec::new(),
        });
    }
    workspace
}

pub fn vertex_count(workspace: &Workspace) -> usize {
    let features = workspace.layers.iter().flat_map(|layer| layer.features());
    features.map(|feature| feature.shape.vertex_count()).sum()
}

fn planned() -> About {
    let fields = Fields {
        kind: Some("kind".into()),
        ..Fields::default()
    };
    About {
        fields,
        ..About::new("projects", Role::Project)
    }
}

fn read(prefix: &str, what: &str, about: About, plane: &Crs) -> Layer {
    let file = format!("{prefix}_{what}.geojson");
    read_layer(
        LayerPlan::of_file(about, Path::new(&file)),
        plane,
        &Progress::default(),
    )
    .unwrap()
    .layer
}

/// Squares side by side.
fn coverage(side: usize) -> Layer {
    let features = (0..side * side).map(|k| {
        let (x, y) = (
            500_000.0 + 100.0 * (k % side) as f64,
            3_350_000.0 + 100.0 * (k / side) as f64,
        );
        let ring = [
            (x, y),
            (x + 100.0, y),
            (x + 100.0, y + 100.0),
            (x, y + 100.0),
            (x, y),
        ];
        let square: Geometry<f64> = Polygon::new(LineString::from(ring.to_vec()), vec![]).into();
        Feature {
            id: k.to_string().into(),
            number: k + 1,
            shape: Arc::new(admit_plane(square).unwrap()),
            properties: Properties::default(),
            foreign: Properties::default(),
        }
    });
    Layer::new(
        About::new("zones", Role::Wetland),
        Provenance::default(),
        features.collect(),
    )
}

fn rules() -> Vec<Rule> {
    let setbacks = [
        (ProjectKind::Wind, 300.0),
        (ProjectKind::Port, 100.0),
        (ProjectKind::Solar, 0.0),
    ];
    let rule = |(kind, near_m): (ProjectKind, f64)| Rule {
        mark: SourceMark::C,
        roles: vec![Role::Wetland],
        kinds: vec![kind],
        criterion: Criterion {
            near_m,
            ..Criterion::OVERLAP
        },
        ..Rule::new(kind.code())
    };
    setbacks.into_iter().map(rule).collect()
}

/// Resident memory in MB: now, and the most so far; 0 where the system does not tell.
pub fn memory_mb() -> u64 {
    status_mb("VmRSS:")
}

pub fn peak_memory_mb() -> u64 {
    status_mb("VmHWM:")
}

fn status_mb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
