//! Made input, large enough to be stopped in the middle: a coverage of parcels with attributes, and projects on it; and what
//! is asked for of it, by the example and by the test of how work stops.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use geo::{Coord, Geometry, LineString, Polygon};
use redshank::dossier::freeze::{Content as Frozen, Stamp, freeze};
use redshank::dossier::open::Dossier;
use redshank::geom::gate::admit_plane;
use redshank::model::feature::{Feature, Properties, PropertyValue};
use redshank::model::finding::Screening;
use redshank::model::layer::{About, Layer, Provenance};
use redshank::model::problem::{Done, Problem, ProblemKind};
use redshank::model::review::decision::{Author, Decision, State};
use redshank::model::review::event::Deed;
use redshank::model::review::state::Review;
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::Criterion;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::layers::order::{Content, CrsWish, LayerFormat, LayerOrder};
use redshank::report::layers::write::{Scene, write_layers};
use redshank::report::picture::{PictureFormat, PictureOptions};
use redshank::session::command::MapOrder;
use redshank::words::Lang;
use rust_xlsxwriter::Workbook;

use super::scene;

/// The day that rules are judged by.
pub const DAY: &str = "2026-11-23";
/// Metres of a parcel's side.
const SIDE_M: f64 = 100.0;
/// Vertices of each of its four sides.
const STEPS: u32 = 8;

/// The outline of a parcel, in metres from the origin.
fn outline(place: usize, side: usize) -> Vec<(f64, f64)> {
    let (x, y) = (SIDE_M * (place % side) as f64, SIDE_M * (place / side) as f64);
    let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    let edges = corners.windows(2).flat_map(|pair| {
        (0..STEPS).map(|step| {
            let t = f64::from(step) / f64::from(STEPS);
            let at = |from: f64, to: f64| SIDE_M * (from + t * (to - from));
            (x + at(pair[0].0, pair[1].0), y + at(pair[0].1, pair[1].1))
        })
    });
    let mut ring: Vec<(f64, f64)> = edges.collect();
    ring.push(ring[0]);
    ring
}

fn parcels(side: usize) -> Layer {
    let names: Arc<[Arc<str>]> = ["name", "class", "ha", "level", "year"].map(Arc::from).into();
    let feature = |place: usize| {
        let ring = outline(place, side).into_iter().map(|(x, y)| Coord {
            x: scene::ORIGIN.0 + x,
            y: scene::ORIGIN.1 + y,
        });
        let shape = Polygon::new(LineString(ring.collect()), Vec::new());
        let mixed = place.wrapping_mul(2_654_435_761) % 1_000_003;
        let values = vec![
            PropertyValue::from(format!("湿地图斑 {mixed}").as_str()),
            PropertyValue::from(["1101", "1106", "1104", "0603"][mixed % 4]),
            PropertyValue::Number(serde_json::Number::from_f64(mixed as f64 / 1000.0).unwrap()),
            PropertyValue::from(["国家级", "省级", "一般"][mixed % 3]),
            PropertyValue::Number((2015 + mixed % 10).into()),
        ];
        Feature {
            id: format!("P{place:06}").into(),
            number: place + 1,
            shape: Arc::new(admit_plane(shape).unwrap()),
            properties: Properties::new(Arc::clone(&names), values),
            foreign: Properties::default(),
        }
    };
    let features = (0..side * side).map(feature).collect();
    Layer::new(
        About::new("parcels", Role::Wetland),
        Provenance::default(),
        features,
    )
}

/// `side` × `side` parcels, and as many projects as a tenth of them.
pub fn workspace(side: usize) -> Workspace {
    let reach = SIDE_M * side as f64;
    let project = |k: usize| -> Geometry<f64> {
        let share = |factor: usize| (k.wrapping_mul(factor) % 10_007) as f64 / 10_007.0;
        scene::square(reach * share(7919), reach * share(104_729), 320.0)
    };
    let projects: Vec<Geometry<f64>> = (0..side * side / 10).map(project).collect();
    let near = Criterion {
        near_m: 100.0,
        ..Criterion::OVERLAP
    };
    let solar = scene::projects(ProjectKind::Solar, projects);
    scene::workspace(
        vec![parcels(side), solar],
        vec![scene::rule("r", Role::Wetland, near)],
    )
}

/// The same layers in other pieces of memory: a layer keeps what was worked out of it once.
pub fn fresh(workspace: &Workspace) -> Workspace {
    let layers = workspace.layers.iter();
    let layers = layers.map(|layer| Arc::new(layer.renamed(layer.about.name.clone())));
    Workspace {
        layers: layers.collect(),
        ..workspace.clone()
    }
}

/// The workspace with a problem of each parcel.
pub fn with_problems(workspace: &Workspace) -> Workspace {
    let problem = |number: usize| Problem {
        layer: Some("parcels".into()),
        feature: Some(number),
        ..Problem::of_file("parcels.geojson", ProblemKind::NoGeometry, Done::Refused)
    };
    let count = workspace.layers[0].features().len();
    Workspace {
        problems: (1..=count).map(problem).collect(),
        ..workspace.clone()
    }
}

/// The parcels as a file of that format.
pub fn layer_order(target: PathBuf, format: LayerFormat) -> LayerOrder {
    LayerOrder {
        contents: vec![Content::Layer("parcels".into())],
        target,
        format,
        crs: CrsWish::default(),
        coding: None,
    }
}

/// The map as a file of that format.
pub fn map_order(folder: &Path, format: PictureFormat) -> MapOrder {
    MapOrder {
        path: folder.join(format!("sheet.{}", format.code())),
        format,
        options: PictureOptions::new(Lang::Zh),
    }
}

/// When something was stored or decided, and by whom.
pub fn stamp() -> Stamp {
    Stamp {
        at: "2026-11-27T08:00:00Z".parse().unwrap(),
        author: Author {
            name: "王".into(),
            role: String::new(),
        },
    }
}

/// Stores a run in a dossier; true where it came to its end.
pub fn store(path: &Path, (workspace, screening): (&Workspace, &Screening), progress: &Progress) -> bool {
    let content = Frozen {
        workspace,
        screening,
        only: &[],
        earlier: &Review::new(),
    };
    freeze(path, &content, &stamp(), progress).is_ok()
}

/// A decision of every finding.
pub fn decided(dossier: &Dossier) -> Vec<Deed> {
    let evidence = dossier.evidence().unwrap().into_iter();
    let decided = evidence.map(|(finding, evidence)| {
        Deed::Decided(Decision {
            finding,
            state: State::Avoid,
            article: None,
            reason: "moved".into(),
            evidence,
            attachments: Vec::new(),
        })
    });
    decided.collect()
}

/// Files in a folder with their bytes.
pub fn listed(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().is_file());
    let name = |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut found: Vec<_> = files
        .map(|own| (name(&own), std::fs::read(own.path()).unwrap()))
        .collect();
    found.sort();
    found
}

/// The parcels as files of all formats that are written, and of those that are read alone, by their endings.
pub fn files(folder: &Path, workspace: &Workspace, side: usize) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    for format in LayerFormat::ALL {
        let target = folder.join(format!("{0}/parcels.{0}", format.code()));
        let order = layer_order(target.clone(), format);
        let scene = Scene {
            workspace,
            screening: None,
            opened: &[],
            lang: Lang::En,
        };
        let done = write_layers(&scene, &order, &Progress::default());
        assert!(done.failed.is_empty(), "{:?}", done.failed);
        files.push((format.code().to_owned(), target));
    }
    for (name, file, text) in [
        ("esri json", "esri.json", esri(side)),
        ("topojson", "topo.json", topology(side)),
        ("wkt", "parcels.wkt", well_known(side)),
    ] {
        let path = folder.join(file);
        std::fs::write(&path, text).unwrap();
        files.push((name.to_owned(), path));
    }
    files.push((
        "xlsx of points".to_owned(),
        spreadsheet(&folder.join("parcels.xlsx"), side),
    ));
    let geojson = folder.join("geojson/parcels.geojson");
    files.push((
        "geojson, packed".to_owned(),
        packed(&folder.join("packed.geojson.gz"), &geojson),
    ));
    files
}

/// One feature of so many vertices: a figure of eight, which crosses itself and has to be repaired.
pub fn one_of_many_vertices(folder: &Path, count: usize) -> PathBuf {
    let vertex = |k: usize| {
        let turn = std::f64::consts::TAU * (k % count) as f64 / count as f64;
        format!(
            "[{:.9},{:.9}]",
            120.2 + 0.1 * turn.sin(),
            30.2 + 0.05 * (2.0 * turn).sin()
        )
    };
    let ring: Vec<String> = (0..=count).map(vertex).collect();
    let shape = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, ring.join(","));
    let path = folder.join("eight.geojson");
    std::fs::write(
        &path,
        format!(r#"{{"type":"Feature","properties":{{}},"geometry":{shape}}}"#),
    )
    .unwrap();
    path
}

fn at((x, y): (f64, f64)) -> (f64, f64) {
    (scene::ORIGIN.0 + x, scene::ORIGIN.1 + y)
}

fn esri(side: usize) -> String {
    let mut text = String::from(
        r#"{"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4549},"fields":[{"name":"n","type":"esriFieldTypeInteger"}],"features":["#,
    );
    for place in 0..side * side {
        let ring: Vec<String> = outline(place, side)
            .into_iter()
            .map(|point| format!("[{:.3},{:.3}]", at(point).0, at(point).1))
            .collect();
        let comma = if place > 0 { "," } else { "" };
        write!(
            text,
            r#"{comma}{{"attributes":{{"n":{place}}},"geometry":{{"rings":[[{}]]}}}}"#,
            ring.join(",")
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

/// In longitude and latitude, as it has to be: the parcels shrunk to a part of a degree.
fn topology(side: usize) -> String {
    let degrees = |(x, y): (f64, f64)| (120.0 + 1e-5 * x, 30.0 + 1e-5 * y);
    let mut arcs = Vec::new();
    let mut shapes = Vec::new();
    for place in 0..side * side {
        let ring: Vec<String> = outline(place, side)
            .into_iter()
            .map(|point| format!("[{:.7},{:.7}]", degrees(point).0, degrees(point).1))
            .collect();
        arcs.push(format!("[{}]", ring.join(",")));
        shapes.push(format!(
            r#"{{"type":"Polygon","arcs":[[{place}]],"properties":{{"n":{place}}}}}"#
        ));
    }
    format!(
        r#"{{"type":"Topology","objects":{{"parcels":{{"type":"GeometryCollection","geometries":[{}]}}}},"arcs":[{}]}}"#,
        shapes.join(","),
        arcs.join(",")
    )
}

fn well_known(side: usize) -> String {
    let mut text = String::new();
    for place in 0..side * side {
        let ring: Vec<String> = outline(place, side)
            .into_iter()
            .map(|point| format!("{:.3} {:.3}", at(point).0, at(point).1))
            .collect();
        writeln!(text, "POLYGON (({}))", ring.join(", ")).unwrap();
    }
    text
}

/// Points with longitude and latitude, eight for each parcel.
fn spreadsheet(path: &Path, side: usize) -> PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["id", "lon", "lat"].into_iter().enumerate() {
        sheet.write(0, column as u16, name).unwrap();
    }
    for place in 0..8 * side * side {
        let row = place as u32 + 1;
        sheet.write(row, 0, place as f64).unwrap();
        sheet.write(row, 1, 120.0 + 1e-6 * place as f64).unwrap();
        sheet.write(row, 2, 30.0 + 1e-6 * place as f64).unwrap();
    }
    book.save(path).unwrap();
    path.to_owned()
}

fn packed(path: &Path, of: &Path) -> PathBuf {
    let out = BufWriter::new(File::create(path).unwrap());
    let mut out = flate2::write::GzEncoder::new(out, flate2::Compression::fast());
    out.write_all(&std::fs::read(of).unwrap()).unwrap();
    out.finish().unwrap().flush().unwrap();
    path.to_owned()
}
