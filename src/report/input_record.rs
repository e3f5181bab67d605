//! What went into a screening, as `findings.json` says it: one entry per layer.

use serde::Serialize;

use crate::model::accepted_repairs::AcceptedRepairs;
use crate::model::crs_note::CrsNote;
use crate::model::layer::Layer;
use crate::model::repair::Repair;
use crate::words::Lang;

/// A layer as it went into the screening.
#[derive(Serialize)]
pub struct Input<'a> {
    layer: &'a str,
    file: &'a str,
    sha256: &'a str,
    source_crs: &'a str,
    read: usize,
    used: usize,
    repaired: usize,
    refused: usize,
    role: &'static str,
    crs_declared: bool,
    synthetic: bool,
    surveyed: Option<String>,
    /// The layer that says where this one is complete.
    coverage: Option<&'a str>,
    tolerance_m: f64,
    /// How far its place is to be trusted.
    place: &'static str,
    /// What was done to its coordinates, or who vouches for them.
    corrections: Vec<Correction>,
    /// Repairs that want a yes; left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<RepairRecord<'a>>,
}

#[derive(Serialize)]
struct RepairRecord<'a> {
    id: &'a str,
    before_m2: f64,
    after_m2: f64,
    accepted: bool,
}

#[derive(Serialize)]
struct Correction {
    kind: &'static str,
    text: String,
    text_zh: String,
}

impl<'a> Input<'a> {
    pub fn of(layer: &'a Layer, accepted: &AcceptedRepairs) -> Input<'a> {
        let record = |repair: &'a Repair| RepairRecord {
            id: &repair.id,
            before_m2: repair.change.before_m2,
            after_m2: repair.change.after_m2,
            accepted: accepted.allow(&layer.about.id, repair),
        };
        let provenance = &layer.provenance;
        Input {
            layer: &layer.about.id,
            file: &provenance.file,
            sha256: &provenance.sha256,
            source_crs: &provenance.source_crs,
            read: provenance.counts.read,
            used: provenance.counts.used,
            repaired: provenance.counts.repaired,
            refused: provenance.counts.refused,
            role: layer.about.role.code(),
            crs_declared: provenance.crs_declared,
            synthetic: layer.about.synthetic,
            surveyed: layer.about.surveyed.map(|day| day.to_string()),
            coverage: layer.about.coverage.as_deref(),
            tolerance_m: layer.about.tolerance_m,
            place: provenance.doubt.trust.code(),
            corrections: provenance.doubt.corrections().map(Correction::of).collect(),
            repairs: provenance
                .repairs
                .iter()
                .filter(|repair| repair.needs_yes())
                .map(record)
                .collect(),
        }
    }
}

impl Correction {
    fn of(note: &CrsNote) -> Correction {
        Correction {
            kind: note.code(),
            text: note.text(Lang::En),
            text_zh: note.text(Lang::Zh),
        }
    }
}
