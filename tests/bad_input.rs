//! Bad input at the program's door: a clear message in both languages that names file, feature and field, exit code 2,
//! and nothing half-written.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ZONE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"Z-1","properties":{},
"geometry":{"type":"Polygon","coordinates":[[[120.4,30.3],[120.5,30.3],[120.5,30.35],[120.4,30.35],[120.4,30.3]]]}}]}"#;
const TURBINE: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"W-1","properties":{},
"geometry":{"type":"Point","coordinates":[120.45,30.32]}}]}"#;
const WORKSPACE: &str = r#"
version = 1
name = "test"
rules = ["rules.toml"]
[[layer]]
id = "red_line"
name = "红线"
file = "zone.geojson"
role = "red_line"
[[layer]]
id = "wind"
name = "风电"
file = "wind.geojson"
role = "project"
kind = "wind"
"#;
const RULES: &str = r#"
version = 1
id = "test"
title = { zh = "试", en = "test" }
[[rule]]
id = "no-building"
title = { zh = "不得建设", en = "No building" }
text = { zh = "不得建设", en = "No building" }
citation = { zh = "《某法》第一条", en = "Some Law, Art. 1" }
mark = "V"
severity = "prohibited"
roles = ["red_line"]
overlap = true
consultee = { zh = "林业主管部门", en = "forestry department" }
"#;

/// A whole and good workspace in a folder of its own, to be spoiled.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("workspace.toml", WORKSPACE),
        ("rules.toml", RULES),
        ("zone.geojson", ZONE),
        ("wind.geojson", TURBINE),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn redshank(lang: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_redshank"))
        .args(["--lang", lang])
        .args(arguments)
        .output()
        .unwrap()
}

/// Screens a folder in both languages: exit code 2, and all of these words among the messages.
#[track_caller]
fn check_said(folder: &Path, words: &[&str]) {
    for lang in ["zh", "en"] {
        let output = redshank(lang, &["screen", &folder.to_string_lossy()]);
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
        assert_eq!(output.status.code(), Some(2), "{lang}: {said}");
        for word in words {
            assert!(said.contains(word), "{lang}: {word:?} is not said in: {said}");
        }
        let chinese = said
            .chars()
            .any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c) && !"试红线风电".contains(c));
        assert_eq!(chinese, lang == "zh", "{said}");
    }
}

fn spoil(name: &str, text: &str) -> tempfile::TempDir {
    let folder = folder();
    std::fs::write(folder.path().join(name), text).unwrap();
    folder
}

#[test]
fn the_good_one_is_a_conflict() {
    let folder = folder();
    let output = redshank("en", &["screen", &folder.path().to_string_lossy()]);
    assert_eq!(
        output.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn files_that_are_not_what_they_should_be() {
    check_said(Path::new("no/such/place"), &["no/such/place"]);
    check_said(spoil("zone.geojson", "").path(), &["zone.geojson"]);
    check_said(
        spoil("zone.geojson", "<!DOCTYPE html><html><body>Log in</body></html>").path(),
        &["zone.geojson", "HTML"],
    );
    let folder = folder();
    std::fs::remove_file(folder.path().join("zone.geojson")).unwrap();
    check_said(folder.path(), &["zone.geojson"]);
}

#[test]
fn a_cut_file_says_where_it_ends() {
    check_said(
        spoil("zone.geojson", &ZONE[..ZONE.len() - 20]).path(),
        &["zone.geojson"],
    );
}

#[test]
fn an_unknown_coordinate_system_is_named() {
    let with_crs = WORKSPACE.replace("name = \"test\"", "name = \"test\"\ncrs = \"EPSG:999999\"");
    check_said(
        spoil("workspace.toml", &with_crs).path(),
        &["EPSG:999999", "workspace.toml"],
    );
    let of_layer = WORKSPACE.replace(
        "role = \"red_line\"",
        "role = \"red_line\"\ncrs = \"EPSG:999999\"",
    );
    check_said(
        spoil("workspace.toml", &of_layer).path(),
        &["EPSG:999999", "zone.geojson"],
    );
}

#[test]
fn a_typo_in_rules_or_workspace_is_named_with_its_place() {
    check_said(
        spoil("rules.toml", &RULES.replace("severity", "severty")).path(),
        &["rules.toml", "severty"],
    );
    check_said(
        spoil("rules.toml", &RULES.replace("\"red_line\"", "\"redline\"")).path(),
        &["rules.toml", "redline"],
    );
    check_said(
        spoil(
            "workspace.toml",
            &WORKSPACE.replace("file = \"zone", "flie = \"zone"),
        )
        .path(),
        &["workspace.toml", "flie"],
    );
}

#[test]
fn one_bad_feature_is_named_and_hides_no_other() {
    let bad = r#"{"type":"Feature","id":"Z-bad","properties":{},"geometry":{"type":"Polygon",
"coordinates":[[[120.4,30.3],[120.5,30.3],[10000000000,30.35],[120.4,30.3]]]}}"#;
    let both = ZONE.replace("\"features\":[", &format!("\"features\":[{bad},"));
    let folder = spoil("zone.geojson", &both);
    check_said(folder.path(), &["zone.geojson", "Z-bad", "W-1"]);
}

#[test]
fn a_stray_bracket_between_features_is_not_clear() {
    let far = r#"{"type":"Feature","id":"Z-2","properties":{},"geometry":{"type":"Point","coordinates":[120.9,30.3]}}"#;
    let joined = ZONE.replace("\"features\":[", &format!("\"features\":[{far}],"));
    check_said(spoil("zone.geojson", &joined).path(), &["zone.geojson"]);
}

#[test]
fn an_old_datum_is_refused_also_where_the_rest_of_the_frame_is_broken() {
    let crs = r#""crs":{"type":"name","properties":{"name":"EPSG:4214"}},"#;
    let broken = ZONE.replace("\"features\":[", &format!("{crs}\"note\":NaN,\"features\":["));
    check_said(
        spoil("zone.geojson", &broken).path(),
        &["zone.geojson", "EPSG:4214"],
    );
}

#[test]
fn a_role_that_is_none_and_a_filter_that_admits_nothing_are_named() {
    let zone = ZONE.replace("\"properties\":{}", "\"properties\":{\"zone\":\"inner\"}");
    let mapped = WORKSPACE.replace(
        "role = \"red_line\"",
        "role = \"red_line\"\n[layer.fields]\nrole = \"zone\"",
    );
    let folder = spoil("workspace.toml", &mapped);
    std::fs::write(folder.path().join("zone.geojson"), &zone).unwrap();
    check_said(folder.path(), &["zone.geojson", "inner", "Z-1"]);
    let filtered = WORKSPACE.replace(
        "role = \"red_line\"",
        "role = \"red_line\"\nwhere = \"zone = Core\"",
    );
    let folder = spoil("workspace.toml", &filtered);
    std::fs::write(folder.path().join("zone.geojson"), &zone).unwrap();
    check_said(folder.path(), &["zone.geojson", "zone"]);
}

/// `--out` into a place where nothing can be written: the message names it, and no file of ours stays behind.
#[track_caller]
fn check_unwritable(out: &Path, stays_empty: &Path) {
    let folder = folder();
    for lang in ["zh", "en"] {
        let out = out.to_string_lossy();
        let output = redshank(lang, &["screen", &folder.path().to_string_lossy(), "--out", &out]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(&*out), "{said}");
        let left: Vec<PathBuf> = std::fs::read_dir(stays_empty)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        assert!(
            left.iter()
                .all(|path| path.ends_with("a-file") || path.ends_with("filler")),
            "{left:?}"
        );
    }
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    check_unwritable(&file.join("out"), place.path());
    assert_eq!(std::fs::read(&file).unwrap(), b"x");
}

/// A small disk of its own; `None`, said aloud, where this account may not mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(options: &str) -> Option<SmallDisk> {
        let place = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(place.path())
            .output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(SmallDisk(place));
        }
        println!("skipped: no right to mount a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk() {
    let Some(disk) = SmallDisk::mount("size=16k") else {
        return;
    };
    let filler = disk.0.path().join("filler");
    let mut size = 16 * 1024;
    while size > 0 && std::fs::write(&filler, vec![0; size]).is_err() {
        size -= 1024;
    }
    check_unwritable(disk.0.path(), disk.0.path());
}

#[test]
fn a_read_only_folder() {
    let Some(disk) = SmallDisk::mount("size=64k,ro") else {
        return;
    };
    check_unwritable(disk.0.path(), disk.0.path());
}
