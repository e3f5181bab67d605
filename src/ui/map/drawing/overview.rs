//! What is too small to be drawn one by one: a picture of the cells.
//!
//! Shares of area add up exactly, so a coverage of parcels far below a pixel has the same tone as seen from near, and it
//! neither fades nor flickers while the map is zoomed. Of what is large enough to have a border the border is drawn too.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

use super::SMALL_CELLS;
use super::grid::{TILE_CELLS, TileKey};
use super::patch::Patch;

/// Cells along the side of the picture.
const SIDE: usize = TILE_CELLS as usize;
/// What stands alone in a cell is paler than what it stands for, yet never lost.
const LEAST_SHARE: f32 = 0.35;
/// By this much shares may add up to more than one by rounding.
const ROUNDED: f32 = 1e-5;
/// Pixels of a cell: between a half and one.
const PX_PER_CELL: f64 = 0.7;

/// How one style is summed up: colours premultiplied with their opacity, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tone {
    /// Mean colour of the inside.
    pub inside: [f32; 4],
    /// Colour of the border.
    pub border: [f32; 4],
    /// Width of the border in pixels.
    pub border_px: f32,
    /// Areas smaller than so many cells are summed up; at least [`SMALL_CELLS`].
    pub below_cells: f32,
}

impl Tone {
    /// True where areas of a size in cells are summed up instead of being drawn one by one; `stretch` times as large ones
    /// where that helps.
    pub fn sums_up(&self, size_cells: f64, stretch: f64) -> bool {
        size_cells < (stretch * f64::from(self.below_cells)).max(SMALL_CELLS)
    }

    /// Mean colour of an item so many cells wide: the smaller it is, the more of it is border.
    fn of_size(&self, size_cells: f64) -> [f32; 4] {
        let size_px = (size_cells * PX_PER_CELL).max(0.5) as f32;
        let share = (1.4 * self.border_px / size_px).clamp(0.0, 0.5);
        [0, 1, 2, 3].map(|k| self.inside[k] + share * (self.border[k] - self.inside[k]))
    }
}

/// Cells of a tile while they are summed up.
pub struct Overview<'a> {
    key: TileKey,
    tones: &'a [Tone],
    cells: Vec<Cell>,
    /// As many as cells; none as long as no border is drawn.
    borders: Vec<Border>,
    patch: Patch,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    color: [f32; 4],
    share: f32,
}

/// The border that covers most of a cell: neighbours have theirs in common.
#[derive(Clone, Copy, Default)]
struct Border {
    color: [f32; 4],
    share: f32,
}

impl Overview<'_> {
    /// Nothing yet; `tones` by the number of the style.
    pub fn new(key: TileKey, tones: &[Tone]) -> Overview<'_> {
        Overview {
            key,
            tones,
            cells: Vec::new(),
            borders: Vec::new(),
            patch: Patch::default(),
        }
    }

    /// Adds a shape of at most a few cells.
    pub fn add(&mut self, shape: &Shape, style: u8) {
        let extent = shape.extent();
        if !self.begin(&extent) {
            return;
        }
        for ring in shape.rings() {
            let mut corners = ring.0.iter().map(|&corner| self.key.cells(corner));
            let Some(mut last) = corners.next() else {
                continue;
            };
            for next in corners {
                self.patch.add_edge(last, next);
                last = next;
            }
        }
        self.finish_item(&extent, style);
        if size_cells(&extent, self.key) >= SMALL_CELLS {
            self.add_border(shape, style);
        }
    }

    fn add_border(&mut self, shape: &Shape, style: u8) {
        let Some(tone) = self.tones.get(usize::from(style)) else {
            return;
        };
        let half = 0.5 * f64::from(tone.border_px) / PX_PER_CELL;
        let around = shape.extent().inflated(half * self.key.cell_m());
        self.begin(&around);
        for ring in shape.rings() {
            for edge in ring.0.windows(2) {
                let &[from, to] = edge else { continue };
                self.patch
                    .add_line(self.key.cells(from), self.key.cells(to), half);
            }
        }
        self.borders.resize(SIDE * SIDE, Border::default());
        let Overview { patch, borders, .. } = self;
        patch.finish(|column, row, share| {
            if let Some(border) = at(borders, column, row).filter(|border| share >= border.share) {
                (border.share, border.color) = (share, tone.border);
            }
        });
    }

    /// Adds a box, for shapes that would be dear to make.
    pub fn add_box(&mut self, extent: &Extent, style: u8) {
        if !self.begin(extent) {
            return;
        }
        let corner = |x: f64, y: f64| self.key.cells(Coord { x, y });
        let corners = [
            corner(extent.min.x, extent.min.y),
            corner(extent.max.x, extent.min.y),
            corner(extent.max.x, extent.max.y),
            corner(extent.min.x, extent.max.y),
        ];
        for (k, &from) in corners.iter().enumerate() {
            self.patch.add_edge(from, corners[(k + 1) % 4]);
        }
        self.finish_item(extent, style);
    }

    fn begin(&mut self, extent: &Extent) -> bool {
        if extent.is_empty() {
            return false;
        }
        if self.cells.is_empty() {
            self.cells = vec![Cell::default(); SIDE * SIDE];
        }
        self.patch
            .begin(self.key.cells(extent.min), self.key.cells(extent.max));
        true
    }

    fn finish_item(&mut self, extent: &Extent, style: u8) {
        let size_cells = size_cells(extent, self.key);
        let tone = self.tones.get(usize::from(style)).copied().unwrap_or_default();
        let color = match size_cells < SMALL_CELLS {
            true => tone.of_size(size_cells),
            false => tone.inside,
        };
        let Overview { patch, cells, .. } = self;
        patch.finish(|column, row, share| {
            if let Some(cell) = at(cells, column, row) {
                cell.lay(share, color);
            }
        });
    }

    /// The cells as a picture, four bytes each and premultiplied, rows from north to south; `None` where nothing was
    /// added.
    pub fn finish(self) -> Option<Vec<u8>> {
        let Overview {
            mut cells, borders, ..
        } = self;
        if cells.is_empty() {
            return None;
        }
        for (cell, border) in cells.iter_mut().zip(&borders) {
            if border.share > 0.0 {
                cell.draw(border);
            }
        }
        let mut picture = vec![0; 4 * cells.len()];
        let rows = cells.chunks_exact(SIDE).rev();
        for (row, texels) in rows.zip(picture.chunks_exact_mut(4 * SIDE)) {
            for (cell, texel) in row.iter().zip(texels.chunks_exact_mut(4)) {
                // Most cells of most tiles are empty.
                if cell.share > 0.0 {
                    texel.copy_from_slice(&cell.texel());
                }
            }
        }
        Some(picture)
    }
}

/// The greater side of an extent in cells.
fn size_cells(extent: &Extent, key: TileKey) -> f64 {
    extent.width().max(extent.height()) / key.cell_m()
}

fn at<T>(cells: &mut [T], column: i64, row: i64) -> Option<&mut T> {
    let within = 0..SIDE as i64;
    if !(within.contains(&column) && within.contains(&row)) {
        return None;
    }
    cells.get_mut(row as usize * SIDE + column as usize)
}

impl Cell {
    /// Puts a colour on a share of the cell: side by side with what is there as long as there is room, as in a coverage;
    /// what has no room lies over it.
    fn lay(&mut self, share: f32, color: [f32; 4]) {
        let over = (self.share + share - 1.0).max(0.0);
        if over > ROUNDED {
            let kept = 1.0 - (over / self.share).min(1.0) * color[3];
            self.color = self.color.map(|channel| kept * channel);
        }
        (0..4).for_each(|k| self.color[k] += share * color[k]);
        self.share = (self.share + share).min(1.0);
    }

    fn draw(&mut self, border: &Border) {
        let left = 1.0 - border.share * border.color[3];
        (0..4).for_each(|k| self.color[k] = border.share * border.color[k] + left * self.color[k]);
        self.share = self.share.max(border.share);
    }

    /// The colour of a cell that is not empty.
    fn texel(&self) -> [u8; 4] {
        let scale = 255.0 * self.share.max(LEAST_SHARE) / self.share;
        self.color
            .map(|channel| (channel * scale).round().clamp(0.0, 255.0) as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use geo::{Coord, LineString, Polygon};

    const KEY: TileKey = TileKey {
        level: 3,
        column: 79_000,
        row: 800,
    };

    fn ring(corners: &[(f64, f64)]) -> LineString<f64> {
        let origin = KEY.origin();
        let mut ring: Vec<Coord<f64>> = corners
            .iter()
            .map(|&(x, y)| Coord {
                x: origin.x + x * KEY.cell_m(),
                y: origin.y + y * KEY.cell_m(),
            })
            .collect();
        ring.push(ring[0]);
        LineString(ring)
    }

    fn shape(corners: &[(f64, f64)]) -> Shape {
        admit_plane(Polygon::new(ring(corners), vec![])).unwrap()
    }

    const WHITE: Tone = Tone {
        inside: [1.0; 4],
        border: [1.0; 4],
        border_px: 0.0,
        below_cells: 0.0,
    };

    fn red(alpha: f32) -> Tone {
        Tone {
            inside: [alpha, 0.0, 0.0, alpha],
            ..Tone::default()
        }
    }

    fn texel(picture: &[u8], column: usize, row: usize) -> [u8; 4] {
        let from = 4 * ((SIDE - 1 - row) * SIDE + column);
        picture[from..from + 4].try_into().unwrap()
    }

    #[test]
    fn shares_are_areas() {
        let tones = [red(1.0), WHITE];
        let mut overview = Overview::new(KEY, &tones);
        overview.add(
            &shape(&[(10.0, 20.0), (12.0, 20.0), (12.0, 21.5), (10.0, 21.5)]),
            0,
        );
        overview.add(&shape(&[(40.0, 40.0), (41.0, 40.0), (40.0, 41.0)]), 1);
        let picture = overview.finish().unwrap();
        assert_eq!(texel(&picture, 10, 20), [255, 0, 0, 255]);
        assert_eq!(texel(&picture, 11, 21), [128, 0, 0, 128]);
        assert_eq!(texel(&picture, 12, 20), [0, 0, 0, 0]);
        assert_eq!(texel(&picture, 40, 40), [128, 128, 128, 128]);
    }

    #[test]
    fn colours_of_a_cell_are_mixed_by_area_and_what_overlaps_lies_over() {
        let tones = [red(1.0), WHITE, red(0.5)];
        let column = |x0: f64, x1: f64| shape(&[(x0, 0.0), (x1, 0.0), (x1, 1.0), (x0, 1.0)]);
        let mut overview = Overview::new(KEY, &tones);
        overview.add(&column(0.0, 0.25), 1);
        overview.add(&column(0.25, 1.0), 0);
        overview.add(&column(3.0, 4.0), 1);
        overview.add(&column(3.0, 4.0), 0);
        overview.add(&column(5.0, 6.0), 2);
        overview.add(&column(5.0, 6.0), 2);
        overview.add(&column(7.0, 7.5), 1);
        overview.add(&column(7.0, 8.0), 0);
        let picture = overview.finish().unwrap();
        assert_eq!(texel(&picture, 0, 0), [255, 64, 64, 255]);
        assert_eq!(texel(&picture, 3, 0), [255, 0, 0, 255]);
        assert_eq!(texel(&picture, 5, 0), [191, 0, 0, 191]);
        assert_eq!(texel(&picture, 7, 0), [255, 0, 0, 255]);
    }

    #[test]
    fn small_items_are_mostly_border() {
        let tone = Tone {
            inside: [0.0; 4],
            border: [1.0; 4],
            border_px: 1.0,
            below_cells: 0.0,
        };
        assert_eq!(tone.of_size(1.0), [0.5; 4]);
        assert!(tone.of_size(6.0)[0] < 0.35);
    }

    #[test]
    fn what_reaches_over_the_tile_is_cut_and_what_is_tiny_shows() {
        let tones = [red(1.0)];
        let mut overview = Overview::new(KEY, &tones);
        overview.add(&shape(&[(-2.0, -2.0), (1.0, -2.0), (1.0, 1.0), (-2.0, 1.0)]), 0);
        overview.add(
            &shape(&[(511.5, 511.5), (514.0, 511.5), (514.0, 514.0), (511.5, 514.0)]),
            0,
        );
        overview.add(&shape(&[(100.0, 100.0), (100.01, 100.0), (100.0, 100.01)]), 0);
        let picture = overview.finish().unwrap();
        assert_eq!(texel(&picture, 0, 0), [255, 0, 0, 255]);
        assert_eq!(texel(&picture, 511, 511)[3], 89);
        assert_eq!(texel(&picture, 100, 100)[3], 89);
        assert_eq!(texel(&picture, 101, 100), [0; 4]);
    }

    /// Two neighbours: a line of two cells between them, once; the inside keeps its colour.
    #[test]
    fn what_is_large_enough_has_its_border_drawn_once() {
        let tone = Tone {
            border: [0.0, 0.0, 0.5, 0.5],
            border_px: 2.0 * PX_PER_CELL as f32,
            below_cells: 24.0,
            ..red(1.0)
        };
        assert!(tone.sums_up(20.0, 1.0) && !tone.sums_up(24.0, 1.0));
        assert!(tone.sums_up(24.0, 2.0) && !tone.sums_up(48.0, 2.0));
        assert!(!red(1.0).sums_up(8.0, 2.0));
        let tones = [tone];
        let mut overview = Overview::new(KEY, &tones);
        let column = |x: f64| shape(&[(x, 10.0), (x + 10.0, 10.0), (x + 10.0, 26.0), (x, 26.0)]);
        overview.add(&column(10.0), 0);
        overview.add(&column(20.0), 0);
        let picture = overview.finish().unwrap();
        assert_eq!(texel(&picture, 15, 18), [255, 0, 0, 255]);
        for line in [19, 20] {
            assert_eq!(texel(&picture, line, 18), [128, 0, 128, 255]);
        }
        assert_eq!(texel(&picture, 21, 18), [255, 0, 0, 255]);
        assert_eq!(texel(&picture, 9, 18), [0, 0, 128, 128]);
    }
}
