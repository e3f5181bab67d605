//! The font of reports.

pub use crate::font::{BYTES, FAMILY};

/// What CSS and SVG ask for: the own font where it is loaded, else what Chinese desktops have.
pub const STACK: &str = "'Noto Sans SC Subset','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif";
