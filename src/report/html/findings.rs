//! What was not checked, what each project takes, and what was found.

use crate::model::finding::{ProjectAccount, Verdict};
use crate::report::markup::escape;
use crate::report::units::area;
use crate::report::{rows, unchecked};
use crate::say;

use super::legal;
use super::parts::{Source, paragraph, severity_chip, table, verdict_chip};

/// So many projects are named behind a rule that was not checked; the rest is counted.
const MOST_NAMED: usize = 12;

/// Rules that could not be answered, with reasons; or the word that all could.
pub fn unchecked_part(source: &Source<'_>) -> String {
    if source.screening.projects.is_empty() {
        return paragraph(&source.word("no_projects"));
    }
    let groups = unchecked::unchecked(source.workspace, source.screening, source.lang);
    if groups.is_empty() {
        return paragraph(&source.word("all_checked"));
    }
    let one = |group: &unchecked::Unchecked| {
        let named: Vec<String> = group
            .projects
            .iter()
            .take(MOST_NAMED)
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
        format!(
            "<div class=\"doubt\">{}<br><span class=\"faint\">{}</span></div>\n",
            escape(&group.sentence),
            escape(&projects)
        )
    };
    groups.iter().map(one).collect()
}

/// One row per project: verdict and areas.
pub fn projects_part(source: &Source<'_>) -> String {
    let columns = [
        ("project", false),
        ("kind", false),
        ("verdict", false),
        ("area", true),
        ("gross", true),
        ("unique", true),
        ("multiple", true),
        ("by_role", false),
    ];
    if source.screening.projects.is_empty() {
        return String::new();
    }
    let accounts = source.screening.projects.iter();
    table(
        source,
        &columns,
        accounts.map(|account| project_row(source, account)),
    )
}

fn project_row(source: &Source<'_>, account: &ProjectAccount) -> Vec<String> {
    let lang = source.lang;
    let area_or_dash = |m2: f64| {
        if m2 > 0.0 {
            area(m2, lang)
        } else {
            "–".to_owned()
        }
    };
    let by_role: Vec<String> = account
        .by_role
        .iter()
        .filter(|(_, m2)| *m2 > 0.0)
        .map(|(role, m2)| escape(&format!("{} {}", role.name(lang), area(*m2, lang))))
        .collect();
    let reason = match account.verdict {
        Verdict::NotChecked(reason) => {
            format!("<br><span class=\"faint\">{}</span>", escape(&reason.name(lang)))
        }
        _ => String::new(),
    };
    vec![
        format!(
            "{}<br><code>{}</code>",
            escape(&account.name),
            escape(&account.project.to_string())
        ),
        escape(&account.kind.map(|kind| kind.name(lang)).unwrap_or_default()),
        verdict_chip(account.verdict, lang) + &reason,
        area_or_dash(account.area_m2),
        area_or_dash(account.overlap_gross_m2),
        area_or_dash(account.overlap_unique_m2),
        area_or_dash(account.multiple_cover_m2),
        by_role.join("<br>"),
    ]
}

/// What all projects together take from each role.
pub fn totals_part(source: &Source<'_>) -> String {
    let columns = [("by_role", false), ("unique", true), ("gross", true)];
    let totals: Vec<_> = source
        .screening
        .totals
        .iter()
        .filter(|total| total.gross_m2 > 0.0)
        .collect();
    if totals.is_empty() {
        return String::new();
    }
    let rows = totals.into_iter().map(|total| {
        vec![
            escape(&total.role.name(source.lang)),
            area(total.unique_m2, source.lang),
            area(total.gross_m2, source.lang),
        ]
    });
    table(source, &columns, rows)
}

fn beside(source: &Source<'_>, position: usize) -> String {
    let finding = source.screening.findings.get(position);
    finding
        .map(|finding| legal::beside(source, finding))
        .unwrap_or_default()
}

/// Each finding in a sentence.
pub fn findings_part(source: &Source<'_>) -> String {
    let columns = [
        ("verdict", false),
        ("severity", false),
        ("finding", false),
        ("rule", false),
    ];
    let rows = rows::rows(source.workspace, source.screening, source.lang);
    if rows.is_empty() {
        return paragraph(&source.word("no_findings"));
    }
    let cells = rows.iter().map(|row| {
        vec![
            verdict_chip(row.verdict, source.lang),
            severity_chip(row.severity, source.lang),
            escape(&row.sentence) + &beside(source, row.finding),
            format!(
                "{} <span class=\"faint\">{}</span><br><code>{} × {}</code>",
                escape(&row.rule),
                row.mark.code(),
                escape(&row.project.to_string()),
                escape(&row.zone.to_string())
            ),
        ]
    });
    table(source, &columns, cells)
}
