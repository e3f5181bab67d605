//! The order of the rows by a column.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::progress::{Cancelled, Progress};

use super::sheet::{Column, Sheet};
use super::value::Key;

/// So many rows are sorted or merged between two looks at whether to stop.
const STRETCH: usize = 16_384;

/// The rows by the values of a column; what is missing stands last in either direction, and equal values keep the order in
/// which the rows come.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn ordered(
    sheet: &Sheet,
    rows: &[u32],
    (column, descending): (&Column, bool),
    progress: &Progress,
) -> Result<Vec<u32>, Cancelled> {
    let keyed: Vec<Vec<(Option<Key>, u32)>> = rows
        .par_chunks(STRETCH)
        .map(|rows| {
            progress.check()?;
            let key = |&row: &u32| (Key::of(sheet.value(row, column)), row);
            Ok(rows.iter().map(key).collect())
        })
        .collect::<Result<_, Cancelled>>()?;
    // Equal keys are told apart by their place among the rows, which need not ascend.
    let mut missing = Vec::new();
    let mut present = Vec::with_capacity(rows.len());
    for (place, (key, row)) in keyed.into_iter().flatten().enumerate() {
        match key {
            Some(key) => present.push((key, place as u32, row)),
            None => missing.push(row),
        }
    }
    let mut sorted: Vec<u32> = if descending {
        let turned = present
            .into_iter()
            .map(|(key, place, row)| (Reverse(key), place, row));
        in_order(turned.collect(), progress)?
    } else {
        in_order(present, progress)?
    };
    sorted.append(&mut missing);
    Ok(sorted)
}

/// Sorts stretches side by side and merges them pair by pair, so that it can be stopped at any time.
fn in_order<K: Ord + Send>(entries: Vec<(K, u32, u32)>, progress: &Progress) -> Result<Vec<u32>, Cancelled> {
    let mut runs: Vec<Vec<(K, u32, u32)>> = Vec::new();
    let mut entries = entries.into_iter();
    loop {
        let run: Vec<_> = entries.by_ref().take(STRETCH).collect();
        if run.is_empty() {
            break;
        }
        runs.push(run);
    }
    runs.par_iter_mut().try_for_each(|run| {
        progress.check()?;
        run.sort_unstable();
        Ok(())
    })?;
    while runs.len() > 1 {
        let mut pairs = Vec::with_capacity(runs.len().div_ceil(2));
        let mut waiting = runs.into_iter();
        while let Some(first) = waiting.next() {
            pairs.push((first, waiting.next()));
        }
        runs = pairs
            .into_par_iter()
            .map(|(first, second)| match second {
                Some(second) => merged(first, second, progress),
                None => Ok(first),
            })
            .collect::<Result<_, Cancelled>>()?;
    }
    let only = runs.pop().unwrap_or_default();
    Ok(only.into_iter().map(|(_, _, row)| row).collect())
}

fn merged<T: Ord>(first: Vec<T>, second: Vec<T>, progress: &Progress) -> Result<Vec<T>, Cancelled> {
    let mut both = Vec::with_capacity(first.len() + second.len());
    let (mut first, mut second) = (first.into_iter().peekable(), second.into_iter().peekable());
    loop {
        if both.len() % STRETCH == 0 {
            progress.check()?;
        }
        let next = match (first.peek(), second.peek()) {
            (Some(one), Some(other)) if other < one => second.next(),
            (None, _) => second.next(),
            _ => first.next(),
        };
        match next {
            Some(next) => both.push(next),
            None => return Ok(both),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Field;
    use super::super::tests::layer;
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    fn by_a(values: &[Json], descending: bool) -> Vec<u32> {
        let rows: Vec<Json> = values.iter().map(|value| json!({ "a": value })).collect();
        let sheet = Sheet::of(&layer(&rows), &Progress::default()).unwrap();
        let column = sheet.column(&Field::Property("a".into())).unwrap();
        let rows: Vec<u32> = (0..values.len() as u32).collect();
        ordered(&sheet, &rows, (column, descending), &Progress::default()).unwrap()
    }

    #[track_caller]
    fn check(values: &[Json], ascending: &[u32], descending: &[u32]) {
        assert_eq!(by_a(values, false), ascending);
        assert_eq!(by_a(values, true), descending);
    }

    #[test]
    fn numbers_as_numbers_texts_by_code_point_missing_last() {
        check(&[json!(10), json!(9), json!(-1)], &[2, 1, 0], &[0, 1, 2]);
        check(&[json!("10"), json!("9")], &[1, 0], &[0, 1]);
        check(&[json!("b"), json!("a"), json!("湿地")], &[1, 0, 2], &[2, 0, 1]);
        check(
            &[json!(null), json!(2), json!(""), json!(1)],
            &[3, 1, 0, 2],
            &[1, 3, 0, 2],
        );
        // Numbers before texts, where a column has both.
        check(&[json!("x"), json!(5)], &[1, 0], &[0, 1]);
    }

    #[test]
    fn equal_values_keep_their_order() {
        check(
            &[json!(1), json!(0), json!(1), json!(1)],
            &[1, 0, 2, 3],
            &[0, 2, 3, 1],
        );
    }

    proptest! {
        #[test]
        fn stretches_are_merged_rightly(values in prop::collection::vec(0_u32..50, 1..400), descending: bool) {
            // Runs of one, so that the merging is what is tried.
            let entries: Vec<(u32, u32, u32)> =
                values.iter().enumerate().map(|(place, &v)| (v, place as u32, place as u32)).collect();
            let mut runs: Vec<Vec<_>> = entries.iter().map(|&entry| vec![entry]).collect();
            while runs.len() > 1 {
                let second = runs.pop().unwrap();
                let first = runs.remove(0);
                runs.push(merged(first, second, &Progress::default()).unwrap());
            }
            let mut expected = entries.clone();
            expected.sort();
            prop_assert_eq!(runs.pop().unwrap_or_default(), expected);
            let rows = by_a(&values.iter().map(|v| json!(v)).collect::<Vec<_>>(), descending);
            let mut stable: Vec<u32> = (0..values.len() as u32).collect();
            stable.sort_by(|&a, &b| {
                let order = values[a as usize].cmp(&values[b as usize]);
                if descending { order.reverse() } else { order }
            });
            if !values.is_empty() {
                prop_assert_eq!(rows, stable);
            }
        }
    }

    #[test]
    fn it_can_be_stopped() {
        let sheet = Sheet::of(&layer(&[json!({})]), &Progress::default()).unwrap();
        let progress = Progress::default();
        progress.cancel();
        assert!(ordered(&sheet, &[0], (&sheet.columns()[0], false), &progress).is_err());
    }
}
