//! The cells of a sheet.

use std::borrow::Cow;

use crate::formats::table::row::{Cell, Row};
use crate::formats::xml::{Broken, Node, Xml, attribute, name};
use crate::model::problem::ProblemKind;
use crate::progress::Progress;

use super::book::rich_text;
use super::days::Days;

/// A sheet has at most so many columns.
const COLUMNS: usize = 16_384;
/// Cells that are held, empty ones between others included.
const CELLS: usize = 30_000_000;

/// The texts that cells share, and which numbers are days.
type Shared<'a> = (&'a [String], &'a Days);

/// The rows that have a cell; the first ones once somebody has asked to stop.
pub fn rows<'a>(text: &str, shared: Shared<'a>, progress: &Progress) -> Result<Vec<Row<'a>>, ProblemKind> {
    let mut xml = Xml::new(text);
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut cells = 0;
    loop {
        let next = xml.next().map_err(|broken| broken.kind(0))?;
        match next {
            Node::Start(start) if name(&start) == "row" => {
                let after = rows.last().map_or(1, |row| row.line + 1);
                let line = attribute(&start, "r").and_then(|line| line.parse().ok());
                let row = Row {
                    line: line.unwrap_or(after),
                    cells: row(&mut xml, shared).map_err(|broken| broken.kind(0))?,
                    ..Row::default()
                };
                cells += row.cells.len();
                if cells > CELLS {
                    let limit_mib = (CELLS * size_of::<Cell<'_>>()) as u64 >> 20;
                    return Err(ProblemKind::TooLarge { limit_mib });
                }
                if !row.cells.is_empty() {
                    rows.push(row);
                }
            }
            Node::Start(_) | Node::End | Node::Text(_) => {}
            Node::Eof => return Ok(rows),
        }
        if progress.is_cancelled() {
            return Ok(rows);
        }
    }
}

/// The cells of a row that has begun.
fn row<'a>(xml: &mut Xml<'_>, shared: Shared<'a>) -> Result<Vec<Cell<'a>>, Broken> {
    let mut cells: Vec<Cell<'a>> = Vec::new();
    loop {
        match xml.next()? {
            Node::Start(start) if name(&start) == "c" => {
                let at = attribute(&start, "r")
                    .and_then(|place| column(&place))
                    .unwrap_or(cells.len());
                let kind = attribute(&start, "t").unwrap_or_default();
                let style = attribute(&start, "s").and_then(|style| style.parse().ok());
                let cell = cell(xml, (&kind, style.unwrap_or_default()), shared)?;
                if cell != Cell::Empty && at < COLUMNS {
                    if cells.len() <= at {
                        cells.resize(at + 1, Cell::Empty);
                    }
                    if let Some(place) = cells.get_mut(at) {
                        *place = cell;
                    }
                }
            }
            Node::Start(_) => xml.skip()?,
            Node::Text(_) => {}
            Node::End | Node::Eof => return Ok(cells),
        }
    }
}

/// The value of a cell that has begun.
fn cell<'a>(
    xml: &mut Xml<'_>,
    (kind, style): (&str, usize),
    (strings, days): Shared<'a>,
) -> Result<Cell<'a>, Broken> {
    let mut value = String::new();
    loop {
        match xml.next()? {
            Node::Start(start) => match name(&start).as_str() {
                "v" => value = xml.text()?,
                "is" => value = rich_text(xml)?,
                _ => xml.skip()?,
            },
            Node::Text(_) => {}
            Node::End | Node::Eof => break,
        }
    }
    let text = |text: Cow<'a, str>| {
        if text.trim().is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text)
        }
    };
    Ok(match kind {
        "s" => {
            let shared = value
                .trim()
                .parse()
                .ok()
                .and_then(|number: usize| strings.get(number));
            // A number that leads nowhere is shown, so that it is no coordinate by chance.
            shared.map_or_else(
                || text(format!("#{value}").into()),
                |shared| text(shared.trim().into()),
            )
        }
        "b" => Cell::Bool(value.trim() == "1"),
        "" | "n" => match value.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => match days.written(style, number) {
                Some(day) => Cell::Text(day.into()),
                None => Cell::Number(number),
            },
            _ => text(value.trim().to_owned().into()),
        },
        _ => text(value.trim().to_owned().into()),
    })
}

/// The position of the column in a place such as `AB12`, from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let mut number: usize = 0;
    for letter in letters {
        number = number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        if number > COLUMNS {
            return None;
        }
    }
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_letters() {
        let check = |place: &str, expected: Option<usize>| assert_eq!(column(place), expected, "{place}");
        check("A1", Some(0));
        check("Z9", Some(25));
        check("AA10", Some(26));
        check("XFD1048576", Some(16_383));
        check("XFE1", None);
        check("ZZZZZZZZZZZZZZZZ1", None);
        check("12", None);
    }

    #[test]
    fn cells_of_all_sorts() {
        let strings = ["经度".to_owned(), " ".to_owned()];
        let text = r#"<worksheet><sheetData><row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3"><v>1.5</v></c>
            <c r="D3" t="inlineStr"><is><t>a</t><rPh><t>x</t></rPh><r><t>b</t></r></is></c><c r="E3" t="b"><v>1</v></c>
            <c r="F3" t="e"><v>#REF!</v></c><c r="G3" t="s"><v>9</v></c><c r="H3" t="s"><v>1</v></c>
            <c r="I3"><f>A1+1</f></c></row><row><c><v>2</v></c></row></sheetData></worksheet>"#;
        let days = Days::default();
        let rows = rows(text, (&strings, &days), &Progress::default()).unwrap();
        let texts: Vec<String> = rows[0]
            .cells
            .iter()
            .map(|cell| cell.text().into_owned())
            .collect();
        assert_eq!(texts, ["经度", "", "1.5", "ab", "true", "#REF!", "#9"]);
        assert_eq!((rows[0].line, rows[1].line), (3, 4));
        assert_eq!(rows[1].cells, [Cell::Number(2.0)]);
    }
}
