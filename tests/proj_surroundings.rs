//! PROJ must not look at anything outside the program: no variable, no neighbour folder, no user folder.
//!
//! Each test starts this very test program again, in spoiled surroundings, and lets it transform one coordinate.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use redshank::geom::crs::{Crs, Transform};

/// Run in the child process, where `REDSHANK_SPOILED` is set; a plain run has nothing to show here.
#[test]
fn child_transforms_one_coordinate() {
    if std::env::var_os("REDSHANK_SPOILED").is_none() {
        return;
    }
    let from = Crs::from_code("EPSG:4490").unwrap();
    let to = Crs::from_code("EPSG:4549").unwrap();
    let plane = Transform::between(&from, &to)
        .unwrap()
        .of(geo::Coord { x: 120.5, y: 30.3 });
    println!("plane {:.3} {:.3}", plane.x, plane.y);
}

/// A folder with a `proj.db` that is no database.
fn spoiled_folder(path: &Path) -> PathBuf {
    std::fs::create_dir_all(path).unwrap();
    std::fs::write(path.join("proj.db"), b"not a database").unwrap();
    path.to_owned()
}

#[track_caller]
fn check_immune(program: &Path, variables: &[(&str, &Path)]) {
    let output = Command::new(program)
        .args(["--exact", "child_transforms_one_coordinate", "--nocapture"])
        .env("REDSHANK_SPOILED", "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("plane 548097.676 3353475.775"), "{text}");
}

fn this_program() -> PathBuf {
    std::env::current_exe().unwrap()
}

#[test]
fn immune_to_variables() {
    let folder = tempfile::tempdir().unwrap();
    let bad = spoiled_folder(folder.path());
    check_immune(&this_program(), &[("PROJ_DATA", &bad)]);
    check_immune(&this_program(), &[("PROJ_LIB", &bad)]);
    check_immune(&this_program(), &[("PROJ_DATA", &bad), ("PROJ_LIB", &bad)]);
}

#[test]
fn immune_to_the_users_folder() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    spoiled_folder(&data.join("proj"));
    spoiled_folder(&home.path().join(".local/share/proj"));
    check_immune(
        &this_program(),
        &[
            ("HOME", home.path()),
            ("XDG_DATA_HOME", &data),
            ("PROJ_USER_WRITABLE_DIRECTORY", &data),
        ],
    );
}

#[test]
fn immune_to_a_neighbour_folder() {
    let root = tempfile::tempdir().unwrap();
    spoiled_folder(&root.path().join("share/proj"));
    std::fs::create_dir_all(root.path().join("bin")).unwrap();
    let copy = root.path().join("bin/program");
    std::fs::copy(this_program(), &copy).unwrap();
    check_immune(&copy, &[]);
}
