//! The cells of a table as properties: numbers where a whole column has nothing else.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Number;

use crate::model::feature::{Properties, PropertyValue};
use crate::model::field_type::{FieldType, FieldTypes};

use super::row::{Cell, Row};

/// Digits of a number beyond which a fraction or a whole number may lose some.
const DIGITS: usize = 15;

/// Names and sorts of the columns.
pub struct Values {
    names: Arc<[Arc<str>]>,
    is_number: Vec<bool>,
    /// The column that is the shape itself, and no property.
    shape_column: Option<usize>,
}

impl Values {
    /// Looks at all rows.
    pub fn new(
        head: &Row<'_>,
        rows: &[Row<'_>],
        (shape_column, types): (Option<usize>, &FieldTypes),
    ) -> Values {
        let at_shape = |at: usize| Some(at) == shape_column;
        let columns = (0..head.cells.len()).filter(|&at| !at_shape(at));
        let mut taken = HashSet::new();
        let names: Vec<Arc<str>> = columns.map(|at| name_of(head, at, &mut taken)).collect();
        // Names are counted without the column that is the shape.
        let name = |at: usize| names.get(at - usize::from(shape_column.is_some_and(|shape| shape < at)));
        let is_text = |at: usize| {
            let declared = name(at).and_then(|name| types.get(&**name));
            !at_shape(at) && declared == Some(&FieldType::Text)
        };
        let numeric = |at: usize| {
            if is_text(at) {
                return false;
            }
            let mut filled = rows
                .iter()
                .map(|row| row.cell(at))
                .filter(|cell| **cell != Cell::Empty);
            filled.all(|cell| number(cell).is_some())
        };
        Values {
            is_number: (0..head.cells.len()).map(numeric).collect(),
            names: names.into(),
            shape_column,
        }
    }

    /// The properties of a row; cells that it lacks are null.
    pub fn of(&self, row: &Row<'_>) -> Properties {
        let columns = self.is_number.iter().enumerate();
        let own = columns.filter(|(at, _)| Some(*at) != self.shape_column);
        let values = own.map(|(at, is_number)| match (row.cell(at), is_number) {
            (Cell::Empty, _) => PropertyValue::Null,
            (Cell::Bool(truth), _) => PropertyValue::Bool(*truth),
            (cell, true) => number(cell).map_or(PropertyValue::Null, PropertyValue::Number),
            (cell, false) => PropertyValue::from(&*cell.text()),
        });
        Properties::new(Arc::clone(&self.names), values.collect())
    }
}

/// A name of its own for each column: `#3` for one without, `a_2` for the second of that name.
fn name_of(head: &Row<'_>, at: usize, taken: &mut HashSet<String>) -> Arc<str> {
    let written = match head.cell(at).text().trim() {
        "" => format!("#{}", at + 1),
        name => name.to_owned(),
    };
    let mut name = written.clone();
    let mut times = 1;
    while !taken.insert(name.clone()) {
        times += 1;
        name = format!("{written}_{times}");
    }
    name.into()
}

/// The number that a cell is, where nothing of its writing is lost but zeros at its end: `0303` is a code, no number.
fn number(cell: &Cell<'_>) -> Option<Number> {
    let text = match cell {
        Cell::Number(number) => return whole(*number).or_else(|| Number::from_f64(*number)),
        Cell::Text(text) => &**text,
        Cell::Empty | Cell::Bool(_) => return None,
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(before) || !all_digits(after) || (before.len() > 1 && before.starts_with('0')) {
        return None;
    }
    if !text.contains('.') {
        return text
            .parse::<i64>()
            .ok()
            .filter(|_| text != "-0")
            .map(Number::from);
    }
    // Many programs write 17 digits of which the last are noise; the number is the same.
    let keeps = before.len() <= DIGITS;
    text.parse().ok().filter(|_| keeps).and_then(Number::from_f64)
}

fn whole(number: f64) -> Option<Number> {
    let is_whole = number.fract() == 0.0 && number.abs() < 10f64.powi(DIGITS as i32);
    is_whole.then(|| Number::from(number as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&'static str]) -> Row<'static> {
        let cell = |text: &&'static str| match *text {
            "" => Cell::Empty,
            text => Cell::Text(text.into()),
        };
        Row {
            cells: cells.iter().map(cell).collect(),
            ..Row::default()
        }
    }

    #[track_caller]
    fn check(column: &[&'static str], expected: &[&str]) {
        check_as(column, &FieldTypes::new(), expected);
    }

    #[track_caller]
    fn check_as(column: &[&'static str], types: &FieldTypes, expected: &[&str]) {
        let head = row(&["a"]);
        let rows: Vec<Row<'static>> = column.iter().map(|text| row(&[text])).collect();
        let values = Values::new(&head, &rows, (None, types));
        let found: Vec<String> = rows
            .iter()
            .map(|row| values.of(row).get("a").unwrap().to_json().to_string())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn numbers_only_where_the_whole_column_is() {
        check(&["6", "-2.50", ""], &["6", "-2.5", "null"]);
        check(&["6", "无"], &["\"6\"", "\"无\""]);
        check(&["0303", "1101"], &["\"0303\"", "\"1101\""]);
        check(&["0", "0.5"], &["0", "0.5"]);
        check(&["330114198001010012"], &["330114198001010012"]);
        check(&["123456789012345678901234"], &["\"123456789012345678901234\""]);
        check(&["1e5"], &["\"1e5\""]);
        check(&["１２"], &["\"１２\""]);
    }

    #[test]
    fn what_is_declared_to_be_text_keeps_its_writing() {
        let types = [("a".to_owned(), FieldType::Text)].into();
        check_as(&["2.50", "7", ""], &types, &["\"2.50\"", "\"7\"", "null"]);
        let types = [("a".to_owned(), FieldType::Number)].into();
        check_as(&["2.50", "7"], &types, &["2.5", "7"]);
    }

    #[test]
    fn names_of_their_own() {
        let head = row(&["a", "", "a", "a_2", "wkt"]);
        let values = Values::new(&head, &[], (Some(4), &FieldTypes::new()));
        let names: Vec<&str> = values.names.iter().map(|name| &**name).collect();
        assert_eq!(names, ["a", "#2", "a_2", "a_2_2"]);
    }
}
