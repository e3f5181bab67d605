//! What one frame draws of tiles: which, where, and in which styles. Made on the window's thread, within its few
//! milliseconds; drawn by the graphics card or, without one, as triangles for egui.

use std::sync::Arc;

use eframe::egui::{Color32, Pos2, Rect};
use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::symbology::HATCH_TILE_PX;

use super::drawing::grid::{UNITS_PER_CELL, level_of};
use super::drawing::pieces::Window;
use super::drawing::store::{DrawingId, Placed, Store, Tile};
use super::map_view::{MapView, Pane};
use super::markers::radius_px;
use super::paint_style::PaintStyle;

/// Which parts of tiles are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parts {
    /// Everything.
    All,
    /// Everything but points: these come later, above other things.
    NoMarkers,
    /// Points only.
    Markers,
}

/// The tiles of one drawing in a frame.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// In the order of painting.
    pub tiles: Vec<PlacedTile>,
    /// By the number that the source gave.
    pub styles: Vec<PaintStyle>,
    /// Of what is summed up, 0 to 1; the styles have it already.
    pub opacity: f32,
    /// Which parts.
    pub parts: Parts,
}

/// A tile on the screen.
#[derive(Clone, Debug)]
pub struct PlacedTile {
    /// What.
    pub tile: Arc<Tile>,
    /// Its centre, points right and below the middle of the canvas.
    pub center: [f64; 2],
    /// Points per step of its coordinates.
    pub scale: f64,
    /// The part of the screen that is the tile's, in points. Markers may reach over it.
    pub clip: Rect,
}

impl PlacedTile {
    /// The part of the tile that shows within `part` of the canvas (both in points), and what reaches into it from
    /// `margin` points around.
    pub fn window(&self, canvas: Rect, part: Rect, margin: f64) -> Window {
        let middle = canvas.center();
        let east = |x: f32| (f64::from(x - middle.x) - self.center[0]) / self.scale;
        let north = |y: f32| -(f64::from(y - middle.y) - self.center[1]) / self.scale;
        let margin = margin / self.scale;
        Window {
            least: [east(part.min.x) - margin, north(part.max.y) - margin].map(|step| step as f32),
            most: [east(part.max.x) + margin, north(part.min.y) + margin].map(|step| step as f32),
        }
    }
}

/// All that the tiles of one frame have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ground {
    /// The canvas, in points.
    pub rect: Rect,
    /// What is seen there.
    pub view: MapView,
    /// What lies below everything.
    pub color: Color32,
    /// Pixels per point.
    pub pixels_per_point: f32,
    /// Of markers, in points.
    pub radius: f32,
    /// Where a pattern begins, in points of the screen, so that it stays on the ground.
    pub pattern: [f32; 2],
}

impl Ground {
    /// Of a pane.
    pub fn of(pane: &Pane, pixels_per_point: f32, color: Color32) -> Ground {
        let [x, y] = pane.offset_px(Coord { x: 0.0, y: 0.0 });
        let middle = pane.rect.center();
        let shift = |offset: f64, middle: f32| {
            (-(offset + f64::from(middle))).rem_euclid(f64::from(HATCH_TILE_PX)) as f32
        };
        Ground {
            rect: pane.rect,
            view: pane.view,
            color,
            pixels_per_point,
            radius: radius_px(pane.view.resolution_m_per_px()),
            pattern: [shift(x, middle.x), shift(y, middle.y)],
        }
    }

    /// How the plane falls on it.
    pub fn pane(&self) -> Pane {
        self.view.on(self.rect)
    }
}

/// Places what there is of a drawing, and notes in the store what is missing.
pub fn placed_tiles(
    store: &mut Store,
    id: &DrawingId,
    pane: &Pane,
    pixels_per_point: f32,
) -> Vec<PlacedTile> {
    let level = level_of(pane.view.resolution_m_per_px() / f64::from(pixels_per_point));
    let placed = store.place(id, &pane.extent(), level);
    placed.into_iter().map(|placed| on_screen(pane, placed)).collect()
}

fn on_screen(pane: &Pane, placed: Placed) -> PlacedTile {
    let key = placed.tile.key;
    PlacedTile {
        center: pane.offset_px(key.center()),
        scale: key.cell_m() / (UNITS_PER_CELL * pane.view.resolution_m_per_px()),
        clip: screen_rect(pane, &placed.clip),
        tile: placed.tile,
    }
}

fn screen_rect(pane: &Pane, extent: &Extent) -> Rect {
    let (a, b): (Pos2, Pos2) = (pane.screen_from_map(extent.min), pane.screen_from_map(extent.max));
    Rect::from_two_pos(a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{pos2, vec2};

    #[test]
    fn the_pattern_stays_on_the_ground_when_the_map_is_panned() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(800.0, 600.0));
        let view = MapView::new(
            Coord {
                x: 40_500_000.0,
                y: 3_350_000.0,
            },
            0.7,
        );
        let place = Coord {
            x: 40_500_010.0,
            y: 3_350_040.0,
        };
        let phase = |view: MapView| {
            let pane = view.on(rect);
            let at = pane.screen_from_map(place);
            let [x, y] = Ground::of(&pane, 1.0, Color32::WHITE).pattern;
            [at.x + x, at.y + y].map(|px| px.rem_euclid(HATCH_TILE_PX))
        };
        let (before, after) = (phase(view), phase(view.panned(vec2(33.0, -71.0))));
        for (a, b) in before.into_iter().zip(after) {
            assert!((a - b).abs() < 1e-2, "{before:?} {after:?}");
        }
    }
}
