//! Redshank.
#![deny(missing_docs)]

rust_i18n::i18n!("assets/locales", fallback = "en");

pub mod formats;
pub mod geom;
pub mod model;
pub mod progress;
pub mod report;
pub mod screening;
pub mod session;
#[cfg(feature = "gui")]
pub mod ui;
pub mod words;
