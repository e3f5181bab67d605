//! Room for names: boxes that must not overlap, on paper or on a screen.

use std::collections::HashMap;

use super::extent::Extent;

/// A box covers at most so many cells of the grid; one that would cover more is compared with every question.
const MOST_CELLS: i64 = 256;

/// Boxes that are taken, in a uniform grid, so that a question looks at its neighbours only. The unit is the caller's:
/// pixels of a screen, points of a sheet.
#[derive(Clone, Debug)]
pub struct Room {
    cell: f64,
    boxes: Vec<Extent>,
    cells: HashMap<(i64, i64), Vec<u32>>,
    /// Boxes too large for the grid.
    large: Vec<u32>,
}

impl Room {
    /// Nothing taken; `cell` is about the size of a box. A size that is no positive number counts as 1.
    pub fn new(cell: f64) -> Room {
        Room {
            cell: if cell.is_finite() && cell > 0.0 { cell } else { 1.0 },
            boxes: Vec::new(),
            cells: HashMap::new(),
            large: Vec::new(),
        }
    }

    /// True where no taken box meets this one; an empty box is never free.
    pub fn is_free(&self, wanted: &Extent) -> bool {
        let meets = |number: &u32| {
            let taken = self.boxes.get(*number as usize);
            taken.is_some_and(|taken| taken.meets(wanted))
        };
        if wanted.is_empty() || self.large.iter().any(meets) {
            return false;
        }
        match self.cells_of(wanted) {
            Some(cells) => !cells
                .filter_map(|cell| self.cells.get(&cell))
                .any(|numbers| numbers.iter().any(meets)),
            None => !self.boxes.iter().any(|taken| taken.meets(wanted)),
        }
    }

    /// Takes a box, free or not.
    pub fn take(&mut self, wanted: Extent) {
        if wanted.is_empty() {
            return;
        }
        let number = self.boxes.len() as u32;
        match self.cells_of(&wanted) {
            Some(cells) => cells.for_each(|cell| self.cells.entry(cell).or_default().push(number)),
            None => self.large.push(number),
        }
        self.boxes.push(wanted);
    }

    /// The cells that a box touches; `None` where they are many.
    fn cells_of(&self, of: &Extent) -> Option<impl Iterator<Item = (i64, i64)> + use<>> {
        let cell = |at: f64| (at / self.cell).floor() as i64;
        let (left, right) = (cell(of.min.x), cell(of.max.x));
        let (low, high) = (cell(of.min.y), cell(of.max.y));
        let across = right.saturating_sub(left).saturating_add(1);
        let along = high.saturating_sub(low).saturating_add(1);
        let few = across.saturating_mul(along) <= MOST_CELLS;
        few.then(move || (left..=right).flat_map(move |x| (low..=high).map(move |y| (x, y))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;
    use proptest::prelude::*;

    fn boxes() -> impl Strategy<Value = Vec<Extent>> {
        let corner = (-100.0..100.0f64, -100.0..100.0f64, 0.0..400.0f64, 0.0..20.0f64);
        prop::collection::vec(corner, 0..40).prop_map(|boxes| {
            let extent = |(x, y, w, h)| Extent::from_corners(Coord { x, y }, Coord { x: x + w, y: y + h });
            boxes.into_iter().map(extent).collect()
        })
    }

    proptest! {
        #[test]
        fn free_is_what_brute_force_calls_free(taken in boxes(), wanted in boxes()) {
            let mut room = Room::new(7.0);
            taken.iter().for_each(|extent| room.take(*extent));
            for extent in &wanted {
                prop_assert_eq!(room.is_free(extent), !taken.iter().any(|other| other.meets(extent)));
            }
        }
    }

    #[test]
    fn what_is_taken_is_taken_whatever_the_cell() {
        let box_at = |x: f64, side: f64| {
            Extent::from_corners(
                Coord { x, y: x },
                Coord {
                    x: x + side,
                    y: x + side,
                },
            )
        };
        for cell in [7.0, 0.0, -7.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            let mut room = Room::new(cell);
            room.take(box_at(0.0, 30.0));
            assert!(
                !room.is_free(&box_at(14.0, 1.0)) && !room.is_free(&box_at(30.0, 1.0)),
                "{cell}"
            );
            assert!(room.is_free(&box_at(31.0, 1.0)), "{cell}");
        }
    }

    #[test]
    fn nothing_fits_into_no_box_and_a_strange_cell_does_no_harm() {
        let mut room = Room::new(f64::NAN);
        assert!(!room.is_free(&Extent::EMPTY));
        let far = Coord { x: 1e300, y: 1e300 };
        room.take(Extent::from_corners(Coord { x: 0.0, y: 0.0 }, far));
        assert!(!room.is_free(&Extent::from_corners(far, far)));
    }
}
