//! Findings in words and in files: sentences, the table, json, csv, geojson, the map picture, the report page.
//!
//! Promises: the same workspace and screening give the same bytes; numbers in files are unrounded, numbers in sentences
//! carry units; what was not checked is said before what was found; a file is written whole or not at all. Refuses: the
//! clock, outside resources, and markup or formulas from data.

mod blocks;
pub mod consultations;
pub mod costs;
pub mod csv;
pub mod document;
pub mod docx;
pub mod export;
pub mod files;
mod finding_text;
pub mod font;
pub mod geojson;
pub mod grid;
pub mod html;
mod input_record;
pub mod json;
mod json_object;
pub mod layers;
pub mod ledger;
mod legal_records;
mod markup;
pub mod output;
pub mod page_image;
pub mod pages;
pub mod paper;
pub mod parcel_text;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod picture;
pub mod places;
mod plain_record;
mod problem_record;
pub mod problems;
mod record;
pub mod rows;
pub mod sentence;
pub mod stoppable;
pub mod unchecked;
pub mod units;
pub mod wetland;
mod write_behind;
pub mod xlsx;

#[cfg(test)]
pub(crate) mod scene;
