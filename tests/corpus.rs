//! Every file of the shared data folder: what becomes of it, held against a table and against what GDAL finds in it.
//!
//! `tests/cases/corpus.tsv` has a line for each file (and for each table of a file with several). A line that differs, is
//! new or is gone fails the test. `REDSHANK_WRITE_CORPUS=1 cargo test --test corpus` writes the table anew and keeps the
//! reasons in its last column; a reason says why a line differs from GDAL's (`tests/cases/corpus_gdal.tsv`), and a
//! difference without one fails too.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use redshank::formats::info::{FileInfo, describe};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::Unread;
use redshank::model::problem::{Problem, ProblemKind};
use redshank::progress::Progress;
use redshank::words::Lang;

const TABLE: &str = "tests/cases/corpus.tsv";
const HEAD: &str = "# file, table, format, outcome, features read, features refused, types, vertices, problems, CRS and its evidence, \
                    why it differs from GDAL\n";
/// So many files are read at a time.
const READERS: usize = 2;
/// No file may take longer.
const LONGEST: Duration = Duration::from_secs(20);
/// Nor may the program, with all that it read before, grow beyond this.
const MOST_KIB: u64 = 2 << 20;

/// File and table, as they stand in the first two columns.
type Key = (String, String);
/// The columns between the key and the reason.
type Outcome = [String; 8];
type Rows<T> = BTreeMap<Key, T>;

/// What became of a file or table.
struct Look {
    outcome: Outcome,
    fields: BTreeSet<String>,
}

fn data() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    // What another program leaves beside a database that it has open is no file of the folder.
    let is_trace = |path: &PathBuf| {
        let name = path.to_string_lossy();
        ["-wal", "-shm", "-journal"]
            .iter()
            .any(|ending| name.ends_with(ending))
    };
    found.retain(|path| !is_trace(path));
    found.sort();
    found
}

/// A text that fits into a cell.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every problem must have words in both languages; then only its code counts.
fn code(problem: &Problem) -> &'static str {
    for lang in Lang::ALL {
        let line = problem.line(lang);
        assert!(!line.contains("problem.") && !line.contains("%{"), "{line}");
        assert!(!line.contains("advice."), "{line}");
    }
    problem.kind.code()
}

fn counted<'a>(names: impl Iterator<Item = (&'a str, usize)>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, count) in names {
        *counts.entry(name).or_default() += count;
    }
    let parts: Vec<String> = counts
        .iter()
        .map(|(name, count)| format!("{name}:{count}"))
        .collect();
    parts.join(" ")
}

fn read(info: &FileInfo) -> Look {
    let types = info.geometry_types.iter().map(|(name, count)| (*name, *count));
    let problems = info
        .problems
        .iter()
        .map(|problem| (code(problem), problem.done.code()));
    let problems: Vec<String> = problems.map(|(code, done)| format!("{code}/{done}")).collect();
    let crs = info.crs.as_ref().map_or("-", |crs| crs.code());
    let outcome = if info.read == 0 && info.found > 0 {
        "refused"
    } else {
        "read"
    };
    let outcome = [
        info.format.to_owned(),
        outcome.to_owned(),
        info.read.to_string(),
        (info.found - info.read).to_string(),
        counted(types),
        info.vertex_count.to_string(),
        counted(problems.iter().map(|name| (name.as_str(), 1))),
        format!("{crs} {}", info.crs_evidence.code()),
    ];
    let fields = info.fields.iter().map(|field| cell(&field.name)).collect();
    Look { outcome, fields }
}

fn unread(file: &FileToRead, problem: &Problem) -> Look {
    let format = file.content().map_or("", |content| content.name());
    let outcome = match &problem.kind {
        ProblemKind::FileEmpty | ProblemKind::OtherFormat { .. } | ProblemKind::NotYet { .. } => "no map",
        ProblemKind::WhichTable { .. } => "tables",
        _ => "refused",
    };
    let cells = [format, outcome, "", "", "", "", code(problem), ""];
    Look {
        outcome: cells.map(str::to_owned),
        fields: BTreeSet::new(),
    }
}

/// What becomes of a file: one answer, and one for each of its tables where it must be said which.
fn looks(path: &Path) -> Vec<(String, Look)> {
    let look = |table: Option<&String>| {
        let file = FileToRead {
            table: table.cloned(),
            label: "f".to_owned(),
            ..FileToRead::at(path)
        };
        match describe(&file, None, None, &Progress::default()) {
            Ok(info) => (read(&info), Vec::new()),
            Err(Unread::Problem(problem)) => {
                let look = unread(&file, &problem);
                match problem.kind {
                    ProblemKind::WhichTable { tables } => (look, tables),
                    _ => (look, Vec::new()),
                }
            }
            Err(other) => panic!("{other:?}"),
        }
    };
    let (whole, tables) = look(None);
    let each = tables.iter().map(|table| (cell(table), look(Some(table)).0));
    std::iter::once((String::new(), whole)).chain(each).collect()
}

/// The most memory that this process has had, in KiB; `None` where the system does not say.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Looks at every so-manieth file, from this one on.
#[expect(
    clippy::disallowed_methods,
    reason = "the watch must go on while a file is read"
)]
fn reader(files: &[PathBuf], first: usize, step: usize) -> mpsc::Receiver<Vec<(String, Look)>> {
    let (send, receive) = mpsc::channel();
    let paths: Vec<PathBuf> = files.iter().skip(first).step_by(step).cloned().collect();
    std::thread::spawn(move || {
        for path in paths {
            if send.send(looks(&path)).is_err() {
                break;
            }
        }
    });
    receive
}

/// Looks at all files in threads of their own, so that one that hangs is named.
fn look_at_all(root: &Path) -> Rows<Look> {
    let files = files_below(root);
    let readers: Vec<_> = (0..READERS).map(|first| reader(&files, first, READERS)).collect();
    let mut rows = Rows::new();
    for (number, path) in files.iter().enumerate() {
        let name = path
            .strip_prefix(root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        match readers[number % READERS].recv_timeout(LONGEST) {
            Ok(found) => {
                for (table, look) in found {
                    rows.insert((name.clone(), table), look);
                }
            }
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{name} takes more than {LONGEST:?}"),
            Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{name}: its reader panicked"),
        }
        let peak = peak_kib().unwrap_or(0);
        assert!(peak < MOST_KIB, "{peak} KiB after {name}");
    }
    rows
}

/// The rows of a table by their first two cells, the rest by cells.
fn table_of(text: &str) -> Rows<Vec<String>> {
    let rows = text
        .lines()
        .filter(|row| !row.starts_with('#') && !row.is_empty());
    rows.map(|row| {
        let mut cells = row.split('\t').map(str::to_owned);
        let key = (cells.next().unwrap(), cells.next().unwrap());
        (key, cells.collect())
    })
    .collect()
}

fn own_table() -> (PathBuf, Rows<Vec<String>>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(TABLE);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    (path, table_of(&text))
}

fn reason(row: Option<&Vec<String>>) -> &str {
    row.and_then(|row| row.get(8)).map_or("", String::as_str)
}

/// All files are looked at once, for all tests; `None` where there are none.
fn all() -> Option<&'static Rows<Look>> {
    static ALL: OnceLock<Option<Rows<Look>>> = OnceLock::new();
    let found = ALL.get_or_init(|| data().map(|root| look_at_all(&root)));
    found.as_ref()
}

#[track_caller]
fn demand_none(differences: &[String]) {
    let count = differences.len();
    assert!(count == 0, "{count} differences:\n{}", differences.join("\n"));
}

#[test]
fn every_file_of_the_data_folder_as_the_table_says() {
    let Some(found) = all() else { return };
    let (path, expected) = own_table();
    if std::env::var_os("REDSHANK_WRITE_CORPUS").is_some() {
        let line = |(key, look): (&Key, &Look)| {
            let cells = look.outcome.join("\t");
            format!("{}\t{}\t{cells}\t{}\n", key.0, key.1, reason(expected.get(key)))
        };
        let lines: String = found.iter().map(line).collect();
        std::fs::write(&path, format!("{HEAD}{lines}")).unwrap();
        println!("written: {} lines", found.len());
        return;
    }
    let mut differences = Vec::new();
    for (key, Look { outcome, .. }) in found {
        match expected.get(key) {
            Some(row) if row.get(..outcome.len()) == Some(outcome) => {}
            Some(row) => differences.push(format!("{key:?}\n    was {row:?}\n    is  {outcome:?}")),
            None => differences.push(format!("{key:?} is new: {outcome:?}")),
        }
    }
    let gone = expected.keys().filter(|key| !found.contains_key(*key));
    differences.extend(gone.map(|key| format!("{key:?} is gone")));
    demand_none(&differences);
}

/// What is otherwise than GDAL finds it, in words; `None` where all is the same. Vertices that GEOS would not take are not
/// counted; the name of a layer's key and what KML writers say of drawing are no fields here.
fn difference(key: &Key, look: &Look, gdal: &[String]) -> Option<String> {
    let [format, outcome, read, refused, types, vertices, ..] = &look.outcome;
    if outcome != "read" && (read.is_empty() || gdal[0] != *refused) {
        return Some(format!("{outcome}; GDAL has {} features", gdal[0]));
    }
    let found = read.parse::<usize>().unwrap() + refused.parse::<usize>().unwrap();
    let types: Vec<&str> = types
        .split(' ')
        .filter(|part| !part.starts_with("null"))
        .collect();
    let shapes = types.iter().filter_map(|part| part.split_once(':'));
    let shaped: usize = shapes.map(|(_, count)| count.parse::<usize>().unwrap()).sum();
    let ours = [
        found.to_string(),
        shaped.to_string(),
        vertices.clone(),
        types.join(" "),
    ];
    let same = |(own, other): (&String, &String)| own == other || other == "?";
    if !ours.iter().zip(gdal).all(same) {
        return Some(format!("{ours:?}; GDAL has {:?}", &gdal[..4]));
    }
    if format.starts_with("KM") || found == 0 {
        return None;
    }
    let is_key = |name: &&String| matches!(name.as_str(), "fid" | "id");
    let theirs: BTreeSet<&str> = gdal[4]
        .split('|')
        .filter(|name| !["", "id", "fid"].contains(name))
        .collect();
    let own: BTreeSet<&str> = look
        .fields
        .iter()
        .filter(|name| !is_key(name))
        .map(String::as_str)
        .collect();
    (own != theirs).then(|| format!("{key:?} has fields {own:?}; GDAL has {theirs:?}"))
}

#[test]
fn as_gdal_finds_it_or_otherwise_for_a_reason() {
    let Some(found) = all() else { return };
    let (_, table) = own_table();
    let mut unexplained = Vec::new();
    let mut explained = BTreeMap::new();
    let mut same = 0;
    for (key, gdal) in table_of(include_str!("cases/corpus_gdal.tsv")) {
        if gdal[0] == "error" {
            continue;
        }
        let whole = (key.0.clone(), String::new());
        let (key, look) = match (found.get_key_value(&key), found.get_key_value(&whole)) {
            (Some(own), _) | (None, Some(own)) => own,
            (None, None) => continue,
        };
        match (difference(key, look, &gdal), reason(table.get(key))) {
            (None, _) => same += 1,
            (Some(difference), "") => unexplained.push(format!("{key:?}: {difference}")),
            (Some(_), reason) => _ = explained.insert(key, reason),
        }
    }
    let idle = table
        .iter()
        .filter(|(key, row)| !reason(Some(row)).is_empty() && !explained.contains_key(key));
    unexplained.extend(idle.map(|(key, _)| format!("{key:?} has a reason and no difference")));
    println!(
        "{same} layers as GDAL finds them, {} otherwise for a reason",
        explained.len()
    );
    demand_none(&unexplained);
    assert!(same > 450, "{same}");
}
