//! The workspace that comes with the program.

use std::path::{Path, PathBuf};

/// Where it is below the folder that the program is started in, or below that of its shared files.
const FOLDER: &str = "maps/qiantang";
/// Where packages put shared files, from the folder of the program.
const SHARED: [&str; 3] = ["../share/redshank", "../Resources", "."];

/// The example, where it is there: in the folder that the program is started in, else where its package has put it.
pub fn example() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent);
    let shared = beside
        .into_iter()
        .flat_map(|folder| SHARED.map(|shared| folder.join(shared)));
    let mut folders = std::iter::once(PathBuf::new()).chain(shared);
    folders.find_map(|folder| {
        let example = folder.join(FOLDER);
        example.is_dir().then_some(example)
    })
}
