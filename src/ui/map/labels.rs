//! Names of features, with a halo and without overlap. A name stays where it is while the map is moved.

use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, FontId, Galley, Pos2, Rect, Vec2, vec2};
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::interior::{middle_of_lines, roomy_place};
use crate::geom::room::Room;
use crate::geom::shape::{Dimension, Shape};
use crate::model::role::Role;

use super::label_board::{Known, LabelBoard, Spot, Wish};
use super::label_sprites::{HALO_PX, LabelSprites, Wanted};
use super::map_view::Pane;
use super::markers::radius_px;
use super::scene::Scene;

/// Names on one screen.
const MOST_LABELS: usize = 250;
const FONT_PX: f32 = 12.5;
const CLEARANCE_PX: f32 = 3.0;
/// About the size of a name: cells of the grid of what is taken.
const CELL_PX: f64 = 64.0;
/// With more markers in sight names may cover them.
const MOST_MARKERS: usize = 300;
/// New names are laid out so many a frame.
const LAYOUTS: usize = 40;
/// And places on features are looked for among so many vertices a frame.
const VERTICES: usize = 24_000;
/// A place is looked for again once the map has moved so far, is so many times nearer or farther, or turned.
const AGAIN_PX: f64 = 48.0;
const AGAIN_FACTOR: f64 = 1.4;

/// A name on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    /// What it says.
    pub text: Arc<str>,
    /// The box around it on the screen.
    pub rect: Rect,
    /// Id of the layer.
    pub layer: Arc<str>,
    /// Clockwise turn in radians about its middle.
    angle: f32,
    faint: bool,
}

/// The names of one canvas, from frame to frame.
#[derive(Debug, Default)]
pub struct Labels {
    board: LabelBoard,
    placed: Vec<PlacedLabel>,
    sprites: LabelSprites,
}

/// How much more a frame may work out; what is left over waits for the next one.
struct Work {
    layouts: usize,
    vertices: usize,
    waiting: bool,
}

impl Labels {
    /// The names that the last frame drew: selected first, then in conflict, other projects, and the rest.
    pub fn placed(&self) -> &[PlacedLabel] {
        &self.placed
    }

    /// Draws as many names as have room beside what is taken. True where more would come with another frame.
    pub fn paint(&mut self, scene: &Scene<'_>, taken: &[Rect]) -> bool {
        self.board.refresh(scene);
        let mut work = Work {
            layouts: LAYOUTS,
            vertices: VERTICES,
            waiting: false,
        };
        let mut room = Room::new(CELL_PX);
        taken.iter().for_each(|rect| room.take(extent_of(*rect)));
        let gap = radius_px(scene.pane.view.resolution_m_per_px()) + CLEARANCE_PX;
        let sight = scene.pane.extent().inflated(scene.pane.metres(gap));
        self.placed.clear();
        self.keep_off_markers(scene, &sight, &mut room);
        let all: Vec<Wish> = self.board.wishes().to_vec();
        for equals in all.chunk_by(|a, b| a.rank == b.rank) {
            // What stands already goes first, or a newcomer at the border would push one name after another.
            for standing in [true, false] {
                for wish in equals.iter().filter(|wish| wish.extent.meets(&sight)) {
                    let stands = self.board.known(wish).is_some_and(|known| known.shift.is_some());
                    if stands != standing || self.placed.len() >= MOST_LABELS {
                        continue;
                    }
                    if let Some(label) = self.place(scene, wish, (&room, gap, standing), &mut work) {
                        room.take(extent_of(label.rect.expand(CLEARANCE_PX)));
                        self.placed.push(label);
                    }
                }
            }
        }
        let wanted: Vec<Wanted> = self.placed.iter().map(|label| wanted(scene, label)).collect();
        self.sprites.paint(scene.painter, scene.style.halo, &wanted);
        work.waiting
    }

    /// Takes the room of the markers in sight, unless there are so many that no name would be left.
    fn keep_off_markers(&self, scene: &Scene<'_>, sight: &Extent, room: &mut Room) {
        let of_wish = |wish: &Wish| {
            let (layer, _) = self.board.layer(wish.layer)?;
            let shape = &layer.features().get(wish.position)?.shape;
            (shape.dimension() == Dimension::Point).then(|| shape.points().iter())
        };
        let wishes = self.board.wishes().iter();
        let seen = wishes.filter(|wish| wish.extent.meets(sight)).filter_map(of_wish);
        let markers: Vec<&geo::Point<f64>> = seen.flatten().take(MOST_MARKERS + 1).collect();
        if markers.len() <= MOST_MARKERS {
            let side = 2.0 * radius_px(scene.pane.view.resolution_m_per_px());
            for marker in markers {
                let at = scene.pane.screen_from_map(marker.0);
                room.take(extent_of(Rect::from_center_size(at, Vec2::splat(side))));
            }
        }
    }

    fn place(
        &mut self,
        scene: &Scene<'_>,
        wish: &Wish,
        (room, gap, standing): (&Room, f32, bool),
        work: &mut Work,
    ) -> Option<PlacedLabel> {
        let (layer, spec) = self.board.layer(wish.layer)?;
        let (layer, spec) = (Arc::clone(layer), spec.clone());
        let feature = layer.features().get(wish.position)?;
        let known = self.board.known(wish)?;
        if known.text.is_none() {
            let text = || spec.text_of(&layer, feature);
            known.text = Some(laid_out(scene, text, work)?);
        }
        let (text, size) = known.text.clone()??;
        let spot = settled(scene, &feature.shape, known, size, work)?;
        let px_per_m = 1.0 / scene.pane.view.resolution_m_per_px();
        let fits = spot.run_m * px_per_m >= f64::from(size.x)
            && spot.height_m * px_per_m >= f64::from(0.85 * size.y);
        let beside = spot.run_m == 0.0;
        let angle = if fits { spot.angle } else { 0.0 };
        let shifts = shifts_of(size, gap, (fits, beside, spec.small_too || wish.rank == 9));
        let window = scene.pane.rect;
        let middle = scene.pane.screen_from_map(spot.place);
        let turned = turned_size(size, angle);
        let free = |number: usize| {
            let shift = (*shifts.get(number)?)?;
            let rect = Rect::from_center_size(middle + shift, turned);
            let free = window.contains_rect(rect) && room.is_free(&extent_of(rect));
            free.then_some((number, rect))
        };
        let mut found = known.shift.and_then(free);
        if !standing {
            found = (0..shifts.len()).find_map(free);
        }
        known.shift = found.map(|(number, _)| number);
        let (_, rect) = found?;
        Some(PlacedLabel {
            text,
            rect,
            layer: Arc::clone(&layer.about.id),
            angle: -angle as f32,
            faint: layer.about.role != Role::Project && wish.rank < 9,
        })
    }
}

/// Draws words with a halo round them.
pub fn paint_haloed(scene: &Scene<'_>, at: Pos2, galley: Arc<Galley>, (ink, halo): (Color32, Color32)) {
    for eighth in 0..8 {
        let shift = HALO_PX * Vec2::angled(eighth as f32 * std::f32::consts::TAU / 8.0);
        let shape = TextShape::new(at + shift, Arc::clone(&galley), halo).with_override_text_color(halo);
        scene.painter.add(shape);
    }
    let shape = TextShape::new(at, galley, ink).with_override_text_color(ink);
    scene.painter.add(shape);
}

fn wanted(scene: &Scene<'_>, label: &PlacedLabel) -> Wanted {
    let galley = galley_of(scene, &label.text);
    let ((sin, cos), size) = (label.angle.sin_cos(), galley.size());
    let corner = -0.5 * vec2(size.x * cos - size.y * sin, size.x * sin + size.y * cos);
    Wanted {
        text: Arc::clone(&label.text),
        galley,
        ink: match label.faint {
            true => scene.style.ink.lerp_to_gamma(scene.style.faint_ink, 0.5),
            false => scene.style.ink,
        },
        at: label.rect.center() + corner,
        angle: label.angle,
    }
}

/// The egui context keeps what it has laid out while it is asked for it in every frame.
fn galley_of(scene: &Scene<'_>, text: &str) -> Arc<Galley> {
    let font = FontId::proportional(FONT_PX);
    scene
        .painter
        .layout_no_wrap(text.to_owned(), font, scene.style.ink)
}

/// What a name says and how large it is: `Some(None)` where there is none, `None` where it must wait.
fn laid_out(
    scene: &Scene<'_>,
    text: impl FnOnce() -> Option<String>,
    work: &mut Work,
) -> Option<Option<(Arc<str>, Vec2)>> {
    let Some(left) = work.layouts.checked_sub(1) else {
        work.waiting = true;
        return None;
    };
    work.layouts = left;
    Some(text().map(|text| {
        let size = galley_of(scene, &text).size();
        (text.into(), size)
    }))
}

/// The place on the feature: the one of the frame before while it serves.
fn settled(scene: &Scene<'_>, shape: &Shape, known: &mut Known, size: Vec2, work: &mut Work) -> Option<Spot> {
    let serves = known.spot.filter(|spot| spot_serves(&scene.pane, spot, size));
    if serves.is_some() {
        return serves;
    }
    if work.vertices == 0 {
        work.waiting = true;
        return known.spot;
    }
    work.vertices = work.vertices.saturating_sub(shape.vertex_count() + 100);
    known.spot = Some(spot_of(&scene.pane, shape, size));
    known.shift = None;
    known.spot
}

/// True where the place is in sight at about the same scale, or another one was looked for just now.
fn spot_serves(pane: &Pane, spot: &Spot, size: Vec2) -> bool {
    let factor = pane.view.resolution_m_per_px() / spot.resolution_m_per_px;
    if spot.turn != pane.view.turn() || !(factor < AGAIN_FACTOR && factor > 1.0 / AGAIN_FACTOR) {
        return false;
    }
    let (center, resolution) = (pane.view.center(), pane.view.resolution_m_per_px());
    let moved_m = (center.x - spot.center.x).hypot(center.y - spot.center.y);
    let turned = turned_size(size, spot.angle);
    let rect = Rect::from_center_size(pane.screen_from_map(spot.place), turned);
    pane.rect.contains_rect(rect) || moved_m < AGAIN_PX * resolution
}

fn spot_of(pane: &Pane, shape: &Shape, size: Vec2) -> Spot {
    let (sight, resolution) = (pane.sight(), pane.view.resolution_m_per_px());
    let spot = |place: Coord<f64>| Spot {
        place,
        turn: pane.view.turn(),
        angle: 0.0,
        run_m: 0.0,
        height_m: 0.0,
        center: pane.view.center(),
        resolution_m_per_px: resolution,
    };
    let nowhere = || spot(shape.extent().common_with(&sight.extent()).center());
    match shape.dimension() {
        Dimension::Area => {
            let aspect = f64::from(size.x / size.y.max(1.0));
            let found = roomy_place(shape, sight, aspect);
            found.map_or_else(nowhere, |found| Spot {
                run_m: 2.0 * found.half_width,
                height_m: 2.0 * found.clearance,
                ..spot(found.place)
            })
        }
        Dimension::Line => {
            let found = middle_of_lines(shape, sight, f64::from(size.x) * resolution);
            found.map_or_else(nowhere, |found| Spot {
                angle: found.angle,
                run_m: found.length,
                height_m: f64::INFINITY,
                ..spot(found.place)
            })
        }
        Dimension::Point | Dimension::Empty => {
            let mut points = shape.points().iter().map(|point| point.0);
            let seen = points.find(|&point| sight.contains(point));
            seen.map_or_else(nowhere, spot)
        }
    }
}

/// Where a name may stand, seen from its place: over it, else right, left, above, below.
fn shifts_of(size: Vec2, gap: f32, (fits, beside, small_too): (bool, bool, bool)) -> [Option<Vec2>; 5] {
    let aside = 0.5 * size.x + gap;
    let above = 0.5 * size.y + gap;
    let around = (beside || small_too && !fits).then_some(());
    [
        (!beside && (fits || small_too)).then_some(Vec2::ZERO),
        around.map(|()| vec2(aside, 0.0)),
        around.map(|()| vec2(-aside, 0.0)),
        around.map(|()| vec2(0.0, -above)),
        around.map(|()| vec2(0.0, above)),
    ]
}

/// The box around a turned box.
fn turned_size(size: Vec2, angle: f64) -> Vec2 {
    let (sin, cos) = (angle.sin().abs() as f32, angle.cos().abs() as f32);
    vec2(size.x * cos + size.y * sin, size.x * sin + size.y * cos)
}

fn extent_of(rect: Rect) -> Extent {
    let corner = |at: Pos2| Coord {
        x: f64::from(at.x),
        y: f64::from(at.y),
    };
    Extent::from_corners(corner(rect.min), corner(rect.max))
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::geom::turn::Turn;
    use eframe::egui::pos2;
    use geo::wkt;

    fn pane(center: Coord<f64>) -> Pane {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(200.0, 100.0));
        MapView::new(center, 1.0).on(rect)
    }

    #[test]
    fn a_name_stands_over_its_area_or_beside_its_point() {
        let size = vec2(40.0, 14.0);
        let places = |fits, beside, small_too| {
            let shifts = shifts_of(size, 8.0, (fits, beside, small_too));
            shifts.into_iter().flatten().collect::<Vec<_>>()
        };
        assert_eq!(places(true, false, false), [Vec2::ZERO]);
        assert_eq!(places(false, false, false), []);
        assert_eq!(places(false, false, true)[..2], [Vec2::ZERO, vec2(28.0, 0.0)]);
        assert_eq!(
            places(false, true, false)[..2],
            [vec2(28.0, 0.0), vec2(-28.0, 0.0)]
        );
    }

    #[test]
    fn a_place_serves_until_it_leaves_the_window() {
        let bar =
            admit_plane(wkt! { POLYGON((-500. -20., 500. -20., 500. 20., -500. 20., -500. -20.)) }).unwrap();
        let size = vec2(40.0, 14.0);
        let start = pane(Coord { x: 0.0, y: 0.0 });
        let spot = spot_of(&start, &bar, size);
        assert!(spot.place.x.abs() < 1e-9 && spot.run_m == 200.0, "{spot:?}");
        assert!(spot_serves(&pane(Coord { x: 79.0, y: 0.0 }), &spot, size));
        assert!(!spot_serves(&pane(Coord { x: 81.0, y: 0.0 }), &spot, size));
        // Just looked for: not again with every pixel.
        let again = spot_of(&pane(Coord { x: 590.0, y: 0.0 }), &bar, size);
        assert!(spot_serves(&pane(Coord { x: 591.0, y: 0.0 }), &again, size));
        let nearer = MapView::new(Coord { x: 0.0, y: 0.0 }, 0.5).on(start.rect);
        assert!(!spot_serves(&nearer, &spot, size));
        let turned = start.view.with_turn(Turn::of_degrees(5.0)).on(start.rect);
        assert!(!spot_serves(&turned, &spot, size));
    }

    #[test]
    fn a_turned_name_takes_the_box_around_it() {
        let turned = turned_size(vec2(40.0, 10.0), std::f64::consts::FRAC_PI_2);
        assert!((turned - vec2(10.0, 40.0)).length() < 1e-3);
    }
}
