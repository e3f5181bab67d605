//! What the targets share: bytes as a file, and what every answer of a reader must keep.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use redshank::formats::info::FileInfo;
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawLayer, Unread};
use redshank::model::problem::Problem;
use redshank::progress::Progress;
use redshank::words::Lang;

thread_local! {
    static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) };
}

/// A file of this process's own, in memory where the system has such a place.
fn path() -> PathBuf {
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| {
            let memory = Path::new("/dev/shm");
            let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
            made.expect("a folder for the file that is read")
        });
        folder.path().join("input")
    })
}

/// Writes the bytes to a file and looks at it.
pub fn at_path(data: &[u8], look: impl FnOnce(&Path)) {
    let path = path();
    std::fs::write(&path, data).expect("a place for the file that is read");
    look(&path);
}

/// Reads the bytes as a file. Every problem must have words in both languages, and every refusal must be counted.
pub fn read_with(data: &[u8], read: impl FnOnce(&FileToRead, &Progress) -> Result<RawLayer, Unread>) {
    at_path(data, |path| match read(&FileToRead::at(path), &Progress::default()) {
        Ok(layer) => {
            layer.problems.iter().for_each(|raw| said(&raw.problem));
            let is_silent = layer.refused > 0 && layer.problems.is_empty();
            assert!(!is_silent, "{} features are refused without a word", layer.refused);
        }
        Err(unread) => refused(&unread),
    });
}

/// Looks at the bytes as a file, with the place of its layer.
pub fn look_with(data: &[u8], look: impl FnOnce(&FileToRead, &Progress) -> Result<FileInfo, Unread>) {
    at_path(data, |path| match look(&FileToRead::at(path), &Progress::default()) {
        Ok(info) => info.problems.iter().for_each(said),
        Err(unread) => refused(&unread),
    });
}

fn refused(unread: &Unread) {
    match unread {
        Unread::Problem(problem) => said(problem),
        Unread::Cancelled(cancelled) => panic!("nobody asked to stop: {cancelled}"),
    }
}

fn said(problem: &Problem) {
    for lang in Lang::ALL {
        let line = problem.line(lang);
        assert!(!line.is_empty() && !has_gap(&line), "{line}");
    }
}

/// True where a place for a value was left open: `%{` and a name. A file's own text may hold `%{` too, and is quoted.
fn has_gap(line: &str) -> bool {
    let mut parts = line.split("%{").skip(1);
    parts.any(|part| {
        let name = part.split('}').next().unwrap_or_default();
        name.len() < part.len() && !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    })
}
