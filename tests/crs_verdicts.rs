//! What doubt about a place means for verdicts, and what corrections in a workspace file do to coordinates.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use redshank::formats::open::{OpenOptions, Source, open};
use redshank::geom::crs::{Crs, Transform};
use redshank::geom::helmert::Helmert;
use redshank::geom::web_shift::WebShift;
use redshank::model::crs_note::CrsNote;
use redshank::model::crs_reading::Trust;
use redshank::model::finding::{Reason, Screening, Verdict};
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::json::findings_json;
use redshank::screening::{Request, screen};

const RULES: &str = r#"version = 1
[[rule]]
id = "r"
title = { zh = "甲", en = "A" }
text = { zh = "甲", en = "A" }
mark = "V"
severity = "prohibited"
roles = ["red_line"]
overlap = true
"#;

/// A border with many bends around a place, so that there is something to compare; `to` spoils it.
fn star(lon: f64, lat: f64, to: impl Fn(f64, f64) -> (f64, f64)) -> String {
    let corner = |k: usize| {
        let angle = (k % 360) as f64 / 360.0 * std::f64::consts::TAU;
        let radius = 0.05 + 0.01 * (5.0 * angle).sin() + 0.002 * (41.0 * angle).cos();
        to(lon + radius * angle.cos(), lat + radius * angle.sin())
    };
    let corners: Vec<String> = (0..=360)
        .map(|k| {
            let (x, y) = corner(k);
            format!("[{x:.9},{y:.9}]")
        })
        .collect();
    polygon(&corners.join(","))
}

fn square(lon: f64, lat: f64, to: impl Fn(f64, f64) -> (f64, f64)) -> String {
    let corners = [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001), (0.0, 0.0)];
    let corners: Vec<String> = corners
        .iter()
        .map(|(x, y)| {
            let (x, y) = to(lon + x, lat + y);
            format!("[{x:.9},{y:.9}]")
        })
        .collect();
    polygon(&corners.join(","))
}

fn polygon(ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
    )
}

fn as_it_is(x: f64, y: f64) -> (f64, f64) {
    (x, y)
}

/// A district, a red line with the same border, and two solar fields: one within, one well outside.
struct Case {
    red_line: String,
    keys: &'static str,
    projects: String,
    project_keys: &'static str,
}

impl Case {
    fn good() -> Case {
        let projects = [square(120.4, 30.3, as_it_is), square(120.6, 30.3, as_it_is)];
        Case {
            red_line: star(120.4, 30.3, as_it_is),
            keys: "",
            projects: projects.join(","),
            project_keys: "",
        }
    }

    fn open(&self) -> Workspace {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, features: &str| {
            let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        write("district.geojson", &star(120.4, 30.3, as_it_is));
        write("red_line.geojson", &self.red_line);
        write("solar.geojson", &self.projects);
        std::fs::write(folder.path().join("rules.toml"), RULES).unwrap();
        let workspace = format!(
            "version = 1\nname = \"w\"\nrules = [\"rules.toml\"]\nas_of = 2026-11-23\n\
             [[layer]]\nid = \"district\"\nfile = \"district.geojson\"\nrole = \"district\"\n\
             [[layer]]\nid = \"red_line\"\nfile = \"red_line.geojson\"\nrole = \"red_line\"\n{}\n\
             [[layer]]\nid = \"solar\"\nfile = \"solar.geojson\"\nrole = \"project\"\nkind = \"solar\"\n{}\n",
            self.keys, self.project_keys
        );
        std::fs::write(folder.path().join("workspace.toml"), workspace).unwrap();
        let source = Source::Workspace(folder.path().to_owned());
        open(&source, &OpenOptions::default(), &Progress::default()).unwrap()
    }
}

fn screened(workspace: &Workspace) -> Screening {
    let request = Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    };
    screen(workspace, &request, &Progress::default()).unwrap()
}

const UNKNOWN: Verdict = Verdict::NotChecked(Reason::CrsUnknown);

#[track_caller]
fn check(case: &Case, trust: Trust, expected: [Verdict; 2]) -> Workspace {
    let workspace = case.open();
    let red_line = workspace.layer("red_line").unwrap();
    let doubt = &red_line.provenance.doubt;
    assert_eq!(doubt.trust, trust, "{:#?}", doubt.notes);
    let screening = screened(&workspace);
    let verdicts: Vec<Verdict> = screening.projects.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, expected, "{:#?}", workspace.problems);
    workspace
}

fn gcj02(x: f64, y: f64) -> (f64, f64) {
    WebShift::Gcj02.shifted((x, y).into()).x_y()
}

#[test]
fn a_true_layer_is_screened() {
    check(
        &Case::good(),
        Trust::Plausible,
        [Verdict::Conflict, Verdict::Clear],
    );
}

#[test]
fn nothing_is_clear_by_a_suspicious_layer() {
    let case = Case {
        red_line: star(120.4, 30.3, gcj02),
        ..Case::good()
    };
    let workspace = check(&case, Trust::Suspicious, [Verdict::Conflict, UNKNOWN]);
    let kinds: Vec<&str> = workspace
        .problems
        .iter()
        .map(|problem| problem.kind.code())
        .collect();
    assert_eq!(kinds, ["crs_fits_better"]);
    let confirmed = Case {
        keys: "crs_confirmed = \"somebody, 2026-11-20, by survey points\"",
        ..case
    };
    check(&confirmed, Trust::Plausible, [Verdict::Conflict, Verdict::Clear]);
}

#[test]
fn nothing_is_clear_for_a_suspicious_project() {
    let bordering = [star(120.4, 30.3, gcj02), square(120.6, 30.3, gcj02)];
    let case = Case {
        projects: bordering.join(","),
        ..Case::good()
    };
    check(&case, Trust::Plausible, [Verdict::Conflict, UNKNOWN]);
    let undone = Case {
        project_keys: "shift = \"gcj02\"",
        ..case
    };
    check(&undone, Trust::Plausible, [UNKNOWN, UNKNOWN]);
}

#[test]
fn an_undone_shift_is_shown_and_serves_no_verdict() {
    let case = Case {
        red_line: star(120.4, 30.3, gcj02),
        keys: "shift = \"gcj02\"",
        ..Case::good()
    };
    let workspace = check(&case, Trust::Refused, [UNKNOWN, UNKNOWN]);
    assert!(screened(&workspace).findings.is_empty());
    let (district, red_line) = (
        workspace.layer("district").unwrap(),
        workspace.layer("red_line").unwrap(),
    );
    let (a, b) = (district.extent(), red_line.extent());
    assert!(
        (a.min.x - b.min.x).abs() < 0.01 && (a.max.y - b.max.y).abs() < 0.01,
        "{a:?} {b:?}"
    );
    let json = String::from_utf8(findings_json(&workspace, &screened(&workspace))).unwrap();
    assert!(
        json.contains("crs_shift_undone") && json.contains("±10"),
        "no word of it"
    );
}

#[test]
fn swapped_axes_are_turned_on_request_alone() {
    let case = Case {
        red_line: star(120.4, 30.3, |x, y| (y, x)),
        keys: "crs = \"EPSG:4490\"",
        ..Case::good()
    };
    check(&case, Trust::Refused, [UNKNOWN, UNKNOWN]);
    let turned = Case {
        keys: "crs = \"EPSG:4490\"\naxes = \"swapped\"",
        ..case
    };
    let workspace = check(&turned, Trust::Plausible, [Verdict::Conflict, Verdict::Clear]);
    let json = String::from_utf8(findings_json(&workspace, &screened(&workspace))).unwrap();
    assert!(json.contains("crs_axes_turned"));
}

#[test]
fn a_wrong_zone_is_not_clear() {
    let plane = plane("EPSG:4549");
    let case = Case {
        red_line: star(120.4, 30.3, &plane),
        keys: "crs = \"EPSG:4548\"",
        ..Case::good()
    };
    let workspace = check(&case, Trust::Suspicious, [UNKNOWN, UNKNOWN]);
    let offers = workspace.problems.iter().filter(|problem| {
        problem
            .line(redshank::words::Lang::En)
            .contains("crs = \"EPSG:4549\"")
    });
    assert_eq!(offers.count(), 1, "{:#?}", workspace.problems);
}

fn plane(code: &str) -> impl Fn(f64, f64) -> (f64, f64) + use<> {
    let crs = Crs::from_code(code).unwrap();
    let there = Transform::geodetic_from(&crs).inverse();
    move |x, y| there.of((x, y).into()).x_y()
}

const SHIFT: Helmert = Helmert {
    shift_m: [15.8, -154.4, -82.3],
    rotation_sec: [0.0; 3],
    scale_ppm: 0.0,
};

/// Places on Beijing 54 that lie on CGCS2000 where the parameters lead to.
fn beijing_54(x: f64, y: f64) -> (f64, f64) {
    let [old, new] = ["EPSG:4214", "EPSG:4490"].map(|code| Crs::from_code(code).unwrap().ellipsoid());
    let mut place = geo::Coord { x, y };
    for _ in 0..5 {
        let mut there = [place];
        SHIFT.apply(old, new, &mut there);
        place = geo::Coord {
            x: place.x + x - there[0].x,
            y: place.y + y - there[0].y,
        };
    }
    place.x_y()
}

#[test]
fn an_old_datum_needs_parameters_or_a_signature() {
    let old_plane = plane("EPSG:2437");
    let case = Case {
        red_line: star(120.4, 30.3, |x, y| {
            let (x, y) = beijing_54(x, y);
            old_plane(x, y)
        }),
        keys: "crs = \"EPSG:2437\"",
        ..Case::good()
    };
    let refused = check(&case, Trust::Refused, [UNKNOWN, UNKNOWN]);
    assert!(
        refused
            .problems
            .iter()
            .any(|problem| problem.kind.code() == "no_datum_shift")
    );
    let shifted = Case {
        keys: "crs = \"EPSG:2437\"\ntolerance_m = 1.0\n[layer.datum]\nshift_m = [15.8, -154.4, -82.3]\n\
               accuracy_m = 2.0\nsource = \"survey office\"",
        ..case
    };
    let workspace = check(&shifted, Trust::Plausible, [Verdict::Conflict, Verdict::Clear]);
    let (district, red_line) = (
        workspace.layer("district").unwrap(),
        workspace.layer("red_line").unwrap(),
    );
    assert_eq!(red_line.about.tolerance_m, 3.0);
    assert_eq!(red_line.provenance.source_crs, "EPSG:2437");
    let (a, b) = (district.extent(), red_line.extent());
    assert!(
        (a.min.x - b.min.x).abs() < 1e-3 && (a.max.y - b.max.y).abs() < 1e-3,
        "{a:?} {b:?}"
    );
    let signed = Case {
        keys: "crs = \"EPSG:2437\"\n[layer.datum]\naccept_m = 150.0\nsigned = \"somebody, 2026-11-20\"",
        ..shifted
    };
    let workspace = signed.open();
    let red_line = workspace.layer("red_line").unwrap();
    assert_eq!(red_line.about.tolerance_m, 150.0);
    assert!(matches!(
        red_line.provenance.doubt.corrections().next(),
        Some(CrsNote::Accepted { .. })
    ));
}

/// A project 60 m outside the border: clear by a sure layer, not by one that is accepted up to 150 m.
#[test]
fn a_signed_tolerance_is_carried_into_the_verdict() {
    let beside = [square(120.4, 30.3, as_it_is), square(120.4527, 30.3, as_it_is)];
    let case = Case {
        projects: beside.join(","),
        ..Case::good()
    };
    check(&case, Trust::Plausible, [Verdict::Conflict, Verdict::Clear]);
    let signed = Case {
        red_line: star(120.4, 30.3, as_it_is),
        keys: "crs = \"EPSG:4214\"\n[layer.datum]\naccept_m = 150.0\nsigned = \"somebody, 2026-11-20\"",
        ..case
    };
    let workspace = signed.open();
    let screening = screened(&workspace);
    let beside = screening.projects[1].verdict;
    assert_ne!(beside, Verdict::Clear);
}

#[test]
fn four_parameters_lead_from_a_local_grid() {
    let plane = plane("EPSG:4549");
    let local = |x: f64, y: f64| {
        let (east, north) = plane(x, y);
        (east - 480_000.0, north - 3_300_000.0)
    };
    let case = Case {
        red_line: star(120.4, 30.3, local),
        keys: "crs = \"city grid\"\n[layer.datum]\nto = \"EPSG:4549\"\neast_m = 480000.0\nnorth_m = 3300000.0\n\
               accuracy_m = 0.1\nsource = \"city survey\"",
        ..Case::good()
    };
    check(&case, Trust::Plausible, [Verdict::Conflict, Verdict::Clear]);
}

#[test]
fn corrections_that_cannot_be_are_refused() {
    let needless = Case {
        keys: "crs = \"EPSG:4490\"\n[layer.datum]\naccept_m = 150.0\nsigned = \"somebody\"",
        ..Case::good()
    };
    check(&needless, Trust::Refused, [UNKNOWN, UNKNOWN]);
    let nowhere = Case {
        keys: "crs = \"nonsense\"\nshift = \"gcj02\"",
        ..Case::good()
    };
    check(&nowhere, Trust::Refused, [UNKNOWN, UNKNOWN]);
}

/// What `redshank info --json` says of a file beside a reference.
fn told(star: &str, reference: &str) -> (Option<i32>, serde_json::Value) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_redshank"))
        .args(["info", "--json", "--lang", "en"])
        .arg(write("layer.geojson", star))
        .arg("--reference")
        .arg(write("reference.geojson", reference))
        .output()
        .unwrap();
    (
        output.status.code(),
        serde_json::from_slice(&output.stdout).unwrap(),
    )
}

#[test]
fn info_tells_evidence_and_readings() {
    let district = star(120.4, 30.3, as_it_is);
    let (code, page) = told(&star(120.4, 30.3, gcj02), &district);
    let place = &page["files"][0]["place"];
    assert_eq!(
        (code, place["verdict"].as_str()),
        (Some(0), Some("suspicious")),
        "{place:#}"
    );
    let best = &place["against"]["hypotheses"][0];
    assert_eq!(
        (best["hypothesis"].as_str(), best["offered"].as_bool()),
        (Some("gcj02"), Some(true))
    );
    assert_eq!(best["keys"], "shift = \"gcj02\"");
    assert!(best["residual_m"].as_f64().unwrap() < 1.0, "{best:#}");
    let (code, page) = told(&district, &district);
    let place = &page["files"][0]["place"];
    assert_eq!((code, place["verdict"].as_str()), (Some(0), Some("plausible")));
    assert_eq!(place["reasons"].as_array().unwrap().len(), 0);
    let metres = plane("EPSG:4528");
    let (code, page) = told(&star(120.4, 30.3, metres), &district);
    let place = &page["files"][0]["place"];
    assert_eq!((code, place["verdict"].as_str()), (Some(2), Some("refused")));
    assert_eq!(place["proposals"][0], "EPSG:4528");
    assert_eq!(place["easting_zone"], 40);
}

#[test]
fn a_reference_that_is_in_doubt_is_none() {
    let (code, page) = told(&star(120.4, 30.3, as_it_is), &star(120.4, 30.3, |x, y| (y, x)));
    assert_eq!(code, Some(2));
    assert!(page["files"][0]["place"]["against"].is_null());
}

#[test]
fn added_files_are_held_against_the_district_that_is_open() {
    let workspace = Case::good().open();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("red_line.geojson");
    std::fs::write(&path, star(120.4, 30.3, gcj02)).unwrap();
    let district = workspace.layer("district").unwrap();
    let reference = redshank::formats::doubt::Reference::of_layer(district, &workspace.crs).unwrap();
    let options = OpenOptions {
        crs: Some(workspace.crs.code().to_owned()),
        reference: Some(std::sync::Arc::new(reference)),
        ..OpenOptions::default()
    };
    let added = open(&Source::Files(vec![path]), &options, &Progress::default()).unwrap();
    assert_eq!(added.layers[0].provenance.doubt.trust, Trust::Suspicious);
}
