//! Figures of one column.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::progress::{Cancelled, Progress};

use super::histogram::Histogram;
use super::sheet::{Column, Sheet};
use super::value::{Value, ordered_bits};

/// So many rows are read between two looks at whether to stop.
const STRETCH: usize = 4_096;
/// So many values are listed as the most frequent.
const LISTED: usize = 12;
/// Classes of the histogram.
pub const CLASSES: usize = 24;

/// Figures of the rows of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Rows.
    pub count: usize,
    /// Rows in which nothing stands.
    pub missing: usize,
    /// Different values; texts that differ in case differ.
    pub distinct: usize,
    /// Of the numbers, if there are any.
    pub numbers: Option<NumberFigures>,
    /// The most frequent values, the most frequent first, equals in the order of their texts; only for columns that are
    /// not numeric.
    pub frequent: Vec<(String, usize)>,
}

/// Figures of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberFigures {
    /// How many.
    pub count: usize,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// The sum, compensated for rounding, in the order of the source.
    pub sum: f64,
    /// The arithmetic mean.
    pub mean: f64,
    /// The middle one; of an even number the mean of the two in the middle.
    pub median: f64,
    /// How they are spread.
    pub histogram: Option<Histogram>,
}

/// Figures of a column over some rows, in parallel.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn figures(
    sheet: &Sheet,
    rows: &[u32],
    column: &Column,
    progress: &Progress,
) -> Result<Figures, Cancelled> {
    let mut in_order = rows.to_vec();
    // The sum must not depend on how the table happens to be sorted.
    in_order.par_sort_unstable();
    let read: Vec<Vec<Value>> = in_order
        .par_chunks(STRETCH)
        .map(|rows| {
            progress.check()?;
            Ok(rows.iter().map(|&row| sheet.value(row, column)).collect())
        })
        .collect::<Result<_, Cancelled>>()?;
    let mut missing = 0;
    let mut numbers = Vec::new();
    let mut texts: HashMap<Arc<str>, usize> = HashMap::new();
    for values in read {
        progress.check()?;
        for value in values {
            match value {
                Value::Missing => missing += 1,
                Value::Number(number) => numbers.push(number),
                Value::Text(text) => *texts.entry(text).or_default() += 1,
            }
        }
    }
    let sum = compensated_sum(&numbers);
    numbers.par_sort_unstable_by_key(|&number| ordered_bits(number));
    progress.check()?;
    let runs = numbers.chunk_by(|a, b| a == b);
    let mut frequent: Vec<(String, usize)> = Vec::new();
    let distinct = runs.clone().count() + texts.len();
    if !column.is_numeric {
        frequent.extend(texts.into_iter().map(|(text, count)| (text.to_string(), count)));
        frequent.extend(runs.filter_map(|run| Some((run.first()?.to_string(), run.len()))));
        frequent.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        frequent.truncate(LISTED);
    }
    Ok(Figures {
        count: rows.len(),
        missing,
        distinct,
        numbers: number_figures(&numbers, sum),
        frequent,
    })
}

/// Of sorted numbers.
fn number_figures(sorted: &[f64], sum: f64) -> Option<NumberFigures> {
    let (&min, &max) = (sorted.first()?, sorted.last()?);
    let count = sorted.len();
    let at = |place: usize| sorted.get(place).copied().unwrap_or(f64::NAN);
    let median = if count % 2 == 1 {
        at(count / 2)
    } else {
        at(count / 2 - 1) / 2.0 + at(count / 2) / 2.0
    };
    Some(NumberFigures {
        count,
        min,
        max,
        sum,
        mean: sum / count as f64,
        median,
        histogram: Histogram::of(sorted, CLASSES),
    })
}

/// Neumaier's sum: what each addition rounds off is kept and added at the end.
fn compensated_sum(numbers: &[f64]) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for &number in numbers {
        let next = sum + number;
        lost += if sum.abs() >= number.abs() {
            (sum - next) + number
        } else {
            (number - next) + sum
        };
        sum = next;
    }
    if lost.is_finite() { sum + lost } else { sum }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Field;
    use super::super::tests::layer;
    use super::*;
    use serde_json::{Value as Json, json};

    fn of(values: &[Json]) -> Figures {
        let rows: Vec<Json> = values.iter().map(|value| json!({ "a": value })).collect();
        let sheet = Sheet::of(&layer(&rows), &Progress::default()).unwrap();
        let column = sheet.column(&Field::Property("a".into())).unwrap();
        let rows: Vec<u32> = (0..values.len() as u32).rev().collect();
        figures(&sheet, &rows, column, &Progress::default()).unwrap()
    }

    #[test]
    fn of_numbers() {
        let figures = of(&[json!(3), json!("1.5"), json!(null), json!(3), json!(-0.5)]);
        assert_eq!((figures.count, figures.missing, figures.distinct), (5, 1, 3));
        assert_eq!(figures.frequent, []);
        let numbers = figures.numbers.unwrap();
        assert_eq!((numbers.count, numbers.min, numbers.max), (4, -0.5, 3.0));
        assert_eq!((numbers.sum, numbers.mean, numbers.median), (7.0, 1.75, 2.25));
        assert_eq!(numbers.histogram.unwrap().counts.iter().sum::<usize>(), 4);
        assert_eq!(of(&[json!(1), json!(9), json!(2)]).numbers.unwrap().median, 2.0);
    }

    #[test]
    fn of_texts() {
        let figures = of(&[
            json!("河流"),
            json!("沼泽"),
            json!("河流"),
            json!(""),
            json!("a"),
            json!(7),
        ]);
        assert_eq!((figures.count, figures.missing, figures.distinct), (6, 1, 4));
        let frequent: Vec<(&str, usize)> = figures.frequent.iter().map(|(t, n)| (&**t, *n)).collect();
        assert_eq!(frequent, [("河流", 2), ("7", 1), ("a", 1), ("沼泽", 1)]);
        assert_eq!(figures.numbers.unwrap().count, 1);
    }

    #[test]
    fn of_nothing() {
        let figures = of(&[json!(null)]);
        assert_eq!((figures.count, figures.missing, figures.distinct), (1, 1, 0));
        assert_eq!(figures.numbers, None);
    }

    #[test]
    fn the_sum_loses_nothing_to_rounding() {
        assert_eq!(compensated_sum(&[1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(compensated_sum(&[f64::MAX, f64::MAX]), f64::INFINITY);
    }

    #[test]
    fn they_can_be_stopped() {
        let sheet = Sheet::of(&layer(&[json!({})]), &Progress::default()).unwrap();
        let progress = Progress::default();
        progress.cancel();
        assert!(figures(&sheet, &[0], &sheet.columns()[0], &progress).is_err());
    }
}
