//! TXT 地块坐标: read, held against what its plots say of themselves, written and read again.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::path::Path;

use geo::{Area as _, Geometry};
use redshank::formats::input::FileToRead;
use redshank::formats::open::read_layer;
use redshank::formats::raw::RawLayer;
use redshank::formats::read::read;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::model::layer::About;
use redshank::model::problem::Done;
use redshank::model::role::Role;
use redshank::progress::Progress;
use redshank::report::parcel_text::ParcelText;

const HEADER: &str = "[属性描述]\r\n格式版本号=1.01版本\r\n数据产生单位=自然资源部\r\n数据产生日期=2024-5-1\r\n\
坐标系=2000国家大地坐标系\r\n几度分带=3\r\n投影类型=高斯克吕格\r\n计量单位=米\r\n带号=40\r\n精度=0.001\r\n\
转换参数=0,0,0,0,0,0,0\r\n[地块坐标]\r\n";
/// 400 m by 300 m less a hole of 100 m by 100 m: 11 ha.
const PLOT: &str = "10,11.0000,P-1,下沙地块,面,H51G001,公路用地,1104A,@\r\n\
J1,1,3350000.000,40530000.000\r\nJ2,1,3350000.000,40530400.000\r\nJ3,1,3350300.000,40530400.000\r\n\
J4,1,3350300.000,40530000.000\r\nJ1,1,3350000.000,40530000.000\r\nJ5,2,3350100.000,40530100.000\r\n\
J6,2,3350200.000,40530100.000\r\nJ7,2,3350200.000,40530200.000\r\nJ8,2,3350100.000,40530200.000\r\n\
J5,2,3350100.000,40530100.000\r\n";

fn raw(bytes: &[u8]) -> RawLayer {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plots.txt");
    std::fs::write(&path, bytes).unwrap();
    read(&FileToRead::at(&path), None, &Progress::default()).unwrap()
}

fn area_m2(layer: &RawLayer) -> f64 {
    match layer.features[0].geometry.as_ref().unwrap() {
        Geometry::Polygon(polygon) => polygon.unsigned_area(),
        other => panic!("{other:?}"),
    }
}

/// Codes of all problems in their order, with what was done.
fn codes(layer: &RawLayer) -> Vec<(&'static str, Done)> {
    let problems = layer.problems.iter().map(|raw| &raw.problem);
    problems
        .map(|problem| (problem.kind.code(), problem.done))
        .collect()
}

#[track_caller]
fn check(plot: &str, read: usize, expected: &[(&'static str, Done)]) {
    let layer = raw(format!("{HEADER}{plot}").as_bytes());
    assert_eq!(
        (layer.features.len(), codes(&layer).as_slice()),
        (read, expected),
        "{plot}"
    );
    assert_eq!(
        layer.refused,
        expected.iter().filter(|(_, done)| *done == Done::Refused).count()
    );
}

#[test]
fn a_plot_with_a_hole_in_both_encodings() {
    let text = format!("{HEADER}{PLOT}");
    let gbk = encoding_rs::GBK.encode(&text).0.into_owned();
    for (bytes, encoding) in [(text.as_bytes(), "UTF-8"), (gbk.as_slice(), "GBK")] {
        let layer = raw(bytes);
        assert_eq!((layer.found(), layer.refused), (1, 0));
        assert_eq!(codes(&layer), []);
        assert_eq!(layer.encoding.unwrap().name, encoding);
        assert_eq!(layer.declared_crs.as_deref(), Some("EPSG:4528"));
        assert_eq!(area_m2(&layer), 110_000.0);
        let feature = &layer.features[0];
        assert_eq!(feature.id.as_deref(), Some("P-1"));
        assert_eq!(feature.properties.text("地块名称").as_deref(), Some("下沙地块"));
        assert_eq!(feature.properties.text("地类编码").as_deref(), Some("1104A"));
        assert_eq!(layer.foreign["数据产生单位"], "自然资源部");
    }
}

#[test]
fn zones_without_their_number_and_full_width_digits() {
    let short = PLOT
        .replace(",405", ",5")
        .replace("J1,1,3350000", "Ｊ１，１，３３５００００");
    let layer = raw(format!("{HEADER}{short}").as_bytes());
    assert_eq!(layer.declared_crs.as_deref(), Some("EPSG:4549"));
    assert_eq!((codes(&layer).len(), area_m2(&layer)), (0, 110_000.0));
}

#[test]
fn an_area_that_is_not_that_of_the_corners_is_told() {
    let noted = [("stated_area", Done::Noted)];
    check(&PLOT.replace("11.0000", "11.0100"), 1, &noted);
    check(&PLOT.replace("11.0000", "12"), 1, &noted);
    // 11.0026 ha by the ellipsoid would be rounded to 11.00; within the corners' millimetre nothing is said.
    check(&PLOT.replace("11.0000", "11.00"), 1, &[]);
    check(&PLOT.replace("11.0000", "11.0001"), 1, &[]);
    check(&PLOT.replace("11.0000", ""), 1, &[]);
    check(
        &PLOT.replace("11.0000", "约11"),
        1,
        &[("not_a_number", Done::Noted)],
    );
}

#[test]
fn a_lost_corner_is_refused_and_hides_no_other_plot() {
    let lost = PLOT.replace("J3,1,3350300.000,40530400.000\r\n", "");
    check(&lost, 0, &[("stated_count", Done::Refused)]);
    let other = PLOT.replace("P-1", "P-2");
    check(&format!("{lost}{other}"), 1, &[("stated_count", Done::Refused)]);
    // The number of corners is wrong and the area right: nothing was lost.
    check(
        &PLOT.replace("10,11.0000", "12,11.0000"),
        1,
        &[("stated_count", Done::Noted)],
    );
    // Some count the corners that close a ring, and some do not.
    check(&PLOT.replace("10,11.0000", "8,11.0000"), 1, &[]);
}

#[test]
fn lines_that_mean_nothing() {
    let bad = PLOT.replace("J6,2,3350200.000", "J6,2,三百");
    check(&bad, 0, &[("bad_line", Done::Refused)]);
    check(&format!("{bad}{PLOT}"), 1, &[("bad_line", Done::Refused)]);
    // A lost line end joins the last corner of a plot to the next one.
    let joined = format!("{}{PLOT}", PLOT.trim_end());
    check(
        &joined,
        1,
        &[("stated_count", Done::Noted), ("bad_line", Done::Refused)],
    );
    let layer = raw(format!("{HEADER}{bad}").as_bytes());
    let line = layer.problems[0].problem.line(redshank::words::Lang::En);
    assert!(
        line.contains("line 20") && line.contains("三百") && line.contains("P-1"),
        "{line}"
    );
}

#[test]
fn a_ring_that_is_not_closed() {
    let open = PLOT.replace("J1,1,3350000.000,40530000.000\r\nJ5", "J5");
    let layer = raw(format!("{HEADER}{open}").as_bytes());
    assert_eq!(
        (layer.features[0].unclosed.len(), area_m2(&layer)),
        (1, 110_000.0)
    );
}

#[test]
fn other_zones_and_parameters_leave_the_system_open() {
    let known = |header: String| {
        let layer = raw(format!("{header}{PLOT}").as_bytes());
        (layer.declared_crs.clone(), codes(&layer))
    };
    let (crs, problems) = known(HEADER.replace("带号=40", "带号=39"));
    assert_eq!((crs, problems), (None, vec![("zone_mismatch", Done::Noted)]));
    let (crs, _) = known(HEADER.replace("转换参数=0,0", "转换参数=12.5,0"));
    assert!(crs.unwrap().contains("转换参数"));
    let (crs, _) = known(HEADER.replace("2000国家大地坐标系", "80国家大地坐标系"));
    assert_eq!(crs.as_deref(), Some("EPSG:2364"));
}

#[test]
fn written_and_read_again() {
    for code in ["EPSG:4528", "EPSG:4549"] {
        let plane = Crs::from_code(code).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let read_file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            read_plan(&path, &plane)
        };
        let first = read_file(
            "first.txt",
            format!("{HEADER}{PLOT}{}", PLOT.replace("P-1", "P-2")).as_bytes(),
        );
        let mut file = ParcelText::new(&plane).unwrap();
        assert_eq!(
            first
                .layer
                .features()
                .iter()
                .map(|feature| file.add(feature))
                .sum::<usize>(),
            2
        );
        for bytes in [file.text().as_bytes(), &file.gbk()] {
            let again = read_file("again.txt", bytes);
            assert_eq!(again.problems, []);
            assert_eq!(again.layer.features().len(), 2);
            for (a, b) in first.layer.features().iter().zip(again.layer.features()) {
                assert_eq!(a.id, b.id);
                let far = a.shape.coords().zip(b.shape.coords());
                let far_m = far.map(|(a, b)| (a.x - b.x).hypot(a.y - b.y)).fold(0.0, f64::max);
                assert!(far_m <= 0.00075, "{far_m} m");
                assert_eq!(a.shape.vertex_count(), b.shape.vertex_count());
                for name in ["地块名称", "图幅号", "地块用途", "地类编码"] {
                    assert_eq!(a.properties.text(name), b.properties.text(name));
                }
            }
        }
    }
}

fn read_plan(path: &Path, plane: &Crs) -> redshank::formats::locate::Read {
    let plan = LayerPlan::of_file(About::new("plots", Role::Context), path);
    read_layer(plan, plane, &Progress::default()).unwrap()
}
