//! Arranging panes by commands: what the mouse does by dragging, in steps that have names.

use super::pane::Pane;
use super::shape::{BELOW_PX, SIDE_PX, Seat, Shape, Split, Tabs, Way};

/// So much larger or smaller a step makes a pane, in pixels.
const STEP_PX: f32 = 60.0;
/// No step makes a pane smaller, in pixels.
const LEAST_PX: f32 = 120.0;

/// A step that arranges a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Among the panes left of the map.
    Left,
    /// Among the panes right of the map.
    Right,
    /// Among the panes below the map.
    Below,
    /// Out of its group, into a place of its own beside it.
    Apart,
    /// Its group gets more room.
    Larger,
    /// Its group gets less room.
    Smaller,
}

impl Move {
    /// All of them, in the order of menus.
    pub const ALL: [Move; 6] = [
        Move::Left,
        Move::Right,
        Move::Below,
        Move::Apart,
        Move::Larger,
        Move::Smaller,
    ];
}

impl Shape {
    /// The layout with a pane moved; the map stays where it is.
    #[must_use]
    pub fn moved(mut self, pane: Pane, how: Move) -> Shape {
        if pane == Pane::Map || !self.holds(pane) {
            return self;
        }
        let (way, after) = match how {
            Move::Left => (Way::Row, false),
            Move::Right => (Way::Row, true),
            Move::Below => (Way::Column, true),
            Move::Apart => {
                self.set_apart(pane, Way::Row);
                return self;
            }
            Move::Larger | Move::Smaller => {
                let step_px = if how == Move::Larger { STEP_PX } else { -STEP_PX };
                self.resize(pane, step_px);
                return self;
            }
        };
        for tabs in self.groups_mut() {
            let front = tabs.seen();
            tabs.seats.retain(|seat| seat.pane != pane);
            tabs.front = front.and_then(|front| tabs.place(front)).unwrap_or(0);
        }
        let mut shape = self.settled();
        if !shape.joins(pane, way, after) {
            let new = Shape::tabs(&[pane]);
            match way {
                Way::Column => shape.beside(way, new, after),
                Way::Row => {
                    if let Some(row) = shape.around_map() {
                        row.beside(way, new, after);
                    }
                }
            }
        }
        shape
    }

    /// Puts a pane into the group next to the map on one side; false where none is there.
    fn joins(&mut self, pane: Pane, way: Way, after: bool) -> bool {
        let Shape::Split(split) = self else {
            return false;
        };
        let Some(map) = split.parts.iter().position(|(_, part)| part.holds(Pane::Map)) else {
            return false;
        };
        if split.parts[map].1.joins(pane, way, after) {
            return true;
        }
        let next = if after {
            map.checked_add(1)
        } else {
            map.checked_sub(1)
        };
        let next = next.filter(|_| split.way == way);
        let Some((_, part)) = next.and_then(|next| split.parts.get_mut(next)) else {
            return false;
        };
        let group = part.groups_mut().into_iter().next();
        group.is_some_and(|tabs| {
            tabs.seats.push(Seat { pane, open: true });
            tabs.front = tabs.seats.len() - 1;
            true
        })
    }

    /// Splits the group of a pane across the way that it stands in.
    fn set_apart(&mut self, pane: Pane, within: Way) {
        match self {
            Shape::Tabs(tabs) => {
                let Some(place) = tabs.place(pane).filter(|_| tabs.seats.len() > 1) else {
                    return;
                };
                tabs.seats.remove(place);
                tabs.front = 0;
                let rest = Shape::Tabs(std::mem::take(tabs));
                let (way, px) = match within {
                    Way::Row => (Way::Column, BELOW_PX),
                    Way::Column => (Way::Row, SIDE_PX),
                };
                let parts = vec![(px, rest), (px, Shape::Tabs(Tabs::of(&[pane])))];
                *self = Shape::Split(Split { way, parts });
            }
            Shape::Split(split) => {
                let way = split.way;
                split
                    .parts
                    .iter_mut()
                    .for_each(|(_, part)| part.set_apart(pane, way));
            }
        }
    }

    /// Gives the innermost part with a pane another size.
    fn resize(&mut self, pane: Pane, step_px: f32) {
        let Shape::Split(split) = self else { return };
        let part = split.parts.iter_mut().find(|(_, part)| part.holds(pane));
        if let Some((px, part)) = part {
            match part {
                Shape::Tabs(_) => *px = (*px + step_px).max(LEAST_PX),
                Shape::Split(_) => part.resize(pane, step_px),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::preset::Preset;
    use super::*;

    fn map() -> (f32, Shape) {
        (400.0, Shape::tabs(&[Pane::Map]))
    }

    fn check(before: Shape, (pane, how): (Pane, Move), expected: Shape) {
        let after = before.moved(pane, how);
        assert_eq!(after, expected, "{pane:?} {how:?}");
        assert_eq!(after.clone().settled(), after, "{pane:?} {how:?} needs mending");
    }

    fn front(panes: &[Pane]) -> Shape {
        let mut tabs = Tabs::of(panes);
        tabs.front = panes.len() - 1;
        Shape::Tabs(tabs)
    }

    #[test]
    fn a_pane_goes_to_the_group_that_is_there_or_makes_one() {
        let row = || Shape::row(vec![(300.0, Shape::tabs(&[Pane::Layers, Pane::Rules])), map()]);
        let right = Shape::row(vec![
            (300.0, Shape::tabs(&[Pane::Layers])),
            map(),
            (SIDE_PX, Shape::tabs(&[Pane::Rules])),
        ]);
        check(row(), (Pane::Rules, Move::Right), right.clone());
        let back = Shape::row(vec![(300.0, front(&[Pane::Layers, Pane::Rules])), map()]);
        check(right, (Pane::Rules, Move::Left), back);
        let upper = Shape::row(vec![(300.0, Shape::tabs(&[Pane::Layers])), map()]);
        let below = Shape::column(vec![(BELOW_PX, upper), (BELOW_PX, Shape::tabs(&[Pane::Rules]))]);
        check(row(), (Pane::Rules, Move::Below), below);
        // The last pane of a group takes the group along.
        let alone = Shape::row(vec![(300.0, Shape::tabs(&[Pane::Layers])), map()]);
        let moved = Shape::row(vec![
            (SIDE_PX, Shape::tabs(&[Pane::Map])),
            (SIDE_PX, Shape::tabs(&[Pane::Layers])),
        ]);
        check(alone, (Pane::Layers, Move::Right), moved);
    }

    #[test]
    fn a_pane_leaves_its_group_and_gets_more_room() {
        let group = Shape::tabs(&[Pane::Findings, Pane::Rules]);
        let column = Shape::column(vec![map(), (270.0, group)]);
        let parts = vec![
            (SIDE_PX, Shape::tabs(&[Pane::Findings])),
            (SIDE_PX, Shape::tabs(&[Pane::Rules])),
        ];
        let apart = Shape::column(vec![map(), (270.0, Shape::row(parts))]);
        check(column.clone(), (Pane::Rules, Move::Apart), apart.clone());
        // By itself it is apart already.
        check(apart.clone(), (Pane::Rules, Move::Apart), apart);
        let larger = Shape::column(vec![map(), (330.0, Shape::tabs(&[Pane::Findings, Pane::Rules]))]);
        check(column, (Pane::Findings, Move::Larger), larger.clone());
        let least = [Move::Smaller; 9].into_iter();
        let least = least.fold(larger, |shape, how| shape.moved(Pane::Findings, how));
        let Shape::Split(split) = least else {
            panic!("a column")
        };
        assert_eq!(split.parts[1].0, LEAST_PX);
    }

    #[test]
    fn no_step_loses_a_pane_or_moves_the_map() {
        for preset in Preset::ALL {
            let shape = preset.shape();
            let open = |shape: &Shape| Pane::ALL.into_iter().filter(|pane| shape.is_open(*pane)).count();
            for pane in Pane::ALL {
                for how in Move::ALL {
                    let moved = shape.clone().moved(pane, how);
                    assert_eq!(open(&moved), open(&shape), "{preset:?} {pane:?} {how:?}");
                    assert_eq!(moved.clone().settled(), moved, "{preset:?} {pane:?} {how:?}");
                }
            }
            assert_eq!(shape.clone().moved(Pane::Map, Move::Left), shape);
        }
    }
}
