//! What is too small to be drawn one by one: the mean colour of each cell.
//!
//! Shares of area add up exactly, so a coverage of parcels far below a pixel has the same tone as seen from near, and it
//! neither fades nor flickers while the map is zoomed.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

use super::grid::{TILE_CELLS, TileKey};

const SIDE: usize = TILE_CELLS as usize;
/// What stands alone in a cell is paler than what it stands for, yet never lost.
const LEAST_SHARE: f32 = 0.35;
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
}

impl Tone {
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
    patch: Patch,
}

#[derive(Clone, Copy, Default)]
struct Cell {
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
        let size_cells = extent.width().max(extent.height()) / self.key.cell_m();
        let tone = self.tones.get(usize::from(style)).copied().unwrap_or_default();
        let color = tone.of_size(size_cells);
        let Overview { patch, cells, .. } = self;
        patch.finish(|column, row, share| {
            let within = 0..SIDE as i64;
            if !(within.contains(&column) && within.contains(&row)) {
                return;
            }
            if let Some(cell) = cells.get_mut(row as usize * SIDE + column as usize) {
                cell.share += share;
                (0..4).for_each(|k| cell.color[k] += share * color[k]);
            }
        });
    }

    /// The cells as a picture, four bytes each and premultiplied, rows from north to south; `None` where nothing was
    /// added.
    pub fn finish(self) -> Option<Vec<u8>> {
        let rows = self.cells.chunks_exact(SIDE).rev();
        (!self.cells.is_empty()).then(|| rows.flatten().flat_map(Cell::texel).collect())
    }
}

impl Cell {
    fn texel(&self) -> [u8; 4] {
        if self.share <= 0.0 {
            return [0; 4];
        }
        // Overlapping features may cover a cell more than once.
        let scale = 255.0 * self.share.clamp(LEAST_SHARE, 1.0) / self.share;
        self.color
            .map(|channel| (channel * scale).round().clamp(0.0, 255.0) as u8)
    }
}

/// The few cells under one item. For each edge and row it takes how much height the edge passes in each cell, and how
/// much of that lies right of it within the cell; summed up from the left this is the area covered.
#[derive(Default)]
struct Patch {
    column: i64,
    row: i64,
    width: usize,
    /// Within the cell, and for all cells right of it.
    sums: Vec<[f64; 2]>,
}

impl Patch {
    fn begin(&mut self, least: [f64; 2], most: [f64; 2]) {
        let count = |from: f64, to: f64| (to.floor() - from.floor()) as usize + 1;
        // A caller that takes a large item for a small one gets its first cells, not all the memory.
        self.width = count(least[0], most[0]).min(SIDE) + 1;
        let height = count(least[1], most[1]).min(SIDE);
        (self.column, self.row) = (least[0].floor() as i64, least[1].floor() as i64);
        self.sums.clear();
        self.sums.resize(self.width * height, [0.0; 2]);
    }

    fn add_edge(&mut self, from: [f64; 2], to: [f64; 2]) {
        let shift = [self.column as f64, self.row as f64];
        let [from, to] = [from, to].map(|p| [p[0] - shift[0], p[1] - shift[1]]);
        let (low, high, sign) = if from[1] <= to[1] {
            (from, to, 1.0)
        } else {
            (to, from, -1.0)
        };
        let rise = high[1] - low[1];
        if rise <= 0.0 {
            return;
        }
        let run = (high[0] - low[0]) / rise;
        let mut y = low[1];
        while y < high[1] {
            let top = (y.floor() + 1.0).min(high[1]);
            let ends = [low[0] + run * (y - low[1]), low[0] + run * (top - low[1])];
            self.add_in_row(y.floor(), ends, sign * (top - y));
            y = top;
        }
    }

    /// An edge within a row: from `ends[0]` to `ends[1]`, over a signed height.
    fn add_in_row(&mut self, row: f64, ends: [f64; 2], height: f64) {
        let (left, right) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let width = right - left;
        let mut x = left;
        loop {
            let next = (x.floor() + 1.0).min(right);
            let part = if width > 0.0 {
                height * (next - x) / width
            } else {
                height
            };
            let within = 1.0 - (0.5 * (x + next) - x.floor());
            let number = row.max(0.0) as usize * self.width + x.max(0.0) as usize;
            if let Some(sum) = self.sums.get_mut(number) {
                sum[0] += part * within;
                sum[1] += part;
            }
            if next >= right {
                return;
            }
            x = next;
        }
    }

    fn finish(&self, mut give: impl FnMut(i64, i64, f32)) {
        for (row, sums) in self.sums.chunks_exact(self.width.max(1)).enumerate() {
            let mut passed = 0.0;
            for (column, sum) in sums.iter().enumerate() {
                let share = (passed + sum[0]).abs().min(1.0) as f32;
                passed += sum[1];
                if share > 1e-6 {
                    give(self.column + column as i64, self.row + row as i64, share);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use geo::{Coord, LineString, Polygon};
    use proptest::prelude::*;

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
    fn colours_of_a_cell_are_mixed_by_area_and_overlaps_do_not_add_up() {
        let tones = [red(1.0), WHITE];
        let column = |x0: f64, x1: f64| shape(&[(x0, 0.0), (x1, 0.0), (x1, 1.0), (x0, 1.0)]);
        let mut overview = Overview::new(KEY, &tones);
        overview.add(&column(0.0, 0.25), 1);
        overview.add(&column(0.25, 1.0), 0);
        overview.add(&column(3.0, 4.0), 0);
        overview.add(&column(3.0, 4.0), 0);
        let picture = overview.finish().unwrap();
        assert_eq!(texel(&picture, 0, 0), [255, 64, 64, 255]);
        assert_eq!(texel(&picture, 3, 0), [255, 0, 0, 255]);
    }

    #[test]
    fn small_items_are_mostly_border() {
        let tone = Tone {
            inside: [0.0; 4],
            border: [1.0; 4],
            border_px: 1.0,
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

    proptest! {
        /// A star's shares sum up to its area.
        #[test]
        fn the_sum_is_the_area(radii in prop::collection::vec(0.3..3.0f64, 3..20), x in 5.0..500.0f64, y in 5.0..500.0f64) {
            let n = radii.len() as f64;
            let corners: Vec<(f64, f64)> = radii.iter().enumerate().map(|(k, r)| {
                let angle = std::f64::consts::TAU * k as f64 / n;
                (x + r * angle.cos(), y + r * angle.sin())
            }).collect();
            let Ok(star) = admit_plane(Polygon::new(ring(&corners), vec![])) else { return Ok(()) };
            let mut patch = Patch::default();
            let extent = star.extent();
            patch.begin(KEY.cells(extent.min), KEY.cells(extent.max));
            for ring in star.rings() {
                for edge in ring.0.windows(2) {
                    patch.add_edge(KEY.cells(edge[0]), KEY.cells(edge[1]));
                }
            }
            let mut sum = 0.0;
            patch.finish(|_, _, share| sum += f64::from(share));
            let expected = star.plane_area() / KEY.cell_m().powi(2);
            prop_assert!((sum - expected).abs() < 1e-4 * expected + 1e-5, "{} {}", sum, expected);
        }
    }
}
