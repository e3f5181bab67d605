//! What is drawn: the files of a workload, or a small coverage.

#[path = "../../examples/workload/files.rs"]
mod files;

use std::sync::Arc;

use geo::{Geometry, LineString, Polygon};
use redshank::geom::crs::Crs;
use redshank::geom::gate::admit_plane;
use redshank::model::feature::{Feature, Properties};
use redshank::model::layer::{About, Layer, Provenance};
use redshank::model::problem::{Done, Problem, ProblemKind};
use redshank::model::role::Role;
use redshank::model::workspace::Workspace;

pub use files::peak_memory_mb;
use files::{setbacks, status_mb};

/// The workload with its setbacks if it is to be screened; without a prefix a small coverage.
pub fn open(prefix: Option<&str>, with_rules: bool) -> Workspace {
    let mut workspace = match prefix {
        Some(prefix) => files::open(prefix, |_, _| ()).unwrap(),
        None => Workspace {
            layers: vec![Arc::new(coverage(100))],
            ..Workspace::empty(Crs::from_code("EPSG:4549").unwrap())
        },
    };
    if with_rules {
        workspace.rules = setbacks();
    }
    workspace
}

/// The workload with so many problems, each at a zone of its own.
pub fn with_problems(prefix: Option<&str>, count: usize) -> Workspace {
    let mut workspace = open(prefix, true);
    let ruler = workspace.ruler();
    let zones = workspace.layers.iter().flat_map(|layer| {
        let features = layer.features().iter();
        features.map(move |feature| (layer, feature))
    });
    let problems = zones.take(count).map(|(layer, feature)| Problem {
        layer: Some(Arc::clone(&layer.about.id)),
        feature: Some(feature.number),
        id: Some(feature.id.to_string()),
        place: Some(ruler.geodetic(feature.shape.extent().center())),
        ..Problem::of_file("zones.geojson", ProblemKind::NoGeometry, Done::Noted)
    });
    workspace.problems = problems.collect();
    println!("{} problems", workspace.problems.len());
    workspace
}

pub fn vertex_count(workspace: &Workspace) -> usize {
    let features = workspace.layers.iter().flat_map(|layer| layer.features());
    features.map(|feature| feature.shape.vertex_count()).sum()
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

/// Resident memory in MB now; 0 where the system does not tell.
pub fn memory_mb() -> u64 {
    status_mb("VmRSS:")
}
