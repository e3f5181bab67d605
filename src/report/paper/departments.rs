//! A sheet for each department: what it is asked about each project, at which zones, by which article, in which form.

use crate::model::consultation::{Consultation, Office};
use crate::model::finding::Verdict;
use crate::model::rule::Department;
use crate::report::document::{Block, Cell, Look};
use crate::report::rows;
use crate::report::sentence::amount;
use crate::report::units::length;
use crate::say;
use crate::words::{Bilingual, Lang};

use super::source::Source;

/// The sheets, in the order of the departments; offices that only a rule's own words name come last.
pub fn departments_part(source: &Source<'_>) -> Vec<Block> {
    let departments = Department::ALL.into_iter().map(Some).chain([None]);
    departments
        .flat_map(|department| sheet(source, department))
        .collect()
}

fn sheet(source: &Source<'_>, department: Option<Department>) -> Vec<Block> {
    let is_own = |one: &&Consultation| match (&one.office, department) {
        (Office::Named(own, _), Some(department)) => *own == department,
        (Office::Worded(_), None) => true,
        _ => false,
    };
    let columns = [
        ("project", 3, false),
        ("consultee", 3, false),
        ("need", 2, false),
        ("met_at", 6, false),
        ("citation", 4, false),
        ("form", 3, false),
    ];
    let all: Vec<&Consultation> = source.screening.consultations.iter().filter(is_own).collect();
    let met = all.iter().filter(|one| !one.findings.is_empty());
    let rows = met.map(|one| office_row(source, one, source.feature(&one.project)));
    let rows: Vec<Vec<Cell>> = rows.chain(unchecked_rows(source, &all)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let title = match department {
        Some(department) => department.name(source.lang),
        None => source.word("other_offices"),
    };
    let table = source.table(&columns, rows);
    std::iter::once(Block::Sheet(title)).chain(table).collect()
}

/// Offices to which only rules send that were not checked: one row for all projects that they send there alike.
fn unchecked_rows(source: &Source<'_>, all: &[&Consultation]) -> Vec<Vec<Cell>> {
    let mut groups: Vec<(&Consultation, Vec<String>)> = Vec::new();
    for one in all.iter().filter(|one| one.findings.is_empty()) {
        let is_alike = |other: &Consultation| {
            (&other.office, other.need, &other.articles, &other.forms)
                == (&one.office, one.need, &one.articles, &one.forms)
        };
        let name = rows::title(source.workspace, &one.project);
        match groups.iter_mut().find(|(first, _)| is_alike(first)) {
            Some((_, names)) => names.push(name),
            None => groups.push((one, vec![name])),
        }
    }
    let row = |(one, names): (&Consultation, Vec<String>)| {
        let projects = match names.len() {
            1 => source.feature(&one.project),
            count => Cell::of(say!(source.lang, "report.page.project_number", count = count))
                .and(Look::Faint, names.join(source.separator())),
        };
        office_row(source, one, projects)
    };
    groups.into_iter().map(row).collect()
}

fn office_row(source: &Source<'_>, one: &Consultation, projects: Cell) -> Vec<Cell> {
    let lang = source.lang;
    let joined = |words: &[Bilingual]| {
        let separator = if lang == Lang::Zh { "；" } else { "; " };
        let words: Vec<&str> = words.iter().map(|words| words.get(lang)).collect();
        words.join(separator)
    };
    vec![
        projects,
        Cell::of(one.office.name(lang)),
        Cell::of(one.need.name(lang)),
        met_at(source, one),
        Cell::of(joined(&one.articles)),
        Cell::of(joined(&one.forms)),
    ]
}

/// The zones at which a rule that sends to the office is met, each once, in the order of the findings; those that are only
/// near are counted.
fn met_at(source: &Source<'_>, one: &Consultation) -> Cell {
    let lang = source.lang;
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut near = 0_usize;
    for (finding, row) in one
        .findings
        .iter()
        .filter_map(|&position| source.finding(position))
    {
        if finding.verdict == Verdict::Near && finding.bearing.exempt_by.is_none() {
            near += 1;
            continue;
        }
        let apart = (finding.evidence.distance_m > 0.0).then(|| length(finding.evidence.distance_m));
        let amount = amount(&finding.evidence, lang).or(apart).unwrap_or_default();
        let line = (
            format!("{} {} {amount}", row.role, row.zone_name),
            row.zone.to_string(),
        );
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let cell = lines.into_iter().fold(Cell::default(), |cell, (words, name)| {
        cell.beside(Look::Plain, words.trim_end())
            .beside(Look::Code, format!("{name};"))
    });
    match (near, one.findings.is_empty()) {
        (_, true) => Cell::of(source.word("because_unchecked")),
        (0, _) => cell,
        (count, _) => cell.and(Look::Faint, say!(lang, "report.page.near_count", count = count)),
    }
}
