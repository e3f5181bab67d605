//! What drawing a part of the canvas costs where the processor plays the graphics card.
//!
//! The numbers were measured with Mesa's llvmpipe on two cores. On a faster machine a part of the canvas is smaller than
//! it need be, and nothing else changes.

use eframe::egui::{PaintCallbackInfo, Rect};

use super::super::drawing::pieces::amount_in_sight;
use super::super::frame::{Parts, PlacedTile, Sheet};
use super::brush::{MARGIN, is_cased, is_patterned};
use super::stock::{GpuTile, Stock};

/// Nanoseconds of an edge of a line.
const EDGE_NS: f64 = 550.0;
/// Of a pixel of a line.
const LINE_NS: f64 = 3.0;
/// Of a triangle.
const TRIANGLE_NS: f64 = 200.0;
/// Of a pixel of a triangle, without and with a pattern.
const FILL_NS: [f64; 2] = [3.0, 6.0];
/// Of a pixel that is summed up.
const OVERVIEW_NS: f64 = 3.0;
/// Of a point with its symbol, wherever it lies; and of its pixels.
const MARKER_NS: [f64; 2] = [400.0, 1_100.0];

/// Nanoseconds that it takes to draw all sheets within a part of the canvas, in points.
pub fn effort_ns(stock: &Stock, sheets: &[Sheet], info: &PaintCallbackInfo, part: Rect) -> f64 {
    let efforts = sheets.iter().flat_map(|sheet| {
        let weights = Weights::of(stock, sheet);
        let tiles = sheet.tiles.iter();
        tiles.filter_map(move |placed| {
            let tile = stock.tile(placed.tile.serial)?;
            Some(weights.of_tile(tile, placed, (info, part)))
        })
    });
    efforts.sum()
}

/// What the things of a sheet cost.
struct Weights {
    parts: Parts,
    edge: f64,
    /// Of a length of one point.
    line: f64,
    fill: f64,
}

impl Weights {
    fn of(stock: &Stock, sheet: &Sheet) -> Weights {
        let most = |width: fn(&super::super::paint_style::PaintStyle) -> f32| {
            let widths = sheet.styles.iter().map(width);
            f64::from(widths.fold(0.0, f32::max))
        };
        let mut weights = Weights {
            parts: sheet.parts,
            edge: EDGE_NS,
            line: LINE_NS * (most(|style| style.line_px) + 1.0),
            fill: FILL_NS[usize::from(is_patterned(sheet))],
        };
        if is_cased(stock, sheet) {
            weights.edge += EDGE_NS;
            weights.line += LINE_NS * (most(|style| style.casing_px) + 1.0);
        }
        weights
    }

    fn of_tile(&self, tile: &GpuTile, placed: &PlacedTile, (info, part): (&PaintCallbackInfo, Rect)) -> f64 {
        let mut effort = 0.0;
        if self.parts != Parts::NoMarkers {
            let count = tile.markers.as_ref().map_or(0, |(_, count)| *count);
            let share = f64::from(part.area() / info.viewport.area());
            effort += f64::from(count) * (MARKER_NS[0] + share * MARKER_NS[1]);
        }
        let own = placed.clip.intersect(part);
        if self.parts == Parts::Markers || !own.is_positive() {
            return effort;
        }
        let ppp = f64::from(info.pixels_per_point);
        if tile.overview.is_some() {
            effort += OVERVIEW_NS * f64::from(own.area()) * ppp * ppp;
        }
        let window = placed.window(info.viewport, own, MARGIN);
        let step_px = placed.scale * ppp;
        let (edges, length) = amount_in_sight(&tile.stroke_pieces, &window);
        effort += self.edge * edges + self.line * length * step_px * ppp;
        let (indices, area) = amount_in_sight(&tile.fill_pieces, &window);
        effort + TRIANGLE_NS * indices / 3.0 + self.fill * area * step_px * step_px
    }
}
