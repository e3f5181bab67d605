//! The map as a picture: a sheet with title, map, legend, scale, north, border of degrees and sources.
//!
//! A pure function of workspace, screening and options; the same input gives the same bytes.

mod conflicts;
mod graticule;
mod labels;
mod layers;
mod marker;
mod options;
mod outline;
mod png;
mod scale_bar;
mod sheet;
mod side;
mod style;
mod svg;

use crate::model::finding::Screening;
use crate::model::workspace::Workspace;
use crate::say;

use conflicts::Shown;
use sheet::{Frame, Panel, Sheet};
use side::Side;
use svg::{Anchor, FAINT, Svg, Text, number};

pub use options::{PictureOptions, View};
pub use png::{MOST_SIDE_PX, PngError, png_from_svg};

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
    let sheet = Sheet::new(options);
    let frame = Frame::new(sheet.map, workspace, options.view);
    let ruler = workspace.ruler();
    let mut map = Svg::new(options.width_px, options.height_px);
    define(&mut map, &sheet);
    map.put(r#"<g clip-path="url(#map)">"#);
    map.put(&ground(&sheet.map));
    let drawn = layers::draw(&mut map, workspace, screening, &frame, sheet.unit);
    let shown = screening.map_or_else(Shown::default, |screening| {
        conflicts::draw(&mut map, screening, &frame, sheet.unit)
    });
    layers::draw_badges(&mut map, &drawn, sheet.unit);
    map.put("</g>");
    graticule::draw(&mut map, &sheet, &frame, &ruler);
    let arrow_room = graticule::north_arrow(&mut map, &sheet, &frame, &ruler);
    labels::draw(&mut map, drawn.labels, &sheet.map, arrow_room, sheet.unit);
    let side = Side {
        workspace,
        screening,
        entries: &drawn.entries,
        shown: &shown,
        lang: options.lang,
    };
    side::draw(&mut map, &side, &sheet, &frame);
    title(&mut map, workspace, screening.is_some(), &sheet, options);
    foot(&mut map, workspace, &sheet, options);
    map.finish()
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

fn define(svg: &mut Svg, sheet: &Sheet) {
    let map = &sheet.map;
    svg.put("<defs>");
    svg.put(&format!(
        r#"<clipPath id="map"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"#,
        number(map.left),
        number(map.top),
        number(map.width),
        number(map.height)
    ));
    style::define_hatches(svg, sheet.unit);
    svg.put("</defs>");
}

fn title(svg: &mut Svg, workspace: &Workspace, screened: bool, sheet: &Sheet, options: &PictureOptions) {
    let name = workspace.name.get(options.lang);
    let kind = if screened { "screened" } else { "plain" };
    let words = match name.is_empty() {
        true => say!(options.lang, &format!("report.map.title_{kind}_unnamed")),
        false => say!(options.lang, &format!("report.map.title_{kind}"), name = name),
    };
    let size = 27.0 * sheet.unit;
    let words = svg::cut(&words, size, 0.92 * sheet.width);
    let text = Text::at(0.5 * sheet.width, sheet.title_y, size, &words);
    svg.text(&text.anchor(Anchor::Middle).heavy());
}

/// What must stand under a map: whether it is real, and that it may not be published as it is.
fn foot(svg: &mut Svg, workspace: &Workspace, sheet: &Sheet, options: &PictureOptions) {
    let size = 11.0 * sheet.unit;
    let approval = say!(options.lang, "report.map.approval");
    let right = sheet.side.right();
    svg.text(&Text::at(right, sheet.foot_y, size, &approval).anchor(Anchor::End).fill(FAINT));
    let synthetic: Vec<&str> = workspace
        .layers
        .iter()
        .filter(|layer| layer.about.synthetic)
        .map(|layer| layer.about.name.get(options.lang))
        .collect();
    if synthetic.is_empty() {
        return;
    }
    let separator = if options.lang == crate::words::Lang::Zh { "、" } else { ", " };
    let note = say!(
        options.lang,
        "report.map.synthetic",
        layers = synthetic.join(separator)
    );
    let left = sheet.map.left - 15.0 * sheet.unit;
    let room = right - left - svg::text_width(&approval, size) - 20.0 * sheet.unit;
    let note = svg::cut(&note, size, room);
    svg.text(&Text::at(left, sheet.foot_y, size, &note).fill("#b3261e"));
}
