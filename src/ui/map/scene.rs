//! What every step of a frame needs.

use eframe::egui::Painter;

use super::input::MapInput;
use super::map_view::Pane;
use super::style::CanvasStyle;

/// What is drawn, from where, how, and onto what.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// What is drawn.
    pub input: &'a MapInput<'a>,
    /// From where.
    pub pane: Pane,
    /// In which colours.
    pub style: CanvasStyle,
    /// Onto what.
    pub painter: &'a Painter,
    /// Number of the side, 0 or 1, where two versions are compared.
    pub side: u8,
}
