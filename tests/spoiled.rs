//! Files cut short and with bits turned over: read or refused with words, soon, without a panic, and never cut without a
//! word where the format can tell.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use redshank::formats::info::{FileInfo, describe};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::Unread;
use redshank::formats::sniff::content_of;
use redshank::model::problem::Done;
use redshank::progress::Progress;
use redshank::words::Lang;

const CUTS: u64 = 100;
const TURNED: u64 = 200;

/// A sequence that is the same every time (Knuth's MMIX constants).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn attempt(path: &Path, bytes: &[u8]) -> Option<FileInfo> {
    std::fs::write(path, bytes).unwrap();
    let started = Instant::now();
    let read = describe(
        &FileToRead::at(path),
        Some("EPSG:4549"),
        None,
        &Progress::default(),
    );
    assert!(started.elapsed() < Duration::from_secs(20));
    match read {
        Ok(info) => {
            let refused = info
                .problems
                .iter()
                .filter(|problem| problem.done == Done::Refused);
            assert!(
                info.found == info.read || refused.count() > 0,
                "refused without a word"
            );
            Some(info)
        }
        Err(Unread::Problem(problem)) => {
            for lang in Lang::ALL {
                let line = problem.line(lang);
                assert!(!line.contains("problem.") && !line.contains("%{"), "{line}");
            }
            None
        }
        Err(other) => panic!("{other:?}"),
    }
}

/// Spoils a file in many ways. `tells_its_end` for formats in which a missing end can be seen.
fn check(name: &str, whole: &[u8], tells_its_end: bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let good = attempt(&path, whole).unwrap();
    assert!(
        good.read > 0 && good.found == good.read,
        "{name}: {:?}",
        good.problems
    );
    let mut numbers = Numbers(20_261_125);
    let (mut refused, mut fewer) = (0, 0);
    for _ in 0..CUTS {
        let length = numbers.below(whole.len());
        match attempt(&path, &whole[..length]) {
            Some(info) if tells_its_end && info.found == info.read => {
                assert_eq!(info.read, good.read, "{name}: cut at {length} without a word");
            }
            Some(_) => {}
            None => refused += 1,
        }
    }
    for _ in 0..TURNED {
        let mut bytes = whole.to_vec();
        for _ in 0..=numbers.below(4) {
            let at = numbers.below(bytes.len());
            bytes[at] ^= 1 << numbers.below(8);
        }
        match attempt(&path, &bytes) {
            Some(info) => fewer += usize::from(info.found == info.read && info.read < good.read),
            None => refused += 1,
        }
    }
    println!(
        "{name}: {refused} of {} refused as a whole, {fewer} with fewer features and no refusal",
        CUTS + TURNED
    );
}

fn case(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name);
    std::fs::read(path).unwrap()
}

fn kml() -> String {
    let ring = "120,30,0 121,30,0 121,31,0 120,31,0 120,30,0";
    let placemark = |number: usize| {
        format!(
            "<Placemark id='p{number}'><name>湿地{number}</name><ExtendedData><Data name='grade'><value>{number}</value></Data>\
             </ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>\
             </outerBoundaryIs></Polygon></Placemark>\n"
        )
    };
    let placemarks: String = (1..=8).map(placemark).collect();
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><kml><Document><Folder><name>A</name>{placemarks}</Folder></Document></kml>"
    )
}

fn parcels() -> String {
    let plot = |number: usize| {
        let y = 3_350_000 + number * 1000;
        format!(
            "5,1.0000,P-{number},下沙,面,,,1104A,@\nJ1,1,{y}.000,40530000.000\nJ2,1,{y}.000,40530100.000\n\
             J3,1,{}.000,40530100.000\nJ4,1,{}.000,40530000.000\nJ1,1,{y}.000,40530000.000\n",
            y + 100,
            y + 100
        )
    };
    let plots: String = (1..=8).map(plot).collect();
    format!("[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n计量单位=米\n带号=40\n[地块坐标]\n{plots}")
}

#[test]
fn parcel_text() {
    let text = parcels();
    check("plots.txt", text.as_bytes(), false);
    check("gbk.txt", &encoding_rs::GBK.encode(&text).0, false);
}

#[test]
fn delimited_text() {
    let rows: String = (0..40)
        .map(|k| format!("F{k},\"风机, {k}\",120°30′{k}″E,30.{k}\n"))
        .collect();
    check(
        "turbines.csv",
        format!("编号,名称,经度,纬度\n{rows}").as_bytes(),
        false,
    );
    let rows: String = (0..40)
        .map(|k| format!("{k}\tPOLYGON((120 30,121 30,121 31,120 3{k}))\n"))
        .collect();
    check("shapes.tsv", format!("id\twkt\n{rows}").as_bytes(), false);
}

#[cfg(feature = "parquet")]
#[test]
fn geoparquet() {
    for name in ["parcels", "parcels_v2", "parcels_native"] {
        let file = format!("{name}.parquet");
        check(&file, &case(&format!("geoparquet/{file}")), true);
    }
}

#[test]
fn workbooks() {
    check("turbines.xlsx", &case("turbines.xlsx"), true);
}

#[test]
fn kml_and_kmz() {
    let text = kml();
    check("a.kml", text.as_bytes(), true);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("doc.kml", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(text.as_bytes()).unwrap();
    check("a.kmz", &zip.finish().unwrap().into_inner(), true);
}

#[test]
fn drawings() {
    let text = String::from_utf8(case("outline.dxf")).unwrap();
    let (start, end) = (
        text.find("  0\nINSERT").unwrap(),
        text.rfind("  0\nENDSEC").unwrap(),
    );
    check(
        "outline.dxf",
        format!("{}{}", &text[..start], &text[end..]).as_bytes(),
        true,
    );
}

/// Spoiled files of the run over all real ones.
const VARIANTS: usize = 10_000;
/// Larger files are cut to this at the end of a line where they are text, and left out where they are not.
const LARGEST: usize = 48 << 10;

/// A good file, and the parts of the same Shapefile beside it.
struct Good {
    ending: String,
    bytes: Vec<u8>,
    beside: Vec<PathBuf>,
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn ending(path: &Path) -> String {
    path.extension()
        .map_or_else(String::new, |own| own.to_string_lossy().to_lowercase())
}

fn good_file(path: &Path) -> Option<Good> {
    const PARTS: [&str; 5] = ["shp", "shx", "dbf", "prj", "cpg"];
    let mut bytes = std::fs::read(path).unwrap();
    let ending = ending(path);
    if bytes.len() > LARGEST {
        if !["geojson", "json", "csv", "txt", "kml", "wkt"].contains(&ending.as_str()) {
            // The small databases are the larger part of all of them.
            return (bytes.len() < 150 << 10 && ending == "gpkg").then(|| Good {
                ending,
                bytes,
                beside: Vec::new(),
            });
        }
        let end = bytes[..LARGEST]
            .iter()
            .rposition(|&byte| byte == b'\n')
            .unwrap_or(LARGEST);
        bytes.truncate(end);
    }
    let parts = PARTS.iter().map(|part| path.with_extension(part));
    let beside = if PARTS.contains(&ending.as_str()) {
        parts.filter(|part| part != path && part.is_file()).collect()
    } else {
        Vec::new()
    };
    Some(Good {
        ending,
        bytes,
        beside,
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// Files of the sorts of which there is no small real one.
fn made_files() -> Vec<Good> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("doc.kml", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(kml().as_bytes()).unwrap();
    let esri = r#"{"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4490},"fields":[{"name":"d","type":"esriFieldTypeDate"}],
"features":[{"attributes":{"d":1577836800000,"n":"湿地"},"geometry":{"rings":[[[120,30],[120,31],[121,31],[120,30]]]}},
{"attributes":{"d":null},"geometry":{"x":120,"y":30}},{"attributes":{},"geometry":{"paths":[[[120,30],[121,30]]]}}]}"#;
    let topology = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[100,20]},"objects":{"a":
{"type":"GeometryCollection","geometries":[{"type":"Polygon","id":"A","properties":{"n":"东"},"arcs":[[0,1]]},
{"type":"MultiPolygon","arcs":[[[2,-1]]]},{"type":"Point","coordinates":[2,4]}]}},
"arcs":[[[4,0],[0,4]],[[4,4],[4,0],[0,-4],[-4,0]],[[4,0],[-4,0],[0,4],[4,0]]]}"#;
    let wkt = "SRID=4490;POLYGON ((120 30,121 30,121 31,120 30))\nSRID=4490;MULTIPOINT ((120 30),(121 31))\n";
    let gbk = encoding_rs::GBK.encode(&parcels()).0.into_owned();
    let made = [
        ("kmz", zip.finish().unwrap().into_inner()),
        ("json", esri.into()),
        ("json", topology.into()),
        ("wkt", wkt.into()),
        ("txt", parcels().into()),
        ("txt", gbk),
        ("gz", gzip(esri.as_bytes())),
        ("gz", gzip(kml().as_bytes())),
        ("gz", gzip(parcels().as_bytes())),
        ("xlsx", case("turbines.xlsx")),
        ("dxf", case("outline.dxf")),
        ("parquet", case("geoparquet/parcels.parquet")),
        ("parquet", case("geoparquet/parcels_v2.parquet")),
    ];
    let good = |(ending, bytes): (&str, Vec<u8>)| Good {
        ending: ending.to_owned(),
        bytes,
        beside: Vec::new(),
    };
    made.into_iter().map(good).collect()
}

/// Cut, with bits turned over, with the bytes that lying counts are made of, with a piece twice or not at all.
fn spoil(good: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = good.to_vec();
    let length = bytes.len().max(1);
    let (at, other) = (numbers.below(length), numbers.below(length));
    match numbers.below(5) {
        0 => bytes.truncate(at),
        1 => {
            for byte in bytes.iter_mut().skip(at).take(4) {
                *byte = [0, 0xff, 0x7f, 0x80][numbers.below(4)];
            }
        }
        2 => {
            let piece: Vec<u8> = bytes
                .iter()
                .skip(other)
                .take(1 + numbers.below(64))
                .copied()
                .collect();
            bytes.splice(at.min(bytes.len())..at.min(bytes.len()), piece);
        }
        3 => {
            let end = (at + 1 + numbers.below(64)).min(bytes.len());
            bytes.drain(at.min(end)..end);
        }
        _ => {
            for _ in 0..=numbers.below(8) {
                // Headers stand at the front, and that is where lies are dearest.
                let reach = if numbers.below(2) == 0 { 256 } else { length };
                let at = numbers.below(length.min(reach));
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << numbers.below(8);
                }
            }
        }
    }
    bytes
}

/// The same number of variants for each format, whatever the number of its files.
#[test]
fn every_real_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !root.is_dir() {
        println!("skipped: {} is not there", root.display());
        return;
    }
    let real = files_below(&root).into_iter().filter_map(|path| good_file(&path));
    let mut by_format: BTreeMap<&str, Vec<Good>> = BTreeMap::new();
    for good in real.chain(made_files()).filter(|good| !good.bytes.is_empty()) {
        by_format
            .entry(content_of(&good.bytes).name())
            .or_default()
            .push(good);
    }
    for format in [
        "CSV",
        "DXF",
        "Esri JSON",
        "FlatGeobuf",
        "GeoJSON",
        "GeoPackage / SQLite",
        "KML",
        "KMZ",
        "Parquet",
        "Shapefile",
        "TXT 地块坐标",
        "TopoJSON",
        "WKT",
        "XLSX",
        "ZIP",
        "dBASE",
        "gzip",
    ] {
        assert!(
            by_format.contains_key(format),
            "no {format} among {:?}",
            by_format.keys()
        );
    }
    let mut numbers = Numbers(20_261_127);
    let share = VARIANTS.div_ceil(by_format.len());
    let mut count = 0;
    for (format, files) in &by_format {
        let mut refused = 0;
        let variants = share.max(files.len());
        for number in 0..variants {
            let good = &files[number * files.len() / variants];
            let folder = tempfile::tempdir().unwrap();
            for part in &good.beside {
                std::fs::copy(part, folder.path().join("a").with_extension(ending(part))).unwrap();
            }
            let path = folder.path().join("a").with_extension(&good.ending);
            refused += usize::from(attempt(&path, &spoil(&good.bytes, &mut numbers)).is_none());
            count += 1;
        }
        println!(
            "{format}: {} files, {variants} variants, {refused} refused as a whole",
            files.len()
        );
    }
    assert!(count >= VARIANTS, "{count}");
}
