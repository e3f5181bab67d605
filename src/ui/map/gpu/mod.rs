//! The canvas on the graphics card: tiles are uploaded once and drawn from there, whatever is panned, restyled or put in
//! another order.
//!
//! Promises: an upload only for a tile that was never there; buffers go with the tile. Refuses: knowledge of what the
//! tiles show.

pub mod brush;
pub mod callback;
pub mod effort;
pub mod kept;
pub mod pace;
pub mod picture;
pub mod pipelines;
pub mod places;
pub mod portion;
pub mod rehearsal;
pub mod resources;
pub mod stock;
pub mod subject;
pub mod uniforms;
