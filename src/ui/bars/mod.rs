//! The bars above and below everything.

pub mod as_of;
pub mod menu_key;
pub mod menu_table;
pub mod menus;
pub mod notices_bar;
pub mod numbers_strip;
pub mod status_bar;
pub mod time_left;
pub mod top_bar;
