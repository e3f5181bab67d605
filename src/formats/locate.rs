//! From the coordinates of a source into the plane of a workspace: the one way into a layer.

use std::sync::Arc;

use rayon::prelude::*;

use crate::geom::area::{M2_PER_HA, Ruler};
use crate::geom::crs::{Crs, CrsError, Transform};
use crate::geom::gate::Gate;
use crate::model::crs_reading::Trust;
use crate::model::feature::Feature;
use crate::model::layer::{About, Counts, Layer, Provenance};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::{Cancelled, Progress};

use super::admit::{AdmittedAll, Door, admit_all, place_of};
use super::drawing;
use super::filter::Filter;
use super::raw::RawLayer;
use super::source_crs::{Evidence, SourceCrs};

/// A layer and what could not be taken as it was.
#[derive(Debug)]
pub struct Read {
    /// In the plane of the workspace. Empty, with a refusal counted, where the file or its CRS could not be used.
    pub layer: Layer,
    /// In the order of the file.
    pub problems: Vec<Problem>,
}

/// What a file held and where it lies.
#[derive(Clone, Debug)]
pub struct Located {
    /// As read.
    pub raw: RawLayer,
    /// Its CRS.
    pub source: SourceCrs,
    /// The file as the user names it.
    pub label: String,
    /// Which features belong to the layer; those that surely do not are not among them.
    pub filter: Option<Filter>,
}

/// Brings a layer into the plane `plane`.
///
/// # Errors
/// [`Cancelled`]; whatever else is wrong is a problem in the result.
pub fn locate(
    located: Located,
    mut about: About,
    plane: &Crs,
    progress: &Progress,
) -> Result<Read, Cancelled> {
    let (raw, mut source, label) = (located.raw, located.source, located.label);
    let mut problems = told(&mut source, &label);
    let gate = source.crs.as_ref().and_then(|crs| {
        let gate = Gate::new(crs, plane).map_err(|error| problems.push(no_way(&label, crs, plane, &error)));
        Some((crs, gate.ok()?))
    });
    let Some((crs, gate)) = gate else {
        source.doubt.trust = Trust::Refused;
        let mut read = empty(&label, about, raw, problems);
        read.layer.provenance.doubt = source.doubt;
        return Ok(read);
    };
    about.tolerance_m += source.tolerance_m + gate.uncertain_m();
    let mut provenance = Provenance {
        file: label.clone(),
        sha256: raw.sha256,
        source_crs: source.corrected_from.unwrap_or_else(|| crs.code().to_owned()),
        crs_declared: matches!(source.evidence, Evidence::Setting | Evidence::File),
        doubt: source.doubt,
        foreign: raw.foreign,
        kept: raw.kept.map(Arc::new),
        counts: Counts {
            read: raw.features.len() + raw.refused,
            refused: raw.refused,
            ..Counts::default()
        },
        ..Provenance::default()
    };
    let to_geodetic = Transform::geodetic_from(crs);
    problems.extend(raw.problems.into_iter().map(|raw| Problem {
        place: raw.near.and_then(|near| place_of(&to_geodetic, near)),
        ..raw.problem
    }));
    let door = Door {
        gate: &gate,
        to_geodetic: &to_geodetic,
        about: &about,
        filter: located.filter.as_ref(),
    };
    let admitted = admit_all(raw.features, &door, progress)?;
    let features = record(admitted, &mut provenance, &mut problems);
    problems.extend(missing_fields(&about, &features));
    let layer = Layer::new(about, provenance, features);
    problems.extend(not_closing(&layer, plane));
    problems.extend(drawing::told(&layer, plane));
    for problem in &mut problems {
        problem.layer = Some(Arc::clone(&layer.about.id));
        problem.file.clone_from(&label);
    }
    Ok(Read { layer, problems })
}

/// Notes what became of the features of a file, and gives those that can be used.
fn record(admitted: AdmittedAll, provenance: &mut Provenance, problems: &mut Vec<Problem>) -> Vec<Feature> {
    problems.extend(admitted.problems);
    provenance.refused_places = admitted.refused_places;
    provenance.repairs = admitted.repairs;
    provenance.counts.used = admitted.features.len();
    provenance.counts.repaired += admitted.counts.repaired;
    provenance.counts.refused += admitted.counts.refused;
    admitted.features
}

/// A layer of which nothing can be used: empty, and counted as refused so that nothing is *clear* by it.
pub fn empty(label: &str, about: About, raw: RawLayer, mut problems: Vec<Problem>) -> Read {
    problems.extend(raw.problems.iter().map(|raw| raw.problem.clone()));
    problems
        .iter_mut()
        .for_each(|problem| problem.layer = Some(Arc::clone(&about.id)));
    let read = raw.found();
    let provenance = Provenance {
        file: label.to_owned(),
        sha256: raw.sha256,
        foreign: raw.foreign,
        counts: Counts {
            read,
            refused: read.max(1),
            ..Counts::default()
        },
        ..Provenance::default()
    };
    Read {
        layer: Layer::new(about, provenance, Vec::new()),
        problems,
    }
}

/// Area of a layer in m², ellipsoidal, each feature for itself.
pub fn area_m2(layer: &Layer, plane: &Crs) -> f64 {
    let ruler = Ruler::new(plane);
    let areas: Vec<f64> = layer
        .features()
        .par_iter()
        .map(|feature| ruler.area_m2(feature.shape.areas()))
        .collect();
    // Summed in order: a parallel sum would depend on the number of threads.
    areas.iter().sum()
}

/// What is to be said about the place of the whole layer.
fn told(source: &mut SourceCrs, label: &str) -> Vec<Problem> {
    let mut problems = std::mem::take(&mut source.problems);
    let notes = source.doubt.notes.iter();
    problems.extend(notes.map(|note| Problem::of_crs(label, note.clone())));
    problems
}

fn no_way(label: &str, source: &Crs, plane: &Crs, error: &CrsError) -> Problem {
    let kind = match error {
        CrsError::NoDatumShift { .. } => ProblemKind::NoDatumShift {
            from: source.code().to_owned(),
            to: plane.code().to_owned(),
        },
        _ => ProblemKind::UnknownCrs {
            code: source.code().to_owned(),
        },
    };
    Problem::of_file(label, kind, Done::Refused)
}

/// Fields that the mapping names and no feature has.
pub(super) fn missing_fields(about: &About, features: &[Feature]) -> Vec<Problem> {
    if features.is_empty() {
        return Vec::new();
    }
    let missing = about.fields.mapped().filter(|name| {
        let has = |feature: &Feature| feature.properties.get(name).is_some();
        !features.iter().any(has)
    });
    let problem = |name: &str| Problem {
        field: Some(name.to_owned()),
        ..Problem::of_file("", ProblemKind::FieldMissing, Done::Noted)
    };
    missing.map(problem).collect()
}

fn not_closing(layer: &Layer, plane: &Crs) -> Option<Problem> {
    let check = layer.about.check?;
    let found_ha = area_m2(layer, plane) / M2_PER_HA;
    // Written so that a figure that is no number does not close.
    if (found_ha - check.area_ha).abs() <= check.tolerance_ha {
        return None;
    }
    let kind = ProblemKind::NotClosing {
        published_ha: check.area_ha,
        found_ha,
    };
    Some(Problem::of_file("", kind, Done::Noted))
}
