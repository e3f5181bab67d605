//! Every text of the program is there in both languages, and every key that the code asks for exists.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use redshank::words::Lang;

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Keys written out in `say!(…, "key"`, with the file that asks.
fn keys_asked_for() -> BTreeSet<(String, String)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut keys = BTreeSet::new();
    for file in files_below(&root, ".rs") {
        let text = std::fs::read_to_string(&file).unwrap();
        for call in text.split("say!(").skip(1) {
            let head: String = call.chars().take(200).collect();
            let Some((_, after_comma)) = head.split_once(',') else {
                continue;
            };
            let Some(literal) = after_comma.trim_start().strip_prefix('"') else {
                continue;
            };
            let Some((key, _)) = literal.split_once('"') else {
                continue;
            };
            if key.contains('.') {
                keys.insert((
                    key.to_owned(),
                    file.file_name().unwrap().to_string_lossy().into_owned(),
                ));
            }
        }
    }
    keys
}

#[test]
fn every_key_that_the_code_names_has_both_languages() {
    let keys = keys_asked_for();
    assert!(keys.len() > 100, "only {} keys were found", keys.len());
    let known = redshank::texts(Lang::En);
    let missing: Vec<_> = keys.iter().filter(|(key, _)| !known.contains_key(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_text_is_empty_or_left_in_the_other_language() {
    let (chinese, english) = (redshank::texts(Lang::Zh), redshank::texts(Lang::En));
    assert!(
        chinese.keys().eq(english.keys()),
        "the two languages have different keys"
    );
    for (key, zh) in &chinese {
        let en = &english[key];
        assert!(!zh.trim().is_empty() && zh != key, "{key} has no Chinese");
        assert!(!en.trim().is_empty() && en != key, "{key} has no English");
        let placeholders =
            |text: &str| -> BTreeSet<String> { gaps(text).filter(|gap| !gap.contains('?')).collect() };
        assert_eq!(placeholders(zh), placeholders(en), "{key}: {zh} | {en}");
        assert_eq!(gaps(zh).find(|gap| gap.contains('?')), None, "{key}: {zh}");
    }
}

/// What stands between `%{` and `}`.
fn gaps(text: &str) -> impl Iterator<Item = String> {
    text.split("%{")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
}

#[test]
fn words_that_go_with_a_number_name_one_of_the_text() {
    let mut seen = 0;
    for (key, text) in redshank::texts(Lang::En) {
        let numbers: BTreeSet<_> = gaps(&text).filter(|gap| !gap.contains('?')).collect();
        for gap in gaps(&text).filter(|gap| gap.contains('?')) {
            let (name, words) = gap.split_once('?').unwrap();
            let (one, many) = words
                .split_once('|')
                .unwrap_or_else(|| panic!("{key}: {gap} has one word"));
            assert!(numbers.contains(name), "{key}: {name} is no gap of its own");
            assert!(one != many && !many.contains(['|', '?']), "{key}: {gap}");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen} words only");
}
