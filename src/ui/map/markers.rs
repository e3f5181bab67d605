//! Points: turbines, squares, triangles, circles.

use eframe::egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2, vec2};

use crate::model::symbology::{Marker, Symbol};

use super::style::{CanvasStyle, color};

/// Radius of a marker on a large-scale map, in pixels.
pub const RADIUS_PX: f32 = 8.5;
/// Radius on a small-scale map.
const LEAST_RADIUS_PX: f32 = 3.5;
/// Up to this resolution markers keep their full size; with every doubling they lose a pixel.
const FULL_SIZE_M_PER_PX: f64 = 8.0;

/// How one marker is drawn.
#[derive(Clone, Copy, Debug)]
pub struct MarkerPaint {
    /// Its form.
    pub marker: Marker,
    /// Inside.
    pub body: Color32,
    /// Round the inside: the symbol's stroke, or the colour of a project's verdict.
    pub rim: Color32,
    /// Drawn on the inside.
    pub ink: Color32,
    /// Round the rim, so that it parts from what lies below.
    pub halo: Color32,
    /// In pixels.
    pub radius_px: f32,
}

impl MarkerPaint {
    /// A symbol without a verdict.
    pub fn of(symbol: &Symbol, radius_px: f32, style: &CanvasStyle) -> MarkerPaint {
        let ink = color(symbol.stroke, 1.0);
        MarkerPaint {
            marker: symbol.marker,
            // A marker stands on its own ground, so it keeps its colours on a dark canvas.
            body: color(symbol.fill.with_opacity(255), 1.0),
            rim: ink,
            ink,
            halo: style.halo.gamma_multiply(0.85),
            radius_px,
        }
    }
}

/// Radius of markers at a resolution: smaller where the map is coarse and they would hide each other.
pub fn radius_px(resolution_m_per_px: f64) -> f32 {
    let doublings = (resolution_m_per_px / FULL_SIZE_M_PER_PX).log2().max(0.0) as f32;
    (RADIUS_PX - doublings).max(LEAST_RADIUS_PX)
}

/// Draws one marker, with a thin halo.
pub fn paint_marker(painter: &Painter, at: Pos2, paint: &MarkerPaint) {
    let radius = paint.radius_px;
    let (body, halo, ink) = (paint.body, paint.halo, paint.ink);
    let rim = Stroke::new((0.2 * radius).clamp(1.2, 2.2), paint.rim);
    match paint.marker {
        Marker::Turbine => {
            painter.circle_filled(at, radius + 1.5, halo);
            painter.circle(at, radius, body, rim);
            paint_blades(painter, at, radius, ink);
        }
        Marker::Circle => {
            painter.circle_filled(at, 0.75 * radius + 1.5, halo);
            painter.circle(at, 0.75 * radius, body, rim);
        }
        Marker::Square => paint_polygon(painter, at, (4, 0.95 * radius), (body, rim, halo)),
        Marker::Triangle => paint_polygon(painter, at, (3, 1.05 * radius), (body, rim, halo)),
    }
}

/// Three blades and a mast, as on topographic maps.
fn paint_blades(painter: &Painter, at: Pos2, radius: f32, ink: Color32) {
    let hub = at - vec2(0.0, 0.12 * radius);
    painter.line_segment(
        [hub, at + vec2(0.0, 0.82 * radius)],
        Stroke::new((0.13 * radius).max(0.8), ink),
    );
    for third in 0..3 {
        let along = Vec2::angled(-std::f32::consts::FRAC_PI_2 + third as f32 * std::f32::consts::TAU / 3.0);
        let across = along.rot90() * 0.11 * radius;
        let blade = vec![
            hub + across,
            hub + along * (0.25 * radius) + across * 1.2,
            hub + along * (0.72 * radius),
            hub - across * 0.4,
        ];
        painter.add(Shape::convex_polygon(blade, ink, Stroke::NONE));
    }
    painter.circle_filled(hub, 0.14 * radius, ink);
}

fn paint_polygon(
    painter: &Painter,
    at: Pos2,
    (corners, radius): (usize, f32),
    (body, rim, halo): (Color32, Stroke, Color32),
) {
    // Squares lie on a side, triangles too; both point up.
    let turn = if corners == 4 {
        0.25 * std::f32::consts::PI
    } else {
        -std::f32::consts::FRAC_PI_2
    };
    let ring = |radius: f32| -> Vec<Pos2> {
        (0..corners)
            .map(|k| at + radius * Vec2::angled(turn + k as f32 * std::f32::consts::TAU / corners as f32))
            .collect()
    };
    painter.add(Shape::convex_polygon(ring(radius + 2.0), halo, Stroke::NONE));
    painter.add(Shape::convex_polygon(ring(radius), body, rim));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_shrink_on_coarse_maps_and_stay_visible() {
        assert_eq!(radius_px(0.1), RADIUS_PX);
        assert_eq!(radius_px(16.0), RADIUS_PX - 1.0);
        assert_eq!(radius_px(1e6), LEAST_RADIUS_PX);
    }
}
