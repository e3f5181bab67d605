//! Borders in a grid of squares: how far places are from the nearest one, for thousands of places in a row.
//!
//! For comparing layers, not for verdicts: coordinates are taken as they are, faulty rings included.

use geo::Coord;

/// More squares than this along one edge: no border of anything.
const MOST_PIECES: f64 = 4000.0;

/// Edges by the squares that they pass.
#[derive(Clone, Debug, PartialEq)]
pub struct BorderGrid {
    side_m: f64,
    /// Square and position of an edge, sorted.
    passing: Vec<(u64, u32)>,
    edges: Vec<[Coord<f64>; 2]>,
}

impl BorderGrid {
    /// A grid of these edges, in metres of any plane. Edges with a coordinate that is not finite, and edges of more
    /// than 4000 squares, are left out.
    pub fn new(edges: impl IntoIterator<Item = [Coord<f64>; 2]>, side_m: f64) -> BorderGrid {
        let mut grid = BorderGrid {
            side_m,
            passing: Vec::new(),
            edges: Vec::new(),
        };
        for edge in edges {
            grid.take(edge);
        }
        grid.passing.sort_unstable();
        grid.passing.dedup();
        grid
    }

    /// True where there is no edge.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// The nearest place on an edge; `None` where the next one is further away than the side of a square.
    pub fn nearest(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        if !(at.x.is_finite() && at.y.is_finite()) {
            return None;
        }
        let (column, row) = (self.square(at.x), self.square(at.y));
        let mut nearest = None;
        let mut least = self.side_m * self.side_m;
        for key in (-1..=1).flat_map(|i| (-1..=1).map(move |j| key(column + i, row + j))) {
            let first = self.passing.partition_point(|(own, _)| *own < key);
            let here = self.passing.iter().skip(first).take_while(|(own, _)| *own == key);
            for edge in here.filter_map(|(_, position)| self.edges.get(*position as usize)) {
                let foot = foot(edge, at);
                let square = square_of_distance(foot, at);
                if square <= least {
                    (nearest, least) = (Some(foot), square);
                }
            }
        }
        nearest
    }

    fn take(&mut self, edge: [Coord<f64>; 2]) {
        let [a, b] = edge;
        let squares = square_of_distance(a, b).sqrt() / self.side_m;
        if squares.is_nan() || squares > MOST_PIECES {
            return;
        }
        let pieces = squares.ceil().max(1.0);
        let Ok(position) = u32::try_from(self.edges.len()) else {
            return;
        };
        self.edges.push(edge);
        let at = |share: f64| Coord {
            x: a.x + share * (b.x - a.x),
            y: a.y + share * (b.y - a.y),
        };
        for piece in 0..pieces as u32 {
            let from = at(f64::from(piece) / pieces);
            let to = at(f64::from(piece + 1) / pieces);
            let columns = between(self.square(from.x), self.square(to.x));
            let rows = between(self.square(from.y), self.square(to.y));
            for column in columns {
                let here = rows.clone().map(|row| (key(column, row), position));
                self.passing.extend(here);
            }
        }
    }

    fn square(&self, ordinate: f64) -> i32 {
        (ordinate / self.side_m).floor() as i32
    }
}

fn between(a: i32, b: i32) -> std::ops::RangeInclusive<i32> {
    a.min(b)..=a.max(b)
}

fn key(column: i32, row: i32) -> u64 {
    u64::from(column as u32) << 32 | u64::from(row as u32)
}

fn square_of_distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).powi(2) + (a.y - b.y).powi(2)
}

fn foot(edge: &[Coord<f64>; 2], at: Coord<f64>) -> Coord<f64> {
    let [a, b] = *edge;
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return a;
    }
    let share = (((at.x - a.x) * dx + (at.y - a.y) * dy) / length).clamp(0.0, 1.0);
    Coord {
        x: a.x + share * dx,
        y: a.y + share * dy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The same as looking at every edge.
        #[test]
        fn nearest_is_the_nearest(
            points in prop::collection::vec((-30.0..30.0f64, -30.0..30.0f64), 2..40),
            at in (-40.0..40.0f64, -40.0..40.0f64),
        ) {
            let points: Vec<Coord<f64>> = points.into_iter().map(Coord::from).collect();
            let at = Coord::from(at);
            let edges: Vec<_> = points.windows(2).map(|pair| [pair[0], pair[1]]).collect();
            let all = edges.iter().map(|edge| square_of_distance(foot(edge, at), at).sqrt());
            let least = all.fold(f64::INFINITY, f64::min);
            let found = BorderGrid::new(edges, 5.0).nearest(at);
            let distance = found.map(|foot| square_of_distance(foot, at).sqrt());
            prop_assert!(match distance {
                Some(distance) => (distance - least).abs() < 1e-9,
                None => least > 5.0 - 1e-9,
            }, "{distance:?} {least}");
        }
    }

    /// An edge of ten metres by sixes and eights, and one without length.
    #[test]
    fn the_nearest_place_is_the_foot_or_an_end() {
        let edges = [[(1.0, 2.0), (9.0, 8.0)], [(20.0, 20.0), (20.0, 20.0)]];
        let grid = BorderGrid::new(edges.map(|edge| edge.map(Coord::from)), 10.0);
        let check = |at: (f64, f64), expected: Option<(f64, f64)>| {
            assert_eq!(grid.nearest(at.into()), expected.map(Coord::from), "{at:?}");
        };
        check((2.0, 9.0), Some((5.0, 5.0)));
        check((0.0, 7.5), Some((3.0, 3.5)));
        check((0.0, 1.0), Some((1.0, 2.0)));
        check((-0.5, 2.0), Some((1.0, 2.0)));
        check((12.0, 9.0), Some((9.0, 8.0)));
        check((23.0, 16.0), Some((20.0, 20.0)));
        check((20.0, 30.0), Some((20.0, 20.0)));
        check((20.0, 30.5), None);
    }

    #[test]
    fn what_is_no_border_is_left_out() {
        let place = |x: f64| Coord { x, y: 0.0 };
        let grid = BorderGrid::new([[place(f64::NAN), place(0.0)], [place(0.0), place(1e12)]], 1.0);
        assert!(grid.is_empty());
        assert_eq!(grid.nearest(place(0.0)), None);
        assert_eq!(grid.nearest(place(f64::INFINITY)), None);
    }
}
