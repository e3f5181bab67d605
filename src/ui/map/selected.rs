//! Where the features of a large selection are, so that a frame looks at those in sight only.

use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::workspace::Workspace;

/// A selection of up to so many features is looked through as it is.
pub const MOST_WITHOUT_INDEX: usize = 500;

/// The boxes of all features of a selection.
#[derive(Debug)]
pub struct SelectedIndex {
    of: Arc<[FeatureRef]>,
    shapes: Vec<(FeatureRef, Arc<Shape>)>,
    index: SpatialIndex,
}

impl SelectedIndex {
    /// Looks the features up. Takes long where there are many: for a background job.
    pub fn new(workspace: &Workspace, selected: &Arc<[FeatureRef]>) -> SelectedIndex {
        let named = selected.iter().filter_map(|name| {
            let (_, feature) = workspace.feature(name)?;
            Some((name.clone(), Arc::clone(&feature.shape)))
        });
        let shapes: Vec<(FeatureRef, Arc<Shape>)> = named.collect();
        let extents: Vec<Extent> = shapes.iter().map(|(_, shape)| shape.extent()).collect();
        SelectedIndex {
            of: Arc::clone(selected),
            shapes,
            index: SpatialIndex::new(&extents),
        }
    }

    /// True where it was made of this selection and no other.
    pub fn is_of(&self, selected: &Arc<[FeatureRef]>) -> bool {
        Arc::ptr_eq(&self.of, selected)
    }

    /// The features whose boxes meet `sight` (plane metres), in the order of the selection.
    pub fn meeting(&self, sight: &Extent) -> impl Iterator<Item = (&FeatureRef, &Shape)> {
        let near = self.index.meeting(sight).into_iter();
        let near = near.filter_map(|number| self.shapes.get(number));
        near.map(|(name, shape)| (name, &**shape))
    }
}
