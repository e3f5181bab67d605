//! What PROJ calls under Windows, and its crate does not name to the linker. Nothing of it is called from here.

// Where the user's folder is (`SHGetFolderPathW`).
#[allow(unsafe_code, reason = "declares nothing that could be called")]
#[link(name = "shell32")]
unsafe extern "system" {}
