//! From the coordinates of a source into the plane of a workspace: the one way into a layer.

use std::sync::Arc;

use geo::{Coord, CoordsIter as _};
use rayon::prelude::*;

use crate::geom::area::{M2_PER_HA, Ruler};
use crate::geom::crs::{Crs, CrsError, Geodetic, Transform};
use crate::geom::extent::Extent;
use crate::geom::gate::{Fault, FaultKind, Gate};
use crate::model::crs_reading::Trust;
use crate::model::feature::Feature;
use crate::model::layer::{About, Counts, Layer, Provenance};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::repair::Repair;
use crate::model::role::{ProjectKind, Role};
use crate::progress::{Cancelled, Progress};

use super::raw::{RawFeature, RawLayer};
use super::source_crs::{Evidence, SourceCrs};
use super::unique::make_unique;

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
    let Located {
        raw,
        mut source,
        label,
    } = located;
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
        counts: Counts {
            read: raw.features.len() + raw.refused,
            refused: raw.refused,
            ..Counts::default()
        },
        refused_places: Vec::new(),
        repairs: Vec::new(),
    };
    let to_geodetic = Transform::geodetic_from(crs);
    problems.extend(raw.problems.into_iter().map(|raw| Problem {
        place: raw.near.and_then(|near| place_of(&to_geodetic, near)),
        ..raw.problem
    }));
    let admitted = admit_all(raw.features, progress, |feature| {
        admit(&gate, &to_geodetic, &about, feature)
    })?;
    let all = admitted.iter().flatten();
    provenance.refused_places = all.filter_map(|one| one.refused_place).collect();
    let features = gather(admitted, &mut provenance, &mut problems);
    problems.extend(missing_fields(&about, &features));
    let layer = Layer::new(about, provenance, features);
    problems.extend(not_closing(&layer, plane));
    for problem in &mut problems {
        problem.layer = Some(Arc::clone(&layer.about.id));
        problem.file.clone_from(&label);
    }
    Ok(Read { layer, problems })
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

fn place_of(to_geodetic: &Transform, coord: Coord<f64>) -> Option<Geodetic> {
    let place = to_geodetic.geodetic(coord);
    let good = place.lon_deg.abs() <= 180.0 && place.lat_deg.abs() <= 90.0;
    good.then_some(place)
}

/// Features are admitted by so many at a time, and their raw form is given back with each.
const BLOCK: usize = 8 << 10;

/// Admits features in parallel, block by block from the last one, so that the list of raw ones shrinks while that of
/// shapes grows. The blocks come in the order of the file.
fn admit_all(
    mut raw: Vec<RawFeature>,
    progress: &Progress,
    admit: impl Fn(RawFeature) -> Admitted + Sync,
) -> Result<Vec<Vec<Admitted>>, Cancelled> {
    progress.start(raw.len() as u64);
    let mut blocks = Vec::with_capacity(raw.len() / BLOCK + 1);
    while !raw.is_empty() {
        let block = raw.split_off(raw.len().saturating_sub(BLOCK));
        raw.shrink_to_fit();
        let admit = |feature: RawFeature| {
            progress.advance(1);
            (!progress.is_cancelled()).then(|| admit(feature))
        };
        let admitted: Option<Vec<Admitted>> = block.into_par_iter().map(admit).collect();
        blocks.push(admitted.ok_or(Cancelled)?);
    }
    blocks.reverse();
    Ok(blocks)
}

/// What became of one feature.
#[derive(Default)]
struct Admitted {
    feature: Option<Feature>,
    /// Where a refused feature lies whose shape is good.
    refused_place: Option<Extent>,
    /// What a repair did to the area of the feature, if there is one.
    repair: Option<Box<Repair>>,
    problems: Vec<Problem>,
}

fn admit(gate: &Gate, to_geodetic: &Transform, about: &About, raw: RawFeature) -> Admitted {
    let mapped = about
        .fields
        .id
        .as_deref()
        .and_then(|field| raw.properties.text(field));
    let id: Option<Arc<str>> = mapped.map(Arc::from).or(raw.id);
    let problem = |kind, place, done| Problem {
        feature: Some(raw.number),
        id: id.as_deref().map(str::to_owned),
        place,
        ..Problem::of_file("", kind, done)
    };
    let of_fault = |fault: &Fault, done| {
        let place = fault.place.and_then(|coord| place_of(to_geodetic, coord));
        problem(ProblemKind::of_fault(fault), place, done)
    };
    let Some(geometry) = raw.geometry else {
        return Admitted {
            problems: vec![problem(ProblemKind::NoGeometry, None, Done::Refused)],
            ..Admitted::default()
        };
    };
    let admitted = match gate.admit(geometry) {
        Ok(admitted) => admitted,
        Err(fault) => {
            return Admitted {
                problems: vec![of_fault(&fault, Done::Refused)],
                ..Admitted::default()
            };
        }
    };
    let faults = raw.unclosed.iter().chain(&admitted.faults);
    let mut problems: Vec<Problem> = faults.map(|fault| of_fault(fault, done_about(fault))).collect();
    let drawn = admitted.drawn;
    let change = admitted.faults.iter().find_map(|fault| match fault.kind {
        FaultKind::Invalid(change) => Some(change),
        _ => None,
    });
    let feature = Feature {
        id: id.clone().unwrap_or_else(|| raw.number.to_string().into()),
        number: raw.number,
        shape: Arc::new(admitted.shape),
        properties: raw.properties,
        foreign: raw.foreign,
    };
    if let Some(found) = unknown_kind(about, &feature) {
        problems.push(Problem {
            field: about.fields.kind.clone(),
            ..problem(ProblemKind::UnknownKind { found }, None, Done::Noted)
        });
    }
    let role = unknown_role(about, &feature).map(|found| Problem {
        field: about.fields.role.clone(),
        ..problem(ProblemKind::UnknownRole { found }, None, Done::Refused)
    });
    let refused_place = role.is_some().then(|| feature.shape.extent());
    let repair = drawn.zip(change).map(|(drawn, change)| Repair {
        id: Arc::clone(&feature.id),
        number: feature.number,
        change,
        place: Extent::of_coords(drawn.coords_iter()),
        drawn: Arc::new(drawn),
    });
    let feature = role.is_none().then_some(feature);
    let repair = repair.filter(|_| feature.is_some()).map(Box::new);
    problems.extend(role);
    Admitted {
        feature,
        refused_place,
        repair,
        problems,
    }
}

fn done_about(fault: &Fault) -> Done {
    match fault.kind {
        FaultKind::FarVertex => Done::Noted,
        _ => Done::Repaired,
    }
}

/// What a project says of its kind where that is none; `None` where the kind is known.
fn unknown_kind(about: &About, feature: &Feature) -> Option<String> {
    if about.role != Role::Project {
        return None;
    }
    let own = about
        .fields
        .kind
        .as_deref()
        .and_then(|field| feature.properties.text(field));
    match own {
        Some(code) => ProjectKind::from_code(&code).is_none().then_some(code),
        None => about.kind.is_none().then(String::new),
    }
}

/// What a zone says of its role where that names none; `None` where the role is known or the field is empty.
fn unknown_role(about: &About, feature: &Feature) -> Option<String> {
    let own = feature.properties.text(about.fields.role.as_deref()?)?;
    Role::from_code(&own).is_none().then_some(own)
}

/// Counts, and makes ids unique: of two alike the later one gets `#2`, `#3`…
fn gather(
    blocks: Vec<Vec<Admitted>>,
    provenance: &mut Provenance,
    problems: &mut Vec<Problem>,
) -> Vec<Feature> {
    let counts = &mut provenance.counts;
    let mut features: Vec<Feature> = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
    let (mut firsts, mut repaired) = (Vec::new(), Vec::new());
    for one in blocks.into_iter().flatten() {
        counts.repaired += usize::from(one.problems.iter().any(|p| p.done == Done::Repaired));
        counts.refused += usize::from(one.feature.is_none());
        if !one.problems.is_empty() {
            firsts.push((features.len(), one.problems));
        }
        repaired.extend(one.repair.map(|repair| (features.len(), *repair)));
        features.extend(one.feature);
    }
    counts.used = features.len();
    let mut renamed = make_unique(&mut features).into_iter().peekable();
    let named = repaired.into_iter().filter_map(|(position, repair)| {
        let id = Arc::clone(&features.get(position)?.id);
        Some(Repair { id, ..repair })
    });
    provenance.repairs = named.collect();
    // A feature's own problems come before the one about its id, and those of an earlier feature before both.
    for (position, own) in firsts {
        while let Some((_, problem)) = renamed.next_if(|(before, _)| *before < position) {
            problems.push(problem);
        }
        problems.extend(own);
    }
    problems.extend(renamed.map(|(_, problem)| problem));
    features
}

/// Fields that the mapping names and no feature has.
fn missing_fields(about: &About, features: &[Feature]) -> Vec<Problem> {
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
