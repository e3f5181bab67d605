//! The map as a picture: a sheet with title, map, legend, scale, north, border of degrees and sources.
//!
//! A pure function of workspace, screening and options; the same input gives the same bytes.

mod approval;
mod bars;
mod conflicts;
mod format;
mod graticule;
mod labels;
mod layers;
mod marker;
mod notes;
mod options;
mod outline;
mod page;
mod pdf;
mod png;
mod scale_bar;
mod sheet;
mod side;
mod style;
mod svg;
mod tree;

use std::sync::Arc;

use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::progress::apart::apart;
use crate::progress::{Cancelled, Progress};
use crate::say;
use crate::words::Lang;

use conflicts::Shown;
use sheet::{Frame, Lens, Panel, RIM, Sheet};
use side::Side;
use svg::{Anchor, FAINT, Svg, Text, number};

pub use bars::{Bar, bars};
pub use format::PictureFormat;
pub use options::{Imprint, PictureOptions, View};
pub use page::{Page, Paper};
pub use png::{MOST_SIDE_PX, png};
pub use tree::PictureError;

/// The sheet as SVG.
///
/// Layers in the workspace's order, bottom first; above them the common parts of the findings by severity, then projects
/// with a rim in the colour of their verdict, then names. The legend lists what is on the map and nothing else.
///
/// ```
/// use redshank::geom::crs::Crs;
/// use redshank::model::workspace::Workspace;
/// use redshank::report::picture::{PictureOptions, svg};
/// use redshank::words::Lang;
///
/// let workspace = Workspace::empty(Crs::from_code("EPSG:4549")?);
/// assert!(svg(&workspace, None, &PictureOptions::new(Lang::En)).starts_with("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn svg(workspace: &Workspace, screening: Option<&Screening>, options: &PictureOptions) -> String {
    // Nobody asks this one to stop.
    svg_until((workspace, screening), options, &Progress::default()).unwrap_or_default()
}

/// The same, until somebody asks to stop.
///
/// # Errors
/// [`Cancelled`].
pub fn svg_until(
    what: (&Workspace, Option<&Screening>),
    options: &PictureOptions,
    progress: &Progress,
) -> Result<String, Cancelled> {
    let (workspace, screening) = what;
    let sheet = Sheet::new(&options.page);
    let frame = Frame::new(&sheet, workspace, options.view);
    let ruler = workspace.ruler();
    let mut map = Svg::new(&options.page);
    define(&mut map, &sheet, workspace);
    map.put(r#"<g clip-path="url(#map)">"#);
    map.put(&ground(&sheet.map));
    let through = Lens {
        frame: &frame,
        unit: sheet.unit,
        progress,
    };
    let mut drawn = layers::draw(&mut map, what, &options.hidden, &through)?;
    let shown = match screening {
        Some(screening) => conflicts::draw(&mut map, (workspace, screening), &through)?,
        None => Shown::default(),
    };
    layers::draw_badges(&mut map, &mut drawn, sheet.unit);
    map.put("</g>");
    graticule::draw(&mut map, &sheet, &frame, &ruler);
    let arrow_room = graticule::north_arrow(&mut map, &sheet, &frame, &ruler);
    let labels = std::mem::take(&mut drawn.labels);
    labels::draw(&mut map, labels, (&sheet.map, arrow_room), &through)?;
    approval::watermark(&mut map, workspace, &sheet, options);
    let side = Side {
        workspace,
        screening,
        drawn: &drawn,
        shown: &shown,
        options,
    };
    side::draw(&mut map, &side, &sheet, &frame);
    if !options.page.is_piece() {
        let words = title_of(workspace, screening.is_some(), options);
        title(&mut map, &words, &sheet);
    }
    foot(&mut map, workspace, &sheet, options);
    Ok(map.finish())
}

/// The sheet as the bytes of a file; the same input gives the same bytes.
///
/// # Errors
/// [`PictureError`]; nothing may be written then.
pub fn encoded(
    (workspace, screening): (&Workspace, Option<&Screening>),
    options: &PictureOptions,
    format: PictureFormat,
    progress: &Progress,
) -> Result<Vec<u8>, PictureError> {
    let sheet = svg_until((workspace, screening), options, progress)?;
    progress.check()?;
    let title = title_of(workspace, screening.is_some(), options);
    let (page, lang, own) = (options.page, options.lang, progress.clone());
    let bytes = match format {
        PictureFormat::Svg => Ok(Ok(sheet.into_bytes())),
        PictureFormat::Png => apart(progress, move || png::png(&sheet, &page, &own)),
        PictureFormat::Pdf => apart(progress, move || pdf::pdf(&sheet, &page, (&title, lang))),
    };
    progress.check()?;
    bytes.map_err(PictureError::drawing)?
}

fn ground(map: &Panel) -> String {
    format!(
        r##"<rect x="{}" y="{}" width="{}" height="{}" fill="#f7f5ef"/>"##,
        number(map.left),
        number(map.top),
        number(map.width),
        number(map.height)
    )
}

fn define(svg: &mut Svg, sheet: &Sheet, workspace: &Workspace) {
    let map = &sheet.map;
    svg.put("<defs>");
    svg.put(&format!(
        r#"<clipPath id="map"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"#,
        number(map.left),
        number(map.top),
        number(map.width),
        number(map.height)
    ));
    style::define_hatches(svg, sheet, workspace);
    svg.put("</defs>");
}

/// The title of the sheet.
fn title_of(workspace: &Workspace, screened: bool, options: &PictureOptions) -> String {
    let own = options.title.as_deref().map(str::trim);
    if let Some(own) = own.filter(|title| !title.is_empty()) {
        return own.to_owned();
    }
    let name = workspace.name.get(options.lang);
    let kind = if screened { "screened" } else { "plain" };
    match name.is_empty() {
        true => say!(options.lang, &format!("report.map.title_{kind}_unnamed")),
        false => say!(options.lang, &format!("report.map.title_{kind}"), name = name),
    }
}

fn title(svg: &mut Svg, words: &str, sheet: &Sheet) {
    let (most, room) = (27.0 * sheet.unit, sheet.side.right() - sheet.map.left);
    // A long title is set smaller before it is cut.
    let size = most
        .min(room / svg::text_width(words, 1.0).max(1.0))
        .max(0.6 * most);
    let words = svg::cut(words, size, room);
    let text = Text::at(0.5 * sheet.width, sheet.title_y, size, &words);
    svg.text(&text.anchor(Anchor::Middle).heavy());
}

/// What must stand under a map: whether it is real, and that it may not be published as it is.
fn foot(svg: &mut Svg, workspace: &Workspace, sheet: &Sheet, options: &PictureOptions) {
    let size = 11.0 * sheet.unit;
    let approval = approval::line(workspace, options);
    let right = sheet.side.right();
    svg.text(
        &Text::at(right, sheet.foot_y, size, &approval)
            .anchor(Anchor::End)
            .fill(FAINT),
    );
    let Some(note) = synthetic_note(workspace, options.lang) else {
        return;
    };
    let left = sheet.map.left - RIM * sheet.unit;
    let room = right - left - svg::text_width(&approval, size) - 20.0 * sheet.unit;
    let note = svg::cut(&note, size, room);
    svg.text(&Text::at(left, sheet.foot_y, size, &note).fill("#b3261e"));
}

/// Which layers are drawn for illustration only; `None` where all are real.
fn synthetic_note(workspace: &Workspace, lang: Lang) -> Option<String> {
    let is_synthetic = |layer: &&Arc<Layer>| layer.about.synthetic;
    let synthetic: Vec<&str> = workspace
        .layers
        .iter()
        .filter(is_synthetic)
        .map(|layer| layer.about.name.get(lang))
        .collect();
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    match synthetic.len() {
        0 => None,
        count if count == workspace.layers.len() => Some(say!(lang, "report.map.all_synthetic")),
        _ => Some(say!(
            lang,
            "report.map.synthetic",
            layers = synthetic.join(separator)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::extent::Extent;
    use crate::model::finding::{Reason, Verdict};
    use crate::model::rule::Severity;
    use crate::model::symbology::{Colour, of_severity, of_verdict};
    use crate::report::scene::{self, Scene};
    use geo::Coord;

    struct Pixels {
        width: usize,
        bytes: Vec<u8>,
    }

    impl Pixels {
        fn at(&self, place: Coord<f64>) -> [u8; 3] {
            let from = 3 * (place.y as usize * self.width + place.x as usize);
            [self.bytes[from], self.bytes[from + 1], self.bytes[from + 2]]
        }

        fn has(&self, colour: Colour) -> bool {
            let wanted = [colour.r, colour.g, colour.b];
            self.bytes
                .chunks(3)
                .any(|px| px.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 4))
        }
    }

    fn options(lang: Lang) -> PictureOptions {
        PictureOptions {
            page: Page::of_pixels(900, 600, 96),
            ..PictureOptions::new(lang)
        }
    }

    fn drawn(scene: &Scene, lang: Lang) -> Pixels {
        let options = options(lang);
        let sheet = svg(&scene.workspace, Some(&scene.screening), &options);
        let png = png::png(&sheet, &options.page, &Progress::default()).unwrap();
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(png))
            .read_info()
            .unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!((info.width, info.height), (900, 600));
        assert_eq!(info.color_type, ::png::ColorType::Rgb);
        Pixels { width: 900, bytes }
    }

    fn frame(scene: &Scene) -> Frame {
        let options = options(Lang::Zh);
        Frame::new(&Sheet::new(&options.page), &scene.workspace, options.view)
    }

    #[test]
    fn the_common_part_has_the_colour_of_its_severity() {
        let scene = scene::overlap();
        let px = drawn(&scene, Lang::Zh);
        let common = px.at(frame(&scene).px(scene::at(90.0, 70.0)));
        let solid = of_severity(Severity::Prohibited);
        assert!(
            common[0] > 150 && common[1] < 90 && common[2] < 100,
            "{common:?} {solid:?}"
        );
        let ground = px.at(frame(&scene).px(scene::at(150.0, 20.0)));
        assert_eq!(ground, [0xf7, 0xf5, 0xef]);
    }

    #[test]
    fn a_project_has_a_rim_in_the_colour_of_its_verdict() {
        let scene = scene::overlap();
        let verdict = scene.screening.projects[0].verdict;
        assert!(drawn(&scene, Lang::En).has(of_verdict(verdict)));
        let plain = svg(&scene.workspace, None, &options(Lang::En));
        assert!(!plain.contains(&of_verdict(verdict).hex()));
    }

    #[test]
    fn the_legend_agrees_with_the_map() {
        let scene = scene::overlap();
        let sheet = svg(&scene.workspace, Some(&scene.screening), &options(Lang::Zh));
        for words in ["生态保护红线", "光伏项目", "风电项目", "冲突范围：禁止"] {
            assert!(sheet.contains(&format!(">{words}</text>")), "{words}");
        }
        assert!(
            !sheet.contains(">鸟类栖息地</text>"),
            "nothing of it is on the map"
        );
        let corner = scene::at(-50_000.0, -50_000.0);
        let elsewhere = PictureOptions {
            view: View::Extent(Extent::from_corners(corner, corner)),
            ..options(Lang::Zh)
        };
        let sheet = svg(&scene.workspace, Some(&scene.screening), &elsewhere);
        assert!(!sheet.contains(">生态保护红线</text>"), "out of sight");
    }

    #[test]
    fn a_project_that_was_not_checked_is_hatched() {
        let mut scene = scene::overlap();
        let hatched = |scene: &Scene| {
            let sheet = svg(&scene.workspace, Some(&scene.screening), &options(Lang::Zh));
            (
                sheet.matches("url(#crossed-8b929c-6b7280-5a)").count(),
                sheet.contains(">项目范围：未核查</text>"),
            )
        };
        assert_eq!(hatched(&scene), (0, false));
        let unchecked = Verdict::NotChecked(Reason::LayerMissing);
        scene
            .screening
            .projects
            .iter_mut()
            .for_each(|own| own.verdict = unchecked);
        let (count, in_legend) = hatched(&scene);
        // One of them is the swatch of the legend.
        assert!(count >= 2 && in_legend, "{count}");
    }

    #[test]
    fn a_title_of_ones_own() {
        let scene = scene::overlap();
        let titled = |title: &str| {
            let own = PictureOptions {
                title: Some(title.to_owned()),
                ..options(Lang::En)
            };
            title_of(&scene.workspace, true, &own)
        };
        assert_eq!(titled(" Site 7 "), "Site 7");
        assert_eq!(titled(" "), title_of(&scene.workspace, true, &options(Lang::En)));
    }

    #[test]
    fn illustrative_data_says_so() {
        let real = scene::overlap();
        let drawn = scene::synthetic();
        for (lang, note) in [
            (Lang::Zh, "示意数据"),
            (Lang::En, "Illustrative data (synthetic)"),
        ] {
            assert!(svg(&drawn.workspace, None, &options(lang)).contains(note));
            assert!(!svg(&real.workspace, None, &options(lang)).contains(note));
        }
    }

    #[test]
    fn names_from_data_are_harmless() {
        let mut scene = scene::overlap();
        scene.workspace.name = crate::words::Bilingual::same("<script>&\"");
        let sheet = svg(&scene.workspace, None, &options(Lang::En));
        assert!(!sheet.contains("<script>"));
        assert!(tree::tree(&sheet).is_ok());
    }

    #[test]
    fn the_same_bytes_again() {
        let scene = scene::overlap();
        let once = || svg(&scene.workspace, Some(&scene.screening), &options(Lang::Zh));
        assert_eq!(once(), once());
    }

    #[test]
    fn a_broken_drawing_is_an_error() {
        assert!(matches!(tree::tree("<svg"), Err(PictureError::Drawing(_))));
    }
}
