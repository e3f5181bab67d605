//! The workspace file of what is open, as its bytes were when it was read or written; and what stands in the way of writing
//! somewhere without a question.

use std::path::{Path, PathBuf};

use crate::formats::workspace::file::FILE_NAME;
use crate::sha256::sha256_of;

use super::example_place::is_of_example;

/// A workspace file that was read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// Where it is.
    pub path: PathBuf,
    /// It comes with the program, and is not its user's.
    pub is_shipped: bool,
    sha256: String,
}

/// Paths that are read, and the workspace file that they lead to.
#[derive(Debug)]
pub struct ReadPaths {
    /// They.
    pub paths: Vec<PathBuf>,
    /// It.
    pub known: Option<KnownFile>,
}

impl ReadPaths {
    /// Called before they are read, so that a change in between is noticed.
    pub fn before(paths: Vec<PathBuf>) -> ReadPaths {
        let known = KnownFile::at(&paths);
        ReadPaths { paths, known }
    }
}

/// Why a file is not written over without a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It comes with the program.
    Shipped,
    /// Somebody else has changed it since it was read.
    Changed,
    /// It is another one than that which is open.
    Another,
    /// It has remarks of people, which a program cannot write.
    Remarks,
}

impl KnownFile {
    /// The one that paths lead to, by themselves or in their folder; `None` where they lead to no workspace file.
    pub fn at(paths: &[PathBuf]) -> Option<KnownFile> {
        let [path] = paths else {
            return None;
        };
        let path = match path.extension().is_some_and(|end| end == "toml") {
            true => path.clone(),
            false => path.join(FILE_NAME),
        };
        let bytes = std::fs::read(&path).ok()?;
        Some(KnownFile {
            is_shipped: is_of_example(&path),
            sha256: sha256_of(&[&bytes]),
            path,
        })
    }

    /// What stands in the way of writing there without a question. `known` is the file that is open.
    pub fn obstacle(target: &Path, known: Option<&KnownFile>) -> Option<Obstacle> {
        let Ok(bytes) = std::fs::read(target) else {
            // Nothing is there, or writing will say why not.
            return None;
        };
        if is_of_example(target) {
            return Some(Obstacle::Shipped);
        }
        let is_same = |known: &&KnownFile| is_same_file(&known.path, target);
        match known.filter(is_same) {
            None => Some(Obstacle::Another),
            Some(known) if known.sha256 != sha256_of(&[&bytes]) => Some(Obstacle::Changed),
            Some(_) => has_remarks(&bytes).then_some(Obstacle::Remarks),
        }
    }
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// What is no remark but stands in a text of several lines and begins like one is only asked about once too often.
fn has_remarks(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.any(|line| line.trim_ascii_start().starts_with(b"#"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_and_as_it_was_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let [own, other] = ["own.toml", "other.toml"].map(|name| folder.path().join(name));
        let check = |target: &Path, known: &Option<KnownFile>, expected| {
            assert_eq!(
                KnownFile::obstacle(target, known.as_ref()),
                expected,
                "{target:?}"
            );
        };
        check(&own, &None, None);
        std::fs::write(&own, "version = 1").unwrap();
        std::fs::write(&other, "version = 1").unwrap();
        check(&own, &None, Some(Obstacle::Another));
        let known = KnownFile::at(std::slice::from_ref(&own));
        check(&own, &known, None);
        check(&folder.path().join(".").join("own.toml"), &known, None);
        check(&other, &known, Some(Obstacle::Another));
        std::fs::write(&own, "version = 1 ").unwrap();
        check(&own, &known, Some(Obstacle::Changed));
        std::fs::write(&own, "version = 1\n  # by hand").unwrap();
        check(
            &own,
            &KnownFile::at(std::slice::from_ref(&own)),
            Some(Obstacle::Remarks),
        );
        std::fs::remove_file(&own).unwrap();
        check(&own, &known, None);
    }

    #[test]
    fn the_example_is_nobody_s_own() {
        let example = PathBuf::from("maps/qiantang");
        let known = KnownFile::at(std::slice::from_ref(&example)).unwrap();
        assert!(known.is_shipped);
        let obstacle = KnownFile::obstacle(&known.path, Some(&known));
        assert_eq!(obstacle, Some(Obstacle::Shipped));
    }

    #[test]
    fn data_files_are_no_workspace_file() {
        assert_eq!(KnownFile::at(&["maps/qiantang/wetland.geojson".into()]), None);
        assert_eq!(KnownFile::at(&["src".into()]), None);
        assert_eq!(KnownFile::at(&[]), None);
    }
}
