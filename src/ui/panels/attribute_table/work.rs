//! What the attribute table has worked out in the background, and what comes of it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use crate::attributes::copied::{Copied, copied};
use crate::attributes::filter::Filter;
use crate::attributes::order::ordered;
use crate::attributes::row_set::RowSet;
use crate::attributes::sheet::{AreaScale, Column, Measures, Sheet};
use crate::attributes::statistics::{Figures, figures};
use crate::geom::area::Ruler;
use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::progress::{Cancelled, Progress};

use super::choice::RowsKey;

/// A kind of work; the newest of each wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Looking at the columns.
    Sheet,
    /// Measuring areas and lengths.
    Measures,
    /// Finding the rows of a selection.
    Selected,
    /// Filtering and sorting.
    Rows,
    /// Figures of a column.
    Figures,
    /// Naming what is to be selected.
    Pick,
    /// Writing rows for the clipboard.
    Copy,
}

/// Something to be worked out.
#[derive(Debug)]
pub enum Query {
    /// The columns of a layer.
    Sheet(Arc<Layer>),
    /// Areas and lengths of a layer.
    Measures(Arc<Layer>, Box<Ruler>),
    /// Which rows of a layer are selected.
    Selected(Arc<Layer>, Arc<[FeatureRef]>),
    /// Which rows are shown, in which order.
    Rows(Box<RowsQuery>),
    /// Figures of a column over the rows that are shown.
    Figures(Arc<Sheet>, Arc<Vec<u32>>, Column),
    /// What is to be selected.
    Pick(PickQuery),
    /// Rows for the clipboard, with the columns and their headings, and the unit of areas.
    Copy(Arc<Sheet>, Vec<u32>, (Vec<(Column, String)>, AreaScale)),
}

/// Rows that are asked for.
#[derive(Debug)]
pub struct RowsQuery {
    /// What they are asked by.
    pub key: RowsKey,
    /// The layer.
    pub sheet: Arc<Sheet>,
    /// What they must meet.
    pub filter: Filter,
    /// By which column, and whether the other way round.
    pub sort: Option<(Column, bool)>,
}

/// Rows that are to be selected.
#[derive(Debug)]
pub struct PickQuery {
    /// The layer.
    pub layer: Arc<Layer>,
    /// The rows that are shown.
    pub rows: Arc<Vec<u32>>,
    /// Which of them.
    pub what: PickWhat,
    /// What is selected now.
    pub before: Arc<[FeatureRef]>,
}

/// Which rows are to be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PickWhat {
    /// Those at these places of the table, and nothing else.
    Places(Range<usize>),
    /// These too.
    More(Range<usize>),
    /// This one, unless it is selected: then no longer.
    Toggle(usize),
    /// All rows of the layer that are not, and nothing else.
    Inverse,
}

/// What was worked out.
#[derive(Debug)]
pub enum Answer {
    /// The columns.
    Sheet(Sheet),
    /// Areas and lengths of a layer.
    Measures(Arc<Layer>, Measures),
    /// The rows of a selection.
    Selected(Arc<Layer>, Arc<[FeatureRef]>, RowSet),
    /// The rows.
    Rows(RowsKey, Vec<u32>),
    /// Figures of a column over rows.
    Figures(Arc<Vec<u32>>, Column, Box<Figures>),
    /// What is to be selected.
    Picked(Vec<FeatureRef>),
    /// What goes to the clipboard.
    Copied(Copied),
}

impl Query {
    /// What kind of work it is.
    pub fn task(&self) -> Task {
        match self {
            Query::Sheet(_) => Task::Sheet,
            Query::Measures(..) => Task::Measures,
            Query::Selected(..) => Task::Selected,
            Query::Rows(_) => Task::Rows,
            Query::Figures(..) => Task::Figures,
            Query::Pick(_) => Task::Pick,
            Query::Copy(..) => Task::Copy,
        }
    }

    /// Works it out.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn answer(self, progress: &Progress) -> Result<Answer, Cancelled> {
        match self {
            Query::Sheet(layer) => Sheet::of(&layer, progress).map(Answer::Sheet),
            Query::Measures(layer, ruler) => {
                let measures = Measures::of(&layer, &ruler, progress)?;
                Ok(Answer::Measures(layer, measures))
            }
            Query::Selected(layer, selected) => {
                let rows = rows_of(&layer, &selected, progress)?;
                Ok(Answer::Selected(layer, selected, rows))
            }
            Query::Rows(query) => {
                let rows = query.filter.rows(&query.sheet, progress)?;
                let rows = match &query.sort {
                    None => rows,
                    Some((column, descending)) => {
                        ordered(&query.sheet, &rows, (column, *descending), progress)?
                    }
                };
                Ok(Answer::Rows(query.key, rows))
            }
            Query::Figures(sheet, rows, column) => {
                let figures = figures(&sheet, &rows, &column, progress)?;
                Ok(Answer::Figures(rows, column, Box::new(figures)))
            }
            Query::Pick(query) => Ok(Answer::Picked(query.answer())),
            Query::Copy(sheet, rows, (columns, areas)) => {
                copied((&sheet, areas), &columns, &rows, progress).map(Answer::Copied)
            }
        }
    }
}

/// The rows of a layer that are selected.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn rows_of(layer: &Layer, selected: &[FeatureRef], progress: &Progress) -> Result<RowSet, Cancelled> {
    let mut rows = Vec::new();
    for names in selected.chunks(4_096) {
        progress.check()?;
        let own = names.iter().filter(|name| name.layer == layer.about.id);
        rows.extend(
            own.filter_map(|name| layer.position(&name.id))
                .map(|row| row as u32),
        );
    }
    Ok(RowSet::of(layer.features().len(), rows))
}

impl PickQuery {
    /// The rows that are selected then, of those that are.
    pub fn rows_after(&self, selected: &RowSet) -> RowSet {
        let count = self.layer.features().len();
        let at = |places: &Range<usize>| self.rows.get(places.clone()).unwrap_or_default().iter().copied();
        match &self.what {
            PickWhat::Places(places) => RowSet::of(count, at(places)),
            PickWhat::More(places) => RowSet::of(count, selected.positions().chain(at(places))),
            PickWhat::Toggle(place) => {
                let own = self.rows.get(*place).copied();
                let others = selected.positions().filter(|&row| Some(row) != own);
                let added = own.filter(|&row| !selected.has(row));
                RowSet::of(count, others.chain(added))
            }
            PickWhat::Inverse => RowSet::of(count, (0..count as u32).filter(|&row| !selected.has(row))),
        }
    }

    /// What is selected then.
    pub fn answer(&self) -> Vec<FeatureRef> {
        let named = |row: &u32| {
            let feature = self.layer.features().get(*row as usize)?;
            Some(self.layer.name_of(feature))
        };
        let at = |places: &Range<usize>| self.rows.get(places.clone()).unwrap_or_default().iter();
        match &self.what {
            PickWhat::Places(places) => at(places).filter_map(named).collect(),
            PickWhat::More(places) => {
                let known: HashSet<&FeatureRef> = self.before.iter().collect();
                let new = at(places).filter_map(named).filter(|name| !known.contains(name));
                self.before.iter().cloned().chain(new).collect()
            }
            PickWhat::Toggle(place) => {
                let Some(name) = self.rows.get(*place).and_then(named) else {
                    return self.before.to_vec();
                };
                let mut kept: Vec<FeatureRef> =
                    self.before.iter().filter(|own| **own != name).cloned().collect();
                if kept.len() == self.before.len() {
                    kept.push(name);
                }
                kept
            }
            PickWhat::Inverse => {
                let own = self
                    .before
                    .iter()
                    .filter(|name| name.layer == self.layer.about.id);
                let gone: HashSet<&str> = own.map(|name| &*name.id).collect();
                let features = self.layer.features().iter();
                features
                    .filter(|feature| !gone.contains(&*feature.id))
                    .map(|feature| self.layer.name_of(feature))
                    .collect()
            }
        }
    }
}
