//! The one font that travels with the program, so that Chinese shows on any machine.

/// An OpenType font with GB 2312, ASCII and the signs of maps; see `assets/fonts/README.md`.
pub const BYTES: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-GB2312.otf");

/// Its family name.
pub const FAMILY: &str = "Noto Sans SC Subset";

/// What CSS and SVG ask for: the own font where it is loaded, else what Chinese desktops have.
pub const STACK: &str = "'Noto Sans SC Subset','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif";
