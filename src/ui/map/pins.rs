//! Pins that mark places on the map.

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Shape, Stroke, pos2, vec2};
use geo::Coord;

use super::map_view::Pane;
use super::style::CanvasStyle;

/// So near to a pin's head a click means it, in pixels.
const REACH_PX: f32 = 11.0;
/// How high the head stands over the place.
const HEIGHT_PX: f32 = 20.0;
const HEAD_PX: f32 = 7.0;

/// A place that is marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Pin {
    /// Where, in the plane.
    pub at: Coord<f64>,
    /// What stands beside it.
    pub text: String,
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

/// Draws the pins, each with its text.
pub fn paint_pins(painter: &Painter, pane: &Pane, pins: &Pins, style: &CanvasStyle) {
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
        if pin.text.is_empty() {
            continue;
        }
        let at = head + vec2(HEAD_PX + 5.0, 0.0);
        let font = FontId::proportional(12.0);
        let galley = painter.layout_no_wrap(pin.text.clone(), font, style.ink);
        let rect = Align2::LEFT_CENTER.anchor_size(at, galley.size());
        painter.rect_filled(rect.expand2(vec2(4.0, 2.0)), 4.0, style.halo.gamma_multiply(0.85));
        painter.galley(rect.min, galley, style.ink);
    }
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;
    use eframe::egui::Rect;

    #[test]
    fn a_pin_is_hit_at_its_head_and_goes() {
        let pane = MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0)
            .on(Rect::from_min_size(pos2(0.0, 0.0), vec2(200.0, 200.0)));
        let mut pins = Pins::default();
        let pin = |x: f64, text: &str| Pin {
            at: Coord { x, y: 0.0 },
            text: text.into(),
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
