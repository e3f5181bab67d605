//! What one frame draws of tiles: which, where, and in which styles. Made on the window's thread, within its few
//! milliseconds; drawn by the graphics card or, without one, as triangles for egui.

use std::sync::Arc;

use eframe::egui::{Color32, Rect};
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;
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

impl Sheet {
    /// True where its tiles do not stand upright.
    pub fn is_turned(&self) -> bool {
        self.tiles.first().is_some_and(|placed| !placed.turn.is_none())
    }
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
    /// How the map is turned.
    pub turn: Turn,
    /// The part of the screen that is the tile's, in points, or on a turned map the box around it. Markers may reach over
    /// it.
    pub clip: Rect,
    /// The same part, exactly: its left upper and right lower corner in points from the middle of the canvas, if the map
    /// were turned back.
    pub square: [[f64; 2]; 2],
}

impl PlacedTile {
    /// The part of the tile that shows within `part` of the canvas (both in points), and what reaches into it from
    /// `margin` points around.
    pub fn window(&self, canvas: Rect, part: Rect, margin: f64) -> Window {
        let middle = canvas.center();
        let corners = [
            part.left_top(),
            part.right_top(),
            part.right_bottom(),
            part.left_bottom(),
        ];
        let steps = corners.map(|corner| {
            let offset = corner - middle;
            self.steps_at([f64::from(offset.x), f64::from(offset.y)])
        });
        let margin = margin / self.scale;
        let mut least = [0, 1].map(|axis| steps.iter().map(|at| at[axis]).fold(f64::INFINITY, f64::min));
        let mut most = [0, 1].map(|axis| steps.iter().map(|at| at[axis]).fold(f64::NEG_INFINITY, f64::max));
        if !self.turn.is_none() {
            // The box around what is the tile's own holds more than that.
            let [left_top, right_bottom] = self.square.map(|corner| self.steps_at(self.turn.apply(corner)));
            least = [least[0].max(left_top[0]), least[1].max(right_bottom[1])];
            most = [most[0].min(right_bottom[0]), most[1].min(left_top[1])];
        }
        Window {
            least: least.map(|step| (step - margin) as f32),
            most: most.map(|step| (step + margin) as f32),
        }
    }

    /// Steps east and north of the tile's centre, so many points right of and below the middle of the canvas.
    fn steps_at(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [east, south] = self.turn.undo([x - self.center[0], y - self.center[1]]);
        [east / self.scale, -south / self.scale]
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
    let turn = pane.view.turn();
    let Extent { min, max } = placed.clip;
    let north_up = pane.view.with_turn(Turn::NONE).on(pane.rect);
    let corners = [Coord { x: min.x, y: max.y }, Coord { x: max.x, y: min.y }];
    PlacedTile {
        center: pane.offset_px(key.center()),
        scale: key.cell_m() / (UNITS_PER_CELL * pane.view.resolution_m_per_px()),
        turn,
        clip: screen_rect(pane, &placed.clip),
        square: corners.map(|corner| north_up.offset_px(corner)),
        tile: placed.tile,
    }
}

/// The box around an extent on the screen.
fn screen_rect(pane: &Pane, extent: &Extent) -> Rect {
    let Extent { min, max } = *extent;
    let corner = |place: Coord<f64>| pane.screen_from_map(place);
    let rect = Rect::from_two_pos(corner(min), corner(max));
    match pane.view.turn().is_none() {
        true => rect,
        false => rect.union(Rect::from_two_pos(
            corner(Coord { x: min.x, y: max.y }),
            corner(Coord { x: max.x, y: min.y }),
        )),
    }
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
