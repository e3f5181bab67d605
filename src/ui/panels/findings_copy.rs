//! The findings that are shown, or those that are chosen, for a spreadsheet.

use eframe::egui::Context;

use crate::attributes::copied::{Cell, CellWriter, Copied};
use crate::model::finding::Evidence;
use crate::report::units;
use crate::say;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::view_state::ViewState;
use super::findings_choice::Column;
use super::findings_groups::standing_words;
use super::findings_rows::ShownRows;
use super::findings_words::FindingRow;

/// All rows that are shown.
pub fn copy_shown(ctx: &Context, view: &mut ViewState) {
    copy(ctx, view, view.findings.shown().to_vec());
}

/// The rows that are chosen; that of the picked finding also where it is not shown.
pub fn copy_chosen(ctx: &Context, view: &mut ViewState, picked: Option<usize>) {
    let mut chosen = view.findings.chosen.among(&view.findings.shown());
    if chosen.is_empty() {
        let is_chosen = |finding: &usize| view.findings.chosen.has(*finding);
        chosen.extend(
            picked
                .filter(is_chosen)
                .filter(|own| view.findings.row(*own).is_some()),
        );
    }
    copy(ctx, view, chosen);
}

fn copy(ctx: &Context, view: &mut ViewState, findings: Vec<usize>) {
    let words = (view.areas, view.lang);
    let rows = view.findings.to_copy(findings);
    if let Some(rows) = rows.filter(|rows| !rows.shown.is_empty()) {
        view.clipboard.put_made(move || copied(&rows, words));
        ctx.request_repaint();
    }
}

/// The columns of the table, and behind them who says so and the finding in one sentence.
fn copied(table: &ShownRows, (areas, lang): (Areas, Lang)) -> Copied {
    let columns: Vec<Column> = Column::ALL
        .into_iter()
        .filter(|column| table.board.is_some() || *column != Column::Decision)
        .collect();
    let mut headings: Vec<String> = columns
        .iter()
        .map(|column| say!(lang, &format!("ui.column.{}", column.code())))
        .collect();
    headings.extend(["citation", "sentence"].map(|key| say!(lang, &format!("areas.copied.{key}"))));
    let mut writer = CellWriter::new(headings.iter().map(String::as_str), table.shown.len());
    for place in &table.shown {
        let Some(row) = table.wording.row(*place) else {
            continue;
        };
        let mut texts: Vec<String> = columns
            .iter()
            .map(|column| text(table, *column, (*place, &row), (areas, lang)))
            .collect();
        texts.push(row.row.citation);
        texts.extend(table.wording.sentence(*place));
        writer.row(texts.iter().map(|text| Cell::Text(text)));
    }
    writer.done()
}

fn text(
    table: &ShownRows,
    column: Column,
    (place, row): (usize, &FindingRow),
    (areas, lang): (Areas, Lang),
) -> String {
    let words = &row.row;
    let finding = table.wording.finding(words.finding);
    let evidence = finding.map(|finding| &finding.evidence);
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
            let standing = table.board.as_ref().and_then(|board| board.findings.get(place));
            standing.map_or_else(String::new, |own| standing_words(own, lang))
        }
    }
}

/// The common area or length, and the distance, of which there is one at most.
pub fn numbers(row: &FindingRow, evidence: Option<&Evidence>, (areas, lang): (Areas, Lang)) -> [String; 2] {
    let distance_m = evidence.map_or(0.0, |evidence| evidence.distance_m);
    if distance_m > 0.0 {
        return [String::new(), units::length(distance_m)];
    }
    let overlap_m2 = evidence.and_then(|evidence| evidence.overlap_m2.get());
    let amount = match overlap_m2.filter(|&m2| m2 > 0.0) {
        Some(m2) => areas.text(m2, lang),
        None => row.row.amount.clone(),
    };
    [amount, String::new()]
}
