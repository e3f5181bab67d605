//! Features too small for a shape of their own: boxes of a few pixels, all in one list of triangles.

use std::collections::HashSet;
use std::sync::Arc;

use eframe::egui::epaint::Mesh as Triangles;
use eframe::egui::{Color32, Painter, Rect, Shape as Paint, pos2, vec2};

use crate::geom::extent::Extent;
use crate::model::symbology::Symbol;

use super::map_view::Pane;
use super::style::CanvasStyle;

/// Share of the border's colour in a box, which has no border of its own.
const BORDER_SHARE: f32 = 0.35;

/// The small features of one layer.
#[derive(Debug)]
pub struct Specks {
    pane: Pane,
    style: CanvasStyle,
    triangles: Triangles,
    /// Pixels that a feature of at most their size has filled: a second one would only darken them.
    filled: HashSet<(i32, i32, Color32)>,
}

impl Specks {
    /// None yet.
    pub fn new(pane: Pane, style: CanvasStyle) -> Specks {
        Specks {
            pane,
            style,
            triangles: Triangles::default(),
            filled: HashSet::new(),
        }
    }

    /// The longer side of a box on the screen, in pixels.
    pub fn size_px(&self, extent: &Extent) -> f64 {
        extent.width().max(extent.height()) / self.pane.view.resolution_m_per_px()
    }

    /// Adds a feature by its box; what is smaller than a pixel fills one.
    pub fn add(&mut self, extent: &Extent, symbol: &Symbol, opacity: f32) {
        let border = self.style.line_color(symbol.stroke, opacity);
        let color = self
            .style
            .fill(symbol, opacity)
            .lerp_to_gamma(border, BORDER_SHARE);
        let a = self.pane.screen_from_map(extent.min);
        let b = self.pane.screen_from_map(extent.max);
        let rect = if self.size_px(extent) < 1.0 {
            let pixel = pos2(a.x.floor(), b.y.floor());
            if !self.filled.insert((pixel.x as i32, pixel.y as i32, color)) {
                return;
            }
            Rect::from_min_size(pixel, vec2(1.0, 1.0))
        } else {
            let rect = Rect::from_two_pos(a, b);
            Rect::from_center_size(rect.center(), rect.size().max(vec2(1.0, 1.0)))
        };
        self.triangles.add_colored_rect(rect, color);
    }

    /// Draws all of them.
    pub fn paint(self, painter: &Painter) {
        if !self.triangles.is_empty() {
            painter.add(Paint::mesh(Arc::new(self.triangles)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::map_view::MapView;
    use super::*;
    use crate::model::role::Role;
    use crate::model::symbology::of_role;
    use geo::Coord;

    #[test]
    fn what_shares_a_pixel_is_drawn_once() {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(100.0, 100.0));
        let pane = MapView::new(Coord { x: 0.0, y: 0.0 }, 10.0).on(rect);
        let mut specks = Specks::new(pane, CanvasStyle::of(false));
        for k in 0..50 {
            let corner = Coord {
                x: 1.0 + 0.1 * f64::from(k),
                y: 2.0,
            };
            let tiny = Extent::from_corners(
                corner,
                Coord {
                    x: corner.x + 1.0,
                    y: 3.0,
                },
            );
            specks.add(&tiny, &of_role(Role::Wetland), 1.0);
        }
        assert_eq!(specks.triangles.indices.len(), 6);
    }
}
