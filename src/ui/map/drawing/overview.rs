//! What is too small to be drawn one by one: how much of each cell it covers, and in which style.
//!
//! Shares of area add up exactly, so a coverage of parcels far below a pixel has the same tone as seen from near, and it
//! neither fades nor flickers while the map is zoomed. Two styles are kept for a cell, the greatest; a third one counts
//! towards the lesser of them, so that the share covered stays right.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

use super::grid::{TILE_CELLS, TileKey};

const SIDE: usize = TILE_CELLS as usize;

/// Cells of a tile while they are summed up.
pub struct Overview {
    key: TileKey,
    cells: Vec<Cell>,
    patch: Patch,
    item_count: usize,
    size_sum: f64,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    styles: [u8; 2],
    shares: [f32; 2],
}

/// A finished overview.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Four bytes a cell, rows from north to south: style and share (of 255), twice.
    pub texels: Vec<u8>,
    /// Mean size of what was summed up, in cells.
    pub mean_size_cells: f32,
}

impl Overview {
    /// Nothing yet.
    pub fn new(key: TileKey) -> Overview {
        Overview {
            key,
            cells: Vec::new(),
            patch: Patch::default(),
            item_count: 0,
            size_sum: 0.0,
        }
    }

    /// Adds a shape of at most a few cells.
    pub fn add(&mut self, shape: &Shape, style: u8) {
        if !self.begin(&shape.extent()) {
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
        self.finish_item(style);
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
        self.finish_item(style);
    }

    fn begin(&mut self, extent: &Extent) -> bool {
        if extent.is_empty() {
            return false;
        }
        let (least, most) = (self.key.cells(extent.min), self.key.cells(extent.max));
        if self.cells.is_empty() {
            self.cells = vec![Cell::default(); SIDE * SIDE];
        }
        self.item_count += 1;
        self.size_sum += (most[0] - least[0]).max(most[1] - least[1]);
        self.patch.begin(least, most);
        true
    }

    fn finish_item(&mut self, style: u8) {
        let Overview { patch, cells, .. } = self;
        patch.finish(|column, row, share| {
            let within = 0..SIDE as i64;
            if !(within.contains(&column) && within.contains(&row)) {
                return;
            }
            if let Some(cell) = cells.get_mut(row as usize * SIDE + column as usize) {
                cell.add(style, share);
            }
        });
    }

    /// The cells as a picture; `None` where nothing was added.
    pub fn finish(self) -> Option<Shares> {
        if self.cells.is_empty() {
            return None;
        }
        let rows = self.cells.chunks_exact(SIDE).rev();
        Some(Shares {
            texels: rows.flatten().flat_map(|cell| cell.texel()).collect(),
            mean_size_cells: (self.size_sum / self.item_count.max(1) as f64) as f32,
        })
    }
}

impl Cell {
    fn add(&mut self, style: u8, share: f32) {
        let [first, second] = &mut self.shares;
        if *first == 0.0 || self.styles[0] == style {
            self.styles[0] = style;
            *first += share;
        } else if *second == 0.0 || self.styles[1] == style {
            self.styles[1] = style;
            *second += share;
        } else {
            if share > *second {
                self.styles[1] = style;
            }
            *second += share;
        }
        if *second > *first {
            self.styles.swap(0, 1);
            self.shares.swap(0, 1);
        }
    }

    fn texel(&self) -> [u8; 4] {
        let sum = self.shares[0] + self.shares[1];
        // Overlapping features may cover a cell more than once.
        let scale = 255.0 / sum.max(1.0);
        let byte = |share: f32| match share > 0.0 {
            // What is there is never rounded away.
            true => (share * scale).round().clamp(1.0, 255.0) as u8,
            false => 0,
        };
        [
            self.styles[0],
            byte(self.shares[0]),
            self.styles[1],
            byte(self.shares[1]),
        ]
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

    fn texel(shares: &Shares, column: usize, row: usize) -> [u8; 4] {
        let from = 4 * ((SIDE - 1 - row) * SIDE + column);
        shares.texels[from..from + 4].try_into().unwrap()
    }

    #[test]
    fn shares_are_areas() {
        let mut overview = Overview::new(KEY);
        overview.add(
            &shape(&[(10.0, 20.0), (12.0, 20.0), (12.0, 21.5), (10.0, 21.5)]),
            7,
        );
        overview.add(&shape(&[(40.0, 40.0), (41.0, 40.0), (40.0, 41.0)]), 2);
        let shares = overview.finish().unwrap();
        assert_eq!(texel(&shares, 10, 20), [7, 255, 0, 0]);
        assert_eq!(texel(&shares, 11, 21), [7, 128, 0, 0]);
        assert_eq!(texel(&shares, 12, 20), [0, 0, 0, 0]);
        assert_eq!(texel(&shares, 40, 40), [2, 128, 0, 0]);
    }

    #[test]
    fn the_two_greatest_styles_of_a_cell_stay_and_the_sum_is_right() {
        let mut overview = Overview::new(KEY);
        let column = |x0: f64, x1: f64| shape(&[(x0, 0.0), (x1, 0.0), (x1, 1.0), (x0, 1.0)]);
        overview.add(&column(0.0, 0.2), 1);
        overview.add(&column(0.2, 0.5), 2);
        overview.add(&column(0.5, 1.0), 3);
        // The fifth of style 1 counts as style 3, which took its place.
        assert_eq!(texel(&overview.finish().unwrap(), 0, 0), [3, 179, 2, 77]);
    }

    #[test]
    fn what_reaches_over_the_tile_is_cut_and_what_is_tiny_stays() {
        let mut overview = Overview::new(KEY);
        overview.add(&shape(&[(-2.0, -2.0), (1.0, -2.0), (1.0, 1.0), (-2.0, 1.0)]), 1);
        overview.add(
            &shape(&[(511.5, 511.5), (514.0, 511.5), (514.0, 514.0), (511.5, 514.0)]),
            1,
        );
        overview.add(&shape(&[(100.0, 100.0), (100.01, 100.0), (100.0, 100.01)]), 5);
        let shares = overview.finish().unwrap();
        assert_eq!(texel(&shares, 0, 0), [1, 255, 0, 0]);
        assert_eq!(texel(&shares, 511, 511), [1, 64, 0, 0]);
        assert_eq!(texel(&shares, 100, 100), [5, 1, 0, 0]);
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
