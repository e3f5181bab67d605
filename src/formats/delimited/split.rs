//! Text to rows of fields (RFC 4180, with any delimiter).
//!
//! A quotation mark that is never closed would swallow all rows behind it without a word, so such a row is refused by its
//! line and reading goes on with the next line.

use std::borrow::Cow;

use crate::formats::table::row::{Cell, Row};
use crate::model::reading_fault::ReadingFault;
use crate::progress::Progress;

/// All rows that are not blank; the first ones once somebody has asked to stop.
pub fn rows<'a>(text: &'a str, delimiter: char, progress: &Progress) -> Vec<Row<'a>> {
    let mut splitter = Splitter {
        rest: text,
        line: 1,
        delimiter,
    };
    let mut rows = Vec::new();
    while !splitter.rest.is_empty() && !progress.is_cancelled() {
        let row = splitter.row();
        let is_blank = row.cells.iter().all(|cell| *cell == Cell::Empty);
        if !is_blank || row.fault.is_some() {
            rows.push(row);
        }
    }
    rows
}

struct Splitter<'a> {
    rest: &'a str,
    line: usize,
    delimiter: char,
}

/// A field, and whether it was the last of its row.
type Field<'a> = (Cell<'a>, bool);

impl<'a> Splitter<'a> {
    fn row(&mut self) -> Row<'a> {
        let (start, line) = (self.rest, self.line);
        let mut row = Row {
            line,
            is_full: true,
            ..Row::default()
        };
        loop {
            match self.field() {
                Some((cell, is_last)) => {
                    row.cells.push(cell);
                    if is_last {
                        return row;
                    }
                }
                None => {
                    // Back to where the row began: what the quotation mark has swallowed are rows of their own.
                    let end = start.find('\n').map_or(start.len(), |at| at + 1);
                    self.rest = start.get(end..).unwrap_or_default();
                    self.line = line + 1;
                    row.fault = Some(ReadingFault::BadQuote { line });
                    return row;
                }
            }
        }
    }

    fn field(&mut self) -> Option<Field<'a>> {
        let blank = |c: char| c == ' ' || (c == '\t' && self.delimiter != '\t');
        match self.rest.trim_start_matches(blank).strip_prefix('"') {
            Some(quoted) => self.quoted(quoted),
            None => {
                let stops = |c: char| c == self.delimiter || c == '\n';
                let end = self.rest.find(stops).unwrap_or(self.rest.len());
                let (field, rest) = self.rest.split_at(end);
                let cell = cell(Cow::Borrowed(field));
                self.rest = rest;
                Some((cell, self.end_field()))
            }
        }
    }

    /// A field after its opening mark; `None` where the marks do not pair.
    fn quoted(&mut self, quoted: &'a str) -> Option<Field<'a>> {
        let mut end = quoted.find('"')?;
        while quoted.get(end + 1..)?.starts_with('"') {
            end += 2 + quoted.get(end + 2..)?.find('"')?;
        }
        let field = quoted.get(..end)?;
        let blank = |c: char| c != self.delimiter && c != '\n' && c.is_whitespace();
        let rest = quoted.get(end + 1..)?.trim_start_matches(blank);
        if !(rest.is_empty() || rest.starts_with([self.delimiter, '\n'])) {
            return None;
        }
        self.rest = rest;
        self.line += field.matches('\n').count();
        let text = match field.contains('"') {
            true => Cow::Owned(field.replace("\"\"", "\"")),
            false => Cow::Borrowed(field),
        };
        Some((cell(text), self.end_field()))
    }

    /// Steps over what ends a field; true where the row ends with it.
    fn end_field(&mut self) -> bool {
        if let Some(rest) = self.rest.strip_prefix(self.delimiter) {
            self.rest = rest;
            return false;
        }
        if let Some(rest) = self.rest.strip_prefix('\n') {
            self.rest = rest;
            self.line += 1;
        }
        true
    }
}

/// A cell without blanks around its text.
fn cell(text: Cow<'_, str>) -> Cell<'_> {
    let trimmed = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    };
    if trimmed.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(trimmed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as lines of their own, fields with `·` between them, `!` where a row is refused.
    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let rows = rows(text, ',', &Progress::default());
        let found: Vec<(usize, String)> = rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
                let fault = if row.fault.is_some() { "!" } else { "" };
                (row.line, format!("{}{fault}", cells.join("·")))
            })
            .collect();
        let found: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn fields_rows_and_quotation_marks() {
        check("a,b\r\n1,2\n", &[(1, "a·b"), (2, "1·2")]);
        check("\n\na, b ,\n", &[(3, "a·b·")]);
        check("\"a,b\",\"c\"\"d\"\n1", &[(1, "a,b·c\"d"), (2, "1")]);
        check("\"a\nb\",c\n1", &[(1, "a\nb·c"), (3, "1")]);
        check("120°15'30\",30\n1", &[(1, "120°15'30\"·30"), (2, "1")]);
        check(" \"a\" ,b", &[(1, "a·b")]);
        check("", &[]);
    }

    #[test]
    fn a_mark_that_is_never_closed_swallows_no_other_row() {
        check(
            "a,b\n1,\"x\n2,y\n3,z",
            &[(1, "a·b"), (2, "1!"), (3, "2·y"), (4, "3·z")],
        );
        check("1,\"x\n2,\"y\n3,z", &[(1, "1!"), (2, "2!"), (3, "3·z")]);
        check("1,\"x\"y\n3,z", &[(1, "1!"), (2, "3·z")]);
    }
}
