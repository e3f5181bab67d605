//! Layers that join what is open and lie where the map does not show: they are told, so that none is out of sight unnoticed.
//! The map stays where it is, for somebody may be at work there.

use std::collections::HashSet;
use std::sync::Arc;

use geo::coord;

use crate::geom::extent::Extent;
use crate::geom::turn::TurnedBox;
use crate::model::layer::Layer;
use crate::session::Session;
use crate::session::notice::NoticeKind;

use super::super::view_state::ViewState;

/// Knows which layers there were.
#[derive(Debug, Default)]
pub struct Arrivals {
    /// The workspace that they belong to.
    generation: u64,
    known: HashSet<Arc<str>>,
}

impl Arrivals {
    /// Called with every frame: the layers that have come since the last one and of which nothing is in sight.
    pub fn run(&mut self, session: &Session, view: &ViewState) -> Option<NoticeKind> {
        let layers = &session.workspace()?.layers;
        let is_other = self.generation != session.generation();
        self.generation = session.generation();
        let ids = || layers.iter().map(|layer| &layer.about.id);
        if !is_other && ids().len() == self.known.len() && ids().all(|id| self.known.contains(id)) {
            return None;
        }
        let known = std::mem::replace(&mut self.known, ids().cloned().collect());
        let pane = view.map.view()?.on(view.map_rect?);
        let new = layers.iter().filter(|layer| !known.contains(&layer.about.id));
        let sight = pane.sight();
        let away: Vec<_> = new
            .filter(|layer| !is_other && is_away(layer, &sight))
            .map(|layer| (Arc::clone(&layer.about.id), layer.about.name.clone()))
            .collect();
        (!away.is_empty()).then_some(NoticeKind::OutOfSight(away))
    }
}

/// True where the layer has something to show, and nothing of it shows.
fn is_away(layer: &Layer, sight: &TurnedBox) -> bool {
    let mut extents = layer.features().iter().map(|feature| feature.shape.extent());
    !layer.extent().is_empty() && !extents.any(|extent| is_in_sight(&extent, sight))
}

/// Two boxes meet that are turned against each other where each meets the other one's hull.
fn is_in_sight(extent: &Extent, sight: &TurnedBox) -> bool {
    if !extent.meets(&sight.extent()) {
        return false;
    }
    let (min, max) = (extent.min, extent.max);
    let corners = [
        min,
        max,
        coord! { x: min.x, y: max.y },
        coord! { x: max.x, y: min.y },
    ];
    Extent::of_coords(corners.map(|corner| sight.level(corner))).meets(&sight.own())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::turn::Turn;

    #[test]
    fn what_lies_beside_the_corner_of_a_turned_map_is_out_of_sight() {
        let middle = coord! { x: 0.0, y: 0.0 };
        let at =
            |x: f64, y: f64| Extent::from_corners(coord! { x: x, y: y }, coord! { x: x + 10.0, y: y + 10.0 });
        let upright = TurnedBox::around(middle, [200.0, 200.0], Turn::NONE);
        let turned = TurnedBox::around(middle, [200.0, 200.0], Turn::of_degrees(45.0));
        for (place, expected) in [(at(0.0, 0.0), [true, true]), (at(85.0, 85.0), [true, false])] {
            let found = [&upright, &turned].map(|sight| is_in_sight(&place, sight));
            assert_eq!(found, expected, "{place:?}");
        }
        // The hull of the turned map is wider, and its tip is in sight.
        assert!(is_in_sight(&at(125.0, -5.0), &turned) && !is_in_sight(&at(125.0, -5.0), &upright));
        assert!(!is_in_sight(&Extent::EMPTY, &upright));
    }
}
