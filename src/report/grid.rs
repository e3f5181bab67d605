//! A table in words, for page and terminal alike.

/// A table with its title and what has to be said below it. Texts are in one language and not escaped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Above it.
    pub title: String,
    /// Headings, and whether numbers stand below them.
    pub columns: Vec<(String, bool)>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Sentences below it.
    pub notes: Vec<String>,
}

impl Grid {
    /// The table as lines for a terminal: title, rows in straight columns, notes.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.title.clone()];
        if !self.rows.is_empty() {
            let heads: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
            let all: Vec<&Vec<String>> = std::iter::once(&heads).chain(&self.rows).collect();
            let widths: Vec<usize> = (0..heads.len())
                .map(|k| {
                    all.iter()
                        .map(|row| row.get(k).map_or(0, |cell| width(cell)))
                        .max()
                })
                .map(Option::unwrap_or_default)
                .collect();
            lines.extend(all.iter().map(|row| self.line(row, &widths)));
        }
        lines.extend(self.notes.iter().map(|note| format!("- {note}")));
        lines
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .zip(&self.columns)
            .map(|((cell, most), (_, is_number))| {
                let gap = " ".repeat(most.saturating_sub(width(cell)));
                if *is_number {
                    format!("{gap}{cell}")
                } else {
                    format!("{cell}{gap}")
                }
            })
            .collect();
        format!("  {}", cells.join("  ")).trim_end().to_owned()
    }
}

/// Columns that a text takes on a terminal: Chinese signs take two.
fn width(text: &str) -> usize {
    let is_wide = |c: char| {
        matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}')
    };
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_straight() {
        let grid = Grid {
            title: "T".into(),
            columns: vec![("类".into(), false), ("ha".into(), true)],
            rows: vec![
                vec!["河流".into(), "7.00".into()],
                vec!["x".into(), "1,000.25".into()],
            ],
            notes: vec!["n".into()],
        };
        let expected = [
            "T",
            "  类          ha",
            "  河流      7.00",
            "  x     1,000.25",
            "- n",
        ];
        assert_eq!(grid.lines(), expected);
    }
}
