//! Makes a tile: sorts its items by size, and turns each into cells, triangles, edges and markers.

use std::collections::HashSet;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::geom::window::Window;

use super::SMALL_CELLS;
use super::cut::{HALF, ring, runs};
use super::fill::{FillVertex, Filler};
use super::grid::{MARGIN_CELLS, TileKey, UNITS_PER_CELL};
use super::overview::{Overview, Shares};
use super::simplify::simplified;
use super::source::{Drawable, Source};
use super::stroke::{StrokeVertex, Strokes, packed};

/// How far an edge may be from what it stands for, in cells; under half a pixel.
const TOLERANCE_CELLS: f64 = 0.4;
/// From so many vertices on a large shape is cut to a window before it is simplified.
const WINDOW_FROM_VERTICES: usize = 4096;
/// How far the window reaches beyond the tile's margin, in cells, so that simplifying does not show at the border.
const WINDOW_MARGIN_CELLS: f64 = MARGIN_CELLS as f64;
/// Of markers that stand closer than this in cells only one of each style is drawn.
const MARKER_CELLS: f64 = 1.5;

/// Everything that a tile draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileBody {
    /// What was too small to be drawn one by one.
    pub shares: Option<Shares>,
    /// Corners of triangles.
    pub fill: Vec<FillVertex>,
    /// Three per triangle, into `fill`.
    pub indices: Vec<u32>,
    /// Borders and lines.
    pub strokes: Vec<StrokeVertex>,
    /// Places of points: steps from the tile's centre, and the style's number.
    pub markers: Vec<[u32; 2]>,
}

impl TileBody {
    /// True where it draws nothing.
    pub fn is_empty(&self) -> bool {
        self.bytes() == 0
    }

    /// Bytes that it takes, here or on the graphics card.
    pub fn bytes(&self) -> usize {
        let texels = self.shares.as_ref().map_or(0, |shares| shares.texels.len());
        texels
            + 8 * self.fill.len()
            + 4 * self.indices.len()
            + 12 * self.strokes.len()
            + 8 * self.markers.len()
    }
}

/// Makes the tile of a source. Pure and slow: belongs into a background job.
pub fn build_tile(source: &dyn Source, key: TileKey) -> TileBody {
    let mut builder = Builder {
        key,
        overview: Overview::new(key),
        filler: Filler::default(),
        strokes: Strokes::default(),
        markers: Vec::new(),
        marked: HashSet::new(),
        window: Window::default(),
    };
    let (square, reach) = (key.extent(), key.reach());
    for item in source.candidates(&reach) {
        let extent = source.item_extent(item);
        let size_cells = extent.width().max(extent.height()) / key.cell_m();
        let style = source.style(item);
        if size_cells < SMALL_CELLS && source.is_areal(item) {
            if extent.meets(&square) {
                match source.small(item) {
                    Some(shape) => builder.overview.add(&shape, style),
                    None => builder.overview.add_box(&extent, style),
                }
            }
        } else if let Some(drawable) = source.drawable(item) {
            builder.draw(&drawable, style, reach.common_with(&extent) == extent);
        }
    }
    TileBody {
        shares: builder.overview.finish(),
        fill: builder.filler.vertices,
        indices: builder.filler.indices,
        strokes: builder.strokes.vertices,
        markers: builder.markers,
    }
}

struct Builder {
    key: TileKey,
    overview: Overview,
    filler: Filler,
    strokes: Strokes,
    markers: Vec<[u32; 2]>,
    marked: HashSet<(i64, i64, u8)>,
    window: Window,
}

impl Builder {
    /// Draws an item; `whole` where no part of it is beyond the tile's reach.
    fn draw(&mut self, drawable: &Drawable, style: u8, whole: bool) {
        match drawable {
            Drawable::Shape(shape) => {
                if !whole && shape.vertex_count() >= WINDOW_FROM_VERTICES {
                    self.cut_window(shape, style);
                } else {
                    for polygon in shape.areas() {
                        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                        let rings: Vec<Vec<[f64; 2]>> = rings.map(|ring| self.thinned(&ring.0)).collect();
                        self.rings(&rings, style, whole);
                    }
                }
                for line in shape.lines() {
                    let path = self.thinned(&line.0);
                    self.path(&path, style, whole);
                }
                shape.points().iter().for_each(|point| self.mark(point.0, style));
            }
            Drawable::Gap(ends) => {
                let path = ends.map(|end| self.key.units(end));
                self.path(&path, style, whole);
                ends.iter().for_each(|&end| self.mark(end, style));
            }
        }
    }

    /// A shape of many vertices: first what matters here, then as the others.
    fn cut_window(&mut self, shape: &Shape, style: u8) {
        let around: Extent = self
            .key
            .extent()
            .inflated(WINDOW_MARGIN_CELLS * self.key.cell_m());
        let mut window = std::mem::take(&mut self.window);
        window.look_at(shape, &around);
        let rings: Vec<Vec<[f64; 2]>> = window.rings().map(|ring| self.thinned(ring)).collect();
        self.window = window;
        self.rings(&rings, style, false);
    }

    fn rings(&mut self, rings: &[Vec<[f64; 2]>], style: u8, whole: bool) {
        rings.iter().for_each(|ring| self.path(ring, style, whole));
        if whole {
            return self.filler.add(rings, style);
        }
        let rings: Vec<Vec<[f64; 2]>> = rings.iter().map(|corners| ring(corners)).collect();
        self.filler.add(&rings, style);
    }

    fn path(&mut self, path: &[[f64; 2]], style: u8, whole: bool) {
        let inside = |at: &[f64; 2]| at.iter().all(|step| step.abs() <= HALF);
        if whole || path.iter().all(inside) {
            // A ring that lies in the tile stays one.
            return self.strokes.push(path, 0.0, style);
        }
        for run in runs(path) {
            self.strokes.push(&run.path, run.from_cells, style);
        }
    }

    /// A path in steps, with the vertices that this level shows.
    fn thinned(&self, path: &[Coord<f64>]) -> Vec<[f64; 2]> {
        let path: Vec<[f64; 2]> = path.iter().map(|&place| self.key.units(place)).collect();
        simplified(&path, TOLERANCE_CELLS * UNITS_PER_CELL)
    }

    /// Notes a marker; those in the margin are another tile's.
    fn mark(&mut self, place: Coord<f64>, style: u8) {
        if !self.key.holds(place) {
            return;
        }
        let units = self.key.units(place);
        let [x, y] = units.map(|step| (step / (MARKER_CELLS * UNITS_PER_CELL)).floor() as i64);
        if self.marked.insert((x, y, style)) {
            self.markers.push([packed(units), u32::from(style)]);
        }
    }
}
