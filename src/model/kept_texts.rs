//! What the texts of a table were before they were decoded, as far as the texts themselves do not tell.

use std::collections::BTreeMap;

/// Bytes of texts, so that another encoding can be tried when the file is no longer there.
///
/// Nearly all texts lead back to their bytes: letter by letter, by the encoding that they were decoded with. Only the
/// bytes of those that do not are kept: bytes that are no letters (shown as U+FFFD), and letters that have two writings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptTexts {
    /// The encoding that the texts were decoded with, by the WHATWG's name.
    pub encoding: String,
    /// What said so: `setting`, `mark`, `declared`, `header` or `guess`.
    pub said_by: &'static str,
    /// Names and values have any length: blanks of any script around them are no part of them, and none is cut within a
    /// letter.
    pub is_trimmed: bool,
    /// The names of the fields, in their order, as they stand in the file.
    pub names: Vec<Box<[u8]>>,
    /// Values that do not lead back to their bytes, by the number of their feature and the position of their field.
    pub values: BTreeMap<(usize, usize), Box<[u8]>>,
}

impl KeptTexts {
    /// Bytes as people write them: `D5 E3`.
    pub fn hexadecimal(bytes: &[u8]) -> String {
        let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(" ")
    }
}
