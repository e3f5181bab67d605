//! A sheet for each project: verdict, map, findings, offices, and what is still to be shown.

use rayon::prelude::*;

use crate::model::finding::{Finding, ProjectAccount, Verdict};
use crate::model::review::key::FindingKey;
use crate::model::review::standing::standing;
use crate::model::symbology::of_verdict;
use crate::report::consultations::routes;
use crate::report::costs::costs;
use crate::report::document::{Block, Cell, Look};
use crate::report::rows::{self, Row};
use crate::report::sentence::{asked, weakened};
use crate::report::units::{area, length};
use crate::say;

use super::source::Source;
use super::{checklists, legal, maps};

/// More projects than this have no sheets: nobody leafs through them.
const MOST_PROJECTS: usize = 200;
/// Nor have more findings, which stand in the table of all findings anyway.
const MOST_FINDINGS: usize = 4_000;
/// After so many rows an article is said again.
const SAID_AGAIN: usize = 15;
/// So many rules that were not checked are named; the rest is counted.
const MOST_NAMED: usize = 6;

/// True where sheets of projects and departments are made.
pub fn are_made(source: &Source<'_>) -> bool {
    source.screening.projects.len() <= MOST_PROJECTS && source.screening.findings.len() <= MOST_FINDINGS
}

/// The sheets, gravest project first; the word that there are too many, where there are.
pub fn sheets_part(source: &Source<'_>) -> Vec<Block> {
    if source.screening.projects.is_empty() {
        return Vec::new();
    }
    if !are_made(source) {
        return vec![Block::Paragraph(say!(
            source.lang,
            "report.page.too_many_sheets",
            projects = source.screening.projects.len(),
            findings = source.screening.findings.len()
        ))];
    }
    let mut accounts: Vec<&ProjectAccount> = source.screening.projects.iter().collect();
    accounts.sort_by_key(|account| std::cmp::Reverse(account.verdict));
    let sheets: Vec<Vec<Block>> = accounts
        .par_iter()
        .enumerate()
        .map(|(number, account)| match source.progress.is_cancelled() {
            true => Vec::new(),
            false => sheet(source, account, number + 1),
        })
        .collect();
    sheets.into_iter().flatten().collect()
}

fn sheet(source: &Source<'_>, account: &ProjectAccount, number: usize) -> Vec<Block> {
    let name = rows::title(source.workspace, &account.project);
    let mut blocks = vec![
        Block::Sheet(format!("{name}　{}", account.project)),
        Block::Line(facts(source, account)),
    ];
    blocks.extend(unchecked(source, account));
    blocks.extend(maps::of_project(source, &account.project, number));
    blocks.extend(findings(source, account));
    blocks.extend(legal::questions_part(source, &account.project));
    blocks.extend(offices(source, account));
    blocks.extend(checklists::checklist_part(source, &account.project));
    blocks
}

/// Verdict, kind and areas in one line.
fn facts(source: &Source<'_>, account: &ProjectAccount) -> Cell {
    let lang = source.lang;
    let said = |key: &str, words: String| format!("{} {words}", source.word(key));
    let mut cell = Cell::default().beside(
        Look::Chip(of_verdict(account.verdict)),
        account.verdict.name(lang),
    );
    if let Verdict::NotChecked(reason) = account.verdict {
        cell = cell.beside(Look::Faint, reason.name(lang));
    }
    let kind = account.kind.map(|kind| kind.name(lang)).unwrap_or_default();
    cell = cell.beside(Look::Plain, kind);
    let areas = [
        ("area", account.area_m2),
        ("unique", account.overlap_unique_m2),
        ("multiple", account.multiple_cover_m2),
    ];
    for (key, m2) in areas.into_iter().filter(|(_, m2)| *m2 > 0.0) {
        cell = cell.beside(Look::Plain, format!("· {}", said(key, area(m2, lang))));
    }
    cell
}

/// The rules that were not checked for the project, as far as a line holds them.
fn unchecked(source: &Source<'_>, account: &ProjectAccount) -> Option<Block> {
    let verdicts = source.screening.verdicts.iter();
    let own = verdicts.filter(|row| row.project == account.project && row.verdict.reason().is_some());
    let titles: Vec<String> = own
        .map(|row| {
            let rule = source.workspace.rules.rule(&row.rule);
            rule.map_or_else(
                || row.rule.to_string(),
                |rule| rule.title.get(source.lang).to_owned(),
            )
        })
        .collect();
    let named = titles.iter().take(MOST_NAMED).cloned().collect::<Vec<String>>();
    let more = if titles.len() > MOST_NAMED { "…" } else { "" };
    (!titles.is_empty()).then(|| {
        Block::Remark(say!(
            source.lang,
            "report.page.unchecked_rules",
            count = titles.len(),
            rules = format!("{}{more}", named.join(source.separator()))
        ))
    })
}

fn findings(source: &Source<'_>, account: &ProjectAccount) -> Vec<Block> {
    let columns = [
        ("verdict", 2, false),
        ("zone", 4, false),
        ("citation", 4, false),
        ("overlap", 2, true),
        ("share", 2, true),
        ("distance", 2, true),
        ("consultee", 3, false),
        ("decision", 3, false),
    ];
    let found = source.findings_of(&account.project);
    let mut rows: Vec<Vec<Cell>> = found
        .map(|(finding, row)| finding_row(source, finding, row))
        .collect();
    if rows.is_empty() {
        return vec![Block::Paragraph(source.word("no_findings"))];
    }
    mark_repeated(&mut rows, &[2, 6]);
    source.headed("own_findings", &columns, rows)
}

/// Marks cells of these columns that say what those above them say, but for some, so that every page says it once.
fn mark_repeated(rows: &mut [Vec<Cell>], columns: &[usize]) {
    for &column in columns {
        let texts: Vec<Option<String>> = rows.iter().map(|row| row.get(column).map(Cell::text)).collect();
        let mut since = 0;
        for (place, pair) in texts.windows(2).enumerate() {
            since = if pair[0] == pair[1] { since + 1 } else { 0 };
            let cell = rows.get_mut(place + 1).and_then(|row| row.get_mut(column));
            if let Some(cell) = cell {
                cell.is_ditto = since % SAID_AGAIN != 0;
            }
        }
    }
}

fn finding_row(source: &Source<'_>, finding: &Finding, row: &Row) -> Vec<Cell> {
    let lang = source.lang;
    let (evidence, rule) = (
        &finding.evidence,
        source.workspace.rules.rule(&finding.matter.rule),
    );
    let amount = match (evidence.overlap_m2.get(), evidence.overlap_m.get()) {
        (Some(m2), _) => Cell::area(area(m2, lang), m2),
        (None, Some(m)) => Cell::of(length(m)),
        (None, None) => Cell::of("–"),
    };
    let dash = |words: String| match words.is_empty() {
        true => "–".to_owned(),
        false => words,
    };
    let distance = (evidence.distance_m > 0.0).then(|| length(evidence.distance_m));
    let setback = finding.matter.setback_m.filter(|_| distance.is_some());
    let setback = setback.map(|m| say!(lang, "report.page.setback", limit = length(m)));
    let zone = Cell::of(&*row.zone_name)
        .beside(Look::Code, row.zone.to_string())
        .and(Look::Faint, format!("{} · {}", row.role, row.relation));
    let article = Cell::of(&*row.citation)
        .beside(Look::Faint, row.mark.code())
        .and(Look::Faint, &*row.rule);
    let threats = costs(finding, rule, lang).into_iter().map(|cost| cost.line);
    let faint = |cell: Cell, line: String| cell.and(Look::Faint, line);
    vec![
        source
            .verdict(row.verdict)
            .and(Look::Faint, row.severity.name(lang)),
        weakened(finding, lang).into_iter().fold(zone, faint),
        threats.fold(article, faint),
        amount,
        Cell::of(dash(row.share.clone())),
        Cell::of(dash(distance.unwrap_or_default())).and(Look::Faint, setback.unwrap_or_default()),
        Cell::of(rule.map_or_else(String::new, |rule| asked(rule, finding.sort.level, lang))),
        decision(source, finding),
    ]
}

/// What people have decided about a finding.
pub fn decision(source: &Source<'_>, finding: &Finding) -> Cell {
    let lang = source.lang;
    let Some(record) = source.record else {
        return Cell::of("–");
    };
    let key = FindingKey::of(finding);
    let evidence = record.evidence.get(&key).map(String::as_str);
    let stands = standing(record.review, &key, evidence);
    let marks = [
        (stands.closed, "closed"),
        (stands.differs, "differs"),
        (stands.outdated, "outdated"),
    ];
    let marks = marks.into_iter().filter(|(is_so, _)| *is_so);
    let cell = Cell::default().and(Look::Strong, stands.state.name(lang));
    let cell = marks.fold(cell, |cell, (_, mark)| {
        cell.beside(Look::Faint, say!(lang, &format!("review.mark.{mark}")))
    });
    let last = record.review.decisions(&key).last();
    last.map_or(cell.clone(), |(event, decision)| {
        let article = decision.article.clone().unwrap_or_default();
        let papers = decision.attachments.iter();
        let cell = cell
            .and(Look::Plain, article)
            .and(Look::Faint, &*decision.reason)
            .and(Look::Faint, format!("{} {}", event.author.name, event.at.day()));
        papers.fold(cell, |cell, paper| {
            cell.and(Look::Faint, &*paper.name)
                .and(Look::Code, &*paper.sha256)
        })
    })
}

fn offices(source: &Source<'_>, account: &ProjectAccount) -> Vec<Block> {
    let columns = [
        ("need", 2, false),
        ("consultee", 4, false),
        ("form", 4, false),
        ("citation", 5, false),
    ];
    let routes = routes(source.screening, Some(&account.project), source.lang);
    let rows = routes.into_iter().map(|route| {
        vec![
            Cell::of(route.need.name(source.lang)),
            Cell::of(route.office),
            Cell::of(route.form),
            Cell::of(route.articles),
        ]
    });
    source.headed("own_consultations", &columns, rows.collect())
}
