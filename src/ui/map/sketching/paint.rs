//! The draft on the map: its outline and handles, what it was before, and what catches the pointer.

use std::collections::HashMap;

use eframe::egui::{Color32, Pos2, Rect, Stroke, StrokeKind, Vec2, vec2};
use geo::Coord;

use crate::geom::sketch::SketchKind;
use crate::model::symbology;

use super::super::outline::{runs_along, runs_of, stroke_runs};
use super::super::scene::Scene;
use super::super::state::{MapState, Tool};
use super::reshape::{HANDLE_PX, Handle, LEAST_EDGE_PX, handle_at};
use super::state::{Draft, Original};

const CORNER_PX: f32 = 3.6;
const MIDDLE_PX: f32 = 2.6;
const POINT_PX: f32 = 6.0;
/// The ring around the corner that keys are for.
const PICKED_PX: f32 = 14.0;
/// More handles than this in sight are not drawn, and nobody could take hold of one of them.
const MOST_HANDLES: usize = 2_000;

/// Draws the draft, if there is one.
pub fn paint_sketch(scene: &Scene<'_>, state: &MapState, pointer: Option<Pos2>) {
    let sketching = &state.sketching;
    if let Some(draft) = &sketching.draft {
        let ink = match (sketching.fault(), sketching.answer()) {
            (Some(_), _) => scene.style.drawn,
            (None, Some((live, _))) => {
                let colour = symbology::of_verdict(live.now.account.verdict);
                scene.style.line_color(colour, 1.0)
            }
            (None, None) => scene.style.measure,
        };
        if let Some(original) = &draft.of {
            paint_ghost(scene, original);
        }
        let next = (state.tool() != Tool::Reshape)
            .then_some(sketching.caught.map(|caught| caught.place).or(state.pointer))
            .flatten();
        paint_outline(scene, draft, next.filter(|_| pointer.is_some()), ink);
        if state.tool() == Tool::Reshape {
            let over = pointer.and_then(|point| handle_at(state, &scene.pane, point));
            paint_handles(scene, draft, over, ink);
        }
    }
    if let Some(caught) = sketching.caught {
        let at = scene.pane.screen_from_map(caught.place);
        let line = Stroke::new(1.8, scene.style.hover);
        if caught.is_corner {
            let square = Rect::from_center_size(at, vec2(12.0, 12.0));
            scene.painter.rect_stroke(square, 0.0, line, StrokeKind::Middle);
        } else {
            scene.painter.circle_stroke(at, 6.0, line);
        }
    }
}

/// What the project was when somebody began to change it.
fn paint_ghost(scene: &Scene<'_>, original: &Original) {
    let line = Stroke::new(1.6, scene.style.faint_ink);
    let runs = runs_of(&scene.pane, &original.first);
    scene.painter.extend(stroke_runs(runs, line, true));
    for point in original.first.points() {
        let at = scene.pane.screen_from_map(point.0);
        scene.painter.circle_stroke(at, POINT_PX, line);
    }
}

fn paint_outline(scene: &Scene<'_>, draft: &Draft, next: Option<Coord<f64>>, ink: Color32) {
    let is_new = draft.of.is_none();
    if draft.sketch.kind == SketchKind::Points {
        let places = draft.sketch.corners().map(|(_, place)| place);
        for place in places.chain(next.filter(|_| is_new)) {
            let at = scene.pane.screen_from_map(place);
            scene
                .painter
                .circle(at, POINT_PX, ink, Stroke::new(2.0, scene.style.halo));
        }
        return;
    }
    let mut runs = Vec::new();
    for mut path in draft.sketch.outlines() {
        if let (true, Some(next)) = (is_new && !path.is_empty(), next) {
            // The ring is closed over the pointer.
            let at = path.len() - usize::from(draft.sketch.kind == SketchKind::Areas);
            path.insert(at, next);
        }
        runs_along(&scene.pane, &path, &mut runs);
    }
    let halo = Stroke::new(5.0, scene.style.halo);
    scene.painter.extend(stroke_runs(runs.clone(), halo, false));
    scene
        .painter
        .extend(stroke_runs(runs, Stroke::new(2.4, ink), false));
    if is_new {
        for (_, place) in draft.sketch.corners().take(MOST_HANDLES) {
            let at = scene.pane.screen_from_map(place);
            scene
                .painter
                .circle(at, CORNER_PX, scene.style.halo, Stroke::new(1.8, ink));
        }
    }
}

fn paint_handles(scene: &Scene<'_>, draft: &Draft, over: Option<Handle>, ink: Color32) {
    let window = scene.pane.rect.expand(HANDLE_PX);
    let on_screen =
        |place: Coord<f64>| Some(scene.pane.screen_from_map(place)).filter(|at| window.contains(*at));
    let corners: Vec<_> = draft.sketch.corners().collect();
    let seen = corners
        .iter()
        .filter_map(|(corner, place)| Some((*corner, on_screen(*place)?)));
    let seen: Vec<_> = seen.take(MOST_HANDLES + 1).collect();
    if seen.len() > MOST_HANDLES {
        return;
    }
    for (corner, at) in seen {
        let is_picked = draft.picked.is_some_and(|own| own.corner == corner);
        let is_over = is_picked || over == Some(Handle::Corner(corner));
        let size = if is_over { 2.0 * HANDLE_PX } else { 2.0 * CORNER_PX };
        paint_handle(scene, at, size, (0.9, ink));
        if is_picked {
            let ring = Stroke::new(1.8, scene.style.hover);
            scene.painter.circle_stroke(at, PICKED_PX, ring);
        }
    }
    let places: HashMap<_, _> = corners
        .iter()
        .map(|(own, place)| ((own.path, own.at), *place))
        .collect();
    for (corner, place) in draft.sketch.middles() {
        let Some(at) = on_screen(place) else { continue };
        let before = places.get(&(corner.path, corner.at.saturating_sub(1)));
        let has_room =
            before.is_none_or(|place| scene.pane.screen_from_map(*place).distance(at) >= 0.5 * LEAST_EDGE_PX);
        let is_over = matches!(over, Some(Handle::Middle(own, _)) if own == corner);
        if is_over || has_room {
            let size = if is_over { 1.5 * HANDLE_PX } else { 2.0 * MIDDLE_PX };
            paint_handle(scene, at, size, (0.7, ink));
        }
    }
}

/// A square with a border that reaches so far in and out: two plain rectangles, for there may be thousands of handles.
fn paint_handle(scene: &Scene<'_>, at: Pos2, size: f32, (half_border, ink): (f32, Color32)) {
    let square = |side: f32| Rect::from_center_size(at, Vec2::splat(side));
    scene
        .painter
        .rect_filled(square(size + 2.0 * half_border), 0.0, ink);
    scene.painter.rect_filled(
        square(size - 2.0 * half_border),
        0.0,
        scene.style.halo.to_opaque(),
    );
}
