//! Holds the table of conventions (`tests/workstation/conventions.md`) and the walk of a new user (`walk.md` beside it) to
//! the code: every convention has a row, every row says how it stands, and whatever is named as a proof is there.
//!
//! A proof is written between backquotes: `tests/ui/desk.rs::name` or `src/…::name` for a test, `session:name` for a step of
//! `scripts/window_session.sh`, `cargo … --bench name` or `cargo … --example name` for a measurement. Whoever renames one
//! of these mends the table in the same change. The rules themselves are tested on small tables that must pass and that must
//! fail.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::path::{Path, PathBuf};

const TABLE: &str = "tests/workstation/conventions.md";
const WALK: &str = "tests/workstation/walk.md";
const SESSION: &str = "scripts/window_session.sh";

/// The conventions are numbered from 1.
const CONVENTIONS: u32 = 37;
/// So many complaints of users concern the program.
const COMPLAINTS: u32 = 20;

const KEPT: &str = "kept";
const STATES: [&str; 3] = [KEPT, "kept in part", "not kept"];

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// `7` for a convention, `C7` for a complaint.
    id: String,
    convention: String,
    state: String,
    proofs: String,
    falls_short: String,
}

/// The folder of the package. Asked at run time, so that a moved checkout is not checked in its old place.
fn root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("."), PathBuf::from)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All lines of tables whose first cell is the number of a convention or of a complaint.
fn rows(text: &str) -> Vec<Row> {
    text.lines().filter_map(row).collect()
}

fn row(line: &str) -> Option<Row> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let mut cells = inner.split('|').map(|cell| cell.trim().to_owned());
    let id = cells.next().filter(|id| number(id).is_some())?;
    let row = Row {
        id,
        convention: cells.next()?,
        state: cells.next()?,
        proofs: cells.next()?,
        falls_short: cells.next()?,
    };
    assert_eq!(cells.next(), None, "row {} has more than five cells", row.id);
    Some(row)
}

/// The number, and whether it is that of a complaint.
fn number(id: &str) -> Option<(bool, u32)> {
    let plain = id.strip_prefix('C');
    let number = plain.unwrap_or(id).parse().ok()?;
    Some((plain.is_some(), number))
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What is named as a proof; other words between backquotes are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof<'a> {
    /// A test: its file and its name.
    Test(&'a str, &'a str),
    /// A step of the scripted session.
    Step(&'a str),
    /// A bench or an example of that name.
    Measurement(&'a str, &'a str),
}

impl<'a> Proof<'a> {
    fn of(text: &'a str) -> Option<Proof<'a>> {
        if let Some(step) = text.strip_prefix("session:") {
            return Some(Proof::Step(step));
        }
        if let Some((file, name)) = text.split_once(".rs::") {
            let file = &text[..file.len() + ".rs".len()];
            return Some(Proof::Test(file, name));
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_cargo = words.first() == Some(&"cargo");
        let named = |flag: &str| words.iter().skip_while(|word| **word != flag).nth(1).copied();
        let bench = named("--bench").map(|name| Proof::Measurement("benches", name));
        let example = || named("--example").map(|name| Proof::Measurement("examples", name));
        bench.or_else(example).filter(|_| is_cargo)
    }

    /// Why it proves nothing.
    fn fault(self, root: &Path) -> Option<String> {
        let read = |path: &str| std::fs::read_to_string(root.join(path)).ok();
        match self {
            Proof::Test(file, name) => match read(file) {
                None => Some(format!("there is no {file}")),
                Some(text) if is_test(&text, name) => None,
                Some(_) => Some(format!("{file} has no test {name}")),
            },
            Proof::Step(step) => {
                let session = read(SESSION).unwrap_or_default();
                let is_there = session.lines().any(|line| is_step(line, step));
                (!is_there).then(|| format!("{SESSION} has no step {step}"))
            }
            Proof::Measurement(folder, name) => {
                let is_there = ["", ".rs"].map(|end| root.join(format!("{folder}/{name}{end}")).exists());
                (!is_there.contains(&true)).then(|| format!("there is no {folder}/{name}"))
            }
        }
    }
}

/// True where a text of Rust has a test of that name; those that are given many values have parameters.
fn is_test(text: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let mut lines = text.lines();
    let mut is_marked = false;
    lines.any(|line| {
        let line = line.trim();
        let is_fn = line.starts_with("fn ");
        let found = is_marked && line.starts_with(&head);
        is_marked = line == "#[test]" || (is_marked && !is_fn);
        found
    })
}

/// True for a line of the script that begins a step of that name.
fn is_step(line: &str, step: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("step") && words.next() == Some(step)
}

/// All proofs that a text names.
fn proofs(text: &str) -> impl Iterator<Item = Proof<'_>> {
    quoted(text).filter_map(Proof::of)
}

/// What is wrong with a row.
fn faults(row: &Row, root: &Path) -> Vec<String> {
    let mut faults: Vec<String> = proofs(&row.proofs)
        .chain(proofs(&row.falls_short))
        .filter_map(|proof| proof.fault(root))
        .collect();
    if row.convention.is_empty() {
        faults.push("says no convention".to_owned());
    }
    if !STATES.contains(&row.state.as_str()) {
        faults.push(format!("“{}” is none of {STATES:?}", row.state));
    }
    if row.state == KEPT && proofs(&row.proofs).next().is_none() {
        faults.push("is kept, and names no proof".to_owned());
    }
    if row.state != KEPT && row.falls_short.is_empty() {
        faults.push("does not say where it falls short".to_owned());
    }
    let told = faults.into_iter().map(|fault| format!("row {}: {fault}", row.id));
    told.collect()
}

/// Numbers that are missing or stand twice, of conventions or of complaints.
fn gaps(rows: &[Row], of_complaints: bool, count: u32) -> Vec<String> {
    let numbers = rows.iter().filter_map(|row| number(&row.id));
    let own: Vec<u32> = numbers
        .filter(|(complaint, _)| *complaint == of_complaints)
        .map(|(_, number)| number)
        .collect();
    let expected: Vec<u32> = (1..=count).collect();
    let wrong = (own != expected).then(|| format!("the rows are {own:?} and not 1 to {count}"));
    wrong.into_iter().collect()
}

fn demand(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}\n  {}\n", offences.join("\n  "));
}

#[test]
fn every_convention_and_every_complaint_has_one_row_in_order() {
    let rows = rows(&read(TABLE));
    demand(
        "Conventions are numbered through.",
        &gaps(&rows, false, CONVENTIONS),
    );
    demand("Complaints are numbered through.", &gaps(&rows, true, COMPLAINTS));
}

#[test]
fn every_row_says_how_it_stands_and_what_proves_it() {
    let rows = rows(&read(TABLE));
    assert!(!rows.is_empty(), "no rows in {TABLE}");
    let root = root();
    let offences: Vec<String> = rows.iter().flat_map(|row| faults(row, &root)).collect();
    demand("A row has a state, and proofs that are there.", &offences);
}

#[test]
fn the_walk_names_tests_and_steps_that_are_there() {
    let text = read(WALK);
    let root = root();
    let named: Vec<Proof<'_>> = proofs(&text).collect();
    assert!(named.len() > 10, "only {} proofs in {WALK}", named.len());
    let offences: Vec<String> = named.into_iter().filter_map(|own| own.fault(&root)).collect();
    demand("What the walk names as a proof is there.", &offences);
}

/// A step that no row and no part of the walk speaks of would go unnoticed when it is taken away.
#[test]
fn every_step_of_the_session_is_spoken_of() {
    let texts = [TABLE, WALK].map(read).concat();
    let named: Vec<Proof<'_>> = proofs(&texts).collect();
    let session = read(SESSION);
    let steps = session.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let step = words.next().filter(|word| *word == "step").and(words.next());
        step.filter(|step| is_step(line, step))
    });
    let silent: Vec<String> = steps
        .filter(|step| !named.contains(&Proof::Step(step)))
        .map(str::to_owned)
        .collect();
    demand("A step is spoken of in the table or in the walk.", &silent);
}

#[test]
fn lines_that_are_no_rows_are_passed_over() {
    let text = "# Title\n\n| # | Convention | State | How tested | Falls short |\n|---|---|---|---|---|\n\
                | 1 | Wheel | kept | `a` | |\n| C2 | Crash | not kept | | All of it |\nwords\n";
    let rows = rows(text);
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["1", "C2"]);
    assert_eq!(
        (rows[0].state.as_str(), rows[0].falls_short.as_str()),
        ("kept", "")
    );
    assert_eq!(rows[1].falls_short, "All of it");
    assert_eq!(gaps(&rows, false, 1), Vec::<String>::new());
    assert_eq!(gaps(&rows, false, 2).len(), 1);
    assert_eq!(gaps(&rows, true, 2).len(), 1);
}

#[test]
fn proofs_are_told_from_other_words() {
    let text = "`src/a/b.rs::name`, `session:wheel`, `cargo bench --bench paint -- PREFIX`, `Ctrl+K`, \
                `cargo run --example gate`";
    let found: Vec<Proof<'_>> = proofs(text).collect();
    let expected = [
        Proof::Test("src/a/b.rs", "name"),
        Proof::Step("wheel"),
        Proof::Measurement("benches", "paint"),
        Proof::Measurement("examples", "gate"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_test_is_a_function_that_is_marked_as_one() {
    let text =
        "#[test]\nfn one() {}\nfn two() {}\n#[cfg(unix)]\n#[test]\n#[ignore]\nfn three(x in 0..9) {}\n";
    for (name, expected) in [("one", true), ("two", false), ("three", true), ("thre", false)] {
        assert_eq!(is_test(text, name), expected, "{name}");
    }
    assert!(is_step("step wheel \"words\"", "wheel"));
    assert!(!is_step("# step wheel", "wheel") && !is_step("step wheels", "wheel"));
}

#[test]
fn rows_that_hide_something_are_told() {
    let folder = root();
    let check = |[state, proofs, falls_short]: [&str; 3], expected: usize| {
        let row = Row {
            id: "1".to_owned(),
            convention: "Wheel".to_owned(),
            state: state.to_owned(),
            proofs: proofs.to_owned(),
            falls_short: falls_short.to_owned(),
        };
        let found = faults(&row, &folder);
        assert_eq!(found.len(), expected, "{found:?}");
    };
    let own = "`tests/workstation.rs::rows_that_hide_something_are_told`";
    check([KEPT, own, ""], 0);
    check([KEPT, own, "On one machine only."], 0);
    check([KEPT, "by eye", ""], 1);
    check(["kept in part", own, ""], 1);
    check(["not kept", "", "All of it."], 0);
    check(["perhaps", own, "A word."], 1);
    check([KEPT, "`tests/workstation.rs::renamed`", ""], 1);
    check([KEPT, "`tests/nowhere.rs::name`", ""], 1);
    check([KEPT, "`session:no_such_step`", ""], 1);
    check([KEPT, "`cargo bench --bench no_such`", ""], 1);
}
