//! Draws the example workspace `maps/qiantang`: `cargo run --example draw_qiantang [FOLDER]`.
//!
//! The drawing is synthetic and deterministic: the same program writes the same bytes, and `tests/qiantang.rs` holds the
//! committed files to it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it says what it writes")]

mod drawing;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let standard = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/maps/qiantang"));
    let folder = std::env::args_os().nth(1).map_or_else(standard, PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for (name, text) in drawing::files() {
        std::fs::write(folder.join(&name), &text)?;
        println!("{:8} bytes  {name}", text.len());
    }
    Ok(())
}
