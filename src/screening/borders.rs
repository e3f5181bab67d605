//! How far borders may be wrong: what the workspace says of a layer, and what no coordinates can do better.

use std::collections::HashMap;
use std::sync::Arc;

use crate::geom::crs::Crs;
use crate::geom::densify::SAGITTA_M;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;

/// How far chords lie beside borders that are straight in longitude and latitude, by layer.
///
/// Two layers may have one straight border with vertices at different places. In the plane it is an arc, of which each
/// takes chords of its own: between them is a strip, or one runs over the other, by as much as both may be off. That is no
/// overlap, and no gap.
pub struct Borders {
    chords_m: HashMap<Arc<str>, f64>,
}

impl Borders {
    /// Of all layers.
    pub fn of(workspace: &Workspace) -> Borders {
        let in_degrees = |layer: &&Arc<Layer>| {
            let source = Crs::from_code(&layer.provenance.source_crs);
            source.is_ok_and(|source| source.is_geographic())
        };
        let layers = workspace.layers.iter().filter(in_degrees);
        Borders {
            chords_m: layers
                .map(|layer| (Arc::clone(&layer.about.id), SAGITTA_M))
                .collect(),
        }
    }

    /// By how much a verdict about features of two layers must stand if either border moves, in metres.
    pub fn tolerance_m(&self, zones: &Layer, projects: &Layer) -> f64 {
        let chord_m = |layer: &Layer| self.chords_m.get(&layer.about.id).copied().unwrap_or(0.0);
        let said_m = zones.about.tolerance_m.max(projects.about.tolerance_m);
        said_m.max(chord_m(zones) + chord_m(projects))
    }
}
