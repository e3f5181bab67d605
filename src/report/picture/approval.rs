//! Whether the sheet may be published: the number of an approved map (审图号), or a mark all over the map.

use geo::Coord;

use crate::model::workspace::Workspace;
use crate::say;

use super::options::PictureOptions;
use super::sheet::Sheet;
use super::svg::{Svg, number, text_width};
use crate::report::markup::escape;

/// Where the mark stands, in shares of half the diagonal across the way it runs.
const ROWS: [f64; 3] = [-0.52, 0.0, 0.52];
/// How much of the diagonal the words take.
const LENGTH: f64 = 0.56;

/// What stands at the foot of the sheet: the number, or room for it.
pub fn line(workspace: &Workspace, options: &PictureOptions) -> String {
    match &workspace.map_approval {
        Some(number) => say!(options.lang, "report.map.approved", number = number),
        None => say!(options.lang, "report.map.approval"),
    }
}

/// The mark across the map, on a public sheet of a map that nobody has approved.
pub fn watermark(svg: &mut Svg, workspace: &Workspace, sheet: &Sheet, options: &PictureOptions) {
    if !options.public || workspace.map_approval.is_some() {
        return;
    }
    let map = &sheet.map;
    let words = say!(options.lang, "report.map.not_approved");
    let diagonal = map.width.hypot(map.height);
    let size = LENGTH * diagonal / text_width(&words, 1.0).max(1.0);
    let size = size.min(0.16 * map.height);
    let middle = Coord {
        x: map.left + 0.5 * map.width,
        y: map.top + 0.5 * map.height,
    };
    let (sin, cos) = map.height.atan2(map.width).sin_cos();
    let turn = number(-map.height.atan2(map.width).to_degrees());
    svg.put(r##"<g clip-path="url(#map)" fill="#7a1f1f" fill-opacity="0.3" text-anchor="middle">"##);
    for row in ROWS {
        // Across the way that the words run, which is up the diagonal.
        let off = row * 0.5 * map.width.min(map.height);
        let at = Coord {
            x: middle.x + off * sin,
            y: middle.y + off * cos + 0.36 * size,
        };
        svg.put(&format!(
            r#"<text x="{x}" y="{y}" font-size="{size}" transform="rotate({turn} {x} {y})">{words}</text>"#,
            x = number(at.x),
            y = number(at.y),
            size = number(size),
            words = escape(&words)
        ));
    }
    svg.put("</g>");
}
