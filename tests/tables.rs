//! Tables with coordinates: which columns are used, in which writings and encodings, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use geo::Geometry;
use redshank::formats::input::FileToRead;
use redshank::formats::raw::{RawLayer, Unread};
use redshank::formats::read::read;
use redshank::formats::source_crs::{Evidence, SourceCrs};
use redshank::model::field_type::FieldType;
use redshank::model::problem::{Done, ProblemKind};
use redshank::model::reading_fault::ReadingFault;
use redshank::progress::Progress;
use redshank::words::Lang;

fn attempt(bytes: &[u8]) -> Result<RawLayer, Unread> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    std::fs::write(&path, bytes).unwrap();
    read(&FileToRead::at(&path), None, &Progress::default())
}

fn points(layer: &RawLayer) -> Vec<(f64, f64)> {
    let all = layer
        .features
        .iter()
        .filter_map(|feature| feature.geometry.as_ref());
    all.map(|geometry| match geometry {
        Geometry::Point(point) => point.x_y(),
        other => panic!("{other:?}"),
    })
    .collect()
}

/// Reads a table without a fault: the points and how the CRS is known.
#[track_caller]
fn check(table: &str, expected: &[(f64, f64)], evidence: Evidence) {
    let layer = attempt(table.as_bytes()).unwrap();
    assert_eq!(points(&layer), expected, "{table}");
    assert_eq!(SourceCrs::decide(&layer, None, "f").evidence, evidence, "{table}");
    let codes: Vec<&str> = layer.problems.iter().map(|raw| raw.problem.kind.code()).collect();
    assert_eq!(
        (codes.as_slice(), layer.refused),
        (["columns_used"].as_slice(), 0),
        "{table}"
    );
}

#[track_caller]
fn check_refused(table: &str, expected: ReadingFault) {
    match attempt(table.as_bytes()) {
        Err(Unread::Problem(problem)) => assert_eq!(problem.kind, ProblemKind::Reading(expected), "{table}"),
        other => panic!("{table}: {other:?}"),
    }
}

#[test]
fn columns_and_writings() {
    let one = [(120.51, 30.25)];
    check("id,lon,lat\n1,120.51,30.25\n", &one, Evidence::Standard);
    check("编号;纬度;经度\n1;30.25;120.51\n", &one, Evidence::Standard);
    check(
        "名称\t经度\t纬度\nF1\t120°30′36″E\t30°15′N\n",
        &one,
        Evidence::Standard,
    );
    check(
        "风电场坐标表\n制表：2024年\n编号,经度（°）,纬度（°）\n1,１２０．５１,３０．２５\n",
        &one,
        Evidence::Standard,
    );
    check("编号，经度，纬度\n1，120.51，30.25\n", &one, Evidence::Standard);
    check(
        "经度,纬度\n\"120°30'36\"\"\",\"30 15 00\"\n",
        &one,
        Evidence::Standard,
    );
    check("id,WKT\n1,POINT(120.51 30.25)\n", &one, Evidence::None);
    check("id,wkt\n1,SRID=4490;POINT(120.51 30.25)\n", &one, Evidence::File);
    check("lon,lat\n1e9,30.25\n", &[(1e9, 30.25)], Evidence::None);
}

#[test]
fn planes_with_and_without_zone_number_and_the_surveyors_order() {
    let place = [(40_512_345.6, 3_350_123.4), (40_512_400.0, 3_350_200.0)];
    check(
        "X,Y\n3350123.4,40512345.6\n3350200,40512400\n",
        &place,
        Evidence::None,
    );
    check(
        "Y坐标,X坐标\n40512345.6,3350123.4\n40512400,3350200\n",
        &place,
        Evidence::None,
    );
    check(
        "x,y\n40512345.6,3350123.4\n40512400,3350200\n",
        &place,
        Evidence::None,
    );
    check(
        "东,北\n40512345.6,3350123.4\n40512400,3350200\n",
        &place,
        Evidence::None,
    );
    check(
        "x,y\n512345.6,3350123.4\n",
        &[(512_345.6, 3_350_123.4)],
        Evidence::None,
    );
    // Nothing says that these are degrees, and nothing that they are metres.
    check("x,y\n120.5,30.2\n", &[(120.5, 30.2)], Evidence::None);
}

#[test]
fn encodings() {
    let table = "名称,经度,纬度\n钱塘,120.5,30.2\n";
    let gbk = encoding_rs::GBK.encode(table).0.into_owned();
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(table.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let marked = format!("\u{feff}{table}").into_bytes();
    for (bytes, encoding) in [
        (table.as_bytes().to_vec(), "UTF-8"),
        (gbk, "GBK"),
        (utf16, "UTF-16LE"),
        (marked, "UTF-8"),
    ] {
        let layer = attempt(&bytes).unwrap();
        assert_eq!(layer.encoding.unwrap().name, encoding);
        assert_eq!(layer.features[0].properties.text("名称").as_deref(), Some("钱塘"));
    }
}

#[test]
fn rows_that_cannot_be_read_are_refused_by_line_and_field_and_hide_no_other() {
    let table = "id,lon,lat\n1,120.5,30.2\n2,东边,30.2\n3,120.5\n4,120.5,30.2,x\n5,\"120.5,30.2\n6,,\n\n7,120.5N,30\n8,120.6,30.3\n";
    let layer = attempt(table.as_bytes()).unwrap();
    assert_eq!((layer.found(), layer.refused), (8, 5));
    assert_eq!(points(&layer), [(120.5, 30.2), (120.6, 30.3)]);
    let numbers: Vec<usize> = layer.features.iter().map(|feature| feature.number).collect();
    assert_eq!(
        numbers,
        [1, 6, 8],
        "a row without coordinates is a feature without a shape"
    );
    let refused: Vec<String> = layer
        .problems
        .iter()
        .filter(|raw| raw.problem.done == Done::Refused)
        .map(|raw| raw.problem.line(Lang::En))
        .collect();
    let expected = [
        "Feature 2, \"lon\", line 3: \"东边\" is no coordinate",
        "Feature 3, line 4 has 2 fields, the header has 3",
        "Feature 4, line 5 has 4 fields, the header has 3",
        "Feature 5, the quotation marks of line 6 do not pair",
        "Feature 7, \"lon\", line 9: \"120.5N\" is no coordinate",
    ];
    for (found, expected) in refused.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn tables_that_are_refused_as_a_whole() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    check_refused(
        "编号,名称,面积\n1,a,2\n",
        ReadingFault::NoCoordinates {
            columns: texts(&["编号", "名称", "面积"]),
        },
    );
    check_refused(
        "120.5,30.2\n120.6,30.3\n",
        ReadingFault::NoCoordinates {
            columns: texts(&["120.5", "30.2"]),
        },
    );
    check_refused(
        "起点经度,起点纬度,终点经度,终点纬度\n1,2,3,4\n",
        ReadingFault::WhichColumns {
            columns: texts(&["起点经度", "终点经度", "起点纬度", "终点纬度"]),
        },
    );
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(path);
    let is_there = path.exists();
    if !is_there {
        println!("skipped: {} is missing", path.display());
    }
    is_there.then_some(path)
}

#[test]
fn the_ports_of_the_world() {
    let Some(path) = shared("energy_ports_projects/world_port_index_2025.csv") else {
        return;
    };
    let layer = read(&FileToRead::at(&path), None, &Progress::default()).unwrap();
    // By GDAL 3.12.4 (open options X_POSSIBLE_NAMES, Y_POSSIBLE_NAMES): features, and the sums of x and y.
    assert_eq!((layer.found(), layer.refused), (GDAL_PORTS, 0));
    let all = points(&layer);
    let sum = |of: fn(&(f64, f64)) -> f64| all.iter().map(of).sum::<f64>();
    assert!((sum(|p| p.0) - GDAL_SUM.0).abs() < 1e-6 && (sum(|p| p.1) - GDAL_SUM.1).abs() < 1e-6);
    assert_eq!(
        layer.features[0].properties.text("Main Port Name").as_deref(),
        Some("Annapolis")
    );
    assert_eq!(layer.features[0].properties.len(), 109);
    assert_eq!(SourceCrs::decide(&layer, None, "f").evidence, Evidence::Standard);
}

const GDAL_PORTS: usize = 3803;
const GDAL_SUM: (f64, f64) = (-5905.330258833994, 119800.029235814);

#[test]
fn a_workbook_of_another_program() {
    // Written by GDAL 3.12.4.
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/turbines.xlsx");
    let layer = read(&FileToRead::at(&path), None, &Progress::default()).unwrap();
    assert_eq!((layer.found(), layer.refused, layer.format), (3, 0, "XLSX"));
    assert_eq!(points(&layer), [(120.5, 30.25), (120.6, 30.35), (120.7, 30.45)]);
    assert_eq!(layer.tables, ["风机"]);
    assert_eq!(layer.features[1].properties.text("名称").as_deref(), Some("乙"));
    assert_eq!(layer.features[0].properties.number("容量"), Some(6.25));
    assert_eq!(SourceCrs::decide(&layer, None, "f").evidence, Evidence::Standard);
}

/// A workbook with two sheets of texts in their cells.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut entry = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let names: String = sheets
        .iter()
        .map(|(name, _)| format!("<sheet name='{name}'/>"))
        .collect();
    entry("[Content_Types].xml", "<Types/>");
    entry(
        "xl/workbook.xml",
        &format!("<workbook><sheets>{names}</sheets></workbook>"),
    );
    for ((_, rows), number) in sheets.iter().zip(1..) {
        let cell = |text: &&str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
        let row = |row: &&[&str]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
        let rows: String = rows.iter().map(row).collect();
        entry(
            &format!("xl/worksheets/sheet{number}.xml"),
            &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        );
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn the_sheet_that_is_meant() {
    let first: &[&[&str]] = &[
        &["名称", "经度", "纬度"],
        &["a", "120.5", "30°15′"],
        &["b", "120.5"],
        &["c", "东", "30"],
    ];
    let second: &[&[&str]] = &[&["x", "y"], &["512345", "3350123"]];
    let bytes = workbook(&[("点", first), ("桩", second)]);
    let layer = attempt(&bytes).unwrap();
    assert_eq!((points(&layer), layer.refused), (vec![(120.5, 30.25)], 2));
    let codes: Vec<&str> = layer.problems.iter().map(|raw| raw.problem.kind.code()).collect();
    assert_eq!(
        codes,
        ["which_table", "columns_used", "bad_coordinate", "bad_coordinate"]
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.xlsx");
    std::fs::write(&path, &bytes).unwrap();
    let of_table = |table: &str| {
        let mut file = FileToRead::at(&path);
        file.table = Some(table.to_owned());
        read(&file, None, &Progress::default())
    };
    assert_eq!(points(&of_table("桩").unwrap()), [(512_345.0, 3_350_123.0)]);
    assert!(
        matches!(of_table("井"), Err(Unread::Problem(problem)) if problem.kind.code() == "no_such_table")
    );
}

/// Cells that a workbook shows as days are days; codes of which it has not kept all digits are told of by file, column and row.
#[test]
fn days_and_long_codes_of_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("项目.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let (day, chinese, hour) = ("yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\"", "h:mm");
    for (column, name) in (0..).zip(["经度", "纬度", "开工", "批准", "编号", "单元号", "时刻"])
    {
        sheet.write(0, column, name).unwrap();
    }
    for (row, serial, code) in [(1, 45_047.0, 1234.0), (2, 45_048.0, 12_345_678_901_234_567.0)] {
        sheet.write(row, 0, 120.5).unwrap();
        sheet.write(row, 1, 30.25).unwrap();
        for (column, format) in [(2, day), (3, chinese)] {
            let format = rust_xlsxwriter::Format::new().set_num_format(format);
            sheet.write_with_format(row, column, serial, &format).unwrap();
        }
        sheet.write(row, 4, 1234.0).unwrap();
        sheet.write(row, 5, code).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format(hour);
        sheet.write_with_format(row, 6, 0.5, &format).unwrap();
    }
    book.save(&path).unwrap();
    let mut file = FileToRead::at(&path);
    let types = [("开工", FieldType::Date), ("单元号", FieldType::Text)];
    file.types = types.map(|(field, own)| (field.to_owned(), own)).into();
    let layer = read(&file, None, &Progress::default()).unwrap();
    let texts = |field: &str| -> Vec<String> {
        let values = layer.features.iter().map(|own| own.properties.text(field));
        values.map(Option::unwrap).collect()
    };
    assert_eq!(texts("开工"), ["2023-05-01", "2023-05-02"]);
    assert_eq!(texts("批准"), ["2023-05-01", "2023-05-02"]);
    assert_eq!(layer.features[0].properties.number("编号"), Some(1234.0));
    assert_eq!(layer.features[0].properties.number("时刻"), Some(0.5));
    assert_eq!(texts("单元号")[0], "1234");
    let told: Vec<_> = layer.problems.iter().map(|raw| &raw.problem).collect();
    let codes: Vec<&str> = told.iter().map(|problem| problem.kind.code()).collect();
    assert_eq!(codes, ["columns_used", "digits_lost"]);
    assert_eq!(told[1].field.as_deref(), Some("单元号"));
    assert!(told[1].file.ends_with("项目.xlsx"), "{}", told[1].file);
    let ProblemKind::Reading(ReadingFault::DigitsLost { line, rows, .. }) = told[1].kind else {
        panic!("{:?}", told[1].kind);
    };
    assert_eq!((line, rows), (3, 1));
    for lang in Lang::ALL {
        assert!(told[1].text(lang).contains("15"), "{}", told[1].text(lang));
    }
}

/// Days are read year first; what can be read in two ways stays, and how it is to be written is said.
#[test]
fn a_day_that_can_be_read_in_two_ways_is_no_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let table = "lon,lat,day\n120.5,30.2,2023年5月1日\n120.5,30.3,01/02/2023\n120.5,30.4,20230501\n";
    std::fs::write(&path, table).unwrap();
    let mut file = FileToRead::at(&path);
    file.types = [("day".to_owned(), FieldType::Date)].into();
    let layer = read(&file, None, &Progress::default()).unwrap();
    let days: Vec<_> = layer
        .features
        .iter()
        .map(|own| own.properties.text("day"))
        .collect();
    assert_eq!(
        days,
        ["2023-05-01", "01/02/2023", "2023-05-01"].map(|day| Some(day.to_owned()))
    );
    let told = layer.problems.iter().map(|raw| &raw.problem);
    let told: Vec<_> = told.filter(|own| own.kind.code() == "not_a_day").collect();
    assert_eq!((told.len(), told[0].feature), (1, Some(2)));
    for lang in Lang::ALL {
        assert!(
            told[0].advice(lang).contains("2023-05-01"),
            "{}",
            told[0].advice(lang)
        );
    }
}
