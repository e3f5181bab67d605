//! What the answer rests on: rules, layers, and the problems of the data.

use std::collections::BTreeSet;

use geo::MultiPolygon;

use crate::geom::area::M2_PER_HA;
use crate::model::crs_reading::Trust;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::rule::Rule;
use crate::report::markup::escape;
use crate::report::sentence::{asked, citation};
use crate::report::units::{AreaUnit, area_in, dms};
use crate::say;

use super::parts::{Source, paragraph, severity_chip, table};

/// Rules that the verdicts and findings name, in the order of the rule book.
pub fn rules_part(source: &Source<'_>) -> String {
    let columns = [
        ("rule", false),
        ("citation", false),
        ("severity", false),
        ("mark", false),
        ("in_force", false),
        ("consultee", false),
    ];
    let named: BTreeSet<&str> = source.screening.verdicts.iter().map(|row| &*row.rule).collect();
    let rules = &source.workspace.rules.rules;
    let cited: Vec<&Rule> = rules
        .iter()
        .filter(|rule| named.contains(rule.id.as_str()))
        .collect();
    if cited.is_empty() {
        return String::new();
    }
    table(
        source,
        &columns,
        cited.into_iter().map(|rule| rule_row(source, rule)),
    )
}

fn rule_row(source: &Source<'_>, rule: &Rule) -> Vec<String> {
    let lang = source.lang;
    let day = |day: Option<crate::model::date::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let in_force = match (rule.from, rule.until) {
        (None, None) => "–".to_owned(),
        (from, until) => format!("{} – {}", day(from), day(until)),
    };
    vec![
        format!(
            "{}<br><span class=\"faint\">{}</span><br><code>{}</code>",
            escape(rule.title.get(lang)),
            escape(rule.text.get(lang)),
            escape(&rule.id)
        ),
        escape(&citation(rule, lang)),
        severity_chip(rule.severity, lang),
        format!(
            "<b>{}</b><br><span class=\"faint\">{}</span>",
            rule.mark.code(),
            escape(&rule.mark.name(lang))
        ),
        in_force,
        escape(&asked(rule, None, lang)),
    ]
}

/// Every layer with its provenance.
pub fn layers_part(source: &Source<'_>) -> String {
    let columns = [
        ("layer", false),
        ("file", false),
        ("crs", false),
        ("surveyed", false),
        ("counts", true),
        ("check", false),
    ];
    let layers = source.workspace.layers.iter();
    table(source, &columns, layers.map(|layer| layer_row(source, layer)))
}

fn layer_row(source: &Source<'_>, layer: &Layer) -> Vec<String> {
    let (about, provenance) = (&layer.about, &layer.provenance);
    let synthetic = if about.synthetic {
        format!(
            " <span class=\"chip\" style=\"background:#b3261e\">{}</span>",
            escape(&source.word("synthetic_mark"))
        )
    } else {
        String::new()
    };
    let assumed = if provenance.crs_declared {
        String::new()
    } else {
        source.word("assumed")
    };
    let counts = provenance.counts;
    vec![
        format!(
            "{}{synthetic}<br><span class=\"faint\">{}</span>",
            escape(about.name.get(source.lang)),
            escape(&about.role.name(source.lang))
        ),
        format!(
            "{}<br><code>{}</code>",
            escape(&provenance.file),
            escape(&provenance.sha256)
        ),
        format!(
            "{}{}",
            escape(&format!("{}{assumed}", provenance.source_crs)),
            place(source, layer)
        ),
        about
            .surveyed
            .map_or_else(|| "–".to_owned(), |day| day.to_string()),
        format!(
            "{} / {} / {} / {}{}",
            counts.read,
            counts.used,
            counts.repaired,
            counts.refused,
            repairs(source, layer)
        ),
        closing(source, layer),
    ]
}

/// What was done to the coordinates of a layer, and how far its place is to be trusted, where there is anything to say.
fn place(source: &Source<'_>, layer: &Layer) -> String {
    let doubt = &layer.provenance.doubt;
    let trust = (doubt.trust != Trust::Plausible).then(|| doubt.trust.name(source.lang));
    let notes = doubt.corrections().map(|note| note.text(source.lang));
    trust
        .into_iter()
        .chain(notes)
        .map(|words| format!("<br><span class=\"faint\">{}</span>", escape(&words)))
        .collect()
}

/// How many repairs changed an area by more than may go without a yes, and how many have one; nothing where none did.
fn repairs(source: &Source<'_>, layer: &Layer) -> String {
    let all = layer.provenance.repairs.iter();
    let count = all.filter(|repair| repair.needs_yes()).count();
    if count == 0 {
        return String::new();
    }
    let waiting = source.workspace.accepted_repairs.waiting(layer).count();
    let words = say!(
        source.lang,
        "report.page.repairs",
        accepted = count - waiting,
        waiting = waiting
    );
    format!("<br><span class=\"faint\">{}</span>", escape(&words))
}

/// Whether the layer's area closes on the figure that was published for it.
fn closing(source: &Source<'_>, layer: &Layer) -> String {
    let Some(check) = layer.about.check else {
        return "–".to_owned();
    };
    let ruler = source.workspace.ruler();
    let area_of = |areas: &MultiPolygon<f64>| ruler.area_m2(areas);
    let found_m2: f64 = layer
        .features()
        .iter()
        .map(|feature| area_of(feature.shape.areas()))
        .sum();
    let closes = (found_m2 / M2_PER_HA - check.area_ha).abs() <= check.tolerance_ha;
    let key = if closes { "closing" } else { "not_closing" };
    let hectares = |m2: f64| area_in(m2, AreaUnit::Ha, source.lang);
    escape(&say!(
        source.lang,
        &format!("report.page.{key}"),
        found = hectares(found_m2),
        published = hectares(check.area_ha * M2_PER_HA)
    ))
}

/// What could not be taken as it was.
pub fn problems_part(source: &Source<'_>) -> String {
    let columns = [
        ("layer", false),
        ("problem", false),
        ("place", false),
        ("done", false),
    ];
    let problems = &source.workspace.problems;
    if problems.is_empty() {
        return paragraph(&source.word("no_problems"));
    }
    let rows = problems.iter().map(|problem| problem_row(source, problem));
    table(source, &columns, rows)
}

fn problem_row(source: &Source<'_>, problem: &Problem) -> Vec<String> {
    vec![
        escape(problem.layer.as_deref().unwrap_or("–")),
        escape(&problem.line(source.lang)),
        problem.place.map(dms).unwrap_or_default(),
        escape(&problem.done.name(source.lang)),
    ]
}
