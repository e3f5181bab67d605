//! Rows for a spreadsheet.

use crate::progress::{Cancelled, Progress};

use super::sheet::{Column, Sheet};
use super::value::Value;

/// So many rows are written between two looks at whether to stop.
const STRETCH: usize = 4_096;

/// Rows as lines of cells with tabs between them, the headings first; what every spreadsheet takes from the clipboard.
/// Numbers keep the writing of the source; texts that a spreadsheet would take for a formula get a leading apostrophe.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn tab_separated(
    sheet: &Sheet,
    columns: &[(Column, String)],
    rows: &[u32],
    progress: &Progress,
) -> Result<String, Cancelled> {
    let mut text = String::new();
    let headings = columns.iter().map(|(_, heading)| cell(heading));
    line(&mut text, headings);
    for stretch in rows.chunks(STRETCH) {
        progress.check()?;
        for &row in stretch {
            let cells = columns.iter().map(|(column, _)| match sheet.value(row, column) {
                Value::Number(_) => sheet.text(row, column),
                Value::Text(_) => cell(&guarded(&sheet.text(row, column))),
                Value::Missing => String::new(),
            });
            line(&mut text, cells);
        }
    }
    Ok(text)
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push('\t');
        }
        text.push_str(&cell);
    }
    text.push_str("\r\n");
}

/// In quotes where a tab, a line's end or a quote stands in it.
fn cell(text: &str) -> String {
    if text.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
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
        let text = tab_separated(&sheet, &columns, &[2, 0, 1], &Progress::default()).unwrap();
        let expected = "名称\tn\r\n\"say \"\"x\"\"\nplease\"\t3\r\n\"a\tb\"\t-1.5\r\n'=1+1\t\r\n";
        assert_eq!(text, expected);
    }
}
