//! Whether the files that layers were read from are still what they were.
//!
//! Looked at by size and time, which is cheap; by content only where these differ, and then as the reader hashed it.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::progress::Progress;

use super::input::FileToRead;
use super::shapefile::part_paths;

/// Endings of what other programs leave beside a database that they have not finished writing to.
const UNFINISHED: [&str; 2] = ["-wal", "-journal"];

/// Size and time of a file and of those that belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    main: Option<Mark>,
    /// Of the parts of a Shapefile, in the order in which they are read.
    parts: Vec<(PathBuf, Option<Mark>)>,
    /// Of unfinished writes beside a database; an empty file is none.
    unfinished: [Option<Mark>; 2],
}

/// Length in bytes, and when it was changed where the system tells.
type Mark = (u64, Option<SystemTime>);

/// What has become of a source since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceState {
    /// As it was.
    Same,
    /// Other bytes.
    Changed,
    /// Not there, or not to be read.
    Missing,
}

impl Stamp {
    /// Looks at a file; asks the system for sizes and times alone.
    pub fn of(path: &Path) -> Stamp {
        let beside = |ending: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            mark(Path::new(&name)).filter(|(length, _)| *length > 0)
        };
        let parts = part_paths(path).into_iter();
        Stamp {
            main: mark(path),
            parts: parts
                .map(|part| {
                    let mark = mark(&part);
                    (part, mark)
                })
                .collect(),
            unfinished: UNFINISHED.map(beside),
        }
    }

    /// What has become of the source that this is a stamp of, by a newer stamp and, where the two differ, by the bytes.
    /// `sha256` is that of the layer that was read; empty where nothing could be read then.
    pub fn state(&self, now: &Stamp, file: &FileToRead, sha256: &str, progress: &Progress) -> SourceState {
        // One that was not there then, and is not now, is as it was.
        if self == now {
            return SourceState::Same;
        }
        if now.main.is_none() {
            return SourceState::Missing;
        }
        if self.unfinished != now.unfinished {
            return SourceState::Changed;
        }
        match hash(file, now, progress) {
            Some(hash) if hash == sha256 => SourceState::Same,
            Some(_) => SourceState::Changed,
            None => SourceState::Missing,
        }
    }
}

fn mark(path: &Path) -> Option<Mark> {
    let metadata = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    Some((metadata.len(), metadata.modified().ok()))
}

/// The hash that a reader would give the layer now; `None` where it cannot be read, or somebody asked to stop.
fn hash(file: &FileToRead, now: &Stamp, progress: &Progress) -> Option<String> {
    if now.parts.is_empty() {
        return file.sha256(progress).ok();
    }
    let there = now.parts.iter().filter(|(_, mark)| mark.is_some());
    let paths: Vec<&Path> = there.map(|(path, _)| path.as_path()).collect();
    file.sha256_of_parts(&paths, progress).ok()
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::Duration;

    use super::*;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn write(&self, name: &str, text: &str) -> PathBuf {
            let path = self.0.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        }
    }

    #[track_caller]
    fn check(before: &Stamp, path: &Path, sha256: &str, expected: SourceState) {
        let (file, now) = (FileToRead::at(path), Stamp::of(path));
        assert_eq!(before.state(&now, &file, sha256, &Progress::default()), expected);
    }

    #[test]
    fn a_file_changes_by_its_bytes_and_not_by_its_time() {
        let folder = Folder(tempfile::tempdir().unwrap());
        let path = folder.write("a.geojson", "{}");
        let before = Stamp::of(&path);
        let sha256 = FileToRead::at(&path).sha256(&Progress::default()).unwrap();
        check(&before, &path, &sha256, SourceState::Same);
        let later = SystemTime::now() + Duration::from_secs(100);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert_ne!(Stamp::of(&path), before);
        check(&before, &path, &sha256, SourceState::Same);
        folder.write("a.geojson", "{ }");
        check(&before, &path, &sha256, SourceState::Changed);
        std::fs::remove_file(&path).unwrap();
        check(&before, &path, &sha256, SourceState::Missing);
    }

    #[test]
    fn what_belongs_to_a_shapefile_counts() {
        let folder = Folder(tempfile::tempdir().unwrap());
        let path = folder.write("a.shp", "main");
        folder.write("a.dbf", "table");
        let before = Stamp::of(&path);
        let sha256 = crate::sha256::sha256_of(&[b"main", b"table"]);
        folder.write("a.dbf", "table");
        check(&before, &path, &sha256, SourceState::Same);
        folder.write("a.cpg", "GBK");
        check(&before, &path, &sha256, SourceState::Changed);
        std::fs::remove_file(folder.0.path().join("a.cpg")).unwrap();
        folder.write("a.dbf", "another table");
        check(&before, &path, &sha256, SourceState::Changed);
    }

    #[test]
    fn unfinished_writes_beside_a_database_are_a_change() {
        let folder = Folder(tempfile::tempdir().unwrap());
        let path = folder.write("a.gpkg", "pages");
        let before = Stamp::of(&path);
        let sha256 = FileToRead::at(&path).sha256(&Progress::default()).unwrap();
        folder.write("a.gpkg-wal", "");
        check(&before, &path, &sha256, SourceState::Same);
        folder.write("a.gpkg-wal", "pages");
        check(&before, &path, &sha256, SourceState::Changed);
    }

    #[test]
    fn a_file_that_was_never_there_is_as_it_was() {
        let folder = Folder(tempfile::tempdir().unwrap());
        let path = folder.0.path().join("a.geojson");
        let before = Stamp::of(&path);
        check(&before, &path, "", SourceState::Same);
        folder.write("a.geojson", "{}");
        check(&before, &path, "", SourceState::Changed);
    }
}
