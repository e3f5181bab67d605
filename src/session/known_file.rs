//! The workspace file of what is open, as its bytes were when it was read or written; and what stands in the way of writing
//! somewhere without a question.

use std::io::{Error, ErrorKind};
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
    /// Something is there that cannot be read.
    Unreadable,
    /// Somebody has set it to be read only; it could be put in its place all the same.
    ReadOnly,
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
        let bytes = match std::fs::read(target) {
            Ok(bytes) => bytes,
            Err(error) if is_free(target, &error) => return None,
            Err(_) => return Some(Obstacle::Unreadable),
        };
        if is_of_example(target) {
            return Some(Obstacle::Shipped);
        }
        let is_same = |known: &&KnownFile| is_same_file(&known.path, target);
        match known.filter(is_same) {
            None => Some(Obstacle::Another),
            Some(known) if known.sha256 != sha256_of(&[&bytes]) => Some(Obstacle::Changed),
            Some(_) if is_read_only(target) => Some(Obstacle::ReadOnly),
            Some(_) => has_remarks(&bytes).then_some(Obstacle::Remarks),
        }
    }
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// True where nothing is there that could be lost, or nothing can be written, for which writing will say why.
fn is_free(target: &Path, error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) || target.is_dir()
}

fn is_read_only(target: &Path) -> bool {
    std::fs::metadata(target).is_ok_and(|about| about.permissions().readonly())
}

/// True where a remark begins anywhere, on a line of its own or behind a value.
fn has_remarks(toml: &[u8]) -> bool {
    let mut rest = toml;
    while let [first, after @ ..] = rest {
        rest = match first {
            b'#' => return true,
            b'"' | b'\'' => after_text(*first, rest),
            _ => after,
        };
    }
    false
}

/// What follows the text that begins with that mark, of one line or, where the mark stands three times, of several.
fn after_text(mark: u8, text: &[u8]) -> &[u8] {
    let long = [mark; 3];
    let is_long = text.starts_with(&long);
    let marks = if is_long { &long[..] } else { &long[..1] };
    let mut rest = text.strip_prefix(marks).unwrap_or_default();
    loop {
        rest = match rest {
            [] => return rest,
            // A broken text ends with its line.
            [b'\n', ..] if !is_long => return rest,
            [b'\\', _, after @ ..] if mark == b'"' => after,
            _ if rest.starts_with(marks) => {
                let after = rest.strip_prefix(marks).unwrap_or_default();
                // A long text may end with marks of its own.
                let own = after.iter().take_while(|byte| is_long && **byte == mark).count();
                return after.get(own..).unwrap_or_default();
            }
            [_, after @ ..] => after,
        };
    }
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
    fn remarks_are_seen_wherever_they_begin() {
        let check = |text: &str, expected| assert_eq!(has_remarks(text.as_bytes()), expected, "{text:?}");
        check("a = 1  # old on purpose\n", true);
        check("\u{feff}# first\na = 1\n", true);
        check("a = [\n  1, # one\n  2,\n]\n", true);
        check("a = \"x\" # \"\n", true);
        check("a = 'C:\\' # b\n", true);
        check("a = \"\"  # none\n", true);
        check("a = \"\"\"\nx\"\"\"\"\"#\n", true);
        check("a = '''\nit's'''\nb = 1 # c\n", true);
        check("a = \"broken\n# b\n", true);
        check("a = \"# no \\\" # remark\"\n", false);
        check("a = '# \" #'\nb = \"'#'\"\n", false);
        check("a = \"\"\"\n# heading \\\"\"\" # \"\" #\n\"\"\"\nb = 1\n", false);
        check("a = '''\n# '' # \\'''\nb = 1\n", false);
        check("colour = \"#1f77b4\"\n\"#\" = 2\n", false);
        check("", false);
    }

    /// Also of a link: it is the file that it leads to.
    #[cfg(unix)]
    #[test]
    fn what_cannot_be_read_or_is_not_to_be_written_is_asked_about() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let [own, link, ring] = ["own.toml", "link.toml", "ring.toml"].map(|name| folder.path().join(name));
        symlink(&ring, &ring).unwrap();
        assert_eq!(KnownFile::obstacle(&ring, None), Some(Obstacle::Unreadable));
        std::fs::write(&own, "version = 1").unwrap();
        symlink(&own, &link).unwrap();
        let known = KnownFile::at(std::slice::from_ref(&link));
        let check = |expected| {
            for target in [&own, &link] {
                assert_eq!(
                    KnownFile::obstacle(target, known.as_ref()),
                    expected,
                    "{target:?}"
                );
            }
        };
        check(None);
        let mut rights = std::fs::metadata(&own).unwrap().permissions();
        rights.set_readonly(true);
        std::fs::set_permissions(&own, rights).unwrap();
        check(Some(Obstacle::ReadOnly));
        for nowhere in [
            folder.path().to_owned(),
            own.join("below.toml"),
            folder.path().join("a/b.toml"),
        ] {
            assert_eq!(KnownFile::obstacle(&nowhere, None), None, "{nowhere:?}");
        }
        let example = folder.path().join("example.toml");
        symlink(
            std::path::absolute("maps/qiantang/workspace.toml").unwrap(),
            &example,
        )
        .unwrap();
        let known = KnownFile::at(std::slice::from_ref(&example));
        assert!(known.as_ref().is_some_and(|known| known.is_shipped));
        assert_eq!(
            KnownFile::obstacle(&example, known.as_ref()),
            Some(Obstacle::Shipped)
        );
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
