//! Files cut short and with bits turned over: read or refused with words, soon, without a panic, and never cut without a
//! word where the format can tell.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use redshank::formats::info::{FileInfo, describe};
use redshank::formats::input::FileToRead;
use redshank::formats::raw::Unread;
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
        Ok(info) => Some(info),
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
