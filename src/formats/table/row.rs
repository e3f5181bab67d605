//! Rows and their cells, whatever file they are from.

use std::borrow::Cow;

use crate::model::reading_fault::ReadingFault;

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row<'a> {
    /// Line or row of the file, from 1.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<Cell<'a>>,
    /// The format writes every cell, so that a row with fewer than the header has lost some.
    pub is_full: bool,
    /// Why it cannot be read, where that is known already.
    pub fault: Option<ReadingFault>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or blanks.
    Empty,
    /// Text, without blanks around it.
    Text(Cow<'a, str>),
    /// A number that the format knows as such.
    Number(f64),
    /// A truth value.
    Bool(bool),
}

impl Cell<'_> {
    /// As it is shown.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => "".into(),
            Cell::Text(text) => (&**text).into(),
            Cell::Number(number) => number.to_string().into(),
            Cell::Bool(truth) => truth.to_string().into(),
        }
    }
}

impl Row<'_> {
    /// True where every cell is empty.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Empty)
    }

    /// The cell of a column; an empty one beyond the last.
    pub fn cell(&self, at: usize) -> &Cell<'_> {
        self.cells.get(at).unwrap_or(&Cell::Empty)
    }

    /// Cells up to the last one that is not empty.
    pub fn width(&self) -> usize {
        let last = self.cells.iter().rposition(|cell| *cell != Cell::Empty);
        last.map_or(0, |last| last + 1)
    }
}
