//! Wetland totals, footprints and quotas in words, tables and files.

pub mod csv;
pub mod files;
pub mod footprint;
pub mod html;
pub mod json;
pub mod tables;
