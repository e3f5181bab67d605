//! The list of licences names every package that Cargo.lock has, and no other.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeSet;

const LIST: &str = include_str!("../assets/licences.tsv");
const LOCK: &str = include_str!("../Cargo.lock");

/// Name and version of each package, but for the program itself.
fn locked() -> BTreeSet<(&'static str, &'static str)> {
    let blocks = LOCK.split("[[package]]").skip(1);
    let of = |block: &'static str| {
        let field = |name: &str| {
            let line = block.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.trim_matches([' ', '=', '"'])
        };
        (field("name = "), field("version = "))
    };
    blocks.map(of).filter(|(name, _)| *name != "redshank").collect()
}

fn listed() -> Vec<[&'static str; 4]> {
    let fields = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().unwrap_or_else(|_| panic!("{line:?}"))
    };
    LIST.lines().map(fields).collect()
}

#[test]
fn every_package_has_its_licence_in_the_list() {
    let listed: BTreeSet<_> = listed()
        .iter()
        .map(|[name, version, ..]| (*name, *version))
        .collect();
    let locked = locked();
    let missing: Vec<_> = locked.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&locked).collect();
    assert!(locked.len() > 300, "only {} packages were found", locked.len());
    assert!(
        missing.is_empty() && gone.is_empty(),
        "run scripts/licences.py: missing {missing:?}, gone {gone:?}"
    );
}

#[test]
fn each_line_says_which_licence_and_where_the_package_is() {
    for [name, _, licence, place] in listed() {
        assert!(!licence.trim().is_empty(), "{name}");
        assert!(["program", "tests"].contains(&place), "{name}: {place}");
    }
    let in_program = |wanted: &str| {
        listed()
            .iter()
            .any(|[name, .., place]| *name == wanted && *place == "program")
    };
    for name in ["egui", "geo", "proj", "i_overlay", "typst"] {
        assert!(in_program(name), "{name}");
    }
    assert!(!in_program("egui_kittest"));
}
