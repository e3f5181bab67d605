//! Features through the gate: in parallel, each for itself, with what became of it.

use std::sync::Arc;

use geo::{Coord, CoordsIter as _, MultiPolygon};
use rayon::prelude::*;

use crate::geom::crs::{Geodetic, Transform};
use crate::geom::extent::Extent;
use crate::geom::gate::{Fault, FaultKind, Gate, NotAdmitted};
use crate::model::feature::Feature;
use crate::model::layer::{About, Counts};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::repair::Repair;
use crate::model::role::{ProjectKind, Role};
use crate::progress::{Cancelled, Progress};

use super::filter::Filter;
use super::raw::RawFeature;
use super::unique_ids::make_unique;

/// Features are admitted by so many at a time, and their raw form is given back with each.
const BLOCK: usize = 8 << 10;

/// What has to be known to admit a feature.
pub struct Door<'a> {
    /// Into the plane.
    pub gate: &'a Gate,
    /// From the source, for the places of problems.
    pub to_geodetic: &'a Transform,
    /// The layer.
    pub about: &'a About,
    /// Which features belong to it, where not all of the file do.
    pub filter: Option<&'a Filter>,
}

/// What became of the features of a layer.
#[derive(Default)]
pub struct AdmittedAll {
    /// In the order of the file, no two with the same id.
    pub features: Vec<Feature>,
    /// In the order of the file.
    pub problems: Vec<Problem>,
    /// Where refused features lie whose shapes are good.
    pub refused_places: Vec<Extent>,
    /// What repairs did to areas, in the order of the file.
    pub repairs: Vec<Repair>,
    /// How many were repaired, and how many refused.
    pub counts: Counts,
}

/// Admits features block by block from the last one, so that the list of raw ones shrinks while that of shapes grows.
///
/// # Errors
/// [`Cancelled`].
pub fn admit_all(
    mut raw: Vec<RawFeature>,
    door: &Door<'_>,
    progress: &Progress,
) -> Result<AdmittedAll, Cancelled> {
    progress.start(raw.len() as u64);
    let mut backwards = Backwards {
        features: Vec::with_capacity(raw.len()),
        ..Backwards::default()
    };
    while !raw.is_empty() {
        let block = raw.split_off(raw.len().saturating_sub(BLOCK));
        raw.shrink_to_fit();
        let admit = |room: &mut Vec<Coord<f64>>, feature: RawFeature| {
            progress.advance(1);
            progress.check()?;
            admit(door, feature, room, progress)
        };
        let admitted = block.into_par_iter().map_init(Vec::new, admit);
        let admitted: Vec<Admitted> = admitted.collect::<Result<_, Cancelled>>()?;
        admitted.into_iter().rev().for_each(|one| backwards.take(one));
    }
    Ok(backwards.turned())
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

impl Admitted {
    fn refused(problem: Problem) -> Admitted {
        Admitted {
            problems: vec![problem],
            ..Admitted::default()
        }
    }
}

/// Features as they come, the last one first.
#[derive(Default)]
struct Backwards {
    features: Vec<Feature>,
    /// With the number of features from that one on.
    problems: Vec<(usize, Vec<Problem>)>,
    refused_places: Vec<Extent>,
    /// With the number of features from that one on.
    repairs: Vec<(usize, Box<Repair>)>,
    counts: Counts,
}

impl Backwards {
    fn take(&mut self, one: Admitted) {
        self.counts.repaired += usize::from(one.problems.iter().any(|p| p.done == Done::Repaired));
        self.counts.refused += usize::from(one.feature.is_none());
        self.refused_places.extend(one.refused_place);
        self.features.extend(one.feature);
        self.repairs
            .extend(one.repair.map(|repair| (self.features.len(), repair)));
        if !one.problems.is_empty() {
            self.problems.push((self.features.len(), one.problems));
        }
    }

    /// In the order of the file, with unique ids.
    fn turned(mut self) -> AdmittedAll {
        self.features.reverse();
        self.refused_places.reverse();
        let mut renamed = make_unique(&mut self.features).into_iter().peekable();
        let named = self.repairs.into_iter().rev().filter_map(|(from_it_on, repair)| {
            let feature = self.features.get(self.features.len().checked_sub(from_it_on)?)?;
            let id = Arc::clone(&feature.id);
            Some(Repair { id, ..*repair })
        });
        let repairs = named.collect();
        let mut problems = Vec::new();
        // A feature's own problems come before the one about its id, and those of an earlier feature before both.
        for (from_it_on, own) in self.problems.into_iter().rev() {
            let position = self.features.len() - from_it_on;
            while let Some((_, problem)) = renamed.next_if(|(before, _)| *before < position) {
                problems.push(problem);
            }
            problems.extend(own);
        }
        problems.extend(renamed.map(|(_, problem)| problem));
        AdmittedAll {
            features: self.features,
            problems,
            refused_places: self.refused_places,
            repairs,
            counts: self.counts,
        }
    }
}

/// `room` is for the gate, from one feature to the next.
fn admit(
    door: &Door<'_>,
    raw: RawFeature,
    room: &mut Vec<Coord<f64>>,
    progress: &Progress,
) -> Result<Admitted, Cancelled> {
    let (gate, to_geodetic, about) = (door.gate, door.to_geodetic, door.about);
    let id = id_of(about, &raw);
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
        let problem = problem(ProblemKind::NoGeometry, None, Done::Refused);
        return Ok(Admitted::refused(problem));
    };
    let admitted = match gate.admit_until(geometry, room, progress) {
        Ok(admitted) => admitted,
        Err(NotAdmitted::Fault(fault)) => return Ok(Admitted::refused(of_fault(&fault, Done::Refused))),
        Err(NotAdmitted::Cancelled(cancelled)) => return Err(cancelled),
    };
    let faults = raw.unclosed.iter().chain(&admitted.faults);
    let mut problems: Vec<Problem> = faults.map(|fault| of_fault(fault, done_about(fault))).collect();
    let (drawn, faults) = (admitted.drawn, admitted.faults);
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
    let refused = unplaced(door, &feature).map(|(field, kind)| Problem {
        field: Some(field),
        ..problem(kind, None, Done::Refused)
    });
    let refused_place = refused.is_some().then(|| feature.shape.extent());
    let feature = refused.is_none().then_some(feature);
    let repair = feature
        .as_ref()
        .and_then(|feature| repair_of(feature, drawn?, &faults));
    problems.extend(refused);
    Ok(Admitted {
        feature,
        refused_place,
        repair,
        problems,
    })
}

/// The id in the column that the layer says has it, else that of the file.
fn id_of(about: &About, raw: &RawFeature) -> Option<Arc<str>> {
    let field = about.fields.id.as_deref();
    let mapped = field.and_then(|field| raw.properties.text(field));
    mapped.map(Arc::from).or_else(|| raw.id.clone())
}

/// What a repair did to the area of a feature that was drawn so.
fn repair_of(feature: &Feature, drawn: MultiPolygon<f64>, faults: &[Fault]) -> Option<Box<Repair>> {
    let change = faults.iter().find_map(|fault| match fault.kind {
        FaultKind::Invalid(change) => Some(change),
        _ => None,
    })?;
    Some(Box::new(Repair {
        id: Arc::clone(&feature.id),
        number: feature.number,
        change,
        place: Extent::of_coords(drawn.coords_iter()),
        drawn: Arc::new(drawn),
    }))
}

/// The place of a coordinate of the source; `None` where it has none on the Earth.
pub fn place_of(to_geodetic: &Transform, coord: Coord<f64>) -> Option<Geodetic> {
    let place = to_geodetic.geodetic(coord);
    let good = place.lon_deg.abs() <= 180.0 && place.lat_deg.abs() <= 90.0;
    good.then_some(place)
}

fn done_about(fault: &Fault) -> Done {
    match fault.kind {
        FaultKind::FarVertex => Done::Noted,
        _ => Done::Repaired,
    }
}

/// What a project says of its kind where that is none; `None` where the kind is known.
pub(super) fn unknown_kind(about: &About, feature: &Feature) -> Option<String> {
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

/// Why nobody can tell what a feature is, or whether it belongs to the layer, and the field that would say it.
fn unplaced(door: &Door<'_>, feature: &Feature) -> Option<(String, ProblemKind)> {
    let role = unknown_role(door.about, feature);
    let of_role = role.and_then(|found| {
        let field = door.about.fields.role.clone()?;
        Some((field, ProblemKind::UnknownRole { found }))
    });
    let of_filter = || {
        let is_open = |filter: &&Filter| filter.admits(&feature.properties).is_none();
        let filter = door.filter.filter(is_open)?;
        Some((filter.field.clone(), ProblemKind::WhereUnknown))
    };
    of_role.or_else(of_filter)
}

/// What a zone says of its role where that names none; `None` where the role is known or the field is empty.
fn unknown_role(about: &About, feature: &Feature) -> Option<String> {
    let own = feature.properties.text(about.fields.role.as_deref()?)?;
    Role::from_code(&own).is_none().then_some(own)
}
