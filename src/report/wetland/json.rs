//! Wetland totals, footprints and quotas as they stand in JSON. Numbers are unrounded, areas in m², shares from 0 to 1.

use serde_json::{Value, json};

use crate::model::annex::Annex;
use crate::model::footprint::{self, Fact, Footprint, QuotaLedger};
use crate::model::land_class::Definition;
use crate::model::percent::shares;
use crate::model::wetland::{Amount, ClassTotal, Closure, DefinitionTotal, Figure, WetlandTotals};
use crate::model::workspace::Workspace;

/// The bytes of `totals.json`, version 1.
pub fn totals_json(workspace: &Workspace, annex: &Annex) -> Vec<u8> {
    let file = json!({
        "format": "redshank-totals",
        "version": 1,
        "program": concat!("redshank ", env!("CARGO_PKG_VERSION")),
        "crs": workspace.crs.code(),
        "wetland": annex.wetland.as_ref().map(wetland_value),
        "quotas": quota_values(annex),
    });
    let mut bytes = format!("{file:#}").into_bytes();
    bytes.push(b'\n');
    bytes
}

/// The member `wetland`.
pub fn wetland_value(totals: &WetlandTotals) -> Value {
    let doubts = &totals.doubts;
    json!({
        "class_table": totals.table,
        "all": amount(&totals.all),
        "definitions": totals.definitions.iter().map(definition).collect::<Vec<_>>(),
        "classes": classes(totals),
        "levels": levels(totals),
        "unknown": totals.unknown().map(unknown).collect::<Vec<_>>(),
        "layers": totals.layers.iter().map(|layer| json!({
            "layer": &*layer.layer, "synthetic": layer.synthetic, "amount": amount(&layer.amount),
        })).collect::<Vec<_>>(),
        "red_line": {
            "amount": amount(&totals.red_line.amount),
            "of_wetland": totals.red_line.of_wetland,
            "of_district": totals.red_line.of_district,
        },
        "closures": totals.closures.iter().map(closure).collect::<Vec<_>>(),
        "doubts": {
            "refused_count": doubts.refused_count,
            "without_area_count": doubts.without_area_count,
            "overlapping_pairs_count": doubts.overlapping_pairs_count,
            "undecided_pairs_count": doubts.undecided_pairs_count,
            "outside_count": doubts.outside_count,
            "outside_m2": doubts.outside_m2,
        },
        "percent_method": "largest_remainder",
    })
}

fn amount(amount: &Amount) -> Value {
    json!({
        "count": amount.count,
        "gross_m2": amount.gross_m2,
        "unique_m2": amount.unique_m2,
        "double_m2": amount.double_m2(),
    })
}

fn definition(total: &DefinitionTotal) -> Value {
    let (open_count, open_m2) = total.open();
    json!({
        "definition": total.definition.code(),
        "sure": amount(&total.sure),
        "with_open": amount(&total.with_open),
        "open_count": open_count,
        "open_m2": open_m2,
        "denominator": total.denominator.as_ref().map(|whole| json!({
            "layers": whole.layers.iter().map(|id| &**id).collect::<Vec<_>>(),
            "amount": amount(&whole.amount),
        })),
        "rate": total.rate().map(|(low, _)| low),
        "rate_with_open": total.rate().map(|(_, high)| high),
    })
}

fn classes(totals: &WetlandTotals) -> Vec<Value> {
    let gross: Vec<f64> = totals.classes.iter().map(|class| class.amount.gross_m2).collect();
    let parts = shares(&gross);
    let value = |(k, class): (usize, &ClassTotal)| {
        let counted: serde_json::Map<String, Value> = Definition::ALL
            .iter()
            .map(|definition| {
                let split = class.counted[definition.place()];
                let value = json!({
                    "yes_m2": split.yes_m2, "open_m2": split.open_m2, "no_m2": split.no_m2,
                });
                (definition.code().to_owned(), value)
            })
            .collect();
        json!({
            "code": class.code,
            "known": class.name.is_some(),
            "name": class.name.as_ref().map(|name| json!({"zh": name.zh, "en": name.en})),
            "parent": class.parent,
            "amount": amount(&class.amount),
            "percent": parts.percent(k),
            "counted": class.name.is_some().then_some(counted),
        })
    };
    totals.classes.iter().enumerate().map(value).collect()
}

fn levels(totals: &WetlandTotals) -> Vec<Value> {
    let gross: Vec<f64> = totals.levels.iter().map(|level| level.amount.gross_m2).collect();
    let parts = shares(&gross);
    let levels = totals.levels.iter().enumerate();
    levels
        .map(|(k, total)| {
            json!({
                "level": total.level.map(|level| level.code()),
                "amount": amount(&total.amount),
                "percent": parts.percent(k),
            })
        })
        .collect()
}

fn unknown(class: &ClassTotal) -> Value {
    json!({"code": class.code, "count": class.amount.count, "gross_m2": class.amount.gross_m2})
}

fn closure(closure: &Closure) -> Value {
    let layer = match &closure.figure {
        Figure::LayerArea { layer } => Some(&**layer),
        _ => None,
    };
    json!({
        "figure": closure.figure.code(),
        "layer": layer,
        "published": closure.published,
        "tolerance": closure.tolerance,
        "found": closure.found.map(|(low, _)| low),
        "found_with_open": closure.found.map(|(_, high)| high),
        "closes": closure.closes(),
    })
}

/// The member `footprint` of a project.
pub fn footprint_value(footprint: &Footprint) -> Value {
    let fact = |fact: &Fact| {
        let (unit, value) = match &fact.value {
            footprint::Value::Unknown => (None, Value::Null),
            footprint::Value::Metres(m) => (Some("m"), json!(m)),
            footprint::Value::Area(m2) => (Some("m2"), json!(m2)),
            footprint::Value::Count(count) => (Some("count"), json!(count)),
            footprint::Value::PerHectare(count) => (Some("per_ha"), json!(count)),
            footprint::Value::Word(word) => (None, json!(word)),
            footprint::Value::Text(text) => (None, json!(text)),
        };
        json!({
            "fact": fact.key,
            "about": fact.about,
            "value": value,
            "unit": unit,
            "basis": fact.basis,
            "mark": fact.mark.map(|mark| mark.code()),
            "open": fact.is_open,
        })
    };
    footprint.facts.iter().map(fact).collect()
}

/// The member `quotas`.
pub fn quota_values(annex: &Annex) -> Value {
    let without: Vec<String> = annex.without_quota.iter().map(ToString::to_string).collect();
    json!({
        "ledgers": annex.quotas.iter().map(quota).collect::<Vec<_>>(),
        "without_quota": without,
    })
}

fn quota(ledger: &QuotaLedger) -> Value {
    let entries: Vec<Value> = ledger
        .entries
        .iter()
        .map(|entry| {
            json!({
                "project": entry.project.to_string(),
                "area_m2": entry.area_m2,
                "adds_m2": entry.adds_m2,
                "left_m2": entry.left_m2,
                "breaks": entry.breaks,
                "year_assumed": entry.year_assumed,
            })
        })
        .collect();
    json!({
        "year": ledger.year,
        "kinds": ledger.kinds.iter().map(|kind| kind.code()).collect::<Vec<_>>(),
        "quota_m2": ledger.quota_m2,
        "used_m2": ledger.used_m2,
        "left_m2": ledger.left_m2(),
        "broken": ledger.is_broken(),
        "entries": entries,
    })
}
