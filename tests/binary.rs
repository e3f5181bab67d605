//! Binary formats: against what GDAL finds in the same files, cut and flipped at random, and each fault by name.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use geo::{Area as _, CoordsIter as _};
use redshank::formats::info::describe;
use redshank::formats::input::FileToRead;
use redshank::formats::open::{OpenOptions, Source, open};
use redshank::formats::raw::{EncodingEvidence, RawLayer, Unread};
use redshank::formats::read::read;
use redshank::formats::source_crs::SourceCrs;
use redshank::geom::crs::Crs;
use redshank::model::file_fault::FileFault;
use redshank::model::problem::{Done, Problem, ProblemKind};
use redshank::progress::Progress;
use redshank::report::layers::order::{Content, CrsWish, LayerFormat, LayerOrder};
use redshank::report::layers::write::{Scene, write_layers};
use redshank::words::Lang;

const READ: [&str; 3] = ["shp", "gpkg", "fgb"];

fn data() -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data"));
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn read_table(path: &Path, table: Option<&str>) -> Result<RawLayer, Unread> {
    let file = FileToRead {
        table: table.map(str::to_owned),
        ..FileToRead::at(path)
    };
    read(&file, None, &Progress::default())
}

fn problem(result: Result<RawLayer, Unread>) -> Box<Problem> {
    match result.unwrap_err() {
        Unread::Problem(problem) => problem,
        other => panic!("{other}"),
    }
}

/// Codes of what was said, with what was done.
fn said(layer: &RawLayer) -> Vec<(&'static str, Done)> {
    let problems = layer.problems.iter().map(|raw| &raw.problem);
    problems
        .map(|problem| (problem.kind.code(), problem.done))
        .collect()
}

fn vertices(layer: &RawLayer) -> usize {
    let geometries = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    geometries.map(|geometry| geometry.coords_count()).sum()
}

fn area(layer: &RawLayer) -> f64 {
    let geometries = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    geometries.map(|geometry| geometry.unsigned_area()).sum()
}

/// Files where the other program is known to differ, with the reason in each case's own test.
const DIFFER: [&str; 2] = ["pointnan.shp", "testpoly.shp"];

#[test]
fn as_many_features_vertices_and_as_much_area_as_gdal_finds() {
    let Some(root) = data() else { return };
    let mut checked = 0;
    for row in include_str!("cases/gdal.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
    {
        let cells: Vec<&str> = row.split('\t').collect();
        let path = root.join(cells[0]);
        let ending = path.extension().unwrap().to_str().unwrap();
        if !path.is_file() || !READ.contains(&ending) || DIFFER.iter().any(|name| cells[0].ends_with(name)) {
            continue;
        }
        // FlatGeobuf has one layer, whatever its name.
        let table = (ending == "gpkg").then_some(cells[1]);
        let layer = read_table(&path, table).unwrap_or_else(|error| panic!("{row}: {error}"));
        let with_shape = layer
            .features
            .iter()
            .filter(|feature| feature.geometry.is_some())
            .count();
        let found = [layer.found(), with_shape, vertices(&layer)];
        let expected: Vec<usize> = cells[2..5].iter().map(|cell| cell.parse().unwrap()).collect();
        assert_eq!(found.as_slice(), expected, "{row}: {:#?}", layer.problems);
        let (found, expected) = (area(&layer), cells[5].parse::<f64>().unwrap());
        assert!((found - expected).abs() <= 1e-9 * expected, "{row}: {found}");
        let source = SourceCrs::decide(&layer, None, cells[0]);
        match (source.crs.as_ref().map(Crs::code), cells[6]) {
            (None, "-" | "other") => {}
            // Coordinates that the stated system cannot have.
            (None, _) if source.doubt.is_refused() => {}
            (found, expected) => assert_eq!(found, Some(expected), "{row}"),
        }
        checked += 1;
    }
    assert!(checked > 75, "{checked}");
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = data()?.join(path);
    path.is_file().then_some(path)
}

/// The rings of its last but one polygon are wound the wrong way: the shell as a hole, the hole as a shell. GDAL keeps
/// the small ring as the shell, and its area comes out negative; nesting gives the frame that is drawn.
#[test]
fn a_frame_wound_the_wrong_way() {
    let Some(path) = shared("gis_format_edge_cases/shp_gdal_autotest/testpoly.shp") else {
        return;
    };
    let layer = read_table(&path, None).unwrap();
    assert_eq!(area(&layer), 13831.5 + 2.0 * 15851.0);
    assert!(said(&layer).contains(&("hole_outside", Done::Noted)));
}

/// GDAL takes a point whose ordinates are no numbers for an empty one; here it is a feature to be mended.
#[test]
fn a_point_that_is_no_number() {
    let Some(path) = shared("corrupted_and_hostile/shp_gdal_autotest/pointnan.shp") else {
        return;
    };
    let layer = read_table(&path, None).unwrap();
    assert_eq!((layer.found(), vertices(&layer)), (2, 2));
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files(&entry, endings));
        } else if entry
            .extension()
            .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
        {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// Reads a file the whole way into a plane; whatever comes of it must come soon, and what is refused must be said.
#[track_caller]
fn check_survives(path: &Path, table: Option<&str>) {
    let file = FileToRead {
        table: table.map(str::to_owned),
        ..FileToRead::at(path)
    };
    let start = Instant::now();
    let read = describe(&file, Some("OGC:CRS84"), None, &Progress::default());
    assert!(start.elapsed() < Duration::from_secs(20), "{}", path.display());
    if let Ok(info) = read {
        let refused = info
            .problems
            .iter()
            .filter(|problem| problem.done == Done::Refused)
            .count();
        assert!(info.found == info.read || refused > 0, "{}", path.display());
    }
}

#[test]
fn every_file_is_read_or_refused_with_words() {
    let Some(root) = data() else { return };
    let all = files(&root, &["shp", "shx", "dbf", "gpkg", "fgb", "zip"]);
    for path in &all {
        if fs::metadata(path).unwrap().len() < 2 << 20 {
            check_survives(path, None);
        }
    }
    assert!(all.len() > 120, "{}", all.len());
}

/// A stream of numbers that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }

    /// Bytes with some bits flipped, or some replaced by what counts are made of, or cut.
    fn spoil(&mut self, good: &[u8]) -> Vec<u8> {
        let mut bad = good.to_vec();
        if bad.is_empty() {
            return bad;
        }
        match self.below(4) {
            0 => bad.truncate(self.below(good.len())),
            1 => {
                let at = self.below(good.len());
                for byte in bad.iter_mut().skip(at).take(4) {
                    *byte = [0, 0xff, 0x7f, 0x80][self.below(4)];
                }
            }
            _ => {
                for _ in 0..=self.below(8) {
                    // Headers stand at the front, and that is where lies are dearest.
                    let reach = if self.below(2) == 0 { 256 } else { good.len() };
                    let at = self.below(good.len().min(reach));
                    bad[at] ^= 1 << self.below(8);
                }
            }
        }
        bad
    }
}

/// Spoils each of these files `times` times, large ones less often, with the files beside it as they are or spoiled too.
fn check_spoiled(endings: &[&str], beside: &[&str], times: usize, tables: &[&str]) {
    let Some(root) = data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(0x5eed);
    let mut count = 0;
    for path in files(&root, endings) {
        let good = fs::read(&path).unwrap();
        if good.len() > 400 << 10 {
            continue;
        }
        let main = folder.path().join("a").with_extension(path.extension().unwrap());
        let times = if good.len() < 192 << 10 { times } else { times / 3 };
        for _ in 0..times {
            let spoil_main = beside.is_empty() || dice.below(3) > 0;
            fs::write(
                &main,
                if spoil_main {
                    dice.spoil(&good)
                } else {
                    good.clone()
                },
            )
            .unwrap();
            for ending in beside {
                let part = main.with_extension(ending);
                let _ = fs::remove_file(&part);
                if let Ok(good) = fs::read(path.with_extension(ending)) {
                    let bytes = if dice.below(3) == 0 {
                        dice.spoil(&good)
                    } else {
                        good
                    };
                    fs::write(part, bytes).unwrap();
                }
            }
            let table = (!tables.is_empty()).then(|| tables[dice.below(tables.len())]);
            check_survives(&main, table);
            count += 1;
        }
    }
    println!("{count} spoiled files of {endings:?}");
    assert!(count > 200, "{count}");
}

#[test]
fn spoiled_shapefiles() {
    check_spoiled(&["shp"], &["shx", "dbf", "prj", "cpg"], 8, &[]);
}

#[test]
fn spoiled_geopackages() {
    check_spoiled(
        &["gpkg"],
        &[],
        40,
        &["test", "poly", "foo", "a", "gc3dzm", "pg2d", "geo2d"],
    );
}

#[test]
fn spoiled_flatgeobufs() {
    check_spoiled(&["fgb"], &[], 40, &[]);
}

/// Attributes in GBK about which nothing is said: they are found out, and that is told with a sample.
#[test]
fn gbk_that_nobody_declares() {
    let Some(path) = shared("admin/cn_water_polygons_1_to_4m_gbk_no_prj.shp") else {
        return;
    };
    let layer = read_table(&path, None).unwrap();
    let encoding = layer.encoding.unwrap();
    assert_eq!((encoding.name, encoding.by), ("GBK", EncodingEvidence::Guess));
    let has_name = |name: &str| {
        let values = layer
            .features
            .iter()
            .flat_map(|feature| feature.properties.iter());
        values
            .into_iter()
            .any(|(_, value)| value.to_string().contains(name))
    };
    assert!(has_name("钱塘江"));
    assert!(said(&layer).contains(&("encoding_guessed", Done::Noted)));
    let source = SourceCrs::decide(&layer, None, "f");
    assert_eq!(source.problems[0].kind, ProblemKind::CrsMissing);
}

#[test]
fn encodings_that_are_declared() {
    let check = |path: &str, name: &str, by: EncodingEvidence| {
        let Some(path) = shared(path) else { return };
        let encoding = read_table(&path, None).unwrap().encoding.unwrap();
        assert_eq!((encoding.name, encoding.by), (name, by), "{}", path.display());
    };
    let folder = "gis_format_edge_cases/shapefile_shapefile_rs";
    check(
        &format!("{folder}/file_cp936.shp"),
        "GBK",
        EncodingEvidence::Declared,
    );
    check(
        "admin/浙江省地级市_2025_cgcs2000.shp",
        "UTF-8",
        EncodingEvidence::Declared,
    );
}

/// The expected values stand beside the files, made by their author with another reader.
#[test]
fn values_as_their_author_gives_them() {
    let Some(root) = data() else { return };
    let folder = root.join("gis_format_edge_cases/shapefile_mbostock_with_expected_json");
    let mut checked = 0;
    for path in files(&folder, &["shp"]) {
        let text = fs::read_to_string(path.with_extension("json")).unwrap();
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        let layer = read_table(&path, None).unwrap();
        let name = path.display();
        let features = expected["features"].as_array().unwrap();
        assert_eq!(layer.features.len(), features.len(), "{name}");
        for (feature, expected) in layer.features.iter().zip(features) {
            for (field, value) in expected["properties"].as_object().into_iter().flatten() {
                let found = feature.properties.get(field).map(|value| value.to_json());
                let mut found = found.unwrap_or_default();
                if field == "date" {
                    found = found.as_str().unwrap().replace('-', "").into();
                }
                let alike = found == *value || found.as_f64().is_some_and(|n| Some(n) == value.as_f64());
                assert!(alike, "{name} {field}: {found} {value}");
                checked += 1;
            }
        }
    }
    assert!(checked > 25, "{checked}");
}

#[test]
fn parts_that_are_missing() {
    let Some(path) = shared("gis_format_edge_cases/shapefile_mbostock_with_expected_json/polygons.shp")
    else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let main = folder.path().join("湿地 1.shp");
    // Without the mode of the source, which may be read-only: it is removed again.
    let copy = |ending: &str| {
        let bytes = fs::read(path.with_extension(ending)).unwrap();
        fs::write(main.with_extension(ending), bytes).unwrap();
    };
    copy("shp");
    let missing = ("part_missing", Done::Noted);
    assert_eq!(said(&read_table(&main, None).unwrap()), [missing, missing]);
    copy("shx");
    assert_eq!(said(&read_table(&main, None).unwrap()), [missing]);
    copy("dbf");
    for ending in ["shp", "shx", "dbf"] {
        let layer = read_table(&main.with_extension(ending), None).unwrap();
        assert_eq!((said(&layer), layer.features.len()), (Vec::new(), 3), "{ending}");
    }
    fs::remove_file(&main).unwrap();
    let kind = problem(read_table(&main.with_extension("dbf"), None)).kind;
    let part = ".shp".to_owned();
    assert_eq!(kind, ProblemKind::File(FileFault::PartMissing { part }));
}

fn zipped(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(data).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read_bytes(bytes: &[u8], table: Option<&str>) -> Result<RawLayer, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.dat");
    fs::write(&path, bytes).unwrap();
    read_table(&path, table)
}

#[test]
fn shapefiles_in_archives() {
    let Some(path) = shared("gis_format_edge_cases/shapefile_mbostock_with_expected_json/polygons.shp")
    else {
        return;
    };
    let part = |ending: &str| fs::read(path.with_extension(ending)).unwrap();
    let one = [
        ("sub/A.SHP", part("shp")),
        ("sub/A.dbf", part("dbf")),
        ("sub/A.prj", part("prj")),
    ];
    let layer = read_bytes(&zipped(&one), None).unwrap();
    assert_eq!(
        (layer.features.len(), layer.tables.as_slice()),
        (3, ["sub/A".to_owned()].as_slice())
    );
    assert!(layer.declared_crs.is_some());
    let two = zipped(&[("a.shp", part("shp")), ("b.shp", part("shp"))]);
    let tables = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(
        problem(read_bytes(&two, None)).kind,
        ProblemKind::WhichTable { tables }
    );
    assert_eq!(read_bytes(&two, Some("b")).unwrap().features.len(), 3);
    assert_eq!(problem(read_bytes(&two, Some("c"))).kind.code(), "no_such_table");
}

#[test]
fn archives_made_to_do_harm() {
    let check = |bytes: &[u8], code: &str| assert_eq!(problem(read_bytes(bytes, None)).kind.code(), code);
    check(&zipped(&[("a.qmd", Vec::new())]), "no_layer");
    check(&zipped(&[]), "no_layer");
    check(&zipped(&[("a.shp", vec![0; 40 << 20])]), "limit");
    let many: Vec<String> = (0..1001).map(|number| format!("{number}.shp")).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|name| (name.as_str(), Vec::new())).collect();
    check(&zipped(&many), "limit");
    let good = zipped(&[("../../a.shp", vec![1; 50])]);
    check(&good[..good.len() / 2], "corrupt");
    check(&good, "unsafe_name");
    check(&zipped(&[("a.shp", vec![1; 50])]), "truncated");
}

#[test]
fn layers_of_a_geopackage() {
    let Some(path) = shared("corrupted_and_hostile/gpkg_gdal_autotest/huge_feature_count.gpkg") else {
        return;
    };
    let tables = vec!["test".to_owned(), "test2".to_owned()];
    assert_eq!(
        problem(read_table(&path, None)).kind,
        ProblemKind::WhichTable { tables }
    );
    let layer = read_table(&path, Some("TEST")).unwrap();
    assert_eq!((layer.features.len(), layer.tables.len()), (1, 2));
    assert_eq!(problem(read_table(&path, Some("x"))).kind.code(), "no_such_table");
}

/// All types of geometry in all dimensions, in 33 layers; GDAL cannot list them, so the numbers are those of the file.
#[test]
fn every_type_of_geometry_in_a_geopackage() {
    let Some(path) = shared("gis_format_edge_cases/gpkg_geozero/gpkg_test.gpkg") else {
        return;
    };
    let database =
        rusqlite::Connection::open_with_flags(&path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let ProblemKind::WhichTable { tables } = problem(read_table(&path, None)).kind else {
        panic!()
    };
    assert_eq!(tables.len(), 33);
    for table in tables {
        let layer = read_table(&path, Some(&table)).unwrap();
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let count: i64 = database.query_row(&sql, [], |row| row.get(0)).unwrap();
        assert_eq!(
            (layer.features.len() as i64, layer.refused),
            (count, 0),
            "{table}: {:#?}",
            layer.problems
        );
        let has_heights = said(&layer).contains(&("extra_ordinates", Done::Noted));
        assert_eq!(
            has_heights,
            table.contains("3d") || table.ends_with('m'),
            "{table}"
        );
        assert_eq!(layer.declared_crs.as_deref(), Some("EPSG:4326"), "{table}");
    }
}

/// Triggers of a file call functions of other programs.
fn drop_triggers(writer: &rusqlite::Connection) {
    let sql = "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_schema WHERE type = 'trigger'";
    let drops: Vec<String> = {
        let mut statement = writer.prepare(sql).unwrap();
        let drops = statement.query_map([], |row| row.get(0)).unwrap();
        drops.map(Result::unwrap).collect()
    };
    drops.iter().for_each(|drop| writer.execute_batch(drop).unwrap());
}

/// What another program has written and not yet moved into the main file must not be missed, nor the file be touched.
#[test]
fn unfinished_writes_beside_a_geopackage() {
    let Some(path) = shared("gis_format_edge_cases/gpkg_gdal_autotest/first_geometry_null.gpkg") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("a.gpkg");
    fs::copy(path, &copy).unwrap();
    let writer = rusqlite::Connection::open(&copy).unwrap();
    writer.pragma_update(None, "journal_mode", "wal").unwrap();
    drop_triggers(&writer);
    writer
        .execute_batch("INSERT INTO test SELECT 77, geom, 77 FROM test WHERE geom IS NOT NULL")
        .unwrap();
    let before = fs::read(&copy).unwrap();
    let layer = read_table(&copy, None).unwrap();
    assert_eq!(layer.features.len(), 3);
    assert_eq!(layer.features[2].id.as_deref(), Some("77"));
    assert_eq!(fs::read(&copy).unwrap(), before);
}

/// What stands in a folder: names, bytes, and when file and folder were changed last. A file that comes and goes changes the
/// folder, too.
fn what_is_there(folder: &Path) -> (Vec<(PathBuf, Vec<u8>, SystemTime)>, SystemTime) {
    let changed = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries
        .map(|path| (path.clone(), fs::read(&path).unwrap(), changed(&path)))
        .collect();
    files.sort();
    (files, changed(folder))
}

/// A database of two layers that another program has open, with a row that is not yet in its main file.
fn two_layers(folder: &Path) -> rusqlite::Connection {
    let path = folder.join("two.gpkg");
    let source = folder.join("a.geojson");
    let point =
        r#"{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[120.5,30.2]}}"#;
    let text = format!(r#"{{"type":"FeatureCollection","features":[{point}]}}"#);
    fs::write(&source, &text).unwrap();
    fs::write(folder.join("b.geojson"), &text).unwrap();
    let paths = vec![source, folder.join("b.geojson")];
    let opened = open(
        &Source::Files(paths),
        &OpenOptions::default(),
        &Progress::default(),
    )
    .unwrap();
    let order = LayerOrder {
        contents: ["a", "b"].map(|id| Content::Layer(id.into())).into(),
        target: path.clone(),
        format: LayerFormat::GeoPackage,
        crs: CrsWish::Usual,
        coding: None,
    };
    let scene = Scene {
        workspace: &opened,
        screening: None,
        opened: &[],
        lang: Lang::En,
    };
    let done = write_layers(&scene, &order, &Progress::default());
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    let writer = rusqlite::Connection::open(&path).unwrap();
    writer.pragma_update(None, "journal_mode", "wal").unwrap();
    writer
}

/// In a folder that nobody may write into a GeoPackage has all its layers, with what another program has not moved into it
/// yet, and nothing appears beside it, not even for a moment.
#[cfg(unix)]
#[test]
fn a_geopackage_in_a_folder_that_is_read_only() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    for is_written_to in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("share");
        fs::create_dir(&folder).unwrap();
        let writer = two_layers(&folder);
        if is_written_to {
            let sql =
                "DROP TRIGGER IF EXISTS rtree_a_geom_insert; INSERT INTO a (geom, n) SELECT geom, 2 FROM a";
            writer.execute_batch(sql).unwrap();
        } else {
            drop(writer.close());
        }
        for (path, mode) in [(home.path(), 0o755), (&folder, 0o555)] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let path = folder.join("two.gpkg");
        let before = what_is_there(&folder);
        let found = ["a", "b"].map(|table| read_table(&path, Some(table)).unwrap().features.len());
        assert_eq!(found, [if is_written_to { 2 } else { 1 }, 1]);
        let tables = vec!["a".to_owned(), "b".to_owned()];
        let which = problem(read_table(&path, None)).kind;
        assert_eq!(which, ProblemKind::WhichTable { tables });
        // By somebody whom the rights of the folder bind; they do not bind an administrator.
        let mut info = std::process::Command::new(env!("CARGO_BIN_EXE_redshank"));
        if fs::metadata(&folder).unwrap().uid() == 0 {
            info.uid(65_534);
        }
        match info.args(["info", "--table", "a"]).arg(&path).output() {
            Ok(told) => {
                let text = String::from_utf8_lossy(&told.stdout).into_owned();
                assert!(
                    told.status.success(),
                    "{text}{}",
                    String::from_utf8_lossy(&told.stderr)
                );
                assert!(text.contains("GeoPackage"), "{text}");
            }
            Err(reason) => println!("not as somebody else: {reason}"),
        }
        assert_eq!(what_is_there(&folder), before);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn other_databases_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(database);
    let found = "SQLite".to_owned();
    assert_eq!(
        problem(read_table(&path, None)).kind,
        ProblemKind::OtherFormat { found }
    );
}
