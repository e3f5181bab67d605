//! The findings that are shown, for a spreadsheet.

use std::sync::Arc;

use crate::attributes::copied::{Cell, CellWriter, Copied};
use crate::model::finding::Screening;
use crate::model::review::board::Board;
use crate::say;
use crate::words::Lang;

use super::super::areas::Areas;
use super::findings_groups::{FindingRow, standing_words};
use super::findings_panel::numbers;
use super::findings_rows::Column;

/// Rows to be copied, in the order of the table.
#[derive(Debug)]
pub struct FindingsCopy {
    /// All rows in words.
    pub rows: Arc<Vec<FindingRow>>,
    /// Which of them.
    pub shown: Vec<usize>,
    /// What they are about.
    pub screening: Arc<Screening>,
    /// How they stand, where a dossier is open.
    pub board: Option<Arc<Board>>,
}

impl FindingsCopy {
    /// The columns of the table, and behind them who says so and the finding in one sentence.
    pub fn copied(self, (areas, lang): (Areas, Lang)) -> Copied {
        let columns: Vec<Column> = Column::ALL
            .into_iter()
            .filter(|column| self.board.is_some() || *column != Column::Decision)
            .collect();
        let mut headings: Vec<String> = columns
            .iter()
            .map(|column| say!(lang, &format!("ui.column.{}", column.code())))
            .collect();
        headings.extend(["citation", "sentence"].map(|key| say!(lang, &format!("areas.copied.{key}"))));
        let mut writer = CellWriter::new(headings.iter().map(String::as_str), self.shown.len());
        for place in &self.shown {
            let Some(row) = self.rows.get(*place) else {
                continue;
            };
            let mut texts: Vec<String> = columns
                .iter()
                .map(|column| self.text(*column, (*place, row), (areas, lang)))
                .collect();
            texts.extend([row.row.citation.clone(), row.row.sentence.clone()]);
            writer.row(texts.iter().map(|text| Cell::Text(text)));
        }
        writer.done()
    }

    fn text(
        &self,
        column: Column,
        (place, row): (usize, &FindingRow),
        (areas, lang): (Areas, Lang),
    ) -> String {
        let words = &row.row;
        let evidence = self
            .screening
            .findings
            .get(words.finding)
            .map(|finding| &finding.evidence);
        let [amount, distance] = numbers(row, evidence, (areas, lang));
        match column {
            Column::Severity => words.severity.name(lang),
            Column::Project => words.project_name.clone(),
            Column::Verdict => words.verdict.name(lang),
            Column::Rule => words.rule.clone(),
            Column::Zone => format!("{} · {}", words.role, words.zone_name),
            Column::Relation => words.relation.clone(),
            Column::Overlap => amount,
            Column::Distance => distance,
            Column::Consultee => row.consultee.clone(),
            Column::Decision => {
                let standing = self.board.as_ref().and_then(|board| board.findings.get(place));
                standing.map_or_else(String::new, |own| standing_words(own, lang))
            }
        }
    }
}
