//! A small map of one finding: zone, project, and what they have in common or what parts them. North up, with a bar of a
//! round length. Its triangles and lines are worked out in the background and drawn by the toolkit, in any theme.

use eframe::egui::epaint::Mesh;
use eframe::egui::{Align2, FontId, Painter, Pos2, Rect, Shape as Paint, Stroke, StrokeKind, Vec2, vec2};

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::finding::{EvidenceShape, Finding};
use crate::model::rule::Severity;
use crate::model::symbology::{Symbol, of_severity, of_verdict};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

use super::appearance::Meaning;
use super::drawing::cut::{HALF, ring};
use super::drawing::fill::Filler;
use super::drawing::simplify::simplified;
use super::drawing::stroke::unpacked;
use super::furniture::{ScaleBar, north};
use super::map_view::{MapView, Pane};
use super::markers::{MarkerPaint, paint_marker};
use super::outline::{Run, runs_of, stroke_runs};
use super::style::{CanvasStyle, color};

/// What is shown is so many times as wide as the place of the finding at least.
const AROUND: f64 = 2.2;
/// And at least so wide, in metres.
const LEAST_M: f64 = 400.0;
/// The whole project is shown where that makes the picture no more than so many times as wide.
const WHOLE: f64 = 4.0;
/// Vertices nearer than this to the edge that replaces them are left out, in points.
const THIN_PX: f64 = 0.4;
/// What is drawn goes so far beyond the picture, in points.
const MARGIN_PX: f64 = 8.0;
/// Least width of what is common, in points: smaller ones get a ring around them.
const SEEN_PX: f32 = 9.0;

/// The picture, in points from its left upper corner.
#[derive(Clone, Debug)]
pub struct SmallMap {
    /// How large it is.
    pub size: Vec2,
    zone: Part,
    project: Part,
    common: Option<(Part, Severity)>,
    gap: Option<[Pos2; 2]>,
    ring: Option<Pos2>,
    bar: Option<ScaleBar>,
    north: Vec2,
}

/// A shape, and how it is drawn.
#[derive(Clone, Debug, Default)]
struct Part {
    symbol: Option<Symbol>,
    corners: Vec<Pos2>,
    triangles: Vec<u32>,
    runs: Vec<Run>,
    points: Vec<Pos2>,
}

impl SmallMap {
    /// The picture of a finding in that size; `None` where project or zone are not there any more.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn of(
        workspace: &Workspace,
        finding: &Finding,
        size: Vec2,
        progress: &Progress,
    ) -> Result<Option<SmallMap>, Cancelled> {
        let names = [&finding.zone, &finding.matter.project];
        let [Some((_, zone)), Some((_, project))] = names.map(|name| workspace.feature(name)) else {
            return Ok(None);
        };
        progress.check()?;
        let evidence = finding.shape(workspace);
        let extent = shown(finding, &project.shape.extent());
        let view = MapView::new(extent.center(), 1.0).fitted(&extent, size);
        let pane = view.on(Rect::from_min_size(Pos2::ZERO, size));
        let part = |name: &FeatureRef, shape: &Shape| -> Result<Part, Cancelled> {
            Ok(Part {
                symbol: symbol(workspace, name),
                ..Part::of(&pane, shape, progress)?
            })
        };
        let common = match evidence {
            Some(EvidenceShape::Common(shape)) => {
                Some((Part::of(&pane, shape, progress)?, finding.matter.severity))
            }
            _ => None,
        };
        let gap = match evidence {
            Some(EvidenceShape::Gap { from, to }) => Some([*from, *to].map(|at| pane.screen_from_map(at))),
            _ => None,
        };
        let seen = finding.evidence.extent;
        let wide_px = seen.width().max(seen.height()) / view.resolution_m_per_px();
        let is_small = common.is_some() && wide_px < f64::from(SEEN_PX);
        let ruler = workspace.ruler();
        let [mut zone_part, mut project_part] =
            [part(names[0], &zone.shape)?, part(names[1], &project.shape)?];
        // A project wears its verdict by this finding.
        let rim = of_verdict(finding.verdict);
        if let Some(symbol) = &mut project_part.symbol {
            symbol.stroke = rim;
        }
        zone_part.points.clear();
        Ok(Some(SmallMap {
            size,
            zone: zone_part,
            project: project_part,
            common,
            gap,
            ring: is_small.then(|| pane.screen_from_map(seen.center())),
            bar: ScaleBar::of(&pane, &ruler),
            north: north(&pane, &ruler),
        }))
    }

    /// Draws it with its left upper corner there.
    pub fn paint(&self, painter: &Painter, at: Pos2, style: &CanvasStyle, north: &str) {
        let rect = Rect::from_min_size(at, self.size);
        let painter = painter.with_clip_rect(painter.clip_rect().intersect(rect));
        painter.rect_filled(rect, 4.0, style.ground);
        for part in [&self.zone, &self.project] {
            if let Some(symbol) = &part.symbol {
                part.paint(&painter, at, style.fill(symbol, 1.0), style.stroke(symbol, 1.0));
            }
        }
        if let Some((common, severity)) = &self.common {
            let colour = of_severity(*severity);
            let line = Stroke::new(2.0, color(colour.with_opacity(255), 1.0));
            common.paint(&painter, at, color(colour.with_opacity(150), 1.0), line);
        }
        let shift = at.to_vec2();
        if let Some(ends) = self.gap {
            let line = Stroke::new(1.8, style.selection);
            let [from, to] = ends.map(|end| end + shift);
            painter.extend(Paint::dashed_line(&[from, to], line, 5.0, 4.0));
        }
        if let Some(place) = self.ring {
            painter.circle_stroke(place + shift, SEEN_PX, Stroke::new(2.0, style.selection));
        }
        if let Some(symbol) = &self.project.symbol {
            let marker = MarkerPaint::of(symbol, 7.0, style);
            for point in &self.project.points {
                paint_marker(&painter, *point + shift, &marker);
            }
        }
        self.paint_furniture(&painter, rect, style, north);
        painter.rect_stroke(rect, 4.0, Stroke::new(1.0, style.faint_ink), StrokeKind::Inside);
    }

    fn paint_furniture(&self, painter: &Painter, rect: Rect, style: &CanvasStyle, north: &str) {
        let font = FontId::proportional(11.0);
        if let Some(bar) = self.bar {
            // Of half the length where the whole one would fill the picture.
            let from = rect.left_bottom() + vec2(10.0, -10.0);
            let to = from + vec2(bar.width_px as f32, 0.0);
            painter.line_segment([from, to], Stroke::new(5.0, style.halo));
            painter.line_segment([from, to], Stroke::new(2.5, style.ink));
            let words = painter.layout_no_wrap(bar.text(), font.clone(), style.ink);
            let words_at = from - vec2(0.0, 5.0 + words.size().y);
            let chip = Rect::from_min_size(words_at, words.size()).expand2(vec2(3.0, 0.0));
            painter.rect_filled(chip, 2.0, style.chip);
            painter.galley(words_at, words, style.ink);
        }
        let middle = rect.right_top() + vec2(-14.0, 24.0);
        let (tip, across) = (middle + 12.0 * self.north, 5.0 * self.north.rot90());
        let tail = middle - 6.0 * self.north;
        let arrow = vec![tip, tail - across, middle - 2.0 * self.north, tail + across];
        painter.add(Paint::closed_line(arrow.clone(), Stroke::new(3.0, style.halo)));
        painter.add(Paint::closed_line(arrow, Stroke::new(1.4, style.ink)));
        painter.text(
            middle - 14.0 * self.north,
            Align2::CENTER_CENTER,
            north,
            font,
            style.ink,
        );
    }
}

impl Part {
    fn of(pane: &Pane, shape: &Shape, progress: &Progress) -> Result<Part, Cancelled> {
        let middle = pane.rect.center();
        let half_px = 0.5 * f64::from(pane.rect.size().max_elem()) + MARGIN_PX;
        let steps = HALF / half_px;
        let mut filler = Filler::default();
        for polygon in shape.areas() {
            progress.check()?;
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            let in_steps = |places: &geo::LineString<f64>| {
                let path: Vec<[f64; 2]> = places
                    .coords()
                    .map(|place| pane.offset_px(*place).map(|px| px * steps))
                    .collect();
                simplified(&ring(&path), THIN_PX * steps)
            };
            let rings: Vec<Vec<[f64; 2]>> = rings.map(in_steps).collect();
            if rings.first().is_some_and(|shell| shell.len() > 2) {
                filler.add(&rings, 0);
            }
        }
        progress.check()?;
        let corner = |word: u32| {
            let [x, y] = unpacked(word).map(|step| f64::from(step) / steps);
            middle + vec2(x as f32, y as f32)
        };
        let is_near = |at: &Pos2| pane.rect.expand(MARGIN_PX as f32).contains(*at);
        let points = shape.points().iter().map(|point| pane.screen_from_map(point.0));
        Ok(Part {
            symbol: None,
            corners: filler.vertices.iter().map(|[word, _]| corner(*word)).collect(),
            triangles: filler.indices,
            runs: runs_of(pane, shape),
            points: points.filter(is_near).collect(),
        })
    }

    fn paint(&self, painter: &Painter, at: Pos2, fill: eframe::egui::Color32, stroke: Stroke) {
        let mut mesh = Mesh::default();
        for corner in &self.corners {
            mesh.colored_vertex(*corner + at.to_vec2(), fill);
        }
        mesh.indices.clone_from(&self.triangles);
        painter.add(Paint::mesh(mesh));
        let mut runs = self.runs.clone();
        let corners = runs.iter_mut().flat_map(|run| run.points.iter_mut());
        corners.for_each(|corner| *corner += at.to_vec2());
        painter.extend(stroke_runs(runs, stroke, false));
    }
}

/// The part of the plane that is shown: the place of the finding with what is around it, the whole project where it fits.
fn shown(finding: &Finding, project: &Extent) -> Extent {
    let place = finding.evidence.extent;
    let place = if place.is_empty() { *project } else { place };
    let side_m = LEAST_M.max(AROUND * place.width().max(place.height()));
    let mut whole = *project;
    whole.merge(&place);
    let whole_m = 1.2 * whole.width().max(whole.height());
    match whole_m <= WHOLE * side_m {
        true => {
            let wanted_m = whole_m.max(LEAST_M);
            whole.inflated(0.5 * (wanted_m - whole.width().max(whole.height())))
        }
        false => place.inflated(0.5 * (side_m - place.width().max(place.height()))),
    }
}

fn symbol(workspace: &Workspace, name: &FeatureRef) -> Option<Symbol> {
    let (layer, feature) = workspace.feature(name)?;
    let choice = workspace.symbology.of(&layer.about.id);
    Some(Meaning::of(layer, feature).symbol(choice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;

    #[test]
    fn project_zone_and_what_they_share_lie_in_the_picture() {
        let scene = scene::overlap();
        let finding = &scene.screening.findings[0];
        let size = vec2(300.0, 170.0);
        let made = SmallMap::of(&scene.workspace, finding, size, &Progress::default());
        let map = made.unwrap().unwrap();
        let picture = Rect::from_min_size(Pos2::ZERO, size);
        let area = |part: &Part| {
            let corner = |index: u32| part.corners[index as usize];
            let doubled = part.triangles.chunks_exact(3).map(|triangle| {
                let [a, b, c] = [corner(triangle[0]), corner(triangle[1]), corner(triangle[2])];
                ((b - a).x * (c - a).y - (b - a).y * (c - a).x).abs()
            });
            0.5 * doubled.sum::<f32>()
        };
        let (common, _) = map.common.as_ref().unwrap();
        let (common_px2, project_px2) = (area(common), area(&map.project));
        assert!(
            common_px2 > 20.0 && common_px2 <= project_px2 + 1.0,
            "{common_px2} {project_px2}"
        );
        assert!(area(&map.zone) > common_px2);
        for corner in &common.corners {
            assert!(picture.expand(1.0).contains(*corner), "{corner}");
        }
        // North is up, and the bar has room.
        assert!(map.north.y < -0.99);
        assert!(map.bar.unwrap().width_px < 280.0);
    }

    #[test]
    fn nobody_waits_for_a_picture_that_is_not_wanted_any_more() {
        let scene = scene::overlap();
        let progress = Progress::default();
        progress.cancel();
        let made = SmallMap::of(
            &scene.workspace,
            &scene.screening.findings[0],
            vec2(300.0, 170.0),
            &progress,
        );
        assert!(made.is_err());
    }
}
