//! Makes a tile: sorts its items by size, and turns each into cells, triangles, edges and markers.

use std::collections::HashSet;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::geom::window::Window;

use super::SMALL_CELLS;
use super::cut::{HALF, ring, runs};
use super::fill::{FillVertex, Filler};
use super::grid::{TILE_CELLS, TileKey, UNITS_PER_CELL};
use super::overview::{Overview, Shares};
use super::simplify::simplified;
use super::source::{Drawable, Source};
use super::stroke::{StrokeVertex, Strokes, packed};

/// How far an edge may be from what it stands for, in cells; under half a pixel.
const TOLERANCE_CELLS: f64 = 0.4;
/// From so many vertices on a large shape is cut to a window before it is simplified.
const WINDOW_FROM_VERTICES: usize = 4096;
/// How far the window reaches beyond the tile, in cells, so that simplifying does not show at the border.
const WINDOW_MARGIN_CELLS: f64 = 32.0;
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
    let square = key.extent();
    for item in source.candidates(&key.reach()) {
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
        } else if size_cells <= f64::from(TILE_CELLS) {
            if key.holds(extent.center()) {
                builder.whole(source.drawable(item), style);
            }
        } else if extent.meets(&square) {
            builder.cut(source.drawable(item), style);
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
    /// An item that is drawn as a whole.
    fn whole(&mut self, drawable: Option<Drawable>, style: u8) {
        match drawable {
            Some(Drawable::Shape(shape)) => {
                for polygon in shape.areas() {
                    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                    let rings: Vec<Vec<[f64; 2]>> = rings.map(|ring| self.thinned(&ring.0)).collect();
                    rings.iter().for_each(|ring| self.strokes.push(ring, 0.0, style));
                    self.filler.add(&rings, style);
                }
                for line in shape.lines() {
                    let path = self.thinned(&line.0);
                    self.strokes.push(&path, 0.0, style);
                }
                shape.points().iter().for_each(|point| self.mark(point.0, style));
            }
            Some(Drawable::Gap(ends)) => {
                let path = ends.map(|end| self.key.units(end));
                self.strokes.push(&path, 0.0, style);
                ends.into_iter().for_each(|end| self.mark(end, style));
            }
            None => {}
        }
    }

    /// An item of which other tiles draw the rest.
    fn cut(&mut self, drawable: Option<Drawable>, style: u8) {
        match drawable {
            Some(Drawable::Shape(shape)) => {
                if shape.vertex_count() >= WINDOW_FROM_VERTICES {
                    self.cut_window(&shape, style);
                } else {
                    for polygon in shape.areas() {
                        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                        let rings: Vec<Vec<[f64; 2]>> = rings.map(|ring| self.thinned(&ring.0)).collect();
                        self.cut_rings(&rings, style);
                    }
                }
                for line in shape.lines() {
                    let path = self.thinned(&line.0);
                    self.cut_path(&path, style);
                }
                let held = shape.points().iter().filter(|point| self.key.holds(point.0));
                let held: Vec<Coord<f64>> = held.map(|point| point.0).collect();
                held.into_iter().for_each(|place| self.mark(place, style));
            }
            Some(Drawable::Gap(ends)) => {
                let path = ends.map(|end| self.key.units(end));
                self.cut_path(&path, style);
                ends.into_iter()
                    .filter(|end| self.key.holds(*end))
                    .collect::<Vec<_>>()
                    .into_iter()
                    .for_each(|end| self.mark(end, style));
            }
            None => {}
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
        self.cut_rings(&rings, style);
    }

    fn cut_rings(&mut self, rings: &[Vec<[f64; 2]>], style: u8) {
        rings.iter().for_each(|ring| self.cut_path(ring, style));
        let rings: Vec<Vec<[f64; 2]>> = rings.iter().map(|corners| ring(corners)).collect();
        self.filler.add(&rings, style);
    }

    fn cut_path(&mut self, path: &[[f64; 2]], style: u8) {
        let inside = |at: &[f64; 2]| at.iter().all(|step| step.abs() <= HALF);
        if path.iter().all(inside) {
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

    fn mark(&mut self, place: Coord<f64>, style: u8) {
        let units = self.key.units(place);
        let [x, y] = units.map(|step| (step / (MARKER_CELLS * UNITS_PER_CELL)).floor() as i64);
        if self.marked.insert((x, y, style)) {
            self.markers.push([packed(units), u32::from(style)]);
        }
    }
}
