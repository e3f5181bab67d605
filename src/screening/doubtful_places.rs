//! Where features were refused, and where repairs wait for a yes, found without a look at each.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;

/// The doubtful places of all layers of a run.
pub struct DoubtfulPlaces<'a> {
    by_layer: BTreeMap<&'a str, OfLayer>,
}

/// The doubtful places of one layer.
struct OfLayer {
    refused: Places,
    waiting: Places,
}

/// Boxes in the plane.
struct Places {
    boxes: Vec<Extent>,
    index: SpatialIndex,
}

impl<'a> DoubtfulPlaces<'a> {
    /// Looks once at every refused feature and every repair.
    pub fn of(workspace: &'a Workspace) -> DoubtfulPlaces<'a> {
        let of_layer = |layer: &'a Arc<Layer>| {
            let waiting = workspace.accepted_repairs.waiting(layer);
            let places = OfLayer {
                refused: Places::new(layer.provenance.refused_places.clone()),
                waiting: Places::new(waiting.map(|repair| repair.place).collect()),
            };
            (&*layer.about.id, places)
        };
        DoubtfulPlaces {
            by_layer: workspace.layers.iter().map(of_layer).collect(),
        }
    }

    /// True where a feature of the layer whose box meets `query` was refused.
    pub fn refused_at(&self, layer: &Layer, query: &Extent) -> bool {
        self.of_layer(layer)
            .is_some_and(|places| places.refused.meet(query))
    }

    /// True where a repair of a feature of the layer whose box meets `query` waits for a yes.
    pub fn waiting_at(&self, layer: &Layer, query: &Extent) -> bool {
        self.of_layer(layer)
            .is_some_and(|places| places.waiting.meet(query))
    }

    fn of_layer(&self, layer: &Layer) -> Option<&OfLayer> {
        self.by_layer.get(&*layer.about.id)
    }
}

impl Places {
    fn new(boxes: Vec<Extent>) -> Places {
        Places {
            index: SpatialIndex::new(&boxes),
            boxes,
        }
    }

    fn meet(&self, query: &Extent) -> bool {
        // The index rounds outwards: what it finds may still miss.
        let mut near = self.index.meeting(query).into_iter();
        near.any(|position| self.boxes[position].meets(query))
    }
}
