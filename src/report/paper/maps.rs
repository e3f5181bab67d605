//! The maps of a paper: of everything, and of each project with what lies around it, at scales that are true on paper.

use std::sync::Arc;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::feature::FeatureRef;
use crate::model::finding::{EvidenceShape, Verdict};
use crate::report::document::{Block, Picture};
use crate::report::picture::{Page, PictureOptions, View, svg_until};
use crate::report::rows;
use crate::say;

use super::source::Source;

/// What lies between the margins of a lying A4 sheet.
pub const WIDTH_MM: f64 = 265.0;
/// The map of everything leaves room for its heading.
const WHOLE_MM: f64 = 158.0;
/// The map of a project leaves room for its heading, its verdict and a word on what was not checked.
const PROJECT_MM: f64 = 140.0;
/// So much of the side of a project is shown around it.
const AROUND: f64 = 0.35;
/// And at least so much.
const LEAST_AROUND_M: f64 = 250.0;
/// A zone that is near is shown if it is no further than so many times the side of the project, or than this.
const NEAR_SIDES: f64 = 2.0;
const NEAR_M: f64 = 1_500.0;

/// The map of everything.
pub fn whole(source: &Source<'_>) -> Block {
    let options = PictureOptions {
        page: Page::of_millimetres(WIDTH_MM, WHOLE_MM),
        ..PictureOptions::new(source.lang)
    };
    let words = source.word("map");
    picture(source, &options, (WIDTH_MM, WHOLE_MM), ("whole", words))
}

/// The map of a project; `None` for one that is not in the workspace.
pub fn of_project(source: &Source<'_>, project: &FeatureRef, number: usize) -> Option<Block> {
    let title = say!(
        source.lang,
        "report.page.map_of",
        project = rows::title(source.workspace, project)
    );
    let options = PictureOptions {
        page: Page::of_millimetres(WIDTH_MM, PROJECT_MM),
        view: View::Extent(surroundings(source, project)?),
        title: Some(title.clone()),
        ..PictureOptions::new(source.lang)
    };
    let mark = format!("p{number}");
    Some(picture(source, &options, (WIDTH_MM, PROJECT_MM), (&mark, title)))
}

fn picture(
    source: &Source<'_>,
    options: &PictureOptions,
    size_mm: (f64, f64),
    (mark, words): (&str, String),
) -> Block {
    let what = (source.workspace, Some(source.screening));
    // Nobody gets a document that was stopped.
    let drawn = svg_until(what, options, source.progress).unwrap_or_default();
    Block::Picture(Arc::new(Picture {
        svg: with_own_ids(&drawn, mark),
        size_mm,
        words,
    }))
}

/// A page shows several pictures, and the ids of patterns are those of the page. Texts have no quotation marks left that
/// are not escaped, so nothing else is met.
fn with_own_ids(svg: &str, mark: &str) -> String {
    svg.replace(" id=\"", &format!(" id=\"{mark}-"))
        .replace("\"url(#", &format!("\"url(#{mark}-"))
}

/// The project, what it takes, and the zones that are near.
fn surroundings(source: &Source<'_>, project: &FeatureRef) -> Option<Extent> {
    let (_, feature) = source.workspace.feature(project)?;
    let own = feature.shape.extent();
    let side_m = own.width().max(own.height());
    let reach_m = NEAR_M.max(NEAR_SIDES * side_m);
    let ends = source
        .findings_of(project)
        .filter(|(finding, _)| finding.verdict != Verdict::Clear && finding.evidence.distance_m <= reach_m)
        .filter_map(|(finding, _)| match finding.shape(source.workspace)? {
            EvidenceShape::Gap { from, to } => Some([*from, *to]),
            EvidenceShape::Common(_) => None,
        });
    let corners: Vec<Coord<f64>> = [own.min, own.max]
        .into_iter()
        .chain(ends.flatten())
        .filter(|corner| corner.x.is_finite() && corner.y.is_finite())
        .collect();
    let shown = Extent::of_coords(corners);
    let around_m = LEAST_AROUND_M.max(AROUND * shown.width().max(shown.height()));
    Some(shown.inflated(around_m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_the_picture_and_texts_stay() {
        let svg = r##"<g id="a" clip-path="url(#map)"/><text>id=&quot;x url(#map)</text>"##;
        assert_eq!(
            with_own_ids(svg, "p1"),
            r##"<g id="p1-a" clip-path="url(#p1-map)"/><text>id=&quot;x url(#map)</text>"##
        );
    }
}
