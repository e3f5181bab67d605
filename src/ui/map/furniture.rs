//! Scale bar, north arrow, notes and sources: what makes a picture a map.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Align2, FontId, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};
use geo::Coord;

use crate::geom::area::Ruler;
use crate::model::layer::Layer;
use crate::say;

use super::base_map::state::BaseMap;
use super::labels::paint_haloed;
use super::map_view::Pane;
use super::measure::grouped;
use super::notes::Notes;
use super::scene::Scene;

/// Longest scale bar in pixels.
const BAR_PX: f64 = 150.0;
const MARGIN_PX: f32 = 14.0;
const SMALL_PX: f32 = 11.0;
/// Members of a file that name who made it.
const SOURCE_KEYS: [&str; 3] = ["attribution", "source", "licence"];

/// A bar of a round length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// True length on the ground: 1, 2 or 5 times a power of ten, in metres.
    pub length_m: f64,
    /// Length on the screen.
    pub width_px: f64,
}

impl ScaleBar {
    /// The longest round bar of at most 150 pixels, true at the middle of the pane.
    pub fn of(pane: &Pane, ruler: &Ruler) -> Option<ScaleBar> {
        let center = pane.view.center();
        let half = 0.5 * BAR_PX * pane.view.resolution_m_per_px();
        let end = |shift: f64| Coord {
            x: center.x + shift,
            y: center.y,
        };
        let reach_m = ruler.path_m(&[end(-half), end(half)]);
        if !(reach_m.is_finite() && reach_m > 0.0) {
            return None;
        }
        let power = 10f64.powf(reach_m.log10().floor());
        let length_m = [5.0, 2.0, 1.0]
            .map(|step| step * power)
            .into_iter()
            .find(|&length_m| length_m <= reach_m)
            .unwrap_or(power);
        Some(ScaleBar {
            length_m,
            width_px: BAR_PX * length_m / reach_m,
        })
    }

    /// The length for people.
    pub fn text(&self) -> String {
        if self.length_m >= 1000.0 {
            format!("{} km", grouped(self.length_m / 1000.0, 0))
        } else if self.length_m >= 1.0 {
            format!("{} m", self.length_m)
        } else {
            format!("{} cm", (self.length_m * 100.0).round())
        }
    }
}

/// Direction of true north on the screen, as a unit vector; that of the grid's north where the plane does not tell.
///
/// In a transverse Mercator plane the grid's north and the true one differ by the meridian convergence, up to about a
/// degree at the border of a 3-degree zone.
pub fn north(pane: &Pane, ruler: &Ruler) -> Vec2 {
    const STEP_M: f64 = 100.0;
    let center = pane.view.center();
    let at = |dx: f64, dy: f64| {
        ruler.geodetic(Coord {
            x: center.x + dx,
            y: center.y + dy,
        })
    };
    let (here, east, north) = (at(0.0, 0.0), at(STEP_M, 0.0), at(0.0, STEP_M));
    // Along (x, y) = (−∂λ/∂y, ∂λ/∂x) the longitude stays the same.
    let direction = vec2(
        (here.lon_deg - north.lon_deg) as f32,
        (here.lon_deg - east.lon_deg) as f32,
    )
    .normalized();
    let direction = if direction.is_finite() && direction != Vec2::ZERO {
        direction
    } else {
        vec2(0.0, -1.0)
    };
    let [x, y] = pane
        .view
        .turn()
        .apply([f64::from(direction.x), f64::from(direction.y)]);
    vec2(x as f32, y as f32)
}

/// Where the north arrow of a map on that part of the screen stands.
pub fn north_rect(map: Rect) -> Rect {
    let center = map.right_top() + vec2(-MARGIN_PX - 14.0, MARGIN_PX + 22.0);
    Rect::from_center_size(center, vec2(30.0, 36.0))
}

/// Draws all furniture, with what is to be said of the base map; gives the rectangles where labels must not go.
pub fn paint_furniture(
    scene: &Scene<'_>,
    ruler: &Ruler,
    capped: bool,
    base_map: &BaseMap,
    notes: &mut Notes,
) -> Vec<Rect> {
    let mut taken = vec![paint_north(scene, north(&scene.pane, ruler))];
    if let Some(bar) = ScaleBar::of(&scene.pane, ruler) {
        taken.push(paint_bar(scene, bar, base_map.is_seen()));
    }
    taken.extend(notes.paint(scene, capped, base_map.note(scene.input.lang)));
    let sources = paint_sources(scene, base_map.attribution(), &taken);
    taken.extend(sources);
    taken
}

/// Bottom left; over a base map on a ground of its own.
fn paint_bar(scene: &Scene<'_>, bar: ScaleBar, on_chip: bool) -> Rect {
    let under = scene.painter.add(Shape::Noop);
    let base = scene.pane.rect.left_bottom() + vec2(MARGIN_PX, -MARGIN_PX);
    let width = bar.width_px as f32;
    let rect = Rect::from_min_max(base - vec2(0.0, 5.0), base + vec2(width, 0.0));
    scene.painter.rect_filled(rect.expand(1.5), 1.0, scene.style.halo);
    for (quarter, filled) in [(0, true), (1, false), (2, true), (3, false)] {
        let left = rect.left() + 0.25 * width * quarter as f32;
        let part = Rect::from_min_max(pos2(left, rect.top()), pos2(left + 0.25 * width, rect.bottom()));
        if filled {
            scene.painter.rect_filled(part, 0.0, scene.style.ink);
        }
    }
    let frame = Stroke::new(1.0, scene.style.ink);
    scene
        .painter
        .rect_stroke(rect, 0.0, frame, eframe::egui::StrokeKind::Middle);
    let denominator = grouped(round_to(scene.pane.view.scale_denominator(), 3), 0);
    let words = format!("{}   1:{denominator}", bar.text());
    let at = rect.left_top() - vec2(0.0, 3.0);
    let text = paint_words(scene, (at, Align2::LEFT_BOTTOM), words, 12.0);
    let taken = rect.union(text).expand(6.0);
    if on_chip {
        let chip = Shape::rect_filled(taken, 4.0, scene.style.chip);
        scene.painter.set(under, chip);
    }
    taken
}

fn paint_north(scene: &Scene<'_>, direction: Vec2) -> Rect {
    let rect = north_rect(scene.pane.rect);
    let center = rect.center();
    let across = direction.rot90();
    let (tip, tail) = (center + 15.0 * direction, center - 4.0 * direction);
    let (left, right) = (
        center - 9.0 * direction - 7.5 * across,
        center - 9.0 * direction + 7.5 * across,
    );
    let outline = Stroke::new(1.2, scene.style.ink);
    let halo = Stroke::new(4.0, scene.style.halo);
    scene
        .painter
        .add(Shape::closed_line(vec![tip, right, tail, left], halo));
    let half = |side: Pos2, fill| Shape::convex_polygon(vec![tip, side, tail], fill, outline);
    scene.painter.add(half(left, scene.style.ink));
    scene.painter.add(half(right, scene.style.halo));
    let letter = (center + 23.0 * direction, Align2::CENTER_CENTER);
    let text = paint_words(scene, letter, say!(scene.input.lang, "map.north"), 12.0);
    rect.union(text)
}

/// Bottom right: who made the data and the base map under them; in one line where more would lie over what is there already.
fn paint_sources(scene: &Scene<'_>, base_map: Option<&str>, taken: &[Rect]) -> Option<Rect> {
    let mut sources: Vec<&str> = scene
        .input
        .visible_layers()
        .filter_map(|layer| source_of(layer))
        .chain(base_map)
        .collect();
    sources.dedup();
    if sources.is_empty() {
        return None;
    }
    let width = (0.5 * scene.pane.rect.width()).max(120.0);
    let font = FontId::proportional(SMALL_PX);
    let mut job = LayoutJob::simple(sources.join(" · "), font, scene.style.faint_ink, width);
    let corner = scene.pane.rect.right_bottom() - vec2(MARGIN_PX, 6.0);
    let mut galley = scene.painter.layout_job(job.clone());
    let whole = Rect::from_min_size(corner - galley.size(), galley.size());
    // The name of a service comes last, and must be there whole.
    if base_map.is_none() && taken.iter().any(|other| other.intersects(whole)) {
        job.wrap = TextWrapping::truncate_at_width(width);
        galley = scene.painter.layout_job(job);
    }
    let at = corner - galley.size();
    let rect = Rect::from_min_size(at, galley.size());
    let mut ink = scene.style.faint_ink;
    if base_map.is_some() {
        // Services ask for their name to be readable, whatever lies under it.
        let chip = rect.expand2(vec2(6.0, 2.0));
        scene.painter.rect_filled(chip, 4.0, scene.style.chip);
        ink = scene.style.ink;
    }
    paint_haloed(scene, at, galley, (ink, scene.style.halo));
    Some(rect)
}

fn source_of(layer: &Layer) -> Option<&str> {
    SOURCE_KEYS
        .iter()
        .find_map(|key| layer.provenance.foreign.get(*key)?.as_str())
        .filter(|text| !text.is_empty())
}

fn paint_words(scene: &Scene<'_>, (at, anchor): (Pos2, Align2), words: String, size_px: f32) -> Rect {
    let galley = scene
        .painter
        .layout_no_wrap(words, FontId::proportional(size_px), scene.style.ink);
    let rect = anchor.anchor_size(at, galley.size());
    paint_haloed(scene, rect.min, galley, (scene.style.ink, scene.style.halo));
    rect
}

/// Rounded to so many significant digits: a scale is never known to the metre.
fn round_to(value: f64, digits: i32) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let unit = 10f64.powi((value.log10().floor() as i32 - digits + 1).max(0));
    (value / unit).round() * unit
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::turn::Turn;

    fn pane(center: Coord<f64>, resolution_m_per_px: f64) -> Pane {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(800.0, 600.0));
        MapView::new(center, resolution_m_per_px).on(rect)
    }

    fn check_bar(code: &str, center: Coord<f64>, resolution: f64) -> ScaleBar {
        let ruler = Ruler::new(&Crs::from_code(code).unwrap());
        let bar = ScaleBar::of(&pane(center, resolution), &ruler).unwrap();
        let half = 0.5 * bar.width_px * resolution;
        let truth = ruler.path_m(&[
            Coord {
                x: center.x - half,
                y: center.y,
            },
            Coord {
                x: center.x + half,
                y: center.y,
            },
        ]);
        assert!(
            (truth - bar.length_m).abs() < 1e-3 * bar.length_m,
            "{truth} {bar:?}"
        );
        assert!(
            bar.width_px <= BAR_PX + 1e-6 && bar.width_px > BAR_PX / 2.6,
            "{bar:?}"
        );
        let lead = bar.length_m / 10f64.powf((bar.length_m * 1.000_001).log10().floor());
        assert!([1.0, 2.0, 5.0].iter().any(|s| (lead - s).abs() < 1e-6), "{bar:?}");
        bar
    }

    #[test]
    fn bars_are_round_and_true_on_the_ground() {
        let hangzhou = Coord {
            x: 548_000.0,
            y: 3_353_000.0,
        };
        for resolution in [0.013, 0.5, 1.0, 7.0, 33.0, 250.0] {
            check_bar("EPSG:4549", hangzhou, resolution);
        }
        // Web Mercator at 60° N is twice as large as the ground.
        let oslo = Coord {
            x: 1_196_000.0,
            y: 8_380_000.0,
        };
        let bar = check_bar("EPSG:3857", oslo, 10.0);
        assert!(bar.length_m < 0.6 * bar.width_px * 10.0, "{bar:?}");
    }

    #[test]
    fn true_north_leans_towards_the_central_meridian() {
        let ruler = Ruler::new(&Crs::from_code("EPSG:4549").unwrap());
        let on_meridian = north(
            &pane(
                Coord {
                    x: 500_000.0,
                    y: 3_353_000.0,
                },
                1.0,
            ),
            &ruler,
        );
        assert!(
            on_meridian.x.abs() < 1e-5 && on_meridian.y < -0.999,
            "{on_meridian}"
        );
        // 120.5° E, 30.3° N: convergence is 0.5° · sin 30.3° = 0.252°, true north left of the grid's.
        let east = north(
            &pane(
                Coord {
                    x: 548_097.7,
                    y: 3_353_475.8,
                },
                1.0,
            ),
            &ruler,
        );
        let convergence_deg = (-east.x).atan2(-east.y).to_degrees();
        assert!((convergence_deg - 0.2523).abs() < 0.003, "{convergence_deg}");
        let turned = pane(
            Coord {
                x: 500_000.0,
                y: 3_353_000.0,
            },
            1.0,
        );
        let turned = turned.view.with_turn(Turn::of_degrees(90.0)).on(turned.rect);
        let right = north(&turned, &ruler);
        assert!((right - vec2(1.0, 0.0)).length() < 1e-4, "{right}");
    }
}
