//! The log: plain text, a line for whatever was told, at most three files of 1 MB.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// The newest file.
pub const FILE_NAME: &str = "redshank.log";
/// Older ones, the newer first.
const OLDER: [&str; 2] = ["redshank.1.log", "redshank.2.log"];
/// A file that is larger is put aside.
const MOST_BYTES: u64 = 1 << 20;

/// Adds lines to the log in a folder, which is made if it is missing.
///
/// # Errors
/// Those of the system.
pub fn append(folder: &Path, lines: &[String]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let newest = folder.join(FILE_NAME);
    if fs::metadata(&newest).is_ok_and(|found| found.len() >= MOST_BYTES) {
        let [newer, oldest] = OLDER.map(|name| folder.join(name));
        if newer.exists() {
            fs::rename(&newer, oldest)?;
        }
        fs::rename(&newest, newer)?;
    }
    let text: String = lines.iter().map(|line| format!("{}\n", one_line(line))).collect();
    // In one piece, so that two windows do not mix their lines.
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(newest)?
        .write_all(text.as_bytes())
}

fn one_line(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_turned_over_and_never_grows_beyond_three_files() {
        let folder = tempfile::tempdir().unwrap();
        let line = "x".repeat(400_000);
        for number in 0..20 {
            append(folder.path(), &[format!("{number} {line}"), "two\nlines".into()]).unwrap();
        }
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["redshank.1.log", "redshank.2.log", "redshank.log"]);
        let newest = fs::read_to_string(folder.path().join(FILE_NAME)).unwrap();
        assert!(newest.contains("\ntwo | lines\n") && newest.contains("19 x"));
        for name in names {
            assert!(fs::metadata(folder.path().join(name)).unwrap().len() < 3 * MOST_BYTES / 2);
        }
    }
}
