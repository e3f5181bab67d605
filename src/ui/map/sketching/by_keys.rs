//! A project changed by the keyboard: comma and full stop go from corner to corner, arrows move the corner by a pixel and with
//! Shift by ten, Insert adds one behind it, Delete takes it away, Escape lets it go.

use eframe::egui::{Key, Modifiers, Response, Ui, Vec2, vec2};
use geo::Coord;

use crate::geom::sketch::{Corner, Sketch, SketchKind};

use super::super::input::MapWish;
use super::super::map_view::{MapView, Pane};
use super::super::navigate::listens;
use super::super::state::{MapState, Tool};
use super::reshape::{release, spring_back};
use super::state::Picked;

/// So far Shift and an arrow move a corner, in pixels.
const LONG_PX: f32 = 10.0;
/// A corner nearer to the border of the map than this, in pixels, is brought into its middle.
const BORDER_PX: f32 = 24.0;

const ARROWS: [(Key, Vec2); 4] = [
    (Key::ArrowLeft, vec2(-1.0, 0.0)),
    (Key::ArrowRight, vec2(1.0, 0.0)),
    (Key::ArrowUp, vec2(0.0, -1.0)),
    (Key::ArrowDown, vec2(0.0, 1.0)),
];

/// Does what keys do to the corners, and keeps those keys from the map; gives the view in which the picked corner is seen,
/// where it is another one. From the first arrow until all are let go is one change, which is taken back at once.
pub fn corner_keys(
    ui: &Ui,
    response: &Response,
    pane: &Pane,
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) -> Option<MapView> {
    let draft = state.sketching.draft.as_ref();
    let is_free = draft.is_some_and(|draft| draft.of.is_some() && draft.held.is_none());
    if state.tool() != Tool::Reshape || !is_free || !listens(ui, response) {
        let moved = draft.and_then(|draft| draft.picked).is_some_and(|own| own.moved);
        if moved {
            let_go(state, wishes);
        }
        return None;
    }
    let steps = presses(ui, Modifiers::NONE, Key::Period) - presses(ui, Modifiers::NONE, Key::Comma);
    if steps != 0 {
        let_go(state, wishes);
        pick(state, steps);
    }
    let picked = picked(state)?;
    if presses(ui, Modifiers::NONE, Key::Escape) > 0 {
        give_up(state);
        return None;
    }
    let adds = presses(ui, Modifiers::NONE, Key::Insert) > 0;
    let removes =
        presses(ui, Modifiers::NONE, Key::Delete) + presses(ui, Modifiers::NONE, Key::Backspace) > 0;
    let by_px = by_px(ui);
    if adds {
        add_behind(state, picked.corner, wishes);
    } else if removes {
        remove(state, picked.corner, wishes);
    } else {
        shift(state, pane, (picked.corner, by_px));
        let is_down = ui.input(|input| ARROWS.iter().any(|(key, _)| input.key_down(*key)));
        if !is_down {
            let_go(state, wishes);
        }
    }
    // Otherwise the map can be moved away from it.
    let is_another = steps != 0 || adds || removes || by_px != Vec2::ZERO;
    is_another.then(|| seen(state, pane)).flatten()
}

/// How often a key was pressed; nobody else hears of it then.
fn presses(ui: &Ui, modifiers: Modifiers, key: Key) -> i32 {
    ui.input_mut(|input| input.count_and_consume_key(modifiers, key)) as i32
}

/// Where arrows lead in this frame, in pixels.
fn by_px(ui: &Ui) -> Vec2 {
    let step = |(key, step): &(Key, Vec2)| {
        // Shift first: without it the key would count as well.
        let long = presses(ui, Modifiers::SHIFT, *key) as f32;
        let short = presses(ui, Modifiers::NONE, *key) as f32;
        (LONG_PX * long + short) * *step
    };
    ARROWS.iter().map(step).fold(Vec2::ZERO, |sum, step| sum + step)
}

fn picked(state: &MapState) -> Option<Picked> {
    state.sketching.draft.as_ref()?.picked
}

/// So many corners further; after the last one comes the first.
fn pick(state: &mut MapState, steps: i32) {
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    let corners: Vec<Corner> = draft.sketch.corners().map(|(corner, _)| corner).collect();
    let now = draft.picked.map(|own| own.corner);
    let place = next(&corners, now, steps);
    draft.picked = place
        .and_then(|place| corners.get(place))
        .map(|corner| Picked::of(*corner));
}

fn next(corners: &[Corner], now: Option<Corner>, steps: i32) -> Option<usize> {
    let count = i32::try_from(corners.len()).ok().filter(|count| *count > 0)?;
    let place = now.and_then(|now| corners.iter().position(|own| *own == now));
    let place = match place.and_then(|place| i32::try_from(place).ok()) {
        Some(place) => place + steps,
        None if steps > 0 => steps - 1,
        None => steps,
    };
    usize::try_from(place.rem_euclid(count)).ok()
}

fn shift(state: &mut MapState, pane: &Pane, (corner, by_px): (Corner, Vec2)) {
    let Some(draft) = state.sketching.draft.as_mut().filter(|_| by_px != Vec2::ZERO) else {
        return;
    };
    let Some(place) = place_of(&draft.sketch, corner) else {
        return;
    };
    let moved = pane.map_from_screen(pane.screen_from_map(place) + by_px)
        - pane.map_from_screen(pane.screen_from_map(place));
    // By the difference: a point of the screen is coarser than the plane.
    draft.sketch.put(corner, place + moved);
    draft.picked = Some(Picked { corner, moved: true });
    state.sketching.shape_changed(None);
}

/// A corner in the middle of the edge behind, or before the last corner of a line.
fn add_behind(state: &mut MapState, corner: Corner, wishes: &mut Vec<MapWish>) {
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    if draft.sketch.kind == SketchKind::Points {
        return;
    }
    let middle_at = |at: usize| {
        let mut middles = draft.sketch.middles();
        middles.find(|(own, _)| own.path == corner.path && own.at == at)
    };
    let Some((new, place)) = middle_at(corner.at + 1).or_else(|| middle_at(corner.at)) else {
        return;
    };
    draft.sketch.insert(new, place);
    draft.picked = Some(Picked::of(new));
    release(state, wishes);
}

fn remove(state: &mut MapState, corner: Corner, wishes: &mut Vec<MapWish>) {
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    if !draft.sketch.remove(corner) {
        return;
    }
    if place_of(&draft.sketch, corner).is_none() {
        // It was the last one of its path.
        let first = Corner { at: 0, ..corner };
        draft.picked = Some(Picked::of(first));
    }
    release(state, wishes);
}

/// What was moved becomes a wish.
fn let_go(state: &mut MapState, wishes: &mut Vec<MapWish>) {
    let Some(draft) = &mut state.sketching.draft else {
        return;
    };
    let Some(own) = draft.picked.as_mut().filter(|own| own.moved) else {
        return;
    };
    own.moved = false;
    release(state, wishes);
}

/// Lets the corner go where it was.
fn give_up(state: &mut MapState) {
    if picked(state).is_some_and(|own| own.moved) {
        spring_back(state);
    }
    if let Some(draft) = &mut state.sketching.draft {
        draft.picked = None;
    }
}

fn seen(state: &MapState, pane: &Pane) -> Option<MapView> {
    let draft = state.sketching.draft.as_ref()?;
    let place = place_of(&draft.sketch, draft.picked?.corner)?;
    let at = pane.screen_from_map(place);
    let is_seen = pane.rect.shrink(BORDER_PX).contains(at);
    (!is_seen).then(|| pane.view.with_center(place))
}

fn place_of(sketch: &Sketch, corner: Corner) -> Option<Coord<f64>> {
    let mut corners = sketch.corners();
    corners.find(|(own, _)| *own == corner).map(|(_, place)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(now: Option<usize>, steps: i32, expected: Option<usize>) {
        let corners: Vec<Corner> = (0..4).map(|at| Corner { path: 0, at }).collect();
        let now = now.map(|at| Corner { path: 0, at });
        assert_eq!(next(&corners, now, steps), expected, "{now:?} {steps}");
    }

    #[test]
    fn corners_are_picked_one_after_the_other_and_round() {
        check(None, 1, Some(0));
        check(None, -1, Some(3));
        check(Some(0), 1, Some(1));
        check(Some(3), 1, Some(0));
        check(Some(0), -1, Some(3));
        check(Some(2), -2, Some(0));
        // One that is gone.
        check(Some(9), 1, Some(0));
        assert_eq!(next(&[], None, 1), None);
    }
}
