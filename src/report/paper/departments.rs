//! A sheet for each department: what it is asked about each project, at which zones, by which article, in which form.

use std::collections::HashMap;

use crate::model::consultation::{Consultation, Office};
use crate::model::feature::FeatureRef;
use crate::model::finding::Verdict;
use crate::model::rule::Department;
use crate::report::document::{Block, Cell, Look};
use crate::report::rows;
use crate::report::sentence::amount;
use crate::report::units::{area, length};
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
    let mut places: Vec<Place> = Vec::new();
    let mut near = 0_usize;
    for (finding, row) in one
        .findings
        .iter()
        .filter_map(|&position| source.finding(position))
    {
        if finding.verdict == Verdict::Near && finding.matter.bearing.exempt_by.is_none() {
            near += 1;
            continue;
        }
        let apart = (finding.evidence.distance_m > 0.0).then(|| length(finding.evidence.distance_m));
        let place = Place {
            zones: format!("{} {}", row.role, row.zone_name),
            zone: &finding.zone,
            amount: amount(&finding.evidence, lang).or(apart).unwrap_or_default(),
            overlap_m2: finding.evidence.overlap_m2.get(),
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let cell = alike(places)
        .iter()
        .fold(Cell::default(), |cell, group| told(cell, group, lang));
    match (near, one.findings.is_empty()) {
        (_, true) => Cell::of(source.word("because_unchecked")),
        (0, _) => cell,
        (count, _) => cell.and(Look::Faint, say!(lang, "report.page.near_count", count = count)),
    }
}

/// A zone at which a rule is met.
#[derive(PartialEq)]
struct Place<'a> {
    /// What it is and what it is called.
    zones: String,
    zone: &'a FeatureRef,
    amount: String,
    overlap_m2: Option<f64>,
}

/// Zones of one layer that are called alike, in the order of the first of them: a hundred fish ponds are one line.
fn alike(places: Vec<Place<'_>>) -> Vec<Vec<Place<'_>>> {
    let mut groups: Vec<Vec<Place<'_>>> = Vec::new();
    let mut known: HashMap<(String, &str), usize> = HashMap::new();
    for place in places {
        let key = (place.zones.clone(), &*place.zone.layer);
        let group = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(own) => own.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
}

/// One more line: a zone with its amount, or zones that are called alike with the least and the most of each, and the names
/// of all.
fn told(cell: Cell, group: &[Place<'_>], lang: Lang) -> Cell {
    let [first, more @ ..] = group else { return cell };
    if more.is_empty() {
        return cell
            .and(
                Look::Plain,
                format!("{} {}", first.zones, first.amount).trim_end(),
            )
            .beside(Look::Code, first.zone.to_string());
    }
    let count = say!(
        lang,
        "report.page.zones_alike",
        zones = first.zones,
        count = group.len()
    );
    let overlaps: Option<Vec<f64>> = group.iter().map(|place| place.overlap_m2).collect();
    let range = overlaps.map(|overlaps| {
        let least = overlaps.iter().copied().fold(f64::INFINITY, f64::min);
        let most = overlaps.iter().copied().fold(0.0, f64::max);
        say!(
            lang,
            "report.page.each",
            least = area(least, lang),
            most = area(most, lang)
        )
    });
    let names = more.iter().fold(first.zone.to_string(), |names, place| {
        format!("{names}, {}", place.zone.id)
    });
    cell.and(Look::Plain, count)
        .beside(Look::Plain, range.unwrap_or_default())
        .beside(Look::Code, names)
}
