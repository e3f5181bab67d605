//! One row group: its pages read side by side, its columns put together into rows.

use std::ops::Range;

use rayon::prelude::*;

use crate::formats::raw::Unread;
use crate::formats::wkb::Found;
use crate::model::feature::PropertyValue;
use crate::model::file_fault::FileFault;
use crate::progress::Progress;

use super::column::{Column, Piece, Want, Whole};
use super::footer::RowGroup;
use super::geo::Shape;
use super::nested::{Room, Rows, first_leaf, geometries, leaf_count};
use super::pages::{Budget, PageAt};
use super::schema::{Kind, Node, Schema, damaged};

/// What the rows of a file are read from.
pub struct Source<'a> {
    /// The file.
    pub data: &'a [u8],
    /// Its columns.
    pub schema: &'a Schema,
    /// Where the geometry is.
    pub shape: Shape,
    /// The positions of the columns that become properties.
    pub properties: Vec<usize>,
    /// What may still be copied out of dictionaries.
    pub room: Room,
    /// How far it is, in packed bytes.
    pub progress: &'a Progress,
}

/// The rows of a group.
#[derive(Default)]
pub struct Table {
    /// A geometry for each.
    pub shapes: Shapes,
    /// For each property a value for each row.
    pub columns: Vec<Vec<PropertyValue>>,
    /// For each property the values that are no UTF-8.
    pub undecodable: Vec<usize>,
    /// Rows that cannot be used, since a column cannot be read there.
    pub bad: Vec<Bad>,
}

/// Rows of which a column cannot be read.
pub struct Bad {
    /// Which, within the group.
    pub rows: Range<usize>,
    /// The column; `None` for the geometry.
    pub field: Option<String>,
    /// Why.
    pub fault: FileFault,
}

type Joined = Result<Whole, FileFault>;
type Shapes = Vec<Result<Found, FileFault>>;
/// Rows and why they are not there.
type Gap = (Range<usize>, FileFault);

impl Source<'_> {
    /// Reads a group.
    ///
    /// # Errors
    /// Stopped. What is damaged is told in the table.
    pub fn read(&self, group: &RowGroup, budget: &mut Budget) -> Result<Table, Unread> {
        let found = self.wanted().into_iter();
        let mut columns: Vec<Result<Column<'_>, FileFault>> = found
            .map(|wanted| Column::of(self.data, (self.schema, group), wanted, budget))
            .collect();
        columns.par_iter_mut().flatten().for_each(Column::read_dictionary);
        let pages = columns.iter().flatten();
        let pages: Vec<(&Column<'_>, &PageAt)> = pages
            .flat_map(|column| column.pages().iter().map(move |page| (column, page)))
            .collect();
        let pieces = pages.into_par_iter().map(|(column, page)| {
            self.progress.check()?;
            let piece = column.read(self.data, page, &self.room);
            self.progress.advance(page.packed_bytes());
            Ok(piece)
        });
        let pieces: Vec<Result<Piece, FileFault>> = pieces.collect::<Result<Vec<_>, Unread>>()?;
        let mut pieces = pieces.into_iter();
        let joined = columns.iter().map(|column| match column {
            Ok(column) => column.joined(&mut pieces),
            Err(fault) => Err(fault.clone()),
        });
        Ok(self.table(joined.collect(), group.rows))
    }

    /// The leaves to read: those of the geometry, then those of the properties.
    fn wanted(&self) -> Vec<(usize, Want)> {
        let mut wanted = match self.shape {
            Shape::Wkb(leaf) => vec![(leaf, Want::Shapes)],
            Shape::Numbers { x, y, .. } => vec![(x, Want::Numbers), (y, Want::Numbers)],
        };
        for root in self.roots() {
            let want = if is_flat(root) { Want::Values } else { Want::Parts };
            let first = first_leaf(root).unwrap_or(0);
            wanted.extend((first..first + leaf_count(root)).map(|leaf| (leaf, want)));
        }
        wanted
    }

    fn roots(&self) -> impl Iterator<Item = &Node> {
        let roots = self.properties.iter();
        roots.filter_map(|position| self.schema.roots.get(*position))
    }

    /// Puts the columns of a group side by side.
    fn table(&self, joined: Vec<Joined>, rows: usize) -> Table {
        let mut joined = joined.into_iter();
        let mut table = Table::default();
        let (shapes, bad) = self.shapes(&mut joined, rows).unwrap_or_else(|fault| {
            let none = (0..rows).map(|_| Ok(Found::default()));
            (none.collect(), vec![(0..rows, fault)])
        });
        table.shapes = shapes;
        table.take_bad(None, bad);
        for root in self.roots() {
            let own: Vec<Joined> = joined.by_ref().take(leaf_count(root)).collect();
            let (values, undecodable, bad) = self.values(root, own, rows).unwrap_or_else(|fault| {
                let none = vec![PropertyValue::Null; rows];
                (none, 0, vec![(0..rows, fault)])
            });
            table.columns.push(values);
            table.undecodable.push(undecodable);
            table.take_bad(Some(&root.name), bad);
        }
        table
    }

    /// The geometries, and the rows without.
    fn shapes(
        &self,
        joined: &mut impl Iterator<Item = Joined>,
        rows: usize,
    ) -> Result<(Shapes, Vec<Gap>), FileFault> {
        let mut next = || joined.next().unwrap_or_else(|| Err(damaged("column")));
        let Shape::Numbers {
            x: leaf,
            sort,
            extra_ordinates,
            ..
        } = self.shape
        else {
            let own = next()?;
            return match own.piece {
                Piece::Shapes(shapes) if shapes.len() == rows => Ok((shapes, own.bad)),
                _ => Err(damaged("values")),
            };
        };
        // Both are taken before either is looked at, so that what follows stays in step.
        let (x, y) = (next(), next());
        let (Piece::Numbers(x), Piece::Numbers(y)) = (x?.piece, y?.piece) else {
            return Err(damaged("values"));
        };
        let definition = self.schema.leaves.get(leaf).map_or(0, |leaf| leaf.definition);
        let found = geometries(sort, definition, (&x, &y), rows)?.into_iter();
        let with_more = |found: Found| Found {
            extra_ordinates: extra_ordinates && found.geometry.is_some(),
            ..found
        };
        Ok((found.map(with_more).map(Ok).collect(), Vec::new()))
    }

    /// The values of one property, how many of them are no UTF-8, and the rows without.
    fn values(
        &self,
        root: &Node,
        own: Vec<Joined>,
        rows: usize,
    ) -> Result<(Vec<PropertyValue>, usize, Vec<Gap>), FileFault> {
        let mut own = own.into_iter().collect::<Result<Vec<Whole>, FileFault>>()?;
        if is_flat(root) {
            return match own.pop() {
                Some(Whole {
                    piece: Piece::Values(values, undecodable),
                    bad,
                }) if values.len() == rows => Ok((values, undecodable, bad)),
                _ => Err(damaged("values")),
            };
        }
        let first = first_leaf(root).unwrap_or(0);
        let mut parts = Vec::with_capacity(own.len());
        for (number, whole) in own.iter().enumerate() {
            let Piece::Parts(part) = &whole.piece else {
                return Err(damaged("values"));
            };
            let leaf = self.schema.leaves.get(first + number);
            parts.push((leaf.map_or(0, |leaf| leaf.definition), part));
        }
        let mut nested = Rows::of(root, first, parts, &self.room);
        let values = (0..rows).map(|_| nested.next_row().map(PropertyValue::from));
        Ok((values.collect::<Result<_, FileFault>>()?, 0, Vec::new()))
    }
}

impl Table {
    fn take_bad(&mut self, field: Option<&str>, bad: Vec<Gap>) {
        let bad = bad.into_iter().map(|(rows, fault)| Bad {
            rows,
            field: field.map(str::to_owned),
            fault,
        });
        self.bad.extend(bad);
    }
}

/// One value a row.
fn is_flat(root: &Node) -> bool {
    matches!(root.kind, Kind::Leaf(_)) && root.repeat == 0
}
