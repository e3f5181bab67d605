//! Zip archives of data: every format that is read is read from there too, several files are several layers, and what is made
//! to do harm is refused in words. Archives are made here.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use redshank::formats::input::FileToRead;
use redshank::formats::open::{OpenFailure, OpenOptions, Source, open, open_with_plans};
use redshank::formats::preview::preview;
use redshank::formats::raw::{RawLayer, Unread};
use redshank::formats::read::read;
use redshank::formats::read_archive::SharedArchive;
use redshank::formats::watch::{SourceState, Stamp};
use redshank::formats::workspace::quick::Quick;
use redshank::formats::workspace::save;
use redshank::model::problem::{Done, Problem};
use redshank::model::role::Role;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::layers::order::{Content, CrsWish, LayerFormat, LayerOrder};
use redshank::report::layers::write::{Scene, write_layers};
use redshank::sha256::sha256_of;
use redshank::words::Lang;
use zip::write::SimpleFileOptions;

const RING: &str = "[120.5,30.3],[120.51,30.3],[120.51,30.31],[120.5,30.31],[120.5,30.3]";

fn polygon(name: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"名":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[[{RING}]]}}}}"#
    )
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(data).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An archive in a folder of its own.
struct Zip {
    folder: tempfile::TempDir,
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Zip {
    fn of(entries: &[(&str, &[u8])]) -> Zip {
        Zip::of_bytes(zipped(entries))
    }

    fn of_bytes(bytes: Vec<u8>) -> Zip {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("交付.zip");
        std::fs::write(&path, &bytes).unwrap();
        Zip { folder, path, bytes }
    }

    fn read(&self, table: Option<&str>) -> Result<RawLayer, Box<Problem>> {
        raw(&self.path, table)
    }

    fn open(&self) -> Workspace {
        let source = Source::of_paths(vec![self.path.clone()]);
        open(&source, &OpenOptions::default(), &Progress::default()).unwrap()
    }
}

fn raw(path: &Path, table: Option<&str>) -> Result<RawLayer, Box<Problem>> {
    let file = FileToRead {
        table: table.map(str::to_owned),
        ..FileToRead::at(path)
    };
    read(&file, None, &Progress::default()).map_err(|unread| match unread {
        Unread::Problem(problem) => problem,
        Unread::Cancelled(_) => panic!("nobody stops it"),
    })
}

fn ids(workspace: &Workspace) -> Vec<&str> {
    workspace.layers.iter().map(|layer| &*layer.about.id).collect()
}

/// From an archive it reads as it does by itself, but for the name of the format and the hash, which is of the archive.
#[track_caller]
fn check(files: &[PathBuf], main: &Path) {
    let plain = raw(main, None).unwrap();
    let named: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            (format!("资料/{name}"), std::fs::read(path).unwrap())
        })
        .collect();
    let entries: Vec<(&str, &[u8])> = named
        .iter()
        .map(|(name, data)| (name.as_str(), data.as_slice()))
        .collect();
    let zip = Zip::of(&entries);
    let packed = zip.read(None).unwrap();
    let format = match plain.format {
        // An archive of one drawing in KML is a KMZ, whatever it is called.
        "KML" => "KMZ".to_owned(),
        other => format!("ZIP / {other}"),
    };
    assert_eq!(packed.format, format);
    assert_eq!(packed.sha256, sha256_of(&[&zip.bytes]));
    assert!(!plain.features.is_empty());
    assert_eq!(packed.features.len(), plain.features.len());
    for (own, other) in packed.features.iter().zip(&plain.features) {
        assert_eq!(
            (&own.geometry, &own.properties, &own.id),
            (&other.geometry, &other.properties, &other.id)
        );
    }
    assert_eq!(packed.declared_crs, plain.declared_crs);
    assert_eq!(packed.problems.len(), plain.problems.len());
    // A drawing says no system, and stays unplaced either way.
    let beside = Source::of_paths(vec![main.to_owned()]);
    let beside = open(&beside, &OpenOptions::default(), &Progress::default()).unwrap();
    let counts = |workspace: &Workspace| workspace.layers[0].provenance.counts;
    assert_eq!(counts(&zip.open()), counts(&beside));
}

#[test]
fn every_format_that_is_written_is_read_from_archives() {
    let home = tempfile::tempdir().unwrap();
    let source = home.path().join("wetland.geojson");
    std::fs::write(&source, polygon("钱塘")).unwrap();
    let workspace = open(
        &Source::Files(vec![source]),
        &OpenOptions::default(),
        &Progress::default(),
    )
    .unwrap();
    for format in LayerFormat::ALL {
        let folder = home.path().join(format!("{format:?}"));
        std::fs::create_dir(&folder).unwrap();
        let target = folder.join(format!("湿地.{}", format.code()));
        let order = LayerOrder {
            contents: vec![Content::Layer(Arc::from("wetland"))],
            target: target.clone(),
            format,
            crs: CrsWish::Usual,
            coding: None,
        };
        let scene = Scene {
            workspace: &workspace,
            screening: None,
            opened: &[],
            lang: Lang::Zh,
        };
        let done = write_layers(&scene, &order, &Progress::default());
        assert!(done.failed.is_empty(), "{format:?}: {:?}", done.failed);
        let files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        check(&files, &target);
    }
}

#[test]
fn the_other_formats_are_read_from_archives() {
    let home = tempfile::tempdir().unwrap();
    let text = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, text).unwrap();
        check(std::slice::from_ref(&path), &path);
    };
    text("a.tsv", "id\tlon\tlat\n1\t120.5\t30.2\n");
    text("a.wkt", "SRID=4549;POINT (500000 3350000)");
    text(
        "a.kml",
        "<kml><Placemark><Point><coordinates>120,30</coordinates></Point></Placemark></kml>",
    );
    text(
        "esri.json",
        r#"{"geometryType":"esriGeometryPoint","spatialReference":{"wkid":4490},"features":[{"attributes":{"a":1},"geometry":{"x":120,"y":30}}]}"#,
    );
    text(
        "a.topojson",
        r#"{"type":"Topology","objects":{"a":{"type":"Point","coordinates":[120,30]}},"arcs":[]}"#,
    );
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for case in ["outline.dxf", "turbines.xlsx", "geoparquet/parcels.parquet"] {
        if cfg!(feature = "parquet") || !case.ends_with("parquet") {
            let path = cases.join(case);
            check(std::slice::from_ref(&path), &path);
        }
    }
}

#[test]
fn several_files_are_several_layers_as_of_a_folder() {
    let (wetland, wind) = (polygon("湿地"), "id,lon,lat\n1,120.5,30.3\n");
    let entries: [(&str, &[u8]); 5] = [
        ("湿地/wetland.geojson", wetland.as_bytes()),
        ("wind.csv", wind.as_bytes()),
        ("__MACOSX/wind.csv", b"x"),
        ("wind.qmd", b"x"),
        ("老/wetland.geojson", wetland.as_bytes()),
    ];
    let zip = Zip::of(&entries);
    let workspace = zip.open();
    assert_eq!(ids(&workspace), ["wetland", "wind", "wetland-2"]);
    let roles: Vec<Role> = workspace.layers.iter().map(|layer| layer.about.role).collect();
    assert_eq!(roles, [Role::Wetland, Role::Project, Role::Wetland]);
    let first = &workspace.layers[0].provenance;
    assert!(
        first.file.ends_with("交付.zip | 湿地/wetland.geojson"),
        "{}",
        first.file
    );
    assert_eq!(first.sha256, sha256_of(&[&zip.bytes]));

    let looked = preview(&FileToRead::at(&zip.path), None, None, &Progress::default()).unwrap();
    let tables: Vec<_> = looked
        .iter()
        .map(|one| one.file.table.as_deref().unwrap())
        .collect();
    assert_eq!(tables, ["湿地/wetland.geojson", "wind.csv", "老/wetland.geojson"]);
    assert_eq!(zip.read(None).unwrap_err().kind.code(), "which_table");
    assert_eq!(zip.read(Some("wind.csv")).unwrap().features.len(), 1);
    assert_eq!(
        zip.read(Some("solar.csv")).unwrap_err().kind.code(),
        "no_such_table"
    );
}

/// A book of two sheets and a topology of two layers: each table is looked at by itself.
#[test]
fn tables_of_files_in_archives() {
    let topology = r#"{"type":"Topology","objects":{"a":{"type":"Point","coordinates":[120,30]},"b":{"type":"Point","coordinates":[121,30]}},"arcs":[]}"#;
    let check = |entries: &[(&str, &[u8])], tables: &[&str]| {
        let zip = Zip::of(entries);
        let looked = preview(&FileToRead::at(&zip.path), None, None, &Progress::default()).unwrap();
        let found: Vec<_> = looked
            .iter()
            .map(|one| {
                assert!(one.seen.is_ok(), "{:?}", one.seen);
                one.file.table.as_deref().unwrap()
            })
            .collect();
        assert_eq!(found, tables);
        for table in tables {
            assert_eq!(zip.read(Some(table)).unwrap().features.len(), 1, "{table}");
        }
        assert!(zip.read(Some("x.json | c")).is_err());
    };
    let csv: &[u8] = b"id,lon,lat\n1,120.5,30.3\n";
    check(&[("x.json", topology.as_bytes())], &["x.json | a", "x.json | b"]);
    check(
        &[("a.csv", csv), ("x.json", topology.as_bytes())],
        &["a.csv", "x.json | a", "x.json | b"],
    );
}

#[test]
fn names_in_gbk() {
    let (name, _, _) = encoding_rs::GBK.encode("钱塘区生态保护红线");
    let stand_in = "Q".repeat(name.len());
    let packed = zipped(&[
        (&format!("{stand_in}.geojson"), polygon("x").as_bytes()),
        ("b.csv", b"id,lon,lat\n1,120.5,30.3\n"),
    ]);
    let mut bytes = packed.clone();
    for start in 0..packed.len() - name.len() {
        if packed[start..].starts_with(stand_in.as_bytes()) {
            bytes[start..start + name.len()].copy_from_slice(&name);
        }
    }
    let workspace = Zip::of_bytes(bytes).open();
    assert_eq!(ids(&workspace), ["钱塘区生态保护红线", "b"]);
    assert_eq!(workspace.layers[0].about.role, Role::RedLine);
}

#[test]
fn archives_made_to_do_harm_and_others_that_are_not_read() {
    let check = |entries: &[(&str, &[u8])], code: &str| {
        let problem = Zip::of(entries).read(None).unwrap_err();
        assert_eq!(problem.kind.code(), code);
        assert!(problem.file.contains("交付.zip"), "{}", problem.file);
        for lang in Lang::ALL {
            assert!(!problem.line(lang).contains("problem."), "{}", problem.line(lang));
        }
    };
    let good = polygon("x");
    let bomb = vec![b'1'; 40 << 20];
    check(&[], "no_layer");
    check(&[("a.qmd", b"x"), ("sub/", b"")], "no_layer");
    check(&[("a.csv", &bomb)], "limit");
    check(&[("../../a.geojson", good.as_bytes())], "unsafe_name");
    check(&[("/etc/a.geojson", good.as_bytes())], "unsafe_name");
    check(&[("..\\a.geojson", good.as_bytes())], "unsafe_name");
    check(
        &[("a.zip", &zipped(&[("a.geojson", good.as_bytes())]))],
        "nested_archive",
    );
    check(
        &[("a.csv", &zipped(&[("a.geojson", good.as_bytes())]))],
        "nested_archive",
    );
    check(&[("a.txt", &[0, 0, 0x27, 0x0a, 0, 0, 0, 0])], "part_missing");
    check(&[("a.geojson", b"")], "file_empty");

    let mut encrypted = zipped(&[("a.geojson", good.as_bytes())]);
    let heads: Vec<(usize, usize)> = (0..encrypted.len())
        .filter_map(|at| match &encrypted[at..] {
            [b'P', b'K', 3, 4, ..] => Some((at, 6)),
            [b'P', b'K', 1, 2, ..] => Some((at, 8)),
            _ => None,
        })
        .collect();
    heads.iter().for_each(|(at, flags)| encrypted[at + flags] |= 1);
    assert_eq!(
        Zip::of_bytes(encrypted).read(None).unwrap_err().kind.code(),
        "encrypted"
    );
    let whole = zipped(&[("a.geojson", good.as_bytes())]);
    let cut = Zip::of_bytes(whole[..whole.len() / 2].to_vec());
    assert_eq!(cut.read(None).unwrap_err().kind.code(), "corrupt");
}

/// One of the files is damaged: it is named, and the others open.
#[test]
fn a_broken_file_does_not_hide_the_others() {
    let good = polygon("x");
    let mut bytes = zipped(&[
        ("core.geojson", good.as_bytes()),
        ("buffer.geojson", good.as_bytes()),
        ("../wetland.geojson", good.as_bytes()),
    ]);
    // Within the packed bytes of the first one.
    let at = bytes
        .windows(12)
        .position(|window| window == b"core.geojson")
        .unwrap()
        + 40;
    bytes[at] ^= 0xff;
    let zip = Zip::of_bytes(bytes);
    let workspace = zip.open();
    assert_eq!(ids(&workspace), ["core", "buffer", "wetland"]);
    let counts: Vec<(usize, usize)> = workspace
        .layers
        .iter()
        .map(|layer| (layer.features().len(), layer.provenance.counts.refused))
        .collect();
    assert_eq!(counts, [(0, 1), (1, 0), (0, 1)]);
    let told: Vec<(&str, &str)> = workspace
        .problems
        .iter()
        .filter(|problem| problem.done == Done::Refused)
        .map(|problem| (problem.kind.code(), problem.file.rsplit(" | ").next().unwrap()))
        .collect();
    assert_eq!(
        told,
        [("corrupt", "core.geojson"), ("unsafe_name", "../wetland.geojson")]
    );
}

/// A read-me file is told and is no layer; one that is called as zones are stays, so that nothing is clear by it.
#[test]
fn stray_texts_are_no_layers() {
    let good = polygon("x");
    let check = |name: &str, text: &str, layers: &[&str], code: &str| {
        let zip = Zip::of(&[("wetland.geojson", good.as_bytes()), (name, text.as_bytes())]);
        let folder = zip.folder.path().join("folder");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("wetland.geojson"), &good).unwrap();
        std::fs::write(folder.join(name), text).unwrap();
        for path in [zip.path.clone(), folder] {
            let source = Source::of_paths(vec![path]);
            let opened = open_with_plans(&source, &OpenOptions::default(), &Progress::default()).unwrap();
            let mut found = ids(&opened.workspace);
            found.sort_unstable();
            assert_eq!(found, layers, "{text}");
            let of_text = opened
                .workspace
                .problems
                .iter()
                .find(|problem| problem.file.ends_with(name));
            assert_eq!(of_text.map(|problem| problem.kind.code()), Some(code), "{text}");
            assert_eq!(opened.plans.all().count(), layers.len());
        }
    };
    check("readme.txt", "Surveyed in 2024.", &["wetland"], "stray_text");
    check("readme.txt", "2024年测绘", &["wetland"], "stray_text");
    check(
        "readme.txt",
        "From the bureau, by mail.\nNot for others.",
        &["wetland"],
        "stray_text",
    );
    check("说明.TXT", "", &["wetland"], "stray_text");
    check(
        "生态保护红线.txt",
        "待补",
        &["wetland", "生态保护红线"],
        "other_format",
    );
    let alone = Zip::of(&[("a.txt", b"x y".as_slice()), ("b.txt", b"z")]);
    let source = Source::of_paths(vec![alone.path.clone()]);
    match open(&source, &OpenOptions::default(), &Progress::default()) {
        Err(OpenFailure::Problems(problems)) => assert_eq!(problems.len(), 2),
        other => panic!("{other:?}"),
    }
}

/// A workspace names an archive, and which file of it where there are several; it is saved and watched as any other.
#[test]
fn layers_of_a_workspace_are_read_from_archives() {
    let good = polygon("x");
    let zip = Zip::of(&[
        ("a/core.geojson", good.as_bytes()),
        ("a/wind.csv", b"id,lon,lat\n1,120.5,30.3\n"),
    ]);
    let settings = "version = 1\nname = \"x\"\n[[layer]]\nid = \"c\"\nfile = \"交付.zip\"\ntable = \"a/core.geojson\"\nrole = \"core\"\n";
    let written = zip.folder.path().join("workspace.toml");
    std::fs::write(&written, settings).unwrap();
    let source = Source::of_paths(vec![written.clone()]);
    let opened = open_with_plans(&source, &OpenOptions::default(), &Progress::default()).unwrap();
    assert_eq!(opened.workspace.layers[0].features().len(), 1);
    let text = save::text(&opened.workspace, &opened.plans, Some(&written), &written).unwrap();
    assert!(
        text.contains("file = \"交付.zip\"") && text.contains("table = \"a/core.geojson\""),
        "{text}"
    );

    let (plan, stamp) = opened.plans.all().next().unwrap();
    let state = || {
        let sha256 = &opened.workspace.layers[0].provenance.sha256;
        stamp.state(&Stamp::of(&zip.path), &plan.file, sha256, &Progress::default())
    };
    assert_eq!(state(), SourceState::Same);
    std::fs::write(&zip.path, zipped(&[("a/core.geojson", good.as_bytes())])).unwrap();
    assert_eq!(state(), SourceState::Changed);

    std::fs::write(&zip.path, &zip.bytes).unwrap();
    std::fs::write(&written, settings.replace("table = \"a/core.geojson\"\n", "")).unwrap();
    let unnamed = open(&source, &OpenOptions::default(), &Progress::default()).unwrap();
    assert!(
        unnamed
            .problems
            .iter()
            .any(|problem| problem.kind.code() == "which_table")
    );
}

#[test]
fn archives_on_the_command_line() {
    let good = polygon("x");
    let zip = Zip::of(&[
        ("core.geojson", good.as_bytes()),
        ("wind.csv", b"id,lon,lat\n1,120.505,30.305\n"),
        ("readme.txt", b"Surveyed in 2024."),
    ]);
    let path = zip.path.to_str().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redshank"));
        let output = command.args(arguments).args(["--lang", "en"]).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, said, told) = run(&["info", path]);
    assert_eq!(code, Some(0), "{said}{told}");
    assert!(
        said.contains("ZIP / GeoJSON") && said.contains("ZIP / CSV"),
        "{said}"
    );
    assert!(told.contains("readme.txt"), "{told}");
    let (code, said, _) = run(&["info", path, "--table", "wind.csv"]);
    assert_eq!((code, said.contains("ZIP / GeoJSON")), (Some(0), false), "{said}");
    let (_, said, told) = run(&["screen", path]);
    assert!(
        said.contains("wind") && told.contains("readme.txt"),
        "{said}{told}"
    );
    let zone = Zip::of(&[("a.geojson", good.as_bytes()), ("b.geojson", good.as_bytes())]);
    let wind = zone.folder.path().join("wind.csv");
    std::fs::write(&wind, "id,lon,lat\n1,120.505,30.305\n").unwrap();
    let zones = format!("core={}", zone.path.display());
    let projects = format!("wind={}", wind.display());
    let (code, said, told) = run(&["screen", "--zones", &zones, "--projects", &projects]);
    assert_eq!(code, Some(1), "{said}{told}");
}

/// Of several layers of one archive the first one reads it, and the others have it from there.
#[test]
fn an_archive_is_read_once_for_all_that_is_read_from_it() {
    let good = polygon("x");
    let zip = Zip::of(&[
        ("core.geojson", good.as_bytes()),
        ("wind.csv", b"id,lon,lat\n1,120.505,30.305\n"),
    ]);
    let archive = SharedArchive::default();
    let member = |name: &str| {
        let file = FileToRead {
            table: Some(name.to_owned()),
            archive: Some(archive.clone()),
            ..FileToRead::at(&zip.path)
        };
        read(&file, None, &Progress::default())
    };
    let first = member("core.geojson").unwrap();
    // Bytes of the same length and the same list of contents: who reads them again finds damage.
    let mut spoiled = zip.bytes.clone();
    spoiled[50..70].fill(0xff);
    std::fs::write(&zip.path, spoiled).unwrap();
    let second = member("wind.csv").unwrap();
    assert_eq!(second.features.len(), 1);
    assert_eq!(
        [first.sha256, second.sha256],
        [sha256_of(&[&zip.bytes]), sha256_of(&[&zip.bytes])]
    );
    let alone = zip.read(Some("wind.csv")).unwrap();
    assert_ne!(alone.sha256, sha256_of(&[&zip.bytes]), "read anew by itself");
}

/// A workspace in an archive means other rules and roles than its data by themselves, which must not be silent.
#[test]
fn a_workspace_in_an_archive_is_to_be_unpacked() {
    let good = polygon("x");
    let settings =
        "version = 1\nname = \"x\"\n[[layer]]\nid = \"c\"\nfile = \"a.geojson\"\nrole = \"core\"\n";
    let zip = Zip::of(&[
        ("案卷/workspace.toml", settings.as_bytes()),
        ("案卷/a.geojson", good.as_bytes()),
        ("案卷/b.geojson", good.as_bytes()),
    ]);
    let check = |problem: &Problem| {
        assert_eq!(problem.kind.code(), "workspace_inside");
        for (lang, what) in [(Lang::Zh, "请先解压"), (Lang::En, "Unpack it first")] {
            let line = problem.line(lang);
            for words in ["交付.zip", "案卷/workspace.toml", what] {
                assert!(line.contains(words), "{words} is missing: {line}");
            }
        }
    };
    let source = Source::of_paths(vec![zip.path.clone()]);
    match open(&source, &OpenOptions::default(), &Progress::default()) {
        Err(OpenFailure::Problems(problems)) => check(&problems[0]),
        other => panic!("{other:?}"),
    }
    // As the window looks at it before it is imported.
    let looked = preview(&FileToRead::at(&zip.path), None, None, &Progress::default()).unwrap();
    assert_eq!(looked.len(), 1);
    check(looked[0].seen.as_ref().unwrap_err());
    // Whoever names one of the files means that file.
    assert_eq!(zip.read(Some("案卷/a.geojson")).unwrap().features.len(), 1);
}

/// One file of an archive has a role, and not all.
#[test]
fn one_file_of_an_archive_on_the_command_line() {
    let good = polygon("x");
    let folder = tempfile::tempdir().unwrap();
    write_shapefile(folder.path());
    let parts = ["shp", "shx", "dbf", "prj"].map(|ending| {
        let name = format!("红线.{ending}");
        let bytes = std::fs::read(folder.path().join(&name)).unwrap_or_default();
        (format!("资料/{name}"), bytes)
    });
    let mut entries: Vec<(&str, &[u8])> = parts
        .iter()
        .filter(|(_, bytes)| !bytes.is_empty())
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    entries.push(("资料/core.geojson", good.as_bytes()));
    entries.push(("wind.csv", b"id,lon,lat\n1,120.505,30.305\n"));
    let zip = Zip::of(&entries);
    let run = |zone: &str| {
        let mut quick = Quick::default();
        quick
            .add_zone(&format!("core={}/{zone}", zip.path.display()))
            .unwrap();
        quick
            .add_project(&format!("wind={}/wind.csv", zip.path.display()))
            .unwrap();
        open(
            &Source::Quick(quick),
            &OpenOptions::default(),
            &Progress::default(),
        )
        .unwrap()
    };
    let check = |zone: &str, file: &str| {
        let workspace = run(zone);
        assert_eq!(ids(&workspace), ["core", "wind"], "{zone}");
        let layer = &workspace.layers[0];
        assert_eq!(
            (layer.about.role, layer.features().len()),
            (Role::Core, 1),
            "{zone}"
        );
        assert!(layer.provenance.file.ends_with(file), "{}", layer.provenance.file);
        assert_eq!(workspace.layers[1].features().len(), 1);
    };
    check("资料/core.geojson", "交付.zip | 资料/core.geojson");
    check("资料/红线.shp", "交付.zip | 资料/红线");
    check("资料/红线", "交付.zip | 资料/红线");
    let missing = run("nothing.geojson");
    let refused = missing
        .problems
        .iter()
        .filter(|problem| problem.done == Done::Refused);
    let told: Vec<&str> = refused.map(|problem| problem.kind.code()).collect();
    assert_eq!(told, ["no_such_table"]);
    assert_eq!(
        missing.layers[0].provenance.counts.refused, 1,
        "and nothing is clear by it"
    );
}

/// A Shapefile of one polygon.
fn write_shapefile(folder: &Path) {
    let source = folder.join("红线.geojson");
    std::fs::write(&source, polygon("x")).unwrap();
    let workspace = open(
        &Source::Files(vec![source]),
        &OpenOptions::default(),
        &Progress::default(),
    )
    .unwrap();
    let order = LayerOrder {
        contents: vec![Content::Layer(Arc::from("红线"))],
        target: folder.join("红线.shp"),
        format: LayerFormat::Shapefile,
        crs: CrsWish::Usual,
        coding: None,
    };
    let scene = Scene {
        workspace: &workspace,
        screening: None,
        opened: &[],
        lang: Lang::Zh,
    };
    let done = write_layers(&scene, &order, &Progress::default());
    assert!(done.failed.is_empty(), "{:?}", done.failed);
}
