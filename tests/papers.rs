//! The papers that leave the house: the same bytes again on any number of threads, no row lost in any format, nothing from
//! data runs, styles and occupied parts as other programs expect them, checklists kept in the log.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test may"
)]

mod kept;

#[path = "papers/injection.rs"]
mod injection;

use std::path::Path;
use std::sync::Arc;

use kept::{check_code, keep, quick, redshank, screened, small, text, write_sources};
use redshank::dossier::freeze::Stamp;
use redshank::dossier::lock::Holder;
use redshank::dossier::open::Dossier;
use redshank::model::review::checklist::slot::{SlotState, slots};
use redshank::model::review::checklist::{ChecklistAnswer, Reply};
use redshank::model::review::decision::Attachment;
use redshank::model::review::event::Deed;
use redshank::model::review::state::Review;
use redshank::model::symbology_choice::{SymbolPalette, SymbologyChoice};
use redshank::report::export::{FileKind, export};
use redshank::session::jobs::with_threads;
use redshank::words::Lang;
use rusqlite::Connection;

fn written(home: &Path, threads: usize, lang: Lang) -> Vec<(String, Vec<u8>)> {
    let out = home.join(format!("{threads}-{}", lang.code()));
    let (workspace, screening) = screened(&quick(home));
    let done = with_threads(threads, || {
        export(&out, FileKind::ALL, &workspace, &screening, lang)
    });
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let files = done.written.iter();
    files
        .map(|path| (name(path), std::fs::read(path).unwrap()))
        .collect()
}

#[test]
fn the_same_bytes_again_on_one_and_two_threads() {
    let home = tempfile::tempdir().unwrap();
    write_sources(home.path(), false);
    for lang in Lang::ALL {
        let first = written(home.path(), 1, lang);
        assert_eq!(first.len(), FileKind::ALL.len());
        for threads in [1, 2] {
            for ((name, before), (_, after)) in first.iter().zip(written(home.path(), threads, lang)) {
                assert!(*before == after, "{name} differs on {threads} threads");
                assert!(!before.is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn a_report_is_in_the_language_that_was_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let dossier = small(home.path());
    for (lang, words, others) in [
        ("zh", "选址核查报告", "siting review"),
        ("en", "siting review", "选址核查报告"),
    ] {
        let out = home.path().join(lang);
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_redshank"))
            .args([
                "report",
                dossier.to_str().unwrap(),
                "--format",
                "html",
                "--lang",
                lang,
                "--out",
            ])
            .arg(&out)
            .output()
            .unwrap();
        check_code(&output, 1);
        let page = std::fs::read_to_string(out.join("report.html")).unwrap();
        assert!(page.contains(words) && !page.contains(others), "{lang}");
    }
}

/// The table by which QGIS gives a layer its colours.
#[test]
fn a_dossier_has_styles_as_qgis_expects_them() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let database = Connection::open(&path).unwrap();
    let mut columns = database
        .prepare("SELECT name FROM pragma_table_info('layer_styles')")
        .unwrap();
    let columns: Vec<String> = columns
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        columns,
        [
            "id",
            "f_table_catalog",
            "f_table_schema",
            "f_table_name",
            "f_geometry_column",
            "styleName",
            "styleQML",
            "styleSLD",
            "useAsDefault",
            "description",
            "owner",
            "ui",
            "update_time"
        ]
    );
    let sql = "SELECT s.f_table_name, s.styleQML, s.styleSLD, s.update_time, s.useAsDefault \
               FROM layer_styles s JOIN gpkg_geometry_columns g ON g.table_name = s.f_table_name \
               AND g.column_name = s.f_geometry_column \
               WHERE s.f_table_catalog = '' AND s.f_table_schema = '' ORDER BY s.f_table_name";
    let mut rows = database.prepare(sql).unwrap();
    let rows: Vec<(String, String, String, String, bool)> = rows
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let tables: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    assert_eq!(tables, ["core", "redshank_findings", "wind"]);
    for (table, qml, sld, at, is_default) in &rows {
        assert!(*is_default && at == "2026-11-27T00:00:00.000Z", "{table}: {at}");
        assert!(qml.contains("<renderer-v2") && qml.contains("</qgis>"), "{qml}");
        assert!(sld.contains("<PolygonSymbolizer>"), "{sld}");
    }
    assert!(rows[1].1.contains("attr=\"severity\""), "findings by severity");
    let listed: String = database
        .query_row(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(listed, "attributes");
}

/// What somebody has chosen is frozen along, and QGIS sees it.
#[test]
fn chosen_symbols_are_kept() {
    let home = tempfile::tempdir().unwrap();
    write_sources(home.path(), false);
    let (mut workspace, screening) = screened(&quick(home.path()));
    let qml = |path: &Path| -> String {
        let database = Connection::open(path).unwrap();
        let sql = "SELECT styleQML FROM layer_styles WHERE f_table_name = 'core'";
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let plain = home.path().join("plain.redshank");
    keep(&plain, &workspace, &screening, &Review::new());
    let choice = SymbologyChoice {
        palette: SymbolPalette::Safe,
        ..SymbologyChoice::default()
    };
    Arc::make_mut(&mut workspace.symbology).set(&"core".into(), choice);
    let chosen = home.path().join("chosen.redshank");
    keep(&chosen, &workspace, &screening, &Review::new());
    let thawed = Dossier::read(&chosen, &Default::default()).unwrap();
    let thawed = thawed.workspace(&Default::default()).unwrap();
    assert_eq!(thawed.symbology, workspace.symbology);
    assert!(qml(&plain) != qml(&chosen));
}

#[test]
fn another_look_changes_nothing_that_was_frozen() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let database = Connection::open(&path).unwrap();
    database
        .execute("UPDATE layer_styles SET styleQML = 'mine'", [])
        .unwrap();
    drop(database);
    check_code(&redshank(&["verify", path.to_str().unwrap()]), 0);
}

#[test]
fn occupied_parts_are_written_with_their_areas() {
    let home = tempfile::tempdir().unwrap();
    let dossier = small(home.path());
    let out = home.path().join("out");
    let (path, folder) = (dossier.to_str().unwrap(), out.to_str().unwrap());
    check_code(
        &redshank(&[
            "report",
            path,
            "--format",
            "json,gpkg,geojson,txt",
            "--out",
            folder,
        ]),
        1,
    );
    let findings: serde_json::Value =
        serde_json::from_slice(&std::fs::read(out.join("findings.json")).unwrap()).unwrap();
    let areas: Vec<f64> = findings["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|finding| finding["overlap_m2"].as_f64())
        .collect();
    assert_eq!(areas.len(), 3);
    let database = Connection::open(out.join("occupied.gpkg")).unwrap();
    let mut rows = database
        .prepare("SELECT overlap_m2 FROM occupied ORDER BY fid")
        .unwrap();
    let found: Vec<f64> = rows
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(found, areas);
    let bytes = std::fs::read(out.join("occupied.txt")).unwrap();
    let (words, _, _) = encoding_rs::GB18030.decode(&bytes);
    let heads: Vec<&str> = words.lines().filter(|line| line.ends_with(",@")).collect();
    assert_eq!(heads.len(), 3);
    for (head, m2) in heads.iter().zip(&areas) {
        let ha: f64 = head.split(',').nth(1).unwrap().parse().unwrap();
        assert!((ha - m2 / 10_000.0).abs() < 6e-5, "{head}: {m2} m²");
        assert!(head.contains("P-") && head.contains("Z-"), "{head}");
    }
    let layer = home.path().join("parts.geojson");
    let layer = layer.to_str().unwrap();
    check_code(
        &redshank(&["export", path, "--layer", "occupied", "--out", layer]),
        0,
    );
    let parts: serde_json::Value = serde_json::from_slice(&std::fs::read(layer).unwrap()).unwrap();
    assert_eq!(parts["features"].as_array().unwrap().len(), 3);
}

fn answered(path: &Path, item: &str, reply: Reply, papers: Vec<Attachment>) {
    let holder = Holder {
        user: "u".into(),
        host: "h".into(),
        process: 1,
        since: "2026-11-27T07:00:00Z".parse().unwrap(),
    };
    let mut dossier = Dossier::open(path, &holder, &Default::default()).unwrap();
    let stamp: Stamp = kept::stamp("李");
    let deed = Deed::Answered(ChecklistAnswer {
        project: redshank::model::feature::FeatureRef::parse("wind/P-1").unwrap(),
        item: item.into(),
        reply,
        on: None,
        note: "see the paper".into(),
        papers,
    });
    dossier.append(&stamp, deed).unwrap();
}

#[test]
fn answers_stand_in_the_log_and_in_the_papers() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let paper = Attachment {
        name: "sites.pdf".into(),
        sha256: "ab".repeat(32),
        byte_count: 7,
    };
    answered(&path, "unavoidable/other-sites", Reply::Yes, vec![paper]);
    let dossier = Dossier::read(&path, &Default::default()).unwrap();
    let (workspace, screening) = screened(&quick(home.path()));
    let project = redshank::model::feature::FeatureRef::parse("wind/P-1").unwrap();
    let slots = slots(&workspace, &screening, &project, dossier.review());
    let state = |id: &str| {
        let slot = slots.iter().find(|slot| slot.item.id == id);
        slot.map(redshank::model::review::checklist::slot::Slot::state)
    };
    assert_eq!(state("unavoidable/other-sites"), Some(SlotState::Met));
    assert_eq!(state("unavoidable/least-use"), Some(SlotState::Open));
    drop(dossier);
    let out = home.path().join("out");
    let folder = out.to_str().unwrap();
    check_code(
        &redshank(&[
            "report",
            path.to_str().unwrap(),
            "--format",
            "html",
            "--out",
            folder,
        ]),
        1,
    );
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    for words in [
        "sites.pdf",
        &"ab".repeat(32),
        "see the paper",
        "unavoidable/least-use",
    ] {
        assert!(page.contains(words), "{words}");
    }
    check_code(&redshank(&["verify", path.to_str().unwrap()]), 0);
}

#[test]
fn checklists_by_command_line() {
    let home = tempfile::tempdir().unwrap();
    let dossier = small(home.path());
    let path = dossier.to_str().unwrap();
    let paper = home.path().join("sites.pdf");
    std::fs::write(&paper, b"paper").unwrap();
    let paper = paper.to_str().unwrap();
    let listed = |state: &str| {
        let output = redshank(&["checklist", path, "--project", "wind/P-1"]);
        check_code(&output, 0);
        let lines = text(&output.stdout);
        let line = lines
            .lines()
            .find(|line| line.contains("unavoidable/other-sites"));
        assert!(line.unwrap().contains(state), "{line:?}");
    };
    listed("open");
    let set = |reply: &str, more: &[&str]| {
        let base = [
            "checklist",
            path,
            "--project",
            "wind/P-1",
            "--author",
            "Li",
            "--set",
            reply,
        ];
        redshank(&[&base[..], more].concat())
    };
    check_code(&set("unavoidable/other-sites=yes", &[]), 0);
    listed("evidence missing");
    check_code(&set("unavoidable/other-sites=yes", &["--evidence", paper]), 0);
    listed("met");
    check_code(&set("nonsense=yes", &[]), 2);
    check_code(&set("unavoidable/other-sites=not_applicable", &[]), 2);
    listed("met");
    check_code(&redshank(&["decide", path, "--undo", "3", "--author", "Li"]), 0);
    listed("evidence missing");
    let output = redshank(&["checklist", path, "--json"]);
    check_code(&output, 0);
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(page["format"], "redshank-checklist");
    let unproved = |item: &&serde_json::Value| item["state"] == "unproved";
    assert_eq!(
        page["items"].as_array().unwrap().iter().filter(unproved).count(),
        1
    );
}

/// One that cannot be opened as one is at least not called by the name of the format below it.
#[test]
fn a_dossier_is_called_one() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let said = || {
        let output = redshank(&["info", path.to_str().unwrap()]);
        let said = [text(&output.stdout), text(&output.stderr)].concat();
        assert!(!said.contains("GeoPackage"), "{said}");
        said
    };
    assert!(said().contains("dossier"));
    let database = Connection::open(&path).unwrap();
    database
        .execute("UPDATE redshank_meta SET value = 'odd' WHERE key = 'version'", [])
        .unwrap();
    drop(database);
    said();
}
