//! A large selection as a source of tiles, so that each of its borders shows however many there are.

use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::shape::{Dimension, Shape};
use crate::model::feature::FeatureRef;
use crate::model::workspace::Workspace;

use super::drawing::source::{Drawable, Source, style_number};

/// A selection of up to so many features is drawn as it is.
pub const MOST_WITHOUT_INDEX: usize = 500;

/// Features of a selection and their boxes. Its styles are numbered by the layers that the features are of.
#[derive(Debug)]
pub struct SelectedIndex {
    of: Arc<[FeatureRef]>,
    shapes: Vec<Arc<Shape>>,
    style_of: Vec<u8>,
    /// The layers, by the number of the style.
    pub layers: Vec<Arc<str>>,
    index: SpatialIndex,
    extent: Extent,
}

impl SelectedIndex {
    /// Looks the features up. Takes long where there are many: for a background job.
    pub fn new(workspace: &Workspace, selected: &Arc<[FeatureRef]>) -> SelectedIndex {
        let (mut shapes, mut style_of, mut layers) = (Vec::new(), Vec::new(), Vec::new());
        for name in selected.iter() {
            if let Some((_, feature)) = workspace.feature(name) {
                shapes.push(Arc::clone(&feature.shape));
                style_of.push(style_number(&mut layers, Arc::clone(&name.layer)));
            }
        }
        let extents: Vec<Extent> = shapes.iter().map(|shape| shape.extent()).collect();
        let mut extent = Extent::EMPTY;
        extents.iter().for_each(|one| extent.merge(one));
        SelectedIndex {
            of: Arc::clone(selected),
            shapes,
            style_of,
            layers,
            index: SpatialIndex::new(&extents),
            extent,
        }
    }

    /// True where it was made of this selection and no other.
    pub fn is_of(&self, selected: &Arc<[FeatureRef]>) -> bool {
        Arc::ptr_eq(&self.of, selected)
    }
}

impl Source for SelectedIndex {
    fn extent(&self) -> Extent {
        self.extent
    }

    fn candidates(&self, around: &Extent) -> Vec<usize> {
        self.index.meeting(around)
    }

    fn item_extent(&self, item: usize) -> Extent {
        self.shapes
            .get(item)
            .map_or(Extent::EMPTY, |shape| shape.extent())
    }

    fn style(&self, item: usize) -> u8 {
        self.style_of.get(item).copied().unwrap_or_default()
    }

    fn is_areal(&self, item: usize) -> bool {
        let shape = self.shapes.get(item);
        shape.is_some_and(|shape| shape.dimension() == Dimension::Area)
    }

    fn drawable(&self, item: usize) -> Option<Drawable> {
        self.small(item).map(Drawable::Shape)
    }

    fn small(&self, item: usize) -> Option<Arc<Shape>> {
        self.shapes.get(item).map(Arc::clone)
    }
}
