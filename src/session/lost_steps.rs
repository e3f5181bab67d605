//! Steps of an earlier session that cannot be taken again, and what is left of them.

use std::path::{Path, PathBuf};

use crate::model::problem::Problem;
use crate::report::files;

/// The name of the file that a history is kept in, where not all of it could be gone on with.
pub const FILE_NAME: &str = "history-lost.json";

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

/// `None` where there is nothing in the file, or it cannot be copied.
fn copied(history: &Path) -> Option<PathBuf> {
    let bytes = std::fs::read(history).ok().filter(|bytes| !bytes.is_empty())?;
    let copy = history.with_file_name(FILE_NAME);
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
        assert_eq!(std::fs::read_to_string(kept).unwrap(), "{}");
    }
}
