//! The desk: panes that stand beside the map, in places that the user chooses.
//!
//! Promises: the map is always seen; no pane stands in two places; what a file says about a layout is mended or refused,
//! never followed into a window without a map. A new pane is one more variant of [`pane::Pane`] with its row in the table
//! there, and one arm in `pane_ui` of [`desk`].

pub mod desk;
pub mod moving;
pub mod pane;
pub mod preset;
pub mod shape;
pub mod tree;
pub mod walk;
