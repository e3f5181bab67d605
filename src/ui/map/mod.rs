//! The map canvas: borrows the workspace, draws it, and tells what the user wishes.
//!
//! Promises: nothing on the canvas changes the workspace; positions are exact at any zoom; the window never waits for a
//! layer to be made ready. Refuses: sessions, panels, files. [`canvas::map_ui`] is the entry.

pub mod appearance;
pub mod base_map;
pub mod canvas;
pub mod compare;
pub mod coordinates;
mod crosshair;
pub mod drawing;
pub mod emphasis;
pub mod fallback;
pub mod finding_index;
pub mod frame;
pub mod furniture;
pub mod gpu;
pub mod graticule;
pub mod hatch;
pub mod input;
pub mod inverse_search;
pub mod label_board;
pub mod label_sprites;
pub mod labels;
pub mod legend;
pub mod map_view;
pub mod markers;
pub mod measure;
pub mod measure_tool;
pub mod menu;
pub mod navigate;
pub mod north;
pub mod notes;
pub mod outline;
pub mod paint;
pub mod paint_style;
pub mod painting;
pub mod pick;
pub mod pins;
mod place_tools;
pub mod problem_dots;
pub mod region;
pub mod region_search;
pub mod region_tool;
pub mod scene;
pub mod selected;
pub mod sketching;
pub mod small_map;
pub mod state;
pub mod style;
mod turned_mesh;
pub mod turning;
pub mod view_history;
mod where_to;

#[cfg(test)]
mod tests;
