//! Pins that mark places on the map.

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};
use geo::Coord;

use crate::words::{Bilingual, Lang};

use super::map_view::Pane;
use super::style::CanvasStyle;

/// So near to a pin's head a click means it, in pixels.
const REACH_PX: f32 = 11.0;
/// How high the head stands over the place.
const HEIGHT_PX: f32 = 20.0;
const HEAD_PX: f32 = 7.0;
/// The ground of a text goes so far beyond it, in pixels.
const TEXT_EDGE_PX: Vec2 = vec2(4.0, 2.0);

/// A place that is marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Where, in the plane.
    pub at: Coord<f64>,
    /// What stands beside it; nothing where it is empty.
    pub text: Bilingual,
}

/// The pins on the map, the oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins(Vec<Pin>);

impl Pins {
    /// Marks a place; one that is marked already is marked anew.
    pub fn drop_at(&mut self, pin: Pin) {
        self.0.retain(|own| own.at != pin.at);
        self.0.push(pin);
    }

    /// All pins.
    pub fn all(&self) -> &[Pin] {
        &self.0
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The topmost pin under a point of the screen.
    pub fn at(&self, pane: &Pane, point: Pos2) -> Option<usize> {
        let hit = |pin: &Pin| {
            let head = pane.screen_from_map(pin.at) - vec2(0.0, HEIGHT_PX);
            head.distance(point) <= REACH_PX
        };
        self.0.iter().rposition(hit)
    }

    /// Takes one away.
    pub fn remove(&mut self, number: usize) {
        if number < self.0.len() {
            self.0.remove(number);
        }
    }
}

/// Draws the pins, each with its text: to the right of it, or to its left where that would leave the map.
pub fn paint_pins(painter: &Painter, pane: &Pane, pins: &Pins, style: &CanvasStyle, lang: Lang) {
    let body = Color32::from_rgb(0xd2, 0x2f, 0x3c);
    for pin in pins.all() {
        let foot = pane.screen_from_map(pin.at);
        if !pane.rect.expand(60.0).contains(foot) {
            continue;
        }
        let head = foot - vec2(0.0, HEIGHT_PX);
        let halo = Stroke::new(1.5, style.halo);
        let sides = [pos2(head.x - 5.2, head.y + 4.8), pos2(head.x + 5.2, head.y + 4.8)];
        painter.add(Shape::convex_polygon(vec![sides[0], sides[1], foot], body, halo));
        painter.circle(head, HEAD_PX, body, halo);
        painter.circle_filled(head, 2.6, Color32::WHITE);
        let text = pin.text.get(lang);
        if text.is_empty() {
            continue;
        }
        let font = FontId::proportional(12.0);
        let galley = painter.layout_no_wrap(text.to_owned(), font, style.ink);
        let rect = beside(head, galley.size(), pane.rect);
        painter.rect_filled(rect.expand2(TEXT_EDGE_PX), 4.0, style.halo.gamma_multiply(0.85));
        painter.galley(rect.min, galley, style.ink);
    }
}

/// Where the text of a pin stands, of that size, on a map.
fn beside(head: Pos2, size: Vec2, map: Rect) -> Rect {
    let away = vec2(HEAD_PX + 5.0, 0.0);
    let right = Align2::LEFT_CENTER.anchor_size(head + away, size);
    let left = Align2::RIGHT_CENTER.anchor_size(head - away, size);
    let is_cut = right.right() + TEXT_EDGE_PX.x > map.right();
    let has_room = left.left() - TEXT_EDGE_PX.x >= map.left();
    if is_cut && has_room { left } else { right }
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;

    #[test]
    fn the_text_of_a_pin_at_the_edge_stands_on_its_other_side() {
        let map = Rect::from_min_size(pos2(0.0, 0.0), vec2(400.0, 300.0));
        let check = |x: f32, width: f32, is_right: bool| {
            let head = pos2(x, 100.0);
            let rect = beside(head, vec2(width, 16.0), map);
            assert_eq!(rect.left() > head.x, is_right, "{x} {width}");
        };
        check(100.0, 120.0, true);
        check(380.0, 120.0, false);
        // Where neither side has the room, the beginning at least is read.
        check(100.0, 350.0, true);
    }

    #[test]
    fn a_pin_is_hit_at_its_head_and_goes() {
        let pane = MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0)
            .on(Rect::from_min_size(pos2(0.0, 0.0), vec2(200.0, 200.0)));
        let mut pins = Pins::default();
        let pin = |x: f64, text: &str| Pin {
            at: Coord { x, y: 0.0 },
            text: Bilingual::same(text),
        };
        pins.drop_at(pin(0.0, "a"));
        pins.drop_at(pin(50.0, "b"));
        pins.drop_at(pin(0.0, "c"));
        assert_eq!(pins.all(), [pin(50.0, "b"), pin(0.0, "c")]);
        assert_eq!(pins.at(&pane, pos2(100.0, 80.0)), Some(1));
        assert_eq!(pins.at(&pane, pos2(100.0, 100.0)), None);
        pins.remove(1);
        pins.remove(9);
        assert_eq!(pins.all(), [pin(50.0, "b")]);
    }
}
