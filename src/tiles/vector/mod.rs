//! Vector tiles: what lies on the ground, as shapes and words, drawn in a built-in style.
//!
//! Promises: no count, length or number in a tile is believed before it is checked, and what a tile can take of memory and
//! time is bounded; what no schema knows is drawn in grey, never left out. Refuses: styles of others, and names along roads.
//!
//! The way of a tile: [`wire`] reads the bytes, [`tile`] makes layers of them and [`geometry`] their shapes; [`schema`] says
//! what each feature is, [`style`] and [`palette`] how it looks, [`names`] what it is called; [`clip`] cuts it to the
//! picture, [`lettering`] places the names, [`draw`] draws. [`keeper`] keeps what was read.

pub mod clip;
pub mod draw;
pub mod geometry;
pub mod keeper;
pub mod lettering;
pub mod letters;
#[cfg(test)]
pub(crate) mod made;
pub mod names;
pub mod palette;
pub mod schema;
pub mod style;
pub mod tile;
pub mod wire;
