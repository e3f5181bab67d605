//! Where the workspace is that comes with the program.

use std::path::{Path, PathBuf};

use crate::formats::workspace::file::FILE_NAME;

/// Where it is below the folder that the program is started in, or below that of its shared files.
const FOLDER: &str = "maps/qiantang";
/// Where packages put shared files, from the folder of the program.
const SHARED: [&str; 3] = ["../share/redshank", "../Resources", "."];

/// Where the example is looked for, in that order.
pub fn places() -> Vec<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent);
    let shared = beside
        .into_iter()
        .flat_map(|folder| SHARED.map(|shared| folder.join(shared)));
    let folders = std::iter::once(PathBuf::new()).chain(shared);
    folders.map(|folder| folder.join(FOLDER)).collect()
}

/// True for a workspace file in a folder where the example is, by whatever way it is written, and for a link to it.
pub fn is_of_example(file: &Path) -> bool {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let stands_there = |file: &Path| {
        let folder = file.parent().and_then(|folder| folder.canonicalize().ok());
        let is_own = |place: PathBuf| place.canonicalize().ok() == folder;
        let is_named = file.file_name().is_some_and(|name| name == FILE_NAME);
        is_named && folder.is_some() && places().into_iter().any(is_own)
    };
    stands_there(&absolute) || file.canonicalize().is_ok_and(|real| stands_there(&real))
}
