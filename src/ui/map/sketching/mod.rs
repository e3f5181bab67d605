//! Drawing a project, and changing the outline of one, by hand: clicks and drags become corners, corners a shape, and a
//! finished gesture a wish. What the shape would mean is said while the hand moves (`ui/errands/live.rs`).

pub mod by_keys;
pub mod draw;
pub mod paint;
pub mod reshape;
mod snapping;
pub mod state;
pub mod typed;
