//! Decisions by the command line, and what must be left of them when it was cut off.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use redshank::dossier::open::Dossier;

use super::text;

/// Puts the file back as it was. A journal of what it was before would be taken for its own.
pub fn put_back(file: &Path, fresh: &[u8]) {
    let mut journal = file.as_os_str().to_owned();
    journal.push("-journal");
    let _gone = std::fs::remove_file(PathBuf::from(journal));
    std::fs::write(file, fresh).unwrap();
}

/// Many decisions, one after another.
pub fn decisions(folder: &Path, count: usize) -> PathBuf {
    let mut text = String::new();
    for number in 0..count {
        let finding = ["P-1 quick-core core/Z-1", "P-2 quick-core core/Z-2"][number % 2];
        let state = ["avoid", "mitigate"][number / 2 % 2];
        writeln!(
            text,
            r#"{{"finding":"wind/{finding}","state":"{state}","reason":"reason {number} {}"}}"#,
            "湿".repeat(40)
        )
        .unwrap();
    }
    let path = folder.join("decisions.jsonl");
    std::fs::write(&path, text).unwrap();
    path
}

pub fn decide(file: &Path, list: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redshank"));
    command.arg("decide").arg(file).arg("--from").arg(list);
    command.args(["--author", "Zhang", "--lang", "en"]);
    command
}

/// What the program said to be on the disk: number and hash of each entry, as far as the line is whole.
pub fn committed(stdout: &[u8]) -> Vec<(u64, String)> {
    let whole = stdout
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    text(&stdout[..whole])
        .lines()
        .map(|line| {
            let (seq, hash) = line.split_once(' ').unwrap();
            (seq.parse().unwrap(), hash.to_owned())
        })
        .collect()
}

/// The file opens, its pages are whole, its log follows, and holds everything that was committed; gives the number of
/// entries.
#[track_caller]
pub fn check_whole(file: &Path, committed: &[(u64, String)]) -> u64 {
    let dossier = Dossier::read(file, &Default::default()).unwrap_or_else(|fault| panic!("{fault}"));
    let sql = "SELECT hash FROM redshank_events WHERE seq = ?1";
    let mut statement = dossier.database().connection.prepare(sql).unwrap();
    for (seq, hash) in committed {
        let found: String = statement.query_row([*seq as i64], |row| row.get(0)).unwrap();
        assert_eq!(found, *hash, "entry {seq}");
    }
    dossier.review().events().len() as u64
}
