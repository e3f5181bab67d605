//! Exit codes: what a script learns without reading a word.

/// No conflict.
pub const CLEAR: u8 = 0;
/// At least one conflict.
pub const CONFLICT: u8 = 1;
/// Something could not be read or checked; weighs more than a conflict.
pub const INCOMPLETE: u8 = 2;
/// The window was asked for, and this build has none.
pub const NO_WINDOW: u8 = 3;
/// Something is not as it was, or not the same.
pub const DIFFERS: u8 = 1;
/// A file is damaged or could not be read; weighs more than a difference.
pub const BROKEN: u8 = 2;
