//! The two faces give one answer: the command line, the session under the window, and any number of threads.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use redshank::model::finding::RelationWords as _;
use redshank::report::json::findings_json;
use redshank::session::Session;
use redshank::session::command::Command as Wish;
use redshank::session::jobs::Runner;

fn qiantang() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang")
}

/// The findings file that the program writes.
fn by_command_line(threads: &str) -> Vec<u8> {
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_redshank"))
        .args(["screen", "--threads", threads, "--format", "json", "--out"])
        .arg(out.path())
        .arg(qiantang())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    std::fs::read(out.path().join("findings.json")).unwrap()
}

fn session() -> Session {
    let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
    session.dispatch(Wish::Open(vec![qiantang()]));
    while session.poll() {}
    session
}

#[test]
fn command_line_and_session_and_threads() {
    let session = session();
    let (workspace, screening) = (session.workspace().unwrap(), session.screening().unwrap());
    // As the session exports it: with the totals that the command line adds up too.
    let annex = redshank::screening::annex::annex(workspace, &Default::default()).unwrap();
    let screening = redshank::model::finding::Screening {
        annex: Some(std::sync::Arc::new(annex)),
        ..redshank::model::finding::Screening::clone(screening)
    };
    let by_session = findings_json(workspace, &screening);
    let one = by_command_line("1");
    assert!(
        one == AsRef::<[u8]>::as_ref(&by_session),
        "the session's findings differ"
    );
    assert!(one == by_command_line("4"), "four threads give other bytes");
}

#[test]
fn the_example_shows_every_verdict_and_relation_and_closes_on_its_totals() {
    let session = session();
    let (workspace, screening) = (session.workspace().unwrap(), session.screening().unwrap());
    let verdicts: BTreeSet<&str> = screening.verdicts.iter().map(|row| row.verdict.code()).collect();
    assert_eq!(
        verdicts,
        BTreeSet::from(["clear", "conflict", "near", "not_checked"])
    );
    let relations: BTreeSet<&str> = screening.findings.iter().map(|f| f.relation.code()).collect();
    assert_eq!(
        relations,
        BTreeSet::from(["contains", "inside", "near", "overlap", "touch"])
    );
    let tally = screening.tally();
    assert!(tally.conflict > 0 && tally.not_checked > 0, "{tally:?}");
    assert!(workspace.layers.iter().all(|layer| layer.about.synthetic));
    assert_eq!(
        workspace
            .layers
            .iter()
            .filter(|layer| layer.about.check.is_some())
            .count(),
        3
    );
    assert!(workspace.problems.is_empty(), "{:?}", workspace.problems);
}
