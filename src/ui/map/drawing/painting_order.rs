//! In which order the items of a tile are painted: neighbours one after the other, as far as nothing comes to lie over
//! what it lay under.
//!
//! What is out of sight can be left out only where consecutive items lie side by side ([`super::pieces`]). In a file they
//! often do not. Two items may change places where they do not meet, or look alike.

use crate::geom::extent::Extent;

use super::grid::{MARGIN_CELLS, TILE_CELLS, TileKey};

/// Side of the blocks whose items are painted one after the other.
const BLOCK_CELLS: f64 = 64.0;
/// Side of the squares in which items that meet are looked for.
const SQUARE_CELLS: f64 = 16.0;
/// Squares along the side of a tile and its margin.
const SQUARES: usize = (TILE_CELLS + 2 * MARGIN_CELLS) as usize / SQUARE_CELLS as usize;
/// How far from its box an item may be painted: half of a border of twelve pixels, two cells each. Markers are larger, and
/// keep the order that they came in.
const PAINTED_CELLS: f64 = 12.0;
/// What covers more squares than this is not compared with others one by one, and so many in a square are.
const MOST_SQUARES: usize = 64;
const MOST_IN_SQUARE: usize = 64;

/// An item to be ordered.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The box of the item, in cells from the least corner of the tile.
    box_cells: [[f64; 2]; 2],
    style: u8,
    /// Where its block is along a curve through all blocks.
    block: u32,
}

impl Spot {
    /// An item with a box in the plane.
    pub fn new(key: TileKey, extent: &Extent, style: u8) -> Spot {
        let reach = key.reach();
        let clamped = |cells: [f64; 2]| {
            let far = f64::from(TILE_CELLS + MARGIN_CELLS);
            cells.map(|cell| cell.clamp(-f64::from(MARGIN_CELLS), far))
        };
        let center = clamped(key.cells(extent.common_with(&reach).center()));
        Spot {
            box_cells: [clamped(key.cells(extent.min)), clamped(key.cells(extent.max))],
            style,
            block: along_curve(center.map(|cell| ((cell + f64::from(MARGIN_CELLS)) / BLOCK_CELLS) as u32)),
        }
    }

    /// Columns and rows of the squares that it may be painted on.
    fn squares(&self) -> [std::ops::RangeInclusive<usize>; 2] {
        let number = |cell: f64| {
            let square = (cell + f64::from(MARGIN_CELLS)) / SQUARE_CELLS;
            (square.max(0.0) as usize).min(SQUARES - 1)
        };
        let [least, most] = self.box_cells;
        [0, 1].map(|axis| number(least[axis] - PAINTED_CELLS)..=number(most[axis] + PAINTED_CELLS))
    }

    fn meets(&self, other: &Spot) -> bool {
        (0..2).all(|axis| {
            self.box_cells[0][axis] <= other.box_cells[1][axis] + 2.0 * PAINTED_CELLS
                && other.box_cells[0][axis] <= self.box_cells[1][axis] + 2.0 * PAINTED_CELLS
        })
    }
}

/// The positions of the items in the order of painting. Given in an order in which later ones lie over earlier ones.
pub fn painting_order(spots: &[Spot]) -> Vec<usize> {
    let alike = spots.windows(2).all(|pair| pair[0].style == pair[1].style);
    let rounds = if alike {
        vec![0; spots.len()]
    } else {
        rounds(spots)
    };
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by_key(|&item| (rounds[item], spots[item].block, item));
    order
}

/// What was painted on a square so far.
#[derive(Clone, Default)]
struct Square {
    /// Items to compare with.
    items: Vec<usize>,
    /// The last round of these.
    top: u32,
    /// No newcomer comes in an earlier round.
    least: u32,
}

impl Square {
    /// The round in which something can be painted over all of this.
    fn over_all(&self) -> u32 {
        match self.items.is_empty() {
            true => self.least,
            false => self.least.max(self.top + 1),
        }
    }

    /// From now on everything is painted over all of this.
    fn close(&mut self, least: u32) {
        self.items.clear();
        (self.top, self.least) = (0, least);
    }
}

/// The round of each item: in one round blocks are painted in the order of the curve, and in a block items in theirs. An
/// item of another style that lies below comes in an earlier round, or in the same round and block.
fn rounds(spots: &[Spot]) -> Vec<u32> {
    let mut squares = vec![Square::default(); SQUARES * SQUARES];
    let mut rounds: Vec<u32> = Vec::with_capacity(spots.len());
    for (item, spot) in spots.iter().enumerate() {
        let [columns, rows] = spot.squares();
        let own: Vec<usize> = rows
            .flat_map(|row| columns.clone().map(move |column| row * SQUARES + column))
            .collect();
        let is_wide = own.len() > MOST_SQUARES;
        let round_on = |square: &Square| {
            if is_wide {
                return square.over_all();
            }
            let below = square.items.iter().map(|&other| (&spots[other], rounds[other]));
            let below = below.filter(|(other, _)| other.style != spot.style && other.meets(spot));
            let rounds = below.map(|(other, round)| round + u32::from(other.block != spot.block));
            rounds.fold(square.least, u32::max)
        };
        let round = own.iter().map(|&square| round_on(&squares[square])).max();
        let round = round.unwrap_or_default();
        rounds.push(round);
        for square in own {
            let square = &mut squares[square];
            if is_wide {
                square.close(round + 1);
                continue;
            }
            square.items.push(item);
            square.top = square.top.max(round);
            if square.items.len() > MOST_IN_SQUARE {
                square.close(square.over_all());
            }
        }
    }
    rounds
}

/// Place of a column and row on a curve that stays near where it is (G. M. Morton, 1966): their bits in turn.
fn along_curve([column, row]: [u32; 2]) -> u32 {
    let spread = |number: u32| (0..16).map(|bit| (number >> bit & 1) << (2 * bit)).sum::<u32>();
    spread(column) | spread(row) << 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;
    use proptest::prelude::*;

    const KEY: TileKey = TileKey {
        level: 0,
        column: 0,
        row: 0,
    };

    fn spot((x, y, width, height, style): (f64, f64, f64, f64, u8)) -> Spot {
        let far = Coord {
            x: x + width,
            y: y + height,
        };
        Spot::new(KEY, &Extent::from_corners(Coord { x, y }, far), style)
    }

    #[track_caller]
    fn check(boxes: &[(f64, f64, f64, f64, u8)], expected: &[usize]) {
        let spots: Vec<Spot> = boxes.iter().copied().map(spot).collect();
        assert_eq!(painting_order(&spots), expected);
    }

    #[test]
    fn what_is_far_apart_or_alike_is_painted_block_by_block() {
        check(&[], &[]);
        let (west, east) = ((0.0, 0.0, 9.0, 9.0), (400.0, 0.0, 9.0, 9.0));
        let at = |(x, y, width, height): (f64, f64, f64, f64), style: u8| (x, y, width, height, style);
        check(
            &[at(west, 0), at(east, 1), at(west, 0), at(east, 1)],
            &[0, 2, 1, 3],
        );
        check(
            &[at(east, 0), at(west, 1), at(east, 1), at(west, 0)],
            &[1, 3, 0, 2],
        );
        let wide = (0.0, 0.0, 500.0, 9.0);
        check(&[at(east, 2), at(wide, 2), at(west, 2)], &[2, 1, 0]);
    }

    #[test]
    fn what_lies_over_another_is_painted_after_it() {
        // The upper one belongs to the block before.
        let (upper, lower) = ((40.0, 40.0, 10.0, 10.0, 1), (48.0, 40.0, 30.0, 10.0, 0));
        check(&[upper, lower], &[0, 1]);
        check(&[lower, upper], &[0, 1]);
        // And takes what lies over it along, past what does not.
        let apart = (300.0, 300.0, 9.0, 9.0, 1);
        check(&[apart, lower, upper, lower, apart], &[1, 0, 4, 2, 3]);
        let wide = (-100.0, -100.0, 900.0, 900.0, 2);
        check(&[apart, wide, lower, upper], &[0, 1, 2, 3]);
    }

    fn boxes() -> impl Strategy<Value = Vec<(f64, f64, f64, f64, u8)>> {
        let side = prop_oneof![8 => 1.0..60.0, 1 => 60.0..700.0];
        let one = (-40.0..540.0, -40.0..540.0, side.clone(), side, 0..3_u8);
        prop::collection::vec(one, 0..400)
    }

    proptest! {
        #[test]
        fn no_two_that_meet_and_differ_change_places(boxes in boxes()) {
            let spots: Vec<Spot> = boxes.into_iter().map(spot).collect();
            let order = painting_order(&spots);
            let mut place = vec![usize::MAX; spots.len()];
            order.iter().enumerate().for_each(|(number, &item)| place[item] = number);
            prop_assert!(place.iter().all(|&number| number < spots.len()));
            for (above, spot) in spots.iter().enumerate() {
                for (below, other) in spots[..above].iter().enumerate() {
                    let apart = spot.style == other.style || !spot.meets(other);
                    prop_assert!(apart || place[below] < place[above], "{below} below {above}");
                }
            }
        }
    }
}
