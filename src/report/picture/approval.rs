//! Whether the sheet may be published: the number of an approved map (审图号), or a mark all over the map.

use crate::model::workspace::Workspace;
use crate::say;

use super::options::PictureOptions;
use super::sheet::Sheet;
use super::svg::{Svg, number, text_width};
use crate::report::markup::escape;

/// Where the mark stands: highest, in the middle, lowest.
const ROWS: [f64; 3] = [-1.0, 0.0, 1.0];
/// How much of the way across the map the words take.
const LENGTH: f64 = 0.6;
/// The words rise by this many degrees at most, so that they can be read.
const MOST_RISE_DEG: f64 = 22.0;

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
    let rise = map.height.atan2(map.width).min(MOST_RISE_DEG.to_radians());
    let across = (map.width / rise.cos()).min(map.height / rise.sin());
    let size = LENGTH * across / text_width(&words, 1.0).max(1.0);
    // So far from the middle that the words stay whole.
    let apart = 0.5 * (map.height - LENGTH * across * rise.sin()) - size;
    let x = number(map.left + 0.5 * map.width);
    let turn = number(-rise.to_degrees());
    svg.put(r##"<g clip-path="url(#map)" fill="#7a1f1f" fill-opacity="0.42" text-anchor="middle">"##);
    for row in ROWS {
        let y = number(map.top + 0.5 * map.height + row * apart.max(0.0) + 0.36 * size);
        svg.put(&format!(
            r#"<text x="{x}" y="{y}" font-size="{size}" transform="rotate({turn} {x} {y})">{words}</text>"#,
            size = number(size),
            words = escape(&words)
        ));
    }
    svg.put("</g>");
}
