//! Which tables are of one sort.

use std::path::Path;

use crate::sha256::sha256_of;

/// Letters of the hash of the fields.
const HASH_LETTERS: usize = 16;

/// What tables of one sort have in common: their fields, and the name of their file but for numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableKey {
    /// The name of the file without its ending, with `#` for each number, and that of the table.
    pub name: String,
    /// Hash of the names of all fields, in whatever order; empty where there is none.
    pub fields: String,
}

impl TableKey {
    /// Of a table. The names of the fields are bytes of the file, so that they do not depend on an encoding.
    pub fn of<'n>(file: &Path, table: Option<&str>, fields: impl IntoIterator<Item = &'n [u8]>) -> TableKey {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let name = match table {
            Some(table) => format!("{stem} | {table}"),
            None => stem.into_owned(),
        };
        let mut names: Vec<&[u8]> = fields.into_iter().collect();
        names.sort_unstable();
        let parts: Vec<&[u8]> = names.into_iter().flat_map(|name| [name, &[0]]).collect();
        let mut hash = if parts.is_empty() {
            String::new()
        } else {
            sha256_of(&parts)
        };
        hash.truncate(HASH_LETTERS);
        TableKey {
            name: pattern(&name.to_lowercase()),
            fields: hash,
        }
    }

    /// True where both have the same fields, and any at all.
    pub fn has_fields_of(&self, other: &TableKey) -> bool {
        !self.fields.is_empty() && self.fields == other.fields
    }
}

/// A name with `#` for each run of digits.
fn pattern(name: &str) -> String {
    let mut pattern = String::with_capacity(name.len());
    for letter in name.chars() {
        let is_digit = letter.is_ascii_digit();
        if !is_digit {
            pattern.push(letter);
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}
