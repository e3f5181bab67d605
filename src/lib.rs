//! Redshank.
#![deny(missing_docs)]

rust_i18n::i18n!("assets/locales", fallback = "en");

pub mod geom;
pub mod model;
pub mod progress;
pub mod session;
pub mod screening;
#[cfg(feature = "gui")]
pub mod ui;
pub mod words;
