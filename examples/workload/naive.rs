//! The plain way to what a project has in common with zones: candidates by their boxes, then the overlay engine builds the
//! common shape of one pair after another. No distances, no ellipsoid, no accounts: less than the screening of a project.

use std::hint::black_box;

use geo::Area as _;
use redshank::geom::extent::Extent;
use redshank::geom::index::SpatialIndex;
use redshank::geom::overlay::intersection;
use redshank::geom::shape::Shape;
use redshank::model::workspace::Workspace;

/// The zones of a workspace and where they lie.
pub struct Naive<'a> {
    zones: Vec<&'a Shape>,
    index: SpatialIndex,
}

impl<'a> Naive<'a> {
    /// Takes all zones.
    pub fn new(workspace: &'a Workspace) -> Naive<'a> {
        let zones: Vec<&Shape> = workspace.zones().map(|zone| &*zone.feature.shape).collect();
        let extents: Vec<Extent> = zones.iter().map(|shape| shape.extent()).collect();
        let index = SpatialIndex::new(&extents);
        Naive { zones, index }
    }

    /// Square metres of the plane that a project has in common with zones, what several of them cover several times.
    pub fn overlap_m2(&self, project: &Shape) -> f64 {
        let near = self.index.meeting(&project.extent());
        let zones = near.into_iter().filter_map(|number| self.zones.get(number));
        let common = zones.map(|zone| black_box(intersection(project.areas(), zone.areas())));
        common.map(|shape| shape.unsigned_area()).sum()
    }
}
