//! Rings and lines on the screen: cut at the canvas, thinned below half a pixel, plain or dashed.

use eframe::egui::{Pos2, Rect, Shape as Paint, Stroke, pos2};
use geo::Coord;

use crate::geom::segment::clipped;
use crate::geom::shape::Shape;
use crate::model::symbology::{DASH_PX, GAP_PX};

use super::map_view::Pane;

/// Vertices nearer to the last one are left out.
const THIN_PX: f64 = 0.5;
/// Lines run on so far beyond the canvas, so that no cap shows at its edge.
const MARGIN_PX: f32 = 24.0;
/// Cosine of the turn from which a corner counts as a spike: 140°.
const SPIKE_COSINE: f32 = -0.77;

/// A connected part of a ring or line on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Screen points.
    pub points: Vec<Pos2>,
    /// The whole ring is here: the last point joins the first.
    pub closed: bool,
    /// How far from the beginning of the ring or line it starts; keeps dashes in place.
    pub from_px: f64,
}

/// Everything of a shape's rings and lines that shows.
pub fn runs_of(pane: &Pane, shape: &Shape) -> Vec<Run> {
    let mut runs = Vec::new();
    for ring in shape.rings() {
        runs_along(pane, &ring.0, &mut runs);
    }
    for line in shape.lines() {
        runs_along(pane, &line.0, &mut runs);
    }
    runs
}

/// Turns runs into what egui draws.
pub fn stroke_runs(runs: Vec<Run>, stroke: Stroke, dashed: bool) -> Vec<Paint> {
    let mut paints = Vec::new();
    for mut run in runs {
        let spiked = has_spike(&run);
        if let (true, Some(&first)) = (run.closed && (dashed || spiked), run.points.first()) {
            run.points.push(first);
            run.closed = false;
        }
        if dashed {
            let period_px = f64::from(DASH_PX + GAP_PX);
            let offset_px = -(run.from_px.rem_euclid(period_px)) as f32;
            let (dashes, gaps) = (&[DASH_PX], &[GAP_PX]);
            Paint::dashed_line_many_with_offset(&run.points, stroke, dashes, gaps, offset_px, &mut paints);
        } else if run.closed {
            paints.push(Paint::closed_line(run.points, stroke));
        } else if spiked {
            paints.extend(
                cut_at_spikes(run.points)
                    .into_iter()
                    .map(|part| Paint::line(part, stroke)),
            );
        } else {
            paints.push(Paint::line(run.points, stroke));
        }
    }
    paints
}

/// A turn so sharp that egui's mitre would stick out far beyond the corner.
fn is_spike(before: Pos2, corner: Pos2, after: Pos2) -> bool {
    let (arrive, leave) = ((corner - before).normalized(), (after - corner).normalized());
    arrive.dot(leave) < SPIKE_COSINE
}

fn has_spike(run: &Run) -> bool {
    let count = run.points.len();
    let at = |number: usize| run.points.get(number % count.max(1));
    let corners = if run.closed {
        count
    } else {
        count.saturating_sub(2)
    };
    (0..corners).any(|number| match (at(number), at(number + 1), at(number + 2)) {
        (Some(&before), Some(&corner), Some(&after)) => is_spike(before, corner, after),
        _ => false,
    })
}

fn cut_at_spikes(points: Vec<Pos2>) -> Vec<Vec<Pos2>> {
    let mut parts: Vec<Vec<Pos2>> = Vec::new();
    let mut part: Vec<Pos2> = Vec::new();
    for point in points {
        if let [.., before, corner] = part[..]
            && is_spike(before, corner, point)
        {
            parts.push(std::mem::replace(&mut part, vec![corner]));
        }
        part.push(point);
    }
    parts.push(part);
    parts
}

/// The runs of one path of plane coordinates, appended.
pub fn runs_along(pane: &Pane, path: &[Coord<f64>], runs: &mut Vec<Run>) {
    let window = pane.rect.expand(MARGIN_PX);
    let middle = pane.rect.center();
    let on_screen = |place: &Coord<f64>| {
        let [x, y] = pane.offset_px(*place);
        [x + f64::from(middle.x), y + f64::from(middle.y)]
    };
    let is_ring = path.len() > 3 && path.first() == path.last();
    let mut tracer = Tracer {
        window,
        run: Vec::new(),
        from_px: 0.0,
        walked_px: 0.0,
        cut: false,
    };
    let mut places = path.iter();
    let Some(mut last) = places.next().map(on_screen) else {
        return;
    };
    let count = path.len();
    for (number, place) in places.enumerate() {
        let next = on_screen(place);
        let is_end = number + 2 == count;
        if !is_end && (next[0] - last[0]).hypot(next[1] - last[1]) < THIN_PX {
            continue;
        }
        tracer.step(last, next, runs);
        last = next;
    }
    if is_ring && !tracer.cut {
        tracer.run.pop();
        if tracer.run.len() >= 2 {
            runs.push(Run {
                points: tracer.run,
                closed: true,
                from_px: 0.0,
            });
        }
    } else {
        tracer.flush(runs);
    }
}

struct Tracer {
    window: Rect,
    run: Vec<Pos2>,
    from_px: f64,
    walked_px: f64,
    cut: bool,
}

impl Tracer {
    fn step(&mut self, from: [f64; 2], to: [f64; 2], runs: &mut Vec<Run>) {
        let length_px = (to[0] - from[0]).hypot(to[1] - from[1]);
        let at = |t: f64| {
            pos2(
                (from[0] + t * (to[0] - from[0])) as f32,
                (from[1] + t * (to[1] - from[1])) as f32,
            )
        };
        let corner = |at: Pos2| [f64::from(at.x), f64::from(at.y)];
        match clipped([from, to], corner(self.window.min), corner(self.window.max)) {
            None => self.flush_cut(runs),
            Some((enter, leave)) => {
                if enter > 0.0 {
                    self.flush_cut(runs);
                }
                if self.run.is_empty() {
                    self.from_px = self.walked_px + enter * length_px;
                    self.run.push(at(enter));
                }
                self.run.push(at(leave));
                if leave < 1.0 {
                    self.flush_cut(runs);
                }
            }
        }
        self.walked_px += length_px;
    }

    fn flush_cut(&mut self, runs: &mut Vec<Run>) {
        self.cut = true;
        self.flush(runs);
    }

    fn flush(&mut self, runs: &mut Vec<Run>) {
        let points = std::mem::take(&mut self.run);
        if points.len() >= 2 {
            runs.push(Run {
                points,
                closed: false,
                from_px: self.from_px,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;
    use eframe::egui::vec2;

    fn pane() -> Pane {
        MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0)
            .on(Rect::from_min_size(pos2(0.0, 0.0), vec2(200.0, 200.0)))
    }

    fn runs(path: &[(f64, f64)]) -> Vec<Run> {
        let path: Vec<Coord<f64>> = path.iter().map(|&c| c.into()).collect();
        let mut runs = Vec::new();
        runs_along(&pane(), &path, &mut runs);
        runs
    }

    #[test]
    fn a_ring_in_sight_is_one_closed_run() {
        let found = runs(&[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 0.0)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].closed);
        assert_eq!(
            found[0].points,
            [pos2(100.0, 100.0), pos2(150.0, 100.0), pos2(150.0, 50.0)]
        );
    }

    #[test]
    fn a_spike_is_cut_so_that_no_mitre_sticks_out() {
        let needle = Run {
            points: vec![pos2(0.0, 0.0), pos2(100.0, 2.0), pos2(0.0, 4.0)],
            closed: true,
            from_px: 0.0,
        };
        let paints = stroke_runs(
            vec![needle.clone()],
            Stroke::new(4.0, eframe::egui::Color32::RED),
            false,
        );
        assert_eq!(paints.len(), 2);
        assert!(has_spike(&needle));
        let square = Run {
            points: vec![pos2(0.0, 0.0), pos2(9.0, 0.0), pos2(9.0, 9.0), pos2(0.0, 9.0)],
            ..needle
        };
        assert!(!has_spike(&square));
    }

    #[test]
    fn a_ring_around_the_canvas_leaves_nothing() {
        assert!(runs(&[(-1e7, -1e7), (1e7, -1e7), (1e7, 1e7), (-1e7, 1e7), (-1e7, -1e7)]).is_empty());
    }

    #[test]
    fn a_long_line_is_cut_just_outside_the_canvas_and_keeps_its_dashes() {
        let found = runs(&[(-1e6, 0.0), (1e6, 0.0)]);
        assert_eq!(found.len(), 1);
        let window = pane().rect.expand(MARGIN_PX);
        assert!(found[0].points.iter().all(|p| window.expand(0.01).contains(*p)));
        assert!((found[0].from_px - (1e6 - 100.0 - f64::from(MARGIN_PX))).abs() < 1e-3);
    }

    #[test]
    fn vertices_nearer_than_half_a_pixel_are_left_out_but_never_the_end() {
        let path: Vec<(f64, f64)> = (0..=1000).map(|k| (f64::from(k) * 0.01, 0.0)).collect();
        let found = runs(&path);
        assert!(found[0].points.len() <= 22, "{}", found[0].points.len());
        assert_eq!(found[0].points.last(), Some(&pos2(110.0, 100.0)));
    }
}
