//! The shape of a layout: rows and columns of tabs, as plain data.

use super::pane::{Home, Pane};

/// Room that a pane gets which nobody has given any, in pixels.
pub const SIDE_PX: f32 = 320.0;
/// As [`SIDE_PX`], for what stands above or below.
pub const BELOW_PX: f32 = 270.0;

/// A part of the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Panes behind each other.
    Tabs(Tabs),
    /// Parts beside or below each other.
    Split(Split),
}

/// Panes behind each other, of which one is seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tabs {
    /// The panes in their order.
    pub seats: Vec<Seat>,
    /// The one that is seen, if it is open.
    pub front: usize,
}

/// A pane in its place. One that is closed keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The pane.
    pub pane: Pane,
    /// It is open.
    pub open: bool,
}

/// Parts beside or below each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Which way they follow each other.
    pub way: Way,
    /// The parts, each with its width or height in pixels; the part with the map takes what is left.
    pub parts: Vec<(f32, Shape)>,
}

/// Which way the parts of a split follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From left to right.
    Row,
    /// From top to bottom.
    Column,
}

impl Way {
    /// What a part gets that nobody has given any room, in pixels.
    pub fn usual_px(self) -> f32 {
        match self {
            Way::Row => SIDE_PX,
            Way::Column => BELOW_PX,
        }
    }
}

impl Tabs {
    /// Open panes, the first one in front.
    pub fn of(panes: &[Pane]) -> Tabs {
        let seats = panes.iter().map(|&pane| Seat { pane, open: true });
        Tabs {
            seats: seats.collect(),
            front: 0,
        }
    }

    /// The pane that is seen: the one in front, else the first one that is open.
    pub fn seen(&self) -> Option<Pane> {
        let front = self.seats.get(self.front).filter(|seat| seat.open);
        let seat = front.or_else(|| self.seats.iter().find(|seat| seat.open));
        seat.map(|seat| seat.pane)
    }

    pub(super) fn place(&self, pane: Pane) -> Option<usize> {
        self.seats.iter().position(|seat| seat.pane == pane)
    }
}

impl Shape {
    /// Panes behind each other.
    pub fn tabs(panes: &[Pane]) -> Shape {
        Shape::Tabs(Tabs::of(panes))
    }

    /// Parts beside each other.
    pub fn row(parts: Vec<(f32, Shape)>) -> Shape {
        Shape::Split(Split { way: Way::Row, parts })
    }

    /// Parts below each other.
    pub fn column(parts: Vec<(f32, Shape)>) -> Shape {
        let way = Way::Column;
        Shape::Split(Split { way, parts })
    }

    /// All groups of panes, from the left and the top.
    pub fn groups(&self) -> Vec<&Tabs> {
        match self {
            Shape::Tabs(tabs) => vec![tabs],
            Shape::Split(split) => split.parts.iter().flat_map(|(_, part)| part.groups()).collect(),
        }
    }

    pub(super) fn groups_mut(&mut self) -> Vec<&mut Tabs> {
        match self {
            Shape::Tabs(tabs) => vec![tabs],
            Shape::Split(split) => {
                let parts = split.parts.iter_mut();
                parts.flat_map(|(_, part)| part.groups_mut()).collect()
            }
        }
    }

    /// True where the pane has a place in it, open or closed.
    pub fn holds(&self, pane: Pane) -> bool {
        self.groups().iter().any(|tabs| tabs.place(pane).is_some())
    }

    /// True where the pane is open, if behind another one.
    pub fn is_open(&self, pane: Pane) -> bool {
        let mut seats = self.groups().into_iter().flat_map(|tabs| tabs.seats.iter());
        seats.any(|seat| seat.pane == pane && seat.open)
    }

    /// True where the pane is seen.
    pub fn is_front(&self, pane: Pane) -> bool {
        self.groups().iter().any(|tabs| tabs.seen() == Some(pane))
    }

    /// Opens a pane in its place and brings it to the front; one without a place gets it beside others of its home.
    pub fn show(&mut self, pane: Pane) {
        if !self.holds(pane) {
            self.seat(pane);
        }
        for tabs in self.groups_mut() {
            if let Some(place) = tabs.place(pane) {
                tabs.front = place;
                tabs.seats[place].open = true;
            }
        }
    }

    /// Closes a pane; the map stays.
    pub fn close(&mut self, pane: Pane) {
        if pane == Pane::Map {
            return;
        }
        for tabs in self.groups_mut() {
            if let Some(place) = tabs.place(pane) {
                tabs.seats[place].open = false;
            }
        }
    }

    /// Gives a pane a place.
    fn seat(&mut self, pane: Pane) {
        let home = pane.home();
        let seat = Seat { pane, open: true };
        let at_home = |tabs: &&mut Tabs| {
            let mut seats = tabs.seats.iter();
            seats.any(|seat| seat.pane != Pane::Map && seat.pane.home() == home)
        };
        if let Some(tabs) = self.groups_mut().into_iter().find(at_home) {
            tabs.seats.push(seat);
            return;
        }
        let new = Shape::tabs(&[pane]);
        if home == Home::Below {
            self.beside(Way::Column, new, true);
        } else if let Some(tabs) = self.around_map() {
            tabs.beside(Way::Row, new, home != Home::Left);
        }
    }

    /// The row that the map stands in, else the map itself.
    pub(super) fn around_map(&mut self) -> Option<&mut Shape> {
        let splits_map = |part: &Shape| matches!(part, Shape::Split(_)) && part.holds(Pane::Map);
        let stop = match self {
            Shape::Tabs(_) => true,
            Shape::Split(split) => {
                split.way == Way::Row && !split.parts.iter().any(|(_, part)| splits_map(part))
            }
        };
        if stop {
            return Some(self);
        }
        let Shape::Split(split) = self else {
            return None;
        };
        let part = split.parts.iter_mut().find(|(_, part)| part.holds(Pane::Map));
        part.and_then(|(_, part)| part.around_map())
    }

    /// Puts another part beside or below it.
    pub(super) fn beside(&mut self, way: Way, new: Shape, after: bool) {
        let px = way.usual_px();
        if let Shape::Split(split) = self
            && split.way == way
        {
            let place = if after { split.parts.len() } else { 0 };
            split.parts.insert(place, (px, new));
            return;
        }
        let own = std::mem::replace(self, Shape::Tabs(Tabs::default()));
        let mut parts = vec![(px, own)];
        parts.insert(usize::from(after), (px, new));
        *self = Shape::Split(Split { way, parts });
    }

    /// As it may be shown: each pane once, the map by itself, nothing empty, sizes that are sizes.
    pub fn settled(self) -> Shape {
        let mut seen = Vec::new();
        let Some(mut settled) = prune(self, &mut seen) else {
            return Shape::tabs(&[Pane::Map]);
        };
        if !seen.contains(&Pane::Map) {
            let map = (Way::Row.usual_px(), Shape::tabs(&[Pane::Map]));
            settled = Shape::row(vec![map, (Way::Row.usual_px(), settled)]);
        }
        settled.show(Pane::Map);
        settled
    }
}

fn prune(shape: Shape, seen: &mut Vec<Pane>) -> Option<Shape> {
    match shape {
        Shape::Tabs(mut tabs) => {
            let front = tabs.seats.get(tabs.front).map(|seat| seat.pane);
            tabs.seats.retain(|seat| {
                let new = !seen.contains(&seat.pane);
                seen.push(seat.pane);
                new
            });
            tabs.front = front.and_then(|pane| tabs.place(pane)).unwrap_or(0);
            match tabs.seats.len() {
                0 => None,
                1 => Some(Shape::Tabs(tabs)),
                _ if tabs.place(Pane::Map).is_some() => Some(apart(tabs)),
                _ => Some(Shape::Tabs(tabs)),
            }
        }
        Shape::Split(split) => {
            let way = split.way;
            let parts = split.parts.into_iter().filter_map(|(px, part)| {
                let px = if px.is_finite() && px >= 1.0 {
                    px
                } else {
                    way.usual_px()
                };
                Some((px, prune(part, seen)?))
            });
            let mut parts: Vec<(f32, Shape)> = parts.collect();
            match parts.len() {
                0 => None,
                1 => parts.pop().map(|(_, part)| part),
                _ => Some(Shape::Split(Split { way, parts })),
            }
        }
    }
}

/// The map, and beside it what was put behind it.
fn apart(mut tabs: Tabs) -> Shape {
    tabs.seats.retain(|seat| seat.pane != Pane::Map);
    tabs.front = tabs.front.min(tabs.seats.len().saturating_sub(1));
    let map = Shape::tabs(&[Pane::Map]);
    Shape::row(vec![(SIDE_PX, map), (SIDE_PX, Shape::Tabs(tabs))])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Shape {
        Shape::tabs(&[Pane::Map])
    }

    fn check(shape: Shape, expected: Shape) {
        assert_eq!(shape.settled(), expected);
    }

    #[test]
    fn what_is_shown_is_whole() {
        let layers = || Shape::tabs(&[Pane::Layers]);
        check(Shape::row(Vec::new()), map());
        check(Shape::tabs(&[Pane::Map, Pane::Map]), map());
        check(Shape::column(vec![(9.0, map()), (9.0, map())]), map());
        check(layers(), Shape::row(vec![(SIDE_PX, map()), (SIDE_PX, layers())]));
        check(
            Shape::tabs(&[Pane::Layers, Pane::Map]),
            Shape::row(vec![(SIDE_PX, map()), (SIDE_PX, layers())]),
        );
        check(
            Shape::row(vec![(f32::NAN, layers()), (-3.0, map())]),
            Shape::row(vec![(SIDE_PX, layers()), (SIDE_PX, map())]),
        );
        let mut closed = Tabs::of(&[Pane::Map]);
        closed.seats[0].open = false;
        check(Shape::Tabs(closed), map());
    }

    #[test]
    fn a_pane_without_a_place_opens_at_home() {
        let mut shape = map();
        shape.show(Pane::Layers);
        shape.show(Pane::Inspector);
        shape.show(Pane::Findings);
        shape.show(Pane::Problems);
        let upper = Shape::row(vec![
            (SIDE_PX, Shape::tabs(&[Pane::Layers])),
            (SIDE_PX, map()),
            (SIDE_PX, Shape::tabs(&[Pane::Inspector])),
        ]);
        let mut below = Tabs::of(&[Pane::Findings, Pane::Problems]);
        below.front = 1;
        let expected = Shape::column(vec![(BELOW_PX, upper), (BELOW_PX, Shape::Tabs(below))]);
        assert_eq!(shape, expected);
        assert!(shape.is_front(Pane::Problems) && !shape.is_front(Pane::Findings));
        assert_eq!(shape.clone().settled(), shape);
    }

    #[test]
    fn a_closed_pane_keeps_its_place() {
        let mut shape = Shape::row(vec![(200.0, Shape::tabs(&[Pane::Rules])), (400.0, map())]);
        let before = shape.clone();
        shape.close(Pane::Rules);
        assert!(!shape.is_open(Pane::Rules) && shape.holds(Pane::Rules));
        shape.show(Pane::Rules);
        assert_eq!(shape, before);
        shape.close(Pane::Map);
        assert!(shape.is_open(Pane::Map), "the map stays");
    }
}
