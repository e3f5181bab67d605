//! The panels: each borrows session and view, draws, and notes what the user wishes.

pub mod base_map_panel;
pub mod encoding_choice;
pub mod findings_groups;
pub mod findings_panel;
pub mod findings_rows;
pub mod inspector_panel;
pub mod label_choice;
pub mod layer_compare;
pub mod layer_details;
pub mod layers_panel;
mod legal_parts;
pub mod legend_chip;
pub mod map_panel;
mod month_wheel;
pub mod pick;
mod problem_detail;
mod problem_words;
pub mod problems_panel;
pub mod problems_rows;
pub mod project_account;
mod readings;
mod repair_part;
pub mod rules_panel;
pub mod sketch_card;
pub mod tables_panel;
pub mod unchecked_panel;
pub mod welcome_panel;
