//! What the canvas draws, as numbers ready for a graphics card: worked out in the background, a square tile at a time.
//!
//! A tile holds everything of one source (a layer, the evidence of a screening) that lies in a square of the plane, as
//! finely as one level of detail asks. Levels are powers of two in metres per cell; a level serves the resolutions from
//! one to two cells a pixel. What is smaller than [`SMALL_CELLS`] is summed up as shares of cells, so that a coverage
//! keeps its tone however far out; everything else is drawn, cut to what the tile reaches. So each tile has all that is
//! in its square in the order of painting, whatever lies over what; neighbours are told apart on the screen, where each
//! is cut to its own pixels.
//!
//! Promises: nothing is left out; coordinates are whole 64ths of a cell from the tile's centre, at most half a pixel
//! off; no dependence on window, colours or graphics card. Refuses: sessions, panels, files.

pub mod arcs;
pub mod build;
pub mod covered;
pub mod cut;
pub mod evidence;
pub mod fill;
pub mod grid;
pub mod looks;
pub mod overview;
pub mod painting_order;
pub mod patch;
pub mod pieces;
pub mod simplify;
pub mod source;
pub mod store;
pub mod stroke;

/// Areas smaller than so many cells of a level are summed up instead of drawn one by one.
pub const SMALL_CELLS: f64 = 8.0;

#[cfg(test)]
mod tests;
