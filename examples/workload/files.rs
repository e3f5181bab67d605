//! The workload of the measurements: PREFIX_zones.geojson and PREFIX_projects.geojson in EPSG:4549.

use std::path::Path;
use std::sync::Arc;

use redshank::formats::locate::Read;
use redshank::formats::open::read_layer;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::model::layer::{About, Fields};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::{Criterion, Rule, RuleBook, SourceMark};
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;

/// What reading or screening may end with.
pub type Failure = Box<dyn std::error::Error>;

/// Zones and projects as they are read, without rules; `tell` is told of each file.
pub fn open(prefix: &str, tell: impl Fn(&str, &Read)) -> Result<Workspace, Failure> {
    let plane = Crs::from_code("EPSG:4549")?;
    let fields = Fields {
        kind: Some("kind".into()),
        ..Fields::default()
    };
    let planned = About {
        fields,
        ..About::new("projects", Role::Project)
    };
    let mut workspace = Workspace::empty(plane);
    for about in [About::new("zones", Role::Wetland), planned] {
        let file = format!("{prefix}_{}.geojson", about.id);
        let plan = LayerPlan::of_file(about, Path::new(&file));
        let read = read_layer(plan, &workspace.crs, &Progress::default())?;
        if read.layer.features().is_empty() {
            return Err(format!("{file} is not there, or holds nothing").into());
        }
        tell(&file, &read);
        workspace.layers.push(Arc::new(read.layer));
    }
    Ok(workspace)
}

/// The setbacks of the peers: wind 300 m, port 100 m, solar 0 m.
pub fn setbacks() -> Arc<RuleBook> {
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
    let rules = [
        (ProjectKind::Wind, 300.0),
        (ProjectKind::Port, 100.0),
        (ProjectKind::Solar, 0.0),
    ];
    Arc::new(RuleBook {
        rules: rules.into_iter().map(rule).collect(),
        sources: Vec::new(),
    })
}

/// High-water mark of resident memory in MB; 0 where the system does not tell.
pub fn peak_memory_mb() -> u64 {
    status_mb("VmHWM:")
}

/// A line of the process's status in MB; 0 where there is none.
pub fn status_mb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
