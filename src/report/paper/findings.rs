//! What was not checked, what each project takes, and what was found.

use crate::model::finding::{ProjectAccount, Verdict};
use crate::report::document::{Block, Cell, Look};
use crate::report::rows::{self, SaidRow};
use crate::report::unchecked;
use crate::report::units::area;
use crate::say;

use super::legal;
use super::source::Source;

/// So many projects are named behind a rule that was not checked; the rest is counted.
const MOST_NAMED: usize = 12;

/// Rules that could not be answered, with reasons; or the word that all could.
pub fn unchecked_part(source: &Source<'_>) -> Vec<Block> {
    if source.screening.projects.is_empty() {
        return vec![Block::Paragraph(source.word("no_projects"))];
    }
    let groups = unchecked::unchecked(source.workspace, source.screening, source.lang);
    if groups.is_empty() {
        return vec![Block::Paragraph(source.word("all_checked"))];
    }
    let one = |group: unchecked::Unchecked| {
        let first = group.projects.iter().take(MOST_NAMED);
        let named: Vec<String> = first
            .map(|project| rows::title(source.workspace, project))
            .collect();
        let more = if group.projects.len() > MOST_NAMED {
            "…"
        } else {
            ""
        };
        let projects = say!(
            source.lang,
            "report.page.for_projects",
            count = group.projects.len(),
            projects = format!("{}{more}", named.join(source.separator()))
        );
        Block::Doubt(group.sentence, Some(projects))
    };
    groups.into_iter().map(one).collect()
}

/// One row per project: verdict and areas.
pub fn projects_part(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("project", 4, false),
        ("kind", 2, false),
        ("verdict", 2, false),
        ("area", 2, true),
        ("gross", 2, true),
        ("unique", 2, true),
        ("multiple", 2, true),
        ("by_role", 4, false),
    ];
    let accounts = source.until_stopped(&source.screening.projects);
    source.table(
        &columns,
        accounts.map(|account| project_row(source, account)).collect(),
    )
}

fn project_row(source: &Source<'_>, account: &ProjectAccount) -> Vec<Cell> {
    let lang = source.lang;
    let area_or_dash = |m2: f64| match m2 > 0.0 {
        true => Cell::area(area(m2, lang), m2),
        false => Cell::area("–", 0.0),
    };
    let taken = account.by_role.iter().filter(|(_, m2)| *m2 > 0.0);
    let by_role = taken.fold(Cell::default(), |cell, (role, m2)| {
        cell.and(Look::Plain, format!("{} {}", role.name(lang), area(*m2, lang)))
    });
    let verdict = source.verdict(account.verdict);
    vec![
        Cell::of(account.name.to_string()).and(Look::Code, account.project.to_string()),
        Cell::of(account.kind.map(|kind| kind.name(lang)).unwrap_or_default()),
        match account.verdict {
            Verdict::NotChecked(reason) => verdict.and(Look::Faint, reason.name(lang)),
            _ => verdict,
        },
        area_or_dash(account.area_m2),
        area_or_dash(account.overlap_gross_m2),
        area_or_dash(account.overlap_unique_m2),
        area_or_dash(account.multiple_cover_m2),
        by_role,
    ]
}

/// Each finding in a sentence.
pub fn findings_part(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("verdict", 2, false),
        ("severity", 2, false),
        ("finding", 8, false),
        ("rule", 5, false),
    ];
    if source.rows.is_empty() {
        return vec![Block::Paragraph(source.word("no_findings"))];
    }
    let cells = source
        .until_stopped(&source.rows)
        .map(|SaidRow { row, sentence }| {
            let said = Cell::of(&**sentence);
            let finding = source.screening.findings.get(row.finding);
            vec![
                source.verdict(row.verdict),
                source.severity(row.severity),
                finding.map_or(said.clone(), |finding| legal::beside(source, finding, said)),
                Cell::of(&*row.rule)
                    .beside(Look::Faint, row.mark.code())
                    .and(Look::Code, format!("{} × {}", row.project, row.zone)),
            ]
        });
    source.table(&columns, cells.collect())
}
