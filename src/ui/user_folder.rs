//! Where the program keeps what belongs to the user and to no workspace.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

/// The folder of everything; `None` where the system names none.
pub fn home() -> Option<PathBuf> {
    let folder = etcetera::base_strategy::choose_native_strategy().ok()?.data_dir();
    Some(folder.join("redshank"))
}

/// The folder of what is remembered of imports; `None` where the system names none.
pub fn imports() -> Option<PathBuf> {
    Some(home()?.join("imports"))
}
