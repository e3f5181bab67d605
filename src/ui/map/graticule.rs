//! Lines of longitude and latitude over the map, with their values at its upper and left border.

use eframe::egui::{FontId, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::geom::area::Ruler;
use crate::geom::extent::Extent;
use crate::geom::graticule::{GraticuleLine, LineKind, graticule};
use crate::geom::turn::Turn;

use super::labels::paint_haloed;
use super::scene::Scene;

/// About so far apart are the lines at the least.
const APART_PX: f32 = 150.0;
/// Lines are worked out for so much more on each side than is in sight, as a share of the screen.
const MARGIN_SHARE: f64 = 0.4;
const TEXT_PX: f32 = 10.5;
const INSET_PX: f32 = 3.0;

/// The lines of one view, kept while it is moved a little.
#[derive(Debug, Default)]
pub struct Graticule {
    lines: Vec<GraticuleLine>,
    /// Where they hold, and at how many metres per pixel.
    of: Option<(Extent, f64)>,
    /// The coordinate system that they are of, by its code.
    crs: String,
}

impl Graticule {
    /// Draws the lines under everything that comes after.
    pub fn paint_lines(&mut self, scene: &Scene<'_>, ruler: &Ruler) {
        self.refresh(scene, ruler);
        let color = scene.style.ink.gamma_multiply(0.28);
        for line in &self.lines {
            let path = screen_path(scene, line);
            scene.painter.add(Shape::line(path, Stroke::new(0.8, color)));
        }
    }

    /// Writes the values where there is room beside what is taken; gives the boxes of the words.
    pub fn paint_values(&self, scene: &Scene<'_>, taken: &[Rect]) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        for line in &self.lines {
            let border = border_of(line.kind, scene.pane.view.turn());
            let Some(at) = border_place(&screen_path(scene, line), border, scene.pane.rect) else {
                continue;
            };
            let font = FontId::proportional(TEXT_PX);
            let galley = scene
                .painter
                .layout_no_wrap(line.text(), font, scene.style.faint_ink);
            let corner = match border {
                Border::Upper => at + vec2(-0.5 * galley.size().x, INSET_PX),
                Border::Left => at + vec2(INSET_PX, -0.5 * galley.size().y),
            };
            let rect = Rect::from_min_size(corner, galley.size());
            let in_sight = scene.pane.rect.contains_rect(rect);
            if in_sight && !taken.iter().chain(&rects).any(|other| other.intersects(rect)) {
                paint_haloed(scene, corner, galley, (scene.style.faint_ink, scene.style.halo));
                rects.push(rect);
            }
        }
        rects
    }

    fn refresh(&mut self, scene: &Scene<'_>, ruler: &Ruler) {
        let seen = scene.pane.extent();
        let resolution = scene.pane.view.resolution_m_per_px();
        let code = scene.input.workspace.crs.code();
        let holds = self
            .of
            .is_some_and(|(extent, of)| of == resolution && extent.common_with(&seen) == seen);
        if holds && self.crs == code {
            return;
        }
        let share = 1.0 + 2.0 * MARGIN_SHARE;
        let most = (scene.pane.rect.width().max(scene.pane.rect.height()) / APART_PX).max(2.0);
        let wide = seen.inflated(MARGIN_SHARE * seen.width().max(seen.height()));
        self.lines = graticule(&wide, ruler, f64::from(most) * share);
        self.of = Some((wide, resolution));
        code.clone_into(&mut self.crs);
    }
}

fn screen_path(scene: &Scene<'_>, line: &GraticuleLine) -> Vec<Pos2> {
    let places = line.path.iter();
    places.map(|&place| scene.pane.screen_from_map(place)).collect()
}

/// A border of the canvas where values stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    Upper,
    Left,
}

/// Where the values of a kind of lines stand: those of meridians above and those of parallels on the left, unless the map
/// is turned so far that they run the other way.
fn border_of(kind: LineKind, turn: Turn) -> Border {
    let (sin, cos) = turn.sin_cos();
    match (kind == LineKind::Meridian) == (sin.abs() <= cos.abs()) {
        true => Border::Upper,
        false => Border::Left,
    }
}

/// Where a line comes in over a border.
fn border_place(path: &[Pos2], border: Border, window: Rect) -> Option<Pos2> {
    path.windows(2).find_map(|pair| {
        let &[a, b] = pair else { return None };
        let (from, to, at) = match border {
            Border::Upper => (a.y, b.y, window.top()),
            Border::Left => (a.x, b.x, window.left()),
        };
        let share = (at - from) / (to - from);
        ((0.0..=1.0).contains(&share)).then(|| match border {
            Border::Upper => pos2(a.x + share * (b.x - a.x), at),
            Border::Left => pos2(at, a.y + share * (b.y - a.y)),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_lines_come_in() {
        let window = Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 120.0));
        let down = [pos2(50.0, 140.0), pos2(60.0, 40.0), pos2(70.0, 0.0)];
        assert_eq!(border_place(&down, Border::Upper, window), Some(pos2(65.0, 20.0)));
        let across = [pos2(0.0, 80.0), pos2(20.0, 90.0), pos2(200.0, 90.0)];
        assert_eq!(
            border_place(&across, Border::Left, window),
            Some(pos2(10.0, 85.0))
        );
        assert_eq!(border_place(&across[1..], Border::Left, window), None);
        assert_eq!(border_place(&[], Border::Left, window), None);
    }

    #[test]
    fn values_stand_where_lines_come_in_on_a_turned_map_too() {
        let borders = |degrees| {
            let turn = Turn::of_degrees(degrees);
            [LineKind::Meridian, LineKind::Parallel].map(|kind| border_of(kind, turn))
        };
        let as_ever = [Border::Upper, Border::Left];
        assert_eq!(
            (borders(0.0), borders(40.0), borders(180.0)),
            (as_ever, as_ever, as_ever)
        );
        assert_eq!(borders(-90.0), [Border::Left, Border::Upper]);
    }
}
