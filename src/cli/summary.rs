//! The screening as text for a terminal: tally, projects, what was not checked, findings.

use rayon::prelude::*;

use crate::model::consultation::Need;
use crate::model::finding::{Finding, ProjectAccount, Screening};
use crate::model::workspace::Workspace;
use crate::report::consultations::{contradiction, routes};
use crate::report::sentence::sentence;
use crate::report::unchecked;
use crate::report::units::area;
use crate::say;
use crate::words::Lang;

/// Two blanks between the columns of a table.
const GAP: &str = "  ";

/// The whole text, without a line end at its end.
pub fn of(workspace: &Workspace, screening: &Screening, lang: Lang) -> String {
    let mut lines = vec![headline(workspace, screening, lang), tally(screening, lang)];
    push_part(&mut lines, lang, "projects", project_lines(screening, lang));
    push_part(
        &mut lines,
        lang,
        "unchecked",
        unchecked_lines(workspace, screening, lang),
    );
    push_part(
        &mut lines,
        lang,
        "consultations",
        consultation_lines(screening, lang),
    );
    push_part(
        &mut lines,
        lang,
        "contradictions",
        screening
            .contradictions
            .iter()
            .map(|found| format!("- {}", contradiction(workspace, found, lang)))
            .collect(),
    );
    push_part(
        &mut lines,
        lang,
        "findings",
        finding_lines(workspace, screening, lang),
    );
    lines.join("\n")
}

fn headline(workspace: &Workspace, screening: &Screening, lang: Lang) -> String {
    let name = workspace.name.get(lang);
    say!(
        lang,
        "cli.headline",
        name = name,
        day = screening.as_of,
        crs = workspace.crs.code()
    )
    .trim_start()
    .to_owned()
}

fn tally(screening: &Screening, lang: Lang) -> String {
    let tally = screening.tally();
    say!(
        lang,
        "cli.tally",
        conflict = tally.conflict,
        near = tally.near,
        clear = tally.clear,
        not_checked = tally.not_checked
    )
}

fn push_part(lines: &mut Vec<String>, lang: Lang, key: &str, part: Vec<String>) {
    if !part.is_empty() {
        lines.push(String::new());
        lines.push(say!(lang, &format!("cli.part.{key}")));
        lines.extend(part);
    }
}

fn project_lines(screening: &Screening, lang: Lang) -> Vec<String> {
    let heads =
        ["verdict", "project", "name", "kind", "taken"].map(|key| say!(lang, &format!("cli.column.{key}")));
    let rows = screening
        .projects
        .iter()
        .map(|account| project_cells(account, lang));
    table(std::iter::once(heads).chain(rows).collect())
}

fn project_cells(account: &ProjectAccount, lang: Lang) -> [String; 5] {
    let taken = if account.overlap_unique_m2 > 0.0 {
        area(account.overlap_unique_m2, lang)
    } else {
        "–".to_owned()
    };
    [
        account.verdict.name(lang),
        account.project.to_string(),
        account.name.clone(),
        account.kind.map(|kind| kind.name(lang)).unwrap_or_default(),
        taken,
    ]
}

fn unchecked_lines(workspace: &Workspace, screening: &Screening, lang: Lang) -> Vec<String> {
    let groups = unchecked::unchecked(workspace, screening, lang);
    let line = |group: &unchecked::Unchecked| {
        let count = say!(lang, "cli.for_projects", count = group.projects.len());
        format!("- {} {count}", group.sentence)
    };
    groups.iter().map(line).collect()
}

/// Offices that are to be asked or are advised; what hangs on unchecked rules stands in the files.
fn consultation_lines(screening: &Screening, lang: Lang) -> Vec<String> {
    let routes = routes(screening, None, lang).into_iter();
    routes
        .filter(|route| route.need > Need::Open)
        .map(|route| format!("- {}: {}", route.project, route.line(lang)))
        .collect()
}

fn finding_lines(workspace: &Workspace, screening: &Screening, lang: Lang) -> Vec<String> {
    let line = |finding: &Finding| {
        let verdict = finding.verdict.name(lang);
        format!("- [{verdict}] {}", sentence(workspace, finding, lang))
    };
    screening.findings.par_iter().map(line).collect()
}

/// Cells in columns as wide as their widest cell.
fn table<const N: usize>(rows: Vec<[String; N]>) -> Vec<String> {
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(columns(cell));
        }
    }
    let line = |row: &[String; N]| {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| padded(cell, width))
            .collect();
        cells.join(GAP).trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn padded(cell: &str, width: usize) -> String {
    let missing = width.saturating_sub(columns(cell));
    format!("{cell}{}", " ".repeat(missing))
}

/// Columns that a text takes on a terminal: Chinese signs take two.
fn columns(text: &str) -> usize {
    let is_wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_columns_stand_straight() {
        let rows = vec![
            ["冲突".to_owned(), "a".to_owned()],
            ["x".to_owned(), "b".to_owned()],
        ];
        assert_eq!(table(rows), ["冲突  a", "x     b"]);
    }
}
