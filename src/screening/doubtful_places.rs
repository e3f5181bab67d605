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

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Extent {
        Extent::of_coords([(x, y), (x + side, y + side)].map(Into::into))
    }

    #[track_caller]
    fn check(boxes: &[Extent], query: Extent, expected: bool) {
        assert_eq!(Places::new(boxes.to_vec()).meet(&query), expected);
    }

    #[test]
    fn a_place_is_met_where_boxes_have_a_point_in_common() {
        check(&[], square(0.0, 0.0, 1e9), false);
        let row: Vec<Extent> = (0..100).map(|k| square(f64::from(k) * 10.0, 0.0, 4.0)).collect();
        check(&row, square(501.0, 1.0, 1.0), true);
        check(&row, square(495.0, 0.0, 4.0), false);
        check(&row, square(495.0, 0.0, 5.0), true);
        check(&row, square(500.0, -3.0, 2.0), false);
        check(&row, square(-1e6, -1e6, 2e6), true);
    }

    #[test]
    fn a_gap_below_the_rounding_of_the_index_is_a_gap() {
        // Single precision has steps of an eighth of a metre so far from the middle of both.
        let places = [square(0.0, 0.0, 10.0), square(4_000_000.0, 0.0, 10.0)];
        check(&places, square(4_000_010.001, 0.0, 1.0), false);
        check(&places, square(4_000_009.999, 0.0, 1.0), true);
    }
}
