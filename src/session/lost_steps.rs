//! Steps of an earlier session that cannot be taken again, and what is left of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::model::problem::Problem;
use crate::report::files;

/// Steps that are not there any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LostSteps {
    /// Why not, as far as files are gone.
    pub files: Vec<Problem>,
    /// A copy of the file that they stood in: its own one is about to be written over.
    pub kept: Option<PathBuf>,
}

impl LostSteps {
    /// Of the history in a file, which is copied beside it.
    pub fn of(files: Vec<Problem>, history: &Path) -> LostSteps {
        let kept = copied(history);
        LostSteps { files, kept }
    }
}

/// Copies a file beside it, as `history-lost.json` for `history.json`: it could not be gone on with, and is about to be written over. `None` where there is nothing in the file, or it cannot be copied.
pub fn copied(file: &Path) -> Option<PathBuf> {
    let bytes = std::fs::read(file).ok().filter(|bytes| !bytes.is_empty())?;
    let [name, ending] = [file.file_stem()?, file.extension()?].map(OsStr::to_string_lossy);
    let copy = file.with_file_name(format!("{name}-lost.{ending}"));
    files::write(&copy, &bytes).ok().map(|()| copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_is_kept_where_there_is_something() {
        let folder = tempfile::tempdir().unwrap();
        let history = folder.path().join("history.json");
        assert_eq!(LostSteps::of(Vec::new(), &history), LostSteps::default());
        std::fs::write(&history, "").unwrap();
        assert_eq!(LostSteps::of(Vec::new(), &history).kept, None);
        std::fs::write(&history, "{}").unwrap();
        let kept = LostSteps::of(Vec::new(), &history).kept.unwrap();
        assert_eq!(kept, folder.path().join("history-lost.json"));
        assert_eq!(std::fs::read_to_string(kept).unwrap(), "{}");
    }
}
