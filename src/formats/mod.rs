//! Files in: workspaces, rule books, layers.
//!
//! Promises: what can be read is read, and what cannot is a [`crate::model::problem::Problem`] that names file, feature
//! and field; one bad feature never hides the others; the same file gives the same layer on any number of threads.
//! Sources are opened for reading only. Refuses: formats by name alone (the content decides), coordinates whose system
//! nobody knows, datum shifts that nobody knows. What is refused is counted, so that nothing is *clear* by it.

mod admit;
pub mod arc;
pub mod archive;
pub mod correction;
pub mod cursor;
pub mod data_name;
mod declared_types;
pub mod decoded;
pub mod delimited;
pub mod doubt;
pub mod drawing;
pub mod dxf;
pub mod encoding;
pub mod esri_json;
pub mod field_values;
pub mod filter;
pub mod flatgeobuf;
pub mod folder;
pub mod gather;
pub mod geojson;
pub mod geopackage;
pub mod guess;
pub mod gzip;
mod heap_ahead;
pub mod held;
pub mod info;
pub mod input;
pub mod json_document;
pub mod json_steps;
pub mod kml;
pub mod locate;
pub mod marked_bytes;
pub mod members;
pub mod memory;
pub mod memory_limit;
pub mod open;
pub mod parcel_text;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod preview;
pub mod profile;
pub mod raw;
pub mod read;
pub mod read_archive;
pub mod read_source;
pub mod recode;
mod sample;
pub mod sample_rows;
pub mod shapefile;
pub mod shared_text;
pub mod sniff;
pub mod source_crs;
pub mod stray;
pub mod table;
pub mod text;
pub mod topo_json;
mod unique_ids;
pub mod watch;
pub mod wkb;
pub mod wkt;
pub mod wkt_start;
pub mod wkt_text;
pub mod workspace;
pub mod xlsx;
mod xml;
pub mod zipped;
