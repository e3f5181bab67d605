//! The one font that travels with the program, so that Chinese shows on any machine: in the window, in reports and on base
//! maps.

/// An OpenType font with GB 2312, ASCII and the signs of maps; see `assets/fonts/README.md`. A `static`, so that the program
/// holds it once.
pub static BYTES: &[u8] = include_bytes!("../assets/fonts/NotoSansSC-GB2312.otf");

/// Its family name.
pub const FAMILY: &str = "Noto Sans SC Subset";
