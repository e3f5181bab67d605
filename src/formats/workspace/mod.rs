//! What a workspace consists of, from a workspace file, from arguments, or from bare data files.

pub mod bare;
pub mod class_table;
pub mod class_text;
pub mod file;
pub mod plan;
pub mod quick;
pub mod rule_book;
pub mod rule_text;
pub mod save;
pub mod settings;
pub mod tables;
mod written_accepted;
pub mod written_answer;
mod written_base_map;
mod written_bookmark;
mod written_correction;
mod written_parts;
mod written_rule;
pub mod written_style;
