//! What the answer rests on: rules, layers, and the problems of the data.

use std::collections::BTreeSet;

use geo::MultiPolygon;

use crate::geom::area::M2_PER_HA;
use crate::model::crs_reading::Trust;
use crate::model::date::Date;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::rule::Rule;
use crate::model::symbology::Colour;
use crate::report::document::{Block, Cell, Look};
use crate::report::sentence::{asked, citation};
use crate::report::units::{AreaUnit, area_in, dms, length};
use crate::say;

use super::source::Source;

/// The ground of the mark on layers that are drawn for illustration.
const SYNTHETIC: Colour = Colour::new(0xb3_26_1e, 0xff);

/// Rules that the verdicts and findings name, in the order of the rule book.
pub fn rules_part(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("rule", 6, false),
        ("citation", 3, false),
        ("severity", 2, false),
        ("mark", 3, false),
        ("in_force", 2, false),
        ("consultee", 3, false),
    ];
    let named: BTreeSet<&str> = source.screening.verdicts.iter().map(|row| &*row.rule).collect();
    let rules = source.workspace.rules.rules.iter();
    let cited = rules.filter(|rule| named.contains(rule.id.as_str()));
    source.table(&columns, cited.map(|rule| rule_row(source, rule)).collect())
}

fn rule_row(source: &Source<'_>, rule: &Rule) -> Vec<Cell> {
    let lang = source.lang;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let in_force = match (rule.from, rule.until) {
        (None, None) => "–".to_owned(),
        (from, until) => format!("{} – {}", day(from), day(until)),
    };
    vec![
        Cell::of(rule.title.get(lang))
            .and(Look::Faint, rule.text.get(lang))
            .and(Look::Code, &*rule.id),
        Cell::of(citation(rule, lang)),
        source.severity(rule.severity),
        Cell::default()
            .and(Look::Strong, rule.mark.code())
            .and(Look::Faint, rule.mark.name(lang)),
        Cell::of(in_force),
        Cell::of(asked(rule, None, lang)),
    ]
}

/// Every layer with its provenance.
pub fn layers_part(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("layer", 3, false),
        ("file", 5, false),
        ("crs", 3, false),
        ("surveyed", 2, false),
        ("tolerance", 2, true),
        ("counts", 3, true),
        ("check", 3, false),
    ];
    let layers = source.workspace.layers.iter();
    source.table(&columns, layers.map(|layer| layer_row(source, layer)).collect())
}

fn layer_row(source: &Source<'_>, layer: &Layer) -> Vec<Cell> {
    let (about, provenance) = (&layer.about, &layer.provenance);
    let synthetic = match about.synthetic {
        true => source.word("synthetic_mark"),
        false => String::new(),
    };
    let assumed = match provenance.crs_declared {
        true => String::new(),
        false => source.word("assumed"),
    };
    let counts = provenance.counts;
    vec![
        Cell::of(about.name.get(source.lang))
            .beside(Look::Chip(SYNTHETIC), synthetic)
            .and(Look::Faint, about.role.name(source.lang)),
        Cell::of(&*provenance.file).and(Look::Code, &*provenance.sha256),
        place(
            source,
            layer,
            Cell::of(format!("{}{assumed}", provenance.source_crs)),
        ),
        Cell::of(
            about
                .surveyed
                .map_or_else(|| "–".to_owned(), |day| day.to_string()),
        ),
        Cell::of(match about.tolerance_m > 0.0 {
            true => length(about.tolerance_m),
            false => "–".to_owned(),
        }),
        Cell::of(format!(
            "{} / {} / {} / {}",
            counts.read, counts.used, counts.repaired, counts.refused
        ))
        .and(Look::Faint, repairs(source, layer)),
        Cell::of(closing(source, layer)),
    ]
}

/// What was done to the coordinates of a layer, and how far its place is to be trusted, where there is anything to say.
fn place(source: &Source<'_>, layer: &Layer, crs: Cell) -> Cell {
    let doubt = &layer.provenance.doubt;
    let trust = (doubt.trust != Trust::Plausible).then(|| doubt.trust.name(source.lang));
    let notes = doubt.corrections().map(|note| note.text(source.lang));
    let words = trust.into_iter().chain(notes);
    words.fold(crs, |cell, words| cell.and(Look::Faint, words))
}

/// How many repairs changed an area by more than may go without a yes, and how many have one; nothing where none did.
fn repairs(source: &Source<'_>, layer: &Layer) -> String {
    let all = layer.provenance.repairs.iter();
    let count = all.filter(|repair| repair.needs_yes()).count();
    if count == 0 {
        return String::new();
    }
    let waiting = source.workspace.accepted_repairs.waiting(layer).count();
    say!(
        source.lang,
        "report.page.repairs",
        accepted = count - waiting,
        waiting = waiting
    )
}

/// Whether the layer's area closes on the figure that was published for it.
fn closing(source: &Source<'_>, layer: &Layer) -> String {
    let Some(check) = layer.about.check else {
        return "–".to_owned();
    };
    let ruler = source.workspace.ruler();
    let area_of = |areas: &MultiPolygon<f64>| ruler.area_m2(areas);
    let features = source.until_stopped(layer.features());
    let found_m2: f64 = features.map(|feature| area_of(feature.shape.areas())).sum();
    let closes = (found_m2 / M2_PER_HA - check.area_ha).abs() <= check.tolerance_ha;
    let key = if closes { "closing" } else { "not_closing" };
    let hectares = |m2: f64| area_in(m2, AreaUnit::Ha, source.lang);
    say!(
        source.lang,
        &format!("report.page.{key}"),
        found = hectares(found_m2),
        published = hectares(check.area_ha * M2_PER_HA)
    )
}

/// What could not be taken as it was.
pub fn problems_part(source: &Source<'_>) -> Vec<Block> {
    let columns = [
        ("layer", 2, false),
        ("problem", 8, false),
        ("place", 3, false),
        ("done", 1, false),
    ];
    let problems = &source.workspace.problems;
    if problems.is_empty() {
        return vec![Block::Paragraph(source.word("no_problems"))];
    }
    let problems = source.until_stopped(problems);
    let rows = problems.map(|problem| problem_row(source, problem));
    source.table(&columns, rows.collect())
}

fn problem_row(source: &Source<'_>, problem: &Problem) -> Vec<Cell> {
    vec![
        Cell::of(problem.layer.as_deref().unwrap_or("–")),
        Cell::of(problem.line(source.lang)),
        Cell::of(problem.place.map(dms).unwrap_or_default()),
        Cell::of(problem.done.name(source.lang)),
    ]
}
