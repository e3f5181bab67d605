//! Text files that lie among the data of a folder or an archive and are none: read-me files, notes, lists.

use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::reading_fault::ReadingFault;

use super::data_name::{ending, title};
use super::guess::role_by_name;
use super::info::FileInfo;
use super::input::FileToRead;

/// What to say instead of a layer where nobody has named the file, it is text of which nothing could be read, and its name
/// is that of no zone or project; `None` where it has to stay an empty layer, so that nothing is clear by it. `why` is what
/// its reader says of it.
pub fn note(file: &FileToRead, why: &ProblemKind) -> Option<Problem> {
    let path = file.path.to_string_lossy();
    let name = file.table.as_deref().unwrap_or(&path);
    let says_nothing = matches!(
        why,
        ProblemKind::OtherFormat { .. }
            | ProblemKind::FileEmpty
            | ProblemKind::Syntax { .. }
            | ProblemKind::WrongType { .. }
            | ProblemKind::Reading(ReadingFault::NoCoordinates { .. })
    );
    let is_stray =
        says_nothing && ending(name).eq_ignore_ascii_case("txt") && role_by_name(title(name)).is_none();
    is_stray.then(|| Problem::of_file(&file.label, ReadingFault::StrayText.into(), Done::Noted))
}

/// The same of what was described: text that begins as JSON does is read as far as it goes.
pub fn note_of(file: &FileToRead, info: &FileInfo) -> Option<Problem> {
    let first = info.problems.first().filter(|_| info.read == 0)?;
    note(file, &first.kind)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn notes_are_no_layers() {
        let found = || "plain text".to_owned();
        let check = |name: &str, why: ProblemKind, expected: bool| {
            let file = FileToRead::at(Path::new(name));
            assert_eq!(note(&file, &why).is_some(), expected, "{name}: {why:?}");
        };
        check("readme.txt", ProblemKind::OtherFormat { found: found() }, true);
        check("说明.TXT", ProblemKind::FileEmpty, true);
        check(
            "readme.geojson",
            ProblemKind::OtherFormat { found: found() },
            false,
        );
        check(
            "生态保护红线.txt",
            ProblemKind::OtherFormat { found: found() },
            false,
        );
        check("readme.txt", ProblemKind::FileUnreadable(found()), false);
        check("a/readme.txt", ProblemKind::FileMissing, false);
    }
}
