//! Makes a tile: turns each item into cells, triangles, edges and markers.

use std::collections::HashSet;

use geo::{Coord, LineString, Polygon};

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::geom::window::Window;

use super::SMALL_CELLS;
use super::arcs::{Arcs, Step};
use super::covered::Covered;
use super::cut::{HALF, ring, runs};
use super::fill::{FillVertex, Filler};
use super::grid::{MARGIN_CELLS, TileKey, UNITS_PER_CELL};
use super::overview::{Overview, Tone};
use super::painting_order::{Spot, painting_order};
use super::pieces::{Piece, pieces_of_fill, pieces_of_strokes};
use super::simplify::simplified;
use super::source::{Drawable, Source};
use super::stroke::{StrokeVertex, Strokes, packed};

/// How far an edge may be from what it stands for, in cells: a quarter to half of a pixel.
const TOLERANCE_CELLS: f64 = 0.5;
/// From so many vertices on a shape that is cut is reduced to a window before it is simplified.
const WINDOW_FROM_VERTICES: usize = 4096;
/// How far the window reaches beyond the tile's margin, in cells, so that simplifying does not show at the border.
const WINDOW_MARGIN_CELLS: f64 = MARGIN_CELLS as f64;
/// Common borders are looked for among so many vertices of one tile, and of shapes with at most so many.
const MOST_COMMON: usize = 400_000;
const MOST_COMMON_OF_ONE: usize = 2_000;
/// See [`stretch`].
const MOST_STRETCH: f64 = 2.0;
/// Of markers that stand closer than this in cells only one of each style is drawn.
const MARKER_CELLS: f64 = 1.5;

/// Everything that a tile draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TileBody {
    /// What was too small to be drawn one by one: a picture of the cells.
    pub overview: Option<Vec<u8>>,
    /// Corners of triangles.
    pub fill: Vec<FillVertex>,
    /// Three per triangle, into `fill`.
    pub indices: Vec<u32>,
    /// Where the triangles lie.
    pub fill_pieces: Vec<Piece>,
    /// Borders and lines.
    pub strokes: Vec<StrokeVertex>,
    /// Where they lie.
    pub stroke_pieces: Vec<Piece>,
    /// Places of points: steps from the tile's centre, and the style's number.
    pub markers: Vec<[u32; 2]>,
}

impl TileBody {
    /// Bytes that it takes, here or on the graphics card.
    pub fn bytes(&self) -> usize {
        let texels = self.overview.as_ref().map_or(0, Vec::len);
        texels
            + 8 * self.fill.len()
            + 4 * self.indices.len()
            + 12 * self.strokes.len()
            + 8 * self.markers.len()
            + size_of::<Piece>() * (self.fill_pieces.len() + self.stroke_pieces.len())
    }
}

/// An item that is drawn by itself.
struct Item {
    /// As it came.
    number: usize,
    drawable: Drawable,
    style: u8,
    /// No part of it is beyond the tile's reach.
    whole: bool,
    /// Its borders are looked up among those of its neighbours.
    common: bool,
}

/// Makes the tile of a source; `tones` by the number of the style. Pure and slow: belongs into a background job.
pub fn build_tile(source: &dyn Source, key: TileKey, tones: &[Tone]) -> TileBody {
    let mut overview = Overview::new(key, tones);
    let (square, reach) = (key.extent(), key.reach());
    let (mut items, mut spots, mut covered) = (Vec::new(), Vec::new(), Covered::new(key));
    let candidates = source.candidates(&reach);
    let stretch = stretch(source, key, (tones, &candidates));
    for number in candidates {
        let extent = source.item_extent(number);
        let size_cells = size_cells(&extent, key);
        let style = source.style(number);
        let tone = tones.get(usize::from(style)).copied().unwrap_or_default();
        // The picture of the cells lies below what is drawn: what is large enough to be seen may not slip under that.
        let in_order = size_cells < SMALL_CELLS || !covered.meets(&extent);
        if tone.sums_up(size_cells, stretch) && in_order && source.is_areal(number) {
            if extent.meets(&square) {
                match source.small(number) {
                    Some(shape) => overview.add(&shape, style),
                    None => overview.add_box(&extent, style),
                }
            }
        } else if let Some(drawable) = source.drawable(number) {
            covered.note(&extent);
            spots.push(Spot::new(key, &extent, style));
            items.push(Item {
                number: items.len(),
                drawable,
                style,
                whole: reach.common_with(&extent) == extent,
                common: false,
            });
        }
    }
    let mut items = side_by_side(items, &spots);
    let mut builder = Builder::new(key, &mut items);
    for (number, item) in items.iter().enumerate() {
        builder.order = number;
        builder.draw(item);
    }
    builder.finish(overview.finish())
}

/// How much larger than usual what is summed up may be. One feature that is drawn by itself has its neighbours drawn so
/// too, and they theirs: where a coverage is mostly small, all of it is summed up.
fn stretch(source: &dyn Source, key: TileKey, (tones, items): (&[Tone], &[usize])) -> f64 {
    let is_summed_up = |&item: &usize| {
        let tone = tones.get(usize::from(source.style(item))).copied();
        let size_cells = size_cells(&source.item_extent(item), key);
        tone.unwrap_or_default().sums_up(size_cells, MOST_STRETCH)
    };
    match items.iter().all(is_summed_up) {
        true => MOST_STRETCH,
        false => 1.0,
    }
}

/// The greater side of an extent in cells.
fn size_cells(extent: &Extent, key: TileKey) -> f64 {
    extent.width().max(extent.height()) / key.cell_m()
}

/// The items in the order of painting.
fn side_by_side(items: Vec<Item>, spots: &[Spot]) -> Vec<Item> {
    let mut items: Vec<Option<Item>> = items.into_iter().map(Some).collect();
    let order = painting_order(spots).into_iter();
    order
        .filter_map(|number| items.get_mut(number).and_then(Option::take))
        .collect()
}

/// A border or line that is still to be stroked.
struct Path {
    /// The item whose border it is; of two the later one.
    order: usize,
    style: u8,
    whole: bool,
    steps: Vec<[f64; 2]>,
}

struct Builder {
    key: TileKey,
    arcs: Arcs,
    /// The path of each arc that was used.
    path_of: Vec<Option<usize>>,
    paths: Vec<Path>,
    order: usize,
    filler: Filler,
    /// With the number of the item: markers reach farther than what they stand for.
    markers: Vec<(usize, [u32; 2])>,
    marked: HashSet<(i64, i64, u8)>,
    window: Window,
}

impl Builder {
    /// Looks for common borders, and marks the items that have them looked for.
    fn new(key: TileKey, items: &mut [Item]) -> Builder {
        let mut arcs = Arcs::default();
        let mut left = MOST_COMMON;
        for item in items {
            let Drawable::Shape(shape) = &item.drawable else {
                continue;
            };
            let count = shape.vertex_count();
            if count <= MOST_COMMON_OF_ONE.min(left) && shape.is_areal() {
                left -= count;
                item.common = true;
                shape.rings().for_each(|ring| arcs.note(&ring.0));
            }
        }
        Builder {
            key,
            arcs,
            path_of: Vec::new(),
            paths: Vec::new(),
            order: 0,
            filler: Filler::default(),
            markers: Vec::new(),
            marked: HashSet::new(),
            window: Window::default(),
        }
    }

    fn draw(&mut self, item: &Item) {
        match &item.drawable {
            Drawable::Shape(shape) => {
                if !item.whole && shape.vertex_count() >= WINDOW_FROM_VERTICES {
                    self.draw_window(shape, item);
                } else {
                    shape
                        .areas()
                        .iter()
                        .for_each(|polygon| self.draw_polygon(polygon, item));
                }
                for line in shape.lines() {
                    let steps = self.thinned(&line.0);
                    self.add_path(steps, item);
                }
                shape.points().iter().for_each(|point| self.mark(point.0, item));
            }
            Drawable::Gap(ends) => {
                let steps = ends.map(|end| self.key.units(end)).to_vec();
                self.add_path(steps, item);
                ends.iter().for_each(|&end| self.mark(end, item));
            }
            Drawable::Dot(place) => self.mark(*place, item),
        }
    }

    fn draw_polygon(&mut self, polygon: &Polygon<f64>, item: &Item) {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let rings: Vec<Vec<[f64; 2]>> = match item.common {
            true => rings.map(|ring| self.ring_of_arcs(ring, item)).collect(),
            false => rings.map(|ring| self.ring_alone(&ring.0, item)).collect(),
        };
        self.fill(rings, item);
    }

    /// A shape of many vertices: first what matters here, then as the others.
    fn draw_window(&mut self, shape: &Shape, item: &Item) {
        let around = self.key.reach().inflated(WINDOW_MARGIN_CELLS * self.key.cell_m());
        let mut window = std::mem::take(&mut self.window);
        window.look_at(shape, &around);
        let rings: Vec<Vec<[f64; 2]>> = window.rings().map(|ring| self.ring_alone(ring, item)).collect();
        self.window = window;
        self.fill(rings, item);
    }

    fn fill(&mut self, rings: Vec<Vec<[f64; 2]>>, item: &Item) {
        if item.whole {
            return self.filler.add(&rings, item.style);
        }
        let rings: Vec<Vec<[f64; 2]>> = rings.iter().map(|corners| ring(corners)).collect();
        self.filler.add(&rings, item.style);
    }

    fn ring_alone(&mut self, ring: &[Coord<f64>], item: &Item) -> Vec<[f64; 2]> {
        let steps = self.thinned(ring);
        self.add_path(steps.clone(), item);
        steps
    }

    fn ring_of_arcs(&mut self, ring: &LineString<f64>, item: &Item) -> Vec<[f64; 2]> {
        let steps = self.arcs.split(&ring.0);
        let mut whole: Vec<[f64; 2]> = Vec::new();
        for step in steps {
            let path = self.path_of_arc(step, item);
            let begun = usize::from(!whole.is_empty());
            match step.1 {
                false => whole.extend(path.iter().skip(begun)),
                true => whole.extend(path.iter().rev().skip(begun)),
            }
        }
        whole
    }

    /// The path of an arc, simplified when the first ring comes to it, and stroked with the last one.
    fn path_of_arc(&mut self, (number, _): Step, item: &Item) -> &[[f64; 2]] {
        self.path_of.resize(self.arcs.arcs.len(), None);
        let known = self.path_of.get(number).copied().flatten();
        let place = known.unwrap_or_else(|| {
            let steps = self
                .arcs
                .arcs
                .get(number)
                .map(|arc| self.thinned(arc))
                .unwrap_or_default();
            self.add_path(steps, item);
            self.paths.len() - 1
        });
        if let Some(slot) = self.path_of.get_mut(number) {
            *slot = Some(place);
        }
        let Some(path) = self.paths.get_mut(place) else {
            return &[];
        };
        (path.order, path.style) = (self.order, item.style);
        path.whole &= item.whole;
        &path.steps
    }

    fn add_path(&mut self, steps: Vec<[f64; 2]>, item: &Item) {
        self.paths.push(Path {
            order: self.order,
            style: item.style,
            whole: item.whole,
            steps,
        });
    }

    /// A path in steps, with the vertices that this level shows.
    fn thinned(&self, path: &[Coord<f64>]) -> Vec<[f64; 2]> {
        let path: Vec<[f64; 2]> = path.iter().map(|&place| self.key.units(place)).collect();
        simplified(&path, TOLERANCE_CELLS * UNITS_PER_CELL)
    }

    /// Notes a marker; those in the margin are another tile's.
    fn mark(&mut self, place: Coord<f64>, item: &Item) {
        if !self.key.holds(place) {
            return;
        }
        let units = self.key.units(place);
        let [x, y] = units.map(|step| (step / (MARKER_CELLS * UNITS_PER_CELL)).floor() as i64);
        if self.marked.insert((x, y, item.style)) {
            let marker = [packed(units), u32::from(item.style)];
            self.markers.push((item.number, marker));
        }
    }

    fn finish(mut self, overview: Option<Vec<u8>>) -> TileBody {
        let mut strokes = Strokes::default();
        self.paths.sort_by_key(|path| path.order);
        self.markers.sort_by_key(|(number, _)| *number);
        for path in &self.paths {
            let inside = |at: &[f64; 2]| at.iter().all(|step| step.abs() <= HALF);
            if path.whole || path.steps.iter().all(inside) {
                // A ring that lies in the tile stays one.
                strokes.push(&path.steps, 0.0, path.style);
                continue;
            }
            for run in runs(&path.steps) {
                strokes.push(&run.path, run.from_cells, path.style);
            }
        }
        TileBody {
            overview,
            fill_pieces: pieces_of_fill(&self.filler.vertices, &self.filler.indices),
            fill: self.filler.vertices,
            indices: self.filler.indices,
            stroke_pieces: pieces_of_strokes(&strokes.vertices),
            strokes: strokes.vertices,
            markers: self.markers.into_iter().map(|(_, marker)| marker).collect(),
        }
    }
}
