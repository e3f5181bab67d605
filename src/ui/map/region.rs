//! The region that is being drawn to select what lies in it.

use eframe::egui::{Modifiers, Pos2};
use geo::Coord;

/// The region that is being drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionDraft {
    /// What becomes of the drag that goes on.
    pub(super) dragged: Dragged,
    /// Corners of the polygon so far, plane metres.
    pub(super) corners: Vec<Coord<f64>>,
}

/// What becomes of the drag that goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Dragged {
    /// Nothing of ours.
    #[default]
    No,
    /// A box from here, with the keys that were down at the start.
    From(Pos2, Modifiers),
    /// A box that was given up; the hand has not let go yet.
    GivenUp,
}

impl RegionDraft {
    /// The corners of the polygon so far, plane metres.
    pub fn corners(&self) -> &[Coord<f64>] {
        &self.corners
    }
}
