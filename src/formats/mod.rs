//! Files in.

pub mod filter;
pub mod geojson;
pub mod input;
pub mod locate;
pub mod raw;
pub mod sniff;
pub mod source_crs;
