//! A dossier under programs that die while they write, under full disks, and under two users at once: nothing that was said
//! to be done is lost, and the file always opens.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

mod kept;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kept::cut::{check_whole, committed, decide, decisions, put_back};
use kept::{check_code, redshank, small, text};
use redshank::dossier::backup::place;
use redshank::dossier::fault::DossierFault;
use redshank::dossier::open::Dossier;

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Killed a while after its start.
fn killed(mut child: Child, after: Duration) -> Vec<u8> {
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait_with_output().unwrap().stdout
}

/// Killed a while after it has said that the first decision is on the disk.
fn killed_at_work(mut child: Child, after: Duration) -> Vec<u8> {
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut said = Vec::new();
    output.read_until(b'\n', &mut said).unwrap();
    std::thread::sleep(after);
    child.kill().unwrap();
    output.read_to_end(&mut said).unwrap();
    child.wait().unwrap();
    said
}

/// Killed at a random moment, 500 times, or as often as `REDSHANK_KILLS` says: before it opens, while it makes a backup,
/// between and within transactions.
#[test]
fn killed_at_random_moments() {
    let kills: u64 = std::env::var("REDSHANK_KILLS").map_or(500, |count| count.parse().unwrap());
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let fresh = std::fs::read(&file).unwrap();
    let list = decisions(home.path(), 3000);
    let mut chance = Chance(20_261_127);
    // How long the program takes until it writes differs from machine to machine.
    let begun = Instant::now();
    check_code(&redshank(&["decide", file.to_str().unwrap(), "--list"]), 0);
    let start_us = begun.elapsed().as_micros() as u64;
    let (mut all, mut within, mut entries) = (0, 0, 1);
    for number in 0..kills {
        if number % 100 == 0 {
            // A short log keeps the look at it short.
            put_back(&file, &fresh);
            entries = 1;
        }
        let mut command = decide(&file, &list);
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = committed(&match number % 3 {
            0 => killed(child, Duration::from_micros(chance.below(2 * start_us))),
            _ => killed_at_work(child, Duration::from_micros(chance.below(6_000))),
        });
        within += u64::from(home.path().join("small.redshank-journal").exists());
        let now = check_whole(&file, &said);
        assert!(
            now >= entries,
            "kill {number}: {now} of {entries} entries are left"
        );
        entries = now;
        all += said.len() as u64;
    }
    println!("{kills} kills: {all} decisions, {within} within a transaction");
    assert!(
        all > kills / 2 && within > kills / 20,
        "the moments were not where they must be"
    );
    for generation in 1..=3 {
        check_whole(&place(&file, generation), &[]);
    }
    check_code(&redshank(&["verify", file.to_str().unwrap()]), 0);
}

/// Every length that a file may have at most, from none to beyond the dossier with many decisions: each write beyond it
/// fails as on a full disk, or ends the program.
#[test]
fn writes_fail_wherever_they_may() {
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let fresh = std::fs::read(&file).unwrap();
    let list = decisions(home.path(), 40);
    let blocks = fresh.len() as u64 / 512;
    let limits = (0..blocks)
        .step_by(blocks as usize / 12)
        .chain((blocks - 8)..(blocks + 60));
    let (mut failed, mut ended, mut written) = (0, 0, 0);
    for limit in limits {
        for trap in ["trap '' XFSZ;", ""] {
            put_back(&file, &fresh);
            let script = format!("{trap} ulimit -f {limit}; exec \"$@\"");
            let own = decide(&file, &list);
            let mut command = Command::new("sh");
            command
                .args(["-c", &script, "sh"])
                .arg(own.get_program())
                .args(own.get_args());
            let output = command.output().unwrap();
            let said = committed(&output.stdout);
            let entries = check_whole(&file, &said);
            assert!(entries > said.len() as u64, "limit {limit}");
            match output.status.code() {
                Some(0) => assert_eq!(said.len(), 40),
                Some(2) => {
                    let words = text(&output.stderr);
                    assert!(
                        words.contains("error: ") && !words.contains("panicked"),
                        "limit {limit}: {words}"
                    );
                    failed += 1;
                }
                None => ended += 1,
                other => panic!("limit {limit}: {other:?}: {}", text(&output.stderr)),
            }
            written += said.len();
        }
    }
    println!("{failed} failed, {ended} ended, {written} decisions written");
    assert!(failed > 20 && ended > 20 && written > 100);
}

/// What is written anew appears whole or not at all.
#[test]
fn a_dossier_is_written_whole_or_not_at_all() {
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let before = std::fs::read(&file).unwrap();
    let zones = home.path().join("zones.geojson");
    let arguments = ["dossier", zones.to_str().unwrap(), "--author", "Zhang", "--out"];
    for limit in [0, 8, 64, 128, 256] {
        for out in [&file, &home.path().join("new.redshank")] {
            let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$@\"");
            let mut command = Command::new("sh");
            command.args(["-c", &script, "sh", env!("CARGO_BIN_EXE_redshank")]);
            let output = command.args(arguments).arg(out).output().unwrap();
            assert_eq!(
                output.status.code(),
                Some(2),
                "limit {limit}: {}",
                text(&output.stderr)
            );
        }
        assert_eq!(std::fs::read(&file).unwrap(), before, "limit {limit}");
        assert!(!home.path().join("new.redshank").exists());
    }
    let left: Vec<String> = std::fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".draft"))
        .collect();
    assert_eq!(left, [""; 0]);
}

/// Three at once, each with many decisions: one after another gets to write, none of what they said is lost or mixed.
#[test]
fn several_at_once() {
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let list = decisions(home.path(), 60);
    let spawned = || {
        let mut command = decide(&file, &list);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let (mut all, mut refused) = (Vec::new(), 0);
    for _ in 0..6 {
        let children = [spawned(), spawned(), spawned()];
        let mut wrote = 0;
        for child in children {
            let output = child.wait_with_output().unwrap();
            match output.status.code() {
                Some(0) => wrote += 1,
                Some(2) => {
                    let words = text(&output.stderr);
                    // Between taking the lock and writing who took it, nobody can say more.
                    assert!(words.contains("has this dossier open"), "{words}");
                    refused += 1;
                }
                other => panic!("{other:?}"),
            }
            all.extend(committed(&output.stdout));
        }
        assert!(wrote >= 1);
    }
    println!("{} decisions, {refused} refused", all.len());
    assert_eq!(all.len() % 60, 0);
    let entries = check_whole(&file, &all);
    assert_eq!(entries, all.len() as u64 + 1);
}

/// Left by a program that died in the middle of a transaction: readable without writing a byte, whole again when written.
#[test]
fn a_journal_left_behind() {
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let list = decisions(home.path(), 3000);
    let journal = home.path().join("small.redshank-journal");
    let mut chance = Chance(7);
    for _ in 0..300 {
        let child = decide(&file, &list)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = committed(&killed(
            child,
            Duration::from_micros(20_000 + chance.below(60_000)),
        ));
        if !std::fs::metadata(&journal).is_ok_and(|metadata| metadata.len() > 0) {
            continue;
        }
        let (main, side) = (std::fs::read(&file).unwrap(), std::fs::read(&journal).unwrap());
        let entries = check_whole(&file, &said);
        assert_eq!(
            (std::fs::read(&file).unwrap(), std::fs::read(&journal).unwrap()),
            (main, side)
        );
        let one = decisions(home.path(), 1);
        check_code(&decide(&file, &one).output().unwrap(), 0);
        assert!(!journal.exists());
        assert_eq!(check_whole(&file, &said), entries + 1);
        return;
    }
    panic!("never within a transaction");
}

/// A dossier is put where another one was, whose program has died: its journal must not be taken for that of the new one.
#[test]
fn a_journal_of_another_file() {
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let list = decisions(home.path(), 3000);
    let journal = home.path().join("small.redshank-journal");
    let mut chance = Chance(3);
    for _ in 0..300 {
        let child = decide(&file, &list)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        killed_at_work(child, Duration::from_micros(chance.below(6_000)));
        if std::fs::metadata(&journal).is_ok_and(|metadata| metadata.len() > 0) {
            std::fs::remove_file(&file).unwrap();
            small(home.path());
            assert_eq!(check_whole(&file, &[]), 1);
            check_code(&decide(&file, &decisions(home.path(), 1)).output().unwrap(), 0);
            check_code(&redshank(&["verify", file.to_str().unwrap()]), 0);
            return;
        }
    }
    panic!("never within a transaction");
}

#[test]
fn a_file_that_must_not_be_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let file = small(home.path());
    let lock = home.path().join(".small.redshank.lock");
    std::fs::create_dir(&lock).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    let holder = redshank::dossier::lock::Holder {
        user: "u".into(),
        host: "h".into(),
        process: 1,
        since: "2026-11-27T07:00:00Z".parse().unwrap(),
    };
    let mut dossier = Dossier::open(&file, &holder, &Default::default()).unwrap();
    let deed = redshank::model::review::event::Deed::Forced("x".into());
    let refused = dossier.append(&kept::stamp("Zhang"), deed);
    assert!(matches!(refused, Err(DossierFault::ReadOnly)));
    let list = decisions(home.path(), 1);
    let output = decide(&file, &list).output().unwrap();
    check_code(&output, 2);
    assert!(text(&output.stderr).contains("can be read only"));
}
