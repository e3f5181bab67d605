//! What things are: layers and their features, zones, projects, rules, findings, problems, the workspace.
//!
//! Promises: plain data, immutable once made, in one plane; the same input gives the same order. Refuses: disk, clock,
//! network, environment, threads. Words for people come from [`crate::words`].

pub mod accepted_repairs;
pub mod annex;
pub mod answer;
pub mod base_map;
pub mod bookmark;
pub mod by_hand;
pub mod class_code;
pub mod consultation;
pub mod contract;
pub mod contradiction;
pub mod coverage_doubt;
pub mod crs_doubt;
pub mod crs_note;
pub mod crs_reading;
pub mod date;
pub mod done;
pub mod evidence;
pub mod feature;
pub mod fee;
pub mod field_fault;
pub mod field_meaning;
pub mod field_type;
pub mod fields;
pub mod file_fault;
pub mod finding;
pub mod footprint;
pub mod footprint_fields;
mod gate_fault;
pub mod json_sort;
pub mod kept_texts;
pub mod label;
pub mod land_class;
pub mod layer;
pub mod matter;
pub mod moment;
pub mod overlaps;
pub mod percent;
pub mod problem;
mod problem_line;
pub mod project;
pub mod reading_fault;
pub mod recorded;
pub mod repair;
pub mod review;
pub mod role;
pub mod rule;
pub mod source_label;
pub mod symbology;
pub mod symbology_choice;
pub mod tables;
pub mod wetland;
pub mod workspace;
pub mod zone;
