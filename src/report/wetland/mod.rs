//! Wetland totals, footprints and quotas in words, tables and files.

pub mod csv;
mod figures;
pub mod files;
pub mod footprint;
pub mod html;
pub mod json;
pub mod method;
pub mod tables;
pub mod words;
