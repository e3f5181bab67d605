//! Layers and findings as files for other programs, one file of code per format.
//!
//! Promises: every value that a format can hold is written as it is and with its type, every other is told and counted
//! ([`loss::Losses`]); features are written one after another, so that a large layer is never held twice; files appear
//! whole or not at all; the same layer gives the same bytes. Refuses: to write over a file that the workspace was read
//! from, datum shifts that nobody knows.

pub mod coding;
pub mod csv;
pub mod dxf;
pub mod features;
pub mod flatgeobuf;
pub mod geojson;
pub mod geopackage;
pub mod kml;
pub mod loss;
pub mod occupied;
pub mod order;
pub mod parcels;
pub mod paths;
pub mod placed;
pub mod shapefile;
pub mod sink;
pub mod style;
pub mod survey;
pub mod wkt;
pub mod write;
pub mod xlsx;
