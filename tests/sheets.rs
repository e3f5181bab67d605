//! Map sheets as other programs see them: sizes in the hand, letters that can be read, the scale that is promised.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

mod scene;

use std::path::{Path, PathBuf};
use std::process::Command;

use redshank::model::finding::Screening;
use redshank::model::role::{ProjectKind, Role};
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::report::picture::{Page, Paper, PictureFormat, PictureOptions, View, encoded};
use redshank::words::{Bilingual, Lang};

/// One wetland, one solar array half in it.
fn scene() -> (Workspace, Screening) {
    let wetland = scene::layer("wetland", Role::Wetland, vec![scene::square(0.0, 0.0, 1000.0)]);
    let solar = scene::projects(ProjectKind::Solar, vec![scene::square(900.0, 0.0, 200.0)]);
    let mut workspace = scene::workspace(
        vec![wetland, solar],
        vec![scene::rule("no-building", Role::Wetland, scene::OVERLAP)],
    );
    workspace.name = Bilingual {
        zh: "潮滩湿地".into(),
        en: "Tidal flats".into(),
    };
    let screening = scene::screened(&workspace);
    (workspace, screening)
}

fn drawn(workspace: &Workspace, options: &PictureOptions, format: PictureFormat) -> Vec<u8> {
    let screening = scene::screened(workspace);
    let what = (workspace, Some(&screening));
    encoded(what, options, format, &Progress::default()).unwrap()
}

fn on(page: Page, lang: Lang) -> PictureOptions {
    PictureOptions {
        page,
        ..PictureOptions::new(lang)
    }
}

/// What a program of poppler prints about a PDF; `None` where it is not installed.
fn poppler(program: &str, options: &[&str], pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("sheet.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(&path);
    if program == "pdftotext" {
        command.arg("-");
    }
    let Ok(output) = command.output() else {
        println!("skipped: {program} is not installed");
        return None;
    };
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaint.is_empty(), "{complaint}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn letters_in_a_pdf_can_be_read_and_are_embedded() {
    let (workspace, _) = scene();
    for (lang, words) in [
        (
            Lang::Zh,
            ["潮滩湿地选址核查图", "图例", "光伏项目", "比例尺", "审图号"],
        ),
        (
            Lang::En,
            [
                "Tidal flats: siting review",
                "Legend",
                "Solar",
                "Scale 1:",
                "Map approval no.",
            ],
        ),
    ] {
        let pdf = drawn(
            &workspace,
            &on(Page::of_paper(Paper::A4, false, 300), lang),
            PictureFormat::Pdf,
        );
        assert!(pdf.starts_with(b"%PDF-1."));
        if let Some(text) = poppler("pdftotext", &["-layout"], &pdf) {
            for word in words {
                assert!(text.contains(word), "{word} is not in\n{text}");
            }
        }
        if let Some(fonts) = poppler("pdffonts", &[], &pdf) {
            let fonts: Vec<&str> = fonts.lines().skip(2).collect();
            assert!(!fonts.is_empty());
            for font in fonts {
                let columns: Vec<&str> = font.split_whitespace().collect();
                let [.., embedded, subset, unicode, _, _] = columns.as_slice() else {
                    panic!("{font}")
                };
                assert_eq!([*embedded, *subset, *unicode], ["yes"; 3], "{font}");
            }
        }
    }
}

#[test]
fn a_pdf_page_is_as_large_as_its_paper() {
    let (workspace, _) = scene();
    for (page, width, height) in [
        (Page::of_paper(Paper::A4, false, 300), 297.0, 210.0),
        (Page::of_paper(Paper::A3, true, 300), 297.0, 420.0),
        (Page::of_pixels(1920, 1080, 96), 508.0, 285.75),
    ] {
        let pdf = drawn(&workspace, &on(page, Lang::En), PictureFormat::Pdf);
        let Some(info) = poppler("pdfinfo", &[], &pdf) else {
            continue;
        };
        let line = info
            .lines()
            .find_map(|line| line.strip_prefix("Page size:"))
            .unwrap();
        let points: Vec<f64> = line
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        for (points, mm) in points.iter().zip([width, height]) {
            assert!((points * 25.4 / 72.0 - mm).abs() < 0.1, "{line}");
        }
        assert!(!info.contains("Date"), "the clock is in the file:\n{info}");
    }
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let (workspace, _) = scene();
    let options = on(Page::of_paper(Paper::A4, false, 72), Lang::Zh);
    for format in PictureFormat::ALL {
        let once = || drawn(&workspace, &options, format);
        assert!(once() == once(), "{format:?}");
    }
}

#[test]
fn the_scale_bar_is_as_long_as_it_says_on_paper() {
    let (workspace, _) = scene();
    for paper in Paper::ALL {
        let options = PictureOptions {
            view: View::Scale {
                denominator: 5_000.0,
                middle: None,
            },
            ..on(Page::of_paper(paper, false, 300), Lang::En)
        };
        let svg = String::from_utf8(drawn(&workspace, &options, PictureFormat::Svg)).unwrap();
        let sheet = roxmltree::Document::parse(&svg).unwrap();
        let number = |node: roxmltree::Node<'_, '_>, name: &str| {
            let text = node.attribute(name).unwrap();
            text.trim_end_matches("mm").parse::<f64>().unwrap()
        };
        let root = sheet.root_element();
        let width_mm = number(root, "width");
        assert_eq!(width_mm, options.page.size_mm().0);
        assert!(root.attribute("width").unwrap().ends_with("mm"));
        let view: Vec<f64> = root
            .attribute("viewBox")
            .unwrap()
            .split(' ')
            .map(|n| n.parse().unwrap())
            .collect();
        let bar = sheet
            .descendants()
            .find(|node| node.children().filter(|child| child.has_tag_name("rect")).count() == 4)
            .unwrap();
        let bar_px: f64 = bar
            .children()
            .filter(|child| child.is_element())
            .map(|part| number(part, "width"))
            .sum();
        let texts = || sheet.descendants().filter_map(|node| node.text());
        let length_m: f64 = texts()
            .find_map(|text| text.strip_suffix(" m")?.parse().ok())
            .unwrap();
        let paper_mm = bar_px * width_mm / view[2];
        assert!(
            (paper_mm * 5_000.0 / 1000.0 / length_m - 1.0).abs() < 1e-3,
            "{paper_mm} mm for {length_m} m"
        );
        assert!(texts().any(|text| text == "Scale 1:5,000"));
    }
}

#[test]
fn a_public_sheet_is_marked_until_it_is_approved() {
    let (mut workspace, _) = scene();
    let svg = |workspace: &Workspace, public, lang| {
        let options = PictureOptions {
            public,
            ..PictureOptions::new(lang)
        };
        String::from_utf8(drawn(workspace, &options, PictureFormat::Svg)).unwrap()
    };
    let marks = [
        (Lang::Zh, "未经地图审核，不得公开"),
        (Lang::En, "Not approved for publication"),
    ];
    for (lang, mark) in marks {
        assert!(svg(&workspace, true, lang).contains(mark));
        assert!(!svg(&workspace, false, lang).contains(mark));
    }
    workspace.map_approval = Some("浙S(2026)12号 & <b>".into());
    for (lang, mark) in marks {
        let approved = svg(&workspace, true, lang);
        assert!(!approved.contains(mark));
        assert!(approved.contains("浙S(2026)12号 &amp; &lt;b&gt;"));
    }
}

/// Sheets for the eye: `SHEET_PICTURES` names the folder to keep them in.
#[test]
fn sheets_of_the_example() {
    let Some(folder) = std::env::var_os("SHEET_PICTURES").map(PathBuf::from) else {
        println!("skipped: SHEET_PICTURES names no folder");
        return;
    };
    use redshank::formats::open::{OpenOptions, Source, open};
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let source = Source::of_paths(vec![maps]);
    let workspace = open(&source, &OpenOptions::default(), &Progress::default()).unwrap();
    for (name, paper, standing, lang) in [
        ("a3-zh", Paper::A3, false, Lang::Zh),
        ("a3-en", Paper::A3, false, Lang::En),
        ("a4-zh", Paper::A4, false, Lang::Zh),
        ("a4-en-standing", Paper::A4, true, Lang::En),
    ] {
        let options = PictureOptions {
            public: standing,
            ..on(Page::of_paper(paper, standing, 300), lang)
        };
        let pdf = drawn(&workspace, &options, PictureFormat::Pdf);
        std::fs::write(folder.join(format!("{name}.pdf")), pdf).unwrap();
    }
}
