//! Which part of the canvas shows which side.

use eframe::egui::{Pos2, Rect, pos2};

use super::comparison::{Compare, Mode};
use super::which::Which;

/// Room between two maps beside each other, in points.
const GAP_PX: f32 = 2.0;

/// A side in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Which version.
    pub which: Which,
    /// Where its map lies on the screen: the middle of this rectangle is the centre of the view.
    pub rect: Rect,
    /// The part of it that shows.
    pub clip: Rect,
}

/// The sides in sight on a canvas, side A first; at least one. `now_s` is the time of the window.
pub fn sides(compare: &Compare, rect: Rect, now_s: f64) -> Vec<Side> {
    let whole = |which| Side {
        which,
        rect,
        clip: rect,
    };
    let both = match compare.mode() {
        None => return vec![whole(Which::A)],
        Some(Mode::Flicker) => return vec![whole(compare.flicker.shows(now_s))],
        Some(Mode::Swipe) => {
            let x = divider_x(compare, rect);
            let left = rect.with_max_x(x);
            let right = rect.with_min_x(x);
            [(Which::A, rect, left), (Which::B, rect, right)]
        }
        Some(Mode::Beside) => {
            let width = (0.5 * (rect.width() - GAP_PX)).floor().max(1.0);
            let left = rect.with_max_x(rect.left() + width);
            let right = rect.with_min_x(rect.right() - width);
            [(Which::A, left, left), (Which::B, right, right)]
        }
    };
    let sides = both.map(|(which, rect, clip)| Side { which, rect, clip });
    let seen: Vec<Side> = sides
        .into_iter()
        .filter(|side| side.clip.width() >= 1.0)
        .collect();
    if seen.is_empty() {
        vec![whole(Which::A)]
    } else {
        seen
    }
}

/// Where furniture stands: on each of two maps beside each other, else once on the canvas.
pub fn maps(compare: &Compare, sides: &[Side], rect: Rect) -> Vec<Rect> {
    match compare.mode() {
        Some(Mode::Beside) => sides.iter().map(|side| side.rect).collect(),
        _ => vec![rect],
    }
}

/// The side that shows at a point of the screen; the first one where none does.
pub fn side_at(sides: &[Side], point: Option<Pos2>) -> Option<Side> {
    let at = point.and_then(|point| sides.iter().find(|side| side.clip.contains(point)));
    at.or(sides.first()).copied()
}

/// Where one map lies on the screen: the canvas, or its left half while there are two beside each other.
pub fn pane_rect(compare: &Compare, rect: Rect) -> Rect {
    match compare.mode() {
        Some(Mode::Beside) => sides(compare, rect, 0.0).first().map_or(rect, |side| side.rect),
        _ => rect,
    }
}

/// Where the divider is, in points of the screen.
pub fn divider_x(compare: &Compare, rect: Rect) -> f32 {
    (rect.left() + compare.share() * rect.width()).round()
}

/// The line between the sides, from top to bottom; `None` where there is none.
pub fn border(compare: &Compare, rect: Rect) -> Option<[Pos2; 2]> {
    let x = match compare.mode()? {
        Mode::Swipe => divider_x(compare, rect),
        Mode::Beside => rect.center().x,
        Mode::Flicker => return None,
    };
    Some([pos2(x, rect.top()), pos2(x, rect.bottom())])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const CANVAS: Rect = Rect {
        min: Pos2 { x: 100.0, y: 40.0 },
        max: Pos2 { x: 901.0, y: 640.0 },
    };

    /// Edges of what each side shows, left and right, and the middle of its map.
    #[track_caller]
    fn check(mode: Option<Mode>, share: f32, expected: &[(Which, [f32; 3])]) {
        let mut compare = Compare::default();
        if let Some(mode) = mode {
            compare.show(mode, &HashSet::new());
        }
        compare.set_share(share);
        let found = sides(&compare, CANVAS, 0.0);
        let edges: Vec<(Which, [f32; 3])> = found
            .iter()
            .map(|side| {
                let middle = side.rect.center().x;
                (side.which, [side.clip.left(), side.clip.right(), middle])
            })
            .collect();
        assert_eq!(edges, expected, "{mode:?}");
        for side in &found {
            assert!(side.rect.contains_rect(side.clip));
            assert_eq!(side.clip.y_range(), CANVAS.y_range());
        }
    }

    #[test]
    fn each_mode_has_its_sides() {
        let whole = [100.0, 901.0, 500.5];
        check(None, 0.5, &[(Which::A, whole)]);
        check(Some(Mode::Flicker), 0.5, &[(Which::A, whole)]);
        let (a, b) = ([100.0, 300.0, 500.5], [300.0, 901.0, 500.5]);
        check(Some(Mode::Swipe), 0.25, &[(Which::A, a), (Which::B, b)]);
        check(Some(Mode::Swipe), 0.0, &[(Which::B, whole)]);
        check(Some(Mode::Swipe), 1.0, &[(Which::A, whole)]);
        let (a, b) = ([100.0, 499.0, 299.5], [502.0, 901.0, 701.5]);
        check(Some(Mode::Beside), 0.25, &[(Which::A, a), (Which::B, b)]);
    }

    #[test]
    fn a_point_belongs_to_the_side_that_shows_there() {
        let mut compare = Compare::default();
        compare.show(Mode::Swipe, &HashSet::new());
        let sides = sides(&compare, CANVAS, 0.0);
        let at = |point| side_at(&sides, point).map(|side| side.which);
        assert_eq!(at(Some(pos2(200.0, 100.0))), Some(Which::A));
        assert_eq!(at(Some(pos2(800.0, 100.0))), Some(Which::B));
        assert_eq!(at(Some(pos2(0.0, 0.0))), Some(Which::A));
        assert_eq!(at(None), Some(Which::A));
    }

    #[test]
    fn a_canvas_without_width_has_a_side() {
        let none = Rect::from_min_size(pos2(5.0, 5.0), eframe::egui::Vec2::ZERO);
        for mode in Mode::ALL {
            let mut compare = Compare::default();
            compare.show(mode, &HashSet::new());
            assert!(!sides(&compare, none, 0.0).is_empty(), "{mode:?}");
        }
    }
}
