//! The plane: coordinates, shapes and what can be measured on them.
//!
//! Promises: every [`shape::Shape`] is finite, lies in one plane in metres, and its polygons are valid; the same input
//! gives the same output. Refuses: coordinates that are not finite or outside the plane's reach ([`gate`]), datum shifts
//! that nobody knows ([`crs`]). Knows nothing of files, zones or screens.

pub mod area;
pub mod border_grid;
pub mod chinese_zone;
pub mod common;
pub mod coverage;
pub mod cross_check;
pub mod crossing;
pub mod crs;
pub mod crs_code;
mod crs_memory;
pub mod crs_wkt;
pub mod densify;
pub mod diagonals;
pub mod distance;
pub mod edge_tree;
pub mod ellipsoid;
pub mod equal_area;
pub mod extent;
pub mod far_vertex;
pub mod fetch;
pub mod gate;
pub mod gauss_krueger;
pub mod graticule;
pub mod helmert;
pub mod index;
pub mod interior;
pub mod kept;
pub mod krueger_series;
pub mod meeting;
pub mod mid_latitude;
pub mod neighbours;
mod nesting;
pub mod overlap;
pub mod overlay;
pub mod paths;
#[cfg(windows)]
mod proj_libraries;
mod reach;
pub mod relate;
pub mod remainder;
pub mod repair;
mod ring_runs;
pub mod room;
pub mod scale;
pub mod segment;
pub mod shape;
pub mod side;
pub mod simple;
pub mod sketch;
pub mod small_angles;
pub mod snap;
pub mod turn;
pub mod validity;
pub mod vertex_list;
pub mod web_mercator;
pub mod web_shift;
mod whole;
pub mod wide;
mod wide_lanes;
pub mod window;
pub mod zone_code;
