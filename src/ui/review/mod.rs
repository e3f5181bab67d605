//! The review in the window: who sits here, the card of a finding, the steps of projects, remarks on the map, reports.
//!
//! Promises: what the machine found is shown apart from what people say of it; every word about who says what comes from
//! the log. Refuses: to write anything itself; each wish is a [`crate::session::review::step::ReviewStep`].

pub mod banner;
pub mod card;
pub mod comment_window;
pub mod draft;
pub mod name_window;
pub mod page_view;
pub mod panel;
pub mod pins;
pub mod report_window;
pub mod said;
pub mod save_window;
mod steps_part;
mod today_part;
pub mod together;
pub mod together_window;
