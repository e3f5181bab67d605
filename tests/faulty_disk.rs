//! A dossier on a disk that fails: at every call in turn that changes a file, once, for good, in the middle of a write, and
//! for want of room. What was said to be on the disk is there afterwards, the file opens, and the next decision is taken.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

mod kept;

use std::path::{Path, PathBuf};
use std::process::Command;

use kept::cut::{check_whole, committed, decide, decisions, put_back};
use kept::{check_code, redshank, small, text};

/// What the disk does at the call of that number.
const FAULTS: [&str; 3] = ["once", "torn", "full"];

/// The disk that fails, compiled; `None` where there is no compiler for it.
fn disk(folder: &Path) -> Option<PathBuf> {
    let library = folder.join("disk.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faulty_disk/disk.c");
    let mut compiler = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler
        .args(["-shared", "-fPIC", "-o"])
        .arg(&library)
        .arg(source)
        .arg("-ldl");
    match compiler.output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", text(&output.stderr));
            Some(library)
        }
        Err(error) => {
            println!("skipped: no C compiler: {error}");
            None
        }
    }
}

#[test]
fn every_call_that_changes_the_file_fails_in_turn() {
    let home = tempfile::tempdir().unwrap();
    let Some(library) = disk(home.path()) else {
        return;
    };
    let file = small(home.path());
    let fresh = std::fs::read(&file).unwrap();
    let (list, log) = (decisions(home.path(), 3), home.path().join("failed"));
    let (mut calls, mut refused, mut kept) = (0, 0, 0);
    for how in FAULTS {
        for number in 1.. {
            put_back(&file, &fresh);
            let _first = std::fs::remove_file(&log);
            let output = decide(&file, &list)
                .env("LD_PRELOAD", &library)
                .env("FAULTY_NAME", "small.redshank")
                .env("FAULTY_AT", number.to_string())
                .env("FAULTY_HOW", how)
                .env("FAULTY_LOG", &log)
                .output()
                .unwrap();
            let (said, words) = (committed(&output.stdout), text(&output.stderr));
            let at = format!("{how} at call {number}: {words}");
            let entries = check_whole(&file, &said);
            assert!(entries > said.len() as u64, "{at}");
            match output.status.code() {
                Some(0) => assert_eq!(said.len(), 3, "{at}"),
                Some(2) => {
                    assert!(words.contains("error: ") && !words.contains("panicked"), "{at}");
                    refused += 1;
                }
                _ => panic!("{at}"),
            }
            kept += said.len();
            if !log.exists() {
                // So many calls there are; this one was never made.
                calls += number - 1;
                break;
            }
            let after = decide(&file, &list).output().unwrap();
            check_code(&after, 0);
            check_whole(&file, &committed(&after.stdout));
        }
    }
    println!("{calls} calls failed, {refused} runs refused, {kept} decisions were said to be kept, and were");
    assert!(
        calls > 60 && refused > 40 && kept > 60,
        "{calls} {refused} {kept}"
    );
    check_code(&redshank(&["verify", file.to_str().unwrap()]), 0);
}
