//! One leaf of one row group: each of its pages becomes a piece, and the pieces are joined.

use std::ops::Range;

use crate::formats::wkb::{Found, geometry_in};
use crate::model::feature::PropertyValue;
use crate::model::file_fault::FileFault;

use super::encodings::{Pieces, Values};
use super::footer::RowGroup;
use super::nested::{Part, Room};
use super::pages::{Budget, Coded, Page, PageAt, Pages};
use super::schema::{Leaf, Schema, damaged};
use super::values::Meanings;

/// What a leaf is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Geometry as WKB.
    Shapes,
    /// One value a row.
    Values,
    /// Ordinates and their levels.
    Numbers,
    /// A part of a column with parts.
    Parts,
}

/// A leaf that is read.
pub struct Column<'a> {
    /// What the schema says of it.
    pub leaf: &'a Leaf,
    want: Want,
    pages: Pages,
    /// The dictionary as properties, and which of its values are no UTF-8.
    meanings: (Vec<PropertyValue>, Vec<usize>),
}

/// What pages give.
pub enum Piece {
    /// A geometry for each row.
    Shapes(Vec<Result<Found, FileFault>>),
    /// A value for each row, and how many of them are no UTF-8.
    Values(Vec<PropertyValue>, usize),
    /// Ordinates.
    Numbers(Part<f64>),
    /// Values of a column with parts.
    Parts(Part<PropertyValue>),
}

/// All that the pages of a leaf give, and the rows that stand in pages that cannot be read.
pub struct Whole {
    /// What they give; nothing in the place of bad rows.
    pub piece: Piece,
    /// Rows and why.
    pub bad: Vec<(Range<usize>, FileFault)>,
}

impl<'a> Column<'a> {
    /// Finds the pages of a leaf of a group.
    ///
    /// # Errors
    /// Those of [`Pages::of`]; another number of values than of rows.
    pub fn of(
        data: &[u8],
        (schema, group): (&'a Schema, &RowGroup),
        (position, want): (usize, Want),
        budget: &mut Budget,
    ) -> Result<Column<'a>, FileFault> {
        let leaf = schema.leaves.get(position).zip(group.chunks.get(position));
        let (leaf, chunk) = leaf.ok_or_else(|| damaged("column"))?;
        if chunk.values != group.rows && matches!(want, Want::Shapes | Want::Values) {
            return Err(damaged("values"));
        }
        Ok(Column {
            leaf,
            want,
            pages: Pages::of(data, chunk, leaf, budget)?,
            meanings: Default::default(),
        })
    }

    /// Its pages in their order.
    pub fn pages(&self) -> &[PageAt] {
        &self.pages.data
    }

    /// Turns the dictionary into properties, before the pages are read.
    pub fn read_dictionary(&mut self) {
        if let (Some(dictionary), Want::Values | Want::Parts) = (&self.pages.dictionary, self.want) {
            let mut meanings = Meanings::of(self.leaf);
            self.meanings = (meanings.all(dictionary), meanings.undecodable);
        }
    }

    /// Reads a page.
    ///
    /// # Errors
    /// Damaged bytes; a dictionary out of which more would be copied than there is room for.
    pub fn read(&self, data: &[u8], page: &PageAt, room: &Room) -> Result<Piece, FileFault> {
        let page = page.read(data, self.leaf, self.pages.dictionary.as_ref())?;
        match self.want {
            Want::Shapes => self.shapes(&page, room).map(Piece::Shapes),
            Want::Values => {
                let (values, undecodable) = self.values(page.values);
                let values = self.with_nulls(&page.definitions, values, || PropertyValue::Null);
                Ok(Piece::Values(values, undecodable))
            }
            Want::Numbers => self.numbers(page).map(Piece::Numbers),
            Want::Parts => Ok(Piece::Parts(Part {
                repetitions: page.repetitions,
                definitions: page.definitions,
                values: self.values(page.values).0,
            })),
        }
    }

    /// What is there, with something else in the places where nothing is.
    fn with_nulls<T>(&self, definitions: &[u32], values: Vec<T>, null: impl Fn() -> T) -> Vec<T> {
        if self.leaf.definition == 0 {
            return values;
        }
        let mut values = values.into_iter();
        let mut value = |level: &u32| {
            let is_there = *level == self.leaf.definition;
            is_there.then(|| values.next()).flatten().unwrap_or_else(&null)
        };
        definitions.iter().map(&mut value).collect()
    }

    /// The values of a page without its nulls, and how many of them are no UTF-8.
    fn values(&self, coded: Coded) -> (Vec<PropertyValue>, usize) {
        match coded {
            Coded::Values(values) => {
                let mut meanings = Meanings::of(self.leaf);
                let all = meanings.all(&values);
                (all, meanings.undecodable.len())
            }
            Coded::Positions(positions) => {
                let (own, odd) = &self.meanings;
                let is_odd = |position: &&u32| odd.binary_search(&(**position as usize)).is_ok();
                let undecodable = positions.iter().filter(is_odd).count();
                let value = |position: u32| own.get(position as usize).cloned();
                let values = positions
                    .into_iter()
                    .map(|own| value(own).unwrap_or(PropertyValue::Null));
                (values.collect(), undecodable)
            }
        }
    }

    fn numbers(&self, page: Page) -> Result<Part<f64>, FileFault> {
        let values = match (page.values, self.pages.dictionary.as_ref()) {
            (Coded::Values(Values::Floats(values)), _) => values,
            (Coded::Positions(positions), Some(Values::Floats(own))) => {
                let value = |position: u32| own.get(position as usize).copied().unwrap_or(f64::NAN);
                positions.into_iter().map(value).collect()
            }
            _ => return Err(damaged("values")),
        };
        Ok(Part {
            repetitions: page.repetitions,
            definitions: page.definitions,
            values,
        })
    }

    fn shapes(&self, page: &Page, room: &Room) -> Result<Vec<Result<Found, FileFault>>, FileFault> {
        let shapes = match (&page.values, self.pages.dictionary.as_ref()) {
            (Coded::Values(Values::Bytes(pieces)), _) => pieces.iter().map(geometry_in).collect(),
            (Coded::Positions(positions), Some(Values::Bytes(own))) => copied(own, positions, room)?,
            _ => return Err(damaged("values")),
        };
        Ok(self.with_nulls(&page.definitions, shapes, || Ok(Found::default())))
    }

    /// Joins the pieces of the column's pages, which come next. The rows of a page that cannot be read are filled with
    /// nothing and told.
    ///
    /// # Errors
    /// A page of a column with parts that cannot be read: without it nobody knows where a row begins.
    pub fn joined(
        &self,
        pieces: &mut impl Iterator<Item = Result<Piece, FileFault>>,
    ) -> Result<Whole, FileFault> {
        let mut piece = match self.want {
            Want::Shapes => Piece::Shapes(Vec::new()),
            Want::Values => Piece::Values(Vec::new(), 0),
            Want::Numbers => Piece::Numbers(Part::default()),
            Want::Parts => Piece::Parts(Part::default()),
        };
        let mut bad = Vec::new();
        let mut start = 0;
        for (page, read) in self.pages.data.iter().zip(pieces) {
            let end = start + page.values;
            let fault = read.map_or_else(Some, |read| piece.append(read));
            if let Some(fault) = fault {
                piece.fill(end);
                bad.push((start..end, fault));
            }
            start = end;
        }
        match (&piece, bad.first()) {
            (Piece::Numbers(_) | Piece::Parts(_), Some((_, fault))) => Err(fault.clone()),
            _ => Ok(Whole { piece, bad }),
        }
    }
}

/// Geometries by their positions in a dictionary.
fn copied(own: &Pieces, positions: &[u32], room: &Room) -> Result<Vec<Result<Found, FileFault>>, FileFault> {
    let lengths = positions.iter().map(|position| own.get(*position as usize).len());
    room.take(lengths.fold(0, usize::saturating_add))?;
    let shapes = positions
        .iter()
        .map(|position| geometry_in(own.get(*position as usize)));
    Ok(shapes.collect())
}

impl Piece {
    /// Takes what comes next; a fault where that is of another sort.
    fn append(&mut self, next: Piece) -> Option<FileFault> {
        match (self, next) {
            (Piece::Shapes(all), Piece::Shapes(mut next)) => all.append(&mut next),
            (Piece::Values(all, odd), Piece::Values(mut next, next_odd)) => {
                all.append(&mut next);
                *odd += next_odd;
            }
            (Piece::Numbers(all), Piece::Numbers(next)) => all.append(next),
            (Piece::Parts(all), Piece::Parts(next)) => all.append(next),
            _ => return Some(damaged("values")),
        }
        None
    }

    /// Nothing in each row up to one.
    fn fill(&mut self, rows: usize) {
        match self {
            Piece::Shapes(all) => all.resize_with(rows, || Ok(Found::default())),
            Piece::Values(all, _) => all.resize(rows, PropertyValue::Null),
            Piece::Numbers(_) | Piece::Parts(_) => {}
        }
    }
}
