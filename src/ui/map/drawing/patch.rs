//! How much of each cell an outline covers, exactly.

use super::grid::TILE_CELLS;

/// Most cells of a patch along either side.
const SIDE: usize = TILE_CELLS as usize;

/// The few cells under one item. For each edge and row it takes how much height the edge passes in each cell, and how
/// much of that lies right of it within the cell; summed up from the left this is the area covered.
#[derive(Default)]
pub struct Patch {
    column: i64,
    row: i64,
    width: usize,
    /// Within the cell, and for all cells right of it.
    sums: Vec<[f64; 2]>,
}

impl Patch {
    /// Begins anew, with no edges: the box of an item in cells, from its least to its greatest corner.
    pub fn begin(&mut self, least: [f64; 2], most: [f64; 2]) {
        let count = |from: f64, to: f64| (to.floor() - from.floor()) as usize + 1;
        // A caller that takes a large item for a small one gets its first cells, not all the memory.
        self.width = count(least[0], most[0]).min(SIDE) + 1;
        let height = count(least[1], most[1]).min(SIDE);
        (self.column, self.row) = (least[0].floor() as i64, least[1].floor() as i64);
        self.sums.clear();
        self.sums.resize(self.width * height, [0.0; 2]);
    }

    /// Adds the edge of a ring.
    pub fn add_edge(&mut self, from: [f64; 2], to: [f64; 2]) {
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

    /// Adds a line of a width as an area; `half` of the width. Lines that overlap cover a cell once.
    pub fn add_line(&mut self, from: [f64; 2], to: [f64; 2], half: f64) {
        let along = [to[0] - from[0], to[1] - from[1]];
        let length = along[0].hypot(along[1]);
        if length <= 0.0 {
            return;
        }
        let across = [-along[1] * half / length, along[0] * half / length];
        let beside = |at: [f64; 2], sign: f64| [at[0] + sign * across[0], at[1] + sign * across[1]];
        let corners = [
            beside(from, 1.0),
            beside(from, -1.0),
            beside(to, -1.0),
            beside(to, 1.0),
        ];
        for (k, &corner) in corners.iter().enumerate() {
            self.add_edge(corner, corners[(k + 1) % 4]);
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

    /// Gives column, row and covered share of each cell that is covered.
    pub fn finish(&self, mut give: impl FnMut(i64, i64, f32)) {
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
    use proptest::prelude::*;

    fn sum(patch: &Patch) -> f64 {
        let mut sum = 0.0;
        patch.finish(|_, _, share| sum += f64::from(share));
        sum
    }

    #[test]
    fn a_line_covers_its_width_and_a_cell_once() {
        let mut patch = Patch::default();
        patch.begin([5.0, 5.0], [20.0, 20.0]);
        patch.add_line([6.0, 10.0], [16.0, 10.0], 0.75);
        assert!((sum(&patch) - 15.0).abs() < 1e-5);
        patch.add_line([16.0, 10.0], [6.0, 10.0], 0.75);
        assert!((sum(&patch) - 20.0).abs() < 1e-5, "two rows of ten, each once");
        patch.add_line([7.0, 7.0], [7.0, 7.0], 0.75);
        assert!((sum(&patch) - 20.0).abs() < 1e-5);
    }

    proptest! {
        /// A star's shares sum up to its area.
        #[test]
        fn the_sum_is_the_area(radii in prop::collection::vec(0.3..3.0f64, 3..20), x in 5.0..500.0f64, y in 5.0..500.0f64) {
            let n = radii.len() as f64;
            let corners: Vec<[f64; 2]> = radii.iter().enumerate().map(|(k, r)| {
                let angle = std::f64::consts::TAU * k as f64 / n;
                [x + r * angle.cos(), y + r * angle.sin()]
            }).collect();
            let extreme = |axis: usize, pick: fn(f64, f64) -> f64| corners.iter().map(|c| c[axis]).reduce(pick).unwrap();
            let mut patch = Patch::default();
            patch.begin([extreme(0, f64::min), extreme(1, f64::min)], [extreme(0, f64::max), extreme(1, f64::max)]);
            let mut doubled = 0.0;
            for (k, &from) in corners.iter().enumerate() {
                let to = corners[(k + 1) % corners.len()];
                patch.add_edge(from, to);
                doubled += from[0] * to[1] - from[1] * to[0];
            }
            let expected = 0.5 * doubled.abs();
            prop_assert!((sum(&patch) - expected).abs() < 1e-4 * expected + 1e-5, "{} {}", sum(&patch), expected);
        }
    }
}
