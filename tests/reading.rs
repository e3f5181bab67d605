//! Reading files: awkward, broken and hostile ones, each a named case.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use redshank::formats::geojson;
use redshank::formats::input::FileToRead;
use redshank::formats::open::{OpenFailure, OpenOptions, Source, open, read_layer};
use redshank::formats::raw::{RawLayer, Unread};
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::geom::gate::FaultKind;
use redshank::model::file_fault::FileFault;
use redshank::model::finding::Verdict;
use redshank::model::layer::{About, Counts};
use redshank::model::problem::{Done, Problem, ProblemKind};
use redshank::model::role::Role;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::screening::{Request, screen};
use redshank::words::Lang;

const SQUARE: &str = "[[[120.5,30.3],[120.51,30.3],[120.51,30.31],[120.5,30.31],[120.5,30.3]]]";

fn feature(id: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","id":"{id}","properties":{{"TBMC":"潮滩"}},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}",
        features.join(",\n")
    )
}

struct Outcome {
    counts: Counts,
    ids: Vec<String>,
    problems: Vec<Problem>,
}

impl Outcome {
    fn only(&self) -> &Problem {
        assert_eq!(self.problems.len(), 1, "{:#?}", self.problems);
        &self.problems[0]
    }
}

fn read(bytes: impl AsRef<[u8]>) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    fs::write(&path, bytes).unwrap();
    read_at(LayerPlan::of_file(About::new("wetland", Role::Wetland), &path))
}

fn read_at(plan: LayerPlan) -> Outcome {
    let plane = Crs::from_code("EPSG:4549").unwrap();
    let read = read_layer(plan, &plane, &Progress::default()).unwrap();
    let counts = read.layer.provenance.counts;
    let ids: Vec<String> = read
        .layer
        .features()
        .iter()
        .map(|feature| feature.id.to_string())
        .collect();
    assert_eq!(counts.used, ids.len());
    for problem in &read.problems {
        assert_eq!(problem.layer.as_deref(), Some("wetland"), "{problem:?}");
        for lang in Lang::ALL {
            assert!(!problem.line(lang).contains("problem."), "{}", problem.line(lang));
        }
    }
    Outcome {
        counts,
        ids,
        problems: read.problems,
    }
}

/// The middle one of three features is refused alone; gives the problem.
#[track_caller]
fn check_one_refused(bad: &str) -> Problem {
    let text = collection(&[feature("A", SQUARE), bad.to_owned(), feature("C", SQUARE)]);
    let outcome = read(text);
    assert_eq!(outcome.ids, ["A", "C"], "{:#?}", outcome.problems);
    assert_eq!((outcome.counts.read, outcome.counts.refused), (3, 1));
    let problem = outcome.only().clone();
    assert_eq!((problem.feature, problem.done), (Some(2), Done::Refused));
    problem
}

#[track_caller]
fn check_file_refused(bytes: impl AsRef<[u8]>, kind: ProblemKind) {
    let outcome = read(bytes);
    // What the coordinates may be instead comes after it.
    assert_eq!(outcome.problems[0].kind, kind);
    assert!(outcome.counts.refused > 0 && outcome.ids.is_empty());
}

fn syntax_line(problem: &Problem) -> usize {
    match problem.kind {
        ProblemKind::Syntax { line, .. } => line,
        _ => panic!("{problem:?}"),
    }
}

#[test]
fn member_named_features_in_a_string() {
    let text = format!(
        r#"{{"note":"see \"features\": [1,2]","type":"FeatureCollection","x":{{"features":[3]}},"features":[{}]}}"#,
        feature("A", SQUARE)
    );
    assert_eq!(read(text).ids, ["A"]);
}

#[test]
fn file_cut_in_the_middle() {
    let whole = collection(&[feature("A", SQUARE), feature("B", SQUARE)]);
    for end in [whole.len() - 2, whole.len() - 40, whole.len() - 3] {
        let outcome = read(&whole[..end]);
        let expected = if end == whole.len() - 40 { 1 } else { 2 };
        assert_eq!(outcome.ids.len(), expected, "{end}");
        assert_eq!(
            outcome.only().kind,
            ProblemKind::Truncated {
                whole: expected,
                byte: end as u64
            }
        );
        assert!(outcome.counts.refused > 0);
    }
}

#[test]
fn nan_infinity_and_1e999_are_refused_alone() {
    for number in ["NaN", "Infinity", "-Infinity", "1e999", "nan"] {
        let problem = check_one_refused(&feature(
            "B",
            &SQUARE.replacen("120.51,30.31", &format!("120.51,{number}"), 1),
        ));
        let ProblemKind::Geometry { fault, vertex, .. } = problem.kind else {
            panic!("{number}: {problem:?}")
        };
        assert_eq!((fault, vertex), (FaultKind::NotFinite, Some(3)), "{number}");
        assert_eq!(problem.id.as_deref(), Some("B"));
        let place = problem.place.expect("near the last good vertex");
        assert!((place.lon_deg - 120.51).abs() < 1e-9);
    }
}

#[test]
fn text_null_and_missing_ordinates_are_refused_alone() {
    for bad in ["\"120.51\",30.31", "120.51,null", "120.51"] {
        let problem = check_one_refused(&feature("B", &SQUARE.replacen("120.51,30.31", bad, 1)));
        assert!(
            matches!(problem.kind, ProblemKind::WrongType { .. }),
            "{problem:?}"
        );
        assert_eq!(problem.field.as_deref(), Some("geometry.coordinates #3"));
        assert_eq!(problem.id.as_deref(), Some("B"));
    }
}

#[test]
fn other_wrong_values_are_refused_alone() {
    check_one_refused("null");
    check_one_refused("7");
    check_one_refused(r#"{"type":"Point","coordinates":[120.5,30.3]}"#);
    check_one_refused(&feature("B", SQUARE).replace("\"Polygon\"", "\"MultiPolygon\""));
    check_one_refused(&feature("B", SQUARE).replace("\"Polygon\"", "\"Circle\""));
    let twice = feature("B", SQUARE).replace("\"id\":", "\"geometry\":null,\"id\":");
    assert_eq!(check_one_refused(&twice).field.as_deref(), Some("geometry"));
    let name = feature("B", SQUARE).replace("{\"TBMC\"", "{\"TBMC\":1,\"TBMC\"");
    assert_eq!(check_one_refused(&name).field.as_deref(), Some("TBMC"));
}

#[test]
fn a_missing_or_extra_bracket_or_quote_hides_no_other_feature() {
    let good = feature("B", SQUARE);
    for bad in [
        good.replace("]]]", "]]"),
        good.replace("]]]", "]]]]"),
        good.replace("}}", "}"),
        good.replace("\"潮滩\"", "\"潮滩"),
        good.replace("\"潮滩\"", "潮滩\""),
    ] {
        let outcome = read(collection(&[
            feature("A", SQUARE),
            bad.clone(),
            feature("C", SQUARE),
        ]));
        assert_eq!(outcome.ids, ["A", "C"], "{bad}\n{:#?}", outcome.problems);
        let first = &outcome.problems[0];
        assert_eq!((first.feature, first.done), (Some(2), Done::Refused), "{bad}");
        // A missing last brace shows only where the next feature begins.
        assert!(matches!(syntax_line(first), 3 | 4), "{bad}");
    }
    // On a single line as well.
    let bad = good.replace("\"潮滩\"", "\"潮滩");
    let text = collection(&[feature("A", SQUARE), bad, feature("C", SQUARE)]).replace('\n', "");
    let outcome = read(text);
    assert!(outcome.ids.starts_with(&["A".to_owned()]) && outcome.counts.refused > 0);
}

#[test]
fn a_mistyped_vertex_of_1e10_is_refused_with_its_number() {
    let problem = check_one_refused(&feature("B", &SQUARE.replacen("120.51,30.31", "1e10,30.31", 1)));
    let ProblemKind::Geometry {
        fault,
        vertex,
        coordinate,
    } = problem.kind
    else {
        panic!("{problem:?}")
    };
    assert_eq!(
        (fault, vertex, coordinate),
        (FaultKind::OutOfRange, Some(3), Some((1e10, 30.31)))
    );
}

#[test]
fn an_unclosed_ring_is_closed_and_told() {
    let outcome = read(collection(&[feature(
        "A",
        "[[[120.5,30.3],[120.51,30.3],[120.51,30.31],[120.5,30.31]]]",
    )]));
    assert_eq!((outcome.counts.used, outcome.counts.repaired), (1, 1));
    let problem = outcome.only();
    assert_eq!(problem.done, Done::Repaired);
    assert!(matches!(
        problem.kind,
        ProblemKind::Geometry {
            fault: FaultKind::UnclosedRing,
            vertex: Some(4),
            ..
        }
    ));
    assert!(problem.place.is_some());
}

#[test]
fn a_ring_of_two_points_is_refused() {
    let problem = check_one_refused(&feature("B", "[[[120.5,30.3],[120.51,30.3]]]"));
    assert!(matches!(
        problem.kind,
        ProblemKind::Geometry {
            fault: FaultKind::TooFewVertices,
            ..
        }
    ));
}

#[test]
fn a_bow_tie_is_repaired_and_told() {
    let outcome = read(collection(&[feature(
        "A",
        "[[[120.5,30.3],[120.51,30.31],[120.51,30.3],[120.5,30.31],[120.5,30.3]]]",
    )]));
    assert_eq!((outcome.counts.used, outcome.counts.repaired), (1, 1));
    assert_eq!(outcome.only().kind.code(), "self_intersection");
}

#[test]
fn byte_order_mark_and_utf_16() {
    let text = collection(&[feature("A", SQUARE)]);
    let outcome = read(format!("\u{feff}{text}"));
    assert!(outcome.ids == ["A"] && outcome.problems.is_empty());
    let utf_16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let outcome = read(utf_16);
    assert_eq!(outcome.ids, ["A"]);
    assert_eq!(outcome.only().done, Done::Noted);
}

#[test]
fn gbk_is_named_and_read_when_the_workspace_says_so() {
    let text = collection(&[feature("A", SQUARE).replace("潮滩", "钱塘江河口潮滩")]);
    let (gbk, _, _) = encoding_rs::GBK.encode(&text);
    check_file_refused(&gbk, ProblemKind::OtherFormat { found: "GBK".into() });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    fs::write(&path, &gbk).unwrap();
    let mut plan = LayerPlan::of_file(About::new("wetland", Role::Wetland), &path);
    plan.file.encoding = Some("GBK".into());
    plan.about.fields.id = Some("TBMC".into());
    assert_eq!(read_at(plan).ids, ["钱塘江河口潮滩"]);
}

#[test]
fn old_crs_member_is_read() {
    let metres = "[[[538000,3350000],[539000,3350000],[539000,3351000],[538000,3350000]]]";
    let text = collection(&[feature("A", metres)]);
    let degrees = collection(&[feature("A", SQUARE)]);
    let with_crs = |text: &str, code: &str| {
        let crs = format!(r#"{{"crs":{{"type":"name","properties":{{"name":"{code}"}}}},"type":"#);
        text.replacen("{\"type\":", &crs, 1)
    };
    let with = |code: &str| with_crs(&text, code);
    let outcome = read(with("urn:ogc:def:crs:EPSG::4549"));
    assert!(outcome.ids == ["A"] && outcome.problems.is_empty());
    check_file_refused(
        with("EPSG:987654"),
        ProblemKind::UnknownCrs {
            code: "EPSG:987654".into(),
        },
    );
    check_file_refused(
        with_crs(&degrees, "EPSG:4610"),
        ProblemKind::NoDatumShift {
            from: "EPSG:4610".into(),
            to: "EPSG:4549".into(),
        },
    );
    check_file_refused(&text, ProblemKind::CrsMissing);
}

#[test]
fn one_after_another_with_and_without_record_separators() {
    let (a, b) = (feature("A", SQUARE), feature("B", SQUARE));
    assert_eq!(read(format!("{a}\n{b}\n")).ids, ["A", "B"]);
    assert_eq!(read(format!("\u{1e}{a}\n\u{1e}{b}\n")).ids, ["A", "B"]);
    let outcome = read(format!("{a}\n{{\"type\":\"Feature\",\n{b}\n"));
    assert!(outcome.counts.refused > 0 && outcome.ids.contains(&"A".to_owned()));
    let outcome = read(format!("{a}\nnonsense\n{b}\n"));
    assert_eq!(outcome.ids, ["A", "B"]);
    assert_eq!(syntax_line(outcome.only()), 2);
}

#[test]
fn bare_geometries_and_collections_of_geometries() {
    let polygon = format!(r#"{{"type":"Polygon","coordinates":{SQUARE}}}"#);
    assert_eq!(read(&polygon).ids, ["1"]);
    let text = format!(
        r#"{{"type":"GeometryCollection","geometries":[{polygon},{{"type":"Point","coordinates":[120.6,30.4,5]}}]}}"#
    );
    let outcome = read(text);
    assert_eq!(outcome.ids, ["1"]);
    assert_eq!(outcome.only().kind, ProblemKind::ExtraOrdinates { features: 1 });
}

#[test]
fn null_geometry_is_counted() {
    let problem = check_one_refused(r#"{"type":"Feature","id":"N","geometry":null,"properties":null}"#);
    assert_eq!(
        (problem.kind, problem.id.as_deref()),
        (ProblemKind::NoGeometry, Some("N"))
    );
}

#[test]
fn other_files_are_named_by_their_content() {
    check_file_refused("", ProblemKind::FileEmpty);
    check_file_refused(" \n", ProblemKind::FileEmpty);
    check_file_refused(
        "<!DOCTYPE html><html><body>login</body></html>",
        ProblemKind::OtherFormat { found: "HTML".into() },
    );
    check_file_refused(
        "{\"type\":\"Topology\",\"objects\":{}}",
        ProblemKind::File(FileFault::NoLayer),
    );
    check_file_refused(
        [0xd0, 0xcf, 0x11, 0xe0],
        ProblemKind::NotYet {
            format: "XLS / DOC".into(),
        },
    );
}

#[test]
fn missing_files_and_folders() {
    let plan = |path: &Path| LayerPlan::of_file(About::new("wetland", Role::Wetland), path);
    let outcome = read_at(plan(Path::new("no/such.geojson")));
    assert_eq!(
        (&outcome.only().kind, outcome.counts.refused),
        (&ProblemKind::FileMissing, 1)
    );
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        read_at(plan(folder.path())).only().kind,
        ProblemKind::FileUnreadable(_)
    ));
}

#[test]
fn deep_nesting_is_refused_alone() {
    let deep = format!(
        r#"{{"type":"Feature","geometry":null,"properties":{{"a":{}{}}}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    check_one_refused(&deep);
    let nested = format!(
        "{}{}",
        r#"{"type":"GeometryCollection","geometries":["#.repeat(100_000),
        "]}".repeat(100_000)
    );
    assert!(read(nested).counts.refused > 0);
    assert!(read("[".repeat(1_000_000)).counts.refused > 0);
}

#[test]
fn doubled_ids_are_made_unique() {
    let outcome = read(collection(&[
        feature("A", SQUARE),
        feature("A#2", SQUARE),
        feature("A", SQUARE),
    ]));
    assert_eq!(outcome.ids, ["A", "A#2", "A#3"]);
    assert_eq!(
        outcome.only().kind,
        ProblemKind::DuplicateId { now: "A#3".into() }
    );
}

#[test]
fn the_same_on_any_number_of_threads() {
    let features: Vec<String> = (0..3000)
        .map(|k| {
            if k % 7 == 0 {
                "null".to_owned()
            } else {
                feature(&format!("{}", k % 2000), SQUARE)
            }
        })
        .collect();
    let text = collection(&features);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let outcome = pool.install(|| read(&text));
        let problems = outcome
            .problems
            .into_iter()
            .map(|p| (p.feature, p.id, p.kind, p.done));
        (outcome.ids, problems.collect::<Vec<_>>())
    };
    assert_eq!(run(1), run(4));
}

proptest! {
    /// Whatever one byte of a feature is changed to, the features on the lines before and after it are read.
    #[test]
    fn no_single_wrong_byte_hides_another_feature(at in 0usize..180, byte in any::<u8>()) {
        let mut bad = feature("B", SQUARE).into_bytes();
        let at = at % bad.len();
        bad[at] = byte;
        let text = collection(&[feature("A", SQUARE), "@".to_owned(), feature("C", SQUARE)]);
        let (before, after) = text.split_once('@').unwrap();
        let bytes = [before.as_bytes(), &bad, after.as_bytes()].concat();
        let raw = raw_of(&bytes).unwrap();
        let ids: Vec<&str> = raw.features.iter().filter_map(|f| f.id.as_deref()).collect();
        prop_assert!(ids.contains(&"A") && ids.contains(&"C"), "{}", String::from_utf8_lossy(&bytes));
    }

    /// A file cut anywhere gives the features that are whole, and says that it is cut.
    #[test]
    fn a_file_cut_anywhere_gives_what_is_whole(cut in 45usize..570) {
        let text = collection(&[feature("A", SQUARE), feature("B", SQUARE), feature("C", SQUARE)]);
        let part = &text.as_bytes()[..cut.min(text.len() - 1)];
        let ends = text.match_indices("]]]}}").map(|(at, end)| at + end.len());
        let raw = raw_of(part).unwrap();
        prop_assert_eq!(raw.features.len(), ends.filter(|end| *end <= part.len()).count());
        let codes: Vec<&str> = raw.problems.iter().map(|p| p.problem.kind.code()).collect();
        prop_assert!(codes.contains(&"truncated"));
    }

    /// Bytes without any sense end in an answer.
    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(prop::sample::select(b"{}[]\",:\\ 1e-n\n\x1e\xe6".to_vec()), 0..300)) {
        let bytes = [b"{\"features\":[", &bytes[..]].concat();
        if let Ok(raw) = raw_of(&bytes) {
            prop_assert_eq!(raw.found(), raw.features.len() + raw.refused);
        }
    }
}

fn raw_of(bytes: &[u8]) -> Result<RawLayer, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    fs::write(&path, bytes).unwrap();
    read_raw(&path)
}

fn workspace(files: &[(&str, &str)]) -> Result<Workspace, OpenFailure> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    open(
        &Source::of_paths(vec![folder.path().to_owned()]),
        &OpenOptions::default(),
        &Progress::default(),
    )
}

#[test]
fn a_workspace_whose_layer_file_is_missing_keeps_the_layer_and_the_others() {
    let settings = "version = 1\nname = \"x\"\n[[layer]]\nid = \"w\"\nfile = \"w.geojson\"\nrole = \"wetland\"\n\
                    [[layer]]\nid = \"c\"\nfile = \"c.geojson\"\nrole = \"core\"\n";
    let text = collection(&[feature("A", SQUARE)]);
    let workspace = workspace(&[("workspace.toml", settings), ("c.geojson", &text)]).unwrap();
    assert_eq!(workspace.crs.code(), "EPSG:4549");
    let [w, c] = &workspace.layers[..] else { panic!() };
    assert_eq!((w.provenance.counts.refused, c.provenance.counts.used), (1, 1));
    assert_eq!(c.provenance.source_crs, "OGC:CRS84");
    assert_eq!(c.provenance.sha256.len(), 64);
    assert_eq!(workspace.problems[0].kind, ProblemKind::FileMissing);
    assert_eq!(workspace.problems[0].file, "w.geojson");
}

#[test]
fn an_answer_about_a_project_that_is_not_there_is_told() {
    let check = |id: &str, expected: &[&str]| {
        let settings = format!(
            "version = 1\nname = \"x\"\n[[layer]]\nid = \"p\"\nfile = \"p.geojson\"\nrole = \"project\"\nkind = \"wind\"\n\
             [[answer]]\nproject = \"p/{id}\"\nrule = \"law-19-redline\"\nquestion = \"q\"\nanswer = true\n"
        );
        let text = collection(&[feature("A", SQUARE)]);
        let workspace = workspace(&[("workspace.toml", &settings), ("p.geojson", &text)]).unwrap();
        let about = workspace
            .problems
            .iter()
            .filter(|p| p.field.as_deref() == Some("answer.project"));
        let texts: Vec<String> = about.map(|p| format!("{:?}", p.kind)).collect();
        assert_eq!(texts.len(), expected.len(), "{texts:?}");
        assert!(
            texts.iter().zip(expected).all(|(text, part)| text.contains(part)),
            "{texts:?}"
        );
    };
    check("A", &[]);
    check("B", &["p/B is not in its layer"]);
}

/// One straight border in longitude and latitude, with a vertex more on one side: what its chords leave between them is
/// neither a sure overlap nor a sure gap.
#[test]
fn a_border_with_other_vertices_decides_nothing() {
    let settings = "version = 1\nname = \"x\"\ncrs = \"EPSG:4549\"\nrules = [\"r.toml\"]\n\
                    [[layer]]\nid = \"z\"\nfile = \"z.geojson\"\nrole = \"wetland\"\n\
                    [[layer]]\nid = \"p\"\nfile = \"p.geojson\"\nrole = \"project\"\nkind = \"port\"\n";
    let rules = "version = 1\n[[rule]]\nid = \"r\"\ntitle = { zh = \"x\", en = \"x\" }\nmark = \"V\"\n\
                 severity = \"prohibited\"\nroles = [\"wetland\"]\noverlap = true\n";
    let north = "[[[120.5,30.3],[120.5137,30.3],[120.52,30.3],[120.52,30.31],[120.5,30.31],[120.5,30.3]]]";
    let south = "[[[120.5,30.29],[120.52,30.29],[120.52,30.3],[120.5,30.3],[120.5,30.29]]]";
    for (zone, project) in [(north, south), (south, north)] {
        let (zone, project) = (
            collection(&[feature("Z", zone)]),
            collection(&[feature("P", project)]),
        );
        let files = [
            ("workspace.toml", settings),
            ("r.toml", rules),
            ("z.geojson", &*zone),
            ("p.geojson", &*project),
        ];
        let workspace = workspace(&files).unwrap();
        let request = Request {
            as_of: "2026-11-23".parse().unwrap(),
            only: Vec::new(),
        };
        let screening = screen(&workspace, &request, &Progress::default()).unwrap();
        let [finding] = screening.findings.as_slice() else {
            panic!("{:?}", screening.findings)
        };
        assert!(!finding.evidence.holds_within_tolerance, "{finding:?}");
        assert!(
            finding.evidence.sliver || finding.verdict == Verdict::Near,
            "{finding:?}"
        );
    }
}

#[test]
fn filter_fields_and_closing() {
    let settings = "version = 1\nname = \"x\"\nrules = []\n[[layer]]\nid = \"w\"\nfile = \"w.geojson\"\nrole = \"wetland\"\n\
                    where = \"YEAR > 2000\"\n[layer.fields]\nclass = \"DLBM\"\n[layer.check]\narea_ha = 1.0\ntolerance_ha = 0.5\n";
    let old = feature("B", SQUARE).replace("潮滩\"", "\",\"YEAR\":1999");
    let text = collection(&[feature("A", SQUARE).replace("潮滩\"", "\",\"YEAR\":2001"), old]);
    let workspace = workspace(&[("workspace.toml", settings), ("w.geojson", &text)]).unwrap();
    let codes: Vec<_> = workspace.problems.iter().map(|p| p.kind.code()).collect();
    assert_eq!(codes, ["field_missing", "not_closing"]);
    assert_eq!(workspace.layers[0].provenance.counts.used, 1);
}

#[test]
fn an_unknown_or_angular_workspace_crs_is_named() {
    for (code, kind) in [("EPSG:987654", "unknown_crs"), ("EPSG:4490", "bad_setting")] {
        let settings = format!("version = 1\nname = \"x\"\ncrs = \"{code}\"\n");
        let Err(OpenFailure::Problems(problems)) = workspace(&[("workspace.toml", &settings)]) else {
            panic!()
        };
        assert_eq!(
            (problems[0].kind.code(), problems[0].field.as_deref()),
            (kind, Some("crs"))
        );
    }
}

fn data(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")).join(folder);
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.push(entry);
        }
    }
    found.sort();
    found
}

fn read_raw(path: &Path) -> Result<RawLayer, Unread> {
    geojson::read(&FileToRead::at(path), None, &Progress::default())
}

#[test]
fn awkward_files_have_as_many_features_as_their_table_says() {
    let Some(root) = data("gis_format_edge_cases") else {
        return;
    };
    let table = fs::read_to_string(root.join("README.md")).unwrap();
    let mut checked = 0;
    for row in table.lines().filter(|row| row.starts_with("| geojson_")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (Some(file), Ok(count)) = (cells.get(1), cells[3].parse::<usize>()) else {
            continue;
        };
        let path = root.join(file);
        if !path.is_file() {
            continue;
        }
        let raw = read_raw(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(raw.found(), count, "{file}: {:#?}", raw.problems);
        checked += 1;
    }
    assert!(checked > 30, "{checked}");
    for path in files(&root.join("geojson_antimeridian_with_expected")) {
        // Some files are links of the source repository, stored as the text of their target.
        if fs::read(&path).unwrap().starts_with(b"../") {
            continue;
        }
        let raw = read_raw(&path).unwrap();
        assert_eq!((raw.found(), raw.refused), (1, 0), "{}", path.display());
    }
}

#[test]
fn broken_and_hostile_files_are_refused_or_read_without_a_crash() {
    let Some(root) = data("corrupted_and_hostile") else {
        return;
    };
    let mut found = files(&root.join("json_test_suite"));
    found.extend(files(&root.join("geojson_geojsonhint_bad")));
    assert!(found.len() > 200);
    for path in found {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let outcome = read_at(LayerPlan::of_file(About::new("wetland", Role::Wetland), &path));
        // None of the suite's texts is GeoJSON, so each must be refused, aloud.
        if name.ends_with(".json") {
            assert!(outcome.counts.refused > 0 && outcome.counts.used == 0, "{name}");
            assert!(!outcome.problems.is_empty(), "{name}");
        }
    }
}

/// Every line of the file is a geometry as WKT, WKB or GeoJSON; only the last can be read, none may crash.
#[test]
fn strings_of_another_library_are_read_without_a_crash() {
    let Some(root) = data("corrupted_and_hostile") else {
        return;
    };
    let text = fs::read_to_string(root.join("wkt_wkb_geojson_strings_simplefeatures.txt")).unwrap();
    let json: Vec<&str> = text.lines().filter(|line| line.starts_with('{')).collect();
    assert!(json.len() > 100);
    let outcome = read(json.join("\n"));
    assert_eq!(outcome.counts.read, outcome.counts.used + outcome.counts.refused);
}
