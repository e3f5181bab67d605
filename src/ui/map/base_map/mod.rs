//! The base map: a picture of the world under all layers.
//!
//! Promises: off until somebody switches it on; a frame draws what is there, coarser tiles meanwhile, and never waits;
//! what fails is a note on the map and in the panel, and nothing else. [`paint::paint_base_map`] is the entry of a frame.

pub mod draft;
pub mod loaded;
pub mod paint;
pub mod state;
