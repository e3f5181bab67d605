//! Which rows are shown.

use std::sync::Arc;

use rayon::prelude::*;

use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::meeting::meets;
use crate::progress::{Cancelled, Progress};

use super::expression::Condition;
use super::row_set::RowSet;
use super::sheet::{Column, Sheet};

/// So many rows are tried between two looks at whether to stop.
const STRETCH: usize = 4_096;

/// What rows must meet to be shown: all of it.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// As it was typed over the table.
    pub condition: Option<Condition>,
    /// Column by column.
    pub columns: Vec<(Column, ColumnFilter)>,
    /// Only these rows.
    pub among: Option<Arc<RowSet>>,
    /// Only features of which something lies in this box of the plane.
    pub within: Option<Extent>,
}

/// What a column must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnFilter {
    /// A text, whatever its case.
    Contains(String),
    /// A number from `low` to `high`, both included; an open end is infinite.
    Between {
        /// At least.
        low: f64,
        /// At most.
        high: f64,
    },
}

impl ColumnFilter {
    /// True where everything passes.
    pub fn is_open(&self) -> bool {
        match self {
            ColumnFilter::Contains(text) => text.trim().is_empty(),
            ColumnFilter::Between { low, high } => *low == f64::NEG_INFINITY && *high == f64::INFINITY,
        }
    }

    fn holds(&self, sheet: &Sheet, row: u32, column: &Column) -> bool {
        match self {
            ColumnFilter::Contains(text) => {
                let own = sheet.text(row, column).to_lowercase();
                own.contains(&text.trim().to_lowercase())
            }
            ColumnFilter::Between { low, high } => sheet
                .value(row, column)
                .number()
                .is_some_and(|number| (*low..=*high).contains(&number)),
        }
    }
}

impl Filter {
    /// The rows that pass, in the order of the source.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn rows(&self, sheet: &Sheet, progress: &Progress) -> Result<Vec<u32>, Cancelled> {
        let columns: Vec<&(Column, ColumnFilter)> = self
            .columns
            .iter()
            .filter(|(_, filter)| !filter.is_open())
            .collect();
        let mut rows: Vec<u32> = match &self.among {
            Some(among) => among.positions().collect(),
            None => (0..sheet.row_count() as u32).collect(),
        };
        if let Some(within) = &self.within {
            rows = in_view(sheet, &rows, within, progress)?;
        }
        if columns.is_empty() && self.condition.is_none() {
            return Ok(rows);
        }
        kept(&rows, progress, |row| {
            columns
                .iter()
                .all(|(column, filter)| filter.holds(sheet, row, column))
                && self
                    .condition
                    .as_ref()
                    .is_none_or(|condition| condition.holds(sheet, row))
        })
    }
}

fn in_view(sheet: &Sheet, rows: &[u32], within: &Extent, progress: &Progress) -> Result<Vec<u32>, Cancelled> {
    let corners = geo::Rect::new(within.min, within.max);
    let Ok(view) = admit_plane(corners.to_polygon()) else {
        return Ok(Vec::new());
    };
    let layer = sheet.layer();
    let candidates = layer.candidates(within).into_iter().map(|place| place as u32);
    let candidates = RowSet::of(sheet.row_count(), candidates);
    kept(rows, progress, |row| {
        let feature = layer.features().get(row as usize);
        candidates.has(row) && feature.is_some_and(|feature| meets(&feature.shape, &view))
    })
}

/// The rows that pass a test, in their order.
fn kept(rows: &[u32], progress: &Progress, test: impl Fn(u32) -> bool + Sync) -> Result<Vec<u32>, Cancelled> {
    let stretches: Vec<Vec<u32>> = rows
        .par_chunks(STRETCH)
        .map(|rows| {
            progress.check()?;
            Ok(rows.iter().copied().filter(|&row| test(row)).collect())
        })
        .collect::<Result<_, Cancelled>>()?;
    Ok(stretches.concat())
}

#[cfg(test)]
mod tests {
    use super::super::grammar::parse;
    use super::super::sheet::Field;
    use super::super::tests::layer;
    use super::*;
    use geo::Coord;
    use serde_json::json;

    fn sheet() -> Sheet {
        let rows = [
            json!({"name": "Reeds", "ha": 1}),
            json!({"name": "mud", "ha": 2.5}),
            json!({"name": "reed bed", "ha": null}),
        ];
        Sheet::of(&layer(&rows), &Progress::default()).unwrap()
    }

    #[track_caller]
    fn check(filter: Filter, expected: &[u32]) {
        assert_eq!(filter.rows(&sheet(), &Progress::default()).unwrap(), expected);
    }

    fn on(name: &str, filter: ColumnFilter) -> Filter {
        let column = sheet().column(&Field::Property(name.into())).unwrap().clone();
        Filter {
            columns: vec![(column, filter)],
            ..Filter::default()
        }
    }

    #[test]
    fn by_column() {
        check(on("name", ColumnFilter::Contains(" reed".into())), &[0, 2]);
        check(on("name", ColumnFilter::Contains(" ".into())), &[0, 1, 2]);
        let between = |low, high| ColumnFilter::Between { low, high };
        check(on("ha", between(1.0, 2.5)), &[0, 1]);
        check(on("ha", between(1.1, f64::INFINITY)), &[1]);
        check(on("ha", between(f64::NEG_INFINITY, f64::INFINITY)), &[0, 1, 2]);
    }

    #[test]
    fn by_what_is_marked_and_what_is_in_view() {
        let among = |rows: &[u32]| Filter {
            among: Some(Arc::new(RowSet::of(3, rows.iter().copied()))),
            ..Filter::default()
        };
        check(among(&[2, 0]), &[0, 2]);
        check(among(&[]), &[]);
        let view = Extent::from_corners(
            Coord {
                x: 500_070.0,
                y: 3.3e6,
            },
            Coord {
                x: 500_110.0,
                y: 3.3e6 + 10.0,
            },
        );
        let within = Filter {
            within: Some(view),
            ..Filter::default()
        };
        check(within.clone(), &[0, 1]);
        let both = Filter {
            within: Some(view),
            ..among(&[1, 2])
        };
        check(both, &[1]);
        let condition = parse("ha >= 1", &sheet()).unwrap();
        check(Filter { condition, ..within }, &[0, 1]);
    }

    #[test]
    fn it_can_be_stopped() {
        let progress = Progress::default();
        progress.cancel();
        let filter = on("name", ColumnFilter::Contains("x".into()));
        assert!(filter.rows(&sheet(), &progress).is_err());
    }
}
