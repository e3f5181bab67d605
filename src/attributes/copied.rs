//! Rows for a spreadsheet: as text, and as a table in HTML, which keeps codes from being taken for numbers.

use std::fmt::Write as _;

use crate::progress::{Cancelled, Progress};

use super::sheet::{AreaScale, Column, Sheet};
use super::value::Value;

/// So many rows are written between two looks at whether to stop.
const STRETCH: usize = 4_096;
/// More rows than this go as text only: a spreadsheet takes minutes for so large a page.
const MOST_IN_HTML: usize = 100_000;

/// What goes to the clipboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Lines of cells with tabs between them, which every spreadsheet takes.
    pub text: String,
    /// The same as a table, where there are not too many rows.
    pub html: Option<String>,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// A number, as it is to be written.
    Number(&'a str),
    /// Words; what a spreadsheet would take for a formula gets a leading apostrophe.
    Text(&'a str),
}

/// A table that is being written, the headings first.
#[derive(Debug)]
pub struct CellWriter {
    text: String,
    html: Option<String>,
}

impl CellWriter {
    /// Begins a table of so many rows with its headings.
    pub fn new<'a>(headings: impl Iterator<Item = &'a str>, row_count: usize) -> CellWriter {
        let page = "<meta charset=\"utf-8\"><table>".to_owned();
        let mut writer = CellWriter {
            text: String::new(),
            html: (row_count <= MOST_IN_HTML).then_some(page),
        };
        writer.line("th", headings.map(Cell::Text));
        writer
    }

    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        self.line("td", cells);
    }

    fn line<'a>(&mut self, tag: &str, cells: impl Iterator<Item = Cell<'a>>) {
        if let Some(html) = &mut self.html {
            html.push_str("<tr>");
        }
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                self.text.push('\t');
            }
            let guarded = match cell {
                Cell::Number(number) => number.to_owned(),
                Cell::Text(text) => guarded(text),
            };
            self.text.push_str(&quoted(&guarded));
            if let Some(html) = &mut self.html {
                // The format that spreadsheets know for text, so that the code 0101 stays one.
                let style = match cell {
                    Cell::Text(text) if tag == "td" && !text.is_empty() => {
                        " style=\"mso-number-format:'\\@'\""
                    }
                    _ => "",
                };
                // Writing into a text cannot fail.
                let _never = write!(html, "<{tag}{style}>{}</{tag}>", escaped(&guarded));
            }
        }
        self.text.push_str("\r\n");
        if let Some(html) = &mut self.html {
            html.push_str("</tr>");
        }
    }

    /// What was written.
    pub fn done(self) -> Copied {
        Copied {
            text: self.text,
            html: self.html.map(|html| html + "</table>"),
        }
    }
}

/// Rows of a layer, with the columns and their headings. Numbers keep the writing of the source.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn copied(
    (sheet, areas): (&Sheet, AreaScale),
    columns: &[(Column, String)],
    rows: &[u32],
    progress: &Progress,
) -> Result<Copied, Cancelled> {
    let headings = columns.iter().map(|(_, heading)| heading.as_str());
    let mut writer = CellWriter::new(headings, rows.len());
    for stretch in rows.chunks(STRETCH) {
        progress.check()?;
        for &row in stretch {
            let texts: Vec<(bool, String)> = columns
                .iter()
                .map(|(column, _)| match sheet.value(row, column) {
                    Value::Number(_) => (true, sheet.text_in(row, column, areas)),
                    Value::Text(_) => (false, sheet.text(row, column)),
                    Value::Missing => (false, String::new()),
                })
                .collect();
            writer.row(texts.iter().map(|(is_number, text)| match is_number {
                true => Cell::Number(text),
                false => Cell::Text(text),
            }));
        }
    }
    Ok(writer.done())
}

/// In quotes where a tab, a line's end or a quote stands in it.
fn quoted(text: &str) -> String {
    if text.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// With nothing in it that HTML would take for more than text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' => escaped.push_str("<br>"),
            '\r' => {}
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}

fn guarded(text: &str) -> String {
    let runs = text
        .trim_start_matches(|sign: char| sign.is_whitespace() || sign.is_control())
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Field;
    use super::super::tests::layer;
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_of_cells() {
        let rows = [
            json!({"name": "a\tb", "n": -1.50}),
            json!({"name": "=1+1", "n": null}),
            json!({"name": "say \"x\"\nplease", "n": 3}),
        ];
        let sheet = Sheet::of(&layer(&rows), &Progress::default()).unwrap();
        let columns: Vec<(Column, String)> = [("name", "名称"), ("n", "n")]
            .map(|(name, heading)| {
                let column = sheet.column(&Field::Property(name.into())).unwrap();
                (column.clone(), heading.to_owned())
            })
            .into();
        let order = [2, 0, 1];
        let scale = AreaScale::default();
        let copied = copied((&sheet, scale), &columns, &order, &Progress::default()).unwrap();
        let expected = "名称\tn\r\n\"say \"\"x\"\"\nplease\"\t3\r\n\"a\tb\"\t-1.5\r\n'=1+1\t\r\n";
        assert_eq!(copied.text, expected);
        let text = " style=\"mso-number-format:'\\@'\"";
        let expected = [
            "<meta charset=\"utf-8\"><table><tr><th>名称</th><th>n</th></tr>",
            &format!("<tr><td{text}>say &quot;x&quot;<br>please</td><td>3</td></tr>"),
            &format!("<tr><td{text}>a b</td><td>-1.5</td></tr>"),
            &format!("<tr><td{text}>&#39;=1+1</td><td></td></tr></table>"),
        ];
        assert_eq!(copied.html.unwrap(), expected.concat());
    }

    #[test]
    fn nothing_of_a_cell_is_a_tag() {
        let check = |text: &str, expected: &str| {
            let mut writer = CellWriter::new(std::iter::empty(), 1);
            writer.row([Cell::Text(text)].into_iter());
            let html = writer.done().html.unwrap();
            assert!(html.contains(&format!(">{expected}</td>")), "{html}");
        };
        check(
            "<script>alert('x')</script>",
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
        );
        check("a & b", "a &amp; b");
        check("\u{0}＝1", "&#39; ＝1");
    }

    #[test]
    fn too_many_rows_go_as_text_only() {
        let writer = CellWriter::new(std::iter::once("a"), MOST_IN_HTML + 1);
        assert_eq!(writer.done().html, None);
    }
}
