//! The program as a script sees it: what it prints where, and its exit code.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::process::{Command, Output};

fn redshank(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redshank"));
    command.args(arguments).output().unwrap()
}

/// A mistake is said on standard error in the language asked for, nothing is printed, and the exit code is 2.
#[track_caller]
fn check_mistake(arguments: &[&str], zh: &str, en: &str) {
    for (lang, words) in [("zh", zh), ("en", en)] {
        let output = redshank(&[arguments, &["--lang", lang]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn what_cannot_be_written_is_refused_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    check_mistake(
        &["screen", "nowhere", "--out", out, "--format", "json,odt"],
        "未知的文件类型“odt”",
        "Unknown file kind “odt”",
    );
    assert!(!std::path::Path::new(out).exists(), "no stub is left behind");
}

#[test]
fn mistakes_name_what_was_typed_and_what_may_stand_there() {
    check_mistake(
        &["screen", "a", "--as-of", "2026-02-30"],
        "2026-02-30",
        "YYYY-MM-DD",
    );
    check_mistake(
        &["render", "a", "--out", "m.png", "--size", "9x9"],
        "200 至 16384",
        "from 200 to 16384",
    );
    let too_large = ["render", "a", "--out", "m.png", "--paper", "a3", "--dpi", "1200"];
    check_mistake(&too_large, "每边最多 16384 像素", "at most 16384");
    check_mistake(&["screen"], "没有指定要核查的内容", "Nothing to screen");
}

#[test]
fn a_file_that_is_not_there_is_an_error_with_its_name() {
    for command in [
        vec!["screen", "no-such-place"],
        vec!["info", "no-such-place"],
        vec!["render", "no-such-place", "--out", "no-such-map.svg"],
    ] {
        let output = redshank(&command);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("no-such-place"), "{said}");
    }
    assert!(
        !std::path::Path::new("no-such-map.svg").exists(),
        "no map of nothing"
    );
}

#[test]
fn help_has_an_example_in_both_languages() {
    for command in ["screen", "info", "render", "export", "check"] {
        for (lang, words) in [("zh", "示例"), ("en", "Example")] {
            let output = redshank(&[command, "--help", "--lang", lang]);
            let said = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(0));
            assert!(
                said.contains(words) && said.contains(&format!("redshank {command}")),
                "{said}"
            );
        }
    }
    let output = redshank(&["--version"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().trim(),
        concat!("redshank ", env!("CARGO_PKG_VERSION"))
    );
}

/// Paths are printed, counts and losses are notes; what is missing in a file makes the exit code 2.
#[test]
fn layers_are_written_and_losses_told() {
    let folder = tempfile::tempdir().unwrap();
    let check = |layer: &str, file: &str, code: i32, words: [&str; 2]| {
        let out = folder.path().join(file);
        let out = out.to_str().unwrap();
        let layers = ["export", "maps/qiantang", "--layer", layer, "--out", out];
        let output = redshank(&[&layers[..], &["--lang", "en"]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(
            printed.lines().next().is_some(),
            std::path::Path::new(out).exists()
        );
        assert!(
            printed.lines().all(|line| std::path::Path::new(line).is_file()),
            "{printed}"
        );
    };
    check("wetland", "a.shp", 0, ["wetland: ", "is left out: attribution"]);
    check("wind", "a.txt", 2, ["wind: ", "left out"]);
    check("nothing", "b.fgb", 2, ["There is no layer", "wetland"]);
    check_mistake(
        &["export", "nowhere", "--layer", "a", "--out", "a.dwg"],
        "无法从",
        "No format is known",
    );
}

/// A file of tiles is no layer; what it says of itself is told all the same.
#[test]
fn tiles_are_described() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mbtiles");
    let connection = rusqlite::Connection::open(&path).unwrap();
    let tables = "CREATE TABLE metadata (name text, value text);
         INSERT INTO metadata VALUES ('name', 'Qiantang'), ('format', 'png'), ('minzoom', '3'), ('maxzoom', '11'),
             ('bounds', '120.0,30.0,121.0,31.0'), ('attribution', '<b>A board</b>');
         CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
         INSERT INTO tiles VALUES (3, 6, 4, x'00');";
    connection.execute_batch(tables).unwrap();
    drop(connection);
    let path = path.to_str().unwrap();
    let output = redshank(&["info", path, "--lang", "en"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    for words in [
        "MBTiles, Qiantang",
        "1 tile (png), zoom 3–11",
        "From 120° E 30° N to 121° E 31° N",
        "Source A board",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&redshank(&["info", path, "--json"]).stdout).unwrap();
    assert_eq!(json["tilesets"][0]["max_zoom"], 11);
    let vector = folder.path().join("v.mbtiles");
    std::fs::copy(path, &vector).unwrap();
    let connection = rusqlite::Connection::open(&vector).unwrap();
    let says = "UPDATE metadata SET value = 'pbf' WHERE name = 'format';
         INSERT INTO metadata VALUES ('json', '{\"vector_layers\": [{\"id\": \"water\"}, {\"id\": \"moors\"}]}');";
    connection.execute_batch(says).unwrap();
    drop(connection);
    let output = redshank(&["info", vector.to_str().unwrap(), "--lang", "en"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        said.contains("Vector layers: water, moors") && !said.contains("cannot be drawn"),
        "{said}"
    );
    std::fs::write(folder.path().join("b.pmtiles"), "no tiles").unwrap();
    let broken = folder.path().join("b.pmtiles");
    check_mistake(
        &["info", broken.to_str().unwrap()],
        "不是 MBTiles 或 PMTiles",
        "no file of tiles",
    );
}

#[test]
fn info_of_a_file_cut_off_leaves_no_brackets_empty() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.geojson");
    let cut = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geo"#;
    std::fs::write(&path, cut).unwrap();
    for (lang, words) in [("en", "1 found, 0 readable\n"), ("zh", "找到 1，可读 0\n")] {
        let output = redshank(&["info", path.to_str().unwrap(), "--lang", lang]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

fn squares(corners: &[(f64, &str)]) -> String {
    let feature = |(lon, class): &(f64, &str)| {
        let (west, east) = (lon, lon + 0.001);
        format!(
            r#"{{"type":"Feature","properties":{{"DLBM":"{class}"}},"geometry":{{"type":"Polygon","coordinates":
            [[[{west},30.2],[{east},30.2],[{east},30.201],[{west},30.201],[{west},30.2]]]}}}}"#
        )
    };
    let features: Vec<String> = corners.iter().map(feature).collect();
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

#[test]
fn a_check_tells_by_its_exit_code_and_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(
        path("clean.geojson"),
        squares(&[(120.0, "1104"), (120.001, "1104")]),
    )
    .unwrap();
    std::fs::write(
        path("odd.geojson"),
        squares(&[(120.0, "1104"), (120.0005, "1104")]),
    )
    .unwrap();
    let run = |arguments: &[&str], code: i32| {
        let output = redshank(&[&["check", "--lang", "en"], arguments].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?} {said}");
        String::from_utf8(output.stdout).unwrap()
    };
    let clean = run(&[&path("clean.geojson")], 0);
    assert!(clean.contains("2 features checked, 0 doubts"), "{clean}");
    let odd = run(&[&path("odd.geojson")], 1);
    assert!(
        odd.contains("Overlap: 1") && odd.contains("overlaps feature 2 (id 2)"),
        "{odd}"
    );
    let list: serde_json::Value =
        serde_json::from_str(&run(&[&path("odd.geojson"), "--format", "json"], 1)).unwrap();
    assert_eq!(list["problems"][0]["kind"], "overlap");
    let map = path("doubts.geojson");
    assert_eq!(run(&[&path("odd.geojson"), "--out", &map], 1).trim(), map);
    let written: serde_json::Value = serde_json::from_slice(&std::fs::read(&map).unwrap()).unwrap();
    assert_eq!(written["features"][0]["properties"]["other_feature"], 2);
    run(&[&path("nowhere.geojson")], 2);
    check_mistake(
        &["check", &path("odd.geojson"), "--layer", "x"],
        "没有图层“x”",
        "no layer “x”",
    );
    check_mistake(&["check", "a", "--tolerance", "-1"], "不小于 0", "from 0 on");
}

#[test]
fn fields_are_held_against_a_role() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.geojson");
    std::fs::write(&file, squares(&[(120.0, "1104"), (120.001, "1199")])).unwrap();
    let file = file.to_str().unwrap();
    let output = redshank(&["info", file, "--role", "wetland", "--lang", "en"]);
    let (said, noted) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(
        said.contains("land class code (class) = DLBM") && said.contains("level (level) is missing"),
        "{said}"
    );
    assert!(
        noted.contains("\"1199\" is not in the class table (1 feature, such as 2)"),
        "{noted}"
    );
    let output = redshank(&["info", file, "--role", "wetland", "--json"]);
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(list["files"][0]["contract"]["clauses"][0]["field"], "DLBM");
}

/// A zone drawn as a bow-tie is repaired; nothing near it is clear before somebody has said yes.
#[test]
fn a_repair_that_changes_an_area_wants_a_yes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, coordinates: &str| {
        let path = folder.path().join(name);
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","id":"a","properties":{{}},
            "geometry":{{"type":"Polygon","coordinates":[{coordinates}]}}}}]}}"#
        );
        std::fs::write(path, text).unwrap();
    };
    write(
        "zones.geojson",
        "[[120.0,30.0],[120.01,30.01],[120.01,30.0],[120.0,30.01],[120.0,30.0]]",
    );
    // In the box around the bow-tie, between its wings.
    write(
        "solar.geojson",
        "[[120.004,30.0001],[120.0045,30.0001],[120.0045,30.0005],[120.004,30.0005],[120.004,30.0001]]",
    );
    let zones = format!("red_line={}", folder.path().join("zones.geojson").display());
    let solar = format!("solar={}", folder.path().join("solar.geojson").display());
    let quick = ["screen", "--zones", &zones, "--projects", &solar, "--lang", "en"];
    let output = redshank(&quick);
    let (said, told) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert_eq!(output.status.code(), Some(2), "{said}{told}");
    assert!(said.contains("nobody has accepted that"), "{said}");
    assert!(
        told.contains("--accept-repairs") && told.contains("100.0 %"),
        "{told}"
    );
    let accepted = redshank(&[&quick[..], &["--accept-repairs"]].concat());
    assert_eq!(accepted.status.code(), Some(0));
    let text = |key: &str| {
        format!(
            "version = 1\nname = \"w\"\nrules = []\n[[layer]]\nid = \"z\"\nfile = \"zones.geojson\"\n\
             role = \"red_line\"\n{key}\n[[layer]]\nid = \"p\"\nfile = \"solar.geojson\"\nrole = \"project\"\n\
             kind = \"solar\"\n"
        )
    };
    let record = |key: &str| {
        let workspace = folder.path().join("workspace.toml");
        std::fs::write(&workspace, text(key)).unwrap();
        let out = folder.path().join("out");
        redshank(&[
            "screen",
            workspace.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
            "--format",
            "json",
        ]);
        let json = std::fs::read(out.join("findings.json")).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        json["inputs"][0]["repairs"][0]["accepted"].clone()
    };
    assert_eq!(record(""), false);
    assert_eq!(record("accept_repairs = true"), true);
    assert_eq!(record("accept_repairs = [\"a\"]"), true);
    assert_eq!(record("accept_repairs = [\"b\"]"), false);
}

/// A sample of the table, what its fields may mean and why; an encoding and a profile go before the file's word.
#[test]
fn info_shows_rows_and_what_fields_may_mean() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wind.csv");
    let text = "机位号,lon,lat,装机容量\nW-1,120.5,30.3,5\nW-2,120.6,30.4,6.25\n";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    std::fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap();
    let page = |more: &[&str]| -> serde_json::Value {
        let output = redshank(&[&["info", path, "--json"], more].concat());
        let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        page["files"][0].clone()
    };
    let file = page(&[]);
    assert_eq!(file["sample"]["columns"][0], "机位号");
    assert_eq!(file["sample"]["rows"][1]["values"][3], 6.25);
    let expected = serde_json::json!({
        "role": "project", "kind": "wind", "by": "file",
        "fields": [
            {"meaning": "id", "field": "机位号", "by": "name"},
            {"meaning": "capacity_mw", "field": "装机容量", "by": "name"}
        ]
    });
    assert_eq!(file["guess"], expected);
    assert_eq!(
        page(&["--encoding", "windows-1252"])["guess"]["fields"],
        serde_json::json!([])
    );

    let mut profile = redshank::formats::profile::Profile::default();
    let file = redshank::formats::input::FileToRead::at(std::path::Path::new(path));
    let info = redshank::formats::info::describe(&file, None, None, &Default::default()).unwrap();
    profile.remember(redshank::formats::profile::Record {
        key: info.key(&file),
        choices: redshank::formats::profile::Choices {
            encoding: Some("gb18030".into()),
            crs: Some("EPSG:4326".into()),
            ..Default::default()
        },
    });
    let by = folder.path().join("a.profile.toml");
    std::fs::write(&by, profile.text()).unwrap();
    let file = page(&["--profile", by.to_str().unwrap()]);
    assert_eq!(file["crs"], "EPSG:4326");
    assert_eq!(file["profile"]["encoding"], "gb18030");
    std::fs::write(&by, "version = 9").unwrap();
    check_mistake_in_file(&["info", path, "--profile", by.to_str().unwrap()], "version 9");
}

#[track_caller]
fn check_mistake_in_file(arguments: &[&str], words: &str) {
    let output = redshank(arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(words));
}

/// What would take more memory than there is, is refused before it is read.
#[test]
fn a_file_is_held_against_the_memory_that_there_is() {
    let path = "maps/qiantang/wetland.geojson";
    check_mistake(
        &["info", path, "--memory-limit", "0"],
        "可用的只有 0 MiB",
        "there are 0 MiB for it",
    );
    let output = redshank(&["info", path, "--memory-limit", "1000"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn problems_are_written_as_the_name_of_the_file_says() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("a.geojson");
    std::fs::write(
        &data,
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":null}]}"#,
    )
    .unwrap();
    let data = data.to_str().unwrap();
    for name in ["p.csv", "p.json", "p.geojson"] {
        let path = folder.path().join(name);
        let output = redshank(&["info", data, "--problems", path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(2), "a feature is refused");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("no_geometry"), "{text}");
    }
    check_mistake(
        &["info", data, "--problems", "p.xlsx"],
        "请以 .csv、.json 或 .geojson 结尾",
        "End it in .csv, .json or .geojson",
    );
}
